#include "verb/incident.h"

#include "verb/job.h"

enum {
    RESOLVE_BATCH = 16 /* incidents resolved in one step */
};

static uint64_t incident_new(struct exec *x, struct element_row *row, uint64_t job_key,
                             enum step_kind repeat)
{
    struct element_row *root = element_root(x, row);
    struct incident_row incident = {.key = exec_next_key(x),
                                    .type = x->failure.type,
                                    .message = x->failure.message,
                                    .element_key = row->key,
                                    .instance_key = row->instance_key,
                                    .job_key = job_key,
                                    .created_ms = x->now_ms,
                                    .step = {.kind = (uint8_t)repeat,
                                             .element = row->element,
                                             .key = row->key,
                                             .scope_key = row->scope_key,
                                             .instance_key = row->instance_key,
                                             .flow = BPMN_NONE}};

    if (root == NULL) {
        return 0; /* a fault, or a bug that the next ENSURE finds */
    }
    incident_row_put(&x->rows, &incident);
    row->incident_key = incident.key;
    root->instance.incident_count++;
    trace_incident(x, row, &incident, INCIDENT_ACTIVE);
    if (row != root) {
        trace_element(x, row, (enum element_state)row->state);
    }
    trace_instance(x, root, INSTANCE_ACTIVE);
    return incident.key;
}

void incident_raise(struct exec *x, struct element_row *row, enum step_kind repeat)
{
    (void)incident_new(x, row, 0, repeat);
}

void incident_raise_for_job(struct exec *x, struct element_row *row, struct job_row *job)
{
    job->incident_key = incident_new(x, row, job->key, STEP_NONE);
}

void incident_remove(struct exec *x, struct element_row *row, const struct incident_row *incident)
{
    struct element_row *root = element_root(x, row);

    incident_row_delete(&x->rows, incident);
    row->incident_key = 0;
    trace_incident(x, row, incident, INCIDENT_RESOLVED);
    if (root == NULL) {
        return;
    }
    root->instance.incident_count--;
    if (row != root) {
        trace_element(x, row, (enum element_state)row->state);
    }
    trace_instance(x, root, INSTANCE_ACTIVE);
}

void incident_close(struct exec *x, struct element_row *row)
{
    struct incident_row incident;

    if (row->incident_key != 0 && incident_row_get(&x->rows, row->incident_key, &incident)) {
        incident_remove(x, row, &incident);
    }
}

/* --- resolving --- */

static void job_resume(struct exec *x, const struct element_row *row,
                       const struct incident_row *incident)
{
    struct job_row job;

    if (incident->job_key == 0 || !job_row_get(&x->rows, incident->job_key, &job)) {
        return; /* nothing is left to hand out */
    }
    job.retries = job.retries > 0 ? job.retries : 1;
    job.incident_key = 0;
    job_move(x, &job, JOB_ROW_READY);
    trace_job(x, row, &job, JOB_CREATED);
}

enum verdict incident_settle(struct exec *x, const struct incident_row *incident)
{
    struct element_row *row = element_find(x, incident->element_key);

    ENSURE(x, row != NULL);
    job_resume(x, row, incident);
    incident_remove(x, row, incident);
    step_push(x, incident->step);
    return V_OK;
}

void incidents_settle(struct exec *x, const struct step *step)
{
    struct incident_row incident;
    uint64_t key = incident_after(&x->rows, step->instance_key, step->after);
    struct step rest = *step;

    for (int n = 0; key != 0 && key <= step->key && n < RESOLVE_BATCH; n++) {
        if (!incident_row_get(&x->rows, key, &incident) || incident_settle(x, &incident) != V_OK) {
            return;
        }
        rest.after = key;
        key = incident_after(&x->rows, step->instance_key, key);
    }
    if (key != 0 && key <= step->key) {
        step_push(x, rest);
    }
}
