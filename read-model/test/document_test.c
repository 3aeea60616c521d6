/* Documents: what an answer shows of each entity, and what each event does to it. */
#include "fixture.h"

#include <string.h>

TEST(document, shows_a_definition_and_which_version_is_the_latest)
{
    struct world *world = world_new();
    world_definition(world, DEFINITION, 1);
    world_apply(world);
    world_definition(world, DEFINITION_2, 2)->definition.version_tag = SLICE("v2");
    world_apply(world);

    CHECK_TEXT(world_document(world, READMODEL_PROCESS_DEFINITION, DEFINITION),
               "processDefinitionKey: 100\n"
               "name: \"Order\"\n"
               "resourceName: \"order.bpmn\"\n"
               "version: 1\n"
               "versionTag: null\n"
               "processDefinitionId: \"order\"\n"
               "tenantId: \"<default>\"\n"
               "hasStartForm: false\n"
               "state: \"ACTIVE\"\n"
               "(isLatestVersion): false\n"
               "(deploymentKey): 99\n"
               "(resourceKey): 100\n"
               "(formId): null\n"
               "(formVersionTag): null\n"
               "(formKey): null\n");

    struct readmodel_document document;
    CHECK_OK(readmodel_get(&world->read, READMODEL_PROCESS_DEFINITION, DEFINITION_2, &world->arena,
                           &document));
    CHECK(readmodel_document_bool(&document, FIELD_DEFINITION_IS_LATEST));
    CHECK_TEXT(readmodel_document_text(&document, FIELD_DEFINITION_VERSION_TAG), "v2");
    world_close(world);
}

static bool is_latest(struct world *world, uint64_t key)
{
    return strstr(world_document(world, READMODEL_PROCESS_DEFINITION, key).data,
                  "(isLatestVersion): true") != NULL;
}

static void definition_ends(struct world *world, uint64_t key, enum definition_state state,
                            uint64_t newest_key)
{
    struct trace_event *event = world_event(world, TRACE_DEFINITION, 0);

    event->definition = (struct trace_definition){.state = state,
                                                  .newest_key = newest_key,
                                                  .key = key,
                                                  .process_id = SLICE("order"),
                                                  .tenant = SLICE("<default>")};
    world_apply(world);
}

/* The version before a deleted one is the latest again; the deleted one stays to be read. */
TEST(document, falls_back_to_the_version_before_a_deleted_one)
{
    struct world *world = world_new();
    struct slice xml;

    world_definition(world, DEFINITION, 1);
    world_apply(world);
    world_definition(world, DEFINITION_2, 2);
    world_apply(world);

    definition_ends(world, DEFINITION_2, DEFINITION_DRAINING, DEFINITION);
    CHECK(is_latest(world, DEFINITION));
    CHECK(!is_latest(world, DEFINITION_2));
    definition_ends(world, DEFINITION_2, DEFINITION_DELETED, DEFINITION);
    definition_ends(world, DEFINITION, DEFINITION_DELETED, 0);
    CHECK(!is_latest(world, DEFINITION));

    CHECK(strstr(world_document(world, READMODEL_PROCESS_DEFINITION, DEFINITION_2).data,
                 "state: \"DELETED\"") != NULL);
    CHECK_OK(readmodel_definition_xml(&world->read, DEFINITION_2, &world->arena, &xml));
    CHECK_TEXT(xml, "<xml/>");
    world_definition(world, 102, 3);
    world_apply(world);
    CHECK(is_latest(world, 102));
    world_check(world);
    world_close(world);
}

static void resource_event(struct world *world, enum resource_kind kind, uint64_t key,
                           int32_t version, bool deleted)
{
    struct trace_event *event = world_event(world, TRACE_RESOURCE, 0);

    event->resource =
        (struct trace_resource){.kind = kind,
                                .deleted = deleted,
                                .key = key,
                                .deployment_key = DEPLOYMENT,
                                .id = SLICE("approval"),
                                .version = version,
                                .version_tag = version == 1 ? SLICE("v1") : SLICE_EMPTY,
                                .resource_name = SLICE("a.form"),
                                .content = deleted ? SLICE_EMPTY : SLICE("{}")};
    world_apply(world);
}

