/* baton create, run, await, cancel: process instances. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "cli.h"
#include "deploy.h"
#include "verbs.h"

enum {
    AWAIT_LOOK_MS = 100,
    AWAIT_DEFAULT_S = 3600
};

static baton_result get_instance(baton_client *client, uint64_t key, baton_response *response)
{
    char path[64];
    baton_call call = {.method = "GET", .path = path};

    snprintf(path, sizeof(path), "/v2/process-instances/%llu", (unsigned long long)key);
    return baton_do(client, &call, response);
}

int cli_await(baton_client *client, uint64_t process_instance_key, int64_t timeout_ms,
              baton_response *response)
{
    const struct timespec pause = {.tv_nsec = AWAIT_LOOK_MS * 1000000L};
    int64_t until_ms = clock_monotonic_ms() + timeout_ms;

    for (;;) {
        char state[32] = "";
        int code = cli_judge(get_instance(client, process_instance_key, response), response);

        if (code != CLI_OK) {
            return code;
        }
        if (!baton_json_text(response->body, "state", state, sizeof(state)) ||
            strcmp(state, "ACTIVE") != 0) {
            return CLI_OK;
        }
        if (clock_monotonic_ms() >= until_ms) {
            cli_complain("instance %llu is still active", (unsigned long long)process_instance_key);
            return CLI_TIMED_OUT;
        }
        nanosleep(&pause, NULL);
    }
}

static int64_t timeout_of(const struct cli_line *line)
{
    return cli_number(line, "timeout", 1, 30LL * 24 * 3600, AWAIT_DEFAULT_S) * 1000;
}

static int run_await(const struct cli_line *line)
{
    baton_client *client = cli_connect(line);
    baton_response response = {0};
    int code = cli_await(client, cli_key(line, 0), timeout_of(line), &response);

    if (code == CLI_OK) {
        cli_print_json(&response);
    }
    baton_response_clear(&response);
    baton_client_free(client);
    return code;
}

const struct cli_verb verb_await = {
    .name = "await",
    .arguments = "INSTANCE_KEY",
    .summary = "wait until a process instance has ended",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_await,
    .options = {{"address", "HOST:PORT", "server"},
                {"timeout", "SECONDS", "give up after (default 3600)"},
                {0}},
};

static int create(baton_client *client, const struct cli_line *line, const char *process_id,
                  baton_response *response)
{
    char *variables = cli_variables(line);
    int code = CLI_USAGE;

    if (variables != NULL) {
        code = cli_judge(baton_create_instance(client, process_id, variables,
                                               cli_option(line, "idempotency-key"), response),
                         response);
    }
    free(variables);
    return code;
}

static int run_create(const struct cli_line *line)
{
    baton_client *client = cli_connect(line);
    baton_response response = {0};
    int code = create(client, line, line->arguments[0], &response);

    if (code == CLI_OK) {
        cli_print_json(&response);
    }
    baton_response_clear(&response);
    baton_client_free(client);
    return code;
}

const struct cli_verb verb_create = {
    .name = "create",
    .arguments = "PROCESS_ID",
    .summary = "start a process instance",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_create,
    .options = {{"address", "HOST:PORT", "server"},
                {"variables", "JSON", "variables, or @FILE"},
                {"idempotency-key", "TEXT", "the same key never starts a second instance"},
                {0}},
};

static int run_and_wait(baton_client *client, const struct cli_line *line, baton_response *response)
{
    char process_id[512];
    char text[32];
    int64_t key = 0;
    int code = cli_deploy(client, line->arguments, 1, response);

    if (code != CLI_OK) {
        return code;
    }
    if (!baton_json_text(response->body, "deployments.0.processDefinition.processDefinitionId",
                         process_id, sizeof(process_id))) {
        cli_complain("%s holds no executable process", line->arguments[0]);
        return CLI_ERROR;
    }
    code = create(client, line, process_id, response);
    if (code != CLI_OK) {
        return code;
    }
    if (!baton_json_text(response->body, "processInstanceKey", text, sizeof(text)) ||
        !slice_to_int64(slice_of(text), &key)) {
        cli_complain("the answer holds no process instance key");
        return CLI_ERROR;
    }
    printf("started %s as %s\n", process_id, text);
    fflush(stdout);
    return cli_switch(line, "no-wait")
               ? CLI_OK
               : cli_await(client, (uint64_t)key, timeout_of(line), response);
}

static int run_run(const struct cli_line *line)
{
    baton_client *client = cli_connect(line);
    baton_response response = {0};
    int code = run_and_wait(client, line, &response);

    if (code == CLI_OK && !cli_switch(line, "no-wait")) {
        cli_print_json(&response);
    }
    baton_response_clear(&response);
    baton_client_free(client);
    return code;
}

const struct cli_verb verb_run = {
    .name = "run",
    .arguments = "FILE",
    .summary = "deploy a BPMN file, start an instance of it and wait for its end",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_run,
    .options = {{"address", "HOST:PORT", "server"},
                {"variables", "JSON", "variables, or @FILE"},
                {"idempotency-key", "TEXT", "the same key never starts a second instance"},
                {"timeout", "SECONDS", "give up waiting after (default 3600)"},
                {"no-wait", NULL, "only start"},
                {0}},
};

static int run_cancel(const struct cli_line *line)
{
    baton_client *client = cli_connect(line);
    baton_response response = {0};
    int code = cli_judge(baton_cancel_instance(client, cli_key(line, 0), &response), &response);

    baton_response_clear(&response);
    baton_client_free(client);
    return code;
}

const struct cli_verb verb_cancel = {
    .name = "cancel",
    .arguments = "INSTANCE_KEY",
    .summary = "end a process instance",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_cancel,
    .options = {{"address", "HOST:PORT", "server"}, {0}},
};
