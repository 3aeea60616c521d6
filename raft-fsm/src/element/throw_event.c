/* Intermediate throw event (BPMN 2.0.2, 13.5.2): none does nothing, a link goes on at the catch
 * event of its name; messages, signals, escalations and compensation are thrown here for end events
 * as well. A message is published, or sent by a worker when the model names a job type.
 *
 * What is thrown happens before the event completes, so that an event that ends its own scope by it
 * is terminated. */
#include "element/element_kinds.h"
#include "engine/lifecycle.h"
#include "engine/scope.h"
#include "verb/compensation.h"
#include "verb/event.h"
#include "verb/expression.h"
#include "verb/mapping.h"
#include "verb/message.h"
#include "verb/signal.h"
#include "verb/timer.h"
#include "verb/variable.h"

#define MESSAGE_LIFE_MS (60LL * 60 * 1000)

static enum verdict throw_signal(struct exec *x, const struct bpmn_event *event,
                                 struct element_row *row)
{
    struct signal_row signal = {.tenant = row->definition->tenant};
    enum verdict v = expression_string(x, row, event->signal_name, &signal.name);

    if (v != V_OK) {
        return v;
    }
    signal.variables = variables_object(x, row);
    ENSURE(x, signal.variables.data != NULL);
    (void)signal_broadcast(x, &signal);
    return element_pass(x, row);
}

/* An hour, unless the model says otherwise: who is to get it may not wait yet. */
static enum verdict plan_deadline(struct exec *x, const struct bpmn_event *event,
                                  const struct element_row *row, int64_t *out_ms)
{
    struct surroundings around = {.scope = row};
    struct outcome outcome;
    enum verdict v;

    if (event->time_to_live == BPMN_NONE) {
        *out_ms = time_after(x->now_ms, MESSAGE_LIFE_MS);
        return V_OK;
    }
    v = expression_evaluate(x, &element_process(row)->expressions[event->time_to_live], &around,
                            INCIDENT_EXTRACT_VALUE_ERROR, &outcome);
    return v == V_OK ? timer_after_now(x, &outcome, out_ms) : v;
}

static enum verdict plan_message(struct exec *x, const struct bpmn_event *event,
                                 const struct element_row *row, struct message_row *out)
{
    struct surroundings around = {.scope = row};
    enum verdict v = expression_string(x, row, event->message_name, &out->name);

    if (v == V_OK && event->correlation_key != BPMN_NONE) {
        v = expression_correlation_key(x,
                                       &element_process(row)->expressions[event->correlation_key],
                                       &around, &out->correlation_key);
    }
    if (v == V_OK && event->message_id != BPMN_NONE) {
        v = expression_string_or_null(x, row, event->message_id, &out->message_id);
    }
    return v == V_OK ? plan_deadline(x, event, row, &out->deadline_ms) : v;
}

/* One whose id was published already is not published again. Who gets it may interrupt the event's
 * own scope: then the event does not complete. */
static enum verdict throw_message(struct exec *x, const struct bpmn_event *event,
                                  struct element_row *row)
{
    struct message_row message = {.tenant = row->definition->tenant};
    uint64_t acting_instance = x->acting_instance;
    enum verdict v = plan_message(x, event, row, &message);

    if (v == V_OK) {
        v = element_move(x, row, ELEMENT_ACTIVATED);
    }
    if (v == V_OK &&
        !(message.message_id.data != NULL && message_id_is_taken(&x->rows, &message))) {
        message.variables = variables_object(x, row);
        ENSURE(x, message.variables.data != NULL);
        message.key = exec_next_key(x);
        v = message_hand_out(x, &message);
    }
    x->acting_instance = acting_instance;
    if (v == V_OK) {
        push_complete(x, row);
    }
    return v;
}

/* The event stays active when it is interrupted: it ends with its scope. */
static enum verdict throw_escalation(struct exec *x, const struct bpmn_event *event,
                                     struct element_row *row)
{
    bool interrupts = false;
    struct slice code;
    enum verdict v = expression_string(x, row, event->escalation_code, &code);

    if (v == V_OK) {
        v = element_move(x, row, ELEMENT_ACTIVATED);
    }
    if (v == V_OK) {
        v = escalation_throw(x, element_find(x, row->scope_key), code, &interrupts);
    }
    if (v == V_OK && !interrupts) {
        push_complete(x, row);
    }
    return v;
}

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    const struct bpmn_process *process = element_process(row);
    enum bpmn_event_kind kind = bpmn_event_kind_of(process, e);

    if (kind == BPMN_EVENT_COMPENSATION) {
        return compensation_begin(x, row);
    }
    if (kind == BPMN_EVENT_MESSAGE && e->job_type != BPMN_NONE) {
        return job_task_ops.activate(x, e, row);
    }
    if (kind == BPMN_EVENT_MESSAGE) {
        return throw_message(x, &process->events[e->event], row);
    }
    if (kind == BPMN_EVENT_SIGNAL) {
        return throw_signal(x, &process->events[e->event], row);
    }
    if (kind == BPMN_EVENT_ESCALATION) {
        return throw_escalation(x, &process->events[e->event], row);
    }
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
