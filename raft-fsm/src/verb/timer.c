#include "verb/timer.h"

#include "base/cron.h"
#include "base/iso8601.h"

enum {
    STEPS_BITS = 40 /* no schedule is looked ahead further than 2^40 points */
};

/* --- schedules --- */

/* `from` and n times the interval, in milliseconds; false when that leaves the calendar. */
static bool point_after(int64_t from_ms, const struct iso_duration *every, int64_t n,
                        int64_t *out_ms)
{
    struct iso_duration whole;
    struct instant at;
    int64_t span_ms;

    if (!span_to_ms(every->span, &span_ms) ||
        __builtin_mul_overflow(every->months, n, &whole.months) ||
        __builtin_mul_overflow(every->days, n, &whole.days) ||
        __builtin_mul_overflow(span_ms, n, &span_ms)) {
        return false;
    }
    whole.span = span_from_ms(span_ms);
    return iso_add(instant_from_ms(from_ms), &whole, NULL, &at) && instant_to_ms(at, out_ms);
}

/* How many points the schedule from_ms + n * every has up to now: the largest n whose point is not
 * behind it. Points grow with n, so halving finds it. */
static int64_t points_until(int64_t from_ms, const struct iso_duration *every, int64_t now_ms)
{
    int64_t n = 0;

    for (int bit = STEPS_BITS - 1; bit >= 0; bit--) {
        int64_t at;

        if (point_after(from_ms, every, n + (INT64_C(1) << bit), &at) && at <= now_ms) {
            n += INT64_C(1) << bit;
        }
    }
    return n;
}

/* The first point at or behind now of a schedule with a start; count is what was left before. */
static bool first_point(int64_t start_ms, const struct iso_duration *every, int64_t now_ms,
                        struct timer_plan *plan)
{
    int64_t passed;

    plan->due_ms = start_ms;
    if (start_ms >= now_ms) {
        return true;
    }
    passed = points_until(start_ms, every, now_ms - 1) + 1;
    if (plan->repetitions != TIMER_FOREVER) {
        if (passed >= plan->repetitions) {
            return false;
        }
        plan->repetitions -= (int32_t)passed;
    }
    return point_after(start_ms, every, passed, &plan->due_ms);
}

/* Where a schedule with an end begins, or the point one interval from now when it has no count. */
static bool start_of(const struct iso_repeat *repeat, int64_t now_ms, int64_t *out_ms)
{
    struct iso_duration back;
    int64_t end_ms;

    if (repeat->has_start) {
        return instant_to_ms(iso_instant_of(&repeat->start, NULL), out_ms);
    }
    if (repeat->has_end && repeat->count > 0) {
        return instant_to_ms(iso_instant_of(&repeat->end, NULL), &end_ms) &&
               iso_duration_negate(repeat->every, &back) &&
               point_after(end_ms, &back, repeat->count - 1, out_ms);
    }
    return point_after(now_ms, &repeat->every, 1, out_ms);
}

static bool plan_repeat(const struct iso_repeat *repeat, int64_t now_ms, struct timer_plan *plan)
{
    int64_t start_ms;

    plan->repetitions = TIMER_FOREVER;
    if (repeat->count != ISO_REPEAT_FOREVER) {
        plan->repetitions = repeat->count > INT32_MAX ? INT32_MAX : (int32_t)repeat->count;
    }
    plan->never = plan->repetitions == 0 || !start_of(repeat, now_ms, &start_ms) ||
                  !first_point(start_ms, &repeat->every, now_ms, plan);
    return true;
}

/* A cycle is a repeating interval or cron. */
static bool plan_cycle(struct slice text, int64_t now_ms, struct timer_plan *plan)
{
    struct iso_repeat repeat;
    struct cron cron;
    struct cron_error error;

    plan->cycle = text;
    if (iso_parse_repeat(text, &repeat)) {
        return plan_repeat(&repeat, now_ms, plan);
    }
    if (!cron_parse(text, &cron, &error)) {
        return false;
    }
    plan->repetitions = TIMER_FOREVER;
    plan->never = !cron_next(&cron, now_ms, NULL, &plan->due_ms);
    return true;
}

