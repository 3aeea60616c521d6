/* Process instances: create (and await the end), get, search, cancel. */
#include "base/assert.h"
#include "base/limits.h"
#include "body_int.h"
#include "body_list.h"
#include "handlers_int.h"
#include "json_out_int.h"
#include "problem_int.h"
#include "read_int.h"
#include "request_int.h"
#include "search_int.h"
#include "server_int.h"
#include "value/value.h"

/* --- create --- */

struct create_state {
    uint64_t definition_key;
    struct slice definition_id;
    int32_t version;
    struct slice variables;
    struct slice version_tag;
    struct slice start_instructions;
    struct slice runtime_instructions;
    struct field_texts start_elements;
    struct field_texts final_elements;
    bool awaits;
    bool has_key;
    int64_t request_timeout_ms;
    struct field_texts fetch_variables;
    struct field_texts tags;
    struct slice business_id;
};

#define AT(member) .offset = offsetof(struct create_state, member)

static const struct field create_fields[] = {
    {.name = "processDefinitionKey",
     .kind = FIELD_KEY,
     AT(definition_key),
     .has_offset = offsetof(struct create_state, has_key)},
    {.name = "processDefinitionId", .kind = FIELD_TEXT, AT(definition_id)},
    {.name = "processDefinitionVersion", .kind = FIELD_INT32, AT(version)},
    {.name = "processDefinitionVersionTag",
     .kind = FIELD_TEXT,
     AT(version_tag),
     .min = 1,
     .max = LIMIT_ID_BYTES,
     .constraint = "1 to 512"},
    {.name = "variables", .kind = FIELD_OBJECT, AT(variables)},
    {.name = "startInstructions", .kind = FIELD_VALUE, AT(start_instructions)},
    {.name = "runtimeInstructions", .kind = FIELD_VALUE, AT(runtime_instructions)},
    {.name = "tenantId", .kind = FIELD_TENANT},
    {.name = "operationReference", .kind = FIELD_REFERENCE},
    {.name = "awaitCompletion", .kind = FIELD_BOOL, AT(awaits)},
    {.name = "requestTimeout", .kind = FIELD_INT64, AT(request_timeout_ms)},
    {.name = "fetchVariables", .kind = FIELD_TEXTS, AT(fetch_variables)},
    {.name = "tags", .kind = FIELD_TAGS, AT(tags)},
    FIELD_BUSINESS_ID(0, offsetof(struct create_state, business_id)),
    {0}};

#undef AT

static bool names_one_definition(struct request *request, const struct create_state *state)
{
    bool has_id = state->definition_id.size > 0;

    if (state->has_key && state->version_tag.data != NULL) {
        problem_invalid(
            request, "Only one of [processDefinitionKey, processDefinitionVersionTag] is allowed.");
        return false;
    }
    if (has_id && state->has_key) {
        problem_invalid(request,
                        "Only one of [processDefinitionId, processDefinitionKey] is allowed.");
    } else if (!has_id && !state->has_key) {
        problem_invalid(request,
                        "At least one of [processDefinitionId, processDefinitionKey] is required.");
    } else {
        return true;
    }
    return false;
}

/* --- instructions: lists of objects that name an element each --- */

struct element_instruction {
    struct slice element_id;
    int type;
};

static const struct field start_fields[] = {
    {.name = "elementId", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_NOT_EMPTY}, {0}};

static const char *const runtime_types[] = {"TERMINATE_PROCESS_INSTANCE", NULL};

static const struct field runtime_fields[] = {
    {.name = "afterElementId", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_NOT_EMPTY},
    {.name = "type",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct element_instruction, type),
     .values = runtime_types},
    {0}};

/* The elements that the list names; false: answered. */
static bool read_instructions(struct request *request, struct slice value, const char *name,
                              const struct field *fields, struct field_texts *out)
{
    const struct body_list_shape shape = {name, fields, sizeof(struct element_instruction),
                                          LIMIT_INSTRUCTIONS};
    const struct element_instruction *instructions;
    struct body_list list;

    if (!body_read_list(request, &shape, value, &list)) {
        return false;
    }
    instructions = (const struct element_instruction *)(const void *)list.items;
    out->items = CHECK_MEMORY(ARENA_ARRAY(&request->arena, struct slice, list.count + 1U));
    for (out->count = 0; out->count < list.count; out->count++) {
        out->items[out->count] = instructions[out->count].element_id;
    }
    return true;
}

static void put_created(struct request *request, struct slice variables)
{
    const struct create_state *state = request->state;
    const struct create_instance_result *created = &request->result->create_instance;
    struct buffer *out = &request->out;

    json_open(out, '{');
    json_text(out, "processDefinitionId", created->process_id);
    json_number(out, "processDefinitionVersion", created->version);
    json_text(out, "tenantId", SLICE("<default>"));
    json_value(out, "variables", variables);
    json_key(out, "processDefinitionKey", created->process_definition_key);
    json_key(out, "processInstanceKey", created->process_instance_key);
    json_name(out, "tags");
    json_open(out, '[');
    for (uint32_t i = 0; i < state->tags.count; i++) {
        json_item_text(out, state->tags.items[i]);
    }
    json_close(out, '[');
    json_text_or_null(out, "businessId", state->business_id);
    json_close(out, '{');
}

