/* A bounded queue of pointers from many threads to one.
 *
 * Push never waits: it fails when the ring is full, and that is how pressure shows. Items come out
 * in the order in which their pushes took a place. A push that was overtaken half-way hides the
 * later ones until it is done, so every producer wakes the consumer after its own push. The ring
 * owns no item. */
#ifndef BASE_RING_H
#define BASE_RING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

struct ring_cell;

struct ring {
    struct ring_cell *cells;
    size_t capacity;
    ALIGNED(64) _Atomic uint64_t tail; /* next place to push; apart from head: no false sharing */
    ALIGNED(64) _Atomic uint64_t head; /* next place to pop, written by the consumer alone */
};

/* capacity_items >= 1. */
void ring_init(struct ring *ring, size_t capacity_items);
/* The ring must be empty of what somebody still wants. */
void ring_deinit(struct ring *ring);
/* False when full; the item stays the caller's then. item is not NULL. Thread: any. */
bool ring_push(struct ring *ring, void *item) NODISCARD;
/* The oldest item, or NULL when there is none yet. Thread: the one consumer. */
void *ring_pop(struct ring *ring) NODISCARD;
/* How many items wait: exact on the consumer's thread while nobody pushes, else a good guess.
 * Thread: any. */
size_t ring_count(const struct ring *ring);

#endif
