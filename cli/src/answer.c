/* Looking into answers. */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "cli.h"
#include "value/json.h"
#include "value/value.h"

/* The n-th item of an array. */
static bool find_place(struct slice array, int64_t place, struct slice *out)
{
    struct value_reader reader = value_reader_of(array);
    uint32_t count = 0;

    if (value_read_array(&reader, &count) != STATUS_OK || place < 0 || place >= (int64_t)count) {
        return false;
    }
    for (int64_t i = 0; i <= place; i++) {
        if (value_read_whole(&reader, out) != STATUS_OK) {
            return false;
        }
    }
    return true;
}

static bool find_member(struct slice value, struct slice name, struct slice *out)
{
    int64_t place = 0;

    if (value_find(value, name, out)) {
        return true;
    }
    return slice_to_int64(name, &place) && find_place(value, place, out);
}

static bool find_path(struct slice value, struct slice path, struct slice *out)
{
    while (path.size > 0) {
        size_t dot = slice_find_byte(path, '.');
        struct slice name = dot == SIZE_MAX ? path : slice_sub(path, 0, dot);

        if (!find_member(value, name, &value)) {
            return false;
        }
        path = dot == SIZE_MAX ? SLICE_EMPTY : slice_from(path, dot + 1);
    }
    *out = value;
    return true;
}

static bool put_text(struct slice value, char *out, size_t bytes)
{
    struct value_item item;
    struct buffer text;
    bool fits;

    if (value_head(value, &item) != STATUS_OK) {
        return false;
    }
    buffer_init(&text, bytes);
    if (item.kind == VALUE_STRING) {
        buffer_put_slice(&text, item.text);
    } else {
        json_put(&text, value);
    }
    fits = !text.failed && text.size < bytes;
    if (fits) {
        snprintf(out, bytes, "%.*s", SLICE_ARG(buffer_slice(&text)));
    }
    buffer_deinit(&text);
    return fits;
}

bool cli_answer_text(const baton_response *response, const char *path, char *out, size_t bytes)
{
    struct json_error error;
    struct buffer value;
    struct slice found;
    bool ok = false;

    buffer_init(&value, MIB(256));
    if (json_parse(slice_make(response->body, response->body_size), &value, &error) == STATUS_OK &&
        find_path(buffer_slice(&value), slice_of(path), &found)) {
        ok = put_text(found, out, bytes);
    }
    buffer_deinit(&value);
    return ok;
}
