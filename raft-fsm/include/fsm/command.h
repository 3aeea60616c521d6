/* Commands and results: the entries of the replicated log, and what comes back.
 *
 * A command is encoded once, where it arrives, and carried unchanged to every node. Layout: a fixed
 * header of COMMAND_HEADER_BYTES (so that the leader can stamp the time in place), then one
 * MessagePack array with the envelope and the payload. A change of meaning is a new type or
 * version, never a switch inside. Numbers are for ever.
 *
 * All slices in a decoded command point into its bytes; arrays live in the arena given. */
#ifndef FSM_COMMAND_H
#define FSM_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/hash.h"
#include "base/slice.h"
#include "base/status.h"
#include "fsm/decision.h"
#include "fsm/resource_kind.h"

enum {
    COMMAND_HEADER_BYTES = 32
};

#define COMMAND_TYPE_LIST(X)                                                                       \
    X(DEPLOY, 1)                                                                                   \
    X(DELETE_RESOURCE, 2)                                                                          \
    X(CREATE_INSTANCE, 10)                                                                         \
    X(CANCEL_INSTANCE, 11)                                                                         \
    X(SET_VARIABLES, 12)                                                                           \
    X(MODIFY_INSTANCE, 13)                                                                         \
    X(DELETE_INSTANCE, 14)                                                                         \
    X(MIGRATE_INSTANCE, 15)                                                                        \
    X(ASSIGN_BUSINESS_ID, 16)                                                                      \
    X(ACTIVATE_JOBS, 20)                                                                           \
    X(COMPLETE_JOB, 21)                                                                            \
    X(FAIL_JOB, 22)                                                                                \
    X(THROW_JOB_ERROR, 23)                                                                         \
    X(UPDATE_JOB, 24)                                                                              \
    X(YIELD_JOBS, 25)                                                                              \
    X(WITHHOLD_JOB, 26)                                                                            \
    X(PUBLISH_MESSAGE, 30)                                                                         \
    X(CORRELATE_MESSAGE, 31)                                                                       \
    X(BROADCAST_SIGNAL, 32)                                                                        \
    X(RESOLVE_INCIDENT, 40)                                                                        \
    X(RESOLVE_INCIDENTS, 41)                                                                       \
    X(ASSIGN_USER_TASK, 50)                                                                        \
    X(COMPLETE_USER_TASK, 51)                                                                      \
    X(UPDATE_USER_TASK, 52)                                                                        \
    X(UNASSIGN_USER_TASK, 53)                                                                      \
    X(TICK, 60)                                                                                    \
    X(CONTINUE, 61)                                                                                \
    X(PIN_CLOCK, 62)                                                                               \
    X(RESET_CLOCK, 63)                                                                             \
    X(PURGE, 64)                                                                                   \
    X(CREATE_BATCH, 70)                                                                            \
    X(CANCEL_BATCH, 71)                                                                            \
    X(SUSPEND_BATCH, 72)                                                                           \
    X(RESUME_BATCH, 73)                                                                            \
    X(EVALUATE_DECISION, 80)

#define COMMAND_ENUM(name, number) COMMAND_##name = (number),
enum command_type {
    COMMAND_TYPE_LIST(COMMAND_ENUM)
};
#undef COMMAND_ENUM

/* --- payloads --- */

struct deploy_process {
    struct slice process_id;
    struct slice name;        /* data NULL when absent */
    struct slice version_tag; /* data NULL when absent */
    struct slice model;       /* bpmn_process_encode */
};

struct deploy_resource {
    struct slice name;    /* file name as sent */
    struct slice content; /* original bytes */
    enum resource_kind kind;
    struct slice id;                  /* not of RESOURCE_PROCESS */
    struct slice version_tag;         /* likewise; data NULL when absent */
    struct deploy_process *processes; /* only of RESOURCE_PROCESS */
    uint32_t process_count;
    /* appended: all RESOURCE_REQUIREMENTS of a deployment, in their order, are the models of one
     * unit (dmn_compile), which the first of them carries */
    struct slice unit; /* data NULL: not the first of them */
};

struct deploy_command {
    struct deploy_resource *resources;
    uint32_t resource_count;
};

struct delete_resource_command {
    uint64_t resource_key; /* of a process definition, form or other file */
};

