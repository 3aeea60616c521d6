/* Decisions that are deployed, their files, and what was evaluated: get, search, XML. */
#include "base/assert.h"
#include "body_int.h"
#include "handlers_int.h"
#include "json_out_int.h"
#include "problem_int.h"
#include "read_int.h"
#include "render_int.h"
#include "request_int.h"
#include "search_int.h"

void decision_get(struct request *request)
{
    entity_get(request, &entity_decision);
}

void decision_search(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_DECISION_DEFINITION};

    search(request, &spec);
}

void requirements_get(struct request *request)
{
    entity_get(request, &entity_requirements);
}

void requirements_search(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_DECISION_REQUIREMENTS};

    search(request, &spec);
}

void evaluation_search(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_DECISION_INSTANCE};

    search(request, &spec);
}

/* --- XML: a decision shows that of its file --- */

struct xml_state {
    const struct entity *owner;
    uint64_t key;
};

static enum status xml_find(struct request *request, struct readmodel_read *read)
{
    const struct xml_state *state = request->state;
    struct readmodel_document document;
    uint64_t file = state->key;
    struct slice xml;
    enum status status =
        readmodel_get(read, state->owner->kind, state->key, &request->arena, &document);

    if (status == STATUS_OK && state->owner == &entity_decision) {
        file = readmodel_document_u64(&document, FIELD_DECISION_REQUIREMENTS_KEY);
    }
    if (status == STATUS_OK) {
        status = readmodel_resource_content(read, file, &xml);
    }
    if (status == STATUS_OK) {
        buffer_put_slice(&request->out, xml);
    }
    return status;
}

static void xml_read(struct request *request)
{
    const struct xml_state *state = request->state;
    struct readmodel_read read;
    enum status status;

    if (!read_begin(request, &read)) {
        return;
    }
    status = xml_find(request, &read);
    read_end(request, &read);
    if (status == STATUS_OK) {
        request_answer(request, 200, "text/xml");
    } else {
        read_failed(request, status, state->owner, state->key);
    }
}

static void xml_begin(struct request *request, const struct entity *owner)
{
    struct xml_state *state = CHECK_MEMORY(ARENA_NEW(&request->arena, struct xml_state));

    state->owner = owner;
    if (path_key(request, 0, owner->parameter, &state->key)) {
        request->state = state;
        request_fence(request, xml_read);
    }
}

void decision_get_xml(struct request *request)
{
    xml_begin(request, &entity_decision);
}

void requirements_get_xml(struct request *request)
{
    xml_begin(request, &entity_requirements);
}

/* --- one evaluated decision: "<key of the evaluation>-<number>" --- */

struct evaluated_id {
    struct slice text;
    uint64_t own_key;
};

static bool id_parse(struct slice text, struct evaluated_id *out)
{
    size_t dash = slice_find_byte(text, '-');
    uint64_t evaluation;
    uint64_t number;

    if (dash == SIZE_MAX || !key_parse(slice_sub(text, 0, dash), &evaluation) ||
        !key_parse(slice_from(text, dash + 1), &number) || number == 0) {
        return false;
    }
    *out = (struct evaluated_id){.text = text, .own_key = evaluation + number - 1};
    return true;
}

static void put_whole(struct buffer *out, const struct readmodel_document *document)
{
    const struct readmodel_schema *schema = readmodel_schema(READMODEL_DECISION_INSTANCE);

    json_open(out, '{');
    for (uint32_t i = 0; i < schema->stored_count; i++) {
        if ((schema->fields[i].flags & READMODEL_HIDDEN) == 0) {
            render_field(out, document, i);
        }
    }
    json_value(out, "evaluatedInputs", readmodel_document_field(document, FIELD_EVALUATED_INPUTS));
    json_value(out, "matchedRules", readmodel_document_field(document, FIELD_EVALUATED_RULES));
    json_close(out, '{');
}

static void not_found(struct request *request, struct slice id)
{
    problem_status(request, STATUS_NOT_FOUND, "Decision Instance with id '%.*s' not found",
                   SLICE_ARG(id));
}

static void evaluation_read(struct request *request)
{
    const struct evaluated_id *id = request->state;
    struct readmodel_document document;
    struct readmodel_read read;
    enum status status;

    if (!read_begin(request, &read)) {
        return;
    }
    status =
        readmodel_get(&read, READMODEL_DECISION_INSTANCE, id->own_key, &request->arena, &document);
    if (status == STATUS_OK &&
        !slice_equal(readmodel_document_text(&document, FIELD_EVALUATED_ID), id->text)) {
        status = STATUS_NOT_FOUND;
    }
    if (status == STATUS_OK) {
        put_whole(&request->out, &document);
    }
    read_end(request, &read);
    if (status == STATUS_OK) {
        request_answer_json(request);
    } else if (status == STATUS_NOT_FOUND) {
        not_found(request, id->text);
    } else {
        read_failed(request, status, &entity_evaluation, id->own_key);
    }
}

void evaluation_get(struct request *request)
{
    struct evaluated_id *id = CHECK_MEMORY(ARENA_NEW(&request->arena, struct evaluated_id));
    struct slice text = request->parameters[0];

    if (!id_parse(text, id)) {
        not_found(request, text);
        return;
    }
    request->state = id;
    request_fence(request, evaluation_read);
}
