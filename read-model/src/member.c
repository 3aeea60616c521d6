/* Rows of members and of scopes. */
#include "member_int.h"

#include <string.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "value/value.h"

struct slice member_pack(struct arena *arena, struct slice packed, const struct member *members,
                         uint32_t count)
{
    size_t bytes = packed.size + (size_t)count * MEMBER_BYTES;

    char *out = arena_alloc(arena, bytes);
    if (out == NULL) {
        return SLICE_EMPTY;
    }
    if (packed.size > 0) {
        memcpy(out, packed.data, packed.size);
    }
    char *at = out + packed.size;
    for (uint32_t i = 0; i < count; i++) {
        at[0] = (char)members[i].entity;
        bytes_put_u64be(at + 1, members[i].key);
        at += MEMBER_BYTES;
    }
    return slice_make(out, bytes);
}

/* What a row of TABLE_MEMBER holds: members, then flows. */
static void member_encode(struct readmodel *rm, struct slice packed, struct flow_run flows)
{
    buffer_reset(&rm->row);
    value_put_array(&rm->row, 2 + flows.count);
    value_put_int(&rm->row, ROW_VERSION);
    value_put_bytes(&rm->row, packed);
    for (uint32_t i = 0; i < flows.count; i++) {
        value_put_string(&rm->row, flows.flows[i].id);
    }
}

static enum status member_put_row(struct readmodel *rm, const struct member *members,
                                  uint32_t count, struct flow_run flows)
{
    struct row_key key;

    struct slice packed = member_pack(&rm->arena, SLICE_EMPTY, members, count);
    if (packed.data == NULL) {
        return STATUS_NO_MEMORY;
    }
    member_encode(rm, packed, flows);
    row_key_two(&key, members[0].instance, members[0].key);
    return row_put(rm, TABLE_MEMBER, key.slice);
}

enum status member_put_rows(struct readmodel *rm, const struct member *members, uint32_t count,
                            struct flow_run flows)
{
    for (uint32_t from = 0; from < count; from += MEMBERS_PER_ROW) {
        uint32_t left = count - from;
        enum status st =
            member_put_row(rm, members + from, left < MEMBERS_PER_ROW ? left : MEMBERS_PER_ROW,
                           from == 0 ? flows : (struct flow_run){0});
        if (st != STATUS_OK) {
            return st;
        }
    }
    return STATUS_OK;
}

/* The key is one byte longer than that of a row with members: no member's key can be in the way. */
enum status flow_put_row(struct readmodel *rm, struct flow_run flows)
{
    struct row_key key;

    ASSERT(flows.count > 0);
    member_encode(rm, SLICE(""), flows);
    row_key_two(&key, flows.flows[0].instance, rm->batch.index);
    key.bytes[KEY_PAIR_BYTES] = 0;
    return row_put(rm, TABLE_MEMBER, slice_make(key.bytes, KEY_PAIR_BYTES + 1));
}

static bool flows_hold(struct slice flows, struct slice id)
{
    struct value_reader reader = value_reader_of(flows);
    struct slice text;
    uint32_t count = 0;
    bool found = false;

    if (value_read_array(&reader, &count) != STATUS_OK) {
        return false;
    }
    for (uint32_t i = 0; !found && i < count; i++) {
        found = value_read_string(&reader, &text) == STATUS_OK && slice_equal(text, id);
    }
    return found;
}

struct slice flow_merge(struct readmodel *rm, struct slice present, struct flow_run flows,
                        bool *fits)
{
    struct value_reader reader = value_reader_of(present);
    struct slice text;
    uint32_t old_count = 0;
    uint32_t count = 0;

    if (value_read_array(&reader, &old_count) != STATUS_OK) {
        old_count = 0;
    }
    for (uint32_t i = 0; i < flows.count; i++) {
        count += flows_hold(present, flows.flows[i].id) ? 0 : 1;
    }
    *fits = old_count + count <= FLOWS_INLINE_MAX;
    count = *fits ? count : 0;
    buffer_reset(&rm->scratch);
    value_put_array(&rm->scratch, old_count + count);
    for (uint32_t i = 0; i < old_count && value_read_string(&reader, &text) == STATUS_OK; i++) {
        value_put_string(&rm->scratch, text);
    }
    for (uint32_t i = 0; *fits && i < flows.count; i++) {
        if (!flows_hold(present, flows.flows[i].id)) {
            value_put_string(&rm->scratch, flows.flows[i].id);
        }
    }
    return rm->scratch.failed ? SLICE_EMPTY : arena_copy(&rm->arena, buffer_slice(&rm->scratch));
}

