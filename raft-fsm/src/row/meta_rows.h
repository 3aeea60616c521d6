/* meta: the one row about the state as a whole, written once a turn. */
#ifndef FSM_META_ROWS_H
#define FSM_META_ROWS_H

#include "fsm/fsm.h"
#include "row/rows.h"

enum {
    META_FORMAT = 1 /* a higher one was written by a newer version */
};

struct meta_row {
    struct fsm_applied applied;
    struct fsm_clock clock;
    uint64_t next_key;       /* counter of engine keys, without the partition */
    uint64_t continued_last; /* instance that the last CONTINUE served */
};

/* False when there is none: a new state. Errors: STATUS_UNAVAILABLE: written by a newer version;
 * faults of the store. */
enum status meta_row_read(struct store_txn *txn, struct arena *arena, struct meta_row *out,
                          bool *found) NODISCARD;
enum status meta_row_write(struct store_txn *txn, struct buffer *buffer,
                           const struct meta_row *row) NODISCARD;

#endif