struct create_instance_command {
    uint64_t process_definition_key; /* 0: by process_id and version */
    struct slice process_id;
    int32_t version;        /* -1: latest */
    struct slice variables; /* object */
    struct slice *tags;
    uint32_t tag_count;
    struct slice business_id; /* data NULL when absent */
    bool await_completion;    /* only for the idempotency record: a retry waits again */
    /* appended: an entry that ends before them has none */
    struct slice version_tag;     /* data NULL: by version */
    struct slice *start_elements; /* ids; empty: the none start event */
    uint32_t start_element_count;
    struct slice *final_elements; /* ids: when one of them ends, the instance is terminated */
    uint32_t final_element_count;
    bool unique_business_id; /* refused while another root instance of the process has it */
};

struct cancel_instance_command {
    uint64_t process_instance_key;
};

/* An active instance that has no business id gets one, and all that it waits for with it. */
struct assign_business_id_command {
    uint64_t process_instance_key;
    struct slice business_id;
    bool unique_business_id; /* then it is given when the instance begins, and never later */
};

struct set_variables_command {
    uint64_t scope_key; /* process instance or element instance */
    struct slice variables;
    bool local;
};

/* Variables for one scope of an activation. */
struct variable_instruction {
    struct slice scope_id; /* the element itself or a scope around it; data NULL: the instance */
    struct slice variables;
};

struct activate_instruction {
    struct slice element_id;
    uint64_t ancestor_key; /* scopes below this one are made anew; 0: those that are there serve */
    struct variable_instruction *variables;
    uint32_t variable_count;
};

enum move_ancestor {
    MOVE_ANCESTOR_DIRECT,       /* target.ancestor_key */
    MOVE_ANCESTOR_INFERRED,     /* the nearest scope around the source that is around the target */
    MOVE_ANCESTOR_SOURCE_PARENT /* the scope of the source */
};

/* Every source ends, and for each one the target is activated. */
struct move_instruction {
    uint64_t source_key;    /* 0: all active elements of source_id */
    struct slice source_id; /* data NULL: by key */
    struct activate_instruction target;
    enum move_ancestor ancestor;
};

struct terminate_instruction {
    uint64_t element_instance_key; /* 0: all active elements of element_id */
    struct slice element_id;       /* data NULL: by key */
};

struct modify_instance_command {
    uint64_t process_instance_key;
    struct activate_instruction *activate;
    uint32_t activate_count;
    struct move_instruction *move;
    uint32_t move_count;
    struct terminate_instruction *terminate;
    uint32_t terminate_count;
};

/* The history of an instance that has ended goes. The state machine does not know it any more: the
 * proposer has looked. */
struct delete_instance_command {
    uint64_t process_instance_key;
    uint32_t
        document_count; /* that belong to it: what is above LIMIT_DELETE_DOCUMENTS goes later */
};

struct element_pair {
    struct slice source_id;
    struct slice target_id;
};

struct migrate_instance_command {
    uint64_t process_instance_key;
    uint64_t process_definition_key; /* the target */
    struct element_pair *mappings;
    uint32_t mapping_count;
};

/* One command serves every poll of a type that can be served (docs/architecture.md, jobs). */
struct activate_jobs_request {
    uint64_t waiter; /* the proposer's own number, handed back in the result */
    struct slice worker;
    int64_t timeout_ms;
    uint32_t jobs_max;
    bool with_lease; /* appended: an entry that ends before it has none */
};

struct activate_jobs_command {
    struct slice type;
    struct activate_jobs_request *requests;
    uint32_t request_count;
};

struct complete_job_command {
    uint64_t job_key;
    struct slice variables; /* object */
    /* appended: an entry that ends before them has none */
    struct slice business_id; /* for its instance; data NULL when absent */
    bool unique_business_id;
    struct slice lease_token; /* of a leased job: its activation in decimal; else data NULL */
};

struct fail_job_command {
    uint64_t job_key;
    int32_t retries;
    int64_t back_off_ms;
    struct slice error_message; /* data NULL when absent */
    struct slice variables;
    struct slice lease_token; /* appended */
};

struct throw_job_error_command {
    uint64_t job_key;
    struct slice error_code;
    struct slice error_message;
    struct slice variables;
    struct slice lease_token; /* appended */
};

struct update_job_command {
    uint64_t job_key;
    bool has_retries;
    bool has_timeout;
    bool has_priority;
    int32_t retries;
    int32_t priority;
    int64_t timeout_ms;       /* from now */
    struct slice lease_token; /* appended; needed by nobody, but not another one */
};

struct yield_jobs_command {
    uint64_t activation; /* as in the activation's result */
    uint64_t *job_keys;
    uint32_t job_count;
};

