/* Reading MessagePack: bounded, in place, nothing copied and nothing trusted.
 *
 * Only the shortest form of each item is taken, so that a value has exactly one run of bytes
 * (key order and number text aside), and of the format only what values are made of: no floats, no
 * extension but numbers. A container's count never exceeds the bytes that are left. */
#include "value/value.h"

#include "number_int.h"

enum {
    LEAD_FIXMAP = 0x80,
    LEAD_FIXARRAY = 0x90,
    LEAD_FIXSTR = 0xa0,
    LEAD_NULL = 0xc0,
    LEAD_FALSE = 0xc2,
    LEAD_TRUE = 0xc3,
    LEAD_BIN8 = 0xc4,
    LEAD_BIN16 = 0xc5,
    LEAD_BIN32 = 0xc6,
    LEAD_EXT8 = 0xc7,
    LEAD_EXT16 = 0xc8,
    LEAD_UINT8 = 0xcc,
    LEAD_UINT16 = 0xcd,
    LEAD_UINT32 = 0xce,
    LEAD_UINT64 = 0xcf,
    LEAD_INT8 = 0xd0,
    LEAD_INT16 = 0xd1,
    LEAD_INT32 = 0xd2,
    LEAD_INT64 = 0xd3,
    LEAD_FIXEXT1 = 0xd4,
    LEAD_FIXEXT16 = 0xd8,
    LEAD_STR8 = 0xd9,
    LEAD_STR16 = 0xda,
    LEAD_STR32 = 0xdb,
    LEAD_ARRAY16 = 0xdc,
    LEAD_ARRAY32 = 0xdd,
    LEAD_MAP16 = 0xde,
    LEAD_MAP32 = 0xdf,
    LEAD_NEGATIVE = 0xe0
};

struct value_reader value_reader_of(struct slice value)
{
    const char *at = value.data == NULL ? "" : value.data;

    return (struct value_reader){.at = at, .end = at + value.size};
}

bool value_reader_at_end(const struct value_reader *reader)
{
    return reader->at == reader->end;
}

static size_t bytes_left(const struct value_reader *reader)
{
    return (size_t)(reader->end - reader->at);
}

/* A big-endian unsigned of 1, 2, 4 or 8 bytes, which must be at least `smallest`: below that a
 * shorter form exists. */
static bool read_unsigned(struct value_reader *reader, size_t bytes, uint64_t smallest,
                          uint64_t *out)
{
    uint64_t v = 0;

    if (bytes_left(reader) < bytes) {
        return false;
    }
    for (size_t i = 0; i < bytes; i++) {
        v = v << 8 | (uint8_t)reader->at[i];
    }
    reader->at += bytes;
    *out = v;
    return v >= smallest;
}

static bool read_positive(struct value_reader *reader, size_t bytes, uint64_t smallest,
                          struct value_item *out)
{
    uint64_t v;

    if (!read_unsigned(reader, bytes, smallest, &v) || v > INT64_MAX) {
        return false;
    }
    out->kind = VALUE_INT;
    out->integer = (int64_t)v;
    return true;
}

/* A negative integer; `largest` is the last one that has no shorter form. */
static bool read_negative(struct value_reader *reader, size_t bytes, int64_t largest,
                          struct value_item *out)
{
    uint64_t v;
    unsigned unused_bits = (unsigned)(64 - 8 * bytes);

    if (!read_unsigned(reader, bytes, 0, &v)) {
        return false;
    }
    out->kind = VALUE_INT;
    out->integer = (int64_t)(v << unused_bits) >> unused_bits;
    return out->integer <= largest;
}

static bool read_body(struct value_reader *reader, uint64_t bytes, struct slice *out)
{
    if (bytes > bytes_left(reader)) {
        return false;
    }
    *out = slice_make(reader->at, (size_t)bytes);
    reader->at += bytes;
    return true;
}

static bool read_text(struct value_reader *reader, enum value_kind kind, size_t size_bytes,
                      uint64_t smallest, struct value_item *out)
{
    uint64_t size;

    out->kind = kind;
    return read_unsigned(reader, size_bytes, smallest, &size) &&
           read_body(reader, size, &out->text);
}

static bool set_count(const struct value_reader *reader, enum value_kind kind, uint64_t count,
                      struct value_item *out)
{
    out->kind = kind;
    out->count = (uint32_t)count;
    return (kind == VALUE_OBJECT ? 2 * count : count) <= bytes_left(reader);
}

static bool read_count(struct value_reader *reader, enum value_kind kind, size_t count_bytes,
                       uint64_t smallest, struct value_item *out)
{
    uint64_t count;

    return read_unsigned(reader, count_bytes, smallest, &count) &&
           set_count(reader, kind, count, out);
}

