#include "base/cron.h"

#include "base/civil.h"
#include "base/iso8601.h"
#include "testkit/test.h"

static struct cron parsed(const char *text)
{
    struct cron_error error = {0};
    struct cron cron = {0};

    if (!cron_parse(slice_of(text), &cron, &error)) {
        test_fail(__FILE__, __LINE__, "%s: at %zu %s", text, error.at, error.text);
    }
    return cron;
}

static int64_t ms_of(const char *text)
{
    struct iso_date_time at;
    int64_t ms = 0;

    CHECK(iso_parse_date_time(slice_of(text), &at));
    CHECK(instant_to_ms(iso_instant_of(&at, NULL), &ms));
    return ms;
}

static void check_next(const char *cron_text, const char *zone, const char *after,
                       const char *expected)
{
    struct cron cron = parsed(cron_text);
    char out[ISO_TEXT_BYTES];
    char wanted[ISO_TEXT_BYTES];
    int64_t next;

    CHECK(cron_next(&cron, ms_of(after), zone_find(slice_of(zone)), &next));
    CHECK_SLICE(slice_make(out, iso_print_instant_ms(next, out)),
                slice_make(wanted, iso_print_instant_ms(ms_of(expected), wanted)));
}

/* Each form of a field, at one instant. 2026-01-01 is a Thursday. */
TEST(cron, understands_every_form_of_a_field)
{
    const char *after = "2026-01-01T00:00:00Z";

    check_next("* * * * * *", "UTC", after, "2026-01-01T00:00:01Z");
    check_next("0 0/5 * * * ?", "UTC", after, "2026-01-01T00:05:00Z");
    check_next("*/15 * * * * *", "UTC", after, "2026-01-01T00:00:15Z");
    check_next("7-9,30 * * * * *", "UTC", "2026-01-01T00:00:09.5Z", "2026-01-01T00:00:30Z");
    check_next("0 0 9-17/4 * * MON-FRI", "UTC", "2026-01-02T17:00:00Z", "2026-01-05T09:00:00Z");
    check_next("0 0 0 * feb,APR *", "UTC", after, "2026-02-01T00:00:00Z");
    check_next("0 0 0 L * ?", "UTC", "2026-02-01T00:00:00Z", "2026-02-28T00:00:00Z");
    check_next("0 0 0 L-3 * ?", "UTC", after, "2026-01-28T00:00:00Z");
    check_next("0 0 0 LW * *", "UTC", after, "2026-01-30T00:00:00Z");
    check_next("0 0 0 1W * *", "UTC", "2026-08-01T00:00:00Z", "2026-08-03T00:00:00Z");
    check_next("0 0 0 15W * *", "UTC", "2026-02-01T00:00:00Z", "2026-02-16T00:00:00Z");
    check_next("0 0 0 ? * 5L", "UTC", after, "2026-01-30T00:00:00Z");
    check_next("0 0 0 ? * THUL", "UTC", after, "2026-01-29T00:00:00Z");
    check_next("0 0 0 ? * MON#1", "UTC", after, "2026-01-05T00:00:00Z");
    check_next("0 0 0 ? * 5#5", "UTC", after, "2026-01-30T00:00:00Z");
    check_next("0 0 0 * * 0", "UTC", after, "2026-01-04T00:00:00Z");
    check_next("0 0 0 * * 7", "UTC", after, "2026-01-04T00:00:00Z");
    check_next("0 0 0 * * SAT-MON", "UTC", "2026-01-04T00:00:00Z", "2026-01-05T00:00:00Z");
    check_next("0 0 0 13 * FRI", "UTC", after, "2026-02-13T00:00:00Z");
    check_next("0 0 0 29 2 SUN", "UTC", after, "2032-02-29T00:00:00Z");
    check_next("  0  0 0 1 1 *  ", "UTC", after, "2027-01-01T00:00:00Z");
    check_next("@hourly", "UTC", after, "2026-01-01T01:00:00Z");
    check_next("@daily", "UTC", after, "2026-01-02T00:00:00Z");
    check_next("@weekly", "UTC", after, "2026-01-04T00:00:00Z");
    check_next("@monthly", "UTC", after, "2026-02-01T00:00:00Z");
    check_next("@yearly", "UTC", after, "2027-01-01T00:00:00Z");
    check_next("@hourly", "UTC", "1969-12-31T23:30:00.001Z", "1970-01-01T00:00:00Z");
}

