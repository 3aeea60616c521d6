/* Types as `instance of` and parameters name them. */
#include "syntax/parser_int.h"

struct simple_type {
    struct slice name;
    enum feel_type type;
};

/* Longer names before those that they begin with. The last two are how Camunda's engines call the
 * durations. */
static const struct simple_type simple_types[] = {
    {{"years and months duration", 25}, FEEL_MONTHS_DURATION},
    {{"days and time duration", 22}, FEEL_DAYS_DURATION},
    {{"date and time", 13}, FEEL_DATE_TIME},
    {{"number", 6}, FEEL_NUMBER},
    {{"string", 6}, FEEL_STRING},
    {{"boolean", 7}, FEEL_BOOLEAN},
    {{"date", 4}, FEEL_DATE},
    {{"time", 4}, FEEL_TIME},
    {{"year-month-duration", 19}, FEEL_MONTHS_DURATION},
    {{"day-time-duration", 17}, FEEL_DAYS_DURATION},
};

static struct feel_spec *spec_make(struct parser *p, enum feel_spec_kind kind)
{
    struct feel_spec *spec = ARENA_NEW(p->arena, struct feel_spec);

    if (spec == NULL) {
        parser_fail_memory(p);
        return NULL;
    }
    spec->kind = kind;
    return spec;
}

static struct feel_spec *parse_simple_type(struct parser *p)
{
    struct slice text = slice_from(p->text, p->token.start);

    for (size_t i = 0; i < sizeof(simple_types) / sizeof(simple_types[0]); i++) {
        uint32_t length = feel_name_length_at(text, simple_types[i].name);

        if (length > 0) {
            struct feel_spec *spec = spec_make(p, SPEC_SIMPLE);

            parser_move(p, p->token.start + length);
            if (spec != NULL) {
                spec->simple = simple_types[i].type;
            }
            return spec;
        }
    }
    return NULL;
}

struct part_list {
    const struct feel_spec **items;
    uint32_t count;
    uint32_t capacity;
};

static bool part_push(struct parser *p, struct part_list *list, const struct feel_spec *part)
{
    if (part == NULL) {
        return false;
    }
    if (list->count == list->capacity) {
        uint32_t capacity = list->capacity == 0 ? 4 : list->capacity * 2;
        const struct feel_spec **items = ARENA_ARRAY(p->arena, const struct feel_spec *, capacity);

        if (items == NULL) {
            parser_fail_memory(p);
            return false;
        }
        for (uint32_t i = 0; i < list->count; i++) {
            items[i] = list->items[i];
        }
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = part;
    return true;
}

static void spec_set_parts(struct feel_spec *spec, const struct part_list *parts)
{
    spec->generic = true;
    spec->parts = parts->items;
    spec->count = parts->count;
}

/* list<T>, range<T> or the bare word. */
static struct feel_spec *parse_one_part_type(struct parser *p, enum feel_spec_kind kind)
{
    struct feel_spec *spec = spec_make(p, kind);
    struct part_list parts = {0};

    parser_advance(p);
    if (spec == NULL || !parser_take(p, TOKEN_LESS)) {
        return spec;
    }
    if (!part_push(p, &parts, parse_type(p)) || !parser_expect(p, TOKEN_GREATER, ">")) {
        return NULL;
    }
    spec_set_parts(spec, &parts);
    return spec;
}

static struct feel_spec *parse_context_type(struct parser *p)
{
    struct feel_spec *spec = spec_make(p, SPEC_CONTEXT);
    struct part_list parts = {0};
    struct slice_list names = {0};

    parser_advance(p);
    if (spec == NULL || !parser_take(p, TOKEN_LESS)) {
        return spec;
    }
    do {
        struct slice name = parse_key(p);

        if (name.data == NULL || !parser_expect(p, TOKEN_COLON, ":") ||
            !slice_list_push(p, &names, name) || !part_push(p, &parts, parse_type(p))) {
            return NULL;
        }
    } while (parser_take(p, TOKEN_COMMA));
    if (!parser_expect(p, TOKEN_GREATER, ">")) {
        return NULL;
    }
    spec_set_parts(spec, &parts);
    spec->names = names.items;
    return spec;
}

static struct feel_spec *parse_function_type(struct parser *p)
{
    struct feel_spec *spec = spec_make(p, SPEC_FUNCTION);
    struct part_list parts = {0};

    parser_advance(p);
    if (spec == NULL || !parser_take(p, TOKEN_LESS)) {
        return spec;
    }
    while (!parser_at(p, TOKEN_GREATER)) {
        if (!part_push(p, &parts, parse_type(p))) {
            return NULL;
        }
        if (!parser_take(p, TOKEN_COMMA)) {
            break;
        }
    }
    if (!parser_expect(p, TOKEN_GREATER, ">") || !parser_expect(p, TOKEN_ARROW, "->")) {
        return NULL;
    }
    spec_set_parts(spec, &parts);
    spec->result = parse_type(p);
    return spec->result == NULL ? NULL : spec;
}

/* A name of the model: words with points between them. */
static struct feel_spec *parse_named_type(struct parser *p)
{
    uint32_t start = p->token.start;
    struct feel_spec *spec = spec_make(p, SPEC_NAMED);

    do {
        if (parse_component(p).data == NULL) {
            return NULL;
        }
    } while (parser_take(p, TOKEN_DOT));
    if (spec != NULL) {
        spec->name = slice_sub(p->text, start, p->previous_end - start);
    }
    return spec;
}

static struct feel_spec *parse_type_kind(struct parser *p)
{
    struct feel_spec *spec = NULL;

    if (!parser_at(p, TOKEN_NAME) && !parser_at(p, TOKEN_QUOTED_NAME)) {
        parser_fail_here(p, "a type");
        return NULL;
    }
    if (parser_take_word(p, "Any")) {
        return spec_make(p, SPEC_ANY);
    }
    if (parser_at_word(p, "list")) {
        return parse_one_part_type(p, SPEC_LIST);
    }
    if (parser_at_word(p, "range")) {
        return parse_one_part_type(p, SPEC_RANGE);
    }
    if (parser_at_word(p, "context")) {
        return parse_context_type(p);
    }
    if (parser_at_word(p, "function")) {
        return parse_function_type(p);
    }
    spec = parse_simple_type(p);
    return spec != NULL || p->status != STATUS_OK ? spec : parse_named_type(p);
}

const struct feel_spec *parse_type(struct parser *p)
{
    const struct feel_spec *spec;

    if (!parser_enter(p)) {
        return NULL;
    }
    spec = parse_type_kind(p);
    parser_leave(p);
    return spec;
}
