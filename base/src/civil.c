#include "base/civil.h"

#include "base/assert.h"

/* The calendar repeats every 400 years, which are this many days. */
enum {
    CYCLE_YEARS = 400,
    CYCLE_DAYS = 146097
};

/* From 0000-03-01, where cycles are counted from (the leap day then ends a year), to 1970-01-01. */
enum {
    MARCH_ZERO_TO_EPOCH_DAYS = 719468
};

static int64_t divide_down(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t rest_down(int64_t a, int64_t b)
{
    int64_t rest = a % b;

    return rest < 0 ? rest + b : rest;
}

static int order(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

bool civil_is_leap_year(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int civil_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    ASSERT(month >= 1);
    ASSERT(month <= 12);
    return days[month - 1] + (month == 2 && civil_is_leap_year(year));
}

bool civil_date_is_valid(struct civil_date date)
{
    return date.year >= CIVIL_YEAR_MIN && date.year <= CIVIL_YEAR_MAX && date.month >= 1 &&
           date.month <= 12 && date.day >= 1 &&
           date.day <= civil_days_in_month(date.year, date.month);
}

bool civil_time_is_valid(struct civil_time time)
{
    return time.hour >= 0 && time.hour <= 23 && time.minute >= 0 && time.minute <= 59 &&
           time.second >= 0 && time.second <= 59 && time.nanosecond >= 0 &&
           time.nanosecond < CIVIL_SECOND_NANOSECONDS;
}

/* Days before the first of a month, counted from March: 0 for March, 306 for January. */
static int days_before_month(int months_from_march)
{
    return (153 * months_from_march + 2) / 5;
}

int64_t civil_days(struct civil_date date)
{
    int64_t year = date.month > 2 ? date.year : (int64_t)date.year - 1;
    int64_t cycle = divide_down(year, CYCLE_YEARS);
    int64_t in_cycle = rest_down(year, CYCLE_YEARS);
    int day_of_year = days_before_month((date.month + 9) % 12) + date.day - 1;
    int64_t day_of_cycle = in_cycle * 365 + in_cycle / 4 - in_cycle / 100 + day_of_year;

    return cycle * CYCLE_DAYS + day_of_cycle - MARCH_ZERO_TO_EPOCH_DAYS;
}

static int64_t days_min(void)
{
    return civil_days((struct civil_date){.year = CIVIL_YEAR_MIN, .month = 1, .day = 1});
}

static int64_t days_max(void)
{
    return civil_days((struct civil_date){.year = CIVIL_YEAR_MAX, .month = 12, .day = 31});
}

bool civil_from_days(int64_t days, struct civil_date *out)
{
    int64_t cycle;
    int64_t day;
    int64_t year;
    int month;

    if (days < days_min() || days > days_max()) {
        return false;
    }
    cycle = divide_down(days + MARCH_ZERO_TO_EPOCH_DAYS, CYCLE_DAYS);
    day = rest_down(days + MARCH_ZERO_TO_EPOCH_DAYS, CYCLE_DAYS);
    /* Take the leap days out: one in 4 years, none in 100, one in 400. */
    year = (day - day / 1460 + day / 36524 - day / (CYCLE_DAYS - 1)) / 365;
    day -= year * 365 + year / 4 - year / 100;
    month = (int)(5 * day + 2) / 153;
    out->day = (int)day - days_before_month(month) + 1;
    out->month = month < 10 ? month + 3 : month - 9;
    out->year = (int)(cycle * CYCLE_YEARS + year + (month >= 10));
    return true;
}

int civil_weekday(struct civil_date date)
{
    return (int)rest_down(civil_days(date) + 3, 7) + 1; /* 1970-01-01 was a Thursday */
}

int civil_day_of_year(struct civil_date date)
{
    return (int)(civil_days(date) -
                 civil_days((struct civil_date){.year = date.year, .month = 1, .day = 1})) +
           1;
}

/* 52 or 53: long years begin on a Thursday, or are leap years that begin on a Wednesday. */
static int weeks_in_year(int year)
{
    int first = civil_weekday((struct civil_date){.year = year, .month = 1, .day = 1});

    return first == 4 || (first == 3 && civil_is_leap_year(year)) ? 53 : 52;
}

struct civil_week civil_iso_week(struct civil_date date)
{
    int week = (civil_day_of_year(date) - civil_weekday(date) + 10) / 7;

    if (week < 1) {
        return (struct civil_week){.year = date.year - 1, .week = weeks_in_year(date.year - 1)};
    }
    if (week > weeks_in_year(date.year)) {
        return (struct civil_week){.year = date.year + 1, .week = 1};
    }
    return (struct civil_week){.year = date.year, .week = week};
}

bool civil_add_months(struct civil_date date, int64_t months, struct civil_date *out)
{
    int64_t total;
    int64_t year;
    int last;

    if (__builtin_add_overflow((int64_t)date.year * 12 + date.month - 1, months, &total)) {
        return false;
    }
    year = divide_down(total, 12);
    if (year < CIVIL_YEAR_MIN || year > CIVIL_YEAR_MAX) {
        return false;
    }
    out->year = (int)year;
    out->month = (int)rest_down(total, 12) + 1;
    last = civil_days_in_month(out->year, out->month);
    out->day = date.day < last ? date.day : last;
    return true;
}

bool civil_add_days(struct civil_date date, int64_t days, struct civil_date *out)
{
    int64_t sum;

    return !__builtin_add_overflow(civil_days(date), days, &sum) && civil_from_days(sum, out);
}

int64_t civil_months_between(struct civil_date from, struct civil_date to)
{
    int64_t months = ((int64_t)to.year - from.year) * 12 + to.month - from.month;

    if (months > 0 && to.day < from.day) {
        return months - 1;
    }
    return months < 0 && to.day > from.day ? months + 1 : months;
}

int civil_date_compare(struct civil_date a, struct civil_date b)
{
    return order(civil_days(a), civil_days(b));
}

int64_t civil_time_nanoseconds(struct civil_time time)
{
    int64_t seconds = (int64_t)time.hour * 3600 + time.minute * 60 + time.second;

    return seconds * CIVIL_SECOND_NANOSECONDS + time.nanosecond;
}

struct civil_time civil_time_from_nanoseconds(int64_t nanoseconds)
{
    int seconds = (int)(nanoseconds / CIVIL_SECOND_NANOSECONDS);

    ASSERT(nanoseconds >= 0);
    ASSERT(seconds < CIVIL_DAY_SECONDS);
    return (struct civil_time){.hour = seconds / 3600,
                               .minute = seconds / 60 % 60,
                               .second = seconds % 60,
                               .nanosecond = (int)(nanoseconds % CIVIL_SECOND_NANOSECONDS)};
}

int64_t civil_local_seconds(struct civil_date_time local)
{
    return civil_days(local.date) * CIVIL_DAY_SECONDS +
           civil_time_nanoseconds(local.time) / CIVIL_SECOND_NANOSECONDS;
}

struct instant civil_instant(struct civil_date_time local, int offset_seconds)
{
    return (struct instant){.seconds = civil_local_seconds(local) - offset_seconds,
                            .nanoseconds = local.time.nanosecond};
}

bool civil_from_instant(struct instant at, int offset_seconds, struct civil_date_time *out)
{
    int64_t local;
    int64_t in_day;

    if (__builtin_add_overflow(at.seconds, offset_seconds, &local) ||
        !civil_from_days(divide_down(local, CIVIL_DAY_SECONDS), &out->date)) {
        return false;
    }
    in_day = rest_down(local, CIVIL_DAY_SECONDS);
    out->time = civil_time_from_nanoseconds(in_day * CIVIL_SECOND_NANOSECONDS + at.nanoseconds);
    return true;
}

bool instant_to_ms(struct instant at, int64_t *out)
{
    int64_t ms;

    /* Towards zero first, so that the least int64 does not overflow half-way. */
    if (at.seconds < 0) {
        if (__builtin_mul_overflow(at.seconds + 1, 1000, &ms) ||
            __builtin_add_overflow(ms, at.nanoseconds / 1000000 - 1000, &ms)) {
            return false;
        }
    } else if (__builtin_mul_overflow(at.seconds, 1000, &ms) ||
               __builtin_add_overflow(ms, at.nanoseconds / 1000000, &ms)) {
        return false;
    }
    *out = ms;
    return true;
}

struct instant instant_from_ms(int64_t ms)
{
    return (struct instant){.seconds = divide_down(ms, 1000),
                            .nanoseconds = (int32_t)rest_down(ms, 1000) * 1000000};
}

int instant_compare(struct instant a, struct instant b)
{
    int by_seconds = order(a.seconds, b.seconds);

    return by_seconds != 0 ? by_seconds : order(a.nanoseconds, b.nanoseconds);
}

bool instant_add(struct instant at, struct span span, struct instant *out)
{
    struct span sum;

    if (!span_add((struct span){.seconds = at.seconds, .nanoseconds = at.nanoseconds}, span,
                  &sum)) {
        return false;
    }
    *out = (struct instant){.seconds = sum.seconds, .nanoseconds = sum.nanoseconds};
    return true;
}

bool instant_subtract(struct instant a, struct instant b, struct span *out)
{
    int64_t seconds;

    return !__builtin_sub_overflow(a.seconds, b.seconds, &seconds) &&
           span_make(seconds, (int64_t)a.nanoseconds - b.nanoseconds, out);
}

bool span_make(int64_t seconds, int64_t nanoseconds, struct span *out)
{
    int64_t carry = divide_down(nanoseconds, CIVIL_SECOND_NANOSECONDS);
    int64_t sum;

    if (__builtin_add_overflow(seconds, carry, &sum)) {
        return false;
    }
    *out = (struct span){.seconds = sum,
                         .nanoseconds = (int32_t)rest_down(nanoseconds, CIVIL_SECOND_NANOSECONDS)};
    return true;
}

bool span_add(struct span a, struct span b, struct span *out)
{
    int64_t seconds;

    return !__builtin_add_overflow(a.seconds, b.seconds, &seconds) &&
           span_make(seconds, (int64_t)a.nanoseconds + b.nanoseconds, out);
}

bool span_negate(struct span span, struct span *out)
{
    int64_t seconds;

    return !__builtin_sub_overflow((int64_t)0, span.seconds, &seconds) &&
           span_make(seconds, -(int64_t)span.nanoseconds, out);
}

int span_compare(struct span a, struct span b)
{
    int by_seconds = order(a.seconds, b.seconds);

    return by_seconds != 0 ? by_seconds : order(a.nanoseconds, b.nanoseconds);
}

bool span_is_negative(struct span span)
{
    return span.seconds < 0;
}

bool span_to_ms(struct span span, int64_t *out)
{
    bool negative = span_is_negative(span);
    int64_t ms;

    if (negative && !span_negate(span, &span)) {
        return false;
    }
    if (__builtin_mul_overflow(span.seconds, 1000, &ms) ||
        __builtin_add_overflow(ms, span.nanoseconds / 1000000, &ms)) {
        return false;
    }
    *out = negative ? -ms : ms;
    return true;
}

struct span span_from_ms(int64_t ms)
{
    struct instant at = instant_from_ms(ms);

    return (struct span){.seconds = at.seconds, .nanoseconds = at.nanoseconds};
}
