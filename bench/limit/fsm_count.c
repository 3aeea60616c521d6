/* A state machine that only counts commands: one row, no engine. It answers as the real one would,
 * so that the same clients and the same server can be measured over it. */
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "base/limits.h"
#include "fsm/fsm.h"

enum {
    TABLE_COUNTER = 1,
    ROW_BYTES = 28
};

struct fsm {
    struct store *state;
    struct store_txn *turn;
    struct fsm_applied applied;
    struct fsm_clock clock;
    uint64_t counter;
    struct buffer result;
    struct arena arena;
};

static const struct store_table tables[] = {{TABLE_COUNTER, "counter"}};

const struct store_table *fsm_tables(size_t *count)
{
    *count = 1;
    return tables;
}

static void read_row(struct fsm *fsm, struct slice row)
{
    ASSERT(row.size == ROW_BYTES);
    fsm->applied.index = bytes_get_u64be(row.data);
    fsm->applied.term = bytes_get_u64be(row.data + 8);
    fsm->applied.record_crc = bytes_get_u32be(row.data + 16);
    fsm->counter = bytes_get_u64be(row.data + 20);
}

enum status fsm_open(const struct fsm_options *options, struct fsm **out)
{
    struct fsm *fsm = CHECK_MEMORY(calloc(1, sizeof(*fsm)));
    struct store_txn *txn;
    struct slice row;
    enum status st;

    fsm->state = options->state;
    arena_init(&fsm->arena, LIMIT_COMMAND_BYTES * 2);
    buffer_init(&fsm->result, LIMIT_COMMAND_BYTES);
    st = store_begin_read(fsm->state, &txn);
    if (st == STATUS_OK) {
        st = store_get(txn, TABLE_COUNTER, SLICE("n"), &row);
        if (st == STATUS_OK) {
            read_row(fsm, row);
        }
        store_abort(txn);
    }
    *out = fsm;
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

void fsm_close(struct fsm *fsm)
{
    arena_deinit(&fsm->arena);
    buffer_deinit(&fsm->result);
    free(fsm);
}

struct fsm_applied fsm_applied(const struct fsm *fsm)
{
    return fsm->applied;
}

enum status fsm_turn_begin(struct fsm *fsm)
{
    return store_begin_write(fsm->state, &fsm->turn);
}

enum status fsm_turn_commit(struct fsm *fsm)
{
    char row[ROW_BYTES];
    enum status st;

    bytes_put_u64be(row, fsm->applied.index);
    bytes_put_u64be(row + 8, fsm->applied.term);
    bytes_put_u32be(row + 16, fsm->applied.record_crc);
    bytes_put_u64be(row + 20, fsm->counter);
    st = store_put(fsm->turn, TABLE_COUNTER, SLICE("n"), slice_make(row, sizeof(row)));
    if (st != STATUS_OK) {
        store_abort(fsm->turn);
        return st;
    }
    return store_commit(fsm->turn);
}

void fsm_turn_abort(struct fsm *fsm)
{
    store_abort(fsm->turn);
}

uint64_t fsm_turn_bytes(const struct fsm *fsm)
{
    return store_txn_put_bytes(fsm->turn);
}

static void make_result(struct fsm *fsm, const struct command *command)
{
    struct result result = {.status = STATUS_OK, .type = command->type};
    struct activated_jobs none = {0};

    if (command->type == COMMAND_CREATE_INSTANCE) {
        result.create_instance =
            (struct create_instance_result){.process_instance_key = fsm->counter,
                                            .process_definition_key = 1,
                                            .process_id = command->create_instance.process_id,
                                            .version = 1};
    } else if (command->type == COMMAND_ACTIVATE_JOBS) {
        result.activate_jobs = (struct activate_jobs_result){.served = &none, .served_count = 1};
    }
    buffer_reset(&fsm->result);
    result_encode(&result, &fsm->result);
}

enum status fsm_apply(struct fsm *fsm, const struct fsm_entry *entry, bool want_result,
                      struct slice *result)
{
    struct command command;

    fsm->applied = (struct fsm_applied){entry->index, entry->term, entry->record_crc};
    if (entry->command.size == 0) {
        return STATUS_OK;
    }
    arena_reset(&fsm->arena);
    if (command_decode(entry->command, &fsm->arena, &command) != STATUS_OK) {
        return STATUS_CORRUPT;
    }
    fsm->counter++;
    fsm->clock.stamp_ms = command.stamp_ms;
    if (want_result) {
        make_result(fsm, &command);
        *result = buffer_slice(&fsm->result);
    }
    return STATUS_OK;
}

enum status fsm_next_due(struct fsm *fsm, struct fsm_due *out)
{
    (void)fsm;
    *out = (struct fsm_due){.at_engine_ms = INT64_MAX, .at_stamp_ms = INT64_MAX};
    return STATUS_OK;
}

struct fsm_clock fsm_clock(const struct fsm *fsm)
{
    return fsm->clock;
}

enum status fsm_has_ready_jobs(struct fsm *fsm, struct slice tenant, struct slice type,
                               struct fsm_ready *out)
{
    (void)fsm;
    (void)tenant;
    (void)type;
    *out = (struct fsm_ready){.for_all = false};
    return STATUS_OK;
}

size_t fsm_take_ready_types(struct fsm *fsm, const struct slice **tenants,
                            const struct slice **types)
{
    (void)fsm;
    *tenants = NULL;
    *types = NULL;
    return 0;
}
