#include "walk_int.h"

#include "base/assert.h"

static enum status walk_rows(MDB_cursor *cursor, uint8_t table,
                             enum status (*visit)(void *ctx, const struct walked_row *row),
                             void *ctx)
{
    MDB_val k;
    MDB_val v;
    enum status status = STATUS_OK;
    int rc = mdb_cursor_get(cursor, &k, &v, MDB_FIRST);

    while (rc == MDB_SUCCESS && status == STATUS_OK) {
        struct walked_row row = {.table = table, .key = store_slice(k), .raw = store_slice(v)};

        row.damaged = store_row_open(table, row.key, row.raw, &row.value) != STATUS_OK;
        status = visit(ctx, &row);
        if (status == STATUS_OK) {
            rc = mdb_cursor_get(cursor, &k, &v, MDB_NEXT);
        }
    }
    if (status == STATUS_OK && rc != MDB_NOTFOUND) {
        status = store_status_of(rc);
    }
    return status;
}

enum status store_walk(struct store_txn *txn, uint8_t table,
                       enum status (*visit)(void *ctx, const struct walked_row *row), void *ctx)
{
    MDB_cursor *cursor;
    enum status status =
        store_status_of(mdb_cursor_open(txn->mdb, store_dbi(txn->store, table), &cursor));

    ASSERT(txn->child == NULL);
    if (status == STATUS_OK) {
        status = walk_rows(cursor, table, visit, ctx);
        mdb_cursor_close(cursor);
    }
    return status;
}
