/* The program `baton`: one table of verbs, and what the verbs share.
 *
 * Exit codes are a contract: 0 done, 1 error, 2 usage, 3 not found, 4 conflict, 5 unavailable,
 * 6 time-out; `serve`, `dev` and `check` add EXIT_CORRUPT for a damaged data directory, `serve` and
 * `dev` those of serve.h. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/slice.h"
#include "baton/client.h"

enum {
    CLI_OK = 0,
    CLI_ERROR = 1,
    CLI_USAGE = 2,
    CLI_NOT_FOUND = 3,
    CLI_CONFLICT = 4,
    CLI_UNAVAILABLE = 5,
    CLI_TIMED_OUT = 6,
    CLI_OPTIONS_MAX = 32,
    CLI_ARGUMENTS_MAX = 256
};

/* One option of a verb: "--name VALUE", or a switch when value is NULL. */
struct cli_option {
    const char *name;  /* without the dashes */
    const char *value; /* what the value is called in --help; NULL: a switch */
    const char *help;
};

struct cli_verb;

/* A parsed command line. Texts are argv's. */
struct cli_line {
    const struct cli_verb *verb;
    const char *arguments[CLI_ARGUMENTS_MAX];
    size_t argument_count;
    /* By place in verb->options; NULL: not given; "" for switches. */
    const char *options[CLI_OPTIONS_MAX];
};

struct cli_verb {
    const char *name;
    const char *arguments; /* for --help: "FILE..." */
    const char *summary;
    size_t arguments_min;
    size_t arguments_max;
    int (*run)(const struct cli_line *line);
    struct cli_option options[CLI_OPTIONS_MAX]; /* ends with name NULL */
};

extern const struct cli_verb *const cli_verbs[]; /* ends with NULL */

/* The option's value, or NULL. name must be one of the verb's. */
const char *cli_option(const struct cli_line *line, const char *name);
bool cli_switch(const struct cli_line *line, const char *name);
/* The same as a whole number within [min, max], fallback when absent; ends the process with
 * CLI_USAGE and a sentence on anything else. */
int64_t cli_number(const struct cli_line *line, const char *name, int64_t min, int64_t max,
                   int64_t fallback);
/* An argument that is a key; ends the process with CLI_USAGE otherwise. */
uint64_t cli_key(const struct cli_line *line, size_t argument);

/* "baton: ..." on standard error. */
void cli_complain(const char *format, ...) PRINTF_LIKE(1, 2);

/* A client for --address. Ends the process when it cannot be made. */
baton_client *cli_connect(const struct cli_line *line);
/* Complain about a call that failed and say which exit code stands for it. CLI_OK for BATON_OK. */
int cli_judge(baton_result result, const baton_response *response);
/* Print an answer's JSON, indented, to standard output. */
void cli_print_json(const baton_response *response);
/* Is the option's text one JSON value? False after a complaint. */
bool cli_is_json(const char *option, const char *text);
/* --variables: the JSON text given, or the content of "@file"; "{}" when absent. NULL after a
 * complaint. The caller frees. */
char *cli_variables(const struct cli_line *line);
/* The whole file, with a NUL behind it; NULL after a complaint. The caller frees. */
char *cli_read_file(const char *path, size_t max_bytes, size_t *bytes);

#endif
