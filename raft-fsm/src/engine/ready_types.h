/* The types whose ready jobs have appeared since somebody last asked: for waking parked polls. A
 * hint, no state: a type too many wakes a poll for nothing. */
#ifndef FSM_READY_TYPES_H
#define FSM_READY_TYPES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/slice.h"

enum {
    READY_TYPES_MAX = 4096 /* in one turn; what is above wakes with the next change of its type */
};

struct ready_types {
    struct arena arena;
    struct slice tenants[READY_TYPES_MAX];
    struct slice types[READY_TYPES_MAX];
    size_t count;
    bool taken; /* forget all of them before the next one */
};

void ready_types_init(struct ready_types *list);
void ready_types_deinit(struct ready_types *list);
void ready_types_clear(struct ready_types *list);
void ready_types_add(struct ready_types *list, struct slice tenant, struct slice type);

#endif
