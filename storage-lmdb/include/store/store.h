/* Tables of bytes over LMDB: environments, transactions, cursors, digest, copy, check.
 *
 * The module knows bytes, not BPMN. A store is one LMDB environment; a table is a named
 * sub-database with a small number of its own. Every value carries a CRC32C over (table, key,
 * value), checked on each read, and the environment keeps the content digest of all live rows, so
 * that two nodes can compare states. One write transaction at a time; a child transaction makes a
 * part of its writes all or nothing. A store is never opened twice in one process.
 *
 * Lifetimes: a slice that get or a cursor gives is borrowed until the next write of that
 * transaction (read transaction: until its end).
 *
 * Thread: a write transaction belongs to the thread that began it; read transactions may move
 * between threads (MDB_NOTLS) but are used by one at a time. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/slice.h"
#include "base/status.h"

struct store;
struct store_txn;
struct store_cursor;

struct store_table {
    uint8_t id;       /* stable for ever: part of digest and CRC */
    const char *name; /* the sub-database's name */
};

struct store_options {
    const char *directory;            /* created if absent */
    const struct store_table *tables; /* borrowed for the life of the store */
    size_t table_count;
    uint64_t map_bytes; /* 0: LIMIT_STORE_MAP_BYTES */
    bool read_only;
};

/* Opening a directory that is open in this process is a bug (ASSERT).
 * Errors: STATUS_IO, STATUS_NO_SPACE, STATUS_CORRUPT (not a store, or of another layout),
 * STATUS_FORBIDDEN (permissions), STATUS_NOT_FOUND (none there, read_only). *message: on error one
 * line that says what and where, for the operator; borrowed until this thread's next store_open. */
enum status store_open(const struct store_options *options, struct store **out,
                       const char **message) NODISCARD;
void store_close(struct store *store);

/* --- transactions --- */

enum status store_begin_write(struct store *store, struct store_txn **out) NODISCARD;
enum status store_begin_read(struct store *store, struct store_txn **out) NODISCARD;
/* All or nothing inside a write transaction; the parent must not be used until it ends. */
enum status store_begin_child(struct store_txn *parent, struct store_txn **out) NODISCARD;
/* Ends the transaction, also on error. Errors: STATUS_IO, STATUS_NO_SPACE. */
enum status store_commit(struct store_txn *txn) NODISCARD;
void store_abort(struct store_txn *txn);
/* Rows put and deleted, and bytes put, by this transaction (children that committed included). */
uint64_t store_txn_puts(const struct store_txn *txn);
uint64_t store_txn_put_bytes(const struct store_txn *txn);

/* --- rows --- */

/* Keys have 1 to LIMIT_STORE_KEY_BYTES bytes: putting any other is a bug (ASSERT), looking for it
 * finds nothing. */

/* Errors: STATUS_NOT_FOUND; STATUS_CORRUPT when the CRC is wrong. */
enum status store_get(struct store_txn *txn, uint8_t table, struct slice key,
                      struct slice *value) NODISCARD;
/* The value must not be bytes borrowed from this transaction (ASSERT where it would matter); the
 * key may be. Errors: STATUS_CORRUPT: the row that is there is damaged; else faults. */
enum status store_put(struct store_txn *txn, uint8_t table, struct slice key,
                      struct slice value) NODISCARD;
/* The key may be borrowed from this transaction. Errors: STATUS_NOT_FOUND when there is no such
 * row; STATUS_CORRUPT as for store_put. */
enum status store_delete(struct store_txn *txn, uint8_t table, struct slice key) NODISCARD;

/* --- cursors: key order is byte order ---
 * A cursor is caller's storage, valid until closed or its transaction ends (then it must not be
 * closed any more). A write through the transaction or a child that ends invalidates its slices;
 * its next move finds its place again by key, so that rows may be put and deleted around it, its
 * own among them. After STATUS_NOT_FOUND it stands nowhere until the next seek. STATUS_CORRUPT: the
 * row there is damaged; key is set, value is not. */
struct store_cursor {
    struct store_txn *txn;
    void *handle;
    uint8_t table;
    struct slice key; /* of the row where it stands; borrowed as value is */
    struct slice value;
};

enum status store_cursor_open(struct store_txn *txn, uint8_t table,
                              struct store_cursor *out) NODISCARD;
void store_cursor_close(struct store_cursor *cursor);
/* First row with key >= `key`. Errors: STATUS_NOT_FOUND past the end. */
enum status store_cursor_seek(struct store_cursor *cursor, struct slice key) NODISCARD;
/* Last row with key < `key`. */
enum status store_cursor_seek_before(struct store_cursor *cursor, struct slice key) NODISCARD;
enum status store_cursor_first(struct store_cursor *cursor) NODISCARD;
enum status store_cursor_last(struct store_cursor *cursor) NODISCARD;
enum status store_cursor_next(struct store_cursor *cursor) NODISCARD;
enum status store_cursor_previous(struct store_cursor *cursor) NODISCARD;
/* First row whose key starts with prefix; next only within it. Errors: STATUS_NOT_FOUND. */
enum status store_cursor_prefix_first(struct store_cursor *cursor, struct slice prefix) NODISCARD;
enum status store_cursor_prefix_next(struct store_cursor *cursor, struct slice prefix) NODISCARD;

/* --- the whole --- */

/* The digest kept with the rows, as this transaction sees it. */
enum status store_digest(struct store_txn *txn, struct hash128 *out) NODISCARD;
/* Rows in one table. */
enum status store_count(struct store_txn *txn, uint8_t table, uint64_t *out) NODISCARD;
/* Bytes of live pages. */
enum status store_live_bytes(struct store_txn *txn, uint64_t *out) NODISCARD;

/* Copy every row that the open read transaction sees into a new store in `directory` (created if
 * absent), recomputing the digest on the way; the file and its directory are synced. On error
 * nothing of it is left. Errors: STATUS_ALREADY_EXISTS: there is a store; STATUS_CORRUPT: a row is
 * damaged or the recomputed digest differs; faults. Thread: any, the transaction must be used by
 * nobody else meanwhile. */
enum status store_copy(struct store_txn *txn, const char *directory,
                       struct hash128 *digest) NODISCARD;

/* Walk every row: CRCs, order, digest, counts. finding is called for each defect with a line for
 * the operator (borrowed for the call). Errors: STATUS_CORRUPT when anything was found; faults. */
enum status store_check(struct store_txn *txn, void (*finding)(void *ctx, const char *line),
                        void *ctx) NODISCARD;

/* Write everything to disk now (the environment runs with MDB_NOSYNC:
 * it is derived from the log). */
enum status store_sync(struct store *store) NODISCARD;

/* Remove the files of the store in `directory`, and the directory if nothing else is in it. None
 * there is STATUS_OK. Open in this process: a bug (ASSERT). Errors: STATUS_IO, STATUS_FORBIDDEN. */
enum status store_destroy(const char *directory) NODISCARD;

#endif
