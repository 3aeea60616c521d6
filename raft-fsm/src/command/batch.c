/* Batch operations: one command, the plan, is run for each of many items.
 *
 * Each item is a CONTINUE of its own: what refuses it, or breaks it, drops what the item has done
 * and nothing else, and is its error. A stored step under the batch's key is what asks for the
 * CONTINUEs; without it the batch rests. */
#include "command/batch.h"

#include <inttypes.h>

#include "base/limits.h"
#include "command/commands.h"

/* --- what is told of it --- */

static struct trace_batch trace_of(const struct batch_row *batch, enum batch_state state)
{
    return (struct trace_batch){.key = batch->key,
                                .state = state,
                                .type = batch_type_name(batch->plan),
                                .actor = batch->actor,
                                .start_ms = batch->start_ms,
                                .total = batch->total,
                                .failed = batch->failed,
                                .completed = batch->done - batch->failed};
}

static enum batch_state state_of(const struct batch_row *batch)
{
    if (batch->suspended) {
        return BATCH_SUSPENDED;
    }
    return batch->phase == BATCH_PHASE_LISTING ? BATCH_CREATED : BATCH_ACTIVE;
}

static void tell(struct exec *x, const struct batch_row *batch)
{
    struct trace_batch told = trace_of(batch, state_of(batch));

    trace_batch(x, &told);
}

static void tell_item(struct exec *x, const struct batch_row *batch, uint32_t ordinal,
                      const struct batch_item *item, struct trace_batch_item told)
{
    told.key = batch->key + 1 + ordinal;
    told.batch_key = batch->key;
    told.item_key = item->key;
    told.type = batch_type_name(batch->plan);
    told.processed_ms = told.state == BATCH_ITEM_ACTIVE ? 0 : x->now_ms;
    trace_batch_item(x, item->process_instance_key, &told);
}

/* --- its life --- */

static void wake(struct exec *x, uint64_t key)
{
    struct step step = {.kind = STEP_RUN_BATCH, .instance_key = key, .flow = BPMN_NONE};

    step_row_put(&x->rows, exec_next_key(x), &step);
}

static void rest(struct exec *x, uint64_t key)
{
    step_rows_delete(&x->rows, key);
}

static void end(struct exec *x, const struct batch_row *batch, enum batch_state state)
{
    struct trace_batch told = trace_of(batch, state);

    told.end_ms = x->now_ms;
    trace_batch(x, &told);
    rest(x, batch->key);
    batch_row_delete(&x->rows, batch->key);
}

/* Keep the row, or end the batch with its last item. */
static void keep(struct exec *x, const struct batch_row *batch)
{
    if (batch->done == batch->total && batch->phase != BATCH_PHASE_LISTING) {
        end(x, batch, BATCH_COMPLETED);
        return;
    }
    batch_row_put(&x->rows, batch);
    tell(x, batch);
}

static uint32_t chunk_of(uint32_t ordinal)
{
    return ordinal - ordinal % BATCH_CHUNK_ITEMS;
}

/* Tell of the next items, so that they are seen before they run. */
static void list_some(struct exec *x, struct batch_row *batch)
{
    uint32_t count = 0;
    const struct batch_item *items =
        batch->listed < batch->total ? batch_items_load(&x->rows, batch->key, batch->listed, &count)
                                     : NULL;

    for (uint32_t i = 0; i < count; i++) {
        tell_item(x, batch, batch->listed + i, &items[i],
                  (struct trace_batch_item){.state = BATCH_ITEM_ACTIVE});
    }
    batch->listed += count;
    if (batch->listed == batch->total) {
        batch->phase = BATCH_PHASE_RUNNING;
    }
    keep(x, batch);
}

