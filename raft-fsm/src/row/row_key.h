/* Keys of rows: parts put behind one another so that byte order is the order of the parts.
 *
 * A name is its length and its bytes; one of more than ROW_KEY_NAME_BYTES is 0xff and a hash of 16
 * bytes, and whoever reads the row compares the full name that its value holds. */
#ifndef FSM_ROW_KEY_H
#define FSM_ROW_KEY_H

#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "base/slice.h"

enum {
    ROW_KEY_NAME_BYTES = 100
};

struct row_key {
    size_t size;
    char bytes[LIMIT_STORE_KEY_BYTES];
};

void row_key_init(struct row_key *key);
void row_key_put_u8(struct row_key *key, uint8_t v);
void row_key_put_u32(struct row_key *key, uint32_t v);
void row_key_put_u64(struct row_key *key, uint64_t v);
void row_key_put_i64(struct row_key *key, int64_t v);
void row_key_put_name(struct row_key *key, struct slice name);
/* Parts that are encoded already: the end of another key. */
void row_key_put_parts(struct row_key *key, struct slice parts);
struct slice row_key_slice(const struct row_key *key);
/* As far as it is used: the struct is long. */
void row_key_copy(struct row_key *to, const struct row_key *from);
/* The one-part key of most tables. */
struct row_key row_key_of(uint64_t v);

/* Reading a key from its end, where parts of fixed size stand. */
uint64_t row_key_last_u64(struct slice key);

#endif
