#include "verb/incident.h"

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

    incident_row_delete(&x->rows, incident->key);
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
