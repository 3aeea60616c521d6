/* Intermediate catch event and receive task: active until the event comes that verb/subscription.c
 * waits for; verb/event.c then completes it. */
#include "element/element_kinds.h"
#include "engine/lifecycle.h"

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    (void)e;
    return element_move(x, row, ELEMENT_ACTIVATED);
}

const struct element_ops catch_ops = {.activate = activate};
