/* Deployments: multipart in, looked into off the event loop, one command for all of it. What a file
 * is, its name says: a process, decisions, a form, or a file that is kept as it is.
 *
 * What is wrong with the files is found here, before the log: every error of every file is told at
 * once. */
#include "base/assert.h"
#include "base/limits.h"
#include "bpmn/compile.h"
#include "dmn/compile.h"
#include "handlers_int.h"
#include "json_out_int.h"
#include "multipart_int.h"
#include "problem_int.h"
#include "request_int.h"
#include "value/json.h"
#include "value/value.h"

/* --- reading the request --- */

static bool has_suffix(struct slice name, const char *text)
{
    struct slice suffix = slice_of(text);

    return name.size >= suffix.size &&
           slice_equal_nocase(slice_from(name, name.size - suffix.size), suffix);
}

static enum resource_kind kind_of(struct slice name)
{
    if (has_suffix(name, ".bpmn") || has_suffix(name, ".xml")) {
        return RESOURCE_PROCESS;
    }
    if (has_suffix(name, ".dmn")) {
        return RESOURCE_REQUIREMENTS;
    }
    return has_suffix(name, ".form") ? RESOURCE_FORM : RESOURCE_GENERIC;
}

static bool has_control_character(struct slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        if ((unsigned char)text.data[i] < 0x20 || text.data[i] == 0x7f) {
            return true;
        }
    }
    return false;
}

static bool tenant_read(struct request *request, const struct multipart_part *part)
{
    struct slice tenant = slice_trim(part->content);

    if (tenant.size == 0 || slice_is(tenant, "<default>")) {
        return true;
    }
    problem_invalid(request,
                    "Expected to handle request Deploy Resources with tenant identifier '%.*s', "
                    "but multi-tenancy is disabled.",
                    SLICE_ARG(tenant));
    return false;
}

static bool resource_read(struct request *request, const struct multipart_part *part,
                          struct deploy_resource *resource)
{
    if (part->file_name.data == NULL || part->file_name.size == 0) {
        problem_bad_request(request, "A part 'resources' has no file name.");
        return false;
    }
    if (part->file_name.size > LIMIT_ID_BYTES) {
        problem_invalid(request, "A file name has %zu bytes, but at most %d are allowed.",
                        part->file_name.size, LIMIT_ID_BYTES);
        return false;
    }
    if (has_control_character(part->file_name)) {
        problem_invalid(request, "A file name has a control character.");
        return false;
    }
    resource->name = part->file_name;
    resource->kind = kind_of(part->file_name);
    /* A copy: the compiler may still run when the client and its body have gone. */
    resource->content = arena_copy(&request->arena, part->content);
    return true;
}

static bool parts_read(struct request *request, const struct multipart *form,
                       struct deploy_command *command)
{
    command->resources =
        CHECK_MEMORY(ARENA_ARRAY(&request->arena, struct deploy_resource, form->count + 1U));
    for (uint32_t i = 0; i < form->count; i++) {
        const struct multipart_part *part = &form->parts[i];

        if (slice_is(part->name, "tenantId")) {
            if (!tenant_read(request, part)) {
                return false;
            }
        } else if (slice_is(part->name, "resources")) {
            if (!resource_read(request, part, &command->resources[command->resource_count])) {
                return false;
            }
            command->resource_count++;
        } else {
            problem_bad_request(request, "Part '%.*s' is not known.", SLICE_ARG(part->name));
            return false;
        }
    }
    if (command->resource_count == 0) {
        problem_bad_request(request, "Required part 'resources' is not present.");
        return false;
    }
    return true;
}

static bool form_read(struct request *request, struct deploy_command *command)
{
    struct slice boundary = multipart_boundary(request->content_type);
    struct multipart form;
    enum status status;

    if (boundary.data == NULL) {
        problem(request, 415, "Unsupported Media Type",
                "Content-Type '%.*s' is not supported: expected multipart/form-data with a "
                "boundary.",
                SLICE_ARG(request->content_type));
        return false;
    }
    status = multipart_parse(request->body, boundary, &request->arena, &form);
    if (status != STATUS_OK) {
        problem_bad_request(request, "Failed to read request: %s.", form.reason);
        return false;
    }
    return parts_read(request, &form, command);
}

