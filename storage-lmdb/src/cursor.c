/* Cursors that survive writes: in a write transaction a cursor remembers its key, and when anything
 * was written since, its next move begins with finding that place again. So neither a deleted row
 * nor a split page can make it skip or repeat a row. */
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "store_int.h"

static struct cursor_state *state_of(const struct store_cursor *cursor)
{
    ASSERT(cursor->handle != NULL);
    return cursor->handle;
}

enum status store_cursor_open(struct store_txn *txn, uint8_t table, struct store_cursor *out)
{
    struct cursor_state *state;
    int rc;

    ASSERT(txn->child == NULL);
    *out = (struct store_cursor){.txn = txn, .table = table};
    state = CHECK_MEMORY(malloc(sizeof(*state)));
    rc = mdb_cursor_open(txn->mdb, store_dbi(txn->store, table), &state->mdb);
    if (rc != MDB_SUCCESS) {
        free(state);
        return store_status_of(rc);
    }
    state->placed = false;
    state->next = txn->cursors;
    state->link = &txn->cursors;
    if (state->next != NULL) {
        state->next->link = &state->next;
    }
    txn->cursors = state;
    out->handle = state;
    return STATUS_OK;
}

static void drop_state(struct cursor_state *state)
{
    *state->link = state->next;
    if (state->next != NULL) {
        state->next->link = state->link;
    }
    mdb_cursor_close(state->mdb);
    free(state);
}

void store_cursor_close(struct store_cursor *cursor)
{
    if (cursor->handle != NULL) {
        drop_state(cursor->handle);
    }
    *cursor = (struct store_cursor){0};
}

void store_cursors_drop(struct store_txn *txn)
{
    while (txn->cursors != NULL) {
        drop_state(txn->cursors);
    }
}

static enum status begin_move(struct store_cursor *cursor)
{
    ASSERT(cursor->txn->child == NULL);
    cursor->value = SLICE_EMPTY;
    return cursor->txn->write ? store_fault_point(cursor->txn->store) : STATUS_OK;
}

static void remember(struct store_cursor *cursor, struct slice key)
{
    struct cursor_state *state = state_of(cursor);

    state->placed = true;
    if (cursor->txn->write && key.size <= sizeof(state->key)) {
        state->writes = cursor->txn->writes;
        state->key_bytes = (uint16_t)key.size;
        memcpy(state->key, key.data, key.size);
    }
}

/* Move by one of LMDB's own operations and show the row. */
static enum status move(struct store_cursor *cursor, struct slice key, MDB_cursor_op op)
{
    struct cursor_state *state = state_of(cursor);
    MDB_val k = store_val(key);
    MDB_val v;
    int rc = mdb_cursor_get(state->mdb, &k, &v, op);

    if (rc != MDB_SUCCESS) {
        state->placed = false;
        cursor->key = SLICE_EMPTY;
        return store_status_of(rc);
    }
    cursor->key = store_slice(k);
    remember(cursor, cursor->key);
    return store_row_open(cursor->table, cursor->key, store_slice(v), &cursor->value);
}

static enum status seek(struct store_cursor *cursor, struct slice key)
{
    return key.size == 0 ? move(cursor, SLICE_EMPTY, MDB_FIRST) : move(cursor, key, MDB_SET_RANGE);
}

static enum status seek_before(struct store_cursor *cursor, struct slice key)
{
    enum status status = seek(cursor, key);

    if (status == STATUS_NOT_FOUND) {
        return move(cursor, SLICE_EMPTY, MDB_LAST);
    }
    if (status != STATUS_OK && status != STATUS_CORRUPT) {
        return status;
    }
    /* A damaged row there is not the one that was asked for. */
    return move(cursor, SLICE_EMPTY, MDB_PREV);
}

enum status store_cursor_seek(struct store_cursor *cursor, struct slice key)
{
    enum status status = begin_move(cursor);

    return status == STATUS_OK ? seek(cursor, key) : status;
}

enum status store_cursor_seek_before(struct store_cursor *cursor, struct slice key)
{
    enum status status = begin_move(cursor);

    return status == STATUS_OK ? seek_before(cursor, key) : status;
}

enum status store_cursor_first(struct store_cursor *cursor)
{
    enum status status = begin_move(cursor);

    return status == STATUS_OK ? move(cursor, SLICE_EMPTY, MDB_FIRST) : status;
}

enum status store_cursor_last(struct store_cursor *cursor)
{
    enum status status = begin_move(cursor);

    return status == STATUS_OK ? move(cursor, SLICE_EMPTY, MDB_LAST) : status;
}

static bool was_written(const struct store_cursor *cursor)
{
    return cursor->txn->write && state_of(cursor)->writes != cursor->txn->writes;
}

/* A copy, because the next move writes where the key is remembered. */
static struct slice copy_remembered(const struct store_cursor *cursor,
                                    char room[LIMIT_STORE_KEY_BYTES])
{
    const struct cursor_state *state = state_of(cursor);

    memcpy(room, state->key, state->key_bytes);
    return slice_make(room, state->key_bytes);
}

/* The first row behind the remembered key, whether that row still exists or not. */
static enum status next_by_key(struct store_cursor *cursor)
{
    char room[LIMIT_STORE_KEY_BYTES];
    struct slice old = copy_remembered(cursor, room);
    enum status status = seek(cursor, old);

    if ((status == STATUS_OK || status == STATUS_CORRUPT) && slice_equal(cursor->key, old)) {
        status = move(cursor, SLICE_EMPTY, MDB_NEXT);
    }
    return status;
}

enum status store_cursor_next(struct store_cursor *cursor)
{
    enum status status = begin_move(cursor);

    if (status != STATUS_OK) {
        return status;
    }
    if (!state_of(cursor)->placed) {
        return STATUS_NOT_FOUND;
    }
    return was_written(cursor) ? next_by_key(cursor) : move(cursor, SLICE_EMPTY, MDB_NEXT);
}

enum status store_cursor_previous(struct store_cursor *cursor)
{
    char room[LIMIT_STORE_KEY_BYTES];
    enum status status = begin_move(cursor);

    if (status != STATUS_OK) {
        return status;
    }
    if (!state_of(cursor)->placed) {
        return STATUS_NOT_FOUND;
    }
    return was_written(cursor) ? seek_before(cursor, copy_remembered(cursor, room))
                               : move(cursor, SLICE_EMPTY, MDB_PREV);
}

/* A row of the prefix, whole or damaged, is shown; any other is the end. */
static enum status within_prefix(struct store_cursor *cursor, enum status status,
                                 struct slice prefix)
{
    if (status != STATUS_OK && status != STATUS_CORRUPT) {
        return status;
    }
    if (slice_starts_with(cursor->key, prefix)) {
        return status;
    }
    state_of(cursor)->placed = false;
    cursor->key = SLICE_EMPTY;
    cursor->value = SLICE_EMPTY;
    return STATUS_NOT_FOUND;
}

enum status store_cursor_prefix_first(struct store_cursor *cursor, struct slice prefix)
{
    return within_prefix(cursor, store_cursor_seek(cursor, prefix), prefix);
}

enum status store_cursor_prefix_next(struct store_cursor *cursor, struct slice prefix)
{
    return within_prefix(cursor, store_cursor_next(cursor), prefix);
}
