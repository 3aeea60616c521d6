/* Decisions that were deployed, and their evaluation. */
#ifndef FSM_DECISION_VERB_H
#define FSM_DECISION_VERB_H

#include "engine/exec.h"
#include "row/decision_rows.h"
#include "row/resource_rows.h"

struct decision {
    struct resource_row row;
    struct decision_row place;
    struct resource_row file; /* that it stands in */
    const struct dmn_unit *unit;
};

/* Load what a row of RESOURCE_DECISION names. V_FAULT: its other rows are not there. */
enum verdict decision_load(struct exec *x, const struct resource_row *row,
                           struct decision *out) NODISCARD;

/* The decision that a business rule task names, as its binding says. V_INCIDENT:
 * EXTRACT_VALUE_ERROR, or CALLED_DECISION_ERROR when there is no such decision. */
enum verdict decision_find_called(struct exec *x, const struct element_row *row,
                                  struct decision *out) NODISCARD;
/* The process calls decisions as they were deployed with it. */
bool decision_binds_deployment(const struct bpmn_process *process);

/* Evaluate it with inputs from `find` and fill *out. What goes wrong is out->failure. With the same
 * key, a fresh one or that of an evaluation before, and the same time it comes out the same. */
enum verdict decision_evaluate(struct exec *x, const struct decision *decision,
                               uint64_t evaluation_key,
                               bool (*find)(void *ctx, struct slice name, struct slice *value),
                               void *ctx, struct evaluate_decision_result *out) NODISCARD;

/* Give what was evaluated its keys and trace it; row: the element that called it, NULL: none. */
void decision_record(struct exec *x, const struct decision *decision, const struct element_row *row,
                     struct evaluate_decision_result *evaluation);

/* What the answer of a deployment says of a row of RESOURCE_REQUIREMENTS or RESOURCE_DECISION
 * besides its id and version. */
bool decision_describe(struct exec *x, const struct resource_row *row,
                       struct deployed_resource *out);

#endif
