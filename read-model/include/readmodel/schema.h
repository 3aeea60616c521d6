/* What the entities of the read model look like: one table of fields for each.
 *
 * A document's fields are those of the REST answers, under the names of the wire, so that writing,
 * filtering, sorting and rendering are driven by one table. A stored document is one MessagePack
 * array: the version, then the stored fields in table order. Stored field types:
 *
 *   KEY        unsigned integer          INT32 INT64  integer       BOOL    boolean
 *   STRING     string                    ENUM   string in its canonical form
 *   DATE_TIME  epoch milliseconds        TAGS STRINGS array of strings
 *   OBJECT     object of strings         VALUE  any value; JSON text in answers and filters
 *
 * and null where the field is nullable. The order of the fields and their meaning belong to
 * READMODEL_DOCUMENT_VERSION (docs/format.md).
 *
 * A new entity is a list here, a line in READMODEL_ENTITY_LIST, its tables in src/tables.c and its
 * encoder in src/encode_*.c. Thread: any; all of it is constant. */
#ifndef READMODEL_SCHEMA_H
#define READMODEL_SCHEMA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/slice.h"

enum {
    READMODEL_DOCUMENT_VERSION = 1,
    /* `value` of a variable is cut to this many bytes of JSON text in searches that truncate */
    READMODEL_VALUE_TEXT_BYTES = 8192,
    READMODEL_NO_FIELD = -1
};

enum readmodel_type {
    READMODEL_KEY = 1,
    READMODEL_INT32,
    READMODEL_INT64,
    READMODEL_BOOL,
    READMODEL_STRING,
    READMODEL_ENUM,
    READMODEL_DATE_TIME,
    READMODEL_TAGS,
    READMODEL_STRINGS,
    READMODEL_OBJECT,
    READMODEL_VALUE,
    READMODEL_BYTES /* internal, always hidden */
};

enum readmodel_operator {
    READMODEL_EQ,
    READMODEL_NEQ,
    READMODEL_EXISTS,
    READMODEL_GT,
    READMODEL_GTE,
    READMODEL_LT,
    READMODEL_LTE,
    READMODEL_IN,
    READMODEL_NOT_IN,
    READMODEL_LIKE,
    READMODEL_CONTAINS_ALL, /* a list filter: every value is among the field's */
    READMODEL_OPERATOR_COUNT
};

/* Which operators a filter takes: bits 1 << operator. */
enum {
    READMODEL_OPS_NONE = 0, /* no filter of that name */
    READMODEL_OPS_PLAIN_BIT = 1 << 15,
    READMODEL_OPS_PLAIN = READMODEL_OPS_PLAIN_BIT | 1 << READMODEL_EQ, /* no operator object */
    READMODEL_OPS_LIST = READMODEL_OPS_PLAIN_BIT | 1 << READMODEL_CONTAINS_ALL, /* JSON array */
    READMODEL_OPS_STATE_STRICT =
        1 << READMODEL_EQ | 1 << READMODEL_NEQ | 1 << READMODEL_EXISTS | 1 << READMODEL_IN,
    READMODEL_OPS_BASIC = READMODEL_OPS_STATE_STRICT | 1 << READMODEL_NOT_IN,
    READMODEL_OPS_LIKE = READMODEL_OPS_BASIC | 1 << READMODEL_LIKE,
    READMODEL_OPS_STATE = READMODEL_OPS_STATE_STRICT | 1 << READMODEL_LIKE,
    READMODEL_OPS_RANGE = READMODEL_OPS_STATE_STRICT | 1 << READMODEL_GT | 1 << READMODEL_GTE |
                          1 << READMODEL_LT | 1 << READMODEL_LTE
};

enum {
    READMODEL_NULLABLE = 1 << 0,
    READMODEL_SORTABLE = 1 << 1,
    READMODEL_HIDDEN = 1 << 2, /* stored, may be filtered, not in the answer */
    /* A filter of process instances over what belongs to them: no document holds it. */
    READMODEL_JOIN = 1 << 3
};

struct readmodel_field {
    const char *name;        /* on the wire: in answers, sorts and, unless filter_name, filters */
    const char *filter_name; /* NULL: as name */
    enum readmodel_type type;
    uint32_t operators;
    uint32_t flags;
    const char *const *values; /* ENUM: canonical values, ends with NULL; else NULL */
};

/* The first field is always the entity's own key. Fields with READMODEL_JOIN come last. */
struct readmodel_schema {
    const char *name; /* "PROCESS_INSTANCE" */
    const struct readmodel_field *fields;
    uint32_t field_count;
    uint32_t stored_count; /* the first so many fields are in the document */
};

/* --- the entities; the numbers are stored and stay for ever --- */

#define READMODEL_ENTITY_LIST(X)                                                                   \
    X(PROCESS_DEFINITION, 1)                                                                       \
    X(PROCESS_INSTANCE, 2)                                                                         \
    X(ELEMENT_INSTANCE, 3)                                                                         \
    X(VARIABLE, 4)                                                                                 \
    X(JOB, 5)                                                                                      \
    X(INCIDENT, 6)                                                                                 \
    X(USER_TASK, 7)                                                                                \
    X(MESSAGE_SUBSCRIPTION, 8)                                                                     \
    X(CORRELATION, 9)                                                                              \
    X(FORM, 10)                                                                                    \
    X(RESOURCE, 11)                                                                                \
    X(BATCH_OPERATION, 12)                                                                         \
    X(BATCH_ITEM, 13)                                                                              \
    X(DECISION_REQUIREMENTS, 14)                                                                   \
    X(DECISION_DEFINITION, 15)                                                                     \
    X(DECISION_INSTANCE, 16)

/* Rows that a search makes of others (readmodel/derived.h). They are in no table and their numbers
 * mean nothing. */
