/* baton topology, status, license, whoami, evaluate, clock, call: the server itself. */
#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "base/iso8601.h"
#include "base/limits.h"
#include "client.h"
#include "convert.h"
#include "nouns.h"
#include "output.h"
#include "verbs.h"

#define READS                                                                                      \
    {                                                                                              \
        client_options, output_options                                                             \
    }

const struct cli_verb verb_topology = {
    .name = "topology",
    .chapter = "Server",
    .summary = "which nodes there are, and what they do",
    .groups = READS,
    .forms =
        (const struct cli_form[]){
            {.request = {.method = "GET",
                         .path = "/v2/topology",
                         .columns =
                             (const struct cli_column[]){
                                 {"nodeId", "NODE", true},
                                 {"host", "HOST", false},
                                 {"port", "PORT", false},
                                 {"partitions.0.partitionId", "PARTITION", false},
                                 {"partitions.0.role", "ROLE", false},
                                 {"partitions.0.health", "HEALTH", false},
                                 {"version", "VERSION", false},
                                 {0}},
                         .items = "brokers",
                         .without_body = true},
             .run = ask_run},
            {0}},
};

const struct cli_verb verb_status = {
    .name = "status",
    .chapter = "Server",
    .summary = "does the server serve? Exit code 0, else 5",
    .groups = READS,
    .forms = (const struct cli_form[]){{.request = {.method = "GET",
                                                    .path = "/v2/status",
                                                    .done = "the server serves",
                                                    .without_body = true},
                                        .run = ask_run},
                                       {0}},
};

const struct cli_verb verb_license = {
    .name = "license",
    .chapter = "Server",
    .summary = "the server's licence, as clients of the API ask for it",
    .groups = READS,
    .forms =
        (const struct cli_form[]){
            {.request = {.method = "GET", .path = "/v2/license", .without_body = true},
             .run = ask_run},
            {0}},
};

const struct cli_verb verb_whoami = {
    .name = "whoami",
    .chapter = "Server",
    .summary = "as whom the server knows us",
    .groups = READS,
    .forms =
        (const struct cli_form[]){
            {.request = {.method = "GET", .path = "/v2/authentication/me", .without_body = true},
             .run = ask_run},
            {0}},
};

const struct cli_verb verb_evaluate = {
    .name = "evaluate",
    .chapter = "Server",
    .summary = "evaluate a FEEL expression on the server",
    .examples = "baton evaluate 'sum(items.price)' --var 'items=[{\"price\":2},{\"price\":3}]'\t5",
    .groups = READS,
    .forms =
        (const struct cli_form[]){
            {.arguments = {{.name = "EXPRESSION", .member = "expression"}},
             .options = (const struct cli_option[]){VERB_VARIABLES,
                                                    {.name = "scope",
                                                     .value = "KEY",
                                                     .kind = CLI_KEY,
                                                     .member = "scopeKey",
                                                     .help = "with the variables that are seen "
                                                             "from this instance"},
                                                    {0}},
             .request = {.method = "POST", .path = "/v2/expression/evaluation"},
             .run = ask_run},
            {0}},
};

/* --- clock --- */

static int pin_clock(const struct cli_line *line, const char *path, char *body, size_t bytes)
{
    static const struct cli_option spec = {.name = "TIME", .value = "TIME", .kind = CLI_DATE};
    struct iso_date_time at;
    struct buffer json;
    int64_t ms = 0;

    (void)path;
    if (line->argument_count < 2) {
        cli_complain("'clock set' needs TIME: a date, or 2d for in two days");
        return CLI_USAGE;
    }
    buffer_init(&json, KIB(1));
    if (!convert_put(&spec, line->arguments[1], &json) || json.size < 3 ||
        !iso_parse_date_time(slice_sub(buffer_slice(&json), 1, json.size - 2), &at) ||
        !instant_to_ms(iso_instant_of(&at, NULL), &ms)) {
        cli_complain("'%s' is no time", line->arguments[1]);
        buffer_deinit(&json);
        return CLI_USAGE;
    }
    buffer_deinit(&json);
    snprintf(body, bytes, "{\"timestamp\":%lld}", (long long)ms);
    return CLI_OK;
}

static int send_clock(const struct cli_line *line, const baton_call *call)
{
    baton_client *client = client_connect(line);
    baton_response response = {0};
    int code = client_judge(line, baton_do(client, call, &response), &response);

    if (code == CLI_OK) {
        cli_say(line, "the engine's clock is %s",
                strcmp(call->method, "PUT") == 0 ? "set" : "the machine's again");
    }
    baton_response_clear(&response);
    baton_client_free(client);
    return code;
}

