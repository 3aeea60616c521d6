/* The one sort of the program: stable, so that equal items keep their order on every machine. */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stddef.h>

/* Sort `count` items of `item_bytes` bytes in place, ascending by compare (<0, 0, >0; context is
 * handed through). scratch has room for count * item_bytes bytes, aligned like items; may be NULL
 * when count is below 2. At most n * log2(n) comparisons. */
void sort_stable(void *items, size_t count, size_t item_bytes,
                 int (*compare)(const void *a, const void *b, void *context), void *context,
                 void *scratch);

#endif
