/* The state machine as its users see it: open, turns, entries. What a command does is apply.c. */
#include "base/assert.h"
#include "base/limits.h"
#include "fsm_int.h"
#include "row/due_rows.h"
#include "row/job_rows.h"
#include "row/step_rows.h"

#define TABLE_ENTRY(enum_name, number, text) {.id = (number), .name = (text)},

const struct store_table *fsm_tables(size_t *count)
{
    static const struct store_table tables[] = {TABLE_LIST(TABLE_ENTRY)};

    *count = sizeof(tables) / sizeof(tables[0]);
    return tables;
}

#undef TABLE_ENTRY

/* --- life --- */

static enum status read_meta(struct fsm *fsm)
{
    struct store_txn *txn;
    bool found;
    enum status st = store_begin_read(fsm->options.state, &txn);

    if (st != STATUS_OK) {
        return st;
    }
    st = meta_row_read(txn, &fsm->command_arena, &fsm->committed, &found);
    store_abort(txn);
    fsm->meta = fsm->committed;
    return st;
}

enum status fsm_open(const struct fsm_options *options, struct fsm **out)
{
    struct arena arena;
    struct fsm *fsm;
    enum status st;

    arena_init(&arena, sizeof(struct fsm) + KIB(64));
    fsm = CHECK_MEMORY(ARENA_NEW(&arena, struct fsm));
    fsm->arena = arena;
    fsm->options = *options;
    definitions_init(&fsm->definitions);
    ready_types_init(&fsm->ready_types);
    late_rows_init(&fsm->late);
    arena_init(&fsm->command_arena, COMMAND_ARENA_BYTES);
    arena_init(&fsm->scratch_arena, LIMIT_FEEL_MEMORY_BYTES);
    buffer_init(&fsm->row_buffer, ROW_BYTES_MAX);
    buffer_init(&fsm->result, LIMIT_COMMAND_BYTES);

    st = read_meta(fsm);
    if (st != STATUS_OK) {
        fsm_close(fsm);
        return st;
    }
    *out = fsm;
    return STATUS_OK;
}

void fsm_close(struct fsm *fsm)
{
    struct arena arena = fsm->arena;

    ASSERT(fsm->turn == NULL);
    definitions_drop(&fsm->definitions);
    ready_types_deinit(&fsm->ready_types);
    late_rows_deinit(&fsm->late);
    arena_deinit(&fsm->command_arena);
    arena_deinit(&fsm->scratch_arena);
    buffer_deinit(&fsm->row_buffer);
    buffer_deinit(&fsm->result);
    arena_deinit(&arena);
}

struct fsm_applied fsm_applied(const struct fsm *fsm)
{
    return fsm->meta.applied;
}

/* --- turns --- */

enum status fsm_turn_begin(struct fsm *fsm)
{
    ASSERT(fsm->turn == NULL);
    return store_begin_write(fsm->options.state, &fsm->turn);
}

enum status fsm_turn_commit(struct fsm *fsm)
{
    struct store_txn *turn = fsm->turn;
    enum status st = STATUS_OK;

    ASSERT(turn != NULL);
    if (fsm->meta.applied.index != fsm->committed.applied.index) {
        st = meta_row_write(turn, &fsm->row_buffer, &fsm->meta);
    }
    if (st == STATUS_OK) {
        st = late_rows_flush(&fsm->late, turn);
    }
    if (st != STATUS_OK) {
        fsm_turn_abort(fsm);
        return st;
    }
    fsm->turn = NULL;
    st = store_commit(turn);
    if (st == STATUS_OK) {
        fsm->committed = fsm->meta;
    }
    return st;
}

void fsm_turn_abort(struct fsm *fsm)
{
    ASSERT(fsm->turn != NULL);
    store_abort(fsm->turn);
    fsm->turn = NULL;
    fsm->meta = fsm->committed;
    definitions_drop(&fsm->definitions);
    ready_types_clear(&fsm->ready_types);
    late_rows_clear(&fsm->late);
}

uint64_t fsm_turn_bytes(const struct fsm *fsm)
{
    ASSERT(fsm->turn != NULL);
    return store_txn_put_bytes(fsm->turn);
}

/* What nobody can read does nothing, on every node alike; what only a newer version can read stops
 * this one. */