/* The newest form is the newest that is there; who has the key of a deleted one still reads it. */
TEST(document, finds_the_newest_form_that_is_not_deleted)
{
    struct world *world = world_new();
    struct readmodel_document form;
    struct slice content;

    resource_event(world, RESOURCE_FORM, 300, 1, false);
    resource_event(world, RESOURCE_FORM, 301, 2, false);
    world_read(world);
    CHECK_OK(
        readmodel_form_newest(&world->read, SLICE("approval"), SLICE_EMPTY, &world->arena, &form));
    CHECK_INT(form.key, ==, 301);
    CHECK_OK(
        readmodel_form_newest(&world->read, SLICE("approval"), SLICE("v1"), &world->arena, &form));
    CHECK_INT(form.key, ==, 300);

    resource_event(world, RESOURCE_FORM, 301, 2, true);
    world_read(world);
    CHECK_OK(
        readmodel_form_newest(&world->read, SLICE("approval"), SLICE_EMPTY, &world->arena, &form));
    CHECK_INT(form.key, ==, 300);
    CHECK_OK(readmodel_resource_content(&world->read, 301, &content));
    CHECK_TEXT(content, "{}");
    CHECK_STATUS(
        readmodel_form_newest(&world->read, SLICE("ask"), SLICE_EMPTY, &world->arena, &form),
        STATUS_NOT_FOUND);
    world_check(world);
    world_close(world);
}

/* Any other file goes with all that is known of it. */
TEST(document, forgets_a_deleted_file)
{
    struct world *world = world_new();
    struct readmodel_document document;
    struct slice content;

    resource_event(world, RESOURCE_GENERIC, 300, 1, false);
    CHECK_TEXT(world_document(world, READMODEL_RESOURCE, 300), "resourceKey: 300\n"
                                                               "resourceName: \"a.form\"\n"
                                                               "version: 1\n"
                                                               "versionTag: \"v1\"\n"
                                                               "resourceId: \"approval\"\n"
                                                               "tenantId: \"<default>\"\n"
                                                               "(deploymentKey): 99\n");

    resource_event(world, RESOURCE_GENERIC, 300, 1, true);
    world_read(world);
    CHECK_STATUS(readmodel_get(&world->read, READMODEL_RESOURCE, 300, &world->arena, &document),
                 STATUS_NOT_FOUND);
    CHECK_STATUS(readmodel_resource_content(&world->read, 300, &content), STATUS_NOT_FOUND);
    world_check(world);
    world_close(world);
}

/* A file with two processes is stored once and found from both. */
TEST(document, keeps_a_resource_once_and_gives_it_for_each_definition)
{
    struct world *world = world_new();
    struct slice xml;
    world_definition(world, DEFINITION, 1);
    world_definition(world, DEFINITION_2, 1)->definition.process_id = SLICE("other");
    world_apply(world);

    world_read(world);
    CHECK_OK(readmodel_definition_xml(&world->read, DEFINITION, &world->arena, &xml));
    CHECK_TEXT(xml, "<xml/>");
    CHECK_OK(readmodel_definition_xml(&world->read, DEFINITION_2, &world->arena, &xml));
    CHECK_TEXT(xml, "<xml/>");
    CHECK_STATUS(readmodel_definition_xml(&world->read, 5, &world->arena, &xml), STATUS_NOT_FOUND);
    world_close(world);
}

TEST(document, shows_an_instance_with_all_that_it_has)
{
    struct world *world = world_new();
    static const struct slice tags[] = {{"blue", 4}, {"big", 3}};
    struct trace_event *event = world_instance(world, 200, INSTANCE_COMPLETED);
    event->instance.version_tag = SLICE("v1");
    event->instance.parent_process_instance_key = 7;
    event->instance.parent_element_instance_key = 8;
    event->instance.business_id = SLICE("A-17");
    event->instance.tags = tags;
    event->instance.tag_count = 2;
    event->instance.incident_count = 1;
    world_apply(world);

    CHECK_TEXT(world_document(world, READMODEL_PROCESS_INSTANCE, 200),
               "processInstanceKey: 200\n"
               "processDefinitionId: \"order\"\n"
               "processDefinitionName: \"Order\"\n"
               "processDefinitionVersion: 1\n"
               "processDefinitionVersionTag: \"v1\"\n"
               "startDate: 1000\n"
               "endDate: 1000000\n"
               "state: \"COMPLETED\"\n"
               "suspendedDate: null\n"
               "hasIncident: true\n"
               "tenantId: \"<default>\"\n"
               "processDefinitionKey: 100\n"
               "parentProcessInstanceKey: 7\n"
               "parentElementInstanceKey: 8\n"
               "rootProcessInstanceKey: 200\n"
               "tags: [\"blue\",\"big\"]\n"
               "businessId: \"A-17\"\n"
               "(members): \"\"\n"
               "(flows): []\n");
    world_close(world);
}

