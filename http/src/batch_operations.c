/* Batch operations. Nothing makes any yet: the searches find none, and none has a key. */
#include "handlers_int.h"
#include "problem_int.h"
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

static void batch_operation_read(struct request *request)
{
    problem_status(request, STATUS_NOT_FOUND, "Batch Operation with key '%.*s' not found",
                   SLICE_ARG(request->parameters[0]));
}

void batch_operation_get(struct request *request)
{
    request_fence(request, batch_operation_read);
}
