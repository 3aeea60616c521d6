/* Arithmetic of dates, times and durations (DMN 1.5, table 57 and the rules in docs/feel.md). */
#include "eval/temporal.h"

static struct feel_value no_such_operation(struct feel_evaluation *ev, struct feel_value a,
                                           struct feel_value b)
{
    return feel_null(ev, FEEL_WARNING_TYPE, "This operation does not work with %s and %s.",
                     feel_type_text(a.type), feel_type_text(b.type));
}

static struct feel_value out_of_range(struct feel_evaluation *ev)
{
    return feel_null(ev, FEEL_WARNING_VALUE, "The result lies outside the calendar.");
}

static bool is_duration(enum feel_type type)
{
    return type == FEEL_DAYS_DURATION || type == FEEL_MONTHS_DURATION;
}

static struct feel_value span_value(struct span span)
{
    return (struct feel_value){.type = FEEL_DAYS_DURATION, .duration = span};
}

static struct feel_value months_value(int64_t months)
{
    return (struct feel_value){.type = FEEL_MONTHS_DURATION, .months = months};
}

/* --- points in time and durations --- */

static struct feel_value date_plus_months(struct feel_evaluation *ev, struct civil_date date,
                                          int64_t months)
{
    struct feel_value out = {.type = FEEL_DATE};

    return civil_add_months(date, months, &out.date) ? out : out_of_range(ev);
}

/* Via midnight, and the time of day cut off again. */
static struct feel_value date_plus_span(struct feel_evaluation *ev, struct civil_date date,
                                        struct span span)
{
    struct feel_value out = {.type = FEEL_DATE};
    int64_t days = span.seconds / CIVIL_DAY_SECONDS;

    if (span.seconds % CIVIL_DAY_SECONDS < 0) {
        days--;
    }
    return civil_add_days(date, days, &out.date) ? out : out_of_range(ev);
}

static struct feel_value date_time_plus_months(struct feel_evaluation *ev,
                                               const struct iso_date_time *at, int64_t months)
{
    struct iso_date_time moved = *at;

    if (!civil_add_months(at->local.date, months, &moved.local.date)) {
        return out_of_range(ev);
    }
    return feel_date_time_make(ev, moved);
}

static struct feel_value date_time_plus_span(struct feel_evaluation *ev,
                                             const struct iso_date_time *at, struct span span)
{
    struct iso_date_time moved = *at;
    struct instant instant;
    int offset = 0;

    if (!instant_add(iso_instant_of(at, NULL), span, &instant)) {
        return out_of_range(ev);
    }
    if (at->place.kind == ISO_OFFSET) {
        offset = at->place.offset_seconds;
    } else if (at->place.kind == ISO_ZONE) {
        offset = zone_offset_at(at->place.zone, instant.seconds);
    }
    if (!civil_from_instant(instant, offset, &moved.local)) {
        return out_of_range(ev);
    }
    return feel_date_time_make(ev, moved);
}

static struct feel_value time_plus_span(struct feel_evaluation *ev, const struct feel_time *time,
                                        struct span span)
{
    const int64_t day = (int64_t)CIVIL_DAY_SECONDS * CIVIL_SECOND_NANOSECONDS;
    struct feel_time moved = *time;
    int64_t nanoseconds = civil_time_nanoseconds(time->time);

    nanoseconds += span.seconds % CIVIL_DAY_SECONDS * CIVIL_SECOND_NANOSECONDS;
    nanoseconds += span.nanoseconds;
    moved.time = civil_time_from_nanoseconds((nanoseconds % day + day) % day);
    return feel_time_make(ev, moved);
}

static struct feel_value point_plus(struct feel_evaluation *ev, struct feel_value point,
                                    struct feel_value duration)
{
    bool months = duration.type == FEEL_MONTHS_DURATION;

    if (point.type == FEEL_DATE) {
        return months ? date_plus_months(ev, point.date, duration.months)
                      : date_plus_span(ev, point.date, duration.duration);
    }
    if (point.type == FEEL_DATE_TIME) {
        return months ? date_time_plus_months(ev, point.date_time, duration.months)
                      : date_time_plus_span(ev, point.date_time, duration.duration);
    }
    if (point.type == FEEL_TIME && !months) {
        return time_plus_span(ev, point.time, duration.duration);
    }
    return no_such_operation(ev, point, duration);
}

