#include "base/byte_reader.h"

#include "base/bytes.h"
#include "base/utf8.h"

struct slice byte_reader_take(struct byte_reader *reader, size_t bytes)
{
    struct slice taken;

    if (reader->failed || reader->left.size < bytes) {
        reader->failed = true;
        return SLICE_EMPTY;
    }
    taken = slice_sub(reader->left, 0, bytes);
    reader->left = slice_from(reader->left, bytes);
    return taken;
}

uint8_t byte_reader_u8(struct byte_reader *reader)
{
    struct slice byte = byte_reader_take(reader, 1);

    return byte.data == NULL ? 0 : (uint8_t)byte.data[0];
}

uint32_t byte_reader_u32(struct byte_reader *reader)
{
    struct slice bytes = byte_reader_take(reader, 4);

    return bytes.data == NULL ? 0 : bytes_get_u32be(bytes.data);
}

bool byte_reader_bool(struct byte_reader *reader)
{
    uint8_t value = byte_reader_u8(reader);

    reader->failed = reader->failed || value > 1;
    return value == 1;
}

struct slice byte_reader_text(struct byte_reader *reader)
{
    uint32_t marked = byte_reader_u32(reader);
    struct slice text;

    if (marked == 0) {
        return SLICE_EMPTY;
    }
    text = byte_reader_take(reader, marked - 1);
    if (text.data == NULL || !utf8_is_valid(text)) {
        reader->failed = true;
        return SLICE_EMPTY;
    }
    return text;
}

uint32_t byte_reader_count(struct byte_reader *reader, size_t item_bytes_min)
{
    uint32_t count = byte_reader_u32(reader);

    if (count > reader->left.size / item_bytes_min) {
        reader->failed = true;
        return 0;
    }
    return count;
}

bool byte_reader_is_done(const struct byte_reader *reader)
{
    return !reader->failed && reader->left.size == 0;
}

void buffer_put_text_or_none(struct buffer *out, struct slice text)
{
    if (text.data == NULL) {
        buffer_put_u32be(out, 0);
        return;
    }
    buffer_put_u32be(out, (uint32_t)text.size + 1);
    buffer_put_slice(out, text);
}
