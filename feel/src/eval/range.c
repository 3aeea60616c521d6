/* Ranges as values, and what lies in them. */
#include "eval/eval.h"
#include "eval/temporal.h"

static bool is_end_point(enum feel_type type)
{
    return type == FEEL_NULL || type == FEEL_NUMBER || type == FEEL_STRING ||
           feel_is_temporal(type);
}

struct feel_value feel_range_make(struct feel_evaluation *ev, struct feel_range range)
{
    struct feel_range *copy;

    if (!is_end_point(range.start.type) || !is_end_point(range.end.type)) {
        return feel_null(ev, FEEL_WARNING_TYPE, "A range cannot go from %s to %s.",
                         feel_type_text(range.start.type), feel_type_text(range.end.type));
    }
    if (range.start.type != range.end.type && range.start.type != FEEL_NULL &&
        range.end.type != FEEL_NULL) {
        return feel_null(ev, FEEL_WARNING_TYPE, "A range cannot go from %s to %s.",
                         feel_type_text(range.start.type), feel_type_text(range.end.type));
    }
    copy = feel_alloc(ev, 1, sizeof(*copy));
    if (copy == NULL) {
        return FEEL_VALUE_NULL;
    }
    *copy = range;
    return (struct feel_value){.type = FEEL_RANGE, .range = copy};
}

struct feel_value feel_eval_range(struct feel_evaluation *ev, const struct feel_node *node)
{
    struct feel_range range = {
        .start_included = node->start_included, .end_included = node->end_included, .op = OP_NONE};

    range.start = feel_eval(ev, node->children[0]);
    range.end = feel_eval(ev, node->children[1]);
    ev->offset = node->offset;
    return feel_range_make(ev, range);
}

/* (< 10) has an end and no start, (= 10) has both. */
struct feel_value feel_eval_unary_range(struct feel_evaluation *ev, const struct feel_node *node)
{
    struct feel_value point = feel_eval(ev, node->children[0]);
    struct feel_range range = {.op = (uint8_t)node->op};
    bool included =
        node->op == OP_EQUAL || node->op == OP_LESS_EQUAL || node->op == OP_GREATER_EQUAL;

    ev->offset = node->offset;
    if (node->op != OP_LESS && node->op != OP_LESS_EQUAL) {
        range.start = point;
        range.start_included = included;
    }
    if (node->op != OP_GREATER && node->op != OP_GREATER_EQUAL) {
        range.end = point;
        range.end_included = included;
    }
    return feel_range_make(ev, range);
}

static enum feel_truth unary_holds(struct feel_evaluation *ev, const struct feel_range *range,
                                   struct feel_value v)
{
    struct feel_value point = range->start.type != FEEL_NULL ? range->start : range->end;

    return feel_compare(ev, (enum feel_op)range->op, v, point);
}

enum feel_truth feel_range_holds(struct feel_evaluation *ev, const struct feel_range *range,
                                 struct feel_value v)
{
    enum feel_truth above;
    enum feel_truth below;

    if (range->op != OP_NONE) {
        return unary_holds(ev, range, v);
    }
    above =
        feel_compare(ev, range->start_included ? OP_GREATER_EQUAL : OP_GREATER, v, range->start);
    below = feel_compare(ev, range->end_included ? OP_LESS_EQUAL : OP_LESS, v, range->end);
    if (above == TRUTH_NULL || below == TRUTH_NULL) {
        return TRUTH_NULL;
    }
    return feel_truth_of(above == TRUTH_TRUE && below == TRUTH_TRUE);
}