/* --- differences --- */

/* The instant of a date or a date and time; a date is its midnight in UTC. */
static struct instant instant_of(struct feel_value value)
{
    if (value.type == FEEL_DATE_TIME) {
        return iso_instant_of(value.date_time, NULL);
    }
    return civil_instant((struct civil_date_time){.date = value.date}, 0);
}

static bool is_local(struct feel_value value)
{
    return value.type == FEEL_DATE_TIME && value.date_time->place.kind == ISO_LOCAL;
}

static struct feel_value point_minus_point(struct feel_evaluation *ev, struct feel_value a,
                                           struct feel_value b)
{
    struct span span;

    if (is_local(a) != is_local(b)) {
        return no_such_operation(ev, a, b);
    }
    if (!instant_subtract(instant_of(a), instant_of(b), &span)) {
        return out_of_range(ev);
    }
    return span_value(span);
}

static struct instant time_instant(const struct feel_time *time)
{
    struct iso_date_time at = {.local = {.date = {1970, 1, 1}, .time = time->time},
                               .place = time->place};

    return iso_instant_of(&at, NULL);
}

static struct feel_value time_minus_time(struct feel_evaluation *ev, struct feel_value a,
                                         struct feel_value b)
{
    struct span span;

    if ((a.time->place.kind == ISO_LOCAL) != (b.time->place.kind == ISO_LOCAL) ||
        !instant_subtract(time_instant(a.time), time_instant(b.time), &span)) {
        return no_such_operation(ev, a, b);
    }
    return span_value(span);
}

/* --- durations --- */

struct feel_value feel_duration_negate(struct feel_evaluation *ev, struct feel_value value)
{
    struct span span;

    if (value.type == FEEL_MONTHS_DURATION) {
        return value.months == INT64_MIN ? out_of_range(ev) : months_value(-value.months);
    }
    return span_negate(value.duration, &span) ? span_value(span) : out_of_range(ev);
}

static struct feel_value duration_plus(struct feel_evaluation *ev, struct feel_value a,
                                       struct feel_value b)
{
    struct span span;
    int64_t months;

    if (a.type != b.type) {
        return no_such_operation(ev, a, b);
    }
    if (a.type == FEEL_MONTHS_DURATION) {
        return __builtin_add_overflow(a.months, b.months, &months) ? out_of_range(ev)
                                                                   : months_value(months);
    }
    return span_add(a.duration, b.duration, &span) ? span_value(span) : out_of_range(ev);
}

/* Seconds with nine places, or months, as a number. */
static decimal128 duration_number(struct feel_value value)
{
    decimal128 seconds;
    decimal128 fraction;

    if (value.type == FEEL_MONTHS_DURATION) {
        return decimal_from_int64(value.months);
    }
    /* 19 digits and 9 places fit into 34. */
    if (!decimal_make(value.duration.nanoseconds, -9, &fraction) ||
        !decimal_add(decimal_from_int64(value.duration.seconds), fraction, &seconds)) {
        return decimal_from_int64(0);
    }
    return seconds;
}

static struct feel_value duration_from_number(struct feel_evaluation *ev, enum feel_type type,
                                              decimal128 number)
{
    decimal128 whole;
    decimal128 nanoseconds;
    int64_t seconds;
    int64_t rest;
    struct span span;

    if (type == FEEL_MONTHS_DURATION) {
        return decimal_truncate_to_int64(number, &seconds) ? months_value(seconds)
                                                           : out_of_range(ev);
    }
    if (!decimal_truncate_to_int64(number, &seconds)) {
        return out_of_range(ev);
    }
    whole = decimal_from_int64(seconds);
    if (!decimal_subtract(number, whole, &nanoseconds) ||
        !decimal_multiply(nanoseconds, decimal_from_int64(CIVIL_SECOND_NANOSECONDS),
                          &nanoseconds) ||
        !decimal_truncate_to_int64(nanoseconds, &rest) || !span_make(seconds, rest, &span)) {
        return out_of_range(ev);
    }
    return span_value(span);
}

