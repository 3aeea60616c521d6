/* The nouns: names, the columns that a table shows, the filters of searches. */
#include "nouns.h"

#define FILTER_TEXT(option_name, value_name, member_name, text)                                    \
    {                                                                                              \
        .name = option_name, .value = value_name, .kind = CLI_MATCH, .member = member_name,        \
        .help = text                                                                               \
    }
#define FILTER_WORDS(option_name, member_name, some_words, text)                                   \
    {                                                                                              \
        .name = option_name, .value = "STATE", .kind = CLI_MATCH, .words = some_words,             \
        .member = member_name, .help = text                                                        \
    }
#define FILTER_KEY(option_name, member_name, text)                                                 \
    {                                                                                              \
        .name = option_name, .value = "KEY", .kind = CLI_KEY, .member = member_name, .help = text  \
    }
#define FILTER_NUMBER(option_name, member_name, text)                                              \
    {                                                                                              \
        .name = option_name, .value = "N", .kind = CLI_NUMBER, .member = member_name, .help = text \
    }
#define FILTER_SINCE(option_name, member_name, text)                                               \
    {                                                                                              \
        .name = option_name, .value = "TIME", .kind = CLI_SINCE, .member = member_name,            \
        .help = text                                                                               \
    }
#define FILTER_SWITCH(option_name, member_name, member_json, text)                                 \
    {                                                                                              \
        .name = option_name, .member = member_name, .json = member_json, .help = text              \
    }
#define FILTER_PROCESS                                                                             \
    FILTER_TEXT("process", "ID", "processDefinitionId", "of this process"),                        \
        FILTER_KEY("definition", "processDefinitionKey", "of this version of a process")
#define FILTER_INSTANCE FILTER_KEY("instance", "processInstanceKey", "of this process instance")

const struct cli_noun noun_process_instances = {
    .name = "process-instances",
    .one = "process-instance",
    .alias = "pi",
    .key = "processInstanceKey",
    .sort = "-processInstanceKey",
    .columns = (const struct cli_column[]){{"processInstanceKey", "KEY", true},
                                           {"processDefinitionId", "PROCESS", false},
                                           {"processDefinitionVersion", "VERSION", false},
                                           {"state", "STATE", false},
                                           {"hasIncident", "INCIDENT", false},
                                           {"startDate", "STARTED", false},
                                           {"endDate", "ENDED", false},
                                           {0}},
    .filters =
        (const struct cli_option[]){
            FILTER_WORDS("state", "state", "ACTIVE COMPLETED TERMINATED SUSPENDED",
                         "ACTIVE, COMPLETED, TERMINATED, SUSPENDED"),
            FILTER_PROCESS,
            FILTER_NUMBER("version", "processDefinitionVersion", "of this version"),
            FILTER_SWITCH("incident", "hasIncident", "true", "with an open incident"),
            FILTER_SWITCH("no-incident", "hasIncident", "false", "without one"),
            FILTER_KEY("parent", "parentProcessInstanceKey", "called by this instance"),
            FILTER_TEXT("business-id", "ID", "businessId", "with this business id"),
            {.name = "tag",
             .value = "TAG",
             .kind = CLI_LIST,
             .member = "tags",
             .help = "with all of these tags"},
            {.name = "var",
             .value = "NAME=VALUE",
             .kind = CLI_PAIR,
             .member = "variables",
             .item = "name",
             .help = "where a variable has this value; may be repeated"},
            FILTER_SINCE("started-after", "startDate.$gte", "a date, or 2h: that long ago"),
            FILTER_SINCE("started-before", "startDate.$lt", "a date, or 2h: that long ago"),
            FILTER_SINCE("ended-after", "endDate.$gte", "a date, or 2h: that long ago"),
            FILTER_SINCE("ended-before", "endDate.$lt", "a date, or 2h: that long ago"),
            {0}},
};

const struct cli_noun noun_process_definitions = {
    .name = "process-definitions",
    .one = "process-definition",
    .alias = "pd",
    .key = "processDefinitionKey",
    .columns = (const struct cli_column[]){{"processDefinitionKey", "KEY", true},
                                           {"processDefinitionId", "PROCESS", false},
                                           {"version", "VERSION", false},
                                           {"name", "NAME", false},
                                           {"resourceName", "RESOURCE", false},
                                           {0}},
    .filters =
        (const struct cli_option[]){
            FILTER_TEXT("process", "ID", "processDefinitionId", "with this process id"),
            FILTER_SWITCH("latest", "isLatestVersion", "true", "the latest version of each alone"),
            FILTER_NUMBER("version", "version", "this version"),
            FILTER_TEXT("name", "NAME", "name", "with this name"),
            {.name = "resource",
             .value = "NAME",
             .member = "resourceName",
             .help = "deployed from this file"},
            {0}},
};

