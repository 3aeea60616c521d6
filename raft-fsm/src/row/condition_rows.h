/* condition_sub: the elements of an instance that wait for a condition, in the order in which they
 * began to. */
#ifndef FSM_CONDITION_ROWS_H
#define FSM_CONDITION_ROWS_H

#include "row/rows.h"

void condition_row_put(struct rows *rows, uint64_t instance_key, uint64_t key,
                       uint64_t element_key);
void condition_row_delete(struct rows *rows, uint64_t instance_key, uint64_t key);
/* Key of the instance's first subscription behind `after`, or 0; element_key: who waits. */
uint64_t condition_row_after(struct rows *rows, uint64_t instance_key, uint64_t after,
                             uint64_t *element_key);

#endif
