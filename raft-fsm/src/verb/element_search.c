#include "verb/element_search.h"

#include "base/limits.h"
#include "engine/lifecycle.h"
#include "verb/scope_path.h"

enum {
    FIRST_ROWS = 8
};

bool element_is_alive(const struct element_row *row)
{
    return row->state != ELEMENT_PENDING && row->state < ELEMENT_COMPLETED;
}

bool element_search_counts(struct exec *x)
{
    if (++x->rows_looked_at <= LIMIT_MODIFY_ROWS) {
        return true;
    }
    exec_reject(x, STATUS_INVALID_ARGUMENT,
                "Expected the command to look at, make and set at most %d element instances and "
                "variables, but it is more; name element instances by their keys, or use several "
                "commands",
                LIMIT_MODIFY_ROWS);
    return false;
}

static bool list_grow(struct exec *x, struct element_list *list)
{
    uint32_t capacity = list->capacity == 0 ? FIRST_ROWS : list->capacity * 2;
    struct element_row **rows = ARENA_ARRAY(x->arena, struct element_row *, capacity);

    if (rows == NULL) {
        return false; /* the arena says so */
    }
    for (uint32_t i = 0; i < list->count; i++) {
        rows[i] = list->rows[i];
    }
    list->rows = rows;
    list->capacity = capacity;
    return true;
}

bool element_list_add(struct exec *x, struct element_list *list, struct element_row *row)
{
    if (list->count == list->capacity && !list_grow(x, list)) {
        return false;
    }
    list->rows[list->count++] = row;
    return true;
}

bool elements_in_scope(struct exec *x, const struct element_row *scope, uint32_t element,
                       struct element_list *list)
{
    uint64_t child = 0;

    while ((child = element_child_after(&x->rows, scope->key, child)) != 0) {
        struct element_row *row = element_find(x, child);

        if (row == NULL || !element_search_counts(x)) {
            return false;
        }
        if (row->element == element && element_is_alive(row) && !element_list_add(x, list, row)) {
            return false;
        }
    }
    return !exec_stopped(x);
}

/* One level of scopes after the other, from the process instance inwards. */
bool elements_in_instance(struct exec *x, struct element_row *root, uint32_t element,
                          struct element_list *list)
{
    const struct bpmn_process *process = element_process(root);
    uint32_t depth = scope_depth(process, element);
    struct element_list outer = {.count = 0};

    if (!element_list_add(x, &outer, root)) {
        return false;
    }
    for (uint32_t level = 1; level <= depth; level++) {
        struct element_list inner = {.count = 0};

        for (uint32_t i = 0; i < outer.count; i++) {
            if (!elements_in_scope(x, outer.rows[i], scope_at_depth(process, element, level),
                                   &inner)) {
                return false;
            }
        }
        outer = inner;
    }
    for (uint32_t i = 0; i < outer.count; i++) {
        if (!element_list_add(x, list, outer.rows[i])) {
            return false;
        }
    }
    return true;
}

static bool add_children(struct exec *x, const struct element_row *scope, uint32_t max,
                         struct element_list *list)
{
    uint64_t child = 0;

    while ((child = element_child_after(&x->rows, scope->key, child)) != 0) {
        struct element_row *row = element_find(x, child);

        if (row == NULL || !element_list_add(x, list, row) || list->count > max) {
            return false;
        }
    }
    return !exec_stopped(x);
}

bool elements_living(struct exec *x, struct element_row *root, uint32_t max,
                     struct element_list *list)
{
    if (!element_list_add(x, list, root)) {
        return false;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->rows[i]->active_children > 0 && !add_children(x, list->rows[i], max, list)) {
            return false;
        }
    }
    return true;
}
