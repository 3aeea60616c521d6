#include "store/marker.h"

#include <stdio.h>
#include <string.h>

#include "fixture.h"
#include "marker_int.h"
#include "testkit/test.h"

static struct surroundings here(const char *boot_id, uint64_t mount_id)
{
    struct surroundings s = {.mount_id = mount_id};

    snprintf(s.boot_id, sizeof(s.boot_id), "%s", boot_id);
    return s;
}

static enum store_trust trust_in(const char *directory, struct surroundings now)
{
    return store_trust_in(directory, &now);
}

static void mark_open_in(const char *directory, struct surroundings now)
{
    CHECK_OK(store_mark_open_in(directory, &now));
}

TEST(store_marker, nothing_vouches_for_a_new_directory)
{
    CHECK_INT(store_trust(test_directory()), ==, STORE_TRUST_NONE);
    CHECK_INT(store_trust("/proc/no/such/place"), ==, STORE_TRUST_NONE);
    CHECK(store_mark_open("/proc/no/such/place") != STATUS_OK);
}

/* kill -9: the pages are still there. */
TEST(store_marker, the_same_boot_and_mount_are_trusted)
{
    const char *directory = test_directory();

    CHECK_OK(store_mark_open(directory));

    CHECK_INT(store_trust(directory), ==, STORE_TRUST_SAME_MOUNT);
}

TEST(store_marker, another_boot_or_mount_is_not_trusted)
{
    const char *directory = test_directory();
    struct surroundings unique = here("boot-1", 7);

    mark_open_in(directory, here("boot-1", 7));

    CHECK_INT(trust_in(directory, here("boot-1", 7)), ==, STORE_TRUST_SAME_MOUNT);
    CHECK_INT(trust_in(directory, here("boot-2", 7)), ==, STORE_TRUST_NONE);
    CHECK_INT(trust_in(directory, here("boot-1", 8)), ==, STORE_TRUST_NONE);
    unique.mount_id_is_unique = true;
    CHECK_INT(trust_in(directory, unique), ==, STORE_TRUST_NONE);
}

TEST(store_marker, what_is_unknown_equals_nothing)
{
    const char *directory = test_directory();

    mark_open_in(directory, here("", 7));
    CHECK_INT(trust_in(directory, here("", 7)), ==, STORE_TRUST_NONE);
    mark_open_in(directory, here("boot-1", 0));
    CHECK_INT(trust_in(directory, here("boot-1", 0)), ==, STORE_TRUST_NONE);
}

TEST(store_marker, a_clean_stop_is_trusted_anywhere_until_the_next_open)
{
    const char *directory = test_directory();

    mark_open_in(directory, here("boot-1", 7));
    CHECK_OK(store_mark_clean(directory));
    CHECK_INT(trust_in(directory, here("boot-2", 9)), ==, STORE_TRUST_CLEAN);

    mark_open_in(directory, here("boot-2", 9));
    CHECK_INT(trust_in(directory, here("boot-3", 9)), ==, STORE_TRUST_NONE);
}

/* Killed in the middle of a rebuild, after a clean stop or in the same boot. */
TEST(store_marker, a_rebuild_that_was_cut_short_is_not_trusted)
{
    const char *directory = test_directory();

    CHECK_OK(store_mark_clean(directory));
    CHECK_OK(store_mark_none(directory));
    CHECK_INT(store_trust(directory), ==, STORE_TRUST_NONE);

    CHECK_OK(store_mark_open(directory));
    CHECK_OK(store_mark_none(directory));
    CHECK_OK(store_mark_none(directory));
    CHECK_INT(store_trust(directory), ==, STORE_TRUST_NONE);
}

TEST(store_marker, a_damaged_marker_vouches_for_nothing)
{
    const char *directory = test_directory();
    char path[512];

    CHECK_OK(store_mark_clean(directory));
    snprintf(path, sizeof(path), "%s/store.marker", directory);
    damage_file(path, "clean");

    CHECK_INT(store_trust(directory), ==, STORE_TRUST_NONE);
}
