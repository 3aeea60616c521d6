#include "verb/job.h"

#include "engine/ready_types.h"
#include "row/due_rows.h"
#include "verb/expression.h"

enum {
    RETRIES_DEFAULT = 3
};

/* A user task without zeebe:userTask is a job of this type. */
#define USER_TASK_JOB_TYPE SLICE("io.camunda.zeebe:userTask")

static enum verdict number_or(struct exec *x, const struct element_row *row, uint32_t expression,
                              int32_t otherwise, int32_t *out)
{
    *out = otherwise;
    return expression == BPMN_NONE ? V_OK : expression_int32(x, row, expression, out);
}

enum verdict job_plan_evaluate(struct exec *x, const struct element_row *row, struct job_plan *out)
{
    const struct bpmn_element *e = element_model(row);
    uint32_t priority = e->job_priority;
    enum verdict v = V_OK;

    if (priority == BPMN_NONE) {
        priority = element_process(row)->elements[0].job_priority;
    }
    out->type = USER_TASK_JOB_TYPE;
    if (e->job_type != BPMN_NONE) {
        v = expression_string(x, row, e->job_type, &out->type);
    }
    if (v == V_OK) {
        v = number_or(x, row, e->job_retries, RETRIES_DEFAULT, &out->retries);
    }
    if (v == V_OK) {
        v = number_or(x, row, priority, 0, &out->priority);
    }
    return v;
}

static struct due_row due_of(const struct job_row *job)
{
    return (struct due_row){
        .clock = DUE_ENGINE, .kind = DUE_JOB, .at_ms = job->due_ms, .key = job->key};
}

/* Take away what the present state has in the indexes. */
static void unindex(struct exec *x, const struct job_row *stored)
{
    struct due_row due = due_of(stored);

    if (stored->state == JOB_ROW_READY) {
        job_ready_delete(&x->rows, stored);
    } else if (stored->due_ms != 0) {
        due_row_delete(&x->rows, &due);
    }
}

static void enter(struct exec *x, struct job_row *job, enum job_row_state state)
{
    struct due_row due = due_of(job);

    job->state = state;
    if (state == JOB_ROW_READY) {
        job_ready_put(&x->rows, job);
        ready_types_add(x->ready_types, job->tenant, job->type);
    } else if (job->due_ms != 0) {
        due_row_put(&x->rows, &due);
    }
    job_row_put(&x->rows, job);
}

void job_move(struct exec *x, struct job_row *job, enum job_row_state state)
{
    struct job_row stored;

    if (job_row_get(&x->rows, job->key, &stored)) {
        unindex(x, &stored);
    }
    if (state != JOB_ROW_ACTIVE && state != JOB_ROW_BACK_OFF) {
        job->due_ms = 0;
    }
    if (state != JOB_ROW_ACTIVE) {
        job->activation = 0;
        job->worker = SLICE_EMPTY;
    }
    enter(x, job, state);
}

void job_refile(struct exec *x, struct job_row *job)
{
    struct job_row stored;

    if (job_row_get(&x->rows, job->key, &stored)) {
        unindex(x, &stored);
    }
    enter(x, job, job->state);
}

void job_create(struct exec *x, struct element_row *row, const struct job_plan *plan)
{
    struct job_row job = {.key = exec_next_key(x),
                          .element_key = row->key,
                          .instance_key = row->instance_key,
                          .tenant = row->definition->tenant,
                          .type = plan->type,
                          .retries = plan->retries,
                          .priority = plan->priority,
                          .created_ms = x->now_ms};

    row->job_key = job.key;
    enter(x, &job, JOB_ROW_READY);
    trace_job(x, row, &job, JOB_CREATED);
}

void job_remove(struct exec *x, struct element_row *row, struct job_row *job, enum job_state state)
{
    struct job_row stored;

    trace_job(x, row, job, state);
    if (job_row_get(&x->rows, job->key, &stored)) {
        unindex(x, &stored);
    }
    job_row_delete(&x->rows, job->key);
    row->job_key = 0;
}
