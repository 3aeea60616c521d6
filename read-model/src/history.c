/* Rows by day of end, and the purge.
 *
 * A row holds up to HISTORY_ENTRIES_MAX ends of one day in the order in which they came; stamps
 * never go back, so the first row is always the oldest. What a turn adds is written at its end; the
 * rows come out the same whatever the turn borders. */
#include "history_int.h"

#include "base/assert.h"
#include "base/bytes.h"
#include "member_int.h"
#include "posting_int.h"
#include "value/value.h"

#define DAY_MS (24LL * 3600 * 1000)

struct history_entry {
    int64_t stamp_ms;
    uint64_t instance;
};

struct history_row {
    uint32_t day;
    uint32_t chunk;
    uint32_t count;
    struct history_entry entries[HISTORY_ENTRIES_MAX];
};

void history_add(struct readmodel *rm, int64_t stamp_ms, uint64_t instance)
{
    struct history_entry entry = {.stamp_ms = stamp_ms, .instance = instance};
    buffer_put(&rm->history, &entry, sizeof(entry));
}

static uint32_t day_of(int64_t stamp_ms)
{
    int64_t day = stamp_ms < 0 ? 0 : stamp_ms / DAY_MS;
    return day > UINT32_MAX ? UINT32_MAX : (uint32_t)day;
}

static enum status row_decode(const struct store_cursor *cursor, struct history_row *row)
{
    struct value_reader reader = value_reader_of(cursor->value);
    uint32_t count = 0;
    int64_t version = 0;

    if (cursor->key.size != HISTORY_KEY_BYTES || value_read_array(&reader, &count) != STATUS_OK ||
        count % 2 != 1 || count / 2 > HISTORY_ENTRIES_MAX ||
        value_read_int(&reader, &version) != STATUS_OK || version != ROW_VERSION) {
        return STATUS_CORRUPT;
    }
    row->day = bytes_get_u32be(cursor->key.data);
    row->chunk = bytes_get_u32be(cursor->key.data + 4);
    row->count = count / 2;
    for (uint32_t i = 0; i < row->count; i++) {
        if (value_read_int(&reader, &row->entries[i].stamp_ms) != STATUS_OK ||
            value_read_u64(&reader, &row->entries[i].instance) != STATUS_OK) {
            return STATUS_CORRUPT;
        }
    }
    return STATUS_OK;
}

/* The first or the last row. Errors: STATUS_NOT_FOUND: the table is empty. */
static enum status row_load(struct store_txn *txn, bool last, struct history_row *row)
{
    struct store_cursor cursor;

    enum status st = store_cursor_open(txn, TABLE_HISTORY, &cursor);
    if (st != STATUS_OK) {
        return st;
    }
    st = last ? store_cursor_last(&cursor) : store_cursor_first(&cursor);
    if (st == STATUS_OK) {
        st = row_decode(&cursor, row);
    }
    store_cursor_close(&cursor);
    return st;
}

/* Write the row's entries from `from` on; without any the row goes. */
static enum status row_store(struct readmodel *rm, const struct history_row *row, uint32_t from)
{
    char bytes[HISTORY_KEY_BYTES] = {0};
    struct slice key = slice_make(bytes, sizeof(bytes));

    ASSERT(from <= row->count);
    bytes_put_u32be(bytes, row->day);
    bytes_put_u32be(bytes + 4, row->chunk);
    if (from == row->count) {
        return store_delete(rm->txn, TABLE_HISTORY, key);
    }
    buffer_reset(&rm->row);
    value_put_array(&rm->row, 1 + 2 * (row->count - from));
    value_put_int(&rm->row, ROW_VERSION);
    for (uint32_t i = from; i < row->count; i++) {
        value_put_int(&rm->row, row->entries[i].stamp_ms);
        value_put_u64(&rm->row, row->entries[i].instance);
    }
    return row_put(rm, TABLE_HISTORY, key);
}

/* Room for one more in the row; a full one is written and the next begun. */
static enum status row_make_room(struct readmodel *rm, struct history_row *row, bool *changed,
                                 uint32_t day)
{
    /* Stamps never go back; a day that did would break the order, so it counts as the last. */
    bool same_day = row->count > 0 && day <= row->day;
    enum status st = STATUS_OK;

    if (same_day && row->count < HISTORY_ENTRIES_MAX) {
        return STATUS_OK;
    }
    if (*changed) {
        st = row_store(rm, row, 0);
    }
    row->chunk = same_day ? row->chunk + 1 : 0;
    row->day = same_day ? row->day : day;
    row->count = 0;
    *changed = false;
    return st;
}

