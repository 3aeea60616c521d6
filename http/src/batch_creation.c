/* Batch operations over a filter: what it finds in the read model becomes the items of one command,
 * all of them or none. */
#include <string.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/limits.h"
#include "batch_int.h"
#include "body_list.h"
#include "handlers_int.h"
#include "problem_int.h"
#include "read_int.h"
#include "request_int.h"
#include "search_int.h"

struct batch_kind {
    enum command_type plan;
    const struct search_spec *spec;
    uint32_t field;                       /* a condition of the operation itself: the field ... */
    struct readmodel_operand operands[2]; /* ... is one of these */
    uint32_t operand_count;
    const char *plan_name; /* the property that says what is to be done; NULL: there is none */
    bool (*plan_read)(struct request *request, struct slice value, struct command *out);
};

struct batch_body {
    struct slice filter;
    struct slice plan;
};

struct creation {
    const struct batch_kind *kind;
    struct command plan;
    struct readmodel_query query;
    struct batch_item *items;
    uint32_t item_count;
    int64_t expires_ms;
};

/* --- the request --- */

static bool creation_body_read(struct request *request, const struct batch_kind *kind,
                               struct batch_body *body)
{
    struct field fields[] = {{.name = "filter",
                              .kind = FIELD_VALUE,
                              .flags = FIELD_REQUIRED,
                              .offset = offsetof(struct batch_body, filter)},
                             {.name = "operationReference", .kind = FIELD_REFERENCE},
                             {.name = kind->plan_name,
                              .kind = FIELD_VALUE,
                              .flags = FIELD_REQUIRED,
                              .offset = offsetof(struct batch_body, plan)},
                             {0}};

    return body_read(request, BODY_REQUIRED, fields, "", body);
}

/* What the operation is good for at all is a condition more. */
static void query_narrow(struct request *request, struct creation *creation)
{
    struct readmodel_group *all = &creation->query.all;
    struct readmodel_condition *conditions = CHECK_MEMORY(
        ARENA_ARRAY(&request->arena, struct readmodel_condition, all->condition_count + 1U));

    if (creation->kind->operand_count == 0) {
        return;
    }
    if (all->condition_count > 0) {
        memcpy(conditions, all->conditions, all->condition_count * sizeof(*conditions));
    }
    conditions[all->condition_count] =
        (struct readmodel_condition){.field = creation->kind->field,
                                     .op = READMODEL_IN,
                                     .operands = creation->kind->operands,
                                     .operand_count = creation->kind->operand_count};
    all->conditions = conditions;
    all->condition_count++;
}

static bool query_read(struct request *request, struct creation *creation, struct slice filter)
{
    const struct search_spec *spec = creation->kind->spec;
    struct search_reading reading = {
        .request = request, .spec = spec, .schema = readmodel_schema(spec->entity)};

    creation->query.entity = spec->entity;
    creation->query.page.limit = LIMIT_BATCH_ITEMS;
    if (!search_filter_read(&reading, filter, &creation->query)) {
        return false;
    }
    query_narrow(request, creation);
    return true;
}

/* --- the items --- */

static bool creation_expired(void *ctx)
{
    return clock_monotonic_ms() > *(const int64_t *)ctx;
}

/* All that the query finds. Errors: STATUS_LIMIT: they are too many. */
static enum status find_all(struct request *request, struct readmodel_read *read,
                            struct creation *creation, struct readmodel_query *query,
                            struct readmodel_result *result)
{
    query->expired = creation_expired;
    query->ctx = &creation->expires_ms;
    enum status st = readmodel_search(read, query, &request->arena, result);
    return st == STATUS_OK && result->total_items > result->count ? STATUS_LIMIT : st;
}

