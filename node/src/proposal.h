/* A command on its way: from whoever proposes it through the inbox and the log to its answer.
 *
 * Proposals come from HTTP threads (through the bounded inbox) or from the core itself (ticks,
 * activations). The core stamps them, hands them to replication in one submit and keeps them in the
 * flight, in log order, until the entry of their index is applied: same term there, the answer is
 * theirs; another term, they were surely not executed. Where another node leads they go there
 * (forward.h). */
#ifndef NODE_PROPOSAL_H
#define NODE_PROPOSAL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "base/ring.h"
#include "base/slice.h"
#include "base/status.h"

struct node;

struct proposal {
    struct proposal *next;
    struct node *node;
    /* The answer; NULL when nobody waits. result is borrowed. Core thread (or the proposer's own
     * when the inbox refuses). The proposal is freed after. */
    void (*done)(struct proposal *proposal, enum status status, struct slice result,
                 uint64_t index);
    /* The result, when `done` had to be told that the outcome is unknown; NULL: nobody wants it. */
    void (*late)(struct proposal *proposal, struct slice result);
    void *ctx;
    int64_t deadline_ms; /* monotonic; INT64_MAX: none */
    uint64_t index;      /* once on the log */
    uint64_t term;       /* of the log entry, or for which it was forwarded */
    uint64_t sequence;   /* once forwarded: its number at its origin */
    uint64_t remote;     /* the server that passed it on to this one; 0: it is of this node */
    struct list_node order;
    struct proposal *hashed;
    bool starts_work;
    bool leader_only;    /* of no use on another node */
    bool expired;        /* the outcome was told as unknown */
    struct slice result; /* between apply and commit: in the turn's arena */
    size_t size;
    char bytes[]; /* the encoded command */
};

/* A copy of the command; done, ctx and deadline are the caller's to set. */
struct proposal *proposal_new(struct node *node, struct slice command);
/* Answer and free. */
void proposal_finish(struct proposal *proposal, enum status status, struct slice result,
                     uint64_t index);

/* Once the deadline has passed the outcome is unknown: done is told so, once. */
void proposal_expire(struct proposal *proposal, int64_t now_ms);
/* Somebody wants to know what it came to. */
bool proposal_is_awaited(const struct proposal *proposal);

struct proposal_list {
    struct proposal *first;
    struct proposal **last;
    size_t count;
};

void proposal_list_init(struct proposal_list *list);
void proposal_list_push(struct proposal_list *list, struct proposal *proposal);
void proposal_list_push_front(struct proposal_list *list, struct proposal *proposal);
struct proposal *proposal_list_pop(struct proposal_list *list);

/* What HTTP threads have handed in and the core has not seen. Bounded in count and bytes; what
 * completes work is admitted when what starts work no longer is. */
struct inbox {
    struct ring ring;
    _Atomic uint64_t bytes;
};

void inbox_init(struct inbox *inbox);
void inbox_deinit(struct inbox *inbox);
/* False when full: the proposal stays the caller's. Thread: any. */
bool inbox_push(struct inbox *inbox, struct proposal *proposal);
struct proposal *inbox_pop(struct inbox *inbox);
size_t inbox_count(const struct inbox *inbox);

#endif