/* The instance has ended: completed, or not as it should. */
static void answer_ended(struct request *request, struct readmodel_read *read, uint64_t key)
{
    const struct create_state *state = request->state;
    struct readmodel_document instance;
    struct slice variables = SLICE_EMPTY;
    enum status status =
        readmodel_get(read, READMODEL_PROCESS_INSTANCE, key, &request->arena, &instance);

    if (status == STATUS_OK) {
        if (!slice_is(readmodel_document_text(&instance, FIELD_INSTANCE_STATE), "COMPLETED")) {
            problem_rejection(request, "CREATE_WITH_AWAITING_RESULT", STATUS_WRONG_STATE,
                              arena_printf(&request->arena,
                                           "Expected process instance with key '%llu' to "
                                           "complete, but it was terminated",
                                           (unsigned long long)key));
            return;
        }
        status =
            readmodel_instance_variables(read, key, state->fetch_variables.items,
                                         state->fetch_variables.count, &request->arena, &variables);
    }
    if (status == STATUS_OK) {
        put_created(request, variables);
        request_answer_json(request);
    } else {
        read_failed(request, status, &entity_instance, key);
    }
}

static void create_awaited(struct request *request)
{
    struct readmodel_read read;

    if (request->outcome.status != STATUS_OK) {
        problem_failure(request, request->outcome.status, SLICE_EMPTY);
        return;
    }
    if (read_begin(request, &read)) {
        answer_ended(request, &read, request->result->create_instance.process_instance_key);
        read_end(request, &read);
    }
}

static void create_done(struct request *request)
{
    const struct create_state *state = request->state;

    if (state->awaits) {
        request_await(request, request->result->create_instance.process_instance_key,
                      state->request_timeout_ms, create_awaited);
        return;
    }
    put_created(request, value_empty_object());
    request_answer_json(request);
}

void instance_create(struct request *request)
{
    struct create_state *state = CHECK_MEMORY(ARENA_NEW(&request->arena, struct create_state));
    struct command command = {.type = COMMAND_CREATE_INSTANCE};

    state->version = -1;
    request->state = state;
    if (!body_read(request, BODY_REQUIRED, create_fields, "Create Process Instance", state) ||
        !names_one_definition(request, state) ||
        !read_instructions(request, state->start_instructions, "startInstructions", start_fields,
                           &state->start_elements) ||
        !read_instructions(request, state->runtime_instructions, "runtimeInstructions",
                           runtime_fields, &state->final_elements)) {
        return;
    }
    command.create_instance = (struct create_instance_command){
        .process_definition_key = state->definition_key,
        .process_id = state->definition_id,
        .version = state->version,
        .variables = state->variables,
        .tags = state->tags.items,
        .tag_count = state->tags.count,
        .business_id = state->business_id,
        .await_completion = state->awaits,
        .version_tag = state->version_tag,
        .start_elements = state->start_elements.items,
        .start_element_count = state->start_elements.count,
        .final_elements = state->final_elements.items,
        .final_element_count = state->final_elements.count,
        .unique_business_id = request->server->options.unique_business_ids,
    };
    request->intent = state->awaits ? "CREATE_WITH_AWAITING_RESULT" : "CREATE";
    request_submit(request, &command, BACKEND_STARTS_WORK, create_done);
}

/* --- a business id that comes later --- */

static const struct field business_id_fields[] = {
    FIELD_BUSINESS_ID(FIELD_REQUIRED | FIELD_NOT_EMPTY,
                      offsetof(struct assign_business_id_command, business_id)),
    {0}};

void instance_assign_business_id(struct request *request)
{
    struct command command = {.type = COMMAND_ASSIGN_BUSINESS_ID};
    struct assign_business_id_command *c = &command.assign_business_id;

    if (path_key(request, 0, "processInstanceKey", &c->process_instance_key) &&
        body_read(request, BODY_REQUIRED, business_id_fields, "Assign Business Id", c)) {
        c->unique_business_id = request->server->options.unique_business_ids;
        request_submit(request, &command, BACKEND_COMPLETES_WORK, request_answer_no_content);
    }
}

/* --- cancel, get, search --- */

void instance_cancel(struct request *request)
{
    struct command command = {.type = COMMAND_CANCEL_INSTANCE};

    if (path_key(request, 0, "processInstanceKey", &command.cancel_instance.process_instance_key) &&
        body_read_reference(request)) {
        request_submit(request, &command, BACKEND_COMPLETES_WORK, request_answer_no_content);
    }
}

void instance_get(struct request *request)
{
    entity_get(request, &entity_instance);
}

void instance_search(struct request *request)
{
    static const struct search_spec spec = {
        .entity = READMODEL_PROCESS_INSTANCE, .takes_or = true, .any_scope_variables = "variables"};

    search(request, &spec);
}
