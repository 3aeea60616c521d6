/* FEEL on any text: an error with a place, or an evaluation that ends within its budgets with a
 * valid value. The first byte chooses dialect, unary tests and the step budget. */
#include <stdint.h>

#include "base/assert.h"
#include "base/limits.h"
#include "feel/feel.h"
#include "value/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* {"a": [1, "x", null], "n": 2.50} */
static const char variable[] = "\x82\xa1"
                               "a\x93\x01\xa1x\xc0\xa1"
                               "n\xd6\x01"
                               "2.50";

static bool find(void *ctx, struct slice name, struct slice *value)
{
    (void)ctx;
    *value = slice_make(variable, sizeof(variable) - 1);
    return name.size > 0 && name.data[0] < 'n';
}

static void evaluate(const struct feel_expression *expression, struct arena *arena)
{
    struct feel_environment environment = {.find = find,
                                           .now_ms = 1700000000000,
                                           .input = slice_make(variable, sizeof(variable) - 1),
                                           .steps_max = 20000};
    struct feel_result result;

    ASSERT(value_validate(environment.input) == STATUS_OK);
    ASSERT(feel_evaluate(expression, &environment, arena, &result) == STATUS_OK);
    ASSERT(value_validate(result.value) == STATUS_OK);
    ASSERT(result.steps <= environment.steps_max);
    ASSERT(!result.failed || value_is_null(result.value));
    for (size_t i = 0; i < result.warning_count; i++) {
        ASSERT(result.warnings[i].line > 0);
        ASSERT(result.warnings[i].column > 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct slice names[] = {SLICE("first name"), SLICE("a-b"), SLICE("in stock")};
    struct feel_parse_options options = {.names = names, .name_count = 3};
    const struct feel_expression *expression;
    struct feel_error error;
    struct arena arena;
    enum status st;

    if (size == 0) {
        return 0;
    }
    options.dialect = (data[0] & 1) != 0 ? FEEL_CAMUNDA : FEEL_DMN;
    options.unary_tests = (data[0] & 2) != 0;
    arena_init(&arena, MIB(4));
    st = feel_parse(&arena, slice_make(data + 1, size - 1), &options, &expression, &error);
    if (st == STATUS_OK) {
        evaluate(expression, &arena);
    } else {
        ASSERT(st == STATUS_MALFORMED || st == STATUS_LIMIT);
        ASSERT(error.reason[0] != '\0');
        ASSERT(error.line > 0 && error.column > 0);
    }
    arena_deinit(&arena);
    return 0;
}