/* --- compiling (on the pool); what is wrong goes to request->out as lines "'file': reason" --- */

static void error_line(struct request *request, const struct deploy_resource *resource,
                       const char *reason)
{
    buffer_printf(&request->out, "\n'%.*s': %s", SLICE_ARG(resource->name), reason);
}

static void diagnostic_line(struct request *request, const struct deploy_resource *resource,
                            const struct bpmn_diagnostic *diagnostic)
{
    struct buffer *out = &request->out;

    if (diagnostic->severity != BPMN_ERROR) {
        return;
    }
    buffer_printf(out, "\n'%.*s': ", SLICE_ARG(resource->name));
    if (diagnostic->line > 0) {
        buffer_printf(out, "line %u, column %u: ", diagnostic->line, diagnostic->column);
    }
    if (diagnostic->element_id.size > 0) {
        buffer_printf(out, "%.*s '%.*s': ", SLICE_ARG(diagnostic->element),
                      SLICE_ARG(diagnostic->element_id));
    }
    buffer_put_slice(out, diagnostic->reason);
}

/* Absent stays absent. False when the arena is full. */
static bool keep(struct arena *arena, struct slice *s)
{
    if (s->data == NULL) {
        return true;
    }
    *s = arena_copy(arena, *s);
    return s->data != NULL;
}

/* The compiler's arena ends with the file: what the command needs is copied. */
static bool keep_process(struct arena *arena, const struct bpmn_compiled_process *process,
                         struct deploy_process *out)
{
    *out = (struct deploy_process){.process_id = process->id,
                                   .name = process->name,
                                   .version_tag = process->version_tag,
                                   .model = process->model};
    return keep(arena, &out->process_id) && keep(arena, &out->name) &&
           keep(arena, &out->version_tag) && keep(arena, &out->model);
}

static void take_processes(struct request *request, struct deploy_resource *resource,
                           const struct bpmn_compiled *compiled)
{
    bool fits;

    resource->processes =
        ARENA_ARRAY(&request->arena, struct deploy_process, compiled->process_count + 1);
    fits = resource->processes != NULL;
    for (size_t i = 0; i < compiled->process_count && fits; i++) {
        const struct bpmn_compiled_process *process = &compiled->processes[i];

        if (process->is_executable) {
            fits = keep_process(&request->arena, process,
                                &resource->processes[resource->process_count++]);
        }
    }
    if (!fits) {
        error_line(request, resource, "the models are too large for one deployment");
    } else if (resource->process_count == 0) {
        error_line(request, resource, "there is no executable process in it");
    }
}

static void compile(struct request *request, struct deploy_resource *resource)
{
    struct bpmn_compile_options options = {.with_warnings = false};
    struct bpmn_compiled compiled = {0};
    struct arena arena;
    enum status status;

    arena_init(&arena, LIMIT_BPMN_COMPILE_BYTES);
    status = bpmn_compile(&arena, resource->content, &options, &compiled);
    if (status == STATUS_OK) {
        take_processes(request, resource, &compiled);
    }
    for (size_t i = 0; i < compiled.diagnostic_count; i++) {
        diagnostic_line(request, resource, &compiled.diagnostics[i]);
    }
    if (status != STATUS_OK && status != STATUS_INVALID_ARGUMENT) {
        error_line(request, resource, "the model is too large to be compiled");
    }
    arena_deinit(&arena);
}

static bool text_member(struct slice object, const char *name, struct slice *out)
{
    struct value_item head;
    struct slice value;

    *out = SLICE_EMPTY;
    if (!value_find(object, slice_of(name), &value) || value_is_null(value)) {
        return true;
    }
    if (value_head(value, &head) != STATUS_OK || head.kind != VALUE_STRING ||
        has_control_character(head.text)) {
        return false;
    }
    *out = head.text;
    return true;
}

/* What a JSON file says of itself; what is wrong with that, or NULL. */
static const char *identify(struct request *request, struct deploy_resource *resource,
                            struct slice object)
{
    struct slice tag;

