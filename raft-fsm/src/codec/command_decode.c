/* Reading commands: the mirror of command_encode.c. The bytes may come from anywhere; what is read
 * here is checked so far that the engine may trust kinds, counts and texts, not yet meanings. */
#include "codec_int.h"
#include "command_int.h"

#include "base/assert.h"
#include "base/bytes.h"

static enum status check_header(struct slice bytes);
static void get_payload(struct decoder *d, struct command *out);

enum status command_decode(struct slice bytes, struct arena *arena, struct command *out)
{
    struct decoder d;
    enum status st = check_header(bytes);

    if (st != STATUS_OK) {
        return st;
    }

    *out = (struct command){.type = command_type_of(bytes), .version = COMMAND_VERSION};
    out->stamp_ms = command_stamp_of(bytes);
    command_origin_of(bytes, &out->origin_node, &out->origin_sequence);

    d = decoder_of(slice_from(bytes, COMMAND_HEADER_BYTES), arena);
    decode_tuple(&d, COMMAND_ENVELOPE_MEMBERS);
    out->tenant = decode_text(&d);
    out->actor = decode_text(&d);
    out->idempotency_key = decode_text_or_null(&d);
    out->body_hash = decode_hash(&d);
    get_payload(&d, out);
    return decoder_end(&d);
}

/* A type or version from the future is no damage: the node stops rather than skip it. */
static enum status check_header(struct slice bytes)
{
    if (bytes.size < COMMAND_HEADER_BYTES || bytes.data[HEADER_FORMAT_AT] != COMMAND_FORMAT ||
        bytes_get_u32be(bytes.data + HEADER_TYPE_AT + 2) != 0) {
        return STATUS_MALFORMED;
    }
    if (bytes.data[HEADER_VERSION_AT] != COMMAND_VERSION ||
        slice_is(slice_of(command_type_name(command_type_of(bytes))), "UNKNOWN")) {
        return STATUS_NOT_IMPLEMENTED;
    }
    return STATUS_OK;
}

static void get_deploy_processes(struct decoder *d, struct deploy_resource *resource)
{
    resource->processes = decode_list(d, sizeof(*resource->processes), &resource->process_count);
    for (uint32_t i = 0; i < resource->process_count && d->status == STATUS_OK; i++) {
        struct deploy_process *process = &resource->processes[i];

        decode_tuple(d, 4);
        process->process_id = decode_text(d);
        process->name = decode_text_or_null(d);
        process->version_tag = decode_text_or_null(d);
        process->model = decode_bytes(d);
    }
}

static void get_deploy(struct decoder *d, struct command *out)
{
    struct deploy_command *c = &out->deploy;

    c->resources = decode_list(d, sizeof(*c->resources), &c->resource_count);
    for (uint32_t i = 0; i < c->resource_count && d->status == STATUS_OK; i++) {
        struct deploy_resource *resource = &c->resources[i];
        uint32_t members = decode_tuple_grown_twice(d, DEPLOY_RESOURCE_MEMBERS_FIRST,
                                                    DEPLOY_RESOURCE_MEMBERS, DEPLOY_UNIT_MEMBERS);

        resource->name = decode_text(d);
        resource->content = decode_bytes(d);
        get_deploy_processes(d, resource);
        if (members > DEPLOY_RESOURCE_MEMBERS_FIRST) {
            resource->kind = decode_resource_kind(d);
            resource->id = decode_text_or_null(d);
            resource->version_tag = decode_text_or_null(d);
        }
        if ((members == DEPLOY_UNIT_MEMBERS) != (resource->kind == RESOURCE_REQUIREMENTS)) {
            decoder_fail(d, STATUS_MALFORMED);
        } else if (members == DEPLOY_UNIT_MEMBERS) {
            resource->unit = decode_bytes(d);
        }
    }
}

static void get_create_instance(struct decoder *d, struct command *out)
{
    struct create_instance_command *c = &out->create_instance;

    bool is_whole = decode_tuple_grown(d, CREATE_INSTANCE_MEMBERS_FIRST, CREATE_INSTANCE_MEMBERS);

    c->process_definition_key = decode_u64(d);
    c->process_id = decode_text(d);
    c->version = decode_i32(d);
    c->variables = decode_object(d);
    c->tags = decode_texts(d, &c->tag_count);
    c->business_id = decode_text_or_null(d);
    c->await_completion = decode_bool(d);
    if (is_whole) {
        c->version_tag = decode_text_or_null(d);
        c->start_elements = decode_texts(d, &c->start_element_count);
        c->final_elements = decode_texts(d, &c->final_element_count);
        c->unique_business_id = decode_bool(d);
    }
}

