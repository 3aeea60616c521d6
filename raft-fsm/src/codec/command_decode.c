/* Reading commands: the mirror of command_encode.c. The bytes may come from anywhere; what is read
 * here is checked so far that the engine may trust kinds, counts and texts, not yet meanings. */
#include "codec_int.h"
#include "command_int.h"

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

static void get_deploy(struct decoder *d, struct deploy_command *c)
{
    c->resources = decode_list(d, sizeof(*c->resources), &c->resource_count);
    for (uint32_t i = 0; i < c->resource_count && d->status == STATUS_OK; i++) {
        struct deploy_resource *resource = &c->resources[i];

        decode_tuple(d, 3);
        resource->name = decode_text(d);
        resource->content = decode_bytes(d);
        resource->processes =
            decode_list(d, sizeof(*resource->processes), &resource->process_count);
        for (uint32_t j = 0; j < resource->process_count && d->status == STATUS_OK; j++) {
            struct deploy_process *process = &resource->processes[j];

            decode_tuple(d, 4);
            process->process_id = decode_text(d);
            process->name = decode_text_or_null(d);
            process->version_tag = decode_text_or_null(d);
            process->model = decode_bytes(d);
        }
    }
}

static void get_create_instance(struct decoder *d, struct create_instance_command *c)
{
    decode_tuple(d, 7);
    c->process_definition_key = decode_u64(d);
    c->process_id = decode_text(d);
    c->version = decode_i32(d);
    c->variables = decode_object(d);
    c->tags = decode_texts(d, &c->tag_count);
    c->business_id = decode_text_or_null(d);
    c->await_completion = decode_bool(d);
}

static void get_set_variables(struct decoder *d, struct set_variables_command *c)
{
    decode_tuple(d, 3);
    c->scope_key = decode_u64(d);
    c->variables = decode_object(d);
    c->local = decode_bool(d);
}

static void get_activate_jobs(struct decoder *d, struct activate_jobs_command *c)
{
    decode_tuple(d, 2);
    c->type = decode_text(d);
    c->requests = decode_list(d, sizeof(*c->requests), &c->request_count);
    for (uint32_t i = 0; i < c->request_count && d->status == STATUS_OK; i++) {
        struct activate_jobs_request *request = &c->requests[i];

        decode_tuple(d, 4);
        request->waiter = decode_u64(d);
        request->worker = decode_text(d);
        request->timeout_ms = decode_i64(d);
        request->jobs_max = decode_u32(d);
    }
}

static void get_complete_job(struct decoder *d, struct complete_job_command *c)
{
    decode_tuple(d, 2);
    c->job_key = decode_u64(d);
    c->variables = decode_object(d);
}

static void get_fail_job(struct decoder *d, struct fail_job_command *c)
{
    decode_tuple(d, 5);
    c->job_key = decode_u64(d);
    c->retries = decode_i32(d);
    c->back_off_ms = decode_i64(d);
    c->error_message = decode_text_or_null(d);
    c->variables = decode_object(d);
}

static void get_throw_job_error(struct decoder *d, struct throw_job_error_command *c)
{
    decode_tuple(d, 4);
    c->job_key = decode_u64(d);
    c->error_code = decode_text(d);
    c->error_message = decode_text_or_null(d);
    c->variables = decode_object(d);
}

static void get_update_job(struct decoder *d, struct update_job_command *c)
{
    decode_tuple(d, 7);
    c->job_key = decode_u64(d);
    c->has_retries = decode_bool(d);
    c->has_timeout = decode_bool(d);
    c->has_priority = decode_bool(d);
    c->retries = decode_i32(d);
    c->priority = decode_i32(d);
    c->timeout_ms = decode_i64(d);
}

static void get_yield_jobs(struct decoder *d, struct yield_jobs_command *c)
{
    decode_tuple(d, 2);
    c->activation = decode_u64(d);
    c->job_keys = decode_keys(d, &c->job_count);
}

static void get_publish_message(struct decoder *d, struct publish_message_command *c)
{
    decode_tuple(d, 5);
    c->name = decode_text(d);
    c->correlation_key = decode_text(d);
    c->time_to_live_ms = decode_i64(d);
    c->message_id = decode_text_or_null(d);
    c->variables = decode_object(d);
}

static void get_assign_user_task(struct decoder *d, struct assign_user_task_command *c)
{
    decode_tuple(d, 3);
    c->user_task_key = decode_u64(d);
    c->assignee = decode_text_or_null(d);
    c->allow_override = decode_bool(d);
}

static void get_complete_user_task(struct decoder *d, struct complete_user_task_command *c)
{
    decode_tuple(d, 2);
    c->user_task_key = decode_u64(d);
    c->variables = decode_object(d);
}

static void get_purge(struct decoder *d, struct purge_command *c)
{
    decode_tuple(d, 2);
    c->before_ms = decode_i64(d);
    c->limit = decode_u32(d);
}

static void get_null(struct decoder *d)
{
    struct value_item item;

    if (d->status == STATUS_OK) {
        d->status = value_read(&d->reader, &item);
    }
    if (d->status == STATUS_OK && item.kind != VALUE_NULL) {
        d->status = STATUS_MALFORMED;
    }
}

static void get_payload(struct decoder *d, struct command *out)
{
    switch (out->type) {
    case COMMAND_DEPLOY:
        get_deploy(d, &out->deploy);
        break;
    case COMMAND_CREATE_INSTANCE:
        get_create_instance(d, &out->create_instance);
        break;
    case COMMAND_CANCEL_INSTANCE:
        out->cancel_instance.process_instance_key = decode_u64(d);
        break;
    case COMMAND_SET_VARIABLES:
        get_set_variables(d, &out->set_variables);
        break;
    case COMMAND_ACTIVATE_JOBS:
        get_activate_jobs(d, &out->activate_jobs);
        break;
    case COMMAND_COMPLETE_JOB:
        get_complete_job(d, &out->complete_job);
        break;
    case COMMAND_FAIL_JOB:
        get_fail_job(d, &out->fail_job);
        break;
    case COMMAND_THROW_JOB_ERROR:
        get_throw_job_error(d, &out->throw_job_error);
        break;
    case COMMAND_UPDATE_JOB:
        get_update_job(d, &out->update_job);
        break;
    case COMMAND_YIELD_JOBS:
        get_yield_jobs(d, &out->yield_jobs);
        break;
    case COMMAND_PUBLISH_MESSAGE:
        get_publish_message(d, &out->publish_message);
        break;
    case COMMAND_RESOLVE_INCIDENT:
        out->resolve_incident.incident_key = decode_u64(d);
        break;
    case COMMAND_ASSIGN_USER_TASK:
        get_assign_user_task(d, &out->assign_user_task);
        break;
    case COMMAND_COMPLETE_USER_TASK:
        get_complete_user_task(d, &out->complete_user_task);
        break;
    case COMMAND_TICK:
        out->tick.limit = decode_u32(d);
        break;
    case COMMAND_CONTINUE:
        out->continue_.limit = decode_u32(d);
        break;
    case COMMAND_PIN_CLOCK:
        out->pin_clock.timestamp_ms = decode_i64(d);
        break;
    case COMMAND_RESET_CLOCK:
        get_null(d);
        break;
    case COMMAND_PURGE:
        get_purge(d, &out->purge);
        break;
    }
}
