/* A copy of what one read transaction sees: every row, appended in key order to a new store.
 *
 * LMDB's own copy opens a read transaction of its own, so two environments copied one after the
 * other would be of two points in time. The writer goes on meanwhile. */
#include "base/assert.h"
#include "files.h"
#include "walk_int.h"

/* Pages of one transaction are in memory until its commit. */
#define COPY_TXN_BYTES MIB(16)

struct copy {
    struct store *to;
    MDB_txn *mdb;
    uint64_t txn_bytes;
    struct hash128 digest;
};

static enum status begin_part(struct copy *copy)
{
    copy->txn_bytes = 0;
    return store_status_of(mdb_txn_begin(copy->to->env, NULL, 0, &copy->mdb));
}

static enum status commit_part(struct copy *copy)
{
    int rc = mdb_txn_commit(copy->mdb);

    copy->mdb = NULL;
    return store_status_of(rc);
}

static enum status copy_row(void *ctx, const struct walked_row *row)
{
    struct copy *copy = ctx;
    enum status status;

    if (row->damaged) {
        return STATUS_CORRUPT;
    }
    copy->digest = hash128_add(copy->digest, store_row_hash(row->table, row->key, row->value));
    status =
        store_row_write(copy->mdb, store_dbi(copy->to, row->table), row->key, row->raw, MDB_APPEND);
    copy->txn_bytes += row->key.size + row->raw.size;
    if (status == STATUS_OK && copy->txn_bytes >= COPY_TXN_BYTES) {
        status = commit_part(copy);
        if (status == STATUS_OK) {
            status = begin_part(copy);
        }
    }
    return status;
}

static enum status copy_tables(struct store_txn *txn, struct copy *copy)
{
    enum status status = begin_part(copy);

    for (size_t i = 0; i < txn->store->table_count && status == STATUS_OK; i++) {
        status = store_walk(txn, txn->store->tables[i].id, copy_row, copy);
    }
    return status;
}

/* The last part: the digest, if it is the one that the source keeps. */
static enum status finish_copy(struct store_txn *txn, struct copy *copy)
{
    struct hash128 kept;
    enum status status = store_digest(txn, &kept);

    if (status == STATUS_OK && !hash128_equal(kept, copy->digest)) {
        status = STATUS_CORRUPT;
    }
    if (status == STATUS_OK) {
        status = store_meta_put_digest(copy->to, copy->mdb, copy->digest);
    }
    return status == STATUS_OK ? commit_part(copy) : status;
}

static enum status fill_copy(struct store_txn *txn, struct copy *copy)
{
    enum status status = copy_tables(txn, copy);

    if (status == STATUS_OK) {
        status = finish_copy(txn, copy);
    }
    if (copy->mdb != NULL) {
        mdb_txn_abort(copy->mdb);
    }
    return status == STATUS_OK ? store_sync(copy->to) : status;
}

enum status store_copy(struct store_txn *txn, const char *directory, struct hash128 *digest)
{
    struct store_options options = {.directory = directory,
                                    .tables = txn->store->tables,
                                    .table_count = txn->store->table_count};
    struct copy copy = {0};
    const char *message;
    enum status status;

    ASSERT(txn->child == NULL);
    *digest = copy.digest;
    if (store_files_exist(directory)) {
        return STATUS_ALREADY_EXISTS;
    }
    status = store_open(&options, &copy.to, &message);
    if (status == STATUS_OK) {
        status = fill_copy(txn, &copy);
        store_close(copy.to);
    }
    if (status == STATUS_OK) {
        status = store_files_drop_lock(directory);
    }
    if (status == STATUS_OK) {
        status = store_files_sync_directory(directory);
    }
    if (status != STATUS_OK) {
        enum status ignored = store_destroy(directory);

        (void)ignored;
        return status;
    }
    *digest = copy.digest;
    return STATUS_OK;
}
