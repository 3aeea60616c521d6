/* Timers: when they are due, and what a repeating one does next.
 *
 * A cycle is a schedule: its points are counted from the first, whether anybody was there to see
 * them or not. Points that were missed (downtime, a clock that jumped) are made up for by one
 * firing, and the schedule goes on behind the present time. */
#ifndef FSM_TIMER_H
#define FSM_TIMER_H

#include "row/due_rows.h"
#include "verb/expression.h"

struct timer_plan {
    bool never; /* a cycle without a point left */
    int64_t due_ms;
    int32_t repetitions; /* 1 for dates and durations; TIMER_FOREVER */
    struct slice cycle;  /* empty: once */
};

/* When the timer of an event is due. around: the variables it sees. */
enum verdict timer_evaluate(struct exec *x, const struct bpmn_process *process,
                            const struct bpmn_event *event, const struct surroundings *around,
                            struct timer_plan *out) NODISCARD;
/* Same moment later, without overflow. */
int64_t time_after(int64_t at_ms, int64_t span_ms);
/* Now and the duration that came of an expression. */
enum verdict timer_after_now(struct exec *x, const struct outcome *outcome,
                             int64_t *due_ms) NODISCARD;
/* The next point of a cycle that has just fired; false when that was the last. */
bool timer_next(const struct timer_row *fired, int64_t now_ms, struct timer_row *next);

#endif
