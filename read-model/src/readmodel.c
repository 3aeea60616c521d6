/* The environment and its turns, and the gets of single documents. */
#include "readmodel/readmodel.h"

#include <stdlib.h>

#include "base/assert.h"
#include "base/limits.h"
#include "history_int.h"
#include "posting_int.h"
#include "readmodel_int.h"
#include "value/value.h"

static const struct slice applied_key = {.data = "applied", .size = 7};

static enum status applied_get(struct store_txn *txn, uint64_t *out)
{
    struct value_reader reader;
    struct slice row;
    uint32_t count = 0;
    uint64_t version = 0;

    *out = 0;
    enum status st = store_get(txn, TABLE_META, applied_key, &row);
    if (st != STATUS_OK) {
        return st == STATUS_NOT_FOUND ? STATUS_OK : st;
    }
    reader = value_reader_of(row);
    if (value_read_array(&reader, &count) != STATUS_OK || count < 2 ||
        value_read_u64(&reader, &version) != STATUS_OK) {
        return STATUS_CORRUPT;
    }
    if (version > FORMAT_VERSION) {
        return STATUS_NOT_IMPLEMENTED;
    }
    return value_read_u64(&reader, out) == STATUS_OK ? STATUS_OK : STATUS_CORRUPT;
}

static enum status applied_load(struct readmodel *rm)
{
    struct store_txn *txn;

    enum status st = store_begin_read(rm->store, &txn);
    if (st != STATUS_OK) {
        return st;
    }
    st = applied_get(txn, &rm->applied);
    rm->committed = rm->applied;
    store_abort(txn);
    return st;
}

enum status readmodel_open(const char *directory, bool read_only, struct readmodel **out,
                           const char **message)
{
    struct store_options options = {.directory = directory, .read_only = read_only};

    options.tables = readmodel_tables(&options.table_count);
    struct readmodel *rm = CHECK_MEMORY(calloc(1, sizeof(*rm)));
    enum status st = store_open(&options, &rm->store, message);
    if (st != STATUS_OK) {
        free(rm);
        return st;
    }
    arena_init(&rm->arena, LIMIT_READMODEL_TRACE_BYTES);
    buffer_init(&rm->row, LIMIT_READMODEL_ROW_BYTES);
    buffer_init(&rm->scratch, LIMIT_READMODEL_ROW_BYTES);
    buffer_init(&rm->postings, LIMIT_READMODEL_TURN_BYTES);
    buffer_init(&rm->history, LIMIT_READMODEL_TURN_BYTES);
    st = applied_load(rm);
    if (st != STATUS_OK) {
        *message = st == STATUS_NOT_IMPLEMENTED ? "the read model was written by a newer version"
                                                : "the read model's applied index is unreadable";
        readmodel_close(rm);
        return st;
    }
    *out = rm;
    return STATUS_OK;
}

void readmodel_close(struct readmodel *rm)
{
    ASSERT(rm->txn == NULL);
    store_close(rm->store);
    buffer_deinit(&rm->history);
    buffer_deinit(&rm->postings);
    buffer_deinit(&rm->scratch);
    buffer_deinit(&rm->row);
    arena_deinit(&rm->arena);
    free(rm);
}

struct store *readmodel_store(struct readmodel *rm)
{
    return rm->store;
}

uint64_t readmodel_applied(const struct readmodel *rm)
{
    return rm->applied;
}

uint64_t readmodel_removed(const struct readmodel *rm)
{
    return atomic_load(&rm->removed);
}

/* --- a turn --- */

enum status readmodel_turn_begin(struct readmodel *rm)
{
    ASSERT(rm->txn == NULL);
    buffer_reset(&rm->postings);
    buffer_reset(&rm->history);
    return store_begin_write(rm->store, &rm->txn);
}

static enum status turn_flush(struct readmodel *rm)
{
    enum status st = posting_flush(rm);
    return st == STATUS_OK ? history_flush(rm) : st;
}

