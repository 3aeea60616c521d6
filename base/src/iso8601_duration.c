/* Durations and repeating intervals as text, and what they do to an instant. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "base/iso8601.h"
#include "iso_scan_int.h"

/* One number with its designator. */
struct component {
    int64_t value;
    int nanoseconds;
    bool has_point;
    char designator;
};

static bool take_component(struct iso_scan *scan, struct component *out)
{
    struct slice digits = iso_take_digits(scan);

    *out = (struct component){0};
    if (digits.size == 0 || !slice_to_int64(digits, &out->value)) {
        return false;
    }
    out->has_point = iso_take(scan, '.');
    if (out->has_point && !iso_take_fraction(scan, true, &out->nanoseconds)) {
        return false;
    }
    if (iso_scan_done(scan)) {
        return false;
    }
    out->designator = *scan->at++;
    return !out->has_point || out->designator == 'S';
}

/* sum += value * unit */
static bool add_product(int64_t *sum, int64_t value, int64_t unit)
{
    int64_t product;

    return !__builtin_mul_overflow(value, unit, &product) &&
           !__builtin_add_overflow(*sum, product, sum);
}

static bool add_date_component(struct iso_duration *duration, const struct component *c)
{
    switch (c->designator) {
    case 'Y':
        return add_product(&duration->months, c->value, 12);
    case 'M':
        return add_product(&duration->months, c->value, 1);
    case 'W':
        return add_product(&duration->days, c->value, 7);
    case 'D':
        return add_product(&duration->days, c->value, 1);
    default:
        return false;
    }
}

static bool add_time_component(struct iso_duration *duration, const struct component *c)
{
    switch (c->designator) {
    case 'H':
        return add_product(&duration->span.seconds, c->value, 3600);
    case 'M':
        return add_product(&duration->span.seconds, c->value, 60);
    case 'S':
        duration->span.nanoseconds = c->nanoseconds;
        return add_product(&duration->span.seconds, c->value, 1);
    default:
        return false;
    }
}

/* Components in the order of `designators`, each at most once. *seen gets those that were there, as
 * a bit each from the lowest. */
static bool take_components(struct iso_scan *scan, const char *designators,
                            bool (*add)(struct iso_duration *, const struct component *),
                            struct iso_duration *duration, unsigned *seen)
{
    const char *next = designators;

    *seen = 0;
    while (!iso_scan_done(scan) && *scan->at != 'T') {
        struct component c;
        const char *found;

        if (!take_component(scan, &c)) {
            return false;
        }
        found = c.designator == '\0' ? NULL : strchr(next, c.designator);
        if (found == NULL || !add(duration, &c)) {
            return false;
        }
        *seen |= 1U << (found - designators);
        next = found + 1;
    }
    return true;
}

enum {
    SEEN_MONTHS = 3,
    SEEN_WEEKS = 4,
    SEEN_DAYS = 8
};

static bool is_allowed(unsigned date_seen, bool has_time, unsigned allowed)
{
    bool months = (date_seen & SEEN_MONTHS) != 0;
    bool days = (date_seen & (SEEN_WEEKS | SEEN_DAYS)) != 0 || has_time;

    if ((date_seen & SEEN_WEEKS) != 0 && (allowed & ISO_WEEKS) == 0) {
        return false;
    }
    if (months && days) {
        return (allowed & ISO_MIXED) != 0;
    }
    if (months) {
        return (allowed & (ISO_MONTHS | ISO_MIXED)) != 0;
    }
    return days && (allowed & (ISO_DAYS | ISO_MIXED)) != 0;
}

bool iso_parse_duration(struct slice text, unsigned allowed, struct iso_duration *out)
{
    struct iso_scan scan = iso_scan_of(text);
    bool negative = iso_take(&scan, '-');
    struct iso_duration duration = {0};
    unsigned date_seen;
    unsigned time_seen = 0;

    if (!iso_take(&scan, 'P') ||
        !take_components(&scan, "YMWD", add_date_component, &duration, &date_seen)) {
        return false;
    }
    if (iso_take(&scan, 'T') &&
        (!take_components(&scan, "HMS", add_time_component, &duration, &time_seen) ||
         time_seen == 0)) {
        return false;
    }
    if (!iso_scan_done(&scan) || !is_allowed(date_seen, time_seen != 0, allowed)) {
        return false;
    }
    if (negative && !iso_duration_negate(duration, &duration)) {
        return false;
    }
    *out = duration;
    return true;
}

bool iso_duration_negate(struct iso_duration duration, struct iso_duration *out)
{
    struct iso_duration negated;

    if (__builtin_sub_overflow((int64_t)0, duration.months, &negated.months) ||
        __builtin_sub_overflow((int64_t)0, duration.days, &negated.days) ||
        !span_negate(duration.span, &negated.span)) {
        return false;
    }
    *out = negated;
    return true;
}

bool iso_duration_to_span(const struct iso_duration *duration, struct span *out)
{
    int64_t seconds;

    return duration->months == 0 &&
           !__builtin_mul_overflow(duration->days, CIVIL_DAY_SECONDS, &seconds) &&
           span_add(duration->span, (struct span){.seconds = seconds}, out);
}

/* Forward, and by a millisecond at least: clocks have no finer one, so a shorter interval would
 * never leave its first point. */
static bool moves_on(const struct iso_duration *duration)
{
    int64_t span_ms;

    return duration->months >= 0 && duration->days >= 0 && !span_is_negative(duration->span) &&
           span_to_ms(duration->span, &span_ms) &&
           (duration->months > 0 || duration->days > 0 || span_ms > 0);
}