static void get_set_variables(struct decoder *d, struct command *out)
{
    struct set_variables_command *c = &out->set_variables;

    decode_tuple(d, 3);
    c->scope_key = decode_u64(d);
    c->variables = decode_object(d);
    c->local = decode_bool(d);
}

static void get_activate_jobs(struct decoder *d, struct command *out)
{
    struct activate_jobs_command *c = &out->activate_jobs;

    decode_tuple(d, 2);
    c->type = decode_text(d);
    c->requests = decode_list(d, sizeof(*c->requests), &c->request_count);
    for (uint32_t i = 0; i < c->request_count && d->status == STATUS_OK; i++) {
        struct activate_jobs_request *request = &c->requests[i];
        bool is_whole =
            decode_tuple_grown(d, ACTIVATE_REQUEST_MEMBERS_FIRST, ACTIVATE_REQUEST_MEMBERS);

        request->waiter = decode_u64(d);
        request->worker = decode_text(d);
        request->timeout_ms = decode_i64(d);
        request->jobs_max = decode_u32(d);
        request->with_lease = is_whole && decode_bool(d);
    }
}

static void get_complete_job(struct decoder *d, struct command *out)
{
    struct complete_job_command *c = &out->complete_job;
    uint32_t members = decode_tuple_grown_twice(d, COMPLETE_JOB_MEMBERS_FIRST,
                                                COMPLETE_JOB_MEMBERS_THEN, COMPLETE_JOB_MEMBERS);

    c->job_key = decode_u64(d);
    c->variables = decode_object(d);
    if (members >= COMPLETE_JOB_MEMBERS_THEN) {
        c->business_id = decode_text_or_null(d);
        c->unique_business_id = decode_bool(d);
    }
    if (members >= COMPLETE_JOB_MEMBERS) {
        c->lease_token = decode_text_or_null(d);
    }
}

static void get_fail_job(struct decoder *d, struct command *out)
{
    struct fail_job_command *c = &out->fail_job;
    bool is_whole = decode_tuple_grown(d, FAIL_JOB_MEMBERS_FIRST, FAIL_JOB_MEMBERS);

    c->job_key = decode_u64(d);
    c->retries = decode_i32(d);
    c->back_off_ms = decode_i64(d);
    c->error_message = decode_text_or_null(d);
    c->variables = decode_object(d);
    if (is_whole) {
        c->lease_token = decode_text_or_null(d);
    }
}

static void get_throw_job_error(struct decoder *d, struct command *out)
{
    struct throw_job_error_command *c = &out->throw_job_error;
    bool is_whole = decode_tuple_grown(d, THROW_JOB_ERROR_MEMBERS_FIRST, THROW_JOB_ERROR_MEMBERS);

    c->job_key = decode_u64(d);
    c->error_code = decode_text(d);
    c->error_message = decode_text_or_null(d);
    c->variables = decode_object(d);
    if (is_whole) {
        c->lease_token = decode_text_or_null(d);
    }
}

static void get_update_job(struct decoder *d, struct command *out)
{
    struct update_job_command *c = &out->update_job;
    bool is_whole = decode_tuple_grown(d, UPDATE_JOB_MEMBERS_FIRST, UPDATE_JOB_MEMBERS);

    c->job_key = decode_u64(d);
    c->has_retries = decode_bool(d);
    c->has_timeout = decode_bool(d);
    c->has_priority = decode_bool(d);
    c->retries = decode_i32(d);
    c->priority = decode_i32(d);
    c->timeout_ms = decode_i64(d);
    if (is_whole) {
        c->lease_token = decode_text_or_null(d);
    }
}

static void get_yield_jobs(struct decoder *d, struct command *out)
{
    struct yield_jobs_command *c = &out->yield_jobs;

    decode_tuple(d, 2);
    c->activation = decode_u64(d);
    c->job_keys = decode_keys(d, &c->job_count);
}

