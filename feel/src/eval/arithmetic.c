/* + - * / ** and minus: numbers and strings here, temporal operands in temporal_arithmetic.c. */
#include <string.h>

#include "eval/eval.h"
#include "eval/temporal.h"

decimal128 feel_number_tidy(decimal128 d)
{
    if (decimal_scale(d) > 0 && decimal_is_integer(d)) {
        return decimal_strip(d);
    }
    return d;
}

static const char *op_text(enum feel_op op)
{
    switch ((int)op) {
    case OP_ADD:
        return "+";
    case OP_SUBTRACT:
        return "-";
    case OP_MULTIPLY:
        return "*";
    case OP_DIVIDE:
        return "/";
    default:
        return "**";
    }
}

static bool number_op(enum feel_op op, decimal128 a, decimal128 b, decimal128 *out)
{
    switch ((int)op) {
    case OP_ADD:
        return decimal_add(a, b, out);
    case OP_SUBTRACT:
        return decimal_subtract(a, b, out);
    case OP_MULTIPLY:
        return decimal_multiply(a, b, out);
    case OP_DIVIDE:
        return decimal_divide(a, b, out);
    default:
        return decimal_power(a, b, out);
    }
}

static struct feel_value number_arithmetic(struct feel_evaluation *ev, enum feel_op op,
                                           decimal128 a, decimal128 b)
{
    decimal128 result;

    if (number_op(op, a, b, &result)) {
        return feel_number(feel_number_tidy(result));
    }
    if (op == OP_DIVIDE && decimal_is_zero(b)) {
        return feel_null(ev, FEEL_WARNING_VALUE, "A division by zero.");
    }
    return feel_null(ev, FEEL_WARNING_VALUE, "The result of '%s' is no number.", op_text(op));
}

static struct feel_value concatenate(struct feel_evaluation *ev, struct slice a, struct slice b)
{
    char *out = feel_alloc(ev, a.size + b.size, 1);

    if (out == NULL || !feel_charge_bytes(ev, a.size + b.size)) {
        return FEEL_VALUE_NULL;
    }
    if (a.size > 0) {
        memcpy(out, a.data, a.size);
    }
    if (b.size > 0) {
        memcpy(out + a.size, b.data, b.size);
    }
    return feel_string(slice_make(out, a.size + b.size));
}

struct feel_value feel_arithmetic(struct feel_evaluation *ev, enum feel_op op, struct feel_value a,
                                  struct feel_value b)
{
    if (a.type == FEEL_NUMBER && b.type == FEEL_NUMBER) {
        return number_arithmetic(ev, op, a.number, b.number);
    }
    if (op == OP_ADD && a.type == FEEL_STRING && b.type == FEEL_STRING) {
        return concatenate(ev, a.string, b.string);
    }
    if ((feel_is_temporal(a.type) || feel_is_temporal(b.type)) && a.type != FEEL_NULL &&
        b.type != FEEL_NULL) {
        return feel_temporal_arithmetic(ev, op, a, b);
    }
    return feel_null(ev, FEEL_WARNING_TYPE, "'%s' does not work with %s and %s.", op_text(op),
                     feel_type_text(a.type), feel_type_text(b.type));
}

struct feel_value feel_eval_arithmetic(struct feel_evaluation *ev, const struct feel_node *node)
{
    struct feel_value value = feel_eval(ev, node->children[0]);

    for (uint32_t i = 1; i < node->child_count; i++) {
        struct feel_value operand = feel_eval(ev, node->children[i]);

        ev->offset = node->offset;
        value = feel_arithmetic(ev, node->ops[i], value, operand);
    }
    return value;
}

struct feel_value feel_eval_negate(struct feel_evaluation *ev, const struct feel_node *node)
{
    struct feel_value value = feel_eval(ev, node->children[0]);

    ev->offset = node->offset;
    if (value.type == FEEL_NUMBER) {
        return feel_number(decimal_negate(value.number));
    }
    if (value.type == FEEL_DAYS_DURATION || value.type == FEEL_MONTHS_DURATION) {
        return feel_duration_negate(ev, value);
    }
    return feel_null(ev, FEEL_WARNING_TYPE, "'-' does not work with %s.",
                     feel_type_text(value.type));
}
