/* The tables behind schema.h: the lists there, made into arrays. */
#include "readmodel/derived.h"

#include <stddef.h>

#include "base/assert.h"

static const char *const readmodel_definition_states[] = {"ACTIVE", "DRAINING", "DELETED", NULL};
static const char *const readmodel_instance_states[] = {"ACTIVE", "COMPLETED", "SUSPENDED",
                                                        "TERMINATED", NULL};
static const char *const readmodel_element_states[] = {"ACTIVE", "COMPLETED", "TERMINATED", NULL};
static const char *const readmodel_element_types[] = {"UNSPECIFIED",
                                                      "PROCESS",
                                                      "SUB_PROCESS",
                                                      "EVENT_SUB_PROCESS",
                                                      "AD_HOC_SUB_PROCESS",
                                                      "AD_HOC_SUB_PROCESS_INNER_INSTANCE",
                                                      "START_EVENT",
                                                      "INTERMEDIATE_CATCH_EVENT",
                                                      "INTERMEDIATE_THROW_EVENT",
                                                      "BOUNDARY_EVENT",
                                                      "END_EVENT",
                                                      "SERVICE_TASK",
                                                      "RECEIVE_TASK",
                                                      "USER_TASK",
                                                      "MANUAL_TASK",
                                                      "TASK",
                                                      "EXCLUSIVE_GATEWAY",
                                                      "INCLUSIVE_GATEWAY",
                                                      "PARALLEL_GATEWAY",
                                                      "EVENT_BASED_GATEWAY",
                                                      "SEQUENCE_FLOW",
                                                      "MULTI_INSTANCE_BODY",
                                                      "CALL_ACTIVITY",
                                                      "BUSINESS_RULE_TASK",
                                                      "SCRIPT_TASK",
                                                      "SEND_TASK",
                                                      "UNKNOWN",
                                                      NULL};
static const char *const readmodel_job_kinds[] = {"BPMN_ELEMENT", "EXECUTION_LISTENER",
                                                  "TASK_LISTENER", "AD_HOC_SUB_PROCESS", NULL};
static const char *const readmodel_listener_events[] = {
    "ASSIGNING", "BEFORE_ALL", "CANCEL",      "CANCELING", "COMPLETING", "CREATING",
    "END",       "START",      "UNSPECIFIED", "UPDATING",  NULL};
static const char *const readmodel_job_states[] = {
    "CANCELED",         "COMPLETED",       "CREATED",         "ERROR_THROWN", "FAILED", "MIGRATED",
    "PRIORITY_UPDATED", "RETRIES_UPDATED", "TIMEOUT_UPDATED", "TIMED_OUT",    NULL};
static const char *const readmodel_error_types[] = {"AD_HOC_SUB_PROCESS_NO_RETRIES",
                                                    "CALLED_DECISION_ERROR",
                                                    "CALLED_ELEMENT_ERROR",
                                                    "CONDITION_ERROR",
                                                    "DECISION_EVALUATION_ERROR",
                                                    "EXECUTION_LISTENER_NO_RETRIES",
                                                    "EXTRACT_VALUE_ERROR",
                                                    "FORM_NOT_FOUND",
                                                    "IO_MAPPING_ERROR",
                                                    "JOB_NO_RETRIES",
                                                    "MESSAGE_SIZE_EXCEEDED",
                                                    "RESOURCE_NOT_FOUND",
                                                    "SECRET_RESOLUTION_ERROR",
                                                    "TASK_LISTENER_NO_RETRIES",
                                                    "UNHANDLED_ERROR_EVENT",
                                                    "UNKNOWN",
                                                    "UNSPECIFIED",
                                                    NULL};
static const char *const readmodel_incident_states[] = {"ACTIVE",   "MIGRATED", "PENDING",
                                                        "RESOLVED", "UNKNOWN",  NULL};
static const char *const readmodel_user_task_states[] = {
    "CREATING",  "CREATED",   "ASSIGNING", "UPDATING", "COMPLETING",
    "COMPLETED", "CANCELING", "CANCELED",  "FAILED",   NULL};
static const char *const readmodel_subscription_states[] = {"CORRELATED", "CREATED", "DELETED",
                                                            "MIGRATED", NULL};
static const char *const readmodel_subscription_types[] = {"START_EVENT", "PROCESS_EVENT", NULL};
static const char *const readmodel_wait_types[] = {"JOB",    "MESSAGE",   "USER_TASK", "TIMER",
                                                   "SIGNAL", "CONDITION", NULL};
static const char *const readmodel_decision_types[] = {"DECISION_TABLE", "LITERAL_EXPRESSION",
                                                       "UNSPECIFIED", "UNKNOWN", NULL};
static const char *const readmodel_evaluation_states[] = {"EVALUATED", "FAILED", "UNSPECIFIED",
                                                          "UNKNOWN", NULL};
