/* Process instances: their beginning and their end. */
#ifndef FSM_INSTANCE_H
#define FSM_INSTANCE_H

#include "engine/exec.h"

/* A new process instance, PENDING. NULL on a fault. What the caller sets in row->instance must be
 * set before instance_start. */
struct element_row *instance_new(struct exec *x, const struct definition *definition);
/* Give it a business id, by which it is found as long as it lives. */
void instance_name(struct exec *x, struct element_row *root, struct slice business_id);
/* Show it, give it its variables, and push the step that begins it at its none start event. */
void instance_start(struct exec *x, struct element_row *root, struct slice variables);
/* The same at a start event with an event, which brings the variables. */
enum verdict instance_start_by_event(struct exec *x, struct element_row *root, uint32_t element,
                                     struct slice payload) NODISCARD;
/* The element has ended. True: the instance ends with it, and has been told to. */
bool instance_ends_with(struct exec *x, const struct element_row *row);
/* It goes over to another definition: its names move along to the other process id. A message that
 * waited for the end of an instance of its correlation key waits no longer. */
void instance_redefine(struct exec *x, struct element_row *root,
                       const struct definition *definition);
/* Its row is gone: whatever waited for its end goes on. */
void instance_ended(struct exec *x, const struct element_row *root);

#endif
