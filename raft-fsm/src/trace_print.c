/* One event as one line that people read and goldens compare. Keys are shown without their
 * partition, so that they are short; texts are cut to nothing less than they are. */
#include <inttypes.h>

#include "fsm/trace.h"
#include "value/json.h"

enum {
    KEY_COUNTER_BITS = 51
};

static void put_key(struct buffer *out, const char *name, uint64_t key)
{
    if (key != 0) {
        buffer_printf(out, " %s=%" PRIu64, name, key & ((UINT64_C(1) << KEY_COUNTER_BITS) - 1));
    }
}

static void put_time(struct buffer *out, const char *name, int64_t at_ms)
{
    if (at_ms != 0) {
        buffer_printf(out, " %s=%" PRId64, name, at_ms);
    }
}

static void put_text(struct buffer *out, const char *name, struct slice text)
{
    if (text.size > 0) {
        buffer_printf(out, " %s=", name);
        json_put_string(out, text);
    }
}

static void put_value(struct buffer *out, const char *name, struct slice value)
{
    if (value.size > 0) {
        buffer_printf(out, " %s=", name);
        json_put(out, value);
    }
}

static const char *instance_state_name(enum instance_state state)
{
    static const char *const names[] = {
        [INSTANCE_ACTIVE] = "ACTIVE",
        [INSTANCE_COMPLETED] = "COMPLETED",
        [INSTANCE_TERMINATED] = "TERMINATED",
    };
    return names[state];
}

static const char *element_state_name(enum element_state state)
{
    static const char *const names[] = {
        [ELEMENT_ACTIVATING] = "ACTIVATING",   [ELEMENT_ACTIVATED] = "ACTIVATED",
        [ELEMENT_COMPLETING] = "COMPLETING",   [ELEMENT_COMPLETED] = "COMPLETED",
        [ELEMENT_TERMINATING] = "TERMINATING", [ELEMENT_TERMINATED] = "TERMINATED",
    };
    return names[state];
}

static const char *job_state_name(enum job_state state)
{
    static const char *const names[] = {
        [JOB_CREATED] = "CREATED",
        [JOB_ACTIVE] = "ACTIVE",
        [JOB_COMPLETED] = "COMPLETED",
        [JOB_FAILED] = "FAILED",
        [JOB_ERROR_THROWN] = "ERROR_THROWN",
        [JOB_TIMED_OUT] = "TIMED_OUT",
        [JOB_CANCELED] = "CANCELED",
        [JOB_RETRIES_UPDATED] = "RETRIES_UPDATED",
        [JOB_TIMEOUT_UPDATED] = "TIMEOUT_UPDATED",
        [JOB_PRIORITY_UPDATED] = "PRIORITY_UPDATED",
        [JOB_MIGRATED] = "MIGRATED",
    };
    return names[state];
}

static const char *user_task_state_name(enum user_task_state state)
{
    static const char *const names[] = {
        [USER_TASK_CREATING] = "CREATING",     [USER_TASK_CREATED] = "CREATED",
        [USER_TASK_ASSIGNING] = "ASSIGNING",   [USER_TASK_UPDATING] = "UPDATING",
        [USER_TASK_COMPLETING] = "COMPLETING", [USER_TASK_COMPLETED] = "COMPLETED",
        [USER_TASK_CANCELING] = "CANCELING",   [USER_TASK_CANCELED] = "CANCELED",
    };
    return names[state];
}

static const char *subscription_state_name(enum subscription_state state)
{
    static const char *const names[] = {
        [SUBSCRIPTION_CREATED] = "CREATED",
        [SUBSCRIPTION_CORRELATED] = "CORRELATED",
        [SUBSCRIPTION_DELETED] = "DELETED",
    };
    return names[state];
}

static const char *timer_state_name(enum timer_state state)
{
    static const char *const names[] = {
        [TIMER_CREATED] = "CREATED",
        [TIMER_FIRED] = "FIRED",
        [TIMER_CANCELED] = "CANCELED",
    };
    return names[state];
}

/* "JOB CREATED service" */
static void put_head(struct buffer *out, const char *kind, const char *state,
                     const struct trace_place *place)
{
    buffer_printf(out, "%s %s", kind, state);
    if (place->element_id.size > 0) {
        buffer_printf(out, " %.*s", SLICE_ARG(place->element_id));
    }
}

static const char *definition_state_name(enum definition_state state)
{
    static const char *const names[] = {
        [DEFINITION_ACTIVE] = "DEPLOYED",
        [DEFINITION_DRAINING] = "DRAINING",
        [DEFINITION_DELETED] = "DELETED",
    };
    return names[state];
}

static const char *resource_kind_name(enum resource_kind kind)
{
    static const char *const names[RESOURCE_KIND_COUNT] = {
        [RESOURCE_PROCESS] = "PROCESS",   [RESOURCE_FORM] = "FORM",
        [RESOURCE_GENERIC] = "RESOURCE",  [RESOURCE_REQUIREMENTS] = "REQUIREMENTS",
        [RESOURCE_DECISION] = "DECISION",
    };
    return names[kind];
}

