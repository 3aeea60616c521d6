#include "row/write_set.h"

#include <string.h>

#include "base/assert.h"
#include "base/hash.h"

static struct write_entry *entry_new(struct write_set *set, unsigned height)
{
    struct write_entry *entry = arena_alloc_zero(
        set->arena, sizeof(struct write_entry) + height * sizeof(struct write_entry *));

    if (entry == NULL) {
        set->status = STATUS_LIMIT;
    }
    return entry;
}

void write_set_init(struct write_set *set, struct store_txn *txn, struct arena *arena)
{
    *set = (struct write_set){.txn = txn, .arena = arena, .status = STATUS_OK};
    set->head = entry_new(set, WRITE_SET_HEIGHT_MAX);
}

/* One entry in four is higher than its neighbour. */
static unsigned height_of(struct slice key)
{
    uint64_t bits = hash64(key);
    unsigned height = 1;

    while (height < WRITE_SET_HEIGHT_MAX && (bits & 3) == 0) {
        bits >>= 2;
        height++;
    }
    return height;
}

static int entry_compare(const struct write_entry *entry, enum table table, struct slice key)
{
    if (entry->table != table) {
        return entry->table < table ? -1 : 1;
    }
    return slice_compare(entry->key, key);
}

/* The first entry at or behind the key, or NULL. before: the last entries in front of it, by level;
 * NULL when the caller does not want to insert. */
static struct write_entry *entry_seek(const struct write_set *set, enum table table,
                                      struct slice key, struct write_entry **before)
{
    struct write_entry *at = set->head;

    for (int level = WRITE_SET_HEIGHT_MAX - 1; level >= 0; level--) {
        while (at->next[level] != NULL && entry_compare(at->next[level], table, key) < 0) {
            at = at->next[level];
        }
        if (before != NULL) {
            before[level] = at;
        }
    }
    return at->next[0];
}

/* The entry of the key, made when there is none; NULL on a sticky fault. */
static struct write_entry *entry_ensure(struct write_set *set, enum table table, struct slice key,
                                        bool *made)
{
    struct write_entry *before[WRITE_SET_HEIGHT_MAX];
    struct write_entry *entry;
    unsigned height;

    *made = false;
    if (set->status != STATUS_OK) {
        return NULL;
    }
    entry = entry_seek(set, table, key, before);
    if (entry != NULL && entry_compare(entry, table, key) == 0) {
        return entry;
    }

    height = height_of(key);
    entry = entry_new(set, height);
    if (entry == NULL) {
        return NULL;
    }
    entry->table = (uint8_t)table;
    entry->key = arena_copy(set->arena, key);
    for (unsigned level = 0; level < height; level++) {
        entry->next[level] = before[level]->next[level];
        before[level]->next[level] = entry;
    }
    *made = true;
    return entry;
}

static void set_fault(struct write_set *set, enum status status)
{
    if (status != STATUS_OK && set->status == STATUS_OK) {
        set->status = status;
    }
}

static bool is_late(const struct write_set *set, enum table table)
{
    return set->late != NULL && late_rows_have(table);
}

static bool late_get(const struct write_set *set, enum table table, struct slice key,
                     struct slice *value)
{
    const struct late_row *row = is_late(set, table) ? late_rows_find(set->late, table, key) : NULL;

    if (row == NULL) {
        return false;
    }
    *value = row->value;
    return true;
}

bool write_set_get(struct write_set *set, enum table table, const struct row_key *key,
                   struct slice *value)
{
    struct slice k = row_key_slice(key);
    struct write_entry *entry;
    enum status st;

    if (set->status != STATUS_OK) {
        return false;
    }
    entry = entry_seek(set, table, k, NULL);
    if (entry != NULL && entry_compare(entry, table, k) == 0) {
        *value = entry->value;
        return !entry->deleted;
    }

    if (late_get(set, table, k, value)) {
        return true;
    }
    st = store_get(set->txn, (uint8_t)table, k, value);
    if (st == STATUS_NOT_FOUND) {
        return false;
    }
    set_fault(set, st);
    return st == STATUS_OK;
}

static void put(struct write_set *set, enum table table, const struct row_key *key,
                struct slice value, bool is_new)
{
    bool made;
    struct write_entry *entry = entry_ensure(set, table, row_key_slice(key), &made);

    if (entry == NULL) {
        return;
    }
    ASSERT(!is_new || made || entry->is_new);
    entry->is_new = made ? is_new : entry->is_new;
    entry->deleted = false;
    entry->value = arena_copy(set->arena, value);
    set->put_bytes += key->size + value.size;
    if (entry->value.data == NULL) {
        set_fault(set, STATUS_LIMIT);
    }
}

void write_set_put(struct write_set *set, enum table table, const struct row_key *key,
                   struct slice value)
{
    put(set, table, key, value, false);
}

void write_set_put_new(struct write_set *set, enum table table, const struct row_key *key,
                       struct slice value)
{
    put(set, table, key, value, true);
}

void write_set_delete(struct write_set *set, enum table table, const struct row_key *key)
{
    bool made;
    struct write_entry *entry = entry_ensure(set, table, row_key_slice(key), &made);

    if (entry != NULL) {
        entry->deleted = true;
        entry->value = SLICE_EMPTY;
    }
}

