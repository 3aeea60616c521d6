#include "verb/expression.h"

#include "base/assert.h"
#include "base/bytes.h"
#include "base/limits.h"
#include "verb/variable.h"

struct finder {
    struct exec *x;
    const struct surroundings *around;
};

static bool find(void *ctx, struct slice name, struct slice *value)
{
    const struct finder *finder = ctx;
    const struct surroundings *around = finder->around;

    for (uint32_t i = around->extra_count; i > 0; i--) {
        if (slice_equal(around->extra[i - 1].name, name)) {
            *value = around->extra[i - 1].value;
            return true;
        }
    }
    return around->scope != NULL && variable_find(finder->x, around->scope, name, value);
}

static const char *warning_name(enum feel_warning_kind kind)
{
    switch (kind) {
    case FEEL_WARNING_NO_VARIABLE:
        return "NO_VARIABLE_FOUND";
    case FEEL_WARNING_NO_PROPERTY:
        return "NO_CONTEXT_ENTRY_FOUND";
    case FEEL_WARNING_TYPE:
        return "INVALID_TYPE";
    case FEEL_WARNING_ARGUMENTS:
    case FEEL_WARNING_VALUE:
        return "FUNCTION_INVOCATION_FAILURE";
    case FEEL_WARNING_NO_FUNCTION:
        return "NO_FUNCTION_FOUND";
    case FEEL_WARNING_BUDGET:
        return "BUDGET_EXCEEDED";
    case FEEL_WARNING_ASSERT:
        return "ASSERT_FAILURE";
    }
    return "UNKNOWN";
}

/* The warnings as text, in the command's arena. */
static struct slice warnings_text(struct exec *x, const struct feel_result *result)
{
    struct slice text = SLICE_EMPTY;

    for (size_t i = 0; i < result->warning_count; i++) {
        const struct feel_warning *warning = &result->warnings[i];

        text = exec_printf(x, "%.*s\n[%s] %.*s", SLICE_ARG(text), warning_name(warning->kind),
                           SLICE_ARG(warning->text));
    }
    return text;
}

uint64_t expression_steps_left(const struct exec *x)
{
    uint64_t spent = x->feel_steps - x->feel_steps_before;

    return spent < LIMIT_FEEL_STEPS_PER_COMMAND ? LIMIT_FEEL_STEPS_PER_COMMAND - spent : 1;
}

struct hash128 expression_seed(uint64_t key, int64_t at_ms, uint64_t number)
{
    char bytes[3 * sizeof(uint64_t)];

    bytes_put_u64be(bytes, key);
    bytes_put_u64be(bytes + 8, (uint64_t)at_ms);
    bytes_put_u64be(bytes + 16, number);
    return hash128(slice_make(bytes, sizeof(bytes)));
}

static enum verdict evaluate_parsed(struct exec *x, const struct bpmn_expression *expression,
                                    const struct surroundings *around,
                                    enum incident_type on_failure, struct outcome *out)
{
    struct finder finder = {.x = x, .around = around};
    struct feel_environment environment = {
        .find = find,
        .ctx = &finder,
        .now_ms = x->now_ms,
        .steps_max = expression_steps_left(x),
        .seed = expression_seed(x->index, x->stamp_ms, ++x->evaluations)};
    struct feel_result result;
    enum status st;

    arena_reset(x->scratch);
    st = feel_evaluate(expression->parsed, &environment, x->scratch, &result);
    if (st != STATUS_OK) {
        x->rows.writes.status = st;
        return V_FAULT;
    }
    x->feel_steps += result.steps;
    if (result.value.size > LIMIT_VARIABLES_BYTES) {
        return exec_incident(x, on_failure,
                             "Expected the result of the expression '%.*s' to have at most %llu "
                             "bytes, but it has %zu.",
                             SLICE_ARG(expression->text), LIMIT_VARIABLES_BYTES, result.value.size);
    }
    x->value_bytes += result.value.size;
    out->type = result.type;
    out->value = arena_copy(x->arena, result.value);
    out->warnings = warnings_text(x, &result);
    ENSURE(x, out->value.data != NULL);
    if (result.failed) {
        return exec_incident(x, on_failure,
                             "Expected to evaluate the expression '%.*s', but it failed.%.*s",
                             SLICE_ARG(expression->text), SLICE_ARG(out->warnings));
    }
    return V_OK;
}

