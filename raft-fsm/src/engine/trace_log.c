#include "engine/trace_log.h"

#include <string.h>

#include "engine/exec.h"
#include "row/decision_rows.h"
#include "row/definition_rows.h"
#include "row/resource_rows.h"
#include "verb/form.h"

enum {
    FIRST_EVENTS = 32
};

static struct trace_event *event_add(struct exec *x, enum trace_kind kind)
{
    struct trace_log *log = &x->trace;
    struct trace_event *event;

    if (log->count == log->capacity) {
        uint32_t capacity = log->capacity == 0 ? FIRST_EVENTS : log->capacity * 2;
        struct trace_event *events = ARENA_ARRAY(x->arena, struct trace_event, capacity);

        if (events == NULL) {
            x->rows.writes.status = STATUS_LIMIT;
            return &log->lost;
        }
        if (log->count > 0) {
            memcpy(events, log->events, log->count * sizeof(*events));
        }
        log->events = events;
        log->capacity = capacity;
    }
    event = &log->events[log->count++];
    event->kind = kind;
    event->at_ms = x->now_ms;
    event->stamp_ms = x->stamp_ms;
    return event;
}

static struct trace_place place_in(const struct definition *definition, uint64_t instance_key)
{
    return (struct trace_place){.tenant = definition->tenant,
                                .process_id = definition->process_id,
                                .version = definition->version,
                                .process_definition_key = definition->key,
                                .process_instance_key = instance_key,
                                .root_process_instance_key = instance_key};
}

static struct trace_place place_of(const struct element_row *row)
{
    struct trace_place place = place_in(row->definition, row->instance_key);

    if (row->scope_key != 0) {
        place.element_id = element_model(row)->id;
        place.element_instance_key = row->key;
    }
    return place;
}

static struct trace_place place_of_definition(const struct definition_row *row)
{
    return (struct trace_place){.tenant = row->tenant,
                                .process_id = row->process_id,
                                .version = row->version,
                                .process_definition_key = row->key};
}

void trace_definition(struct exec *x, const struct definition_row *row, struct slice resource,
                      const struct bpmn_process *process)
{
    struct trace_event *event = event_add(x, TRACE_DEFINITION);

    event->place = place_of_definition(row);
    event->definition = (struct trace_definition){.state = DEFINITION_ACTIVE,
                                                  .newest_key = row->key,
                                                  .key = row->key,
                                                  .deployment_key = row->deployment_key,
                                                  .process_id = row->process_id,
                                                  .version = row->version,
                                                  .name = row->name,
                                                  .version_tag = row->version_tag,
                                                  .resource_name = row->resource_name,
                                                  .resource = resource,
                                                  .tenant = row->tenant};
    form_of_start(x, process, row->deployment_key, &event->definition);
}

void trace_definition_end(struct exec *x, const struct definition_row *row,
                          enum definition_state state)
{
    struct trace_event *event = event_add(x, TRACE_DEFINITION);

    event->place = place_of_definition(row);
    event->definition = (struct trace_definition){
        .state = state,
        .newest_key = definition_key_find(&x->rows, row->tenant, row->process_id, -1),
        .key = row->key,
        .deployment_key = row->deployment_key,
        .process_id = row->process_id,
        .version = row->version,
        .tenant = row->tenant};
}

static struct trace_event *resource_event(struct exec *x, const struct resource_row *row)
{
    struct trace_event *event = event_add(x, TRACE_RESOURCE);

    event->place.tenant = row->tenant;
    event->resource = (struct trace_resource){.kind = row->kind,
                                              .key = row->key,
                                              .deployment_key = row->deployment_key,
                                              .id = row->id,
                                              .version = row->version,
                                              .version_tag = row->version_tag,
                                              .resource_name = row->resource_name,
                                              .newest_key = row->key};
    return event;
}

void trace_resource(struct exec *x, const struct resource_row *row, struct slice content)
{
    resource_event(x, row)->resource.content = content;
}

