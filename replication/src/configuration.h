/* Configurations: who is a member, as the log and the library have it. */
#ifndef REPLICATION_CONFIGURATION_H
#define REPLICATION_CONFIGURATION_H

#include <raft.h>
#include <stdbool.h>

#include "base/attr.h"
#include "base/slice.h"
#include "base/status.h"
#include "replication/peer.h"

/* Whether bytes are a configuration that the library takes: what comes from another server is asked
 * before. Members with an id and an address each, no two alike, none of the roles unknown here. */
bool configuration_is_valid(struct slice bytes) NODISCARD;
/* Of the log's or a valid one; the caller closes it. */
void configuration_decode(struct slice bytes, struct raft_configuration *out);
/* The encoded configuration: the caller frees out->base with raft_free. */
void configuration_encode(const struct raft_configuration *configuration, struct raft_buffer *out);

/* A member's address without what makes it unlike all others for the library: a server that lost
 * its files comes back with another id at the address of the old one. */
struct slice configuration_address(const char *address);
/* The address with that added. STATUS_TOO_LARGE */
enum status configuration_address_make(char out[REPLICATION_ADDRESS_BYTES], const char *address,
                                       uint64_t server_id) NODISCARD;

/* NULL when that server is no member. */
const struct raft_server *configuration_find(const struct raft_configuration *configuration,
                                             uint64_t server_id);
unsigned configuration_voters(const struct raft_configuration *configuration);
/* Is that server the only voter? */
bool configuration_is_sole_voter(const struct raft_configuration *configuration,
                                 uint64_t server_id);
/* The server that votes in `now` and did not in `before`; 0: none. */
uint64_t configuration_promoted(const struct raft_configuration *before,
                                const struct raft_configuration *now);

#endif
