/* Texts of a command line, checked and made JSON as their kind says. */
#ifndef CLI_CONVERT_H
#define CLI_CONVERT_H

#include "cli.h"

/* An argument as an option of its own, for the functions below. */
struct cli_option convert_argument(const struct cli_argument *argument);

/* May the text be a value of that option? False after a complaint. Files and JSON are looked at
 * only by convert_put. */
bool convert_check(const struct cli_option *option, const char *text);
/* Append the JSON of a checked text. False after a complaint: a file that cannot be read, no
 * JSON. */
bool convert_put(const struct cli_option *option, const char *text, struct buffer *out) NODISCARD;
/* The same as a value: "@FILE" and "-" are read, other text is JSON. */
bool convert_put_value(const struct cli_option *option, const char *text,
                       struct buffer *out) NODISCARD;
/* NAME=VALUE: appends key and value of an object. VALUE is JSON, else a string; "@FILE" the content
 * of a file, which is JSON, else a string. */
bool convert_put_pair(const char *text, struct buffer *out) NODISCARD;

/* "30" (seconds), "90s", "250ms", "5m", "2h", "7d" */
bool convert_duration(const char *text, int64_t *ms) NODISCARD;

/* The whole file, or standard input for "-", with a NUL behind it; NULL after a complaint. The
 * caller frees. */
char *convert_read_file(const char *path, size_t max_bytes, size_t *bytes);

#endif