void trace_decisions(struct exec *x, const struct resource_row *row,
                     const struct requirements_row *requirements, const struct resource_row *file,
                     struct slice name, struct slice content)
{
    struct trace_resource *resource = &resource_event(x, row)->resource;

    resource->content = content;
    resource->name = name;
    resource->requirements_id = file->id;
    resource->requirements_name = requirements->name;
    resource->requirements_version = file->version;
    resource->requirements_key = file->key;
}

void trace_decision(struct exec *x, const struct element_row *row,
                    const struct trace_decision *decision)
{
    struct trace_event *event = event_add(x, TRACE_DECISION);

    event->place = (struct trace_place){.tenant = x->command->tenant};
    event->decision = *decision;
    if (row != NULL) {
        event->place = place_of(row);
        event->decision.business_id = element_root(x, row)->instance.business_id;
    }
}

void trace_resource_deleted(struct exec *x, const struct resource_row *row)
{
    struct trace_resource *resource = &resource_event(x, row)->resource;
    struct resource_row newest;

    resource->deleted = true;
    resource->newest_key =
        resource_row_newest(&x->rows, row->kind, row->tenant, row->id, &newest) ? newest.key : 0;
}

void trace_instance(struct exec *x, const struct element_row *row, enum instance_state state)
{
    struct trace_event *event = event_add(x, TRACE_INSTANCE);
    const struct instance_part *part = &row->instance;
    const struct element_row *caller = element_find(x, part->caller_key);

    event->place = place_of(row);
    event->instance = (struct trace_instance){.state = state,
                                              .process_name = row->definition->name,
                                              .version_tag = row->definition->version_tag,
                                              .start_ms = row->start_ms,
                                              .end_ms = state == INSTANCE_ACTIVE ? 0 : x->now_ms,
                                              .parent_process_instance_key =
                                                  caller == NULL ? 0 : caller->instance_key,
                                              .parent_element_instance_key = part->caller_key,
                                              .business_id = part->business_id,
                                              .tags = part->tags,
                                              .tag_count = part->tag_count,
                                              .incident_count = part->incident_count};
}

void trace_element(struct exec *x, const struct element_row *row, enum element_state state)
{
    struct trace_event *event = event_add(x, TRACE_ELEMENT);
    bool ended = state == ELEMENT_COMPLETED || state == ELEMENT_TERMINATED;

    event->place = place_of(row);
    event->element = (struct trace_element){.key = row->key,
                                            .scope_key = row->scope_key,
                                            .state = state,
                                            .type = bpmn_kind_name(element_model(row)->kind),
                                            .name = element_model(row)->name,
                                            .start_ms = row->start_ms,
                                            .end_ms = ended ? x->now_ms : 0,
                                            .incident_key = row->incident_key};
}

void trace_flow(struct exec *x, const struct element_row *scope, const struct bpmn_flow *flow)
{
    struct trace_event *event = event_add(x, TRACE_FLOW);

    event->place = place_of(scope);
    event->flow.flow_id = flow->id;
}

void trace_variable(struct exec *x, const struct element_row *scope,
                    const struct variable_row *variable, bool created)
{
    struct trace_event *event = event_add(x, TRACE_VARIABLE);

    event->place = place_of(scope);
    event->variable = (struct trace_variable){.key = variable->key,
                                              .scope_key = scope->key,
                                              .name = variable->name,
                                              .value = variable->value,
                                              .created = created};
}

/* The headers of an element as an object of strings. */
static struct slice headers_of(struct exec *x, const struct element_row *row)
{
    const struct bpmn_process *process = element_process(row);
    struct bpmn_range range = element_model(row)->headers;
    struct buffer *out = x->rows.buffer;