/* The name falls back to the id, and an incident shows at its element although only the incident's
 * event tells of it. */
TEST(document, shows_an_element_and_its_incident_until_it_is_resolved)
{
    struct world *world = world_new();
    world_instance(world, 200, INSTANCE_ACTIVE);
    world_element(world, 200, 201, ELEMENT_ACTIVATED);
    world_apply(world);
    world_incident(world, 200, 202, 201, INCIDENT_ACTIVE);
    world_apply(world);

    CHECK_TEXT(world_document(world, READMODEL_ELEMENT_INSTANCE, 201),
               "elementInstanceKey: 201\n"
               "processDefinitionId: \"order\"\n"
               "startDate: 2000\n"
               "endDate: null\n"
               "elementId: \"task\"\n"
               "elementName: \"task\"\n"
               "type: \"SERVICE_TASK\"\n"
               "state: \"ACTIVE\"\n"
               "hasIncident: true\n"
               "tenantId: \"<default>\"\n"
               "processInstanceKey: 200\n"
               "rootProcessInstanceKey: 200\n"
               "processDefinitionKey: 100\n"
               "incidentKey: 202\n"
               "(elementInstanceScopeKey): 200\n"
               "(timerDue): null\n"
               "(timerRepetitions): null\n");
    CHECK_TEXT(world_document(world, READMODEL_INCIDENT, 202),
               "incidentKey: 202\n"
               "processDefinitionId: \"order\"\n"
               "errorType: \"IO_MAPPING_ERROR\"\n"
               "errorMessage: \"no such variable\"\n"
               "elementId: \"task\"\n"
               "creationTime: 4000\n"
               "state: \"ACTIVE\"\n"
               "tenantId: \"<default>\"\n"
               "processDefinitionKey: 100\n"
               "processInstanceKey: 200\n"
               "rootProcessInstanceKey: 200\n"
               "elementInstanceKey: 201\n"
               "jobKey: null\n");

    world_incident(world, 200, 202, 201, INCIDENT_RESOLVED);
    world_apply(world);
    struct readmodel_document document;
    world_read(world);
    CHECK_OK(
        readmodel_get(&world->read, READMODEL_ELEMENT_INSTANCE, 201, &world->arena, &document));
    CHECK(!readmodel_document_bool(&document, FIELD_ELEMENT_HAS_INCIDENT));
    CHECK_INT(readmodel_document_u64(&document, FIELD_ELEMENT_INCIDENT_KEY), ==, 0);
    world_close(world);
}

TEST(document, shows_a_variable_and_whether_a_search_would_cut_it)
{
    struct world *world = world_new();
    struct readmodel_document document;
    static char longest[READMODEL_VALUE_TEXT_BYTES + 2];
    world_instance(world, 200, INSTANCE_ACTIVE);
    world_variable(world, 200, 203, "amount", "1.10");
    memset(longest, 'x', sizeof(longest) - 1);
    longest[0] = '"';
    longest[READMODEL_VALUE_TEXT_BYTES - 1] = '"';
    longest[READMODEL_VALUE_TEXT_BYTES] = '\0';
    world_variable(world, 200, 204, "longest", longest);
    longest[READMODEL_VALUE_TEXT_BYTES - 1] = 'x';
    longest[READMODEL_VALUE_TEXT_BYTES] = '"';
    world_variable(world, 200, 205, "longer", longest);
    world_apply(world);

    CHECK_TEXT(world_document(world, READMODEL_VARIABLE, 203), "variableKey: 203\n"
                                                               "name: \"amount\"\n"
                                                               "tenantId: \"<default>\"\n"
                                                               "scopeKey: 200\n"
                                                               "processInstanceKey: 200\n"
                                                               "rootProcessInstanceKey: 200\n"
                                                               "value: 1.10\n"
                                                               "isTruncated: false\n");
    CHECK_OK(readmodel_get(&world->read, READMODEL_VARIABLE, 204, &world->arena, &document));
    CHECK(!readmodel_document_bool(&document, FIELD_VARIABLE_IS_TRUNCATED));
    CHECK_OK(readmodel_get(&world->read, READMODEL_VARIABLE, 205, &world->arena, &document));
    CHECK(readmodel_document_bool(&document, FIELD_VARIABLE_IS_TRUNCATED));
    world_close(world);
}