static void print_decision(const struct trace_event *event, struct buffer *out)
{
    const struct trace_decision *d = &event->decision;

    buffer_printf(out, "EVALUATION %s %.*s version=%d %.*s", d->failure.data ? "FAILED" : "DONE",
                  SLICE_ARG(d->decision.id), d->decision.version, SLICE_ARG(d->decision.type));
    put_key(out, "key", d->evaluation_key);
    buffer_printf(out, " number=%u", d->number);
    put_value(out, "output", d->decision.output);
    put_value(out, "inputs", d->decision.inputs);
    put_value(out, "rules", d->decision.rules);
    put_text(out, "failure", d->failure);
}

static void print_resource(const struct trace_event *event, struct buffer *out)
{
    const struct trace_resource *r = &event->resource;

    buffer_printf(out, "%s %s %.*s version=%d", resource_kind_name(r->kind),
                  r->deleted ? "DELETED" : "DEPLOYED", SLICE_ARG(r->id), r->version);
    put_key(out, "key", r->key);
    put_text(out, "tag", r->version_tag);
    put_text(out, "resource", r->resource_name);
}

static void print_definition(const struct trace_event *event, struct buffer *out)
{
    const struct trace_definition *d = &event->definition;

    buffer_printf(out, "DEFINITION %s %.*s version=%d", definition_state_name(d->state),
                  SLICE_ARG(d->process_id), d->version);
    put_key(out, "key", d->key);
    put_text(out, "tag", d->version_tag);
    put_text(out, "resource", d->resource_name);
    put_text(out, "form", d->form_id);
    put_text(out, "form_tag", d->form_version_tag);
    put_key(out, "form_key", d->form_key);
    if (d->newest_key != d->key) {
        put_key(out, "newest", d->newest_key);
    }
}

static void print_instance(const struct trace_event *event, struct buffer *out)
{
    const struct trace_instance *i = &event->instance;

    buffer_printf(out, "INSTANCE %s %.*s", instance_state_name(i->state),
                  SLICE_ARG(event->place.process_id));
    put_key(out, "key", event->place.process_instance_key);
    put_key(out, "caller", i->parent_element_instance_key);
    put_text(out, "business", i->business_id);
    if (i->incident_count > 0) {
        buffer_printf(out, " incidents=%u", i->incident_count);
    }
}

static void print_element(const struct trace_event *event, struct buffer *out)
{
    const struct trace_element *e = &event->element;

    put_head(out, "ELEMENT", element_state_name(e->state), &event->place);
    buffer_printf(out, " %s", e->type);
    put_key(out, "key", e->key);
    put_key(out, "scope", e->scope_key);
    put_key(out, "incident", e->incident_key);
}

static void print_variable(const struct trace_event *event, struct buffer *out)
{
    const struct trace_variable *v = &event->variable;

    put_head(out, "VARIABLE", v->created ? "CREATED" : "UPDATED", &event->place);
    buffer_printf(out, " %.*s=", SLICE_ARG(v->name));
    json_put(out, v->value);
    put_key(out, "scope", v->scope_key);
}

static void print_job(const struct trace_event *event, struct buffer *out)
{
    const struct trace_job *j = &event->job;

    put_head(out, "JOB", job_state_name(j->state), &event->place);
    put_text(out, "type", j->type);
    put_key(out, "key", j->key);
    buffer_printf(out, " retries=%d", j->retries);
    if (j->priority != 0) {
        buffer_printf(out, " priority=%d", j->priority);
    }
    put_text(out, "worker", j->worker);
    put_time(out, "deadline", j->deadline_ms);
    put_key(out, "activation", j->activation);
    if (j->headers.size > 1) {
        put_value(out, "headers", j->headers);
    }
    put_text(out, "code", j->error_code);
    put_text(out, "message", j->error_message);
}

static void print_incident(const struct trace_event *event, struct buffer *out)
{
    const struct trace_incident *i = &event->incident;

    put_head(out, "INCIDENT", i->state == INCIDENT_ACTIVE ? "ACTIVE" : "RESOLVED", &event->place);
    buffer_printf(out, " %s", i->error_type);
    put_key(out, "key", i->key);
    put_key(out, "job", i->job_key);
    put_text(out, "message", i->message);
}

static void print_user_task(const struct trace_event *event, struct buffer *out)
{
    const struct trace_user_task *t = &event->user_task;

    put_head(out, "USER_TASK", user_task_state_name(t->state), &event->place);
    put_key(out, "key", t->key);
    put_text(out, "assignee", t->assignee);
    put_value(out, "users", t->candidate_users);
    put_value(out, "groups", t->candidate_groups);
    put_text(out, "due", t->due_date);
    put_text(out, "follow_up", t->follow_up_date);
    buffer_printf(out, " priority=%d", t->priority);
    put_key(out, "form", t->form_key);
    put_text(out, "external_form", t->external_form_reference);
}

