/* Posting lists: the keys of the process instances that have some value, in runs.
 *
 * A list is rows of up to POSTING_KEYS_MAX keys in ascending order; a row's key ends in a key that
 * none of its keys is below, so the row of a key is the last one that does not begin after it. What
 * a turn
 * adds is collected and written once at its end; the rows come out the same whatever the turn
 * borders. */
#ifndef READMODEL_POSTING_INT_H
#define READMODEL_POSTING_INT_H

#include "readmodel_int.h"

enum posting_index {
    POSTING_INSTANCE_BY_DEFINITION = 1,
    POSTING_INSTANCE_BY_BUSINESS_ID = 2,
    POSTING_INSTANCE_BY_PARENT = 3
};

enum {
    POSTING_KEYS_MAX = 256,
    POSTING_PREFIX_BYTES = 17, /* index, 16 bytes of value */
    POSTING_KEY_BYTES = POSTING_PREFIX_BYTES + KEY_BYTES
};

struct posting_prefix {
    char bytes[POSTING_PREFIX_BYTES];
};

struct posting_prefix posting_by_definition(uint64_t definition_key);
/* The instances that an instance called. */
struct posting_prefix posting_by_parent(uint64_t parent);
/* Hashed: whoever reads the list compares the documents in full. */
struct posting_prefix posting_by_business_id(struct slice business_id);

/* Remember an addition until posting_flush. */
void posting_add(struct readmodel *rm, struct posting_prefix prefix, uint64_t key);
enum status posting_flush(struct readmodel *rm) NODISCARD;
/* Put an older key where it belongs, at once. Everything that was added must have been flushed. */
enum status posting_insert(struct readmodel *rm, struct posting_prefix prefix,
                           uint64_t key) NODISCARD;
/* Flushed additions only; a key that is not there is no error. */
enum status posting_remove(struct readmodel *rm, struct posting_prefix prefix,
                           uint64_t key) NODISCARD;

/* Calls visit with every key of the list; stops at the first status that is not STATUS_OK. */
enum status posting_walk(struct store_txn *txn, struct posting_prefix prefix,
                         enum status (*visit)(void *ctx, uint64_t key), void *ctx) NODISCARD;

#endif
