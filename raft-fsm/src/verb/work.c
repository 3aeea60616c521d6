#include "verb/work.h"

#include "verb/called.h"
#include "verb/job.h"
#include "verb/user_task.h"

void work_cancel(struct exec *x, struct element_row *row)
{
    struct job_row job;
    struct user_task_row task;

    if (row->job_key == 0) {
        return;
    }
    if (called_is_open(row)) {
        called_cancel(x, row);
    } else if (element_model(row)->is_managed_user_task) {
        if (user_task_row_get(&x->rows, row->job_key, &task)) {
            user_task_remove(x, row, &task, USER_TASK_CANCELED);
        }
    } else if (job_row_get(&x->rows, row->job_key, &job)) {
        job_remove(x, row, &job, JOB_CANCELED);
    }
}
