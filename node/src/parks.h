/* Parked job polls (docs/architecture.md, jobs).
 *
 * A poll that finds no job waits here, in memory, and costs no log entry. Polls of one (tenant,
 * type) form a queue; at most one activation command a queue is on its way, and it carries every
 * poll that can be served. HTTP threads park and cancel under the lock; the core serves. A queue
 * without polls and without an activation is forgotten, so hostile type names cost nothing. */
#ifndef NODE_PARKS_H
#define NODE_PARKS_H

#include <pthread.h>

#include "base/list.h"
#include "base/slice.h"
#include "deadlines.h"
#include "http/backend.h"

struct node;
struct proposal;

enum {
    PARK_BUCKETS = 1024
};

struct park_queue {
    struct list_node link;      /* in its bucket */
    struct list_node attention; /* in parks->attention when the core should look */
    struct list polls;          /* park_entry */
    uint32_t activations;       /* on their way */
    struct slice tenant;        /* both in memory of the queue's own */
    struct slice type;
};

/* Lives in backend_poll.node_private. */
struct park_entry {
    struct list_node link;
    struct deadline deadline;
    struct park_queue *queue;
    bool cancelled; /* the client went away while an activation was on its way */
    bool taken;     /* by an activation */
    bool settled;   /* a poll with an idempotency key: its first activation has been sent */
};

struct parks {
    pthread_mutex_t lock;
    struct list buckets[PARK_BUCKETS];
    struct list attention; /* queues with new polls or with jobs that became ready */
    struct deadlines deadlines;
    size_t count; /* polls waiting or taken */
};

void parks_init(struct parks *parks);
/* No poll may be left. */
void parks_deinit(struct parks *parks);
/* Thread: any. The caller wakes the core. */
void parks_add(struct parks *parks, struct backend_poll *poll);
/* Thread: any. */
bool parks_cancel(struct parks *parks, struct backend_poll *poll);
size_t parks_count(struct parks *parks);

/* --- core thread --- */

/* Ready jobs of that type exist: its queue, if there is one, gets attention. */
void parks_ready(struct parks *parks, struct slice tenant, struct slice type);
/* The whole state is another one: every queue gets attention. */
void parks_look_again(struct parks *parks);
/* Serve the queues that got attention: propose activations where jobs are ready. */
void parks_serve(struct node *node);
/* Answer polls whose time is over with no jobs. Returns the next deadline, INT64_MAX when none. */
int64_t parks_expire(struct node *node, int64_t now_ms);
/* Answer every waiting poll with no jobs: shutdown. */
void parks_release(struct node *node);

#endif
