/* The trace: what one command did, in order.
 *
 * It is not state and not on the log: every node makes the same trace from the same command. The
 * read model is written from it, golden tests compare its text, waiters are woken by it. Each event
 * carries the whole entity as it is now, so that a consumer needs no other source. Slices are
 * borrowed until fsm_apply returns. */
#ifndef FSM_TRACE_H
#define FSM_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/slice.h"
#include "fsm/decision.h"
#include "fsm/resource_kind.h"

enum trace_kind {
    TRACE_DEFINITION = 1, /* a process definition was deployed or deleted */
    TRACE_INSTANCE,       /* created, completed, terminated, incident flag changed */
    TRACE_ELEMENT,        /* every transition of the life cycle */
    TRACE_FLOW,           /* a sequence flow was taken */
    TRACE_VARIABLE,       /* created, updated */
    TRACE_JOB,            /* every change */
    TRACE_INCIDENT,       /* created, resolved */
    TRACE_USER_TASK,      /* every change */
    TRACE_MESSAGE,        /* published, expired */
    TRACE_SUBSCRIPTION,   /* message subscription opened, correlated, closed */
    TRACE_TIMER,          /* armed, fired, cancelled */
    TRACE_PURGE,          /* history before a stamp may go */
    TRACE_DELETION,       /* some of the history of an ended instance goes */
    TRACE_RESOURCE,       /* a form, decision or other file was deployed or deleted */
    TRACE_NAMING,         /* something shows its instance's business id, which came later */
    TRACE_BATCH,          /* a batch operation: every change */
    TRACE_BATCH_ITEM,     /* listed, done */
    TRACE_DECISION        /* a decision was evaluated */
};

enum element_state {
    ELEMENT_ACTIVATING = 1,
    ELEMENT_ACTIVATED,
    ELEMENT_COMPLETING,
    ELEMENT_COMPLETED,
    ELEMENT_TERMINATING,
    ELEMENT_TERMINATED
};

/* Where an entity stands in the world; repeated in every event about it. */
struct trace_place {
    struct slice tenant;
    struct slice process_id;
    int32_t version;
    uint64_t process_definition_key;
    uint64_t process_instance_key;
    uint64_t root_process_instance_key;
    struct slice element_id;       /* empty for the instance */
    uint64_t element_instance_key; /* 0 for the instance */
};

enum definition_state {
    DEFINITION_ACTIVE = 1,
    DEFINITION_DRAINING, /* deleted; instances of it still run */
    DEFINITION_DELETED
};

/* One that is no longer active tells nothing but its key, its state and what is the newest now. */
struct trace_definition {
    enum definition_state state;
    uint64_t newest_key; /* of the versions of this process that are active; 0: none is */
    uint64_t key;
    uint64_t deployment_key;
    struct slice process_id;
    int32_t version;
    struct slice name;
    struct slice version_tag;
    struct slice resource_name;
    struct slice resource; /* original bytes */
    struct slice tenant;
    /* the form to start it by; form_id data NULL: none */
    struct slice form_id;
    struct slice form_version_tag; /* data NULL: the newest one that there is */
    uint64_t form_key;             /* bound to this very form; 0: by id and tag */
};

struct trace_resource {
    enum resource_kind kind; /* not RESOURCE_PROCESS */
    bool deleted;            /* then content is empty */
    uint64_t key;
    uint64_t deployment_key;
    struct slice id;
    int32_t version;
    struct slice version_tag; /* data NULL: none */
    struct slice resource_name;
    struct slice content; /* original bytes; empty of RESOURCE_DECISION */
    uint64_t newest_key;  /* of its id after this; 0: no version is left */
    /* of RESOURCE_REQUIREMENTS and RESOURCE_DECISION */
    struct slice name;
    struct slice requirements_id;
    struct slice requirements_name;
    int32_t requirements_version;
    uint64_t requirements_key;
};

/* The place is that of the element that called it; without one only the tenant is there. */
struct trace_decision {
    uint64_t evaluation_key;
    uint32_t number; /* within the evaluation, from 1: keys up to here are this evaluation's */
    struct decision_evaluated decision;
    struct slice failure; /* data NULL: it was evaluated */
    uint64_t root_key;    /* of the decision that was asked for */
    uint64_t requirements_key;
    struct slice business_id; /* of the instance; data NULL: none */
};

enum instance_state {
    INSTANCE_ACTIVE = 1,
    INSTANCE_COMPLETED,
    INSTANCE_TERMINATED
};

struct trace_instance {
    enum instance_state state;
    struct slice process_name;
    struct slice version_tag;
    int64_t start_ms;
    int64_t end_ms;                       /* 0 while active */
    uint64_t parent_process_instance_key; /* 0: none */
    uint64_t parent_element_instance_key;
    struct slice business_id; /* data NULL: none */
    const struct slice *tags;
    uint32_t tag_count;
    uint32_t incident_count; /* open ones */
};

struct trace_element {
    uint64_t key;
    uint64_t scope_key; /* element instance or process instance that holds it */
    enum element_state state;
    const char *type; /* "SERVICE_TASK" */
    struct slice name;
    int64_t start_ms;
    int64_t end_ms;
    uint64_t incident_key; /* 0: none */
};

struct trace_flow {
    struct slice flow_id;
};

struct trace_variable {
    uint64_t key;
    uint64_t scope_key;
    struct slice name;
    struct slice value;
    bool created; /* else updated */
};

enum job_state {
    JOB_CREATED = 1,
    JOB_ACTIVE, /* shown as CREATED on the wire */
    JOB_COMPLETED,
    JOB_FAILED,
    JOB_ERROR_THROWN,
    JOB_TIMED_OUT,
    JOB_CANCELED,
    JOB_RETRIES_UPDATED,
    JOB_TIMEOUT_UPDATED,
    JOB_PRIORITY_UPDATED,
    JOB_MIGRATED
};

