/* Writing commands. command_decode.c is the mirror of this file, payload by payload: the number
 * that value_put_array is given here is the one that decode_tuple asks for there. */
#include "codec_int.h"
#include "command_int.h"

#include "base/assert.h"

static void put_payload(const struct command *command, struct buffer *out);

void command_encode(const struct command *command, struct buffer *out)
{
    command_header_put(command, out);
    value_put_array(out, COMMAND_ENVELOPE_MEMBERS);
    value_put_string(out, command->tenant);
    value_put_string(out, command->actor);
    value_put_string_or_null(out, command->idempotency_key);
    encode_hash(out, command->body_hash);
    put_payload(command, out);
}

static void put_deploy(const struct command *command, struct buffer *out)
{
    const struct deploy_command *c = &command->deploy;

    value_put_array(out, c->resource_count);
    for (uint32_t i = 0; i < c->resource_count; i++) {
        const struct deploy_resource *resource = &c->resources[i];

        bool is_decisions = resource->kind == RESOURCE_REQUIREMENTS;

        value_put_array(out, is_decisions ? DEPLOY_UNIT_MEMBERS : DEPLOY_RESOURCE_MEMBERS);
        value_put_string(out, resource->name);
        value_put_bytes(out, resource->content);
        value_put_array(out, resource->process_count);
        for (uint32_t j = 0; j < resource->process_count; j++) {
            const struct deploy_process *process = &resource->processes[j];

            value_put_array(out, 4);
            value_put_string(out, process->process_id);
            value_put_string_or_null(out, process->name);
            value_put_string_or_null(out, process->version_tag);
            value_put_bytes(out, process->model);
        }
        value_put_u64(out, (uint64_t)resource->kind);
        value_put_string_or_null(out, resource->id);
        value_put_string_or_null(out, resource->version_tag);
        if (is_decisions) {
            value_put_bytes(out, resource->unit);
        }
    }
}

static void put_create_instance(const struct command *command, struct buffer *out)
{
    const struct create_instance_command *c = &command->create_instance;

    value_put_array(out, CREATE_INSTANCE_MEMBERS);
    value_put_u64(out, c->process_definition_key);
    value_put_string(out, c->process_id);
    encode_i32(out, c->version);
    encode_object(out, c->variables);
    encode_texts(out, c->tags, c->tag_count);
    value_put_string_or_null(out, c->business_id);
    value_put_bool(out, c->await_completion);
    value_put_string_or_null(out, c->version_tag);
    encode_texts(out, c->start_elements, c->start_element_count);
    encode_texts(out, c->final_elements, c->final_element_count);
    value_put_bool(out, c->unique_business_id);
}

static void put_set_variables(const struct command *command, struct buffer *out)
{
    const struct set_variables_command *c = &command->set_variables;

    value_put_array(out, 3);
    value_put_u64(out, c->scope_key);
    encode_object(out, c->variables);
    value_put_bool(out, c->local);
}

static void put_activate_jobs(const struct command *command, struct buffer *out)
{
    const struct activate_jobs_command *c = &command->activate_jobs;

    value_put_array(out, 2);
    value_put_string(out, c->type);
    value_put_array(out, c->request_count);
    for (uint32_t i = 0; i < c->request_count; i++) {
        const struct activate_jobs_request *request = &c->requests[i];

        value_put_array(out, ACTIVATE_REQUEST_MEMBERS);
        value_put_u64(out, request->waiter);
        value_put_string(out, request->worker);
        value_put_int(out, request->timeout_ms);
        value_put_u64(out, request->jobs_max);
        value_put_bool(out, request->with_lease);
    }
}

static void put_complete_job(const struct command *command, struct buffer *out)
{
    const struct complete_job_command *c = &command->complete_job;

    value_put_array(out, COMPLETE_JOB_MEMBERS);
    value_put_u64(out, c->job_key);
    encode_object(out, c->variables);
    value_put_string_or_null(out, c->business_id);
    value_put_bool(out, c->unique_business_id);
    value_put_string_or_null(out, c->lease_token);
}

static void put_fail_job(const struct command *command, struct buffer *out)
{
    const struct fail_job_command *c = &command->fail_job;

    value_put_array(out, FAIL_JOB_MEMBERS);
    value_put_u64(out, c->job_key);
    encode_i32(out, c->retries);
    value_put_int(out, c->back_off_ms);
    value_put_string_or_null(out, c->error_message);
    encode_object(out, c->variables);
    value_put_string_or_null(out, c->lease_token);
}

