#include "base/buffer.h"

#include <stdlib.h>

#include "testkit/test.h"

/* A put that would pass the ceiling changes nothing, and the failure stays to be asked for. */
TEST(buffer, refuses_past_its_ceiling)
{
    struct buffer buffer;

    buffer_init(&buffer, 8);
    buffer_put_text(&buffer, "12345678");
    CHECK(!buffer.failed);

    buffer_put_byte(&buffer, '9');
    buffer_printf(&buffer, "%d", 9);

    CHECK(buffer.failed);
    CHECK_TEXT(buffer_slice(&buffer), "12345678");
    buffer_reset(&buffer);
    CHECK(!buffer.failed);
    buffer_printf(&buffer, "%s", "1234567");
    CHECK_TEXT(buffer_slice(&buffer), "1234567");
    buffer_deinit(&buffer);
}

/* What is taken over is the taker's to free, and the buffer goes on empty. */
TEST(buffer, hands_its_memory_over)
{
    struct buffer buffer;
    struct slice taken;

    buffer_init(&buffer, 1000);
    buffer_put_u32be(&buffer, 0x61626364);
    buffer_put_u64be(&buffer, UINT64_C(0x3132333435363738));

    taken = buffer_take(&buffer);

    CHECK_TEXT(taken, "abcd12345678");
    CHECK_INT(buffer_slice(&buffer).size, ==, 0);
    buffer_put_text(&buffer, "more");
    CHECK_TEXT(buffer_slice(&buffer), "more");
    buffer_deinit(&buffer);
    free((void *)(uintptr_t)taken.data);
}

/* Integers in full, including the one that has no positive. */
TEST(slice, reads_whole_integers_only)
{
    int64_t v;

    CHECK(slice_to_int64(SLICE("-9223372036854775808"), &v) && v == INT64_MIN);
    CHECK(slice_to_int64(SLICE("9223372036854775807"), &v) && v == INT64_MAX);
    CHECK(!slice_to_int64(SLICE("9223372036854775808"), &v));
    CHECK(!slice_to_int64(SLICE("-"), &v));
    CHECK(!slice_to_int64(SLICE("1 "), &v));
    CHECK(!slice_to_int64(SLICE_EMPTY, &v));
}
