/* Process, embedded and event sub-process (BPMN 2.0.2, 13.3.4, 13.5.4): a scope that begins with
 * its start event and completes when no token is left in it (engine/scope.h pushes that step). */
#include "element/element_kinds.h"
#include "engine/lifecycle.h"
#include "verb/start_point.h"

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    const struct element_row *chosen;
    enum verdict v = element_move(x, row, ELEMENT_ACTIVATED);

    if (v != V_OK) {
        return v;
    }
    /* A child is there already when an event has chosen the start event. */
    if (row->active_children > 0) {
        chosen = element_find(x, element_child_after(&x->rows, row->key, 0));
        ENSURE(x, chosen != NULL);
        push_activate_row(x, chosen);
    } else if (!start_points_reach(x, row)) {
        ENSURE(x, e->none_start != BPMN_NONE);
        push_activate(x, row, e->none_start, BPMN_NONE);
    }
    return V_OK;
}

const struct element_ops container_ops = {.activate = activate};
