/* Process definitions: get, XML, search. */
#include "base/assert.h"
#include "body_int.h"
#include "handlers_int.h"
#include "read_int.h"
#include "request_int.h"
#include "search_int.h"

void definition_get(struct request *request)
{
    entity_get(request, &entity_definition);
}

static void xml_read(struct request *request)
{
    const uint64_t *key = request->state;
    struct readmodel_read read;
    struct slice xml;
    enum status status;

    if (!read_begin(request, &read)) {
        return;
    }
    status = readmodel_definition_xml(&read, *key, &request->arena, &xml);
    if (status == STATUS_OK) {
        buffer_put_slice(&request->out, xml);
    }
    read_end(request, &read);
    if (status != STATUS_OK) {
        read_failed(request, status, &entity_definition, *key);
    } else if (request->out.size == 0 && !request->out.failed) {
        request_answer_no_content(request);
    } else {
        request_answer(request, 200, "text/xml");
    }
}

void definition_get_xml(struct request *request)
{
    uint64_t *key = CHECK_MEMORY(ARENA_NEW(&request->arena, uint64_t));

    if (path_key(request, 0, entity_definition.parameter, key)) {
        request->state = key;
        request_fence(request, xml_read);
    }
}

void definition_search(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_PROCESS_DEFINITION};

    search(request, &spec);
}

void definition_variable_names(struct request *request)
{
    static const struct search_spec spec = {
        .entity = READMODEL_VARIABLE_NAME, .origin = &entity_definition, .unsorted = true};

    search(request, &spec);
}
