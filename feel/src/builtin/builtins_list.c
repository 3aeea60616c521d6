/* Lists: looking, cutting, joining. */
#include <string.h>

#include "builtin/functions.h"

static const struct feel_value *items_of(struct feel_evaluation *ev, struct feel_value list,
                                         uint32_t *count)
{
    const struct feel_value *items = feel_list_items(ev, list.list, count);

    if (!feel_charge(ev, *count)) {
        *count = 0;
    }
    return items;
}

static bool push_all(struct feel_evaluation *ev, struct feel_list_builder *out,
                     struct feel_value list)
{
    uint32_t count;
    const struct feel_value *items = items_of(ev, list, &count);

    for (uint32_t i = 0; i < count; i++) {
        if (!feel_list_push(ev, out, items[i])) {
            return false;
        }
    }
    return true;
}

static struct feel_value outside(struct feel_evaluation *ev, uint32_t count)
{
    return feel_null(ev, FEEL_WARNING_VALUE, "The list of %u has no item at this position.", count);
}

static bool holds(struct feel_evaluation *ev, const struct feel_value *items, uint32_t count,
                  struct feel_value value)
{
    for (uint32_t i = 0; i < count && feel_charge(ev, 1); i++) {
        if (feel_same(ev, items[i], value)) {
            return true;
        }
    }
    return false;
}

FEEL_FUNCTION(feel_fn_list_contains)
{
    uint32_t length;
    const struct feel_value *items = items_of(ev, args[0], &length);

    (void)count;
    return feel_boolean(holds(ev, items, length, args[1]));
}

FEEL_FUNCTION(feel_fn_count)
{
    (void)ev;
    (void)count;
    return feel_integer(args[0].list->count);
}

FEEL_FUNCTION(feel_fn_is_empty)
{
    (void)ev;
    (void)count;
    return feel_boolean(args[0].list->count == 0);
}

FEEL_FUNCTION(feel_fn_sublist)
{
    uint32_t length;
    const struct feel_value *items = items_of(ev, args[0], &length);
    int64_t wanted = length;
    uint32_t start;

    if (!feel_list_index(args[1].number, length, &start)) {
        return outside(ev, length);
    }
    if (count > 2 && args[2].type == FEEL_NUMBER && !feel_argument_int(ev, args[2], &wanted)) {
        return FEEL_VALUE_NULL;
    }
    if (wanted < 0) {
        return feel_null(ev, FEEL_WARNING_VALUE, "The length is negative.");
    }
    if (wanted > (int64_t)(length - start)) {
        wanted = (int64_t)(length - start);
    }
    return feel_list_of(ev, items + start, (uint32_t)wanted);
}

FEEL_FUNCTION(feel_fn_append)
{
    struct feel_list_builder out = {0};

    if (!push_all(ev, &out, args[0])) {
        return FEEL_VALUE_NULL;
    }
    for (uint32_t i = 1; i < count; i++) {
        if (!feel_list_push(ev, &out, args[i])) {
            return FEEL_VALUE_NULL;
        }
    }
    return feel_list_finish(ev, &out);
}

FEEL_FUNCTION(feel_fn_concatenate)
{
    struct feel_list_builder out = {0};

    for (uint32_t i = 0; i < count; i++) {
        if (!push_all(ev, &out, args[i])) {
            return FEEL_VALUE_NULL;
        }
    }
    return feel_list_finish(ev, &out);
}

/* A copy of the list to change; NULL when the memory is gone. */
static struct feel_value *copy_items(struct feel_evaluation *ev, struct feel_value list,
                                     uint32_t more, uint32_t *count)
{
    const struct feel_value *items = items_of(ev, list, count);
    struct feel_value *copy = feel_alloc(ev, (size_t)*count + more, sizeof(*copy));

    if (copy != NULL && *count > 0) {
        memcpy(copy, items, *count * sizeof(*copy));
    }
    return copy;
}

FEEL_FUNCTION(feel_fn_insert_before)
{
    uint32_t length;
    struct feel_value *items = copy_items(ev, args[0], 1, &length);
    uint32_t at;

    (void)count;
    if (items == NULL) {
        return FEEL_VALUE_NULL;
    }
    if (!feel_list_index(args[1].number, length, &at)) {
        return outside(ev, length);
    }
    memmove(items + at + 1, items + at, (length - at) * sizeof(*items));
    items[at] = args[2];
    return feel_list_of(ev, items, length + 1);
}

FEEL_FUNCTION(feel_fn_remove)
{
    uint32_t length;
    struct feel_value *items = copy_items(ev, args[0], 0, &length);
    uint32_t at;

    (void)count;
    if (items == NULL) {
        return FEEL_VALUE_NULL;
    }
    if (!feel_list_index(args[1].number, length, &at)) {
        return outside(ev, length);
    }
    memmove(items + at, items + at + 1, (length - at - 1) * sizeof(*items));
    return feel_list_of(ev, items, length - 1);
}

FEEL_FUNCTION(feel_fn_list_replace)
{
    uint32_t length;
    struct feel_value *items = copy_items(ev, args[0], 0, &length);
    uint32_t at;

    (void)count;
    if (items == NULL) {
        return FEEL_VALUE_NULL;
    }
    if (!feel_list_index(args[1].number, length, &at)) {
        return outside(ev, length);
    }
    items[at] = args[2];
    return feel_list_of(ev, items, length);
}

