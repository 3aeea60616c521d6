/* Idempotency keys: a command that comes again is answered as it was the first time.
 *
 * A record is found by tenant, operation and the caller's key; it holds a hash of the body, the
 * status, the detail of a rejection and the keys from which the answer is made again
 * (docs/architecture.md, idempotency). */
#ifndef FSM_IDEMPOTENCY_H
#define FSM_IDEMPOTENCY_H

#include "engine/exec.h"

/* Fill x->result from the record, or refuse the key; false: the command is to be run. */
bool idempotency_answer(struct exec *x);
/* Remember x->result, when the command has a key and the answer is worth it. */
void idempotency_record(struct exec *x);

#endif
