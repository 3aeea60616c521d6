#include "value/value.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "fixture.h"
#include "testkit/test.h"

static struct buffer new_buffer(void)
{
    struct buffer out;

    buffer_init(&out, MIB(64));
    return out;
}

/* Write the item back as it was read. */
static void put_item(struct buffer *out, const struct value_item *item)
{
    switch (item->kind) {
    case VALUE_NULL:
        value_put_null(out);
        break;
    case VALUE_BOOL:
        value_put_bool(out, item->boolean);
        break;
    case VALUE_INT:
        value_put_int(out, item->integer);
        break;
    case VALUE_NUMBER:
        value_put_number(out, item->text);
        break;
    case VALUE_STRING:
        value_put_string(out, item->text);
        break;
    case VALUE_BYTES:
        value_put_bytes(out, item->text);
        break;
    case VALUE_ARRAY:
        value_put_array(out, item->count);
        break;
    case VALUE_OBJECT:
        value_put_object(out, item->count);
        break;
    }
}

static void copy_items(struct buffer *out, struct slice value)
{
    struct value_reader reader = value_reader_of(value);

    while (!value_reader_at_end(&reader)) {
        struct value_item item;

        CHECK_OK(value_read(&reader, &item));
        put_item(out, &item);
    }
}

/* What was written reads back, and written again gives the same bytes: one value, one encoding,
 * whether a container's count was known first or last. */
TEST(value, random_values_survive_a_round_trip)
{
    struct random r = {1};
    struct buffer first = new_buffer();
    struct buffer second = new_buffer();

    for (int i = 0; i < 2000; i++) {
        buffer_reset(&first);
        buffer_reset(&second);
        random_value(&r, &first, 4, true);

        CHECK_OK(value_validate(buffer_slice(&first)));
        copy_items(&second, buffer_slice(&first));

        CHECK(slice_equal(buffer_slice(&first), buffer_slice(&second)));
        CHECK(value_equal(buffer_slice(&first), buffer_slice(&second)));
    }
    buffer_deinit(&first);
    buffer_deinit(&second);
}

/* A reader that runs over hostile bytes says MALFORMED and never leaves them (ASan watches). */
static void read_all_ways(struct slice bytes)
{
    struct value_reader reader = value_reader_of(bytes);
    struct slice whole;
    struct slice member;

    while (value_read_whole(&reader, &whole) == STATUS_OK && !value_reader_at_end(&reader)) {
    }
    (void)value_find(bytes, SLICE("1-1"), &member);
    CHECK_INT(value_validate(bytes), <=, STATUS_LIMIT);
}

/* A heap copy of exactly the bytes, so that one read too far is seen. */
static void read_exactly(struct slice bytes)
{
    char *copy = malloc(bytes.size + 1);

    memcpy(copy, bytes.data, bytes.size);
    copy = realloc(copy, bytes.size == 0 ? 1 : bytes.size);
    read_all_ways(slice_make(copy, bytes.size));
    free(copy);
}

TEST(value, truncated_and_flipped_bytes_are_refused_or_read_within_bounds)
{
    struct random r = {2};
    struct buffer out = new_buffer();

    for (int i = 0; i < 60; i++) {
        buffer_reset(&out);
        random_value(&r, &out, 2, true);
        for (size_t size = 0; size < out.size && size < 600; size++) {
            CHECK_STATUS(value_validate(slice_make(out.data, size)), STATUS_MALFORMED);
            read_exactly(slice_make(out.data, size));
        }
        for (int flip = 0; flip < 200; flip++) {
            out.data[random_below(&r, (uint32_t)out.size)] ^= (char)(1 << random_below(&r, 8));
            read_exactly(buffer_slice(&out));
        }
    }
    buffer_deinit(&out);
}

/* Integers at every border of the format read back, signed and unsigned. */
TEST(value, integers_at_every_border_read_back)
{
    struct buffer out = new_buffer();

    for (int bit = 0; bit < 64; bit++) {
        for (int delta = -1; delta <= 1; delta++) {
            uint64_t wanted = (UINT64_C(1) << bit) + (uint64_t)(int64_t)delta;
            struct value_reader reader;
            int64_t signed_out;
            uint64_t unsigned_out;

            buffer_reset(&out);
            value_put_int(&out, (int64_t)wanted);
            value_put_int(&out, (int64_t)~wanted);
            value_put_u64(&out, wanted);
            reader = value_reader_of(buffer_slice(&out));
            CHECK_OK(value_read_int(&reader, &signed_out));
            CHECK_INT(signed_out, ==, wanted);
            CHECK_OK(value_read_int(&reader, &signed_out));
            CHECK_INT(signed_out, ==, ~wanted);
            CHECK_OK(value_read_u64(&reader, &unsigned_out));
            CHECK(unsigned_out == wanted);
            CHECK(value_reader_at_end(&reader));
        }
    }
    buffer_deinit(&out);
}

