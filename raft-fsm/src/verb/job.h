/* Jobs: from an element that wants work done to a worker that has done it. */
#ifndef FSM_JOB_H
#define FSM_JOB_H

#include "engine/exec.h"
#include "row/job_rows.h"

/* What the expressions of a job element give. */
struct job_plan {
    struct slice type;
    int32_t retries;
    int32_t priority;
};

enum verdict job_plan_evaluate(struct exec *x, const struct element_row *row,
                               struct job_plan *out) NODISCARD;
/* The plan of a job element without a type of its own: a user task for the outside. */
void job_create(struct exec *x, struct element_row *row, const struct job_plan *plan);

/* Into another state, with the rows in job_ready and due that belong to it. The caller has set what
 * else changes, due_ms among it; job is stored. */
void job_move(struct exec *x, struct job_row *job, enum job_row_state state);
/* Retries, priority or deadline have changed; the state has not. */
void job_refile(struct exec *x, struct job_row *job);
/* The job and all that belongs to it goes: completed, cancelled, or its error was caught. */
void job_remove(struct exec *x, struct element_row *row, struct job_row *job, enum job_state state);

#endif
