#include "verb/subscription.h"

#include "row/condition_rows.h"
#include "row/message_rows.h"
#include "verb/condition.h"
#include "verb/message.h"
#include "verb/signal.h"

/* --- planning --- */

static enum verdict plan_message(struct exec *x, const struct bpmn_process *process,
                                 const struct bpmn_event *event, const struct surroundings *around,
                                 struct planned_subscription *out)
{
    enum verdict v = expression_string_in(x, &process->expressions[event->message_name], around,
                                          &out->message_name);

    out->kind = SUBSCRIPTION_MESSAGE;
    ENSURE(x, event->correlation_key != BPMN_NONE);
    return v == V_OK ? expression_correlation_key(x, &process->expressions[event->correlation_key],
                                                  around, &out->correlation_key)
                     : v;
}

/* Whether it holds is looked at once it is waited for; here, that it can be evaluated. */
static enum verdict plan_condition(struct exec *x, const struct bpmn_process *process,
                                   const struct bpmn_event *event,
                                   const struct surroundings *around)
{
    struct outcome outcome;

    return expression_evaluate(x, &process->expressions[event->condition], around,
                               INCIDENT_EXTRACT_VALUE_ERROR, &outcome);
}

/* One event of the element itself or of its boundary; what is thrown from within is not waited for.
 */
static enum verdict plan_event(struct exec *x, const struct element_row *row, uint32_t target,
                               struct subscription_plan *plan)
{
    const struct bpmn_process *process = element_process(row);
    const struct bpmn_element *e = &process->elements[target];
    /* A boundary event belongs to the scope around: it does not see its activity's variables. */
    struct surroundings around = {
        .scope = e->kind == BPMN_BOUNDARY_EVENT ? element_find(x, row->scope_key) : row};
    struct planned_subscription *item = &plan->items[plan->count];
    enum verdict v;

    item->target = target;
    switch (bpmn_event_kind_of(process, e)) {
    case BPMN_EVENT_MESSAGE:
        plan->count++;
        return plan_message(x, process, &process->events[e->event], &around, item);
    case BPMN_EVENT_TIMER:
        item->kind = SUBSCRIPTION_TIMER;
        v = timer_evaluate(x, process, &process->events[e->event], &around, &item->timer);
        if (v == V_OK && !item->timer.never) {
            plan->count++;
        }
        return v;
    case BPMN_EVENT_SIGNAL:
        plan->count++;
        item->kind = SUBSCRIPTION_SIGNAL;
        return expression_string_in(x, &process->expressions[process->events[e->event].signal_name],
                                    &around, &item->message_name);
    case BPMN_EVENT_CONDITIONAL:
        plan->count++;
        item->kind = SUBSCRIPTION_CONDITION;
        return plan_condition(x, process, &process->events[e->event], &around);
    case BPMN_EVENT_NONE:
    case BPMN_EVENT_ERROR:
    case BPMN_EVENT_ESCALATION:
    case BPMN_EVENT_TERMINATE:
    case BPMN_EVENT_LINK:
    case BPMN_EVENT_COMPENSATION:
    case BPMN_EVENT_CANCEL:
        return V_OK;
    }
    ENSURE(x, false);
}

bool subscription_is_own(const struct bpmn_process *process, const struct bpmn_element *e)
{
    return (e->kind == BPMN_INTERMEDIATE_CATCH_EVENT || e->kind == BPMN_RECEIVE_TASK) &&
           bpmn_event_kind_of(process, e) != BPMN_EVENT_LINK &&
           !bpmn_follows_event_gateway(process, e);
}

uint32_t subscription_other_count(const struct bpmn_element *e)
{
    return e->kind == BPMN_EVENT_BASED_GATEWAY ? e->outgoing.count
                                               : e->boundaries.count + e->inner_starts.count;
}

uint32_t subscription_other(const struct bpmn_process *process, const struct bpmn_element *e,
                            uint32_t i)
{
    if (e->kind == BPMN_EVENT_BASED_GATEWAY) {
        return process->flows[process->flow_refs[e->outgoing.first + i]].target;
    }
    return process
        ->element_refs[i < e->boundaries.count ? e->boundaries.first + i
                                               : e->inner_starts.first + i - e->boundaries.count];
}

