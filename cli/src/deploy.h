/* Deploying files, shared by `deploy` and `run`. */
#ifndef CLI_DEPLOY_H
#define CLI_DEPLOY_H

#include "cli.h"

enum {
    DEPLOY_FILES_MAX = 4096
};

/* Files as they will be sent. */
struct deployment {
    baton_resource *resources; /* names and contents are owned */
    size_t count;
    size_t capacity;
    size_t bytes;
};

/* Read the files; of a directory, all models below it, in the order of their names. "-" is standard
 * input, called stdin_name. False after a complaint; free it all the same. */
bool deployment_read(struct deployment *deployment, const char *const *paths, size_t count,
                     const char *stdin_name) NODISCARD;
void deployment_free(struct deployment *deployment);
/* --dry-run: say what would be sent. */
void deployment_print(const struct deployment *deployment);
/* Send them in one all-or-nothing call. Returns an exit code, after a complaint when it is not
 * CLI_OK. */
int deployment_send(const struct cli_line *line, baton_client *client,
                    const struct deployment *deployment, baton_response *response);

#endif
