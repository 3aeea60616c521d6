#include "removal_int.h"

#include <string.h>

#include "base/assert.h"
#include "member_int.h"
#include "posting_int.h"
#include "value/value.h"

struct sweep {
    struct readmodel *rm;
    uint32_t rows_left;
};

enum status removal_find(struct store_txn *txn, uint64_t instance, bool *found)
{
    struct row_key key;
    struct slice row;

    row_key_one(&key, instance);
    enum status st = store_get(txn, TABLE_REMOVAL, key.slice, &row);
    *found = st == STATUS_OK;
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
    uint64_t parent = field_u64(fields[FIELD_INSTANCE_PARENT_KEY]);
    if (st == STATUS_OK && parent != 0) {
        st = posting_remove(rm, posting_by_parent(parent), instance);
    }
    return st;
}

/* The members that rode in the document, as a row of members. */
static enum status removal_put(struct readmodel *rm, uint64_t instance, struct slice members)
{
    struct row_key key;

    row_key_one(&key, instance);
    buffer_reset(&rm->row);
    value_put_array(&rm->row, 2);
    value_put_int(&rm->row, ROW_VERSION);
    value_put_bytes(&rm->row, members);
    return row_put(rm, TABLE_REMOVAL, key.slice);
}

enum status removal_begin(struct readmodel *rm, uint64_t instance)
{
    struct slice fields[DOCUMENT_FIELDS_MAX];
    enum presence presence;
    struct slice row;

    ASSERT(rm->postings.size == 0);
    enum status st = row_find(rm->txn, READMODEL_PROCESS_INSTANCE, instance, &presence, &row);
    if (st == STATUS_OK && presence == ABSENT) {
        return row_delete(rm->txn, READMODEL_DECISION_INSTANCE, instance); /* or it is gone */
    }
    if (st != STATUS_OK || presence != PRESENT_ENDED) {
        return st;
    }
    row = arena_copy(&rm->arena, row); /* the puts below end what is borrowed */
    st = row.data == NULL ? STATUS_NO_MEMORY
                          : document_decode(READMODEL_PROCESS_INSTANCE, row, fields);
    if (st == STATUS_OK) {
        st = removal_put(rm, instance, field_text(fields[FIELD_INSTANCE_MEMBERS]));
    }
    if (st == STATUS_OK) {
        st = postings_remove(rm, instance, fields);
    }
    if (st == STATUS_OK) {
        st = row_delete(rm->txn, READMODEL_PROCESS_INSTANCE, instance);
    }
    atomic_fetch_add(&rm->removed, st == STATUS_OK);
    return st;
}

/* --- the sweep --- */

/* STATUS_LIMIT stands for "enough for now" inside of this file. */
static enum status sweep_row(struct sweep *sweep, uint8_t table, struct slice key)
{
    if (sweep->rows_left == 0) {
        return STATUS_LIMIT;
    }
    sweep->rows_left--;
    enum status st = store_delete(sweep->rm->txn, table, key);
    return st == STATUS_NOT_FOUND ? STATUS_CORRUPT : st;
}

/* Every row of the table whose key begins with that key. */
static enum status sweep_prefix(struct sweep *sweep, uint8_t table, uint64_t key)
{
    struct store_cursor cursor;
    struct row_key prefix;
    struct row_key victim;

    row_key_one(&prefix, key);
    enum status st = store_cursor_open(sweep->rm->txn, table, &cursor);
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
        st = sweep_row(sweep, table, slice_make(victim.bytes, cursor.key.size));
        if (st != STATUS_OK) {
            break;
        }
    }
    store_cursor_close(&cursor);
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

/* One that an earlier sweep has deleted already costs nothing of the limit. */
static enum status sweep_member(void *ctx, enum readmodel_entity entity, uint64_t key)
{
    struct sweep *sweep = ctx;
    enum presence presence;
    struct slice row;

