/* Running a step, and what every kind of element is for the engine.
 *
 * struct element_ops is the one table of functions of the engine. The drivers in elements.c do what
 * all elements have in common (guards, counting, input mappings, subscriptions, incidents) and call
 * the element's function for the rest. A member that is NULL means the common behaviour.
 *
 *   admit     a token has come in over a flow; false: it waits (joins). Counts it
 *             out of the scope's active_flows when it admits. NULL: always.
 *   activate  inputs are mapped, the element is ACTIVATING. Evaluate first, then element_move to
 *             ACTIVATED, then effects. An element that waits for nothing pushes its completion
 *             (element_pass).
 *   complete  the element is COMPLETING. Evaluate first, then element_complete (or
 *             element_complete_by). NULL: output mappings, then all outgoing flows.
 *   child_completes
 *             of a loop body: an instance is COMPLETING and has mapped its outputs. Evaluate, then
 *             count it. */
#ifndef FSM_ELEMENTS_H
#define FSM_ELEMENTS_H

#include "engine/exec.h"

struct element_ops {
    bool (*admit)(struct exec *, const struct bpmn_element *, struct element_row *scope,
                  uint32_t flow);
    enum verdict (*activate)(struct exec *, const struct bpmn_element *, struct element_row *);
    enum verdict (*complete)(struct exec *, const struct bpmn_element *, struct element_row *);
    enum verdict (*child_completes)(struct exec *, const struct bpmn_element *,
                                    struct element_row *body, struct element_row *instance);
};

/* Run one step. Faults and bugs stick in x. */
void step_run(struct exec *x, const struct step *step);

/* ACTIVATED, and on to completion in the next step. */
enum verdict element_pass(struct exec *x, struct element_row *row) NODISCARD;
/* COMPLETED over all outgoing flows; the row is gone after. */
enum verdict element_complete(struct exec *x, struct element_row *row) NODISCARD;
/* The same over these flows, over one of them. */
enum verdict element_complete_over(struct exec *x, struct element_row *row, const uint32_t *flows,
                                   uint32_t count) NODISCARD;
enum verdict element_complete_by(struct exec *x, struct element_row *row, uint32_t flow) NODISCARD;
/* COMPLETED, and what goes on is there already, PENDING; over the flow, unless BPMN_NONE. */
enum verdict element_complete_into(struct exec *x, struct element_row *row,
                                   const struct element_row *next, uint32_t flow) NODISCARD;

/* The steps that are pushed from more than one place. */
void push_activate(struct exec *x, const struct element_row *scope, uint32_t element,
                   uint32_t flow);
void push_activate_row(struct exec *x, const struct element_row *row);
void push_complete(struct exec *x, const struct element_row *row);
void push_terminate(struct exec *x, const struct element_row *row);

#endif
