/* Migrating a process instance to another definition. */
#include "base/assert.h"
#include "base/limits.h"
#include "batch_int.h"
#include "body_list.h"
#include "handlers_int.h"
#include "problem_int.h"
#include "request_int.h"

struct migration_body {
    struct slice mappings;
    uint64_t definition_key;
};

static const struct field migration_fields[] = {
    {.name = "targetProcessDefinitionKey",
     .kind = FIELD_KEY,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct migration_body, definition_key)},
    {.name = "mappingInstructions",
     .kind = FIELD_VALUE,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct migration_body, mappings)},
    {.name = "operationReference", .kind = FIELD_REFERENCE},
    {0}};

static const struct field pair_fields[] = {{.name = "sourceElementId",
                                            .kind = FIELD_TEXT,
                                            .flags = FIELD_REQUIRED | FIELD_NOT_EMPTY,
                                            .offset = offsetof(struct element_pair, source_id)},
                                           {.name = "targetElementId",
                                            .kind = FIELD_TEXT,
                                            .flags = FIELD_REQUIRED | FIELD_NOT_EMPTY,
                                            .offset = offsetof(struct element_pair, target_id)},
                                           {0}};

bool element_pairs_read(struct request *request, const char *name, struct slice value,
                        struct body_list *out)
{
    struct body_list_shape shape = {name, pair_fields, sizeof(struct element_pair),
                                    LIMIT_MODIFY_INSTRUCTIONS};

    if (!body_read_list(request, &shape, value, out)) {
        return false;
    }
    if (out->count == 0) {
        problem_invalid(request, "No %s provided.", name);
        return false;
    }
    return true;
}

static bool mappings_read(struct request *request, const struct migration_body *body,
                          struct migrate_instance_command *out)
{
    struct body_list list;

    if (!element_pairs_read(request, "mappingInstructions", body->mappings, &list)) {
        return false;
    }
    out->process_definition_key = body->definition_key;
    out->mappings = (struct element_pair *)(void *)list.items;
    out->mapping_count = list.count;
    return true;
}

bool migration_plan_read(struct request *request, struct slice value, struct command *out)
{
    struct migration_body body = {.mappings = SLICE_EMPTY};

    return body_read_value(request, "migrationPlan.", migration_fields, value, &body) &&
           mappings_read(request, &body, &out->migrate_instance);
}

void instance_migrate(struct request *request)
{
    struct command command = {.type = COMMAND_MIGRATE_INSTANCE};
    struct migrate_instance_command *c = &command.migrate_instance;
    struct migration_body body = {.mappings = SLICE_EMPTY};

    if (path_key(request, 0, "processInstanceKey", &c->process_instance_key) &&
        body_read(request, BODY_REQUIRED, migration_fields, "", &body) &&
        mappings_read(request, &body, c)) {
        request_submit(request, &command, BACKEND_COMPLETES_WORK, request_answer_no_content);
    }
}
