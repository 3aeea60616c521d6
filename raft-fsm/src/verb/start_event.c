#include "verb/start_event.h"

#include "row/definition_rows.h"
#include "row/signal_rows.h"

/* The start event as it will wait. No variables are there to be seen. */
static enum verdict plan_start(struct exec *x, const struct bpmn_process *process,
                               const struct bpmn_element *e, struct planned_start *out)
{
    const struct bpmn_event *event = &process->events[e->event];
    struct surroundings nothing = {.scope = NULL};

    out->element = e->index;
    if (event->kind == BPMN_EVENT_TIMER) {
        out->is_timer = true;
        return timer_evaluate(x, process, event, &nothing, &out->timer);
    }
    out->is_signal = event->kind == BPMN_EVENT_SIGNAL;
    return expression_string_in(
        x, &process->expressions[out->is_signal ? event->signal_name : event->message_name],
        &nothing, &out->message_name);
}

static bool waits(const struct bpmn_process *process, const struct bpmn_element *e)
{
    enum bpmn_event_kind kind = bpmn_event_kind_of(process, e);

    return e->kind == BPMN_START_EVENT &&
           (kind == BPMN_EVENT_MESSAGE || kind == BPMN_EVENT_TIMER || kind == BPMN_EVENT_SIGNAL);
}

enum verdict starts_plan(struct exec *x, const struct bpmn_process *process, struct start_plan *out)
{
    struct bpmn_range children = process->elements[0].children;

    out->count = 0;
    out->items = ARENA_ARRAY(x->arena, struct planned_start, children.count + 1);
    ENSURE(x, out->items != NULL);
    for (uint32_t i = 0; i < children.count; i++) {
        const struct bpmn_element *e =
            &process->elements[process->element_refs[children.first + i]];

        if (waits(process, e)) {
            enum verdict v = plan_start(x, process, e, &out->items[out->count]);

            if (v != V_OK) {
                return v;
            }
            out->count++;
        }
    }
    return V_OK;
}

/* The row of a start event that waits for a signal. */
static struct signal_subscription signal_start(const struct definition *definition,
                                               const struct definition_start *start)
{
    return (struct signal_subscription){.key = start->key,
                                        .definition_key = definition->key,
                                        .target = start->element,
                                        .tenant = definition->tenant,
                                        .name = start->message_name};
}

static void start_put_up(struct exec *x, const struct definition *definition,
                         const struct planned_start *plan)
{
    struct definition_start start = {.element = plan->element,
                                     .is_timer = plan->is_timer,
                                     .is_signal = plan->is_signal,
                                     .key = exec_next_key(x),
                                     .message_name = plan->message_name,
                                     .due_ms = plan->timer.due_ms};

    if (plan->is_timer && plan->timer.never) {
        return;
    }
    definition_start_put(&x->rows, definition->key, &start);
    if (plan->is_timer) {
        struct timer_row timer = {.key = start.key,
                                  .due_ms = start.due_ms,
                                  .definition_key = definition->key,
                                  .target = plan->element,
                                  .repetitions = plan->timer.repetitions,
                                  .cycle = plan->timer.cycle};

        timer_row_put(&x->rows, &timer);
        trace_timer(x, definition, NULL, &timer, TIMER_CREATED);
    } else if (plan->is_signal) {
        struct signal_subscription signal = signal_start(definition, &start);

        signal_subscription_put(&x->rows, &signal);
    } else {
        struct start_subscription message = {.key = start.key,
                                             .definition_key = definition->key,
                                             .element = plan->element,
                                             .message_name = plan->message_name};

        start_subscription_put(&x->rows, definition->tenant, &message);
        trace_start_subscription(x, definition, &message, SUBSCRIPTION_CREATED);
    }
}

void starts_put_up(struct exec *x, const struct definition *definition,
                   const struct start_plan *plan)
{
    for (uint32_t i = 0; i < plan->count; i++) {
        start_put_up(x, definition, &plan->items[i]);
    }
}

static void start_take_down(struct exec *x, const struct definition *definition,
                            const struct definition_start *start)
{
    definition_start_delete(&x->rows, definition->key, start->element);
    if (start->is_timer) {
        struct timer_row timer = {
            .key = start->key, .due_ms = start->due_ms, .target = start->element};

        timer_row_delete(&x->rows, timer.key, timer.due_ms);
        trace_timer(x, definition, NULL, &timer, TIMER_CANCELED);
    } else if (start->is_signal) {
        struct signal_subscription signal = signal_start(definition, start);

        signal_subscription_delete(&x->rows, &signal);
    } else {
        struct start_subscription message = {.key = start->key,
                                             .definition_key = definition->key,
                                             .element = start->element,
                                             .message_name = start->message_name};

        start_subscription_delete(&x->rows, definition->tenant, &message);
        trace_start_subscription(x, definition, &message, SUBSCRIPTION_DELETED);
    }
}

enum verdict starts_take_down(struct exec *x, uint64_t definition_key)
{
    const struct definition *definition = definitions_get(x->definitions, &x->rows, definition_key);
    struct definition_start start;

    ENSURE(x, definition != NULL);
    while (definition_start_from(&x->rows, definition_key, 0, &start)) {
        start_take_down(x, definition, &start);
    }
    return V_OK;
}
