#include "disk_space.h"

#include "testkit/test.h"

enum {
    LOW = 800,
    CRITICAL = 80
};

static enum disk_level level(enum disk_level before, uint64_t free_bytes)
{
    return disk_level_of(before, free_bytes, LOW, CRITICAL);
}

TEST(disk_space, has_two_marks)
{
    CHECK_INT(level(DISK_ROOM, LOW), ==, DISK_ROOM);
    CHECK_INT(level(DISK_ROOM, LOW - 1), ==, DISK_LOW);
    CHECK_INT(level(DISK_ROOM, CRITICAL), ==, DISK_LOW);
    CHECK_INT(level(DISK_ROOM, CRITICAL - 1), ==, DISK_CRITICAL);
    CHECK_INT(level(DISK_LOW, CRITICAL - 1), ==, DISK_CRITICAL);
}

/* A level is left with an eighth to spare, else every write would turn it. */
TEST(disk_space, is_left_later_than_it_was_met)
{
    CHECK_INT(level(DISK_LOW, LOW + LOW / 8 - 1), ==, DISK_LOW);
    CHECK_INT(level(DISK_LOW, LOW + LOW / 8), ==, DISK_ROOM);
    CHECK_INT(level(DISK_CRITICAL, CRITICAL + CRITICAL / 8 - 1), ==, DISK_CRITICAL);
    CHECK_INT(level(DISK_CRITICAL, CRITICAL + CRITICAL / 8), ==, DISK_LOW);
    CHECK_INT(level(DISK_CRITICAL, LOW), ==, DISK_LOW);
    CHECK_INT(level(DISK_CRITICAL, 2 * LOW), ==, DISK_ROOM);
}

TEST(disk_space, without_marks_is_never_short)
{
    CHECK_INT(disk_level_of(DISK_ROOM, 0, 0, 0), ==, DISK_ROOM);
    CHECK_INT(disk_level_of(DISK_CRITICAL, 0, 0, 0), ==, DISK_ROOM);
}

TEST(disk_space, is_told_by_the_file_system)
{
    uint64_t bytes = 0;

    CHECK_OK(disk_free(test_directory(), &bytes));
    CHECK(bytes > 0);
    CHECK_STATUS(disk_free("/no/such/place", &bytes), STATUS_IO);
}
