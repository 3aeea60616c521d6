/* Strings. Positions and lengths count code points. */
#include <string.h>
#include <utf8proc.h>

#include "base/limits.h"
#include "base/text.h"
#include "base/utf8.h"
#include "builtin/functions.h"
#include "syntax/chars.h"

/* Byte offset of the first occurrence of match, SIZE_MAX for none. */
static size_t find_text(struct slice s, struct slice match)
{
    const char *at;

    if (match.size == 0) {
        return 0;
    }
    if (match.size > s.size) {
        return SIZE_MAX;
    }
    at = memmem(s.data, s.size, match.data, match.size);
    return at == NULL ? SIZE_MAX : (size_t)(at - s.data);
}

FEEL_FUNCTION(feel_fn_substring)
{
    struct slice s = args[0].string;
    int64_t total = (int64_t)utf8_count(s);
    int64_t start;
    int64_t length = total;
    size_t from;
    size_t to;

    if (!feel_charge_bytes(ev, s.size) || !feel_argument_int(ev, args[1], &start) ||
        (count > 2 && args[2].type != FEEL_NULL && !feel_argument_int(ev, args[2], &length))) {
        return FEEL_VALUE_NULL;
    }
    if (start < 0) {
        start += total + 1;
        start = start < 1 ? 1 : start;
    } else if (start == 0) {
        return feel_null(ev, FEEL_WARNING_VALUE, "Positions begin at 1.");
    }
    if (start > total || length <= 0) {
        return feel_string(SLICE(""));
    }
    if (length > total - start + 1) {
        length = total - start + 1;
    }
    from = utf8_offset(s, (size_t)start - 1);
    to = utf8_offset(s, (size_t)(start - 1 + length));
    return feel_string(slice_sub(s, from, to - from));
}

FEEL_FUNCTION(feel_fn_string_length)
{
    (void)count;
    if (!feel_charge_bytes(ev, args[0].string.size)) {
        return FEEL_VALUE_NULL;
    }
    return feel_integer((int64_t)utf8_count(args[0].string));
}

static struct feel_value map_case(struct feel_evaluation *ev, struct slice s,
                                  utf8proc_int32_t (*map)(utf8proc_int32_t))
{
    /* A mapped code point may take more bytes than the one before. */
    char *out = feel_alloc(ev, s.size * 2 + UTF8_BYTES_MAX, 1);
    size_t size = 0;
    uint32_t at = 0;

    if (out == NULL || !feel_charge_bytes(ev, s.size * 4)) {
        return FEEL_VALUE_NULL;
    }
    while (at < s.size) {
        uint32_t bytes;
        uint32_t c = feel_char_at(s, at, &bytes);
        char encoded[UTF8_BYTES_MAX];
        size_t written = utf8_encode((uint32_t)map((utf8proc_int32_t)c), encoded);

        if (bytes == 0) {
            break;
        }
        memcpy(out + size, encoded, written);
        size += written;
        at += bytes;
    }
    return feel_string(slice_make(out, size));
}

FEEL_FUNCTION(feel_fn_upper_case)
{
    (void)count;
    return map_case(ev, args[0].string, utf8proc_toupper);
}

FEEL_FUNCTION(feel_fn_lower_case)
{
    (void)count;
    return map_case(ev, args[0].string, utf8proc_tolower);
}

FEEL_FUNCTION(feel_fn_substring_before)
{
    size_t at = find_text(args[0].string, args[1].string);

    (void)count;
    if (!feel_charge_bytes(ev, args[0].string.size)) {
        return FEEL_VALUE_NULL;
    }
    return feel_string(at == SIZE_MAX ? SLICE("") : slice_sub(args[0].string, 0, at));
}

FEEL_FUNCTION(feel_fn_substring_after)
{
    size_t at = find_text(args[0].string, args[1].string);

    (void)count;
    if (!feel_charge_bytes(ev, args[0].string.size)) {
        return FEEL_VALUE_NULL;
    }
    return feel_string(at == SIZE_MAX ? SLICE("")
                                      : slice_from(args[0].string, at + args[1].string.size));
}

FEEL_FUNCTION(feel_fn_contains)
{
    (void)count;
    if (!feel_charge_bytes(ev, args[0].string.size)) {
        return FEEL_VALUE_NULL;
    }
    return feel_boolean(find_text(args[0].string, args[1].string) != SIZE_MAX);
}

FEEL_FUNCTION(feel_fn_starts_with)
{
    (void)ev;
    (void)count;
    return feel_boolean(slice_starts_with(args[0].string, args[1].string));
}

