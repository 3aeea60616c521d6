/* What the files of storage-lmdb share. The only header that sees lmdb.h. */
#ifndef STORE_STORE_INT_H
#define STORE_STORE_INT_H

#include <lmdb.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/attr.h"
#include "base/limits.h"
#include "store/store.h"

enum {
    /* The store's own table: layout, table ids, digest. Not part of the digest. */
    STORE_META_TABLE = 255,
    STORE_TABLES_MAX = 256,
    STORE_LAYOUT = 1,
    STORE_CRC_BYTES = 4
};

struct store {
    MDB_env *env;
    const struct store_table *tables;
    size_t table_count;
    MDB_dbi dbis[STORE_TABLES_MAX]; /* by table id */
    bool known[STORE_TABLES_MAX];
    bool read_only;
    atomic_bool writing;    /* a write transaction is open */
    int64_t fault_in_calls; /* store_fault.h; -1: never */
    enum status fault_status;
    /* The directory, for the registry of open stores. */
    dev_t device;
    ino_t inode;
    struct store *next;
};

struct cursor_state {
    struct cursor_state *next; /* of the transaction's open cursors */
    struct cursor_state **link;
    MDB_cursor *mdb;
    uint64_t writes; /* of the transaction when the cursor was placed */
    bool placed;
    uint16_t key_bytes;
    char key[LIMIT_STORE_KEY_BYTES]; /* where it stands, kept in write transactions */
};

struct store_txn {
    struct store *store;
    MDB_txn *mdb;
    struct store_txn *parent;
    struct store_txn *child; /* open now: this transaction must not be used */
    bool write;
    bool digest_known;
    struct hash128 digest;
    struct hash128 stored_digest; /* as the meta table has it */
    uint64_t puts;
    uint64_t put_bytes;
    uint64_t writes; /* changes that invalidate cursors and borrowed bytes */
    struct cursor_state *cursors;
};

/* LMDB's and the system's error numbers. MDB_NOTFOUND is STATUS_NOT_FOUND. */
enum status store_status_of(int rc) NODISCARD;
/* The sub-database of a table; a table that the store was not opened with is a bug (ASSERT). */
MDB_dbi store_dbi(const struct store *store, uint8_t table);
MDB_val store_val(struct slice s);
struct slice store_slice(MDB_val v);

/* --- rows: value and the CRC32C of table, key and value behind it --- */

uint32_t store_row_crc(uint8_t table, struct slice key, struct slice value);
struct hash128 store_row_hash(uint8_t table, struct slice key, struct slice value);
/* Take the CRC off and check it. Errors: STATUS_CORRUPT. */
enum status store_row_open(uint8_t table, struct slice key, struct slice row,
                           struct slice *value) NODISCARD;
/* A row as it is, no digest, no counting. flags: MDB_APPEND or 0. */
enum status store_row_write(MDB_txn *txn, MDB_dbi dbi, struct slice key, struct slice row,
                            unsigned flags) NODISCARD;

/* --- the meta table --- */

enum status store_meta_get(struct store *store, MDB_txn *txn, struct slice key,
                           struct slice *value) NODISCARD;
enum status store_meta_put(struct store *store, MDB_txn *txn, struct slice key,
                           struct slice value) NODISCARD;
enum status store_meta_get_digest(struct store *store, MDB_txn *txn, struct hash128 *out) NODISCARD;
enum status store_meta_put_digest(struct store *store, MDB_txn *txn,
                                  struct hash128 digest) NODISCARD;

/* --- registry of open stores --- */

/* Errors: STATUS_IO. A directory that is open already is a bug (ASSERT). */
enum status store_register(struct store *store, const char *directory) NODISCARD;
void store_unregister(struct store *store);
bool store_is_open(const char *directory);

/* Close all cursors of a transaction that ends. */
void store_cursors_drop(struct store_txn *txn);

/* A call on the store's write side begins: STATUS_OK, or what a test has ordered. */
enum status store_fault_point(struct store *store) NODISCARD;

#endif