/* The job's variables are larger than an answer may be: it waits with an incident. */
struct withhold_job_command {
    uint64_t activation; /* as in the activation's result */
    uint64_t job_key;
};

struct publish_message_command {
    struct slice name;
    struct slice correlation_key; /* empty: may only start processes */
    int64_t time_to_live_ms;
    struct slice message_id; /* data NULL when absent */
    struct slice variables;
    /* appended: an entry that ends before them has none */
    struct slice business_id; /* of the instances that it starts; data NULL when absent */
    bool unique_business_id;  /* no instance is started while another of the process has it */
};

/* Like a publication that is never buffered, but refused when nobody takes the message. */
struct correlate_message_command {
    struct slice name;
    struct slice correlation_key; /* empty: may only start processes */
    struct slice variables;
    /* appended: as in publish_message_command */
    struct slice business_id;
    bool unique_business_id;
};

/* To everyone who waits for it now; it is not kept. */
struct broadcast_signal_command {
    struct slice name;
    struct slice variables;
};

struct resolve_incident_command {
    uint64_t incident_key;
};

/* All that the instance has now; a job that has no retries left gets one. */
struct resolve_incidents_command {
    uint64_t process_instance_key;
};

struct assign_user_task_command {
    uint64_t user_task_key;
    struct slice assignee; /* data NULL: unassign, in entries from before UNASSIGN_USER_TASK */
    bool allow_override;
};

struct unassign_user_task_command {
    uint64_t user_task_key;
};

/* What did not come stays as it is. */
struct update_user_task_command {
    uint64_t user_task_key;
    bool has_candidate_groups;
    bool has_candidate_users;
    bool has_priority;
    int32_t priority;
    struct slice due_date;          /* data NULL: did not come; empty: none from now on */
    struct slice follow_up_date;    /* the same */
    struct slice *candidate_groups; /* replace those that were there */
    uint32_t candidate_group_count;
    struct slice *candidate_users;
    uint32_t candidate_user_count;
};

struct complete_user_task_command {
    uint64_t user_task_key;
    struct slice variables;
};

struct tick_command {
    uint32_t limit; /* due rows handled at most */
};

struct continue_command {
    uint32_t limit; /* steps run at most */
};

struct pin_clock_command {
    int64_t timestamp_ms;
};

struct purge_command {
    int64_t before_ms; /* stamp: what ended before it may go */
    uint32_t limit;    /* instances removed at most */
};

struct batch_item {
    uint64_t key;                  /* of what the plan is for: an instance, an incident, a job */
    uint64_t process_instance_key; /* that it belongs to */
    uint32_t document_count;       /* of a deletion, see delete_instance_command */
};

/* One command for many: it is run for each item by itself, and each may be refused by itself. */
struct create_batch_command {
    struct slice
        plan; /* command_encode of the command to run, its key 0; batch_type_name knows it */
    struct batch_item *items;
    uint32_t item_count;
};

/* of CANCEL_BATCH, SUSPEND_BATCH, RESUME_BATCH */
struct control_batch_command {
    uint64_t batch_operation_key;
};

/* The newest version by its id, or a version by its key. */
struct evaluate_decision_command {
    uint64_t decision_key;    /* 0: by id */
    struct slice decision_id; /* empty: by key */
    struct slice variables;   /* object */
};

struct command {
    enum command_type type;
    uint8_t version;              /* 1 */
    int64_t stamp_ms;             /* header; set by the leader with command_stamp */
    uint64_t origin_node;         /* header; who proposed it ... */
    uint64_t origin_sequence;     /* ... and under which number */
    struct slice tenant;          /* "<default>" */
    struct slice actor;           /* who asked, for the audit; may be empty */
    struct slice idempotency_key; /* data NULL when none was sent */
    struct hash128 body_hash;     /* of the request body, with an idempotency key */
    union {
        struct deploy_command deploy;
        struct delete_resource_command delete_resource;
        struct create_instance_command create_instance;
        struct cancel_instance_command cancel_instance;
        struct assign_business_id_command assign_business_id;
        struct set_variables_command set_variables;
        struct modify_instance_command modify_instance;
        struct delete_instance_command delete_instance;
        struct migrate_instance_command migrate_instance;
        struct activate_jobs_command activate_jobs;
        struct complete_job_command complete_job;
        struct fail_job_command fail_job;
        struct throw_job_error_command throw_job_error;
        struct update_job_command update_job;
        struct yield_jobs_command yield_jobs;
        struct withhold_job_command withhold_job;
        struct publish_message_command publish_message;
        struct correlate_message_command correlate_message;
        struct broadcast_signal_command broadcast_signal;
        struct resolve_incident_command resolve_incident;
        struct resolve_incidents_command resolve_incidents;
        struct assign_user_task_command assign_user_task;
        struct unassign_user_task_command unassign_user_task;
        struct update_user_task_command update_user_task;
        struct complete_user_task_command complete_user_task;
        struct tick_command tick;
        struct continue_command continue_;
        struct pin_clock_command pin_clock;
        struct purge_command purge;
        struct create_batch_command create_batch;
        struct control_batch_command control_batch;
        struct evaluate_decision_command evaluate_decision;
    };
};

