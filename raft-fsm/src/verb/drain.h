/* The end of a deleted definition: its row goes when the last of its instances has ended.
 *
 * Instances are not listed by definition: a row more for each would cost every start. A deleted
 * definition gets no new instances, so a walk over the elements in key order finds the first one
 * that runs, remembers it, and goes on behind it when it has ended. The walk is bounded by what a
 * command may look at; what is left of it is due at once. */
#ifndef FSM_DRAIN_H
#define FSM_DRAIN_H

#include "engine/exec.h"
#include "row/definition_rows.h"
#include "row/due_rows.h"

/* The definition is no longer found by its id: begin. Tells by the trace whether instances run. */
enum verdict drain_begin(struct exec *x, const struct definition_row *row) NODISCARD;
/* Go on with the walk, over so many elements at most; how many it was. */
enum verdict drain_due(struct exec *x, const struct due_row *due, uint32_t limit,
                       uint32_t *looked_at) NODISCARD;
/* An instance is not the definition's any more: it has ended, or has another one now. */
void drain_instance_left(struct exec *x, uint64_t definition_key, uint64_t instance_key);

#endif
