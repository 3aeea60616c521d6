#include "deadlines.h"

#include <stdlib.h>

#include "base/assert.h"

enum {
    DEADLINES_FIRST = 64
};

void deadlines_init(struct deadlines *heap)
{
    *heap = (struct deadlines){0};
}

void deadlines_deinit(struct deadlines *heap)
{
    free(heap->entries);
    *heap = (struct deadlines){0};
}

/* Places are 1-based, so the parent of p is p / 2. */
static void put(struct deadlines *heap, size_t place, struct deadline *entry)
{
    heap->entries[place - 1] = entry;
    entry->place = place;
}

static struct deadline *get(const struct deadlines *heap, size_t place)
{
    return heap->entries[place - 1];
}

static void rise(struct deadlines *heap, size_t place, struct deadline *entry)
{
    while (place > 1 && get(heap, place / 2)->at_ms > entry->at_ms) {
        put(heap, place, get(heap, place / 2));
        place /= 2;
    }
    put(heap, place, entry);
}

static size_t earlier_child(const struct deadlines *heap, size_t place)
{
    size_t child = place * 2;

    if (child < heap->count && get(heap, child + 1)->at_ms < get(heap, child)->at_ms) {
        child++;
    }
    return child;
}

static void sink(struct deadlines *heap, size_t place, struct deadline *entry)
{
    while (place * 2 <= heap->count) {
        size_t child = earlier_child(heap, place);

        if (get(heap, child)->at_ms >= entry->at_ms) {
            break;
        }
        put(heap, place, get(heap, child));
        place = child;
    }
    put(heap, place, entry);
}

void deadlines_add(struct deadlines *heap, struct deadline *entry)
{
    ASSERT(entry->place == 0);
    if (heap->count == heap->capacity) {
        heap->capacity = heap->capacity == 0 ? DEADLINES_FIRST : heap->capacity * 2;
        heap->entries =
            CHECK_MEMORY(realloc(heap->entries, heap->capacity * sizeof(*heap->entries)));
    }
    heap->count++;
    rise(heap, heap->count, entry);
}

void deadlines_remove(struct deadlines *heap, struct deadline *entry)
{
    size_t place = entry->place;
    struct deadline *last;

    if (place == 0) {
        return;
    }
    ASSERT(get(heap, place) == entry);
    last = get(heap, heap->count);
    heap->count--;
    entry->place = 0;
    if (last == entry) {
        return;
    }
    if (place > 1 && get(heap, place / 2)->at_ms > last->at_ms) {
        rise(heap, place, last);
    } else {
        sink(heap, place, last);
    }
}

struct deadline *deadlines_first(const struct deadlines *heap)
{
    return heap->count == 0 ? NULL : heap->entries[0];
}
