/* Cycles as schedules: points are counted whether anybody saw them or not. */
#include "verb/timer.h"

#include "testkit/test.h"

#define DAY_MS (INT64_C(24) * 3600 * 1000)

static struct timer_row fired_at(const char *cycle, int64_t due_ms, int32_t repetitions)
{
    return (struct timer_row){
        .key = 1, .due_ms = due_ms, .cycle = slice_of(cycle), .repetitions = repetitions};
}

TEST(timer_next, goes_on_one_interval_later)
{
    struct timer_row fired = fired_at("R3/PT1S", 5000, 3);
    struct timer_row next;

    CHECK(timer_next(&fired, 5000, &next));

    CHECK_INT(next.due_ms, ==, 6000);
    CHECK_INT(next.repetitions, ==, 2);
}

TEST(timer_next, ends_after_the_last_repetition)
{
    struct timer_row fired = fired_at("R3/PT1S", 5000, 1);
    struct timer_row next;

    CHECK(!timer_next(&fired, 5000, &next));
}

/* Down from point 2 to behind point 5 of 10: one firing, then point 6. */
TEST(timer_next, skips_missed_points_and_counts_them)
{
    struct timer_row fired = fired_at("R10/PT10S", 20000, 9);
    struct timer_row next;

    CHECK(timer_next(&fired, 55000, &next));

    CHECK_INT(next.due_ms, ==, 60000);
    CHECK_INT(next.repetitions, ==, 5);
}

TEST(timer_next, a_point_that_is_now_has_passed)
{
    struct timer_row fired = fired_at("R/PT10S", 20000, TIMER_FOREVER);
    struct timer_row next;

    CHECK(timer_next(&fired, 30000, &next));

    CHECK_INT(next.due_ms, ==, 40000);
    CHECK_INT(next.repetitions, ==, TIMER_FOREVER);
}

/* A month later is the same day or the last one; two months are counted at once. */
TEST(timer_next, counts_months_by_the_calendar)
{
    struct timer_row fired = fired_at("R/P1M", 30 * DAY_MS, TIMER_FOREVER); /* 1970-01-31 */
    struct timer_row next;

    CHECK(timer_next(&fired, 30 * DAY_MS, &next));
    CHECK_INT(next.due_ms, ==, 58 * DAY_MS);

    CHECK(timer_next(&fired, 60 * DAY_MS, &next));
    CHECK_INT(next.due_ms, ==, 89 * DAY_MS);
}

/* A thousand years of seconds are no loop. */
TEST(timer_next, leaps_over_any_downtime)
{
    struct timer_row fired = fired_at("R/PT1S", 0, TIMER_FOREVER);
    struct timer_row next;

    CHECK(timer_next(&fired, 1000 * 365 * DAY_MS, &next));

    CHECK_INT(next.due_ms, ==, 1000 * 365 * DAY_MS + 1000);
}

TEST(timer_next, follows_cron)
{
    struct timer_row fired = fired_at("0 0 12 * * *", DAY_MS / 2, TIMER_FOREVER);
    struct timer_row next;

    CHECK(timer_next(&fired, 10 * DAY_MS, &next));

    CHECK_INT(next.due_ms, ==, 10 * DAY_MS + DAY_MS / 2);
}

TEST(timer_next, of_a_date_or_duration_is_none)
{
    struct timer_row fired = fired_at("", 5000, 1);
    struct timer_row next;

    CHECK(!timer_next(&fired, 5000, &next));
}
