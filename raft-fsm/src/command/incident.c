/* Resolving incidents: what failed is tried again. */
#include "verb/incident.h"

#include <inttypes.h>

#include "command/commands.h"
#include "row/job_rows.h"

static bool job_may_go_on(struct exec *x, const struct incident_row *incident)
{
    struct job_row job;

    if (incident->job_key == 0 || !job_row_get(&x->rows, incident->job_key, &job) ||
        job.retries > 0) {
        return true;
    }
    exec_reject(x, STATUS_WRONG_STATE,
                "Expected to resolve incident with key '%" PRIu64 "', but job with key '%" PRIu64
                "' has no retries left. Please update the job retries and retry resolving the "
                "incident",
                incident->key, job.key);
    return false;
}

enum verdict run_resolve_incident(struct exec *x)
{
    uint64_t key = x->command->resolve_incident.incident_key;
    struct incident_row incident;

    if (!incident_row_get(&x->rows, key, &incident)) {
        exec_reject(x, STATUS_NOT_FOUND,
                    "Expected to resolve incident with key '%" PRIu64
                    "', but no such incident was found",
                    key);
        return V_OK;
    }
    /* For a batch nobody comes to raise the retries: the job gets one. */
    if (!instance_admit(x, incident.instance_key) ||
        (x->acting_batch == 0 && !job_may_go_on(x, &incident))) {
        return V_OK;
    }
    return incident_settle(x, &incident);
}

/* --- all of an instance --- */

enum verdict run_resolve_incidents(struct exec *x)
{
    uint64_t key = x->command->resolve_incidents.process_instance_key;
    const struct element_row *root = element_find(x, key);
    uint64_t newest;

    if (root == NULL || root->scope_key != 0) {
        exec_reject(x, STATUS_NOT_FOUND,
                    "Expected to resolve incidents of process instance with key '%" PRIu64
                    "', but no such process instance was found",
                    key);
        return V_OK;
    }
    if (!instance_admit(x, key)) {
        return V_OK;
    }

    /* What fails again has a newer key and stays. */
    newest = exec_next_key(x);
    x->result.batch.batch_operation_key = newest;
    incidents_begin(x, root, newest);
    return V_OK;
}