enum verdict subscriptions_plan(struct exec *x, const struct element_row *row,
                                struct subscription_plan *out)
{
    const struct bpmn_element *e = element_model(row);
    bool is_own = subscription_is_own(element_process(row), e);
    uint32_t count = subscription_other_count(e);
    enum verdict v = V_OK;

    out->count = 0;
    if (!is_own && count == 0) {
        return V_OK;
    }
    out->items = ARENA_ARRAY(x->arena, struct planned_subscription, count + 1);
    ENSURE(x, out->items != NULL);
    if (is_own) {
        v = plan_event(x, row, row->element, out);
    }
    for (uint32_t i = 0; v == V_OK && i < count; i++) {
        v = plan_event(x, row, subscription_other(element_process(row), e, i), out);
    }
    return v;
}

/* --- opening --- */

static struct timer_row arm(struct exec *x, struct element_row *row, uint32_t target,
                            const struct timer_plan *plan)
{
    struct timer_row timer = {.key = exec_next_key(x),
                              .due_ms = plan->due_ms,
                              .element_key = row->key,
                              .instance_key = row->instance_key,
                              .definition_key = row->definition_key,
                              .target = target,
                              .repetitions = plan->repetitions,
                              .cycle = plan->cycle};

    timer_row_put(&x->rows, &timer);
    trace_timer(x, row->definition, row, &timer, TIMER_CREATED);
    return timer;
}

static enum verdict open_timer(struct exec *x, struct element_row *row,
                               const struct planned_subscription *item)
{
    struct timer_row timer = arm(x, row, item->target, &item->timer);
    struct element_subscription *open = element_subscription_add(&x->rows, row);

    ENSURE(x, open != NULL);
    *open = (struct element_subscription){.kind = SUBSCRIPTION_TIMER,
                                          .target = item->target,
                                          .key = timer.key,
                                          .due_ms = timer.due_ms};
    return V_OK;
}

static enum verdict open_message(struct exec *x, struct element_row *row,
                                 const struct planned_subscription *item,
                                 struct subscription_row *out)
{
    struct element_subscription *open = element_subscription_add(&x->rows, row);

    ENSURE(x, open != NULL);
    *out = (struct subscription_row){.key = exec_next_key(x),
                                     .element_key = row->key,
                                     .instance_key = row->instance_key,
                                     .target = item->target,
                                     .tenant = row->definition->tenant,
                                     .process_id = row->definition->process_id,
                                     .message_name = item->message_name,
                                     .correlation_key = item->correlation_key};
    *open = (struct element_subscription){.kind = SUBSCRIPTION_MESSAGE,
                                          .target = item->target,
                                          .key = out->key,
                                          .message_name = item->message_name,
                                          .correlation_key = item->correlation_key};
    subscription_row_put(&x->rows, out);
    trace_subscription(x, row, out, SUBSCRIPTION_CREATED);
    return V_OK;
}

static enum verdict open_signal(struct exec *x, struct element_row *row,
                                const struct planned_subscription *item)
{
    struct element_subscription *open = element_subscription_add(&x->rows, row);
    struct signal_subscription signal;

    ENSURE(x, open != NULL);
    *open = (struct element_subscription){.kind = SUBSCRIPTION_SIGNAL,
                                          .target = item->target,
                                          .key = exec_next_key(x),
                                          .message_name = item->message_name};
    signal = signal_subscription_of(row, open);
    signal_subscription_put(&x->rows, &signal);
    return V_OK;
}

static enum verdict open_condition(struct exec *x, struct element_row *row,
                                   const struct planned_subscription *item)
{
    struct element_subscription *open = element_subscription_add(&x->rows, row);

    ENSURE(x, open != NULL);
    *open = (struct element_subscription){
        .kind = SUBSCRIPTION_CONDITION, .target = item->target, .key = exec_next_key(x)};
    condition_row_put(&x->rows, row->instance_key, open->key, row->key);
    conditions_look_later(x, row);
    return V_OK;
}

