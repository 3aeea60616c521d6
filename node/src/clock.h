/* The stamp clock of a leader (docs/architecture.md, time): it never goes back, runs with the
 * monotonic clock and is slewed towards the wall clock by at most a tenth. Pure: both clocks are
 * given. */
#ifndef NODE_CLOCK_H
#define NODE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct node_clock {
    int64_t stamp_ms; /* last one given */
    int64_t monotonic_ms;
    int64_t slew_rest; /* tenths of a millisecond not yet slewed */
    bool jumped;       /* the last reading took a forward jump of the wall clock */
};

/* A new leader: max(last stamp in the state, wall clock). */
void node_clock_start(struct node_clock *clock, int64_t last_stamp_ms, int64_t wall_ms,
                      int64_t monotonic_ms);

/* The stamp now. A wall clock that is more than CLOCK_JUMP_MS ahead is taken at once (jumped says
 * so) where that may be: by a sole voter, and where the others' clocks say the same; else it is
 * approached like a smaller lead. A wall clock behind is approached by running slower, never by
 * going back. */
int64_t node_clock_read(struct node_clock *clock, int64_t wall_ms, int64_t monotonic_ms,
                        bool may_jump);

#endif