static void put_throw_job_error(const struct command *command, struct buffer *out)
{
    const struct throw_job_error_command *c = &command->throw_job_error;

    value_put_array(out, THROW_JOB_ERROR_MEMBERS);
    value_put_u64(out, c->job_key);
    value_put_string(out, c->error_code);
    value_put_string_or_null(out, c->error_message);
    encode_object(out, c->variables);
    value_put_string_or_null(out, c->lease_token);
}

static void put_update_job(const struct command *command, struct buffer *out)
{
    const struct update_job_command *c = &command->update_job;

    value_put_array(out, UPDATE_JOB_MEMBERS);
    value_put_u64(out, c->job_key);
    value_put_bool(out, c->has_retries);
    value_put_bool(out, c->has_timeout);
    value_put_bool(out, c->has_priority);
    encode_i32(out, c->retries);
    encode_i32(out, c->priority);
    value_put_int(out, c->timeout_ms);
    value_put_string_or_null(out, c->lease_token);
}

static void put_yield_jobs(const struct command *command, struct buffer *out)
{
    const struct yield_jobs_command *c = &command->yield_jobs;

    value_put_array(out, 2);
    value_put_u64(out, c->activation);
    encode_keys(out, c->job_keys, c->job_count);
}

static void put_withhold_job(const struct command *command, struct buffer *out)
{
    value_put_array(out, 2);
    value_put_u64(out, command->withhold_job.activation);
    value_put_u64(out, command->withhold_job.job_key);
}

static void put_publish_message(const struct command *command, struct buffer *out)
{
    const struct publish_message_command *c = &command->publish_message;

    value_put_array(out, PUBLISH_MESSAGE_MEMBERS);
    value_put_string(out, c->name);
    value_put_string(out, c->correlation_key);
    value_put_int(out, c->time_to_live_ms);
    value_put_string_or_null(out, c->message_id);
    encode_object(out, c->variables);
    value_put_string_or_null(out, c->business_id);
    value_put_bool(out, c->unique_business_id);
}

static void put_broadcast_signal(const struct command *command, struct buffer *out)
{
    value_put_array(out, 2);
    value_put_string(out, command->broadcast_signal.name);
    encode_object(out, command->broadcast_signal.variables);
}

static void put_correlate_message(const struct command *command, struct buffer *out)
{
    const struct correlate_message_command *c = &command->correlate_message;

    value_put_array(out, CORRELATE_MESSAGE_MEMBERS);
    value_put_string(out, c->name);
    value_put_string(out, c->correlation_key);
    encode_object(out, c->variables);
    value_put_string_or_null(out, c->business_id);
    value_put_bool(out, c->unique_business_id);
}

static void put_update_user_task(const struct command *command, struct buffer *out)
{
    const struct update_user_task_command *c = &command->update_user_task;

    value_put_array(out, 9);
    value_put_u64(out, c->user_task_key);
    value_put_bool(out, c->has_candidate_groups);
    value_put_bool(out, c->has_candidate_users);
    value_put_bool(out, c->has_priority);
    encode_i32(out, c->priority);
    value_put_string_or_null(out, c->due_date);
    value_put_string_or_null(out, c->follow_up_date);
    encode_texts(out, c->candidate_groups, c->candidate_group_count);
    encode_texts(out, c->candidate_users, c->candidate_user_count);
}

static void put_assign_user_task(const struct command *command, struct buffer *out)
{
    const struct assign_user_task_command *c = &command->assign_user_task;

    value_put_array(out, 3);
    value_put_u64(out, c->user_task_key);
    value_put_string_or_null(out, c->assignee);
    value_put_bool(out, c->allow_override);
}

static void put_complete_user_task(const struct command *command, struct buffer *out)
{
    const struct complete_user_task_command *c = &command->complete_user_task;

    value_put_array(out, 2);
    value_put_u64(out, c->user_task_key);
    encode_object(out, c->variables);
}

static void put_purge(const struct command *command, struct buffer *out)
{
    const struct purge_command *c = &command->purge;

    value_put_array(out, 2);
    value_put_int(out, c->before_ms);
    value_put_u64(out, c->limit);
}

static void put_create_batch(const struct command *command, struct buffer *out)
{
    const struct create_batch_command *c = &command->create_batch;

    value_put_array(out, 2);
    value_put_bytes(out, c->plan);
    batch_items_put(c->items, c->item_count, out);
}

static void put_control_batch(const struct command *command, struct buffer *out)
{
    value_put_u64(out, command->control_batch.batch_operation_key);
}

static void put_delete_resource(const struct command *command, struct buffer *out)
{
    value_put_u64(out, command->delete_resource.resource_key);
}

static void put_cancel_instance(const struct command *command, struct buffer *out)
{
    value_put_u64(out, command->cancel_instance.process_instance_key);
}

