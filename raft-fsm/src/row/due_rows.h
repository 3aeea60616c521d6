/* due: everything that happens by itself when its time has come, on either clock.
 *
 * A key is clock, time, kind and the key of what is due, so a walk meets rows in the order in which
 * they are to happen. Only timers have a value: what else is due has a row of its own. */
#ifndef FSM_DUE_ROWS_H
#define FSM_DUE_ROWS_H

#include "row/rows.h"

enum due_clock {
    DUE_ENGINE = 1, /* engine time: what models and workers see */
    DUE_STAMP = 2   /* stamps: never goes back */
};

enum due_kind {
    DUE_TIMER = 1,
    DUE_JOB = 2, /* deadline or end of back-off, as the job's state says */
    DUE_MESSAGE = 3,
    DUE_DEDUPE = 4, /* a minute's bucket of idempotency records */
    DUE_DRAIN = 5   /* a deleted definition: do instances of it run? */
};

struct due_row {
    enum due_clock clock;
    enum due_kind kind;
    int64_t at_ms;
    uint64_t key;
};

void due_row_put(struct rows *rows, const struct due_row *row);
void due_row_delete(struct rows *rows, const struct due_row *row);
bool due_row_exists(struct rows *rows, const struct due_row *row);
/* The first row of the clock at or before until_ms; false when there is none. */
bool due_row_first(struct rows *rows, enum due_clock clock, int64_t until_ms, struct due_row *out);
/* The same behind a row that was there. */
bool due_row_after(struct rows *rows, const struct due_row *after, int64_t until_ms,
                   struct due_row *out);
struct due_row due_row_of_key(struct slice key);

enum {
    TIMER_FOREVER = -1
};

/* A timer of an element (element_key) or of a start event (element_key 0). */
struct timer_row {
    uint64_t key;
    int64_t due_ms;
    uint64_t element_key;
    uint64_t instance_key;
    uint64_t definition_key;
    uint32_t target;     /* element that gets the event */
    int32_t repetitions; /* left, this one included; TIMER_FOREVER */
    struct slice cycle;  /* text of the cycle; empty: fires once */
};

void timer_row_put(struct rows *rows, const struct timer_row *row);
void timer_row_delete(struct rows *rows, uint64_t key, int64_t due_ms);
bool timer_row_get(struct rows *rows, uint64_t key, int64_t due_ms, struct timer_row *out);

#endif