/* Strike off what has not run, from `listed` on. */
static void cancel_some(struct exec *x, struct batch_row *batch)
{
    uint32_t first = chunk_of(batch->listed);
    uint32_t count = 0;
    const struct batch_item *items = batch_items_load(&x->rows, batch->key, first, &count);

    for (uint32_t i = batch->listed - first; i < count; i++) {
        tell_item(x, batch, first + i, &items[i],
                  (struct trace_batch_item){.state = BATCH_ITEM_CANCELED});
    }
    batch->listed = first + count;
    if (batch->listed >= batch->total) {
        end(x, batch, BATCH_CANCELED);
    } else {
        batch_row_put(&x->rows, batch);
    }
}

/* --- one item --- */

/* The item's turn is over. */
static void item_done(struct exec *x, struct batch_row *batch, struct trace_batch_item told)
{
    uint32_t first = chunk_of(batch->done);
    uint32_t count;
    const struct batch_item *items = batch_items_load(&x->rows, batch->key, first, &count);

    if (items == NULL || batch->done - first >= count) {
        return; /* the load has said so */
    }
    tell_item(x, batch, batch->done, &items[batch->done - first], told);
    batch->done++;
    batch->failed += told.state == BATCH_ITEM_FAILED ? 1 : 0;
    if (batch->done == first + count) {
        batch_items_delete(&x->rows, batch->key, first);
    }
    keep(x, batch);
}

void batch_item_refused(struct exec *x, uint64_t batch_key, enum status status, struct slice why)
{
    struct trace_batch_item told = {
        .state = status == STATUS_NOT_FOUND ? BATCH_ITEM_SKIPPED : BATCH_ITEM_FAILED, .error = why};
    struct batch_row batch;

    if (batch_row_get(&x->rows, batch_key, &batch)) {
        item_done(x, &batch, told);
    }
}

/* The plan for this item. */
static void plan_aim(struct command *command, const struct batch_item *item)
{
    switch ((int)command->type) {
    case COMMAND_CANCEL_INSTANCE:
        command->cancel_instance.process_instance_key = item->key;
        break;
    case COMMAND_DELETE_INSTANCE:
        command->delete_instance.process_instance_key = item->key;
        command->delete_instance.document_count = item->document_count;
        break;
    case COMMAND_MIGRATE_INSTANCE:
        command->migrate_instance.process_instance_key = item->key;
        break;
    case COMMAND_MODIFY_INSTANCE:
        command->modify_instance.process_instance_key = item->key;
        break;
    case COMMAND_RESOLVE_INCIDENT:
        command->resolve_incident.incident_key = item->key;
        break;
    case COMMAND_UPDATE_JOB:
        command->update_job.job_key = item->key;
        break;
    default:
        break;
    }
}

/* The command runs as if it had come by itself; what it pushes runs behind it. */
static enum verdict plan_run(struct exec *x, struct command *plan)
{
    const struct command *command = x->command;
    struct result result = x->result;
    enum verdict v;

    x->command = plan;
    v = command_dispatch(x);
    x->command = command;
    if (x->result.status == STATUS_OK) {
        x->result = result;
    }
    return v;
}

static enum verdict run_item(struct exec *x, struct batch_row *batch)
{
    uint32_t first = chunk_of(batch->done);
    uint32_t count;
    const struct batch_item *items = batch_items_load(&x->rows, batch->key, first, &count);
    struct slice bytes;
    struct command plan;
    enum verdict v;

    ENSURE(x, items != NULL && batch->done - first < count);
    ENSURE(x, batch_plan_get(&x->rows, batch->key, &bytes));
    ENSURE(x, command_decode(bytes, x->arena, &plan) == STATUS_OK);
    plan.tenant = batch->tenant;
    plan_aim(&plan, &items[batch->done - first]);
    x->acting_batch = batch->key;
    v = plan_run(x, &plan);
    if (v == V_OK && x->result.status == STATUS_OK) {
        item_done(x, batch, (struct trace_batch_item){.state = BATCH_ITEM_COMPLETED});
    }
    return v;
}

enum verdict batch_continue(struct exec *x, struct batch_row *batch)
{
    switch (batch->phase) {
    case BATCH_PHASE_LISTING:
        list_some(x, batch);
        return V_OK;
    case BATCH_PHASE_RUNNING:
        return run_item(x, batch);
    case BATCH_PHASE_CANCELING:
        cancel_some(x, batch);
        return V_OK;
    }
    ENSURE(x, false);
}

