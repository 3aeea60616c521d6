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

/* A walk over ready jobs of one type, in the order in which they are handed out. */
struct ready_jobs {
    enum table table;
    struct row_walk walk;
    bool more;
    struct job_row job; /* the next one, when there is one */
};

/* On to a job that may be worked on; jobs of banned instances drop out. */
static void find_next(struct exec *x, struct ready_jobs *ready)
{
    for (; ready->more; ready->more = walk_next(&ready->walk)) {
        uint64_t key = row_key_last_u64(ready->walk.key);

        if (!job_row_get(&x->rows, key, &ready->job) ||
            !slice_equal(ready->job.type, x->command->activate_jobs.type)) {
            continue;
        }
        if (!banned_row_get(&x->rows, ready->job.instance_key)) {
            return;
        }
        write_set_delete(&x->rows.writes, ready->table, &ready->walk.present);
    }
}

static void ready_begin(struct exec *x, struct ready_jobs *ready, enum table table)
{
    struct row_key prefix = job_ready_prefix(x->command->tenant, x->command->activate_jobs.type);

    ready->table = table;
    ready->more = walk_begin(&ready->walk, &x->rows.writes, table, &prefix);
    find_next(x, ready);
}

static bool comes_first(const struct job_row *a, const struct job_row *b)
{
    return a->priority != b->priority ? a->priority > b->priority : a->key < b->key;
}

/* Whose turn it is; NULL: no job for this request. */
static struct ready_jobs *next_for(const struct activate_jobs_request *request,
                                   struct ready_jobs *open, struct ready_jobs *leased)
{
    if (!request->with_lease || !leased->more) {
        return open->more ? open : NULL;
    }
    return open->more && comes_first(&open->job, &leased->job) ? open : leased;
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
    job->is_leased = job->is_leased || request->with_lease;
    job_move(x, job, JOB_ROW_ACTIVE);
    trace_job(x, row, job, JOB_ACTIVE);
    return V_OK;
}

static enum verdict serve(struct exec *x, struct ready_jobs both[2], uint32_t jobs_max,
                          const struct activate_jobs_request *request, struct activated_jobs *out)
{
    struct ready_jobs *ready;

    out->waiter = request->waiter;
    out->job_keys = ARENA_ARRAY(x->arena, uint64_t, jobs_max + 1);
    ENSURE(x, out->job_keys != NULL);
    while (out->job_count < jobs_max && (ready = next_for(request, &both[0], &both[1])) != NULL) {
        enum verdict v = hand_out(x, &ready->job, request);

        if (v != V_OK) {
            return v;
        }
        out->job_keys[out->job_count++] = ready->job.key;
        ready->more = walk_next(&ready->walk);
        find_next(x, ready);
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
    struct ready_jobs both[2];
    enum verdict v = V_OK;

    result->served = ARENA_ARRAY(x->arena, struct activated_jobs, c->request_count + 1);
    ENSURE(x, result->served != NULL);
    result->served_count = c->request_count;
    ready_begin(x, &both[0], TABLE_JOB_READY);
    ready_begin(x, &both[1], TABLE_JOB_READY_LEASED);
    for (uint32_t i = 0; v == V_OK && i < c->request_count; i++) {
        v = serve(x, both, at_most(c->requests[i].jobs_max, left), &c->requests[i],
                  &result->served[i]);
        left -= result->served[i].job_count;
    }
    walk_end(&both[0].walk);
    walk_end(&both[1].walk);
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
