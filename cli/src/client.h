/* A server and its answers, for verbs that are clients. */
#ifndef CLI_CLIENT_H
#define CLI_CLIENT_H

#include "cli.h"

/* Options of every verb that talks to a server: --address, --timeout, --quiet. */
extern const struct cli_option client_options[];
/* Of those that change something: --dry-run, --idempotency-key. */
extern const struct cli_option client_write_options[];

enum {
    CLIENT_AWAIT_MS = 3600 * 1000 /* for an end, unless --timeout says another */
};

/* A client for --address. Ends the process when it cannot be made. */
baton_client *client_connect(const struct cli_line *line);
/* NULL when the verb has no such option or it was not given. */
const char *client_idempotency_key(const struct cli_line *line);
/* Complain about a call that failed, say what may help, and say which exit code stands for it.
 * CLI_OK for BATON_OK. */
int client_judge(const struct cli_line *line, baton_result result, const baton_response *response);

/* The text of an object's member, borrowed; empty when there is none or it is no text. */
struct slice client_text(struct slice object, const char *member);

#endif