    if (!text_member(object, "id", &resource->id)) {
        return "the id is no text, or has a control character";
    }
    if (resource->id.size == 0) {
        return "Expected the id to be present, but none given";
    }
    if (resource->id.size > LIMIT_ID_BYTES) {
        return "the id is too long";
    }
    if (!text_member(object, "versionTag", &tag) || tag.size > LIMIT_ID_BYTES) {
        return "the versionTag is no text, or too long";
    }
    if (tag.size > 0) {
        resource->version_tag = tag;
    }
    return keep(&request->arena, &resource->id) && keep(&request->arena, &resource->version_tag)
               ? NULL
               : "the deployment is too large";
}

static void read_json(struct request *request, struct deploy_resource *resource)
{
    struct json_error error;
    struct value_item head;
    struct buffer value;
    const char *wrong;

    buffer_init(&value, LIMIT_COMMAND_BYTES);
    if (json_parse(resource->content, &value, &error) != STATUS_OK) {
        buffer_printf(&request->out, "\n'%.*s': line %u, column %u: %s", SLICE_ARG(resource->name),
                      error.line, error.column, error.reason);
    } else if (value_head(buffer_slice(&value), &head) != STATUS_OK || head.kind != VALUE_OBJECT) {
        error_line(request, resource, "the file is no JSON object");
    } else {
        wrong = identify(request, resource, buffer_slice(&value));
        if (wrong != NULL) {
            error_line(request, resource, wrong);
        }
    }
    buffer_deinit(&value);
}

static void compile_resource(struct request *request, struct deploy_resource *resource)
{
    if (resource->content.size == 0) {
        error_line(request, resource, "the file is empty");
    } else if (resource->kind == RESOURCE_REQUIREMENTS) {
        return; /* all of them together */
    } else if (resource->kind == RESOURCE_PROCESS) {
        compile(request, resource);
    } else if (resource->kind == RESOURCE_FORM || has_suffix(resource->name, ".rpa")) {
        read_json(request, resource);
    } else {
        resource->id = resource->name;
    }
}

/* --- decisions: the files of one deployment are one unit, so that they find each other --- */

struct decision_files {
    struct dmn_file *files;
    struct deploy_resource **resources;
    uint32_t count;
};

static bool decision_files_find(struct request *request, struct decision_files *out)
{
    struct deploy_command *command = request->state;

    *out = (struct decision_files){
        .files = ARENA_ARRAY(&request->arena, struct dmn_file, command->resource_count + 1U),
        .resources =
            ARENA_ARRAY(&request->arena, struct deploy_resource *, command->resource_count + 1U)};
    if (out->files == NULL || out->resources == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < command->resource_count; i++) {
        struct deploy_resource *resource = &command->resources[i];

        if (resource->kind == RESOURCE_REQUIREMENTS && resource->content.size > 0) {
            out->files[out->count] =
                (struct dmn_file){.name = resource->name, .xml = resource->content};
            out->resources[out->count++] = resource;
        }
    }
    return true;
}

static void decision_line(struct request *request, const struct deploy_resource *resource,
                          const struct dmn_diagnostic *diagnostic)
{
    struct buffer *out = &request->out;

    if (diagnostic->severity != DMN_ERROR) {
        return;
    }
    buffer_printf(out, "\n'%.*s': ", SLICE_ARG(resource->name));
    if (diagnostic->line > 0) {
        buffer_printf(out, "line %u, column %u: ", diagnostic->line, diagnostic->column);
    }
    if (diagnostic->element_id.size > 0) {
        buffer_printf(out, "%.*s '%.*s': ", SLICE_ARG(diagnostic->element),
                      SLICE_ARG(diagnostic->element_id));
    }
    buffer_put_slice(out, diagnostic->reason);
}

static void decisions_compile(struct request *request, const struct decision_files *found)
{
    struct deploy_resource *first = found->resources[0];
    struct dmn_compiled compiled = {0};
    struct arena arena;
    enum status status;

    arena_init(&arena, LIMIT_BPMN_COMPILE_BYTES);
    status = dmn_compile(&arena, found->files, found->count, &compiled);
    for (uint32_t i = 0; i < compiled.diagnostic_count; i++) {
        decision_line(request, found->resources[compiled.diagnostics[i].file],
                      &compiled.diagnostics[i]);
    }
    if (status == STATUS_OK) {
        first->unit = arena_copy(&request->arena, compiled.unit);
    }
    if ((status == STATUS_OK && first->unit.data == NULL) ||
        (status != STATUS_OK && status != STATUS_INVALID_ARGUMENT)) {
        error_line(request, first, "the decisions are too large for one deployment");
    }
    arena_deinit(&arena);
}

