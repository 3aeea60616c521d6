/* Parallel gateway (BPMN 2.0.2, 13.4.1): it fires when every incoming flow has a token. Each of the
 * counts then drops by one; what is left over waits for the next round. Conditions on its outgoing
 * flows mean nothing. */
#include "element/element_kinds.h"
#include "row/variable_rows.h"

/* The token that has just come is counted already. */
static bool every_flow_has_token(struct exec *x, const struct bpmn_element *e,
                                 const struct element_row *scope)
{
    const struct bpmn_process *process = element_process(scope);

    for (uint32_t i = 0; i < e->incoming.count; i++) {
        uint32_t flow = process->flow_refs[e->incoming.first + i];

        if (join_row_get(&x->rows, scope->key, e->index, flow) == 0) {
            return false;
        }
    }
    return true;
}

static void take_one_of_each(struct exec *x, const struct bpmn_element *e,
                             struct element_row *scope)
{
    const struct bpmn_process *process = element_process(scope);

    for (uint32_t i = 0; i < e->incoming.count; i++) {
        uint32_t flow = process->flow_refs[e->incoming.first + i];
        uint32_t count = join_row_get(&x->rows, scope->key, e->index, flow);

        join_row_put(&x->rows, scope->key, e->index, flow, count - 1);
    }
    scope->active_flows -= e->incoming.count;
}

static bool admit(struct exec *x, const struct bpmn_element *e, struct element_row *scope,
                  uint32_t flow)
{
    uint32_t count;

    if (e->incoming.count == 1) {
        scope->active_flows--;
        return true;
    }
    count = join_row_get(&x->rows, scope->key, e->index, flow);
    join_row_put(&x->rows, scope->key, e->index, flow, count + 1);
    scope->has_joins = true;
    if (exec_stopped(x) || !every_flow_has_token(x, e, scope)) {
        return false;
    }
    take_one_of_each(x, e, scope);
    return true;
}

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    (void)e;
    return element_pass(x, row);
}

const struct element_ops parallel_gateway_ops = {.admit = admit, .activate = activate};
