/* Every ceiling has a test one above it, and ends in an answer of its own. */
#include <string.h>

#include "base/limits.h"
#include "session.h"
#include "value/json.h"
#include "value/value.h"

struct parsed {
    struct arena arena;
    const struct feel_expression *expression;
    struct feel_error error;
    enum status status;
};

static void parse(struct parsed *parsed, struct slice text)
{
    struct feel_parse_options options = {.dialect = FEEL_DMN};

    arena_init(&parsed->arena, MIB(64));
    parsed->status =
        feel_parse(&parsed->arena, text, &options, &parsed->expression, &parsed->error);
}

/* `count` times a, then middle, then `count` times b. */
static struct slice nested(struct buffer *out, size_t count, const char *a, const char *middle,
                           const char *b)
{
    for (size_t i = 0; i < count; i++) {
        buffer_put_text(out, a);
    }
    buffer_put_text(out, middle);
    for (size_t i = 0; i < count; i++) {
        buffer_put_text(out, b);
    }
    CHECK(!out->failed);
    return buffer_slice(out);
}

static enum status status_of_nested(size_t count, const char *a, const char *middle, const char *b)
{
    struct parsed parsed;
    struct buffer text;

    buffer_init(&text, MIB(1));
    parse(&parsed, nested(&text, count, a, middle, b));
    CHECK(parsed.status == STATUS_OK || parsed.error.reason[0] != '\0');
    arena_deinit(&parsed.arena);
    buffer_deinit(&text);
    return parsed.status;
}

TEST(limits, nesting_ends_in_an_error_of_its_own)
{
    CHECK_OK(status_of_nested(100, "(", "1", ")"));
    CHECK_OK(status_of_nested(100, "[", "1", "]"));
    CHECK_STATUS(status_of_nested(LIMIT_FEEL_DEPTH + 1, "(", "1", ")"), STATUS_LIMIT);
    CHECK_STATUS(status_of_nested(30000, "(", "1", ")"), STATUS_LIMIT);
    CHECK_STATUS(status_of_nested(30000, "[", "1", "]"), STATUS_LIMIT);
    CHECK_STATUS(status_of_nested(60000, "-", "1", ""), STATUS_LIMIT);
    CHECK_STATUS(status_of_nested(10000, "{a:", "1", "}"), STATUS_LIMIT);
    CHECK_STATUS(status_of_nested(6000, "not(", "true", ")"), STATUS_LIMIT);
    CHECK_STATUS(status_of_nested(2000, "if true then ", "1", " else 2"), STATUS_LIMIT);
    CHECK_STATUS(status_of_nested(3000, "function(x) ", "1", ""), STATUS_LIMIT);
    CHECK_STATUS(status_of_nested(5000, "", "a", ".b"), STATUS_LIMIT);
    CHECK_STATUS(status_of_nested(5000, "", "a", "[1]"), STATUS_LIMIT);
    CHECK_STATUS(status_of_nested(5000, "", "a", "(1)"), STATUS_LIMIT);
    CHECK_STATUS(status_of_nested(2000, "", "1", " instance of number"), STATUS_LIMIT);
    CHECK_STATUS(status_of_nested(5000, "]1..", "1", "["), STATUS_LIMIT);
    CHECK_STATUS(status_of_nested(5000, "]", "1", "..2]"), STATUS_LIMIT);
    CHECK_STATUS(status_of_nested(5000, "(<", "1", ")"), STATUS_LIMIT);
    CHECK_STATUS(status_of_nested(5000, "1 in ", "1", ""), STATUS_LIMIT);
    CHECK_STATUS(status_of_nested(5000, "1 between 1 and ", "1", ""), STATUS_LIMIT);
    CHECK_STATUS(status_of_nested(5000, "for i in ", "1", " return 1"), STATUS_LIMIT);
    CHECK_STATUS(status_of_nested(2000, "(1 instance of list<", "number", ">)"), STATUS_MALFORMED);
    CHECK_STATUS(status_of_nested(2000, "function(x: list<", "number", ">) 1"), STATUS_MALFORMED);
}

/* A chain of operators is one node, however long. */
TEST(limits, chains_are_no_nesting)
{
    CHECK_OK(status_of_nested(10000, "1 + ", "1", ""));
    CHECK_OK(status_of_nested(5000, "true and ", "true", ""));
    CHECK_OK(status_of_nested(5000, "2 * ", "1", ""));
    CHECK_OK(status_of_nested(5000, "1 ** ", "1", ""));
}

TEST(limits, source_is_bounded)
{
    CHECK_OK(status_of_nested(LIMIT_FEEL_SOURCE_BYTES - 1, " ", "1", ""));
    CHECK_STATUS(status_of_nested(LIMIT_FEEL_SOURCE_BYTES, " ", "1", ""), STATUS_LIMIT);
}

static enum status status_of_different_names(int count)
{
    struct parsed parsed;
    struct buffer text;

    buffer_init(&text, MIB(1));
    for (int i = 0; i < count; i++) {
        buffer_printf(&text, "%sv%x", i == 0 ? "" : "+", (unsigned)i);
    }
    parse(&parsed, buffer_slice(&text));
    arena_deinit(&parsed.arena);
    buffer_deinit(&text);
    return parsed.status;
}

