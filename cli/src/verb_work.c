/* baton complete, publish, resolve: what moves instances on. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "verbs.h"

static int run_complete(const struct cli_line *line)
{
    bool is_job = strcmp(line->arguments[0], "job") == 0;
    baton_client *client;
    baton_response response = {0};
    char *variables;
    int code;

    if (!is_job && strcmp(line->arguments[0], "user-task") != 0) {
        cli_complain("'%s' cannot be completed: say job or user-task", line->arguments[0]);
        return CLI_USAGE;
    }
    variables = cli_variables(line);
    if (variables == NULL) {
        return CLI_USAGE;
    }
    client = cli_connect(line);
    code =
        cli_judge(is_job ? baton_complete_job(client, cli_key(line, 1), variables, &response)
                         : baton_complete_user_task(client, cli_key(line, 1), variables, &response),
                  &response);
    free(variables);
    baton_response_clear(&response);
    baton_client_free(client);
    return code;
}

const struct cli_verb verb_complete = {
    .name = "complete",
    .arguments = "job|user-task KEY",
    .summary = "complete a job or a user task",
    .arguments_min = 2,
    .arguments_max = 2,
    .run = run_complete,
    .options = {{"address", "HOST:PORT", "server"},
                {"variables", "JSON", "variables, or @FILE"},
                {0}},
};

static int run_publish(const struct cli_line *line)
{
    baton_client *client = cli_connect(line);
    baton_response response = {0};
    char *variables = cli_variables(line);
    int code = CLI_USAGE;

    if (variables != NULL) {
        code = cli_judge(baton_publish_message(
                             client, line->arguments[0], cli_option(line, "key"), variables,
                             cli_number(line, "ttl", 0, INT64_MAX / 1000, 0) * 1000, &response),
                         &response);
    }
    if (code == CLI_OK) {
        cli_print_json(&response);
    }
    free(variables);
    baton_response_clear(&response);
    baton_client_free(client);
    return code;
}

const struct cli_verb verb_publish = {
    .name = "publish",
    .arguments = "MESSAGE",
    .summary = "publish a message",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_publish,
    .options = {{"address", "HOST:PORT", "server"},
                {"key", "TEXT", "correlation key"},
                {"ttl", "SECONDS", "how long it waits for somebody to want it (default 0)"},
                {"variables", "JSON", "variables, or @FILE"},
                {0}},
};

static int run_resolve(const struct cli_line *line)
{
    baton_client *client = cli_connect(line);
    baton_response response = {0};
    int code = cli_judge(baton_resolve_incident(client, cli_key(line, 0), &response), &response);

    baton_response_clear(&response);
    baton_client_free(client);
    return code;
}

const struct cli_verb verb_resolve = {
    .name = "resolve",
    .arguments = "INCIDENT_KEY",
    .summary = "repeat the step that failed, after its cause is mended",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_resolve,
    .options = {{"address", "HOST:PORT", "server"}, {0}},
};
