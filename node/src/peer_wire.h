/* What nodes say to one another beside Raft: commands passed on to the leader, fences of reads,
 * changes of the membership, and a sign of life with clocks and indexes.
 *
 * One message is a format byte, a kind byte, the kind's numbers (64 bits, big-endian) and the rest
 * as its text. Decoding bounds everything: what is not exactly one of these is refused. */
#ifndef NODE_PEER_WIRE_H
#define NODE_PEER_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/slice.h"
#include "base/status.h"

enum peer_kind {
    PEER_FORWARD = 1, /* origin to leader: a command */
    PEER_REFUSED,     /* leader to origin: that command was not taken and will not be executed */
    PEER_FENCE_ASK,   /* origin to leader: up to where must I have applied? */
    PEER_FENCE_INDEX, /* leader to origin: up to here; index 0: not now, ask again */
    PEER_FENCE,       /* leader to voters: is my term still yours? */
    PEER_FENCE_OK,    /* voter to leader: it is */
    PEER_PULSE,       /* everybody to everybody, once a second */
    PEER_CHANGE,      /* origin to leader: change the membership */
    PEER_CHANGE_DONE, /* leader to origin: what became of it */
    PEER_KINDS
};

enum {
    PEER_TEXT_BYTES = 1024
};

/* A message; of the numbers only those of its kind count (peer_wire.c lists them). */
struct peer_message {
    enum peer_kind kind;
    uint64_t term;
    uint64_t sequence;
    uint64_t start;     /* FORWARD: where the origin's numbers began when its process started */
    uint64_t index;     /* FENCE_INDEX, PULSE: applied */
    uint64_t round;     /* FENCE, FENCE_OK */
    uint64_t status;    /* REFUSED, CHANGE_DONE: enum status */
    uint64_t server_id; /* CHANGE */
    uint64_t operation; /* CHANGE: enum backend_change_kind */
    uint64_t wall_ms;   /* PULSE */
    uint64_t port;      /* PULSE: where the sender serves HTTP */
    struct slice text;  /* FORWARD: the command; CHANGE: address; CHANGE_DONE: reason; borrowed */
};

void peer_message_encode(const struct peer_message *message, struct buffer *out);
/* Errors: STATUS_MALFORMED. */
enum status peer_message_decode(struct slice bytes, struct peer_message *out) NODISCARD;

#endif