    if (range.count == 0) {
        return value_empty_object();
    }
    buffer_reset(out);
    value_put_object(out, range.count);
    for (uint32_t i = 0; i < range.count; i++) {
        const struct bpmn_header *header = &process->headers[range.first + i];

        value_put_string(out, header->key);
        value_put_string(out, header->value);
    }
    return arena_copy(x->arena, buffer_slice(out));
}

/* An error that nobody caught leaves the job there, behind an incident. */
static bool job_has_ended(const struct job_row *job, enum job_state state)
{
    return state == JOB_COMPLETED || state == JOB_CANCELED ||
           (state == JOB_ERROR_THROWN && job->state != JOB_ROW_ERROR_THROWN);
}

void trace_job(struct exec *x, const struct element_row *row, const struct job_row *job,
               enum job_state state)
{
    struct trace_event *event = event_add(x, TRACE_JOB);

    event->place = place_of(row);
    event->job =
        (struct trace_job){.key = job->key,
                           .state = state,
                           .kind = "BPMN_ELEMENT",
                           .type = job->type,
                           .worker = job->worker,
                           .retries = job->retries,
                           .priority = job->priority,
                           .deadline_ms = job->state == JOB_ROW_ACTIVE ? job->due_ms : 0,
                           .activation = job->state == JOB_ROW_ACTIVE ? job->activation : 0,
                           .headers = headers_of(x, row),
                           .error_code = job->error_code,
                           .error_message = job->error_message,
                           .created_ms = job->created_ms,
                           .updated_ms = x->now_ms,
                           .end_ms = job_has_ended(job, state) ? x->now_ms : 0};
}

void trace_incident(struct exec *x, const struct element_row *row,
                    const struct incident_row *incident, enum incident_state state)
{
    struct trace_event *event = event_add(x, TRACE_INCIDENT);

    event->place = place_of(row);
    event->incident =
        (struct trace_incident){.key = incident->key,
                                .state = state,
                                .error_type = incident_type_name(incident->type),
                                .message = incident->message,
                                .job_key = incident->job_key,
                                .created_ms = incident->created_ms,
                                .resolved_ms = state == INCIDENT_RESOLVED ? x->now_ms : 0};
}

void trace_user_task(struct exec *x, const struct element_row *row,
                     const struct user_task_row *task, enum user_task_state state)
{
    struct trace_event *event = event_add(x, TRACE_USER_TASK);
    bool ended = state == USER_TASK_COMPLETED || state == USER_TASK_CANCELED;

    event->place = place_of(row);
    event->user_task =
        (struct trace_user_task){.key = task->key,
                                 .state = state,
                                 .name = element_model(row)->name,
                                 .assignee = task->assignee,
                                 .candidate_groups = task->candidate_groups,
                                 .candidate_users = task->candidate_users,
                                 .due_date = task->due_date,
                                 .follow_up_date = task->follow_up_date,
                                 .priority = task->priority,
                                 .headers = headers_of(x, row),
                                 .form_key = task->form_key,
                                 .external_form_reference = task->external_form_reference,
                                 .created_ms = task->created_ms,
                                 .end_ms = ended ? x->now_ms : 0};
}

void trace_message(struct exec *x, const struct message_row *message, enum message_state state)
{
    struct trace_event *event = event_add(x, TRACE_MESSAGE);

    event->place = (struct trace_place){.tenant = message->tenant};
    event->message = (struct trace_message){.key = message->key,
                                            .state = state,
                                            .name = message->name,
                                            .correlation_key = message->correlation_key,
                                            .message_id = message->message_id,
                                            .deadline_ms = message->deadline_ms};
}

static struct trace_event *subscription_add(struct exec *x, const struct element_row *row,
                                            const struct subscription_row *subscription,
                                            enum subscription_state state)
{
    struct trace_event *event = event_add(x, TRACE_SUBSCRIPTION);

