/* Equality by meaning. Values that a program built in the same order are equal bytes, which is
 * looked at first; objects with another order of keys are sorted. Depth is that of valid values. */
#include "value/value.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/assert.h"
#include "base/limits.h"
#include "keys_int.h"
#include "number_int.h"

static bool read_equal(struct value_reader *a, struct value_reader *b, unsigned depth);

static bool is_number(const struct value_item *item)
{
    return item->kind == VALUE_INT || item->kind == VALUE_NUMBER;
}

static struct slice number_text(const struct value_item *item, char *room, size_t room_bytes)
{
    int size;

    if (item->kind == VALUE_NUMBER) {
        return item->text;
    }
    size = snprintf(room, room_bytes, "%" PRId64, item->integer);
    return slice_make(room, (size_t)size);
}

static bool numbers_equal(const struct value_item *a, const struct value_item *b)
{
    char room_a[24];
    char room_b[24];

    if (a->kind == VALUE_INT && b->kind == VALUE_INT) {
        return a->integer == b->integer;
    }
    return number_equal(number_text(a, room_a, sizeof(room_a)),
                        number_text(b, room_b, sizeof(room_b)));
}

static bool arrays_equal(struct value_reader *a, struct value_reader *b, uint32_t count,
                         unsigned depth)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!read_equal(a, b, depth + 1)) {
            return false;
        }
    }
    return true;
}

static struct keys sorted_keys(const struct value_reader *reader, uint32_t count, uint32_t *room)
{
    struct keys keys = {.base = reader->at, .end = reader->end, .offsets = room};

    keys_collect(&keys, count);
    keys_sort(&keys, room + count);
    return keys;
}

static bool sorted_equal(const struct keys *a, const struct keys *b, unsigned depth)
{
    for (size_t i = 0; i < a->count; i++) {
        struct value_reader left = value_reader_of(keys_after(a, i));
        struct value_reader right = value_reader_of(keys_after(b, i));

        if (!slice_equal(keys_text(a, i), keys_text(b, i)) ||
            !read_equal(&left, &right, depth + 1)) {
            return false;
        }
    }
    return true;
}

static void skip_members(struct value_reader *reader, uint32_t count)
{
    for (uint64_t i = 0; i < 2 * (uint64_t)count; i++) {
        struct slice ignored;

        ASSERT(value_read_whole(reader, &ignored) == STATUS_OK);
    }
}

static bool objects_equal(struct value_reader *a, struct value_reader *b, uint32_t count,
                          unsigned depth)
{
    uint32_t *room = CHECK_MEMORY(calloc(4 * (size_t)count + 1, sizeof(*room)));
    struct keys left = sorted_keys(a, count, room);
    struct keys right = sorted_keys(b, count, room + 2 * (size_t)count);
    bool equal = sorted_equal(&left, &right, depth);

    free(room);
    if (equal) {
        skip_members(a, count);
        skip_members(b, count);
    }
    return equal;
}

static bool items_equal(const struct value_item *a, const struct value_item *b)
{
    if (is_number(a) && is_number(b)) {
        return numbers_equal(a, b);
    }
    return a->kind == b->kind && a->boolean == b->boolean && a->count == b->count &&
           slice_equal(a->text, b->text);
}

/* One whole value of each; both readers stand behind it when they are equal. */
static bool read_equal(struct value_reader *a, struct value_reader *b, unsigned depth)
{
    struct value_item x;
    struct value_item y;

    if (depth > LIMIT_VALUE_DEPTH || value_read(a, &x) != STATUS_OK ||
        value_read(b, &y) != STATUS_OK || !items_equal(&x, &y)) {
        return false;
    }
    if (x.kind == VALUE_ARRAY) {
        return arrays_equal(a, b, x.count, depth);
    }
    return x.kind != VALUE_OBJECT || objects_equal(a, b, x.count, depth);
}

bool value_equal(struct slice a, struct slice b)
{
    struct value_reader left = value_reader_of(a);
    struct value_reader right = value_reader_of(b);

    return slice_equal(a, b) || read_equal(&left, &right, 0);
}
