/* Deadlines in order: a binary heap of entries that lie inside the things that wait. The heap owns
 * nothing. Not thread-safe: its owner has a lock. */
#ifndef NODE_DEADLINES_H
#define NODE_DEADLINES_H

#include <stddef.h>
#include <stdint.h>

struct deadline {
    int64_t at_ms;
    size_t place; /* 1-based in the heap, 0: in none */
};

struct deadlines {
    struct deadline **entries;
    size_t count;
    size_t capacity;
};

void deadlines_init(struct deadlines *heap);
void deadlines_deinit(struct deadlines *heap);
/* entry->place must be 0. */
void deadlines_add(struct deadlines *heap, struct deadline *entry);
/* No effect on an entry that is in no heap. */
void deadlines_remove(struct deadlines *heap, struct deadline *entry);
/* The earliest, or NULL. */
struct deadline *deadlines_first(const struct deadlines *heap);

#endif
