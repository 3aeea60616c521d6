/* User task: managed by the engine (zeebe:userTask), or a job for whoever shows tasks to people. */
#include "verb/user_task.h"
#include "element/element_kinds.h"
#include "engine/lifecycle.h"

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    struct user_task_row task;
    enum verdict v;

    if (!e->is_managed_user_task) {
        return job_task_ops.activate(x, e, row);
    }
    v = user_task_evaluate(x, row, &task);
    if (v == V_OK) {
        v = element_move(x, row, ELEMENT_ACTIVATED);
    }
    if (v == V_OK) {
        user_task_create(x, row, &task);
    }
    return v;
}

const struct element_ops user_task_ops = {.activate = activate};