/* Append the whole encoded command. out->failed when it passes the buffer's ceiling. */
void command_encode(const struct command *command, struct buffer *out);
/* Errors: STATUS_MALFORMED; STATUS_NOT_IMPLEMENTED for an unknown type or version (the node must
 * stop). */
enum status command_decode(struct slice bytes, struct arena *arena, struct command *out) NODISCARD;
/* Header fields without decoding the rest. bytes.size >= COMMAND_HEADER_BYTES. */
void command_stamp(char *bytes, int64_t stamp_ms);
void command_set_origin(char *bytes, uint64_t node, uint64_t sequence);
enum command_type command_type_of(struct slice bytes);
int64_t command_stamp_of(struct slice bytes);
void command_origin_of(struct slice bytes, uint64_t *node, uint64_t *sequence);
/* "CREATE_INSTANCE" */
const char *command_type_name(enum command_type type);
/* What a batch that runs commands of this type is called on the wire, "CANCEL_PROCESS_INSTANCE";
 * NULL: a batch runs none of them. */
const char *batch_type_name(enum command_type plan);

/* --- results: what the proposer gets when its command was applied --- */

struct deployed_resource {
    enum resource_kind kind; /* RESOURCE_PROCESS: one process of a file */
    struct slice id;
    int32_t version;
    struct slice resource_name;
    uint64_t key;
    /* of RESOURCE_REQUIREMENTS and RESOURCE_DECISION */
    struct slice name;
    struct slice requirements_id;
    uint64_t requirements_key;
};

struct deploy_result {
    uint64_t deployment_key;
    struct deployed_resource *items; /* processes, decisions, their files, forms, other files */
    uint32_t item_count;
};

struct create_instance_result {
    uint64_t process_instance_key;
    uint64_t process_definition_key;
    struct slice process_id;
    int32_t version;
};

struct activated_jobs {
    uint64_t waiter;
    uint64_t *job_keys;
    uint32_t job_count;
};

struct activate_jobs_result {
    uint64_t activation;
    struct activated_jobs *served; /* one a request, in the order of the command, may hold no job */
    uint32_t served_count;
};

struct publish_message_result {
    uint64_t message_key;
};

struct correlate_message_result {
    uint64_t message_key;
    uint64_t process_instance_key; /* the first that took it */
};

struct broadcast_signal_result {
    uint64_t signal_key;
};

/* of CREATE_BATCH and RESOLVE_INCIDENTS */
struct batch_result {
    uint64_t batch_operation_key;
};

struct evaluate_decision_result {
    uint64_t evaluation_key;
    uint64_t decision_key;
    struct slice decision_id;
    struct slice decision_name;
    int32_t decision_version;
    uint64_t requirements_key;
    struct slice requirements_id;
    struct slice output;                  /* any value; null when it has failed */
    struct slice failed_id;               /* of the decision that failed; data NULL: none has */
    struct slice failure;                 /* why; data NULL: it has not failed */
    struct decision_evaluated *evaluated; /* what was required first */
    uint32_t evaluated_count;
};

struct result {
    enum status status;
    struct slice detail;    /* rejections: the text after "rejected with code 'X': " */
    enum command_type type; /* of the command it answers */
    bool replayed;          /* answered from the idempotency record */
    union {
        struct deploy_result deploy;
        struct create_instance_result create_instance;
        struct activate_jobs_result activate_jobs;
        struct publish_message_result publish_message;
        struct correlate_message_result correlate_message;
        struct broadcast_signal_result broadcast_signal;
        struct batch_result batch;
        struct evaluate_decision_result evaluate_decision;
    };
};

void result_encode(const struct result *result, struct buffer *out);
enum status result_decode(struct slice bytes, struct arena *arena, struct result *out) NODISCARD;

#endif
