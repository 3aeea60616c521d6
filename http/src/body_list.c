#include "body_list.h"

#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "problem_int.h"
#include "request_int.h"
#include "value/value.h"

enum {
    ITEM_PATH_BYTES = 96
};

static bool cannot_parse(struct request *request, const char *name)
{
    problem_bad_request(request, "Request property [%s] cannot be parsed", name);
    return false;
}

static bool read_items(struct request *request, const struct body_list_shape *shape,
                       struct value_reader *reader, struct body_list *list)
{
    char path[ITEM_PATH_BYTES];

    for (uint32_t i = 0; i < list->count; i++) {
        struct slice item;

        (void)snprintf(path, sizeof(path), "%s[%u].", shape->name, i);
        if (value_read_whole(reader, &item) != STATUS_OK) {
            return cannot_parse(request, shape->name);
        }
        if (!body_read_value(request, path, shape->fields, item,
                             list->items + i * shape->item_bytes)) {
            return false;
        }
    }
    return true;
}

bool body_read_list(struct request *request, const struct body_list_shape *shape,
                    struct slice value, struct body_list *out)
{
    struct value_reader reader = value_reader_of(value);
    size_t bytes;

    *out = (struct body_list){.count = 0};
    if (value.data == NULL) {
        return true;
    }
    if (value_read_array(&reader, &out->count) != STATUS_OK) {
        return cannot_parse(request, shape->name);
    }
    if (out->count > shape->count_max) {
        problem_invalid(request, "The value for %s has %u items but must have at most %u.",
                        shape->name, out->count, shape->count_max);
        return false;
    }
    bytes = (out->count + 1) * shape->item_bytes;
    out->items = CHECK_MEMORY(arena_alloc(&request->arena, bytes));
    memset(out->items, 0, bytes);
    return read_items(request, shape, &reader, out);
}
