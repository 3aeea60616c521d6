/* Dates, times, durations and repeating intervals as ISO 8601 text, strictly: one spelling rule
 * each, nothing before or after, false for anything else. Parsing and printing go there and back.
 * Thread: any.
 *
 *     date        [-]YYYY-MM-DD, years of 5 to 9 digits without leading zero
 *     time        hh:mm:ss[.f{1,9}] with nothing, Z, +hh:mm[:ss] (at most 18:00) or @Area/City
 *     date-time   date T time; T24:00:00 is midnight of the next day
 *     duration    [-]P[nY][nM][nW][nD][T[nH][nM][n[.f]S]]
 *     interval    R[n]/duration, R[n]/start/duration, R[n]/duration/end; start and end as timers
 * have them */
#ifndef BASE_ISO8601_H
#define BASE_ISO8601_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/civil.h"
#include "base/slice.h"
#include "base/zone.h"

/* What a time of day says about its place on earth. */
enum iso_place_kind {
    ISO_LOCAL,
    ISO_OFFSET,
    ISO_ZONE
};

struct iso_place {
    enum iso_place_kind kind;
    int offset_seconds;      /* of ISO_OFFSET */
    const struct zone *zone; /* of ISO_ZONE */
};

struct iso_date_time {
    struct civil_date_time local;
    struct iso_place place;
};

struct iso_duration {
    int64_t months; /* years too */
    int64_t days;   /* weeks too; apart from the span: a day is not always 24 hours */
    struct span span;
};

/* What a duration may consist of. Weeks are ISO's own and strange to FEEL. */
enum {
    ISO_MONTHS = 1, /* years and months alone */
    ISO_DAYS = 2,   /* days and time alone */
    ISO_MIXED = 4,  /* both together */
    ISO_WEEKS = 8,
    ISO_ANY = 15
};

enum {
    ISO_REPEAT_FOREVER = -1
};

struct iso_repeat {
    int64_t count; /* how often it happens, or ISO_REPEAT_FOREVER */
    bool has_start;
    bool has_end;
    struct iso_date_time start;
    struct iso_date_time end;
    struct iso_duration every; /* a millisecond at least */
};

enum {
    ISO_TEXT_BYTES = 128
};

bool iso_parse_date(struct slice text, struct civil_date *out) NODISCARD;
/* 24:00:00 is no time of day. */
bool iso_parse_time(struct slice text, struct civil_time *out, struct iso_place *place) NODISCARD;
bool iso_parse_date_time(struct slice text, struct iso_date_time *out) NODISCARD;
/* The form of timers: a date-time that may end in [Area/City],
 * with an offset before it or without. */
bool iso_parse_zoned_date_time(struct slice text, struct iso_date_time *out) NODISCARD;
bool iso_parse_offset(struct slice text, int *out_seconds) NODISCARD; /* Z or +hh:mm[:ss] */
/* allowed: of the ISO_ values above. */
bool iso_parse_duration(struct slice text, unsigned allowed, struct iso_duration *out) NODISCARD;
bool iso_parse_repeat(struct slice text, struct iso_repeat *out) NODISCARD;

/* Printers return the bytes, no NUL. Seconds always, fractions without trailing zeros, Z for offset
 * 0. */
size_t iso_print_date(struct civil_date date, char out[ISO_TEXT_BYTES]);
size_t iso_print_time(struct civil_time time, struct iso_place place, char out[ISO_TEXT_BYTES]);
size_t iso_print_date_time(const struct iso_date_time *at, char out[ISO_TEXT_BYTES]);
/* UTC with milliseconds, always three: 2026-01-01T00:00:00.000Z, the form of the REST API, whose
 * years have four digits: what is before or after them prints as the first or last of them. */
size_t iso_print_instant_ms(int64_t ms, char out[ISO_TEXT_BYTES]);
/* Normalised: P1Y2M and P0M, -P1DT2H and PT0S. */
size_t iso_print_months(int64_t months, char out[ISO_TEXT_BYTES]);
size_t iso_print_span(struct span span, char out[ISO_TEXT_BYTES]);

/* The offset that holds at local fields: of the place, or of `fallback` when local (NULL means
 * UTC). */
int iso_offset_of(const struct iso_date_time *at, const struct zone *fallback);
struct instant iso_instant_of(const struct iso_date_time *at, const struct zone *fallback);
/* Calendar part first, on the local fields in the zone (NULL means UTC), then the span on the
 * instant. */
bool iso_add(struct instant at, const struct iso_duration *duration, const struct zone *zone,
             struct instant *out) NODISCARD;
/* Days counted as 24 hours each; false when the duration has months, or too many days. */
bool iso_duration_to_span(const struct iso_duration *duration, struct span *out) NODISCARD;
bool iso_duration_negate(struct iso_duration duration, struct iso_duration *out) NODISCARD;

#endif
