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

/* --- all of an instance: a batch operation that ends where it begins --- */

static struct trace_batch trace_of(const struct exec *x, uint64_t key, enum batch_state state,
                                   uint32_t total)
{
    return (struct trace_batch){.key = key,
                                .state = state,
                                .type = batch_type_name(COMMAND_RESOLVE_INCIDENT),
                                .actor = x->command->actor,
                                .start_ms = x->now_ms,
                                .total = total};
}

void incidents_begin(struct exec *x, const struct element_row *root, uint64_t batch_key)
{
    struct trace_batch told = trace_of(x, batch_key, BATCH_ACTIVE, root->instance.incident_count);

    trace_batch(x, &told);
    step_push(x, (struct step){.kind = STEP_RESOLVE_INCIDENTS,
                               .key = batch_key,
                               .scope_key = (uint64_t)x->now_ms,
                               .instance_key = root->key,
                               .flow = BPMN_NONE});
}

static void tell_settled(struct exec *x, uint64_t batch_key, const struct incident_row *incident)
{
    struct trace_batch_item told = {.key = exec_next_key(x),
                                    .batch_key = batch_key,
                                    .item_key = incident->key,
                                    .state = BATCH_ITEM_COMPLETED,
                                    .type = batch_type_name(COMMAND_RESOLVE_INCIDENT),
                                    .processed_ms = x->now_ms};

    trace_batch_item(x, incident->instance_key, &told);
}

static void tell_end(struct exec *x, const struct step *step)
{
    struct trace_batch told = trace_of(x, step->key, BATCH_COMPLETED, step->element);

    told.start_ms = (int64_t)step->scope_key;
    told.end_ms = x->now_ms;
    told.completed = step->element;
    trace_batch(x, &told);
}

/* The step counts in `element` what is settled, and keeps in `scope_key` when it began. */
void incidents_settle(struct exec *x, const struct step *step)
{
    struct incident_row incident;
    uint64_t key = incident_after(&x->rows, step->instance_key, step->after);
    struct step rest = *step;

    for (int n = 0; key != 0 && key <= step->key && n < RESOLVE_BATCH; n++) {
        if (!incident_row_get(&x->rows, key, &incident) || incident_settle(x, &incident) != V_OK) {
            return;
        }
        tell_settled(x, step->key, &incident);
        rest.element++; /* so many so far */
        rest.after = key;
        key = incident_after(&x->rows, step->instance_key, key);
    }
    if (key != 0 && key <= step->key) {
        step_push(x, rest);
    } else {
        tell_end(x, &rest);
    }
}
