/* Incidents: what an instance waits for until somebody has put it right. */
#ifndef FSM_INCIDENT_H
#define FSM_INCIDENT_H

#include "engine/exec.h"
#include "row/job_rows.h"

/* The element's step has failed for x->failure; resolving repeats it. */
void incident_raise(struct exec *x, struct element_row *row, enum step_kind repeat);
/* The job cannot go on for x->failure; resolving hands it out again. job is not stored. */
void incident_raise_for_job(struct exec *x, struct element_row *row, struct job_row *job);
/* Resolved: away with it. */
void incident_remove(struct exec *x, struct element_row *row, const struct incident_row *incident);
/* Resolve it: what failed is tried again; a job is handed out again, with a retry at least. */
enum verdict incident_settle(struct exec *x, const struct incident_row *incident) NODISCARD;
/* Resolve all incidents that the instance has now, as a batch operation of this fresh key. */
void incidents_begin(struct exec *x, const struct element_row *root, uint64_t batch_key);
/* Resolve the instance's next incidents, as STEP_RESOLVE_INCIDENTS says; a step does the rest. */
void incidents_settle(struct exec *x, const struct step *step);
/* The element ends: its incident, if any, ends with it. */
void incident_close(struct exec *x, struct element_row *row);

#endif
