/* Business rule task (BPMN 2.0.2, 10.3.3): a decision evaluated in place, or a job when the model
 * names a type. An evaluation that fails is told like any other, and is an incident. */
#include "element/element_kinds.h"
#include "verb/decision.h"
#include "verb/variable.h"

struct finder {
    struct exec *x;
    const struct element_row *row;
};

static bool find_input(void *ctx, struct slice name, struct slice *value)
{
    const struct finder *finder = ctx;

    return variable_find(finder->x, finder->row, name, value);
}

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    struct finder finder = {.x = x, .row = row};
    struct evaluate_decision_result evaluation;
    struct decision decision;
    enum verdict v;

    if (e->called_decision == BPMN_NONE) {
        return job_task_ops.activate(x, e, row);
    }
    v = decision_find_called(x, row, &decision);
    if (v == V_OK) {
        v = decision_evaluate(x, &decision, exec_next_key(x), find_input, &finder, &evaluation);
    }
    if (v != V_OK) {
        return v;
    }
    decision_record(x, &decision, row, &evaluation);
    if (evaluation.failure.data != NULL) {
        return exec_incident(x, INCIDENT_DECISION_EVALUATION_ERROR, "%.*s",
                             SLICE_ARG(evaluation.failure));
    }
    if (!variable_is_flat_enough(x, e->result_variable, evaluation.output)) {
        return exec_incident(x, INCIDENT_DECISION_EVALUATION_ERROR,
                             "Expected the result of the decision '%.*s' to be nested less deeply",
                             SLICE_ARG(evaluation.decision_id));
    }
    return element_pass_with(x, row, evaluation.output);
}

const struct element_ops decision_task_ops = {.activate = activate};
