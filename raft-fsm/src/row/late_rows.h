/* Rows that many commands of a turn change, written once at its end: the count of a tenant's
 * idempotency records, the list of those that expire together.
 *
 * They stand between the write set of a command and the store. What they hold after an entry
 * follows from the entries alone, and a turn that commits has written them all: the store is the
 * same whatever the turn borders. There are few of them; what finds no room goes to the store at
 * once. */
#ifndef FSM_LATE_ROWS_H
#define FSM_LATE_ROWS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "row/tables.h"
#include "store/store.h"

enum {
    LATE_ROWS_MAX = 64
};

struct late_row {
    enum table table;
    struct slice key;
    struct slice value;
};

struct late_rows {
    struct arena arena; /* of the turn */
    struct late_row rows[LATE_ROWS_MAX];
    uint32_t count;
};

void late_rows_init(struct late_rows *late);
void late_rows_deinit(struct late_rows *late);
/* Rows of the table are late. */
bool late_rows_have(enum table table);
/* NULL when there is none. */
struct late_row *late_rows_find(struct late_rows *late, enum table table, struct slice key);
/* False: no room. */
bool late_rows_put(struct late_rows *late, enum table table, struct slice key, struct slice value);
void late_rows_remove(struct late_rows *late, enum table table, struct slice key);
/* The turn ends: write them, or forget them. Errors: faults of the store. */
enum status late_rows_flush(struct late_rows *late, struct store_txn *turn) NODISCARD;
void late_rows_clear(struct late_rows *late);

#endif
