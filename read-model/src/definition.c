/* Definitions: the document, the original bytes, and which version is the latest. */
#include "readmodel_int.h"

#include "base/hash.h"
#include "value/value.h"

static struct slice latest_key(struct slice tenant, struct slice process_id, char out[16])
{
    struct slice parts[] = {tenant, process_id};
    hash128_put(out, hash128_parts(parts, 2));
    return slice_make(out, HASH128_BYTES);
}

/* The former latest version of the same process is no longer that. */
static enum status definition_demote(struct readmodel *rm, uint64_t key, struct slice process_id)
{
    struct slice fields[DOCUMENT_FIELDS_MAX];
    enum presence presence;
    struct row_key at;
    struct slice row;

    enum status st = row_find(rm->txn, READMODEL_PROCESS_DEFINITION, key, &presence, &row);
    if (st == STATUS_OK) {
        st = presence == ABSENT ? STATUS_CORRUPT
                                : document_decode(READMODEL_PROCESS_DEFINITION, row, fields);
    }
    if (st != STATUS_OK || !slice_equal(field_text(fields[FIELD_DEFINITION_ID]), process_id)) {
        return st;
    }
    fields[FIELD_DEFINITION_IS_LATEST] = value_of_bool(false);
    document_encode(&rm->row, READMODEL_PROCESS_DEFINITION, fields);
    row_key_one(&at, key);
    return row_put(rm, TABLE_DEFINITION, at.slice);
}

static enum status latest_replace(struct readmodel *rm, const struct trace_definition *definition)
{
    char bytes[HASH128_BYTES];
    struct slice key = latest_key(definition->tenant, definition->process_id, bytes);
    struct value_reader reader;
    struct slice row;
    uint32_t count = 0;
    uint64_t version = 0;
    uint64_t former = 0;

    enum status st = store_get(rm->txn, TABLE_LATEST, key, &row);
    if (st == STATUS_OK) {
        reader = value_reader_of(row);
        if (value_read_array(&reader, &count) != STATUS_OK || count != 2 ||
            value_read_u64(&reader, &version) != STATUS_OK || version != ROW_VERSION ||
            value_read_u64(&reader, &former) != STATUS_OK) {
            return STATUS_CORRUPT;
        }
    } else if (st != STATUS_NOT_FOUND) {
        return st;
    }
    if (former == definition->key) {
        return STATUS_OK;
    }
    buffer_reset(&rm->row);
    value_put_array(&rm->row, 2);
    value_put_int(&rm->row, ROW_VERSION);
    value_put_u64(&rm->row, definition->key);
    st = row_put(rm, TABLE_LATEST, key);
    if (st == STATUS_OK && former != 0) {
        st = definition_demote(rm, former, definition->process_id);
    }
    return st;
}

/* A file with several processes is kept once, under the first of them. */
static enum status resource_put(struct readmodel *rm, const struct pending *item,
                                uint64_t *resource_key)
{
    const struct trace_definition *definition = &item->event->definition;
    struct row_key key;

    for (const struct pending *other = rm->batch.items; other < item; other++) {
        if (other->entity == READMODEL_PROCESS_DEFINITION &&
            slice_equal(other->event->definition.resource, definition->resource)) {
            *resource_key = other->key;
            return STATUS_OK;
        }
    }
    *resource_key = item->key;
    buffer_reset(&rm->row);
    value_put_array(&rm->row, 2);
    value_put_int(&rm->row, ROW_VERSION);
    value_put_bytes(&rm->row, definition->resource);
    row_key_one(&key, item->key);
    return row_put(rm, TABLE_RESOURCE, key.slice);
}

enum status definition_write(struct readmodel *rm, const struct pending *item)
{
    uint64_t resource_key = 0;

    enum status st = resource_put(rm, item, &resource_key);
    if (st == STATUS_OK) {
        st = latest_replace(rm, &item->event->definition);
    }
    if (st == STATUS_OK) {
        struct row_key key;
        row_key_one(&key, item->key);
        encode_definition(&rm->row, item->event, true, resource_key);
        st = row_put(rm, TABLE_DEFINITION, key.slice);
    }
    return st;
}
