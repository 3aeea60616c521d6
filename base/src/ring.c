/* Each cell counts its turns: 2n means free for the n-th round, 2n + 1 filled in the n-th round. A
 * producer claims a place by moving the tail, then fills the cell and publishes it by its turn. */
#include "base/ring.h"

#include <stdlib.h>

#include "base/assert.h"

struct ring_cell {
    _Atomic uint64_t turn;
    void *item;
};

void ring_init(struct ring *ring, size_t capacity_items)
{
    ASSERT(capacity_items > 0);
    ring->cells = CHECK_MEMORY(calloc(capacity_items, sizeof(*ring->cells)));
    ring->capacity = capacity_items;
    atomic_init(&ring->tail, 0);
    atomic_init(&ring->head, 0);
    for (size_t i = 0; i < capacity_items; i++) {
        atomic_init(&ring->cells[i].turn, 0);
    }
}

void ring_deinit(struct ring *ring)
{
    free(ring->cells);
    ring->cells = NULL;
    ring->capacity = 0;
}

bool ring_push(struct ring *ring, void *item)
{
    uint64_t place = atomic_load_explicit(&ring->tail, memory_order_relaxed);

    ASSERT(item != NULL);
    for (;;) {
        struct ring_cell *cell = &ring->cells[place % ring->capacity];
        uint64_t free_turn = 2 * (place / ring->capacity);

        if (atomic_load_explicit(&cell->turn, memory_order_acquire) == free_turn) {
            if (atomic_compare_exchange_weak_explicit(&ring->tail, &place, place + 1,
                                                      memory_order_relaxed, memory_order_relaxed)) {
                cell->item = item;
                atomic_store_explicit(&cell->turn, free_turn + 1, memory_order_release);
                return true;
            }
        } else {
            uint64_t now = atomic_load_explicit(&ring->tail, memory_order_relaxed);

            if (now == place) {
                return false; /* the cell is still filled from the round before */
            }
            place = now;
        }
    }
}

void *ring_pop(struct ring *ring)
{
    uint64_t place = atomic_load_explicit(&ring->head, memory_order_relaxed);
    struct ring_cell *cell = &ring->cells[place % ring->capacity];
    uint64_t filled_turn = 2 * (place / ring->capacity) + 1;
    void *item;

    if (atomic_load_explicit(&cell->turn, memory_order_acquire) != filled_turn) {
        return NULL;
    }
    item = cell->item;
    atomic_store_explicit(&cell->turn, filled_turn + 1, memory_order_release);
    atomic_store_explicit(&ring->head, place + 1, memory_order_relaxed);
    return item;
}

size_t ring_count(const struct ring *ring)
{
    uint64_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    uint64_t tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);

    return tail > head ? (size_t)(tail - head) : 0;
}
