/* Randomness of the system, for what need not be the same on another machine. */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include "base/hash.h"

/* Sixteen random bytes. Thread: any. */
struct hash128 random_seed(void);

#endif