#define READMODEL_DERIVED_LIST(X)                                                                  \
    X(ELEMENT_STATISTICS, 32)                                                                      \
    X(SEQUENCE_FLOW, 33)                                                                           \
    X(DEFINITION_STATISTICS, 34)                                                                   \
    X(VERSION_STATISTICS, 35)                                                                      \
    X(SUBSCRIPTION_STATISTICS, 36)                                                                 \
    X(ERROR_STATISTICS, 37)                                                                        \
    X(ERROR_DEFINITION_STATISTICS, 38)                                                             \
    X(VARIABLE_NAME, 39)                                                                           \
    X(WAIT_STATE, 40)                                                                              \
    X(WAIT_STATISTICS, 41)                                                                         \
    X(AUTHORIZATION, 44)

#define READMODEL_ENTITY_ENUM(name, number) READMODEL_##name = (number),
enum readmodel_entity {
    READMODEL_ENTITY_LIST(READMODEL_ENTITY_ENUM) READMODEL_ENTITY_END,
    READMODEL_DERIVED_LIST(READMODEL_ENTITY_ENUM) READMODEL_DERIVED_END
};
#undef READMODEL_ENTITY_ENUM

/* --- the fields: X(symbol, wire name, filter name, type, operators, flags, enum values) --- */

#define READMODEL_N READMODEL_NULLABLE
#define READMODEL_S READMODEL_SORTABLE
#define READMODEL_NS (READMODEL_NULLABLE | READMODEL_SORTABLE)
#define READMODEL_H READMODEL_HIDDEN
#define READMODEL_HN (READMODEL_HIDDEN | READMODEL_NULLABLE)

/* clang-format off */
#define READMODEL_PROCESS_DEFINITION_FIELDS(X)                                                     \
    X(DEFINITION_KEY, "processDefinitionKey", NULL, KEY, PLAIN, READMODEL_S, NULL)                 \
    X(DEFINITION_NAME, "name", NULL, STRING, LIKE, READMODEL_NS, NULL)                             \
    X(DEFINITION_RESOURCE_NAME, "resourceName", NULL, STRING, PLAIN, READMODEL_S, NULL)            \
    X(DEFINITION_VERSION, "version", NULL, INT32, PLAIN, READMODEL_S, NULL)                        \
    X(DEFINITION_VERSION_TAG, "versionTag", NULL, STRING, PLAIN, READMODEL_NS, NULL)               \
    X(DEFINITION_ID, "processDefinitionId", NULL, STRING, LIKE, READMODEL_S, NULL)                 \
    X(DEFINITION_TENANT, "tenantId", NULL, STRING, PLAIN, READMODEL_S, NULL)                       \
    X(DEFINITION_HAS_START_FORM, "hasStartForm", NULL, BOOL, PLAIN, 0, NULL)                       \
    X(DEFINITION_STATE, "state", NULL, ENUM, PLAIN, 0, readmodel_definition_states)                \
    X(DEFINITION_IS_LATEST, "isLatestVersion", NULL, BOOL, PLAIN, READMODEL_H, NULL)               \
    X(DEFINITION_DEPLOYMENT_KEY, "deploymentKey", NULL, KEY, NONE, READMODEL_H, NULL)              \
    X(DEFINITION_RESOURCE_KEY, "resourceKey", NULL, KEY, NONE, READMODEL_H, NULL)                  \
    /* the form to start it by: this very one, or the newest of that id and tag */                 \
    X(DEFINITION_FORM_ID, "formId", NULL, STRING, NONE, READMODEL_HN, NULL)                        \
    X(DEFINITION_FORM_VERSION_TAG, "formVersionTag", NULL, STRING, NONE, READMODEL_HN, NULL)       \
    X(DEFINITION_FORM_KEY, "formKey", NULL, KEY, NONE, READMODEL_HN, NULL)

#define READMODEL_PROCESS_INSTANCE_FIELDS(X)                                                       \
    X(INSTANCE_KEY, "processInstanceKey", NULL, KEY, BASIC, READMODEL_S, NULL)                     \
    X(INSTANCE_DEFINITION_ID, "processDefinitionId", NULL, STRING, LIKE, READMODEL_S, NULL)        \
    X(INSTANCE_DEFINITION_NAME, "processDefinitionName", NULL, STRING, LIKE, READMODEL_NS, NULL)   \
    X(INSTANCE_DEFINITION_VERSION, "processDefinitionVersion", NULL, INT32, RANGE, READMODEL_S, NULL) \
    X(INSTANCE_DEFINITION_VERSION_TAG, "processDefinitionVersionTag", NULL, STRING, LIKE, READMODEL_NS, NULL) \
    X(INSTANCE_START_DATE, "startDate", NULL, DATE_TIME, RANGE, READMODEL_S, NULL)                 \
    X(INSTANCE_END_DATE, "endDate", NULL, DATE_TIME, RANGE, READMODEL_NS, NULL)                    \
    X(INSTANCE_STATE, "state", NULL, ENUM, STATE, READMODEL_S, readmodel_instance_states)          \
    X(INSTANCE_SUSPENDED_DATE, "suspendedDate", NULL, DATE_TIME, RANGE, READMODEL_NS, NULL)        \
    X(INSTANCE_HAS_INCIDENT, "hasIncident", NULL, BOOL, PLAIN, READMODEL_S, NULL)                  \
    X(INSTANCE_TENANT, "tenantId", NULL, STRING, LIKE, READMODEL_S, NULL)                          \
    X(INSTANCE_DEFINITION_KEY, "processDefinitionKey", NULL, KEY, BASIC, READMODEL_S, NULL)        \
    X(INSTANCE_PARENT_KEY, "parentProcessInstanceKey", NULL, KEY, BASIC, READMODEL_NS, NULL)       \
    X(INSTANCE_PARENT_ELEMENT_KEY, "parentElementInstanceKey", NULL, KEY, BASIC, READMODEL_NS, NULL) \
    X(INSTANCE_ROOT_KEY, "rootProcessInstanceKey", NULL, KEY, NONE, READMODEL_N, NULL)             \
    X(INSTANCE_TAGS, "tags", NULL, TAGS, LIST, 0, NULL)                                            \
    X(INSTANCE_BUSINESS_ID, "businessId", NULL, STRING, LIKE, READMODEL_NS, NULL)                  \
    X(INSTANCE_MEMBERS, "members", NULL, BYTES, NONE, READMODEL_H, NULL)                           \
    X(INSTANCE_FLOWS, "flows", NULL, STRINGS, NONE, READMODEL_H, NULL)                             \
    X(INSTANCE_BATCH_ID, "batchOperationId", NULL, STRING, LIKE, READMODEL_JOIN, NULL)             \
    X(INSTANCE_BATCH_KEY, "batchOperationKey", NULL, STRING, LIKE, READMODEL_JOIN, NULL)           \
    X(INSTANCE_ERROR_MESSAGE, "errorMessage", NULL, STRING, LIKE, READMODEL_JOIN, NULL)            \
    X(INSTANCE_HAS_RETRIES_LEFT, "hasRetriesLeft", NULL, BOOL, PLAIN, READMODEL_JOIN, NULL)        \
    X(INSTANCE_ELEMENT_STATE, "elementInstanceState", NULL, ENUM, STATE, READMODEL_JOIN, readmodel_element_states) \
    X(INSTANCE_ELEMENT_ID, "elementId", NULL, STRING, LIKE, READMODEL_JOIN, NULL)                  \
    X(INSTANCE_HAS_ELEMENT_INCIDENT, "hasElementInstanceIncident", NULL, BOOL, PLAIN, READMODEL_JOIN, NULL) \
    X(INSTANCE_ERROR_HASH, "incidentErrorHashCode", NULL, INT32, RANGE, READMODEL_JOIN, NULL)

