/* One pass over a value that nobody vouches for.
 *
 * The offsets of all keys of the objects that are open lie on one stack; when an object ends its
 * own are sorted, looked through for duplicates and dropped. */
#include "value/value.h"

#include <stdlib.h>

#include "base/assert.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "keys_int.h"

struct frame {
    uint64_t wanted;  /* items still to come, keys included */
    size_t first_key; /* on the key stack */
    bool object;
};

struct validation {
    struct slice value;
    struct value_reader reader;
    struct frame frames[LIMIT_VALUE_DEPTH];
    size_t depth;
    uint32_t *keys; /* twice key_capacity: the upper half is scratch for sorting */
    size_t key_count;
    size_t key_capacity;
};

static void push_key(struct validation *v, uint32_t offset)
{
    if (v->key_count == v->key_capacity) {
        v->key_capacity = v->key_capacity == 0 ? 64 : v->key_capacity * 2;
        v->keys = CHECK_MEMORY(realloc(v->keys, 2 * v->key_capacity * sizeof(*v->keys)));
    }
    v->keys[v->key_count++] = offset;
}

static enum status close_object(struct validation *v, size_t first_key)
{
    struct keys keys = {.base = v->value.data, .end = v->value.data + v->value.size};
    bool unique;

    if (v->key_count == first_key) {
        return STATUS_OK;
    }
    keys.offsets = v->keys + first_key;
    keys.count = v->key_count - first_key;
    unique = keys_first_duplicate(&keys, v->keys + v->key_capacity) == SIZE_MAX;
    v->key_count = first_key;
    return unique ? STATUS_OK : STATUS_MALFORMED;
}

/* Close every container that has all its members. */
static enum status close_full(struct validation *v)
{
    while (v->depth > 0 && v->frames[v->depth - 1].wanted == 0) {
        const struct frame *frame = &v->frames[--v->depth];

        if (frame->object) {
            enum status status = close_object(v, frame->first_key);

            if (status != STATUS_OK) {
                return status;
            }
        }
    }
    return STATUS_OK;
}

static enum status open_frame(struct validation *v, const struct value_item *item)
{
    bool object = item->kind == VALUE_OBJECT;

    if (v->depth == LIMIT_VALUE_DEPTH) {
        return STATUS_LIMIT;
    }
    v->frames[v->depth++] =
        (struct frame){.wanted = object ? 2 * (uint64_t)item->count : item->count,
                       .first_key = v->key_count,
                       .object = object};
    return STATUS_OK;
}

/* Count the item in its container and note it when it is a key;
 * false for a key that is no string. */
static bool count_item(struct validation *v, const struct value_item *item, uint32_t offset)
{
    struct frame *frame = v->depth == 0 ? NULL : &v->frames[v->depth - 1];

    if (frame == NULL) {
        return true;
    }
    if (frame->object && frame->wanted % 2 == 0) {
        if (item->kind != VALUE_STRING) {
            return false;
        }
        push_key(v, offset);
    }
    frame->wanted--;
    return true;
}

static enum status validate_item(struct validation *v)
{
    struct value_item item;
    uint32_t offset = (uint32_t)(v->reader.at - v->value.data);
    enum status status = value_read(&v->reader, &item);

    if (status != STATUS_OK) {
        return status;
    }
    if (item.kind == VALUE_STRING && !utf8_is_valid(item.text)) {
        return STATUS_MALFORMED;
    }
    if (!count_item(v, &item, offset)) {
        return STATUS_MALFORMED;
    }
    if (item.kind == VALUE_ARRAY || item.kind == VALUE_OBJECT) {
        status = open_frame(v, &item);
    }
    return status == STATUS_OK ? close_full(v) : status;
}

enum status value_validate(struct slice value)
{
    struct validation v = {.value = value, .reader = value_reader_of(value)};
    enum status status;

    if (value.size == 0 || value.size > UINT32_MAX) {
        return STATUS_MALFORMED;
    }
    do {
        status = validate_item(&v);
    } while (status == STATUS_OK && v.depth > 0);
    free(v.keys);
    if (status == STATUS_OK && !value_reader_at_end(&v.reader)) {
        status = STATUS_MALFORMED;
    }
    return status;
}