/* Strings, bytes, arrays and objects at every size at which the head gets longer. */
TEST(value, sizes_at_every_border_read_back)
{
    static const uint32_t sizes[] = {0, 15, 16, 31, 32, 255, 256, 65535, 65536};
    static char text[65536];
    struct buffer out = new_buffer();

    memset(text, 'x', sizeof(text));
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        struct value_reader reader;
        struct value_item item;
        size_t place;

        buffer_reset(&out);
        value_put_string(&out, slice_make(text, sizes[i]));
        value_put_bytes(&out, slice_make(text, sizes[i]));
        place = value_open_array(&out);
        for (uint32_t n = 0; n < sizes[i]; n++) {
            value_put_null(&out);
        }
        value_close_array(&out, place, sizes[i]);
        reader = value_reader_of(buffer_slice(&out));
        CHECK_OK(value_read(&reader, &item));
        CHECK_INT(item.kind, ==, VALUE_STRING);
        CHECK_INT(item.text.size, ==, sizes[i]);
        CHECK_OK(value_read_bytes(&reader, &item.text));
        CHECK_INT(item.text.size, ==, sizes[i]);
        CHECK_OK(value_validate(slice_make(reader.at, (size_t)(reader.end - reader.at))));
        CHECK_OK(value_read_array(&reader, &item.count));
        CHECK_INT(item.count, ==, sizes[i]);
    }
    buffer_deinit(&out);
}

/* A codec that finds another kind than it wants says so and gives nothing. */
TEST(value, typed_reads_refuse_other_kinds)
{
    struct slice null = value_null();
    struct value_reader reader;
    struct slice text;
    int64_t integer;
    uint64_t u64;
    uint32_t u32;
    bool boolean;

    reader = value_reader_of(null);
    CHECK_STATUS(value_read_int(&reader, &integer), STATUS_MALFORMED);
    reader = value_reader_of(null);
    CHECK_STATUS(value_read_u64(&reader, &u64), STATUS_MALFORMED);
    reader = value_reader_of(SLICE("\xff"));
    CHECK_STATUS(value_read_u64(&reader, &u64), STATUS_MALFORMED);
    reader = value_reader_of(SLICE("\xcf\x00\x00\x00\x01\x00\x00\x00\x00"));
    CHECK_STATUS(value_read_u32(&reader, &u32), STATUS_MALFORMED);
    CHECK_INT(u32, ==, 0);
    reader = value_reader_of(SLICE("\x01"));
    CHECK_STATUS(value_read_bool(&reader, &boolean), STATUS_MALFORMED);
    reader = value_reader_of(SLICE("\x01"));
    CHECK_STATUS(value_read_string_or_null(&reader, &text), STATUS_MALFORMED);
    reader = value_reader_of(null);
    CHECK_OK(value_read_string_or_null(&reader, &text));
    CHECK(text.data == NULL);
    reader = value_reader_of(SLICE_EMPTY);
    CHECK_STATUS(value_read_object(&reader, &u32), STATUS_MALFORMED);
}

static enum status validate_hex(const char *hex)
{
    char bytes[64];
    size_t size = 0;

    for (; hex[0] != '\0'; hex += 2) {
        char digits[3] = {hex[0], hex[1], '\0'};

        bytes[size++] = (char)strtoul(digits, NULL, 16);
    }
    return value_validate(slice_make(bytes, size));
}