static void print_message(const struct trace_event *event, struct buffer *out)
{
    const struct trace_message *m = &event->message;

    buffer_printf(out, "MESSAGE %s", m->state == MESSAGE_PUBLISHED ? "PUBLISHED" : "EXPIRED");
    put_text(out, "name", m->name);
    put_text(out, "correlation", m->correlation_key);
    put_text(out, "id", m->message_id);
    put_key(out, "key", m->key);
    put_time(out, "deadline", m->deadline_ms);
}

static void print_subscription(const struct trace_event *event, struct buffer *out)
{
    const struct trace_subscription *s = &event->subscription;

    put_head(out, s->is_start_event ? "START_SUBSCRIPTION" : "SUBSCRIPTION",
             subscription_state_name(s->state), &event->place);
    put_text(out, "name", s->message_name);
    put_text(out, "correlation", s->correlation_key);
    put_key(out, "key", s->key);
    put_key(out, "message", s->message_key);
}

static void print_timer(const struct trace_event *event, struct buffer *out)
{
    const struct trace_timer *t = &event->timer;

    put_head(out, "TIMER", timer_state_name(t->state), &event->place);
    put_key(out, "key", t->key);
    put_time(out, "due", t->due_ms);
    if (t->repetitions != 1) {
        buffer_printf(out, " repetitions=%d", t->repetitions);
    }
}

static const char *batch_state_name(enum batch_state state)
{
    static const char *const names[] = {
        [BATCH_CREATED] = "CREATED",     [BATCH_ACTIVE] = "ACTIVE",
        [BATCH_SUSPENDED] = "SUSPENDED", [BATCH_COMPLETED] = "COMPLETED",
        [BATCH_CANCELED] = "CANCELED",
    };
    return names[state];
}

static const char *batch_item_state_name(enum batch_item_state state)
{
    static const char *const names[] = {
        [BATCH_ITEM_ACTIVE] = "ACTIVE",   [BATCH_ITEM_COMPLETED] = "COMPLETED",
        [BATCH_ITEM_SKIPPED] = "SKIPPED", [BATCH_ITEM_CANCELED] = "CANCELED",
        [BATCH_ITEM_FAILED] = "FAILED",
    };
    return names[state];
}

static void print_batch(const struct trace_event *event, struct buffer *out)
{
    const struct trace_batch *b = &event->batch;

    buffer_printf(out, "BATCH %s %s", batch_state_name(b->state), b->type);
    put_key(out, "key", b->key);
    buffer_printf(out, " total=%u failed=%u completed=%u", b->total, b->failed, b->completed);
}

static void print_batch_item(const struct trace_event *event, struct buffer *out)
{
    const struct trace_batch_item *i = &event->batch_item;

    buffer_printf(out, "BATCH_ITEM %s", batch_item_state_name(i->state));
    put_key(out, "key", i->key);
    put_key(out, "batch", i->batch_key);
    put_key(out, "item", i->item_key);
    put_key(out, "instance", event->place.process_instance_key);
    put_text(out, "error", i->error);
}

void trace_event_print(const struct trace_event *event, struct buffer *out)
{
    switch (event->kind) {
    case TRACE_DEFINITION:
        print_definition(event, out);
        break;
    case TRACE_INSTANCE:
        print_instance(event, out);
        break;
    case TRACE_ELEMENT:
        print_element(event, out);
        break;
    case TRACE_FLOW:
        buffer_printf(out, "FLOW TAKEN %.*s", SLICE_ARG(event->flow.flow_id));
        break;
    case TRACE_VARIABLE:
        print_variable(event, out);
        break;
    case TRACE_JOB:
        print_job(event, out);
        break;
    case TRACE_INCIDENT:
        print_incident(event, out);
        break;
    case TRACE_USER_TASK:
        print_user_task(event, out);
        break;
    case TRACE_MESSAGE:
        print_message(event, out);
        break;
    case TRACE_SUBSCRIPTION:
        print_subscription(event, out);
        break;
    case TRACE_TIMER:
        print_timer(event, out);
        break;
    case TRACE_DECISION:
        print_decision(event, out);
        break;
    case TRACE_RESOURCE:
        print_resource(event, out);
        break;
    case TRACE_NAMING:
        buffer_put_text(out, "NAMING");
        put_key(out, "key", event->naming.key);
        break;
    case TRACE_BATCH:
        print_batch(event, out);
        break;
    case TRACE_BATCH_ITEM:
        print_batch_item(event, out);
        break;
    case TRACE_PURGE:
        buffer_printf(out, "PURGE before=%" PRId64 " limit=%u", event->purge.before_ms,
                      event->purge.limit);
        break;
    case TRACE_DELETION:
        buffer_put_text(out, "DELETION");
        put_key(out, "key", event->place.process_instance_key);
        buffer_printf(out, " limit=%u", event->deletion.limit);
        break;
    }
}
