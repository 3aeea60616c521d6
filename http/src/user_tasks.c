/* User tasks: get, search, assign, unassign, update, complete. */
#include "body_int.h"
#include "handlers_int.h"
#include "problem_int.h"
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
    {.name = "action", .kind = FIELD_NOTE},
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
    struct command command = {.type = COMMAND_UNASSIGN_USER_TASK};

    if (path_key(request, 0, "userTaskKey", &command.unassign_user_task.user_task_key)) {
        request_submit(request, &command, BACKEND_COMPLETES_WORK, request_answer_no_content);
    }
}

/* --- update --- */

struct update_state {
    struct slice due_date; /* first: a has_offset of 0 would mean none */
    struct slice follow_up_date;
    struct field_texts groups;
    struct field_texts users;
    int32_t priority;
    bool has_action;
    bool has_groups;
    bool has_users;
    bool has_priority;
};

#define AT(member) offsetof(struct update_state, member)

static const struct field changeset_fields[] = {
    {.name = "dueDate", .kind = FIELD_DATE, .offset = AT(due_date)},
    {.name = "followUpDate", .kind = FIELD_DATE, .offset = AT(follow_up_date)},
    {.name = "candidateUsers",
     .kind = FIELD_TEXTS,
     .offset = AT(users),
     .has_offset = AT(has_users)},
    {.name = "candidateGroups",
     .kind = FIELD_TEXTS,
     .offset = AT(groups),
     .has_offset = AT(has_groups)},
    {.name = "priority",
     .kind = FIELD_INT32,
     .offset = AT(priority),
     .has_offset = AT(has_priority),
     .min = 0,
     .max = 100,
     .constraint = "within the [0,100] range"},
    {0}};

static const struct field update_fields[] = {
    {.name = "changeset", .kind = FIELD_NESTED, .fields = changeset_fields},
    {.name = "action", .kind = FIELD_NOTE, .has_offset = AT(has_action)},
    {0}};

#undef AT

static bool updates_something(const struct update_state *state)
{
    return state->has_action || state->has_groups || state->has_users || state->has_priority ||
           state->due_date.data != NULL || state->follow_up_date.data != NULL;
}

void user_task_update(struct request *request)
{
    struct command command = {.type = COMMAND_UPDATE_USER_TASK};
    struct update_user_task_command *update = &command.update_user_task;
    struct update_state state = {.priority = 0};
    uint64_t key;

    if (!path_key(request, 0, "userTaskKey", &key) ||
        !body_read(request, BODY_OPTIONAL, update_fields, "Update User Task", &state)) {
        return;
    }
    if (!updates_something(&state)) {
        problem_invalid(request, "No update data provided. Provide at least an \"action\" or a "
                                 "non-null value for a supported attribute in the \"changeset\".");
        return;
    }
    *update = (struct update_user_task_command){.user_task_key = key,
                                                .has_candidate_groups = state.has_groups,
                                                .has_candidate_users = state.has_users,
                                                .has_priority = state.has_priority,
                                                .priority = state.priority,
                                                .due_date = state.due_date,
                                                .follow_up_date = state.follow_up_date,
                                                .candidate_groups = state.groups.items,
                                                .candidate_group_count = state.groups.count,
                                                .candidate_users = state.users.items,
                                                .candidate_user_count = state.users.count};
    request_submit(request, &command, BACKEND_COMPLETES_WORK, request_answer_no_content);
}

static const struct field complete_fields[] = {
    {.name = "variables",
     .kind = FIELD_OBJECT,
     .offset = offsetof(struct complete_user_task_command, variables)},
    {.name = "action", .kind = FIELD_NOTE},
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

/* --- the variables that it sees --- */

static const char *const variable_filters[] = {"name", NULL};

void user_task_variable_search(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_VARIABLE,
                                            .source = READMODEL_VISIBLE_VARIABLES,
                                            .origin = &entity_user_task,
                                            .filters = variable_filters,
                                            .truncates = true};

    search(request, &spec);
}

void user_task_effective_variable_search(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_VARIABLE,
                                            .source = READMODEL_EFFECTIVE_VARIABLES,
                                            .origin = &entity_user_task,
                                            .filters = variable_filters,
                                            .truncates = true};

    search(request, &spec);
}
