/* zeebe:input and zeebe:output. */
#ifndef FSM_MAPPING_H
#define FSM_MAPPING_H

#include "engine/exec.h"

/* Evaluate all inputs, each seeing those before it, then set them as local variables. An incident
 * is of type IO_MAPPING_ERROR and leaves nothing changed. */
enum verdict mapping_inputs(struct exec *x, struct element_row *row) NODISCARD;
/* Evaluate all outputs, then hand them to the scope around the element. */
enum verdict mapping_outputs(struct exec *x, struct element_row *row) NODISCARD;

/* What comes from outside with an event, or with the end of a job or user task: with outputs it
 * stays with the element, for them to choose from; without it goes outwards. */
void mapping_payload(struct exec *x, struct element_row *row, struct slice object);

#endif
