/* Commands passed on to the leader, and those that others pass on to this node.
 *
 * Origin: a command gets the next number of this process, goes to the leader of a term, and stays
 * here until this node applies it (it is recognised by origin and number), until an entry of a
 * higher term is applied or the leader refuses it (then it was surely not executed and goes out
 * again, under a new number), or until its deadline (then nobody knows). When the same leader is
 * there again, all that is unanswered is sent once more.
 *
 * Leader: takes a command only in the very term that it was sent for, numbers ascending, so that
 * what is sent twice is taken once; a connection is in order and its end loses only the last part
 * of what was sent. Core thread only. */
#ifndef NODE_FORWARD_H
#define NODE_FORWARD_H

#include "base/limits.h"
#include "base/list.h"
#include "peer_wire.h"
#include "proposal.h"

struct entry;
struct node;

enum {
    FORWARD_BUCKETS = 4096
};

/* What this node has taken of another one in its own term. */
struct forward_origin {
    uint64_t server_id;
    uint64_t start; /* of the origin's process: another one counts anew */
    uint64_t taken; /* the last number taken */
};

struct forwards {
    struct list order; /* numbers ascending, and so their terms */
    struct proposal *buckets[FORWARD_BUCKETS];
    size_t count;
    uint64_t bytes;
    uint64_t start;
    uint64_t next;
    int64_t hold_until_ms; /* the leader refused: not at once again */
    struct forward_origin origins[LIMIT_PEERS];
    size_t origin_count;
};

/* first: a random number below 2^63. */
void forwards_init(struct forwards *forwards, uint64_t first);
/* Answer all as unknown: shutdown. */
void forwards_deinit(struct forwards *forwards);

/* --- origin --- */

/* Under a new number, for the leader of that term. */
void forward_keep(struct forwards *forwards, struct proposal *proposal, uint64_t self,
                  uint64_t term);
/* Send what waits to the leader, as far as leader, link and window allow. */
void forward_waiting(struct node *node);
/* An entry is applied: the proposal that it is, taken out, or NULL. What is surely not executed now
 * goes to `lost`. */
struct proposal *forward_take(struct forwards *forwards, const struct entry *entry, uint64_t self,
                              struct proposal_list *lost);
/* Answer those whose deadline has passed as OUTCOME_UNKNOWN; they stay, silent. */
void forward_expire(struct forwards *forwards, int64_t now_ms);
/* A snapshot has replaced entries up to that term: what was sent for it may be among them. */
void forward_forget(struct forwards *forwards, uint64_t term);
void forward_refused(struct node *node, const struct peer_message *message);
/* The link to that server is there again, or it is known as the leader again: what may have been
 * lost on the way to it is sent once more. */
void forward_again(struct node *node, uint64_t server_id);

/* --- leader --- */

void forward_received(struct node *node, uint64_t from, const struct peer_message *message);
/* Another's command that will not be executed here: its origin hears of it. Frees. */
void forward_refuse(struct node *node, struct proposal *proposal, enum status status);
/* This node leads a new term: whatever was taken before is settled. */
void forward_term_begins(struct forwards *forwards);

#endif
