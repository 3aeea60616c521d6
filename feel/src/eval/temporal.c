/* Temporal values: text, making, equality and order. */
#include "eval/temporal.h"

bool feel_is_temporal(enum feel_type type)
{
    return type >= FEEL_DATE && type <= FEEL_MONTHS_DURATION;
}

/* --- text --- */

static bool time_to_value(struct arena *arena, struct feel_time time, struct feel_value *out)
{
    struct feel_time *copy = arena_alloc(arena, sizeof(*copy));

    if (copy == NULL) {
        return false;
    }
    *copy = time;
    *out = (struct feel_value){.type = FEEL_TIME, .time = copy};
    return true;
}

static bool date_time_to_value(struct arena *arena, struct iso_date_time at, struct feel_value *out)
{
    struct iso_date_time *copy = arena_alloc(arena, sizeof(*copy));

    if (copy == NULL) {
        return false;
    }
    *copy = at;
    *out = (struct feel_value){.type = FEEL_DATE_TIME, .date_time = copy};
    return true;
}

bool feel_time_from_text(struct arena *arena, struct slice text, struct feel_value *out)
{
    struct feel_time time;

    return iso_parse_time(text, &time.time, &time.place) && time_to_value(arena, time, out);
}

bool feel_date_time_from_text(struct arena *arena, struct slice text, struct feel_value *out)
{
    struct iso_date_time at = {.place = {.kind = ISO_LOCAL}};

    if (!iso_parse_date_time(text, &at) && !iso_parse_date(text, &at.local.date)) {
        return false;
    }
    return date_time_to_value(arena, at, out);
}

bool feel_duration_from_text(struct slice text, struct feel_value *out)
{
    struct iso_duration duration;
    struct span span;

    if (iso_parse_duration(text, ISO_MONTHS, &duration)) {
        *out = (struct feel_value){.type = FEEL_MONTHS_DURATION, .months = duration.months};
        return true;
    }
    if (iso_parse_duration(text, ISO_DAYS, &duration) && iso_duration_to_span(&duration, &span)) {
        *out = (struct feel_value){.type = FEEL_DAYS_DURATION, .duration = span};
        return true;
    }
    return false;
}

bool feel_temporal_from_text(struct arena *arena, struct slice text, struct feel_value *out)
{
    struct civil_date date;

    if (iso_parse_date(text, &date)) {
        *out = (struct feel_value){.type = FEEL_DATE, .date = date};
        return true;
    }
    return feel_date_time_from_text(arena, text, out) || feel_time_from_text(arena, text, out) ||
           feel_duration_from_text(text, out);
}

size_t feel_temporal_print(struct feel_value value, char out[ISO_TEXT_BYTES])
{
    switch ((int)value.type) {
    case FEEL_DATE:
        return iso_print_date(value.date, out);
    case FEEL_TIME:
        return iso_print_time(value.time->time, value.time->place, out);
    case FEEL_DATE_TIME:
        return iso_print_date_time(value.date_time, out);
    case FEEL_DAYS_DURATION:
        return iso_print_span(value.duration, out);
    default:
        return iso_print_months(value.months, out);
    }
}

/* --- making --- */

struct feel_value feel_time_make(struct feel_evaluation *ev, struct feel_time time)
{
    struct feel_time *copy = feel_alloc(ev, 1, sizeof(*copy));

    if (copy == NULL) {
        return FEEL_VALUE_NULL;
    }
    *copy = time;
    return (struct feel_value){.type = FEEL_TIME, .time = copy};
}

struct feel_value feel_date_time_make(struct feel_evaluation *ev, struct iso_date_time at)
{
    struct iso_date_time *copy = feel_alloc(ev, 1, sizeof(*copy));

    if (copy == NULL) {
        return FEEL_VALUE_NULL;
    }
    *copy = at;
    return (struct feel_value){.type = FEEL_DATE_TIME, .date_time = copy};
}

struct feel_value feel_midnight_utc(struct feel_evaluation *ev, struct civil_date date)
{
    return feel_date_time_make(
        ev, (struct iso_date_time){.local = {.date = date}, .place = {.kind = ISO_OFFSET}});
}

