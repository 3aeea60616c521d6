/* Between FEEL values and their encoded form outside (value/value.h).
 *
 * Nothing outside stands for a range or a function: they become null with a warning. Temporal
 * values become their canonical text. */
#include "base/limits.h"
#include "eval/eval.h"
#include "eval/temporal.h"
#include "value/value.h"

/* --- in --- */

static struct feel_value decode_number(struct feel_evaluation *ev, struct slice text)
{
    struct feel_value value = {.type = FEEL_NUMBER};

    if (!decimal_from_text(text, &value.number)) {
        return feel_null(ev, FEEL_WARNING_VALUE, "The number '%.*s' is too large.",
                         SLICE_ARG(text));
    }
    return value;
}

static struct feel_value decode_list(struct feel_evaluation *ev, struct slice encoded,
                                     uint32_t count)
{
    struct feel_list *list = feel_alloc(ev, 1, sizeof(*list));

    if (list == NULL) {
        return FEEL_VALUE_NULL;
    }
    *list = (struct feel_list){.count = count, .encoded = encoded};
    return (struct feel_value){.type = FEEL_LIST, .list = list};
}

static struct feel_value decode_context(struct feel_evaluation *ev, struct slice encoded,
                                        uint32_t count)
{
    struct feel_context *context = feel_alloc(ev, 1, sizeof(*context));

    if (context == NULL) {
        return FEEL_VALUE_NULL;
    }
    *context = (struct feel_context){.count = count, .encoded = encoded};
    return feel_context_value(context);
}

struct feel_value feel_decode(struct feel_evaluation *ev, struct slice encoded)
{
    struct value_item item;

    if (encoded.size == 0 || value_head(encoded, &item) != STATUS_OK) {
        return FEEL_VALUE_NULL;
    }
    switch (item.kind) {
    case VALUE_NULL:
        return FEEL_VALUE_NULL;
    case VALUE_BOOL:
        return feel_boolean(item.boolean);
    case VALUE_INT:
        return feel_integer(item.integer);
    case VALUE_NUMBER:
        return decode_number(ev, item.text);
    case VALUE_STRING:
        return feel_string(item.text);
    case VALUE_ARRAY:
        return decode_list(ev, encoded, item.count);
    case VALUE_OBJECT:
        return decode_context(ev, encoded, item.count);
    case VALUE_BYTES:
        break;
    }
    return feel_null(ev, FEEL_WARNING_TYPE, "Bytes have no value here.");
}

/* --- out --- */

static void encode_value(struct feel_evaluation *ev, struct buffer *out, struct feel_value value,
                         uint32_t depth);

static void encode_number(struct buffer *out, decimal128 number)
{
    char text[DECIMAL_EXACT_TEXT_BYTES];
    int64_t integer;

    if (decimal_scale(number) <= 0 && decimal_to_int64(number, &integer)) {
        value_put_int(out, integer);
        return;
    }
    value_put_number(out, slice_make(text, decimal_to_exact_text(number, text)));
}

static void encode_list(struct feel_evaluation *ev, struct buffer *out, struct feel_list *list,
                        uint32_t depth)
{
    uint32_t count;
    const struct feel_value *items;

    if (list->encoded.data != NULL) {
        value_put_value(out, list->encoded);
        return;
    }
    items = feel_list_items(ev, list, &count);
    value_put_array(out, count);
    for (uint32_t i = 0; i < count; i++) {
        encode_value(ev, out, items[i], depth + 1);
    }
}

static void encode_context(struct feel_evaluation *ev, struct buffer *out,
                           struct feel_context *context, uint32_t depth)
{
    uint32_t count;
    const struct feel_entry *entries;

    if (context->encoded.data != NULL) {
        value_put_value(out, context->encoded);
        return;
    }
    entries = feel_context_entries(ev, context, &count);
    value_put_object(out, count);
    for (uint32_t i = 0; i < count; i++) {
        value_put_string(out, entries[i].key);
        encode_value(ev, out, entries[i].value, depth + 1);
    }
}

static void encode_temporal(struct buffer *out, struct feel_value value)
{
    char text[ISO_TEXT_BYTES];

    value_put_string(out, slice_make(text, feel_temporal_print(value, text)));
}

static void encode_value(struct feel_evaluation *ev, struct buffer *out, struct feel_value value,
                         uint32_t depth)
{
    if (depth > LIMIT_VALUE_DEPTH) {
        feel_fail(ev, FEEL_WARNING_BUDGET, SLICE("The result is nested too deeply."));
    }
    if (!feel_charge(ev, 1)) {
        return;
    }
    switch (value.type) {
    case FEEL_NULL:
        value_put_null(out);
        break;
    case FEEL_BOOLEAN:
        value_put_bool(out, value.boolean);
        break;
    case FEEL_NUMBER:
        encode_number(out, value.number);
        break;
    case FEEL_STRING:
        value_put_string(out, value.string);
        break;
    case FEEL_LIST:
        encode_list(ev, out, value.list, depth);
        break;
    case FEEL_CONTEXT:
        encode_context(ev, out, value.context, depth);
        break;
    case FEEL_DATE:
    case FEEL_TIME:
    case FEEL_DATE_TIME:
    case FEEL_DAYS_DURATION:
    case FEEL_MONTHS_DURATION:
        encode_temporal(out, value);
        break;
    case FEEL_RANGE:
    case FEEL_FUNCTION:
        feel_warn(ev, FEEL_WARNING_TYPE, "Outside of FEEL there is no value for %s.",
                  feel_type_text(value.type));
        value_put_null(out);
        break;
    }
}

/* What was put around values from outside must not be deeper than values may be. */
static bool is_made_here(struct feel_value value)
{
    return (value.type == FEEL_LIST && value.list->encoded.data == NULL) ||
           (value.type == FEEL_CONTEXT && value.context->encoded.data == NULL);
}

struct slice feel_encode(struct feel_evaluation *ev, struct feel_value value)
{
    struct buffer out;
    struct slice copy = SLICE_EMPTY;

    if (ev->failed) {
        return value_null();
    }
    if (value.type == FEEL_NULL) {
        return value_null();
    }
    buffer_init(&out, LIMIT_FEEL_MEMORY_BYTES);
    encode_value(ev, &out, value, 0);
    if (!out.failed && !ev->failed) {
        copy = arena_copy(ev->arena, buffer_slice(&out));
    }
    buffer_deinit(&out);
    if (copy.data != NULL && is_made_here(value) && value_validate(copy) != STATUS_OK) {
        feel_fail(ev, FEEL_WARNING_BUDGET, SLICE("The result is nested too deeply."));
    }
    if (copy.data == NULL) {
        feel_fail(ev, FEEL_WARNING_BUDGET, SLICE("The result needs too much memory."));
    }
    return copy;
}