static enum status flush_entry(struct write_set *set, const struct write_entry *entry)
{
    enum table table = (enum table)entry->table;
    enum status st;

    if (is_late(set, table) && !entry->deleted &&
        late_rows_put(set->late, table, entry->key, entry->value)) {
        return STATUS_OK;
    }
    if (is_late(set, table)) {
        late_rows_remove(set->late, table, entry->key);
    }
    if (!entry->deleted) {
        set->flushed_puts++;
        return store_put(set->txn, entry->table, entry->key, entry->value);
    }
    if (entry->is_new) {
        return STATUS_OK;
    }
    st = store_delete(set->txn, entry->table, entry->key);
    set->flushed_deletes += st == STATUS_OK ? 1 : 0;
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

enum status write_set_flush(struct write_set *set)
{
    ASSERT(set->status == STATUS_OK);
    for (const struct write_entry *entry = set->head->next[0]; entry != NULL;
         entry = entry->next[0]) {
        enum status st = flush_entry(set, entry);

        if (st != STATUS_OK) {
            return st;
        }
    }
    return STATUS_OK;
}

/* --- walks --- */

/* Note what a move of the store's cursor gave. */
static void note_stored(struct row_walk *walk, enum status st)
{
    walk->has_stored = st == STATUS_OK;
    if (st != STATUS_OK && st != STATUS_NOT_FOUND) {
        set_fault(walk->set, st);
    }
    if (walk->has_stored && !slice_starts_with(walk->cursor.key, row_key_slice(&walk->prefix))) {
        walk->has_stored = false;
    }
}

static bool walk_stand_on(struct row_walk *walk, struct slice key, struct slice value)
{
    ASSERT(key.size <= sizeof(walk->present.bytes));
    memcpy(walk->present.bytes, key.data, key.size);
    walk->present.size = key.size;
    walk->key = row_key_slice(&walk->present);
    walk->value = value;
    return true;
}

/* The first row at or behind `entry` in the set and the cursor in the store, whichever is first;
 * the set hides what the store has under the same key. */
static bool walk_settle(struct row_walk *walk, struct write_entry *entry)
{
    struct slice prefix = row_key_slice(&walk->prefix);

    for (;;) {
        bool has_entry =
            entry != NULL && entry->table == walk->table && slice_starts_with(entry->key, prefix);
        int order;

        if (walk->set->status != STATUS_OK || (!has_entry && !walk->has_stored)) {
            return false;
        }
        order = !has_entry          ? 1
                : !walk->has_stored ? -1
                                    : slice_compare(entry->key, walk->cursor.key);
        if (order > 0) {
            return walk_stand_on(walk, walk->cursor.key, walk->cursor.value);
        }
        if (order == 0) {
            note_stored(walk, store_cursor_next(&walk->cursor));
        }
        if (!entry->deleted) {
            return walk_stand_on(walk, entry->key, entry->value);
        }
        entry = entry->next[0];
    }
}

/* A walk merges the set with the store: late rows come into the set for it. */
static void take_late(struct write_set *set, enum table table)
{
    for (uint32_t i = 0; i < set->late->count; i++) {
        const struct late_row *row = &set->late->rows[i];
        struct write_entry *entry;
        bool made;

        if (row->table != table) {
            continue;
        }
        entry = entry_ensure(set, table, row->key, &made);
        if (entry != NULL && made) {
            entry->value = row->value;
        }
    }
}

bool walk_begin(struct row_walk *walk, struct write_set *set, enum table table,
                const struct row_key *prefix)
{
    return walk_begin_at(walk, set, table, prefix, prefix);
}

bool walk_begin_at(struct row_walk *walk, struct write_set *set, enum table table,
                   const struct row_key *prefix, const struct row_key *from)
{
    enum status st;

    walk->set = set;
    walk->table = table;
    row_key_copy(&walk->prefix, prefix);
    walk->has_cursor = false;
    walk->has_stored = false;
    if (set->status != STATUS_OK) {
        return false;
    }
    if (is_late(set, table)) {
        take_late(set, table);
    }
    st = store_cursor_open(set->txn, (uint8_t)table, &walk->cursor);
    if (st != STATUS_OK) {
        set_fault(set, st);
        return false;
    }
    walk->has_cursor = true;
    note_stored(walk, store_cursor_seek(&walk->cursor, row_key_slice(from)));
    return walk_settle(walk, entry_seek(set, table, row_key_slice(from), NULL));
}

bool walk_next(struct row_walk *walk)
{
    struct write_entry *entry = entry_seek(walk->set, walk->table, walk->key, NULL);

    if (entry != NULL && entry_compare(entry, walk->table, walk->key) == 0) {
        entry = entry->next[0];
    }
    if (walk->has_stored && slice_equal(walk->cursor.key, walk->key)) {
        note_stored(walk, store_cursor_next(&walk->cursor));
    }
    return walk_settle(walk, entry);
}

void walk_end(struct row_walk *walk)
{
    if (walk->has_cursor) {
        store_cursor_close(&walk->cursor);
        walk->has_cursor = false;
    }
}
