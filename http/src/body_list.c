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

static bool read_items(struct request *request, const char *name, const struct field *fields,
                       struct value_reader *reader, size_t item_bytes, struct body_list *list)
{
    char path[ITEM_PATH_BYTES];

    for (uint32_t i = 0; i < list->count; i++) {
        struct slice item;

        (void)snprintf(path, sizeof(path), "%s[%u]", name, i);
        if (value_read_whole(reader, &item) != STATUS_OK || value_is_null(item)) {
            return cannot_parse(request, path);
        }
        (void)snprintf(path, sizeof(path), "%s[%u].", name, i);
        if (!body_read_value(request, path, fields, item, list->items + i * item_bytes)) {
            return false;
        }
    }
    return true;
}

bool body_read_list(struct request *request, const char *name, const struct field *fields,
                    struct slice value, size_t item_bytes, struct body_list *out)
{
    struct value_reader reader = value_reader_of(value);

    *out = (struct body_list){.count = 0};
    if (value.data == NULL) {
        return true;
    }
    if (value_read_array(&reader, &out->count) != STATUS_OK) {
        return cannot_parse(request, name);
    }
    if (out->count > LIMIT_MODIFY_INSTRUCTIONS) {
        problem_invalid(request, "The value for %s has %u items but must have at most %d.", name,
                        out->count, LIMIT_MODIFY_INSTRUCTIONS);
        return false;
    }
    out->items = CHECK_MEMORY(arena_alloc(&request->arena, (out->count + 1) * item_bytes));
    memset(out->items, 0, (out->count + 1) * item_bytes);
    return read_items(request, name, fields, &reader, item_bytes, out);
}
