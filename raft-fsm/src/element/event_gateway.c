/* Event-based gateway (BPMN 2.0.2, 13.4.4): it waits for the events behind it in their place, all
 * at once. The first that comes takes the token (verb/event.c makes its element then), the others
 * are waited for no longer. */
#include "element/element_kinds.h"
#include "engine/lifecycle.h"

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    (void)e;
    return element_move(x, row, ELEMENT_ACTIVATED);
}

static uint32_t flow_to(const struct bpmn_process *process, const struct bpmn_element *e,
                        uint32_t target)
{
    for (uint32_t i = 0; i < e->outgoing.count; i++) {
        uint32_t flow = process->flow_refs[e->outgoing.first + i];

        if (process->flows[flow].target == target) {
            return flow;
        }
    }
    return BPMN_NONE;
}

static enum verdict complete(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    struct element_row *next = element_find(x, row->interrupted_by);
    uint32_t flow;

    ENSURE(x, next != NULL);
    flow = flow_to(element_process(row), e, next->element);
    ENSURE(x, flow != BPMN_NONE);
    return element_complete_into(x, row, next, flow);
}

const struct element_ops event_gateway_ops = {.activate = activate, .complete = complete};
