/* Contexts. */
#include "builtin/functions.h"

static struct feel_value no_entry(struct feel_evaluation *ev, struct slice key)
{
    return feel_null(ev, FEEL_WARNING_NO_PROPERTY, "There is no '%.*s' in the context.",
                     SLICE_ARG(key));
}

static struct feel_value get_by_path(struct feel_evaluation *ev, struct feel_value value,
                                     struct feel_value path)
{
    uint32_t count;
    const struct feel_value *keys = feel_list_items(ev, path.list, &count);

    for (uint32_t i = 0; i < count; i++) {
        struct feel_value next;

        if (keys[i].type != FEEL_STRING || value.type != FEEL_CONTEXT) {
            return feel_null(ev, FEEL_WARNING_TYPE,
                             "A path is a list of strings, through contexts.");
        }
        if (!feel_context_find(ev, value.context, keys[i].string, &next)) {
            return no_entry(ev, keys[i].string);
        }
        value = next;
    }
    return value;
}

FEEL_FUNCTION(feel_fn_get_value)
{
    struct feel_value value;

    (void)count;
    if (args[0].type != FEEL_CONTEXT) {
        return feel_null(ev, FEEL_WARNING_TYPE, "get value() needs a context instead of %s.",
                         feel_type_text(args[0].type));
    }
    if (args[1].type == FEEL_LIST) {
        return get_by_path(ev, args[0], args[1]);
    }
    if (args[1].type != FEEL_STRING) {
        return feel_null(ev, FEEL_WARNING_TYPE, "A key is a string, not %s.",
                         feel_type_text(args[1].type));
    }
    if (!feel_context_find(ev, args[0].context, args[1].string, &value)) {
        return no_entry(ev, args[1].string);
    }
    return value;
}

FEEL_FUNCTION(feel_fn_get_entries)
{
    uint32_t length;
    const struct feel_entry *entries = feel_context_entries(ev, args[0].context, &length);
    struct feel_list_builder out = {0};

    (void)count;
    for (uint32_t i = 0; i < length && feel_charge(ev, 1); i++) {
        struct feel_context *pair = feel_context_make(ev, 2);

        if (pair == NULL) {
            break;
        }
        feel_context_put(pair, SLICE("key"), feel_string(entries[i].key));
        feel_context_put(pair, SLICE("value"), entries[i].value);
        if (!feel_list_push(ev, &out, feel_context_value(pair))) {
            break;
        }
    }
    return feel_list_finish(ev, &out);
}

/* Set an entry, in place of the one that is there. The context has room for one more. */
static void context_set(struct feel_context *context, struct slice key, struct feel_value value)
{
    for (uint32_t i = 0; i < context->count; i++) {
        if (slice_equal(context->entries[i].key, key)) {
            context->entries[i].value = value;
            return;
        }
    }
    feel_context_put(context, key, value);
}

/* A copy with room for `more` new entries; NULL when the memory is gone. */
static struct feel_context *context_copy(struct feel_evaluation *ev, struct feel_context *from,
                                         uint32_t more)
{
    uint32_t count;
    const struct feel_entry *entries = feel_context_entries(ev, from, &count);
    struct feel_context *copy = feel_context_make(ev, count + more);

    if (copy == NULL || !feel_charge(ev, count)) {
        return NULL;
    }
    for (uint32_t i = 0; i < count; i++) {
        feel_context_put(copy, entries[i].key, entries[i].value);
    }
    return copy;
}

/* --- context() --- */

static bool entry_parts(struct feel_evaluation *ev, struct feel_value item, struct slice *key,
                        struct feel_value *value)
{
    struct feel_value key_value;

    if (item.type != FEEL_CONTEXT ||
        !feel_context_find(ev, item.context, SLICE("key"), &key_value) ||
        !feel_context_find(ev, item.context, SLICE("value"), value)) {
        return false;
    }
    *key = key_value.string;
    return key_value.type == FEEL_STRING;
}