enum status readmodel_apply(struct readmodel *rm, const struct trace *trace)
{
    ASSERT(rm->txn != NULL);
    if (trace->index <= rm->applied) {
        return STATUS_OK;
    }
    arena_reset(&rm->arena);
    enum status st = batch_gather(&rm->batch, trace, &rm->arena);
    if (st == STATUS_OK) {
        st = writer_run(rm);
    }
    if (st == STATUS_OK && (rm->batch.purge != NULL || rm->batch.deletion != NULL)) {
        st = turn_flush(rm);
        if (st == STATUS_OK) {
            st = history_remove(rm, &rm->batch);
        }
    }
    if (st == STATUS_OK) {
        rm->applied = trace->index;
    }
    return st;
}

static enum status applied_put(struct readmodel *rm)
{
    buffer_reset(&rm->row);
    value_put_array(&rm->row, 2);
    value_put_int(&rm->row, FORMAT_VERSION);
    value_put_u64(&rm->row, rm->applied);
    return row_put(rm, TABLE_META, applied_key);
}

enum status readmodel_turn_commit(struct readmodel *rm, uint64_t index)
{
    ASSERT(rm->txn != NULL);
    if (index > rm->applied) {
        rm->applied = index;
    }
    if (rm->applied == rm->committed) {
        readmodel_turn_abort(rm);
        return STATUS_OK;
    }
    enum status st = turn_flush(rm);
    if (st == STATUS_OK) {
        st = applied_put(rm);
    }
    if (st != STATUS_OK) {
        readmodel_turn_abort(rm);
        return st;
    }
    st = store_commit(rm->txn);
    rm->txn = NULL;
    if (st == STATUS_OK) {
        rm->committed = rm->applied;
    } else {
        rm->applied = rm->committed;
    }
    return st;
}

void readmodel_turn_abort(struct readmodel *rm)
{
    ASSERT(rm->txn != NULL);
    store_abort(rm->txn);
    rm->txn = NULL;
    rm->applied = rm->committed;
}

uint64_t readmodel_turn_puts(const struct readmodel *rm)
{
    return rm->txn == NULL ? 0 : store_txn_puts(rm->txn);
}

/* --- reading --- */

enum status readmodel_begin_read(struct readmodel *rm, struct readmodel_read *out)
{
    return store_begin_read(rm->store, &out->txn);
}

void readmodel_end_read(struct readmodel_read *read)
{
    store_abort(read->txn);
    read->txn = NULL;
}

enum status readmodel_read_applied(struct readmodel_read *read, uint64_t *out)
{
    return applied_get(read->txn, out);
}

enum status document_load(enum readmodel_entity entity, uint64_t key, struct slice row,
                          struct arena *arena, struct readmodel_document *out)
{
    struct slice *fields = ARENA_ARRAY(arena, struct slice, readmodel_schema(entity)->stored_count);
    if (fields == NULL) {
        return STATUS_LIMIT;
    }
    *out = (struct readmodel_document){.entity = entity, .key = key, .fields = fields};
    return document_decode(entity, row, fields);
}

enum status readmodel_get(struct readmodel_read *read, enum readmodel_entity entity, uint64_t key,
                          struct arena *arena, struct readmodel_document *out)
{
    enum presence presence;
    struct slice row;

    enum status st = row_find(read->txn, entity, key, &presence, &row);
    if (st == STATUS_OK && presence == ABSENT) {
        st = STATUS_NOT_FOUND;
    }
    return st == STATUS_OK ? document_load(entity, key, row, arena, out) : st;
}

enum status readmodel_definition_xml(struct readmodel_read *read, uint64_t definition_key,
                                     struct arena *arena, struct slice *out)
{
    struct readmodel_document definition;

    enum status st =
        readmodel_get(read, READMODEL_PROCESS_DEFINITION, definition_key, arena, &definition);
    if (st != STATUS_OK) {
        return st;
    }
    return content_get(read->txn,
                       readmodel_document_u64(&definition, FIELD_DEFINITION_RESOURCE_KEY), out);
}

enum status readmodel_resource_content(struct readmodel_read *read, uint64_t key, struct slice *out)
{
    return content_get(read->txn, key, out);
}