static void put_assign_business_id(const struct command *command, struct buffer *out)
{
    const struct assign_business_id_command *c = &command->assign_business_id;

    value_put_array(out, 3);
    value_put_u64(out, c->process_instance_key);
    value_put_string(out, c->business_id);
    value_put_bool(out, c->unique_business_id);
}

static void put_delete_instance(const struct command *command, struct buffer *out)
{
    value_put_array(out, 2);
    value_put_u64(out, command->delete_instance.process_instance_key);
    value_put_u64(out, command->delete_instance.document_count);
}

static void put_resolve_incident(const struct command *command, struct buffer *out)
{
    value_put_u64(out, command->resolve_incident.incident_key);
}

static void put_resolve_incidents(const struct command *command, struct buffer *out)
{
    value_put_u64(out, command->resolve_incidents.process_instance_key);
}

static void put_unassign_user_task(const struct command *command, struct buffer *out)
{
    value_put_u64(out, command->unassign_user_task.user_task_key);
}

static void put_tick(const struct command *command, struct buffer *out)
{
    value_put_u64(out, command->tick.limit);
}

static void put_continue(const struct command *command, struct buffer *out)
{
    value_put_u64(out, command->continue_.limit);
}

static void put_pin_clock(const struct command *command, struct buffer *out)
{
    value_put_int(out, command->pin_clock.timestamp_ms);
}

static void put_reset_clock(const struct command *command, struct buffer *out)
{
    (void)command;
    value_put_null(out);
}

static void put_evaluate_decision(const struct command *command, struct buffer *out)
{
    const struct evaluate_decision_command *c = &command->evaluate_decision;

    value_put_array(out, 3);
    value_put_u64(out, c->decision_key);
    value_put_string(out, c->decision_id);
    encode_object(out, c->variables);
}

static void (*const put_functions[])(const struct command *command, struct buffer *out) = {
    [COMMAND_DEPLOY] = put_deploy,
    [COMMAND_DELETE_RESOURCE] = put_delete_resource,
    [COMMAND_CREATE_INSTANCE] = put_create_instance,
    [COMMAND_CANCEL_INSTANCE] = put_cancel_instance,
    [COMMAND_SET_VARIABLES] = put_set_variables,
    [COMMAND_MODIFY_INSTANCE] = modification_put,
    [COMMAND_DELETE_INSTANCE] = put_delete_instance,
    [COMMAND_MIGRATE_INSTANCE] = migration_put,
    [COMMAND_ASSIGN_BUSINESS_ID] = put_assign_business_id,
    [COMMAND_ACTIVATE_JOBS] = put_activate_jobs,
    [COMMAND_COMPLETE_JOB] = put_complete_job,
    [COMMAND_FAIL_JOB] = put_fail_job,
    [COMMAND_THROW_JOB_ERROR] = put_throw_job_error,
    [COMMAND_UPDATE_JOB] = put_update_job,
    [COMMAND_YIELD_JOBS] = put_yield_jobs,
    [COMMAND_WITHHOLD_JOB] = put_withhold_job,
    [COMMAND_PUBLISH_MESSAGE] = put_publish_message,
    [COMMAND_CORRELATE_MESSAGE] = put_correlate_message,
    [COMMAND_BROADCAST_SIGNAL] = put_broadcast_signal,
    [COMMAND_RESOLVE_INCIDENT] = put_resolve_incident,
    [COMMAND_RESOLVE_INCIDENTS] = put_resolve_incidents,
    [COMMAND_ASSIGN_USER_TASK] = put_assign_user_task,
    [COMMAND_COMPLETE_USER_TASK] = put_complete_user_task,
    [COMMAND_UPDATE_USER_TASK] = put_update_user_task,
    [COMMAND_UNASSIGN_USER_TASK] = put_unassign_user_task,
    [COMMAND_TICK] = put_tick,
    [COMMAND_CONTINUE] = put_continue,
    [COMMAND_PIN_CLOCK] = put_pin_clock,
    [COMMAND_RESET_CLOCK] = put_reset_clock,
    [COMMAND_PURGE] = put_purge,
    [COMMAND_CREATE_BATCH] = put_create_batch,
    [COMMAND_CANCEL_BATCH] = put_control_batch,
    [COMMAND_SUSPEND_BATCH] = put_control_batch,
    [COMMAND_RESUME_BATCH] = put_control_batch,
    [COMMAND_EVALUATE_DECISION] = put_evaluate_decision,
};

static void put_payload(const struct command *command, struct buffer *out)
{
    ASSERT((size_t)command->type < sizeof(put_functions) / sizeof(put_functions[0]));
    ASSERT(put_functions[command->type] != NULL);
    put_functions[command->type](command, out);
}
