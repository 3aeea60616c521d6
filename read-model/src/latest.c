/* Which version of a process or decision is the latest. */
#include "readmodel_int.h"

#include "base/hash.h"
#include "value/value.h"

/* The fields that every kind with versions has. */
struct versions {
    uint8_t table;
    uint32_t id;
    uint32_t is_latest;
};

static const struct versions of_processes = {TABLE_DEFINITION, FIELD_DEFINITION_ID,
                                             FIELD_DEFINITION_IS_LATEST};
static const struct versions of_decisions = {TABLE_DECISION, FIELD_DECISION_ID,
                                             FIELD_DECISION_IS_LATEST};

static const struct versions *versions_of(enum readmodel_entity entity)
{
    return entity == READMODEL_DECISION_DEFINITION ? &of_decisions : &of_processes;
}

static struct slice latest_key(const struct latest_change *change, char out[HASH128_BYTES])
{
    struct slice parts[] = {change->tenant, change->id, SLICE("decision")};
    size_t count = change->entity == READMODEL_DECISION_DEFINITION ? 3 : 2;

    hash128_put(out, hash128_parts(parts, count));
    return slice_make(out, HASH128_BYTES);
}

static enum status version_mark(struct readmodel *rm, const struct latest_change *change,
                                uint64_t key, bool is_latest)
{
    const struct versions *versions = versions_of(change->entity);
    struct slice fields[DOCUMENT_FIELDS_MAX];
    enum presence presence;
    struct row_key at;
    struct slice row;

    enum status st = row_find(rm->txn, change->entity, key, &presence, &row);
    if (st == STATUS_OK) {
        st = presence == ABSENT ? STATUS_CORRUPT : document_decode(change->entity, row, fields);
    }
    if (st != STATUS_OK || !slice_equal(field_text(fields[versions->id]), change->id)) {
        return st;
    }
    fields[versions->is_latest] = value_of_bool(is_latest);
    document_encode(&rm->row, change->entity, fields);
    row_key_one(&at, key);
    return row_put(rm, versions->table, at.slice);
}

/* 0: there is none. */
static enum status latest_find(struct readmodel *rm, struct slice key, uint64_t *out)
{
    struct value_reader reader;
    struct slice row;
    uint32_t count = 0;
    uint64_t version = 0;

    *out = 0;
    enum status st = store_get(rm->txn, TABLE_LATEST, key, &row);
    if (st != STATUS_OK) {
        return st == STATUS_NOT_FOUND ? STATUS_OK : st;
    }
    reader = value_reader_of(row);
    if (value_read_array(&reader, &count) != STATUS_OK || count != 2 ||
        value_read_u64(&reader, &version) != STATUS_OK || version != ROW_VERSION ||
        value_read_u64(&reader, out) != STATUS_OK) {
        return STATUS_CORRUPT;
    }
    return STATUS_OK;
}

static enum status latest_put(struct readmodel *rm, struct slice key, uint64_t latest)
{
    if (latest == 0) {
        return store_delete(rm->txn, TABLE_LATEST, key);
    }
    buffer_reset(&rm->row);
    value_put_array(&rm->row, 2);
    value_put_int(&rm->row, ROW_VERSION);
    value_put_u64(&rm->row, latest);
    return row_put(rm, TABLE_LATEST, key);
}

enum status latest_replace(struct readmodel *rm, const struct latest_change *change)
{
    char bytes[HASH128_BYTES];
    struct slice key = latest_key(change, bytes);
    uint64_t latest = change->latest;
    uint64_t former = 0;

    enum status st = latest_find(rm, key, &former);
    if (st != STATUS_OK || former == latest) {
        return st;
    }
    st = latest_put(rm, key, latest);
    if (st == STATUS_OK && former != 0) {
        st = version_mark(rm, change, former, false);
    }
    if (st == STATUS_OK && latest != 0 && latest != change->key) {
        st = version_mark(rm, change, latest, true);
    }
    return st;
}
