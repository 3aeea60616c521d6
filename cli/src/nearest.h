/* "Did you mean": which of some names is meant by a mistyped one. */
#ifndef CLI_NEAREST_H
#define CLI_NEAREST_H

#include <stddef.h>

#include "base/slice.h"

struct nearest {
    struct slice wanted;
    const char *name; /* the best so far; NULL: none is near */
    size_t distance;
};

struct nearest nearest_begin(struct slice wanted);
/* Look at one more name; the first of those that are equally near stays. */
void nearest_try(struct nearest *nearest, const char *name);

#endif
