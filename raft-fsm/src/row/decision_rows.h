/* requirements, decision, decision_unit: what a deployed DMN file holds besides its rows in
 * `resource`, of which it has one for the file and one for each decision and decision service.
 *
 * The files of one deployment are one unit: it is stored once and goes with the last file that was
 * deployed with it. */
#ifndef FSM_DECISION_ROWS_H
#define FSM_DECISION_ROWS_H

#include "row/rows.h"

struct requirements_row {
    uint64_t key;
    uint64_t unit_key;
    struct slice name;
    uint64_t *decision_keys; /* in the order of the unit */
    uint32_t decision_count;
};

struct decision_row {
    uint64_t key;
    uint64_t requirements_key;
    uint64_t unit_key;
    uint32_t place; /* in the unit */
    struct slice name;
};

struct unit_row {
    uint64_t key;
    uint32_t files; /* that need it */
    struct slice encoded;
};

bool requirements_row_get(struct rows *rows, uint64_t key, struct requirements_row *out);
void requirements_row_put(struct rows *rows, const struct requirements_row *row);
void requirements_row_delete(struct rows *rows, uint64_t key);

bool decision_row_get(struct rows *rows, uint64_t key, struct decision_row *out);
void decision_row_put(struct rows *rows, const struct decision_row *row);
void decision_row_delete(struct rows *rows, uint64_t key);

bool unit_row_get(struct rows *rows, uint64_t key, struct unit_row *out);
void unit_row_put(struct rows *rows, const struct unit_row *row);
void unit_row_delete(struct rows *rows, uint64_t key);

#endif
