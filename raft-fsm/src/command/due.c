/* What happens by itself: TICK does what is due, CONTINUE goes on with stored steps.
 *
 * Both are bounded by what a command may do; what is left stays where it is and is found by the
 * next one. So one too many does nothing. */
#include "command/batch.h"
#include "command/commands.h"
#include "row/dedupe_rows.h"
#include "row/definition_rows.h"
#include "row/due_rows.h"
#include "verb/drain.h"
#include "verb/event.h"
#include "verb/instance.h"
#include "verb/job.h"
#include "verb/message.h"
#include "verb/subscription.h"

/* --- timers --- */

static enum verdict start_timer_fired(struct exec *x, const struct timer_row *timer)
{
    const struct definition *definition =
        definitions_get(x->definitions, &x->rows, timer->definition_key);
    struct definition_start start = {.element = timer->target, .is_timer = true};
    struct timer_row next;
    struct element_row *root;

    ENSURE(x, definition != NULL);
    trace_timer(x, definition, NULL, timer, TIMER_FIRED);
    definition_start_delete(&x->rows, definition->key, timer->target);
    if (timer_next(timer, x->now_ms, &next)) {
        start.key = next.key;
        start.due_ms = next.due_ms;
        timer_row_put(&x->rows, &next);
        definition_start_put(&x->rows, definition->key, &start);
        trace_timer(x, definition, NULL, &next, TIMER_CREATED);
    }
    root = instance_new(x, definition);
    ENSURE(x, root != NULL);
    return instance_start_by_event(x, root, timer->target, value_empty_object());
}

static enum verdict element_timer_fired(struct exec *x, const struct timer_row *timer)
{
    struct element_row *row;

    if (banned_row_get(&x->rows, timer->instance_key)) {
        return V_OK;
    }
    x->acting_instance = timer->instance_key;
    row = element_find(x, timer->element_key);
    ENSURE(x, row != NULL);
    if (!event_is_welcome_at(x, row, timer->target)) {
        element_subscription_remove(row, timer->key); /* it ends already */
        return V_OK;
    }
    trace_timer(x, row->definition, row, timer, TIMER_FIRED);
    subscription_timer_fired(x, row, timer);
    return event_arrive(x, row, timer->target, value_empty_object());
}

static enum verdict timer_fired(struct exec *x, const struct due_row *due)
{
    struct timer_row timer;

    ENSURE(x, timer_row_get(&x->rows, due->key, due->at_ms, &timer));
    due_row_delete(&x->rows, due);
    return timer.element_key == 0 ? start_timer_fired(x, &timer) : element_timer_fired(x, &timer);
}

/* --- jobs, messages, records --- */

/* Its deadline has passed, or its back-off is over: whoever asks next gets it. */
static enum verdict job_due(struct exec *x, const struct due_row *due)
{
    struct element_row *row;
    struct job_row job;
    bool timed_out;

    due_row_delete(&x->rows, due);
    ENSURE(x, job_row_get(&x->rows, due->key, &job));
    if (banned_row_get(&x->rows, job.instance_key)) {
        return V_OK;
    }
    x->acting_instance = job.instance_key;
    row = element_find(x, job.element_key);
    ENSURE(x, row != NULL);
    timed_out = job.state == JOB_ROW_ACTIVE;
    job_move(x, &job, JOB_ROW_READY);
    trace_job(x, row, &job, timed_out ? JOB_TIMED_OUT : JOB_CREATED);
    return V_OK;
}

static enum verdict message_due(struct exec *x, const struct due_row *due)
{
    struct message_row message;

    due_row_delete(&x->rows, due);
    ENSURE(x, message_row_get(&x->rows, due->key, &message));
    message_row_delete(&x->rows, &message);
    trace_message(x, &message, MESSAGE_EXPIRED);
    return V_OK;
}

/* A bucket may hold more than one TICK may do: it stays due until it is empty. */
static void dedupe_due(struct exec *x, const struct due_row *due, uint32_t limit, uint32_t *done)
{
    uint32_t forgotten = dedupe_bucket_delete(&x->rows, due->key, limit);

    if (forgotten < limit) {
        due_row_delete(&x->rows, due);
    }
    *done += forgotten;
}

static enum verdict happen(struct exec *x, const struct due_row *due, uint32_t left, uint32_t *done)
{
    uint32_t looked_at = 0;
    enum verdict v;

    (*done)++;
    x->acting_instance = 0;
    x->has_acting_due = true;
    x->acting_due = *due;
    switch (due->kind) {
    case DUE_TIMER:
        return timer_fired(x, due);
    case DUE_JOB:
        return job_due(x, due);
    case DUE_MESSAGE:
        return message_due(x, due);
    case DUE_DEDUPE:
        dedupe_due(x, due, left, done);
        return V_OK;
    case DUE_DRAIN:
        v = drain_due(x, due, left, &looked_at);
        *done += looked_at;
        return v;
    }
    ENSURE(x, false);
}

/* Rows in key order; what becomes due at an earlier place meanwhile is met by the next TICK. */
static enum verdict tick_clock(struct exec *x, enum due_clock clock, int64_t until_ms,
                               uint32_t *done)
{
    uint32_t limit = x->command->tick.limit;
    struct due_row due;
    bool more = due_row_first(&x->rows, clock, until_ms, &due);
    enum verdict v = V_OK;

    while (more && v == V_OK && !exec_stopped(x) && *done < limit && !steps_are_used_up(x)) {
        v = happen(x, &due, limit - *done, done);
        if (v == V_OK) {
            steps_run(x, LIMIT_STEPS_PER_COMMAND);
            more = due_row_after(&x->rows, &due, until_ms, &due);
        }
    }
    return v;
}

enum verdict run_tick(struct exec *x)
{
    uint32_t done = 0;
    enum verdict v = tick_clock(x, DUE_ENGINE, x->now_ms, &done);

    return v == V_OK ? tick_clock(x, DUE_STAMP, x->stamp_ms, &done) : v;
}

/* --- stored steps --- */

enum verdict run_continue(struct exec *x)
{
    uint64_t instance_key = step_instance_after(&x->rows, x->meta.continued_last);
    struct batch_row batch;

    if (instance_key == 0) {
        instance_key = step_instance_after(&x->rows, 0);
    }
    if (instance_key == 0) {
        return V_OK;
    }
    x->meta.continued_last = instance_key;
    if (banned_row_get(&x->rows, instance_key)) {
        step_rows_delete(&x->rows, instance_key);
        return V_OK;
    }
    if (batch_row_get(&x->rows, instance_key, &batch)) {
        return batch_continue(x, &batch);
    }
    steps_continue(x, instance_key, x->command->continue_.limit);
    return V_OK;
}
