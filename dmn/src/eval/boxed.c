/* Boxed expressions (DMN 1.5, 10.2.1 and 10.2.2). */
#include "eval/domain.h"
#include "eval/run.h"

enum {
    SHOWN_BYTES = 60 /* of a text in a message */
};

struct feel_value dmn_boxed_text(struct scope *scope, const struct dmn_node *node)
{
    struct feel_evaluation *ev = &scope->run->ev;
    size_t shown = node->text.size < SHOWN_BYTES ? node->text.size : SHOWN_BYTES;

    if (node->broken.data != NULL) {
        return feel_null(ev, FEEL_WARNING_VALUE, "'%.*s' is no expression: %.*s", (int)shown,
                         node->text.data, SLICE_ARG(node->broken));
    }
    return node->parsed == NULL ? FEEL_VALUE_NULL
                                : feel_eval_in(ev, node->parsed, node->parsed->root);
}

/* --- contexts, lists, relations --- */

static struct feel_value context_eval(struct scope *scope, const struct dmn_node *node)
{
    struct feel_evaluation *ev = &scope->run->ev;
    struct feel_context *context = feel_context_make(ev, node->child_count + 1);
    struct feel_frame frame = {.parent = ev->frames, .kind = FRAME_CONTEXT};
    struct feel_value value;

    if (context == NULL) {
        return FEEL_VALUE_NULL;
    }
    frame.value = feel_context_value(context);
    value = frame.value;
    ev->frames = &frame;
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct dmn_node *entry = node->children[i];
        struct feel_value inner =
            dmn_run_coerce(scope->run, entry, dmn_boxed_eval(scope, entry->children[0]));

        if (entry->name.size == 0) {
            value = inner; /* the result of the whole */
            break;
        }
        feel_context_put(context, entry->name, inner);
        frame.visible = context->count;
    }
    ev->frames = frame.parent;
    return value.type == FEEL_CONTEXT && value.context == context ? feel_context_close(ev, context)
                                                                  : value;
}

static struct feel_value list_eval(struct scope *scope, const struct dmn_node *node)
{
    struct feel_list_builder list = {0};

    for (uint32_t i = 0; i < node->child_count; i++) {
        if (!feel_list_push(&scope->run->ev, &list, dmn_boxed_eval(scope, node->children[i]))) {
            return FEEL_VALUE_NULL;
        }
    }
    return feel_list_finish(&scope->run->ev, &list);
}

static struct feel_value row_eval(struct scope *scope, const struct dmn_node *relation,
                                  const struct dmn_node *row)
{
    struct feel_context *context = feel_context_make(&scope->run->ev, row->child_count + 1);

    for (uint32_t i = 0; context != NULL && i < row->child_count; i++) {
        const struct dmn_node *column = relation->children[i];
        struct feel_value value = dmn_boxed_eval(scope, row->children[i]);

        feel_context_put(context, column->name, dmn_run_coerce(scope->run, column, value));
    }
    return feel_context_close(&scope->run->ev, context);
}

static struct feel_value relation_eval(struct scope *scope, const struct dmn_node *node)
{
    struct feel_list_builder list = {0};

    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i]->kind == DMN_ROW &&
            !feel_list_push(&scope->run->ev, &list, row_eval(scope, node, node->children[i]))) {
            return FEEL_VALUE_NULL;
        }
    }
    return feel_list_finish(&scope->run->ev, &list);
}

/* --- invocation --- */

static struct feel_value invocation_eval(struct scope *scope, const struct dmn_node *node)
{
    struct feel_evaluation *ev = &scope->run->ev;
    struct feel_value callee = dmn_boxed_eval(scope, node->children[0]);
    uint32_t count = node->child_count - 1;
    struct feel_value *values = feel_alloc(ev, count, sizeof(*values));
    struct slice *names = feel_alloc(ev, count, sizeof(*names));

    if (values == NULL || names == NULL) {
        return FEEL_VALUE_NULL;
    }
    if (callee.type != FEEL_FUNCTION) {
        return feel_null(ev, FEEL_WARNING_NO_FUNCTION, "What is invoked here is %s, no function.",
                         feel_type_text(callee.type));
    }
    for (uint32_t i = 0; i < count; i++) {
        names[i] = node->children[i + 1]->name;
        values[i] = dmn_boxed_eval(scope, node->children[i + 1]->children[0]);
    }
    return feel_invoke_named(ev, callee.function, names, values, count);
}

/* --- conditional, filter, for, some, every --- */

static struct feel_value conditional_eval(struct scope *scope, const struct dmn_node *node)
{
    struct feel_value condition = dmn_boxed_eval(scope, node->children[0]);

    if (condition.type != FEEL_BOOLEAN && condition.type != FEEL_NULL) {
        return feel_null(&scope->run->ev, FEEL_WARNING_TYPE, "The condition is %s, no boolean.",
                         feel_type_text(condition.type));
    }
    return dmn_boxed_eval(scope, node->children[feel_is_true(condition) ? 1 : 2]);
}

/* The body with one more frame around it. */
static struct feel_value body_eval(struct scope *scope, const struct dmn_node *body,
                                   struct feel_frame *frame)
{
    struct feel_evaluation *ev = &scope->run->ev;
    struct feel_value value;