/* --- the commands --- */

static bool plan_is_good(struct exec *x, const struct create_batch_command *c, struct command *plan)
{
    if (command_decode(c->plan, x->arena, plan) != STATUS_OK ||
        batch_type_name(plan->type) == NULL) {
        exec_reject(x, STATUS_INVALID_ARGUMENT,
                    "Expected to create a batch operation, but its plan is none");
        return false;
    }
    if (c->item_count > LIMIT_BATCH_ITEMS) {
        exec_reject(x, STATUS_INVALID_ARGUMENT,
                    "Expected to create a batch operation of at most %d items, but it has %u",
                    LIMIT_BATCH_ITEMS, c->item_count);
        return false;
    }
    return true;
}

static enum verdict create_batch(struct exec *x)
{
    const struct create_batch_command *c = &x->command->create_batch;
    struct batch_row batch = {.phase = BATCH_PHASE_LISTING,
                              .tenant = x->command->tenant,
                              .actor = x->command->actor,
                              .start_ms = x->now_ms,
                              .total = c->item_count};
    struct command plan;

    if (!plan_is_good(x, c, &plan)) {
        return V_OK;
    }
    batch.key = exec_next_key(x);
    batch.plan = plan.type;
    x->meta.next_key += c->item_count; /* the items' own */
    x->result.batch.batch_operation_key = batch.key;
    batch_plan_put(&x->rows, batch.key, c->plan);
    batch_items_store(&x->rows, batch.key, c->items, c->item_count);
    wake(x, batch.key);
    list_some(x, &batch);
    return V_OK;
}

static bool batch_find(struct exec *x, const char *verb, struct batch_row *batch)
{
    uint64_t key = x->command->control_batch.batch_operation_key;

    if (batch_row_get(&x->rows, key, batch) && batch->phase != BATCH_PHASE_CANCELING) {
        return true;
    }
    exec_reject(x, STATUS_NOT_FOUND,
                "Expected to %s a batch operation with key '%" PRIu64
                "', but no such batch operation was found",
                verb, key);
    return false;
}

static enum verdict cancel_batch(struct exec *x)
{
    struct batch_row batch;

    if (!batch_find(x, "cancel", &batch)) {
        return V_OK;
    }
    if (batch.suspended) {
        wake(x, batch.key);
    }
    batch.suspended = false;
    batch.phase = BATCH_PHASE_CANCELING;
    batch.listed = batch.done;
    cancel_some(x, &batch);
    return V_OK;
}

static enum verdict suspend_batch(struct exec *x)
{
    struct batch_row batch;

    if (!batch_find(x, "suspend", &batch)) {
        return V_OK;
    }
    if (batch.suspended) {
        exec_reject(x, STATUS_WRONG_STATE,
                    "Expected to suspend a batch operation with key '%" PRIu64
                    "', but it is suspended",
                    batch.key);
        return V_OK;
    }
    batch.suspended = true;
    rest(x, batch.key);
    keep(x, &batch);
    return V_OK;
}

static enum verdict resume_batch(struct exec *x)
{
    struct batch_row batch;

    if (!batch_find(x, "resume", &batch)) {
        return V_OK;
    }
    if (!batch.suspended) {
        exec_reject(x, STATUS_WRONG_STATE,
                    "Expected to resume a batch operation with key '%" PRIu64
                    "', but it is not suspended",
                    batch.key);
        return V_OK;
    }
    batch.suspended = false;
    wake(x, batch.key);
    keep(x, &batch);
    return V_OK;
}

enum verdict run_batch(struct exec *x)
{
    switch ((int)x->command->type) {
    case COMMAND_CREATE_BATCH:
        return create_batch(x);
    case COMMAND_CANCEL_BATCH:
        return cancel_batch(x);
    case COMMAND_SUSPEND_BATCH:
        return suspend_batch(x);
    default:
        return resume_batch(x);
    }
}
