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

static void task_changed(struct exec *x, const struct element_row *row,
                         const struct user_task_row *task)
{
    user_task_row_put(&x->rows, task);
    trace_user_task(x, row, task, USER_TASK_CREATED);
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
    task_changed(x, row, &task);
    return V_OK;
}

enum verdict run_unassign_user_task(struct exec *x)
{
    struct user_task_row task;
    struct element_row *row;

    if (task_find(x, "assign", x->command->unassign_user_task.user_task_key, &task, &row)) {
        task.assignee = SLICE_EMPTY;
        task_changed(x, row, &task);
    }
    return V_OK;
}

/* --- update --- */

static bool date_is_allowed(struct exec *x, const char *name, struct slice date)
{
    if (date.size == 0 || user_task_date_is_valid(date)) {
        return true;
    }
    exec_reject(x, STATUS_INVALID_ARGUMENT,
                "Expected to update user task with %s '%.*s', but it cannot be parsed as a date",
                name, SLICE_ARG(date));
    return false;
}

static bool update_is_allowed(struct exec *x, const struct update_user_task_command *c)
{
    if (c->has_priority && (c->priority < 0 || c->priority > USER_TASK_PRIORITY_MAX)) {
        exec_reject(x, STATUS_INVALID_ARGUMENT,
                    "Expected to update user task with a priority in the range [0,100], but it was "
                    "'%d'",
                    c->priority);
        return false;
    }
    return date_is_allowed(x, "dueDate", c->due_date) &&
           date_is_allowed(x, "followUpDate", c->follow_up_date);
}

/* An empty date takes the one that was there away. */
static void date_update(struct slice *date, struct slice update)
{
    if (update.data != NULL) {
        *date = update.size > 0 ? update : SLICE_EMPTY;
    }
}

enum verdict run_update_user_task(struct exec *x)
{
    const struct update_user_task_command *c = &x->command->update_user_task;
    struct user_task_row task;
    struct element_row *row;

    if (!task_find(x, "update", c->user_task_key, &task, &row) || !update_is_allowed(x, c)) {
        return V_OK;
    }

    date_update(&task.due_date, c->due_date);
    date_update(&task.follow_up_date, c->follow_up_date);
    if (c->has_candidate_groups) {
        task.candidate_groups = user_task_list(x, c->candidate_groups, c->candidate_group_count);
    }
    if (c->has_candidate_users) {
        task.candidate_users = user_task_list(x, c->candidate_users, c->candidate_user_count);
    }
    if (c->has_priority) {
        task.priority = c->priority;
    }
    task_changed(x, row, &task);
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
