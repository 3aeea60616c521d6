/* The header's promises that no single expression shows. */
#include <stdio.h>
#include <string.h>

#include "builtin/builtin.h"
#include "feel/feel.h"
#include "session.h"
#include "value/json.h"
#include "value/value.h"

static const struct feel_expression *parse_in(struct arena *arena, const char *text)
{
    struct feel_parse_options options = {.dialect = FEEL_CAMUNDA};
    const struct feel_expression *expression;
    struct feel_error error;

    CHECK_OK(feel_parse(arena, slice_of(text), &options, &expression, &error));
    return expression;
}

static void check_variables(const char *text, const char *wanted)
{
    const struct slice *names;
    struct arena arena;
    struct buffer got;

    arena_init(&arena, 1 << 20);
    buffer_init(&got, 1 << 16);
    for (size_t i = 0, n = feel_variables(parse_in(&arena, text), &arena, &names); i < n; i++) {
        buffer_put_text(&got, i == 0 ? "" : ",");
        buffer_put_slice(&got, names[i]);
    }
    CHECK_TEXT(buffer_slice(&got), wanted);
    buffer_deinit(&got);
    arena_deinit(&arena);
}

TEST(variables, are_those_that_the_text_does_not_bind)
{
    check_variables("1 + 2", "");
    check_variables("a + b * a", "a,b");
    check_variables("order.total > limit", "order,limit");
    check_variables("for i in items return i * factor", "items,factor");
    check_variables("{a: x, b: a + y}", "x,y");
    check_variables("{a: a}", "a");
    check_variables("{f: function(n) f(n - 1) + k}", "k");
    check_variables("function(p) p + q", "q");
    check_variables("some v in w satisfies v = z", "w,z");
    check_variables("count(list) + sum([x])", "list,x");
    check_variables("list[item > n]", "list,n");
    check_variables("`first name` + ?", "first name");
    check_variables("a[b = 1].c", "a,b");
}

struct asked {
    int count;
    struct slice value;
};

static bool count_questions(void *ctx, struct slice name, struct slice *value)
{
    struct asked *asked = ctx;

    (void)name;
    asked->count++;
    *value = asked->value;
    return true;
}

/* A loop over a large variable must not decode it again and again. */
TEST(environment, is_asked_once_for_each_variable)
{
    static const char bytes[] = "\x93\x01\x02\x03";
    struct asked asked = {.value = {bytes, 4}};
    struct feel_environment environment = {.find = count_questions, .ctx = &asked};
    struct feel_result result;
    struct arena arena;

    arena_init(&arena, 1 << 20);
    CHECK_OK(feel_evaluate(parse_in(&arena, "for i in x return x[i] + count(x)"), &environment,
                           &arena, &result));
    CHECK_INT(asked.count, ==, 1);
    CHECK_INT(result.type, ==, FEEL_LIST);
    CHECK_SLICE(result.value, SLICE("\x93\x04\x05\x06"));
    arena_deinit(&arena);
}

static void check_pass_through(struct session *session, const char *json)
{
    struct buffer out;

    buffer_init(&out, 1 << 16);
    session->variables[0].name = SLICE("x");
    session->variables[0].value = session_encode(session, slice_of(json));
    session->variable_count = 1;
    session_run(session, SLICE("x"), &out);
    CHECK_TEXT(buffer_slice(&out), json);
    buffer_deinit(&out);
}

TEST(environment, values_pass_through_without_loss)
{
    struct session session;

    session_init(&session);
    check_pass_through(&session, "1.10");
    check_pass_through(&session, "-5");
    check_pass_through(&session, "9223372036854775808");
    check_pass_through(&session, "1234567890123456789012345678901234");
    check_pass_through(&session, "\"\"");
    check_pass_through(&session, "[1,{\"a\":[],\"b\":null}]");
    check_pass_through(&session, "{\"n\":1.00,\"s\":\"é\"}");
    session_deinit(&session);
}

TEST(results, say_what_kind_of_value_they_were)
{
    static const struct {
        const char *text;
        enum feel_type type;
    } cases[] = {
        {"null", FEEL_NULL},
        {"true", FEEL_BOOLEAN},
        {"1", FEEL_NUMBER},
        {"\"a\"", FEEL_STRING},
        {"@\"2020-01-01\"", FEEL_DATE},
        {"@\"10:00:00\"", FEEL_TIME},
        {"now()", FEEL_DATE_TIME},
        {"@\"P1D\"", FEEL_DAYS_DURATION},
        {"@\"P1Y\"", FEEL_MONTHS_DURATION},
        {"[]", FEEL_LIST},
        {"{}", FEEL_CONTEXT},
        {"[1..2]", FEEL_RANGE},
        {"abs", FEEL_FUNCTION},
    };
    struct feel_environment environment = {.now_ms = 0};

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct feel_result result;
        struct arena arena;

        arena_init(&arena, 1 << 20);
        CHECK_OK(feel_evaluate(parse_in(&arena, cases[i].text), &environment, &arena, &result));
        CHECK_INT(result.type, ==, cases[i].type);
        arena_deinit(&arena);
    }
}

