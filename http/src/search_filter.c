/* Filters of searches: by the schema of the read model, property by property.
 *
 * Clients send every operator they know with empty lists, and "$or": [], "tags": [] and so on for
 * what they do not use: an empty list is an absent filter, and so is null. */
#include <string.h>

#include "base/assert.h"
#include "base/iso8601.h"
#include "base/limits.h"
#include "body_int.h"
#include "problem_int.h"
#include "request_int.h"
#include "search_int.h"
#include "value/value.h"

enum {
    CONDITIONS_MAX = 256, /* of one group; a filter has fewer properties and operators */
    GROUPS_MAX = 64,
    VARIABLES_MAX = 64
};

static const char *const operator_names[READMODEL_OPERATOR_COUNT] = {
    "$eq", "$neq", "$exists", "$gt", "$gte", "$lt", "$lte", "$in", "$notIn", "$like", NULL};

/* A group that grows. */
struct group {
    struct readmodel_condition *conditions;
    uint32_t condition_count;
    uint32_t condition_max;
    struct readmodel_variable_condition *variables;
    uint32_t variable_count;
};

struct property {
    const char *name; /* for messages: "filter.state" without "filter." */
    uint32_t index;
    const struct readmodel_field *field;
};

static bool unreadable(struct search_reading *reading, struct slice name,
                       struct slice operator_name)
{
    problem_bad_request(reading->request, "Request property [filter.%.*s%s%.*s] cannot be parsed",
                        SLICE_ARG(name), operator_name.size > 0 ? "." : "",
                        SLICE_ARG(operator_name));
    return false;
}

static void *reserve(struct search_reading *reading, size_t count, size_t bytes)
{
    return CHECK_MEMORY(arena_array(&reading->request->arena, count, bytes));
}

static struct group group_new(struct search_reading *reading)
{
    struct group group = {.condition_max = CONDITIONS_MAX};

    group.conditions = reserve(reading, CONDITIONS_MAX, sizeof(group.conditions[0]));
    group.variables = reserve(reading, VARIABLES_MAX, sizeof(group.variables[0]));
    return group;
}

/* --- operands --- */

static bool enum_unknown(struct search_reading *reading, const struct property *property,
                         struct slice text)
{
    struct buffer list;

    buffer_init(&list, KIB(4));
    for (const char *const *value = property->field->values; *value != NULL; value++) {
        buffer_printf(&list, "%s%s", value == property->field->values ? "" : ", ", *value);
    }
    problem_bad_request(reading->request,
                        "Unexpected value '%.*s' for enum field '%s'. Use any of the following "
                        "values: [%.*s]",
                        SLICE_ARG(text), property->name, SLICE_ARG(buffer_slice(&list)));
    buffer_deinit(&list);
    return false;
}

/* RFC 3339 allows its letters in lower case. */
static bool instant_parse(struct slice text, int64_t *ms)
{
    char upper[ISO_TEXT_BYTES];
    struct iso_date_time at;

    if (text.size > sizeof(upper)) {
        return false;
    }
    for (size_t i = 0; i < text.size; i++) {
        upper[i] = text.data[i] == 't' || text.data[i] == 'z' ? (char)(text.data[i] - ('a' - 'A'))
                                                              : text.data[i];
    }
    return iso_parse_date_time(slice_make(upper, text.size), &at) && at.place.kind == ISO_OFFSET &&
           instant_to_ms(iso_instant_of(&at, NULL), ms);
}

static bool operand_text(struct search_reading *reading, const struct property *property,
                         enum readmodel_operator op, struct slice text,
                         struct readmodel_operand *out)
{
    out->text = text;
    switch ((int)property->field->type) {
    case READMODEL_KEY:
        if (!key_parse(text, &out->key)) {
            problem_invalid(reading->request,
                            "The provided %s '%.*s' is not a valid key. Expected a numeric value. "
                            "Did you pass an entity id instead of an entity key?.",
                            property->name, SLICE_ARG(text));
            return false;
        }
        return true;
    case READMODEL_DATE_TIME:
        if (!instant_parse(text, &out->number)) {
            problem_invalid(reading->request,
                            "The provided %s '%.*s' cannot be parsed as a date according to RFC "
                            "3339, section 5.6.",
                            property->name, SLICE_ARG(text));
            return false;
        }
        return true;
    case READMODEL_INT32:
    case READMODEL_INT64:
        return slice_to_int64(text, &out->number) ||
               unreadable(reading, slice_of(property->name), SLICE_EMPTY);
    case READMODEL_ENUM:
        if (op != READMODEL_LIKE) {
            const char *canonical = readmodel_enum_find(property->field, text);

            if (canonical == NULL) {
                return enum_unknown(reading, property, text);
            }
            out->text = slice_of(canonical);
        }
        return true;
    case READMODEL_BOOL:
        return unreadable(reading, slice_of(property->name), SLICE_EMPTY);
    default:
        return true;
    }
}

