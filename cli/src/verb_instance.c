/* baton create, run, await: process instances. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "base/clock.h"
#include "base/limits.h"
#include "client.h"
#include "deploy.h"
#include "nouns.h"
#include "output.h"
#include "terminal.h"
#include "verbs.h"

enum {
    LOOK_FIRST_MS = 20,
    LOOK_MAX_MS = 1000,
    AWAIT_MAX_MS = INT32_MAX,
    ANSWER_SLACK_MS = 5000, /* how much later than its end an answer may come */
    KEY_BYTES = 32
};

/* --- create --- */

#define CREATE_COLUMNS                                                                             \
    {"processInstanceKey", "KEY", true}, {"processDefinitionId", "PROCESS", false},                \
    {                                                                                              \
        "processDefinitionVersion", "VERSION", false                                               \
    }

static const struct cli_column created_columns[] = {CREATE_COLUMNS, {0}};
static const struct cli_column awaited_columns[] = {
    CREATE_COLUMNS, {"variables", "VARIABLES", false}, {0}};

static int run_create(const struct cli_line *line)
{
    int64_t timeout_ms = cli_duration(line, "timeout", AWAIT_MAX_MS, CLIENT_AWAIT_MS);
    char extra[64];

    if (!cli_switch(line, "await")) {
        return ask_run(line);
    }
    snprintf(extra, sizeof(extra), "\"requestTimeout\":%lld", (long long)timeout_ms);
    return ask_send(line, &(struct ask_more){.extra = extra,
                                             .columns = awaited_columns,
                                             .timeout_ms = (uint32_t)timeout_ms + ANSWER_SLACK_MS});
}

const struct cli_verb verb_create = {
    .name = "create",
    .chapter = "Process instances",
    .summary = "start a process instance",
    .about = "PROCESS is a process id, of which the latest version is started, or the key of one "
             "definition.",
    .examples = "baton create order --var orderId=o-1 --var total=42\twith variables\n"
                "baton create order --variables @order.json --idempotency-key o-1\tnever twice\n"
                "baton create order --await -o json\twait for its end and see its variables",
    .noun_optional = true,
    .groups = {client_options, output_options, client_write_options},
    .forms =
        (const struct cli_form[]){
            {.noun = &noun_process_instances,
             .arguments = {{.name = "PROCESS", .kind = CLI_PROCESS}},
             .options =
                 (const struct cli_option[]){
                     VERB_VARIABLES,
                     {.name = "version",
                      .value = "N",
                      .kind = CLI_NUMBER,
                      .min = 1,
                      .max = INT32_MAX,
                      .member = "processDefinitionVersion",
                      .help = "this version (default: the latest)"},
                     {.name = "business-id",
                      .value = "ID",
                      .member = "businessId",
                      .help = "what the instance is about, such as an order number"},
                     {.name = "tag",
                      .value = "TAG",
                      .kind = CLI_LIST,
                      .member = "tags",
                      .help = "a tag, or several with commas"},
                     {.name = "start-at",
                      .value = "ELEMENT",
                      .kind = CLI_LIST,
                      .member = "startInstructions",
                      .item = "{\"elementId\":$1}",
                      .help = "begin at these elements, not at the start event"},
                     {.name = "await",
                      .member = "awaitCompletion",
                      .help = "wait for its end; the answer has its variables"},
                     {.name = "fetch",
                      .value = "A,B",
                      .kind = CLI_LIST,
                      .member = "fetchVariables",
                      .help = "with --await: only these variables"},
                     {0}},
             .request = {.method = "POST",
                         .path = "/v2/process-instances",
                         .columns = created_columns,
                         .key = "processInstanceKey",
                         .see = &noun_process_definitions},
             .run = run_create},
            {0}},
};

/* --- await --- */

static int get_instance(const struct cli_line *line, baton_client *client, const char *key,
                        baton_response *response)
{
    char path[64];
    baton_call call = {.method = "GET", .path = path};

    snprintf(path, sizeof(path), "/v2/process-instances/%s", key);
    return client_judge(line, baton_do(client, &call, response), response);
}

static bool is_over(const baton_response *response)
{
    char state[32] = "";

    return !baton_json_text(response->body, "state", state, sizeof(state)) ||
           (strcmp(state, "ACTIVE") != 0 && strcmp(state, "SUSPENDED") != 0);
}

