/* Numbers of a seed (splitmix64): the same on every machine. */
#ifndef TESTKIT_RANDOM_H
#define TESTKIT_RANDOM_H

#include <stdint.h>

struct random {
    uint64_t state;
};

uint64_t random_next(struct random *r);
/* 0 <= result < bound */
uint32_t random_below(struct random *r, uint32_t bound);

#endif
