/* Loops: what the bodies of multi-instance activities and of standard loops share.
 *
 * A body is a scope with one kind of child, the activity, whose instances it begins. Its active
 * flows count the instances that are still to begin: so it is complete like any scope, and
 * interrupting it makes it forget them. */
#ifndef FSM_LOOP_H
#define FSM_LOOP_H

#include "engine/exec.h"

/* The one element in the body: the activity. */
uint32_t loop_activity(const struct element_row *body);
/* STEP_BEGIN_INSTANCES: the next of the instances that are still to begin, all of them in turn when
 * they run in parallel. */
void loop_begin(struct exec *x, const struct step *step);
void push_loop_begin(struct exec *x, const struct element_row *body);
/* A body with nothing in it has instances still to begin, which waited for that. */
void loop_go_on(struct exec *x, const struct element_row *body);
/* The body takes no further instances, and those that run are told to end. */
void loop_stop(struct exec *x, struct element_row *body);

#endif
