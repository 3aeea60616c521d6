/* Three-valued logic: and, or, if, comparisons. What is no boolean counts as null. */
#include "eval/eval.h"

static enum feel_truth truth_of(struct feel_evaluation *ev, const struct feel_node *node)
{
    struct feel_value value = feel_eval(ev, node);

    if (value.type == FEEL_BOOLEAN) {
        return feel_truth_of(value.boolean);
    }
    if (value.type != FEEL_NULL) {
        ev->offset = node->offset;
        feel_warn(ev, FEEL_WARNING_TYPE, "A boolean is needed here instead of %s.",
                  feel_type_text(value.type));
    }
    return TRUTH_NULL;
}

/* The operand `decisive` decides at once; any null leaves null; else the other. */
static struct feel_value eval_chain(struct feel_evaluation *ev, const struct feel_node *node,
                                    enum feel_truth decisive)
{
    bool unknown = false;

    for (uint32_t i = 0; i < node->child_count; i++) {
        enum feel_truth truth = truth_of(ev, node->children[i]);

        if (truth == decisive) {
            return feel_truth_value(decisive);
        }
        unknown = unknown || truth == TRUTH_NULL;
    }
    return unknown ? FEEL_VALUE_NULL : feel_boolean(decisive == TRUTH_FALSE);
}

struct feel_value feel_eval_and(struct feel_evaluation *ev, const struct feel_node *node)
{
    return eval_chain(ev, node, TRUTH_FALSE);
}

struct feel_value feel_eval_or(struct feel_evaluation *ev, const struct feel_node *node)
{
    return eval_chain(ev, node, TRUTH_TRUE);
}

struct feel_value feel_eval_if(struct feel_evaluation *ev, const struct feel_node *node)
{
    bool condition = truth_of(ev, node->children[0]) == TRUTH_TRUE;

    return feel_eval(ev, node->children[condition ? 1 : 2]);
}

struct feel_value feel_eval_compare(struct feel_evaluation *ev, const struct feel_node *node)
{
    struct feel_value left = feel_eval(ev, node->children[0]);
    struct feel_value right = feel_eval(ev, node->children[1]);

    ev->offset = node->offset;
    return feel_truth_value(feel_compare(ev, node->op, left, right));
}

struct feel_value feel_eval_between(struct feel_evaluation *ev, const struct feel_node *node)
{
    struct feel_value value = feel_eval(ev, node->children[0]);
    struct feel_value low = feel_eval(ev, node->children[1]);
    struct feel_value high = feel_eval(ev, node->children[2]);
    enum feel_truth above;
    enum feel_truth below;

    ev->offset = node->offset;
    above = feel_compare(ev, OP_GREATER_EQUAL, value, low);
    below = feel_compare(ev, OP_LESS_EQUAL, value, high);
    if (above == TRUTH_NULL || below == TRUTH_NULL) {
        return FEEL_VALUE_NULL;
    }
    return feel_boolean(above == TRUTH_TRUE && below == TRUTH_TRUE);
}
