#include "cell.h"

#include "base/text.h"
#include "base/utf8.h"
#include "value/json.h"
#include "value/value.h"

struct range {
    uint32_t first;
    uint32_t last;
};

/* East Asian wide letters and pictures: two columns. */
static const struct range wide[] = {{0x1100, 0x115F},   {0x2E80, 0xA4CF},   {0xAC00, 0xD7A3},
                                    {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
                                    {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF},
                                    {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
/* Marks that stand on the letter before them. */
static const struct range none[] = {
    {0x0300, 0x036F}, {0x200B, 0x200D}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};
/* What would move the cursor, ring, or turn the direction of writing round. */
static const struct range controls[] = {
    {0x00, 0x1F}, {0x7F, 0x9F}, {0x2028, 0x202E}, {0x2066, 0x2069}, {0xFEFF, 0xFEFF}};

#define IS_IN(code_point, ranges) is_in(code_point, ranges, sizeof(ranges) / sizeof((ranges)[0]))

static bool is_in(uint32_t code_point, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (code_point >= ranges[i].first && code_point <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

static size_t columns_of(uint32_t code_point)
{
    if (IS_IN(code_point, none)) {
        return 0;
    }
    return IS_IN(code_point, wide) ? 2 : 1;
}

static void put_control(uint32_t code_point, struct buffer *out)
{
    switch (code_point) {
    case '\n':
        buffer_put_text(out, "\\n");
        break;
    case '\t':
        buffer_put_text(out, "\\t");
        break;
    case '\r':
        buffer_put_text(out, "\\r");
        break;
    default:
        buffer_printf(out, "\\u%04x", (unsigned)code_point);
        break;
    }
}

void cell_put_text(struct slice text, bool keep_breaks, struct buffer *out)
{
    while (text.size > 0) {
        uint32_t code_point = 0;
        size_t bytes = utf8_decode(text, &code_point);

        if (bytes == 0) {
            buffer_put_text(out, "\xEF\xBF\xBD");
            bytes = 1;
        } else if (IS_IN(code_point, controls) && !(keep_breaks && code_point == '\n')) {
            put_control(code_point, out);
        } else {
            buffer_put(out, text.data, bytes);
        }
        text = slice_from(text, bytes);
    }
}

/* "a,b" of a list of texts; false for any other. */
static bool put_texts(struct slice value, struct buffer *out)
{
    struct value_reader reader = value_reader_of(value);
    struct slice text;
    uint32_t count = 0;
    size_t place = out->size;

    if (value_read_array(&reader, &count) != STATUS_OK) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (value_read_string(&reader, &text) != STATUS_OK) {
            out->size = place;
            return false;
        }
        buffer_put_text(out, i == 0 ? "" : ",");
        cell_put_text(text, false, out);
    }
    if (count == 0) {
        buffer_put_byte(out, '-');
    }
    return true;
}

void cell_put(struct slice value, struct buffer *out)
{
    struct value_item head = {0};

    if (value_is_null(value) || value_head(value, &head) != STATUS_OK) {
        buffer_put_byte(out, '-');
    } else if (head.kind == VALUE_STRING) {
        cell_put_text(head.text.size == 0 ? SLICE("-") : head.text, false, out);
    } else if (head.kind != VALUE_ARRAY || !put_texts(value, out)) {
        struct buffer json;

        buffer_init(&json, out->ceiling);
        json_put(&json, value);
        cell_put_text(buffer_slice(&json), false, out);
        buffer_deinit(&json);
    }
}

size_t cell_width(struct slice text)
{
    size_t width = 0;

    while (text.size > 0) {
        uint32_t code_point = 0;
        size_t bytes = utf8_decode(text, &code_point);

        width += bytes == 0 ? 1 : columns_of(code_point);
        text = slice_from(text, bytes == 0 ? 1 : bytes);
    }
    return width;
}

struct slice cell_cut(struct slice text, size_t width)
{
    size_t taken = 0;
    size_t at = 0;

    while (at < text.size) {
        uint32_t code_point = 0;
        size_t bytes = utf8_decode(slice_from(text, at), &code_point);
        size_t columns = bytes == 0 ? 1 : columns_of(code_point);

        if (taken + columns > width) {
            break;
        }
        taken += columns;
        at += bytes == 0 ? 1 : bytes;
    }
    return slice_sub(text, 0, at);
}
