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

bool event_is_welcome_at(struct exec *x, const struct element_row *row, uint32_t target)
{
    const struct element_row *scope = element_find(x, row->scope_key);

    if (row->interrupted_by != 0 &&
        element_process(row)->elements[target].kind == BPMN_BOUNDARY_EVENT) {
        return guard_boundary(scope, row, element_find(x, row->interrupted_by));
    }
    return guard_event(scope, row);
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

static enum verdict event_subprocess_arrive(struct exec *x, struct element_row *row,
                                            uint32_t target, struct slice payload)
{
    const struct bpmn_element *start = &element_process(row)->elements[target];
    struct element_row *next = scope_child_new(x, row, start->scope);
    struct element_row *begun = next == NULL ? NULL : scope_child_new(x, next, target);

    ENSURE(x, begun != NULL);
    mapping_payload(x, begun, payload);
    if (!start->interrupting) {
        push_activate_row(x, next);
        return V_OK;
    }
    subscriptions_close_inner(x, row);
    scope_hand_over(x, row, next);
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
    const struct bpmn_process *process = element_process(row);

    ENSURE(x, event_is_welcome_at(x, row, target));
    if (element_model(row)->kind == BPMN_EVENT_BASED_GATEWAY) {
        return gateway_arrive(x, row, target, payload);
    }
    if (bpmn_starts_event_sub_process(process, &process->elements[target])) {
        return event_subprocess_arrive(x, row, target, payload);
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

/* --- errors and escalations: who catches them --- */

struct thrown {
    enum bpmn_event_kind kind;
    struct slice code;
    struct slice available; /* codes of errors that would have been caught, for people */
};

static bool has_code(const struct bpmn_process *process, const struct bpmn_event *event,
                     struct slice *code)
{
    if (event->kind == BPMN_EVENT_ERROR) {
        *code = event->error_code;
        return event->has_error_code;
    }
    if (event->escalation_code == BPMN_NONE) {
        return false;
    }
    *code = process->expressions[event->escalation_code].text;
    return true;
}

/* Which of these events catches it, but for one in `without`: BPMN_NONE when none does. */
static uint32_t catcher_among(struct exec *x, const struct bpmn_process *process,
                              struct bpmn_range range, uint32_t without, struct thrown *thrown)
{
    uint32_t for_all = BPMN_NONE;

    for (uint32_t i = 0; i < range.count; i++) {
        uint32_t index = process->element_refs[range.first + i];
        const struct bpmn_element *catcher = &process->elements[index];
        struct slice code;

        if (bpmn_event_kind_of(process, catcher) != thrown->kind || catcher->scope == without) {
            continue;
        }
        if (!has_code(process, &process->events[catcher->event], &code)) {
            for_all = index;
        } else if (slice_equal(code, thrown->code)) {
            return index;
        } else {
            thrown->available =
                exec_printf(x, "%.*s%s%.*s", SLICE_ARG(thrown->available),
                            thrown->available.size > 0 ? ", " : "", SLICE_ARG(code));
        }
    }
    return for_all;
}

/* What comes out of an event subprocess that has interrupted its scope is caught by no other one
 * of that scope. */
static bool may_begin_another(const struct bpmn_process *process, uint32_t from)
{
    return from == BPMN_NONE || process->elements[from].kind != BPMN_EVENT_SUB_PROCESS ||
           !process->elements[process->elements[from].none_start].interrupting;
}

/* from: the element in the row that it comes out of; BPMN_NONE: the row itself. */
static uint32_t catcher_of(struct exec *x, const struct element_row *row, uint32_t from,
                           struct thrown *thrown)
{
    const struct bpmn_process *process = element_process(row);
    const struct bpmn_element *e = element_model(row);
    uint32_t catcher = BPMN_NONE;

    if (e->inner_starts.count > 0 && event_is_welcome(x, row) && may_begin_another(process, from)) {
        catcher = catcher_among(x, process, e->inner_starts, from, thrown);
    }
    if (catcher == BPMN_NONE && e->boundaries.count > 0 &&
        event_is_welcome_at(x, row, process->element_refs[e->boundaries.first])) {
        catcher = catcher_among(x, process, e->boundaries, BPMN_NONE, thrown);
    }
    return catcher;
}

/* A called process lies in its call activity. */
static struct element_row *next_outwards(struct exec *x, const struct element_row *row)
{
    return row->scope_key == 0 ? called_caller(x, row) : element_find(x, row->scope_key);
}

/* Who catches it, from `from` outwards; NULL when nobody does. */
static struct element_row *find_catcher(struct exec *x, struct element_row *from,
                                        struct thrown *thrown, uint32_t *catcher)
{
    uint32_t before = BPMN_NONE;

    for (struct element_row *row = from; row != NULL; row = next_outwards(x, row)) {
        *catcher = catcher_of(x, row, before, thrown);
        if (*catcher != BPMN_NONE) {
            return row;
        }
        before = row->scope_key == 0 ? BPMN_NONE : row->element;
    }
    return NULL;
}

bool error_throw(struct exec *x, struct element_row *from, struct slice code, struct slice payload,
                 struct slice *available)
{
    struct thrown thrown = {.kind = BPMN_EVENT_ERROR, .code = code};
    uint32_t catcher;
    struct element_row *row = find_catcher(x, from, &thrown, &catcher);

    *available = thrown.available;
    return row != NULL && event_arrive(x, row, catcher, payload) == V_OK;
}

enum verdict escalation_throw(struct exec *x, struct element_row *from, struct slice code,
                              bool *interrupts)
{
    struct thrown thrown = {.kind = BPMN_EVENT_ESCALATION, .code = code};
    uint32_t catcher;
    struct element_row *row = find_catcher(x, from, &thrown, &catcher);

    *interrupts = row != NULL && element_process(row)->elements[catcher].interrupting;
    return row == NULL ? V_OK : event_arrive(x, row, catcher, value_empty_object());
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
