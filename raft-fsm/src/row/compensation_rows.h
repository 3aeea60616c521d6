/* compensation: what a scope could compensate, by the scope's element instance key.
 *
 * An entry is an activity of the scope that has completed and has a handler, or a scope in it that
 * has completed: what is below that one's key is part of it, though its element is gone. Newest
 * first. */
#ifndef FSM_COMPENSATION_ROWS_H
#define FSM_COMPENSATION_ROWS_H

#include "row/rows.h"

struct compensation_row {
    uint64_t owner_key; /* the scope */
    uint64_t key;
    uint64_t instance_key;
    uint32_t element;
    uint64_t inner_key;     /* a scope: what it was; 0: an activity with a handler */
    struct slice variables; /* a scope: those it had; data NULL: none */
};

void compensation_row_put(struct rows *rows, const struct compensation_row *row);
void compensation_row_delete(struct rows *rows, uint64_t owner_key, uint64_t key);
/* The owner's newest entry that is older than `before`; false: none. */
bool compensation_row_before(struct rows *rows, uint64_t owner_key, uint64_t before,
                             struct compensation_row *out);
/* Read a stored row by itself, for checks. */
bool compensation_row_decode(struct rows *rows, struct slice value, struct compensation_row *out);

#endif
