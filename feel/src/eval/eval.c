/* The walk over the tree, and the way in and out. */
#include "eval/eval.h"

#include "base/assert.h"
#include "base/limits.h"
#include "builtin/builtin.h"
#include "value/value.h"

static struct feel_value eval_name(struct feel_evaluation *ev, const struct feel_node *node)
{
    struct feel_value value;

    if (feel_scope_find(ev, node, &value)) {
        return value;
    }
    ev->offset = node->offset;
    return feel_null(ev, FEEL_WARNING_NO_VARIABLE, "There is no variable '%.*s'.",
                     SLICE_ARG(node->name));
}

static struct feel_value eval_builtin_value(struct feel_evaluation *ev,
                                            const struct feel_node *node)
{
    struct feel_function *function = feel_alloc(ev, 1, sizeof(*function));

    if (function == NULL) {
        return FEEL_VALUE_NULL;
    }
    *function = (struct feel_function){.builtin = node->builtin};
    return (struct feel_value){.type = FEEL_FUNCTION, .function = function};
}

static struct feel_value eval_input(struct feel_evaluation *ev, const struct feel_node *node)
{
    if (!ev->input_known) {
        ev->offset = node->offset;
        return feel_null(ev, FEEL_WARNING_NO_VARIABLE, "There is no input value for '?' here.");
    }
    return ev->input;
}

static struct feel_value eval_bad_literal(struct feel_evaluation *ev, const struct feel_node *node)
{
    ev->offset = node->offset;
    return feel_null(ev, FEEL_WARNING_VALUE, "'%.*s' is no value.", SLICE_ARG(node->name));
}

static struct feel_value eval_inner(struct feel_evaluation *ev, const struct feel_node *node)
{
    switch (node->kind) {
    case NODE_LIST:
        return feel_eval_list(ev, node);
    case NODE_CONTEXT:
        return feel_eval_context(ev, node);
    case NODE_RANGE:
        return feel_eval_range(ev, node);
    case NODE_UNARY_RANGE:
        return feel_eval_unary_range(ev, node);
    case NODE_NEGATE:
        return feel_eval_negate(ev, node);
    case NODE_ARITHMETIC:
        return feel_eval_arithmetic(ev, node);
    case NODE_AND:
        return feel_eval_and(ev, node);
    case NODE_OR:
        return feel_eval_or(ev, node);
    case NODE_COMPARE:
        return feel_eval_compare(ev, node);
    case NODE_BETWEEN:
        return feel_eval_between(ev, node);
    case NODE_IN:
        return feel_eval_membership(ev, node);
    case NODE_INSTANCE_OF:
        return feel_eval_instance_of(ev, node);
    case NODE_IF:
        return feel_eval_if(ev, node);
    case NODE_FOR:
        return feel_eval_for(ev, node);
    case NODE_SOME:
    case NODE_EVERY:
        return feel_eval_quantified(ev, node);
    case NODE_FUNCTION:
        return feel_make_function(ev, node);
    case NODE_CALL:
        return feel_eval_call(ev, node);
    case NODE_PATH:
        return feel_eval_path(ev, node);
    case NODE_FILTER:
        return feel_eval_filter(ev, node);
    case NODE_UNARY_TESTS:
        return feel_eval_unary_tests(ev, node);
    case NODE_LITERAL:
    case NODE_BAD_LITERAL:
    case NODE_NAME:
    case NODE_BUILTIN:
    case NODE_INPUT:
    case NODE_TESTS:
    case NODE_TEST:
    case NODE_DOMAIN:
        break;
    }
    UNREACHABLE("a node that has no value of its own");
}

struct feel_value feel_eval(struct feel_evaluation *ev, const struct feel_node *node)
{
    struct feel_value value;

