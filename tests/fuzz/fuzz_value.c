/* Any bytes as a value: reading stays within them, and what validates can be used in every way. */
#include "base/assert.h"
#include "base/limits.h"
#include "value/json.h"
#include "value/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_items(struct slice bytes)
{
    struct value_reader reader = value_reader_of(bytes);
    struct value_item item;

    while (value_read(&reader, &item) == STATUS_OK) {
        ASSERT(item.text.size <= bytes.size);
        ASSERT(item.count <= bytes.size);
    }
}

static void read_wholes(struct slice bytes)
{
    struct value_reader reader = value_reader_of(bytes);
    struct slice whole;

    while (value_read_whole(&reader, &whole) == STATUS_OK) {
        ASSERT(whole.size > 0);
    }
}

static void merge_with_itself(struct slice object)
{
    struct arena arena;
    struct slice merged;

    arena_init(&arena, MIB(64));
    merged = value_merge(&arena, object, object);
    ASSERT(slice_equal(merged, object));
    arena_deinit(&arena);
}

static void use_value(struct slice value)
{
    struct value_item head;
    struct buffer text;

    buffer_init(&text, MIB(64));
    json_put(&text, value);
    json_put_pretty(&text, value);
    buffer_deinit(&text);
    ASSERT(value_equal(value, value));
    ASSERT(value_head(value, &head) == STATUS_OK);
    if (head.kind == VALUE_OBJECT) {
        merge_with_itself(value);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice bytes = slice_make(data, size);
    struct slice member;

    read_items(bytes);
    read_wholes(bytes);
    (void)value_find(bytes, SLICE("a"), &member);
    if (value_validate(bytes) == STATUS_OK) {
        use_value(bytes);
    }
    return 0;
}
