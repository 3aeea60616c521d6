/* dedupe, dedupe_bucket, dedupe_count: what was answered under an idempotency key, and when to
 * forget it. */
#ifndef FSM_DEDUPE_ROWS_H
#define FSM_DEDUPE_ROWS_H

#include "row/rows.h"

struct dedupe_name {
    struct slice tenant;
    uint32_t operation; /* enum command_type */
    struct slice key;   /* the caller's */
};

struct dedupe_row {
    struct hash128 body_hash;
    enum status status;
    struct slice detail;
    uint64_t index; /* of the log entry that did it */
    uint64_t *keys; /* as the operation needs them */
    uint32_t key_count;
};

/* A bucket is a minute: the one in which a record of this stamp is forgotten, and when that is. */
uint64_t dedupe_bucket_of(int64_t stamp_ms);
int64_t dedupe_bucket_due_ms(uint64_t bucket);

bool dedupe_row_get(struct rows *rows, const struct dedupe_name *name, struct dedupe_row *out);
/* Also puts it into the bucket that is forgotten as one. */
void dedupe_row_put(struct rows *rows, const struct dedupe_name *name, uint64_t bucket,
                    const struct dedupe_row *row);
/* Forget at most `limit` records of a bucket; returns how many. */
uint32_t dedupe_bucket_delete(struct rows *rows, uint64_t bucket, uint32_t limit);
/* The keys of the records that a row of the bucket lists, in the command's arena. */
const struct slice *dedupe_chunk_decode(struct rows *rows, struct slice value, uint32_t *count);
/* Records that a tenant has. */
uint64_t dedupe_count_get(struct rows *rows, struct slice tenant);

#endif
