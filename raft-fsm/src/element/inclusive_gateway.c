/* Inclusive gateway (BPMN 2.0.2, 13.4.3): a token goes on over every flow whose condition is true,
 * else over the default flow. What has come over several incoming flows is joined: at once when
 * each of them has a token, else when no other can come (verb/join.c). */
#include "element/element_kinds.h"
#include "verb/expression.h"
#include "verb/join.h"

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    (void)e;
    return element_pass(x, row);
}

/* The flows to take, in document order; none when there is none to choose. */
static enum verdict choose(struct exec *x, const struct bpmn_element *e,
                           const struct element_row *row, uint32_t *flows, uint32_t *count)
{
    const struct bpmn_process *process = element_process(row);

    *count = 0;
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
            flows[(*count)++] = flow;
        }
    }
    if (*count == 0 && e->default_flow != BPMN_NONE) {
        flows[(*count)++] = e->default_flow;
    }
    return V_OK;
}

static enum verdict complete(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    uint32_t *flows = ARENA_ARRAY(x->arena, uint32_t, e->outgoing.count + 1);
    uint32_t count;
    enum verdict v;

    ENSURE(x, flows != NULL);
    v = choose(x, e, row, flows, &count);
    if (v != V_OK) {
        return v;
    }
    if (count == 0 && e->outgoing.count > 0) {
        return exec_incident(x, INCIDENT_CONDITION_ERROR,
                             "Expected at least one condition to evaluate to true, or to have a "
                             "default flow");
    }
    return element_complete_over(x, row, flows, count);
}

const struct element_ops inclusive_gateway_ops = {
    .admit = join_admit, .activate = activate, .complete = complete};
