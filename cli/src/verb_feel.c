/* baton feel: a FEEL expression, evaluated without a server. */
#include "base/assert.h"
#include "base/limits.h"
#include "evaluation.h"
#include "feel/feel.h"
#include "verbs.h"

static const struct cli_option feel_options[] = {
    EVALUATION_INPUT("variables"),
    {.name = "dmn", .help = "the rules of the DMN standard where those of BPMN models differ"},
    {0}};

static const struct feel_expression *parse(struct arena *arena, const struct cli_line *line)
{
    struct feel_parse_options options = {.dialect =
                                             cli_switch(line, "dmn") ? FEEL_DMN : FEEL_CAMUNDA};
    struct slice text = slice_of(line->arguments[0]);
    const struct feel_expression *expression = NULL;
    struct feel_error error = {.reason = "it needs too much memory"};

    if (slice_starts_with(text, SLICE("="))) {
        text = slice_from(text, 1);
    }
    if (feel_parse(arena, text, &options, &expression, &error) != STATUS_OK) {
        cli_complain("%u:%u: this is no FEEL expression: %s", error.line, error.column,
                     error.reason);
    }
    return expression;
}

static int evaluate(struct arena *arena, const struct feel_expression *expression,
                    struct slice variables)
{
    struct feel_environment environment = evaluation_environment(&variables);
    struct feel_result result;

    ASSERT(feel_evaluate(expression, &environment, arena, &result) == STATUS_OK);
    return evaluation_print(&result);
}

static int run_feel(const struct cli_line *line)
{
    const struct feel_expression *expression;
    struct buffer variables;
    struct arena arena;
    int code = CLI_ERROR;

    arena_init(&arena, LIMIT_FEEL_MEMORY_BYTES);
    buffer_init(&variables, LIMIT_COMMAND_BYTES);
    if (evaluation_take_input(line, &variables)) {
        expression = parse(&arena, line);
        code =
            expression == NULL ? CLI_ERROR : evaluate(&arena, expression, buffer_slice(&variables));
    }
    buffer_deinit(&variables);
    arena_deinit(&arena);
    return code;
}

const struct cli_verb verb_feel = {
    .name = "feel",
    .chapter = "Models",
    .summary = "evaluate a FEEL expression, without a server",
    .about =
        "The result is JSON. What is wrong on the way is null and a warning on standard error; "
        "exit code 1 when it is no expression or the evaluation as a whole has failed.",
    .examples = "baton feel 'sum(for i in 1..n return i)' -i '{\"n\": 10}'\t55",
    .forms =
        (const struct cli_form[]){
            {.arguments = {{.name = "EXPRESSION"}}, .options = feel_options, .run = run_feel}, {0}},
};
