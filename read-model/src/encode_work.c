/* Jobs, incidents, user tasks, message subscriptions and correlations as documents. */
#include "base/assert.h"
#include "base/iso8601.h"
#include "readmodel_int.h"

static const char *job_state_name(enum job_state state)
{
    switch (state) {
    case JOB_CREATED:
    case JOB_ACTIVE: /* who holds a job is told by its worker and deadline */
        return "CREATED";
    case JOB_COMPLETED:
        return "COMPLETED";
    case JOB_FAILED:
        return "FAILED";
    case JOB_ERROR_THROWN:
        return "ERROR_THROWN";
    case JOB_TIMED_OUT:
        return "TIMED_OUT";
    case JOB_CANCELED:
        return "CANCELED";
    case JOB_RETRIES_UPDATED:
        return "RETRIES_UPDATED";
    case JOB_TIMEOUT_UPDATED:
        return "TIMEOUT_UPDATED";
    case JOB_PRIORITY_UPDATED:
        return "PRIORITY_UPDATED";
    case JOB_MIGRATED:
        return "MIGRATED";
    }
    UNREACHABLE("job state");
}

/* The second half of a job's fields, in table order. */
static void put_job_rest(struct encoder *encoder, const struct trace_event *event,
                         const struct instance_facts *facts)
{
    const struct trace_place *place = &event->place;
    const struct trace_job *job = &event->job;

    put_text(encoder, FIELD_JOB_DEFINITION_ID, place->process_id);
    put_key(encoder, FIELD_JOB_DEFINITION_KEY, place->process_definition_key);
    put_key(encoder, FIELD_JOB_INSTANCE, place->process_instance_key);
    put_key(encoder, FIELD_JOB_ROOT_KEY, place->root_process_instance_key);
    put_text_or_null(encoder, FIELD_JOB_BUSINESS_ID, facts->business_id);
    put_int(encoder, FIELD_JOB_RETRIES, job->retries);
    put_state(encoder, FIELD_JOB_STATE, job_state_name(job->state));
    put_text(encoder, FIELD_JOB_TENANT, place->tenant);
    put_text(encoder, FIELD_JOB_TYPE, job->type);
    put_text(encoder, FIELD_JOB_WORKER, job->worker);
    put_time_or_null(encoder, FIELD_JOB_CREATION_TIME, job->created_ms);
    put_time_or_null(encoder, FIELD_JOB_LAST_UPDATE_TIME, job->updated_ms);
    put_int(encoder, FIELD_JOB_PRIORITY, job->priority);
    put_int(encoder, FIELD_JOB_DEFINITION_VERSION, place->version);
    put_list(encoder, FIELD_JOB_TAGS, facts->tags);
    put_key(encoder, FIELD_JOB_ACTIVATION, job->activation);
}

struct slice encode_job(struct buffer *out, const struct trace_event *event,
                        const struct instance_facts *facts)
{
    const struct trace_place *place = &event->place;
    const struct trace_job *job = &event->job;
    struct encoder encoder;

    encoder_begin(&encoder, out, READMODEL_JOB);
    put_key(&encoder, FIELD_JOB_KEY, job->key);
    put_object(&encoder, FIELD_JOB_HEADERS, job->headers);
    put_time_or_null(&encoder, FIELD_JOB_DEADLINE, job->deadline_ms);
    put_null(&encoder, FIELD_JOB_DENIED_REASON);
    put_text_or_null(&encoder, FIELD_JOB_ELEMENT_ID, null_if_empty(place->element_id));
    put_key(&encoder, FIELD_JOB_ELEMENT_KEY, place->element_instance_key);
    put_time_or_null(&encoder, FIELD_JOB_END_TIME, job->end_ms);
    put_text_or_null(&encoder, FIELD_JOB_ERROR_CODE, null_if_empty(job->error_code));
    put_text_or_null(&encoder, FIELD_JOB_ERROR_MESSAGE, null_if_empty(job->error_message));
    put_bool(&encoder, FIELD_JOB_HAS_FAILED_WITH_RETRIES_LEFT,
             job->state == JOB_FAILED && job->retries > 0);
    put_null(&encoder, FIELD_JOB_IS_DENIED);
    put_enum(&encoder, FIELD_JOB_KIND, job->kind);
    put_enum(&encoder, FIELD_JOB_LISTENER_EVENT, "UNSPECIFIED");
    put_job_rest(&encoder, event, facts);
    encoder_end(&encoder);
    return encoder.state;
}

