/* What is deployed: documents, original bytes, and which version of a process is the latest. */
#include "readmodel_int.h"

#include "base/hash.h"
#include "value/value.h"

static struct slice latest_key(struct slice tenant, struct slice process_id, char out[16])
{
    struct slice parts[] = {tenant, process_id};
    hash128_put(out, hash128_parts(parts, 2));
    return slice_make(out, HASH128_BYTES);
}

/* Whether the version is the latest one of its process. */
static enum status definition_mark(struct readmodel *rm, uint64_t key, struct slice process_id,
                                   bool is_latest)
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
    fields[FIELD_DEFINITION_IS_LATEST] = value_of_bool(is_latest);
    document_encode(&rm->row, READMODEL_PROCESS_DEFINITION, fields);
    row_key_one(&at, key);
    return row_put(rm, TABLE_DEFINITION, at.slice);
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

/* The one in hand is written by the caller and not marked here when it is the latest. */
static enum status latest_replace(struct readmodel *rm, const struct trace_definition *definition)
{
    char bytes[HASH128_BYTES];
    struct slice key = latest_key(definition->tenant, definition->process_id, bytes);
    uint64_t latest = definition->newest_key;
    uint64_t former = 0;

    enum status st = latest_find(rm, key, &former);
    if (st != STATUS_OK || former == latest) {
        return st;
    }
    st = latest_put(rm, key, latest);
    if (st == STATUS_OK && former != 0) {
        st = definition_mark(rm, former, definition->process_id, false);
    }
    if (st == STATUS_OK && latest != 0 && latest != definition->key) {
        st = definition_mark(rm, latest, definition->process_id, true);
    }
    return st;
}

enum status content_put(struct readmodel *rm, uint64_t resource_key, struct slice content)
{
    struct row_key key;

    buffer_reset(&rm->row);
    value_put_array(&rm->row, 2);
    value_put_int(&rm->row, ROW_VERSION);
    value_put_bytes(&rm->row, content);
    row_key_one(&key, resource_key);
    return row_put(rm, TABLE_RESOURCE, key.slice);
}

enum status content_get(struct store_txn *txn, uint64_t key, struct slice *out)
{
    struct value_reader reader;
    struct row_key at;
    struct slice row;
    uint32_t count = 0;
    int64_t version = 0;

    row_key_one(&at, key);
    enum status st = store_get(txn, TABLE_RESOURCE, at.slice, &row);
    if (st != STATUS_OK) {
        return st;
    }
    reader = value_reader_of(row);
    if (value_read_array(&reader, &count) != STATUS_OK || count != 2 ||
        value_read_int(&reader, &version) != STATUS_OK || version != ROW_VERSION ||
        value_read_bytes(&reader, out) != STATUS_OK) {
        return STATUS_CORRUPT;
    }
    return STATUS_OK;
}

/* A file with several processes is kept once, under the first of them. */
static enum status definition_content_put(struct readmodel *rm, const struct pending *item,
                                          uint64_t *resource_key)
{
    const struct trace_definition *definition = &item->event->definition;

    for (const struct pending *other = rm->batch.items; other < item; other++) {
        if (other->entity == READMODEL_PROCESS_DEFINITION &&
            slice_equal(other->event->definition.resource, definition->resource)) {
            *resource_key = other->key;
            return STATUS_OK;
        }
    }
    *resource_key = item->key;
    return content_put(rm, item->key, definition->resource);
}

static const char *state_name(enum definition_state state)
{
    return state == DEFINITION_DRAINING ? "DRAINING" : "DELETED";
}

/* Deleted: the document stays, for the instances that there were. */
static enum status definition_end(struct readmodel *rm, const struct pending *item)
{
    struct slice fields[DOCUMENT_FIELDS_MAX];
    enum presence presence;
    struct row_key key;
    struct slice row;

    enum status st = latest_replace(rm, &item->event->definition);
    if (st == STATUS_OK) {
        st = row_find(rm->txn, item->entity, item->key, &presence, &row);
    }
    if (st == STATUS_OK) {
        st = presence == ABSENT ? STATUS_CORRUPT : document_decode(item->entity, row, fields);
    }
    if (st != STATUS_OK) {
        return st;
    }
    buffer_reset(&rm->scratch);
    value_put_string(&rm->scratch, slice_of(state_name(item->event->definition.state)));
    fields[FIELD_DEFINITION_STATE] = buffer_slice(&rm->scratch);
    document_encode(&rm->row, item->entity, fields);
    row_key_one(&key, item->key);
    return row_put(rm, TABLE_DEFINITION, key.slice);
}

enum status definition_write(struct readmodel *rm, const struct pending *item)
{
    uint64_t resource_key = 0;

    if (item->event->definition.state != DEFINITION_ACTIVE) {
        return definition_end(rm, item);
    }
    enum status st = definition_content_put(rm, item, &resource_key);
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

/* A deleted form stays for the tasks that have it; a deleted file is gone. */
enum status resource_write(struct readmodel *rm, const struct pending *item)
{
    const struct trace_resource *resource = &item->event->resource;
    bool is_form = item->entity == READMODEL_FORM;
    enum status st = STATUS_OK;
    struct row_key key;

    row_key_one(&key, item->key);
    if (resource->deleted && !is_form) {
        st = store_delete(rm->txn, TABLE_RESOURCE, key.slice);
        return st == STATUS_OK ? store_delete(rm->txn, TABLE_FILE, key.slice) : st;
    }
    if (!resource->deleted) {
        st = content_put(rm, item->key, resource->content);
    }
    if (st != STATUS_OK) {
        return st;
    }
    if (is_form) {
        encode_form(&rm->row, item->event);
    } else {
        encode_resource(&rm->row, item->event);
    }
    return row_put(rm, is_form ? TABLE_FORM : TABLE_FILE, key.slice);
}
