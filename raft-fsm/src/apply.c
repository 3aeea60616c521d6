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

enum verdict command_dispatch(struct exec *x)
{
    switch (x->command->type) {
    case COMMAND_DEPLOY:
        return run_deploy(x);
    case COMMAND_DELETE_RESOURCE:
        return run_delete_resource(x);
    case COMMAND_CREATE_INSTANCE:
        return run_create_instance(x);
    case COMMAND_CANCEL_INSTANCE:
        return run_cancel_instance(x);
    case COMMAND_ASSIGN_BUSINESS_ID:
        return run_assign_business_id(x);
    case COMMAND_SET_VARIABLES:
        return run_set_variables(x);
    case COMMAND_MODIFY_INSTANCE:
        return run_modify_instance(x);
    case COMMAND_DELETE_INSTANCE:
        return run_delete_instance(x);
    case COMMAND_MIGRATE_INSTANCE:
        return run_migrate_instance(x);
    case COMMAND_ACTIVATE_JOBS:
        return run_activate_jobs(x);
    case COMMAND_COMPLETE_JOB:
        return run_complete_job(x);
    case COMMAND_FAIL_JOB:
        return run_fail_job(x);
    case COMMAND_THROW_JOB_ERROR:
        return run_throw_job_error(x);
    case COMMAND_UPDATE_JOB:
        return run_update_job(x);
    case COMMAND_YIELD_JOBS:
        return run_yield_jobs(x);
    case COMMAND_WITHHOLD_JOB:
        return run_withhold_job(x);
    case COMMAND_PUBLISH_MESSAGE:
        return run_publish_message(x);
    case COMMAND_CORRELATE_MESSAGE:
        return run_correlate_message(x);
    case COMMAND_BROADCAST_SIGNAL:
        return run_broadcast_signal(x);
    case COMMAND_RESOLVE_INCIDENT:
        return run_resolve_incident(x);
    case COMMAND_RESOLVE_INCIDENTS:
        return run_resolve_incidents(x);
    case COMMAND_ASSIGN_USER_TASK:
        return run_assign_user_task(x);
    case COMMAND_UNASSIGN_USER_TASK:
        return run_unassign_user_task(x);
    case COMMAND_UPDATE_USER_TASK:
        return run_update_user_task(x);
    case COMMAND_COMPLETE_USER_TASK:
        return run_complete_user_task(x);
    case COMMAND_TICK:
        return run_tick(x);
    case COMMAND_CONTINUE:
        return run_continue(x);
    case COMMAND_PIN_CLOCK:
    case COMMAND_RESET_CLOCK:
        return run_clock(x);
    case COMMAND_PURGE:
        return run_purge(x);
    case COMMAND_CREATE_BATCH:
    case COMMAND_CANCEL_BATCH:
    case COMMAND_SUSPEND_BATCH:
    case COMMAND_RESUME_BATCH:
        return run_batch(x);
    case COMMAND_EVALUATE_DECISION:
        return run_evaluate_decision(x);
    }
    UNREACHABLE("command_decode knows every type");
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
