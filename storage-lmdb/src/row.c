/* Rows: CRC behind the value, digest beside the rows. */
#include <errno.h>
#include <string.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "base/crc32c.h"
#include "store_int.h"

static enum status status_of_lmdb(int rc)
{
    switch (rc) {
    case MDB_NOTFOUND:
        return STATUS_NOT_FOUND;
    case MDB_MAP_FULL:
        return STATUS_NO_SPACE;
    case MDB_TXN_FULL:
        return STATUS_NO_MEMORY;
    case MDB_READERS_FULL:
        return STATUS_RESOURCE_EXHAUSTED;
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_INVALID:
    case MDB_VERSION_MISMATCH:
    case MDB_INCOMPATIBLE:
        return STATUS_CORRUPT;
    default:
        return STATUS_IO;
    }
}

enum status store_status_of(int rc)
{
    switch (rc) {
    case MDB_SUCCESS:
        return STATUS_OK;
    case ENOSPC:
    case EDQUOT:
        return STATUS_NO_SPACE;
    case ENOMEM:
        return STATUS_NO_MEMORY;
    case EACCES:
    case EPERM:
    case EROFS:
        return STATUS_FORBIDDEN;
    default:
        return status_of_lmdb(rc);
    }
}

MDB_dbi store_dbi(const struct store *store, uint8_t table)
{
    ASSERT(store->known[table]);
    return store->dbis[table];
}

MDB_val store_val(struct slice s)
{
    /* LMDB only reads what it is given, but its type does not say so. */
    union {
        const char *in;
        void *out;
    } data = {.in = s.data};

    return (MDB_val){.mv_size = s.size, .mv_data = data.out};
}

struct slice store_slice(MDB_val v)
{
    return slice_make(v.mv_data, v.mv_size);
}

uint32_t store_row_crc(uint8_t table, struct slice key, struct slice value)
{
    uint32_t crc = crc32c(0, &table, sizeof(table));

    crc = crc32c(crc, key.data, key.size);
    return crc32c(crc, value.data, value.size);
}

struct hash128 store_row_hash(uint8_t table, struct slice key, struct slice value)
{
    struct slice parts[] = {slice_make(&table, sizeof(table)), key, value};

    return hash128_parts(parts, 3);
}

enum status store_row_open(uint8_t table, struct slice key, struct slice row, struct slice *value)
{
    *value = SLICE_EMPTY;
    if (row.size < STORE_CRC_BYTES) {
        return STATUS_CORRUPT;
    }
    row.size -= STORE_CRC_BYTES;
    if (bytes_get_u32be(row.data + row.size) != store_row_crc(table, key, row)) {
        return STATUS_CORRUPT;
    }
    *value = row;
    return STATUS_OK;
}

enum status store_row_write(MDB_txn *txn, MDB_dbi dbi, struct slice key, struct slice row,
                            unsigned flags)
{
    MDB_val k = store_val(key);
    MDB_val v = store_val(row);

    return store_status_of(mdb_put(txn, dbi, &k, &v, flags));
}

/* Value and CRC straight into LMDB's page. */
static enum status write_value(MDB_txn *txn, MDB_dbi dbi, uint8_t table, struct slice key,
                               struct slice value)
{
    uint32_t crc = store_row_crc(table, key, value);
    MDB_val k = store_val(key);
    MDB_val v = {.mv_size = value.size + STORE_CRC_BYTES};
    int rc = mdb_put(txn, dbi, &k, &v, MDB_RESERVE);

    if (rc != MDB_SUCCESS) {
        return store_status_of(rc);
    }
    if (value.size > 0) {
        memcpy(v.mv_data, value.data, value.size);
    }
    bytes_put_u32be((char *)v.mv_data + value.size, crc);
    /* Bytes borrowed from this transaction may have moved while the room was made. */
    ASSERT(crc == store_row_crc(table, key, slice_make(v.mv_data, value.size)));
    return STATUS_OK;
}

static enum status read_value(MDB_txn *txn, MDB_dbi dbi, uint8_t table, struct slice key,
                              struct slice *value)
{
    MDB_val k = store_val(key);
    MDB_val v;
    int rc = mdb_get(txn, dbi, &k, &v);

    *value = SLICE_EMPTY;
    if (rc != MDB_SUCCESS) {
        return store_status_of(rc);
    }
    return store_row_open(table, key, store_slice(v), value);
}