static enum status items_of_entities(struct request *request, struct readmodel_read *read,
                                     struct creation *creation,
                                     const struct readmodel_result *found)
{
    enum status st = STATUS_OK;

    creation->items =
        CHECK_MEMORY(ARENA_ARRAY(&request->arena, struct batch_item, found->count + 1U));
    for (uint32_t i = 0; st == STATUS_OK && i < found->count; i++) {
        const struct readmodel_document *document = &found->documents[i];
        struct batch_item *item = &creation->items[i];

        item->key = document->key;
        item->process_instance_key = document->entity == READMODEL_JOB
                                         ? readmodel_document_u64(document, FIELD_JOB_INSTANCE)
                                     : document->entity == READMODEL_INCIDENT
                                         ? readmodel_document_u64(document, FIELD_INCIDENT_INSTANCE)
                                         : document->key;
        if (creation->plan.type == COMMAND_DELETE_INSTANCE) {
            st = readmodel_instance_size(read, document->key, &item->document_count);
        }
    }
    creation->item_count = found->count;
    return st;
}

/* The open incidents of the instances that were found. */
static enum status incidents_of(struct request *request, struct readmodel_read *read,
                                struct creation *creation, struct readmodel_result *found)
{
    static const struct readmodel_operand active = {.text = {.data = "ACTIVE", .size = 6}};
    struct readmodel_operand *keys =
        CHECK_MEMORY(ARENA_ARRAY(&request->arena, struct readmodel_operand, found->count + 1U));
    const struct readmodel_condition conditions[] = {
        {FIELD_INCIDENT_INSTANCE, READMODEL_IN, keys, found->count},
        {FIELD_INCIDENT_STATE, READMODEL_EQ, &active, 1}};
    struct readmodel_query query = {.entity = READMODEL_INCIDENT,
                                    .all = {.conditions = conditions, .condition_count = 2},
                                    .page = {.limit = LIMIT_BATCH_ITEMS}};

    if (found->count == 0) {
        return STATUS_OK;
    }
    for (uint32_t i = 0; i < found->count; i++) {
        keys[i] = (struct readmodel_operand){.key = found->documents[i].key};
    }
    return find_all(request, read, creation, &query, found);
}

static enum status items_find(struct request *request, struct readmodel_read *read,
                              struct creation *creation)
{
    struct readmodel_result found = {0};
    enum status st = find_all(request, read, creation, &creation->query, &found);

    if (st == STATUS_OK && creation->plan.type == COMMAND_RESOLVE_INCIDENT) {
        st = incidents_of(request, read, creation, &found);
    }
    return st == STATUS_OK ? items_of_entities(request, read, creation, &found) : st;
}

static void items_failed(struct request *request, enum status status)
{
    switch ((int)status) {
    case STATUS_UNAVAILABLE:
        problem_status(request, status,
                       "The search for the items took longer than %d ms. Narrow the filter.",
                       LIMIT_SEARCH_MS);
        break;
    case STATUS_LIMIT:
        problem_status(request, STATUS_RESOURCE_EXHAUSTED,
                       "The filter finds more than the %d items that one batch operation may have. "
                       "Narrow it.",
                       LIMIT_BATCH_ITEMS);
        break;
    default:
        problem_failure(request, status, SLICE_EMPTY);
        break;
    }
}

/* --- the command --- */

static void creation_done(struct request *request)
{
    const struct creation *creation = request->state;

    batch_answer(request, batch_type_name(creation->plan.type));
}

static void creation_submit(struct request *request, struct creation *creation)
{
    struct command command = {.type = COMMAND_CREATE_BATCH};
    struct buffer plan;

    creation->plan.version = 1;
    creation->plan.tenant = SLICE("<default>");
    buffer_init(&plan, LIMIT_REQUEST_BODY_BYTES);
    command_encode(&creation->plan, &plan);
    command.create_batch = (struct create_batch_command){
        .plan = buffer_slice(&plan), .items = creation->items, .item_count = creation->item_count};
    if (plan.failed) {
        problem_status(request, STATUS_TOO_LARGE, "The request is larger than a command may be.");
    } else {
        request_submit(request, &command, BACKEND_COMPLETES_WORK, creation_done);
    }
    buffer_deinit(&plan);
}

static void creation_search(struct request *request)
{
    struct creation *creation = request->state;
    struct readmodel_read read;

    if (!read_begin(request, &read)) {
        return;
    }
    creation->expires_ms = clock_monotonic_ms() + LIMIT_SEARCH_MS;
    enum status st = items_find(request, &read, creation);
    read_end(request, &read);
    if (st == STATUS_OK) {
        creation_submit(request, creation);
    } else {
        items_failed(request, st);
    }
}