/* An instance with an incident does not go on by itself: whoever waits should know, once. */
static void tell_incident(const struct cli_line *line, const baton_response *response,
                          const char *key, bool *told)
{
    const char *value = NULL;
    size_t size = 0;

    if (!*told && baton_json_find(response->body, "hasIncident", &value, &size) &&
        slice_equal(slice_make(value, size), SLICE("true"))) {
        *told = true;
        cli_say(line, "process instance %s has an incident: baton list incidents --instance %s",
                key, key);
    }
}

/* Until it has ended or the time is over; its state is in *response then. */
static int await(const struct cli_line *line, baton_client *client, const char *key,
                 baton_response *response)
{
    int64_t until_ms =
        clock_monotonic_ms() + cli_duration(line, "timeout", AWAIT_MAX_MS, CLIENT_AWAIT_MS);
    int64_t pause_ms = LOOK_FIRST_MS;
    bool told = false;

    for (;;) {
        int code = get_instance(line, client, key, response);

        if (code != CLI_OK || is_over(response)) {
            return code;
        }
        tell_incident(line, response, key, &told);
        if (clock_monotonic_ms() >= until_ms) {
            cli_complain("%s: process instance %s is still active", line->verb->name, key);
            return CLI_TIMED_OUT;
        }
        terminal_pause(pause_ms);
        pause_ms = 2 * pause_ms > LOOK_MAX_MS ? LOOK_MAX_MS : 2 * pause_ms;
    }
}

/* Whoever waits for an end means a good one. */
static int judge_end(const char *key, const baton_response *response)
{
    char state[32] = "";

    if (baton_json_text(response->body, "state", state, sizeof(state)) &&
        strcmp(state, "COMPLETED") != 0) {
        cli_complain("process instance %s has ended as %s", key, state);
        return CLI_ERROR;
    }
    return CLI_OK;
}

static int await_and_print(const struct cli_line *line, struct output *output, baton_client *client,
                           const char *key)
{
    baton_response response = {0};
    int code = await(line, client, key, &response);

    if (code == CLI_OK) {
        code = output_answer(output, &response, NULL);
    }
    if (code == CLI_OK) {
        code = judge_end(key, &response);
    }
    baton_response_clear(&response);
    return code;
}

/* --timeout is the whole wait, so a call has its usual time. */
static baton_client *connect_to_wait(const struct cli_line *line)
{
    struct cli_line plain = *line;

    for (size_t i = 0; i < plain.given_count; i++) {
        if (strcmp(plain.given[i].option->name, "timeout") == 0) {
            plain.given[i--] = plain.given[--plain.given_count];
        }
    }
    return client_connect(&plain);
}

static int run_await(const struct cli_line *line)
{
    struct output output;
    baton_client *client;
    int code;

    if (!output_init(&output, line, NULL, "processInstanceKey")) {
        return CLI_USAGE;
    }
    client = connect_to_wait(line);
    code = await_and_print(line, &output, client, line->arguments[0]);
    baton_client_free(client);
    output_deinit(&output);
    return code;
}

const struct cli_verb verb_await = {
    .name = "await",
    .chapter = "Process instances",
    .summary = "wait until a process instance has ended",
    .about = "Exit code 0 when it has completed, 1 when it was terminated, 6 when it still runs "
             "after --timeout.",
    .examples = "baton await \"$(baton create order -o name)\" --timeout 5m\tstart and wait",
    .noun_optional = true,
    .groups = {client_options, output_options},
    .forms =
        (const struct cli_form[]){
            {.noun = &noun_process_instances, .arguments = {VERB_KEY}, .run = run_await}, {0}},
};

/* --- run --- */

/* Deploys the file and finds out the id of its process. */
static int deploy(const struct cli_line *line, baton_client *client,
                  const struct deployment *deployment, char *process_id, size_t bytes)
{
    baton_response response = {0};
    int code = deployment_send(line, client, deployment, &response);

    if (code == CLI_OK &&
        !baton_json_text(response.body, "deployments.0.processDefinition.processDefinitionId",
                         process_id, bytes)) {
        cli_complain("%s holds no executable process", line->arguments[0]);
        code = CLI_ERROR;
    }
    baton_response_clear(&response);
    return code;
}

