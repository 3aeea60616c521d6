/* What the rows look like that a search makes of others: statistics, and lists that no table holds.
 * They have schemas like entities, so that filters, sorts, pages and rendering are the same; see
 * readmodel/schema.h for the columns. What they are made of stands in the query
 * (readmodel/query.h). Thread: any; all of it is constant. */
#ifndef READMODEL_DERIVED_H
#define READMODEL_DERIVED_H

#include "readmodel/schema.h"

/* clang-format off */
/* of the instances of the query's base, or of one instance */
#define READMODEL_ELEMENT_STATISTICS_FIELDS(X)                                                     \
    X(ELEMENT_STATISTICS_ID, "elementId", NULL, STRING, NONE, READMODEL_S, NULL)                   \
    X(ELEMENT_STATISTICS_ACTIVE, "active", NULL, INT64, NONE, 0, NULL)                             \
    X(ELEMENT_STATISTICS_CANCELED, "canceled", NULL, INT64, NONE, 0, NULL)                         \
    X(ELEMENT_STATISTICS_INCIDENTS, "incidents", NULL, INT64, NONE, 0, NULL)                       \
    X(ELEMENT_STATISTICS_COMPLETED, "completed", NULL, INT64, NONE, 0, NULL)

/* each flow that one instance took, once */
#define READMODEL_SEQUENCE_FLOW_FIELDS(X)                                                          \
    X(FLOW_KEY, "sequenceFlowId", NULL, STRING, NONE, 0, NULL)                                     \
    X(FLOW_INSTANCE, "processInstanceKey", NULL, KEY, NONE, 0, NULL)                               \
    X(FLOW_ROOT_KEY, "rootProcessInstanceKey", NULL, KEY, NONE, READMODEL_N, NULL)                 \
    X(FLOW_DEFINITION_KEY, "processDefinitionKey", NULL, KEY, NONE, 0, NULL)                       \
    X(FLOW_DEFINITION_ID, "processDefinitionId", NULL, STRING, NONE, 0, NULL)                      \
    X(FLOW_ELEMENT_ID, "elementId", NULL, STRING, NONE, 0, NULL)                                   \
    X(FLOW_TENANT, "tenantId", NULL, STRING, NONE, 0, NULL)

/* processes with active instances, all versions together */
#define READMODEL_DEFINITION_STATISTICS_FIELDS(X)                                                  \
    X(DEFINITION_STATISTICS_ID, "processDefinitionId", NULL, STRING, NONE, READMODEL_S, NULL)      \
    X(DEFINITION_STATISTICS_TENANT, "tenantId", NULL, STRING, NONE, 0, NULL)                       \
    X(DEFINITION_STATISTICS_NAME, "latestProcessDefinitionName", NULL, STRING, NONE, READMODEL_N, NULL) \
    X(DEFINITION_STATISTICS_VERSIONS, "hasMultipleVersions", NULL, BOOL, NONE, 0, NULL)            \
    X(DEFINITION_STATISTICS_SOUND, "activeInstancesWithoutIncidentCount", NULL, INT64, NONE, READMODEL_S, NULL) \
    X(DEFINITION_STATISTICS_BROKEN, "activeInstancesWithIncidentCount", NULL, INT64, NONE, READMODEL_S, NULL)

/* definitions with active instances */
#define READMODEL_VERSION_STATISTICS_FIELDS(X)                                                     \
    X(VERSION_STATISTICS_ID, "processDefinitionId", NULL, STRING, PLAIN, READMODEL_S, NULL)        \
    X(VERSION_STATISTICS_KEY, "processDefinitionKey", NULL, KEY, NONE, READMODEL_S, NULL)          \
    X(VERSION_STATISTICS_NAME, "processDefinitionName", NULL, STRING, NONE, READMODEL_NS, NULL)    \
    X(VERSION_STATISTICS_TENANT, "tenantId", NULL, STRING, PLAIN, 0, NULL)                         \
    X(VERSION_STATISTICS_VERSION, "processDefinitionVersion", NULL, INT32, NONE, READMODEL_S, NULL) \
    X(VERSION_STATISTICS_BROKEN, "activeInstancesWithIncidentCount", NULL, INT64, NONE, READMODEL_S, NULL) \
    X(VERSION_STATISTICS_SOUND, "activeInstancesWithoutIncidentCount", NULL, INT64, NONE, READMODEL_S, NULL)

/* of the open message subscriptions of the query's base, by definition */
#define READMODEL_SUBSCRIPTION_STATISTICS_FIELDS(X)                                                \
    X(SUBSCRIPTION_STATISTICS_ID, "processDefinitionId", NULL, STRING, NONE, 0, NULL)              \
    X(SUBSCRIPTION_STATISTICS_TENANT, "tenantId", NULL, STRING, NONE, 0, NULL)                     \
    X(SUBSCRIPTION_STATISTICS_KEY, "processDefinitionKey", NULL, KEY, NONE, 0, NULL)               \
    X(SUBSCRIPTION_STATISTICS_INSTANCES, "processInstancesWithActiveSubscriptions", NULL, INT64, NONE, 0, NULL) \
    X(SUBSCRIPTION_STATISTICS_COUNT, "activeSubscriptions", NULL, INT64, NONE, 0, NULL)

