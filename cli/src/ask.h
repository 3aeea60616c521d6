/* Requests made from a command line by the table: path, body, one call, its answer. */
#ifndef CLI_ASK_H
#define CLI_ASK_H

#include "cli.h"

/* Append the JSON object of everything on the line that has a member, and of the form's defaults.
 * extra: members as JSON text that come first; NULL: none. False after a complaint. */
bool ask_put_members(const struct cli_line *line, const char *extra, struct buffer *out) NODISCARD;
/* The path of the form's request with its arguments, NUL at the end. */
void ask_put_path(const struct cli_line *line, struct buffer *out);
/* Append text so that it may stand in a path. */
void ask_put_escaped(struct slice text, struct buffer *out);

/* --dry-run: print what would be sent. body data NULL: none. */
void ask_print(const char *method, const char *path, struct slice body);

/* What a verb may want beside what its form says. */
struct ask_more {
    const char *extra;                /* members of the body as JSON text; NULL: none */
    const struct cli_column *columns; /* NULL: the form's */
    uint32_t timeout_ms;              /* of the call; 0: --timeout */
};

/* Send, or say what would be sent; print the answer. Returns an exit code. */
int ask_send(const struct cli_line *line, const struct ask_more *more);
/* The run function of forms that are one call. */
int ask_run(const struct cli_line *line);

#endif
