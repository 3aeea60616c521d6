/* Calendar and instants, by arithmetic alone: no clock, no locale, no environment.
 *
 * The calendar is the proleptic Gregorian one with a year 0, from year -999,999,999 to 999,999,999.
 * Days are counted from 1970-01-01 and seconds from its midnight in UTC; there are no leap seconds.
 * Whatever would leave the range returns false and leaves *out alone. Thread: any. */
#ifndef BASE_CIVIL_H
#define BASE_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"

enum {
    CIVIL_YEAR_MIN = -999999999,
    CIVIL_YEAR_MAX = 999999999,
    CIVIL_DAY_SECONDS = 86400,
    CIVIL_SECOND_NANOSECONDS = 1000000000,
    CIVIL_OFFSET_SECONDS_MAX = 18 * 3600
};

struct civil_date {
    int year;
    int month; /* 1 to 12 */
    int day;   /* 1 to 31 */
};

struct civil_time {
    int hour;   /* 0 to 23 */
    int minute; /* 0 to 59 */
    int second; /* 0 to 59 */
    int nanosecond;
};

struct civil_date_time {
    struct civil_date date;
    struct civil_time time;
};

/* A point in time: seconds since 1970-01-01T00:00:00Z, and nanoseconds (0 to 999,999,999) after
 * that. */
struct instant {
    int64_t seconds;
    int32_t nanoseconds;
};

/* A length of time; -0.5 s is {-1, 500000000}. */
struct span {
    int64_t seconds;
    int32_t nanoseconds; /* 0 to 999,999,999 */
};

struct civil_week {
    int year; /* the year that the week belongs to */
    int week; /* 1 to 53 */
};

bool civil_is_leap_year(int year);
int civil_days_in_month(int year, int month);
bool civil_date_is_valid(struct civil_date date);
bool civil_time_is_valid(struct civil_time time);

/* Days since 1970-01-01 of a valid date, and back; false outside the years above. */
int64_t civil_days(struct civil_date date);
bool civil_from_days(int64_t days, struct civil_date *out) NODISCARD;
/* 1 is Monday, 7 is Sunday. */
int civil_weekday(struct civil_date date);
/* 1 is the first of January. */
int civil_day_of_year(struct civil_date date);
/* ISO 8601: weeks start on Monday, week 1 holds the first Thursday. */
struct civil_week civil_iso_week(struct civil_date date);
/* The day is pulled back to the end of a shorter month: 31 January and one month is 28 or 29
 * February. */
bool civil_add_months(struct civil_date date, int64_t months, struct civil_date *out) NODISCARD;
bool civil_add_days(struct civil_date date, int64_t days, struct civil_date *out) NODISCARD;
/* Whole months from one date to another, towards zero; negative when `to` is earlier. */
int64_t civil_months_between(struct civil_date from, struct civil_date to);
/* <0, 0, >0. */
int civil_date_compare(struct civil_date a, struct civil_date b);
int64_t civil_time_nanoseconds(struct civil_time time);             /* since midnight */
struct civil_time civil_time_from_nanoseconds(int64_t nanoseconds); /* 0 to one day, exclusive */

/* Local seconds: what `seconds` would be if the local fields were UTC. */
int64_t civil_local_seconds(struct civil_date_time local);
/* The instant of local fields at an offset east of UTC, and back. */
struct instant civil_instant(struct civil_date_time local, int offset_seconds);
bool civil_from_instant(struct instant at, int offset_seconds,
                        struct civil_date_time *out) NODISCARD;

/* Milliseconds since 1970, the engine's own unit. Down to the millisecond; false when outside
 * int64. */
bool instant_to_ms(struct instant at, int64_t *out) NODISCARD;
struct instant instant_from_ms(int64_t ms);
int instant_compare(struct instant a, struct instant b);
bool instant_add(struct instant at, struct span span, struct instant *out) NODISCARD;
/* a - b */
bool instant_subtract(struct instant a, struct instant b, struct span *out) NODISCARD;

bool span_make(int64_t seconds, int64_t nanoseconds,
               struct span *out) NODISCARD; /* any nanoseconds */
bool span_add(struct span a, struct span b, struct span *out) NODISCARD;
bool span_negate(struct span span, struct span *out) NODISCARD;
int span_compare(struct span a, struct span b);
bool span_is_negative(struct span span);
/* Towards zero; false when the magnitude is above INT64_MAX. */
bool span_to_ms(struct span span, int64_t *out) NODISCARD;
struct span span_from_ms(int64_t ms);

#endif
