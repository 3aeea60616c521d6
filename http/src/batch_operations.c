/* Batch operations that are there: read, search, cancel, suspend, resume. */
#include "batch_int.h"
#include "body_int.h"
#include "handlers_int.h"
#include "json_out_int.h"
#include "read_int.h"
#include "request_int.h"
#include "search_int.h"

void batch_operation_search(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_BATCH_OPERATION};

    search(request, &spec);
}

void batch_item_search(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_BATCH_ITEM};

    search(request, &spec);
}

void batch_operation_get(struct request *request)
{
    entity_get(request, &entity_batch);
}

void batch_answer(struct request *request, const char *type)
{
    struct buffer *out = &request->out;

    json_open(out, '{');
    json_key(out, "batchOperationKey", request->result->batch.batch_operation_key);
    json_text(out, "batchOperationType", slice_of(type));
    json_close(out, '{');
    request_answer_json(request);
}

static void control(struct request *request, enum command_type type)
{
    struct command command = {.type = type};

    if (path_key(request, 0, entity_batch.parameter, &command.control_batch.batch_operation_key)) {
        request_submit(request, &command, BACKEND_COMPLETES_WORK, request_answer_no_content);
    }
}

void batch_operation_cancel(struct request *request)
{
    control(request, COMMAND_CANCEL_BATCH);
}

void batch_operation_suspend(struct request *request)
{
    control(request, COMMAND_SUSPEND_BATCH);
}

void batch_operation_resume(struct request *request)
{
    control(request, COMMAND_RESUME_BATCH);
}
