/* Counters by name: what statistics are made with. Names are hashed to find them; entries stand in
 * the order in which their names came, and nothing depends on the hash. */
#ifndef READMODEL_TALLY_INT_H
#define READMODEL_TALLY_INT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"

enum {
    TALLY_COUNTS = 4
};

struct tally_entry {
    struct slice name; /* a copy */
    bool is_new;       /* the last call made it */
    uint64_t key;      /* the caller's, as the rest */
    struct slice row;
    int64_t counts[TALLY_COUNTS];
};

struct tally {
    struct arena *arena;
    struct tally_entry *entries;
    uint32_t count;
    uint32_t *slots; /* index in entries + 1; 0: free */
    uint32_t slot_count;
};

void tally_init(struct tally *tally, struct arena *arena);
/* *out is good until the next call. Errors: STATUS_LIMIT (the arena's ceiling). */
enum status tally_ensure(struct tally *tally, struct slice name,
                         struct tally_entry **out) NODISCARD;
/* NULL when the name is not there. */
struct tally_entry *tally_find(const struct tally *tally, struct slice name);
/* A name of two numbers. */
enum status tally_ensure_pair(struct tally *tally, uint64_t first, uint64_t second,
                              struct tally_entry **out) NODISCARD;

#endif
