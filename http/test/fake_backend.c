#include "fake_backend.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/limits.h"
#include "request_int.h"
#include "testkit/test.h"
#include "value/json.h"

/* --- commands as text --- */

static void print_value(struct buffer *out, const char *name, struct slice value)
{
    if (value.data != NULL) {
        buffer_printf(out, " %s=", name);
        json_put(out, value);
    }
}

static void print_text(struct buffer *out, const char *name, struct slice text)
{
    if (text.data != NULL) {
        buffer_printf(out, " %s='%.*s'", name, SLICE_ARG(text));
    }
}

static void print_number(struct buffer *out, const char *name, int64_t number)
{
    buffer_printf(out, " %s=%lld", name, (long long)number);
}

static void print_create(struct buffer *out, const struct create_instance_command *create)
{
    print_number(out, "key", (int64_t)create->process_definition_key);
    print_text(out, "id", create->process_id);
    print_number(out, "version", create->version);
    print_value(out, "variables", create->variables);
    for (uint32_t i = 0; i < create->tag_count; i++) {
        print_text(out, "tag", create->tags[i]);
    }
    print_text(out, "businessId", create->business_id);
    print_number(out, "await", create->await_completion);
    print_text(out, "versionTag", create->version_tag);
    for (uint32_t i = 0; i < create->start_element_count; i++) {
        print_text(out, "at", create->start_elements[i]);
    }
    for (uint32_t i = 0; i < create->final_element_count; i++) {
        print_text(out, "until", create->final_elements[i]);
    }
}

static void print_deploy(struct buffer *out, const struct deploy_command *deploy)
{
    for (uint32_t i = 0; i < deploy->resource_count; i++) {
        print_text(out, "resource", deploy->resources[i].name);
        print_number(out, "bytes", (int64_t)deploy->resources[i].content.size);
        if (deploy->resources[i].kind != RESOURCE_PROCESS) {
            print_number(out, "kind", (int64_t)deploy->resources[i].kind);
            print_text(out, "id", deploy->resources[i].id);
            print_text(out, "versionTag", deploy->resources[i].version_tag);
        }
        for (uint32_t j = 0; j < deploy->resources[i].process_count; j++) {
            print_text(out, "process", deploy->resources[i].processes[j].process_id);
        }
    }
}

static void print_job(struct buffer *out, const struct command *command)
{
    const struct fail_job_command *fail = &command->fail_job;
    const struct throw_job_error_command *error = &command->throw_job_error;
    const struct update_job_command *update = &command->update_job;

    switch ((int)command->type) {
    case COMMAND_COMPLETE_JOB:
        print_number(out, "job", (int64_t)command->complete_job.job_key);
        print_value(out, "variables", command->complete_job.variables);
        print_text(out, "businessId", command->complete_job.business_id);
        break;
    case COMMAND_FAIL_JOB:
        print_number(out, "job", (int64_t)fail->job_key);
        print_number(out, "retries", fail->retries);
        print_number(out, "backOff", fail->back_off_ms);
        print_text(out, "message", fail->error_message);
        print_value(out, "variables", fail->variables);
        break;
    case COMMAND_THROW_JOB_ERROR:
        print_number(out, "job", (int64_t)error->job_key);
        print_text(out, "code", error->error_code);
        print_text(out, "message", error->error_message);
        print_value(out, "variables", error->variables);
        break;
    case COMMAND_UPDATE_JOB:
        print_number(out, "job", (int64_t)update->job_key);
        if (update->has_retries) {
            print_number(out, "retries", update->retries);
        }
        if (update->has_timeout) {
            print_number(out, "timeout", update->timeout_ms);
        }
        if (update->has_priority) {
            print_number(out, "priority", update->priority);
        }
        break;
    default:
        break;
    }
}

