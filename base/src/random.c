#include "base/random.h"

#include <sys/random.h>

#include "base/assert.h"

struct hash128 random_seed(void)
{
    struct hash128 seed;

    ASSERT(getrandom(&seed, sizeof(seed), 0) == (ssize_t)sizeof(seed));
    return seed;
}