static void get_withhold_job(struct decoder *d, struct command *out)
{
    decode_tuple(d, 2);
    out->withhold_job.activation = decode_u64(d);
    out->withhold_job.job_key = decode_u64(d);
}

static void get_publish_message(struct decoder *d, struct command *out)
{
    struct publish_message_command *c = &out->publish_message;
    bool is_whole = decode_tuple_grown(d, PUBLISH_MESSAGE_MEMBERS_FIRST, PUBLISH_MESSAGE_MEMBERS);

    c->name = decode_text(d);
    c->correlation_key = decode_text(d);
    c->time_to_live_ms = decode_i64(d);
    c->message_id = decode_text_or_null(d);
    c->variables = decode_object(d);
    if (is_whole) {
        c->business_id = decode_text_or_null(d);
        c->unique_business_id = decode_bool(d);
    }
}

static void get_broadcast_signal(struct decoder *d, struct command *out)
{
    decode_tuple(d, 2);
    out->broadcast_signal.name = decode_text(d);
    out->broadcast_signal.variables = decode_object(d);
}

static void get_correlate_message(struct decoder *d, struct command *out)
{
    struct correlate_message_command *c = &out->correlate_message;
    bool is_whole =
        decode_tuple_grown(d, CORRELATE_MESSAGE_MEMBERS_FIRST, CORRELATE_MESSAGE_MEMBERS);

    c->name = decode_text(d);
    c->correlation_key = decode_text(d);
    c->variables = decode_object(d);
    if (is_whole) {
        c->business_id = decode_text_or_null(d);
        c->unique_business_id = decode_bool(d);
    }
}

static void get_update_user_task(struct decoder *d, struct command *out)
{
    struct update_user_task_command *c = &out->update_user_task;

    decode_tuple(d, 9);
    c->user_task_key = decode_u64(d);
    c->has_candidate_groups = decode_bool(d);
    c->has_candidate_users = decode_bool(d);
    c->has_priority = decode_bool(d);
    c->priority = decode_i32(d);
    c->due_date = decode_text_or_null(d);
    c->follow_up_date = decode_text_or_null(d);
    c->candidate_groups = decode_texts(d, &c->candidate_group_count);
    c->candidate_users = decode_texts(d, &c->candidate_user_count);
}

static void get_assign_user_task(struct decoder *d, struct command *out)
{
    struct assign_user_task_command *c = &out->assign_user_task;

    decode_tuple(d, 3);
    c->user_task_key = decode_u64(d);
    c->assignee = decode_text_or_null(d);
    c->allow_override = decode_bool(d);
}

static void get_complete_user_task(struct decoder *d, struct command *out)
{
    struct complete_user_task_command *c = &out->complete_user_task;

    decode_tuple(d, 2);
    c->user_task_key = decode_u64(d);
    c->variables = decode_object(d);
}

static void get_purge(struct decoder *d, struct command *out)
{
    struct purge_command *c = &out->purge;

    decode_tuple(d, 2);
    c->before_ms = decode_i64(d);
    c->limit = decode_u32(d);
}

static void get_create_batch(struct decoder *d, struct command *out)
{
    struct create_batch_command *c = &out->create_batch;

    decode_tuple(d, 2);
    c->plan = decode_bytes(d);
    c->items = batch_items_get(d, &c->item_count);
}

static void get_control_batch(struct decoder *d, struct command *out)
{
    out->control_batch.batch_operation_key = decode_u64(d);
}

static void get_reset_clock(struct decoder *d, struct command *out)
{
    struct value_item item;

    (void)out;
    if (d->status == STATUS_OK) {
        d->status = value_read(&d->reader, &item);
    }
    if (d->status == STATUS_OK && item.kind != VALUE_NULL) {
        d->status = STATUS_MALFORMED;
    }
}

static void get_delete_resource(struct decoder *d, struct command *out)
{
    out->delete_resource.resource_key = decode_u64(d);
}

static void get_cancel_instance(struct decoder *d, struct command *out)
{
    out->cancel_instance.process_instance_key = decode_u64(d);
}

static void get_assign_business_id(struct decoder *d, struct command *out)
{
    struct assign_business_id_command *c = &out->assign_business_id;

    decode_tuple(d, 3);
    c->process_instance_key = decode_u64(d);
    c->business_id = decode_text(d);
    c->unique_business_id = decode_bool(d);
}

