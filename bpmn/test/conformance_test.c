/* Models that this project did not write. */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "bpmn/compile.h"
#include "files.h"
#include "testkit/test.h"
#include "value/json.h"
#include "value/value.h"

struct suite {
    struct arena files; /* lists and expectations, for the whole test */
    struct arena arena; /* one file at a time */
    struct bpmn_compiled compiled;
    unsigned accepted;
    unsigned refused;
};

/* Name of a file or folder of the shared data. */
static const char *shared_path(struct suite *s, const char *name)
{
    if (test_shared() == NULL) {
        test_skip("no shared conformance data (BATON_SHARED)");
    }
    return arena_printf(&s->files, "%s/conformance/%s", test_shared(), name).data;
}

static void begin(struct suite *s)
{
    memset(s, 0, sizeof *s);
    arena_init(&s->files, MIB(16));
    arena_init(&s->arena, LIMIT_BPMN_COMPILE_BYTES);
}

static void end(struct suite *s)
{
    arena_deinit(&s->arena);
    arena_deinit(&s->files);
}

/* Scenario models have a place for the time of their deployment. */
static struct slice without_placeholders(struct arena *arena, struct slice text)
{
    static const char time[] = "2030-01-01T00:00:00Z";
    struct buffer out;
    struct slice copy;

    buffer_init(&out, MIB(4));
    for (size_t i = 0; i < text.size; i++) {
        if (slice_starts_with(slice_from(text, i), SLICE("{{now"))) {
            buffer_put_text(&out, time);
            i += slice_find_byte(slice_from(text, i), '}') + 1;
        } else {
            buffer_put_byte(&out, text.data[i]);
        }
    }
    copy = arena_copy(arena, buffer_slice(&out));
    buffer_deinit(&out);
    return copy;
}

static enum status compile(struct suite *s, const char *path)
{
    struct slice text;
    enum status st;

    arena_reset(&s->arena);
    text = without_placeholders(&s->arena, file_read(&s->arena, path));
    st = bpmn_compile(&s->arena, text, NULL, &s->compiled);
    CHECK(st == STATUS_OK || st == STATUS_INVALID_ARGUMENT);
    CHECK((st == STATUS_OK) == (s->compiled.error_count == 0));
    s->accepted += st == STATUS_OK ? 1 : 0;
    s->refused += st == STATUS_OK ? 0 : 1;
    return st;
}

/* A refusal that says where; what was accepted loads. */
static void check_outcome(struct suite *s, const char *path)
{
    for (size_t i = 0; i < s->compiled.diagnostic_count; i++) {
        const struct bpmn_diagnostic *d = &s->compiled.diagnostics[i];
        bool names_a_place = d->element.size > 0 || d->line > 0;

        if (!names_a_place || d->reason.size == 0) {
            test_fail(__FILE__, __LINE__, "%s: %s names no place", path, d->rule);
        }
    }
    for (size_t i = 0; s->compiled.error_count == 0 && i < s->compiled.process_count; i++) {
        const struct bpmn_process *process;

        if (s->compiled.processes[i].is_executable) {
            CHECK_OK(bpmn_process_load(&s->arena, s->compiled.processes[i].model, &process));
        }
    }
}

/* The message as the REST API gives it, for the words that a scenario wants in it. */
static struct slice whole_message(struct suite *s)
{
    struct slice all = SLICE("");

    for (size_t i = 0; i < s->compiled.diagnostic_count; i++) {
        struct slice line =
            bpmn_diagnostic_format(&s->arena, SLICE("m"), &s->compiled.diagnostics[i]);

        all = arena_printf(&s->arena, "%.*s%.*s\n", SLICE_ARG(all), SLICE_ARG(line));
    }
    return all;
}

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool has_word(struct slice text, struct slice word)
{
    for (size_t i = 0; i + word.size <= text.size; i++) {
        bool begins = i == 0 || !is_word_byte(text.data[i - 1]);
        bool ends = i + word.size == text.size || !is_word_byte(text.data[i + word.size]);

        if (begins && ends && memcmp(text.data + i, word.data, word.size) == 0) {
            return true;
        }
    }
    return false;
}

