/* Evaluation of an expression: nothing is changed, nothing goes on the log.
 *
 * The variables are those of the scope, if one is named, and before them those of the request. FEEL
 * runs on the pool, within the budgets of one expression. */
#include "base/assert.h"
#include "base/limits.h"
#include "base/random.h"
#include "body_int.h"
#include "feel/feel.h"
#include "handlers_int.h"
#include "json_out_int.h"
#include "problem_int.h"
#include "read_int.h"
#include "request_int.h"
#include "value/json.h"
#include "value/value.h"

struct evaluation {
    struct slice expression;
    struct slice variables; /* of the request */
    uint64_t scope_key;     /* 0: none */
    struct slice seen;      /* variables of the scope */
    int64_t now_ms;
    struct slice failure; /* why there is no result; data NULL: there is one, in request->out */
};

static const struct field evaluation_fields[] = {
    {.name = "expression",
     .kind = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_NOT_EMPTY,
     .offset = offsetof(struct evaluation, expression)},
    {.name = "tenantId", .kind = FIELD_TENANT},
    {.name = "scopeKey", .kind = FIELD_KEY, .offset = offsetof(struct evaluation, scope_key)},
    {.name = "variables", .kind = FIELD_OBJECT, .offset = offsetof(struct evaluation, variables)},
    {0}};

/* --- on the pool --- */

static bool find_variable(void *ctx, struct slice name, struct slice *value)
{
    const struct evaluation *evaluation = ctx;

    return value_find(evaluation->variables, name, value) ||
           (evaluation->seen.size > 0 && value_find(evaluation->seen, name, value));
}

static void put_answer(struct request *request, struct slice value,
                       const struct feel_result *result)
{
    const struct evaluation *evaluation = request->state;
    struct buffer *out = &request->out;

    json_open(out, '{');
    json_text(out, "expression", evaluation->expression);
    json_value(out, "result", value);
    json_name(out, "warnings");
    json_open(out, '[');
    for (size_t i = 0; i < result->warning_count; i++) {
        json_open(out, '{');
        json_text(out, "message", result->warnings[i].text);
        json_close(out, '{');
    }
    json_close(out, '[');
    json_empty(out, "referencedSecrets", '[');
    json_close(out, '{');
}

/* A text without '=' is a number, or itself. */
static void put_static(struct request *request)
{
    struct evaluation *evaluation = request->state;
    const struct feel_result nothing = {.warning_count = 0};
    struct json_error error;
    struct value_item head;
    struct buffer value;

    buffer_init(&value, LIMIT_COMMAND_BYTES);
    if (json_parse(evaluation->expression, &value, &error) != STATUS_OK ||
        value_head(buffer_slice(&value), &head) != STATUS_OK ||
        (head.kind != VALUE_INT && head.kind != VALUE_NUMBER)) {
        buffer_reset(&value);
        value_put_string(&value, evaluation->expression);
    }
    put_answer(request, buffer_slice(&value), &nothing);
    buffer_deinit(&value);
}

static void failed(struct request *request, const char *what, struct slice why)
{
    struct evaluation *evaluation = request->state;

    evaluation->failure = arena_printf(&request->arena, "Failed to %s expression '%.*s': %.*s",
                                       what, SLICE_ARG(evaluation->expression), SLICE_ARG(why));
}

static void evaluate_parsed(struct request *request, const struct feel_expression *parsed,
                            struct arena *arena)
{
    struct evaluation *evaluation = request->state;
    struct feel_environment environment = {.find = find_variable,
                                           .ctx = evaluation,
                                           .now_ms = evaluation->now_ms,
                                           .seed = random_seed()};
    struct feel_result result;

    if (feel_evaluate(parsed, &environment, arena, &result) != STATUS_OK) {
        failed(request, "evaluate", SLICE("the engine failed"));
    } else if (result.failed) {
        failed(request, "evaluate",
               result.warning_count == 0 ? SLICE("it needs more than an expression may")
                                         : result.warnings[result.warning_count - 1].text);
    } else {
        put_answer(request, result.value, &result);
    }
}

static void evaluate(struct request *request)
{
    const struct feel_parse_options options = {.dialect = FEEL_CAMUNDA};
    struct evaluation *evaluation = request->state;
    const struct feel_expression *parsed;
    struct feel_error error = {.line = 0};
    struct arena arena;
    enum status status;

    if (evaluation->expression.data[0] != '=') {
        put_static(request);
        return;
    }
    arena_init(&arena, LIMIT_FEEL_MEMORY_BYTES);
    status = feel_parse(&arena, slice_from(evaluation->expression, 1), &options, &parsed, &error);
    if (status == STATUS_OK) {
        evaluate_parsed(request, parsed, &arena);
    } else if (status == STATUS_MALFORMED) {
        failed(request, "parse",
               arena_printf(&request->arena, "line %u, column %u: %s", error.line, error.column,
                            error.reason));
    } else {
        failed(request, "parse", SLICE("it is larger than an expression may be"));
    }
    arena_deinit(&arena);
}

/* --- on the request's thread --- */

static void evaluated(struct request *request)
{
    const struct evaluation *evaluation = request->state;

    if (evaluation->failure.data != NULL) {
        problem_rejection(request, "EVALUATE", STATUS_INVALID_ARGUMENT, evaluation->failure);
    } else {
        request_answer_json(request);
    }
}

static void evaluation_run(struct request *request)
{
    struct evaluation *evaluation = request->state;
    struct backend_status node = {0};

    request->backend->status(request->backend->ctx, &node);
    evaluation->now_ms = node.engine_time_ms;
    request_work(request, evaluate, evaluated);
}

static void scope_read(struct request *request)
{
    struct evaluation *evaluation = request->state;
    struct readmodel_read read;
    enum status status;

    if (!read_begin(request, &read)) {
        return;
    }
    status = readmodel_job_variables(&read, evaluation->scope_key, NULL, 0, &request->arena,
                                     &evaluation->seen);
    read_end(request, &read);
    if (status == STATUS_OK) {
        evaluation_run(request);
    } else if (status == STATUS_NOT_FOUND) {
        problem_rejection(request, "EVALUATE", STATUS_NOT_FOUND,
                          arena_printf(&request->arena,
                                       "Expected to evaluate expression in the scope with key "
                                       "'%llu', but no such scope was found",
                                       (unsigned long long)evaluation->scope_key));
    } else {
        read_failed(request, status, &entity_element, evaluation->scope_key);
    }
}

void expression_evaluation(struct request *request)
{
    struct evaluation *evaluation = CHECK_MEMORY(ARENA_NEW(&request->arena, struct evaluation));

    request->state = evaluation;
    if (!body_read(request, BODY_REQUIRED, evaluation_fields, "Expression Evaluation",
                   evaluation)) {
        return;
    }
    if (evaluation->scope_key != 0) {
        request_fence(request, scope_read);
    } else {
        evaluation_run(request);
    }
}