static bool operand_read(struct search_reading *reading, const struct property *property,
                         enum readmodel_operator op, struct slice value,
                         struct readmodel_operand *out)
{
    enum readmodel_type type = property->field->type;
    struct value_item item;

    if (value_head(value, &item) != STATUS_OK) {
        return unreadable(reading, slice_of(property->name), SLICE_EMPTY);
    }
    if (item.kind == VALUE_BOOL && (op == READMODEL_EXISTS || type == READMODEL_BOOL)) {
        out->boolean = item.boolean;
        return true;
    }
    if (item.kind == VALUE_INT && op != READMODEL_EXISTS &&
        (type == READMODEL_INT32 || type == READMODEL_INT64)) {
        out->number = item.integer;
        return true;
    }
    if (item.kind == VALUE_STRING && op != READMODEL_EXISTS) {
        return operand_text(reading, property, op, item.text, out);
    }
    return unreadable(reading, slice_of(property->name), SLICE_EMPTY);
}

/* --- conditions --- */

static bool takes_list(enum readmodel_operator op)
{
    return op == READMODEL_IN || op == READMODEL_NOT_IN || op == READMODEL_CONTAINS_ALL;
}

static bool operands_read(struct search_reading *reading, const struct property *property,
                          struct readmodel_condition *condition, struct slice value)
{
    struct value_reader reader = value_reader_of(value);
    struct readmodel_operand *operands;
    uint32_t count = 1;

    if (takes_list(condition->op) && value_read_array(&reader, &count) != STATUS_OK) {
        return unreadable(reading, slice_of(property->name), SLICE_EMPTY);
    }
    if (count > LIMIT_FILTER_VALUES - reading->value_count) {
        problem_invalid(reading->request, "The filter names more than %d values.",
                        LIMIT_FILTER_VALUES);
        return false;
    }
    reading->value_count += count;
    operands = reserve(reading, count + 1U, sizeof(operands[0]));
    for (uint32_t i = 0; i < count; i++) {
        struct slice item;

        if (value_read_whole(&reader, &item) != STATUS_OK) {
            return unreadable(reading, slice_of(property->name), SLICE_EMPTY);
        }
        if (!operand_read(reading, property, condition->op, item, &operands[i])) {
            return false;
        }
    }
    condition->operands = operands;
    condition->operand_count = count;
    return true;
}

static bool is_empty_list(struct slice value)
{
    struct value_item item;

    return value_head(value, &item) == STATUS_OK && item.kind == VALUE_ARRAY && item.count == 0;
}

static bool condition_add(struct search_reading *reading, const struct property *property,
                          enum readmodel_operator op, struct slice value, struct group *group)
{
    struct readmodel_condition *condition = &group->conditions[group->condition_count];

    if (group->condition_count == group->condition_max) {
        problem_invalid(reading->request, "The filter has more than %u conditions.",
                        group->condition_max);
        return false;
    }
    condition->field = property->index;
    condition->op = op;
    if (!operands_read(reading, property, condition, value)) {
        return false;
    }
    group->condition_count++;
    return true;
}

static int operator_find(struct slice name)
{
    for (int i = 0; i < READMODEL_OPERATOR_COUNT; i++) {
        if (operator_names[i] != NULL && slice_is(name, operator_names[i])) {
            return i;
        }
    }
    return -1;
}

/* {"$gt": 1, "$lt": 5}: all of them. */
static bool operators_read(struct search_reading *reading, const struct property *property,
                           struct slice object, struct group *group)
{
    struct value_reader reader = value_reader_of(object);
    uint32_t count;

