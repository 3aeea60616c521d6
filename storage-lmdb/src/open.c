/* Opening and closing an environment; its layout: which tables it has, under which numbers. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "store_int.h"

static const char META_NAME[] = "baton.store";
static const char LAYOUT_KEY[] = "layout";

enum {
    FILE_MODE = 0600,
    DIRECTORY_MODE = 0700,
    TABLE_NAME_BYTES_MAX = 64
};

/* The message of the last failed open of this thread: there is no store that could own it. */
static _Thread_local char open_message[512];

static enum status failed(enum status status, const char **message, const char *directory,
                          const char *reason)
{
    snprintf(open_message, sizeof(open_message), "store %s: %s", directory, reason);
    *message = open_message;
    return status;
}

static enum status make_directory(const struct store_options *options, const char **message)
{
    if (options->read_only || mkdir(options->directory, DIRECTORY_MODE) == 0 || errno == EEXIST) {
        return STATUS_OK;
    }
    return failed(store_status_of(errno), message, options->directory, strerror(errno));
}

static uint64_t map_bytes_of(const struct store_options *options)
{
    if (options->map_bytes != 0) {
        return options->map_bytes;
    }
#ifdef __SANITIZE_THREAD__
    /* ThreadSanitizer leaves too little address space for two environments of full size. */
    return LIMIT_STORE_MAP_BYTES / 16;
#else
    return LIMIT_STORE_MAP_BYTES;
#endif
}

/* Settings first, then the files. */
static int open_with_map(struct store *store, const struct store_options *options,
                         uint64_t map_bytes)
{
    unsigned flags = MDB_NOTLS | (options->read_only ? MDB_RDONLY : MDB_NOSYNC);
    int dead_readers;
    int rc = mdb_env_create(&store->env);

    if (rc != MDB_SUCCESS) {
        store->env = NULL;
        return rc;
    }
    rc = mdb_env_set_mapsize(store->env, map_bytes);
    if (rc == MDB_SUCCESS) {
        rc = mdb_env_set_maxreaders(store->env, LIMIT_STORE_READERS);
    }
    if (rc == MDB_SUCCESS) {
        rc = mdb_env_set_maxdbs(store->env, (MDB_dbi)options->table_count + 1);
    }
    if (rc == MDB_SUCCESS) {
        rc = mdb_env_open(store->env, options->directory, flags, FILE_MODE);
    }
    return rc == MDB_SUCCESS ? mdb_reader_check(store->env, &dead_readers) : rc;
}

/* Where the address space is limited (a container, a memory checker) a smaller map does, too: data
 * that outgrows it is an error of its own then. */
static int open_environment(struct store *store, const struct store_options *options)
{
    uint64_t map_bytes = map_bytes_of(options);
    int rc = open_with_map(store, options, map_bytes);

    while ((rc == ENOMEM || rc == EINVAL) && map_bytes / 16 >= LIMIT_STORE_MAP_BYTES_MIN) {
        map_bytes /= 16;
        mdb_env_close(store->env);
        store->env = NULL;
        rc = open_with_map(store, options, map_bytes);
    }
    return rc;
}

static struct slice table_key(const struct store_table *table, char room[TABLE_NAME_BYTES_MAX + 8])
{
    int size = snprintf(room, TABLE_NAME_BYTES_MAX + 8, "table.%s", table->name);

    ASSERT(size < TABLE_NAME_BYTES_MAX + 8);
    return slice_make(room, (size_t)size);
}

/* Open one table and check its number against the recorded one; record it when it is new. */
static enum status open_table(struct store *store, MDB_txn *txn, const struct store_table *table)
{
    char room[TABLE_NAME_BYTES_MAX + 8];
    struct slice key = table_key(table, room);
    struct slice recorded;
    enum status status;
    int rc =
        mdb_dbi_open(txn, table->name, store->read_only ? 0 : MDB_CREATE, &store->dbis[table->id]);

    ASSERT(table->id != STORE_META_TABLE);
    ASSERT(!store->known[table->id]);
    if (rc != MDB_SUCCESS) {
        return rc == MDB_NOTFOUND ? STATUS_CORRUPT : store_status_of(rc);
    }
    store->known[table->id] = true;
    status = store_meta_get(store, txn, key, &recorded);
    if (status == STATUS_NOT_FOUND && !store->read_only) {
        return store_meta_put(store, txn, key, slice_make(&table->id, 1));
    }
    if (status == STATUS_OK && (recorded.size != 1 || (uint8_t)recorded.data[0] != table->id)) {
        status = STATUS_CORRUPT;
    }
    return status == STATUS_NOT_FOUND ? STATUS_CORRUPT : status;
}

/* The meta table of a store that is new: what every other has. */
static enum status create_meta(struct store *store, MDB_txn *txn)
{
    MDB_dbi main_dbi;
    MDB_stat stat;
    char layout[4];
    enum status status;
    int rc = mdb_dbi_open(txn, NULL, 0, &main_dbi);

