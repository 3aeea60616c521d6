#include "json_out_int.h"

#include "base/iso8601.h"
#include "base/text.h"
#include "value/json.h"

static void comma(struct buffer *out)
{
    char last = out->size == 0 ? '[' : out->data[out->size - 1];

    if (last != '[' && last != '{' && last != ':') {
        buffer_put_byte(out, ',');
    }
}

void json_open(struct buffer *out, char bracket)
{
    comma(out);
    buffer_put_byte(out, bracket);
}

void json_close(struct buffer *out, char bracket)
{
    buffer_put_byte(out, bracket == '{' ? '}' : ']');
}

void json_name(struct buffer *out, const char *name)
{
    comma(out);
    buffer_put_byte(out, '"');
    buffer_put_text(out, name);
    buffer_put_text(out, "\":");
}

void json_item_text(struct buffer *out, struct slice text)
{
    comma(out);
    text_put_json(out, text);
}

void json_item_key(struct buffer *out, uint64_t key)
{
    comma(out);
    buffer_printf(out, "\"%llu\"", (unsigned long long)key);
}

void json_item_date(struct buffer *out, int64_t ms)
{
    char text[ISO_TEXT_BYTES];
    size_t size;

    comma(out);
    size = iso_print_instant_ms(ms, text);
    if (size == 0) {
        buffer_put_text(out, "null");
        return;
    }
    buffer_put_byte(out, '"');
    buffer_put(out, text, size);
    buffer_put_byte(out, '"');
}

void json_item_value(struct buffer *out, struct slice value)
{
    comma(out);
    json_put(out, value);
}

void json_text(struct buffer *out, const char *name, struct slice text)
{
    json_name(out, name);
    json_item_text(out, text);
}

void json_text_or_null(struct buffer *out, const char *name, struct slice text)
{
    if (text.data == NULL) {
        json_null(out, name);
    } else {
        json_text(out, name, text);
    }
}

void json_number(struct buffer *out, const char *name, int64_t number)
{
    json_name(out, name);
    buffer_printf(out, "%lld", (long long)number);
}

void json_key(struct buffer *out, const char *name, uint64_t key)
{
    json_name(out, name);
    json_item_key(out, key);
}

void json_bool(struct buffer *out, const char *name, bool value)
{
    json_name(out, name);
    buffer_put_text(out, value ? "true" : "false");
}

void json_null(struct buffer *out, const char *name)
{
    json_name(out, name);
    buffer_put_text(out, "null");
}

void json_value(struct buffer *out, const char *name, struct slice value)
{
    json_name(out, name);
    json_item_value(out, value);
}

void json_empty(struct buffer *out, const char *name, char bracket)
{
    json_name(out, name);
    buffer_put_byte(out, bracket);
    json_close(out, bracket);
}