static decimal128 whole_part(decimal128 number)
{
    int64_t whole;

    return decimal_truncate_to_int64(number, &whole) ? decimal_from_int64(whole) : number;
}

static struct feel_value duration_scale(struct feel_evaluation *ev, enum feel_op op,
                                        struct feel_value duration, decimal128 factor)
{
    decimal128 number = duration_number(duration);
    decimal128 result;

    /* Camunda's FEEL knows whole factors only (docs/feel.md). */
    if (ev->expression->dialect == FEEL_CAMUNDA) {
        factor = whole_part(factor);
    }
    if (op == OP_DIVIDE && decimal_is_zero(factor)) {
        return feel_null(ev, FEEL_WARNING_VALUE, "A division by zero.");
    }
    if (!(op == OP_MULTIPLY ? decimal_multiply(number, factor, &result)
                            : decimal_divide(number, factor, &result))) {
        return out_of_range(ev);
    }
    return duration_from_number(ev, duration.type, result);
}

static struct feel_value duration_ratio(struct feel_evaluation *ev, struct feel_value a,
                                        struct feel_value b)
{
    decimal128 result;

    if (!decimal_divide(duration_number(a), duration_number(b), &result)) {
        return feel_null(ev, FEEL_WARNING_VALUE, "A division by a duration of zero.");
    }
    return feel_number(feel_number_tidy(result));
}

/* --- dispatch --- */

static struct feel_value temporal_add(struct feel_evaluation *ev, struct feel_value a,
                                      struct feel_value b)
{
    if (is_duration(a.type) && is_duration(b.type)) {
        return duration_plus(ev, a, b);
    }
    if (is_duration(b.type) && feel_is_temporal(a.type)) {
        return point_plus(ev, a, b);
    }
    if (is_duration(a.type) && feel_is_temporal(b.type)) {
        return point_plus(ev, b, a);
    }
    return no_such_operation(ev, a, b);
}

static bool is_date_like(enum feel_type type)
{
    return type == FEEL_DATE || type == FEEL_DATE_TIME;
}

static struct feel_value temporal_subtract(struct feel_evaluation *ev, struct feel_value a,
                                           struct feel_value b)
{
    if (is_duration(b.type)) {
        struct feel_value negated = feel_duration_negate(ev, b);

        return negated.type == FEEL_NULL ? negated : temporal_add(ev, a, negated);
    }
    if (a.type == FEEL_TIME && b.type == FEEL_TIME) {
        return time_minus_time(ev, a, b);
    }
    if (is_date_like(a.type) && is_date_like(b.type)) {
        return point_minus_point(ev, a, b);
    }
    return no_such_operation(ev, a, b);
}

static struct feel_value temporal_multiply(struct feel_evaluation *ev, struct feel_value a,
                                           struct feel_value b)
{
    if (is_duration(a.type) && b.type == FEEL_NUMBER) {
        return duration_scale(ev, OP_MULTIPLY, a, b.number);
    }
    if (is_duration(b.type) && a.type == FEEL_NUMBER) {
        return duration_scale(ev, OP_MULTIPLY, b, a.number);
    }
    return no_such_operation(ev, a, b);
}

static struct feel_value temporal_divide(struct feel_evaluation *ev, struct feel_value a,
                                         struct feel_value b)
{
    if (is_duration(a.type) && b.type == FEEL_NUMBER) {
        return duration_scale(ev, OP_DIVIDE, a, b.number);
    }
    if (is_duration(a.type) && a.type == b.type) {
        return duration_ratio(ev, a, b);
    }
    return no_such_operation(ev, a, b);
}

struct feel_value feel_temporal_arithmetic(struct feel_evaluation *ev, enum feel_op op,
                                           struct feel_value a, struct feel_value b)
{
    switch ((int)op) {
    case OP_ADD:
        return temporal_add(ev, a, b);
    case OP_SUBTRACT:
        return temporal_subtract(ev, a, b);
    case OP_MULTIPLY:
        return temporal_multiply(ev, a, b);
    case OP_DIVIDE:
        return temporal_divide(ev, a, b);
    default:
        return no_such_operation(ev, a, b);
    }
}
