/* Conditions on values. A null satisfies neq, notIn and exists: false, and nothing else. */
#include "base/assert.h"
#include "base/utf8.h"
#include "search_int.h"
#include "value/json.h"
#include "value/value.h"

/* Bytes of the next character; one for what is no UTF-8. */
static size_t step(struct slice s)
{
    uint32_t code_point;
    size_t bytes = utf8_decode(s, &code_point);
    return bytes == 0 ? 1 : bytes;
}

/* The pattern's next literal, escapes resolved; how many bytes of the pattern it takes. */
static size_t literal(struct slice pattern, struct slice *out)
{
    size_t skip = pattern.size > 1 && pattern.data[0] == '\\' ? 1 : 0;
    *out = slice_from(pattern, skip);
    out->size = step(*out);
    return skip + out->size;
}

/* Greedy with one point to go back to: the last `*`. */
bool like_matches(struct slice pattern, struct slice text)
{
    struct slice star = SLICE_EMPTY; /* the pattern behind the last `*` */
    struct slice star_text = SLICE_EMPTY;
    bool has_star = false;

    while (text.size > 0) {
        struct slice want;
        if (pattern.size > 0 && pattern.data[0] == '*') {
            pattern = slice_from(pattern, 1);
            star = pattern;
            star_text = text;
            has_star = true;
            continue;
        }
        if (pattern.size > 0 && pattern.data[0] == '?') {
            pattern = slice_from(pattern, 1);
            text = slice_from(text, step(text));
            continue;
        }
        size_t taken = pattern.size > 0 ? literal(pattern, &want) : 0;
        if (taken > 0 && slice_starts_with(text, want)) {
            pattern = slice_from(pattern, taken);
            text = slice_from(text, want.size);
            continue;
        }
        if (!has_star) {
            return false;
        }
        star_text = slice_from(star_text, step(star_text));
        text = star_text;
        pattern = star;
    }
    while (pattern.size > 0 && pattern.data[0] == '*') {
        pattern = slice_from(pattern, 1);
    }
    return pattern.size == 0;
}

/* What one value is to be compared as. */
struct comparable {
    enum readmodel_type type;
    uint64_t key;
    int64_t number;
    struct slice text;
};

static struct comparable comparable_of(enum readmodel_type type, struct slice value,
                                       struct buffer *scratch)
{
    struct comparable out = {.type = type};

    switch (type) {
    case READMODEL_KEY:
        out.key = field_u64(value);
        break;
    case READMODEL_INT32:
    case READMODEL_INT64:
    case READMODEL_DATE_TIME:
        out.number = field_int(value);
        break;
    case READMODEL_BOOL:
        out.number = field_bool(value) ? 1 : 0;
        break;
    case READMODEL_VALUE:
        buffer_reset(scratch);
        json_put(scratch, value);
        out.text = buffer_slice(scratch);
        break;
    case READMODEL_STRING:
    case READMODEL_ENUM:
    case READMODEL_TAGS:
    case READMODEL_STRINGS:
    case READMODEL_OBJECT:
    case READMODEL_BYTES:
        out.text = field_text(value);
        break;
    }
    return out;
}

static bool equals(const struct comparable *value, const struct readmodel_operand *operand)
{
    switch (value->type) {
    case READMODEL_KEY:
        return value->key == operand->key;
    case READMODEL_INT32:
    case READMODEL_INT64:
    case READMODEL_DATE_TIME:
        return value->number == operand->number;
    case READMODEL_BOOL:
        return value->number == (operand->boolean ? 1 : 0);
    case READMODEL_VALUE:
    case READMODEL_STRING:
    case READMODEL_ENUM:
    case READMODEL_TAGS:
    case READMODEL_STRINGS:
    case READMODEL_OBJECT:
    case READMODEL_BYTES:
        return slice_equal(value->text, operand->text);
    }
    UNREACHABLE("field type");
}

static bool equals_any(const struct comparable *value, const struct readmodel_condition *condition)
{
    for (uint32_t i = 0; i < condition->operand_count; i++) {
        if (equals(value, &condition->operands[i])) {
            return true;
        }
    }
    return false;
}

/* A value that is there. An empty list of operands was sent as "absent". */
static bool present_matches(const struct readmodel_condition *condition,
                            const struct comparable *value)
{
    if (condition->operand_count == 0) {
        return true;
    }
    const struct readmodel_operand *operand = &condition->operands[0];
    switch (condition->op) {
    case READMODEL_EQ:
    case READMODEL_IN:
        return equals_any(value, condition);
    case READMODEL_NEQ:
    case READMODEL_NOT_IN:
        return !equals_any(value, condition);
    case READMODEL_EXISTS:
        return operand->boolean;
    case READMODEL_GT:
        return value->number > operand->number;
    case READMODEL_GTE:
        return value->number >= operand->number;
    case READMODEL_LT:
        return value->number < operand->number;
    case READMODEL_LTE:
        return value->number <= operand->number;
    case READMODEL_LIKE:
        return like_matches(operand->text, value->text);
    case READMODEL_CONTAINS_ALL:
    case READMODEL_OPERATOR_COUNT:
        break;
    }
    UNREACHABLE("operator");
}

static bool null_matches(const struct readmodel_condition *condition)
{
    if (condition->operand_count == 0) {
        return true;
    }
    return condition->op == READMODEL_NEQ || condition->op == READMODEL_NOT_IN ||
           (condition->op == READMODEL_EXISTS && !condition->operands[0].boolean);
}

static bool list_holds(struct slice list, const struct readmodel_condition *condition)
{
    struct value_reader reader = value_reader_of(list);
    struct comparable value = {.type = READMODEL_STRING};
    uint32_t count = 0;

    if (value_read_array(&reader, &count) != STATUS_OK) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (value_read_string(&reader, &value.text) != STATUS_OK) {
            return false;
        }
        if (present_matches(condition, &value)) {
            return true;
        }
    }
    return false;
}

static bool list_contains_all(struct slice list, const struct readmodel_condition *condition)
{
    for (uint32_t i = 0; i < condition->operand_count; i++) {
        struct readmodel_condition one = {
            .op = READMODEL_EQ, .operands = &condition->operands[i], .operand_count = 1};
        if (!list_holds(list, &one)) {
            return false;
        }
    }
    return true;
}

/* A condition on a list holds when it holds for one of its members; the negative ones when they
 * hold for all; an empty list is as null. */
static bool list_matches(const struct readmodel_condition *condition, struct slice list)
{
    struct readmodel_condition positive = *condition;
    struct value_item head;

    if (condition->op == READMODEL_CONTAINS_ALL) {
        return list_contains_all(list, condition);
    }
    if (value_head(list, &head) != STATUS_OK || head.kind != VALUE_ARRAY || head.count == 0) {
        return null_matches(condition);
    }
    if (condition->op == READMODEL_NEQ || condition->op == READMODEL_NOT_IN) {
        positive.op = READMODEL_IN;
        return condition->operand_count == 0 || !list_holds(list, &positive);
    }
    return list_holds(list, condition);
}

bool condition_matches(const struct readmodel_condition *condition, enum readmodel_type type,
                       struct slice value, struct buffer *scratch)
{
    if (type == READMODEL_TAGS || type == READMODEL_STRINGS) {
        return list_matches(condition, value);
    }
    /* A variable that holds null has a value, and its text is "null". */
    if (type != READMODEL_VALUE && value_is_null(value)) {
        return null_matches(condition);
    }
    struct comparable comparable = comparable_of(type, value, scratch);
    return present_matches(condition, &comparable);
}
