/* batch, batch_plan, batch_item: batch operations that have not ended. Progress, what is run for
 * each item and the items are rows of their own, so that an item done writes one small row. */
#ifndef FSM_BATCH_ROWS_H
#define FSM_BATCH_ROWS_H

#include "row/rows.h"

enum {
    BATCH_CHUNK_ITEMS = 256 /* in one row, and listed or struck off by one command */
};

enum batch_phase {
    BATCH_PHASE_LISTING = 1, /* its items are told of */
    BATCH_PHASE_RUNNING,
    BATCH_PHASE_CANCELING /* what has not run is struck off */
};

struct batch_row {
    uint64_t key; /* its items have the keys behind it */
    enum command_type plan;
    enum batch_phase phase;
    bool suspended;
    struct slice tenant;
    struct slice actor;
    int64_t start_ms;
    uint32_t total;
    uint32_t listed;
    uint32_t done; /* of them have failed ... */
    uint32_t failed;
};

bool batch_row_get(struct rows *rows, uint64_t key, struct batch_row *out);
void batch_row_put(struct rows *rows, const struct batch_row *row);
/* The row, its plan and the items that are still there. */
void batch_row_delete(struct rows *rows, uint64_t key);

/* plan: an encoded command. */
void batch_plan_put(struct rows *rows, uint64_t key, struct slice plan);
/* False, and a sticky fault, when there is none. */
bool batch_plan_get(struct rows *rows, uint64_t key, struct slice *plan);

/* One row a BATCH_CHUNK_ITEMS items. */
void batch_items_store(struct rows *rows, uint64_t key, const struct batch_item *items,
                       uint32_t count);
/* The items of the row that begins with item `first` (a multiple of BATCH_CHUNK_ITEMS); NULL, and a
 * sticky fault, when there is none. */
const struct batch_item *batch_items_load(struct rows *rows, uint64_t key, uint32_t first,
                                          uint32_t *count);
void batch_items_delete(struct rows *rows, uint64_t key, uint32_t first);

#endif