/* Months and days on the local fields. */
static bool add_calendar(struct instant at, const struct iso_duration *duration,
                         const struct zone *zone, struct instant *out)
{
    struct iso_date_time local = {.place = {.kind = ISO_LOCAL}};
    int offset = zone == NULL ? 0 : zone_offset_at(zone, at.seconds);

    if (!civil_from_instant(at, offset, &local.local) ||
        !civil_add_months(local.local.date, duration->months, &local.local.date) ||
        !civil_add_days(local.local.date, duration->days, &local.local.date)) {
        return false;
    }
    *out = iso_instant_of(&local, zone);
    return true;
}

bool iso_add(struct instant at, const struct iso_duration *duration, const struct zone *zone,
             struct instant *out)
{
    bool has_calendar_part = duration->months != 0 || duration->days != 0;

    if (has_calendar_part && !add_calendar(at, duration, zone, &at)) {
        return false;
    }
    return instant_add(at, duration->span, out);
}

/* The count of "R", "R5". */
static bool parse_count(struct slice text, int64_t *out)
{
    if (!slice_starts_with(text, SLICE("R"))) {
        return false;
    }
    *out = ISO_REPEAT_FOREVER;
    return text.size == 1 || (text.data[1] != '-' && slice_to_int64(slice_from(text, 1), out));
}

/* Cut off what comes before the first '/'; false when there is none. (Later ones may belong to the
 * name of a zone.) */
static bool cut(struct slice *text, struct slice *out)
{
    size_t at = slice_find_byte(*text, '/');

    if (at == SIZE_MAX) {
        return false;
    }
    *out = slice_sub(*text, 0, at);
    *text = slice_from(*text, at + 1);
    return true;
}

/* "start/duration": the last '/' parts them, for a duration holds none. */
static bool parse_start(struct slice text, struct iso_repeat *out)
{
    size_t at = text.size;

    while (at > 0 && text.data[at - 1] != '/') {
        at--;
    }
    out->has_start = true;
    return at > 0 && iso_parse_zoned_date_time(slice_sub(text, 0, at - 1), &out->start) &&
           iso_parse_duration(slice_from(text, at), ISO_ANY, &out->every);
}

static bool parse_end(struct slice text, struct iso_repeat *out)
{
    struct slice every;

    if (!cut(&text, &every)) {
        return iso_parse_duration(text, ISO_ANY, &out->every);
    }
    out->has_end = true;
    return iso_parse_duration(every, ISO_ANY, &out->every) &&
           iso_parse_zoned_date_time(text, &out->end);
}

bool iso_parse_repeat(struct slice text, struct iso_repeat *out)
{
    struct iso_repeat repeat = {0};
    struct slice count;

    if (!cut(&text, &count) || !parse_count(count, &repeat.count)) {
        return false;
    }
    if (slice_starts_with(text, SLICE("P")) ? !parse_end(text, &repeat)
                                            : !parse_start(text, &repeat)) {
        return false;
    }
    if (!moves_on(&repeat.every)) {
        return false;
    }
    *out = repeat;
    return true;
}

struct printer {
    char *out;
    size_t bytes;
};

static void print_component(struct printer *p, uint64_t value, char designator)
{
    if (value != 0) {
        p->bytes += (size_t)snprintf(p->out + p->bytes, ISO_TEXT_BYTES - p->bytes, "%" PRIu64 "%c",
                                     value, designator);
    }
}

static void print_byte(struct printer *p, char c)
{
    p->out[p->bytes++] = c;
}

static void print_seconds(struct printer *p, uint64_t seconds, int nanoseconds)
{
    if (nanoseconds == 0) {
        print_component(p, seconds, 'S');
        return;
    }
    p->bytes += (size_t)snprintf(p->out + p->bytes, ISO_TEXT_BYTES - p->bytes, "%" PRIu64 ".%09d",
                                 seconds, nanoseconds);
    while (p->out[p->bytes - 1] == '0') {
        p->bytes--;
    }
    print_byte(p, 'S');
}

size_t iso_print_months(int64_t months, char out[ISO_TEXT_BYTES])
{
    struct printer p = {.out = out};
    uint64_t magnitude = months < 0 ? 0 - (uint64_t)months : (uint64_t)months;

    if (months < 0) {
        print_byte(&p, '-');
    }
    print_byte(&p, 'P');
    print_component(&p, magnitude / 12, 'Y');
    print_component(&p, magnitude % 12, 'M');
    if (months == 0) {
        print_byte(&p, '0');
        print_byte(&p, 'M');
    }
    return p.bytes;
}

size_t iso_print_span(struct span span, char out[ISO_TEXT_BYTES])
{
    struct printer p = {.out = out};
    uint64_t seconds = (uint64_t)span.seconds;
    int nanoseconds = span.nanoseconds;

    if (span_is_negative(span)) {
        print_byte(&p, '-');
        seconds = 0 - seconds - (nanoseconds > 0);
        nanoseconds = nanoseconds > 0 ? CIVIL_SECOND_NANOSECONDS - nanoseconds : 0;
    }
    print_byte(&p, 'P');
    print_component(&p, seconds / CIVIL_DAY_SECONDS, 'D');
    if (seconds % CIVIL_DAY_SECONDS == 0 && nanoseconds == 0 && seconds != 0) {
        return p.bytes;
    }
    print_byte(&p, 'T');
    print_component(&p, seconds / 3600 % 24, 'H');
    print_component(&p, seconds / 60 % 60, 'M');
    print_seconds(&p, seconds % 60, nanoseconds);
    if (seconds == 0 && nanoseconds == 0) {
        print_byte(&p, '0');
        print_byte(&p, 'S');
    }
    return p.bytes;
}