static int run_clock(const struct cli_line *line)
{
    bool set = slice_equal_nocase(slice_of(line->arguments[0]), SLICE("set"));
    char body[64] = "{}";
    baton_call call = {.method = set ? "PUT" : "POST",
                       .path = set ? "/v2/clock" : "/v2/clock/reset",
                       .body = body,
                       .idempotency_key = client_idempotency_key(line)};
    int code = set ? pin_clock(line, call.path, body, sizeof(body)) : CLI_OK;

    if (code != CLI_OK) {
        return code;
    }
    call.body_size = strlen(body);
    if (cli_switch(line, "dry-run")) {
        ask_print(call.method, call.path, slice_of(body));
        return CLI_OK;
    }
    return send_clock(line, &call);
}

const struct cli_verb verb_clock = {
    .name = "clock",
    .chapter = "Server",
    .summary = "set the engine's clock, for tests of timers",
    .about = "The server must allow it: 'baton dev' does, 'baton serve' with --clock-control.",
    .examples = "baton clock set 2d\tin two days, and it stands still there\n"
                "baton clock reset\tthe machine's again",
    .groups = {client_options, client_write_options},
    .forms =
        (const struct cli_form[]){
            {.arguments = {{.name = "set|reset", .kind = CLI_WORD, .words = "set reset"},
                           {.name = "TIME", .kind = CLI_DATE, .optional = true}},
             .run = run_clock},
            {0}},
};

/* --- call --- */

static const char *const methods[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};

static const char *method_of(const char *word)
{
    for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
        if (slice_equal_nocase(slice_of(word), slice_of(methods[i]))) {
            return methods[i];
        }
    }
    return "GET";
}

static bool put_call_body(const struct cli_line *line, struct buffer *body)
{
    static const struct cli_option spec = {.name = "body", .value = "JSON", .kind = CLI_JSON};
    const char *text = cli_option(line, "body");

    return text == NULL || convert_put(&spec, text, body);
}

static int send_call(const struct cli_line *line, struct output *output, const baton_call *call)
{
    baton_client *client = client_connect(line);
    baton_response response = {0};
    int code = client_judge(line, baton_do(client, call, &response), &response);

    if (code == CLI_OK && response.body_size > 0) {
        code = output_answer(output, &response, NULL);
    }
    baton_response_clear(&response);
    baton_client_free(client);
    return code;
}

static int run_call(const struct cli_line *line)
{
    struct output output;
    struct buffer body;
    baton_call call = {.method = method_of(line->arguments[0]),
                       .path = line->arguments[1],
                       .idempotency_key = client_idempotency_key(line)};
    int code = CLI_USAGE;

    if (call.path[0] != '/') {
        cli_complain("'%s' is no path: it begins with /, such as /v2/topology", call.path);
        return CLI_USAGE;
    }
    if (!output_init(&output, line, NULL, NULL)) {
        return CLI_USAGE;
    }
    if (cli_option(line, "output") == NULL) {
        output.form = OUTPUT_JSON;
    }
    buffer_init(&body, LIMIT_REQUEST_BODY_BYTES);
    if (put_call_body(line, &body)) {
        call.body = body.data;
        call.body_size = body.size;
        if (cli_switch(line, "dry-run")) {
            ask_print(call.method, call.path, buffer_slice(&body));
            code = CLI_OK;
        } else {
            code = send_call(line, &output, &call);
        }
    }
    buffer_deinit(&body);
    output_deinit(&output);
    return code;
}

const struct cli_verb verb_call = {
    .name = "call",
    .chapter = "Server",
    .summary = "any call of the API; prints the answer as JSON",
    .examples = "baton call GET /v2/topology\twhat the server is\n"
                "baton call POST /v2/jobs/search --body @search.json\ta search of your own",
    .groups = {client_options, output_options, client_write_options},
    .forms =
        (const struct cli_form[]){
            {.arguments =
                 {{.name = "METHOD", .kind = CLI_WORD, .words = "GET POST PUT PATCH DELETE"},
                  {.name = "PATH"}},
             .options = (const struct cli_option[]){{.name = "body",
                                                     .letter = 'b',
                                                     .value = "JSON",
                                                     .kind = CLI_JSON,
                                                     .help = "the body, @FILE or -"},
                                                    {0}},
             .run = run_call},
            {0}},
};