#define READMODEL_ELEMENT_INSTANCE_FIELDS(X)                                                       \
    X(ELEMENT_KEY, "elementInstanceKey", NULL, KEY, PLAIN, READMODEL_S, NULL)                      \
    X(ELEMENT_DEFINITION_ID, "processDefinitionId", NULL, STRING, PLAIN, READMODEL_S, NULL)        \
    X(ELEMENT_START_DATE, "startDate", NULL, DATE_TIME, RANGE, READMODEL_S, NULL)                  \
    X(ELEMENT_END_DATE, "endDate", NULL, DATE_TIME, RANGE, READMODEL_NS, NULL)                     \
    X(ELEMENT_ID, "elementId", NULL, STRING, LIKE, READMODEL_S, NULL)                              \
    X(ELEMENT_NAME, "elementName", NULL, STRING, LIKE, READMODEL_S, NULL)                          \
    X(ELEMENT_TYPE, "type", NULL, ENUM, PLAIN, READMODEL_S, readmodel_element_types)               \
    X(ELEMENT_STATE, "state", NULL, ENUM, STATE, READMODEL_S, readmodel_element_states)            \
    X(ELEMENT_HAS_INCIDENT, "hasIncident", NULL, BOOL, PLAIN, 0, NULL)                             \
    X(ELEMENT_TENANT, "tenantId", NULL, STRING, PLAIN, READMODEL_S, NULL)                          \
    X(ELEMENT_INSTANCE, "processInstanceKey", NULL, KEY, PLAIN, READMODEL_S, NULL)                 \
    X(ELEMENT_ROOT_KEY, "rootProcessInstanceKey", NULL, KEY, NONE, READMODEL_N, NULL)              \
    X(ELEMENT_DEFINITION_KEY, "processDefinitionKey", NULL, KEY, PLAIN, READMODEL_S, NULL)         \
    X(ELEMENT_INCIDENT_KEY, "incidentKey", NULL, KEY, PLAIN, READMODEL_NS, NULL)                   \
    X(ELEMENT_SCOPE_KEY, "elementInstanceScopeKey", NULL, KEY, PLAIN, READMODEL_H, NULL)           \
    /* of the timer that the element itself waits for */                                           \
    X(ELEMENT_TIMER_DUE, "timerDue", NULL, DATE_TIME, NONE, READMODEL_HN, NULL)                    \
    X(ELEMENT_TIMER_REPETITIONS, "timerRepetitions", NULL, INT32, NONE, READMODEL_HN, NULL)

#define READMODEL_VARIABLE_FIELDS(X)                                                               \
    X(VARIABLE_KEY, "variableKey", NULL, KEY, BASIC, READMODEL_S, NULL)                            \
    X(VARIABLE_NAME, "name", NULL, STRING, LIKE, READMODEL_S, NULL)                                \
    X(VARIABLE_TENANT, "tenantId", NULL, STRING, PLAIN, READMODEL_S, NULL)                         \
    X(VARIABLE_SCOPE_KEY, "scopeKey", NULL, KEY, BASIC, READMODEL_S, NULL)                         \
    X(VARIABLE_INSTANCE, "processInstanceKey", NULL, KEY, BASIC, READMODEL_S, NULL)                \
    X(VARIABLE_ROOT_KEY, "rootProcessInstanceKey", NULL, KEY, NONE, READMODEL_N, NULL)             \
    X(VARIABLE_VALUE, "value", NULL, VALUE, LIKE, READMODEL_S, NULL)                               \
    /* as a search that truncates shows it: the JSON text is longer than the cut */                \
    X(VARIABLE_IS_TRUNCATED, "isTruncated", NULL, BOOL, PLAIN, 0, NULL)