struct civil_date feel_date_of(struct feel_value value)
{
    return value.type == FEEL_DATE ? value.date : value.date_time->local.date;
}

/* --- equality and order --- */

/* A zone has no one offset without a date: a time of day takes the one of 1970-01-01. */
static int time_offset(const struct feel_time *time)
{
    struct iso_date_time at = {.local = {.date = {1970, 1, 1}, .time = time->time},
                               .place = time->place};

    return iso_offset_of(&at, NULL);
}

static int64_t time_utc_nanoseconds(const struct feel_time *time)
{
    const int64_t day = (int64_t)CIVIL_DAY_SECONDS * CIVIL_SECOND_NANOSECONDS;
    int64_t offset = (int64_t)time_offset(time) * CIVIL_SECOND_NANOSECONDS;
    int64_t utc = civil_time_nanoseconds(time->time) - offset;

    return ((utc % day) + day) % day;
}

static int compare_int64(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static bool time_order(const struct feel_time *a, const struct feel_time *b, int64_t unit,
                       int *order)
{
    if ((a->place.kind == ISO_LOCAL) != (b->place.kind == ISO_LOCAL)) {
        return false;
    }
    *order = compare_int64(time_utc_nanoseconds(a) / unit, time_utc_nanoseconds(b) / unit);
    return true;
}

static bool date_time_order(const struct iso_date_time *a, const struct iso_date_time *b,
                            bool seconds_only, int *order)
{
    struct instant at_a = iso_instant_of(a, NULL);
    struct instant at_b = iso_instant_of(b, NULL);

    if ((a->place.kind == ISO_LOCAL) != (b->place.kind == ISO_LOCAL)) {
        return false;
    }
    *order = seconds_only ? compare_int64(at_a.seconds, at_b.seconds) : instant_compare(at_a, at_b);
    return true;
}

bool feel_temporal_order(struct feel_value a, struct feel_value b, int *order)
{
    switch ((int)a.type) {
    case FEEL_DATE:
        *order = civil_date_compare(a.date, b.date);
        return true;
    case FEEL_TIME:
        return time_order(a.time, b.time, 1, order);
    case FEEL_DATE_TIME:
        return date_time_order(a.date_time, b.date_time, false, order);
    case FEEL_DAYS_DURATION:
        *order = span_compare(a.duration, b.duration);
        return true;
    default:
        *order = compare_int64(a.months, b.months);
        return true;
    }
}

bool feel_temporal_equal(struct feel_value a, struct feel_value b, bool *equal)
{
    int order = 0;
    bool comparable;

    if (a.type == FEEL_TIME) {
        comparable = time_order(a.time, b.time, CIVIL_SECOND_NANOSECONDS, &order);
    } else if (a.type == FEEL_DATE_TIME) {
        comparable = date_time_order(a.date_time, b.date_time, true, &order);
    } else {
        comparable = feel_temporal_order(a, b, &order);
    }
    *equal = order == 0;
    return comparable;
}

/* --- is() --- */

static bool time_fields_equal(struct civil_time a, struct civil_time b)
{
    return civil_time_nanoseconds(a) == civil_time_nanoseconds(b);
}

static bool places_equal(struct iso_place a, struct iso_place b)
{
    if (a.kind != b.kind) {
        return false;
    }
    if (a.kind == ISO_ZONE) {
        return slice_equal(zone_id(a.zone), zone_id(b.zone));
    }
    return a.kind == ISO_LOCAL || a.offset_seconds == b.offset_seconds;
}

bool feel_temporal_is(struct feel_value a, struct feel_value b)
{
    int order;

    if (a.type != b.type) {
        return false;
    }
    if (a.type == FEEL_TIME) {
        return time_fields_equal(a.time->time, b.time->time) &&
               places_equal(a.time->place, b.time->place);
    }
    if (a.type == FEEL_DATE_TIME) {
        return civil_date_compare(a.date_time->local.date, b.date_time->local.date) == 0 &&
               time_fields_equal(a.date_time->local.time, b.date_time->local.time) &&
               places_equal(a.date_time->place, b.date_time->place);
    }
    return feel_temporal_order(a, b, &order) && order == 0;
}
