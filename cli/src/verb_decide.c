/* baton decide: decisions of DMN files, evaluated without a server. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "convert.h"
#include "dmn/compile.h"
#include "evaluation.h"
#include "value/json.h"
#include "value/value.h"
#include "verbs.h"

enum {
    FILES_MAX = 64,
    WARNING_BYTES = 512
};

/* Files compiled together. */
struct program {
    struct arena arena;
    const struct dmn_unit *unit; /* NULL: they cannot be compiled, which was said */
    char *names[FILES_MAX];
    uint32_t count;
};

struct answer {
    struct arena arena;
    struct feel_result result;
};

/* --- files to a unit --- */

static void program_close(struct program *program)
{
    for (uint32_t i = 0; i < program->count; i++) {
        free(program->names[i]);
    }
    arena_deinit(&program->arena);
    *program = (struct program){0};
}

static void print_diagnostics(struct program *program, const struct dmn_file *files,
                              const struct dmn_compiled *compiled)
{
    for (uint32_t i = 0; i < compiled->diagnostic_count; i++) {
        struct slice text =
            dmn_diagnostic_format(&program->arena, files, &compiled->diagnostics[i]);

        fprintf(stderr, "%.*s\n", SLICE_ARG(text));
    }
}

static bool read_files(struct program *program, struct dmn_file *files)
{
    for (uint32_t i = 0; i < program->count; i++) {
        size_t bytes;
        char *content = convert_read_file(program->names[i], LIMIT_XML_BYTES, &bytes);

        if (content == NULL) {
            return false;
        }
        files[i].name = slice_of(program->names[i]);
        files[i].xml = arena_copy(&program->arena, slice_make(content, bytes));
        free(content);
    }
    return true;
}

/* names[0] is the model, the others are what it imports. False after a complaint. */
static bool program_open(struct program *program, const char *const *names, uint32_t count,
                         bool is_quiet)
{
    struct dmn_file files[FILES_MAX];
    struct dmn_compiled compiled = {0};
    enum status st;

    *program = (struct program){0};
    arena_init(&program->arena, LIMIT_BPMN_COMPILE_BYTES);
    for (; program->count < count; program->count++) {
        program->names[program->count] = CHECK_MEMORY(strdup(names[program->count]));
    }
    if (!read_files(program, files)) {
        return false;
    }
    st = dmn_compile(&program->arena, files, count, &compiled);
    if (st == STATUS_LIMIT) {
        cli_complain("%s: needs more memory to compile than a server gives", names[0]);
        return false;
    }
    if (!is_quiet || st != STATUS_OK) {
        print_diagnostics(program, files, &compiled);
    }
    return st == STATUS_OK && dmn_load(&program->arena, compiled.unit, &program->unit) == STATUS_OK;
}

/* --- one evaluation --- */

static void evaluate(const struct program *program, uint32_t place, struct slice input,
                     struct answer *answer)
{
    struct feel_environment environment = evaluation_environment(&input);

    arena_init(&answer->arena, LIMIT_FEEL_MEMORY_BYTES);
    ASSERT(dmn_evaluate(program->unit, place, &environment, &answer->arena, &answer->result) ==
           STATUS_OK);
}

/* The decision of that name or id; without one, the only one that there is. False after a
 * complaint. */
static bool choose(const struct program *program, const char *name, uint32_t *place)
{
    if (name != NULL && dmn_decision_find(program->unit, slice_of(name), place)) {
        return true;
    }
    *place = 0;
    if (name == NULL && dmn_decision_count(program->unit) == 1) {
        return true;
    }
    cli_complain(name == NULL ? "%s: which decision? Say it with --decision:"
                              : "%s: there is no such decision; there are:",
                 program->names[0]);
    for (uint32_t i = 0; i < dmn_decision_count(program->unit); i++) {
        struct dmn_decision decision = dmn_decision_at(program->unit, i);

        fprintf(stderr, "  %.*s\n", SLICE_ARG(decision.name));
    }
    return false;
}

static int decide_once(const struct program *program, const char *name, struct slice input)
{
    struct answer answer;
    uint32_t place;
    int code;

    if (!choose(program, name, &place)) {
        return name == NULL ? CLI_USAGE : CLI_NOT_FOUND;
    }
    evaluate(program, place, input, &answer);
    code = evaluation_print(&answer.result);
    arena_deinit(&answer.arena);
    return code;
}

/* --- requests on standard input, one a line --- */

static struct slice text_of(struct slice value)
{
    struct value_item item;

    return value_head(value, &item) == STATUS_OK && item.kind == VALUE_STRING ? item.text
                                                                              : SLICE_EMPTY;
}

static struct slice member(struct slice request, const char *name)
{
    struct slice value;

    return value_find(request, slice_of(name), &value) ? value : SLICE_EMPTY;
}

static const char *as_text(struct arena *arena, struct slice text)
{
    char *copy = CHECK_MEMORY(arena_alloc(arena, text.size + 1));

    memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    return copy;
}

/* Model and imports of the request into names; their count, 0 when there is no model. */
static uint32_t request_files(struct slice request, struct arena *arena, const char **names)
{
    struct value_reader reader = value_reader_of(member(request, "imports"));
    struct slice model = text_of(member(request, "model"));
    struct slice name;
    uint32_t imports;
    uint32_t count = 1;

    if (model.size == 0) {
        return 0;
    }
    names[0] = as_text(arena, model);
    if (value_read_array(&reader, &imports) != STATUS_OK) {
        return count;
    }
    while (count <= imports && count < FILES_MAX &&
           value_read_string(&reader, &name) == STATUS_OK) {
        names[count++] = as_text(arena, name);
    }
    return count;
}