struct slice encode_incident(struct buffer *out, const struct trace_event *event)
{
    const struct trace_place *place = &event->place;
    const struct trace_incident *incident = &event->incident;
    struct encoder encoder;

    encoder_begin(&encoder, out, READMODEL_INCIDENT);
    put_key(&encoder, FIELD_INCIDENT_KEY, incident->key);
    put_text(&encoder, FIELD_INCIDENT_DEFINITION_ID, place->process_id);
    put_enum(&encoder, FIELD_INCIDENT_ERROR_TYPE, incident->error_type);
    put_text(&encoder, FIELD_INCIDENT_ERROR_MESSAGE, incident->message);
    put_text(&encoder, FIELD_INCIDENT_ELEMENT_ID, place->element_id);
    put_int(&encoder, FIELD_INCIDENT_CREATION_TIME, incident->created_ms);
    put_state(&encoder, FIELD_INCIDENT_STATE,
              incident->state == INCIDENT_ACTIVE ? "ACTIVE" : "RESOLVED");
    put_text(&encoder, FIELD_INCIDENT_TENANT, place->tenant);
    put_key(&encoder, FIELD_INCIDENT_DEFINITION_KEY, place->process_definition_key);
    put_key(&encoder, FIELD_INCIDENT_INSTANCE, place->process_instance_key);
    put_key(&encoder, FIELD_INCIDENT_ROOT_KEY, place->root_process_instance_key);
    /* An incident of the process itself stands at the instance. */
    put_key(&encoder, FIELD_INCIDENT_ELEMENT_KEY,
            place->element_instance_key != 0 ? place->element_instance_key
                                             : place->process_instance_key);
    put_key(&encoder, FIELD_INCIDENT_JOB_KEY, incident->job_key);
    encoder_end(&encoder);
    return encoder.state;
}

static const char *user_task_state_name(enum user_task_state state)
{
    switch (state) {
    case USER_TASK_CREATING:
        return "CREATING";
    case USER_TASK_CREATED:
        return "CREATED";
    case USER_TASK_ASSIGNING:
        return "ASSIGNING";
    case USER_TASK_UPDATING:
        return "UPDATING";
    case USER_TASK_COMPLETING:
        return "COMPLETING";
    case USER_TASK_COMPLETED:
        return "COMPLETED";
    case USER_TASK_CANCELING:
        return "CANCELING";
    case USER_TASK_CANCELED:
        return "CANCELED";
    }
    UNREACHABLE("user task state");
}

/* A date of the model as an instant; a text that is no date shows as none. */
static void put_model_date(struct encoder *encoder, int field, struct slice text)
{
    struct iso_date_time at;
    int64_t ms = 0;

    if (iso_parse_zoned_date_time(text, &at) && instant_to_ms(iso_instant_of(&at, NULL), &ms)) {
        put_int(encoder, field, ms);
        return;
    }
    put_null(encoder, field);
}

