#include "engine/elements.h"

#include "base/assert.h"
#include "element/element_kinds.h"
#include "engine/lifecycle.h"
#include "engine/scope.h"
#include "row/loop_rows.h"
#include "verb/called.h"
#include "verb/compensation.h"
#include "verb/condition.h"
#include "verb/history.h"
#include "verb/incident.h"
#include "verb/instance.h"
#include "verb/join.h"
#include "verb/loop.h"
#include "verb/mapping.h"
#include "verb/message.h"
#include "verb/signal.h"
#include "verb/subscription.h"
#include "verb/work.h"

static const struct element_ops *ops_of(enum bpmn_kind kind)
{
    switch (kind) {
    case BPMN_PROCESS:
    case BPMN_SUB_PROCESS:
    case BPMN_EVENT_SUB_PROCESS:
        return &container_ops;
    case BPMN_MULTI_INSTANCE_BODY:
        return &multi_instance_ops;
    case BPMN_STANDARD_LOOP_BODY:
        return &standard_loop_ops;
    case BPMN_START_EVENT:
        return &start_event_ops;
    case BPMN_TASK:
    case BPMN_MANUAL_TASK:
        return &pass_ops;
    case BPMN_BOUNDARY_EVENT:
        return &boundary_event_ops;
    case BPMN_INTERMEDIATE_CATCH_EVENT:
    case BPMN_RECEIVE_TASK:
        return &catch_ops;
    case BPMN_INTERMEDIATE_THROW_EVENT:
        return &throw_event_ops;
    case BPMN_END_EVENT:
        return &end_event_ops;
    case BPMN_SERVICE_TASK:
    case BPMN_SEND_TASK:
        return &job_task_ops;
    case BPMN_USER_TASK:
        return &user_task_ops;
    case BPMN_SCRIPT_TASK:
        return &script_task_ops;
    case BPMN_BUSINESS_RULE_TASK:
        return &decision_task_ops;
    case BPMN_CALL_ACTIVITY:
        return &call_activity_ops;
    case BPMN_EXCLUSIVE_GATEWAY:
        return &exclusive_gateway_ops;
    case BPMN_PARALLEL_GATEWAY:
        return &parallel_gateway_ops;
    case BPMN_EVENT_BASED_GATEWAY:
        return &event_gateway_ops;
    case BPMN_INCLUSIVE_GATEWAY:
        return &inclusive_gateway_ops;
    }
    UNREACHABLE("a loaded model has only kinds that are known");
}

/* --- pushing steps --- */

static struct step step_for(enum step_kind kind, const struct element_row *row)
{
    return (struct step){.kind = (uint8_t)kind,
                         .element = row->element,
                         .key = row->key,
                         .scope_key = row->scope_key,
                         .instance_key = row->instance_key,
                         .flow = BPMN_NONE};
}

void push_activate(struct exec *x, const struct element_row *scope, uint32_t element, uint32_t flow)
{
    step_push(x, (struct step){.kind = STEP_ACTIVATE,
                               .element = element,
                               .scope_key = scope->key,
                               .instance_key = scope->instance_key,
                               .flow = flow});
}

void push_activate_row(struct exec *x, const struct element_row *row)
{
    step_push(x, step_for(STEP_ACTIVATE, row));
}

void push_complete(struct exec *x, const struct element_row *row)
{
    step_push(x, step_for(STEP_COMPLETE, row));
}

void push_terminate(struct exec *x, const struct element_row *row)
{
    step_push(x, step_for(STEP_TERMINATE, row));
}

/* --- activation --- */

/* A token has come to an element that has no row yet: take it in, or leave it waiting. */
static struct element_row *token_admit(struct exec *x, struct element_row *scope,
                                       const struct step *step)
{
    const struct bpmn_element *e = &element_process(scope)->elements[step->element];
    const struct element_ops *ops = ops_of(e->kind);
    bool admitted = true;

    if (step->flow != BPMN_NONE) {
        if (ops->admit != NULL) {
            admitted = ops->admit(x, e, scope, step->flow);
        } else {
            scope->active_flows--;
        }
        scope_look_at_joins(x, scope);
    }
    return admitted ? scope_child_new(x, scope, step->element) : NULL;
}

/* Everything that can fail is evaluated before the element's first effect; a second run after an
 * incident begins again with the inputs. */
static enum verdict element_activate(struct exec *x, struct element_row *row)
{
    const struct bpmn_element *e = element_model(row);
    struct subscription_plan plan;
    enum verdict v = V_OK;

    if (row->state == ELEMENT_PENDING) {
        v = element_move(x, row, ELEMENT_ACTIVATING);
    }
    if (v == V_OK) {
        v = mapping_inputs(x, row);
    }
    if (v == V_OK) {
        v = subscriptions_plan(x, row, &plan);
    }
    if (v == V_OK) {
        v = ops_of(e->kind)->activate(x, e, row);
    }
    if (v == V_OK) {
        v = subscriptions_open(x, row, &plan);
    }
    return v;
}

