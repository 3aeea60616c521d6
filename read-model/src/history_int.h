/* Retention: which instances ended when, and removing the oldest with all that belongs to them. */
#ifndef READMODEL_HISTORY_INT_H
#define READMODEL_HISTORY_INT_H

#include "readmodel_int.h"

enum {
    HISTORY_ENTRIES_MAX = 256, /* in one row */
    HISTORY_KEY_BYTES = 8      /* day of end, chunk */
};

/* Remember an end until history_flush. */
void history_add(struct readmodel *rm, int64_t stamp_ms, uint64_t instance);
enum status history_flush(struct readmodel *rm) NODISCARD;
/* What a purge or a deletion of the batch asks for. Everything that the turn remembered must have
 * been flushed. */
enum status history_remove(struct readmodel *rm, const struct batch *batch) NODISCARD;

#endif
