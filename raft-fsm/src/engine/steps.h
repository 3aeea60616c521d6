/* Steps: the engine's internal commands, in a queue.
 *
 * Elements never call one another; they push steps, and the loop runs them first in first out until
 * none is left or the command has used up what one command may: LIMIT_STEPS_PER_COMMAND steps,
 * LIMIT_BYTES_PER_COMMAND bytes of rows or LIMIT_FEEL_STEPS_PER_COMMAND steps of FEEL. What is left
 * is stored per instance, in order, and logged CONTINUE commands go on with it, one instance after
 * another. While an instance has stored steps, every new one goes behind them. */
#ifndef FSM_STEPS_H
#define FSM_STEPS_H

#include "row/step_rows.h"

struct exec;

/* Blocks of steps in the command's arena. */
struct step_block;

struct step_queue {
    struct step_block *first;
    struct step_block *last;
    struct step_block *spare; /* an emptied one, for the next push */
    uint32_t run;             /* steps run by this command */
    bool may_be_stored;       /* some instance has stored steps: look before running */
};

/* Find out whether any instance has stored steps. */
void steps_init(struct exec *x);
void step_push(struct exec *x, struct step step);
/* Run until the queue is empty or a limit is met, then store what is left. */
void steps_run(struct exec *x, uint32_t steps_max);
/* Go on with the stored steps of one instance. */
void steps_continue(struct exec *x, uint64_t instance_key, uint32_t steps_max);
/* True when the command has used up what one command may. */
bool steps_are_used_up(const struct exec *x);

#endif
