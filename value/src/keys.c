#include "keys_int.h"

#include <stdlib.h>

#include "base/assert.h"
#include "base/hash.h"
#include "base/sort.h"
#include "value/value.h"

enum {
    MSGPACK_FIXSTR = 0xa0, /* the length in the lower five bits */
    MSGPACK_FIXSTR_LAST = 0xbf,
    PROBES_MAX = 64 /* for one key, in a table that is at most half full */
};

/* Keys by their hashes, with open addressing. */
struct key_table {
    struct key_slot {
        uint32_t hash;
        uint32_t offset_above; /* 1 above the key's offset; 0: empty */
    } * slots;
    size_t mask;
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

enum seat {
    SEAT_TAKEN, /* the key is in the table now */
    SEAT_SAME,  /* it was before */
    SEAT_NONE   /* too many others are in its way */
};

static enum seat table_seat(const struct key_table *table, const struct keys *keys, size_t i)
{
    struct slice text = keys_text(keys, i);
    uint64_t hash = hash64(text);

    for (size_t probe = 0; probe < PROBES_MAX; probe++) {
        struct key_slot *slot = &table->slots[(hash + probe) & table->mask];

        if (slot->offset_above == 0) {
            *slot = (struct key_slot){(uint32_t)(hash >> 32), keys->offsets[i] + 1};
            return SEAT_TAKEN;
        }
        if (slot->hash == (uint32_t)(hash >> 32) &&
            slice_equal(text, text_at(keys, slot->offset_above - 1))) {
            return SEAT_SAME;
        }
    }
    return SEAT_NONE;
}

/* False when the keys are such that it would take long: then nothing is known. */
static bool hash_first_duplicate(const struct keys *keys, size_t *first)
{
    struct key_table table = {.mask = 2 * KEYS_MANY - 1};
    enum seat seat = SEAT_TAKEN;

    while (table.mask < 2 * keys->count) {
        table.mask = 2 * table.mask + 1;
    }
    table.slots = CHECK_MEMORY(calloc(table.mask + 1, sizeof(*table.slots)));
    *first = SIZE_MAX;
    for (size_t i = 0; i < keys->count && seat == SEAT_TAKEN; i++) {
        seat = table_seat(&table, keys, i);
        if (seat == SEAT_SAME) {
            *first = keys->offsets[i];
        }
    }
    free(table.slots);
    return seat != SEAT_NONE;
}

size_t keys_first_duplicate(struct keys *keys, uint32_t *scratch)
{
    size_t first = SIZE_MAX;

    if (keys->count <= KEYS_FEW) {
        return first_duplicate_of_few(keys);
    }
    if (keys->count >= KEYS_MANY && hash_first_duplicate(keys, &first)) {
        return first;
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