bool timer_next(const struct timer_row *fired, int64_t now_ms, struct timer_row *next)
{
    struct timer_plan plan = {.repetitions = fired->repetitions};
    struct iso_repeat repeat;
    struct cron cron;
    struct cron_error error;
    int64_t passed;

    *next = *fired;
    if (fired->cycle.size == 0) {
        return false;
    }
    if (!iso_parse_repeat(fired->cycle, &repeat)) {
        return cron_parse(fired->cycle, &cron, &error) &&
               cron_next(&cron, now_ms > fired->due_ms ? now_ms : fired->due_ms, NULL,
                         &next->due_ms);
    }

    passed = points_until(fired->due_ms, &repeat.every, now_ms) + 1;
    if (plan.repetitions != TIMER_FOREVER) {
        if (passed >= plan.repetitions) {
            return false;
        }
        next->repetitions -= (int32_t)passed;
    }
    return point_after(fired->due_ms, &repeat.every, passed, &next->due_ms);
}

/* --- expressions --- */

int64_t time_after(int64_t at_ms, int64_t span_ms)
{
    int64_t sum;

    if (__builtin_add_overflow(at_ms, span_ms, &sum)) {
        return span_ms < 0 ? INT64_MIN : INT64_MAX;
    }
    return sum;
}

static struct slice text_of(const struct outcome *outcome)
{
    struct value_item head = {.kind = VALUE_NULL};

    if (value_head(outcome->value, &head) != STATUS_OK || head.kind != VALUE_STRING) {
        return SLICE_EMPTY;
    }
    return head.text;
}

static enum verdict bad_format(struct exec *x, const char *what, const struct outcome *outcome)
{
    return exec_incident(x, INCIDENT_EXTRACT_VALUE_ERROR,
                         "Invalid %s format '%.*s' for expression '%.*s'.", what,
                         SLICE_ARG(text_of(outcome)), SLICE_ARG(outcome->text));
}

enum verdict timer_after_now(struct exec *x, const struct outcome *outcome, int64_t *due_ms)
{
    struct iso_duration duration;
    struct instant at;

    if (outcome->type != FEEL_DAYS_DURATION && outcome->type != FEEL_MONTHS_DURATION &&
        outcome->type != FEEL_STRING) {
        return expression_mismatch(x, outcome, "one of '[DURATION, PERIOD, STRING]'");
    }
    if (!iso_parse_duration(text_of(outcome), ISO_ANY, &duration) ||
        !iso_add(instant_from_ms(x->now_ms), &duration, NULL, &at) || !instant_to_ms(at, due_ms)) {
        return bad_format(x, "duration", outcome);
    }
    return V_OK;
}

static enum verdict plan_date(struct exec *x, const struct outcome *outcome,
                              struct timer_plan *plan)
{
    struct iso_date_time at;

    if (outcome->type != FEEL_DATE_TIME && outcome->type != FEEL_STRING) {
        return expression_mismatch(x, outcome, "one of '[DATE_TIME, STRING]'");
    }
    if ((!iso_parse_zoned_date_time(text_of(outcome), &at) &&
         !iso_parse_date_time(text_of(outcome), &at)) ||
        !instant_to_ms(iso_instant_of(&at, NULL), &plan->due_ms)) {
        return bad_format(x, "date-time", outcome);
    }
    return V_OK;
}

enum verdict timer_evaluate(struct exec *x, const struct bpmn_process *process,
                            const struct bpmn_event *event, const struct surroundings *around,
                            struct timer_plan *out)
{
    struct outcome outcome;
    enum verdict v = expression_evaluate(x, &process->expressions[event->timer], around,
                                         INCIDENT_EXTRACT_VALUE_ERROR, &outcome);

    *out = (struct timer_plan){.repetitions = 1};
    if (v != V_OK) {
        return v;
    }
    switch (event->timer_kind) {
    case BPMN_TIMER_DURATION:
        return timer_after_now(x, &outcome, &out->due_ms);
    case BPMN_TIMER_DATE:
        return plan_date(x, &outcome, out);
    case BPMN_TIMER_CYCLE:
        if (outcome.type != FEEL_STRING) {
            return expression_mismatch(x, &outcome, "'STRING'");
        }
        return plan_cycle(text_of(&outcome), x->now_ms, out) ? V_OK
                                                             : bad_format(x, "cycle", &outcome);
    }
    ENSURE(x, false);
}