    enum status st = row_find(sweep->rm->txn, entity, key, &presence, &row);
    if (st != STATUS_OK || presence == ABSENT) {
        return st;
    }
    if (entity == READMODEL_ELEMENT_INSTANCE) {
        st = sweep_prefix(sweep, TABLE_SCOPE, key);
    }
    if (st == STATUS_OK && sweep->rows_left == 0) {
        st = STATUS_LIMIT;
    }
    if (st == STATUS_OK) {
        sweep->rows_left--;
        st = row_delete(sweep->rm->txn, entity, key);
    }
    return st;
}

/* The members in one row, whose bytes the deletions end: so they are copied first. */
static enum status sweep_listed(struct sweep *sweep, struct slice row)
{
    struct arena *arena = &sweep->rm->arena;
    struct arena_mark mark = arena_mark(arena);
    struct slice copy = arena_copy(arena, row);

    enum status st =
        copy.data == NULL ? STATUS_NO_MEMORY : member_row_walk(copy, sweep_member, sweep);
    arena_rewind(arena, mark);
    return st;
}

/* The first row of members that is left, and then the row itself. STATUS_NOT_FOUND: none is. */
static enum status sweep_members(struct sweep *sweep, uint64_t instance)
{
    struct store_cursor cursor;
    struct row_key prefix;
    struct row_key victim;
    size_t size = 0;

    row_key_one(&prefix, instance);
    enum status st = store_cursor_open(sweep->rm->txn, TABLE_MEMBER, &cursor);
    if (st != STATUS_OK) {
        return st;
    }
    st = store_cursor_prefix_first(&cursor, prefix.slice);
    if (st == STATUS_OK) {
        size = cursor.key.size;
        st = size > sizeof(victim.bytes) ? STATUS_CORRUPT : STATUS_OK;
    }
    if (st == STATUS_OK) {
        memcpy(victim.bytes, cursor.key.data, size);
        st = sweep_listed(sweep, cursor.value);
    }
    store_cursor_close(&cursor);
    return st == STATUS_OK ? sweep_row(sweep, TABLE_MEMBER, slice_make(victim.bytes, size)) : st;
}

/* Members in rows, members that rode in the document, the scope, and the mark itself. */
static enum status sweep_instance(struct sweep *sweep, uint64_t instance)
{
    struct row_key key;
    struct slice row;
    enum status st = STATUS_OK;

    while (st == STATUS_OK) {
        st = sweep_members(sweep, instance);
    }
    if (st != STATUS_NOT_FOUND) {
        return st;
    }
    row_key_one(&key, instance);
    st = store_get(sweep->rm->txn, TABLE_REMOVAL, key.slice, &row);
    if (st == STATUS_OK) {
        st = sweep_listed(sweep, row);
    }
    if (st == STATUS_OK) {
        st = sweep_prefix(sweep, TABLE_SCOPE, instance);
    }
    return st == STATUS_OK ? sweep_row(sweep, TABLE_REMOVAL, key.slice) : st;
}

static enum status first_instance(struct store_txn *txn, uint64_t *instance)
{
    struct store_cursor cursor;

    enum status st = store_cursor_open(txn, TABLE_REMOVAL, &cursor);
    if (st != STATUS_OK) {
        return st;
    }
    st = store_cursor_first(&cursor);
    if (st == STATUS_OK) {
        *instance = row_key_get(cursor.key);
    }
    store_cursor_close(&cursor);
    return st;
}

enum status removal_sweep(struct readmodel *rm, uint32_t rows_max)
{
    struct sweep sweep = {.rm = rm, .rows_left = rows_max};
    uint64_t instance = 0;
    enum status st = STATUS_OK;

    while (st == STATUS_OK) {
        st = first_instance(rm->txn, &instance);
        if (st == STATUS_OK) {
            st = sweep_instance(&sweep, instance);
        }
    }
    return st == STATUS_NOT_FOUND || st == STATUS_LIMIT ? STATUS_OK : st;
}

enum status readmodel_removal_waits(struct readmodel_read *read, bool *waits)
{
    uint64_t instance;

    enum status st = first_instance(read->txn, &instance);
    *waits = st == STATUS_OK;
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}
