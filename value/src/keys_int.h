/* The keys of an object: finding duplicates and members without comparing each with each, few keys
 * aside. Duplicates among many are found by hashing; where a sender has chosen keys whose hashes
 * meet, by sorting, whose cost has no bad case. Private to value/. */
#ifndef VALUE_KEYS_INT_H
#define VALUE_KEYS_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

enum {
    /* up to here comparing each with each is faster */
    KEYS_FEW = 16,
    /* from here on hashing is faster than sorting */
    KEYS_MANY = 1024
};

/* Keys as offsets from `base` to their string items. The caller owns both arrays. */
struct keys {
    const char *base;
    const char *end; /* of the bytes that base points to */
    uint32_t *offsets;
    size_t count;
};

/* The text of the i-th key. */
struct slice keys_text(const struct keys *keys, size_t i);
/* The member's value and whatever follows it. */
struct slice keys_after(const struct keys *keys, size_t i);
/* scratch: room for count offsets. Equal keys keep their order. */
void keys_sort(struct keys *keys, uint32_t *scratch);
/* The offset of the first key, by its place, that repeats an earlier one; or SIZE_MAX. offsets come
 * in ascending and may be sorted by key after. scratch as for keys_sort, unused up to KEYS_FEW. */
size_t keys_first_duplicate(struct keys *keys, uint32_t *scratch);
/* In sorted keys: index of the key, or SIZE_MAX. */
size_t keys_find(const struct keys *keys, struct slice key);
/* Fill offsets, which has room for all, with the keys of a valid object's `count` members that
 * begin at `base`. */
void keys_collect(struct keys *keys, uint32_t count);

#endif