/* Type and text of a number item. */
static bool read_number(struct value_reader *reader, uint64_t size, struct value_item *out)
{
    int64_t ignored;

    if (bytes_left(reader) == 0 || *reader->at != VALUE_EXT_NUMBER) {
        return false;
    }
    reader->at++;
    out->kind = VALUE_NUMBER;
    return read_body(reader, size, &out->text) && number_is_valid(out->text) &&
           !number_to_int(out->text, &ignored);
}

static bool read_long_number(struct value_reader *reader, size_t size_bytes, uint64_t smallest,
                             struct value_item *out)
{
    uint64_t size;

    if (!read_unsigned(reader, size_bytes, smallest, &size)) {
        return false;
    }
    if (size <= 16 && (size & (size - 1)) == 0) {
        return false; /* 1, 2, 4, 8 and 16 have forms of their own */
    }
    return read_number(reader, size, out);
}

static bool read_long_form(struct value_reader *reader, unsigned lead, struct value_item *out)
{
    switch (lead) {
    case LEAD_BIN8:
        return read_text(reader, VALUE_BYTES, 1, 0, out);
    case LEAD_BIN16:
        return read_text(reader, VALUE_BYTES, 2, 0x100, out);
    case LEAD_BIN32:
        return read_text(reader, VALUE_BYTES, 4, 0x10000, out);
    case LEAD_EXT8:
        return read_long_number(reader, 1, 0, out);
    case LEAD_EXT16:
        return read_long_number(reader, 2, 0x100, out);
    case LEAD_STR8:
        return read_text(reader, VALUE_STRING, 1, 0x20, out);
    case LEAD_STR16:
        return read_text(reader, VALUE_STRING, 2, 0x100, out);
    case LEAD_STR32:
        return read_text(reader, VALUE_STRING, 4, 0x10000, out);
    case LEAD_ARRAY16:
        return read_count(reader, VALUE_ARRAY, 2, 0x10, out);
    case LEAD_ARRAY32:
        return read_count(reader, VALUE_ARRAY, 4, 0x10000, out);
    case LEAD_MAP16:
        return read_count(reader, VALUE_OBJECT, 2, 0x10, out);
    case LEAD_MAP32:
        return read_count(reader, VALUE_OBJECT, 4, 0x10000, out);
    default:
        return false;
    }
}

static bool read_long_int(struct value_reader *reader, unsigned lead, struct value_item *out)
{
    switch (lead) {
    case LEAD_UINT8:
        return read_positive(reader, 1, 0x80, out);
    case LEAD_UINT16:
        return read_positive(reader, 2, 0x100, out);
    case LEAD_UINT32:
        return read_positive(reader, 4, 0x10000, out);
    case LEAD_UINT64:
        return read_positive(reader, 8, UINT64_C(0x100000000), out);
    case LEAD_INT8:
        return read_negative(reader, 1, -0x21, out);
    case LEAD_INT16:
        return read_negative(reader, 2, (int64_t)INT8_MIN - 1, out);
    case LEAD_INT32:
        return read_negative(reader, 4, (int64_t)INT16_MIN - 1, out);
    default:
        return read_negative(reader, 8, (int64_t)INT32_MIN - 1, out);
    }
}

static bool read_fixed(struct value_reader *reader, unsigned lead, struct value_item *out)
{
    if (lead < LEAD_FIXMAP || lead >= LEAD_NEGATIVE) {
        out->kind = VALUE_INT;
        out->integer = lead < LEAD_FIXMAP ? (int64_t)lead : (int64_t)lead - 0x100;
        return true;
    }
    if (lead < LEAD_FIXARRAY) {
        return set_count(reader, VALUE_OBJECT, lead & 0x0f, out);
    }
    if (lead < LEAD_FIXSTR) {
        return set_count(reader, VALUE_ARRAY, lead & 0x0f, out);
    }
    out->kind = VALUE_STRING;
    return read_body(reader, lead & 0x1f, &out->text);
}

static bool read_item(struct value_reader *reader, unsigned lead, struct value_item *out)
{
    if (lead < LEAD_NULL || lead >= LEAD_NEGATIVE) {
        return read_fixed(reader, lead, out);
    }
    if (lead == LEAD_NULL) {
        return true;
    }
    if (lead == LEAD_FALSE || lead == LEAD_TRUE) {
        out->kind = VALUE_BOOL;
        out->boolean = lead == LEAD_TRUE;
        return true;
    }
    if (lead >= LEAD_UINT8 && lead <= LEAD_INT64) {
        return read_long_int(reader, lead, out);
    }
    if (lead >= LEAD_FIXEXT1 && lead <= LEAD_FIXEXT16) {
        return read_number(reader, UINT64_C(1) << (lead - LEAD_FIXEXT1), out);
    }
    return read_long_form(reader, lead, out);
}

