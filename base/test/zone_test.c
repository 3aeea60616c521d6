#include "base/zone.h"

#include <stdio.h>

#include "base/civil.h"
#include "testkit/test.h"

static uint64_t digest_step(uint64_t digest, int offset)
{
    return (digest ^ (uint64_t)(int64_t)offset) * UINT64_C(0x100000001b3);
}

static uint64_t digest_at(uint64_t digest, const struct zone *zone, int64_t seconds)
{
    digest = digest_step(digest, zone_offset_at(zone, seconds));
    return digest_step(digest, zone_offset_for_local(zone, seconds));
}

static const uint64_t DIGEST_START = UINT64_C(0xcbf29ce484222325);

static uint64_t random_digest(const struct zone *zone)
{
    uint64_t digest = DIGEST_START;
    uint64_t x = 1;

    for (int i = 0; i < 200; i++) {
        x = x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        digest = digest_at(digest, zone, -3786912000 + (int64_t)((x >> 20) % 11000000000));
    }
    return digest;
}

static uint64_t dense_digest(const struct zone *zone)
{
    static const int64_t starts[] = {1767225600, 2524608000};
    uint64_t digest = DIGEST_START;

    for (int year = 0; year < 2; year++) {
        for (int64_t at = 0; at < 365 * CIVIL_DAY_SECONDS; at += 1800) {
            digest = digest_at(digest, zone, starts[year] + at);
        }
    }
    return digest;
}

/* Another implementation, reading the same release of the database, gives the same offsets for
 * instants and for local times, gaps and overlaps included (tools/zones_golden.py). */
TEST(zone, agrees_with_another_implementation)
{
    FILE *golden = fopen("base/test/zones.golden", "r");
    char name[64];
    uint64_t expected;
    int zones = 0;

    CHECK(golden != NULL);
    while (fscanf(golden, "%63s %" SCNx64, name, &expected) == 2) {
        const struct zone *zone = zone_find(slice_of(name));

        if (zone == NULL || (random_digest(zone) != expected && dense_digest(zone) != expected)) {
            test_fail(__FILE__, __LINE__, "%s differs", name);
        }
        zones++;
    }
    fclose(golden);
    CHECK_INT(zones, >, 500);
}

static const struct zone *berlin(void)
{
    return zone_find(SLICE("Europe/Berlin"));
}

static int64_t local(int month, int day, int hour, int minute)
{
    return civil_local_seconds(
        (struct civil_date_time){.date = {.year = 2026, .month = month, .day = day},
                                 .time = {.hour = hour, .minute = minute}});
}

/* In a gap and in an overlap the offset before the change counts. */
TEST(zone, reads_gaps_and_overlaps_with_the_offset_before)
{
    CHECK_INT(zone_offset_for_local(berlin(), local(3, 29, 1, 59)), ==, 3600);
    CHECK_INT(zone_offset_for_local(berlin(), local(3, 29, 2, 30)), ==, 3600);
    CHECK_INT(zone_offset_for_local(berlin(), local(3, 29, 3, 0)), ==, 7200);
    CHECK_INT(zone_offset_for_local(berlin(), local(10, 25, 2, 30)), ==, 7200);
    CHECK_INT(zone_offset_for_local(berlin(), local(10, 25, 3, 0)), ==, 3600);
}

/* Stretches meet without a hole, over the end of the tables and far into the rule. */
TEST(zone, cuts_time_into_stretches)
{
    struct zone_stretch stretch = zone_stretch_at(berlin(), INT64_MIN);

    for (int i = 0; i < 1000; i++) {
        struct zone_stretch next = zone_stretch_at(berlin(), stretch.until);

        CHECK_INT(next.from, ==, stretch.until);
        CHECK_INT(next.offset_seconds, !=, stretch.offset_seconds);
        CHECK_INT(zone_offset_at(berlin(), next.until - 1), ==, next.offset_seconds);
        stretch = next;
    }
    CHECK_INT(zone_stretch_at(zone_utc(), 0).until, ==, INT64_MAX);
    CHECK_INT(zone_offset_at(berlin(), INT64_MAX), ==, 3600);
}

/* Names are exact; an alias has its own name and the same offsets. */
TEST(zone, finds_zones_by_exact_name)
{
    CHECK(zone_find(SLICE("Europe/berlin")) == NULL);
    CHECK(zone_find(SLICE("")) == NULL);
    CHECK(zone_find(SLICE("Europe/Berlin\0")) == NULL);
    CHECK_TEXT(zone_id(zone_find(SLICE("Asia/Calcutta"))), "Asia/Calcutta");
    CHECK_INT(zone_offset_at(zone_find(SLICE("Asia/Calcutta")), 0), ==, 19800);
    CHECK(slice_of(zone_data_version()).size >= 5);
}