static enum status scope_put_row(struct readmodel *rm, const struct member *variables,
                                 uint32_t count)
{
    struct row_key key;

    buffer_reset(&rm->row);
    value_put_array(&rm->row, 1 + 2 * count);
    value_put_int(&rm->row, ROW_VERSION);
    for (uint32_t i = 0; i < count; i++) {
        const struct pending *item = batch_find(&rm->batch, READMODEL_VARIABLE, variables[i].key);
        ASSERT(item != NULL);
        value_put_u64(&rm->row, variables[i].key);
        value_put_string(&rm->row, item->event->variable.name);
    }
    row_key_two(&key, variables[0].instance, variables[0].key);
    return row_put(rm, TABLE_SCOPE, key.slice);
}

enum status scope_put_rows(struct readmodel *rm, const struct member *variables, uint32_t count)
{
    for (uint32_t from = 0; from < count; from += SCOPE_ENTRIES_PER_ROW) {
        uint32_t left = count - from;
        enum status st = scope_put_row(rm, variables + from,
                                       left < SCOPE_ENTRIES_PER_ROW ? left : SCOPE_ENTRIES_PER_ROW);
        if (st != STATUS_OK) {
            return st;
        }
    }
    return STATUS_OK;
}

/* --- reading --- */

/* Every row of one table whose key begins with that key. */
static enum status rows_walk(struct store_txn *txn, uint8_t table, uint64_t first,
                             enum status (*on_row)(const void *visitor, struct slice row),
                             const void *visitor)
{
    struct store_cursor cursor;
    struct row_key prefix;

    enum status st = store_cursor_open(txn, table, &cursor);
    if (st != STATUS_OK) {
        return st;
    }
    row_key_one(&prefix, first);
    for (st = store_cursor_prefix_first(&cursor, prefix.slice); st == STATUS_OK;
         st = store_cursor_prefix_next(&cursor, prefix.slice)) {
        st = on_row(visitor, cursor.value);
        if (st != STATUS_OK) {
            store_cursor_close(&cursor);
            return st;
        }
    }
    store_cursor_close(&cursor);
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

/* The head of a row of TABLE_MEMBER: its packed members, and the reader before so many flows. */
static enum status member_row_open(struct slice row, struct value_reader *reader,
                                   struct slice *packed, uint32_t *flow_count)
{
    int64_t version = 0;

    *reader = value_reader_of(row);
    if (value_read_array(reader, flow_count) != STATUS_OK || *flow_count < 2 ||
        value_read_int(reader, &version) != STATUS_OK || version != ROW_VERSION ||
        value_read_bytes(reader, packed) != STATUS_OK) {
        return STATUS_CORRUPT;
    }
    *flow_count -= 2;
    return STATUS_OK;
}

static enum status instance_fields(struct store_txn *txn, uint64_t instance, struct slice *fields)
{
    enum presence presence;
    struct slice row;

    enum status st = row_find(txn, READMODEL_PROCESS_INSTANCE, instance, &presence, &row);
    if (st == STATUS_OK && presence == ABSENT) {
        st = STATUS_NOT_FOUND;
    }
    return st == STATUS_OK ? document_decode(READMODEL_PROCESS_INSTANCE, row, fields) : st;
}

struct member_visitor {
    enum status (*visit)(void *ctx, enum readmodel_entity entity, uint64_t key);
    void *ctx;
};

static enum status packed_walk(const struct member_visitor *visitor, struct slice packed)
{
    if (packed.size % MEMBER_BYTES != 0) {
        return STATUS_CORRUPT;
    }
    for (size_t at = 0; at < packed.size; at += MEMBER_BYTES) {
        uint8_t entity = (uint8_t)packed.data[at];
        if (entity == 0 || entity >= READMODEL_ENTITY_END) {
            return STATUS_CORRUPT;
        }
        enum status st = visitor->visit(visitor->ctx, (enum readmodel_entity)entity,
                                        bytes_get_u64be(packed.data + at + 1));
        if (st != STATUS_OK) {
            return st;
        }
    }
    return STATUS_OK;
}

static enum status visit_member_row(const void *visitor, struct slice row)
{
    struct value_reader reader;
    struct slice packed;
    uint32_t flow_count;

    enum status st = member_row_open(row, &reader, &packed, &flow_count);
    return st == STATUS_OK ? packed_walk(visitor, packed) : st;
}

enum status member_row_walk(struct slice row,
                            enum status (*visit)(void *ctx, enum readmodel_entity entity,
                                                 uint64_t key),
                            void *ctx)
{
    struct member_visitor visitor = {visit, ctx};

    return visit_member_row(&visitor, row);
}

enum status member_walk(struct store_txn *txn, uint64_t instance,
                        enum status (*visit)(void *ctx, enum readmodel_entity entity, uint64_t key),
                        void *ctx)
{
    struct member_visitor visitor = {visit, ctx};
    struct slice fields[DOCUMENT_FIELDS_MAX];

    enum status st = instance_fields(txn, instance, fields);
    if (st == STATUS_OK) {
        st = packed_walk(&visitor, field_text(fields[FIELD_INSTANCE_MEMBERS]));
    }
    return st == STATUS_OK ? rows_walk(txn, TABLE_MEMBER, instance, visit_member_row, &visitor)
                           : st;
}

struct flow_visitor {
    enum status (*visit)(void *ctx, struct slice id);
    void *ctx;
};

/* The texts that are left in the reader. */
static enum status texts_walk(const struct flow_visitor *visitor, struct value_reader *reader,
                              uint32_t count)
{
    enum status st = STATUS_OK;

    for (uint32_t i = 0; st == STATUS_OK && i < count; i++) {
        struct slice id;
        st = value_read_string(reader, &id) == STATUS_OK ? visitor->visit(visitor->ctx, id)
                                                         : STATUS_CORRUPT;
    }
    return st;
}

/* Those of the instance's own row; a row of before flows were kept has null. */
static enum status flow_walk_inline(const struct flow_visitor *visitor, struct slice flows)
{
    struct value_reader reader = value_reader_of(flows);
    uint32_t count = 0;

    if (value_is_null(flows)) {
        return STATUS_OK;
    }
    return value_read_array(&reader, &count) == STATUS_OK ? texts_walk(visitor, &reader, count)
                                                          : STATUS_CORRUPT;
}

static enum status visit_flow_row(const void *visitor, struct slice row)
{
    struct value_reader reader;
    struct slice packed;
    uint32_t count;

    enum status st = member_row_open(row, &reader, &packed, &count);
    return st == STATUS_OK ? texts_walk(visitor, &reader, count) : st;
}

enum status flow_walk(struct store_txn *txn, uint64_t instance,
                      enum status (*visit)(void *ctx, struct slice id), void *ctx)
{
    struct flow_visitor visitor = {visit, ctx};
    struct slice fields[DOCUMENT_FIELDS_MAX];

    enum status st = instance_fields(txn, instance, fields);
    if (st == STATUS_OK) {
        st = flow_walk_inline(&visitor, fields[FIELD_INSTANCE_FLOWS]);
    }
    return st == STATUS_OK ? rows_walk(txn, TABLE_MEMBER, instance, visit_flow_row, &visitor) : st;
}

struct scope_visitor {
    enum status (*visit)(void *ctx, uint64_t key, struct slice name);
    void *ctx;
};

static enum status visit_scope_row(const void *context, struct slice row)
{
    const struct scope_visitor *visitor = context;
    struct value_reader reader = value_reader_of(row);
    uint32_t count = 0;
    int64_t version = 0;

    if (value_read_array(&reader, &count) != STATUS_OK || count % 2 != 1 ||
        value_read_int(&reader, &version) != STATUS_OK || version != ROW_VERSION) {
        return STATUS_CORRUPT;
    }
    for (uint32_t i = 1; i < count; i += 2) {
        struct slice name;
        uint64_t key = 0;
        if (value_read_u64(&reader, &key) != STATUS_OK ||
            value_read_string(&reader, &name) != STATUS_OK) {
            return STATUS_CORRUPT;
        }
        enum status st = visitor->visit(visitor->ctx, key, name);
        if (st != STATUS_OK) {
            return st;
        }
    }
    return STATUS_OK;
}

enum status scope_walk(struct store_txn *txn, uint64_t scope,
                       enum status (*visit)(void *ctx, uint64_t key, struct slice name), void *ctx)
{
    struct scope_visitor visitor = {visit, ctx};

    return rows_walk(txn, TABLE_SCOPE, scope, visit_scope_row, &visitor);
}

static enum status visit_count(void *ctx, enum readmodel_entity entity, uint64_t key)
{
    uint32_t *count = ctx;

    (void)entity;
    (void)key;
    *count += *count < UINT32_MAX ? 1 : 0;
    return STATUS_OK;
}

enum status readmodel_instance_size(struct readmodel_read *read, uint64_t process_instance_key,
                                    uint32_t *out)
{
    *out = 0;
    return member_walk(read->txn, process_instance_key, visit_count, out);
}

enum status scope_around(struct store_txn *txn, uint64_t scope, uint64_t *out)
{
    struct slice fields[DOCUMENT_FIELDS_MAX];
    enum presence presence;
    struct slice row;

    enum status st = row_find(txn, READMODEL_ELEMENT_INSTANCE, scope, &presence, &row);
    if (st == STATUS_OK && presence != ABSENT) {
        st = document_decode(READMODEL_ELEMENT_INSTANCE, row, fields);
        *out = st == STATUS_OK ? field_u64(fields[FIELD_ELEMENT_SCOPE_KEY]) : 0;
        return st == STATUS_OK && *out == 0 ? STATUS_CORRUPT : st;
    }
    if (st == STATUS_OK) {
        *out = 0;
        st = row_find(txn, READMODEL_PROCESS_INSTANCE, scope, &presence, &row);
    }
    return st == STATUS_OK && presence == ABSENT ? STATUS_NOT_FOUND : st;
}
