/* What else HTTP threads wait for: an applied index (reads that ask for a later one, or for the one
 * that the leader names) and the end of an instance (awaitCompletion). HTTP threads add and cancel
 * under the lock; the core answers. */
#ifndef NODE_WAITS_H
#define NODE_WAITS_H

#include <pthread.h>

#include "base/list.h"
#include "deadlines.h"
#include "http/backend.h"

struct node;

enum {
    WAIT_BUCKETS = 1024,
    WAIT_DOCUMENT_BYTES = 1 << 20
};

enum wait_kind {
    WAIT_INDEX,
    WAIT_INSTANCE
};

/* Lives in node_private of backend_fence and backend_await. */
struct wait_entry {
    struct list_node link;
    struct deadline deadline;
    enum wait_kind kind;
};

struct waits {
    pthread_mutex_t lock;
    struct list unasked; /* backend_fence for which the leader is still to be asked */
    struct list asked;   /* ... has been asked; one question stands for all of them */
    struct list indexes; /* ... whose min_index says what they wait for; unordered */
    struct list instances[WAIT_BUCKETS]; /* backend_await by instance key */
    struct list fresh;                   /* backend_await that the core has not looked at */
    struct deadlines deadlines;
    size_t await_count;
};

void waits_init(struct waits *waits);
void waits_deinit(struct waits *waits);
/* Thread: any. A linearizable fence waits for the leader's word, one with an index for that. */
void waits_add_fence(struct waits *waits, struct backend_fence *fence);
void waits_add_await(struct waits *waits, struct backend_await *await);
bool waits_cancel_await(struct waits *waits, struct backend_await *await);
bool waits_has_awaits(struct waits *waits);

/* --- core thread --- */

/* New awaits: answer those whose instance has already ended, keep the rest. */
void waits_look(struct node *node);
/* Every round: a read may come to wait for an index that was published meanwhile. */
void waits_index_applied(struct node *node, uint64_t index);
/* Are there reads for which nobody has been asked? */
bool waits_fences_wait(struct waits *waits);
/* The question for them is on its way. */
void waits_fences_asked(struct waits *waits);
/* There will be no answer to it. */
void waits_fences_again(struct waits *waits);
/* The answer: they wait for that index to be applied. */
void waits_fences_known(struct waits *waits, uint64_t index);
void waits_instance_ended(struct node *node, uint64_t process_instance_key);
/* The whole state is another one: every await is looked at again. */
void waits_look_again(struct waits *waits);
/* Returns the next deadline, INT64_MAX when none. */
int64_t waits_expire(struct node *node, int64_t now_ms);
void waits_release(struct node *node);

#endif
