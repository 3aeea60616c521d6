/* One command, from its bytes to its rows: all of it or nothing.
 *
 * The write set of the command (row/write_set.h) is flushed when the command has succeeded. A
 * rejection, a bug and a fault drop it, and with it the keys that were given out; what a rejection
 * leaves is at most the record of its idempotency key, what a bug leaves is the ban of its
 * instance. */
#include <stdio.h>

#include "base/assert.h"
#include "base/log.h"
#include "command/batch.h"
#include "command/commands.h"
#include "fsm_int.h"
#include "idempotency.h"

static void exec_begin(struct exec *x, struct fsm *fsm, const struct command *command,
                       uint64_t index)
{
    *x = (struct exec){.arena = &fsm->command_arena,
                       .scratch = &fsm->scratch_arena,
                       .definitions = &fsm->definitions,
                       .command = command,
                       .index = index,
                       .meta = fsm->meta,
                       .ready_types = &fsm->ready_types,
                       .result = {.status = STATUS_OK, .type = command->type}};
    /* The stamp never goes back, whatever a leader wrote. */
    if (command->stamp_ms > x->meta.clock.stamp_ms) {
        x->meta.clock.stamp_ms = command->stamp_ms;
    }
    x->stamp_ms = x->meta.clock.stamp_ms;
    x->now_ms =
        x->meta.clock.pinned ? x->meta.clock.pinned_ms : x->stamp_ms + x->meta.clock.offset_ms;
    rows_init(&x->rows, fsm->turn, x->arena, &fsm->row_buffer);
    x->rows.writes.late = &fsm->late;
}

static enum verdict (*const run_functions[])(struct exec *x) = {
    [COMMAND_DEPLOY] = run_deploy,
    [COMMAND_DELETE_RESOURCE] = run_delete_resource,
    [COMMAND_CREATE_INSTANCE] = run_create_instance,
    [COMMAND_CANCEL_INSTANCE] = run_cancel_instance,
    [COMMAND_ASSIGN_BUSINESS_ID] = run_assign_business_id,
    [COMMAND_SET_VARIABLES] = run_set_variables,
    [COMMAND_MODIFY_INSTANCE] = run_modify_instance,
    [COMMAND_DELETE_INSTANCE] = run_delete_instance,
    [COMMAND_MIGRATE_INSTANCE] = run_migrate_instance,
    [COMMAND_ACTIVATE_JOBS] = run_activate_jobs,
    [COMMAND_COMPLETE_JOB] = run_complete_job,
    [COMMAND_FAIL_JOB] = run_fail_job,
    [COMMAND_THROW_JOB_ERROR] = run_throw_job_error,
    [COMMAND_UPDATE_JOB] = run_update_job,
    [COMMAND_YIELD_JOBS] = run_yield_jobs,
    [COMMAND_WITHHOLD_JOB] = run_withhold_job,
    [COMMAND_PUBLISH_MESSAGE] = run_publish_message,
    [COMMAND_CORRELATE_MESSAGE] = run_correlate_message,
    [COMMAND_BROADCAST_SIGNAL] = run_broadcast_signal,
    [COMMAND_RESOLVE_INCIDENT] = run_resolve_incident,
    [COMMAND_RESOLVE_INCIDENTS] = run_resolve_incidents,
    [COMMAND_ASSIGN_USER_TASK] = run_assign_user_task,
    [COMMAND_UNASSIGN_USER_TASK] = run_unassign_user_task,
    [COMMAND_UPDATE_USER_TASK] = run_update_user_task,
    [COMMAND_COMPLETE_USER_TASK] = run_complete_user_task,
    [COMMAND_TICK] = run_tick,
    [COMMAND_CONTINUE] = run_continue,
    [COMMAND_PIN_CLOCK] = run_clock,
    [COMMAND_RESET_CLOCK] = run_clock,
    [COMMAND_PURGE] = run_purge,
    [COMMAND_CREATE_BATCH] = run_batch,
    [COMMAND_CANCEL_BATCH] = run_batch,
    [COMMAND_SUSPEND_BATCH] = run_batch,
    [COMMAND_RESUME_BATCH] = run_batch,
    [COMMAND_EVALUATE_DECISION] = run_evaluate_decision,
};

/* command_decode has seen that the type is known. */
enum verdict command_dispatch(struct exec *x)
{
    ASSERT((size_t)x->command->type < sizeof(run_functions) / sizeof(run_functions[0]));
    ASSERT(run_functions[x->command->type] != NULL);
    return run_functions[x->command->type](x);
}

/* What a client asks for and is too large is refused, and that is all; what happens by itself would
 * be too large the next time, too. */
static bool comes_again(const struct exec *broken)
{
    enum command_type type = broken->command->type;

    return !broken->outgrown || type == COMMAND_TICK || type == COMMAND_CONTINUE;
}