/* The format has more than values are made of, and several forms of one item. */
TEST(value, foreign_and_longer_forms_are_refused)
{
    CHECK_STATUS(validate_hex("ca3f800000"), STATUS_MALFORMED);         /* float32 */
    CHECK_STATUS(validate_hex("cb3ff0000000000000"), STATUS_MALFORMED); /* float64 */
    CHECK_STATUS(validate_hex("d6ff00000000"), STATUS_MALFORMED);       /* timestamp */
    CHECK_STATUS(validate_hex("d40131"), STATUS_MALFORMED);             /* number 1 as text */
    CHECK_STATUS(validate_hex("d5012d30"), STATUS_OK);                  /* number -0 */
    CHECK_STATUS(validate_hex("d5013031"), STATUS_MALFORMED);           /* number 01 */
    CHECK_STATUS(validate_hex("d5022d30"), STATUS_MALFORMED);           /* unknown extension */
    CHECK_STATUS(validate_hex("c1"), STATUS_MALFORMED);                 /* unused lead */
    CHECK_STATUS(validate_hex("cc7f"), STATUS_MALFORMED);               /* 127 in two bytes */
    CHECK_STATUS(validate_hex("d0ff"), STATUS_MALFORMED);               /* -1 in two bytes */
    CHECK_STATUS(validate_hex("cfffffffffffffffff"), STATUS_MALFORMED); /* above INT64_MAX */
    CHECK_STATUS(validate_hex("d90161"), STATUS_MALFORMED);             /* "a" as str8 */
    CHECK_STATUS(validate_hex("dc000101"), STATUS_MALFORMED);           /* [1] as array16 */
    CHECK_STATUS(validate_hex("ddffffffff"), STATUS_MALFORMED);     /* 2^32 - 1 items in 0 bytes */
    CHECK_STATUS(validate_hex("810101"), STATUS_MALFORMED);         /* {1: 1} */
    CHECK_STATUS(validate_hex("82a16101a16201"), STATUS_OK);        /* {a: 1, b: 1} */
    CHECK_STATUS(validate_hex("82a16101a16101"), STATUS_MALFORMED); /* {a: 1, a: 1} */
    CHECK_STATUS(validate_hex("a1ff"), STATUS_MALFORMED);           /* no UTF-8 */
    CHECK_STATUS(validate_hex("c0c0"), STATUS_MALFORMED);           /* two values */
    CHECK_STATUS(validate_hex(""), STATUS_MALFORMED);
}

static void put_nested(struct buffer *out, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++) {
        value_put_array(out, 1);
    }
    value_put_null(out);
}

TEST(value, depth_is_limited)
{
    struct buffer out = new_buffer();

    put_nested(&out, LIMIT_VALUE_DEPTH);
    CHECK_OK(value_validate(buffer_slice(&out)));

    buffer_reset(&out);
    put_nested(&out, LIMIT_VALUE_DEPTH + 1);
    CHECK_STATUS(value_validate(buffer_slice(&out)), STATUS_LIMIT);
    buffer_deinit(&out);
}

static void put_numbered_object(struct buffer *out, uint32_t count, uint32_t step)
{
    value_put_object(out, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t n = (uint32_t)((uint64_t)i * step % count);
        char key[9] = "";

        for (int digit = 0; digit < 8; digit++) {
            key[digit] = (char)('a' + (n >> (4 * digit) & 15));
        }
        value_put_string(out, slice_make(key, 8));
        value_put_int(out, n);
    }
}

/* 200,000 keys: far beyond what comparing each with each would finish in the test's time. */
TEST(value, duplicate_keys_are_found_in_large_objects)
{
    struct buffer out = new_buffer();

    put_numbered_object(&out, 200000, 7);
    CHECK_OK(value_validate(buffer_slice(&out)));

    /* The last key becomes a copy of the first. */
    memcpy(out.data + out.size - 13, out.data + 6, 8);
    CHECK_STATUS(value_validate(buffer_slice(&out)), STATUS_MALFORMED);
    buffer_deinit(&out);
}

/* 2,000 keys whose hashes all begin in one corner of a table, as a sender could choose them. */
static void put_meeting_object(struct buffer *out)
{
    char key[8];

    value_put_object(out, 2000);
    for (uint32_t n = 0, found = 0; found < 2000; n++) {
        for (int i = 0; i < 8; i++) {
            key[i] = (char)('a' + (n >> (4 * i)) % 16);
        }
        if (hash64(slice_make(key, 8)) % 512 == 0) {
            value_put_string(out, slice_make(key, 8));
            value_put_int(out, 1);
            found++;
        }
    }
}

TEST(value, duplicate_keys_are_found_where_hashes_meet)
{
    struct buffer out = new_buffer();

    put_meeting_object(&out);
    CHECK_OK(value_validate(buffer_slice(&out)));

    /* The last key becomes a copy of the first: each is nine bytes, its value one. */
    memcpy(out.data + out.size - 9, out.data + 4, 8);
    CHECK_STATUS(value_validate(buffer_slice(&out)), STATUS_MALFORMED);
    buffer_deinit(&out);
}

TEST(value, objects_are_equal_in_any_order)
{
    struct buffer a = new_buffer();
    struct buffer b = new_buffer();

    put_numbered_object(&a, 50000, 1);
    put_numbered_object(&b, 50000, 7);
    CHECK(value_equal(buffer_slice(&a), buffer_slice(&b)));

    b.data[b.size - 1] ^= 1;
    CHECK(!value_equal(buffer_slice(&a), buffer_slice(&b)));
    buffer_deinit(&a);
    buffer_deinit(&b);
}

