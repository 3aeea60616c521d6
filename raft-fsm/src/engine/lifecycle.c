#include "engine/lifecycle.h"

#define BIT(state) (1U << (state))

/* Which states each state may be followed by. */
static const unsigned allowed[] = {
    [ELEMENT_PENDING] = BIT(ELEMENT_ACTIVATING) | BIT(ELEMENT_TERMINATING),
    [ELEMENT_ACTIVATING] = BIT(ELEMENT_ACTIVATED) | BIT(ELEMENT_TERMINATING),
    [ELEMENT_ACTIVATED] = BIT(ELEMENT_COMPLETING) | BIT(ELEMENT_TERMINATING),
    [ELEMENT_COMPLETING] = BIT(ELEMENT_COMPLETED) | BIT(ELEMENT_TERMINATING),
    [ELEMENT_COMPLETED] = 0,
    [ELEMENT_TERMINATING] = BIT(ELEMENT_TERMINATED),
    [ELEMENT_TERMINATED] = 0,
};

bool lifecycle_allows(uint8_t from, uint8_t to)
{
    return from <= ELEMENT_TERMINATED && to <= ELEMENT_TERMINATED && (allowed[from] & BIT(to)) != 0;
}

/* A process instance shows itself when it begins (verb/instance.c), ends, and has incidents. */
static void trace_move(struct exec *x, const struct element_row *row, enum element_state to)
{
    if (row->scope_key != 0) {
        trace_element(x, row, to);
    } else if (to == ELEMENT_COMPLETED) {
        trace_instance(x, row, INSTANCE_COMPLETED);
    } else if (to == ELEMENT_TERMINATED) {
        trace_instance(x, row, INSTANCE_TERMINATED);
    }
}

enum verdict element_move(struct exec *x, struct element_row *row, enum element_state to)
{
    ENSURE(x, lifecycle_allows(row->state, (uint8_t)to));
    row->state = (uint8_t)to;
    if (to == ELEMENT_ACTIVATING) {
        row->start_ms = x->now_ms;
    }
    trace_move(x, row, to);
    return V_OK;
}

static bool scope_is_open(const struct element_row *scope)
{
    return scope == NULL || (scope->state == ELEMENT_ACTIVATED && !scope->interrupted);
}

bool guard_activate(const struct element_row *scope, const struct element_row *row)
{
    return scope_is_open(scope) &&
           (row == NULL || row->state == ELEMENT_PENDING || row->state == ELEMENT_ACTIVATING);
}

/* What goes on behind an event-based gateway waits for its completion, all else for an end. */
static bool is_interrupted(const struct element_row *row)
{
    return row->interrupted_by != 0 && element_model(row)->kind != BPMN_EVENT_BASED_GATEWAY;
}

bool guard_complete(const struct element_row *scope, const struct element_row *row)
{
    return scope_is_open(scope) && !is_interrupted(row) && row->active_children == 0 &&
           row->active_flows == 0 &&
           (row->state == ELEMENT_ACTIVATED || row->state == ELEMENT_COMPLETING);
}

bool guard_terminate(const struct element_row *row)
{
    return row->state < ELEMENT_COMPLETED || row->state == ELEMENT_TERMINATING;
}

bool guard_boundary(const struct element_row *scope, const struct element_row *row,
                    const struct element_row *heir)
{
    return guard_event(scope, row) || (scope_is_open(scope) && row->state == ELEMENT_ACTIVATED &&
                                       heir != NULL && heir->scope_key == row->key);
}

bool guard_event(const struct element_row *scope, const struct element_row *row)
{
    return scope_is_open(scope) && row->interrupted_by == 0 && !row->interrupted &&
           row->state == ELEMENT_ACTIVATED;
}