static void get_delete_instance(struct decoder *d, struct command *out)
{
    decode_tuple(d, 2);
    out->delete_instance.process_instance_key = decode_u64(d);
    out->delete_instance.document_count = decode_u32(d);
}

static void get_resolve_incident(struct decoder *d, struct command *out)
{
    out->resolve_incident.incident_key = decode_u64(d);
}

static void get_resolve_incidents(struct decoder *d, struct command *out)
{
    out->resolve_incidents.process_instance_key = decode_u64(d);
}

static void get_unassign_user_task(struct decoder *d, struct command *out)
{
    out->unassign_user_task.user_task_key = decode_u64(d);
}

static void get_tick(struct decoder *d, struct command *out)
{
    out->tick.limit = decode_u32(d);
}

static void get_continue(struct decoder *d, struct command *out)
{
    out->continue_.limit = decode_u32(d);
}

static void get_pin_clock(struct decoder *d, struct command *out)
{
    out->pin_clock.timestamp_ms = decode_i64(d);
}

static void get_evaluate_decision(struct decoder *d, struct command *out)
{
    struct evaluate_decision_command *c = &out->evaluate_decision;

    decode_tuple(d, 3);
    c->decision_key = decode_u64(d);
    c->decision_id = decode_text(d);
    c->variables = decode_object(d);
}

static void (*const get_functions[])(struct decoder *d, struct command *out) = {
    [COMMAND_DEPLOY] = get_deploy,
    [COMMAND_DELETE_RESOURCE] = get_delete_resource,
    [COMMAND_CREATE_INSTANCE] = get_create_instance,
    [COMMAND_CANCEL_INSTANCE] = get_cancel_instance,
    [COMMAND_SET_VARIABLES] = get_set_variables,
    [COMMAND_MODIFY_INSTANCE] = modification_get,
    [COMMAND_DELETE_INSTANCE] = get_delete_instance,
    [COMMAND_MIGRATE_INSTANCE] = migration_get,
    [COMMAND_ASSIGN_BUSINESS_ID] = get_assign_business_id,
    [COMMAND_ACTIVATE_JOBS] = get_activate_jobs,
    [COMMAND_COMPLETE_JOB] = get_complete_job,
    [COMMAND_FAIL_JOB] = get_fail_job,
    [COMMAND_THROW_JOB_ERROR] = get_throw_job_error,
    [COMMAND_UPDATE_JOB] = get_update_job,
    [COMMAND_YIELD_JOBS] = get_yield_jobs,
    [COMMAND_WITHHOLD_JOB] = get_withhold_job,
    [COMMAND_PUBLISH_MESSAGE] = get_publish_message,
    [COMMAND_CORRELATE_MESSAGE] = get_correlate_message,
    [COMMAND_BROADCAST_SIGNAL] = get_broadcast_signal,
    [COMMAND_RESOLVE_INCIDENT] = get_resolve_incident,
    [COMMAND_RESOLVE_INCIDENTS] = get_resolve_incidents,
    [COMMAND_ASSIGN_USER_TASK] = get_assign_user_task,
    [COMMAND_COMPLETE_USER_TASK] = get_complete_user_task,
    [COMMAND_UPDATE_USER_TASK] = get_update_user_task,
    [COMMAND_UNASSIGN_USER_TASK] = get_unassign_user_task,
    [COMMAND_TICK] = get_tick,
    [COMMAND_CONTINUE] = get_continue,
    [COMMAND_PIN_CLOCK] = get_pin_clock,
    [COMMAND_RESET_CLOCK] = get_reset_clock,
    [COMMAND_PURGE] = get_purge,
    [COMMAND_CREATE_BATCH] = get_create_batch,
    [COMMAND_CANCEL_BATCH] = get_control_batch,
    [COMMAND_SUSPEND_BATCH] = get_control_batch,
    [COMMAND_RESUME_BATCH] = get_control_batch,
    [COMMAND_EVALUATE_DECISION] = get_evaluate_decision,
};

/* check_header has seen that the type is known. */
static void get_payload(struct decoder *d, struct command *out)
{
    ASSERT((size_t)out->type < sizeof(get_functions) / sizeof(get_functions[0]));
    ASSERT(get_functions[out->type] != NULL);
    get_functions[out->type](d, out);
}
