/* The bodies of calls, built as JSON text. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "client_int.h"

static void put_name(struct buffer *out, const char *name)
{
    buffer_printf(out, "%s\"%s\":", out->size > 1 ? "," : "", name);
}

void body_put_json(struct buffer *out, const char *name, const char *json)
{
    put_name(out, name);
    buffer_put_text(out, json == NULL || json[0] == '\0' ? "{}" : json);
}

void body_put_text(struct buffer *out, const char *name, const char *text)
{
    if (text != NULL) {
        put_name(out, name);
        text_put_json(out, slice_of(text));
    }
}

void body_put_int(struct buffer *out, const char *name, int64_t number)
{
    put_name(out, name);
    buffer_printf(out, "%lld", (long long)number);
}

void body_put_bool(struct buffer *out, const char *name, bool truth)
{
    put_name(out, name);
    buffer_put_text(out, truth ? "true" : "false");
}

void body_put_key(struct buffer *out, const char *name, uint64_t key)
{
    put_name(out, name);
    buffer_printf(out, "\"%llu\"", (unsigned long long)key);
}

void body_open(struct buffer *out)
{
    buffer_init(out, CLIENT_REQUEST_BYTES);
    buffer_put_byte(out, '{');
}

struct slice names_next(struct slice *rest)
{
    size_t comma = slice_find_byte(*rest, ',');
    struct slice name = slice_trim(comma == SIZE_MAX ? *rest : slice_sub(*rest, 0, comma));

    *rest = comma == SIZE_MAX ? SLICE_EMPTY : slice_from(*rest, comma + 1);
    return name;
}

void body_put_names(struct buffer *out, const char *name, const char *names)
{
    struct slice rest = slice_of(names);
    char separator = '[';

    if (names == NULL) {
        return;
    }
    put_name(out, name);
    while (rest.size > 0) {
        buffer_put_byte(out, separator);
        text_put_json(out, names_next(&rest));
        separator = ',';
    }
    buffer_put_text(out, separator == '[' ? "[]" : "]");
}

void body_close(struct buffer *out)
{
    buffer_put_byte(out, '}');
}

void body_of_nothing(struct buffer *out)
{
    body_open(out);
    body_close(out);
}

void body_of_completion(struct buffer *out, const char *variables)
{
    body_open(out);
    body_put_json(out, "variables", variables);
    body_close(out);
}

void body_of_failure(struct buffer *out, int32_t retries, int64_t back_off_ms, const char *message)
{
    body_open(out);
    body_put_int(out, "retries", retries);
    body_put_int(out, "retryBackOff", back_off_ms);
    body_put_text(out, "errorMessage", message);
    body_close(out);
}

void body_of_error(struct buffer *out, const char *error_code, const char *message,
                   const char *variables)
{
    body_open(out);
    body_put_text(out, "errorCode", error_code);
    body_put_text(out, "errorMessage", message);
    body_put_json(out, "variables", variables);
    body_close(out);
}
