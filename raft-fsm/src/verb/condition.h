/* Conditional events: those who wait for a condition are looked at when a variable that they can
 * see has changed, oldest first, once for all changes that a step finds; one that has come true
 * goes on. It must become false before it can come true again. */
#ifndef FSM_CONDITION_H
#define FSM_CONDITION_H

#include "engine/exec.h"

/* A variable of the scope has changed, or somebody in it has begun to wait for a condition. */
void conditions_look_later(struct exec *x, struct element_row *scope);
/* That step. */
void conditions_look(struct exec *x, const struct step *step);

#endif