#define READMODEL_JOB_FIELDS(X)                                                                    \
    X(JOB_KEY, "jobKey", NULL, KEY, BASIC, READMODEL_S, NULL)                                      \
    X(JOB_HEADERS, "customHeaders", NULL, OBJECT, NONE, 0, NULL)                                   \
    X(JOB_DEADLINE, "deadline", NULL, DATE_TIME, RANGE, READMODEL_NS, NULL)                        \
    X(JOB_DENIED_REASON, "deniedReason", NULL, STRING, LIKE, READMODEL_NS, NULL)                   \
    X(JOB_ELEMENT_ID, "elementId", NULL, STRING, LIKE, READMODEL_NS, NULL)                         \
    X(JOB_ELEMENT_KEY, "elementInstanceKey", NULL, KEY, BASIC, READMODEL_S, NULL)                  \
    X(JOB_END_TIME, "endTime", NULL, DATE_TIME, RANGE, READMODEL_NS, NULL)                         \
    X(JOB_ERROR_CODE, "errorCode", NULL, STRING, LIKE, READMODEL_NS, NULL)                         \
    X(JOB_ERROR_MESSAGE, "errorMessage", NULL, STRING, LIKE, READMODEL_NS, NULL)                   \
    X(JOB_HAS_FAILED_WITH_RETRIES_LEFT, "hasFailedWithRetriesLeft", NULL, BOOL, PLAIN, READMODEL_S, NULL) \
    X(JOB_IS_DENIED, "isDenied", NULL, BOOL, PLAIN, READMODEL_NS, NULL)                            \
    X(JOB_KIND, "kind", NULL, ENUM, STATE, READMODEL_S, readmodel_job_kinds)                       \
    X(JOB_LISTENER_EVENT, "listenerEventType", NULL, ENUM, STATE, READMODEL_S, readmodel_listener_events) \
    X(JOB_DEFINITION_ID, "processDefinitionId", NULL, STRING, LIKE, READMODEL_S, NULL)             \
    X(JOB_DEFINITION_KEY, "processDefinitionKey", NULL, KEY, BASIC, READMODEL_S, NULL)             \
    X(JOB_INSTANCE, "processInstanceKey", NULL, KEY, BASIC, READMODEL_S, NULL)                     \
    X(JOB_ROOT_KEY, "rootProcessInstanceKey", NULL, KEY, NONE, READMODEL_N, NULL)                  \
    X(JOB_BUSINESS_ID, "businessId", NULL, STRING, NONE, READMODEL_N, NULL)                        \
    X(JOB_RETRIES, "retries", NULL, INT32, RANGE, READMODEL_S, NULL)                               \
    X(JOB_STATE, "state", NULL, ENUM, STATE, READMODEL_S, readmodel_job_states)                    \
    X(JOB_TENANT, "tenantId", NULL, STRING, LIKE, READMODEL_S, NULL)                               \
    X(JOB_TYPE, "type", NULL, STRING, LIKE, READMODEL_S, NULL)                                     \
    X(JOB_WORKER, "worker", NULL, STRING, LIKE, READMODEL_S, NULL)                                 \
    X(JOB_CREATION_TIME, "creationTime", NULL, DATE_TIME, RANGE, READMODEL_NS, NULL)               \
    X(JOB_LAST_UPDATE_TIME, "lastUpdateTime", NULL, DATE_TIME, RANGE, READMODEL_N, NULL)           \
    X(JOB_PRIORITY, "priority", NULL, INT32, RANGE, READMODEL_S, NULL)                             \
    /* what an activation's answer needs beside the above */                                       \
    X(JOB_DEFINITION_VERSION, "processDefinitionVersion", NULL, INT32, NONE, READMODEL_H, NULL)    \
    X(JOB_TAGS, "tags", NULL, TAGS, NONE, READMODEL_H, NULL)                                       \
    X(JOB_ACTIVATION, "activation", NULL, KEY, NONE, READMODEL_HN, NULL)

#define READMODEL_INCIDENT_FIELDS(X)                                                               \
    X(INCIDENT_KEY, "incidentKey", NULL, KEY, BASIC, READMODEL_S, NULL)                            \
    X(INCIDENT_DEFINITION_ID, "processDefinitionId", NULL, STRING, LIKE, READMODEL_S, NULL)        \
    X(INCIDENT_ERROR_TYPE, "errorType", NULL, ENUM, LIKE, READMODEL_S, readmodel_error_types)      \
    X(INCIDENT_ERROR_MESSAGE, "errorMessage", NULL, STRING, LIKE, 0, NULL)                         \
    X(INCIDENT_ELEMENT_ID, "elementId", NULL, STRING, LIKE, READMODEL_S, NULL)                     \
    X(INCIDENT_CREATION_TIME, "creationTime", NULL, DATE_TIME, RANGE, READMODEL_S, NULL)           \
    X(INCIDENT_STATE, "state", NULL, ENUM, LIKE, READMODEL_S, readmodel_incident_states)           \
    X(INCIDENT_TENANT, "tenantId", NULL, STRING, LIKE, READMODEL_S, NULL)                          \
    X(INCIDENT_DEFINITION_KEY, "processDefinitionKey", NULL, KEY, BASIC, READMODEL_S, NULL)        \
    X(INCIDENT_INSTANCE, "processInstanceKey", NULL, KEY, BASIC, READMODEL_S, NULL)                \
    X(INCIDENT_ROOT_KEY, "rootProcessInstanceKey", NULL, KEY, NONE, READMODEL_N, NULL)             \
    X(INCIDENT_ELEMENT_KEY, "elementInstanceKey", NULL, KEY, BASIC, READMODEL_S, NULL)             \
    X(INCIDENT_JOB_KEY, "jobKey", NULL, KEY, BASIC, READMODEL_NS, NULL)

