/* Boundary event: its event has come already (verb/event.c made it then), and what it interrupts
 * has ended. It maps what the event brought and goes on. */
#include "element/element_kinds.h"

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    (void)e;
    return element_pass(x, row);
}

const struct element_ops boundary_event_ops = {.activate = activate};
