#include "session.h"

#include <stdio.h>

#include "base/limits.h"
#include "value/json.h"
#include "value/value.h"

void session_init(struct session *session)
{
    *session = (struct session){.options = {.dialect = FEEL_DMN}};
    arena_init(&session->settings, MIB(8));
    arena_init(&session->work, LIMIT_FEEL_MEMORY_BYTES);
    session->options.names = session->names;
}

void session_deinit(struct session *session)
{
    arena_deinit(&session->settings);
    arena_deinit(&session->work);
}

struct slice session_encode(struct session *session, struct slice json)
{
    struct json_error error;
    struct buffer out;
    struct slice copy;

    buffer_init(&out, MIB(4));
    if (json_parse(json, &out, &error) != STATUS_OK) {
        test_fail(__FILE__, __LINE__, "no JSON: %.*s: %s", SLICE_ARG(json), error.reason);
    }
    copy = arena_copy(&session->settings, buffer_slice(&out));
    buffer_deinit(&out);
    return copy;
}

/* --- directives --- */

static void set_names(struct session *session, struct slice rest)
{
    rest = arena_copy(&session->settings, rest);
    session->options.name_count = 0;
    while (rest.size > 0) {
        size_t bar = slice_find_byte(rest, '|');
        size_t size = bar == SIZE_MAX ? rest.size : bar;

        CHECK(session->options.name_count < SESSION_NAMES_MAX);
        session->names[session->options.name_count++] = slice_sub(rest, 0, size);
        rest = slice_from(rest, bar == SIZE_MAX ? rest.size : bar + 1);
    }
}

/* name = json */
static void set_variable(struct session *session, struct slice rest)
{
    size_t equals = slice_find_byte(rest, '=');
    struct session_variable *variable;

    CHECK(equals != SIZE_MAX);
    CHECK(session->variable_count < SESSION_VARIABLES_MAX);
    variable = &session->variables[session->variable_count++];
    variable->name = arena_copy(&session->settings, slice_trim(slice_sub(rest, 0, equals)));
    variable->value = session_encode(session, slice_trim(slice_from(rest, equals + 1)));
}

static int64_t integer_of(struct slice s)
{
    int64_t v = 0;

    CHECK(slice_to_int64(s, &v));
    return v;
}

static void reset(struct session *session)
{
    session_deinit(session);
    session_init(session);
}

bool session_directive(struct session *session, struct slice line)
{
    size_t blank = slice_find_byte(line, ' ');
    struct slice word = slice_sub(line, 0, blank == SIZE_MAX ? line.size : blank);
    struct slice rest = blank == SIZE_MAX ? SLICE_EMPTY : slice_trim(slice_from(line, blank));

    if (slice_is(word, "@names")) {
        set_names(session, rest);
    } else if (slice_is(word, "@set")) {
        set_variable(session, rest);
    } else if (slice_is(word, "@input")) {
        session->input = session_encode(session, rest);
    } else if (slice_is(word, "@unary") || slice_is(word, "@expression")) {
        session->options.unary_tests = slice_is(word, "@unary");
    } else if (slice_is(word, "@camunda") || slice_is(word, "@dmn")) {
        session->options.dialect = slice_is(word, "@camunda") ? FEEL_CAMUNDA : FEEL_DMN;
    } else if (slice_is(word, "@now")) {
        session->now_ms = integer_of(rest);
    } else if (slice_is(word, "@steps")) {
        session->steps_max = (uint64_t)integer_of(rest);
    } else if (slice_is(word, "@reset")) {
        reset(session);
    } else {
        return false;
    }
    return true;
}

/* --- running --- */

static bool find_variable(void *ctx, struct slice name, struct slice *value)
{
    const struct session *session = ctx;

    for (size_t i = 0; i < session->variable_count; i++) {
        if (slice_equal(session->variables[i].name, name)) {
            *value = session->variables[i].value;
            return true;
        }
    }
    return false;
}

static const char *kind_text(enum feel_warning_kind kind)
{
    static const char *const texts[] = {
        [FEEL_WARNING_NO_VARIABLE] = "NO_VARIABLE",
        [FEEL_WARNING_NO_PROPERTY] = "NO_PROPERTY",
        [FEEL_WARNING_TYPE] = "TYPE",
        [FEEL_WARNING_ARGUMENTS] = "ARGUMENTS",
        [FEEL_WARNING_NO_FUNCTION] = "NO_FUNCTION",
        [FEEL_WARNING_VALUE] = "VALUE",
        [FEEL_WARNING_BUDGET] = "BUDGET",
        [FEEL_WARNING_ASSERT] = "ASSERT",
    };

    return texts[kind];
}

static void print_result(const struct feel_result *result, struct buffer *out)
{
    if (result->failed) {
        buffer_put_text(out, "failed");
    } else {
        CHECK_OK(value_validate(result->value));
        json_put(out, result->value);
    }
    for (size_t i = 0; i < result->warning_count; i++) {
        const struct feel_warning *warning = &result->warnings[i];

        CHECK(warning->text.size > 0);
        buffer_printf(out, " ! %s@", kind_text(warning->kind));
        if (warning->line > 1) {
            buffer_printf(out, "%u:", warning->line);
        }
        buffer_printf(out, "%u", warning->column);
    }
}

void session_run(struct session *session, struct slice expression, struct buffer *out)
{
    struct feel_environment environment = {.find = find_variable,
                                           .ctx = session,
                                           .now_ms = session->now_ms,
                                           .input = session->input,
                                           .steps_max = session->steps_max};
    const struct feel_expression *parsed;
    struct feel_result result;
    struct feel_error error;
    enum status st;

    arena_reset(&session->work);
    st = feel_parse(&session->work, expression, &session->options, &parsed, &error);
    if (st != STATUS_OK) {
        buffer_printf(out, "error %u:%u %s", error.line, error.column, error.reason);
        return;
    }
    CHECK_OK(feel_evaluate(parsed, &environment, &session->work, &result));
    print_result(&result, out);
}

void test_read_file(const char *path, struct buffer *out)
{
    FILE *file = fopen(path, "rb");
    char block[4096];
    size_t n;

    if (file == NULL) {
        test_fail(__FILE__, __LINE__, "cannot open %s", path);
    }
    while ((n = fread(block, 1, sizeof(block), file)) > 0) {
        buffer_put(out, block, n);
    }
    fclose(file);
    CHECK(!out->failed);
}
