#include "verb/event.h"

#include "engine/elements.h"
#include "engine/lifecycle.h"
#include "engine/scope.h"
#include "verb/called.h"
#include "verb/mapping.h"
#include "verb/subscription.h"

bool event_is_welcome(struct exec *x, const struct element_row *row)
{
    return guard_event(element_find(x, row->scope_key), row);
}

/* The element that goes on with the event, made but not begun; NULL when that could not be. */
static struct element_row *target_new(struct exec *x, const struct element_row *row,
                                      uint32_t target, struct slice payload)
{
    struct element_row *scope = element_find(x, row->scope_key);
    struct element_row *next = scope == NULL ? NULL : scope_child_new(x, scope, target);

    if (next != NULL) {
        mapping_payload(x, next, payload);
    }
    return next;
}

static enum verdict boundary_arrive(struct exec *x, struct element_row *row, uint32_t target,
                                    struct slice payload)
{
    struct element_row *boundary = target_new(x, row, target, payload);

    ENSURE(x, boundary != NULL);
    if (!element_model(boundary)->interrupting) {
        push_activate_row(x, boundary);
        return V_OK;
    }
    row->interrupted_by = boundary->key;
    subscriptions_close(x, row);
    push_terminate(x, row);
    return V_OK;
}

/* The first event behind the gateway has come: its element waits for the gateway to complete. */
static enum verdict gateway_arrive(struct exec *x, struct element_row *row, uint32_t target,
                                   struct slice payload)
{
    struct element_row *next = target_new(x, row, target, payload);

    ENSURE(x, next != NULL);
    row->interrupted_by = next->key;
    subscriptions_close(x, row);
    push_complete(x, row);
    return V_OK;
}

enum verdict event_arrive(struct exec *x, struct element_row *row, uint32_t target,
                          struct slice payload)
{
    ENSURE(x, event_is_welcome(x, row));
    if (element_model(row)->kind == BPMN_EVENT_BASED_GATEWAY) {
        return gateway_arrive(x, row, target, payload);
    }
    if (target != row->element) {
        return boundary_arrive(x, row, target, payload);
    }
    event_fulfils(x, row, payload);
    return V_OK;
}

void event_fulfils(struct exec *x, struct element_row *row, struct slice payload)
{
    mapping_payload(x, row, payload);
    subscriptions_close(x, row);
    push_complete(x, row);
}

/* --- errors --- */

/* The boundary event of the row that catches the code: BPMN_NONE when none does. */
static uint32_t catcher_of(struct exec *x, const struct element_row *row, struct slice code,
                           struct slice *available)
{
    const struct bpmn_process *process = element_process(row);
    struct bpmn_range range = element_model(row)->boundaries;
    uint32_t for_all = BPMN_NONE;

    for (uint32_t i = 0; i < range.count; i++) {
        uint32_t index = process->element_refs[range.first + i];
        const struct bpmn_element *boundary = &process->elements[index];
        const struct bpmn_event *event;

        if (bpmn_event_kind_of(process, boundary) != BPMN_EVENT_ERROR) {
            continue;
        }
        event = &process->events[boundary->event];
        if (!event->has_error_code) {
            for_all = index;
        } else if (slice_equal(event->error_code, code)) {
            return index;
        } else {
            *available = exec_printf(x, "%.*s%s%.*s", SLICE_ARG(*available),
                                     available->size > 0 ? ", " : "", SLICE_ARG(event->error_code));
        }
    }
    return for_all;
}

/* A called process lies in its call activity. */
static struct element_row *next_outwards(struct exec *x, const struct element_row *row)
{
    return row->scope_key == 0 ? called_caller(x, row) : element_find(x, row->scope_key);
}

bool error_throw(struct exec *x, struct element_row *from, struct slice code, struct slice payload,
                 struct slice *available)
{
    *available = SLICE_EMPTY;
    for (struct element_row *row = from; row != NULL; row = next_outwards(x, row)) {
        uint32_t catcher =
            event_is_welcome(x, row) ? catcher_of(x, row, code, available) : BPMN_NONE;

        if (catcher != BPMN_NONE) {
            return event_arrive(x, row, catcher, payload) == V_OK;
        }
    }
    return false;
}

enum verdict error_unhandled(struct exec *x, struct slice code, struct slice message,
                             struct slice available)
{
    struct slice with = SLICE_EMPTY;

    if (message.size > 0) {
        with = exec_printf(x, " with message '%.*s'", SLICE_ARG(message));
    }
    if (available.size == 0) {
        return exec_incident(x, INCIDENT_UNHANDLED_ERROR_EVENT,
                             "Expected to throw an error event with the code '%.*s'%.*s, but it "
                             "was not caught. No error events are available in the scope.",
                             SLICE_ARG(code), SLICE_ARG(with));
    }
    return exec_incident(x, INCIDENT_UNHANDLED_ERROR_EVENT,
                         "Expected to throw an error event with the code '%.*s'%.*s, but it was "
                         "not caught. Available error events are [%.*s]",
                         SLICE_ARG(code), SLICE_ARG(with), SLICE_ARG(available));
}

/* --- escalations --- */

/* The boundary event of the row that catches the code: BPMN_NONE when none does. */
static uint32_t escalation_catcher_of(const struct element_row *row, struct slice code)
{
    const struct bpmn_process *process = element_process(row);
    struct bpmn_range range = element_model(row)->boundaries;
    uint32_t for_all = BPMN_NONE;

    for (uint32_t i = 0; i < range.count; i++) {
        uint32_t index = process->element_refs[range.first + i];
        const struct bpmn_element *boundary = &process->elements[index];
        uint32_t caught;

        if (bpmn_event_kind_of(process, boundary) != BPMN_EVENT_ESCALATION) {
            continue;
        }
        caught = process->events[boundary->event].escalation_code;
        if (caught == BPMN_NONE) {
            for_all = index;
        } else if (slice_equal(process->expressions[caught].text, code)) {
            return index;
        }
    }
    return for_all;
}

enum verdict escalation_throw(struct exec *x, struct element_row *from, struct slice code,
                              bool *interrupts)
{
    *interrupts = false;
    for (struct element_row *row = from; row != NULL; row = next_outwards(x, row)) {
        uint32_t catcher = event_is_welcome(x, row) ? escalation_catcher_of(row, code) : BPMN_NONE;

        if (catcher != BPMN_NONE) {
            *interrupts = element_process(row)->elements[catcher].interrupting;
            return event_arrive(x, row, catcher, value_empty_object());
        }
    }
    return V_OK;
}
