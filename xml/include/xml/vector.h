/* An array that grows in an arena. What it outgrows stays behind until the arena is reset: at most
 * as much again as the array itself. */
#ifndef XML_VECTOR_H
#define XML_VECTOR_H

#include <string.h>

#include "base/arena.h"

struct vector {
    void *items;
    uint32_t count;
    uint32_t capacity;
};

/* Room for one more item, zeroed and counted; NULL on the arena's ceiling. */
static inline void *vector_push(struct arena *arena, struct vector *vector, size_t item_bytes)
{
    char *items = vector->items;

    if (vector->count == vector->capacity) {
        uint32_t capacity = vector->capacity == 0 ? 16 : vector->capacity * 2;

        items = arena_array(arena, capacity, item_bytes);
        if (items == NULL) {
            return NULL;
        }
        if (vector->count > 0) {
            memcpy(items, vector->items, vector->count * item_bytes);
        }
        vector->items = items;
        vector->capacity = capacity;
    }
    return items + item_bytes * vector->count++;
}

#endif
