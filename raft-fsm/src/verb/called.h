/* Called processes: an instance that a call activity has started, and that it waits for. The call
 * activity knows it by its job_key, the instance knows the call activity by caller_key; each lives
 * at least as long as what it knows. */
#ifndef FSM_CALLED_H
#define FSM_CALLED_H

#include "engine/exec.h"
#include "verb/variable.h"

struct called_plan {
    const struct definition *definition;
    struct variable_list variables; /* for the called instance */
};

/* Evaluate which process is called, and check that it can be. V_INCIDENT: EXTRACT_VALUE_ERROR or
 * CALLED_ELEMENT_ERROR. */
enum verdict called_evaluate(struct exec *x, struct element_row *row,
                             struct called_plan *out) NODISCARD;
/* Start it. */
enum verdict called_begin(struct exec *x, struct element_row *row,
                          const struct called_plan *plan) NODISCARD;
/* The call activity waits for a called instance, or for its end. */
bool called_is_open(const struct element_row *row);
/* Tell the called instance to end, whatever it had still to do. */
void called_cancel(struct exec *x, const struct element_row *row);
/* A called instance has ended, its variables are still there: the call activity completes with what
 * they give, or ends like the instance. No called one: nothing happens. */
void called_returned(struct exec *x, const struct element_row *root);
/* The call activity that has started the instance; NULL: none has. */
struct element_row *called_caller(struct exec *x, const struct element_row *root);
/* The process calls others as they were deployed with it. */
bool called_binds_deployment(const struct bpmn_process *process);

#endif