/* message: room for the row of one. */
static enum verdict open_one(struct exec *x, struct element_row *row,
                             const struct planned_subscription *item,
                             struct subscription_row *message)
{
    switch (item->kind) {
    case SUBSCRIPTION_TIMER:
        return open_timer(x, row, item);
    case SUBSCRIPTION_SIGNAL:
        return open_signal(x, row, item);
    case SUBSCRIPTION_CONDITION:
        return open_condition(x, row, item);
    case SUBSCRIPTION_MESSAGE:
        return open_message(x, row, item, message);
    }
    ENSURE(x, false);
}

enum verdict subscriptions_open(struct exec *x, struct element_row *row,
                                const struct subscription_plan *plan)
{
    struct subscription_row *messages = NULL;
    uint32_t message_count = 0;
    enum verdict v = V_OK;

    if (plan->count == 0) {
        return V_OK;
    }
    messages = ARENA_ARRAY(x->arena, struct subscription_row, plan->count);
    ENSURE(x, messages != NULL);
    for (uint32_t i = 0; v == V_OK && i < plan->count; i++) {
        const struct planned_subscription *item = &plan->items[i];

        v = open_one(x, row, item, &messages[message_count]);
        message_count += item->kind == SUBSCRIPTION_MESSAGE ? 1 : 0;
    }
    for (uint32_t i = 0; v == V_OK && i < message_count; i++) {
        message_take_buffered(x, row, &messages[i]);
    }
    return v;
}

/* --- closing --- */

static void close_timer(struct exec *x, struct element_row *row,
                        const struct element_subscription *open)
{
    struct timer_row timer;

    if (timer_row_get(&x->rows, open->key, open->due_ms, &timer)) {
        timer_row_delete(&x->rows, timer.key, timer.due_ms);
        trace_timer(x, row->definition, row, &timer, TIMER_CANCELED);
    }
}

static void close_message(struct exec *x, struct element_row *row,
                          const struct element_subscription *open)
{
    struct subscription_row closed = message_subscription_of(row, open);

    subscription_row_delete(&x->rows, &closed);
    trace_subscription(x, row, &closed, SUBSCRIPTION_DELETED);
}

static void close_signal(struct exec *x, const struct element_row *row,
                         const struct element_subscription *open)
{
    struct signal_subscription closed = signal_subscription_of(row, open);

    signal_subscription_delete(&x->rows, &closed);
}

static void close_one(struct exec *x, struct element_row *row,
                      const struct element_subscription *open)
{
    switch (open->kind) {
    case SUBSCRIPTION_TIMER:
        close_timer(x, row, open);
        break;
    case SUBSCRIPTION_MESSAGE:
        close_message(x, row, open);
        break;
    case SUBSCRIPTION_SIGNAL:
        close_signal(x, row, open);
        break;
    case SUBSCRIPTION_CONDITION:
        condition_row_delete(&x->rows, row->instance_key, open->key);
        break;
    }
}

void subscriptions_close(struct exec *x, struct element_row *row)
{
    for (uint32_t i = 0; i < row->subscription_count; i++) {
        close_one(x, row, &row->subscriptions[i]);
    }
    row->subscription_count = 0;
}

static bool is_inner(const struct element_row *row, uint32_t target)
{
    const struct bpmn_process *process = element_process(row);

    return bpmn_starts_event_sub_process(process, &process->elements[target]);
}

void subscriptions_close_inner(struct exec *x, struct element_row *row)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < row->subscription_count; i++) {
        const struct element_subscription open = row->subscriptions[i];

        if (is_inner(row, open.target)) {
            close_one(x, row, &open);
        } else {
            row->subscriptions[kept++] = open;
        }
    }
    row->subscription_count = kept;
}

/* --- another definition --- */

/* An event subprocess has interrupted the scope: no other one begins. It is alone in there, unless
 * a modification has brought others later. */