static void create(struct request *request, const struct batch_kind *kind)
{
    struct creation *creation = CHECK_MEMORY(ARENA_NEW(&request->arena, struct creation));
    struct batch_body body = {.filter = SLICE_EMPTY};

    *creation = (struct creation){.kind = kind, .plan = {.type = kind->plan}};
    request->state = creation;
    if (creation_body_read(request, kind, &body) &&
        (kind->plan_read == NULL || kind->plan_read(request, body.plan, &creation->plan)) &&
        query_read(request, creation, body.filter)) {
        request_fence(request, creation_search);
    }
}

/* --- the operations --- */

#define TEXT_OPERAND(literal)                                                                      \
    {                                                                                              \
        .text = {.data = (literal), .size = sizeof(literal) - 1 }                                  \
    }

static const struct search_spec instances = {
    .entity = READMODEL_PROCESS_INSTANCE, .takes_or = true, .any_scope_variables = "variables"};
static const struct search_spec jobs = {.entity = READMODEL_JOB};

void batch_cancel_instances(struct request *request)
{
    static const struct batch_kind kind = {.plan = COMMAND_CANCEL_INSTANCE,
                                           .spec = &instances,
                                           .field = FIELD_INSTANCE_STATE,
                                           .operands = {TEXT_OPERAND("ACTIVE")},
                                           .operand_count = 1};

    create(request, &kind);
}

void batch_resolve_incidents(struct request *request)
{
    static const struct batch_kind kind = {.plan = COMMAND_RESOLVE_INCIDENT,
                                           .spec = &instances,
                                           .field = FIELD_INSTANCE_STATE,
                                           .operands = {TEXT_OPERAND("ACTIVE")},
                                           .operand_count = 1};

    create(request, &kind);
}

void batch_delete_instances(struct request *request)
{
    static const struct batch_kind kind = {
        .plan = COMMAND_DELETE_INSTANCE,
        .spec = &instances,
        .field = FIELD_INSTANCE_STATE,
        .operands = {TEXT_OPERAND("COMPLETED"), TEXT_OPERAND("TERMINATED")},
        .operand_count = 2};

    create(request, &kind);
}

void batch_migrate_instances(struct request *request)
{
    static const struct batch_kind kind = {.plan = COMMAND_MIGRATE_INSTANCE,
                                           .spec = &instances,
                                           .field = FIELD_INSTANCE_STATE,
                                           .operands = {TEXT_OPERAND("ACTIVE")},
                                           .operand_count = 1,
                                           .plan_name = "migrationPlan",
                                           .plan_read = migration_plan_read};

    create(request, &kind);
}

static bool moves_read(struct request *request, struct slice value, struct command *out)
{
    struct modify_instance_command *c = &out->modify_instance;
    struct body_list list;

    if (!element_pairs_read(request, "moveInstructions", value, &list)) {
        return false;
    }
    c->move = CHECK_MEMORY(ARENA_ARRAY(&request->arena, struct move_instruction, list.count));
    c->move_count = list.count;
    for (uint32_t i = 0; i < list.count; i++) {
        const struct element_pair *pair = (const struct element_pair *)(void *)list.items + i;

        c->move[i] = (struct move_instruction){.source_id = pair->source_id,
                                               .target = {.element_id = pair->target_id},
                                               .ancestor = MOVE_ANCESTOR_INFERRED};
    }
    return true;
}

void batch_modify_instances(struct request *request)
{
    static const struct batch_kind kind = {.plan = COMMAND_MODIFY_INSTANCE,
                                           .spec = &instances,
                                           .field = FIELD_INSTANCE_STATE,
                                           .operands = {TEXT_OPERAND("ACTIVE")},
                                           .operand_count = 1,
                                           .plan_name = "moveInstructions",
                                           .plan_read = moves_read};

    create(request, &kind);
}

void batch_update_jobs(struct request *request)
{
    static const struct batch_kind kind = {.plan = COMMAND_UPDATE_JOB,
                                           .spec = &jobs,
                                           .plan_name = "changeset",
                                           .plan_read = changeset_read};

    create(request, &kind);
}
