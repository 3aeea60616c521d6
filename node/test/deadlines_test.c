#include "deadlines.h"

#include <stdlib.h>

#include "testkit/test.h"

enum {
    ENTRIES = 500
};

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Whatever was added and removed in between, entries come out in the order of their times. */
TEST(deadlines, come_out_in_order)
{
    struct deadline entries[ENTRIES] = {0};
    struct deadlines heap;
    uint64_t seed = 42;
    int64_t last_ms = 0;
    size_t left = 0;

    deadlines_init(&heap);
    for (size_t i = 0; i < ENTRIES; i++) {
        entries[i].at_ms = (int64_t)(next_random(&seed) % 100);
        deadlines_add(&heap, &entries[i]);
    }
    for (size_t i = 0; i < ENTRIES; i += 3) {
        deadlines_remove(&heap, &entries[i]);
        deadlines_remove(&heap, &entries[i]);
    }
    for (struct deadline *first; (first = deadlines_first(&heap)) != NULL; left++) {
        CHECK_INT(first->at_ms, >=, last_ms);
        last_ms = first->at_ms;
        deadlines_remove(&heap, first);
    }
    CHECK_INT(left, ==, ENTRIES - (ENTRIES + 2) / 3);
    deadlines_deinit(&heap);
}
