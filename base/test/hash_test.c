#include "base/hash.h"

#include <stdlib.h>

#include "base/crc32c.h"
#include "crc32c_int.h"
#include "testkit/test.h"

static void fill(unsigned char *bytes, size_t count)
{
    uint32_t x = 1;

    for (size_t i = 0; i < count; i++) {
        x = x * 1664525 + 1013904223;
        bytes[i] = (unsigned char)(x >> 24);
    }
}

static void check_hash(struct hash128 h, uint64_t high, uint64_t low)
{
    CHECK(h.high == high);
    CHECK(h.low == low);
}

/* The values are part of the storage format: they may never change. */
TEST(hash, gives_the_values_it_always_gave)
{
    struct slice parts[] = {SLICE("a"), SLICE("bc")};

    CHECK(hash64(SLICE("baton")) == UINT64_C(0x9787b224e9862da6));
    check_hash(hash128(SLICE("baton")), UINT64_C(0x8197dfc230cfe3d6), UINT64_C(0x5c8677260e18f2c3));
    check_hash(hash128(SLICE_EMPTY), UINT64_C(0x3258e7cd047985f0), UINT64_C(0x8637595b034214a2));
    check_hash(hash128_parts(parts, 2), UINT64_C(0xddaf41181a2a5fd2), UINT64_C(0xeff4ee7177e897f1));
}

/* A stream gives the hash of the whole, wherever it is cut. */
TEST(hash, streams_to_the_same_value)
{
    static unsigned char bytes[5000];
    struct slice all = slice_make(bytes, sizeof(bytes));

    fill(bytes, sizeof(bytes));
    for (size_t cut = 0; cut <= sizeof(bytes); cut += 97) {
        struct hash_stream stream;

        hash_stream_init(&stream);
        hash_stream_update(&stream, slice_sub(all, 0, cut));
        hash_stream_update(&stream, slice_from(all, cut));
        CHECK(hash128_equal(hash_stream_finish(&stream), hash128(all)));
    }
}

/* Where one part ends and the next begins matters; short parts and long ones go different ways to
 * the same rule. */
TEST(hash, tells_the_borders_of_parts)
{
    static char bytes[600];
    struct slice a[] = {SLICE("a"), SLICE("bc")};
    struct slice b[] = {SLICE("ab"), SLICE("c")};
    struct slice whole = slice_make(bytes, sizeof(bytes));
    struct slice c[] = {slice_sub(whole, 0, 300), slice_from(whole, 300)};
    struct slice d[] = {slice_sub(whole, 0, 301), slice_from(whole, 301)};

    CHECK(!hash128_equal(hash128_parts(a, 2), hash128_parts(b, 2)));
    CHECK(!hash128_equal(hash128_parts(c, 2), hash128_parts(d, 2)));
    for (size_t size = 480; size < 520; size++) {
        struct slice one = slice_sub(whole, 0, size);
        struct hash_stream stream;
        unsigned char framed[8] = {
            0, 0, 0, 0, 0, 0, (unsigned char)(size >> 8), (unsigned char)size};

        hash_stream_init(&stream);
        hash_stream_update(&stream, slice_make(framed, sizeof(framed)));
        hash_stream_update(&stream, one);
        CHECK(hash128_equal(hash128_parts(&one, 1), hash_stream_finish(&stream)));
    }
}

/* Sums carry into the high word, and what was added can be taken away in any order. */
TEST(hash, sums_modulo_2_to_the_128)
{
    struct hash128 a = hash128(SLICE("a"));
    struct hash128 b = hash128(SLICE("b"));
    struct hash128 most = {.high = UINT64_MAX, .low = UINT64_MAX};
    struct hash128 one = {.low = 1};
    unsigned char bytes[HASH128_BYTES];

    CHECK(hash128_equal(hash128_add(a, b), hash128_add(b, a)));
    CHECK(hash128_equal(hash128_subtract(hash128_add(a, b), a), b));
    check_hash(hash128_add(most, one), 0, 0);
    check_hash(hash128_subtract((struct hash128){0}, one), UINT64_MAX, UINT64_MAX);
    check_hash(hash128_add((struct hash128){.low = UINT64_MAX}, one), 1, 0);
    hash128_put(bytes, a);
    CHECK(hash128_equal(hash128_get(bytes), a));
}

/* The check value of the standard, and sums that go on. */
TEST(crc32c, gives_the_standard_value)
{
    CHECK_INT(crc32c(0, "123456789", 9), ==, 0xe3069283);
    CHECK_INT(crc32c(crc32c(0, "1234", 4), "56789", 5), ==, 0xe3069283);
    CHECK_INT(crc32c(0, NULL, 0), ==, 0);
}

/* The instruction and the table agree for every length and alignment. */
TEST(crc32c, is_the_same_by_instruction_and_by_table)
{
    static unsigned char bytes[300];

    if (!crc32c_has_hardware()) {
        test_skip("this processor has no CRC32C instruction");
    }
    fill(bytes, sizeof(bytes));
    for (size_t from = 0; from < 9; from++) {
        for (size_t count = 0; count + from <= sizeof(bytes); count++) {
            CHECK_INT(crc32c_by_hardware(77, bytes + from, count), ==,
                      crc32c_by_table(77, bytes + from, count));
        }
    }
}
