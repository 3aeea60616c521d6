/* What documents repeat of others: of the instance and of the definition that they belong to. The
 * trace in hand comes before the rows. */
#include "readmodel_int.h"

#include "base/limits.h"
#include "value/value.h"

static enum status facts_of_event(struct readmodel *rm, const struct trace_instance *instance,
                                  struct instance_facts *out)
{
    struct buffer tags;

    out->name = null_if_empty(instance->process_name);
    out->business_id = instance->business_id;
    out->tags = SLICE_EMPTY;
    if (instance->tag_count == 0) {
        return STATUS_OK;
    }
    buffer_init(&tags, KIB(64));
    value_put_array(&tags, instance->tag_count);
    for (uint32_t i = 0; i < instance->tag_count; i++) {
        value_put_string(&tags, instance->tags[i]);
    }
    if (!tags.failed) {
        out->tags = arena_copy(&rm->arena, buffer_slice(&tags));
    }
    buffer_deinit(&tags);
    return out->tags.data != NULL ? STATUS_OK : STATUS_NO_MEMORY;
}

enum status facts_find(struct readmodel *rm, uint64_t instance, struct instance_facts *out)
{
    struct slice fields[DOCUMENT_FIELDS_MAX];
    enum presence presence;
    struct slice row;

    *out = (struct instance_facts){0};
    const struct pending *item = batch_find(&rm->batch, READMODEL_PROCESS_INSTANCE, instance);
    if (item != NULL) {
        return facts_of_event(rm, &item->event->instance, out);
    }
    enum status st = row_find(rm->txn, READMODEL_PROCESS_INSTANCE, instance, &presence, &row);
    if (st != STATUS_OK || presence == ABSENT) {
        return st;
    }
    st = document_decode(READMODEL_PROCESS_INSTANCE, row, fields);
    if (st == STATUS_OK) {
        out->name = field_text(fields[FIELD_INSTANCE_DEFINITION_NAME]);
        out->business_id = field_text(fields[FIELD_INSTANCE_BUSINESS_ID]);
        out->tags = fields[FIELD_INSTANCE_TAGS];
    }
    return st;
}

enum status definition_name(struct readmodel *rm, uint64_t key, struct slice *out)
{
    struct slice fields[DOCUMENT_FIELDS_MAX];
    enum presence presence;
    struct slice row;

    *out = SLICE_EMPTY;
    const struct pending *item = batch_find(&rm->batch, READMODEL_PROCESS_DEFINITION, key);
    if (item != NULL && item->event->definition.state == DEFINITION_ACTIVE) {
        *out = null_if_empty(item->event->definition.name);
        return STATUS_OK;
    }
    enum status st = row_find(rm->txn, READMODEL_PROCESS_DEFINITION, key, &presence, &row);
    if (st == STATUS_OK && presence != ABSENT) {
        st = document_decode(READMODEL_PROCESS_DEFINITION, row, fields);
        *out = st == STATUS_OK ? field_text(fields[FIELD_DEFINITION_NAME]) : SLICE_EMPTY;
    }
    return st;
}
