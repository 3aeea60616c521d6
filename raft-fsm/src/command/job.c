/* What workers say of a job: done, failed, error, or what is to change about it. */
#include <inttypes.h>

#include "command/commands.h"
#include "row/due_rows.h"
#include "verb/business_id.h"
#include "verb/event.h"
#include "verb/incident.h"
#include "verb/job.h"
#include "verb/timer.h"
#include "verb/variable.h"

static void reject_missing(struct exec *x, const char *verb, uint64_t key)
{
    exec_reject(x, STATUS_NOT_FOUND,
                "Expected to %s job with key '%" PRIu64 "', but no such job was found", verb, key);
}

/* The job and its element; false: rejected. */
static bool job_find(struct exec *x, const char *verb, uint64_t key, struct job_row *job,
                     struct element_row **row)
{
    if (!job_row_get(&x->rows, key, job)) {
        reject_missing(x, verb, key);
        return false;
    }
    if (!instance_admit(x, job->instance_key)) {
        return false;
    }
    *row = element_find(x, job->element_key);
    if (*row == NULL || !event_is_welcome(x, *row)) {
        reject_missing(x, verb, key); /* its element is about to end */
        return false;
    }
    return true;
}

/* The token is the one of the lease that holds the job now. */
static bool token_is_good(struct exec *x, const struct job_row *job, struct slice token)
{
    return job->state == JOB_ROW_ACTIVE &&
           slice_equal(token, exec_printf(x, "%" PRIu64, job->activation));
}

static bool lease_holds(struct exec *x, const char *verb, const struct job_row *job,
                        struct slice token)
{
    if (!job->is_leased || token_is_good(x, job, token)) {
        return true;
    }
    exec_reject(x, STATUS_WRONG_STATE,
                "Expected to %s job with key '%" PRIu64
                "', but it is leased, and the lease token is %s",
                verb, job->key, token.size == 0 ? "missing" : "not that of its present lease");
    return false;
}

/* A job that somebody may finish: ready or held, whoever holds it, unless it is leased. */
static bool job_find_open(struct exec *x, const char *verb, uint64_t key, struct slice token,
                          struct job_row *job, struct element_row **row)
{
    if (!job_find(x, verb, key, job, row)) {
        return false;
    }
    if (job->state != JOB_ROW_READY && job->state != JOB_ROW_ACTIVE) {
        exec_reject(x, STATUS_WRONG_STATE,
                    "Expected to %s job with key '%" PRIu64 "', but it is in state '%s'", verb, key,
                    job->state == JOB_ROW_ERROR_THROWN ? "ERROR_THROWN" : "FAILED");
        return false;
    }
    return lease_holds(x, verb, job, token);
}

enum verdict run_complete_job(struct exec *x)
{
    const struct complete_job_command *c = &x->command->complete_job;
    struct element_row *row;
    struct job_row job;

    if (!job_find_open(x, "complete", c->job_key, c->lease_token, &job, &row)) {
        return V_OK;
    }
    if (c->business_id.size > 0 &&
        !business_id_assign(x, element_root(x, row), c->business_id, c->unique_business_id)) {
        return V_OK;
    }

    job_remove(x, row, &job, JOB_COMPLETED);
    event_fulfils(x, row, c->variables);
    return V_OK;
}

/* --- failure --- */

static void fail_for_good(struct exec *x, struct element_row *row, struct job_row *job)
{
    x->failure.type = INCIDENT_JOB_NO_RETRIES;
    x->failure.message =
        job->error_message.size > 0 ? job->error_message : SLICE("No more retries left.");
    job_move(x, job, JOB_ROW_FAILED);
    trace_job(x, row, job, JOB_FAILED);
    incident_raise_for_job(x, row, job);
    job_row_put(&x->rows, job);
}

enum verdict run_fail_job(struct exec *x)
{
    const struct fail_job_command *c = &x->command->fail_job;
    struct element_row *row;
    struct job_row job;

    if (!job_find_open(x, "fail", c->job_key, c->lease_token, &job, &row)) {
        return V_OK;
    }

    variables_set_local(x, row, c->variables);
    job.retries = c->retries > 0 ? c->retries : 0;
    job.error_message = c->error_message;
    if (job.retries == 0) {
        fail_for_good(x, row, &job);
        return V_OK;
    }
    if (c->back_off_ms > 0) {
        job.due_ms = time_after(x->now_ms, c->back_off_ms);
        job_move(x, &job, JOB_ROW_BACK_OFF);
    } else {
        job_move(x, &job, JOB_ROW_READY);
    }
    trace_job(x, row, &job, JOB_FAILED);
    return V_OK;
}

/* --- error --- */

enum verdict run_throw_job_error(struct exec *x)
{
    const struct throw_job_error_command *c = &x->command->throw_job_error;
    struct element_row *row;
    struct job_row job;
    struct slice available;

    if (!job_find_open(x, "throw an error for", c->job_key, c->lease_token, &job, &row)) {
        return V_OK;
    }

    job.error_code = c->error_code;
    job.error_message = c->error_message;
    if (error_throw(x, row, c->error_code, c->variables, &available)) {
        job_remove(x, row, &job, JOB_ERROR_THROWN);
        return V_OK;
    }
    if (error_unhandled(x, c->error_code, c->error_message, available) == V_FAULT) {
        return V_FAULT;
    }
    job_move(x, &job, JOB_ROW_ERROR_THROWN);
    trace_job(x, row, &job, JOB_ERROR_THROWN);
    incident_raise_for_job(x, row, &job);
    job_row_put(&x->rows, &job);
    return V_OK;
}

/* --- update --- */

static bool update_is_allowed(struct exec *x, const struct update_job_command *c,
                              const struct job_row *job)
{
    if (c->has_retries && c->retries <= 0) {
        exec_reject(x, STATUS_INVALID_ARGUMENT,
                    "Expected to update retries for job with key '%" PRIu64
                    "' with a positive amount of retries, but the amount given was '%d'",
                    c->job_key, c->retries);
        return false;
    }
    if (c->has_timeout && job->state != JOB_ROW_ACTIVE) {
        exec_reject(x, STATUS_WRONG_STATE,
                    "Expected to update the timeout of job with key '%" PRIu64
                    "', but it is not active",
                    c->job_key);
        return false;
    }
    return true;
}

enum verdict run_update_job(struct exec *x)
{
    const struct update_job_command *c = &x->command->update_job;
    struct element_row *row;
    struct job_row job;

    if (!job_find(x, "update", c->job_key, &job, &row) || !update_is_allowed(x, c, &job) ||
        (c->lease_token.size > 0 && !lease_holds(x, "update", &job, c->lease_token))) {
        return V_OK;
    }

    if (c->has_retries) {
        job.retries = c->retries;
    }
    if (c->has_priority) {
        job.priority = c->priority;
    }
    if (c->has_timeout) {
        job.due_ms = time_after(x->now_ms, c->timeout_ms);
    }
    job_refile(x, &job);
    if (c->has_retries) {
        trace_job(x, row, &job, JOB_RETRIES_UPDATED);
    }
    if (c->has_timeout) {
        trace_job(x, row, &job, JOB_TIMEOUT_UPDATED);
    }
    if (c->has_priority) {
        trace_job(x, row, &job, JOB_PRIORITY_UPDATED);
    }
    return V_OK;
}
