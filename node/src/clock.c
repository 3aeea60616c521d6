#include "clock.h"

#include "base/assert.h"

enum {
    CLOCK_JUMP_MS = 500,
    CLOCK_SLEW_PART = 10 /* at most one part in ten */
};

void node_clock_start(struct node_clock *clock, int64_t last_stamp_ms, int64_t wall_ms,
                      int64_t monotonic_ms)
{
    *clock = (struct node_clock){
        .stamp_ms = last_stamp_ms > wall_ms ? last_stamp_ms : wall_ms,
        .monotonic_ms = monotonic_ms,
    };
}

/* How far the stamp moves towards the wall clock beside the `elapsed_ms` of the monotonic clock. */
static int64_t slew(struct node_clock *clock, int64_t behind_ms, int64_t elapsed_ms)
{
    int64_t allowed;

    clock->slew_rest += elapsed_ms;
    allowed = clock->slew_rest / CLOCK_SLEW_PART;
    clock->slew_rest %= CLOCK_SLEW_PART;
    if (behind_ms > allowed) {
        return allowed;
    }
    if (behind_ms < -allowed) {
        return -allowed;
    }
    return behind_ms;
}

int64_t node_clock_read(struct node_clock *clock, int64_t wall_ms, int64_t monotonic_ms,
                        bool may_jump)
{
    int64_t elapsed_ms = monotonic_ms - clock->monotonic_ms;
    int64_t next_ms;
    int64_t behind_ms;

    ASSERT(elapsed_ms >= 0);
    clock->monotonic_ms = monotonic_ms;
    next_ms = clock->stamp_ms + elapsed_ms;
    behind_ms = wall_ms - next_ms;
    clock->jumped = may_jump && behind_ms > CLOCK_JUMP_MS;
    if (clock->jumped) {
        next_ms = wall_ms;
        clock->slew_rest = 0;
    } else {
        next_ms += slew(clock, behind_ms, elapsed_ms);
    }
    ASSERT(next_ms >= clock->stamp_ms);
    clock->stamp_ms = next_ms;
    return next_ms;
}
