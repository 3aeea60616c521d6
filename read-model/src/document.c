/* Documents as rows: one MessagePack array, the version first, then the fields in table order. */
#include "document_int.h"

#include "base/assert.h"
#include "value/value.h"

enum status document_decode(enum readmodel_entity entity, struct slice row, struct slice *fields)
{
    const struct readmodel_schema *schema = readmodel_schema(entity);
    struct value_reader reader = value_reader_of(row);
    uint32_t count = 0;
    int64_t version = 0;

    ASSERT(schema->stored_count <= DOCUMENT_FIELDS_MAX);
    if (value_read_array(&reader, &count) != STATUS_OK || count == 0 ||
        count > schema->stored_count + 1 || value_read_int(&reader, &version) != STATUS_OK ||
        version != READMODEL_DOCUMENT_VERSION) {
        return STATUS_CORRUPT;
    }
    for (uint32_t i = 0; i + 1 < count; i++) {
        if (value_read_whole(&reader, &fields[i]) != STATUS_OK) {
            return STATUS_CORRUPT;
        }
    }
    /* Fields are only ever added at the end: an older row has fewer. */
    for (uint32_t i = count - 1; i < schema->stored_count; i++) {
        fields[i] = value_null();
    }
    return value_reader_at_end(&reader) ? STATUS_OK : STATUS_CORRUPT;
}

void document_encode(struct buffer *out, enum readmodel_entity entity, const struct slice *fields)
{
    uint32_t count = readmodel_schema(entity)->stored_count;

    buffer_reset(out);
    value_put_array(out, count + 1);
    value_put_int(out, READMODEL_DOCUMENT_VERSION);
    for (uint32_t i = 0; i < count; i++) {
        value_put_value(out, fields[i]);
    }
}

struct slice value_of_bool(bool truth)
{
    return truth ? SLICE("\xc3") : SLICE("\xc2"); /* MessagePack true and false */
}

uint64_t field_u64(struct slice value)
{
    struct value_reader reader = value_reader_of(value);
    uint64_t out = 0;
    return value_read_u64(&reader, &out) == STATUS_OK ? out : 0;
}

int64_t field_int(struct slice value)
{
    struct value_reader reader = value_reader_of(value);
    int64_t out = 0;
    return value_read_int(&reader, &out) == STATUS_OK ? out : 0;
}

bool field_bool(struct slice value)
{
    struct value_reader reader = value_reader_of(value);
    bool out = false;
    return value_read_bool(&reader, &out) == STATUS_OK && out;
}

struct slice field_text(struct slice value)
{
    struct value_item item;
    if (value_head(value, &item) != STATUS_OK) {
        return SLICE_EMPTY;
    }
    return item.kind == VALUE_STRING || item.kind == VALUE_BYTES ? item.text : SLICE_EMPTY;
}

struct slice null_if_empty(struct slice text)
{
    return text.size == 0 ? SLICE_EMPTY : text;
}

struct slice readmodel_document_field(const struct readmodel_document *document, uint32_t field)
{
    ASSERT(field < readmodel_schema(document->entity)->stored_count);
    return document->fields[field];
}

uint64_t readmodel_document_u64(const struct readmodel_document *document, uint32_t field)
{
    return field_u64(readmodel_document_field(document, field));
}

int64_t readmodel_document_int(const struct readmodel_document *document, uint32_t field)
{
    return field_int(readmodel_document_field(document, field));
}

bool readmodel_document_bool(const struct readmodel_document *document, uint32_t field)
{
    return field_bool(readmodel_document_field(document, field));
}

struct slice readmodel_document_text(const struct readmodel_document *document, uint32_t field)
{
    return field_text(readmodel_document_field(document, field));
}

/* --- encoding --- */

void encoder_begin(struct encoder *encoder, struct buffer *out, enum readmodel_entity entity)
{
    *encoder = (struct encoder){.out = out, .entity = entity};
    buffer_reset(out);
    value_put_array(out, readmodel_schema(entity)->stored_count + 1);
    value_put_int(out, READMODEL_DOCUMENT_VERSION);
}

void encoder_end(struct encoder *encoder)
{
    ASSERT(encoder->next == readmodel_schema(encoder->entity)->stored_count);
}

/* The buffer to write the field to, once it is sure that this is its turn. */
static struct buffer *encoder_take(struct encoder *encoder, int field)
{
    ASSERT(field >= 0);
    ASSERT((uint32_t)field == encoder->next);
    encoder->next++;
    return encoder->out;
}

void put_null(struct encoder *encoder, int field)
{
    value_put_null(encoder_take(encoder, field));
}

void put_key(struct encoder *encoder, int field, uint64_t key)
{
    struct buffer *out = encoder_take(encoder, field);
    if (key == 0) {
        value_put_null(out);
        return;
    }
    value_put_u64(out, key);
}

void put_int(struct encoder *encoder, int field, int64_t number)
{
    value_put_int(encoder_take(encoder, field), number);
}

void put_time_or_null(struct encoder *encoder, int field, int64_t time_ms)
{
    struct buffer *out = encoder_take(encoder, field);
    if (time_ms == 0) {
        value_put_null(out);
        return;
    }
    value_put_int(out, time_ms);
}

void put_bool(struct encoder *encoder, int field, bool truth)
{
    value_put_bool(encoder_take(encoder, field), truth);
}

void put_text(struct encoder *encoder, int field, struct slice text)
{
    value_put_string(encoder_take(encoder, field), text);
}

void put_text_or_null(struct encoder *encoder, int field, struct slice text)
{
    value_put_string_or_null(encoder_take(encoder, field), text);
}

void put_enum(struct encoder *encoder, int field, const char *text)
{
    put_text(encoder, field, slice_of(text));
}

void put_state(struct encoder *encoder, int field, const char *text)
{
    encoder->state = slice_of(text);
    put_text(encoder, field, encoder->state);
}

void put_value(struct encoder *encoder, int field, struct slice value)
{
    struct buffer *out = encoder_take(encoder, field);
    if (value.size == 0) {
        value_put_null(out);
        return;
    }
    value_put_value(out, value);
}

void put_object(struct encoder *encoder, int field, struct slice value)
{
    if (value_is_null(value)) {
        value_put_object(encoder_take(encoder, field), 0);
        return;
    }
    put_value(encoder, field, value);
}

void put_list(struct encoder *encoder, int field, struct slice value)
{
    if (value_is_null(value)) {
        value_put_array(encoder_take(encoder, field), 0);
        return;
    }
    put_value(encoder, field, value);
}

void put_texts(struct encoder *encoder, int field, const struct slice *texts, uint32_t count)
{
    struct buffer *out = encoder_take(encoder, field);
    value_put_array(out, count);
    for (uint32_t i = 0; i < count; i++) {
        value_put_string(out, texts[i]);
    }
}

void put_bytes(struct encoder *encoder, int field, struct slice bytes)
{
    value_put_bytes(encoder_take(encoder, field), bytes);
}
