#include "base/text.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

static const char HEX[] = "0123456789abcdef";
static const char BASE64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* The letter of a two-character escape, or 0. */
static char short_escape(char c)
{
    static const char from[] = "\"\\\b\f\n\r\t";
    static const char to[] = "\"\\bfnrt";
    const char *at = c == '\0' ? NULL : strchr(from, c);

    return at == NULL ? '\0' : to[at - from];
}

static size_t escape_ascii(char c, char out[TEXT_JSON_STEP_BYTES])
{
    char letter = short_escape(c);

    if (letter != '\0') {
        out[0] = '\\';
        out[1] = letter;
        return 2;
    }
    if (c >= 0x20 && c != 0x7f) {
        out[0] = c;
        return 1;
    }
    memcpy(out, "\\u00", 4);
    out[4] = HEX[c >> 4];
    out[5] = HEX[c & 0xf];
    return 6;
}

size_t text_json_step(struct slice s, char out[TEXT_JSON_STEP_BYTES], size_t *consumed)
{
    uint32_t ignored;

    *consumed = 1;
    if ((uint8_t)s.data[0] < 0x80) {
        return escape_ascii(s.data[0], out);
    }
    *consumed = utf8_decode(s, &ignored);
    if (*consumed == 0) {
        *consumed = 1;
        return utf8_encode(0xfffd, out);
    }
    memcpy(out, s.data, *consumed);
    return *consumed;
}

void text_put_json(struct buffer *buffer, struct slice s)
{
    char step[TEXT_JSON_STEP_BYTES];
    size_t consumed;

    buffer_put_byte(buffer, '"');
    for (; s.size > 0; s = slice_from(s, consumed)) {
        size_t bytes = text_json_step(s, step, &consumed);

        buffer_put(buffer, step, bytes);
    }
    buffer_put_byte(buffer, '"');
}

void text_put_base64(struct buffer *buffer, struct slice s)
{
    for (size_t i = 0; i < s.size; i += 3) {
        size_t left = s.size - i;
        uint32_t group = (uint32_t)(uint8_t)s.data[i] << 16;
        char out[4];

        group |= left > 1 ? (uint32_t)(uint8_t)s.data[i + 1] << 8 : 0;
        group |= left > 2 ? (uint32_t)(uint8_t)s.data[i + 2] : 0;
        out[0] = BASE64[group >> 18];
        out[1] = BASE64[group >> 12 & 0x3f];
        out[2] = left > 1 ? BASE64[group >> 6 & 0x3f] : '=';
        out[3] = left > 2 ? BASE64[group & 0x3f] : '=';
        buffer_put(buffer, out, sizeof(out));
    }
}

/* 0 to 63, or 64 for what is not in the alphabet. */
static uint32_t base64_digit(char c)
{
    const char *at = c == '\0' ? NULL : strchr(BASE64, c);

    return at == NULL ? 64 : (uint32_t)(at - BASE64);
}

/* Four characters of which the last `padding` are '='. */
static bool get_base64_group(struct buffer *buffer, const char *in, size_t padding)
{
    uint32_t group = 0;
    char out[3];

    for (size_t i = 0; i < 4; i++) {
        uint32_t digit = i >= 4 - padding ? 0 : base64_digit(in[i]);

        if (digit > 63) {
            return false;
        }
        group = group << 6 | digit;
    }
    if ((group & ((UINT32_C(1) << 8 * padding) - 1)) != 0) {
        return false;
    }
    out[0] = (char)(group >> 16);
    out[1] = (char)(group >> 8);
    out[2] = (char)group;
    buffer_put(buffer, out, 3 - padding);
    return true;
}

static size_t padding_bytes(struct slice s)
{
    if (slice_ends_with(s, SLICE("=="))) {
        return 2;
    }
    return slice_ends_with(s, SLICE("=")) ? 1 : 0;
}

bool text_get_base64(struct buffer *buffer, struct slice s)
{
    size_t padding = padding_bytes(s);

    if (s.size % 4 != 0) {
        return false;
    }
    for (size_t i = 0; i < s.size; i += 4) {
        if (!get_base64_group(buffer, s.data + i, i + 4 == s.size ? padding : 0)) {
            return false;
        }
    }
    return !buffer->failed;
}

int text_hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}
