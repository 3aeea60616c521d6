/* Dates and times of day as text. */
#include <stdio.h>

#include "base/assert.h"
#include "base/iso8601.h"
#include "iso_scan_int.h"

static bool take_year(struct iso_scan *scan, int *out)
{
    bool negative = iso_take(scan, '-');
    struct slice digits = iso_take_digits(scan);
    int64_t year;

    if (digits.size < 4 || digits.size > 9 || (digits.size > 4 && digits.data[0] == '0') ||
        !slice_to_int64(digits, &year)) {
        return false;
    }
    *out = negative ? -(int)year : (int)year;
    return true;
}

static bool take_date(struct iso_scan *scan, struct civil_date *out)
{
    return take_year(scan, &out->year) && iso_take(scan, '-') &&
           iso_take_number(scan, 2, &out->month) && iso_take(scan, '-') &&
           iso_take_number(scan, 2, &out->day) && civil_date_is_valid(*out);
}

static bool take_clock(struct iso_scan *scan, struct civil_time *out)
{
    out->nanosecond = 0;
    if (!iso_take_number(scan, 2, &out->hour) || !iso_take(scan, ':') ||
        !iso_take_number(scan, 2, &out->minute) || !iso_take(scan, ':') ||
        !iso_take_number(scan, 2, &out->second)) {
        return false;
    }
    return !iso_take(scan, '.') || iso_take_fraction(scan, false, &out->nanosecond);
}

static bool is_end_of_day(struct civil_time time)
{
    return time.hour == 24 && time.minute == 0 && time.second == 0 && time.nanosecond == 0;
}

/* Behind the sign: hh:mm[:ss]. */
static bool take_offset_digits(struct iso_scan *scan, int *out)
{
    int hour;
    int minute;
    int second = 0;

    if (!iso_take_number(scan, 2, &hour) || !iso_take(scan, ':') ||
        !iso_take_number(scan, 2, &minute)) {
        return false;
    }
    if (iso_take(scan, ':') && !iso_take_number(scan, 2, &second)) {
        return false;
    }
    *out = hour * 3600 + minute * 60 + second;
    return minute <= 59 && second <= 59 && *out <= CIVIL_OFFSET_SECONDS_MAX;
}

static bool take_offset(struct iso_scan *scan, int *out)
{
    if (iso_take(scan, 'Z')) {
        *out = 0;
        return true;
    }
    if (iso_take(scan, '+')) {
        return take_offset_digits(scan, out);
    }
    if (!iso_take(scan, '-') || !take_offset_digits(scan, out)) {
        return false;
    }
    *out = -*out;
    return true;
}

/* The zone that the text names from here to its end, all but the last `behind` bytes. */
static bool take_zone(struct iso_scan *scan, size_t behind, const struct zone **out)
{
    size_t left = (size_t)(scan->end - scan->at);

    if (left < behind) {
        return false;
    }
    *out = zone_find(slice_make(scan->at, left - behind));
    scan->at += left - behind;
    return *out != NULL;
}

static bool take_place(struct iso_scan *scan, struct iso_place *out)
{
    *out = (struct iso_place){.kind = ISO_LOCAL};
    if (iso_scan_done(scan) || *scan->at == '[') {
        return true;
    }
    if (iso_take(scan, '@')) {
        out->kind = ISO_ZONE;
        return take_zone(scan, 0, &out->zone);
    }
    out->kind = ISO_OFFSET;
    return take_offset(scan, &out->offset_seconds);
}

bool iso_parse_date(struct slice text, struct civil_date *out)
{
    struct iso_scan scan = iso_scan_of(text);
    struct civil_date date;

    if (!take_date(&scan, &date) || !iso_scan_done(&scan)) {
        return false;
    }
    *out = date;
    return true;
}

bool iso_parse_time(struct slice text, struct civil_time *out, struct iso_place *place)
{
    struct iso_scan scan = iso_scan_of(text);
    struct civil_time time;
    struct iso_place found;

    if (!take_clock(&scan, &time) || !civil_time_is_valid(time) || !take_place(&scan, &found) ||
        !iso_scan_done(&scan)) {
        return false;
    }
    *out = time;
    *place = found;
    return true;
}

static bool take_date_time(struct iso_scan *scan, struct iso_date_time *out)
{
    struct civil_date_time *local = &out->local;

    if (!take_date(scan, &local->date) || !iso_take(scan, 'T') || !take_clock(scan, &local->time)) {
        return false;
    }
    if (is_end_of_day(local->time)) {
        local->time.hour = 0;
        if (!civil_add_days(local->date, 1, &local->date)) {
            return false;
        }
    }
    return civil_time_is_valid(local->time) && take_place(scan, &out->place);
}

bool iso_parse_date_time(struct slice text, struct iso_date_time *out)
{
    struct iso_scan scan = iso_scan_of(text);
    struct iso_date_time at;

    if (!take_date_time(&scan, &at) || !iso_scan_done(&scan)) {
        return false;
    }
    *out = at;
    return true;
}

/* Behind '[': the zone replaces an offset, and the instant stays. */
static bool take_bracketed_zone(struct iso_scan *scan, struct iso_date_time *at)
{
    const struct zone *zone;
    struct instant instant;

    if (at->place.kind == ISO_ZONE || !take_zone(scan, 1, &zone) || !iso_take(scan, ']')) {
        return false;
    }
    if (at->place.kind == ISO_OFFSET) {
        instant = iso_instant_of(at, NULL);
        if (!civil_from_instant(instant, zone_offset_at(zone, instant.seconds), &at->local)) {
            return false;
        }
    }
    at->place = (struct iso_place){.kind = ISO_ZONE, .zone = zone};
    return true;
}

