#include "base/iso8601.h"

#include "testkit/test.h"

static struct iso_date_time date_time(const char *text)
{
    struct iso_date_time at;

    if (!iso_parse_zoned_date_time(slice_of(text), &at)) {
        test_fail(__FILE__, __LINE__, "no date-time: %s", text);
    }
    return at;
}

static void check_date(const char *in)
{
    char out[ISO_TEXT_BYTES];
    struct civil_date date;

    CHECK(iso_parse_date(slice_of(in), &date));
    CHECK_TEXT(slice_make(out, iso_print_date(date, out)), in);
}

static void check_time(const char *in, const char *printed)
{
    char out[ISO_TEXT_BYTES];
    struct civil_time time;
    struct iso_place place;

    if (!iso_parse_time(slice_of(in), &time, &place)) {
        test_fail(__FILE__, __LINE__, "no time: %s", in);
    }
    CHECK_TEXT(slice_make(out, iso_print_time(time, place, out)), printed);
}

static void check_date_time(const char *in, const char *printed)
{
    char out[ISO_TEXT_BYTES];
    struct iso_date_time at = date_time(in);

    CHECK_TEXT(slice_make(out, iso_print_date_time(&at, out)), printed);
}

/* Dates and times are printed as they were read, in the canonical spelling. */
TEST(iso8601, reads_and_prints_dates_and_times)
{
    check_date("2026-02-28");
    check_date("2024-02-29");
    check_date("-0001-12-31");
    check_date("0000-01-01");
    check_date("999999999-12-31");
    check_date("-999999999-01-01");
    check_time("12:30:05", "12:30:05");
    check_time("12:30:05.100", "12:30:05.1");
    check_time("12:30:05.000000001Z", "12:30:05.000000001Z");
    check_time("12:30:05-00:00", "12:30:05Z");
    check_time("12:30:05+18:00", "12:30:05+18:00");
    check_time("12:30:05-02:45:55", "12:30:05-02:45:55");
    check_time("12:30:05@Europe/Paris", "12:30:05@Europe/Paris");
    check_date_time("2026-12-31T24:00:00", "2027-01-01T00:00:00");
    check_date_time("2026-01-01T00:00:00.5+01:00", "2026-01-01T00:00:00.5+01:00");
    check_date_time("2026-01-01T00:00:00+01:00[America/New_York]",
                    "2025-12-31T18:00:00@America/New_York");
    check_date_time("2026-01-01T00:00:00[Europe/Berlin]", "2026-01-01T00:00:00@Europe/Berlin");
}

/* One spelling, all of the text, nothing impossible. */
TEST(iso8601, refuses_other_spellings_of_dates)
{
    static const char *const refused[] = {
        "",           "998-01-01",        "01211-01-01", "+2012-01-01", "2012-13-01",  "2012-12-32",
        "2023-02-29", "2012/12/25",       "2012-1-1",    "2012-12-25T", "2012-12-25 ", "2012-00-01",
        "20121225",   "1000000000-01-01", "2012-12-00",  "--2012-01-01"};
    struct civil_date date;

    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        if (iso_parse_date(slice_of(refused[i]), &date)) {
            test_fail(__FILE__, __LINE__, "taken for a date: '%s'", refused[i]);
        }
    }
}

TEST(iso8601, refuses_other_spellings_of_times)
{
    static const char *const refused[] = {"",
                                          "12:00",
                                          "1:00:00",
                                          "24:00:00",
                                          "24:00:01",
                                          "12:60:00",
                                          "12:00:60",
                                          "12:00:00.",
                                          "12:00:00+5:00",
                                          "12:00:00+19:00",
                                          "12:00:00+18:01",
                                          "12:00:00@",
                                          "12:00:00@No/Where",
                                          "12:00:00+01:00@Europe/Paris",
                                          "12:00:00.1234567890",
                                          "12:00:00z",
                                          "T12:00:00",
                                          "12:00:00[Europe/Paris]",
                                          "12:00:00+01:60",
                                          "12:00:00 Z"};
    struct civil_time time;
    struct iso_place place;
    struct iso_date_time at;

    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        if (iso_parse_time(slice_of(refused[i]), &time, &place)) {
            test_fail(__FILE__, __LINE__, "taken for a time: '%s'", refused[i]);
        }
    }
    CHECK(!iso_parse_date_time(SLICE("2026-01-01"), &at));
    CHECK(!iso_parse_date_time(SLICE("2026-01-01T24:00:01"), &at));
    CHECK(!iso_parse_date_time(SLICE("2026-01-01T00:00:00[Europe/Paris]"), &at));
    CHECK(!iso_parse_zoned_date_time(SLICE("2026-01-01T00:00:00[Europe/Paris"), &at));
    CHECK(!iso_parse_zoned_date_time(SLICE("2026-01-01T00:00:00@Europe/Paris[Europe/Paris]"), &at));
    CHECK(!iso_parse_date_time(SLICE("999999999-12-31T24:00:00"), &at));
}