FEEL_FUNCTION(feel_fn_context)
{
    uint32_t length;
    const struct feel_value *items = feel_list_items(ev, args[0].list, &length);
    struct feel_context *out = feel_context_make(ev, length);
    bool last_wins = ev->expression->dialect == FEEL_CAMUNDA;

    (void)count;
    for (uint32_t i = 0; out != NULL && i < length; i++) {
        struct feel_value value;
        struct slice key;
        uint32_t before = out->count;

        if (!feel_charge(ev, 1 + out->count) || !entry_parts(ev, items[i], &key, &value)) {
            return feel_null(ev, FEEL_WARNING_TYPE,
                             "An entry is a context with 'key' and 'value'.");
        }
        context_set(out, key, value);
        if (out->count == before && !last_wins) {
            return feel_null(ev, FEEL_WARNING_VALUE, "The key '%.*s' occurs twice.",
                             SLICE_ARG(key));
        }
    }
    return feel_context_value(out);
}

/* --- context put, context merge --- */

FEEL_FUNCTION(feel_fn_context_put)
{
    struct feel_context *out = context_copy(ev, args[0].context, 1);

    (void)count;
    if (out == NULL) {
        return FEEL_VALUE_NULL;
    }
    context_set(out, args[1].string, args[2]);
    return feel_context_value(out);
}

static struct feel_value bad_path(struct feel_evaluation *ev)
{
    return feel_null(ev, FEEL_WARNING_TYPE, "The keys are strings and lead through contexts.");
}

/* Put value at keys[0] … keys[count - 1] below `from`. Camunda's dialect makes missing levels. */
static struct feel_value put_at_path(struct feel_evaluation *ev, struct feel_value from,
                                     const struct feel_value *keys, uint32_t count,
                                     struct feel_value value)
{
    bool makes_levels = ev->expression->dialect == FEEL_CAMUNDA;
    struct feel_value inner = FEEL_VALUE_NULL;
    struct feel_context *out;

    if (keys[0].type != FEEL_STRING || (from.type != FEEL_CONTEXT && !makes_levels)) {
        return bad_path(ev);
    }
    out = from.type == FEEL_CONTEXT ? context_copy(ev, from.context, 1) : feel_context_make(ev, 1);
    if (out == NULL || !feel_enter(ev)) {
        return FEEL_VALUE_NULL;
    }
    if (count > 1) {
        bool there = feel_context_find(ev, out, keys[0].string, &inner);

        inner = there || makes_levels ? put_at_path(ev, inner, keys + 1, count - 1, value)
                                      : bad_path(ev);
    } else {
        inner = value;
    }
    feel_leave(ev);
    if (count > 1 && inner.type == FEEL_NULL) {
        return inner;
    }
    context_set(out, keys[0].string, inner);
    return feel_context_value(out);
}

FEEL_FUNCTION(feel_fn_context_put_path)
{
    uint32_t length;
    const struct feel_value *keys = feel_list_items(ev, args[1].list, &length);

    (void)count;
    return length == 0 ? bad_path(ev) : put_at_path(ev, args[0], keys, length, args[2]);
}

/* Several lists or contexts (each wrapped as a list by the table's rule) are taken as one list. */
FEEL_FUNCTION(feel_fn_context_merge)
{
    struct feel_context *out = feel_context_make(ev, 0);

    for (uint32_t i = 0; i < count; i++) {
        uint32_t length;
        const struct feel_value *items = feel_list_items(ev, args[i].list, &length);

        for (uint32_t k = 0; k < length && out != NULL; k++) {
            const struct feel_entry *entries;
            uint32_t entry_count;

            if (items[k].type != FEEL_CONTEXT) {
                return feel_null(ev, FEEL_WARNING_TYPE, "context merge() needs contexts, not %s.",
                                 feel_type_text(items[k].type));
            }
            entries = feel_context_entries(ev, items[k].context, &entry_count);
            out = context_copy(ev, out, entry_count);
            for (uint32_t e = 0; out != NULL && e < entry_count; e++) {
                if (!feel_charge(ev, 1 + out->count / 16)) {
                    return FEEL_VALUE_NULL;
                }
                context_set(out, entries[e].key, entries[e].value);
            }
        }
    }
    return feel_context_value(out);
}
