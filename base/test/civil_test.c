#include "base/civil.h"

#include "testkit/test.h"

static struct civil_date date(int year, int month, int day)
{
    return (struct civil_date){.year = year, .month = month, .day = day};
}

static void check_date(struct civil_date d, int year, int month, int day)
{
    CHECK_INT(d.year, ==, year);
    CHECK_INT(d.month, ==, month);
    CHECK_INT(d.day, ==, day);
}

/* Known days on both sides of the epoch and of year 0. */
TEST(civil, counts_days_from_1970)
{
    CHECK_INT(civil_days(date(1970, 1, 1)), ==, 0);
    CHECK_INT(civil_days(date(2000, 3, 1)), ==, 11017);
    CHECK_INT(civil_days(date(1969, 12, 31)), ==, -1);
    CHECK_INT(civil_days(date(1, 1, 1)), ==, -719162);
    CHECK_INT(civil_days(date(0, 12, 31)), ==, -719163);
    CHECK_INT(civil_days(date(CIVIL_YEAR_MAX, 12, 31)), ==, 365241780471);
    CHECK_INT(civil_days(date(CIVIL_YEAR_MIN, 1, 1)), ==, -365243219162);
}

/* Every day of three cycles, and steps of a large prime over the whole range, go there and back;
 * each day of the dense part is the successor of the one before. */
TEST(civil, goes_there_and_back_over_the_whole_range)
{
    struct civil_date d;
    struct civil_date before = date(0, 1, 1);

    for (int64_t day = civil_days(before) + 1; day < civil_days(date(1200, 1, 1)); day++) {
        bool last = before.day == civil_days_in_month(before.year, before.month);

        CHECK(civil_from_days(day, &d));
        CHECK(civil_date_is_valid(d));
        CHECK_INT(civil_days(d), ==, day);
        CHECK_INT(d.day, ==, last ? 1 : before.day + 1);
        CHECK_INT(civil_date_compare(before, d), <, 0);
        before = d;
    }
    for (int64_t day = -365243219162; day <= 365241780471; day += 7919003) {
        CHECK(civil_from_days(day, &d));
        CHECK_INT(civil_days(d), ==, day);
    }
    CHECK(!civil_from_days(365241780472, &d));
    CHECK(!civil_from_days(-365243219163, &d));
    CHECK(!civil_from_days(INT64_MAX, &d));
    CHECK(!civil_from_days(INT64_MIN, &d));
}

TEST(civil, knows_weekdays_and_weeks)
{
    CHECK_INT(civil_weekday(date(1970, 1, 1)), ==, 4);
    CHECK_INT(civil_weekday(date(2026, 3, 29)), ==, 7);
    CHECK_INT(civil_weekday(date(-1, 1, 1)), ==, 5);
    CHECK_INT(civil_iso_week(date(2026, 1, 1)).week, ==, 1);
    CHECK_INT(civil_iso_week(date(2021, 1, 3)).week, ==, 53);
    CHECK_INT(civil_iso_week(date(2021, 1, 3)).year, ==, 2020);
    CHECK_INT(civil_iso_week(date(2024, 12, 30)).week, ==, 1);
    CHECK_INT(civil_iso_week(date(2024, 12, 30)).year, ==, 2025);
    CHECK_INT(civil_day_of_year(date(2024, 12, 31)), ==, 366);
    CHECK_INT(civil_day_of_year(date(1900, 3, 1)), ==, 60);
}

/* Adding months stays at the end of the month; whole months between are counted back. */
TEST(civil, adds_months_and_clamps)
{
    struct civil_date d;

    CHECK(civil_add_months(date(2024, 1, 31), 1, &d));
    check_date(d, 2024, 2, 29);
    CHECK(civil_add_months(date(-2021, 1, 1), -1, &d));
    check_date(d, -2022, 12, 1);
    CHECK(civil_add_months(date(2024, 2, 29), -12, &d));
    check_date(d, 2023, 2, 28);
    CHECK(!civil_add_months(date(CIVIL_YEAR_MAX, 12, 1), 1, &d));
    CHECK(!civil_add_months(date(2024, 1, 1), INT64_MAX, &d));
    CHECK(!civil_add_days(date(2024, 1, 1), INT64_MAX, &d));
    CHECK_INT(civil_months_between(date(2013, 8, 24), date(2017, 12, 15)), ==, 51);
    CHECK_INT(civil_months_between(date(2017, 12, 15), date(2013, 8, 24)), ==, -51);
    CHECK_INT(civil_months_between(date(2024, 1, 31), date(2024, 2, 29)), ==, 0);
}

static void check_ms(int64_t ms)
{
    int64_t again;

    CHECK(instant_to_ms(instant_from_ms(ms), &again));
    CHECK_INT(again, ==, ms);
    CHECK(span_to_ms(span_from_ms(ms), &again));
    CHECK_INT(again, ==, ms);
}

/* Milliseconds round down for instants and towards zero for spans,
 * and the whole of int64 passes. */
TEST(civil, converts_milliseconds)
{
    struct instant before = {.seconds = -1, .nanoseconds = 999999999};
    struct span almost = {.seconds = -1, .nanoseconds = 1};
    int64_t ms;

    check_ms(0);
    check_ms(-1);
    check_ms(-1000);
    check_ms(INT64_MAX);
    check_ms(INT64_MIN + 1);
    CHECK(instant_to_ms(instant_from_ms(INT64_MIN), &ms) && ms == INT64_MIN);
    CHECK(instant_to_ms(before, &ms) && ms == -1);
    CHECK(span_to_ms(almost, &ms) && ms == -999);
    CHECK(!instant_to_ms((struct instant){.seconds = INT64_MAX / 1000 + 1}, &ms));
    CHECK(!instant_to_ms((struct instant){.seconds = INT64_MIN}, &ms));
}

/* Local fields, an instant and an offset lead to one another. */
TEST(civil, places_local_fields_in_time)
{
    struct civil_date_time local = {.date = date(2026, 3, 29), .time = {2, 30, 15, 5}};
    struct instant at = civil_instant(local, 7200);
    struct civil_date_time again;
    struct span half = {.seconds = -1, .nanoseconds = 500000000};
    struct span sum;

    CHECK_INT(at.seconds, ==, 1774744215);
    CHECK(civil_from_instant(at, 7200, &again));
    check_date(again.date, 2026, 3, 29);
    CHECK_INT(civil_time_nanoseconds(again.time), ==, civil_time_nanoseconds(local.time));
    CHECK(instant_add(at, half, &at));
    CHECK_INT(at.seconds, ==, 1774744214);
    CHECK_INT(at.nanoseconds, ==, 500000005);
    CHECK(span_negate(half, &sum) && sum.seconds == 0 && sum.nanoseconds == 500000000);
    CHECK(!span_negate((struct span){.seconds = INT64_MIN}, &sum));
    CHECK(!instant_add((struct instant){.seconds = INT64_MAX}, (struct span){.seconds = 1}, &at));
}