    if (rc == MDB_SUCCESS) {
        rc = mdb_stat(txn, main_dbi, &stat);
    }
    if (rc != MDB_SUCCESS) {
        return store_status_of(rc);
    }
    if (stat.ms_entries > 0) {
        return STATUS_CORRUPT; /* somebody else's environment */
    }
    rc = mdb_dbi_open(txn, META_NAME, MDB_CREATE, &store->dbis[STORE_META_TABLE]);
    if (rc != MDB_SUCCESS) {
        return store_status_of(rc);
    }
    bytes_put_u32be(layout, STORE_LAYOUT);
    status = store_meta_put(store, txn, slice_of(LAYOUT_KEY), slice_make(layout, sizeof(layout)));
    return status == STATUS_OK ? store_meta_put_digest(store, txn, (struct hash128){0, 0}) : status;
}

static enum status check_meta(struct store *store, MDB_txn *txn)
{
    struct slice layout;
    struct hash128 digest;
    enum status status = store_meta_get(store, txn, slice_of(LAYOUT_KEY), &layout);

    if (status == STATUS_OK && (layout.size != 4 || bytes_get_u32be(layout.data) != STORE_LAYOUT)) {
        status = STATUS_CORRUPT;
    }
    if (status == STATUS_OK) {
        status = store_meta_get_digest(store, txn, &digest);
    }
    return status == STATUS_NOT_FOUND ? STATUS_CORRUPT : status;
}

static enum status open_meta(struct store *store, MDB_txn *txn)
{
    int rc = mdb_dbi_open(txn, META_NAME, 0, &store->dbis[STORE_META_TABLE]);

    if (rc == MDB_NOTFOUND && !store->read_only) {
        return create_meta(store, txn);
    }
    if (rc != MDB_SUCCESS) {
        return rc == MDB_NOTFOUND ? STATUS_CORRUPT : store_status_of(rc);
    }
    return check_meta(store, txn);
}

static enum status open_tables(struct store *store, MDB_txn *txn)
{
    enum status status = open_meta(store, txn);

    for (size_t i = 0; i < store->table_count && status == STATUS_OK; i++) {
        status = open_table(store, txn, &store->tables[i]);
    }
    return status;
}

static enum status open_layout(struct store *store)
{
    MDB_txn *txn;
    enum status status =
        store_status_of(mdb_txn_begin(store->env, NULL, store->read_only ? MDB_RDONLY : 0, &txn));

    if (status != STATUS_OK) {
        return status;
    }
    status = open_tables(store, txn);
    if (status != STATUS_OK) {
        mdb_txn_abort(txn);
        return status;
    }
    /* Also in a read transaction: only a commit keeps the handles of the tables. */
    return store_status_of(mdb_txn_commit(txn));
}

static const char *layout_reason(enum status status)
{
    return status == STATUS_CORRUPT ? "is not a store of this program, is of another layout, or "
                                      "its description of itself is damaged"
                                    : status_name(status);
}

static enum status open_registered(struct store *store, const struct store_options *options,
                                   const char **message)
{
    int rc = open_environment(store, options);
    enum status status;

    if (rc == ENOENT) {
        return failed(STATUS_NOT_FOUND, message, options->directory, "there is no store");
    }
    if (rc != MDB_SUCCESS) {
        return failed(store_status_of(rc), message, options->directory, mdb_strerror(rc));
    }
    status = open_layout(store);
    if (status != STATUS_OK) {
        return failed(status, message, options->directory, layout_reason(status));
    }
    return STATUS_OK;
}

enum status store_open(const struct store_options *options, struct store **out,
                       const char **message)
{
    struct store *store;
    enum status status;

    *out = NULL;
    *message = NULL;
    status = make_directory(options, message);
    if (status != STATUS_OK) {
        return status;
    }
    store = CHECK_MEMORY(calloc(1, sizeof(*store)));
    store->tables = options->tables;
    store->table_count = options->table_count;
    store->read_only = options->read_only;
    store->fault_in_calls = -1;
    status = store_register(store, options->directory);
    if (status != STATUS_OK) {
        free(store);
        return failed(options->read_only ? STATUS_NOT_FOUND : status, message, options->directory,
                      "the directory cannot be read");
    }
    status = open_registered(store, options, message);
    if (status != STATUS_OK) {
        store_close(store);
        return status;
    }
    *out = store;
    return STATUS_OK;
}

void store_close(struct store *store)
{
    ASSERT(!atomic_load(&store->writing));
    if (store->env != NULL) {
        mdb_env_close(store->env);
    }
    store_unregister(store);
    free(store);
}

enum status store_sync(struct store *store)
{
    return store_status_of(mdb_env_sync(store->env, 1));
}
