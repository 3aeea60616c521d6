/* Equality and order (DMN 1.5, 10.3.2.13 and 10.3.2.14). */
#include "eval/eval.h"
#include "eval/temporal.h"

static enum feel_truth truth_and(enum feel_truth a, enum feel_truth b)
{
    if (a == TRUTH_FALSE || b == TRUTH_FALSE) {
        return TRUTH_FALSE;
    }
    return a == TRUTH_NULL || b == TRUTH_NULL ? TRUTH_NULL : TRUTH_TRUE;
}

static enum feel_truth lists_equal(struct feel_evaluation *ev, struct feel_list *a,
                                   struct feel_list *b)
{
    uint32_t count_a;
    uint32_t count_b;
    const struct feel_value *items_a = feel_list_items(ev, a, &count_a);
    const struct feel_value *items_b = feel_list_items(ev, b, &count_b);
    enum feel_truth truth = TRUTH_TRUE;

    if (count_a != count_b) {
        return TRUTH_FALSE;
    }
    for (uint32_t i = 0; i < count_a && truth != TRUTH_FALSE; i++) {
        truth = truth_and(truth, feel_equal(ev, items_a[i], items_b[i]));
    }
    return truth;
}

static enum feel_truth contexts_equal(struct feel_evaluation *ev, struct feel_context *a,
                                      struct feel_context *b)
{
    uint32_t count_a;
    uint32_t count_b;
    const struct feel_entry *entries = feel_context_entries(ev, a, &count_a);
    enum feel_truth truth = TRUTH_TRUE;

    feel_context_entries(ev, b, &count_b);
    if (count_a != count_b) {
        return TRUTH_FALSE;
    }
    for (uint32_t i = 0; i < count_a && truth != TRUTH_FALSE; i++) {
        struct feel_value other;

        if (!feel_context_find(ev, b, entries[i].key, &other)) {
            return TRUTH_FALSE;
        }
        truth = truth_and(truth, feel_equal(ev, entries[i].value, other));
    }
    return truth;
}

static enum feel_truth ranges_equal(struct feel_evaluation *ev, const struct feel_range *a,
                                    const struct feel_range *b)
{
    if (a->op != b->op || a->start_included != b->start_included ||
        a->end_included != b->end_included) {
        return TRUTH_FALSE;
    }
    return truth_and(feel_equal(ev, a->start, b->start), feel_equal(ev, a->end, b->end));
}

static bool functions_equal(const struct feel_function *a, const struct feel_function *b)
{
    return a == b || (a->builtin != NULL && a->builtin == b->builtin);
}

static enum feel_truth temporal_equal(struct feel_evaluation *ev, struct feel_value a,
                                      struct feel_value b)
{
    bool equal = false;

    if (!feel_temporal_equal(a, b, &equal)) {
        feel_warn(ev, FEEL_WARNING_TYPE, "A local time cannot be equal to one with a zone.");
        return TRUTH_NULL;
    }
    return feel_truth_of(equal);
}

static enum feel_truth equal_inside(struct feel_evaluation *ev, struct feel_value a,
                                    struct feel_value b)
{
    switch (a.type) {
    case FEEL_NULL:
        return TRUTH_TRUE;
    case FEEL_BOOLEAN:
        return feel_truth_of(a.boolean == b.boolean);
    case FEEL_NUMBER:
        return feel_truth_of(decimal_equal(a.number, b.number));
    case FEEL_STRING:
        return feel_truth_of(slice_equal(a.string, b.string));
    case FEEL_DATE:
    case FEEL_TIME:
    case FEEL_DATE_TIME:
    case FEEL_DAYS_DURATION:
    case FEEL_MONTHS_DURATION:
        return temporal_equal(ev, a, b);
    case FEEL_LIST:
        return lists_equal(ev, a.list, b.list);
    case FEEL_CONTEXT:
        return contexts_equal(ev, a.context, b.context);
    case FEEL_RANGE:
        return ranges_equal(ev, a.range, b.range);
    case FEEL_FUNCTION:
        return feel_truth_of(functions_equal(a.function, b.function));
    }
    return TRUTH_NULL;
}

enum feel_truth feel_equal(struct feel_evaluation *ev, struct feel_value a, struct feel_value b)
{
    enum feel_truth truth;

    if (a.type != b.type) {
        if (a.type == FEEL_NULL || b.type == FEEL_NULL) {
            return TRUTH_FALSE;
        }
        feel_warn(ev, FEEL_WARNING_TYPE, "There is no equality between %s and %s.",
                  feel_type_text(a.type), feel_type_text(b.type));
        return TRUTH_NULL;
    }
    if (a.type < FEEL_LIST && a.type != FEEL_STRING) {
        return equal_inside(ev, a, b);
    }
    if (!feel_charge_bytes(ev, a.type == FEEL_STRING ? a.string.size : 0) || !feel_charge(ev, 1) ||
        !feel_enter(ev)) {
        return TRUTH_NULL;
    }
    truth = equal_inside(ev, a, b);
    feel_leave(ev);
    return truth;
}

bool feel_same(struct feel_evaluation *ev, struct feel_value a, struct feel_value b)
{
    bool quiet = ev->quiet;
    enum feel_truth truth;

    if (a.type != b.type) {
        return false;
    }
    ev->quiet = true;
    truth = feel_equal(ev, a, b);
    ev->quiet = quiet;
    return truth == TRUTH_TRUE;
}

bool feel_order(struct feel_value a, struct feel_value b, int *order)
{
    if (a.type != b.type) {
        return false;
    }
    if (a.type == FEEL_NUMBER) {
        *order = decimal_compare(a.number, b.number);
        return true;
    }
    if (a.type == FEEL_STRING) {
        /* The order of UTF-8's bytes is that of its code points. */
        *order = slice_compare(a.string, b.string);
        return true;
    }
    return feel_is_temporal(a.type) && feel_temporal_order(a, b, order);
}

static enum feel_truth truth_not(enum feel_truth truth)
{
    if (truth == TRUTH_NULL) {
        return TRUTH_NULL;
    }
    return truth == TRUTH_TRUE ? TRUTH_FALSE : TRUTH_TRUE;
}

static bool order_fits(enum feel_op op, int order)
{
    switch ((int)op) {
    case OP_LESS:
        return order < 0;
    case OP_LESS_EQUAL:
        return order <= 0;
    case OP_GREATER:
        return order > 0;
    default:
        return order >= 0;
    }
}

enum feel_truth feel_compare(struct feel_evaluation *ev, enum feel_op op, struct feel_value a,
                             struct feel_value b)
{
    int order;

    if (op == OP_EQUAL) {
        return feel_equal(ev, a, b);
    }
    if (op == OP_NOT_EQUAL) {
        return truth_not(feel_equal(ev, a, b));
    }
    if (!feel_order(a, b, &order)) {
        feel_warn(ev, FEEL_WARNING_TYPE, "There is no order between %s and %s.",
                  feel_type_text(a.type), feel_type_text(b.type));
        return TRUTH_NULL;
    }
    return feel_truth_of(order_fits(op, order));
}
