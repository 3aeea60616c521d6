/* Process and embedded sub-process (BPMN 2.0.2, 13.3.4): a scope that begins with its none start
 * event and completes when no token is left in it (engine/scope.h pushes that step). */
#include "element/element_kinds.h"
#include "engine/lifecycle.h"
#include "verb/start_point.h"

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    enum verdict v = element_move(x, row, ELEMENT_ACTIVATED);

    /* A child is there already when an event has chosen the start event. */
    if (v == V_OK && row->active_children == 0 && !start_points_reach(x, row)) {
        ENSURE(x, e->none_start != BPMN_NONE);
        push_activate(x, row, e->none_start, BPMN_NONE);
    }
    return v;
}

const struct element_ops container_ops = {.activate = activate};
