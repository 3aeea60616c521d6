/* `in` and the unary tests of decision tables. */
#include "eval/eval.h"

/* A list holds v when an item equals it, or an item is a range or a list that holds it; or when the
 * list as a whole is equal to v. */
static enum feel_truth list_holds(struct feel_evaluation *ev, struct feel_value list,
                                  struct feel_value v)
{
    uint32_t count;
    const struct feel_value *items = feel_list_items(ev, list.list, &count);
    bool found = false;

    if (!feel_enter(ev)) {
        return TRUTH_NULL;
    }
    for (uint32_t i = 0; i < count && !found && feel_charge(ev, 1); i++) {
        found = feel_same(ev, items[i], v);
        if (!found && items[i].type == FEEL_RANGE) {
            found = feel_range_holds(ev, items[i].range, v) == TRUTH_TRUE;
        } else if (!found && items[i].type == FEEL_LIST) {
            found = list_holds(ev, items[i], v) == TRUTH_TRUE;
        }
    }
    feel_leave(ev);
    return feel_truth_of(found || feel_same(ev, list, v));
}

static enum feel_truth value_test(struct feel_evaluation *ev, struct feel_value test,
                                  struct feel_value v)
{
    if (test.type == FEEL_RANGE && v.type != FEEL_RANGE) {
        return feel_range_holds(ev, test.range, v);
    }
    if (test.type == FEEL_LIST) {
        bool quiet = ev->quiet;
        enum feel_truth truth;

        ev->quiet = true;
        truth = list_holds(ev, test, v);
        ev->quiet = quiet;
        return truth;
    }
    return feel_equal(ev, v, test);
}

static enum feel_truth in_test(struct feel_evaluation *ev, const struct feel_node *test,
                               struct feel_value v)
{
    struct feel_value operand;

    if (test->kind == NODE_TEST) {
        operand = feel_eval(ev, test->children[0]);
        ev->offset = test->offset;
        return feel_compare(ev, test->op, v, operand);
    }
    operand = feel_eval(ev, test);
    ev->offset = test->offset;
    return value_test(ev, operand, v);
}

struct feel_value feel_eval_membership(struct feel_evaluation *ev, const struct feel_node *node)
{
    struct feel_value v = feel_eval(ev, node->children[0]);
    bool unknown = false;

    for (uint32_t i = 1; i < node->child_count; i++) {
        enum feel_truth truth = in_test(ev, node->children[i], v);

        if (truth == TRUTH_TRUE) {
            return feel_boolean(true);
        }
        unknown = unknown || truth == TRUTH_NULL;
    }
    return unknown ? FEEL_VALUE_NULL : feel_boolean(false);
}

/* --- unary tests --- */

/* A cell that is an ordinary expression. One that reads `?` is a condition; any other is a
 * condition when it is true, a set when it is a list or a range, and else a value to be equal to. A
 * boolean that the text names is a value for a boolean input: `true` must not match false. */
static bool cell_holds(struct feel_evaluation *ev, const struct feel_node *cell)
{
    struct feel_value value = feel_eval(ev, cell);
    bool names_value =
        cell->kind == NODE_LITERAL || cell->kind == NODE_NAME || cell->kind == NODE_PATH;

    ev->offset = cell->offset;
    if (cell->uses_input) {
        return feel_is_true(value);
    }
    if (feel_is_true(value) && !(names_value && ev->input.type == FEEL_BOOLEAN)) {
        return true;
    }
    if (value.type != ev->input.type && value.type != FEEL_RANGE && value.type != FEEL_LIST) {
        if (value.type != FEEL_NULL && value.type != FEEL_BOOLEAN && ev->input.type != FEEL_NULL) {
            feel_warn(ev, FEEL_WARNING_TYPE, "The input is %s, the test is %s.",
                      feel_type_text(ev->input.type), feel_type_text(value.type));
        }
        return false;
    }
    return value_test(ev, value, ev->input) == TRUTH_TRUE;
}

static bool unary_test_holds(struct feel_evaluation *ev, const struct feel_node *test)
{
    if (test->kind == NODE_TEST) {
        return in_test(ev, test, ev->input) == TRUTH_TRUE;
    }
    return cell_holds(ev, test);
}

struct feel_value feel_eval_unary_tests(struct feel_evaluation *ev, const struct feel_node *node)
{
    bool holds = node->child_count == 0;

    for (uint32_t i = 0; i < node->child_count && !holds; i++) {
        holds = unary_test_holds(ev, node->children[i]);
    }
    return feel_boolean(node->negated ? !holds : holds);
}