/* "a|$.p": one of the alternatives, $. standing for the prefix of the scenario. */
static bool has_alternative(struct suite *s, struct slice text, struct slice scenario,
                            struct slice alternatives)
{
    while (alternatives.size > 0) {
        size_t bar = slice_find_byte(alternatives, '|');
        size_t size = bar == SIZE_MAX ? alternatives.size : bar;
        struct slice word = slice_sub(alternatives, 0, size);

        if (slice_starts_with(word, SLICE("$."))) {
            word = arena_printf(&s->arena, "%.*s.%.*s", SLICE_ARG(scenario),
                                SLICE_ARG(slice_from(word, 2)));
        }
        if (has_word(text, word)) {
            return true;
        }
        alternatives = slice_from(alternatives, bar == SIZE_MAX ? size : size + 1);
    }
    return false;
}

static struct slice member(struct slice object, const char *key)
{
    struct slice found;

    return value_find(object, slice_of(key), &found) ? found : SLICE_EMPTY;
}

static struct slice first_text(struct slice array)
{
    struct value_reader reader = value_reader_of(array);
    struct slice text;
    uint32_t count;

    if (array.size == 0) {
        return SLICE_EMPTY;
    }
    CHECK_OK(value_read_array(&reader, &count));
    CHECK_INT(count, ==, 1);
    CHECK_OK(value_read_string(&reader, &text));
    return text;
}

static void check_deployment(struct suite *s, const char *folder, struct slice step)
{
    struct slice file = first_text(member(step, "deploy"));
    struct slice refused = member(step, "refused");
    struct slice mentions = first_text(member(refused, "mentions"));
    const char *path = arena_printf(&s->files, "%s/%.*s", folder, SLICE_ARG(file)).data;
    enum status st = compile(s, path);
    struct slice scenario = slice_of(strrchr(folder, '/') + 1);
    struct slice message = whole_message(s);

    check_outcome(s, path);
    if (refused.size == 0) {
        return; /* judged with all other models that are to run */
    }
    if (st == STATUS_OK) {
        test_fail(__FILE__, __LINE__, "%s must be refused", path);
    }
    if (mentions.size > 0 && !has_alternative(s, message, scenario, mentions)) {
        test_fail(__FILE__, __LINE__, "%s wants one of %.*s in:\n%.*s", path, SLICE_ARG(mentions),
                  SLICE_ARG(message));
    }
}

static struct slice read_json(struct suite *s, const char *path)
{
    struct json_error error;
    struct buffer value;
    struct slice copy;

    buffer_init(&value, MIB(4));
    CHECK_OK(json_parse(file_read(&s->files, path), &value, &error));
    copy = arena_copy(&s->files, buffer_slice(&value));
    buffer_deinit(&value);
    return copy;
}

static void check_scenario(struct suite *s, const char *path)
{
    struct slice steps = member(read_json(s, path), "steps");
    struct slice folder = slice_sub(slice_of(path), 0, strlen(path) - strlen("/scenario.json"));
    const char *folder_path = arena_copy(&s->files, folder).data;
    struct value_reader reader = value_reader_of(steps);
    uint32_t count;

    CHECK_OK(value_read_array(&reader, &count));
    for (uint32_t i = 0; i < count; i++) {
        struct slice step;

        CHECK_OK(value_read_whole(&reader, &step));
        if (member(step, "deploy").size > 0) {
            check_deployment(s, folder_path, step);
        }
    }
}

/* 94 models that break one rule each, and what the message must say. */
TEST(conformance, refuses_what_the_scenarios_say_must_be_refused)
{
    struct suite s;
    char **paths;
    size_t count;

    begin(&s);
    count = files_list(&s.files, shared_path(&s, "scenarios"), "scenario.json", &paths);
    for (size_t i = 0; i < count; i++) {
        if (strstr(paths[i], "/RJ-") != NULL) {
            check_scenario(&s, paths[i]);
        }
    }
    CHECK_INT(s.refused, >=, 94);
    end(&s);
}

