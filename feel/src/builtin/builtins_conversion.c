/* Conversion: date, time, date and time, duration, number, string, and JSON. */
#include "base/limits.h"
#include "builtin/functions.h"
#include "eval/temporal.h"
#include "value/json.h"
#include "value/value.h"

bool feel_argument_int(struct feel_evaluation *ev, struct feel_value number, int64_t *out)
{
    if (decimal_truncate_to_int64(number.number, out)) {
        return true;
    }
    feel_warn(ev, FEEL_WARNING_VALUE, "The number is too large here.");
    return false;
}

/* A list of one stands for its item (the general rule, for parameters that take several types). */
static struct feel_value single(struct feel_evaluation *ev, struct feel_value value)
{
    uint32_t count;
    const struct feel_value *items;

    if (value.type != FEEL_LIST) {
        return value;
    }
    items = feel_list_items(ev, value.list, &count);
    return count == 1 ? items[0] : value;
}

static struct feel_value bad_text(struct feel_evaluation *ev, struct slice text, const char *what)
{
    size_t shown = text.size < 60 ? text.size : 0;

    return feel_null(ev, FEEL_WARNING_VALUE, "'%.*s' is no %s.", (int)shown, text.data, what);
}

static struct feel_value bad_source(struct feel_evaluation *ev, struct feel_value value,
                                    const char *what)
{
    return feel_null(ev, FEEL_WARNING_TYPE, "A %s cannot be made of %s.", what,
                     feel_type_text(value.type));
}

/* --- dates --- */

FEEL_FUNCTION(feel_fn_date)
{
    struct feel_value from = single(ev, args[0]);
    struct feel_value out = {.type = FEEL_DATE};

    (void)count;
    if (from.type == FEEL_DATE || from.type == FEEL_DATE_TIME) {
        out.date = feel_date_of(from);
        return out;
    }
    if (from.type != FEEL_STRING) {
        return bad_source(ev, from, "date");
    }
    return iso_parse_date(from.string, &out.date) ? out : bad_text(ev, from.string, "date");
}

FEEL_FUNCTION(feel_fn_date_of_parts)
{
    struct feel_value out = {.type = FEEL_DATE};
    int64_t year;
    int64_t month;
    int64_t day;

    (void)count;
    if (!feel_argument_int(ev, args[0], &year) || !feel_argument_int(ev, args[1], &month) ||
        !feel_argument_int(ev, args[2], &day)) {
        return FEEL_VALUE_NULL;
    }
    if (year < CIVIL_YEAR_MIN || year > CIVIL_YEAR_MAX || month < 1 || month > 12 || day < 1 ||
        day > 31) {
        return feel_null(ev, FEEL_WARNING_VALUE, "There is no such date.");
    }
    out.date = (struct civil_date){(int)year, (int)month, (int)day};
    return civil_date_is_valid(out.date)
               ? out
               : feel_null(ev, FEEL_WARNING_VALUE, "There is no such date.");
}

FEEL_FUNCTION(feel_fn_date_time)
{
    struct feel_value from = single(ev, args[0]);
    struct feel_value out;

    (void)count;
    if (from.type == FEEL_DATE_TIME) {
        return from;
    }
    if (from.type == FEEL_DATE) {
        return feel_date_time_make(
            ev, (struct iso_date_time){.local = {.date = from.date}, .place = {.kind = ISO_LOCAL}});
    }
    if (from.type != FEEL_STRING) {
        return bad_source(ev, from, "date and time");
    }
    return feel_date_time_from_text(ev->arena, from.string, &out)
               ? out
               : bad_text(ev, from.string, "date and time");
}

FEEL_FUNCTION(feel_fn_date_time_of_parts)
{
    (void)count;
    return feel_date_time_make(
        ev, (struct iso_date_time){.local = {feel_date_of(args[0]), args[1].time->time},
                                   .place = args[1].time->place});
}

/* A zone by its name or as an offset. */
static bool place_from_text(struct slice text, struct iso_place *out)
{
    int offset_seconds;
    const struct zone *zone = zone_find(text);

    if (zone != NULL) {
        *out = (struct iso_place){.kind = ISO_ZONE, .zone = zone};
        return true;
    }
    if (iso_parse_offset(text, &offset_seconds)) {
        *out = (struct iso_place){.kind = ISO_OFFSET, .offset_seconds = offset_seconds};
        return true;
    }
    return false;
}

