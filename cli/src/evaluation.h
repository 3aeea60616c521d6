/* What `decide` and `feel` share: the input, and how people see a result. */
#ifndef CLI_EVALUATION_H
#define CLI_EVALUATION_H

#include "cli.h"
#include "feel/feel.h"

/* --input; `what` is a plural: "inputs". */
#define EVALUATION_INPUT(what)                                                                     \
    {                                                                                              \
        .name = "input", .value = "JSON", .letter = 'i', .kind = CLI_OBJECT,                       \
        .help = "the " what " as a JSON object, @FILE, or - for standard input"                    \
    }

/* The object of --input, an empty one without it, appended. False after a complaint. */
bool evaluation_take_input(const struct cli_line *line, struct buffer *out) NODISCARD;
/* Names are members of *input, which is borrowed; now is now. */
struct feel_environment evaluation_environment(struct slice *input);
/* The value as JSON on standard output, what was wrong on the way on standard error. Returns an
 * exit code. */
int evaluation_print(const struct feel_result *result);

#endif