    event->place = place_of(row);
    event->place.element_id = element_process(row)->elements[subscription->target].id;
    event->subscription =
        (struct trace_subscription){.key = subscription->key,
                                    .state = state,
                                    .message_name = subscription->message_name,
                                    .correlation_key = subscription->correlation_key,
                                    .updated_ms = x->now_ms};
    return event;
}

void trace_subscription(struct exec *x, const struct element_row *row,
                        const struct subscription_row *subscription, enum subscription_state state)
{
    (void)subscription_add(x, row, subscription, state);
}

void trace_correlation(struct exec *x, const struct element_row *row,
                       const struct subscription_row *subscription, uint64_t message_key,
                       bool stays_open)
{
    struct trace_event *event = subscription_add(x, row, subscription, SUBSCRIPTION_CORRELATED);

    event->subscription.message_key = message_key;
    event->subscription.stays_open = stays_open;
}

void trace_start_subscription(struct exec *x, const struct definition *definition,
                              const struct start_subscription *start, enum subscription_state state)
{
    struct trace_event *event = event_add(x, TRACE_SUBSCRIPTION);

    event->place = place_in(definition, 0);
    event->place.element_id = definition->process->elements[start->element].id;
    event->subscription = (struct trace_subscription){.key = start->key,
                                                      .state = state,
                                                      .is_start_event = true,
                                                      .message_name = start->message_name,
                                                      .updated_ms = x->now_ms};
}

void trace_start_correlation(struct exec *x, const struct element_row *root,
                             const struct start_subscription *start, struct slice correlation_key,
                             uint64_t message_key)
{
    struct trace_event *event = event_add(x, TRACE_SUBSCRIPTION);

    event->place = place_of(root);
    event->place.element_id = element_process(root)->elements[start->element].id;
    event->subscription = (struct trace_subscription){.key = start->key,
                                                      .state = SUBSCRIPTION_CORRELATED,
                                                      .is_start_event = true,
                                                      .message_name = start->message_name,
                                                      .correlation_key = correlation_key,
                                                      .message_key = message_key,
                                                      .updated_ms = x->now_ms};
}

void trace_timer(struct exec *x, const struct definition *definition, const struct element_row *row,
                 const struct timer_row *timer, enum timer_state state)
{
    struct trace_event *event = event_add(x, TRACE_TIMER);
    const struct bpmn_element *target = &definition->process->elements[timer->target];

    event->place = row != NULL ? place_of(row) : place_in(definition, 0);
    event->place.element_id = target->id;
    event->timer = (struct trace_timer){
        .key = timer->key,
        .state = state,
        .due_ms = timer->due_ms,
        .repetitions = timer->repetitions,
        .at_boundary = target->kind == BPMN_BOUNDARY_EVENT ||
                       bpmn_starts_event_sub_process(definition->process, target)};
}

void trace_naming(struct exec *x, const struct element_row *row, enum trace_kind of, uint64_t key)
{
    struct trace_event *event = event_add(x, TRACE_NAMING);

    event->place = place_of(row);
    event->naming = (struct trace_naming){.of = of, .key = key};
}

void trace_purge(struct exec *x, int64_t before_ms, uint32_t limit)
{
    struct trace_event *event = event_add(x, TRACE_PURGE);

    event->purge = (struct trace_purge){.before_ms = before_ms, .limit = limit};
}

void trace_deletion(struct exec *x, uint64_t instance_key, uint32_t limit)
{
    struct trace_event *event = event_add(x, TRACE_DELETION);

    event->place.process_instance_key = instance_key;
    event->deletion = (struct trace_deletion){.limit = limit};
}

void trace_batch(struct exec *x, const struct trace_batch *batch)
{
    event_add(x, TRACE_BATCH)->batch = *batch;
}

void trace_batch_item(struct exec *x, uint64_t instance_key, const struct trace_batch_item *item)
{
    struct trace_event *event = event_add(x, TRACE_BATCH_ITEM);

    event->place.process_instance_key = instance_key;
    event->batch_item = *item;
}