enum status history_flush(struct readmodel *rm)
{
    size_t count = rm->history.size / sizeof(struct history_entry);
    struct history_row row = {0};
    struct history_entry entry;
    bool changed = false;

    if (rm->history.failed) {
        return STATUS_NO_MEMORY;
    }
    if (count == 0) {
        return STATUS_OK;
    }
    enum status st = row_load(rm->txn, true, &row);
    if (st == STATUS_NOT_FOUND) {
        st = STATUS_OK;
    }
    for (size_t i = 0; st == STATUS_OK && i < count; i++) {
        memcpy(&entry, rm->history.data + i * sizeof(entry), sizeof(entry));
        st = row_make_room(rm, &row, &changed, day_of(entry.stamp_ms));
        row.entries[row.count++] = entry;
        changed = true;
    }
    if (st == STATUS_OK) {
        st = row_store(rm, &row, 0);
    }
    buffer_reset(&rm->history);
    return st;
}

/* --- the purge --- */

struct removal {
    struct readmodel *rm;
    struct member *members;
    uint32_t count;
    uint32_t capacity;
};

static enum status removal_collect(void *ctx, enum readmodel_entity entity, uint64_t key)
{
    struct removal *removal = ctx;

    if (removal->count == removal->capacity) {
        uint32_t capacity = removal->capacity * 2;
        struct member *members = ARENA_ARRAY(&removal->rm->arena, struct member, capacity);
        if (members == NULL) {
            return STATUS_NO_MEMORY;
        }
        memcpy(members, removal->members, removal->count * sizeof(*members));
        removal->members = members;
        removal->capacity = capacity;
    }
    removal->members[removal->count++] = (struct member){.entity = entity, .key = key};
    return STATUS_OK;
}

/* Delete every row whose key begins with that key. */
static enum status prefix_delete(struct readmodel *rm, uint8_t table, uint64_t key)
{
    struct store_cursor cursor;
    struct row_key prefix;
    struct row_key victim;