static void print_list(struct buffer *out, const char *name, const struct slice *items,
                       uint32_t count)
{
    buffer_printf(out, " %s=[", name);
    for (uint32_t i = 0; i < count; i++) {
        buffer_printf(out, "%s%.*s", i == 0 ? "" : ",", SLICE_ARG(items[i]));
    }
    buffer_put_byte(out, ']');
}

static void print_task_update(struct buffer *out, const struct update_user_task_command *update)
{
    print_number(out, "task", (int64_t)update->user_task_key);
    print_text(out, "due", update->due_date);
    print_text(out, "followUp", update->follow_up_date);
    if (update->has_candidate_groups) {
        print_list(out, "groups", update->candidate_groups, update->candidate_group_count);
    }
    if (update->has_candidate_users) {
        print_list(out, "users", update->candidate_users, update->candidate_user_count);
    }
    if (update->has_priority) {
        print_number(out, "priority", update->priority);
    }
}

static void print_other(struct buffer *out, const struct command *command)
{
    switch ((int)command->type) {
    case COMMAND_CANCEL_INSTANCE:
        print_number(out, "instance", (int64_t)command->cancel_instance.process_instance_key);
        break;
    case COMMAND_ASSIGN_BUSINESS_ID:
        print_number(out, "instance", (int64_t)command->assign_business_id.process_instance_key);
        print_text(out, "businessId", command->assign_business_id.business_id);
        break;
    case COMMAND_SET_VARIABLES:
        print_number(out, "scope", (int64_t)command->set_variables.scope_key);
        print_value(out, "variables", command->set_variables.variables);
        print_number(out, "local", command->set_variables.local);
        break;
    case COMMAND_BROADCAST_SIGNAL:
        print_text(out, "name", command->broadcast_signal.name);
        print_value(out, "variables", command->broadcast_signal.variables);
        break;
    case COMMAND_PUBLISH_MESSAGE:
        print_text(out, "name", command->publish_message.name);
        print_text(out, "correlationKey", command->publish_message.correlation_key);
        print_number(out, "ttl", command->publish_message.time_to_live_ms);
        print_text(out, "id", command->publish_message.message_id);
        print_value(out, "variables", command->publish_message.variables);
        print_text(out, "businessId", command->publish_message.business_id);
        break;
    case COMMAND_CORRELATE_MESSAGE:
        print_text(out, "name", command->correlate_message.name);
        print_text(out, "correlationKey", command->correlate_message.correlation_key);
        print_value(out, "variables", command->correlate_message.variables);
        print_text(out, "businessId", command->correlate_message.business_id);
        break;
    case COMMAND_RESOLVE_INCIDENTS:
        print_number(out, "instance", (int64_t)command->resolve_incidents.process_instance_key);
        break;
    case COMMAND_RESOLVE_INCIDENT:
        print_number(out, "incident", (int64_t)command->resolve_incident.incident_key);
        break;
    case COMMAND_ASSIGN_USER_TASK:
        print_number(out, "task", (int64_t)command->assign_user_task.user_task_key);
        print_text(out, "assignee", command->assign_user_task.assignee);
        print_number(out, "override", command->assign_user_task.allow_override);
        break;
    case COMMAND_UNASSIGN_USER_TASK:
        print_number(out, "task", (int64_t)command->unassign_user_task.user_task_key);
        break;
    case COMMAND_UPDATE_USER_TASK:
        print_task_update(out, &command->update_user_task);
        break;
    case COMMAND_COMPLETE_USER_TASK:
        print_number(out, "task", (int64_t)command->complete_user_task.user_task_key);
        print_value(out, "variables", command->complete_user_task.variables);
        break;
    case COMMAND_PIN_CLOCK:
        print_number(out, "timestamp", command->pin_clock.timestamp_ms);
        break;
    default:
        break;
    }
}