bool iso_parse_zoned_date_time(struct slice text, struct iso_date_time *out)
{
    struct iso_scan scan = iso_scan_of(text);
    struct iso_date_time at;

    if (!take_date_time(&scan, &at)) {
        return false;
    }
    if (iso_take(&scan, '[') && !take_bracketed_zone(&scan, &at)) {
        return false;
    }
    if (!iso_scan_done(&scan)) {
        return false;
    }
    *out = at;
    return true;
}

bool iso_parse_offset(struct slice text, int *out_seconds)
{
    struct iso_scan scan = iso_scan_of(text);
    int offset;

    if (!take_offset(&scan, &offset) || !iso_scan_done(&scan)) {
        return false;
    }
    *out_seconds = offset;
    return true;
}

static size_t printed(int bytes)
{
    ASSERT(bytes >= 0);
    ASSERT(bytes < ISO_TEXT_BYTES);
    return (size_t)bytes;
}

size_t iso_print_date(struct civil_date date, char out[ISO_TEXT_BYTES])
{
    return printed(snprintf(out, ISO_TEXT_BYTES, "%s%04d-%02d-%02d", date.year < 0 ? "-" : "",
                            date.year < 0 ? -date.year : date.year, date.month, date.day));
}

/* A point and the digits up to the last that is not zero; nothing for 0. */
static size_t print_fraction(int nanoseconds, char *out)
{
    size_t bytes;

    if (nanoseconds == 0) {
        return 0;
    }
    bytes = printed(snprintf(out, ISO_TEXT_BYTES / 2, ".%09d", nanoseconds));
    while (out[bytes - 1] == '0') {
        bytes--;
    }
    return bytes;
}

static size_t print_offset(int offset, char *out)
{
    int magnitude = offset < 0 ? -offset : offset;
    size_t bytes;

    if (offset == 0) {
        out[0] = 'Z';
        return 1;
    }
    bytes = printed(snprintf(out, ISO_TEXT_BYTES / 2, "%c%02d:%02d", offset < 0 ? '-' : '+',
                             magnitude / 3600, magnitude / 60 % 60));
    if (magnitude % 60 != 0) {
        bytes += printed(snprintf(out + bytes, ISO_TEXT_BYTES / 4, ":%02d", magnitude % 60));
    }
    return bytes;
}

static size_t print_place(struct iso_place place, char *out)
{
    struct slice id;

    switch (place.kind) {
    case ISO_LOCAL:
        return 0;
    case ISO_OFFSET:
        return print_offset(place.offset_seconds, out);
    case ISO_ZONE:
        id = zone_id(place.zone);
        return printed(snprintf(out, ISO_TEXT_BYTES / 2, "@%.*s", SLICE_ARG(id)));
    }
    UNREACHABLE("place");
}

size_t iso_print_time(struct civil_time time, struct iso_place place, char out[ISO_TEXT_BYTES])
{
    size_t bytes = printed(
        snprintf(out, ISO_TEXT_BYTES, "%02d:%02d:%02d", time.hour, time.minute, time.second));

    bytes += print_fraction(time.nanosecond, out + bytes);
    return bytes + print_place(place, out + bytes);
}

size_t iso_print_date_time(const struct iso_date_time *at, char out[ISO_TEXT_BYTES])
{
    char time[ISO_TEXT_BYTES];
    size_t time_bytes = iso_print_time(at->local.time, at->place, time);
    size_t bytes = iso_print_date(at->local.date, out);

    return bytes +
           printed(snprintf(out + bytes, ISO_TEXT_BYTES - bytes, "T%.*s", (int)time_bytes, time));
}

/* 0000-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z */
#define FOUR_DIGITS_MIN_MS (-62167219200000)
#define FOUR_DIGITS_MAX_MS 253402300799999

size_t iso_print_instant_ms(int64_t ms, char out[ISO_TEXT_BYTES])
{
    int64_t clamped = ms < FOUR_DIGITS_MIN_MS   ? FOUR_DIGITS_MIN_MS
                      : ms > FOUR_DIGITS_MAX_MS ? FOUR_DIGITS_MAX_MS
                                                : ms;
    struct civil_date_time local;
    size_t bytes;
    bool inside = civil_from_instant(instant_from_ms(clamped), 0, &local);

    ASSERT(inside);
    bytes = iso_print_date(local.date, out);
    return bytes + printed(snprintf(out + bytes, ISO_TEXT_BYTES - bytes, "T%02d:%02d:%02d.%03dZ",
                                    local.time.hour, local.time.minute, local.time.second,
                                    local.time.nanosecond / 1000000));
}

int iso_offset_of(const struct iso_date_time *at, const struct zone *fallback)
{
    const struct zone *zone = at->place.kind == ISO_ZONE ? at->place.zone : fallback;

    if (at->place.kind == ISO_OFFSET) {
        return at->place.offset_seconds;
    }
    return zone == NULL ? 0 : zone_offset_for_local(zone, civil_local_seconds(at->local));
}

struct instant iso_instant_of(const struct iso_date_time *at, const struct zone *fallback)
{
    return civil_instant(at->local, iso_offset_of(at, fallback));
}