const struct cli_noun noun_element_instances = {
    .name = "element-instances",
    .one = "element-instance",
    .alias = "ei",
    .key = "elementInstanceKey",
    .columns = (const struct cli_column[]){{"elementInstanceKey", "KEY", true},
                                           {"elementId", "ELEMENT", false},
                                           {"type", "TYPE", false},
                                           {"state", "STATE", false},
                                           {"hasIncident", "INCIDENT", false},
                                           {"startDate", "STARTED", false},
                                           {"processInstanceKey", "INSTANCE", true},
                                           {0}},
    .filters =
        (const struct cli_option[]){
            FILTER_WORDS("state", "state", "ACTIVE COMPLETED TERMINATED",
                         "ACTIVE, COMPLETED, TERMINATED"),
            FILTER_INSTANCE,
            {.name = "process",
             .value = "ID",
             .member = "processDefinitionId",
             .help = "of this process"},
            FILTER_TEXT("element", "ID", "elementId", "of this element"),
            {.name = "type", .value = "TYPE", .member = "type", .help = "such as SERVICE_TASK"},
            FILTER_SWITCH("incident", "hasIncident", "true", "with an open incident"),
            FILTER_SINCE("started-after", "startDate.$gte", "a date, or 2h: that long ago"),
            FILTER_SINCE("started-before", "startDate.$lt", "a date, or 2h: that long ago"),
            {0}},
};

#define JOB_STATES                                                                                 \
    "CREATED COMPLETED FAILED ERROR_THROWN CANCELED TIMED_OUT RETRIES_UPDATED TIMEOUT_UPDATED "    \
    "PRIORITY_UPDATED MIGRATED"

const struct cli_noun noun_jobs = {
    .name = "jobs",
    .one = "job",
    .alias = "job",
    .key = "jobKey",
    .columns = (const struct cli_column[]){{"jobKey", "KEY", true},
                                           {"type", "TYPE", false},
                                           {"state", "STATE", false},
                                           {"retries", "RETRIES", false},
                                           {"worker", "WORKER", false},
                                           {"elementId", "ELEMENT", false},
                                           {"processInstanceKey", "INSTANCE", true},
                                           {0}},
    .filters =
        (const struct cli_option[]){
            FILTER_WORDS("state", "state", JOB_STATES, "CREATED, COMPLETED, FAILED, ..."),
            FILTER_TEXT("type", "TYPE", "type", "of this job type"),
            FILTER_TEXT("worker", "NAME", "worker", "of this worker"),
            FILTER_TEXT("element", "ID", "elementId", "of this element"),
            FILTER_INSTANCE,
            FILTER_PROCESS,
            FILTER_NUMBER("retries", "retries", "with so many retries left"),
            {0}},
};

#define USER_TASK_STATES                                                                           \
    "CREATED COMPLETED CANCELED CREATING ASSIGNING UPDATING COMPLETING CANCELING FAILED"

const struct cli_noun noun_user_tasks = {
    .name = "user-tasks",
    .one = "user-task",
    .alias = "ut",
    .key = "userTaskKey",
    .columns = (const struct cli_column[]){{"userTaskKey", "KEY", true},
                                           {"name", "NAME", false},
                                           {"state", "STATE", false},
                                           {"assignee", "ASSIGNEE", false},
                                           {"candidateGroups", "GROUPS", false},
                                           {"priority", "PRIORITY", false},
                                           {"dueDate", "DUE", false},
                                           {"processInstanceKey", "INSTANCE", true},
                                           {0}},
    .filters =
        (const struct cli_option[]){
            FILTER_WORDS("state", "state", USER_TASK_STATES, "CREATED, COMPLETED, CANCELED, ..."),
            FILTER_TEXT("assignee", "USER", "assignee", "of this user"),
            FILTER_SWITCH("unassigned", "assignee.$exists", "false", "that nobody has taken"),
            FILTER_TEXT("group", "GROUP", "candidateGroup", "that this group may take"),
            FILTER_TEXT("user", "USER", "candidateUser", "that this user may take"),
            {.name = "element", .value = "ID", .member = "elementId", .help = "of this element"},
            FILTER_INSTANCE,
            FILTER_PROCESS,
            FILTER_NUMBER("priority", "priority", "of this priority"),
            {.name = "due-before",
             .value = "TIME",
             .kind = CLI_DATE,
             .member = "dueDate.$lt",
             .help = "a date, or 2h: in that long"},
            {0}},
};

const struct cli_noun noun_incidents = {
    .name = "incidents",
    .one = "incident",
    .alias = "inc",
    .key = "incidentKey",
    .sort = "-incidentKey",
    .columns = (const struct cli_column[]){{"incidentKey", "KEY", true},
                                           {"errorType", "TYPE", false},
                                           {"state", "STATE", false},
                                           {"elementId", "ELEMENT", false},
                                           {"processInstanceKey", "INSTANCE", true},
                                           {"errorMessage", "MESSAGE", false},
                                           {0}},
    .filters =
        (const struct cli_option[]){
            FILTER_WORDS("state", "state", "ACTIVE PENDING RESOLVED MIGRATED",
                         "ACTIVE, PENDING, RESOLVED, MIGRATED"),
            FILTER_TEXT("type", "TYPE", "errorType", "such as JOB_NO_RETRIES"),
            FILTER_TEXT("element", "ID", "elementId", "of this element"),
            FILTER_INSTANCE,
            FILTER_PROCESS,
            FILTER_KEY("job", "jobKey", "of this job"),
            FILTER_SINCE("since", "creationTime.$gte", "a date, or 2h: that long ago"),
            {0}},
};