    frame->parent = ev->frames;
    ev->frames = frame;
    value = dmn_boxed_eval(scope, body);
    ev->frames = frame->parent;
    return value;
}

static struct feel_value filter_eval(struct scope *scope, const struct dmn_node *node)
{
    struct feel_evaluation *ev = &scope->run->ev;
    struct feel_value in = dmn_boxed_eval(scope, node->children[0]);
    struct feel_list_builder list = {0};
    const struct feel_value *items;
    uint32_t count;

    if (in.type == FEEL_NULL) {
        return FEEL_VALUE_NULL;
    }
    items = feel_items_of(ev, &in, &count);
    for (uint32_t i = 0; i < count; i++) {
        struct feel_frame frame = {.kind = FRAME_ITEM, .value = items[i]};
        struct feel_value match = body_eval(scope, node->children[1], &frame);
        uint32_t place;

        if (match.type == FEEL_NUMBER) {
            return feel_list_index(match.number, count, &place) ? items[place] : FEEL_VALUE_NULL;
        }
        if (match.type != FEEL_BOOLEAN && match.type != FEEL_NULL) {
            return feel_null(ev, FEEL_WARNING_TYPE, "What must match is %s, no boolean.",
                             feel_type_text(match.type));
        }
        if (feel_is_true(match) && !feel_list_push(ev, &list, items[i])) {
            return FEEL_VALUE_NULL;
        }
    }
    return feel_list_finish(ev, &list);
}

static struct feel_value for_eval(struct scope *scope, const struct dmn_node *node)
{
    struct feel_evaluation *ev = &scope->run->ev;
    struct feel_list_builder list = {0};
    struct feel_list partial = {.decoded = true};
    struct feel_frame so_far = {.parent = ev->frames,
                                .kind = FRAME_PARTIAL,
                                .value = {.type = FEEL_LIST, .list = &partial}};
    struct feel_frame variable = {.kind = FRAME_VARIABLE, .name = node->name};
    struct feel_domain domain;

    if (!feel_domain_of(ev, dmn_boxed_eval(scope, node->children[0]), &domain)) {
        return FEEL_VALUE_NULL;
    }
    while (feel_domain_next(&domain, &variable.value)) {
        struct feel_value value;

        ev->frames = &so_far;
        value = body_eval(scope, node->children[1], &variable);
        ev->frames = so_far.parent;
        if (!feel_list_push(ev, &list, value)) {
            return FEEL_VALUE_NULL;
        }
        partial.items = list.items;
        partial.count = list.count;
    }
    return feel_list_finish(ev, &list);
}

/* A result that is no boolean makes the whole null. */
static struct feel_value quantified_eval(struct scope *scope, const struct dmn_node *node)
{
    bool is_some = node->kind == DMN_SOME;
    bool found = false;
    struct feel_frame variable = {.kind = FRAME_VARIABLE, .name = node->name};
    struct feel_domain domain;

    if (!feel_domain_of(&scope->run->ev, dmn_boxed_eval(scope, node->children[0]), &domain)) {
        return FEEL_VALUE_NULL;
    }
    while (feel_domain_next(&domain, &variable.value)) {
        struct feel_value value = body_eval(scope, node->children[1], &variable);

        if (value.type != FEEL_BOOLEAN) {
            return feel_null(&scope->run->ev, FEEL_WARNING_TYPE,
                             "What must hold is %s, no boolean.", feel_type_text(value.type));
        }
        found = found || value.boolean == is_some;
    }
    return feel_boolean(found == is_some);
}

static struct feel_value kind_eval(struct scope *scope, const struct dmn_node *node)
{
    switch ((int)node->kind) {
    case DMN_LITERAL:
        return dmn_boxed_text(scope, node);
    case DMN_CONTEXT:
        return context_eval(scope, node);
    case DMN_LIST:
        return list_eval(scope, node);
    case DMN_RELATION:
        return relation_eval(scope, node);
    case DMN_INVOCATION:
        return invocation_eval(scope, node);
    case DMN_FUNCTION:
        return dmn_function_of_node(scope, node);
    case DMN_CONDITIONAL:
        return conditional_eval(scope, node);
    case DMN_FILTER:
        return filter_eval(scope, node);
    case DMN_FOR:
        return for_eval(scope, node);
    case DMN_SOME:
    case DMN_EVERY:
        return quantified_eval(scope, node);
    case DMN_TABLE:
        return dmn_table_eval(scope, node);
    default:
        return FEEL_VALUE_NULL;
    }
}

struct feel_value dmn_boxed_eval(struct scope *scope, const struct dmn_node *node)
{
    struct feel_evaluation *ev = &scope->run->ev;
    struct feel_value value;

    if (!feel_charge(ev, 1) || !feel_enter(ev)) {
        return FEEL_VALUE_NULL;
    }
    value = kind_eval(scope, node);
    feel_leave(ev);
    /* The type of a boxed function is that of its result. */
    return node->kind == DMN_FUNCTION ? value : dmn_run_coerce(scope->run, node, value);
}