FEEL_FUNCTION(feel_fn_ends_with)
{
    (void)ev;
    (void)count;
    return feel_boolean(slice_ends_with(args[0].string, args[1].string));
}

/* --- joining --- */

struct join {
    struct buffer out;
    struct slice delimiter;
    uint32_t parts;
};

/* False for an item that is no string; null items are passed over. */
static bool join_item(struct join *join, struct feel_value item)
{
    if (item.type == FEEL_NULL) {
        return true;
    }
    if (item.type != FEEL_STRING) {
        return false;
    }
    if (join->parts++ > 0) {
        buffer_put_slice(&join->out, join->delimiter);
    }
    buffer_put_slice(&join->out, item.string);
    return true;
}

static struct slice text_or_empty(struct feel_value value)
{
    return value.type == FEEL_STRING ? value.string : SLICE("");
}

/* The buffer's text into the arena. */
static struct feel_value buffer_to_string(struct feel_evaluation *ev, struct buffer *buffer)
{
    struct slice text = buffer->failed ? SLICE_EMPTY : arena_copy(ev->arena, buffer_slice(buffer));

    if (text.data == NULL) {
        feel_fail(ev, FEEL_WARNING_BUDGET, SLICE("The expression needs too much memory."));
        return FEEL_VALUE_NULL;
    }
    return feel_string(text);
}

FEEL_FUNCTION(feel_fn_string_join)
{
    struct join join = {.delimiter = count > 1 ? text_or_empty(args[1]) : SLICE("")};
    uint32_t item_count;
    const struct feel_value *items = feel_list_items(ev, args[0].list, &item_count);
    struct feel_value out;
    bool fine = true;

    buffer_init(&join.out, LIMIT_FEEL_MEMORY_BYTES);
    buffer_put_slice(&join.out, count > 2 ? text_or_empty(args[2]) : SLICE(""));
    for (uint32_t i = 0; i < item_count && fine; i++) {
        fine = feel_charge(ev, 1) && join_item(&join, items[i]);
    }
    buffer_put_slice(&join.out, count > 3 ? text_or_empty(args[3]) : SLICE(""));
    if (!fine) {
        out = feel_null(ev, FEEL_WARNING_TYPE, "string join() needs strings.");
    } else {
        out = feel_charge_bytes(ev, join.out.size) ? buffer_to_string(ev, &join.out)
                                                   : FEEL_VALUE_NULL;
    }
    buffer_deinit(&join.out);
    return out;
}

/* --- blanks and base64 --- */

static struct slice trim(struct slice s)
{
    uint32_t at = 0;
    uint32_t end = 0;
    uint32_t start = 0;
    bool seen = false;

    while (at < s.size) {
        uint32_t bytes;
        uint32_t c = feel_char_at(s, at, &bytes);

        if (bytes == 0) {
            break;
        }
        if (!feel_is_blank(c)) {
            start = seen ? start : at;
            seen = true;
            end = at + bytes;
        }
        at += bytes;
    }
    return seen ? slice_sub(s, start, end - start) : SLICE("");
}

FEEL_FUNCTION(feel_fn_trim)
{
    (void)count;
    if (!feel_charge_bytes(ev, args[0].string.size)) {
        return FEEL_VALUE_NULL;
    }
    return feel_string(trim(args[0].string));
}

FEEL_FUNCTION(feel_fn_is_blank)
{
    (void)count;
    if (!feel_charge_bytes(ev, args[0].string.size)) {
        return FEEL_VALUE_NULL;
    }
    return feel_boolean(trim(args[0].string).size == 0);
}

FEEL_FUNCTION(feel_fn_to_base64)
{
    struct buffer out;
    struct feel_value value;

    (void)count;
    if (!feel_charge_bytes(ev, args[0].string.size)) {
        return FEEL_VALUE_NULL;
    }
    buffer_init(&out, LIMIT_FEEL_MEMORY_BYTES);
    text_put_base64(&out, args[0].string);
    value = buffer_to_string(ev, &out);
    buffer_deinit(&out);
    return value;
}

FEEL_FUNCTION(feel_fn_from_base64)
{
    struct buffer out;
    struct feel_value value;

    (void)count;
    if (!feel_charge_bytes(ev, args[0].string.size)) {
        return FEEL_VALUE_NULL;
    }
    buffer_init(&out, LIMIT_FEEL_MEMORY_BYTES);
    if (text_get_base64(&out, args[0].string) && utf8_is_valid(buffer_slice(&out))) {
        value = buffer_to_string(ev, &out);
    } else {
        value = feel_null(ev, FEEL_WARNING_VALUE, "The text is no Base64 of a string.");
    }
    buffer_deinit(&out);
    return value;
}