static bool move_to_place(struct iso_date_time *at, struct iso_place place)
{
    struct instant instant = iso_instant_of(at, NULL);
    int offset =
        place.kind == ISO_ZONE ? zone_offset_at(place.zone, instant.seconds) : place.offset_seconds;

    at->place = place;
    return civil_from_instant(instant, offset, &at->local);
}

FEEL_FUNCTION(feel_fn_date_time_in_zone)
{
    struct iso_date_time at = {.place = {.kind = ISO_LOCAL}};
    struct iso_place place;

    (void)count;
    if (!place_from_text(args[1].string, &place)) {
        return bad_text(ev, args[1].string, "time zone");
    }
    if (args[0].type == FEEL_DATE) {
        at.local.date = args[0].date;
    } else {
        at = *args[0].date_time;
    }
    if (at.place.kind == ISO_LOCAL) {
        at.place = place;
    } else if (!move_to_place(&at, place)) {
        return feel_null(ev, FEEL_WARNING_VALUE, "The result lies outside the calendar.");
    }
    return feel_date_time_make(ev, at);
}

/* --- times --- */

FEEL_FUNCTION(feel_fn_time)
{
    struct feel_value from = single(ev, args[0]);
    struct feel_value out;

    (void)count;
    if (from.type == FEEL_TIME) {
        return from;
    }
    if (from.type == FEEL_DATE_TIME) {
        return feel_time_make(ev, (struct feel_time){.time = from.date_time->local.time,
                                                     .place = from.date_time->place});
    }
    if (from.type == FEEL_DATE) {
        return feel_time_make(ev, (struct feel_time){.place = {.kind = ISO_OFFSET}});
    }
    if (from.type != FEEL_STRING) {
        return bad_source(ev, from, "time");
    }
    return feel_time_from_text(ev->arena, from.string, &out) ? out
                                                             : bad_text(ev, from.string, "time");
}

static bool place_from_span(struct feel_value offset, struct iso_place *out)
{
    *out = (struct iso_place){.kind = ISO_LOCAL};
    if (offset.type == FEEL_NULL) {
        return true;
    }
    if (offset.duration.nanoseconds != 0 || offset.duration.seconds > CIVIL_OFFSET_SECONDS_MAX ||
        offset.duration.seconds < -CIVIL_OFFSET_SECONDS_MAX) {
        return false;
    }
    *out = (struct iso_place){.kind = ISO_OFFSET, .offset_seconds = (int)offset.duration.seconds};
    return true;
}

/* The second's whole part and its nanoseconds. */
static bool second_parts(decimal128 number, int64_t *second, int64_t *nanoseconds)
{
    decimal128 fraction;

    return decimal_truncate_to_int64(number, second) &&
           decimal_subtract(number, decimal_from_int64(*second), &fraction) &&
           decimal_multiply(fraction, decimal_from_int64(CIVIL_SECOND_NANOSECONDS), &fraction) &&
           decimal_truncate_to_int64(fraction, nanoseconds);
}

FEEL_FUNCTION(feel_fn_time_of_parts)
{
    struct feel_time time = {.place = {.kind = ISO_LOCAL}};
    int64_t hour;
    int64_t minute;
    int64_t second;
    int64_t nanoseconds;

    if (!feel_argument_int(ev, args[0], &hour) || !feel_argument_int(ev, args[1], &minute)) {
        return FEEL_VALUE_NULL;
    }
    if (!second_parts(args[2].number, &second, &nanoseconds) || hour < 0 || hour > 23 ||
        minute < 0 || minute > 59 || second < 0 || second > 59 || nanoseconds < 0 ||
        !place_from_span(count > 3 ? args[3] : FEEL_VALUE_NULL, &time.place)) {
        return feel_null(ev, FEEL_WARNING_VALUE, "There is no such time.");
    }
    time.time = (struct civil_time){(int)hour, (int)minute, (int)second, (int)nanoseconds};
    return feel_time_make(ev, time);
}

/* --- durations --- */

