/* Business ids: what people call an instance by. */
#ifndef FSM_BUSINESS_ID_H
#define FSM_BUSINESS_ID_H

#include "engine/exec.h"

/* An active instance of the process has it. Nobody has the empty one. */
bool business_id_is_taken(struct exec *x, const struct definition *definition,
                          struct slice business_id);
/* An instance that has begun without one gets it, and the jobs, user tasks and subscriptions that
 * it has now show it. The one that it has already changes nothing. False: rejected, and nothing has
 * changed (or x has stopped). */
bool business_id_assign(struct exec *x, struct element_row *root, struct slice business_id,
                        bool must_be_unique);

#endif
