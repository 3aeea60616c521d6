/* Counters by name, in the arena of a search. */
#include "tally_int.h"

#include <string.h>

#include "base/hash.h"

enum {
    TALLY_FIRST_SLOTS = 64
};

void tally_init(struct tally *tally, struct arena *arena)
{
    *tally = (struct tally){.arena = arena};
}

static uint32_t slot_of(const struct tally *tally, struct slice name)
{
    return (uint32_t)hash64(name) & (tally->slot_count - 1);
}

/* The free slot of a name that is not there, or that of the name. */
static uint32_t slot_find(const struct tally *tally, struct slice name)
{
    uint32_t at = slot_of(tally, name);

    while (tally->slots[at] != 0 && !slice_equal(tally->entries[tally->slots[at] - 1].name, name)) {
        at = (at + 1) & (tally->slot_count - 1);
    }
    return at;
}

/* At most half of the slots are taken; there are half as many entries. */
static enum status tally_grow(struct tally *tally)
{
    struct tally_entry *old = tally->entries;
    uint32_t slot_count = tally->slot_count == 0 ? TALLY_FIRST_SLOTS : tally->slot_count * 2;

    tally->slots = ARENA_ARRAY(tally->arena, uint32_t, slot_count);
    tally->entries = ARENA_ARRAY(tally->arena, struct tally_entry, slot_count / 2);
    if (tally->slots == NULL || tally->entries == NULL) {
        return STATUS_LIMIT;
    }
    tally->slot_count = slot_count;
    if (tally->count > 0) {
        memcpy(tally->entries, old, tally->count * sizeof(*old));
    }
    for (uint32_t i = 0; i < tally->count; i++) {
        tally->slots[slot_find(tally, tally->entries[i].name)] = i + 1;
    }
    return STATUS_OK;
}

enum status tally_ensure(struct tally *tally, struct slice name, struct tally_entry **out)
{
    if (tally->count == tally->slot_count / 2) {
        enum status st = tally_grow(tally);
        if (st != STATUS_OK) {
            return st;
        }
    }
    uint32_t at = slot_find(tally, name);
    if (tally->slots[at] == 0) {
        struct slice kept = arena_copy(tally->arena, name);
        if (kept.data == NULL) {
            return STATUS_LIMIT;
        }
        tally->entries[tally->count] = (struct tally_entry){.name = kept, .is_new = true};
        tally->slots[at] = ++tally->count;
    } else {
        tally->entries[tally->slots[at] - 1].is_new = false;
    }
    *out = &tally->entries[tally->slots[at] - 1];
    return STATUS_OK;
}

enum status tally_ensure_pair(struct tally *tally, uint64_t first, uint64_t second,
                              struct tally_entry **out)
{
    char bytes[2 * sizeof(uint64_t)];

    memcpy(bytes, &first, sizeof(first));
    memcpy(bytes + sizeof(first), &second, sizeof(second));
    return tally_ensure(tally, slice_make(bytes, sizeof(bytes)), out);
}

struct tally_entry *tally_find(const struct tally *tally, struct slice name)
{
    if (tally->count == 0) {
        return NULL;
    }
    uint32_t at = tally->slots[slot_find(tally, name)];
    return at == 0 ? NULL : &tally->entries[at - 1];
}
