/* Resolving incidents: what failed is tried again. */
#include "verb/incident.h"

#include <inttypes.h>

#include "command/commands.h"
#include "verb/job.h"

/* The job of the incident goes on; false: rejected. */
static bool job_resume(struct exec *x, struct element_row *row, const struct incident_row *incident)
{
    struct job_row job;

    if (!job_row_get(&x->rows, incident->job_key, &job)) {
        return true; /* nothing is left to hand out */
    }
    if (job.retries <= 0) {
        exec_reject(x, STATUS_WRONG_STATE,
                    "Expected to resolve incident with key '%" PRIu64
                    "', but job with key '%" PRIu64
                    "' has no retries left. Please update the job retries and retry resolving the "
                    "incident",
                    incident->key, job.key);
        return false;
    }
    job.incident_key = 0;
    job_move(x, &job, JOB_ROW_READY);
    trace_job(x, row, &job, JOB_CREATED);
    return true;
}

enum verdict run_resolve_incident(struct exec *x)
{
    uint64_t key = x->command->resolve_incident.incident_key;
    struct incident_row incident;
    struct element_row *row;

    if (!incident_row_get(&x->rows, key, &incident)) {
        exec_reject(x, STATUS_NOT_FOUND,
                    "Expected to resolve incident with key '%" PRIu64
                    "', but no such incident was found",
                    key);
        return V_OK;
    }
    if (!instance_admit(x, incident.instance_key)) {
        return V_OK;
    }
    row = element_find(x, incident.element_key);
    ENSURE(x, row != NULL);
    if (incident.job_key != 0 && !job_resume(x, row, &incident)) {
        return V_OK;
    }

    incident_remove(x, row, &incident);
    step_push(x, incident.step);
    return V_OK;
}