#define READMODEL_USER_TASK_FIELDS(X)                                                              \
    X(USER_TASK_KEY, "userTaskKey", NULL, KEY, PLAIN, 0, NULL)                                     \
    X(USER_TASK_NAME, "name", NULL, STRING, LIKE, READMODEL_NS, NULL)                              \
    X(USER_TASK_STATE, "state", NULL, ENUM, STATE, 0, readmodel_user_task_states)                  \
    X(USER_TASK_ASSIGNEE, "assignee", NULL, STRING, LIKE, READMODEL_N, NULL)                       \
    X(USER_TASK_ELEMENT_ID, "elementId", NULL, STRING, PLAIN, 0, NULL)                             \
    X(USER_TASK_CANDIDATE_GROUPS, "candidateGroups", "candidateGroup", STRINGS, LIKE, 0, NULL)     \
    X(USER_TASK_CANDIDATE_USERS, "candidateUsers", "candidateUser", STRINGS, LIKE, 0, NULL)        \
    X(USER_TASK_DEFINITION_ID, "processDefinitionId", NULL, STRING, LIKE, 0, NULL)                 \
    X(USER_TASK_CREATION_DATE, "creationDate", NULL, DATE_TIME, RANGE, READMODEL_S, NULL)          \
    X(USER_TASK_COMPLETION_DATE, "completionDate", NULL, DATE_TIME, RANGE, READMODEL_NS, NULL)     \
    X(USER_TASK_FOLLOW_UP_DATE, "followUpDate", NULL, DATE_TIME, RANGE, READMODEL_NS, NULL)        \
    X(USER_TASK_DUE_DATE, "dueDate", NULL, DATE_TIME, RANGE, READMODEL_NS, NULL)                   \
    X(USER_TASK_TENANT, "tenantId", NULL, STRING, LIKE, 0, NULL)                                   \
    X(USER_TASK_EXTERNAL_FORM, "externalFormReference", NULL, STRING, NONE, READMODEL_N, NULL)     \
    X(USER_TASK_DEFINITION_VERSION, "processDefinitionVersion", NULL, INT32, NONE, 0, NULL)        \
    X(USER_TASK_HEADERS, "customHeaders", NULL, OBJECT, NONE, 0, NULL)                             \
    X(USER_TASK_PRIORITY, "priority", NULL, INT32, RANGE, READMODEL_S, NULL)                       \
    X(USER_TASK_ELEMENT_KEY, "elementInstanceKey", NULL, KEY, PLAIN, 0, NULL)                      \
    X(USER_TASK_PROCESS_NAME, "processName", NULL, STRING, NONE, READMODEL_N, NULL)                \
    X(USER_TASK_DEFINITION_KEY, "processDefinitionKey", NULL, KEY, BASIC, 0, NULL)                 \
    X(USER_TASK_INSTANCE, "processInstanceKey", NULL, KEY, BASIC, 0, NULL)                         \
    X(USER_TASK_ROOT_KEY, "rootProcessInstanceKey", NULL, KEY, NONE, READMODEL_N, NULL)            \
    X(USER_TASK_BUSINESS_ID, "businessId", NULL, STRING, LIKE, READMODEL_NS, NULL)                 \
    X(USER_TASK_FORM_KEY, "formKey", NULL, KEY, NONE, READMODEL_N, NULL)                           \
    X(USER_TASK_TAGS, "tags", NULL, TAGS, LIST, 0, NULL)

#define READMODEL_MESSAGE_SUBSCRIPTION_FIELDS(X)                                                   \
    X(SUBSCRIPTION_KEY, "messageSubscriptionKey", NULL, KEY, BASIC, READMODEL_S, NULL)             \
    X(SUBSCRIPTION_DEFINITION_ID, "processDefinitionId", NULL, STRING, LIKE, READMODEL_S, NULL)    \
    X(SUBSCRIPTION_DEFINITION_KEY, "processDefinitionKey", NULL, KEY, BASIC, READMODEL_N, NULL)    \
    X(SUBSCRIPTION_INSTANCE, "processInstanceKey", NULL, KEY, BASIC, READMODEL_NS, NULL)           \
    X(SUBSCRIPTION_ROOT_KEY, "rootProcessInstanceKey", NULL, KEY, NONE, READMODEL_N, NULL)         \
    X(SUBSCRIPTION_ELEMENT_ID, "elementId", NULL, STRING, LIKE, READMODEL_S, NULL)                 \
    X(SUBSCRIPTION_ELEMENT_KEY, "elementInstanceKey", NULL, KEY, BASIC, READMODEL_NS, NULL)        \
    X(SUBSCRIPTION_STATE, "messageSubscriptionState", NULL, ENUM, STATE, READMODEL_S, readmodel_subscription_states) \
    X(SUBSCRIPTION_LAST_UPDATED, "lastUpdatedDate", NULL, DATE_TIME, RANGE, READMODEL_S, NULL)     \
    X(SUBSCRIPTION_MESSAGE_NAME, "messageName", NULL, STRING, LIKE, READMODEL_S, NULL)             \
    X(SUBSCRIPTION_CORRELATION_KEY, "correlationKey", NULL, STRING, LIKE, READMODEL_NS, NULL)      \
    X(SUBSCRIPTION_TYPE, "messageSubscriptionType", NULL, ENUM, STATE, READMODEL_S, readmodel_subscription_types) \
    X(SUBSCRIPTION_TOOL_PROPERTIES, "toolProperties", NULL, OBJECT, NONE, 0, NULL)                 \
    X(SUBSCRIPTION_DEFINITION_NAME, "processDefinitionName", NULL, STRING, LIKE, READMODEL_NS, NULL) \
    X(SUBSCRIPTION_DEFINITION_VERSION, "processDefinitionVersion", NULL, INT32, RANGE, READMODEL_NS, NULL) \
    X(SUBSCRIPTION_TOOL_NAME, "toolName", NULL, STRING, LIKE, READMODEL_NS, NULL)                  \
    X(SUBSCRIPTION_CONNECTOR_TYPE, "inboundConnectorType", NULL, STRING, LIKE, READMODEL_NS, NULL) \
    X(SUBSCRIPTION_TENANT, "tenantId", NULL, STRING, LIKE, READMODEL_S, NULL)                      \
    X(SUBSCRIPTION_BUSINESS_ID, "businessId", NULL, STRING, LIKE, READMODEL_NS, NULL)

