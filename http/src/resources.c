/* Deployed files that are neither process nor form: get, search, content. Deletion of anything that
 * was deployed. */
#include "base/assert.h"
#include "base/limits.h"
#include "body_int.h"
#include "handlers_int.h"
#include "json_out_int.h"
#include "problem_int.h"
#include "read_int.h"
#include "request_int.h"
#include "search_int.h"
#include "value/json.h"

void resource_get(struct request *request)
{
    entity_get(request, &entity_resource);
}

void resource_search(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_RESOURCE};

    search(request, &spec);
}

/* --- content --- */

struct content_state {
    uint64_t key;
    bool is_json;
};

/* Of these files alone: the bytes of a form or process have operations of their own. */
static enum status content_find(struct request *request, struct readmodel_read *read, uint64_t key)
{
    struct readmodel_document document;
    struct slice content;
    enum status status = readmodel_get(read, READMODEL_RESOURCE, key, &request->arena, &document);

    if (status == STATUS_OK) {
        status = readmodel_resource_content(read, key, &content);
    }
    if (status == STATUS_OK) {
        buffer_put_slice(&request->out, content);
    }
    return status;
}

/* True: the bytes are in request->out. */
static bool content_read(struct request *request)
{
    const struct content_state *state = request->state;
    struct readmodel_read read;
    enum status status;

    if (!read_begin(request, &read)) {
        return false;
    }
    status = content_find(request, &read, state->key);
    read_end(request, &read);
    if (status != STATUS_OK) {
        read_failed(request, status, &entity_resource, state->key);
    }
    return status == STATUS_OK;
}

static void binary_read(struct request *request)
{
    if (content_read(request)) {
        request_answer(request, 200, "application/octet-stream");
    }
}

/* On the pool: the content may be large. */
static void content_check(struct request *request)
{
    struct content_state *state = request->state;
    struct json_error error;
    struct buffer value;

    buffer_init(&value, LIMIT_COMMAND_BYTES);
    state->is_json = json_parse(buffer_slice(&request->out), &value, &error) == STATUS_OK;
    buffer_deinit(&value);
}

static void content_answer(struct request *request)
{
    const struct content_state *state = request->state;

    if (state->is_json) {
        request_answer_json(request);
        return;
    }
    problem(request, 406, "Not Acceptable",
            "The content of resource with key '%llu' is no JSON. Ask for it as binary.",
            (unsigned long long)state->key);
}

static void json_read(struct request *request)
{
    if (content_read(request)) {
        request_work(request, content_check, content_answer);
    }
}

static void content_begin(struct request *request, request_step *read)
{
    struct content_state *state = CHECK_MEMORY(ARENA_NEW(&request->arena, struct content_state));

    if (path_key(request, 0, entity_resource.parameter, &state->key)) {
        request->state = state;
        request_fence(request, read);
    }
}

void resource_get_content(struct request *request)
{
    content_begin(request, json_read);
}

void resource_get_binary(struct request *request)
{
    content_begin(request, binary_read);
}

/* --- deletion --- */

struct deletion {
    uint64_t key;
    bool with_history;
};

static const struct field deletion_fields[] = {
    {.name = "operationReference", .kind = FIELD_REFERENCE},
    {.name = "deleteHistory",
     .kind = FIELD_BOOL,
     .offset = offsetof(struct deletion, with_history)},
    {0}};

static void deletion_done(struct request *request)
{
    const struct deletion *deletion = request->state;
    struct buffer *out = &request->out;

    json_open(out, '{');
    json_key(out, "resourceKey", deletion->key);
    json_null(out, "batchOperation");
    json_close(out, '{');
    request_answer_json(request);
}

static void deletion_submit(struct request *request)
{
    const struct deletion *deletion = request->state;
    struct command command = {.type = COMMAND_DELETE_RESOURCE,
                              .delete_resource = {.resource_key = deletion->key}};

    request_submit(request, &command, BACKEND_COMPLETES_WORK, deletion_done);
}

/* Only a process definition has a history, and that goes by a batch. */
static void history_check(struct request *request)
{
    const struct deletion *deletion = request->state;
    struct readmodel_document document;
    struct readmodel_read read;
    enum status status;

    if (!read_begin(request, &read)) {
        return;
    }
    status = readmodel_get(&read, READMODEL_PROCESS_DEFINITION, deletion->key, &request->arena,
                           &document);
    read_end(request, &read);
    if (status == STATUS_OK) {
        problem_status(request, STATUS_NOT_IMPLEMENTED,
                       "The property 'deleteHistory' of operation '%s' is not implemented yet for "
                       "process definitions.",
                       request->route->operation);
    } else if (status == STATUS_NOT_FOUND) {
        deletion_submit(request);
    } else {
        read_failed(request, status, &entity_definition, deletion->key);
    }
}

void resource_delete(struct request *request)
{
    struct deletion *deletion = CHECK_MEMORY(ARENA_NEW(&request->arena, struct deletion));

    request->state = deletion;
    if (!path_key(request, 0, entity_resource.parameter, &deletion->key) ||
        !body_read(request, BODY_OPTIONAL, deletion_fields, "Delete Resource", deletion)) {
        return;
    }
    if (deletion->with_history) {
        request_fence(request, history_check);
    } else {
        deletion_submit(request);
    }
}