static int start(const struct cli_line *line, baton_client *client, struct slice body,
                 char key[KEY_BYTES])
{
    baton_call call = {.method = "POST",
                       .path = "/v2/process-instances",
                       .body = body.data,
                       .body_size = body.size,
                       .idempotency_key = client_idempotency_key(line)};
    baton_response response = {0};
    int code = client_judge(line, baton_do(client, &call, &response), &response);

    if (code == CLI_OK && !baton_json_text(response.body, "processInstanceKey", key, KEY_BYTES)) {
        cli_complain("the answer holds no process instance key: is this a Baton server?");
        code = CLI_ERROR;
    }
    baton_response_clear(&response);
    return code;
}

static bool put_body(const struct cli_line *line, const char *process_id, struct buffer *body)
{
    char extra[1100];
    char quoted[1056];

    if (!baton_json_quote(process_id, quoted, sizeof(quoted))) {
        cli_complain("%s: its process id is too long", line->arguments[0]);
        return false;
    }
    snprintf(extra, sizeof(extra), "\"processDefinitionId\":%s", quoted);
    return ask_put_members(line, extra, body);
}

static int deploy_and_start(const struct cli_line *line, baton_client *client,
                            const struct deployment *deployment, char key[KEY_BYTES])
{
    char process_id[512] = "PROCESS_ID";
    struct buffer body;
    bool dry = cli_switch(line, "dry-run");
    int code = CLI_USAGE;

    buffer_init(&body, LIMIT_REQUEST_BODY_BYTES);
    /* Once before anything is sent: a wrong line deploys nothing. */
    if (put_body(line, process_id, &body)) {
        if (dry) {
            deployment_print(deployment);
            ask_print("POST", "/v2/process-instances", buffer_slice(&body));
            code = CLI_OK;
        } else {
            code = deploy(line, client, deployment, process_id, sizeof(process_id));
        }
    }
    buffer_reset(&body);
    if (code == CLI_OK && !dry) {
        code = put_body(line, process_id, &body) ? start(line, client, buffer_slice(&body), key)
                                                 : CLI_USAGE;
    }
    if (code == CLI_OK && !dry) {
        cli_say(line, "started %s as %s", process_id, key);
    }
    buffer_deinit(&body);
    return code;
}

/* Without waiting, the answer is the instance as it stands. */
static int print_started(const struct cli_line *line, struct output *output, baton_client *client,
                         const char *key)
{
    baton_response response = {0};
    int code = get_instance(line, client, key, &response);

    if (code == CLI_OK) {
        code = output_answer(output, &response, NULL);
    }
    baton_response_clear(&response);
    return code;
}

static int run_file(const struct cli_line *line, struct output *output,
                    const struct deployment *deployment)
{
    baton_client *client = connect_to_wait(line);
    char key[KEY_BYTES] = "";
    int code = deploy_and_start(line, client, deployment, key);

    if (code == CLI_OK && !cli_switch(line, "dry-run")) {
        code = cli_switch(line, "no-wait") ? print_started(line, output, client, key)
                                           : await_and_print(line, output, client, key);
    }
    baton_client_free(client);
    return code;
}

static int run_run(const struct cli_line *line)
{
    struct deployment deployment;
    struct output output;
    int code = CLI_ERROR;

    if (!output_init(&output, line, NULL, "processInstanceKey")) {
        return CLI_USAGE;
    }
    if (deployment_read(&deployment, line->arguments, 1, "stdin.bpmn")) {
        code = run_file(line, &output, &deployment);
    }
    deployment_free(&deployment);
    output_deinit(&output);
    return code;
}

const struct cli_verb verb_run = {
    .name = "run",
    .chapter = "Process instances",
    .summary = "deploy a BPMN file, start an instance of it and wait for its end",
    .examples = "baton run order.bpmn --var orderId=o-1\tdeploy, start, wait",
    .groups = {client_options, output_options, client_write_options},
    .forms =
        (const struct cli_form[]){
            {.arguments = {{.name = "FILE", .kind = CLI_FILE}},
             .options =
                 (const struct cli_option[]){
                     VERB_VARIABLES, {.name = "no-wait", .help = "deploy and start alone"}, {0}},
             .run = run_run},
            {0}},
};