static void run_activate(struct exec *x, const struct step *step)
{
    struct element_row *scope = element_find(x, step->scope_key);
    struct element_row *row = element_find(x, step->key);

    if ((step->scope_key != 0 && scope == NULL) || (step->key != 0 && row == NULL)) {
        return;
    }
    if (scope != NULL && row != NULL && scope->interrupted_by == row->key &&
        scope->state == ELEMENT_ACTIVATED) {
        scope_handed_over(scope);
    }
    if (!guard_activate(scope, row)) {
        return;
    }
    if (row == NULL) {
        row = token_admit(x, scope, step);
    }
    if (row != NULL && element_activate(x, row) == V_INCIDENT) {
        incident_raise(x, row, STEP_ACTIVATE);
    }
}

enum verdict element_pass(struct exec *x, struct element_row *row)
{
    enum verdict v = element_move(x, row, ELEMENT_ACTIVATED);

    if (v == V_OK) {
        push_complete(x, row);
    }
    return v;
}

/* --- completion --- */

/* One instance of a loop. What its body evaluates may fail: the outputs are mapped only once. */
static enum verdict complete_in_loop(struct exec *x, struct element_row *row)
{
    struct element_row *body = element_find(x, row->scope_key);
    enum verdict v = V_OK;

    ENSURE(x, body != NULL);
    if (!row->loop.has_mapped) {
        v = mapping_outputs(x, row);
        row->loop.has_mapped = v == V_OK;
    }
    if (v == V_OK) {
        const struct bpmn_element *e = element_model(body);

        v = ops_of(e->kind)->child_completes(x, e, body, row);
    }
    return v == V_OK ? element_complete(x, row) : v;
}

static enum verdict complete_commonly(struct exec *x, struct element_row *row)
{
    enum verdict v;

    if (bpmn_is_looped(element_process(row), element_model(row))) {
        return complete_in_loop(x, row);
    }
    v = mapping_outputs(x, row);
    return v == V_OK ? element_complete(x, row) : v;
}

static void run_complete(struct exec *x, const struct step *step)
{
    struct element_row *scope = element_find(x, step->scope_key);
    struct element_row *row = element_find(x, step->key);
    const struct element_ops *ops;
    enum verdict v = V_OK;

    if (row == NULL || !guard_complete(scope, row)) {
        return;
    }
    if (row->state == ELEMENT_ACTIVATED) {
        v = element_move(x, row, ELEMENT_COMPLETING);
    }
    ops = ops_of(element_model(row)->kind);
    if (v == V_OK) {
        v = ops->complete != NULL ? ops->complete(x, element_model(row), row)
                                  : complete_commonly(x, row);
    }
    if (v == V_INCIDENT) {
        incident_raise(x, row, STEP_COMPLETE);
    }
}

/* The row and all that hangs on it goes; whoever waited for the end is told. is_last: the instance
 * has been told to end, so its scope goes no further. */
static void element_end(struct exec *x, struct element_row *row, bool is_last)
{
    struct element_row *scope = element_find(x, row->scope_key);

    if (scope == NULL) {
        called_returned(x, row);
    }
    if (element_process(row)->has_compensation) {
        compensation_note(x, row, scope);
    }
    if (row->has_variables) {
        variable_rows_delete(&x->rows, row->key);
    }
    if (row->loop.count > 0) {
        loop_rows_delete(&x->rows, row->key);
    }
    element_row_remove(&x->rows, row);
    if (scope != NULL) {
        scope_child_ended(x, scope, is_last);
    } else {
        instance_ended(x, row);
    }
}

enum verdict element_complete_over(struct exec *x, struct element_row *row, const uint32_t *flows,
                                   uint32_t count)
{
    struct element_row *scope = element_find(x, row->scope_key);
    enum verdict v;
    bool is_last;

    subscriptions_close(x, row);
    v = element_move(x, row, ELEMENT_COMPLETED);
    if (v != V_OK) {
        return v;
    }
    is_last = instance_ends_with(x, row);
    for (uint32_t i = 0; i < count && !is_last; i++) {
        scope_flow_take(x, scope, flows[i]);
    }
    element_end(x, row, is_last);
    return V_OK;
}

enum verdict element_complete(struct exec *x, struct element_row *row)
{
    struct bpmn_range outgoing = element_model(row)->outgoing;

    return element_complete_over(x, row, element_process(row)->flow_refs + outgoing.first,
                                 outgoing.count);
}

enum verdict element_complete_by(struct exec *x, struct element_row *row, uint32_t flow)
{
    return element_complete_over(x, row, &flow, 1);
}