static struct slice string_value(struct exec *x, struct slice text)
{
    buffer_reset(x->rows.buffer);
    value_put_string(x->rows.buffer, text);
    return arena_copy(x->arena, buffer_slice(x->rows.buffer));
}

enum verdict expression_evaluate(struct exec *x, const struct bpmn_expression *expression,
                                 const struct surroundings *around, enum incident_type on_failure,
                                 struct outcome *out)
{
    *out = (struct outcome){.text = expression->text};
    if (!expression->is_static) {
        return evaluate_parsed(x, expression, around, on_failure, out);
    }
    out->type = FEEL_STRING;
    out->value = string_value(x, expression->text);
    ENSURE(x, out->value.data != NULL);
    return V_OK;
}

const char *expression_type_name(enum feel_type type)
{
    switch (type) {
    case FEEL_NULL:
        return "NULL";
    case FEEL_BOOLEAN:
        return "BOOLEAN";
    case FEEL_NUMBER:
        return "NUMBER";
    case FEEL_STRING:
        return "STRING";
    case FEEL_DATE:
        return "DATE";
    case FEEL_TIME:
        return "TIME";
    case FEEL_DATE_TIME:
        return "DATE_TIME";
    case FEEL_DAYS_DURATION:
        return "DURATION";
    case FEEL_MONTHS_DURATION:
        return "PERIOD";
    case FEEL_LIST:
        return "ARRAY";
    case FEEL_CONTEXT:
        return "OBJECT";
    case FEEL_RANGE:
        return "RANGE";
    case FEEL_FUNCTION:
        return "FUNCTION";
    }
    return "UNKNOWN";
}

enum verdict expression_mismatch(struct exec *x, const struct outcome *outcome, const char *wanted)
{
    if (outcome->warnings.size == 0) {
        return exec_incident(x, INCIDENT_EXTRACT_VALUE_ERROR,
                             "Expected result of the expression '%.*s' to be %s, but was '%s'.",
                             SLICE_ARG(outcome->text), wanted, expression_type_name(outcome->type));
    }
    return exec_incident(x, INCIDENT_EXTRACT_VALUE_ERROR,
                         "Expected result of the expression '%.*s' to be %s, but was '%s'. The "
                         "evaluation reported the following warnings:%.*s",
                         SLICE_ARG(outcome->text), wanted, expression_type_name(outcome->type),
                         SLICE_ARG(outcome->warnings));
}

/* --- by kind of result --- */

static enum verdict evaluate_for(struct exec *x, const struct element_row *row, uint32_t expression,
                                 struct outcome *out)
{
    struct surroundings around = {.scope = row};

    return expression_evaluate(x, &element_process(row)->expressions[expression], &around,
                               INCIDENT_EXTRACT_VALUE_ERROR, out);
}

static struct value_item head_of(struct slice value)
{
    struct value_item head = {.kind = VALUE_NULL};

    if (value_head(value, &head) != STATUS_OK) {
        head.kind = VALUE_NULL;
    }
    return head;
}

enum verdict expression_string_or_null(struct exec *x, const struct element_row *row,
                                       uint32_t expression, struct slice *out)
{
    struct outcome outcome;
    enum verdict v = evaluate_for(x, row, expression, &outcome);

    *out = SLICE_EMPTY;
    if (v != V_OK || outcome.type == FEEL_NULL) {
        return v;
    }
    if (head_of(outcome.value).kind != VALUE_STRING) {
        return expression_mismatch(x, &outcome, "'STRING'");
    }
    *out = head_of(outcome.value).text;
    return V_OK;
}