    if (value_read_object(&reader, &count) != STATUS_OK) {
        return unreadable(reading, slice_of(property->name), SLICE_EMPTY);
    }
    for (uint32_t i = 0; i < count; i++) {
        struct slice name;
        struct slice value;
        int op;

        if (value_read_string(&reader, &name) != STATUS_OK ||
            value_read_whole(&reader, &value) != STATUS_OK) {
            return unreadable(reading, slice_of(property->name), SLICE_EMPTY);
        }
        op = operator_find(name);
        if (op >= 0 && (value_is_null(value) || is_empty_list(value))) {
            continue;
        }
        if (op < 0 || !(property->field->operators & (1U << op))) {
            return unreadable(reading, slice_of(property->name), name);
        }
        if (!condition_add(reading, property, (enum readmodel_operator)op, value, group)) {
            return false;
        }
    }
    return true;
}

static bool value_is_kind(struct slice value, enum value_kind kind)
{
    struct value_item item;

    return value_head(value, &item) == STATUS_OK && item.kind == kind;
}

static bool property_read(struct search_reading *reading, const struct property *property,
                          struct slice value, struct group *group)
{
    uint32_t operators = property->field->operators;

    if (operators & (1U << READMODEL_CONTAINS_ALL)) {
        return condition_add(reading, property, READMODEL_CONTAINS_ALL, value, group);
    }
    if (!(operators & READMODEL_OPS_PLAIN_BIT) && value_is_kind(value, VALUE_OBJECT)) {
        return operators_read(reading, property, value, group);
    }
    return condition_add(reading, property, READMODEL_EQ, value, group);
}

/* --- variables --- */

/* {"name": "a", "value": "1"}; value: JSON text or operators over it. */
static bool variable_read(struct search_reading *reading, const char *filter, struct slice item,
                          struct readmodel_variable_condition *out)
{
    const struct readmodel_schema *schema = readmodel_schema(READMODEL_VARIABLE);
    struct property property = {filter, FIELD_VARIABLE_VALUE,
                                &schema->fields[FIELD_VARIABLE_VALUE]};
    struct group tests = {.condition_max = READMODEL_OPERATOR_COUNT};
    struct slice name;
    struct slice value;
    struct value_item text;

    if (!value_find(item, SLICE("name"), &name) || value_head(name, &text) != STATUS_OK ||
        text.kind != VALUE_STRING) {
        problem_invalid(reading->request, "No name provided.");
        return false;
    }
    if (!value_find(item, SLICE("value"), &value) || value_is_null(value)) {
        problem_invalid(reading->request, "No value provided.");
        return false;
    }
    tests.conditions = reserve(reading, tests.condition_max, sizeof(tests.conditions[0]));
    if (!property_read(reading, &property, value, &tests)) {
        return false;
    }
    out->name = text.text;
    out->tests = tests.conditions;
    out->test_count = tests.condition_count;
    return true;
}

static bool variables_read(struct search_reading *reading, const char *filter,
                           enum readmodel_variable_scope scope, struct slice value,
                           struct group *group)
{
    struct value_reader reader = value_reader_of(value);
    uint32_t count;

    if (value_read_array(&reader, &count) != STATUS_OK ||
        group->variable_count + count > VARIABLES_MAX) {
        return unreadable(reading, slice_of(filter), SLICE_EMPTY);
    }
    for (uint32_t i = 0; i < count; i++) {
        struct readmodel_variable_condition *one = &group->variables[group->variable_count];
        struct slice item;

        one->scope = scope;
        if (value_read_whole(&reader, &item) != STATUS_OK) {
            return unreadable(reading, slice_of(filter), SLICE_EMPTY);
        }
        if (!variable_read(reading, filter, item, one)) {
            return false;
        }
        group->variable_count++;
    }
    return true;
}

static bool names(const char *filter, struct slice name)
{
    return filter != NULL && slice_is(name, filter);
}

/* 0: the name is no filter over variables. */
static enum readmodel_variable_scope scope_of(const struct search_spec *spec, struct slice name)
{
    if (names(spec->any_scope_variables, name)) {
        return READMODEL_ANY_SCOPE;
    }
    if (names(spec->root_scope_variables, name)) {
        return READMODEL_ROOT_SCOPE;
    }
    if (names(spec->local_scope_variables, name)) {
        return READMODEL_LOCAL_SCOPE;
    }
    return 0;
}

