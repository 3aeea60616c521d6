#include "keys_int.h"

#include "base/assert.h"
#include "base/sort.h"
#include "value/value.h"

enum {
    MSGPACK_FIXSTR = 0xa0, /* the length in the lower five bits */
    MSGPACK_FIXSTR_LAST = 0xbf
};

static struct value_reader reader_at(const struct keys *keys, uint32_t offset)
{
    return (struct value_reader){.at = keys->base + offset, .end = keys->end};
}

/* Sorting looks at each key some twenty times, so the usual short one is not read anew by all
 * rules: the keys were read once already. */
static struct slice text_at(const struct keys *keys, uint32_t offset)
{
    struct value_reader reader = reader_at(keys, offset);
    unsigned head = (unsigned char)*reader.at;
    struct slice text;

    if (head >= MSGPACK_FIXSTR && head <= MSGPACK_FIXSTR_LAST) {
        return slice_make(reader.at + 1, head - MSGPACK_FIXSTR);
    }
    ASSERT(value_read_string(&reader, &text) == STATUS_OK);
    return text;
}

struct slice keys_text(const struct keys *keys, size_t i)
{
    ASSERT(i < keys->count);
    return text_at(keys, keys->offsets[i]);
}

struct slice keys_after(const struct keys *keys, size_t i)
{
    struct slice key = keys_text(keys, i);
    const char *at = key.data + key.size;

    return slice_make(at, (size_t)(keys->end - at));
}

static int compare_keys(const void *a, const void *b, void *context)
{
    const struct keys *keys = context;

    return slice_compare(text_at(keys, *(const uint32_t *)a), text_at(keys, *(const uint32_t *)b));
}

void keys_sort(struct keys *keys, uint32_t *scratch)
{
    sort_stable(keys->offsets, keys->count, sizeof(*keys->offsets), compare_keys, keys, scratch);
}

static bool is_among(struct slice key, const struct slice *others, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (slice_equal(key, others[i])) {
            return true;
        }
    }
    return false;
}

static size_t first_duplicate_of_few(const struct keys *keys)
{
    struct slice texts[KEYS_FEW];

    for (size_t i = 0; i < keys->count; i++) {
        texts[i] = keys_text(keys, i);
        if (is_among(texts[i], texts, i)) {
            return keys->offsets[i];
        }
    }
    return SIZE_MAX;
}

size_t keys_first_duplicate(struct keys *keys, uint32_t *scratch)
{
    size_t first = SIZE_MAX;

    if (keys->count <= KEYS_FEW) {
        return first_duplicate_of_few(keys);
    }
    keys_sort(keys, scratch);
    for (size_t i = 1; i < keys->count; i++) {
        if (keys->offsets[i] < first && slice_equal(keys_text(keys, i - 1), keys_text(keys, i))) {
            first = keys->offsets[i];
        }
    }
    return first;
}

size_t keys_find(const struct keys *keys, struct slice key)
{
    size_t low = 0;
    size_t high = keys->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (slice_compare(keys_text(keys, middle), key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < keys->count && slice_equal(keys_text(keys, low), key) ? low : SIZE_MAX;
}

void keys_collect(struct keys *keys, uint32_t count)
{
    struct value_reader reader = reader_at(keys, 0);

    ASSERT((uint64_t)(keys->end - keys->base) <= UINT32_MAX);
    keys->count = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct slice ignored;

        keys->offsets[keys->count++] = (uint32_t)(reader.at - keys->base);
        ASSERT(value_read_string(&reader, &ignored) == STATUS_OK);
        ASSERT(value_read_whole(&reader, &ignored) == STATUS_OK);
    }
}
