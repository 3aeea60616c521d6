#include "base/utf8.h"

static bool is_continuation(uint8_t c)
{
    return (c & 0xc0) == 0x80;
}

/* Bytes that a lead byte announces, 0 for one that cannot lead (0xc0, 0xc1 are always overlong). */
static size_t announced_bytes(uint8_t lead)
{
    if (lead < 0x80) {
        return 1;
    }
    if (lead < 0xc2) {
        return 0;
    }
    if (lead < 0xe0) {
        return 2;
    }
    if (lead < 0xf0) {
        return 3;
    }
    return lead < 0xf5 ? 4 : 0;
}

static bool is_scalar(uint32_t code_point)
{
    return code_point <= 0x10ffff && (code_point < 0xd800 || code_point > 0xdfff);
}

size_t utf8_decode(struct slice s, uint32_t *code_point)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    static const uint8_t lead_bits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    size_t bytes = s.size == 0 ? 0 : announced_bytes((uint8_t)s.data[0]);
    uint32_t v;

    if (bytes == 0 || bytes > s.size) {
        return 0;
    }
    v = (uint8_t)s.data[0] & lead_bits[bytes];
    for (size_t i = 1; i < bytes; i++) {
        uint8_t c = (uint8_t)s.data[i];

        if (!is_continuation(c)) {
            return 0;
        }
        v = v << 6 | (c & 0x3f);
    }
    if (v < smallest[bytes] || !is_scalar(v)) {
        return 0;
    }
    *code_point = v;
    return bytes;
}

size_t utf8_encode(uint32_t code_point, char out[UTF8_BYTES_MAX])
{
    if (!is_scalar(code_point)) {
        return 0;
    }
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (char)(0xc0 | code_point >> 6);
        out[1] = (char)(0x80 | (code_point & 0x3f));
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (char)(0xe0 | code_point >> 12);
        out[1] = (char)(0x80 | (code_point >> 6 & 0x3f));
        out[2] = (char)(0x80 | (code_point & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | code_point >> 18);
    out[1] = (char)(0x80 | (code_point >> 12 & 0x3f));
    out[2] = (char)(0x80 | (code_point >> 6 & 0x3f));
    out[3] = (char)(0x80 | (code_point & 0x3f));
    return 4;
}

size_t utf8_valid_bytes(struct slice s)
{
    size_t at = 0;

    while (at < s.size) {
        uint32_t ignored;
        size_t bytes = 1;

        if ((uint8_t)s.data[at] >= 0x80) {
            bytes = utf8_decode(slice_from(s, at), &ignored);
        }
        if (bytes == 0) {
            return at;
        }
        at += bytes;
    }
    return at;
}

bool utf8_is_valid(struct slice s)
{
    return utf8_valid_bytes(s) == s.size;
}

size_t utf8_count(struct slice s)
{
    size_t count = 0;

    for (size_t i = 0; i < s.size; i++) {
        count += !is_continuation((uint8_t)s.data[i]);
    }
    return count;
}

size_t utf8_offset(struct slice s, size_t n)
{
    size_t at = 0;

    while (at < s.size) {
        if (!is_continuation((uint8_t)s.data[at])) {
            if (n == 0) {
                break;
            }
            n--;
        }
        at++;
    }
    return at;
}
