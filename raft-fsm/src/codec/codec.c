/* The decoder with its sticky error, and the few writes that value/value.h does not have. */
#include "codec_int.h"

struct decoder decoder_of(struct slice bytes, struct arena *arena)
{
    return (struct decoder){.reader = value_reader_of(bytes), .arena = arena, .status = STATUS_OK};
}

enum status decoder_end(struct decoder *d)
{
    if (d->status == STATUS_OK && !value_reader_at_end(&d->reader)) {
        d->status = STATUS_MALFORMED;
    }
    return d->status;
}

void decoder_fail(struct decoder *d, enum status status)
{
    if (d->status == STATUS_OK) {
        d->status = status;
    }
}

void decode_tuple(struct decoder *d, uint32_t count)
{
    uint32_t found = 0;

    if (d->status == STATUS_OK) {
        d->status = value_read_array(&d->reader, &found);
    }
    if (found != count) {
        decoder_fail(d, STATUS_MALFORMED);
    }
}

uint32_t decode_tuple_grown_twice(struct decoder *d, uint32_t first, uint32_t then, uint32_t now)
{
    uint32_t found = 0;

    if (d->status == STATUS_OK) {
        d->status = value_read_array(&d->reader, &found);
    }
    if (found != first && found != then && found != now) {
        decoder_fail(d, STATUS_MALFORMED);
    }
    return found;
}

bool decode_tuple_grown(struct decoder *d, uint32_t first, uint32_t now)
{
    return decode_tuple_grown_twice(d, first, first, now) == now;
}

uint64_t decode_u64(struct decoder *d)
{
    uint64_t v = 0;

    if (d->status == STATUS_OK) {
        d->status = value_read_u64(&d->reader, &v);
    }
    return d->status == STATUS_OK ? v : 0;
}

uint32_t decode_u32(struct decoder *d)
{
    uint32_t v = 0;

    if (d->status == STATUS_OK) {
        d->status = value_read_u32(&d->reader, &v);
    }
    return d->status == STATUS_OK ? v : 0;
}

int64_t decode_i64(struct decoder *d)
{
    int64_t v = 0;

    if (d->status == STATUS_OK) {
        d->status = value_read_int(&d->reader, &v);
    }
    return d->status == STATUS_OK ? v : 0;
}

int32_t decode_i32(struct decoder *d)
{
    int64_t v = decode_i64(d);

    if (v < INT32_MIN || v > INT32_MAX) {
        decoder_fail(d, STATUS_MALFORMED);
        return 0;
    }
    return (int32_t)v;
}

bool decode_bool(struct decoder *d)
{
    bool v = false;

    if (d->status == STATUS_OK) {
        d->status = value_read_bool(&d->reader, &v);
    }
    return d->status == STATUS_OK && v;
}

struct slice decode_text(struct decoder *d)
{
    struct slice v = SLICE_EMPTY;

    if (d->status == STATUS_OK) {
        d->status = value_read_string(&d->reader, &v);
    }
    return d->status == STATUS_OK ? v : SLICE_EMPTY;
}

struct slice decode_text_or_null(struct decoder *d)
{
    struct slice v = SLICE_EMPTY;

    if (d->status == STATUS_OK) {
        d->status = value_read_string_or_null(&d->reader, &v);
    }
    return d->status == STATUS_OK ? v : SLICE_EMPTY;
}

struct slice decode_bytes(struct decoder *d)
{
    struct slice v = SLICE_EMPTY;

    if (d->status == STATUS_OK) {
        d->status = value_read_bytes(&d->reader, &v);
    }
    return d->status == STATUS_OK ? v : SLICE_EMPTY;
}

struct slice decode_value(struct decoder *d)
{
    struct slice v = SLICE_EMPTY;

    if (d->status == STATUS_OK) {
        d->status = value_read_whole(&d->reader, &v);
    }
    return d->status == STATUS_OK ? v : value_null();
}

struct slice decode_object(struct decoder *d)
{
    struct slice v = decode_value(d);
    struct value_item head;

    if (d->status == STATUS_OK) {
        d->status = value_validate(v);
    }
    if (d->status == STATUS_OK) {
        d->status = value_head(v, &head);
    }
    if (d->status == STATUS_OK && head.kind != VALUE_OBJECT) {
        d->status = STATUS_MALFORMED;
    }
    return d->status == STATUS_OK ? v : value_empty_object();
}

struct hash128 decode_hash(struct decoder *d)
{
    struct slice bytes = decode_bytes(d);

    if (bytes.size != HASH128_BYTES) {
        decoder_fail(d, STATUS_MALFORMED);
        return (struct hash128){0, 0};
    }
    return hash128_get(bytes.data);
}

enum status decode_status(struct decoder *d)
{
    struct slice name = decode_text(d);

    for (int i = 0; i < STATUS_COUNT && d->status == STATUS_OK; i++) {
        if (slice_is(name, status_name((enum status)i))) {
            return (enum status)i;
        }
    }
    decoder_fail(d, STATUS_MALFORMED);
    return STATUS_MALFORMED;
}

enum resource_kind decode_resource_kind(struct decoder *d)
{
    uint32_t kind = decode_u32(d);

    if (kind >= RESOURCE_KIND_COUNT) {
        decoder_fail(d, STATUS_MALFORMED);
        return RESOURCE_PROCESS;
    }
    return (enum resource_kind)kind;
}

void *decode_list(struct decoder *d, size_t item_bytes, uint32_t *count)
{
    void *items;
    uint32_t found = 0;

    *count = 0;
    if (d->status == STATUS_OK) {
        d->status = value_read_array(&d->reader, &found);
    }
    /* Every member takes a byte at least: a head that promises more is refused unread. */
    if (d->status == STATUS_OK && found > (size_t)(d->reader.end - d->reader.at)) {
        d->status = STATUS_MALFORMED;
    }
    if (d->status != STATUS_OK || found == 0) {
        return NULL;
    }

    items = arena_array(d->arena, found, item_bytes);
    if (items == NULL) {
        decoder_fail(d, STATUS_LIMIT);
        return NULL;
    }
    *count = found;
    return items;
}

struct slice *decode_texts(struct decoder *d, uint32_t *count)
{
    struct slice *texts = decode_list(d, sizeof(*texts), count);

    for (uint32_t i = 0; i < *count; i++) {
        texts[i] = decode_text(d);
    }
    return texts;
}

uint64_t *decode_keys(struct decoder *d, uint32_t *count)
{
    uint64_t *keys = decode_list(d, sizeof(*keys), count);

    for (uint32_t i = 0; i < *count; i++) {
        keys[i] = decode_u64(d);
    }
    return keys;
}

void encode_i32(struct buffer *out, int32_t v)
{
    value_put_int(out, v);
}

void encode_hash(struct buffer *out, struct hash128 hash)
{
    char bytes[HASH128_BYTES];

    hash128_put(bytes, hash);
    value_put_bytes(out, slice_make(bytes, sizeof(bytes)));
}

void encode_status(struct buffer *out, enum status status)
{
    value_put_string(out, slice_of(status_name(status)));
}

void encode_object(struct buffer *out, struct slice object)
{
    value_put_value(out, object.size > 0 ? object : value_empty_object());
}

void encode_texts(struct buffer *out, const struct slice *texts, uint32_t count)
{
    value_put_array(out, count);
    for (uint32_t i = 0; i < count; i++) {
        value_put_string(out, texts[i]);
    }
}

void encode_keys(struct buffer *out, const uint64_t *keys, uint32_t count)
{
    value_put_array(out, count);
    for (uint32_t i = 0; i < count; i++) {
        value_put_u64(out, keys[i]);
    }
}
