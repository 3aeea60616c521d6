/* Values to JSON, in one pass without recursion. This is the hot path of every answer. */
#include "value/json.h"

#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "base/text.h"
#include "value/value.h"

enum {
    INDENT_BLANKS = 2
};

struct level {
    uint64_t wanted; /* items still to come, keys included */
    bool object;
    bool first;
};

struct writer {
    struct buffer *out;
    bool pretty;
    size_t depth;
    struct level levels[LIMIT_VALUE_DEPTH];
};

/* What stands behind the backslash; 'u' for the long form, 0 for bytes that need none. */
static const char escapes[256] = {
    [0x00] = 'u', [0x01] = 'u', [0x02] = 'u', [0x03] = 'u', [0x04] = 'u', [0x05] = 'u',
    [0x06] = 'u', [0x07] = 'u', [0x08] = 'b', [0x09] = 't', [0x0a] = 'n', [0x0b] = 'u',
    [0x0c] = 'f', [0x0d] = 'r', [0x0e] = 'u', [0x0f] = 'u', [0x10] = 'u', [0x11] = 'u',
    [0x12] = 'u', [0x13] = 'u', [0x14] = 'u', [0x15] = 'u', [0x16] = 'u', [0x17] = 'u',
    [0x18] = 'u', [0x19] = 'u', [0x1a] = 'u', [0x1b] = 'u', [0x1c] = 'u', [0x1d] = 'u',
    [0x1e] = 'u', [0x1f] = 'u', ['"'] = '"',  ['\\'] = '\\'};

static void put_escape(struct buffer *out, uint8_t c)
{
    static const char hex[] = "0123456789abcdef";
    char text[6] = {'\\', escapes[c], '0', '0', hex[c >> 4], hex[c & 15]};

    buffer_put(out, text, text[1] == 'u' ? 6 : 2);
}

void json_put_string(struct buffer *out, struct slice text)
{
    size_t run = 0; /* start of what needs no escape */

    buffer_put_byte(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        uint8_t c = (uint8_t)text.data[i];

        if (escapes[c] != 0) {
            buffer_put(out, text.data + run, i - run);
            put_escape(out, c);
            run = i + 1;
        }
    }
    if (run < text.size) {
        buffer_put(out, text.data + run, text.size - run);
    }
    buffer_put_byte(out, '"');
}

static void put_integer(struct buffer *out, int64_t v)
{
    char digits[20];
    size_t at = sizeof(digits);
    uint64_t left = v < 0 ? -(uint64_t)v : (uint64_t)v;

    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (v < 0) {
        digits[--at] = '-';
    }
    buffer_put(out, digits + at, sizeof(digits) - at);
}

static void put_base64(struct buffer *out, struct slice bytes)
{
    buffer_put_byte(out, '"');
    text_put_base64(out, bytes);
    buffer_put_byte(out, '"');
}

static void put_line(struct writer *w)
{
    static const char blanks[INDENT_BLANKS * LIMIT_VALUE_DEPTH + 1] =
        "                                                                "
        "                                                                ";

    if (w->pretty) {
        buffer_put_byte(w->out, '\n');
        buffer_put(w->out, blanks, INDENT_BLANKS * w->depth);
    }
}

static void open_level(struct writer *w, const struct value_item *item)
{
    bool object = item->kind == VALUE_OBJECT;

    ASSERT(w->depth < LIMIT_VALUE_DEPTH);
    w->levels[w->depth++] =
        (struct level){.wanted = object ? 2 * (uint64_t)item->count : item->count,
                       .object = object,
                       .first = true};
    buffer_put_byte(w->out, object ? '{' : '[');
}

static void put_item(struct writer *w, const struct value_item *item)
{
    switch (item->kind) {
    case VALUE_NULL:
        buffer_put(w->out, "null", 4);
        break;
    case VALUE_BOOL:
        buffer_put_slice(w->out, item->boolean ? SLICE("true") : SLICE("false"));
        break;
    case VALUE_INT:
        put_integer(w->out, item->integer);
        break;
    case VALUE_NUMBER:
        buffer_put_slice(w->out, item->text);
        break;
    case VALUE_STRING:
        json_put_string(w->out, item->text);
        break;
    case VALUE_BYTES:
        put_base64(w->out, item->text);
        break;
    case VALUE_ARRAY:
    case VALUE_OBJECT:
        open_level(w, item);
        break;
    }
}

/* What stands before the next item of the innermost container: comma, new line or colon. */
static void put_separator(struct writer *w)
{
    struct level *level = &w->levels[w->depth - 1];

    if (level->object && level->wanted % 2 == 1) {
        buffer_put_slice(w->out, w->pretty ? SLICE(": ") : SLICE(":"));
    } else {
        if (!level->first) {
            buffer_put_byte(w->out, ',');
        }
        put_line(w);
        level->first = false;
    }
    level->wanted--;
}

static void close_full_levels(struct writer *w)
{
    while (w->depth > 0 && w->levels[w->depth - 1].wanted == 0) {
        const struct level *level = &w->levels[--w->depth];

        if (!level->first) {
            put_line(w);
        }
        buffer_put_byte(w->out, level->object ? '}' : ']');
    }
}

static void put_value(struct writer *w, struct slice value)
{
    struct value_reader reader = value_reader_of(value.size == 0 ? value_null() : value);

    do {
        struct value_item item;

        ASSERT(value_read(&reader, &item) == STATUS_OK);
        if (w->depth > 0) {
            put_separator(w);
        }
        put_item(w, &item);
        close_full_levels(w);
    } while (w->depth > 0);
    ASSERT(value_reader_at_end(&reader));
}

void json_put(struct buffer *out, struct slice value)
{
    struct writer writer = {.out = out};

    put_value(&writer, value);
}

void json_put_pretty(struct buffer *out, struct slice value)
{
    struct writer writer = {.out = out, .pretty = true};

    put_value(&writer, value);
}