/* The second half of a user task's fields, in table order. */
static void put_user_task_rest(struct encoder *encoder, const struct trace_event *event,
                               const struct instance_facts *facts)
{
    const struct trace_place *place = &event->place;
    const struct trace_user_task *task = &event->user_task;

    put_text(encoder, FIELD_USER_TASK_TENANT, place->tenant);
    put_text_or_null(encoder, FIELD_USER_TASK_EXTERNAL_FORM,
                     null_if_empty(task->external_form_reference));
    put_int(encoder, FIELD_USER_TASK_DEFINITION_VERSION, place->version);
    put_object(encoder, FIELD_USER_TASK_HEADERS, task->headers);
    put_int(encoder, FIELD_USER_TASK_PRIORITY, task->priority);
    put_key(encoder, FIELD_USER_TASK_ELEMENT_KEY, place->element_instance_key);
    put_text_or_null(encoder, FIELD_USER_TASK_PROCESS_NAME, facts->name);
    put_key(encoder, FIELD_USER_TASK_DEFINITION_KEY, place->process_definition_key);
    put_key(encoder, FIELD_USER_TASK_INSTANCE, place->process_instance_key);
    put_key(encoder, FIELD_USER_TASK_ROOT_KEY, place->root_process_instance_key);
    put_text_or_null(encoder, FIELD_USER_TASK_BUSINESS_ID, facts->business_id);
    put_key(encoder, FIELD_USER_TASK_FORM_KEY, task->form_key);
    put_list(encoder, FIELD_USER_TASK_TAGS, facts->tags);
}

struct slice encode_user_task(struct buffer *out, const struct trace_event *event,
                              const struct instance_facts *facts)
{
    const struct trace_place *place = &event->place;
    const struct trace_user_task *task = &event->user_task;
    struct encoder encoder;

    encoder_begin(&encoder, out, READMODEL_USER_TASK);
    put_key(&encoder, FIELD_USER_TASK_KEY, task->key);
    put_text_or_null(&encoder, FIELD_USER_TASK_NAME, null_if_empty(task->name));
    put_state(&encoder, FIELD_USER_TASK_STATE, user_task_state_name(task->state));
    put_text_or_null(&encoder, FIELD_USER_TASK_ASSIGNEE, null_if_empty(task->assignee));
    put_text(&encoder, FIELD_USER_TASK_ELEMENT_ID, place->element_id);
    put_list(&encoder, FIELD_USER_TASK_CANDIDATE_GROUPS, task->candidate_groups);
    put_list(&encoder, FIELD_USER_TASK_CANDIDATE_USERS, task->candidate_users);
    put_text(&encoder, FIELD_USER_TASK_DEFINITION_ID, place->process_id);
    put_int(&encoder, FIELD_USER_TASK_CREATION_DATE, task->created_ms);
    put_time_or_null(&encoder, FIELD_USER_TASK_COMPLETION_DATE, task->end_ms);
    put_model_date(&encoder, FIELD_USER_TASK_FOLLOW_UP_DATE, task->follow_up_date);
    put_model_date(&encoder, FIELD_USER_TASK_DUE_DATE, task->due_date);
    put_user_task_rest(&encoder, event, facts);
    encoder_end(&encoder);
    return encoder.state;
}

static const char *subscription_state_name(enum subscription_state state)
{
    switch (state) {
    case SUBSCRIPTION_CREATED:
        return "CREATED";
    case SUBSCRIPTION_CORRELATED:
        return "CORRELATED";
    case SUBSCRIPTION_DELETED:
        return "DELETED";
    }
    UNREACHABLE("subscription state");
}