/* --- the meta table --- */

static const char DIGEST_KEY[] = "digest";

enum status store_meta_get(struct store *store, MDB_txn *txn, struct slice key, struct slice *value)
{
    return read_value(txn, store->dbis[STORE_META_TABLE], STORE_META_TABLE, key, value);
}

enum status store_meta_put(struct store *store, MDB_txn *txn, struct slice key, struct slice value)
{
    return write_value(txn, store->dbis[STORE_META_TABLE], STORE_META_TABLE, key, value);
}

enum status store_meta_get_digest(struct store *store, MDB_txn *txn, struct hash128 *out)
{
    struct slice value;
    enum status status = store_meta_get(store, txn, slice_of(DIGEST_KEY), &value);

    if (status != STATUS_OK || value.size != HASH128_BYTES) {
        return status == STATUS_OK || status == STATUS_NOT_FOUND ? STATUS_CORRUPT : status;
    }
    *out = hash128_get(value.data);
    return STATUS_OK;
}

enum status store_meta_put_digest(struct store *store, MDB_txn *txn, struct hash128 digest)
{
    char bytes[HASH128_BYTES];

    hash128_put(bytes, digest);
    return store_meta_put(store, txn, slice_of(DIGEST_KEY), slice_make(bytes, sizeof(bytes)));
}

/* --- rows of a transaction --- */

static bool is_key(struct slice key)
{
    return key.size > 0 && key.size <= LIMIT_STORE_KEY_BYTES;
}

enum status store_get(struct store_txn *txn, uint8_t table, struct slice key, struct slice *value)
{
    MDB_dbi dbi = store_dbi(txn->store, table);

    ASSERT(txn->child == NULL);
    *value = SLICE_EMPTY;
    if (txn->write) {
        enum status status = store_fault_point(txn->store);

        if (status != STATUS_OK) {
            return status;
        }
    }
    return is_key(key) ? read_value(txn->mdb, dbi, table, key, value) : STATUS_NOT_FOUND;
}

/* A change is about to be made: the digest without the row that is there now. NOT_FOUND: there is
 * none, the digest is the present one. */
static enum status digest_without(struct store_txn *txn, uint8_t table, struct slice key,
                                  struct hash128 *out)
{
    struct slice old;
    enum status status;

    ASSERT(txn->write);
    ASSERT(txn->child == NULL);
    ASSERT(txn->digest_known);
    *out = txn->digest;
    status = store_fault_point(txn->store);
    if (status == STATUS_OK) {
        status = read_value(txn->mdb, store_dbi(txn->store, table), table, key, &old);
    }
    if (status == STATUS_OK) {
        *out = hash128_subtract(txn->digest, store_row_hash(table, key, old));
    }
    return status;
}

enum status store_put(struct store_txn *txn, uint8_t table, struct slice key, struct slice value)
{
    char room[LIMIT_STORE_KEY_BYTES];
    struct hash128 digest;
    enum status status;

    ASSERT(is_key(key));
    ASSERT(value.size <= UINT32_MAX - STORE_CRC_BYTES);
    ASSERT(table != STORE_META_TABLE);
    /* A cursor's key may be given: making room would move it. */
    memcpy(room, key.data, key.size);
    key.data = room;
    status = digest_without(txn, table, key, &digest);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND) {
        return status;
    }
    digest = hash128_add(digest, store_row_hash(table, key, value));
    txn->writes++;
    status = write_value(txn->mdb, store_dbi(txn->store, table), table, key, value);
    if (status == STATUS_OK) {
        txn->digest = digest;
        txn->puts++;
        txn->put_bytes += key.size + value.size;
    }
    return status;
}

enum status store_delete(struct store_txn *txn, uint8_t table, struct slice key)
{
    struct hash128 digest;
    MDB_val k = store_val(key);
    enum status status;

    ASSERT(table != STORE_META_TABLE);
    if (!is_key(key)) {
        return STATUS_NOT_FOUND;
    }
    status = digest_without(txn, table, key, &digest);
    if (status != STATUS_OK) {
        return status;
    }
    txn->writes++;
    status = store_status_of(mdb_del(txn->mdb, store_dbi(txn->store, table), &k, NULL));
    if (status == STATUS_OK) {
        txn->digest = digest;
        txn->puts++;
    }
    return status;
}