/* Who pays for a bug: an instance that a call has made in this very command goes away with it, so
 * it is who called. */
static uint64_t acting_survivor(struct exec *broken)
{
    uint64_t key = broken->acting_instance;
    const struct element_row *root = element_row_find(&broken->rows, key);

    while (root != NULL && root->stored.size == 0 && root->instance.caller_key != 0) {
        const struct element_row *caller =
            element_row_find(&broken->rows, root->instance.caller_key);

        key = caller == NULL ? 0 : caller->instance_key;
        root = caller == NULL ? NULL : element_row_find(&broken->rows, key);
    }
    return key;
}

/* A bug: the instance is banned so that it does not meet it again, or what was due is struck off,
 * when nobody is there to be banned. */
static void bug_settle(struct exec *x, const struct exec *broken)
{
    bool bannable = comes_again(broken) && broken->acting_batch == 0 &&
                    broken->acting_instance != 0 &&
                    element_find(x, broken->acting_instance) != NULL;

    if (broken->acting_batch != 0) {
        batch_item_refused(x, broken->acting_batch, STATUS_INTERNAL,
                           exec_printf(x, "the engine failed: %s", broken->bug));
    } else if (bannable) {
        banned_row_put(&x->rows, broken->acting_instance, x->index);
    } else if (broken->has_acting_due) {
        due_row_delete(&x->rows, &broken->acting_due);
    }
    log_error("fsm", "bug index=%llu instance=%llu file=%s line=%d reason=%s",
              (unsigned long long)x->index,
              bannable ? (unsigned long long)broken->acting_instance : 0ULL, broken->bug_file,
              broken->bug_line, broken->bug);
    exec_reject(x, STATUS_INTERNAL, "Expected to run the command, but the engine failed: %s",
                broken->bug);
}

/* STATUS_LIMIT: a row or the command's memory has grown past what any command should need. A fault
 * of the store outweighs the bug that may have come of it. */
static bool is_bug(const struct exec *x)
{
    enum status st = x->rows.writes.status;

    return st == STATUS_LIMIT || (st == STATUS_OK && (x->bug != NULL || x->arena->exhausted));
}

static void run_steps(struct exec *x)
{
    steps_init(x);
    if (command_dispatch(x) == V_OK && x->result.status == STATUS_OK) {
        steps_run(x, LIMIT_STEPS_PER_COMMAND);
    }
    if (!exec_stopped(x) && x->result.status == STATUS_OK) {
        rows_settle(&x->rows);
        idempotency_record(x);
    }
}

/* Run the command; on return x holds what is to be kept, or a fault. */
static void run(struct exec *x, struct fsm *fsm)
{
    struct arena_mark mark = arena_mark(x->arena);
    struct result result;
    struct exec broken;
    uint64_t batch_key;

    run_steps(x);
    if (is_bug(x)) {
        broken = *x;
        broken.acting_instance = acting_survivor(x);
        broken.outgrown = broken.bug == NULL;
        if (broken.outgrown) {
            broken.bug = "the command outgrew its memory";
            broken.bug_file = "";
        }
        arena_rewind(x->arena, mark);
        x->arena->exhausted = false;
        exec_begin(x, fsm, broken.command, broken.index);
        bug_settle(x, &broken);
    } else if (x->rows.writes.status == STATUS_OK && x->result.status != STATUS_OK) {
        result = x->result;
        batch_key = x->acting_batch;
        exec_begin(x, fsm, x->command, x->index);
        if (batch_key != 0) {
            batch_item_refused(x, batch_key, result.status, result.detail);
            return;
        }
        x->result = result;
        idempotency_record(x);
    }
}

/* What the trace and the result borrow from the store is valid until the flush: they go first. */
static enum status finish(struct fsm *fsm, struct exec *x, bool want_result)
{
    struct trace trace = {.index = x->index, .events = x->trace.events, .count = x->trace.count};
    enum status st = x->rows.writes.status;

    if (st == STATUS_OK && want_result) {
        result_encode(&x->result, &fsm->result);
    }
    if (st == STATUS_OK && fsm->options.on_trace != NULL) {
        st = fsm->options.on_trace(fsm->options.ctx, &trace);
    }
    if (st == STATUS_OK) {
        st = rows_flush(&x->rows);
    }
    if (st == STATUS_OK) {
        fsm->meta = x->meta;
        fsm->last_puts = x->rows.writes.flushed_puts;
        fsm->last_deletes = x->rows.writes.flushed_deletes;
    }
    if (st == STATUS_OK && x->definitions_changed) {
        definitions_drop(&fsm->definitions);
    }
    return st;
}

enum status command_apply(struct fsm *fsm, const struct command *command, uint64_t index,
                          bool want_result)
{
    struct exec x;

    exec_begin(&x, fsm, command, index);
    if (!idempotency_answer(&x)) {
        run(&x, fsm);
    }
    return finish(fsm, &x, want_result);
}
