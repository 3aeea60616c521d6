/* Script task: a FEEL expression evaluated in place, or a job when the model names a type. */
#include "element/element_kinds.h"
#include "verb/expression.h"
#include "verb/variable.h"

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    struct surroundings around = {.scope = row};
    struct outcome outcome;
    enum verdict v;

    if (e->script == BPMN_NONE) {
        return job_task_ops.activate(x, e, row);
    }
    v = expression_evaluate(x, &element_process(row)->expressions[e->script], &around,
                            INCIDENT_EXTRACT_VALUE_ERROR, &outcome);
    if (v != V_OK) {
        return v;
    }
    if (!variable_is_flat_enough(x, e->result_variable, outcome.value)) {
        return exec_incident(
            x, INCIDENT_EXTRACT_VALUE_ERROR,
            "Expected the result of the expression '%.*s' to be nested less deeply",
            SLICE_ARG(outcome.text));
    }
    return element_pass_with(x, row, outcome.value);
}

const struct element_ops script_task_ops = {.activate = activate};