static void check_span(const char *in, const char *printed)
{
    char out[ISO_TEXT_BYTES];
    struct iso_duration duration;
    struct span span;

    if (!iso_parse_duration(slice_of(in), ISO_DAYS, &duration)) {
        test_fail(__FILE__, __LINE__, "no duration: %s", in);
    }
    CHECK(iso_duration_to_span(&duration, &span));
    CHECK_TEXT(slice_make(out, iso_print_span(span, out)), printed);
}

static void check_months(const char *in, const char *printed)
{
    char out[ISO_TEXT_BYTES];
    struct iso_duration duration;

    CHECK(iso_parse_duration(slice_of(in), ISO_MONTHS, &duration));
    CHECK_TEXT(slice_make(out, iso_print_months(duration.months, out)), printed);
}

/* Durations are normalised, but days never become months. */
TEST(iso8601, reads_and_prints_durations)
{
    check_span("PT24H", "P1D");
    check_span("PT1000M", "PT16H40M");
    check_span("PT0S", "PT0S");
    check_span("-PT0.5S", "-PT0.5S");
    check_span("PT0.S", "PT0S");
    check_span("-P1DT0.000000001S", "-P1DT0.000000001S");
    check_span("P400D", "P400D");
    check_span("P1DT2H3M4.500S", "P1DT2H3M4.5S");
    check_span("-PT61S", "-PT1M1S");
    check_months("P26M", "P2Y2M");
    check_months("-P100M", "-P8Y4M");
    check_months("P0Y", "P0M");
    check_months("P12M", "P1Y");
}

TEST(iso8601, refuses_other_spellings_of_durations)
{
    static const char *const refused[] = {"",
                                          "P",
                                          "PT",
                                          "P0",
                                          "1D",
                                          "P1S",
                                          "P1H",
                                          "P1DT",
                                          "P1.5D",
                                          "PT1.5H",
                                          "P1M1Y",
                                          "PT1S1M",
                                          "P1D1D",
                                          "+P1D",
                                          "P-1D",
                                          "PT.5S",
                                          "P1D ",
                                          "p1d",
                                          "PT0.1234567890S",
                                          "P99999999999999999999D",
                                          "P9223372036854775807Y",
                                          "PT9223372036854775807H"};
    struct iso_duration duration;

    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        if (iso_parse_duration(slice_of(refused[i]), ISO_ANY, &duration)) {
            test_fail(__FILE__, __LINE__, "taken for a duration: '%s'", refused[i]);
        }
    }
    CHECK(!iso_parse_duration(SLICE("P1Y1D"), ISO_MONTHS | ISO_DAYS, &duration));
    CHECK(!iso_parse_duration(SLICE("P1W"), ISO_DAYS, &duration));
    CHECK(!iso_parse_duration(SLICE("P1D"), ISO_MONTHS, &duration));
    CHECK(iso_parse_duration(SLICE("P1W"), ISO_ANY, &duration));
    CHECK_INT(duration.days, ==, 7);
    CHECK(iso_parse_duration(SLICE("P1Y2M3DT4H5M6.7S"), ISO_ANY, &duration));
    CHECK_INT(duration.months, ==, 14);
    CHECK_INT(duration.days, ==, 3);
    CHECK_INT(duration.span.seconds, ==, 14706);
    CHECK_INT(duration.span.nanoseconds, ==, 700000000);
}

/* Count, start, end and zone of a repeating interval come out as they stand there. */
TEST(iso8601, reads_repeating_intervals)
{
    struct iso_repeat repeat;

    CHECK(iso_parse_repeat(SLICE("R5/PT10S"), &repeat));
    CHECK_INT(repeat.count, ==, 5);
    CHECK(!repeat.has_start && !repeat.has_end);
    CHECK_INT(repeat.every.span.seconds, ==, 10);
    CHECK(iso_parse_repeat(SLICE("R/2026-01-01T00:00:00Z/P1D"), &repeat));
    CHECK_INT(repeat.count, ==, ISO_REPEAT_FOREVER);
    CHECK(repeat.has_start && !repeat.has_end);
    CHECK_INT(iso_instant_of(&repeat.start, NULL).seconds, ==, 1767225600);
    CHECK(iso_parse_repeat(SLICE("R3/PT1H/2026-01-01T00:00:00@Europe/Berlin"), &repeat));
    CHECK(!repeat.has_start && repeat.has_end);
    CHECK_INT(iso_instant_of(&repeat.end, NULL).seconds, ==, 1767222000);
    CHECK(iso_parse_repeat(SLICE("R/2026-01-01T00:00:00@America/Argentina/Ushuaia/P1Y"), &repeat));
    CHECK_INT(repeat.every.months, ==, 12);

    CHECK(!iso_parse_repeat(SLICE("PT10S"), &repeat));
    CHECK(!iso_parse_repeat(SLICE("R"), &repeat));
    CHECK(!iso_parse_repeat(SLICE("R5"), &repeat));
    CHECK(!iso_parse_repeat(SLICE("R-1/PT1S"), &repeat));
    CHECK(!iso_parse_repeat(SLICE("R5/PT0S"), &repeat));
    CHECK(iso_parse_repeat(SLICE("R5/PT0.001S"), &repeat));
    CHECK(!iso_parse_repeat(SLICE("R5/PT0.0009S"), &repeat));
    CHECK(!iso_parse_repeat(SLICE("R5/-PT1S"), &repeat));
    CHECK(!iso_parse_repeat(SLICE("R5/PT1S/"), &repeat));
    CHECK(!iso_parse_repeat(SLICE("R5/PT1S/PT1S"), &repeat));
    CHECK(!iso_parse_repeat(SLICE("r5/PT1S"), &repeat));
}

