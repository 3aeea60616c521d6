/* Values from outside: JSON has no dates, so texts become what their declared type says. Where no
 * type is declared, a text written as FEEL writes such values, @"2026-11-21", means one. */
#include "eval/run.h"
#include "eval/temporal.h"

static bool from_text(struct run *run, struct slice text, enum feel_type type,
                      struct feel_value *out)
{
    switch ((int)type) {
    case FEEL_TIME:
        return feel_time_from_text(run->ev.arena, text, out);
    case FEEL_DATE_TIME:
        return feel_date_time_from_text(run->ev.arena, text, out);
    case FEEL_DATE:
        return feel_temporal_from_text(run->ev.arena, text, out) && out->type == FEEL_DATE;
    default:
        return feel_duration_from_text(text, out) && out->type == type;
    }
}

static struct feel_value untyped_convert(struct run *run, struct feel_value value)
{
    struct feel_value converted;
    struct slice text;

    if (value.type != FEEL_STRING || value.string.size < 4 ||
        !slice_starts_with(value.string, SLICE("@\"")) ||
        value.string.data[value.string.size - 1] != '"') {
        return value;
    }
    text = slice_sub(value.string, 2, value.string.size - 3);
    return feel_temporal_from_text(run->ev.arena, text, &converted) ? converted : value;
}

static struct feel_value simple_convert(struct run *run, struct feel_value value,
                                        enum feel_type type)
{
    struct feel_value converted;

    if (value.type != FEEL_STRING || !feel_is_temporal(type)) {
        return value;
    }
    return from_text(run, value.string, type, &converted) ? converted : untyped_convert(run, value);
}

static struct feel_value list_convert(struct run *run, struct feel_value value,
                                      const struct feel_spec *item)
{
    struct feel_list_builder list = {0};
    const struct feel_value *items;
    uint32_t count;

    if (value.type != FEEL_LIST) {
        return dmn_input_convert(run, value, item);
    }
    items = feel_list_items(&run->ev, value.list, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (!feel_list_push(&run->ev, &list, dmn_input_convert(run, items[i], item))) {
            return FEEL_VALUE_NULL;
        }
    }
    return feel_list_finish(&run->ev, &list);
}

static const struct feel_spec *part_named(const struct feel_spec *spec, struct slice name)
{
    for (uint32_t i = 0; i < spec->count; i++) {
        if (slice_equal(spec->names[i], name)) {
            return spec->parts[i];
        }
    }
    return NULL;
}

static struct feel_value context_convert(struct run *run, struct feel_value value,
                                         const struct feel_spec *spec)
{
    struct feel_context *context;
    const struct feel_entry *entries;
    uint32_t count;

    if (value.type != FEEL_CONTEXT) {
        return value;
    }
    entries = feel_context_entries(&run->ev, value.context, &count);
    context = feel_context_make(&run->ev, count + 1);
    for (uint32_t i = 0; context != NULL && i < count; i++) {
        const struct feel_spec *part = part_named(spec, entries[i].key);

        feel_context_put(context, entries[i].key, dmn_input_convert(run, entries[i].value, part));
    }
    return context == NULL ? FEEL_VALUE_NULL : feel_context_value(context);
}

struct feel_value dmn_input_convert(struct run *run, struct feel_value value,
                                    const struct feel_spec *spec)
{
    struct feel_value converted = value;

    if (!feel_charge(&run->ev, 1) || !feel_enter(&run->ev)) {
        return FEEL_VALUE_NULL;
    }
    if (spec == NULL || spec->kind == SPEC_ANY) {
        converted = untyped_convert(run, value);
    } else if (spec->kind == SPEC_SIMPLE) {
        converted = simple_convert(run, value, spec->simple);
    } else if (spec->kind == SPEC_LIST && spec->count == 1) {
        converted = list_convert(run, value, spec->parts[0]);
    } else if (spec->kind == SPEC_CONTEXT && spec->count > 0) {
        converted = context_convert(run, value, spec);
    }
    feel_leave(&run->ev);
    return converted;
}
