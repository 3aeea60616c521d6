/* Intermediate throw event (BPMN 2.0.2, 13.5.2): none does nothing, a link goes on at the catch
 * event of its name. */
#include "element/element_kinds.h"
#include "engine/scope.h"
#include "verb/mapping.h"

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    (void)e;
    return element_pass(x, row);
}

static enum verdict complete(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    const struct bpmn_process *process = element_process(row);
    struct element_row *scope = element_find(x, row->scope_key);
    struct element_row *next;
    enum verdict v = mapping_outputs(x, row);

    if (v != V_OK || bpmn_event_kind_of(process, e) != BPMN_EVENT_LINK) {
        return v == V_OK ? element_complete(x, row) : v;
    }
    ENSURE(x, scope != NULL);
    next = scope_child_new(x, scope, process->events[e->event].link_target);
    ENSURE(x, next != NULL);
    return element_complete_into(x, row, next, BPMN_NONE);
}

const struct element_ops throw_event_ops = {.activate = activate, .complete = complete};
