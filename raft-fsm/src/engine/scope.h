/* Scopes: processes and sub-processes, and the counting that tells when one is complete.
 *
 * A scope is complete when it has neither active children nor active flows. A flow is active from
 * the moment when its source has completed until its target has taken the token; a token that waits
 * at a join stays counted. */
#ifndef FSM_SCOPE_H
#define FSM_SCOPE_H

#include "engine/exec.h"

/* A new child, PENDING, counted. NULL on a fault. */
struct element_row *scope_child_new(struct exec *x, struct element_row *scope, uint32_t element);
/* The token goes on over the flow. */
void scope_flow_take(struct exec *x, struct element_row *scope, uint32_t flow);
/* The child has ended and its row is gone: go on with whatever waited for that. stays_open: the
 * scope does not complete though nothing is left in it, because it is about to be terminated. */
void scope_child_ended(struct exec *x, struct element_row *scope, bool stays_open);
/* A token has arrived or is gone: inclusive joins of the scope may have to wait for it no longer.
 */
void scope_look_at_joins(struct exec *x, struct element_row *scope);
/* No token moves in the scope from now on: flows that wait are forgotten. */
void scope_interrupt(struct exec *x, struct element_row *scope);
/* An event subprocess takes over: `heir`, a child that is PENDING, begins when all others have
 * ended. */
void scope_hand_over(struct exec *x, struct element_row *scope, const struct element_row *heir);
/* The heir begins: the scope goes on with it alone. */
void scope_handed_over(struct element_row *scope);
/* Tell the children that they end, a bounded number a step, from the one behind `after`. */
void scope_terminate_children(struct exec *x, const struct element_row *scope, uint64_t after);

#endif
