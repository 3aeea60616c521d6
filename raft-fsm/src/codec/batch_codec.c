/* Batches: what they are called, and their items. */
#include "codec_int.h"

enum {
    ITEM_MEMBERS = 3
};

const char *batch_type_name(enum command_type plan)
{
    switch ((int)plan) {
    case COMMAND_CANCEL_INSTANCE:
        return "CANCEL_PROCESS_INSTANCE";
    case COMMAND_DELETE_INSTANCE:
        return "DELETE_PROCESS_INSTANCE";
    case COMMAND_MIGRATE_INSTANCE:
        return "MIGRATE_PROCESS_INSTANCE";
    case COMMAND_MODIFY_INSTANCE:
        return "MODIFY_PROCESS_INSTANCE";
    case COMMAND_RESOLVE_INCIDENT:
        return "RESOLVE_INCIDENT";
    case COMMAND_UPDATE_JOB:
        return "UPDATE_JOB";
    default:
        return NULL;
    }
}

void batch_items_put(const struct batch_item *items, uint32_t count, struct buffer *out)
{
    value_put_array(out, count);
    for (uint32_t i = 0; i < count; i++) {
        value_put_array(out, ITEM_MEMBERS);
        value_put_u64(out, items[i].key);
        value_put_u64(out, items[i].process_instance_key);
        value_put_u64(out, items[i].document_count);
    }
}

struct batch_item *batch_items_get(struct decoder *d, uint32_t *count)
{
    struct batch_item *items = decode_list(d, sizeof(*items), count);

    for (uint32_t i = 0; i < *count && d->status == STATUS_OK; i++) {
        decode_tuple(d, ITEM_MEMBERS);
        items[i].key = decode_u64(d);
        items[i].process_instance_key = decode_u64(d);
        items[i].document_count = decode_u32(d);
    }
    return items;
}
