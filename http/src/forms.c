/* Forms: by key, of a user task, and to start a process by. */
#include "base/assert.h"
#include "body_int.h"
#include "handlers_int.h"
#include "json_out_int.h"
#include "read_int.h"
#include "render_int.h"
#include "request_int.h"

/* The document with its content, which is JSON text and shown as a text. */
static enum status form_put(struct request *request, struct readmodel_read *read,
                            const struct readmodel_document *form)
{
    static const enum readmodel_form_field shown[] = {FIELD_FORM_TENANT, FIELD_FORM_ID};
    struct buffer *out = &request->out;
    struct slice schema;
    enum status status = readmodel_resource_content(read, form->key, &schema);

    if (status != STATUS_OK) {
        return status;
    }
    json_open(out, '{');
    for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
        render_field(out, form, shown[i]);
    }
    json_text(out, "schema", schema);
    render_field(out, form, FIELD_FORM_VERSION);
    render_field(out, form, FIELD_FORM_KEY);
    json_close(out, '{');
    return STATUS_OK;
}

static enum status form_put_by_key(struct request *request, struct readmodel_read *read,
                                   uint64_t key)
{
    struct readmodel_document form;
    enum status status = readmodel_get(read, READMODEL_FORM, key, &request->arena, &form);

    return status == STATUS_OK ? form_put(request, read, &form) : status;
}

/* Whose form it is, and how it is found: `find` puts it into request->out, or nothing. */
struct form_state {
    const struct entity *owner;
    uint64_t key;
    enum status (*find)(struct request *request, struct readmodel_read *read,
                        const struct readmodel_document *owner);
};

/* The owner says whether there is one; without one the answer is empty. */
static void form_read(struct request *request)
{
    const struct form_state *state = request->state;
    struct readmodel_document owner;
    struct readmodel_read read;
    enum status status;

    if (!read_begin(request, &read)) {
        return;
    }
    status = readmodel_get(&read, state->owner->kind, state->key, &request->arena, &owner);
    if (status == STATUS_OK) {
        status = state->find(request, &read, &owner);
    }
    read_end(request, &read);
    if (status != STATUS_OK) {
        read_failed(request, status, state->owner, state->key);
    } else if (request->out.size == 0 && !request->out.failed) {
        request_answer_no_content(request);
    } else {
        request_answer_json(request);
    }
}

static void form_begin(struct request *request, const struct form_state *how)
{
    struct form_state *state = CHECK_MEMORY(ARENA_NEW(&request->arena, struct form_state));

    *state = *how;
    if (path_key(request, 0, how->owner->parameter, &state->key)) {
        request->state = state;
        request_fence(request, form_read);
    }
}

static enum status find_itself(struct request *request, struct readmodel_read *read,
                               const struct readmodel_document *owner)
{
    return form_put(request, read, owner);
}

/* A form that is gone is none. */
static enum status or_none(enum status status)
{
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status find_of_task(struct request *request, struct readmodel_read *read,
                                const struct readmodel_document *owner)
{
    uint64_t key = readmodel_document_u64(owner, FIELD_USER_TASK_FORM_KEY);

    return key == 0 ? STATUS_OK : or_none(form_put_by_key(request, read, key));
}

static enum status find_of_start(struct request *request, struct readmodel_read *read,
                                 const struct readmodel_document *owner)
{
    struct slice id = readmodel_document_text(owner, FIELD_DEFINITION_FORM_ID);
    struct slice tag = readmodel_document_text(owner, FIELD_DEFINITION_FORM_VERSION_TAG);
    uint64_t key = readmodel_document_u64(owner, FIELD_DEFINITION_FORM_KEY);
    struct readmodel_document form;
    enum status status;

    if (id.data == NULL) {
        return STATUS_OK;
    }
    if (key != 0) {
        return or_none(form_put_by_key(request, read, key));
    }
    status = readmodel_form_newest(read, id, tag, &request->arena, &form);
    return or_none(status == STATUS_OK ? form_put(request, read, &form) : status);
}

void form_get(struct request *request)
{
    form_begin(request, &(struct form_state){.owner = &entity_form, .find = find_itself});
}

void user_task_get_form(struct request *request)
{
    form_begin(request, &(struct form_state){.owner = &entity_user_task, .find = find_of_task});
}

void definition_get_form(struct request *request)
{
    form_begin(request, &(struct form_state){.owner = &entity_definition, .find = find_of_start});
}
