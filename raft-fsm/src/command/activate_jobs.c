/* Handing out ready jobs, and taking back those that could not be handed over. */
#include <inttypes.h>

#include "command/commands.h"
#include "verb/incident.h"
#include "verb/job.h"
#include "verb/timer.h"

enum {
    /* With an idempotency key the answer must fit its record. Fewer than asked for is always
     * right. */
    JOBS_WITH_KEY_MAX = 40
};

/* The next ready job of the type that may be worked on; jobs of banned instances drop out. */
static bool next_ready(struct exec *x, struct row_walk *walk, bool more, struct slice type,
                       struct job_row *out)
{
    for (; more; more = walk_next(walk)) {
        uint64_t key = row_key_last_u64(walk->key);

        if (!job_row_get(&x->rows, key, out) || !slice_equal(out->type, type)) {
            continue;
        }
        if (!banned_row_get(&x->rows, out->instance_key)) {
            return true;
        }
        write_set_delete(&x->rows.writes, TABLE_JOB_READY, &walk->present);
    }
    return false;
}

static enum verdict hand_out(struct exec *x, struct job_row *job,
                             const struct activate_jobs_request *request)
{
    struct element_row *row = element_find(x, job->element_key);

    ENSURE(x, row != NULL);
    x->acting_instance = job->instance_key;
    if (x->result.activate_jobs.activation == 0) {
        x->result.activate_jobs.activation = exec_next_key(x);
    }
    job->worker = request->worker;
    job->activation = x->result.activate_jobs.activation;
    job->due_ms = time_after(x->now_ms, request->timeout_ms);
    job_move(x, job, JOB_ROW_ACTIVE);
    trace_job(x, row, job, JOB_ACTIVE);
    return V_OK;
}

static enum verdict serve(struct exec *x, struct row_walk *walk, bool *more, uint32_t jobs_max,
                          const struct activate_jobs_request *request, struct activated_jobs *out)
{
    struct slice type = x->command->activate_jobs.type;
    struct job_row job;

    out->waiter = request->waiter;
    out->job_keys = ARENA_ARRAY(x->arena, uint64_t, jobs_max + 1);
    ENSURE(x, out->job_keys != NULL);
    while (out->job_count < jobs_max && next_ready(x, walk, *more, type, &job)) {
        enum verdict v = hand_out(x, &job, request);

        if (v != V_OK) {
            return v;
        }
        out->job_keys[out->job_count++] = job.key;
        *more = walk_next(walk);
    }
    return V_OK;
}

static uint32_t at_most(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

enum verdict run_activate_jobs(struct exec *x)
{
    const struct activate_jobs_command *c = &x->command->activate_jobs;
    struct activate_jobs_result *result = &x->result.activate_jobs;
    uint32_t left =
        x->command->idempotency_key.data != NULL ? JOBS_WITH_KEY_MAX : LIMIT_JOBS_PER_ACTIVATION;
    struct row_key prefix = job_ready_prefix(x->command->tenant, c->type);
    struct row_walk walk;
    bool more;
    enum verdict v = V_OK;

    result->served = ARENA_ARRAY(x->arena, struct activated_jobs, c->request_count + 1);
    ENSURE(x, result->served != NULL);
    result->served_count = c->request_count;
    more = walk_begin(&walk, &x->rows.writes, TABLE_JOB_READY, &prefix);
    for (uint32_t i = 0; v == V_OK && i < c->request_count; i++) {
        v = serve(x, &walk, &more, at_most(c->requests[i].jobs_max, left), &c->requests[i],
                  &result->served[i]);
        left -= result->served[i].job_count;
    }
    walk_end(&walk);
    x->nothing_done = result->activation == 0;
    return v;
}

/* --- what could not be delivered --- */

/* False: somebody has done something else with it since. */
static bool is_held_still(struct exec *x, uint64_t job_key, uint64_t activation,
                          struct job_row *job)
{
    return job_row_get(&x->rows, job_key, job) && job->state == JOB_ROW_ACTIVE &&
           job->activation == activation && !banned_row_get(&x->rows, job->instance_key);
}

enum verdict run_yield_jobs(struct exec *x)
{
    const struct yield_jobs_command *c = &x->command->yield_jobs;

    for (uint32_t i = 0; i < c->job_count; i++) {
        struct element_row *row;
        struct job_row job;

        if (!is_held_still(x, c->job_keys[i], c->activation, &job)) {
            continue;
        }
        row = element_find(x, job.element_key);
        ENSURE(x, row != NULL);
        x->acting_instance = job.instance_key;
        job_move(x, &job, JOB_ROW_READY);
        trace_job(x, row, &job, JOB_CREATED);
    }
    return V_OK;
}

enum verdict run_withhold_job(struct exec *x)
{
    const struct withhold_job_command *c = &x->command->withhold_job;
    struct element_row *row;
    struct job_row job;
    enum verdict v;

    if (!is_held_still(x, c->job_key, c->activation, &job)) {
        return V_OK;
    }
    row = element_find(x, job.element_key);
    ENSURE(x, row != NULL);
    x->acting_instance = job.instance_key;
    job_move(x, &job, JOB_ROW_FAILED);
    trace_job(x, row, &job, JOB_CREATED);
    v = exec_incident(x, INCIDENT_MESSAGE_SIZE_EXCEEDED,
                      "Expected to activate job with key '%" PRIu64
                      "', but its variables are larger than an answer may be. Fetch fewer of them "
                      "or make them smaller",
                      job.key);
    ENSURE(x, v == V_INCIDENT);
    incident_raise_for_job(x, row, &job);
    job_row_put(&x->rows, &job);
    return V_OK;
}
