/* variable, join: what belongs to a scope and ends with it. */
#ifndef FSM_VARIABLE_ROWS_H
#define FSM_VARIABLE_ROWS_H

#include "row/rows.h"

struct variable_row {
    uint64_t key;
    struct slice name;
    struct slice value;
};

bool variable_row_get(struct rows *rows, uint64_t scope_key, struct slice name,
                      struct variable_row *out);
/* One that a walk over TABLE_VARIABLE stands at. */
bool variable_row_decode(struct rows *rows, struct slice value, struct variable_row *out);
void variable_row_put(struct rows *rows, uint64_t scope_key, const struct variable_row *row);
void variable_rows_delete(struct rows *rows, uint64_t scope_key);

/* Tokens that wait at a join of the scope, one row a flow. */
uint32_t join_row_get(struct rows *rows, uint64_t scope_key, uint32_t element, uint32_t flow);
/* count 0 deletes the row. */
void join_row_put(struct rows *rows, uint64_t scope_key, uint32_t element, uint32_t flow,
                  uint32_t count);
/* Put the counts of all joins of the scope into by_flow. */
void join_rows_read(struct rows *rows, uint64_t scope_key, uint32_t *by_flow, uint32_t flow_count);
void join_rows_delete(struct rows *rows, uint64_t scope_key);

#endif
