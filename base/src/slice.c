#include "base/slice.h"

#include <string.h>

#include "base/assert.h"

struct slice slice_of(const char *text)
{
    if (text == NULL) {
        return SLICE_EMPTY;
    }
    return (struct slice){.data = text, .size = strlen(text)};
}

struct slice slice_make(const void *data, size_t size)
{
    return (struct slice){.data = data, .size = size};
}

bool slice_equal(struct slice a, struct slice b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

bool slice_is(struct slice a, const char *text)
{
    return slice_equal(a, slice_of(text));
}

int slice_compare(struct slice a, struct slice b)
{
    size_t shared = a.size < b.size ? a.size : b.size;
    int order = shared == 0 ? 0 : memcmp(a.data, b.data, shared);

    if (order != 0) {
        return order;
    }
    return (a.size > b.size) - (a.size < b.size);
}

bool slice_starts_with(struct slice s, struct slice prefix)
{
    return s.size >= prefix.size && slice_equal(slice_sub(s, 0, prefix.size), prefix);
}

bool slice_ends_with(struct slice s, struct slice suffix)
{
    return s.size >= suffix.size && slice_equal(slice_from(s, s.size - suffix.size), suffix);
}

struct slice slice_from(struct slice s, size_t from)
{
    ASSERT(from <= s.size);
    return slice_sub(s, from, s.size - from);
}

struct slice slice_sub(struct slice s, size_t from, size_t size)
{
    ASSERT(from <= s.size);
    ASSERT(size <= s.size - from);
    return (struct slice){.data = s.data == NULL ? NULL : s.data + from, .size = size};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct slice slice_trim(struct slice s)
{
    while (s.size > 0 && is_blank(s.data[0])) {
        s = slice_from(s, 1);
    }
    while (s.size > 0 && is_blank(s.data[s.size - 1])) {
        s.size--;
    }
    return s;
}

size_t slice_find_byte(struct slice s, char c)
{
    const char *at = s.size == 0 ? NULL : memchr(s.data, c, s.size);

    return at == NULL ? SIZE_MAX : (size_t)(at - s.data);
}

static char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool slice_equal_nocase(struct slice a, struct slice b)
{
    if (a.size != b.size) {
        return false;
    }
    for (size_t i = 0; i < a.size; i++) {
        if (ascii_lower(a.data[i]) != ascii_lower(b.data[i])) {
            return false;
        }
    }
    return true;
}

bool slice_to_int64(struct slice s, int64_t *out)
{
    bool negative = s.size > 0 && s.data[0] == '-';
    int64_t v = 0;

    if (negative) {
        s = slice_from(s, 1);
    }
    if (s.size == 0) {
        return false;
    }
    for (size_t i = 0; i < s.size; i++) {
        int digit = s.data[i] - '0';

        if (digit < 0 || digit > 9 || __builtin_mul_overflow(v, 10, &v)) {
            return false;
        }
        /* Counted downwards: INT64_MIN has no positive. */
        if (__builtin_sub_overflow(v, digit, &v)) {
            return false;
        }
    }
    if (!negative && __builtin_sub_overflow((int64_t)0, v, &v)) {
        return false;
    }
    *out = v;
    return true;
}