#define READMODEL_CORRELATION_FIELDS(X)                                                            \
    /* the log entry and the place in its trace: a subscription may be correlated many times */    \
    X(CORRELATION_KEY, "correlation", NULL, KEY, NONE, READMODEL_H, NULL)                          \
    X(CORRELATION_BUSINESS_ID, "businessId", NULL, STRING, LIKE, READMODEL_NS, NULL)               \
    X(CORRELATION_CORRELATION_KEY, "correlationKey", NULL, STRING, LIKE, READMODEL_NS, NULL)       \
    X(CORRELATION_TIME, "correlationTime", NULL, DATE_TIME, RANGE, READMODEL_S, NULL)              \
    X(CORRELATION_ELEMENT_ID, "elementId", NULL, STRING, LIKE, READMODEL_S, NULL)                  \
    X(CORRELATION_ELEMENT_KEY, "elementInstanceKey", NULL, KEY, BASIC, READMODEL_NS, NULL)         \
    X(CORRELATION_MESSAGE_KEY, "messageKey", NULL, KEY, BASIC, READMODEL_S, NULL)                  \
    X(CORRELATION_MESSAGE_NAME, "messageName", NULL, STRING, LIKE, READMODEL_S, NULL)              \
    X(CORRELATION_PARTITION, "partitionId", NULL, INT32, RANGE, READMODEL_S, NULL)                 \
    X(CORRELATION_DEFINITION_ID, "processDefinitionId", NULL, STRING, LIKE, READMODEL_S, NULL)     \
    X(CORRELATION_DEFINITION_KEY, "processDefinitionKey", NULL, KEY, BASIC, READMODEL_S, NULL)     \
    X(CORRELATION_INSTANCE, "processInstanceKey", NULL, KEY, BASIC, READMODEL_S, NULL)             \
    X(CORRELATION_ROOT_KEY, "rootProcessInstanceKey", NULL, KEY, NONE, READMODEL_N, NULL)          \
    X(CORRELATION_SUBSCRIPTION_KEY, "subscriptionKey", NULL, KEY, BASIC, READMODEL_S, NULL)        \
    X(CORRELATION_TENANT, "tenantId", NULL, STRING, LIKE, READMODEL_S, NULL)

/* Its schema is its content (readmodel_resource_content). A deleted one stays for those who have its
 * key. */
#define READMODEL_FORM_FIELDS(X)                                                                   \
    X(FORM_KEY, "formKey", NULL, KEY, BASIC, READMODEL_S, NULL)                                    \
    X(FORM_TENANT, "tenantId", NULL, STRING, PLAIN, READMODEL_S, NULL)                             \
    X(FORM_ID, "formId", NULL, STRING, LIKE, READMODEL_S, NULL)                                    \
    X(FORM_VERSION, "version", NULL, INT64, RANGE, READMODEL_S, NULL)                              \
    X(FORM_VERSION_TAG, "versionTag", NULL, STRING, LIKE, READMODEL_HN, NULL)                      \
    X(FORM_RESOURCE_NAME, "resourceName", NULL, STRING, NONE, READMODEL_H, NULL)                   \
    X(FORM_DEPLOYMENT_KEY, "deploymentKey", NULL, KEY, NONE, READMODEL_H, NULL)                    \
    X(FORM_IS_DELETED, "isDeleted", NULL, BOOL, PLAIN, READMODEL_H, NULL)

#define READMODEL_RESOURCE_FIELDS(X)                                                               \
    X(RESOURCE_KEY, "resourceKey", NULL, KEY, BASIC, READMODEL_S, NULL)                            \
    X(RESOURCE_NAME, "resourceName", NULL, STRING, LIKE, READMODEL_S, NULL)                        \
    X(RESOURCE_VERSION, "version", NULL, INT32, RANGE, READMODEL_S, NULL)                          \
    X(RESOURCE_VERSION_TAG, "versionTag", NULL, STRING, LIKE, READMODEL_NS, NULL)                  \
    X(RESOURCE_ID, "resourceId", NULL, STRING, LIKE, READMODEL_S, NULL)                            \
    X(RESOURCE_TENANT, "tenantId", NULL, STRING, PLAIN, READMODEL_S, NULL)                         \
    X(RESOURCE_DEPLOYMENT_KEY, "deploymentKey", NULL, KEY, BASIC, READMODEL_H | READMODEL_S, NULL)

#define READMODEL_BATCH_OPERATION_FIELDS(X)                                                        \
    X(BATCH_ID, "batchOperation", NULL, KEY, NONE, READMODEL_H, NULL)                              \
    X(BATCH_KEY, "batchOperationKey", NULL, STRING, BASIC, READMODEL_S, NULL)                      \
    X(BATCH_STATE, "state", NULL, ENUM, STATE, READMODEL_S, readmodel_batch_states)                \
    X(BATCH_TYPE, "batchOperationType", NULL, ENUM, NONE, 0, readmodel_batch_types)                \
    X(BATCH_OPERATION_TYPE, "operationType", NULL, ENUM, STATE, READMODEL_H | READMODEL_S, readmodel_batch_types) \
    X(BATCH_START_DATE, "startDate", NULL, DATE_TIME, NONE, READMODEL_NS, NULL)                    \
    X(BATCH_END_DATE, "endDate", NULL, DATE_TIME, NONE, READMODEL_NS, NULL)                        \
    X(BATCH_ACTOR_TYPE, "actorType", NULL, ENUM, PLAIN, READMODEL_NS, readmodel_actor_types)       \
    X(BATCH_ACTOR_ID, "actorId", NULL, STRING, LIKE, READMODEL_NS, NULL)                           \
    X(BATCH_TOTAL, "operationsTotalCount", NULL, INT32, NONE, 0, NULL)                             \
    X(BATCH_FAILED, "operationsFailedCount", NULL, INT32, NONE, 0, NULL)                           \
    X(BATCH_COMPLETED, "operationsCompletedCount", NULL, INT32, NONE, 0, NULL)                     \
    X(BATCH_ERRORS, "errors", NULL, OBJECT, NONE, 0, NULL)

