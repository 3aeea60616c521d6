/* Boundary event: its event has come already (verb/event.c made it then), and what it interrupts
 * has ended. It maps what the event brought and goes on. One of compensation goes on with its
 * handler. */
#include "element/element_kinds.h"
#include "verb/compensation.h"
#include "verb/mapping.h"

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    (void)e;
    return element_pass(x, row);
}

static enum verdict complete(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    enum verdict v = mapping_outputs(x, row);

    if (v == V_OK && bpmn_event_kind_of(element_process(row), e) == BPMN_EVENT_COMPENSATION) {
        v = compensation_handler_begin(x, row);
    }
    return v == V_OK ? element_complete(x, row) : v;
}

const struct element_ops boundary_event_ops = {.activate = activate, .complete = complete};