FEEL_FUNCTION(feel_fn_list_replace_matching)
{
    uint32_t length;
    struct feel_value *items = copy_items(ev, args[0], 0, &length);

    (void)count;
    if (items == NULL) {
        return FEEL_VALUE_NULL;
    }
    if (feel_function_arity(args[1].function) != 2) {
        return feel_null(ev, FEEL_WARNING_ARGUMENTS, "The match function takes two arguments.");
    }
    for (uint32_t i = 0; i < length; i++) {
        struct feel_value match =
            feel_invoke(ev, args[1].function, (struct feel_value[]){items[i], args[2]}, 2);

        if (match.type != FEEL_BOOLEAN) {
            return feel_null(ev, FEEL_WARNING_TYPE, "The match function must give booleans.");
        }
        if (match.boolean) {
            items[i] = args[2];
        }
    }
    return feel_list_of(ev, items, length);
}

FEEL_FUNCTION(feel_fn_reverse)
{
    uint32_t length;
    const struct feel_value *items = items_of(ev, args[0], &length);
    struct feel_value *out = feel_alloc(ev, length, sizeof(*out));

    (void)count;
    if (out == NULL) {
        return FEEL_VALUE_NULL;
    }
    for (uint32_t i = 0; i < length; i++) {
        out[i] = items[length - 1 - i];
    }
    return feel_list_of(ev, out, length);
}

FEEL_FUNCTION(feel_fn_index_of)
{
    uint32_t length;
    const struct feel_value *items = items_of(ev, args[0], &length);
    struct feel_list_builder out = {0};

    (void)count;
    for (uint32_t i = 0; i < length; i++) {
        if (feel_same(ev, items[i], args[1]) &&
            !feel_list_push(ev, &out, feel_integer((int64_t)i + 1))) {
            return FEEL_VALUE_NULL;
        }
    }
    return feel_list_finish(ev, &out);
}

/* --- values that occur once, or more than once --- */

static struct feel_value distinct(struct feel_evaluation *ev, struct feel_value list)
{
    uint32_t length;
    const struct feel_value *items = items_of(ev, list, &length);
    struct feel_list_builder out = {0};

    for (uint32_t i = 0; i < length && !ev->failed; i++) {
        if (!holds(ev, out.items, out.count, items[i]) && !feel_list_push(ev, &out, items[i])) {
            break;
        }
    }
    return feel_list_finish(ev, &out);
}

FEEL_FUNCTION(feel_fn_distinct_values)
{
    (void)count;
    return distinct(ev, args[0]);
}

FEEL_FUNCTION(feel_fn_union)
{
    struct feel_value all = feel_fn_concatenate(ev, args, count);

    return all.type == FEEL_LIST ? distinct(ev, all) : all;
}

FEEL_FUNCTION(feel_fn_duplicate_values)
{
    uint32_t length;
    const struct feel_value *items = items_of(ev, args[0], &length);
    struct feel_list_builder out = {0};

    (void)count;
    for (uint32_t i = 0; i < length && !ev->failed; i++) {
        if (!holds(ev, out.items, out.count, items[i]) &&
            holds(ev, items + i + 1, length - i - 1, items[i]) &&
            !feel_list_push(ev, &out, items[i])) {
            break;
        }
    }
    return feel_list_finish(ev, &out);
}

/* --- flatten, partition --- */

static bool flatten_into(struct feel_evaluation *ev, struct feel_list_builder *out,
                         struct feel_value list)
{
    uint32_t count;
    const struct feel_value *items = items_of(ev, list, &count);
    bool fine = feel_enter(ev);

    if (!fine) {
        return false;
    }
    for (uint32_t i = 0; i < count && fine; i++) {
        fine = items[i].type == FEEL_LIST ? flatten_into(ev, out, items[i])
                                          : feel_list_push(ev, out, items[i]);
    }
    feel_leave(ev);
    return fine;
}

FEEL_FUNCTION(feel_fn_flatten)
{
    struct feel_list_builder out = {0};

    (void)count;
    return flatten_into(ev, &out, args[0]) ? feel_list_finish(ev, &out) : FEEL_VALUE_NULL;
}

FEEL_FUNCTION(feel_fn_partition)
{
    uint32_t length;
    const struct feel_value *items = items_of(ev, args[0], &length);
    struct feel_list_builder out = {0};
    int64_t size;

    (void)count;
    if (!feel_argument_int(ev, args[1], &size)) {
        return FEEL_VALUE_NULL;
    }
    if (size < 1) {
        return feel_null(ev, FEEL_WARNING_VALUE, "The size of a part is at least 1.");
    }
    for (int64_t at = 0; at < (int64_t)length; at += size) {
        int64_t part = (int64_t)length - at < size ? (int64_t)length - at : size;

        if (!feel_list_push(ev, &out, feel_list_of(ev, items + at, (uint32_t)part)) ||
            size > (int64_t)length) {
            break;
        }
    }
    return feel_list_finish(ev, &out);
}