/* Names are searched one by one: the sum of 1 to n comparisons is bounded. */
TEST(limits, different_names_are_bounded)
{
    CHECK_OK(status_of_different_names(2000));
    CHECK_STATUS(status_of_different_names(5000), STATUS_LIMIT);
}

TEST(limits, text_must_be_utf8)
{
    struct parsed parsed;

    parse(&parsed, SLICE("\"a\" + \"\xff\""));
    CHECK_STATUS(parsed.status, STATUS_MALFORMED);
    CHECK_INT(parsed.error.offset, ==, 7);
    CHECK_INT(parsed.error.column, ==, 8);
    arena_deinit(&parsed.arena);
}

TEST(limits, parser_says_when_its_arena_is_full)
{
    struct feel_parse_options options = {.dialect = FEEL_DMN};
    const struct feel_expression *expression;
    struct feel_error error;

    for (size_t ceiling = 0; ceiling < 4096; ceiling += 16) {
        struct arena arena;
        enum status st;

        arena_init(&arena, ceiling);
        st =
            feel_parse(&arena, SLICE("{a b: [1, \"x\"], c: for i in a b return i + 1}.c[item > 2]"),
                       &options, &expression, &error);
        CHECK(st == STATUS_OK || st == STATUS_LIMIT);
        CHECK(st != STATUS_OK || expression != NULL);
        arena_deinit(&arena);
    }
}

/* Whatever the memory, an evaluation ends: with the one result, or as failed. */
TEST(limits, evaluation_fails_cleanly_at_every_ceiling)
{
    struct parsed parsed;
    struct feel_environment environment = {.now_ms = 0};

    parse(&parsed, SLICE("string({a: for i in 1..9 return [i, \"x\" + string(i)], b: missing,"
                         " c: replace(\"abc\", \"(b)\", \"$1$1\"), d: @\"2020-01-01\" + @\"P1M\","
                         " e: sort([3, 1, 2], function(x, y) x < y)})"));
    CHECK_OK(parsed.status);
    for (size_t ceiling = 0; ceiling < 40000; ceiling += 48) {
        struct feel_result result;
        struct arena arena;

        arena_init(&arena, ceiling);
        CHECK_OK(feel_evaluate(parsed.expression, &environment, &arena, &result));
        CHECK(result.failed == value_is_null(result.value));
        CHECK_OK(value_validate(result.value));
        arena_deinit(&arena);
    }
    arena_deinit(&parsed.arena);
}

TEST(limits, steps_are_counted_and_end_the_evaluation)
{
    struct parsed parsed;
    struct feel_environment environment = {.steps_max = 10};
    struct feel_result result;

    parse(&parsed, SLICE("1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9"));
    CHECK_OK(feel_evaluate(parsed.expression, &environment, &parsed.arena, &result));
    CHECK(result.failed);
    CHECK_INT(result.steps, ==, 10);
    CHECK_INT(result.warning_count, ==, 1);
    CHECK_INT(result.warnings[0].kind, ==, FEEL_WARNING_BUDGET);
    environment.steps_max = 11;
    CHECK_OK(feel_evaluate(parsed.expression, &environment, &parsed.arena, &result));
    CHECK(!result.failed);
    CHECK_INT(result.steps, ==, 11);
    arena_deinit(&parsed.arena);
}

TEST(limits, warnings_stop_at_32_and_keep_the_reason_of_a_failure)
{
    struct parsed parsed;
    struct feel_environment environment = {.steps_max = 1000};
    struct feel_result result;

    parse(&parsed, SLICE("for i in 1..40 return x"));
    CHECK_OK(feel_evaluate(parsed.expression, &environment, &parsed.arena, &result));
    CHECK_INT(result.warning_count, ==, 32);
    CHECK_INT(result.warnings[31].kind, ==, FEEL_WARNING_NO_VARIABLE);
    arena_deinit(&parsed.arena);
    parse(&parsed, SLICE("for i in 1..4000 return x"));
    CHECK_OK(feel_evaluate(parsed.expression, &environment, &parsed.arena, &result));
    CHECK_INT(result.warning_count, ==, 32);
    CHECK_INT(result.warnings[31].kind, ==, FEEL_WARNING_BUDGET);
    arena_deinit(&parsed.arena);
}

/* A value as deep as values may be, and one list around it. */
TEST(limits, results_are_not_deeper_than_values_may_be)
{
    struct session session;
    struct buffer text;
    struct buffer out;

    session_init(&session);
    buffer_init(&text, MIB(1));
    buffer_init(&out, MIB(1));
    session.variables[0].name = SLICE("deep");
    session.variables[0].value =
        session_encode(&session, nested(&text, LIMIT_VALUE_DEPTH, "[", "", "]"));
    session.variable_count = 1;
    session_run(&session, SLICE("deep"), &out);
    CHECK_SLICE(buffer_slice(&out), buffer_slice(&text));
    buffer_reset(&out);
    session_run(&session, SLICE("[deep]"), &out);
    CHECK_TEXT(buffer_slice(&out), "failed ! BUDGET@1");
    buffer_deinit(&text);
    buffer_deinit(&out);
    session_deinit(&session);
}
