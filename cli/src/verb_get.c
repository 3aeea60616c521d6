/* baton get, baton count: of one thing by its key. */
#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "base/limits.h"
#include "client.h"
#include "nouns.h"
#include "output.h"
#include "value/json.h"
#include "value/value.h"
#include "verbs.h"

/* --- the XML of a process definition --- */

static int get_xml(const struct cli_line *line)
{
    baton_client *client = client_connect(line);
    baton_response response = {0};
    char path[128];
    baton_call call = {.method = "GET", .path = path};
    int code;

    snprintf(path, sizeof(path), "/v2/process-definitions/%s/xml", line->arguments[0]);
    code = client_judge(line, baton_do(client, &call, &response), &response);
    if (code == CLI_OK) {
        fwrite(response.body, 1, response.body_size, stdout);
    }
    baton_response_clear(&response);
    baton_client_free(client);
    return code;
}

static int run_definition(const struct cli_line *line)
{
    return cli_switch(line, "xml") ? get_xml(line) : ask_run(line);
}

/* --- what is only searched --- */

static int print_first(const struct cli_line *line, struct output *output, struct slice answer)
{
    struct slice item;

    if (!output_find(answer, "items.0", &item)) {
        cli_complain("get %s %s: not found", line->form->noun->one, line->arguments[0]);
        cli_say(line, "  try: baton list %s", line->form->noun->name);
        return CLI_NOT_FOUND;
    }
    return output_object(output, item);
}

static int print_found(const struct cli_line *line, struct output *output,
                       const baton_response *response)
{
    struct json_error error;
    struct buffer value;
    int code = CLI_ERROR;

    buffer_init(&value, MIB(256));
    if (json_parse(slice_make(response->body, response->body_size), &value, &error) == STATUS_OK) {
        code = print_first(line, output, buffer_slice(&value));
    } else {
        cli_complain("the answer is no list: is this a Baton server?");
    }
    buffer_deinit(&value);
    return code;
}

static int run_find(const struct cli_line *line)
{
    const struct cli_noun *noun = line->form->noun;
    baton_response response = {0};
    struct output output;
    baton_client *client;
    char body[128];
    int code;

    if (!output_init(&output, line, NULL, noun->key)) {
        return CLI_USAGE;
    }
    snprintf(body, sizeof(body), "{\"filter\":{\"%s\":\"%s\"}}", noun->key, line->arguments[0]);
    client = client_connect(line);
    code = client_judge(line, baton_search(client, noun->name, body, &response), &response);
    if (code == CLI_OK) {
        code = print_found(line, &output, &response);
    }
    baton_response_clear(&response);
    baton_client_free(client);
    output_deinit(&output);
    return code;
}

#define GET(get_noun, get_path)                                                                    \
    {                                                                                              \
        .noun = &(get_noun), .arguments = {VERB_KEY},                                              \
        .request = {.method = "GET", .path = get_path, .without_body = true}, .run = ask_run       \
    }
#define FIND(find_noun)                                                                            \
    {                                                                                              \
        .noun = &(find_noun), .arguments = {VERB_KEY}, .run = run_find                             \
    }

const struct cli_verb verb_get = {
    .name = "get",
    .chapter = "Look",
    .summary = "print one of them by its key",
    .examples = "baton get pi 2251799813685250\tan instance\n"
                "baton get pd 2251799813685249 --xml > order.bpmn\tthe model as it was deployed",
    .groups = {client_options, output_options},
    .forms =
        (const struct cli_form[]){
            GET(noun_process_instances, "/v2/process-instances/{}"),
            {.noun = &noun_process_definitions,
             .arguments = {VERB_KEY},
             .options =
                 (const struct cli_option[]){
                     {.name = "xml", .help = "the BPMN file as it was deployed"}, {0}},
             .request = {.method = "GET",
                         .path = "/v2/process-definitions/{}",
                         .without_body = true},
             .run = run_definition},
            GET(noun_element_instances, "/v2/element-instances/{}"),
            FIND(noun_jobs),
            GET(noun_user_tasks, "/v2/user-tasks/{}"),
            GET(noun_incidents, "/v2/incidents/{}"),
            GET(noun_variables, "/v2/variables/{}"),
            FIND(noun_message_subscriptions),
            FIND(noun_correlated_subscriptions),
            GET(noun_batch_operations, "/v2/batch-operations/{}"),
            {0}},
};

/* --- counts --- */

static const struct cli_column count_columns[] = {
    {"elementId", "ELEMENT", false},   {"active", "ACTIVE", false},
    {"completed", "COMPLETED", false}, {"canceled", "CANCELED", false},
    {"incidents", "INCIDENTS", false}, {0}};

#define COUNT(request_method, request_path, no_body)                                               \
    .request = {.method = request_method,                                                          \
                .path = request_path,                                                              \
                .columns = count_columns,                                                          \
                .items = "items",                                                                  \
                .key = "elementId",                                                                \
                .without_body = no_body}

const struct cli_verb verb_count = {
    .name = "count",
    .chapter = "Look",
    .summary = "how often each element is active, completed, canceled, in trouble",
    .examples = "baton count pd 2251799813685249\tover all instances of a definition\n"
                "baton count pi 2251799813685250\tof one instance",
    .groups = {client_options, output_options},
    .forms =
        (const struct cli_form[]){
            {.noun = &noun_process_definitions,
             .arguments = {VERB_KEY},
             COUNT("POST", "/v2/process-definitions/{}/statistics/element-instances", false),
             .run = ask_run},
            {.noun = &noun_process_instances,
             .arguments = {VERB_KEY},
             COUNT("GET", "/v2/process-instances/{}/statistics/element-instances", true),
             .run = ask_run},
            {0}},
};
