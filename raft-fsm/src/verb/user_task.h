/* User tasks that the engine manages. */
#ifndef FSM_USER_TASK_H
#define FSM_USER_TASK_H

#include "engine/exec.h"
#include "row/user_task_rows.h"

enum {
    USER_TASK_PRIORITY_MAX = 100
};

/* Evaluate assignee, candidates, dates, priority and form into a row without key. */
enum verdict user_task_evaluate(struct exec *x, const struct element_row *row,
                                struct user_task_row *out) NODISCARD;
void user_task_create(struct exec *x, struct element_row *row, struct user_task_row *task);
/* Completed or cancelled. */
void user_task_remove(struct exec *x, struct element_row *row, const struct user_task_row *task,
                      enum user_task_state state);
bool user_task_date_is_valid(struct slice date);
/* Texts as a row keeps candidates: an array, in the command's arena. */
struct slice user_task_list(struct exec *x, const struct slice *items, uint32_t count);

#endif
