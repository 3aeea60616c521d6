#include "engine/ready_types.h"

#include "base/limits.h"

void ready_types_init(struct ready_types *list)
{
    arena_init(&list->arena, MIB(8));
    list->count = 0;
    list->taken = false;
}

void ready_types_deinit(struct ready_types *list)
{
    arena_deinit(&list->arena);
}

void ready_types_clear(struct ready_types *list)
{
    arena_reset(&list->arena);
    list->count = 0;
    list->taken = false;
}

void ready_types_add(struct ready_types *list, struct slice tenant, struct slice type)
{
    if (list->taken) {
        ready_types_clear(list);
    }
    for (size_t i = 0; i < list->count; i++) {
        if (slice_equal(list->types[i], type) && slice_equal(list->tenants[i], tenant)) {
            return;
        }
    }
    if (list->count == READY_TYPES_MAX) {
        return;
    }
    list->tenants[list->count] = arena_copy(&list->arena, tenant);
    list->types[list->count] = arena_copy(&list->arena, type);
    if (list->types[list->count].data != NULL && list->tenants[list->count].data != NULL) {
        list->count++;
    }
}
