/* One expression with its surroundings, for tests: JSON in, one line of text out. */
#ifndef FEEL_TEST_SESSION_H
#define FEEL_TEST_SESSION_H

#include "base/buffer.h"
#include "feel/feel.h"
#include "testkit/test.h"

enum {
    SESSION_NAMES_MAX = 32,
    SESSION_VARIABLES_MAX = 32
};

struct session_variable {
    struct slice name;
    struct slice value;
};

struct session {
    struct arena settings; /* what the next expressions see */
    struct arena work;     /* one expression */
    struct feel_parse_options options;
    struct slice names[SESSION_NAMES_MAX];
    struct session_variable variables[SESSION_VARIABLES_MAX];
    size_t variable_count;
    struct slice input;
    int64_t now_ms;
    uint64_t steps_max;
};

void session_init(struct session *session);
void session_deinit(struct session *session);
/* A line that begins with '@': @names a b|c, @set name json, @input json, @unary, @expression,
 * @camunda, @dmn, @now ms, @steps n, @reset. False when it is none of these. */
bool session_directive(struct session *session, struct slice line);
/* Append what the expression gives: JSON, then " ! kind@column" for each warning; "failed" in place
 * of JSON, or "error line:column reason". */
void session_run(struct session *session, struct slice expression, struct buffer *out);
struct slice session_encode(struct session *session, struct slice json);
/* The whole file, appended; a missing one ends the test. */
void test_read_file(const char *path, struct buffer *out);

#endif
