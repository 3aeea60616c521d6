/* Exclusive gateway (BPMN 2.0.2, 13.4.2): each token goes on alone over the first flow, in document
 * order, whose condition is true, else over the default flow,
 * whose condition is never looked at. */
#include "element/element_kinds.h"
#include "verb/expression.h"

/* The flow to take; BPMN_NONE when there is none to choose. */
static enum verdict choose(struct exec *x, const struct bpmn_element *e,
                           const struct element_row *row, uint32_t *out)
{
    const struct bpmn_process *process = element_process(row);

    *out = e->default_flow;
    for (uint32_t i = 0; i < e->outgoing.count; i++) {
        uint32_t flow = process->flow_refs[e->outgoing.first + i];
        bool holds;
        enum verdict v;

        if (flow == e->default_flow) {
            continue;
        }
        v = expression_flow_holds(x, row, flow, &holds);
        if (v != V_OK) {
            return v;
        }
        if (holds) {
            *out = flow;
            return V_OK;
        }
    }
    return V_OK;
}

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    (void)e;
    return element_pass(x, row);
}

static enum verdict complete(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    uint32_t flow;
    enum verdict v;

    if (e->outgoing.count == 0) {
        return element_complete(x, row);
    }
    v = choose(x, e, row, &flow);
    if (v != V_OK) {
        return v;
    }
    if (flow == BPMN_NONE) {
        return exec_incident(x, INCIDENT_CONDITION_ERROR,
                             "Expected at least one condition to evaluate to true, or to have a "
                             "default flow");
    }
    return element_complete_by(x, row, flow);
}

const struct element_ops exclusive_gateway_ops = {.activate = activate, .complete = complete};
