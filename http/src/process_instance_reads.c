/* What happened in one process instance: the flows that it took, its incidents, who called it. */
#include "base/assert.h"
#include "base/limits.h"
#include "body_int.h"
#include "handlers_int.h"
#include "json_out_int.h"
#include "problem_int.h"
#include "read_int.h"
#include "request_int.h"
#include "search_int.h"

void instance_sequence_flows(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_SEQUENCE_FLOW,
                                            .origin = &entity_instance,
                                            .unsorted = true,
                                            .unpaged = true};

    search(request, &spec);
}

void instance_incident_search(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_INCIDENT,
                                            .source = READMODEL_INSTANCE_INCIDENTS,
                                            .origin = &entity_instance};

    search(request, &spec);
}

/* --- who called it --- */

static void put_caller(struct buffer *out, const struct readmodel_document *instance)
{
    struct slice name = readmodel_document_text(instance, FIELD_INSTANCE_DEFINITION_NAME);

    if (name.size == 0) {
        name = readmodel_document_text(instance, FIELD_INSTANCE_DEFINITION_ID);
    }
    json_open(out, '{');
    json_key(out, "processInstanceKey", instance->key);
    json_key(out, "processDefinitionKey",
             readmodel_document_u64(instance, FIELD_INSTANCE_DEFINITION_KEY));
    json_text(out, "processDefinitionName", name);
    json_close(out, '{');
}

/* The instance and those above it, the outermost last. A caller that is gone ends the chain. */
static enum status callers_load(struct request *request, struct readmodel_read *read,
                                struct readmodel_document *callers, uint32_t *count)
{
    uint64_t key = *(const uint64_t *)request->state;
    enum status status = STATUS_OK;

    for (*count = 0; key != 0 && status == STATUS_OK && *count < LIMIT_CALL_DEPTH; (*count)++) {
        struct readmodel_document *instance = &callers[*count];

        status = readmodel_get(read, READMODEL_PROCESS_INSTANCE, key, &request->arena, instance);
        if (status == STATUS_NOT_FOUND && *count > 0) {
            return STATUS_OK;
        }
        key = status == STATUS_OK ? readmodel_document_u64(instance, FIELD_INSTANCE_PARENT_KEY) : 0;
    }
    return status == STATUS_OK && key != 0 ? STATUS_LIMIT : status;
}

static void hierarchy_read(struct request *request)
{
    struct readmodel_document *callers =
        CHECK_MEMORY(ARENA_ARRAY(&request->arena, struct readmodel_document, LIMIT_CALL_DEPTH));
    struct readmodel_read read;
    uint32_t count = 0;

    if (!read_begin(request, &read)) {
        return;
    }
    enum status status = callers_load(request, &read, callers, &count);
    json_open(&request->out, '[');
    while (status == STATUS_OK && count > 0) {
        put_caller(&request->out, &callers[--count]);
    }
    json_close(&request->out, '[');
    read_end(request, &read);
    if (status == STATUS_OK) {
        request_answer_json(request);
    } else {
        read_failed(request, status, &entity_instance, *(const uint64_t *)request->state);
    }
}

void instance_call_hierarchy(struct request *request)
{
    uint64_t *key = CHECK_MEMORY(ARENA_NEW(&request->arena, uint64_t));

    if (path_key(request, 0, entity_instance.parameter, key)) {
        request->state = key;
        request_fence(request, hierarchy_read);
    }
}
