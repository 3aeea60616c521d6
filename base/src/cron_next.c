/* The next firing. Time is walked in stretches of constant offset; within one, local seconds and
 * instants differ by a constant, and the search is on the calendar alone. */
#include "base/assert.h"
#include "base/civil.h"
#include "base/cron.h"

/* The Gregorian calendar repeats after 400 years: what did not fire by then never will. */
static const int64_t SEARCH_SECONDS = INT64_C(146097) * CIVIL_DAY_SECONDS;
static const uint32_t ALL_HOURS = (UINT32_C(1) << 24) - 1;

enum {
    SATURDAY = 6,
    SUNDAY = 7
};

static bool has_bit(uint64_t bits, int n)
{
    return (bits >> n & 1) != 0;
}

/* The lowest bit at n or above; 64 when there is none. */
static int next_bit(uint64_t bits, int n)
{
    bits = n < 64 ? bits >> n << n : 0;
    return bits == 0 ? 64 : __builtin_ctzll(bits);
}

/* The weekday (Monday to Friday) nearest to day n within its month; 0 when the month has no such
 * day. */
static int nearest_weekday(struct civil_date date, int n)
{
    int last = civil_days_in_month(date.year, date.month);
    int weekday;

    if (n > last) {
        return 0;
    }
    date.day = n;
    weekday = civil_weekday(date);
    if (weekday == SATURDAY) {
        return n > 1 ? n - 1 : n + 2;
    }
    if (weekday == SUNDAY) {
        return n < last ? n + 1 : n - 2;
    }
    return n;
}

static bool matches_day_of_month(const struct cron *cron, struct civil_date date)
{
    int last = civil_days_in_month(date.year, date.month);

    if (has_bit(cron->days, date.day) || has_bit(cron->last_days, last - date.day)) {
        return true;
    }
    if (cron->last_weekday && date.day == nearest_weekday(date, last)) {
        return true;
    }
    for (int n = next_bit(cron->weekday_days, 1); n <= 31;
         n = next_bit(cron->weekday_days, n + 1)) {
        if (date.day == nearest_weekday(date, n)) {
            return true;
        }
    }
    return false;
}

static bool matches_day_of_week(const struct cron *cron, struct civil_date date)
{
    int weekday = civil_weekday(date);
    int nth = (date.day - 1) / 7 + 1;
    bool last = date.day + 7 > civil_days_in_month(date.year, date.month);

    return has_bit(cron->weekdays, weekday) || has_bit(cron->nth_weekdays[nth], weekday) ||
           (last && has_bit(cron->last_of_weekdays, weekday));
}

/* The first matching second of a day at `from` or later, both counted from its midnight. */
static bool next_second_of_day(const struct cron *cron, int from, int *out)
{
    int hour = next_bit(cron->hours, from / 3600);
    int minute = from / 60 % 60;
    int second = from % 60;

    if (hour > from / 3600) {
        minute = 0;
        second = 0;
    }
    second = next_bit(cron->minutes, minute) == minute ? next_bit(cron->seconds, second) : 64;
    if (second == 64) {
        second = next_bit(cron->seconds, 0);
        minute = next_bit(cron->minutes, has_bit(cron->minutes, minute) ? minute + 1 : minute);
    }
    if (minute == 64) {
        minute = next_bit(cron->minutes, 0);
        hour = next_bit(cron->hours, hour + 1);
    }
    *out = hour * 3600 + minute * 60 + second;
    return hour < 24;
}

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* The first matching local second in [from, until). */
static bool next_local(const struct cron *cron, int64_t from, int64_t until, int64_t *out)
{
    int64_t day = floor_divide(from, CIVIL_DAY_SECONDS);
    int second = (int)(from - day * CIVIL_DAY_SECONDS);

    while (day * CIVIL_DAY_SECONDS < until) {
        struct civil_date date;
        int found;

        if (!civil_from_days(day, &date)) {
            return false;
        }
        if (!has_bit(cron->months, date.month)) {
            day += civil_days_in_month(date.year, date.month) - date.day + 1;
        } else if (matches_day_of_month(cron, date) && matches_day_of_week(cron, date) &&
                   next_second_of_day(cron, second, &found)) {
            *out = day * CIVIL_DAY_SECONDS + found;
            return *out < until;
        } else {
            day++;
        }
        second = 0;
    }
    return false;
}

struct search {
    const struct cron *cron;
    struct zone_stretch stretch;
    int64_t from; /* within the stretch */
    int64_t until;
};

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Follow elapsed time: whatever the clock shows. */
static bool next_elapsed(const struct search *s, int64_t *out)
{
    int offset = s->stretch.offset_seconds;
    int64_t local;

    if (!next_local(s->cron, s->from + offset, s->until + offset, &local)) {
        return false;
    }
    *out = local - offset;
    return true;
}

/* Follow the clock on the wall: local times that the stretch before had too are past, and those
 * that were skipped between the two come with the offset of the one before. */
static bool next_on_wall(const struct search *s, int offset_before, int64_t *out)
{
    int offset = s->stretch.offset_seconds;
    int64_t shown_before = s->stretch.from + offset_before;
    int64_t shown_after = s->stretch.from + offset;
    int64_t local;
    bool found = false;

    if (next_local(s->cron, later(s->from + offset, shown_before), s->until + offset, &local)) {
        *out = local - offset;
        found = true;
    }
    if (shown_before < shown_after &&
        next_local(s->cron, s->from + offset_before, shown_after, &local)) {
        local -= offset_before;
        *out = found && *out < local ? *out : local;
        found = true;
    }
    return found;
}

static bool next_in_stretch(const struct search *s, const struct zone *zone, int64_t *out)
{
    if (s->cron->hours == ALL_HOURS || s->stretch.from == INT64_MIN) {
        return next_elapsed(s, out);
    }
    return next_on_wall(s, zone_offset_at(zone, s->stretch.from - 1), out);
}

bool cron_next(const struct cron *cron, int64_t after_ms, const struct zone *zone, int64_t *out_ms)
{
    struct search s = {.cron = cron, .from = floor_divide(after_ms, 1000) + 1};
    int64_t limit = s.from + SEARCH_SECONDS;

    zone = zone == NULL ? zone_utc() : zone;
    while (s.from < limit) {
        int64_t found;
        int64_t ms;

        s.stretch = zone_stretch_at(zone, s.from);
        s.until = s.stretch.until < limit ? s.stretch.until : limit;
        if (next_in_stretch(&s, zone, &found)) {
            if (__builtin_mul_overflow(found, 1000, &ms)) {
                return false;
            }
            *out_ms = ms;
            return true;
        }
        s.from = s.until;
    }
    return false;
}
