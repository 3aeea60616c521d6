/* What one command changes, kept in memory until the command has succeeded.
 *
 * All reads and writes of the engine go through here: a get sees the command's own puts, a walk
 * merges them with the store in key order. The store itself is written once, by write_set_flush, so
 *   - a command is all or nothing: dropping the set undoes it, whatever it was about to do;
 *   - what lives and ends inside one command (a start event, a gateway) never reaches the store;
 *   - slices that a get gives stay valid for the whole command, since nothing is written meanwhile.
 * Keys are kept in a skip list whose heights come from a hash of the key, so that equal commands do
 * equal work everywhere.
 *
 * Faults of the store and an exhausted arena are sticky (write_set.status): after one, gets find
 * nothing and puts do nothing, and the caller looks once. */
#ifndef FSM_WRITE_SET_H
#define FSM_WRITE_SET_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "row/late_rows.h"
#include "row/row_key.h"
#include "row/tables.h"
#include "store/store.h"

enum {
    WRITE_SET_HEIGHT_MAX = 12
};

struct write_entry {
    uint8_t table;
    bool deleted;
    bool is_new; /* put as a row that the store does not have: no need to delete it there */
    struct slice key;
    struct slice value;
    struct write_entry *next[]; /* as many as the entry is high */
};

struct write_set {
    struct store_txn *txn;
    struct late_rows *late; /* of the turn; NULL where nothing is written */
    struct arena *arena;
    enum status status;
    uint64_t put_bytes; /* all puts of the command, also those undone later in it */
    uint32_t flushed_puts;
    uint32_t flushed_deletes;
    struct write_entry *head;
};

void write_set_init(struct write_set *set, struct store_txn *txn, struct arena *arena);

/* False when there is no such row. *value is valid until the command ends. */
bool write_set_get(struct write_set *set, enum table table, const struct row_key *key,
                   struct slice *value);
void write_set_put(struct write_set *set, enum table table, const struct row_key *key,
                   struct slice value);
/* A put of a row under a key that was never used before (a fresh engine key). */
void write_set_put_new(struct write_set *set, enum table table, const struct row_key *key,
                       struct slice value);
/* No such row: nothing happens. */
void write_set_delete(struct write_set *set, enum table table, const struct row_key *key);

/* Write everything to the store. Errors: STATUS_IO, STATUS_NO_SPACE, STATUS_CORRUPT. */
enum status write_set_flush(struct write_set *set) NODISCARD;

/* A walk over the rows whose keys start with a prefix, in key order. Rows may be put and deleted
 * on the way: those behind the present one are seen. Every walk that was begun must be ended.
 *
 *     for (bool more = walk_begin(&walk, set, table, &prefix); more; more = walk_next(&walk)) { }
 *     walk_end(&walk);
 */
struct row_walk {
    struct write_set *set;
    enum table table;
    struct row_key prefix;
    struct row_key present; /* key of the row where the walk stands */
    struct slice key;       /* the same */
    struct slice value;
    struct store_cursor cursor;
    bool has_cursor; /* must be closed */
    bool has_stored; /* the cursor stands on the next row of the store */
};

bool walk_begin(struct row_walk *walk, struct write_set *set, enum table table,
                const struct row_key *prefix);
/* From the first key >= from (which starts with the prefix) on. */
bool walk_begin_at(struct row_walk *walk, struct write_set *set, enum table table,
                   const struct row_key *prefix, const struct row_key *from);
bool walk_next(struct row_walk *walk);
void walk_end(struct row_walk *walk);

#endif
