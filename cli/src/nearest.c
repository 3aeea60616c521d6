/* Edit distance with neighbouring letters swapped counted once ("prot", "port"). */
#include "nearest.h"

#include <string.h>

enum {
    NAME_BYTES_MAX = 63,
    WIDTH = NAME_BYTES_MAX + 1
};

/* More changes than this and the names have nothing to do with each other. */
static size_t distance_max(struct slice wanted)
{
    return wanted.size < 3 ? 1 : 1 + wanted.size / 4;
}

struct nearest nearest_begin(struct slice wanted)
{
    return (struct nearest){.wanted = wanted, .distance = distance_max(wanted) + 1};
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t distance(struct slice a, struct slice b)
{
    size_t rows[3][WIDTH];

    for (size_t j = 0; j <= b.size; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= a.size; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i - 1) % 3];

        row[0] = i;
        for (size_t j = 1; j <= b.size; j++) {
            size_t changed = above[j - 1] + (a.data[i - 1] != b.data[j - 1]);

            row[j] = least(least(above[j], row[j - 1]) + 1, changed);
            if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] &&
                a.data[i - 2] == b.data[j - 1]) {
                row[j] = least(row[j], rows[(i - 2) % 3][j - 2] + 1);
            }
        }
    }
    return rows[a.size % 3][b.size];
}

void nearest_try(struct nearest *nearest, const char *name)
{
    struct slice other = slice_of(name);
    size_t found;

    if (nearest->wanted.size > NAME_BYTES_MAX || other.size > NAME_BYTES_MAX) {
        return;
    }
    found = distance(nearest->wanted, other);
    if (found < nearest->distance) {
        nearest->distance = found;
        nearest->name = name;
    }
}
