#include "fixture.h"

#include <stdio.h>

#include "base/utf8.h"

struct slice random_text(struct random *r, char room[64])
{
    static const uint32_t code_points[] = {'a', '"',  '\\',   '\n',   0,      0x1f,    0x7f,
                                           'z', 0xe9, 0x2028, 0xd7ff, 0xfffd, 0x1f600, 0x10ffff};
    uint32_t count = random_below(r, 15);
    size_t size = 0;

    for (uint32_t i = 0; i < count; i++) {
        size += utf8_encode(code_points[random_below(r, 14)], room + size);
    }
    return slice_make(room, size);
}

static void random_number(struct random *r, struct buffer *out)
{
    static const char *const texts[] = {"1.10",
                                        "-0",
                                        "9223372036854775808",
                                        "1e400",
                                        "0.0",
                                        "1E+05",
                                        "-12.5e-3",
                                        "1234567890123456789012345678901234"};
    uint64_t v = random_next(r);

    if (v % 4 == 0) {
        value_put_number(out, slice_of(texts[random_below(r, 8)]));
    } else {
        value_put_int(out, (int64_t)random_next(r) >> random_below(r, 64));
    }
}

static void random_object(struct random *r, struct buffer *out, unsigned depth, bool bytes)
{
    uint32_t count = random_below(r, 20);
    size_t place = value_open_object(out);

    for (uint32_t i = 0; i < count; i++) {
        char key[24];
        int size = snprintf(key, sizeof(key), "%u-%u", random_below(r, 10), i);

        value_put_string(out, slice_make(key, (size_t)size));
        random_value(r, out, depth - 1, bytes);
    }
    value_close_object(out, place, count);
}

static void random_array(struct random *r, struct buffer *out, unsigned depth, bool bytes)
{
    uint32_t count = random_below(r, 20);
    size_t place = value_open_array(out);

    for (uint32_t i = 0; i < count; i++) {
        random_value(r, out, depth - 1, bytes);
    }
    value_close_array(out, place, count);
}

static void random_scalar(struct random *r, struct buffer *out, bool bytes)
{
    char room[64];

    switch (random_below(r, bytes ? 5 : 4)) {
    case 0:
        value_put_null(out);
        break;
    case 1:
        value_put_bool(out, random_below(r, 2) == 1);
        break;
    case 2:
        random_number(r, out);
        break;
    case 3:
        value_put_string(out, random_text(r, room));
        break;
    default:
        value_put_bytes(out, random_text(r, room));
        break;
    }
}

void random_value(struct random *r, struct buffer *out, unsigned depth, bool bytes)
{
    uint32_t kind = depth == 0 ? 2 : random_below(r, 4);

    if (kind == 0) {
        random_object(r, out, depth, bytes);
    } else if (kind == 1) {
        random_array(r, out, depth, bytes);
    } else {
        random_scalar(r, out, bytes);
    }
}
