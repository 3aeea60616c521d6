/* The other servers: what this one knows of each, and messages to and from them.
 *
 * Who they are comes from the configurations; before there is one (a server that joined), from the
 * options, and between two of them from what a peer tells (WIRE_MEMBERS): a server that was away
 * must let a leader in that was promoted meanwhile. Thread: the core. */
#ifndef REPLICATION_PEERS_H
#define REPLICATION_PEERS_H

#include "base/list.h"
#include "wire.h"

struct peer {
    struct list_node gone; /* no peer any more, freed when nobody works on its message */
    uint64_t server_id;
    char address[REPLICATION_ADDRESS_BYTES];
    bool link_up;
    int64_t heard_ms; /* -1: never */
    struct wire_joiner fifo;
    struct wire_joiner bulk;
    uint64_t flying_index;        /* of the last entry sent to it */
    uint64_t flying_bytes;        /* sent to it, and not yet known to be there */
    uint64_t told_commit;         /* the commit index that the last entries or heartbeat told it */
    unsigned char append_version; /* of the library's */
    struct list held; /* struct held_append: entries that wait for the own disk (guard J) */
    /* A snapshot was offered, and when; it asked for a chunk; INT64_MIN: never. */
    uint64_t offered_index;
    int64_t offered_ms;
    int64_t asked_ms;
    /* A learner's catching up, in the leader's term round_term: it reaches what the log had at
     * round_ms; a round that took less than an election timeout makes it caught up. */
    uint64_t round_term;
    uint64_t round_index;
    int64_t round_ms;
    bool caught_up;
};

struct held_append {
    struct list_node link;
    struct raft_append_entries append;
};

struct peers {
    struct peer *items[LIMIT_PEERS];
    size_t count;
    struct list gone;
    bool receiving; /* a message of one is being worked on */
    bool known;     /* committed and uncommitted are those of the last refresh */
    uint64_t committed;
    uint64_t uncommitted;
    struct buffer out;   /* a message as it is made */
    uint64_t told_index; /* of what a peer told; 0: nothing */
    struct raft_configuration told;
};

void peers_init(struct peers *peers);
void peers_deinit(struct peers *peers);

/* NULL when it is no peer. Borrowed until the next event. */
struct peer *peers_find(const struct replication *r, uint64_t server_id);
/* Who are they now? The host is told when they are others. */
void peers_refresh(struct replication *r);
/* Send a whole message, in pieces where it is large. It may get lost. */
void peers_send(struct replication *r, uint64_t server_id, enum wire_kind kind,
                struct slice message);
/* Tell all of them the last committed configuration. */
void peers_tell_members(struct replication *r);
/* Milliseconds since a message of that peer arrived; INT64_MAX: never. */
int64_t peer_silence_ms(const struct replication *r, const struct peer *peer);

#endif