enum verdict element_complete_into(struct exec *x, struct element_row *row,
                                   const struct element_row *next, uint32_t flow)
{
    struct element_row *scope = element_find(x, row->scope_key);
    enum verdict v;
    bool is_last;

    ENSURE(x, scope != NULL);
    subscriptions_close(x, row);
    v = element_move(x, row, ELEMENT_COMPLETED);
    if (v != V_OK) {
        return v;
    }
    is_last = instance_ends_with(x, row);
    if (!is_last && flow != BPMN_NONE) {
        trace_flow(x, scope, &element_process(row)->flows[flow]);
    }
    if (!is_last) {
        push_activate_row(x, next);
    }
    element_end(x, row, is_last);
    return V_OK;
}

/* --- termination --- */

/* Everything that belongs to the element alone ends with it. */
static enum verdict terminate_begin(struct exec *x, struct element_row *row)
{
    enum verdict v = element_move(x, row, ELEMENT_TERMINATING);

    if (v != V_OK) {
        return v;
    }
    subscriptions_close(x, row);
    work_cancel(x, row);
    incident_close(x, row);
    scope_interrupt(x, row);
    scope_terminate_children(x, row, 0);
    return V_OK;
}

static enum verdict terminate_end(struct exec *x, struct element_row *row)
{
    struct element_row *boundary = element_find(x, row->interrupted_by);
    enum verdict v = element_move(x, row, ELEMENT_TERMINATED);
    bool is_last;

    if (v != V_OK) {
        return v;
    }
    if (row->loop.counter > 0) {
        struct element_row *body = element_find(x, row->scope_key);

        ENSURE(x, body != NULL);
        body->loop.terminated++;
    }
    is_last = instance_ends_with(x, row);
    if (!is_last && boundary != NULL) {
        push_activate_row(x, boundary);
    }
    element_end(x, row, is_last);
    return V_OK;
}

static void run_terminate(struct exec *x, const struct step *step)
{
    struct element_row *row = element_find(x, step->key);
    enum verdict v = V_OK;

    if (row == NULL || !guard_terminate(row)) {
        return;
    }
    if (row->state == ELEMENT_PENDING) {
        element_end(x, row, false); /* nobody has seen it yet */
        return;
    }
    if (row->state != ELEMENT_TERMINATING) {
        v = terminate_begin(x, row);
    } else if (row->active_children > 0) {
        /* Cancelling drops stored steps, and with them what the children may not have heard yet. */
        scope_terminate_children(x, row, 0);
    } else if (called_is_open(row)) {
        called_cancel(x, row);
    }
    if (v == V_OK && row->active_children == 0 && !called_is_open(row)) {
        v = terminate_end(x, row);
    }
    ASSERT(v != V_INCIDENT);
}

static void run_terminate_children(struct exec *x, const struct step *step)
{
    struct element_row *row = element_find(x, step->key);

    if (row != NULL && (row->interrupted || row->state == ELEMENT_TERMINATING)) {
        scope_terminate_children(x, row, step->after);
    }
}

static void run_take_message(struct exec *x, const struct step *step)
{
    struct element_row *row = element_find(x, step->key);

    if (row != NULL) {
        message_take_next(x, row, step->after);
    }
}

static void run_fire_joins(struct exec *x, const struct step *step)
{
    struct element_row *scope = element_find(x, step->key);

    if (scope != NULL && guard_activate(scope, NULL)) {
        joins_fire(x, scope);
    }
}

void step_run(struct exec *x, const struct step *step)
{
    switch ((enum step_kind)step->kind) {
    case STEP_ACTIVATE:
        run_activate(x, step);
        break;
    case STEP_COMPLETE:
        run_complete(x, step);
        break;
    case STEP_TERMINATE:
        run_terminate(x, step);
        break;
    case STEP_TERMINATE_CHILDREN:
        run_terminate_children(x, step);
        break;
    case STEP_TAKE_MESSAGE:
        run_take_message(x, step);
        break;
    case STEP_DELETE_HISTORY:
        history_delete(x, step);
        break;
    case STEP_RESOLVE_INCIDENTS:
        incidents_settle(x, step);
        break;
    case STEP_FIRE_JOINS:
        run_fire_joins(x, step);
        break;
    case STEP_BROADCAST_SIGNAL:
        signal_deliver(x, step);
        break;
    case STEP_BEGIN_INSTANCES:
        loop_begin(x, step);
        break;
    case STEP_LOOK_AT_CONDITIONS:
        conditions_look(x, step);
        break;
    case STEP_COMPENSATE:
        compensation_go_on(x, step);
        break;
    case STEP_NONE:
    case STEP_RUN_BATCH:
        break;
    }
}
