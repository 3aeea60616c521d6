/* What is deployed: documents and original bytes. */
#include "readmodel_int.h"

#include "value/value.h"

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

static enum status definition_latest(struct readmodel *rm,
                                     const struct trace_definition *definition)
{
    struct latest_change change = {.entity = READMODEL_PROCESS_DEFINITION,
                                   .tenant = definition->tenant,
                                   .id = definition->process_id,
                                   .key = definition->key,
                                   .latest = definition->newest_key};

    return latest_replace(rm, &change);
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

    enum status st = definition_latest(rm, &item->event->definition);
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
        st = definition_latest(rm, &item->event->definition);
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