enum status value_read(struct value_reader *reader, struct value_item *out)
{
    unsigned lead;

    *out = (struct value_item){.kind = VALUE_NULL};
    if (value_reader_at_end(reader)) {
        return STATUS_MALFORMED;
    }
    lead = (uint8_t)*reader->at++;
    return read_item(reader, lead, out) ? STATUS_OK : STATUS_MALFORMED;
}

enum status value_read_whole(struct value_reader *reader, struct slice *out)
{
    const char *start = reader->at;
    uint64_t wanted = 1; /* items still to come */

    while (wanted > 0) {
        struct value_item item;
        enum status status = value_read(reader, &item);

        if (status != STATUS_OK) {
            return status;
        }
        wanted += item.kind == VALUE_OBJECT ? 2 * (uint64_t)item.count : item.count;
        wanted--;
    }
    *out = slice_make(start, (size_t)(reader->at - start));
    return STATUS_OK;
}

static enum status read_kind(struct value_reader *reader, enum value_kind kind,
                             struct value_item *out)
{
    enum status status = value_read(reader, out);

    if (status == STATUS_OK && out->kind != kind) {
        status = STATUS_MALFORMED;
    }
    return status;
}

static enum status read_container(struct value_reader *reader, enum value_kind kind,
                                  uint32_t *count)
{
    struct value_item item;
    enum status status = read_kind(reader, kind, &item);

    *count = item.count;
    return status;
}

enum status value_read_array(struct value_reader *reader, uint32_t *count)
{
    return read_container(reader, VALUE_ARRAY, count);
}

enum status value_read_object(struct value_reader *reader, uint32_t *count)
{
    return read_container(reader, VALUE_OBJECT, count);
}

enum status value_read_int(struct value_reader *reader, int64_t *out)
{
    struct value_item item;
    enum status status = read_kind(reader, VALUE_INT, &item);

    *out = item.integer;
    return status;
}

/* Above INT64_MAX an unsigned integer is a number item, as every integer of that size. */
static bool number_to_u64(struct slice text, uint64_t *out)
{
    uint64_t v = 0;

    for (size_t i = 0; i < text.size; i++) {
        unsigned digit = (unsigned)(uint8_t)text.data[i] - '0';

        if (digit > 9 || __builtin_mul_overflow(v, UINT64_C(10), &v) ||
            __builtin_add_overflow(v, digit, &v)) {
            return false;
        }
    }
    *out = v;
    return true;
}

enum status value_read_u64(struct value_reader *reader, uint64_t *out)
{
    struct value_item item;
    enum status status = value_read(reader, &item);

    *out = 0;
    if (status != STATUS_OK) {
        return status;
    }
    if (item.kind == VALUE_NUMBER) {
        return number_to_u64(item.text, out) ? STATUS_OK : STATUS_MALFORMED;
    }
    if (item.kind != VALUE_INT || item.integer < 0) {
        return STATUS_MALFORMED;
    }
    *out = (uint64_t)item.integer;
    return STATUS_OK;
}

enum status value_read_u32(struct value_reader *reader, uint32_t *out)
{
    uint64_t v;
    enum status status = value_read_u64(reader, &v);

    if (status == STATUS_OK && v > UINT32_MAX) {
        status = STATUS_MALFORMED;
    }
    *out = status == STATUS_OK ? (uint32_t)v : 0;
    return status;
}

enum status value_read_bool(struct value_reader *reader, bool *out)
{
    struct value_item item;
    enum status status = read_kind(reader, VALUE_BOOL, &item);

    *out = item.boolean;
    return status;
}

enum status value_read_string(struct value_reader *reader, struct slice *out)
{
    struct value_item item;
    enum status status = read_kind(reader, VALUE_STRING, &item);

    *out = item.text;
    return status;
}

enum status value_read_string_or_null(struct value_reader *reader, struct slice *out)
{
    struct value_item item;
    enum status status = value_read(reader, &item);

    if (status == STATUS_OK && item.kind != VALUE_STRING && item.kind != VALUE_NULL) {
        status = STATUS_MALFORMED;
    }
    *out = item.text;
    return status;
}

enum status value_read_bytes(struct value_reader *reader, struct slice *out)
{
    struct value_item item;
    enum status status = read_kind(reader, VALUE_BYTES, &item);

    *out = item.text;
    return status;
}

enum status value_head(struct slice value, struct value_item *out)
{
    struct value_reader reader = value_reader_of(value);

    return value_read(&reader, out);
}
