/* Transactions. The digest travels in memory with the transaction and reaches the meta table once,
 * when the outermost one commits; a child's abort forgets its own copy and nothing else. */
#include <stdlib.h>

#include "base/assert.h"
#include "store_int.h"

static enum status begin(struct store *store, struct store_txn *parent, bool write,
                         struct store_txn **out)
{
    struct store_txn *txn = CHECK_MEMORY(calloc(1, sizeof(*txn)));
    int rc = mdb_txn_begin(store->env, parent == NULL ? NULL : parent->mdb, write ? 0 : MDB_RDONLY,
                           &txn->mdb);

    if (rc != MDB_SUCCESS) {
        free(txn);
        return store_status_of(rc);
    }
    txn->store = store;
    txn->parent = parent;
    txn->write = write;
    *out = txn;
    return STATUS_OK;
}

static enum status load_digest(struct store_txn *txn)
{
    enum status status = STATUS_OK;

    if (!txn->digest_known) {
        status = store_meta_get_digest(txn->store, txn->mdb, &txn->digest);
        txn->stored_digest = txn->digest;
        txn->digest_known = status == STATUS_OK;
    }
    return status;
}

enum status store_begin_write(struct store *store, struct store_txn **out)
{
    enum status status;

    *out = NULL;
    ASSERT(!store->read_only);
    ASSERT(!atomic_exchange(&store->writing, true));
    status = begin(store, NULL, true, out);
    if (status != STATUS_OK) {
        atomic_store(&store->writing, false);
        return status;
    }
    status = load_digest(*out);
    if (status != STATUS_OK) {
        store_abort(*out);
        *out = NULL;
    }
    return status;
}

enum status store_begin_read(struct store *store, struct store_txn **out)
{
    *out = NULL;
    return begin(store, NULL, false, out);
}

enum status store_begin_child(struct store_txn *parent, struct store_txn **out)
{
    enum status status = store_fault_point(parent->store);

    ASSERT(parent->write);
    ASSERT(parent->child == NULL);
    *out = NULL;
    if (status == STATUS_OK) {
        status = begin(parent->store, parent, true, out);
    }
    if (status == STATUS_OK) {
        (*out)->digest = parent->digest;
        (*out)->digest_known = true;
        parent->child = *out;
    }
    return status;
}

/* What is left to do once LMDB's transaction has ended. */
static void release(struct store_txn *txn)
{
    if (txn->parent != NULL) {
        ASSERT(txn->parent->child == txn);
        txn->parent->child = NULL;
        txn->parent->writes++;
    } else if (txn->write) {
        atomic_store(&txn->store->writing, false);
    }
    free(txn);
}

static enum status before_commit(struct store_txn *txn)
{
    enum status status = STATUS_OK;

    if (txn->write) {
        status = store_fault_point(txn->store);
    }
    if (status == STATUS_OK && txn->write && txn->parent == NULL &&
        !hash128_equal(txn->digest, txn->stored_digest)) {
        status = store_meta_put_digest(txn->store, txn->mdb, txn->digest);
    }
    return status;
}

static void pass_to_parent(const struct store_txn *txn)
{
    txn->parent->digest = txn->digest;
    txn->parent->puts += txn->puts;
    txn->parent->put_bytes += txn->put_bytes;
}

enum status store_commit(struct store_txn *txn)
{
    enum status status;

    ASSERT(txn->child == NULL);
    status = before_commit(txn);
    if (status != STATUS_OK) {
        store_abort(txn);
        return status;
    }
    store_cursors_drop(txn);
    status = store_status_of(mdb_txn_commit(txn->mdb));
    if (status == STATUS_OK && txn->parent != NULL) {
        pass_to_parent(txn);
    }
    release(txn);
    return status;
}

void store_abort(struct store_txn *txn)
{
    while (txn->child != NULL) {
        struct store_txn *innermost = txn->child;

        while (innermost->child != NULL) {
            innermost = innermost->child;
        }
        store_cursors_drop(innermost);
        mdb_txn_abort(innermost->mdb);
        release(innermost);
    }
    store_cursors_drop(txn);
    mdb_txn_abort(txn->mdb);
    release(txn);
}

uint64_t store_txn_puts(const struct store_txn *txn)
{
    return txn->puts;
}

uint64_t store_txn_put_bytes(const struct store_txn *txn)
{
    return txn->put_bytes;
}

enum status store_digest(struct store_txn *txn, struct hash128 *out)
{
    enum status status = load_digest(txn);

    ASSERT(txn->child == NULL);
    *out = txn->digest;
    return status;
}

enum status store_count(struct store_txn *txn, uint8_t table, uint64_t *out)
{
    MDB_stat stat;
    int rc = mdb_stat(txn->mdb, store_dbi(txn->store, table), &stat);

    ASSERT(txn->child == NULL);
    *out = rc == MDB_SUCCESS ? stat.ms_entries : 0;
    return store_status_of(rc);
}

static enum status add_table_bytes(struct store_txn *txn, MDB_dbi dbi, uint64_t *sum)
{
    MDB_stat stat;
    int rc = mdb_stat(txn->mdb, dbi, &stat);

    if (rc == MDB_SUCCESS) {
        *sum +=
            (stat.ms_branch_pages + stat.ms_leaf_pages + stat.ms_overflow_pages) * stat.ms_psize;
    }
    return store_status_of(rc);
}

enum status store_live_bytes(struct store_txn *txn, uint64_t *out)
{
    enum status status;

    ASSERT(txn->child == NULL);
    *out = 0;
    status = add_table_bytes(txn, txn->store->dbis[STORE_META_TABLE], out);
    for (size_t i = 0; i < txn->store->table_count && status == STATUS_OK; i++) {
        status = add_table_bytes(txn, store_dbi(txn->store, txn->store->tables[i].id), out);
    }
    return status;
}
