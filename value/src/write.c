/* Writing values: msgpack-c packs every item in its shortest form, straight into the buffer. */
#include "value/value.h"

#include <msgpack/pack.h>
#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "number_int.h"

enum {
    CONTAINER_SHORT_MAX = 15, /* members that the one-byte head can count */
    LEAD_FIXMAP = 0x80,
    LEAD_FIXARRAY = 0x90,
    LEAD_ARRAY16 = 0xdc,
    LEAD_MAP16 = 0xde
};

static int append(void *buffer, const char *bytes, size_t size)
{
    buffer_put(buffer, bytes, size);
    return 0;
}

static msgpack_packer packer_of(struct buffer *out)
{
    return (msgpack_packer){.data = out, .callback = append};
}

void value_put_null(struct buffer *out)
{
    msgpack_packer packer = packer_of(out);

    msgpack_pack_nil(&packer);
}

void value_put_bool(struct buffer *out, bool v)
{
    msgpack_packer packer = packer_of(out);

    if (v) {
        msgpack_pack_true(&packer);
    } else {
        msgpack_pack_false(&packer);
    }
}

void value_put_int(struct buffer *out, int64_t v)
{
    msgpack_packer packer = packer_of(out);

    msgpack_pack_int64(&packer, v);
}

void value_put_u64(struct buffer *out, uint64_t v)
{
    char text[24];
    int size;

    if (v <= INT64_MAX) {
        value_put_int(out, (int64_t)v);
        return;
    }
    size = snprintf(text, sizeof(text), "%llu", (unsigned long long)v);
    value_put_number(out, slice_make(text, (size_t)size));
}

void value_put_number(struct buffer *out, struct slice text)
{
    msgpack_packer packer = packer_of(out);
    int64_t integer;

    ASSERT(number_is_valid(text));
    if (number_to_int(text, &integer)) {
        value_put_int(out, integer);
        return;
    }
    msgpack_pack_ext_with_body(&packer, text.data, text.size, VALUE_EXT_NUMBER);
}

void value_put_string(struct buffer *out, struct slice text)
{
    msgpack_packer packer = packer_of(out);

    ASSERT(text.size <= UINT32_MAX);
    msgpack_pack_str(&packer, text.size);
    buffer_put_slice(out, text);
}

void value_put_string_or_null(struct buffer *out, struct slice text)
{
    if (text.data == NULL) {
        value_put_null(out);
    } else {
        value_put_string(out, text);
    }
}

void value_put_bytes(struct buffer *out, struct slice bytes)
{
    msgpack_packer packer = packer_of(out);

    ASSERT(bytes.size <= UINT32_MAX);
    msgpack_pack_bin(&packer, bytes.size);
    buffer_put_slice(out, bytes);
}

void value_put_array(struct buffer *out, uint32_t count)
{
    msgpack_packer packer = packer_of(out);

    msgpack_pack_array(&packer, count);
}

void value_put_object(struct buffer *out, uint32_t count)
{
    msgpack_packer packer = packer_of(out);

    msgpack_pack_map(&packer, count);
}

void value_put_value(struct buffer *out, struct slice value)
{
    if (value.size == 0) {
        value_put_null(out);
    } else {
        buffer_put_slice(out, value);
    }
}

/* The place is one byte, which suffices for most containers; a longer head moves the members up
 * when the container is closed. So equal values have equal bytes, however they were built. */
static size_t open_container(struct buffer *out)
{
    size_t place = out->size;

    buffer_put_byte(out, 0);
    return place;
}

/* Make the place at `place` head_bytes long; false on ceiling. */
static bool widen_place(struct buffer *out, size_t place, size_t head_bytes)
{
    size_t members_bytes = out->size - place - 1;

    if (buffer_reserve(out, head_bytes - 1) == NULL) {
        return false;
    }
    memmove(out->data + place + head_bytes, out->data + place + 1, members_bytes);
    out->size += head_bytes - 1;
    return true;
}

static void close_container(struct buffer *out, size_t place, uint32_t count, unsigned lead_short,
                            unsigned lead_16)
{
    if (out->failed) {
        return;
    }
    ASSERT(place < out->size);
    if (count <= CONTAINER_SHORT_MAX) {
        out->data[place] = (char)(lead_short | count);
    } else if (count <= UINT16_MAX && widen_place(out, place, 3)) {
        out->data[place] = (char)lead_16;
        bytes_put_u16be(out->data + place + 1, (uint16_t)count);
    } else if (count > UINT16_MAX && widen_place(out, place, 5)) {
        out->data[place] = (char)(lead_16 + 1);
        bytes_put_u32be(out->data + place + 1, count);
    }
}

size_t value_open_object(struct buffer *out)
{
    return open_container(out);
}

void value_close_object(struct buffer *out, size_t place, uint32_t count)
{
    close_container(out, place, count, LEAD_FIXMAP, LEAD_MAP16);
}

size_t value_open_array(struct buffer *out)
{
    return open_container(out);
}

void value_close_array(struct buffer *out, size_t place, uint32_t count)
{
    close_container(out, place, count, LEAD_FIXARRAY, LEAD_ARRAY16);
}