/* A valid model is accepted, or refused only for elements that are not supported yet, by name. */
static void check_valid(struct suite *s, const char *path)
{
    compile(s, path);
    check_outcome(s, path);
    for (size_t i = 0; i < s->compiled.diagnostic_count; i++) {
        const struct bpmn_diagnostic *d = &s->compiled.diagnostics[i];

        if (!slice_ends_with(slice_of(d->rule), SLICE("-unsupported")) || d->element_id.size == 0) {
            struct slice line = bpmn_diagnostic_format(&s->arena, slice_of(path), d);

            test_fail(__FILE__, __LINE__, "refused though valid: %.*s", SLICE_ARG(line));
        }
    }
}

TEST(conformance, accepts_the_scenarios_but_for_elements_that_come_later)
{
    struct suite s;
    char **paths;
    size_t count;

    begin(&s);
    count = files_list(&s.files, shared_path(&s, "scenarios"), ".bpmn", &paths);
    for (size_t i = 0; i < count; i++) {
        if (strstr(paths[i], "/bad-") == NULL && strstr(paths[i], "/broken.") == NULL) {
            check_valid(&s, paths[i]);
        }
    }
    printf("        %u accepted, %u wait for elements\n", s.accepted, s.refused);
    CHECK_INT(s.accepted, >=, 130);
    end(&s);
}

/* What an independent reader says of the file. */
static void check_expected(struct suite *s, const char *path, struct slice expected)
{
    struct value_reader reader = value_reader_of(member(expected, "well_formed"));
    bool is_well_formed;
    bool is_refused_as_xml;

    CHECK_OK(value_read_bool(&reader, &is_well_formed));
    is_refused_as_xml = s->compiled.diagnostic_count > 0 &&
                        strncmp(s->compiled.diagnostics[0].rule, "xml-", 4) == 0;
    if (is_well_formed == is_refused_as_xml) {
        test_fail(__FILE__, __LINE__, "%s: %s", path,
                  is_well_formed ? "refused though well-formed" : "read though malformed");
    }
    if (is_refused_as_xml) {
        CHECK_INT(s->compiled.diagnostics[0].line, >, 0);
    }
}

TEST(conformance, reads_the_exports_of_all_tools)
{
    struct suite s;
    struct slice files;
    const char *folder;
    char **paths;
    size_t count;

    begin(&s);
    folder = shared_path(&s, "bpmn-miwg");
    files = member(read_json(&s, shared_path(&s, "bpmn-miwg/expected.json")), "files");
    count = files_list(&s.files, folder, ".bpmn", &paths);
    CHECK_INT(count, >=, 90);
    for (size_t i = 0; i < count; i++) {
        compile(&s, paths[i]);
        check_outcome(&s, paths[i]);
        check_expected(&s, paths[i], member(files, paths[i] + strlen(folder) + 1));
    }
    end(&s);
}

/* Wrong in that engine's own extension, which is none of ours. */
static bool is_delegate(const char *path)
{
    return strstr(path, "testInvalidExecutionListenerDelegateDefinition") != NULL;
}

/* Camunda 8 lets an activity catch one code and all others beside it. */
static bool is_stricter(const char *path)
{
    return strstr(path, "WithAndWithoutEscalationCode") != NULL;
}

/* No expectation but the one: an answer, and a reason with it. */
TEST(conformance, answers_for_models_of_other_engines)
{
    struct suite s;
    char **paths;
    size_t count;

    begin(&s);
    count = files_list(&s.files, shared_path(&s, "bpmn-engines"), ".bpmn", &paths);
    for (size_t i = 0; i < count; i++) {
        compile(&s, paths[i]);
        check_outcome(&s, paths[i]);
        if (strstr(paths[i], "/camunda7-invalid/") != NULL && !is_delegate(paths[i]) &&
            !is_stricter(paths[i]) && s.compiled.error_count == 0) {
            test_fail(__FILE__, __LINE__, "%s must be refused", paths[i]);
        }
    }
    count = files_list(&s.files, shared_path(&s, "bpmn-betsy"), ".bpmn", &paths);
    for (size_t i = 0; i < count; i++) {
        compile(&s, paths[i]);
        check_outcome(&s, paths[i]);
    }
    printf("        %u accepted, %u refused\n", s.accepted, s.refused);
    end(&s);
}
