#include "query_int.h"

struct slice query_find(struct slice query, const char *name)
{
    struct slice wanted = slice_of(name);

    while (query.size > 0) {
        size_t end = slice_find_byte(query, '&');
        struct slice pair = slice_sub(query, 0, end == SIZE_MAX ? query.size : end);
        size_t equals = slice_find_byte(pair, '=');
        struct slice key = slice_sub(pair, 0, equals == SIZE_MAX ? pair.size : equals);

        if (slice_equal(key, wanted)) {
            return equals == SIZE_MAX ? slice_sub(pair, pair.size, 0)
                                      : slice_from(pair, equals + 1);
        }
        query = slice_from(query, end == SIZE_MAX ? query.size : end + 1);
    }
    return SLICE_EMPTY;
}
