#include "idempotency.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "command/commands.h"
#include "row/dedupe_rows.h"
#include "row/definition_rows.h"
#include "row/due_rows.h"
#include "row/job_rows.h"
#include "row/resource_rows.h"
#include "verb/decision.h"

enum {
    DETAIL_BYTES = 300, /* of a rejection; with keys, hash and the rest below the record's limit */
    KEYS_MAX = 42
};

static struct dedupe_name name_of(const struct exec *x)
{
    return (struct dedupe_name){.tenant = x->command->tenant,
                                .operation = (uint32_t)x->command->type,
                                .key = x->command->idempotency_key};
}

/* --- answering again --- */

static bool deployed_find(struct exec *x, uint64_t key, struct deployed_resource *out)
{
    struct definition_row definition;
    struct resource_row resource;

    if (definition_row_get(&x->rows, key, &definition)) {
        *out = (struct deployed_resource){.kind = RESOURCE_PROCESS,
                                          .id = definition.process_id,
                                          .version = definition.version,
                                          .resource_name = definition.resource_name,
                                          .key = key};
        return true;
    }
    if (resource_row_get(&x->rows, key, &resource)) {
        *out = (struct deployed_resource){.kind = resource.kind,
                                          .id = resource.id,
                                          .version = resource.version,
                                          .resource_name = resource.resource_name,
                                          .key = key};
        return decision_describe(x, &resource, out);
    }
    return false;
}

static bool answer_deploy(struct exec *x, const struct dedupe_row *row)
{
    struct deploy_result *r = &x->result.deploy;

    if (row->key_count == 0) {
        return false;
    }
    r->deployment_key = row->keys[0];
    r->item_count = row->key_count - 1;
    r->items = ARENA_ARRAY(x->arena, struct deployed_resource, row->key_count);
    for (uint32_t i = 0; r->items != NULL && i < r->item_count; i++) {
        if (!deployed_find(x, row->keys[i + 1], &r->items[i])) {
            return false;
        }
    }
    return r->items != NULL;
}

static bool answer_create_instance(struct exec *x, const struct dedupe_row *row)
{
    const struct definition *definition =
        row->key_count < 2 ? NULL : definitions_get(x->definitions, &x->rows, row->keys[1]);

    if (definition == NULL) {
        return false;
    }
    x->result.create_instance =
        (struct create_instance_result){.process_instance_key = row->keys[0],
                                        .process_definition_key = definition->key,
                                        .process_id = definition->process_id,
                                        .version = definition->version};
    return true;
}

/* Only the jobs that this activation still holds; a retry has one request, as the command had. */
static bool answer_activate_jobs(struct exec *x, const struct dedupe_row *row)
{
    const struct activate_jobs_command *c = &x->command->activate_jobs;
    struct activate_jobs_result *r = &x->result.activate_jobs;
    struct activated_jobs *first;

    r->served = ARENA_ARRAY(x->arena, struct activated_jobs, c->request_count + 1);
    if (row->key_count == 0 || r->served == NULL) {
        return false;
    }
    r->activation = row->keys[0];
    r->served_count = c->request_count;
    for (uint32_t i = 0; i < c->request_count; i++) {
        r->served[i].waiter = c->requests[i].waiter;
    }
    first = &r->served[0];
    first->job_keys = row->keys + 1;
    for (uint32_t i = 1; i < row->key_count; i++) {
        struct job_row job;

        if (job_row_get(&x->rows, row->keys[i], &job) && job.activation == r->activation) {
            first->job_keys[first->job_count++] = job.key;
        }
    }
    return true;
}

static bool answer_of(struct exec *x, const struct dedupe_row *row)
{
    x->result.status = row->status;
    x->result.detail = row->detail;
    x->result.replayed = true;
    if (row->status != STATUS_OK) {
        return true;
    }
    if (x->command->type == COMMAND_DEPLOY) {
        return answer_deploy(x, row);
    }
    if (x->command->type == COMMAND_CREATE_INSTANCE) {
        return answer_create_instance(x, row);
    }
    if (x->command->type == COMMAND_EVALUATE_DECISION) {
        return row->key_count > 2 &&
               evaluation_repeat(x, row->keys[0], row->keys[1], (int64_t)row->keys[2]);
    }
    if (x->command->type == COMMAND_ACTIVATE_JOBS) {
        return answer_activate_jobs(x, row);
    }
    if (x->command->type == COMMAND_PUBLISH_MESSAGE && row->key_count > 0) {
        x->result.publish_message.message_key = row->keys[0];
    }
    if (x->command->type == COMMAND_BROADCAST_SIGNAL && row->key_count > 0) {
        x->result.broadcast_signal.signal_key = row->keys[0];
    }
    if (x->command->type == COMMAND_CORRELATE_MESSAGE && row->key_count > 1) {
        x->result.correlate_message = (struct correlate_message_result){row->keys[0], row->keys[1]};
    }
    if ((x->command->type == COMMAND_RESOLVE_INCIDENTS ||
         x->command->type == COMMAND_CREATE_BATCH) &&
        row->key_count > 0) {
        x->result.batch.batch_operation_key = row->keys[0];
    }
    return true;
}

