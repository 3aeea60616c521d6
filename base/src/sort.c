#include "base/sort.h"

#include <stdint.h>
#include <string.h>

#include "base/assert.h"

struct sort {
    size_t item_bytes;
    int (*compare)(const void *a, const void *b, void *context);
    void *context;
};

/* Merge from[left..middle) and from[middle..right), offsets in bytes, to the same place in `to`. */
static void merge(const struct sort *sort, const char *from, char *to, const size_t border[3])
{
    size_t left = border[0];
    size_t right = border[1];
    size_t at = border[0];
    size_t step = sort->item_bytes;

    while (left < border[1] && right < border[2]) {
        /* Only a smaller right item overtakes: that is what makes the sort stable. */
        size_t *next = sort->compare(from + right, from + left, sort->context) < 0 ? &right : &left;

        memcpy(to + at, from + *next, step);
        *next += step;
        at += step;
    }
    memcpy(to + at, from + left, border[1] - left);
    at += border[1] - left;
    memcpy(to + at, from + right, border[2] - right);
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void merge_runs(const struct sort *sort, const char *from, char *to, size_t bytes,
                       size_t run_bytes)
{
    for (size_t left = 0; left < bytes; left += 2 * run_bytes) {
        size_t border[3] = {left, smaller(left + run_bytes, bytes),
                            smaller(left + 2 * run_bytes, bytes)};

        merge(sort, from, to, border);
    }
}

void sort_stable(void *items, size_t count, size_t item_bytes,
                 int (*compare)(const void *a, const void *b, void *context), void *context,
                 void *scratch)
{
    struct sort sort = {.item_bytes = item_bytes, .compare = compare, .context = context};
    size_t bytes = count * item_bytes;
    char *from = items;
    char *to = scratch;

    if (count < 2) {
        return;
    }
    ASSERT(scratch != NULL);
    ASSERT(item_bytes > 0);
    ASSERT(count <= SIZE_MAX / 4 / item_bytes);
    for (size_t run_bytes = item_bytes; run_bytes < bytes; run_bytes *= 2) {
        char *other = from;

        merge_runs(&sort, from, to, bytes, run_bytes);
        from = to;
        to = other;
    }
    if (from != items) {
        memcpy(items, from, bytes);
    }
}
