/* Service task and send task: work for a worker.
 * The job's end (command/job.c) completes the task. */
#include "element/element_kinds.h"
#include "engine/lifecycle.h"
#include "verb/job.h"

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    struct job_plan plan;
    enum verdict v = job_plan_evaluate(x, row, &plan);

    (void)e;
    if (v == V_OK) {
        v = element_move(x, row, ELEMENT_ACTIVATED);
    }
    if (v == V_OK) {
        job_create(x, row, &plan);
    }
    return v;
}

const struct element_ops job_task_ops = {.activate = activate};
