/* What people do with user tasks. */
#include "verb/user_task.h"

#include <inttypes.h>

#include "command/commands.h"
#include "verb/event.h"

static bool task_find(struct exec *x, const char *verb, uint64_t key, struct user_task_row *task,
                      struct element_row **row)
{
    bool found = user_task_row_get(&x->rows, key, task);

    if (found && !instance_admit(x, task->instance_key)) {
        return false;
    }
    *row = found ? element_find(x, task->element_key) : NULL;
    if (*row == NULL || !event_is_welcome(x, *row)) {
        exec_reject(x, STATUS_NOT_FOUND,
                    "Expected to %s user task with key '%" PRIu64
                    "', but no such user task was found",
                    verb, key);
        return false;
    }
    return true;
}

enum verdict run_assign_user_task(struct exec *x)
{
    const struct assign_user_task_command *c = &x->command->assign_user_task;
    bool claims = !c->allow_override;
    struct user_task_row task;
    struct element_row *row;

    if (!task_find(x, claims ? "claim" : "assign", c->user_task_key, &task, &row)) {
        return V_OK;
    }
    if (claims && task.assignee.data != NULL && !slice_equal(task.assignee, c->assignee)) {
        exec_reject(x, STATUS_WRONG_STATE,
                    "Expected to claim user task with key '%" PRIu64
                    "', but it has already been assigned",
                    c->user_task_key);
        return V_OK;
    }

    task.assignee = c->assignee;
    user_task_row_put(&x->rows, &task);
    trace_user_task(x, row, &task, USER_TASK_CREATED);
    return V_OK;
}

enum verdict run_complete_user_task(struct exec *x)
{
    const struct complete_user_task_command *c = &x->command->complete_user_task;
    struct user_task_row task;
    struct element_row *row;

    if (!task_find(x, "complete", c->user_task_key, &task, &row)) {
        return V_OK;
    }

    user_task_remove(x, row, &task, USER_TASK_COMPLETED);
    event_fulfils(x, row, c->variables);
    return V_OK;
}
