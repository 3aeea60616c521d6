/* Intermediate throw event (BPMN 2.0.2, 13.5.2): none does nothing, a link goes on at the catch
 * event of its name; signals and escalations are thrown here for end events as well.
 *
 * What is thrown happens before the event completes, so that an event that ends its own scope by it
 * is terminated. */
#include "element/element_kinds.h"
#include "engine/lifecycle.h"
#include "engine/scope.h"
#include "verb/event.h"
#include "verb/expression.h"
#include "verb/mapping.h"
#include "verb/signal.h"
#include "verb/variable.h"

/* What the event has of its own, as an object. */
static struct slice local_variables(struct exec *x, const struct element_row *row)
{
    struct variable_list list = variables_local(x, row);
    struct buffer *out = x->rows.buffer;

    buffer_reset(out);
    value_put_object(out, list.count);
    for (uint32_t i = 0; i < list.count; i++) {
        value_put_string(out, list.items[i].name);
        value_put_value(out, list.items[i].value);
    }
    return arena_copy(x->arena, buffer_slice(out));
}

static enum verdict throw_signal(struct exec *x, const struct bpmn_event *event,
                                 struct element_row *row)
{
    struct signal_row signal = {.tenant = row->definition->tenant};
    enum verdict v = expression_string(x, row, event->signal_name, &signal.name);

    if (v != V_OK) {
        return v;
    }
    signal.variables = local_variables(x, row);
    ENSURE(x, signal.variables.data != NULL);
    (void)signal_broadcast(x, &signal);
    return element_pass(x, row);
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