static void print_command(struct buffer *out, const struct command *command)
{
    buffer_put_text(out, command_type_name(command->type));
    if (command->type == COMMAND_CREATE_INSTANCE) {
        print_create(out, &command->create_instance);
    } else if (command->type == COMMAND_DEPLOY) {
        print_deploy(out, &command->deploy);
    } else {
        print_job(out, command);
        print_other(out, command);
    }
    print_text(out, "idempotencyKey", command->idempotency_key);
    buffer_put_byte(out, '\n');
}

/* --- results --- */

static void fill_result(const struct fake *fake, struct result *result,
                        const struct command *command, struct arena *arena)
{
    uint64_t instance = fake->created_key == 0 ? 2251799813685302 : fake->created_key;

    switch ((int)command->type) {
    case COMMAND_CREATE_INSTANCE:
        result->create_instance =
            (struct create_instance_result){.process_instance_key = instance,
                                            .process_definition_key = 2251799813685301,
                                            .process_id = SLICE("order"),
                                            .version = 3};
        break;
    case COMMAND_DEPLOY:
        result->deploy.deployment_key = 2251799813685300;
        result->deploy.items = ARENA_ARRAY(arena, struct deployed_resource, 3);
        result->deploy.item_count = 3;
        result->deploy.items[0] = (struct deployed_resource){.id = SLICE("order"),
                                                             .version = 1,
                                                             .resource_name = SLICE("order.bpmn"),
                                                             .key = 2251799813685301};
        result->deploy.items[1] = (struct deployed_resource){.kind = RESOURCE_FORM,
                                                             .id = SLICE("approval"),
                                                             .version = 2,
                                                             .resource_name = SLICE("a.form"),
                                                             .key = 2251799813685302};
        result->deploy.items[2] = (struct deployed_resource){.kind = RESOURCE_GENERIC,
                                                             .id = SLICE("notes.md"),
                                                             .version = 1,
                                                             .resource_name = SLICE("notes.md"),
                                                             .key = 2251799813685303};
        break;
    case COMMAND_PUBLISH_MESSAGE:
        result->publish_message.message_key = 2251799813685400;
        break;
    case COMMAND_BROADCAST_SIGNAL:
        result->broadcast_signal.signal_key = 2251799813685401;
        break;
    case COMMAND_RESOLVE_INCIDENTS:
    case COMMAND_CREATE_BATCH:
        result->batch.batch_operation_key = 2251799813685700;
        break;
    case COMMAND_CORRELATE_MESSAGE:
        result->correlate_message = (struct correlate_message_result){2251799813685400, instance};
        break;
    default:
        break;
    }
}

static void answer_submit(struct fake *fake, struct slice bytes, struct backend_submit *submit)
{
    struct arena arena;
    struct buffer encoded;
    struct command command;
    struct result result = {0};
    enum status failure;

    arena_init(&arena, LIMIT_COMMAND_BYTES);
    buffer_init(&encoded, LIMIT_COMMAND_BYTES);
    ASSERT(command_decode(bytes, &arena, &command) == STATUS_OK);
    pthread_mutex_lock(&fake->lock);
    print_command(&fake->commands, &command);
    result.type = command.type;
    result.status = fake->next_status;
    result.detail = arena_copy(&arena, slice_of(fake->next_detail));
    failure = fake->next_failure;
    fake->next_status = STATUS_OK;
    fake->next_failure = STATUS_OK;
    fake->next_detail[0] = 0;
    pthread_mutex_unlock(&fake->lock);
    fill_result(fake, &result, &command, &arena);
    result_encode(&result, &encoded);
    submit->done(submit, failure, failure == STATUS_OK ? buffer_slice(&encoded) : SLICE_EMPTY,
                 failure == STATUS_OK ? FAKE_INDEX : 0);
    buffer_deinit(&encoded);
    arena_deinit(&arena);
}

/* --- the backend's functions --- */

static void fake_submit(void *ctx, struct slice command, struct backend_submit *submit)
{
    answer_submit(ctx, command, submit);
}

