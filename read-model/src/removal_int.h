/* Taking an ended instance away with all that belongs to it, in bounded parts.
 *
 * It begins by moving the instance out of sight: its document becomes a row of TABLE_REMOVAL, and
 * no get, search or list finds it any more. A sweep then deletes what belonged to it, as many rows
 * at a time as it is told; what is left waits for the next. An instance may have any number of
 * rows, so nothing may take them all at once. */
#ifndef READMODEL_REMOVAL_INT_H
#define READMODEL_REMOVAL_INT_H

#include "readmodel_int.h"

/* Put the instance out of sight. One that is not there or has not ended is left alone. Additions to
 * lists must have been flushed. The history keeps what it says: that is its caller's to drop. */
enum status removal_begin(struct readmodel *rm, uint64_t instance) NODISCARD;
/* Delete at most so many rows of instances that are out of sight, in key order. */
enum status removal_sweep(struct readmodel *rm, uint32_t rows_max) NODISCARD;
/* Is the instance out of sight and not yet gone? */
enum status removal_find(struct store_txn *txn, uint64_t instance, bool *found) NODISCARD;

#endif