/* The job repeats business id and tags of its instance, also when that was written long before. */
TEST(document, shows_a_job_with_what_it_repeats_of_its_instance)
{
    struct world *world = world_new();
    static const struct slice tags[] = {{"blue", 4}};
    struct trace_event *instance = world_instance(world, 200, INSTANCE_ACTIVE);
    instance->instance.business_id = SLICE("A-17");
    instance->instance.tags = tags;
    instance->instance.tag_count = 1;
    world_element(world, 200, 201, ELEMENT_ACTIVATED);
    world_apply(world);
    struct trace_event *job = world_job(world, 200, 202, 201, JOB_FAILED);
    job->job.headers = world_json("{\"lane\":\"fast\"}");
    job->job.worker = SLICE("w1");
    job->job.error_message = SLICE("out of stock");
    job->job.activation = 77;
    world_apply(world);

    CHECK_TEXT(world_document(world, READMODEL_JOB, 202), "jobKey: 202\n"
                                                          "customHeaders: {\"lane\":\"fast\"}\n"
                                                          "deadline: null\n"
                                                          "deniedReason: null\n"
                                                          "elementId: \"task\"\n"
                                                          "elementInstanceKey: 201\n"
                                                          "endTime: null\n"
                                                          "errorCode: null\n"
                                                          "errorMessage: \"out of stock\"\n"
                                                          "hasFailedWithRetriesLeft: true\n"
                                                          "isDenied: null\n"
                                                          "kind: \"BPMN_ELEMENT\"\n"
                                                          "listenerEventType: \"UNSPECIFIED\"\n"
                                                          "processDefinitionId: \"order\"\n"
                                                          "processDefinitionKey: 100\n"
                                                          "processInstanceKey: 200\n"
                                                          "rootProcessInstanceKey: 200\n"
                                                          "businessId: \"A-17\"\n"
                                                          "retries: 3\n"
                                                          "state: \"FAILED\"\n"
                                                          "tenantId: \"<default>\"\n"
                                                          "type: \"work\"\n"
                                                          "worker: \"w1\"\n"
                                                          "creationTime: 3000\n"
                                                          "lastUpdateTime: 1000000\n"
                                                          "priority: 50\n"
                                                          "(processDefinitionVersion): 1\n"
                                                          "(tags): [\"blue\"]\n"
                                                          "(activation): 77\n");
    world_close(world);
}

TEST(document, shows_a_user_task_with_its_dates_as_instants)
{
    struct world *world = world_new();
    world_instance(world, 200, INSTANCE_ACTIVE);
    struct trace_event *task = world_user_task(world, 200, 202, 201, USER_TASK_CREATED);
    task->user_task.assignee = SLICE("ann");
    task->user_task.candidate_groups = world_json("[\"sales\"]");
    task->user_task.due_date = SLICE("1970-01-01T01:00:01+01:00");
    task->user_task.follow_up_date = SLICE("some day");
    task->user_task.form_key = 345;
    world_apply(world);

    CHECK_TEXT(world_document(world, READMODEL_USER_TASK, 202), "userTaskKey: 202\n"
                                                                "name: \"Approve\"\n"
                                                                "state: \"CREATED\"\n"
                                                                "assignee: \"ann\"\n"
                                                                "elementId: \"approve\"\n"
                                                                "candidateGroups: [\"sales\"]\n"
                                                                "candidateUsers: []\n"
                                                                "processDefinitionId: \"order\"\n"
                                                                "creationDate: 5000\n"
                                                                "completionDate: null\n"
                                                                "followUpDate: null\n"
                                                                "dueDate: 1000\n"
                                                                "tenantId: \"<default>\"\n"
                                                                "externalFormReference: null\n"
                                                                "processDefinitionVersion: 1\n"
                                                                "customHeaders: {}\n"
                                                                "priority: 50\n"
                                                                "elementInstanceKey: 201\n"
                                                                "processName: \"Order\"\n"
                                                                "processDefinitionKey: 100\n"
                                                                "processInstanceKey: 200\n"
                                                                "rootProcessInstanceKey: 200\n"
                                                                "businessId: null\n"
                                                                "formKey: 345\n"
                                                                "tags: []\n");
    world_close(world);
}

