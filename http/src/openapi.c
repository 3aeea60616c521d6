/* The OpenAPI document (http/openapi.json), part of the program as it stands in the repository. */
#include "handlers_int.h"
#include "request_int.h"

extern const char openapi_document[];
extern const char openapi_document_end[];

__asm__(".pushsection .rodata\n"
        "openapi_document:\n"
        ".incbin \"" OPENAPI_FILE "\"\n"
        "openapi_document_end:\n"
        ".popsection\n");

void openapi_get(struct request *request)
{
    buffer_put(&request->out, openapi_document, (size_t)(openapi_document_end - openapi_document));
    request_answer(request, 200, "application/json");
}