    row_key_one(&prefix, key);
    enum status st = store_cursor_open(rm->txn, table, &cursor);
    if (st != STATUS_OK) {
        return st;
    }
    for (st = store_cursor_prefix_first(&cursor, prefix.slice); st == STATUS_OK;
         st = store_cursor_prefix_first(&cursor, prefix.slice)) {
        if (cursor.key.size > sizeof(victim.bytes)) {
            st = STATUS_CORRUPT;
            break;
        }
        memcpy(victim.bytes, cursor.key.data, cursor.key.size);
        st = store_delete(rm->txn, table, slice_make(victim.bytes, cursor.key.size));
        if (st != STATUS_OK) {
            st = STATUS_CORRUPT;
            break;
        }
    }
    store_cursor_close(&cursor);
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

static enum status postings_remove(struct readmodel *rm, uint64_t instance,
                                   const struct slice *fields)
{
    struct slice business_id = field_text(fields[FIELD_INSTANCE_BUSINESS_ID]);
    struct posting_prefix by_business_id = posting_by_business_id(business_id);

    enum status st = posting_remove(
        rm, posting_by_definition(field_u64(fields[FIELD_INSTANCE_DEFINITION_KEY])), instance);
    if (st == STATUS_OK && business_id.data != NULL) {
        st = posting_remove(rm, by_business_id, instance);
    }
    return st;
}

static enum status members_delete(struct readmodel *rm, const struct removal *removal)
{
    for (uint32_t i = 0; i < removal->count; i++) {
        const struct member *member = &removal->members[i];
        enum status st = row_delete(rm->txn, member->entity, member->key);
        if (st == STATUS_OK && member->entity == READMODEL_ELEMENT_INSTANCE) {
            st = prefix_delete(rm, TABLE_SCOPE, member->key);
        }
        if (st != STATUS_OK) {
            return st;
        }
    }
    return STATUS_OK;
}

/* The members in rows of their own, whole rows until `limit` members have gone; *left: some have
 * not. */
static enum status member_rows_remove(struct readmodel *rm, uint64_t instance, uint32_t limit,
                                      bool *left)
{
    struct removal removal = {.rm = rm, .capacity = 64};
    struct store_cursor cursor;
    struct row_key prefix;
    struct row_key victim;

    *left = false;
    row_key_one(&prefix, instance);
    removal.members = ARENA_ARRAY(&rm->arena, struct member, removal.capacity);
    enum status st = removal.members == NULL ? STATUS_NO_MEMORY
                                             : store_cursor_open(rm->txn, TABLE_MEMBER, &cursor);
    if (st != STATUS_OK) {
        return st;
    }
    for (uint32_t removed = 0; st == STATUS_OK && removed < limit; removed += removal.count) {
        removal.count = 0;
        st = store_cursor_prefix_first(&cursor, prefix.slice);
        if (st == STATUS_OK) {
            st = member_row_walk(cursor.value, removal_collect, &removal);
        }
        if (st == STATUS_OK) {
            memcpy(victim.bytes, cursor.key.data, cursor.key.size);
            st = members_delete(rm, &removal);
        }
        if (st == STATUS_OK) {
            st = store_delete(rm->txn, TABLE_MEMBER, slice_make(victim.bytes, cursor.key.size));
        }
    }
    if (st == STATUS_OK) {
        *left = store_cursor_prefix_first(&cursor, prefix.slice) == STATUS_OK;
    }
    store_cursor_close(&cursor);
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

static enum status instance_purge(struct readmodel *rm, uint64_t instance)
{
    struct removal removal = {.rm = rm, .capacity = 64};
    struct slice fields[DOCUMENT_FIELDS_MAX];
    enum presence presence;
    struct slice row;

    enum status st = row_find(rm->txn, READMODEL_PROCESS_INSTANCE, instance, &presence, &row);
    if (st != STATUS_OK || presence != PRESENT_ENDED) {
        return st;
    }
    removal.members = ARENA_ARRAY(&rm->arena, struct member, removal.capacity);
    st = removal.members == NULL ? STATUS_NO_MEMORY
                                 : member_walk(rm->txn, instance, removal_collect, &removal);
    if (st == STATUS_OK) {
        st = document_decode(READMODEL_PROCESS_INSTANCE, row, fields);
    }
    if (st == STATUS_OK) {
        st = postings_remove(rm, instance, fields);
    }
    if (st == STATUS_OK) {
        st = members_delete(rm, &removal);
    }
    if (st == STATUS_OK) {
        st = prefix_delete(rm, TABLE_SCOPE, instance);
    }
    if (st == STATUS_OK) {
        st = prefix_delete(rm, TABLE_MEMBER, instance);
    }
    return st == STATUS_OK ? row_delete(rm->txn, READMODEL_PROCESS_INSTANCE, instance) : st;
}

/* Purge the head of the first row; *done when nothing older is left or the limit is reached. */
static enum status row_purge(struct readmodel *rm, const struct trace_purge *purge,
                             uint32_t *removed, bool *done)
{
    struct history_row row;
    uint32_t from = 0;

    enum status st = row_load(rm->txn, false, &row);
    if (st == STATUS_NOT_FOUND) {
        *done = true;
        return STATUS_OK;
    }
    while (st == STATUS_OK && from < row.count && *removed < purge->limit &&
           row.entries[from].stamp_ms < purge->before_ms) {
        struct arena_mark mark = arena_mark(&rm->arena);
        st = instance_purge(rm, row.entries[from].instance);
        arena_rewind(&rm->arena, mark);
        from++;
        (*removed)++;
    }
    *done = from < row.count || *removed == purge->limit;
    if (st == STATUS_OK && from > 0) {
        st = row_store(rm, &row, from);
    }
    return st;
}

static enum status history_purge(struct readmodel *rm, const struct trace_purge *purge)
{
    uint32_t removed = 0;
    bool done = purge->limit == 0;
    enum status st = STATUS_OK;

    ASSERT(rm->history.size == 0);
    ASSERT(rm->postings.size == 0);
    while (st == STATUS_OK && !done) {
        st = row_purge(rm, purge, &removed, &done);
    }
    return st;
}

/* --- one instance --- */

/* Its own document goes with the last of its members; its place in the history stays, and the purge
 * that comes by finds nothing there. */
static enum status history_delete(struct readmodel *rm, const struct trace_event *event)
{
    uint64_t instance = event->place.process_instance_key;
    enum presence presence;
    struct slice row;
    bool left = false;

    enum status st = row_find(rm->txn, READMODEL_PROCESS_INSTANCE, instance, &presence, &row);
    if (st != STATUS_OK || presence != PRESENT_ENDED) {
        return st;
    }
    st = member_rows_remove(rm, instance, event->deletion.limit, &left);
    return st == STATUS_OK && !left ? instance_purge(rm, instance) : st;
}

enum status history_remove(struct readmodel *rm, const struct batch *batch)
{
    enum status st = STATUS_OK;

    if (batch->purge != NULL) {
        st = history_purge(rm, &batch->purge->purge);
    }
    return st == STATUS_OK && batch->deletion != NULL ? history_delete(rm, batch->deletion) : st;
}

enum status readmodel_history_oldest(struct readmodel_read *read, int64_t *stamp_ms)
{
    struct history_row row;

    enum status st = row_load(read->txn, false, &row);
    if (st == STATUS_OK) {
        *stamp_ms = row.entries[0].stamp_ms;
    }
    return st;
}
