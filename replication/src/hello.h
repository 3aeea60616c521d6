/* The first frame of each side of a connection: who speaks, to whom, and what it can. Pure. */
#ifndef REPLICATION_HELLO_H
#define REPLICATION_HELLO_H

#include <stdint.h>

#include "base/attr.h"
#include "base/buffer.h"
#include "base/slice.h"
#include "replication/peer.h"
#include "replication/replication.h"

enum {
    HELLO_PROTOCOL_MIN = 1, /* of this program */
    HELLO_PROTOCOL_MAX = 1,
    HELLO_NAME_BYTES_MAX = 63,
    HELLO_BYTES_MAX = 256, /* of a hello of any version: later ones may add members */
};

struct hello {
    uint32_t protocol_min;
    uint32_t protocol_max;
    uint8_t cluster_id[REPLICATION_CLUSTER_ID_BYTES];
    uint64_t from;
    uint64_t to;
    uint32_t feature_level_min;
    uint32_t feature_level_max;
    enum peer_channel channel;
    struct slice name; /* of the sender; borrowed */
};

/* Why a hello is refused; the numbers travel. */
#define HELLO_REFUSAL_LIST(X)                                                                      \
    X(MALFORMED, 1, "this is no hello")                                                            \
    X(PROTOCOL, 2, "no version of the protocol in common")                                         \
    X(CLUSTER, 3, "another cluster")                                                               \
    X(NOT_ME, 4, "another server was meant")                                                       \
    X(UNKNOWN, 5, "this server is not a member")                                                   \
    X(NAME, 6, "this server has another name")                                                     \
    X(CERTIFICATE, 7, "the certificate does not hold the name")                                    \
    X(FEATURES, 8, "no feature level in common")

#define HELLO_REFUSAL_ENUM(name, number, text) HELLO_##name = (number),
enum hello_refusal {
    HELLO_WELCOME = 0,
    HELLO_REFUSAL_LIST(HELLO_REFUSAL_ENUM)
};
#undef HELLO_REFUSAL_ENUM

/* A few words for a human; "unknown reason" for a number of a later version. */
const char *hello_refusal_text(unsigned refusal);

/* Append the payload of a hello frame: at most HELLO_BYTES_MAX. */
void hello_encode(struct buffer *out, const struct hello *hello);
/* HELLO_WELCOME when it can be read, HELLO_MALFORMED or HELLO_PROTOCOL (magic and range are all
 * that is read then). */
enum hello_refusal hello_decode(struct slice payload, struct hello *hello) NODISCARD;
/* Whether a server that is `own` may speak with who said `theirs`: all that needs neither the set
 * of peers nor a certificate. */
enum hello_refusal hello_judge(const struct hello *own, const struct hello *theirs) NODISCARD;

#endif
