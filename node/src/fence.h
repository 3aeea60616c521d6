/* Linearizable reads on any node of a cluster of several (docs/node.md).
 *
 * Origin: reads that came since the last question wait for one question to the leader; its answer
 * is an index, and they go on when this node has applied it. Leader: the commit index is noted,
 * then every voter is asked whether the leader's term is still its own; a majority that says so
 * after the question came proves that no later leader has acknowledged anything before. One round
 * serves all questions that waited when it began. Nothing here touches the log. Core thread only.
 */
#ifndef NODE_FENCE_H
#define NODE_FENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "peer_wire.h"

struct node;

/* A question of a server (this one too); each has one on its way. */
struct fence_ask {
    uint64_t server_id;
    uint64_t sequence;
    bool in_round; /* the round that runs began after it came */
};

struct fences {
    /* origin */
    uint64_t asked; /* number of the last question */
    bool asking;
    int64_t ask_again_ms;
    /* leader */
    struct fence_ask asks[LIMIT_PEERS];
    size_t ask_count;
    uint64_t round;
    bool running;
    uint64_t round_index; /* what was committed when it began */
    int64_t round_again_ms;
    uint64_t confirmed[LIMIT_PEERS]; /* who has said yes */
    size_t confirmed_count;
};

/* Ask for reads that wait, begin rounds. Returns when to be called again, INT64_MAX: no matter. */
int64_t fence_serve(struct node *node, int64_t now_ms);
/* Another leader or another term: questions go out anew, those of others are void. */
void fence_restart(struct node *node);

void fence_ask_received(struct node *node, uint64_t from, const struct peer_message *message);
void fence_index_received(struct node *node, const struct peer_message *message);
void fence_received(struct node *node, uint64_t from, const struct peer_message *message);
void fence_ok_received(struct node *node, uint64_t from, const struct peer_message *message);

#endif
