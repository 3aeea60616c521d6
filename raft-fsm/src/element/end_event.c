/* End events (BPMN 2.0.2, 13.5.6): none takes its token out of the scope; terminate takes all the
 * others with it, and the scope completes; error looks for somebody who catches it; signal and
 * escalation are thrown as by an intermediate event. */
#include "element/element_kinds.h"
#include "engine/lifecycle.h"
#include "engine/scope.h"
#include "verb/event.h"
#include "verb/mapping.h"

/* The event stays active when its error is caught: it ends with the scope that it interrupts. */
static enum verdict throw_error(struct exec *x, const struct bpmn_event *event,
                                struct element_row *row)
{
    struct slice available;

    if (error_throw(x, element_find(x, row->scope_key), event->error_code, value_empty_object(),
                    &available)) {
        return element_move(x, row, ELEMENT_ACTIVATED);
    }
    return error_unhandled(x, event->error_code, SLICE_EMPTY, available);
}

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    const struct bpmn_process *process = element_process(row);

    if (bpmn_event_kind_of(process, e) == BPMN_EVENT_ERROR) {
        return throw_error(x, &process->events[e->event], row);
    }
    return throw_event_ops.activate(x, e, row);
}

static void terminate_others(struct exec *x, const struct element_row *row)
{
    struct element_row *scope = element_find(x, row->scope_key);

    if (scope != NULL) {
        scope_interrupt(x, scope);
        scope_terminate_children(x, scope, 0);
    }
}

static enum verdict complete(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    bool terminates = bpmn_event_kind_of(element_process(row), e) == BPMN_EVENT_TERMINATE;
    enum verdict v = mapping_outputs(x, row);

    if (v == V_OK && terminates) {
        terminate_others(x, row);
    }
    return v == V_OK ? element_complete(x, row) : v;
}

const struct element_ops end_event_ops = {.activate = activate, .complete = complete};