static const char *const readmodel_batch_states[] = {"ACTIVE",    "CANCELED", "COMPLETED",
                                                     "CREATED",   "FAILED",   "PARTIALLY_COMPLETED",
                                                     "SUSPENDED", NULL};
static const char *const readmodel_batch_types[] = {"ADD_VARIABLE",
                                                    "CANCEL_PROCESS_INSTANCE",
                                                    "DELETE_DECISION_DEFINITION",
                                                    "DELETE_DECISION_INSTANCE",
                                                    "DELETE_PROCESS_DEFINITION",
                                                    "DELETE_PROCESS_INSTANCE",
                                                    "MIGRATE_PROCESS_INSTANCE",
                                                    "MODIFY_PROCESS_INSTANCE",
                                                    "RESOLVE_INCIDENT",
                                                    "RESUME_PROCESS_INSTANCE",
                                                    "SUSPEND_PROCESS_INSTANCE",
                                                    "UPDATE_JOB",
                                                    "UPDATE_VARIABLE",
                                                    NULL};
static const char *const readmodel_batch_item_states[] = {"ACTIVE",   "COMPLETED", "SKIPPED",
                                                          "CANCELED", "FAILED",    NULL};
static const char *const readmodel_actor_types[] = {"ANONYMOUS", "CLIENT", "UNKNOWN", "USER", NULL};
static const char *const readmodel_owner_types[] = {"USER",         "CLIENT",      "ROLE", "GROUP",
                                                    "MAPPING_RULE", "UNSPECIFIED", NULL};
static const char *const readmodel_resource_types[] = {"AUDIT_LOG",
                                                       "AUTHORIZATION",
                                                       "BACKUP",
                                                       "BATCH",
                                                       "CLUSTER_VARIABLE",
                                                       "COMPONENT",
                                                       "DECISION_DEFINITION",
                                                       "DECISION_REQUIREMENTS_DEFINITION",
                                                       "DOCUMENT",
                                                       "EXPORTER",
                                                       "EXPRESSION",
                                                       "GLOBAL_LISTENER",
                                                       "GROUP",
                                                       "MAPPING_RULE",
                                                       "MESSAGE",
                                                       "PROCESS_DEFINITION",
                                                       "RESOURCE",
                                                       "ROLE",
                                                       "SECRET",
                                                       "SYSTEM",
                                                       "TENANT",
                                                       "USER",
                                                       "USER_TASK",
                                                       NULL};

#define FIELD(symbol, wire, filter, kind, ops, bits, list)                                         \
    {.name = (wire),                                                                               \
     .filter_name = (filter),                                                                      \
     .type = READMODEL_##kind,                                                                     \
     .operators = READMODEL_OPS_##ops,                                                             \
     .flags = (bits),                                                                              \
     .values = (list)},
#define FIELDS(entity, number)                                                                     \
    static const struct readmodel_field fields_of_##entity[] = {READMODEL_##entity##_FIELDS(FIELD)};
READMODEL_ENTITY_LIST(FIELDS)
READMODEL_DERIVED_LIST(FIELDS)

#define COUNT_STORED(symbol, wire, filter, kind, ops, bits, list)                                  \
    +(((bits)&READMODEL_JOIN) == 0 ? 1 : 0)
#define SCHEMA(entity, number)                                                                     \
    [number] = {.name = #entity,                                                                   \
                .fields = fields_of_##entity,                                                      \
                .field_count = FIELDS_##entity,                                                    \
                .stored_count = 0 READMODEL_##entity##_FIELDS(COUNT_STORED)},
static const struct readmodel_schema schemas[] = {READMODEL_ENTITY_LIST(SCHEMA)
                                                      READMODEL_DERIVED_LIST(SCHEMA)};

const struct readmodel_schema *readmodel_schema(enum readmodel_entity entity)
{
    ASSERT((unsigned)entity < READMODEL_DERIVED_END);
    ASSERT(schemas[entity].fields != NULL);
    return &schemas[entity];
}

int readmodel_filter_find(const struct readmodel_schema *schema, struct slice name)
{
    for (uint32_t i = 0; i < schema->field_count; i++) {
        const struct readmodel_field *field = &schema->fields[i];
        const char *filter = field->filter_name != NULL ? field->filter_name : field->name;
        if (field->operators != READMODEL_OPS_NONE && slice_is(name, filter)) {
            return (int)i;
        }
    }
    return READMODEL_NO_FIELD;
}

const char *readmodel_enum_find(const struct readmodel_field *field, struct slice text)
{
    for (const char *const *value = field->values; value != NULL && *value != NULL; value++) {
        if (slice_equal_nocase(text, slice_of(*value))) {
            return *value;
        }
    }
    return NULL;
}
