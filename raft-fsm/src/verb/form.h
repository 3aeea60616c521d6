/* Which form an element names: by id, and as its binding says. */
#ifndef FSM_FORM_H
#define FSM_FORM_H

#include "engine/exec.h"
#include "row/resource_rows.h"
#include "row/user_task_rows.h"

/* Evaluate the form and the external reference of a user task into the row. V_INCIDENT
 * FORM_NOT_FOUND: no such form is deployed. */
enum verdict form_evaluate(struct exec *x, const struct element_row *row,
                           struct user_task_row *out) NODISCARD;

/* The form to start a process by, as the trace of its definition tells it. deployment_key: that of
 * the definition; the forms of its deployment have their rows. */
void form_of_start(struct exec *x, const struct bpmn_process *process, uint64_t deployment_key,
                   struct trace_definition *out);

/* The process names a form that must have been deployed with it. */
bool form_binds_deployment(const struct bpmn_process *process);

#endif
