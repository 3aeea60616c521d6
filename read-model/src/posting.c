/* Posting lists: adding at the end of a turn, removing in a purge, walking in a search. */
#include "posting_int.h"

#include <string.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "base/sort.h"
#include "value/value.h"

struct posting_entry {
    struct posting_prefix prefix;
    uint64_t key;
};

/* One row while it is being changed: the keys as they are stored, big-endian. */
struct posting_row {
    char key[POSTING_KEY_BYTES];
    char keys[POSTING_KEYS_MAX * KEY_BYTES];
    uint32_t count;
};

struct posting_prefix posting_by_definition(uint64_t definition_key)
{
    struct posting_prefix prefix = {{POSTING_INSTANCE_BY_DEFINITION}};
    bytes_put_u64be(prefix.bytes + 1, definition_key);
    return prefix;
}

struct posting_prefix posting_by_parent(uint64_t parent)
{
    struct posting_prefix prefix = {{POSTING_INSTANCE_BY_PARENT}};
    bytes_put_u64be(prefix.bytes + 1, parent);
    return prefix;
}

struct posting_prefix posting_by_business_id(struct slice business_id)
{
    struct posting_prefix prefix = {{POSTING_INSTANCE_BY_BUSINESS_ID}};
    hash128_put(prefix.bytes + 1, hash128(business_id));
    return prefix;
}

void posting_add(struct readmodel *rm, struct posting_prefix prefix, uint64_t key)
{
    struct posting_entry entry = {.prefix = prefix, .key = key};
    buffer_put(&rm->postings, &entry, sizeof(entry));
}

static struct slice posting_key(struct posting_prefix prefix, uint64_t key,
                                char out[POSTING_KEY_BYTES])
{
    memcpy(out, prefix.bytes, POSTING_PREFIX_BYTES);
    bytes_put_u64be(out + POSTING_PREFIX_BYTES, key);
    return slice_make(out, POSTING_KEY_BYTES);
}

static enum status row_decode(struct slice value, struct slice *keys)
{
    struct value_reader reader = value_reader_of(value);
    uint32_t count = 0;
    int64_t version = 0;

    if (value_read_array(&reader, &count) != STATUS_OK || count != 2 ||
        value_read_int(&reader, &version) != STATUS_OK || version != ROW_VERSION ||
        value_read_bytes(&reader, keys) != STATUS_OK || keys->size % KEY_BYTES != 0) {
        return STATUS_CORRUPT;
    }
    return STATUS_OK;
}

/* The last row of the list that begins at or before key. Errors: STATUS_NOT_FOUND. */
static enum status row_load(struct readmodel *rm, struct posting_prefix prefix, uint64_t key,
                            struct posting_row *row)
{
    struct store_cursor cursor;
    struct slice keys;
    char bound[POSTING_KEY_BYTES];

    ASSERT(key < UINT64_MAX);
    enum status st = store_cursor_open(rm->txn, TABLE_POSTING, &cursor);
    if (st != STATUS_OK) {
        return st;
    }
    st = store_cursor_seek_before(&cursor, posting_key(prefix, key + 1, bound));
    if (st == STATUS_OK &&
        !slice_starts_with(cursor.key, slice_make(prefix.bytes, POSTING_PREFIX_BYTES))) {
        st = STATUS_NOT_FOUND;
    }
    if (st == STATUS_OK) {
        st = row_decode(cursor.value, &keys);
    }
    if (st == STATUS_OK && keys.size > sizeof(row->keys)) {
        st = STATUS_CORRUPT;
    }
    if (st == STATUS_OK) {
        memcpy(row->key, cursor.key.data, POSTING_KEY_BYTES);
        memcpy(row->keys, keys.data, keys.size);
        row->count = (uint32_t)(keys.size / KEY_BYTES);
    }
    store_cursor_close(&cursor);
    return st;
}

static enum status row_store(struct readmodel *rm, const struct posting_row *row)
{
    struct slice key = slice_make(row->key, POSTING_KEY_BYTES);

    if (row->count == 0) {
        return store_delete(rm->txn, TABLE_POSTING, key);
    }
    buffer_reset(&rm->row);
    value_put_array(&rm->row, 2);
    value_put_int(&rm->row, ROW_VERSION);
    value_put_bytes(&rm->row, slice_make(row->keys, row->count * KEY_BYTES));
    return row_put(rm, TABLE_POSTING, key);
}

static int entry_compare(const void *a, const void *b, void *context)
{
    (void)context;
    return memcmp(((const struct posting_entry *)a)->prefix.bytes,
                  ((const struct posting_entry *)b)->prefix.bytes, POSTING_PREFIX_BYTES);
}

/* Add the keys of one list, in the order in which they came. */
static enum status list_append(struct readmodel *rm, const struct posting_entry *entries,
                               size_t count)
{
    struct posting_row row;

    enum status st = row_load(rm, entries[0].prefix, entries[0].key, &row);
    if (st == STATUS_NOT_FOUND) {
        row.count = POSTING_KEYS_MAX; /* none: the first key begins a row */
    } else if (st != STATUS_OK) {
        return st;
    }
    bool changed = false;
    for (size_t i = 0; i < count; i++) {
        if (row.count == POSTING_KEYS_MAX) {
            st = changed ? row_store(rm, &row) : STATUS_OK;
            if (st != STATUS_OK) {
                return st;
            }
            (void)posting_key(entries[i].prefix, entries[i].key, row.key);
            row.count = 0;
        }
        bytes_put_u64be(row.keys + (size_t)row.count * KEY_BYTES, entries[i].key);
        row.count++;
        changed = true;
    }
    return row_store(rm, &row);
}

