/* Variables: set in a scope, get, search. */
#include "body_int.h"
#include "handlers_int.h"
#include "read_int.h"
#include "request_int.h"
#include "search_int.h"

static const struct field set_fields[] = {
    {.name = "variables",
     .kind = FIELD_OBJECT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct set_variables_command, variables)},
    {.name = "local", .kind = FIELD_BOOL, .offset = offsetof(struct set_variables_command, local)},
    {.name = "operationReference", .kind = FIELD_REFERENCE},
    {0}};

void variables_set(struct request *request)
{
    struct command command = {.type = COMMAND_SET_VARIABLES};

    if (path_key(request, 0, "elementInstanceKey", &command.set_variables.scope_key) &&
        body_read(request, BODY_REQUIRED, set_fields, "Set Variables", &command.set_variables)) {
        request_submit(request, &command, BACKEND_COMPLETES_WORK, request_answer_no_content);
    }
}

void variable_get(struct request *request)
{
    entity_get(request, &entity_variable);
}

void variable_search(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_VARIABLE, .truncates = true};

    search(request, &spec);
}
