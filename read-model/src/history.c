/* Rows by day of end, and the purge.
 *
 * A row holds up to HISTORY_ENTRIES_MAX ends of one day in the order in which they came; stamps
 * never go back, so the first row is always the oldest. What a turn adds is written at its end; the
 * rows come out the same whatever the turn borders. */
#include "history_int.h"

#include "base/assert.h"
#include "base/bytes.h"
#include "base/limits.h"
#include "removal_int.h"
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
        st = removal_begin(rm, row.entries[from].instance);
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
    return st == STATUS_OK ? removal_sweep(rm, LIMIT_PURGE_ROWS) : st;
}

enum status history_remove(struct readmodel *rm, const struct batch *batch)
{
    const struct trace_event *deletion = batch->deletion;
    enum status st = STATUS_OK;

    if (batch->purge != NULL) {
        st = history_purge(rm, &batch->purge->purge);
    }
    if (st == STATUS_OK && deletion != NULL) {
        /* Its place in the history stays; the purge that comes by finds nothing there. */
        st = removal_begin(rm, deletion->place.process_instance_key);
        if (st == STATUS_OK) {
            st = removal_sweep(rm, deletion->deletion.limit);
        }
    }
    return st;
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