enum status posting_flush(struct readmodel *rm)
{
    size_t count = rm->postings.size / sizeof(struct posting_entry);

    if (rm->postings.failed) {
        return STATUS_NO_MEMORY;
    }
    if (count == 0) {
        return STATUS_OK;
    }
    struct arena_mark mark = arena_mark(&rm->arena);
    struct posting_entry *entries = ARENA_ARRAY(&rm->arena, struct posting_entry, count);
    struct posting_entry *scratch = ARENA_ARRAY(&rm->arena, struct posting_entry, count);
    if (entries == NULL || scratch == NULL) {
        return STATUS_NO_MEMORY;
    }
    memcpy(entries, rm->postings.data, count * sizeof(*entries));
    sort_stable(entries, count, sizeof(*entries), entry_compare, NULL, scratch);
    for (size_t from = 0, to = 0; from < count; from = to) {
        while (to < count && entry_compare(&entries[from], &entries[to], NULL) == 0) {
            to++;
        }
        enum status st = list_append(rm, &entries[from], to - from);
        if (st != STATUS_OK) {
            return st;
        }
    }
    arena_rewind(&rm->arena, mark);
    buffer_reset(&rm->postings);
    return STATUS_OK;
}

static uint64_t row_key_at(const struct posting_row *row, uint32_t i)
{
    return bytes_get_u64be(row->keys + (size_t)i * KEY_BYTES);
}

/* The upper half becomes a row of its own, which begins with its first key. */
static enum status row_split(struct readmodel *rm, struct posting_prefix prefix,
                             struct posting_row *row, struct posting_row *upper)
{
    uint32_t half = row->count / 2;

    upper->count = row->count - half;
    memcpy(upper->keys, row->keys + (size_t)half * KEY_BYTES, (size_t)upper->count * KEY_BYTES);
    (void)posting_key(prefix, row_key_at(upper, 0), upper->key);
    row->count = half;
    enum status st = row_store(rm, row);
    return st == STATUS_OK ? row_store(rm, upper) : st;
}

enum status posting_insert(struct readmodel *rm, struct posting_prefix prefix, uint64_t key)
{
    struct posting_row row;
    struct posting_row upper;
    struct posting_row *into = &row;
    uint32_t at = 0;

    ASSERT(rm->postings.size == 0);
    enum status st = row_load(rm, prefix, key, &row);
    if (st == STATUS_NOT_FOUND) {
        (void)posting_key(prefix, key, row.key);
        row.count = 0;
        st = STATUS_OK;
    }
    if (st == STATUS_OK && row.count == POSTING_KEYS_MAX) {
        st = row_split(rm, prefix, &row, &upper);
        into = key >= row_key_at(&upper, 0) ? &upper : &row;
    }
    if (st != STATUS_OK) {
        return st;
    }
    while (at < into->count && row_key_at(into, at) < key) {
        at++;
    }
    memmove(into->keys + (size_t)(at + 1) * KEY_BYTES, into->keys + (size_t)at * KEY_BYTES,
            (size_t)(into->count - at) * KEY_BYTES);
    bytes_put_u64be(into->keys + (size_t)at * KEY_BYTES, key);
    into->count++;
    return row_store(rm, into);
}

enum status posting_remove(struct readmodel *rm, struct posting_prefix prefix, uint64_t key)
{
    struct posting_row row;

    enum status st = row_load(rm, prefix, key, &row);
    if (st != STATUS_OK) {
        return st == STATUS_NOT_FOUND ? STATUS_OK : st;
    }
    for (uint32_t i = 0; i < row.count; i++) {
        char *at = row.keys + (size_t)i * KEY_BYTES;
        if (bytes_get_u64be(at) == key) {
            memmove(at, at + KEY_BYTES, (size_t)(row.count - i - 1) * KEY_BYTES);
            row.count--;
            return row_store(rm, &row);
        }
    }
    return STATUS_OK;
}

enum status posting_walk(struct store_txn *txn, struct posting_prefix prefix,
                         enum status (*visit)(void *ctx, uint64_t key), void *ctx)
{
    struct slice bound = slice_make(prefix.bytes, POSTING_PREFIX_BYTES);
    struct store_cursor cursor;
    struct slice keys;

    enum status st = store_cursor_open(txn, TABLE_POSTING, &cursor);
    if (st != STATUS_OK) {
        return st;
    }
    for (st = store_cursor_prefix_first(&cursor, bound); st == STATUS_OK;
         st = store_cursor_prefix_next(&cursor, bound)) {
        st = row_decode(cursor.value, &keys);
        for (size_t at = 0; st == STATUS_OK && at < keys.size; at += KEY_BYTES) {
            st = visit(ctx, bytes_get_u64be(keys.data + at));
        }
        if (st != STATUS_OK) {
            store_cursor_close(&cursor);
            return st;
        }
    }
    store_cursor_close(&cursor);
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}
