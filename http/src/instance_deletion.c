/* Deleting a process instance that has ended. The read model knows whether there is one: the state
 * machine has forgotten it. */
#include <inttypes.h>

#include "base/assert.h"
#include "body_int.h"
#include "handlers_int.h"
#include "problem_int.h"
#include "read_int.h"
#include "request_int.h"

struct deletion_state {
    uint64_t key;
};

static void refuse(struct request *request, enum status status, const char *why)
{
    const struct deletion_state *state = request->state;

    problem_rejection(request, "DELETE", status,
                      arena_printf(&request->arena,
                                   "Expected to delete process instance with key '%" PRIu64
                                   "', but %s",
                                   state->key, why));
}

/* What there is to delete; false: answered. */
static bool deletion_look(struct request *request, struct readmodel_read *read, uint32_t *count)
{
    const struct deletion_state *state = request->state;
    struct readmodel_document instance;
    enum status status =
        readmodel_get(read, READMODEL_PROCESS_INSTANCE, state->key, &request->arena, &instance);

    if (status == STATUS_OK) {
        struct slice text = readmodel_document_text(&instance, FIELD_INSTANCE_STATE);

        if (!slice_is(text, "COMPLETED") && !slice_is(text, "TERMINATED")) {
            refuse(request, STATUS_WRONG_STATE, "it has not ended");
            return false;
        }
        status = readmodel_instance_size(read, state->key, count);
    }
    if (status == STATUS_NOT_FOUND) {
        refuse(request, STATUS_NOT_FOUND, "no such process instance was found");
    } else if (status != STATUS_OK) {
        read_failed(request, status, &entity_instance, state->key);
    }
    return status == STATUS_OK;
}

static void deletion_submit(struct request *request)
{
    const struct deletion_state *state = request->state;
    struct command command = {.type = COMMAND_DELETE_INSTANCE};
    struct readmodel_read read;
    bool found;

    if (!read_begin(request, &read)) {
        return;
    }
    command.delete_instance.process_instance_key = state->key;
    found = deletion_look(request, &read, &command.delete_instance.document_count);
    read_end(request, &read);
    if (found) {
        request_submit(request, &command, BACKEND_COMPLETES_WORK, request_answer_no_content);
    }
}

void instance_delete(struct request *request)
{
    struct deletion_state *state = CHECK_MEMORY(ARENA_NEW(&request->arena, struct deletion_state));

    request->state = state;
    if (path_key(request, 0, "processInstanceKey", &state->key) && body_read_reference(request)) {
        request_fence(request, deletion_submit);
    }
}