static void compile_all(struct request *request)
{
    struct deploy_command *command = request->state;
    struct decision_files decisions;

    for (uint32_t i = 0; i < command->resource_count; i++) {
        compile_resource(request, &command->resources[i]);
    }
    if (!decision_files_find(request, &decisions)) {
        error_line(request, &command->resources[0], "the deployment is too large");
    } else if (decisions.count > 0) {
        decisions_compile(request, &decisions);
    }
}

/* --- the answer --- */

/* How the parts of an item are named, by kind. */
static const struct item_names {
    const char *item;
    const char *id;
    const char *version;
    const char *key;
} names_of[RESOURCE_KIND_COUNT] = {
    [RESOURCE_PROCESS] = {"processDefinition", "processDefinitionId", "processDefinitionVersion",
                          "processDefinitionKey"},
    [RESOURCE_FORM] = {"form", "formId", "version", "formKey"},
    [RESOURCE_REQUIREMENTS] = {"decisionRequirements", "decisionRequirementsId", "version",
                               "decisionRequirementsKey"},
    [RESOURCE_DECISION] = {"decisionDefinition", "decisionDefinitionId", "version",
                           "decisionDefinitionKey"},
    [RESOURCE_GENERIC] = {"resource", "resourceId", "version", "resourceKey"},
};

/* Every item has all of them; all but one are null. */
static const char *const item_members[] = {"processDefinition", "decisionDefinition",
                                           "decisionRequirements", "form", "resource"};

static void put_item(struct buffer *out, const struct deployed_resource *item)
{
    const struct item_names *names = &names_of[item->kind];

    json_name(out, names->item);
    json_open(out, '{');
    json_text(out, names->id, item->id);
    json_number(out, names->version, item->version);
    if (item->kind == RESOURCE_DECISION) {
        json_text(out, "name", item->name);
        json_text(out, "decisionRequirementsId", item->requirements_id);
        json_key(out, "decisionRequirementsKey", item->requirements_key);
    } else {
        json_text(out, "resourceName", item->resource_name);
    }
    if (item->kind == RESOURCE_REQUIREMENTS) {
        json_text(out, "decisionRequirementsName", item->name);
    }
    json_text(out, "tenantId", SLICE("<default>"));
    json_key(out, names->key, item->key);
    json_close(out, '{');
}

static void put_members(struct buffer *out, const struct deployed_resource *item)
{
    json_open(out, '{');
    for (size_t i = 0; i < sizeof(item_members) / sizeof(item_members[0]); i++) {
        if (slice_is(slice_of(item_members[i]), names_of[item->kind].item)) {
            put_item(out, item);
        } else {
            json_null(out, item_members[i]);
        }
    }
    json_close(out, '{');
}

static void deploy_done(struct request *request)
{
    const struct deploy_result *result = &request->result->deploy;
    struct buffer *out = &request->out;

    json_open(out, '{');
    json_key(out, "deploymentKey", result->deployment_key);
    json_text(out, "tenantId", SLICE("<default>"));
    json_name(out, "deployments");
    json_open(out, '[');
    for (uint32_t i = 0; i < result->item_count; i++) {
        put_members(out, &result->items[i]);
    }
    json_close(out, '[');
    json_close(out, '{');
    request_answer_json(request);
}

static void deploy_submit(struct request *request)
{
    const struct deploy_command *deploy = request->state;
    struct command command = {.type = COMMAND_DEPLOY, .deploy = *deploy};

    if (request->out.size > 0) {
        problem_rejection(request, "CREATE", STATUS_INVALID_ARGUMENT,
                          arena_printf(&request->arena,
                                       "Expected to deploy new resources, but encountered the "
                                       "following errors:%.*s",
                                       SLICE_ARG(buffer_slice(&request->out))));
        return;
    }
    request_submit(request, &command, BACKEND_STARTS_WORK, deploy_done);
}

void deployment_create(struct request *request)
{
    struct deploy_command *deploy = CHECK_MEMORY(ARENA_NEW(&request->arena, struct deploy_command));

    request->state = deploy;
    if (form_read(request, deploy)) {
        request_work(request, compile_all, deploy_submit);
    }
}