/* of open incidents, by message */
#define READMODEL_ERROR_STATISTICS_FIELDS(X)                                                       \
    X(ERROR_STATISTICS_HASH, "errorHashCode", NULL, INT32, NONE, 0, NULL)                          \
    X(ERROR_STATISTICS_MESSAGE, "errorMessage", NULL, STRING, NONE, READMODEL_S, NULL)             \
    X(ERROR_STATISTICS_INSTANCES, "activeInstancesWithErrorCount", NULL, INT64, NONE, READMODEL_S, NULL)

/* of open incidents, by definition and hash of the message */
#define READMODEL_ERROR_DEFINITION_STATISTICS_FIELDS(X)                                            \
    X(ERROR_DEFINITION_ID, "processDefinitionId", NULL, STRING, NONE, 0, NULL)                     \
    X(ERROR_DEFINITION_KEY, "processDefinitionKey", NULL, KEY, NONE, READMODEL_S, NULL)            \
    X(ERROR_DEFINITION_NAME, "processDefinitionName", NULL, STRING, NONE, 0, NULL)                 \
    X(ERROR_DEFINITION_VERSION, "processDefinitionVersion", NULL, INT32, NONE, 0, NULL)            \
    X(ERROR_DEFINITION_TENANT, "tenantId", NULL, STRING, NONE, READMODEL_S, NULL)                  \
    X(ERROR_DEFINITION_INSTANCES, "activeInstancesWithErrorCount", NULL, INT64, NONE, READMODEL_S, NULL) \
    X(ERROR_DEFINITION_HASH, "errorHashCode", NULL, INT32, PLAIN, READMODEL_H, NULL)

/* of the variables of all instances of one definition */
#define READMODEL_VARIABLE_NAME_FIELDS(X)                                                          \
    X(VARIABLE_NAME_NAME, "name", NULL, STRING, LIKE, READMODEL_S, NULL)

/* what active elements wait for */
#define READMODEL_WAIT_STATE_FIELDS(X)                                                             \
    X(WAIT_ROOT_KEY, "rootProcessInstanceKey", NULL, KEY, BASIC, READMODEL_NS, NULL)               \
    X(WAIT_INSTANCE, "processInstanceKey", NULL, KEY, BASIC, READMODEL_S, NULL)                    \
    X(WAIT_ELEMENT_KEY, "elementInstanceKey", NULL, KEY, BASIC, READMODEL_S, NULL)                 \
    X(WAIT_ELEMENT_ID, "elementId", NULL, STRING, LIKE, READMODEL_S, NULL)                         \
    X(WAIT_ELEMENT_TYPE, "elementType", NULL, ENUM, STATE, 0, readmodel_element_types)             \
    X(WAIT_TENANT, "tenantId", NULL, STRING, NONE, 0, NULL)                                        \
    X(WAIT_DEFINITION_ID, "bpmnProcessId", NULL, STRING, NONE, 0, NULL)                            \
    X(WAIT_DETAILS, "details", NULL, OBJECT, NONE, 0, NULL)                                        \
    X(WAIT_TYPE, "waitStateType", NULL, ENUM, STATE, READMODEL_H, readmodel_wait_types)

#define READMODEL_WAIT_STATISTICS_FIELDS(X)                                                        \
    X(WAIT_STATISTICS_ID, "elementId", NULL, STRING, NONE, READMODEL_S, NULL)                      \
    X(WAIT_STATISTICS_COUNT, "waitingCount", NULL, INT64, NONE, 0, NULL)

/* there are none of these yet */
#define READMODEL_AUTHORIZATION_FIELDS(X)                                                          \
    X(AUTHORIZATION_OWNER_ID, "ownerId", NULL, STRING, PLAIN, READMODEL_S, NULL)                   \
    X(AUTHORIZATION_OWNER_TYPE, "ownerType", NULL, ENUM, PLAIN, READMODEL_S, readmodel_owner_types) \
    X(AUTHORIZATION_RESOURCE_TYPE, "resourceType", NULL, ENUM, PLAIN, READMODEL_S, readmodel_resource_types) \
    X(AUTHORIZATION_RESOURCE_ID, "resourceId", "resourceIds", STRING, LIST, READMODEL_NS, NULL)    \
    X(AUTHORIZATION_PROPERTY, "resourcePropertyName", "resourcePropertyNames", STRING, LIST, READMODEL_NS, NULL) \
    X(AUTHORIZATION_PERMISSIONS, "permissionTypes", NULL, STRINGS, NONE, 0, NULL)                  \
    X(AUTHORIZATION_KEY, "authorizationKey", NULL, KEY, NONE, 0, NULL)
/* clang-format on */

#define READMODEL_FIELD_ENUM(symbol, wire, filter, type, ops, flags, values) FIELD_##symbol,
#define READMODEL_DERIVED_ENUM(entity, number)                                                     \
    enum readmodel_derived_field_##entity{READMODEL_##entity##_FIELDS(READMODEL_FIELD_ENUM)        \
                                              FIELDS_##entity};
READMODEL_DERIVED_LIST(READMODEL_DERIVED_ENUM)
#undef READMODEL_DERIVED_ENUM
#undef READMODEL_FIELD_ENUM

#endif
