/* root_by_business_id: the process instances that have a business id, by process and id. */
#ifndef FSM_BUSINESS_ID_ROWS_H
#define FSM_BUSINESS_ID_ROWS_H

#include "row/rows.h"

struct business_id_name {
    struct slice tenant;
    struct slice process_id;
    struct slice business_id;
};

/* The oldest living instance of that name; 0: none. */
uint64_t business_id_find(struct rows *rows, const struct business_id_name *name);
void business_id_put(struct rows *rows, const struct business_id_name *name, uint64_t instance_key);
void business_id_delete(struct rows *rows, const struct business_id_name *name,
                        uint64_t instance_key);

#endif
