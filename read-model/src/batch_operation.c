/* Batch operations and their items as documents. */
#include <inttypes.h>
#include <stdio.h>

#include "base/assert.h"
#include "readmodel_int.h"
#include "value/value.h"

enum {
    KEY_TEXT_BYTES = 24
};

/* Keys that are strings on the wire. */
static void put_key_text(struct encoder *encoder, int field, uint64_t key)
{
    char text[KEY_TEXT_BYTES];
    int length = snprintf(text, sizeof(text), "%" PRIu64, key);

    put_text(encoder, field, slice_make(text, (size_t)length));
}

static const char *batch_state_name(enum batch_state state)
{
    switch (state) {
    case BATCH_CREATED:
        return "CREATED";
    case BATCH_ACTIVE:
        return "ACTIVE";
    case BATCH_SUSPENDED:
        return "SUSPENDED";
    case BATCH_COMPLETED:
        return "COMPLETED";
    case BATCH_CANCELED:
        return "CANCELED";
    }
    UNREACHABLE("batch state");
}

void encode_batch(struct buffer *out, const struct trace_event *event)
{
    const struct trace_batch *batch = &event->batch;
    struct encoder encoder;

    encoder_begin(&encoder, out, READMODEL_BATCH_OPERATION);
    put_key(&encoder, FIELD_BATCH_ID, batch->key);
    put_key_text(&encoder, FIELD_BATCH_KEY, batch->key);
    put_enum(&encoder, FIELD_BATCH_STATE, batch_state_name(batch->state));
    put_enum(&encoder, FIELD_BATCH_TYPE, batch->type);
    put_enum(&encoder, FIELD_BATCH_OPERATION_TYPE, batch->type);
    put_int(&encoder, FIELD_BATCH_START_DATE, batch->start_ms);
    put_time_or_null(&encoder, FIELD_BATCH_END_DATE, batch->end_ms);
    put_enum(&encoder, FIELD_BATCH_ACTOR_TYPE, batch->actor.size > 0 ? "USER" : "ANONYMOUS");
    put_text_or_null(&encoder, FIELD_BATCH_ACTOR_ID, null_if_empty(batch->actor));
    put_int(&encoder, FIELD_BATCH_TOTAL, batch->total);
    put_int(&encoder, FIELD_BATCH_FAILED, batch->failed);
    put_int(&encoder, FIELD_BATCH_COMPLETED, batch->completed);
    put_list(&encoder, FIELD_BATCH_ERRORS, value_null());
    encoder_end(&encoder);
}

static const char *item_state_name(enum batch_item_state state)
{
    switch (state) {
    case BATCH_ITEM_ACTIVE:
        return "ACTIVE";
    case BATCH_ITEM_COMPLETED:
        return "COMPLETED";
    case BATCH_ITEM_SKIPPED:
        return "SKIPPED";
    case BATCH_ITEM_CANCELED:
        return "CANCELED";
    case BATCH_ITEM_FAILED:
        return "FAILED";
    }
    UNREACHABLE("batch item state");
}

void encode_batch_item(struct buffer *out, const struct trace_event *event, uint64_t owner)
{
    const struct trace_batch_item *item = &event->batch_item;
    struct encoder encoder;

    encoder_begin(&encoder, out, READMODEL_BATCH_ITEM);
    put_key(&encoder, FIELD_BATCH_ITEM_ID, item->key);
    put_key(&encoder, FIELD_BATCH_ITEM_OWNER, owner);
    put_enum(&encoder, FIELD_BATCH_ITEM_TYPE, item->type);
    put_key_text(&encoder, FIELD_BATCH_ITEM_BATCH_KEY, item->batch_key);
    put_key_text(&encoder, FIELD_BATCH_ITEM_KEY, item->item_key);
    put_key(&encoder, FIELD_BATCH_ITEM_INSTANCE, event->place.process_instance_key);
    put_key(&encoder, FIELD_BATCH_ITEM_ROOT_KEY, event->place.process_instance_key);
    put_enum(&encoder, FIELD_BATCH_ITEM_STATE, item_state_name(item->state));
    put_time_or_null(&encoder, FIELD_BATCH_ITEM_PROCESSED_DATE, item->processed_ms);
    put_text_or_null(&encoder, FIELD_BATCH_ITEM_ERROR_MESSAGE, item->error);
    encoder_end(&encoder);
}

/* The items of a deletion outlive what they delete; what is gone already owns nothing. */
enum status batch_item_own(struct readmodel *rm, struct pending *item, enum presence presence,
                           struct slice row)
{
    struct slice fields[DOCUMENT_FIELDS_MAX];
    enum presence instance = ABSENT;
    enum status st = STATUS_OK;

    if (presence != ABSENT) {
        st = document_decode(READMODEL_BATCH_ITEM, row, fields);
        item->instance = st == STATUS_OK ? field_u64(fields[FIELD_BATCH_ITEM_OWNER]) : 0;
        return st;
    }
    if (!slice_is(slice_of(item->event->batch_item.type), "DELETE_PROCESS_INSTANCE")) {
        st = row_find(rm->txn, READMODEL_PROCESS_INSTANCE, item->instance, &instance, &row);
    }
    item->instance = instance == ABSENT ? 0 : item->instance;
    return st;
}
