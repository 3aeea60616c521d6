/* The output collection of a multi-instance body: a local variable of it, a list with a place for
 * each instance, and handed outwards when the body completes.
 *
 * A list that is written anew for each of its items costs n². So outputs wait in rows of their own
 * and are written together, when there are enough of them: a list is written at most some 64 times,
 * one of up to 64 items each time. */
#ifndef FSM_LOOP_OUTPUT_H
#define FSM_LOOP_OUTPUT_H

#include "engine/exec.h"

/* The list, all null. */
enum verdict loop_output_begin(struct exec *x, struct element_row *body) NODISCARD;
/* What an instance, which is about to complete, gives. V_INCIDENT: EXTRACT_VALUE_ERROR, when the
 * expression fails or the variable has become something else. */
enum verdict loop_output_collect(struct exec *x, struct element_row *body,
                                 const struct element_row *instance) NODISCARD;
/* Write what waits, and hand the list to the scope around the body. V_INCIDENT as above. */
enum verdict loop_output_hand_over(struct exec *x, struct element_row *body) NODISCARD;

#endif