const struct cli_noun noun_variables = {
    .name = "variables",
    .one = "variable",
    .alias = "var",
    .key = "variableKey",
    .columns = (const struct cli_column[]){{"variableKey", "KEY", true},
                                           {"name", "NAME", false},
                                           {"value", "VALUE", false},
                                           {"scopeKey", "SCOPE", true},
                                           {"processInstanceKey", "INSTANCE", true},
                                           {0}},
    .filters =
        (const struct cli_option[]){FILTER_TEXT("name", "NAME", "name", "of this name"),
                                    FILTER_TEXT("value", "JSON", "value", "whose JSON is this"),
                                    FILTER_KEY("scope", "scopeKey", "of this element instance"),
                                    FILTER_INSTANCE,
                                    {0}},
};

const struct cli_noun noun_message_subscriptions = {
    .name = "message-subscriptions",
    .one = "message-subscription",
    .alias = "ms",
    .key = "messageSubscriptionKey",
    .columns = (const struct cli_column[]){{"messageSubscriptionKey", "KEY", true},
                                           {"messageName", "MESSAGE", false},
                                           {"correlationKey", "CORRELATION", false},
                                           {"messageSubscriptionState", "STATE", false},
                                           {"elementId", "ELEMENT", false},
                                           {"processInstanceKey", "INSTANCE", true},
                                           {0}},
    .filters =
        (const struct cli_option[]){
            FILTER_WORDS("state", "messageSubscriptionState", "CREATED CORRELATED DELETED MIGRATED",
                         "CREATED, CORRELATED, DELETED, MIGRATED"),
            FILTER_TEXT("name", "NAME", "messageName", "for this message"),
            FILTER_TEXT("correlation-key", "TEXT", "correlationKey", "for this correlation key"),
            FILTER_TEXT("element", "ID", "elementId", "of this element"),
            FILTER_INSTANCE,
            FILTER_TEXT("process", "ID", "processDefinitionId", "of this process"),
            {0}},
};

const struct cli_noun noun_correlated_subscriptions = {
    .name = "correlated-message-subscriptions",
    .one = "correlated-message-subscription",
    .alias = "cms",
    .key = "subscriptionKey",
    .columns = (const struct cli_column[]){{"subscriptionKey", "KEY", true},
                                           {"messageName", "MESSAGE", false},
                                           {"correlationKey", "CORRELATION", false},
                                           {"correlationTime", "TIME", false},
                                           {"messageKey", "MESSAGE KEY", true},
                                           {"elementId", "ELEMENT", false},
                                           {"processInstanceKey", "INSTANCE", true},
                                           {0}},
    .filters =
        (const struct cli_option[]){
            FILTER_TEXT("name", "NAME", "messageName", "of this message"),
            FILTER_TEXT("correlation-key", "TEXT", "correlationKey", "with this correlation key"),
            FILTER_TEXT("element", "ID", "elementId", "of this element"),
            FILTER_INSTANCE,
            FILTER_PROCESS,
            FILTER_SINCE("since", "correlationTime.$gte", "a date, or 2h: that long ago"),
            {0}},
};

const struct cli_noun noun_batch_operations = {
    .name = "batch-operations",
    .one = "batch-operation",
    .alias = "batch",
    .key = "batchOperationKey",
    .columns = (const struct cli_column[]){{"batchOperationKey", "KEY", true},
                                           {"batchOperationType", "TYPE", false},
                                           {"state", "STATE", false},
                                           {"operationsTotalCount", "TOTAL", false},
                                           {"operationsCompletedCount", "COMPLETED", false},
                                           {"operationsFailedCount", "FAILED", false},
                                           {"startDate", "STARTED", false},
                                           {0}},
    .filters = (const struct cli_option[]){FILTER_WORDS("state", "state",
                                                        "CREATED ACTIVE SUSPENDED COMPLETED "
                                                        "PARTIALLY_COMPLETED CANCELED FAILED",
                                                        "ACTIVE, COMPLETED, FAILED, ..."),
                                           FILTER_TEXT("type", "TYPE", "operationType",
                                                       "such as CANCEL_PROCESS_INSTANCE"),
                                           {0}},
};

/* Published, never listed: what waits for one is a message subscription. */
const struct cli_noun noun_messages = {
    .name = "messages", .one = "message", .alias = "msg", .key = "messageKey"};

const struct cli_noun noun_resources = {
    .name = "resources", .one = "resource", .alias = "res", .key = "resourceKey"};

const struct cli_noun *const cli_nouns[] = {&noun_process_instances,
                                            &noun_process_definitions,
                                            &noun_element_instances,
                                            &noun_jobs,
                                            &noun_user_tasks,
                                            &noun_incidents,
                                            &noun_variables,
                                            &noun_message_subscriptions,
                                            &noun_correlated_subscriptions,
                                            &noun_batch_operations,
                                            &noun_messages,
                                            &noun_resources,
                                            NULL};