TEST(warnings, name_line_and_column_in_code_points)
{
    struct feel_environment environment = {.now_ms = 0};
    struct feel_result result;
    struct arena arena;

    arena_init(&arena, 1 << 20);
    CHECK_OK(
        feel_evaluate(parse_in(&arena, "{\n  \"é😀\": missing\n}"), &environment, &arena, &result));
    CHECK_INT(result.warning_count, ==, 1);
    CHECK_INT(result.warnings[0].line, ==, 2);
    CHECK_INT(result.warnings[0].column, ==, 9);
    CHECK_TEXT(result.warnings[0].text, "There is no variable 'missing'.");
    arena_deinit(&arena);
}

/* --- the table of built-in functions against the list of all that FEEL knows --- */

static struct slice load_json(const char *path, struct arena *arena)
{
    struct buffer text;
    struct buffer value;
    struct json_error error;
    struct slice copy;

    buffer_init(&text, 1 << 20);
    buffer_init(&value, 1 << 20);
    test_read_file(path, &text);
    CHECK_OK(json_parse(buffer_slice(&text), &value, &error));
    copy = arena_copy(arena, buffer_slice(&value));
    buffer_deinit(&text);
    buffer_deinit(&value);
    return copy;
}

static bool row_names(const struct feel_builtin *row, struct slice parameters)
{
    struct value_reader reader = value_reader_of(parameters);
    struct slice rest = row->parameters;
    uint32_t count;

    CHECK_OK(value_read_array(&reader, &count));
    for (uint32_t i = 0; i < count; i++) {
        size_t bar = slice_find_byte(rest, '|');
        size_t size = bar == SIZE_MAX ? rest.size : bar;
        struct slice name;

        CHECK_OK(value_read_string(&reader, &name));
        if (slice_is(name, "…")) {
            return true;
        }
        if (!slice_equal(name, slice_sub(rest, 0, size))) {
            return false;
        }
        rest = slice_from(rest, bar == SIZE_MAX ? rest.size : bar + 1);
    }
    return true;
}

/* "c1, …, cN" is the list form given value by value; it has no names of its own. */
static bool is_varying(struct slice parameters)
{
    struct value_reader reader = value_reader_of(parameters);
    uint32_t count;
    struct slice first;

    return value_read_array(&reader, &count) == STATUS_OK && count == 3 &&
           value_read_string(&reader, &first) == STATUS_OK && first.size == 2 &&
           first.data[1] == '1';
}

static bool table_has(struct slice name, struct slice parameters)
{
    const struct feel_builtin *row = feel_builtin_find(name);

    while (row != NULL && !is_varying(parameters) && !row_names(row, parameters)) {
        row = feel_builtin_next(row);
    }
    return row != NULL;
}

/* Every signature of one function; how many the table lacks. */
static uint32_t signatures_missing(struct slice function)
{
    struct value_reader reader;
    struct slice name_value;
    struct slice signatures;
    struct value_item name;
    uint32_t missing = 0;
    uint32_t count;

    CHECK(value_find(function, SLICE("name"), &name_value));
    CHECK(value_find(function, SLICE("parameters"), &signatures));
    CHECK_OK(value_head(name_value, &name));
    reader = value_reader_of(signatures);
    CHECK_OK(value_read_array(&reader, &count));
    for (uint32_t i = 0; i < count; i++) {
        struct slice parameters;

        CHECK_OK(value_read_whole(&reader, &parameters));
        missing += table_has(name.text, parameters) ? 0 : 1;
    }
    return missing;
}

TEST(builtins, cover_every_signature)
{
    struct value_reader reader;
    struct slice functions;
    struct arena arena;
    uint32_t missing = 0;
    uint32_t count;
    char path[512];

    if (test_shared() == NULL) {
        test_skip("no shared conformance data");
    }
    snprintf(path, sizeof(path), "%s/conformance/feel/builtins.json", test_shared());
    arena_init(&arena, 1 << 22);
    CHECK(value_find(load_json(path, &arena), SLICE("functions"), &functions));
    reader = value_reader_of(functions);
    CHECK_OK(value_read_array(&reader, &count));
    CHECK_INT(count, >, 100);
    for (uint32_t i = 0; i < count; i++) {
        struct slice function;

        CHECK_OK(value_read_whole(&reader, &function));
        missing += signatures_missing(function);
    }
    CHECK_INT(missing, ==, 0);
    arena_deinit(&arena);
}

/* Letters and names of a row belong together. */
TEST(builtins, rows_are_well_formed)
{
    const struct feel_builtin *row;

    for (size_t i = 0; (row = feel_builtin_at(i)) != NULL; i++) {
        size_t letters = strlen(row->types);

        if (letters > 0 && row->types[letters - 1] == '*') {
            letters--;
        }
        CHECK_INT(letters, ==, feel_builtin_parameter_count(row));
        CHECK_INT(letters, <=, FEEL_ARGUMENTS_MAX);
        CHECK_INT(row->required, <=, letters);
        CHECK(row->run != NULL);
        for (const struct feel_builtin *other = feel_builtin_at(0); other != row; other++) {
            CHECK(!slice_equal(other->name, row->name) || feel_builtin_next(row - 1) == row);
        }
    }
}