struct trace_job {
    uint64_t key;
    enum job_state state;
    const char *kind; /* "BPMN_ELEMENT" */
    struct slice type;
    struct slice worker; /* data NULL while nobody holds it */
    int32_t retries;
    int32_t priority;
    int64_t deadline_ms;  /* 0: none */
    uint64_t activation;  /* 0: none */
    struct slice headers; /* object of strings */
    struct slice error_code;
    struct slice error_message;
    int64_t created_ms;
    int64_t updated_ms;
    int64_t end_ms;
};

enum incident_state {
    INCIDENT_ACTIVE = 1,
    INCIDENT_RESOLVED
};

struct trace_incident {
    uint64_t key;
    enum incident_state state;
    const char *error_type; /* "IO_MAPPING_ERROR" */
    struct slice message;
    uint64_t job_key; /* 0: none */
    int64_t created_ms;
    int64_t resolved_ms;
};

enum user_task_state {
    USER_TASK_CREATING = 1,
    USER_TASK_CREATED,
    USER_TASK_ASSIGNING,
    USER_TASK_UPDATING,
    USER_TASK_COMPLETING,
    USER_TASK_COMPLETED,
    USER_TASK_CANCELING,
    USER_TASK_CANCELED
};

struct trace_user_task {
    uint64_t key;
    enum user_task_state state;
    struct slice name;
    struct slice assignee;         /* data NULL: none */
    struct slice candidate_groups; /* array of strings */
    struct slice candidate_users;
    struct slice due_date; /* ISO 8601 text as the model gave it; data NULL: none */
    struct slice follow_up_date;
    int32_t priority;
    struct slice headers;
    uint64_t form_key;                    /* 0: none */
    struct slice external_form_reference; /* data NULL: none */
    int64_t created_ms;
    int64_t end_ms;
};

enum message_state {
    MESSAGE_PUBLISHED = 1,
    MESSAGE_EXPIRED
};

struct trace_message {
    uint64_t key;
    enum message_state state;
    struct slice name;
    struct slice correlation_key;
    struct slice message_id;
    int64_t deadline_ms;
};

enum subscription_state {
    SUBSCRIPTION_CREATED = 1,
    SUBSCRIPTION_CORRELATED,
    SUBSCRIPTION_DELETED
};

struct trace_subscription {
    uint64_t key;
    enum subscription_state state;
    bool is_start_event; /* of a definition; correlated: the place is the instance that started */
    bool stays_open;     /* correlated, and waits on for the next message */
    struct slice message_name;
    struct slice correlation_key;
    uint64_t message_key; /* when correlated */
    int64_t updated_ms;
};

enum timer_state {
    TIMER_CREATED = 1,
    TIMER_FIRED,
    TIMER_CANCELED
};

struct trace_timer {
    uint64_t key;
    enum timer_state state;
    int64_t due_ms;
    int32_t repetitions; /* -1: without end */
    bool at_boundary;    /* of a boundary event or event subprocess: the element itself does not
                            wait for it */
};

struct trace_purge {
    int64_t before_ms; /* stamp */
    uint32_t limit;
};

struct trace_deletion {
    uint32_t limit; /* documents, about; the instance's own goes with the last */
};

/* Nothing else of it has changed. */
struct trace_naming {
    enum trace_kind of; /* TRACE_JOB, TRACE_USER_TASK, TRACE_SUBSCRIPTION */
    uint64_t key;
};

enum batch_state {
    BATCH_CREATED = 1, /* its items are being listed */
    BATCH_ACTIVE,
    BATCH_SUSPENDED,
    BATCH_COMPLETED,
    BATCH_CANCELED
};

/* A batch operation has no place. */
struct trace_batch {
    uint64_t key;
    enum batch_state state;
    const char *type; /* "CANCEL_PROCESS_INSTANCE" */
    struct slice actor;
    int64_t start_ms;
    int64_t end_ms; /* 0: not yet */
    uint32_t total;
    uint32_t failed;
    uint32_t completed; /* or there was nothing to do any more */
};

enum batch_item_state {
    BATCH_ITEM_ACTIVE = 1, /* waits for its turn */
    BATCH_ITEM_COMPLETED,
    BATCH_ITEM_SKIPPED, /* what it is about is not there any more */
    BATCH_ITEM_CANCELED,
    BATCH_ITEM_FAILED
};

/* Of its place only the process instance is known. */
struct trace_batch_item {
    uint64_t key; /* its own: what it is about may be in several batches */
    uint64_t batch_key;
    uint64_t item_key;
    enum batch_item_state state;
    const char *type;     /* the batch's */
    int64_t processed_ms; /* 0: not yet */
    struct slice error;   /* data NULL: none */
};

struct trace_event {
    enum trace_kind kind;
    int64_t at_ms;    /* engine time of the command */
    int64_t stamp_ms; /* for retention */
    struct trace_place place;
    union {
        struct trace_definition definition;
        struct trace_instance instance;
        struct trace_element element;
        struct trace_flow flow;
        struct trace_variable variable;
        struct trace_job job;
        struct trace_incident incident;
        struct trace_user_task user_task;
        struct trace_message message;
        struct trace_subscription subscription;
        struct trace_timer timer;
        struct trace_purge purge;
        struct trace_deletion deletion;
        struct trace_resource resource;
        struct trace_naming naming;
        struct trace_batch batch;
        struct trace_batch_item batch_item;
        struct trace_decision decision;
    };
};

struct trace {
    uint64_t index; /* of the log entry */
    const struct trace_event *events;
    uint32_t count;
};

/* One readable line for golden tests, without the newline. */
void trace_event_print(const struct trace_event *event, struct buffer *out);

#endif