enum verdict expression_string_in(struct exec *x, const struct bpmn_expression *expression,
                                  const struct surroundings *around, struct slice *out)
{
    struct outcome outcome;
    enum verdict v =
        expression_evaluate(x, expression, around, INCIDENT_EXTRACT_VALUE_ERROR, &outcome);

    if (v != V_OK) {
        return v;
    }
    if (outcome.type != FEEL_STRING) {
        return expression_mismatch(x, &outcome, "'STRING'");
    }
    *out = head_of(outcome.value).text;
    return V_OK;
}

enum verdict expression_correlation_key(struct exec *x, const struct bpmn_expression *expression,
                                        const struct surroundings *around, struct slice *out)
{
    struct outcome outcome;
    enum verdict v =
        expression_evaluate(x, expression, around, INCIDENT_EXTRACT_VALUE_ERROR, &outcome);

    if (v == V_OK && !value_as_text(x, outcome.value, out)) {
        return exec_incident(
            x, INCIDENT_EXTRACT_VALUE_ERROR,
            "Failed to extract the correlation key for '%.*s': The value must be either a string "
            "or a number, but was '%s'.%.*s",
            SLICE_ARG(outcome.text), expression_type_name(outcome.type),
            SLICE_ARG(outcome.warnings));
    }
    return v;
}

enum verdict expression_string(struct exec *x, const struct element_row *row, uint32_t expression,
                               struct slice *out)
{
    struct surroundings around = {.scope = row};

    return expression_string_in(x, &element_process(row)->expressions[expression], &around, out);
}

bool value_as_int32(struct slice value, int32_t *out)
{
    struct value_item head = head_of(value);

    if (head.kind == VALUE_STRING && !slice_to_int64(head.text, &head.integer)) {
        return false;
    }
    if (head.kind != VALUE_INT && head.kind != VALUE_STRING) {
        return false;
    }
    if (head.integer < INT32_MIN || head.integer > INT32_MAX) {
        return false;
    }
    *out = (int32_t)head.integer;
    return true;
}

enum verdict expression_int32(struct exec *x, const struct element_row *row, uint32_t expression,
                              int32_t *out)
{
    struct outcome outcome;
    enum verdict v = evaluate_for(x, row, expression, &outcome);

    if (v != V_OK) {
        return v;
    }
    if (!value_as_int32(outcome.value, out)) {
        return expression_mismatch(x, &outcome, "a whole 'NUMBER' of 32 bits");
    }
    return V_OK;
}

enum verdict expression_boolean_of(struct exec *x, const struct outcome *outcome, bool *out)
{
    if (outcome->type != FEEL_BOOLEAN) {
        return expression_mismatch(x, outcome, "'BOOLEAN'");
    }
    *out = head_of(outcome->value).boolean;
    return V_OK;
}

enum verdict expression_boolean(struct exec *x, const struct element_row *row, uint32_t expression,
                                bool *out)
{
    struct outcome outcome;
    enum verdict v = evaluate_for(x, row, expression, &outcome);

    return v == V_OK ? expression_boolean_of(x, &outcome, out) : v;
}

enum verdict expression_flow_holds(struct exec *x, const struct element_row *row, uint32_t flow,
                                   bool *out)
{
    uint32_t condition = element_process(row)->flows[flow].condition;

    *out = true;
    return condition == BPMN_NONE ? V_OK : expression_boolean(x, row, condition, out);
}

bool value_as_text(struct exec *x, struct slice value, struct slice *out)
{
    struct value_item head = head_of(value);

    if (head.kind == VALUE_INT) {
        *out = exec_printf(x, "%lld", (long long)head.integer);
        return true;
    }
    *out = head.text;
    return head.kind == VALUE_STRING || head.kind == VALUE_NUMBER;
}