static void fake_fence(void *ctx, struct backend_fence *fence)
{
    struct fake *fake = ctx;

    fake->last_consistency = fence->consistency;
    fake->last_min_index = fence->min_index;
    fence->done(fence, fake->fence_failure, FAKE_INDEX);
}

static void fake_readmodel_done(void *ctx)
{
    (void)ctx;
}

/* A cluster of one. */
static size_t fake_members(void *ctx, struct backend_member *out, size_t capacity)
{
    (void)ctx;
    ASSERT(capacity > 0);
    out[0] = (struct backend_member){.server_id = 1,
                                     .voter = true,
                                     .is_self = true,
                                     .is_leader = true,
                                     .link_up = true,
                                     .applied_index = 1};
    return 1;
}

static void fake_change(void *ctx, struct backend_change *change)
{
    (void)ctx;
    change->done(change, STATUS_UNAVAILABLE, SLICE_EMPTY);
}

static struct readmodel *fake_readmodel(void *ctx)
{
    return ((struct fake *)ctx)->readmodel;
}

static void fake_poll(void *ctx, struct backend_poll *poll)
{
    struct fake *fake = ctx;

    if (fake->next_job_count > 0) {
        uint32_t count = fake->next_job_count;

        fake->next_job_count = 0;
        poll->done(poll, STATUS_OK, SLICE_EMPTY, FAKE_ACTIVATION, fake->next_jobs, count,
                   FAKE_INDEX);
        return;
    }
    if (poll->deadline_ms <= clock_monotonic_ms()) {
        poll->done(poll, STATUS_OK, SLICE_EMPTY, 0, NULL, 0, FAKE_INDEX);
        return;
    }
    pthread_mutex_lock(&fake->lock);
    ASSERT(fake->poll_count < FAKE_PARKED_MAX);
    fake->polls[fake->poll_count++] = poll;
    fake->polls_seen++;
    pthread_cond_broadcast(&fake->changed);
    pthread_mutex_unlock(&fake->lock);
}

static bool fake_poll_cancel(void *ctx, struct backend_poll *poll)
{
    struct fake *fake = ctx;
    bool found = false;

    pthread_mutex_lock(&fake->lock);
    for (uint32_t i = 0; i < fake->poll_count && !found && !fake->refuses_cancel; i++) {
        if (fake->polls[i] == poll) {
            fake->polls[i] = fake->polls[--fake->poll_count];
            found = true;
        }
    }
    fake->polls_cancelled++;
    pthread_cond_broadcast(&fake->changed);
    pthread_mutex_unlock(&fake->lock);
    return found;
}

static void fake_yield(void *ctx, struct slice tenant, uint64_t activation, const uint64_t *keys,
                       uint32_t count)
{
    struct fake *fake = ctx;

    (void)tenant;
    (void)activation;
    (void)keys;
    pthread_mutex_lock(&fake->lock);
    fake->jobs_yielded += count;
    pthread_cond_broadcast(&fake->changed);
    pthread_mutex_unlock(&fake->lock);
}

static void fake_await(void *ctx, struct backend_await *await)
{
    struct fake *fake = ctx;

    if (fake->awaits_end) {
        await->done(await, fake->next_await, FAKE_INDEX);
        return;
    }
    pthread_mutex_lock(&fake->lock);
    fake->awaits[fake->await_count++] = await;
    fake->awaits_seen++;
    pthread_cond_broadcast(&fake->changed);
    pthread_mutex_unlock(&fake->lock);
}

static bool fake_await_cancel(void *ctx, struct backend_await *await)
{
    struct fake *fake = ctx;
    bool found = false;

    pthread_mutex_lock(&fake->lock);
    for (uint32_t i = 0; i < fake->await_count && !found; i++) {
        if (fake->awaits[i] == await) {
            fake->awaits[i] = fake->awaits[--fake->await_count];
            found = true;
        }
    }
    fake->awaits_cancelled++;
    pthread_cond_broadcast(&fake->changed);
    pthread_mutex_unlock(&fake->lock);
    return found;
}

