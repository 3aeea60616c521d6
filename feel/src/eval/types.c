/* Types: instance of, and coercion of arguments. */
#include "eval/eval.h"
#include "eval/temporal.h"

static bool list_conforms(struct feel_evaluation *ev, struct feel_list *list,
                          const struct feel_spec *item_type)
{
    uint32_t count;
    const struct feel_value *items = feel_list_items(ev, list, &count);

    for (uint32_t i = 0; i < count; i++) {
        if (!feel_charge(ev, 1) || !feel_conforms(ev, items[i], item_type)) {
            return false;
        }
    }
    return true;
}

static bool range_conforms(struct feel_evaluation *ev, const struct feel_range *range,
                           const struct feel_spec *type)
{
    return (range->start.type == FEEL_NULL || feel_conforms(ev, range->start, type)) &&
           (range->end.type == FEEL_NULL || feel_conforms(ev, range->end, type));
}

/* Every named entry is there, null or of its type; more entries may be. */
static bool context_conforms(struct feel_evaluation *ev, struct feel_context *context,
                             const struct feel_spec *type)
{
    for (uint32_t i = 0; i < type->count; i++) {
        struct feel_value value;

        if (!feel_context_find(ev, context, type->names[i], &value)) {
            return false;
        }
        if (value.type != FEEL_NULL && !feel_conforms(ev, value, type->parts[i])) {
            return false;
        }
    }
    return true;
}

static bool specs_equal(const struct feel_spec *a, const struct feel_spec *b)
{
    if (a->kind != b->kind || a->simple != b->simple || a->count != b->count) {
        return false;
    }
    for (uint32_t i = 0; i < a->count; i++) {
        if (!specs_equal(a->parts[i], b->parts[i])) {
            return false;
        }
    }
    return a->kind != SPEC_NAMED || slice_equal(a->name, b->name);
}

/* A parameter without a type is Any, which takes everything. The types of built-in functions are
 * not described: there the number of parameters decides. */
static bool function_conforms(const struct feel_function *function, const struct feel_spec *type)
{
    const struct feel_spec *const *types = function->node != NULL     ? function->node->types
                                           : function->native != NULL ? function->native->types
                                                                      : NULL;

    if (!type->generic) {
        return true;
    }
    if (feel_function_arity(function) != type->count) {
        return false;
    }
    for (uint32_t i = 0; types != NULL && i < type->count; i++) {
        const struct feel_spec *own = types[i];

        if (own != NULL && own->kind != SPEC_ANY && !specs_equal(own, type->parts[i])) {
            return false;
        }
    }
    return true;
}

const struct feel_spec *feel_named_type(struct feel_evaluation *ev, const struct feel_spec *type)
{
    const struct feel_spec *found =
        ev->find_type == NULL ? NULL : ev->find_type(ev->find_type_ctx, type->name);

    if (found == NULL) {
        feel_warn(ev, FEEL_WARNING_TYPE, "There is no type '%.*s'.", SLICE_ARG(type->name));
    }
    return found;
}

static bool conforms_inside(struct feel_evaluation *ev, struct feel_value value,
                            const struct feel_spec *type)
{
    switch (type->kind) {
    case SPEC_ANY:
        return true;
    case SPEC_SIMPLE:
        return value.type == type->simple;
    case SPEC_LIST:
        return value.type == FEEL_LIST &&
               (!type->generic || list_conforms(ev, value.list, type->parts[0]));
    case SPEC_RANGE:
        return value.type == FEEL_RANGE &&
               (!type->generic || range_conforms(ev, value.range, type->parts[0]));
    case SPEC_CONTEXT:
        return value.type == FEEL_CONTEXT && context_conforms(ev, value.context, type);
    case SPEC_FUNCTION:
        return value.type == FEEL_FUNCTION && function_conforms(value.function, type);
    case SPEC_NAMED:
        type = feel_named_type(ev, type);
        return type != NULL && feel_conforms(ev, value, type);
    }
    return false;
}

bool feel_conforms(struct feel_evaluation *ev, struct feel_value value,
                   const struct feel_spec *type)
{
    bool conforms;

    if (value.type == FEEL_NULL || !feel_enter(ev)) {
        return false;
    }
    conforms = conforms_inside(ev, value, type);
    feel_leave(ev);
    return conforms;
}

struct feel_value feel_eval_instance_of(struct feel_evaluation *ev, const struct feel_node *node)
{
    struct feel_value value = feel_eval(ev, node->children[0]);
    const struct feel_spec *type = node->type;

    ev->offset = node->offset;
    if (type->kind == SPEC_NAMED) {
        type = feel_named_type(ev, type);
    }
    return type == NULL ? FEEL_VALUE_NULL : feel_boolean(feel_conforms(ev, value, type));
}

/* --- coercion --- */

static bool list_of_one(struct feel_evaluation *ev, struct feel_value value, struct feel_value *out)
{
    struct feel_value *item = feel_alloc(ev, 1, sizeof(*item));

    if (item == NULL) {
        return false;
    }
    *item = value;
    *out = feel_list_of(ev, item, 1);
    return true;
}

static bool coerce_inside(struct feel_evaluation *ev, struct feel_value value,
                          const struct feel_spec *type, struct feel_value *out)
{
    uint32_t count;
    const struct feel_value *items;

    if (type->kind == SPEC_NAMED) {
        type = feel_named_type(ev, type);
        if (type == NULL) {
            return false;
        }
    }
    if (type->kind == SPEC_LIST) {
        return value.type != FEEL_LIST && type->generic &&
               feel_conforms(ev, value, type->parts[0]) && list_of_one(ev, value, out);
    }
    if (value.type == FEEL_LIST) {
        items = feel_list_items(ev, value.list, &count);
        if (count == 1 && feel_conforms(ev, items[0], type)) {
            *out = items[0];
            return true;
        }
        return false;
    }
    if (value.type == FEEL_DATE && type->kind == SPEC_SIMPLE && type->simple == FEEL_DATE_TIME) {
        *out = feel_midnight_utc(ev, value.date);
        return true;
    }
    return false;
}

bool feel_coerce(struct feel_evaluation *ev, struct feel_value value, const struct feel_spec *type,
                 struct feel_value *out)
{
    *out = value;
    return value.type == FEEL_NULL || feel_conforms(ev, value, type) ||
           coerce_inside(ev, value, type, out);
}