static bool numbers_equal(const char *a, const char *b)
{
    struct buffer x = new_buffer();
    struct buffer y = new_buffer();
    bool equal;

    value_put_number(&x, slice_of(a));
    value_put_number(&y, slice_of(b));
    equal = value_equal(buffer_slice(&x), buffer_slice(&y));
    CHECK_INT(equal, ==, value_equal(buffer_slice(&y), buffer_slice(&x)));
    buffer_deinit(&x);
    buffer_deinit(&y);
    return equal;
}

TEST(value, numbers_are_equal_by_meaning)
{
    CHECK(numbers_equal("1", "1.0"));
    CHECK(numbers_equal("1", "10e-1"));
    CHECK(numbers_equal("100", "1e2"));
    CHECK(numbers_equal("0", "-0"));
    CHECK(numbers_equal("0e99", "0.000"));
    CHECK(numbers_equal("0.00123", "123E-5"));
    CHECK(numbers_equal("1e999999999", "10e000999999998"));
    CHECK(!numbers_equal("1", "1.01"));
    CHECK(!numbers_equal("1", "-1"));
    CHECK(!numbers_equal("1e400", "1e401"));
    CHECK(!numbers_equal("9223372036854775807", "9223372036854775808"));
}

static struct slice object_of(struct buffer *out, const char *keys, int64_t value)
{
    value_put_object(out, (uint32_t)strlen(keys));
    for (; *keys != '\0'; keys++) {
        value_put_string(out, slice_make(keys, 1));
        value_put_int(out, value);
    }
    return buffer_slice(out);
}

static void check_members(struct slice object, const char *keys, const char *values)
{
    struct value_reader reader = value_reader_of(object);
    uint32_t count;

    CHECK_OK(value_read_object(&reader, &count));
    CHECK_INT(count, ==, strlen(keys));
    for (uint32_t i = 0; i < count; i++) {
        struct slice key;
        int64_t value;

        CHECK_OK(value_read_string(&reader, &key));
        CHECK_OK(value_read_int(&reader, &value));
        CHECK_SLICE(key, slice_make(keys + i, 1));
        CHECK_INT(value, ==, values[i] - '0');
    }
}

/* Merging keeps the places of the first object's keys and puts the second's new ones behind. */
TEST(value, merging_keeps_order_and_takes_the_later_value)
{
    struct arena arena;
    struct buffer a = new_buffer();
    struct buffer b = new_buffer();
    struct slice merged;

    arena_init(&arena, MIB(1));
    merged = value_merge(&arena, object_of(&a, "xay", 1), object_of(&b, "bax", 2));
    check_members(merged, "xayb", "2212");

    buffer_reset(&a);
    buffer_reset(&b);
    merged = value_merge(&arena, object_of(&a, "qwertzuiop", 1), object_of(&b, "yxcvbnmqp", 2));
    check_members(merged, "qwertzuiopyxcvbnm", "21111111122222222");
    CHECK_OK(value_validate(merged));

    arena_reset(&arena);
    arena_deinit(&arena);
    arena_init(&arena, 16);
    CHECK(value_merge(&arena, buffer_slice(&a), buffer_slice(&b)).data == NULL);
    arena_deinit(&arena);
    buffer_deinit(&a);
    buffer_deinit(&b);
}

/* Members are found, and what is no object has none. */
TEST(value, members_are_found_by_key)
{
    struct buffer a = new_buffer();
    struct slice out;

    CHECK(value_find(object_of(&a, "xyz", 7), SLICE("y"), &out));
    CHECK_SLICE(out, SLICE("\x07"));
    CHECK(!value_find(buffer_slice(&a), SLICE("w"), &out));
    CHECK(!value_find(value_null(), SLICE("y"), &out));
    CHECK(value_is_null(SLICE_EMPTY));
    CHECK(value_is_null(value_null()));
    CHECK(!value_is_null(value_empty_object()));
    buffer_deinit(&a);
}

/* Past its ceiling a buffer takes nothing more, wherever the writing stands. */
TEST(value, a_ceiling_is_kept_and_reported)
{
    for (size_t ceiling = 0; ceiling < 500; ceiling++) {
        struct buffer out;
        struct random r = {4};

        buffer_init(&out, ceiling);
        for (int i = 0; i < 100; i++) {
            random_value(&r, &out, 3, true);
        }
        CHECK(out.failed);
        CHECK_INT(out.size, <=, ceiling);
        buffer_deinit(&out);
    }
}
