#include "clock.h"

#include "testkit/test.h"

/* A new leader never starts below the last stamp of the state,
 * even when its wall clock is behind. */
TEST(node_clock, starts_at_the_later_of_state_and_wall)
{
    struct node_clock clock;

    node_clock_start(&clock, 5000, 4000, 100);
    CHECK_INT(clock.stamp_ms, ==, 5000);

    node_clock_start(&clock, 5000, 6000, 100);
    CHECK_INT(clock.stamp_ms, ==, 6000);
}

/* A wall clock that went back is approached by running at nine tenths, never by going back. */
TEST(node_clock, runs_slower_while_the_wall_clock_is_behind)
{
    struct node_clock clock;

    node_clock_start(&clock, 0, 100000, 0);

    CHECK_INT(node_clock_read(&clock, 40000, 1000, true), ==, 100900);
    CHECK_INT(node_clock_read(&clock, 40500, 1500, true), ==, 101350);
    CHECK(!clock.jumped);
}

/* A small lead of the wall clock is made up for by at most a tenth. */
TEST(node_clock, runs_faster_while_the_wall_clock_is_ahead)
{
    struct node_clock clock;

    node_clock_start(&clock, 0, 100000, 0);

    CHECK_INT(node_clock_read(&clock, 101400, 1000, true), ==, 101100);
    CHECK_INT(node_clock_read(&clock, 102400, 2000, true), ==, 102200);
    CHECK(!clock.jumped);
}

/* A sole voter takes a wall clock that jumped ahead at once, and says so. */
TEST(node_clock, takes_a_forward_jump)
{
    struct node_clock clock;

    node_clock_start(&clock, 0, 100000, 0);

    CHECK_INT(node_clock_read(&clock, 3700000, 10, true), ==, 3700000);
    CHECK(clock.jumped);
}

/* Where the others' clocks do not say the same, a wall clock far ahead is approached like any other
 * lead: no timer comes early. */
TEST(node_clock, does_not_jump_alone)
{
    struct node_clock clock;

    node_clock_start(&clock, 0, 100000, 0);

    CHECK_INT(node_clock_read(&clock, 3700000, 1000, false), ==, 101100);
    CHECK(!clock.jumped);
}