    if (!feel_charge(ev, 1)) {
        return FEEL_VALUE_NULL;
    }
    switch ((int)node->kind) {
    case NODE_LITERAL:
        return node->literal;
    case NODE_NAME:
        return eval_name(ev, node);
    case NODE_BUILTIN:
        return eval_builtin_value(ev, node);
    case NODE_INPUT:
        return eval_input(ev, node);
    case NODE_BAD_LITERAL:
        return eval_bad_literal(ev, node);
    default:
        break;
    }
    ev->offset = node->offset;
    if (!feel_enter(ev)) {
        return FEEL_VALUE_NULL;
    }
    value = eval_inner(ev, node);
    feel_leave(ev);
    return value;
}

/* --- in and out --- */

/* Names that nobody has looked up yet. False when the memory is gone. */
static bool slots_make(struct feel_evaluation *ev)
{
    uint32_t count = ev->expression->variable_count;

    ev->slots = count == 0 ? NULL : ARENA_ARRAY(ev->arena, struct feel_slot, count);
    return count == 0 || ev->slots != NULL;
}

struct feel_value feel_eval_in(struct feel_evaluation *ev, const struct feel_expression *expression,
                               const struct feel_node *node)
{
    const struct feel_expression *outer = ev->expression;
    struct feel_slot *slots = ev->slots;
    uint32_t offset = ev->offset;
    struct feel_value value = FEEL_VALUE_NULL;

    if (expression == outer) {
        return feel_eval(ev, node);
    }
    ev->expression = expression;
    ev->offset = node->offset;
    if (slots_make(ev)) {
        value = feel_eval(ev, node);
    } else {
        feel_fail(ev, FEEL_WARNING_BUDGET, SLICE("The expression needs too much memory."));
    }
    ev->expression = outer;
    ev->slots = slots;
    ev->offset = offset;
    return value;
}

bool feel_evaluation_begin(struct feel_evaluation *ev)
{
    ev->steps_max = ev->environment->steps_max != 0 ? ev->environment->steps_max : LIMIT_FEEL_STEPS;
    ev->reserve = arena_alloc_zero(ev->arena, sizeof(*ev->reserve));
    return ev->reserve != NULL && slots_make(ev);
}

void feel_evaluation_end(struct feel_evaluation *ev, struct feel_value value,
                         struct feel_result *out)
{
    *out = (struct feel_result){.value = value_null()};
    out->value = feel_encode(ev, value);
    out->type = value.type;
    out->steps = ev->steps;
    if (!ev->failed) {
        out->warnings = ev->warnings;
        out->warning_count = ev->warning_count;
        return;
    }
    out->failed = true;
    out->type = FEEL_NULL;
    out->value = value_null();
    /* The reason comes last, in place of an earlier warning if there is no room. */
    if (ev->warnings == NULL) {
        out->warnings = ev->reserve;
        out->warning_count = 1;
        return;
    }
    if (ev->warning_count == FEEL_WARNINGS_MAX) {
        ev->warning_count--;
    }
    ev->warnings[ev->warning_count++] = *ev->reserve;
    out->warnings = ev->warnings;
    out->warning_count = ev->warning_count;
}

enum status feel_evaluate(const struct feel_expression *expression,
                          const struct feel_environment *environment, struct arena *arena,
                          struct feel_result *out)
{
    struct feel_evaluation ev = {
        .expression = expression, .environment = environment, .arena = arena};
    struct feel_value value;

    *out = (struct feel_result){.value = value_null()};
    if (!feel_evaluation_begin(&ev)) {
        out->failed = true;
        return STATUS_OK;
    }
    if (environment->input.size > 0) {
        ev.input = feel_decode(&ev, environment->input);
        ev.input_known = true;
    }
    value = feel_eval(&ev, expression->root);
    feel_evaluation_end(&ev, value, out);
    return STATUS_OK;
}

size_t feel_variables(const struct feel_expression *expression, struct arena *arena,
                      const struct slice **out)
{
    /* The names lie in the expression's own arena already. */
    (void)arena;
    *out = expression->variables;
    return expression->variable_count;
}
