/* What the read model keeps of instances that have ended. */
#ifndef FSM_HISTORY_H
#define FSM_HISTORY_H

#include "engine/exec.h"

/* One portion of an ended instance goes, and with it all that this command may do; step->after
 * portions follow. */
void history_delete(struct exec *x, const struct step *step);

#endif
