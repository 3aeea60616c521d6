/* Golden files: `expression -> result` a line, `@` lines set the scene, `#` lines tell the story.
 *
 * With BATON_BLESS set the files are written anew from what the code does; read the difference
 * before you commit it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "session.h"

static void write_file(const char *path, struct slice text)
{
    FILE *file = fopen(path, "wb");

    CHECK(file != NULL);
    CHECK_INT(fwrite(text.data, 1, text.size, file), ==, text.size);
    fclose(file);
}

/* Where the last " -> " begins, SIZE_MAX for none. */
static size_t arrow_at(struct slice line)
{
    for (size_t i = line.size; i >= 4; i--) {
        if (memcmp(line.data + i - 4, " -> ", 4) == 0) {
            return i - 4;
        }
    }
    return SIZE_MAX;
}

static void run_line(struct session *session, struct slice line, struct buffer *out)
{
    size_t arrow = arrow_at(line);
    struct slice expression = arrow == SIZE_MAX ? line : slice_sub(line, 0, arrow);

    if (line.size == 0 || line.data[0] == '#' ||
        (line.data[0] == '@' && session_directive(session, line))) {
        buffer_put_slice(out, line);
    } else {
        buffer_put_slice(out, expression);
        buffer_put_text(out, " -> ");
        session_run(session, expression, out);
    }
    buffer_put_byte(out, '\n');
}

static void compare_lines(const char *path, struct slice wanted, struct slice got)
{
    int line = 1;
    size_t at = 0;

    while (at < wanted.size && at < got.size && wanted.data[at] == got.data[at]) {
        line += wanted.data[at] == '\n' ? 1 : 0;
        at++;
    }
    if (at < wanted.size || at < got.size) {
        size_t start = at;
        struct slice a;
        struct slice b;

        while (start > 0 && wanted.data[start - 1] != '\n') {
            start--;
        }
        a = slice_from(wanted, start);
        b = slice_from(got, start);
        a.size = slice_find_byte(a, '\n') < a.size ? slice_find_byte(a, '\n') : a.size;
        b.size = slice_find_byte(b, '\n') < b.size ? slice_find_byte(b, '\n') : b.size;
        test_fail(path, line, "wanted\n  %.*s\ngot\n  %.*s", SLICE_ARG(a), SLICE_ARG(b));
    }
}

static void golden(const char *name)
{
    struct session session;
    struct buffer file;
    struct buffer got;
    struct slice rest;
    char path[256];

    snprintf(path, sizeof(path), "feel/test/golden/%s.txt", name);
    session_init(&session);
    buffer_init(&file, MIB(4));
    buffer_init(&got, MIB(4));
    test_read_file(path, &file);
    rest = buffer_slice(&file);
    while (rest.size > 0) {
        size_t end = slice_find_byte(rest, '\n');

        CHECK(end != SIZE_MAX);
        run_line(&session, slice_sub(rest, 0, end), &got);
        rest = slice_from(rest, end + 1);
    }
    if (getenv("BATON_BLESS") != NULL) {
        write_file(path, buffer_slice(&got));
    } else {
        compare_lines(path, buffer_slice(&file), buffer_slice(&got));
    }
    buffer_deinit(&file);
    buffer_deinit(&got);
    session_deinit(&session);
}

#define GOLDEN(name)                                                                               \
    TEST(golden, name)                                                                             \
    {                                                                                              \
        golden(#name);                                                                             \
    }

GOLDEN(literals)
GOLDEN(environment)
GOLDEN(names)
GOLDEN(operators)
GOLDEN(logic)
GOLDEN(equality)
GOLDEN(tests)
GOLDEN(unary_tests)
GOLDEN(lists)
GOLDEN(contexts)
GOLDEN(iterations)
GOLDEN(functions)
GOLDEN(types)
GOLDEN(temporal)
GOLDEN(temporal_arithmetic)
GOLDEN(ranges)
GOLDEN(syntax_errors)
GOLDEN(builtins_conversion)
GOLDEN(builtins_string)
GOLDEN(builtins_list)
GOLDEN(builtins_number)
GOLDEN(builtins_context)
GOLDEN(builtins_temporal)
GOLDEN(builtins_range)
GOLDEN(regex)
GOLDEN(camunda)
GOLDEN(budgets)