bool idempotency_answer(struct exec *x)
{
    struct dedupe_name name = name_of(x);
    struct dedupe_row row;

    if (name.key.data == NULL) {
        return false;
    }
    if (name.key.size == 0 || name.key.size > LIMIT_IDEMPOTENCY_KEY_BYTES) {
        exec_reject(x, STATUS_INVALID_ARGUMENT,
                    "Expected an idempotency key of 1 to %d bytes, but it has %zu",
                    LIMIT_IDEMPOTENCY_KEY_BYTES, name.key.size);
        return true;
    }
    if (!dedupe_row_get(&x->rows, &name, &row)) {
        if (dedupe_count_get(&x->rows, name.tenant) < LIMIT_IDEMPOTENCY_KEYS_PER_TENANT) {
            return false;
        }
        exec_reject(x, STATUS_RESOURCE_EXHAUSTED,
                    "Expected to remember the idempotency key, but the tenant has %d already",
                    LIMIT_IDEMPOTENCY_KEYS_PER_TENANT);
        return true;
    }
    if (!hash128_equal(row.body_hash, x->command->body_hash)) {
        exec_reject(x, STATUS_KEY_REUSED,
                    "Expected the request that the idempotency key was first used with, but the "
                    "body differs");
        return true;
    }
    if (!answer_of(x, &row)) {
        exec_reject(x, STATUS_NOT_FOUND,
                    "Expected to repeat the first answer, but what it named is gone");
    }
    return true;
}

/* --- remembering --- */

/* The keys that the answer is made of. */
static uint32_t keys_of(const struct exec *x, uint64_t keys[KEYS_MAX])
{
    const struct result *r = &x->result;
    uint32_t count = 0;

    if (r->status != STATUS_OK) {
        return 0;
    }
    if (r->type == COMMAND_DEPLOY) {
        keys[count++] = r->deploy.deployment_key;
        for (uint32_t i = 0; i < r->deploy.item_count && count < KEYS_MAX; i++) {
            keys[count++] = r->deploy.items[i].key;
        }
    } else if (r->type == COMMAND_CREATE_INSTANCE) {
        keys[count++] = r->create_instance.process_instance_key;
        keys[count++] = r->create_instance.process_definition_key;
    } else if (r->type == COMMAND_EVALUATE_DECISION) {
        /* With its variables and this time, the evaluation comes out the same. */
        keys[count++] = r->evaluate_decision.evaluation_key;
        keys[count++] = r->evaluate_decision.decision_key;
        keys[count++] = (uint64_t)x->now_ms;
    } else if (r->type == COMMAND_PUBLISH_MESSAGE) {
        keys[count++] = r->publish_message.message_key;
    } else if (r->type == COMMAND_BROADCAST_SIGNAL) {
        keys[count++] = r->broadcast_signal.signal_key;
    } else if (r->type == COMMAND_CORRELATE_MESSAGE) {
        keys[count++] = r->correlate_message.message_key;
        keys[count++] = r->correlate_message.process_instance_key;
    } else if (r->type == COMMAND_RESOLVE_INCIDENTS || r->type == COMMAND_CREATE_BATCH) {
        keys[count++] = r->batch.batch_operation_key;
    } else if (r->type == COMMAND_ACTIVATE_JOBS) {
        keys[count++] = r->activate_jobs.activation;
        for (uint32_t i = 0; i < r->activate_jobs.served_count; i++) {
            const struct activated_jobs *served = &r->activate_jobs.served[i];

            for (uint32_t j = 0; j < served->job_count && count < KEYS_MAX; j++) {
                keys[count++] = served->job_keys[j];
            }
        }
    }
    return count;
}

/* What may come out otherwise the next time is not remembered. */
static bool is_worth_it(const struct exec *x)
{
    return x->command->idempotency_key.data != NULL && !x->nothing_done &&
           x->result.status != STATUS_RESOURCE_EXHAUSTED &&
           x->result.status != STATUS_UNAVAILABLE && x->result.status != STATUS_INTERNAL;
}

static void bucket_arm(struct exec *x, uint64_t bucket)
{
    struct due_row due = {.clock = DUE_STAMP,
                          .kind = DUE_DEDUPE,
                          .at_ms = dedupe_bucket_due_ms(bucket),
                          .key = bucket};

    if (!due_row_exists(&x->rows, &due)) {
        due_row_put(&x->rows, &due);
    }
}

void idempotency_record(struct exec *x)
{
    struct dedupe_name name = name_of(x);
    uint64_t keys[KEYS_MAX];
    struct dedupe_row row = {.body_hash = x->command->body_hash,
                             .status = x->result.status,
                             .detail = x->result.detail,
                             .index = x->index,
                             .keys = keys};
    uint64_t bucket;

    if (!is_worth_it(x)) {
        return;
    }
    if (row.detail.size > DETAIL_BYTES) {
        row.detail.size = utf8_valid_bytes(slice_sub(row.detail, 0, DETAIL_BYTES));
    }
    row.key_count = keys_of(x, keys);
    bucket = dedupe_bucket_of(x->stamp_ms);
    bucket_arm(x, bucket);
    dedupe_row_put(&x->rows, &name, bucket, &row);
}
