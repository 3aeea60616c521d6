/* Batch operations at work: what a CONTINUE does for one, and what becomes of an item that was
 * refused. */
#ifndef FSM_BATCH_H
#define FSM_BATCH_H

#include "engine/exec.h"
#include "row/batch_rows.h"

/* One portion: some items listed or struck off, or one item run. */
enum verdict batch_continue(struct exec *x, struct batch_row *batch) NODISCARD;
/* What the item's command did is dropped; go on behind it. */
void batch_item_refused(struct exec *x, uint64_t batch_key, enum status status, struct slice why);

#endif
