#include "configuration.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"

/* The library's own encoding: a version, the number of servers, and for each its id, its address
 * with a NUL, and its role; numbers little-endian, zeros up to a multiple of eight. */
enum {
    ENCODING_VERSION = 1,
    HEADER_BYTES = 9,
    PAD_BYTES = 8,
};

static uint64_t get_u64le(const char *at)
{
    uint64_t value = 0;

    for (int i = 7; i >= 0; i--) {
        value = value << 8 | (unsigned char)at[i];
    }
    return value;
}

struct parsed {
    uint64_t id;
    const char *address;
};

static bool server_parse(struct slice *rest, struct parsed *out)
{
    const char *end;
    size_t length;

    if (rest->size < 8) {
        return false;
    }
    out->id = get_u64le(rest->data);
    *rest = slice_from(*rest, 8);
    end = rest->size == 0 ? NULL : memchr(rest->data, '\0', rest->size);
    if (end == NULL) {
        return false;
    }
    out->address = rest->data;
    length = (size_t)(end - rest->data) + 1;
    *rest = slice_from(*rest, length);
    if (rest->size < 1 || length < 2 || length > REPLICATION_ADDRESS_BYTES || out->id == 0 ||
        (unsigned char)rest->data[0] > RAFT_VOTER) {
        return false;
    }
    *rest = slice_from(*rest, 1);
    return true;
}

static bool is_new(const struct parsed *servers, uint64_t count, const struct parsed *server)
{
    for (uint64_t i = 0; i < count; i++) {
        if (servers[i].id == server->id || strcmp(servers[i].address, server->address) == 0) {
            return false;
        }
    }
    return true;
}

bool configuration_is_valid(struct slice bytes)
{
    struct parsed servers[LIMIT_PEERS];
    struct slice rest;
    uint64_t count;

    if (bytes.size < HEADER_BYTES || bytes.data[0] != ENCODING_VERSION) {
        return false;
    }
    count = get_u64le(bytes.data + 1);
    if (count == 0 || count > LIMIT_PEERS) {
        return false;
    }
    rest = slice_from(bytes, HEADER_BYTES);
    for (uint64_t i = 0; i < count; i++) {
        if (!server_parse(&rest, &servers[i]) || !is_new(servers, i, &servers[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < rest.size; i++) {
        if (rest.data[i] != 0) {
            return false;
        }
    }
    return rest.size < PAD_BYTES;
}

void configuration_decode(struct slice bytes, struct raft_configuration *out)
{
    union {
        const char *in;
        void *out; /* the library only reads it */
    } data = {.in = bytes.data};
    struct raft_buffer buffer = {.base = data.out, .len = bytes.size};
    int rv;

    raft_configuration_init(out);
    rv = raft_configuration_decode(&buffer, out);
    ASSERT(rv == 0);
}

void configuration_encode(const struct raft_configuration *configuration, struct raft_buffer *out)
{
    int rv = raft_configuration_encode(configuration, out);

    ASSERT(rv == 0);
}

struct slice configuration_address(const char *address)
{
    return slice_make(address, strcspn(address, "#"));
}

enum status configuration_address_make(char out[REPLICATION_ADDRESS_BYTES], const char *address,
                                       uint64_t server_id)
{
    int length = snprintf(out, REPLICATION_ADDRESS_BYTES, "%s#%" PRIx64, address, server_id);

    return length > 0 && length < REPLICATION_ADDRESS_BYTES ? STATUS_OK : STATUS_TOO_LARGE;
}

const struct raft_server *configuration_find(const struct raft_configuration *configuration,
                                             uint64_t server_id)
{
    for (unsigned i = 0; i < configuration->n; i++) {
        if (configuration->servers[i].id == server_id) {
            return &configuration->servers[i];
        }
    }
    return NULL;
}

unsigned configuration_voters(const struct raft_configuration *configuration)
{
    unsigned voters = 0;

    for (unsigned i = 0; i < configuration->n; i++) {
        voters += configuration->servers[i].role == RAFT_VOTER ? 1 : 0;
    }
    return voters;
}

static bool is_voter(const struct raft_configuration *configuration, uint64_t server_id)
{
    const struct raft_server *server = configuration_find(configuration, server_id);

    return server != NULL && server->role == RAFT_VOTER;
}

bool configuration_is_sole_voter(const struct raft_configuration *configuration, uint64_t server_id)
{
    return configuration_voters(configuration) == 1 && is_voter(configuration, server_id);
}

uint64_t configuration_promoted(const struct raft_configuration *before,
                                const struct raft_configuration *now)
{
    for (unsigned i = 0; i < now->n; i++) {
        if (now->servers[i].role == RAFT_VOTER && !is_voter(before, now->servers[i].id)) {
            return now->servers[i].id;
        }
    }
    return 0;
}