TEST(document, shows_a_subscription_of_a_start_event_without_an_instance)
{
    struct world *world = world_new();
    world_definition(world, DEFINITION, 1);
    world_subscription(world, 0, 300, SUBSCRIPTION_CREATED);
    world_apply(world);

    CHECK_TEXT(world_document(world, READMODEL_MESSAGE_SUBSCRIPTION, 300),
               "messageSubscriptionKey: 300\n"
               "processDefinitionId: \"order\"\n"
               "processDefinitionKey: 100\n"
               "processInstanceKey: null\n"
               "rootProcessInstanceKey: null\n"
               "elementId: \"wait\"\n"
               "elementInstanceKey: null\n"
               "messageSubscriptionState: \"CREATED\"\n"
               "lastUpdatedDate: 6000\n"
               "messageName: \"paid\"\n"
               "correlationKey: null\n"
               "messageSubscriptionType: \"START_EVENT\"\n"
               "toolProperties: {}\n"
               "processDefinitionName: \"Order\"\n"
               "processDefinitionVersion: 1\n"
               "toolName: null\n"
               "inboundConnectorType: null\n"
               "tenantId: \"<default>\"\n"
               "businessId: null\n");
    world_close(world);
}

/* What it repeats of its instance comes with it. */
TEST(document, shows_the_business_id_of_the_instance_that_subscribes)
{
    struct world *world = world_new();
    world_definition(world, DEFINITION, 1);
    world_instance(world, 200, INSTANCE_ACTIVE)->instance.business_id = SLICE("B-7");
    world_subscription(world, 200, 300, SUBSCRIPTION_CREATED);
    world_apply(world);

    CHECK(slice_ends_with(world_document(world, READMODEL_MESSAGE_SUBSCRIPTION, 300),
                          SLICE("businessId: \"B-7\"\n")));
    world_close(world);
}

/* The nearest scope wins, names choose, and the root scope is apart. */
TEST(variables, are_gathered_up_the_scopes)
{
    struct world *world = world_new();
    struct slice object;
    struct slice wanted[] = {SLICE("b"), SLICE("missing")};
    world_instance(world, 200, INSTANCE_ACTIVE);
    world_element(world, 200, 201, ELEMENT_ACTIVATED);
    world_element(world, 200, 202, ELEMENT_ACTIVATED)->element.scope_key = 201;
    world_variable(world, 200, 203, "b", "\"root\"");
    world_variable(world, 200, 204, "a", "1");
    world_variable(world, 200, 205, "b", "\"inner\"")->variable.scope_key = 201;
    world_apply(world);

    world_read(world);
    CHECK_OK(readmodel_job_variables(&world->read, 202, NULL, 0, &world->arena, &object));
    CHECK_SLICE(object, world_json("{\"a\":1,\"b\":\"inner\"}"));
    CHECK_OK(readmodel_job_variables(&world->read, 202, wanted, 2, &world->arena, &object));
    CHECK_SLICE(object, world_json("{\"b\":\"inner\"}"));
    CHECK_OK(readmodel_instance_variables(&world->read, 200, NULL, 0, &world->arena, &object));
    CHECK_SLICE(object, world_json("{\"a\":1,\"b\":\"root\"}"));
    CHECK_STATUS(readmodel_job_variables(&world->read, 999, NULL, 0, &world->arena, &object),
                 STATUS_NOT_FOUND);
    world_close(world);
}
