/* End events (BPMN 2.0.2, 13.5.6): none takes its token out of the scope; terminate takes all the
 * others with it, and the scope completes; error looks for somebody who catches it; cancel ends all
 * else in its transaction, compensates what has completed in it and leaves it by its boundary;
 * the others are thrown as by an intermediate event. */
#include "element/element_kinds.h"
#include "engine/lifecycle.h"
#include "engine/scope.h"
#include "verb/compensation.h"
#include "verb/event.h"
#include "verb/mapping.h"
#include "verb/subscription.h"

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

/* It comes back here, still ACTIVATING, when it is alone in the transaction. */
static enum verdict cancel(struct exec *x, struct element_row *row)
{
    struct element_row *transaction = element_find(x, row->scope_key);

    ENSURE(x, transaction != NULL);
    if (transaction->active_children == 1 && transaction->active_flows == 0) {
        return compensation_begin(x, row);
    }
    subscriptions_close_inner(x, transaction);
    scope_hand_over(x, transaction, row);
    return V_OK;
}

/* All is undone: over the boundary event of the transaction, or nowhere when it has none. */
static enum verdict cancelled(struct exec *x, struct element_row *row)
{
    struct element_row *transaction = element_find(x, row->scope_key);
    const struct bpmn_process *process = element_process(row);
    struct bpmn_range boundaries;

    if (transaction != NULL && bpmn_is_looped(process, element_model(transaction))) {
        transaction = element_find(x, transaction->scope_key);
    }
    ENSURE(x, transaction != NULL);
    boundaries = element_model(transaction)->boundaries;
    for (uint32_t i = 0; i < boundaries.count; i++) {
        uint32_t boundary = process->element_refs[boundaries.first + i];

        if (bpmn_event_kind_of(process, &process->elements[boundary]) == BPMN_EVENT_CANCEL) {
            return event_arrive(x, transaction, boundary, value_empty_object());
        }
    }
    push_terminate(x, transaction);
    return V_OK;
}

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    const struct bpmn_process *process = element_process(row);

    if (bpmn_event_kind_of(process, e) == BPMN_EVENT_ERROR) {
        return throw_error(x, &process->events[e->event], row);
    }
    if (bpmn_event_kind_of(process, e) == BPMN_EVENT_CANCEL) {
        return cancel(x, row);
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
    enum bpmn_event_kind kind = bpmn_event_kind_of(element_process(row), e);
    enum verdict v = mapping_outputs(x, row);

    if (v == V_OK && kind == BPMN_EVENT_TERMINATE) {
        terminate_others(x, row);
    }
    if (v == V_OK && kind == BPMN_EVENT_CANCEL) {
        v = cancelled(x, row);
    }
    return v == V_OK ? element_complete(x, row) : v;
}

const struct element_ops end_event_ops = {.activate = activate, .complete = complete};