static const char *scope_filter(const struct search_spec *spec, enum readmodel_variable_scope scope)
{
    switch (scope) {
    case READMODEL_ANY_SCOPE:
        return spec->any_scope_variables;
    case READMODEL_ROOT_SCOPE:
        return spec->root_scope_variables;
    case READMODEL_LOCAL_SCOPE:
        break;
    }
    return spec->local_scope_variables;
}

/* --- the filter --- */

static bool is_taken(const struct search_spec *spec, struct slice name)
{
    for (const char *const *taken = spec->filters; taken != NULL && *taken != NULL; taken++) {
        if (slice_is(name, *taken)) {
            return true;
        }
    }
    return spec->filters == NULL;
}

static bool member_read(struct search_reading *reading, struct slice name, struct slice value,
                        struct group *group)
{
    enum readmodel_variable_scope scope = scope_of(reading->spec, name);
    int index = is_taken(reading->spec, name) ? readmodel_filter_find(reading->schema, name)
                                              : READMODEL_NO_FIELD;
    struct property property;

    if (value_is_null(value)) {
        return scope != 0 || index != READMODEL_NO_FIELD || unreadable(reading, name, SLICE_EMPTY);
    }
    if (scope != 0) {
        return variables_read(reading, scope_filter(reading->spec, scope), scope, value, group);
    }
    if (index == READMODEL_NO_FIELD) {
        return unreadable(reading, name, SLICE_EMPTY);
    }
    if (is_empty_list(value)) {
        return true;
    }
    property.index = (uint32_t)index;
    property.field = &reading->schema->fields[index];
    property.name =
        property.field->filter_name != NULL ? property.field->filter_name : property.field->name;
    return property_read(reading, &property, value, group);
}

static bool group_read(struct search_reading *reading, struct slice object,
                       struct slice *or_branches, struct group *group)
{
    struct value_reader reader = value_reader_of(object);
    uint32_t count;

    if (value_read_object(&reader, &count) != STATUS_OK) {
        problem_bad_request(reading->request, "Request property [filter] cannot be parsed");
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        struct slice name;
        struct slice value;

        if (value_read_string(&reader, &name) != STATUS_OK ||
            value_read_whole(&reader, &value) != STATUS_OK) {
            return unreadable(reading, SLICE("..."), SLICE_EMPTY);
        }
        if (or_branches != NULL && slice_is(name, "$or")) {
            *or_branches = value_is_null(value) ? SLICE_EMPTY : value;
        } else if (!member_read(reading, name, value, group)) {
            return false;
        }
    }
    return true;
}

static struct readmodel_group group_done(const struct group *group)
{
    return (struct readmodel_group){.conditions = group->conditions,
                                    .condition_count = group->condition_count,
                                    .variables = group->variables,
                                    .variable_count = group->variable_count};
}

static bool or_read(struct search_reading *reading, struct slice branches,
                    struct readmodel_query *query)
{
    struct value_reader reader = value_reader_of(branches);
    struct readmodel_group *groups;
    uint32_t count;

    if (value_read_array(&reader, &count) != STATUS_OK || count > GROUPS_MAX) {
        return unreadable(reading, SLICE("$or"), SLICE_EMPTY);
    }
    groups = reserve(reading, count + 1U, sizeof(groups[0]));
    for (uint32_t i = 0; i < count; i++) {
        struct group group = group_new(reading);
        struct slice branch;

        if (value_read_whole(&reader, &branch) != STATUS_OK) {
            return unreadable(reading, SLICE("$or"), SLICE_EMPTY);
        }
        if (!group_read(reading, branch, NULL, &group)) {
            return false;
        }
        groups[i] = group_done(&group);
    }
    query->any = groups;
    query->any_count = count;
    return true;
}

bool search_filter_read(struct search_reading *reading, struct slice filter,
                        struct readmodel_query *query)
{
    struct group group;
    struct slice branches = SLICE_EMPTY;

    if (filter.data == NULL) {
        return true;
    }
    group = group_new(reading);
    if (!group_read(reading, filter, reading->spec->takes_or ? &branches : NULL, &group)) {
        return false;
    }
    query->all = group_done(&group);
    return branches.data == NULL || or_read(reading, branches, query);
}
