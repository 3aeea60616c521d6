/* Compensation (BPMN 2.0.2, 13.5.5): what has completed is undone by handlers, the newest first.
 *
 * A scope keeps an entry for each activity in it that has completed and has a handler, and one for
 * each scope in it that has completed with entries of its own: those stay where they are, with the
 * variables that the scope had (row/compensation_rows.h). What a scope has kept goes with it when
 * it is terminated, and with the process instance.
 *
 * An event that throws compensation takes the entries that are older than itself and is the scope
 * of the handlers: it completes when they have. */
#ifndef FSM_COMPENSATION_H
#define FSM_COMPENSATION_H

#include "engine/exec.h"

/* The element has ended and its variables are still there. scope: NULL for a process instance. */
void compensation_note(struct exec *x, const struct element_row *row,
                       const struct element_row *scope);
/* The row throws compensation: ACTIVATED, until all handlers have ended. */
enum verdict compensation_begin(struct exec *x, struct element_row *row) NODISCARD;
/* The next of its handlers, a bounded number. */
void compensation_go_on(struct exec *x, const struct step *step);
/* The boundary event of an activity that is compensated: its handler begins, and sees what the
 * event has. */
enum verdict compensation_handler_begin(struct exec *x,
                                        const struct element_row *boundary) NODISCARD;
/* The scope could compensate something. */
bool compensation_is_kept(struct exec *x, const struct element_row *scope);

#endif
