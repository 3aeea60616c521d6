/* value.name: entries of contexts, properties of temporal values and ranges, over lists too. */
#include "eval/eval.h"
#include "eval/temporal.h"

static bool range_property(const struct feel_range *range, struct slice name,
                           struct feel_value *out)
{
    if (slice_is(name, "start")) {
        *out = range->start;
    } else if (slice_is(name, "end")) {
        *out = range->end;
    } else if (slice_is(name, "start included")) {
        *out = feel_boolean(range->start_included);
    } else if (slice_is(name, "end included")) {
        *out = feel_boolean(range->end_included);
    } else {
        return false;
    }
    return true;
}

static struct feel_value path_of(struct feel_evaluation *ev, struct feel_value value,
                                 struct slice name);

static struct feel_value path_of_list(struct feel_evaluation *ev, struct feel_list *list,
                                      struct slice name)
{
    uint32_t count;
    const struct feel_value *items = feel_list_items(ev, list, &count);
    struct feel_value *out = feel_alloc(ev, count, sizeof(*out));

    if (out == NULL || !feel_charge(ev, count) || !feel_enter(ev)) {
        return FEEL_VALUE_NULL;
    }
    for (uint32_t i = 0; i < count; i++) {
        out[i] = path_of(ev, items[i], name);
    }
    feel_leave(ev);
    return feel_list_of(ev, out, count);
}

static struct feel_value path_of(struct feel_evaluation *ev, struct feel_value value,
                                 struct slice name)
{
    struct feel_value out;

    if (value.type == FEEL_LIST) {
        return path_of_list(ev, value.list, name);
    }
    if (value.type == FEEL_CONTEXT && feel_context_find(ev, value.context, name, &out)) {
        return out;
    }
    if (feel_is_temporal(value.type) && feel_temporal_property(value, name, &out)) {
        return out;
    }
    if (value.type == FEEL_RANGE && range_property(value.range, name, &out)) {
        return out;
    }
    return feel_null(ev, FEEL_WARNING_NO_PROPERTY, "There is no '%.*s' in %s.", SLICE_ARG(name),
                     feel_type_text(value.type));
}

struct feel_value feel_eval_path(struct feel_evaluation *ev, const struct feel_node *node)
{
    struct feel_value value = feel_eval(ev, node->children[0]);

    ev->offset = node->offset;
    return path_of(ev, value, node->name);
}
