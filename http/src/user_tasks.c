/* User tasks: get, search, assign, unassign, complete. */
#include "body_int.h"
#include "handlers_int.h"
#include "read_int.h"
#include "request_int.h"
#include "search_int.h"

static const struct field assign_fields[] = {
    {.name = "assignee",
     .kind = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_NOT_EMPTY,
     .offset = offsetof(struct assign_user_task_command, assignee)},
    {.name = "allowOverride",
     .kind = FIELD_BOOL,
     .offset = offsetof(struct assign_user_task_command, allow_override)},
    {.name = "action", .kind = FIELD_IGNORED},
    {0}};

void user_task_assign(struct request *request)
{
    struct command command = {.type = COMMAND_ASSIGN_USER_TASK,
                              .assign_user_task = {.allow_override = true}};

    if (!path_key(request, 0, "userTaskKey", &command.assign_user_task.user_task_key) ||
        !body_read(request, BODY_REQUIRED, assign_fields, "Assign User Task",
                   &command.assign_user_task)) {
        return;
    }
    request->intent = command.assign_user_task.allow_override ? "ASSIGN" : "CLAIM";
    request_submit(request, &command, BACKEND_COMPLETES_WORK, request_answer_no_content);
}

void user_task_unassign(struct request *request)
{
    struct command command = {.type = COMMAND_ASSIGN_USER_TASK,
                              .assign_user_task = {.allow_override = true}};

    if (path_key(request, 0, "userTaskKey", &command.assign_user_task.user_task_key)) {
        request_submit(request, &command, BACKEND_COMPLETES_WORK, request_answer_no_content);
    }
}

static const struct field complete_fields[] = {
    {.name = "variables",
     .kind = FIELD_OBJECT,
     .offset = offsetof(struct complete_user_task_command, variables)},
    {.name = "action", .kind = FIELD_IGNORED},
    {0}};

void user_task_complete(struct request *request)
{
    struct command command = {.type = COMMAND_COMPLETE_USER_TASK};

    if (path_key(request, 0, "userTaskKey", &command.complete_user_task.user_task_key) &&
        body_read(request, BODY_OPTIONAL, complete_fields, "Complete User Task",
                  &command.complete_user_task)) {
        request_submit(request, &command, BACKEND_COMPLETES_WORK, request_answer_no_content);
    }
}

void user_task_get(struct request *request)
{
    entity_get(request, &entity_user_task);
}

void user_task_search(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_USER_TASK,
                                            .root_scope_variables = "processInstanceVariables",
                                            .local_scope_variables = "localVariables"};

    search(request, &spec);
}