static void check_error(const char *text, size_t at)
{
    struct cron_error error = {0};
    struct cron cron;

    if (cron_parse(slice_of(text), &cron, &error)) {
        test_fail(__FILE__, __LINE__, "taken for cron: '%s'", text);
    }
    CHECK_INT(error.at, ==, at);
    CHECK(error.text != NULL);
}

/* The position of the first fault is told. */
TEST(cron, says_where_a_text_is_wrong)
{
    check_error("", 0);
    check_error("0 0 0 * *", 9);
    check_error("0 0 0 * * * *", 12);
    check_error("60 * * * * *", 0);
    check_error("0 0 24 * * *", 4);
    check_error("0 0 0 0 * *", 6);
    check_error("0 0 0 * 13 *", 8);
    check_error("0 0 0 * * 8", 10);
    check_error("5-3 * * * * *", 1);
    check_error("*/0 * * * * *", 1);
    check_error("? * * * * *", 0);
    check_error("1, * * * * *", 2);
    check_error("1a * * * * *", 1);
    check_error("0 0 0 * * MON#6", 14);
    check_error("0 0 0 * * L", 10);
    check_error("0 0 0 L-31 * *", 7);
    check_error("0 0 0 * FOO *", 8);
    check_error("@never", 0);
}

/* What can never be is told from what comes late. */
TEST(cron, gives_up_on_what_never_comes)
{
    struct cron never = parsed("0 0 0 30 2 *");
    struct cron always = parsed("0 0 0 * * *");
    int64_t next;

    CHECK(!cron_next(&never, 0, zone_find(SLICE("Europe/Berlin")), &next));
    CHECK(!cron_next(&always, INT64_MAX, NULL, &next));
    CHECK(cron_next(&always, INT64_MIN, NULL, &next));
}

/* Summer time comes on 2026-03-29 at 01:00Z and goes on 2026-10-25 at 01:00Z. */
TEST(cron, keeps_to_the_wall_clock_over_changes_of_offset)
{
    const char *berlin = "Europe/Berlin";

    /* 02:30 does not exist and becomes 03:30 */
    check_next("0 30 2 * * *", berlin, "2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z");
    check_next("0 30 2 * * *", berlin, "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z");
    check_next("0 30 2,3 * * *", berlin, "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z");
    check_next("0 0,30 2,3 * * *", berlin, "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z");
    /* 02:30 comes twice and fires once */
    check_next("0 30 2 * * *", berlin, "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z");
    check_next("0 30 2 * * *", berlin, "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    /* every half hour goes on through both */
    check_next("0 0/30 * * * *", berlin, "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z");
    check_next("0 0/30 * * * *", berlin, "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z");
    check_next("0 0/30 * * * *", berlin, "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z");
}

/* The rule, second by second: slow, and plain enough to be right. */
static bool slow_match(const struct cron *cron, int64_t seconds)
{
    struct civil_date_time at;
    int weekday;

    CHECK(civil_from_instant((struct instant){.seconds = seconds}, 0, &at));
    weekday = civil_weekday(at.date);
    return (cron->seconds >> at.time.second & 1) != 0 &&
           (cron->minutes >> at.time.minute & 1) != 0 && (cron->hours >> at.time.hour & 1) != 0 &&
           (cron->days >> at.date.day & 1) != 0 && (cron->months >> at.date.month & 1) != 0 &&
           (cron->weekdays >> weekday & 1) != 0;
}

static int64_t slow_next(const struct cron *cron, int64_t after_seconds)
{
    int64_t t = after_seconds + 1;

    while (!slow_match(cron, t)) {
        t++;
    }
    return t;
}

/* Random schedules from random instants, against the reference. */
TEST(cron, agrees_with_a_search_second_by_second)
{
    uint64_t x = 42;

    for (int round = 0; round < 100; round++) {
        struct cron cron = {.days = ~UINT32_C(1), .months = 0x1ffe};
        int64_t after;
        int64_t next;

        x = x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        cron.seconds = (UINT64_C(1) << (x >> 8) % 60) | (UINT64_C(1) << (x >> 16) % 60);
        cron.minutes = (UINT64_C(1) << (x >> 24) % 60) | (UINT64_C(1) << (x >> 30) % 60);
        cron.hours = UINT32_C(1) << (x >> 36) % 24 | UINT32_C(1) << (x >> 42) % 24;
        cron.weekdays = (uint8_t)(0xfe & (x >> 48 | 2U << (x >> 56) % 7));
        after = (int64_t)(x >> 33) % 4000000000 - 1000000000;

        CHECK(cron_next(&cron, after * 1000, NULL, &next));
        CHECK_INT(next, ==, slow_next(&cron, after) * 1000);
    }
}