static enum status entry_run(struct fsm *fsm, const struct fsm_entry *entry, bool want_result)
{
    struct result unreadable = {.status = STATUS_MALFORMED,
                                .detail = SLICE("Expected a command, but its bytes are none")};
    struct command command;
    enum status st = command_decode(entry->command, &fsm->command_arena, &command);

    if (st == STATUS_OK) {
        return command_apply(fsm, &command, entry->index, want_result);
    }
    if (st == STATUS_NOT_IMPLEMENTED) {
        return st;
    }
    if (want_result) {
        result_encode(&unreadable, &fsm->result);
    }
    return STATUS_OK;
}

enum status fsm_apply(struct fsm *fsm, const struct fsm_entry *entry, bool want_result,
                      struct slice *result)
{
    enum status st = STATUS_OK;

    ASSERT(fsm->turn != NULL);
    ASSERT(entry->index > fsm->meta.applied.index);
    buffer_reset(&fsm->result);
    arena_reset(&fsm->command_arena);
    definitions_trim(&fsm->definitions);

    if (entry->command.size > 0) {
        st = entry_run(fsm, entry, want_result);
    }
    if (st != STATUS_OK) {
        return st;
    }
    fsm->meta.applied = (struct fsm_applied){
        .index = entry->index, .term = entry->term, .record_crc = entry->record_crc};
    if (result != NULL) {
        *result = buffer_slice(&fsm->result);
    }
    return STATUS_OK;
}

/* --- questions --- */

struct fsm_clock fsm_clock(const struct fsm *fsm)
{
    return fsm->meta.clock;
}

int64_t fsm_engine_time(const struct fsm *fsm, int64_t stamp_ms)
{
    const struct fsm_clock *clock = &fsm->meta.clock;

    return clock->pinned ? clock->pinned_ms : stamp_ms + clock->offset_ms;
}

/* The rows of the open turn, or of what is committed. question_end gives the transaction back. */
struct question {
    struct rows rows;
    struct store_txn *own;
};

static enum status question_begin(struct fsm *fsm, struct question *q)
{
    enum status st = STATUS_OK;

    q->own = NULL;
    if (fsm->turn == NULL) {
        st = store_begin_read(fsm->options.state, &q->own);
    }
    if (st == STATUS_OK) {
        arena_reset(&fsm->scratch_arena);
        rows_init(&q->rows, q->own != NULL ? q->own : fsm->turn, &fsm->scratch_arena,
                  &fsm->row_buffer);
    }
    return st;
}

static enum status question_end(struct question *q)
{
    if (q->own != NULL) {
        store_abort(q->own);
    }
    return q->rows.writes.status;
}

enum status fsm_next_due(struct fsm *fsm, struct fsm_due *out)
{
    struct question q;
    struct due_row due;
    enum status st = question_begin(fsm, &q);

    if (st != STATUS_OK) {
        return st;
    }
    out->at_engine_ms = due_row_first(&q.rows, DUE_ENGINE, INT64_MAX, &due) ? due.at_ms : INT64_MAX;
    out->at_stamp_ms = due_row_first(&q.rows, DUE_STAMP, INT64_MAX, &due) ? due.at_ms : INT64_MAX;
    out->has_steps = step_instance_after(&q.rows, 0) != 0;
    return question_end(&q);
}

enum status fsm_has_ready_jobs(struct fsm *fsm, struct slice tenant, struct slice type,
                               struct fsm_ready *out)
{
    struct row_key prefix = job_ready_prefix(tenant, type);
    struct question q;
    struct row_walk walk;
    enum status st = question_begin(fsm, &q);

    if (st != STATUS_OK) {
        return st;
    }
    out->for_all = walk_begin(&walk, &q.rows.writes, TABLE_JOB_READY, &prefix);
    walk_end(&walk);
    out->for_leases = walk_begin(&walk, &q.rows.writes, TABLE_JOB_READY_LEASED, &prefix);
    walk_end(&walk);
    return question_end(&q);
}

size_t fsm_take_ready_types(struct fsm *fsm, const struct slice **tenants,
                            const struct slice **types)
{
    struct ready_types *list = &fsm->ready_types;
    size_t count = list->taken ? 0 : list->count;

    list->taken = true;
    *tenants = list->tenants;
    *types = list->types;
    return count;
}