#define READMODEL_BATCH_ITEM_FIELDS(X)                                                             \
    X(BATCH_ITEM_ID, "item", NULL, KEY, NONE, READMODEL_H, NULL)                                   \
    /* the instance that it is listed under and goes with, if any */                               \
    X(BATCH_ITEM_OWNER, "owner", NULL, KEY, NONE, READMODEL_HN, NULL)                              \
    X(BATCH_ITEM_TYPE, "operationType", NULL, ENUM, STATE, 0, readmodel_batch_types)               \
    X(BATCH_ITEM_BATCH_KEY, "batchOperationKey", NULL, STRING, BASIC, READMODEL_S, NULL)           \
    X(BATCH_ITEM_KEY, "itemKey", NULL, STRING, BASIC, READMODEL_S, NULL)                           \
    X(BATCH_ITEM_INSTANCE, "processInstanceKey", NULL, KEY, BASIC, READMODEL_NS, NULL)             \
    X(BATCH_ITEM_ROOT_KEY, "rootProcessInstanceKey", NULL, KEY, NONE, READMODEL_N, NULL)           \
    X(BATCH_ITEM_STATE, "state", NULL, ENUM, STATE, READMODEL_S, readmodel_batch_item_states)      \
    X(BATCH_ITEM_PROCESSED_DATE, "processedDate", NULL, DATE_TIME, NONE, READMODEL_NS, NULL)       \
    X(BATCH_ITEM_ERROR_MESSAGE, "errorMessage", NULL, STRING, NONE, READMODEL_N, NULL)

/* Its XML is its content (readmodel_resource_content). */
#define READMODEL_DECISION_REQUIREMENTS_FIELDS(X)                                                  \
    X(REQUIREMENTS_KEY, "decisionRequirementsKey", NULL, KEY, PLAIN, READMODEL_S, NULL)            \
    X(REQUIREMENTS_NAME, "decisionRequirementsName", NULL, STRING, PLAIN, READMODEL_S, NULL)       \
    X(REQUIREMENTS_VERSION, "version", NULL, INT32, PLAIN, READMODEL_S, NULL)                      \
    X(REQUIREMENTS_ID, "decisionRequirementsId", NULL, STRING, PLAIN, READMODEL_S, NULL)           \
    X(REQUIREMENTS_RESOURCE_NAME, "resourceName", NULL, STRING, PLAIN, 0, NULL)                    \
    X(REQUIREMENTS_TENANT, "tenantId", NULL, STRING, PLAIN, READMODEL_S, NULL)                     \
    X(REQUIREMENTS_DEPLOYMENT_KEY, "deploymentKey", NULL, KEY, NONE, READMODEL_H, NULL)

#define READMODEL_DECISION_DEFINITION_FIELDS(X)                                                    \
    X(DECISION_KEY, "decisionDefinitionKey", NULL, KEY, PLAIN, READMODEL_S, NULL)                  \
    X(DECISION_ID, "decisionDefinitionId", NULL, STRING, PLAIN, READMODEL_S, NULL)                 \
    X(DECISION_NAME, "name", NULL, STRING, PLAIN, READMODEL_S, NULL)                               \
    X(DECISION_VERSION, "version", NULL, INT32, PLAIN, READMODEL_S, NULL)                          \
    X(DECISION_TENANT, "tenantId", NULL, STRING, PLAIN, READMODEL_S, NULL)                         \
    X(DECISION_REQUIREMENTS_ID, "decisionRequirementsId", NULL, STRING, PLAIN, READMODEL_S, NULL)  \
    X(DECISION_REQUIREMENTS_KEY, "decisionRequirementsKey", NULL, KEY, PLAIN, READMODEL_S, NULL)   \
    X(DECISION_REQUIREMENTS_NAME, "decisionRequirementsName", NULL, STRING, PLAIN, READMODEL_S, NULL) \
    X(DECISION_REQUIREMENTS_VERSION, "decisionRequirementsVersion", NULL, INT32, PLAIN, READMODEL_S, NULL) \
    X(DECISION_VERSION_TAG, "versionTag", NULL, STRING, NONE, READMODEL_HN, NULL)                  \
    X(DECISION_DEPLOYMENT_KEY, "deploymentKey", NULL, KEY, NONE, READMODEL_H, NULL)                \
    X(DECISION_IS_LATEST, "isLatestVersion", NULL, BOOL, PLAIN, READMODEL_H, NULL)

