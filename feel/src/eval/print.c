/* The text of values, as string() gives it. */
#include "base/buffer.h"
#include "base/limits.h"
#include "eval/eval.h"
#include "eval/temporal.h"
#include "syntax/chars.h"

static void print_value(struct feel_evaluation *ev, struct buffer *out, struct feel_value value);

static void print_quoted(struct buffer *out, struct slice text)
{
    buffer_put_byte(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"' || text.data[i] == '\\') {
            buffer_put_byte(out, '\\');
        }
        buffer_put_byte(out, text.data[i]);
    }
    buffer_put_byte(out, '"');
}

static bool key_is_name(struct slice key)
{
    uint32_t at = 0;
    uint32_t bytes;

    if (key.size == 0 || !feel_is_name_start(feel_char_at(key, 0, &bytes))) {
        return false;
    }
    while (at < key.size) {
        uint32_t c = feel_char_at(key, at, &bytes);

        if (bytes == 0 || !feel_is_name_part(c)) {
            return false;
        }
        at += bytes;
    }
    return true;
}

static void print_number(struct buffer *out, decimal128 number)
{
    char text[DECIMAL_TEXT_BYTES];

    buffer_put(out, text, decimal_to_text(number, text));
}

static void print_temporal(struct buffer *out, struct feel_value value)
{
    char text[ISO_TEXT_BYTES];

    buffer_put(out, text, feel_temporal_print(value, text));
}

static void print_list(struct feel_evaluation *ev, struct buffer *out, struct feel_list *list)
{
    uint32_t count;
    const struct feel_value *items = feel_list_items(ev, list, &count);

    buffer_put_byte(out, '[');
    for (uint32_t i = 0; i < count && !ev->failed; i++) {
        buffer_put_text(out, i == 0 ? "" : ", ");
        print_value(ev, out, items[i]);
    }
    buffer_put_byte(out, ']');
}

static void print_context(struct feel_evaluation *ev, struct buffer *out,
                          struct feel_context *context)
{
    uint32_t count;
    const struct feel_entry *entries = feel_context_entries(ev, context, &count);

    buffer_put_byte(out, '{');
    for (uint32_t i = 0; i < count && !ev->failed; i++) {
        buffer_put_text(out, i == 0 ? "" : ", ");
        if (key_is_name(entries[i].key)) {
            buffer_put_slice(out, entries[i].key);
        } else {
            print_quoted(out, entries[i].key);
        }
        buffer_put_text(out, ": ");
        print_value(ev, out, entries[i].value);
    }
    buffer_put_byte(out, '}');
}

static const char *unary_sign(uint8_t op)
{
    switch ((int)op) {
    case OP_LESS:
        return "<";
    case OP_LESS_EQUAL:
        return "<=";
    case OP_GREATER:
        return ">";
    case OP_GREATER_EQUAL:
        return ">=";
    case OP_NOT_EQUAL:
        return "!=";
    default:
        return "=";
    }
}

static void print_range(struct feel_evaluation *ev, struct buffer *out,
                        const struct feel_range *range)
{
    if (range->op != OP_NONE) {
        buffer_put_text(out, unary_sign(range->op));
        print_value(ev, out, range->start.type != FEEL_NULL ? range->start : range->end);
        return;
    }
    buffer_put_byte(out, range->start_included ? '[' : '(');
    print_value(ev, out, range->start);
    buffer_put_text(out, "..");
    print_value(ev, out, range->end);
    buffer_put_byte(out, range->end_included ? ']' : ')');
}

static void print_inside(struct feel_evaluation *ev, struct buffer *out, struct feel_value value)
{
    switch (value.type) {
    case FEEL_NULL:
        buffer_put_text(out, "null");
        break;
    case FEEL_BOOLEAN:
        buffer_put_text(out, value.boolean ? "true" : "false");
        break;
    case FEEL_NUMBER:
        print_number(out, value.number);
        break;
    case FEEL_STRING:
        print_quoted(out, value.string);
        break;
    case FEEL_DATE:
    case FEEL_TIME:
    case FEEL_DATE_TIME:
    case FEEL_DAYS_DURATION:
    case FEEL_MONTHS_DURATION:
        print_temporal(out, value);
        break;
    case FEEL_LIST:
        print_list(ev, out, value.list);
        break;
    case FEEL_CONTEXT:
        print_context(ev, out, value.context);
        break;
    case FEEL_RANGE:
        print_range(ev, out, value.range);
        break;
    case FEEL_FUNCTION:
        buffer_put_text(out, "function");
        break;
    }
}

static void print_value(struct feel_evaluation *ev, struct buffer *out, struct feel_value value)
{
    if (!feel_charge(ev, 1) || !feel_enter(ev)) {
        return;
    }
    print_inside(ev, out, value);
    feel_leave(ev);
}

struct slice feel_print(struct feel_evaluation *ev, struct feel_value value)
{
    struct buffer out;
    struct slice text = SLICE_EMPTY;

    if (value.type == FEEL_STRING) {
        return value.string;
    }
    buffer_init(&out, LIMIT_FEEL_MEMORY_BYTES);
    print_value(ev, &out, value);
    if (!out.failed && feel_charge_bytes(ev, out.size)) {
        text = arena_copy(ev->arena, buffer_slice(&out));
    }
    buffer_deinit(&out);
    if (text.data == NULL) {
        feel_fail(ev, FEEL_WARNING_BUDGET, SLICE("The text needs too much memory."));
    }
    return text;
}