static void fake_status(void *ctx, struct backend_status *out)
{
    *out = ((struct fake *)ctx)->status;
}

static void fake_metrics(void *ctx, struct buffer *out)
{
    (void)ctx;
    buffer_put_text(out, "baton_fake 1\n");
}

/* --- for tests --- */

void fake_start_with(struct fake *fake, const struct http_options *options)
{
    struct http_options own = *options;
    char message[256] = "";

    *fake = (struct fake){0};
    pthread_mutex_init(&fake->lock, NULL);
    pthread_cond_init(&fake->changed, NULL);
    buffer_init(&fake->commands, MIB(8));
    fake->status = (struct backend_status){.alive = true,
                                           .ready = true,
                                           .role = "leader",
                                           .cluster_id = "00000000-0000-4000-8000-000000000001",
                                           .node_id = 1,
                                           .term = 1,
                                           .commit_index = FAKE_INDEX,
                                           .applied_index = FAKE_INDEX,
                                           .stored_index = FAKE_INDEX,
                                           .clock_control = true};
    fake->backend = (struct http_backend){.ctx = fake,
                                          .submit = fake_submit,
                                          .fence = fake_fence,
                                          .readmodel = fake_readmodel,
                                          .readmodel_done = fake_readmodel_done,
                                          .members = fake_members,
                                          .change = fake_change,
                                          .poll = fake_poll,
                                          .poll_cancel = fake_poll_cancel,
                                          .yield = fake_yield,
                                          .await = fake_await,
                                          .await_cancel = fake_await_cancel,
                                          .status = fake_status,
                                          .metrics = fake_metrics};
    own.address = "127.0.0.1";
    own.backend = &fake->backend;
    own.version = "0.0.0";
    CHECK_OK(http_start(&own, &fake->server, message, sizeof(message)));
    fake->port = http_port(fake->server);
}

void fake_start(struct fake *fake)
{
    struct http_options options = {.threads = 1};

    fake_start_with(fake, &options);
}

void fake_stop(struct fake *fake)
{
    http_drain(fake->server);
    http_stop(fake->server, clock_monotonic_ms());
    buffer_deinit(&fake->commands);
    pthread_cond_destroy(&fake->changed);
    pthread_mutex_destroy(&fake->lock);
}

void fake_wait(struct fake *fake, const uint32_t *number, uint32_t at_least)
{
    pthread_mutex_lock(&fake->lock);
    while (*number < at_least) {
        pthread_cond_wait(&fake->changed, &fake->lock);
    }
    pthread_mutex_unlock(&fake->lock);
}

void fake_answer_poll(struct fake *fake, const uint64_t *keys, uint32_t count)
{
    struct backend_poll *poll;

    pthread_mutex_lock(&fake->lock);
    ASSERT(fake->poll_count > 0);
    poll = fake->polls[0];
    memmove(fake->polls, fake->polls + 1, --fake->poll_count * sizeof(poll));
    pthread_mutex_unlock(&fake->lock);
    poll->done(poll, STATUS_OK, SLICE_EMPTY, FAKE_ACTIVATION, keys, count, FAKE_INDEX);
}

void fake_answer_await(struct fake *fake, enum status status)
{
    struct backend_await *await;

    pthread_mutex_lock(&fake->lock);
    ASSERT(fake->await_count > 0);
    await = fake->awaits[0];
    memmove(fake->awaits, fake->awaits + 1, --fake->await_count * sizeof(await));
    pthread_mutex_unlock(&fake->lock);
    await->done(await, status, FAKE_INDEX);
}

void fake_take_commands(struct fake *fake, struct buffer *out)
{
    pthread_mutex_lock(&fake->lock);
    buffer_put_slice(out, buffer_slice(&fake->commands));
    buffer_reset(&fake->commands);
    pthread_mutex_unlock(&fake->lock);
}