static bool is_program_of(const struct program *program, const char *const *names, uint32_t count)
{
    bool same = program->unit != NULL && program->count == count;

    for (uint32_t i = 0; same && i < count; i++) {
        same = strcmp(program->names[i], names[i]) == 0;
    }
    return same;
}

static void put_errors(struct buffer *out, const char *name, const struct feel_result *result,
                       bool last_alone)
{
    buffer_printf(out, ",\"%s\":[", name);
    for (size_t i = last_alone ? result->warning_count - 1 : 0; i < result->warning_count; i++) {
        buffer_put_text(out, i == 0 || last_alone ? "" : ",");
        json_put_string(out, result->warnings[i].text);
    }
    buffer_put_byte(out, ']');
}

static void put_refusal(struct buffer *out, const char *reason)
{
    buffer_put_text(out, "{\"output\":null,\"errors\":[");
    json_put_string(out, slice_of(reason));
    buffer_put_text(out, "]}");
}

static void answer_request(struct program *program, struct slice request, struct arena *arena,
                           struct buffer *out)
{
    const char *names[FILES_MAX];
    uint32_t count = request_files(request, arena, names);
    struct slice wanted = text_of(member(request, "decision"));
    struct slice input = member(request, "input");
    struct answer answer;
    uint32_t place;

    if (wanted.size == 0) {
        wanted = text_of(member(request, "decisionService"));
    }
    if (count > 0 && !is_program_of(program, names, count)) {
        program_close(program);
        (void)program_open(program, names, count, true);
    }
    if (count == 0 || program->unit == NULL) {
        put_refusal(out, "there is no such model, or it cannot be compiled");
        return;
    }
    if (!dmn_decision_find(program->unit, wanted, &place)) {
        put_refusal(out, "there is no such decision");
        return;
    }
    evaluate(program, place, input, &answer);
    buffer_put_text(out, "{\"output\":");
    json_put(out, answer.result.value);
    if (answer.result.failed) {
        put_errors(out, "errors", &answer.result, true);
    } else {
        put_errors(out, "warnings", &answer.result, false);
    }
    buffer_put_byte(out, '}');
    arena_deinit(&answer.arena);
}

static void answer_line(struct program *program, struct slice line, struct buffer *out)
{
    struct json_error error;
    struct buffer request;
    struct arena arena;

    arena_init(&arena, LIMIT_COMMAND_BYTES);
    buffer_init(&request, LIMIT_COMMAND_BYTES);
    if (json_parse(line, &request, &error) == STATUS_OK) {
        answer_request(program, buffer_slice(&request), &arena, out);
    } else {
        put_refusal(out, error.reason);
    }
    buffer_deinit(&request);
    arena_deinit(&arena);
}

static int decide_batch(void)
{
    struct program program = {0};
    struct buffer out;
    char *line = NULL;
    size_t capacity = 0;
    ssize_t size;

    while ((size = getline(&line, &capacity, stdin)) > 0) {
        struct slice text = slice_trim(slice_make(line, (size_t)size));

        if (text.size == 0) {
            continue;
        }
        buffer_init(&out, LIMIT_RESPONSE_BYTES);
        answer_line(&program, text, &out);
        printf("%.*s\n", SLICE_ARG(buffer_slice(&out)));
        fflush(stdout);
        buffer_deinit(&out);
    }
    free(line);
    program_close(&program);
    return CLI_OK;
}

/* --- the verb --- */

static const struct cli_option decide_options[] = {
    {.name = "decision",
     .value = "NAME",
     .letter = 'd',
     .help = "the decision or decision service, by name or id"},
    EVALUATION_INPUT("inputs"),
    {.name = "batch",
     .help = "requests on standard input, answers on standard output, one JSON object a line"},
    {0}};

static int run_decide(const struct cli_line *line)
{
    struct program program = {0};
    struct buffer input;
    int code = CLI_ERROR;

    if (cli_switch(line, "batch")) {
        return decide_batch();
    }
    if (line->argument_count == 0 || line->argument_count > FILES_MAX) {
        cli_complain("decide: give the file with the decision, then the files that it imports");
        return CLI_USAGE;
    }
    buffer_init(&input, LIMIT_COMMAND_BYTES);
    if (evaluation_take_input(line, &input) &&
        program_open(&program, line->arguments, (uint32_t)line->argument_count, false)) {
        code = decide_once(&program, cli_option(line, "decision"), buffer_slice(&input));
    }
    buffer_deinit(&input);
    program_close(&program);
    return code;
}

const struct cli_verb verb_decide = {
    .name = "decide",
    .chapter = "Models",
    .summary = "evaluate a decision of a DMN file, without a server",
    .about =
        "The output is JSON. What is wrong on the way is null and a warning on standard error; "
        "exit code 1 when the evaluation as a whole has failed. With --batch each line of "
        "standard input is {\"model\": FILE, \"imports\": [FILE], \"decision\": NAME, \"input\": "
        "{...}}, each answer {\"output\": ..., \"warnings\": [...]} or {\"output\": null, "
        "\"errors\": [...]}.",
    .examples = "baton decide loan.dmn -d Approval -i '{\"Age\": 40}'\tone decision",
    .forms =
        (const struct cli_form[]){
            {.arguments = {{.name = "FILE", .kind = CLI_FILE, .optional = true, .many = true}},
             .options = decide_options,
             .run = run_decide},
            {0}},
};
