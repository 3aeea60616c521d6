/* The job, user task or called process that an element may have. */
#ifndef FSM_WORK_H
#define FSM_WORK_H

#include "engine/exec.h"

/* The element ends before its work is done. No work: nothing happens. */
void work_cancel(struct exec *x, struct element_row *row);

#endif