struct slice encode_subscription(struct buffer *out, const struct trace_event *event,
                                 const struct instance_facts *facts)
{
    const struct trace_place *place = &event->place;
    const struct trace_subscription *subscription = &event->subscription;
    enum subscription_state state =
        subscription->stays_open ? SUBSCRIPTION_CREATED : subscription->state;
    struct encoder encoder;

    encoder_begin(&encoder, out, READMODEL_MESSAGE_SUBSCRIPTION);
    put_key(&encoder, FIELD_SUBSCRIPTION_KEY, subscription->key);
    put_text(&encoder, FIELD_SUBSCRIPTION_DEFINITION_ID, place->process_id);
    put_key(&encoder, FIELD_SUBSCRIPTION_DEFINITION_KEY, place->process_definition_key);
    put_key(&encoder, FIELD_SUBSCRIPTION_INSTANCE, place->process_instance_key);
    put_key(&encoder, FIELD_SUBSCRIPTION_ROOT_KEY, place->root_process_instance_key);
    put_text(&encoder, FIELD_SUBSCRIPTION_ELEMENT_ID, place->element_id);
    put_key(&encoder, FIELD_SUBSCRIPTION_ELEMENT_KEY, place->element_instance_key);
    put_state(&encoder, FIELD_SUBSCRIPTION_STATE, subscription_state_name(state));
    put_int(&encoder, FIELD_SUBSCRIPTION_LAST_UPDATED, subscription->updated_ms);
    put_text(&encoder, FIELD_SUBSCRIPTION_MESSAGE_NAME, subscription->message_name);
    put_text_or_null(&encoder, FIELD_SUBSCRIPTION_CORRELATION_KEY,
                     subscription->is_start_event ? SLICE_EMPTY : subscription->correlation_key);
    put_enum(&encoder, FIELD_SUBSCRIPTION_TYPE,
             subscription->is_start_event ? "START_EVENT" : "PROCESS_EVENT");
    put_object(&encoder, FIELD_SUBSCRIPTION_TOOL_PROPERTIES, SLICE_EMPTY);
    put_text_or_null(&encoder, FIELD_SUBSCRIPTION_DEFINITION_NAME, facts->name);
    put_int(&encoder, FIELD_SUBSCRIPTION_DEFINITION_VERSION, place->version);
    put_null(&encoder, FIELD_SUBSCRIPTION_TOOL_NAME);
    put_null(&encoder, FIELD_SUBSCRIPTION_CONNECTOR_TYPE);
    put_text(&encoder, FIELD_SUBSCRIPTION_TENANT, place->tenant);
    put_text_or_null(&encoder, FIELD_SUBSCRIPTION_BUSINESS_ID, facts->business_id);
    encoder_end(&encoder);
    return encoder.state;
}

void encode_correlation(struct buffer *out, uint64_t key, const struct trace_event *event,
                        const struct instance_facts *facts)
{
    const struct trace_place *place = &event->place;
    const struct trace_subscription *subscription = &event->subscription;
    bool is_start = subscription->is_start_event;
    struct encoder encoder;

    encoder_begin(&encoder, out, READMODEL_CORRELATION);
    put_key(&encoder, FIELD_CORRELATION_KEY, key);
    put_text_or_null(&encoder, FIELD_CORRELATION_BUSINESS_ID, facts->business_id);
    put_text_or_null(&encoder, FIELD_CORRELATION_CORRELATION_KEY,
                     null_if_empty(subscription->correlation_key));
    put_int(&encoder, FIELD_CORRELATION_TIME, subscription->updated_ms);
    put_text(&encoder, FIELD_CORRELATION_ELEMENT_ID, place->element_id);
    put_key(&encoder, FIELD_CORRELATION_ELEMENT_KEY, is_start ? 0 : place->element_instance_key);
    put_key(&encoder, FIELD_CORRELATION_MESSAGE_KEY, subscription->message_key);
    put_text(&encoder, FIELD_CORRELATION_MESSAGE_NAME, subscription->message_name);
    put_int(&encoder, FIELD_CORRELATION_PARTITION, 1);
    put_text(&encoder, FIELD_CORRELATION_DEFINITION_ID, place->process_id);
    put_key(&encoder, FIELD_CORRELATION_DEFINITION_KEY, place->process_definition_key);
    put_key(&encoder, FIELD_CORRELATION_INSTANCE, place->process_instance_key);
    put_key(&encoder, FIELD_CORRELATION_ROOT_KEY, place->root_process_instance_key);
    put_key(&encoder, FIELD_CORRELATION_SUBSCRIPTION_KEY, subscription->key);
    put_text(&encoder, FIELD_CORRELATION_TENANT, place->tenant);
    encoder_end(&encoder);
}
