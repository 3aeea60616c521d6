/* Number text as JSON spells it: grammar, plain integers, equality by meaning.
 * Private to value/. */
#ifndef VALUE_NUMBER_INT_H
#define VALUE_NUMBER_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

struct number_scan {
    size_t bytes;       /* of the number, or up to where it went wrong */
    const char *reason; /* NULL for a good number; else what is wrong at `bytes` */
    bool over_limit;    /* it is JSON, but longer than ours may be */
};

/* The number that s begins with; what follows it is not looked at. */
struct number_scan number_scan(struct slice s);
/* All of s is one number within the limits. */
bool number_is_valid(struct slice s);
/* A valid number that is written as an integer and is an int64. -0 is not: int64 has none. */
bool number_to_int(struct slice s, int64_t *out);
/* Same number, however written: 1 = 1.0 = 10e-1, 0 = -0. Both valid. */
bool number_equal(struct slice a, struct slice b);

#endif