static void check_add(const char *start, const char *duration, const char *zone,
                      const char *expected)
{
    struct iso_date_time at = date_time(start);
    struct iso_date_time end = date_time(expected);
    struct iso_duration d;
    struct instant sum;

    CHECK(iso_parse_duration(slice_of(duration), ISO_ANY, &d));
    CHECK(iso_add(iso_instant_of(&at, NULL), &d, zone_find(slice_of(zone)), &sum));
    CHECK_INT(sum.seconds, ==, iso_instant_of(&end, NULL).seconds);
}

/* A day is a day on the calendar of the zone, 24 hours are 24 hours. */
TEST(iso8601, adds_days_on_the_calendar_and_hours_on_the_clock)
{
    check_add("2026-03-28T09:00:00+01:00", "P1D", "Europe/Berlin", "2026-03-29T09:00:00+02:00");
    check_add("2026-03-28T09:00:00+01:00", "PT24H", "Europe/Berlin", "2026-03-29T10:00:00+02:00");
    check_add("2026-01-31T00:00:00Z", "P1M1D", "UTC", "2026-03-01T00:00:00Z");
    check_add("2026-03-31T00:00:00Z", "-P1M", "UTC", "2026-02-28T00:00:00Z");
    check_add("2026-03-28T02:30:00+01:00", "P1D", "Europe/Berlin", "2026-03-29T03:30:00+02:00");
}

TEST(iso8601, prints_milliseconds_in_utc)
{
    char out[ISO_TEXT_BYTES];

    CHECK_TEXT(slice_make(out, iso_print_instant_ms(0, out)), "1970-01-01T00:00:00.000Z");
    CHECK_TEXT(slice_make(out, iso_print_instant_ms(-1, out)), "1969-12-31T23:59:59.999Z");
    CHECK_TEXT(slice_make(out, iso_print_instant_ms(1767225600120, out)),
               "2026-01-01T00:00:00.120Z");
    CHECK_TEXT(slice_make(out, iso_print_instant_ms(253402300799999, out)),
               "9999-12-31T23:59:59.999Z");
}

/* A year of five digits is no date for the readers of the API. */
TEST(iso8601, prints_milliseconds_within_years_of_four_digits)
{
    char out[ISO_TEXT_BYTES];

    CHECK_TEXT(slice_make(out, iso_print_instant_ms(253402300800000, out)),
               "9999-12-31T23:59:59.999Z");
    CHECK_TEXT(slice_make(out, iso_print_instant_ms(INT64_MAX, out)), "9999-12-31T23:59:59.999Z");
    CHECK_TEXT(slice_make(out, iso_print_instant_ms(-62167219200000, out)),
               "0000-01-01T00:00:00.000Z");
    CHECK_TEXT(slice_make(out, iso_print_instant_ms(-62167219200001, out)),
               "0000-01-01T00:00:00.000Z");
    CHECK_TEXT(slice_make(out, iso_print_instant_ms(INT64_MIN, out)), "0000-01-01T00:00:00.000Z");
}

/* Any mutation of a good text either fails or prints to something that reads back the same. */
TEST(iso8601, survives_mutations)
{
    static const char *const seeds[] = {"2026-01-01T00:00:00.5+01:00", "P1Y2M3DT4H5M6.7S",
                                        "R3/2026-01-01T00:00:00@Europe/Berlin/PT10S"};
    uint32_t x = 7;
    int still_good = 0;

    for (int round = 0; round < 30000; round++) {
        struct slice seed = slice_of(seeds[round % 3]);
        char text[64];
        struct iso_date_time at;
        struct iso_duration duration;
        struct iso_repeat repeat;

        for (size_t i = 0; i < seed.size; i++) {
            text[i] = seed.data[i];
        }
        x = x * 1664525 + 1013904223;
        text[(x >> 8) % seed.size] = "0195-+:.TPZ/@YS"[(x >> 24) % 15];
        if (iso_parse_zoned_date_time(slice_make(text, seed.size), &at)) {
            struct iso_date_time again;
            char out[ISO_TEXT_BYTES];

            CHECK(iso_parse_date_time(slice_make(out, iso_print_date_time(&at, out)), &again));
            CHECK(iso_instant_of(&again, NULL).seconds == iso_instant_of(&at, NULL).seconds);
        }
        still_good += iso_parse_duration(slice_make(text, seed.size), ISO_ANY, &duration);
        still_good += iso_parse_repeat(slice_make(text, seed.size), &repeat);
    }
    CHECK_INT(still_good, >, 0);
}
