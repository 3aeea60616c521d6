/* Cursors: base64 of a JSON array of the sort values of one row and its key. Opaque to clients, and
 * therefore checked on the way in like anything that a client sends. */
#include <string.h>

#include "base/text.h"
#include "search_int.h"
#include "value/json.h"
#include "value/value.h"

static bool is_text(const struct selection *selection, uint32_t sort)
{
    enum readmodel_type type = selection->schema->fields[selection->sorts[sort].field].type;
    return type == READMODEL_STRING || type == READMODEL_ENUM || type == READMODEL_VALUE;
}

static void json_put_sort_value(const struct selection *selection, struct slot *slot, uint32_t sort,
                                struct buffer *out)
{
    const struct sort_value *value = &slot_values(slot)[sort];

    if (value->is_null) {
        buffer_put_text(out, "null");
    } else if (is_text(selection, sort)) {
        json_put_string(out, slot_text(selection, slot, sort));
    } else {
        buffer_printf(out, "%lld", (long long)value->number);
    }
}

enum status cursor_encode(const struct selection *selection, struct slot *slot, struct slice *out)
{
    struct buffer json;
    struct buffer base64;

    buffer_init(&json, READMODEL_CURSOR_BYTES_MAX);
    buffer_init(&base64, READMODEL_CURSOR_BYTES_MAX * 2);
    buffer_put_byte(&json, '[');
    for (uint32_t i = 0; i < selection->sort_count; i++) {
        json_put_sort_value(selection, slot, i, &json);
        buffer_put_byte(&json, ',');
    }
    buffer_printf(&json, "%llu]", (unsigned long long)slot->key);
    text_put_base64(&base64, buffer_slice(&json));
    bool failed = json.failed || base64.failed;
    *out = failed ? SLICE_EMPTY : arena_copy(selection->arena, buffer_slice(&base64));
    buffer_deinit(&base64);
    buffer_deinit(&json);
    return out->data != NULL ? STATUS_OK : STATUS_LIMIT;
}

static enum status bound_text(const struct selection *selection, uint32_t sort, struct slice text)
{
    struct sort_value *out = &slot_values(selection->bound)[sort];

    if (text.size > READMODEL_SORT_TEXT_BYTES) {
        return STATUS_INVALID_ARGUMENT;
    }
    out->text = arena_copy(selection->arena, text);
    if (out->text.data == NULL) {
        return STATUS_LIMIT;
    }
    /* A rendered text is looked for inside the slot. */
    struct slice place = slot_text(selection, selection->bound, sort);
    if (place.data != out->text.data) {
        size_t offset = (size_t)(place.data - (const char *)selection->bound);
        memcpy((char *)selection->bound + offset, text.data, text.size);
    }
    return STATUS_OK;
}

static enum status bound_value(const struct selection *selection, uint32_t sort,
                               struct value_reader *reader)
{
    struct sort_value *out = &slot_values(selection->bound)[sort];
    struct value_item item;

    if (value_read(reader, &item) != STATUS_OK) {
        return STATUS_INVALID_ARGUMENT;
    }
    *out = (struct sort_value){.is_null = item.kind == VALUE_NULL};
    if (item.kind == VALUE_NULL) {
        return STATUS_OK;
    }
    if (is_text(selection, sort)) {
        return item.kind == VALUE_STRING ? bound_text(selection, sort, item.text)
                                         : STATUS_INVALID_ARGUMENT;
    }
    out->number = item.integer;
    return item.kind == VALUE_INT ? STATUS_OK : STATUS_INVALID_ARGUMENT;
}

static enum status bound_fill(const struct selection *selection, struct slice value)
{
    struct value_reader reader = value_reader_of(value);
    uint32_t count = 0;
    enum status st = STATUS_OK;

    if (value_read_array(&reader, &count) != STATUS_OK || count != selection->sort_count + 1) {
        return STATUS_INVALID_ARGUMENT;
    }
    for (uint32_t i = 0; st == STATUS_OK && i < selection->sort_count; i++) {
        st = bound_value(selection, i, &reader);
    }
    if (st == STATUS_OK && value_read_u64(&reader, &selection->bound->key) != STATUS_OK) {
        st = STATUS_INVALID_ARGUMENT;
    }
    return st;
}

enum status cursor_decode(struct selection *selection, struct slice text)
{
    struct json_error error;
    struct buffer json;
    struct buffer value;
    enum status st = STATUS_INVALID_ARGUMENT;

    selection->bound = arena_alloc_zero(selection->arena, selection->slot_bytes);
    if (selection->bound == NULL) {
        return STATUS_LIMIT;
    }
    buffer_init(&json, READMODEL_CURSOR_BYTES_MAX);
    buffer_init(&value, READMODEL_CURSOR_BYTES_MAX);
    if (text_get_base64(&json, text) && !json.failed &&
        json_parse(buffer_slice(&json), &value, &error) == STATUS_OK) {
        st = bound_fill(selection, buffer_slice(&value));
    }
    buffer_deinit(&value);
    buffer_deinit(&json);
    return st;
}