static bool was_taken_over(struct exec *x, const struct element_row *row)
{
    const struct element_row *first =
        row->active_children == 0 ? NULL
                                  : element_find(x, element_child_after(&x->rows, row->key, 0));

    return first != NULL && element_model(first)->kind == BPMN_EVENT_SUB_PROCESS &&
           element_process(first)->elements[element_model(first)->none_start].interrupting;
}

void subscriptions_leave(struct exec *x, struct element_row *row, const struct element_map *map)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < row->subscription_count; i++) {
        const struct element_subscription open = row->subscriptions[i];
        bool stays = map->targets[open.target] != BPMN_NONE;

        if (!stays) {
            close_one(x, row, &open);
        } else if (open.kind == SUBSCRIPTION_MESSAGE) {
            struct subscription_row moved = message_subscription_of(row, &open);

            subscription_row_delete(&x->rows, &moved);
        }
        if (stays) {
            row->subscriptions[kept++] = open;
        }
    }
    row->subscription_count = kept;
}

static void subscription_moved(struct exec *x, struct element_row *row,
                               struct element_subscription *open, uint32_t target)
{
    struct signal_subscription signal;
    struct subscription_row message;
    struct timer_row timer;

    open->target = target;
    if (open->kind == SUBSCRIPTION_SIGNAL) {
        signal = signal_subscription_of(row, open);
        signal_subscription_put(&x->rows, &signal);
        return;
    }
    if (open->kind == SUBSCRIPTION_MESSAGE) {
        message = message_subscription_of(row, open);
        subscription_row_put_again(&x->rows, &message);
        trace_subscription(x, row, &message, SUBSCRIPTION_CREATED);
    } else if (open->kind == SUBSCRIPTION_TIMER &&
               timer_row_get(&x->rows, open->key, open->due_ms, &timer)) {
        timer.target = target;
        timer.definition_key = row->definition_key;
        timer_row_put(&x->rows, &timer);
    }
}

static bool has_counterpart(const struct element_map *map, uint32_t was, uint32_t target)
{
    const struct bpmn_element *e = &map->from->elements[was];

    for (uint32_t i = 0; i < subscription_other_count(e); i++) {
        if (map->targets[subscription_other(map->from, e, i)] == target) {
            return true;
        }
    }
    return false;
}

enum verdict subscriptions_arrive(struct exec *x, struct element_row *row, uint32_t was,
                                  const struct element_map *map)
{
    const struct bpmn_element *e = element_model(row);
    uint32_t count = subscription_other_count(e);
    struct subscription_plan plan = {.count = 0};
    bool is_taken_over = e->inner_starts.count > 0 && was_taken_over(x, row);
    enum verdict v = V_OK;

    for (uint32_t i = 0; i < row->subscription_count; i++) {
        struct element_subscription *open = &row->subscriptions[i];

        subscription_moved(x, row, open, map->targets[open->target]);
    }
    if (row->state != ELEMENT_ACTIVATED || count == 0) {
        return V_OK;
    }
    plan.items = ARENA_ARRAY(x->arena, struct planned_subscription, count);
    ENSURE(x, plan.items != NULL);
    for (uint32_t i = 0; v == V_OK && i < count; i++) {
        uint32_t other = subscription_other(element_process(row), e, i);

        if (!has_counterpart(map, was, other) && !(is_taken_over && is_inner(row, other))) {
            v = plan_event(x, row, other, &plan);
        }
    }
    return v == V_OK ? subscriptions_open(x, row, &plan) : v;
}

void subscription_timer_fired(struct exec *x, struct element_row *row,
                              const struct timer_row *timer)
{
    struct element_subscription *open;
    struct timer_row next;

    element_subscription_remove(row, timer->key);
    if (!timer_next(timer, x->now_ms, &next)) {
        return;
    }
    open = element_subscription_add(&x->rows, row);
    if (open == NULL) {
        return;
    }
    timer_row_put(&x->rows, &next);
    trace_timer(x, row->definition, row, &next, TIMER_CREATED);
    *open = (struct element_subscription){
        .kind = SUBSCRIPTION_TIMER, .target = next.target, .key = next.key, .due_ms = next.due_ms};
}