/* One decision of an evaluation; its own key is that of the evaluation and its number less one. */
#define READMODEL_DECISION_INSTANCE_FIELDS(X)                                                      \
    X(EVALUATED_OWN_KEY, "ownKey", NULL, KEY, NONE, READMODEL_H, NULL)                             \
    X(EVALUATED_ID, "decisionEvaluationInstanceKey", NULL, STRING, BASIC, READMODEL_S, NULL)       \
    X(EVALUATED_EVALUATION_KEY, "decisionEvaluationKey", NULL, KEY, PLAIN, READMODEL_S, NULL)      \
    X(EVALUATED_DECISION_ID, "decisionDefinitionId", NULL, STRING, PLAIN, READMODEL_S, NULL)       \
    X(EVALUATED_DECISION_KEY, "decisionDefinitionKey", NULL, KEY, BASIC, READMODEL_S, NULL)        \
    X(EVALUATED_DECISION_NAME, "decisionDefinitionName", NULL, STRING, PLAIN, READMODEL_S, NULL)   \
    X(EVALUATED_DECISION_TYPE, "decisionDefinitionType", NULL, ENUM, PLAIN, READMODEL_S, readmodel_decision_types) \
    X(EVALUATED_DECISION_VERSION, "decisionDefinitionVersion", NULL, INT32, PLAIN, READMODEL_S, NULL) \
    X(EVALUATED_ELEMENT_KEY, "elementInstanceKey", NULL, KEY, BASIC, READMODEL_NS, NULL)           \
    X(EVALUATED_DATE, "evaluationDate", NULL, DATE_TIME, RANGE, READMODEL_S, NULL)                 \
    X(EVALUATED_FAILURE, "evaluationFailure", NULL, STRING, PLAIN, READMODEL_NS, NULL)             \
    X(EVALUATED_DEFINITION_KEY, "processDefinitionKey", NULL, KEY, PLAIN, READMODEL_NS, NULL)      \
    X(EVALUATED_INSTANCE, "processInstanceKey", NULL, KEY, PLAIN, READMODEL_NS, NULL)              \
    X(EVALUATED_ROOT_INSTANCE, "rootProcessInstanceKey", NULL, KEY, NONE, READMODEL_N, NULL)       \
    X(EVALUATED_RESULT, "result", NULL, VALUE, NONE, 0, NULL)                                      \
    X(EVALUATED_ROOT_DECISION, "rootDecisionDefinitionKey", NULL, KEY, BASIC, READMODEL_S, NULL)   \
    X(EVALUATED_STATE, "state", NULL, ENUM, STATE, READMODEL_S, readmodel_evaluation_states)       \
    X(EVALUATED_TENANT, "tenantId", NULL, STRING, PLAIN, READMODEL_S, NULL)                        \
    X(EVALUATED_BUSINESS_ID, "businessId", NULL, STRING, LIKE, READMODEL_NS, NULL)                 \
    X(EVALUATED_REQUIREMENTS_KEY, "decisionRequirementsKey", NULL, KEY, BASIC, READMODEL_H, NULL)  \
    X(EVALUATED_INPUTS, "evaluatedInputs", NULL, VALUE, NONE, READMODEL_H, NULL)                   \
    X(EVALUATED_RULES, "matchedRules", NULL, VALUE, NONE, READMODEL_H, NULL)
/* clang-format on */

#define READMODEL_FIELD_ENUM(symbol, wire, filter, type, ops, flags, values) FIELD_##symbol,
enum readmodel_process_definition_field {
    READMODEL_PROCESS_DEFINITION_FIELDS(READMODEL_FIELD_ENUM) FIELDS_PROCESS_DEFINITION
};
enum readmodel_process_instance_field {
    READMODEL_PROCESS_INSTANCE_FIELDS(READMODEL_FIELD_ENUM) FIELDS_PROCESS_INSTANCE
};
enum readmodel_element_instance_field {
    READMODEL_ELEMENT_INSTANCE_FIELDS(READMODEL_FIELD_ENUM) FIELDS_ELEMENT_INSTANCE
};
enum readmodel_variable_field {
    READMODEL_VARIABLE_FIELDS(READMODEL_FIELD_ENUM) FIELDS_VARIABLE
};
enum readmodel_job_field {
    READMODEL_JOB_FIELDS(READMODEL_FIELD_ENUM) FIELDS_JOB
};
enum readmodel_incident_field {
    READMODEL_INCIDENT_FIELDS(READMODEL_FIELD_ENUM) FIELDS_INCIDENT
};
enum readmodel_user_task_field {
    READMODEL_USER_TASK_FIELDS(READMODEL_FIELD_ENUM) FIELDS_USER_TASK
};
enum readmodel_message_subscription_field {
    READMODEL_MESSAGE_SUBSCRIPTION_FIELDS(READMODEL_FIELD_ENUM) FIELDS_MESSAGE_SUBSCRIPTION
};
enum readmodel_correlation_field {
    READMODEL_CORRELATION_FIELDS(READMODEL_FIELD_ENUM) FIELDS_CORRELATION
};
enum readmodel_form_field {
    READMODEL_FORM_FIELDS(READMODEL_FIELD_ENUM) FIELDS_FORM
};
enum readmodel_resource_field {
    READMODEL_RESOURCE_FIELDS(READMODEL_FIELD_ENUM) FIELDS_RESOURCE
};
enum readmodel_batch_operation_field {
    READMODEL_BATCH_OPERATION_FIELDS(READMODEL_FIELD_ENUM) FIELDS_BATCH_OPERATION
};
enum readmodel_batch_item_field {
    READMODEL_BATCH_ITEM_FIELDS(READMODEL_FIELD_ENUM) FIELDS_BATCH_ITEM
};
enum readmodel_decision_requirements_field {
    READMODEL_DECISION_REQUIREMENTS_FIELDS(READMODEL_FIELD_ENUM) FIELDS_DECISION_REQUIREMENTS
};
enum readmodel_decision_definition_field {
    READMODEL_DECISION_DEFINITION_FIELDS(READMODEL_FIELD_ENUM) FIELDS_DECISION_DEFINITION
};
enum readmodel_decision_instance_field {
    READMODEL_DECISION_INSTANCE_FIELDS(READMODEL_FIELD_ENUM) FIELDS_DECISION_INSTANCE
};
#undef READMODEL_FIELD_ENUM

const struct readmodel_schema *readmodel_schema(enum readmodel_entity entity);

/* The index of the field with that filter on the wire, or READMODEL_NO_FIELD. A filter may have a
 * name of its own: candidateGroup is a filter over candidateGroups. */
int readmodel_filter_find(const struct readmodel_schema *schema, struct slice name);

/* The canonical spelling of an enum value, whatever its case; NULL when it is none of them. */
const char *readmodel_enum_find(const struct readmodel_field *field, struct slice text);

#endif
