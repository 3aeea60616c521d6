/* Deploying files, shared by `deploy` and `run`. */
#ifndef CLI_DEPLOY_H
#define CLI_DEPLOY_H

#include "cli.h"

/* Deploy the files in one all-or-nothing call. Returns an exit code, after a complaint when it is
 * not CLI_OK. */
int cli_deploy(baton_client *client, const char *const *paths, size_t count,
               baton_response *response);

/* Wait until the instance has ended, at most timeout_ms; its state is in *response then. Returns an
 * exit code. */
int cli_await(baton_client *client, uint64_t process_instance_key, int64_t timeout_ms,
              baton_response *response);

#endif
