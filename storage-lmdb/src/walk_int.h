/* All rows of one table, damaged ones too, for copy and check. Private. */
#ifndef STORE_WALK_INT_H
#define STORE_WALK_INT_H

#include "store_int.h"

struct walked_row {
    uint8_t table;
    struct slice key;
    struct slice raw;   /* value and CRC as they are stored */
    struct slice value; /* empty when damaged */
    bool damaged;
};

/* visit ends the walk with any status but STATUS_OK. */
enum status store_walk(struct store_txn *txn, uint8_t table,
                       enum status (*visit)(void *ctx, const struct walked_row *row),
                       void *ctx) NODISCARD;

#endif
