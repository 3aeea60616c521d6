/* The properties of dates, times and durations: .year, .time offset and their like. */
#include "eval/temporal.h"

static bool set_integer(struct feel_value *out, int64_t v)
{
    *out = feel_integer(v);
    return true;
}

static bool date_property(struct civil_date date, struct slice name, struct feel_value *out)
{
    if (slice_is(name, "year")) {
        return set_integer(out, date.year);
    }
    if (slice_is(name, "month")) {
        return set_integer(out, date.month);
    }
    if (slice_is(name, "day")) {
        return set_integer(out, date.day);
    }
    return slice_is(name, "weekday") && set_integer(out, civil_weekday(date));
}

/* Seconds with their fraction, as short as can be. */
static bool set_seconds(struct feel_value *out, int64_t seconds, int64_t nanoseconds)
{
    decimal128 fraction;
    decimal128 sum;

    if (!decimal_make(nanoseconds, -9, &fraction) ||
        !decimal_add(decimal_from_int64(seconds), fraction, &sum)) {
        return false;
    }
    *out = feel_number(decimal_strip(sum));
    return true;
}

static bool clock_property(struct civil_time time, struct slice name, struct feel_value *out)
{
    if (slice_is(name, "hour")) {
        return set_integer(out, time.hour);
    }
    if (slice_is(name, "minute")) {
        return set_integer(out, time.minute);
    }
    return slice_is(name, "second") && set_seconds(out, time.second, time.nanosecond);
}

static bool place_property(const struct iso_date_time *at, struct slice name,
                           struct feel_value *out)
{
    if (slice_is(name, "time offset")) {
        *out = FEEL_VALUE_NULL;
        if (at->place.kind != ISO_LOCAL) {
            *out = (struct feel_value){.type = FEEL_DAYS_DURATION,
                                       .duration = {.seconds = iso_offset_of(at, NULL)}};
        }
        return true;
    }
    if (slice_is(name, "timezone")) {
        *out = at->place.kind == ISO_ZONE ? feel_string(zone_id(at->place.zone)) : FEEL_VALUE_NULL;
        return true;
    }
    return false;
}

static bool months_property(int64_t months, struct slice name, struct feel_value *out)
{
    if (slice_is(name, "years")) {
        return set_integer(out, months / 12);
    }
    return slice_is(name, "months") && set_integer(out, months % 12);
}

/* Each component of the normalised duration, with the sign of the whole. */
static bool span_property(struct span span, struct slice name, struct feel_value *out)
{
    int64_t seconds = span.seconds;
    int64_t nanoseconds = span.nanoseconds;

    if (seconds < 0 && nanoseconds > 0) {
        seconds++;
        nanoseconds -= CIVIL_SECOND_NANOSECONDS;
    }
    if (slice_is(name, "days")) {
        return set_integer(out, seconds / CIVIL_DAY_SECONDS);
    }
    if (slice_is(name, "hours")) {
        return set_integer(out, seconds % CIVIL_DAY_SECONDS / 3600);
    }
    if (slice_is(name, "minutes")) {
        return set_integer(out, seconds % 3600 / 60);
    }
    return slice_is(name, "seconds") && set_seconds(out, seconds % 60, nanoseconds);
}

/* A duration answers null, without complaint, for what the other kind of duration has. */
static bool is_duration_property(struct slice name)
{
    return slice_is(name, "years") || slice_is(name, "months") || slice_is(name, "days") ||
           slice_is(name, "hours") || slice_is(name, "minutes") || slice_is(name, "seconds");
}

static bool duration_property(struct feel_value value, struct slice name, struct feel_value *out)
{
    bool found = value.type == FEEL_MONTHS_DURATION ? months_property(value.months, name, out)
                                                    : span_property(value.duration, name, out);

    if (!found && is_duration_property(name)) {
        *out = FEEL_VALUE_NULL;
        return true;
    }
    return found;
}

static bool time_property(const struct feel_time *time, struct slice name, struct feel_value *out)
{
    struct iso_date_time at = {.local = {.date = {1970, 1, 1}, .time = time->time},
                               .place = time->place};

    return clock_property(time->time, name, out) || place_property(&at, name, out);
}

bool feel_temporal_property(struct feel_value value, struct slice name, struct feel_value *out)
{
    switch ((int)value.type) {
    case FEEL_DATE:
        return date_property(value.date, name, out);
    case FEEL_TIME:
        return time_property(value.time, name, out);
    case FEEL_DATE_TIME:
        return date_property(value.date_time->local.date, name, out) ||
               clock_property(value.date_time->local.time, name, out) ||
               place_property(value.date_time, name, out);
    default:
        return duration_property(value, name, out);
    }
}
