/* Intermediate catch event and receive task: active until the event comes that verb/subscription.c
 * waits for; verb/event.c then completes it. A link, and what stands behind an event-based gateway,
 * is reached when its event has come already. */
#include "element/element_kinds.h"
#include "engine/lifecycle.h"
#include "verb/subscription.h"

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    if (!subscription_is_own(element_process(row), e)) {
        return element_pass(x, row);
    }
    return element_move(x, row, ELEMENT_ACTIVATED);
}

const struct element_ops catch_ops = {.activate = activate};