FEEL_FUNCTION(feel_fn_duration)
{
    struct feel_value from = single(ev, args[0]);
    struct feel_value out;

    (void)count;
    if (from.type == FEEL_DAYS_DURATION || from.type == FEEL_MONTHS_DURATION) {
        return from;
    }
    if (from.type != FEEL_STRING) {
        return bad_source(ev, from, "duration");
    }
    return feel_duration_from_text(from.string, &out) ? out : bad_text(ev, from.string, "duration");
}

FEEL_FUNCTION(feel_fn_months_between)
{
    (void)ev;
    (void)count;
    return (struct feel_value){
        .type = FEEL_MONTHS_DURATION,
        .months = civil_months_between(feel_date_of(args[0]), feel_date_of(args[1]))};
}

/* --- numbers and strings --- */

/* The one character of a separator, '\0' for none; false for anything that is no separator. */
static bool separator(struct feel_value value, const char *allowed, char *out)
{
    *out = '\0';
    if (value.type == FEEL_NULL) {
        return true;
    }
    if (value.string.size != 1 ||
        slice_find_byte(slice_of(allowed), value.string.data[0]) == SIZE_MAX) {
        return false;
    }
    *out = value.string.data[0];
    return true;
}

FEEL_FUNCTION(feel_fn_number)
{
    struct slice from = args[0].string;
    char *text = feel_alloc(ev, from.size, 1);
    size_t size = 0;
    char grouping;
    char point;
    decimal128 number;

    (void)count;
    if (!separator(args[1], " ,.", &grouping) || !separator(args[2], ",.", &point) ||
        (grouping != '\0' && grouping == point)) {
        return feel_null(ev, FEEL_WARNING_VALUE, "These separators are not possible.");
    }
    if (text == NULL || !feel_charge_bytes(ev, from.size)) {
        return FEEL_VALUE_NULL;
    }
    for (size_t i = 0; i < from.size; i++) {
        if (from.data[i] != grouping || grouping == '\0') {
            text[size++] = point != '\0' && from.data[i] == point ? '.' : from.data[i];
        }
    }
    if (!decimal_from_text(slice_make(text, size), &number)) {
        return bad_text(ev, from, "number");
    }
    return feel_number(number);
}

FEEL_FUNCTION(feel_fn_string)
{
    struct slice text;

    (void)count;
    if (args[0].type == FEEL_NULL) {
        return FEEL_VALUE_NULL;
    }
    text = feel_print(ev, args[0]);
    return text.data == NULL && text.size > 0 ? FEEL_VALUE_NULL : feel_string(text);
}

/* --- JSON --- */

FEEL_FUNCTION(feel_fn_from_json)
{
    struct buffer out;
    struct json_error error;
    struct slice encoded = SLICE_EMPTY;
    enum status st;

    (void)count;
    if (!feel_charge_bytes(ev, args[0].string.size)) {
        return FEEL_VALUE_NULL;
    }
    buffer_init(&out, LIMIT_FEEL_MEMORY_BYTES);
    st = json_parse(args[0].string, &out, &error);
    if (st == STATUS_OK) {
        encoded = arena_copy(ev->arena, buffer_slice(&out));
    }
    buffer_deinit(&out);
    if (st != STATUS_OK) {
        return feel_null(ev, FEEL_WARNING_VALUE, "The text is no JSON: %s.", error.reason);
    }
    if (encoded.data == NULL) {
        feel_fail(ev, FEEL_WARNING_BUDGET, SLICE("The expression needs too much memory."));
        return FEEL_VALUE_NULL;
    }
    return feel_decode(ev, encoded);
}

FEEL_FUNCTION(feel_fn_to_json)
{
    struct slice encoded = feel_encode(ev, args[0]);
    struct buffer out;
    struct slice text;

    (void)count;
    if (ev->failed) {
        return FEEL_VALUE_NULL;
    }
    buffer_init(&out, LIMIT_FEEL_MEMORY_BYTES);
    json_put(&out, encoded);
    text = out.failed ? SLICE_EMPTY : arena_copy(ev->arena, buffer_slice(&out));
    buffer_deinit(&out);
    if (text.data == NULL) {
        feel_fail(ev, FEEL_WARNING_BUDGET, SLICE("The expression needs too much memory."));
        return FEEL_VALUE_NULL;
    }
    return feel_string(text);
}
