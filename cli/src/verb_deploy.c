/* baton deploy, baton lint: models from files. */
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "bpmn/compile.h"
#include "client.h"
#include "deploy.h"
#include "output.h"
#include "value/json.h"
#include "value/value.h"
#include "verbs.h"

/* What was deployed: each entry of an answer has one of these, the others null. */
static const struct deployed {
    const char *member;
    const char *type;
    const char *key;
    const char *id;
    const char *version;
} kinds[] = {
    {"processDefinition", "process", "processDefinitionKey", "processDefinitionId",
     "processDefinitionVersion"},
    {"decisionDefinition", "decision", "decisionDefinitionKey", "decisionDefinitionId", "version"},
    {"decisionRequirements", "decisions", "decisionRequirementsKey", "decisionRequirementsId",
     "version"},
    {"form", "form", "formKey", "formId", "version"},
    {"resource", "resource", "resourceKey", "resourceId", "version"},
};

static const struct cli_column columns[] = {{"key", "KEY", true},
                                            {"type", "TYPE", false},
                                            {"id", "ID", false},
                                            {"version", "VERSION", false},
                                            {"resourceName", "RESOURCE", false},
                                            {0}};

static void put_member(const char *name, struct slice object, const char *member,
                       struct buffer *out)
{
    struct slice value = SLICE_EMPTY;

    value_put_string(out, slice_of(name));
    if (value_find(object, slice_of(member), &value)) {
        value_put_value(out, value);
    } else {
        value_put_null(out);
    }
}

/* One row of the table from an entry of the answer. */
static void put_row(struct slice entry, struct buffer *out)
{
    struct slice found = SLICE_EMPTY;
    size_t i = 0;

    while (i + 1 < sizeof(kinds) / sizeof(kinds[0]) &&
           (!value_find(entry, slice_of(kinds[i].member), &found) || value_is_null(found))) {
        i++;
    }
    value_put_object(out, 5);
    put_member("key", found, kinds[i].key, out);
    value_put_string(out, SLICE("type"));
    value_put_string(out, slice_of(kinds[i].type));
    put_member("id", found, kinds[i].id, out);
    put_member("version", found, kinds[i].version, out);
    put_member("resourceName", found, "resourceName", out);
}

static int print_rows(struct output *output, struct slice answer)
{
    struct value_reader reader;
    struct slice entries;
    struct slice entry;
    struct buffer rows;
    uint32_t count = 0;
    int code;

    if (!value_find(answer, SLICE("deployments"), &entries)) {
        entries = SLICE_EMPTY;
    }
    reader = value_reader_of(entries);
    if (value_read_array(&reader, &count) != STATUS_OK) {
        cli_complain("the answer is no deployment: is this a Baton server?");
        return CLI_ERROR;
    }
    buffer_init(&rows, MIB(64));
    value_put_array(&rows, count);
    for (uint32_t i = 0; i < count && value_read_whole(&reader, &entry) == STATUS_OK; i++) {
        put_row(entry, &rows);
    }
    code = output_rows(output, buffer_slice(&rows));
    output_end(output);
    buffer_deinit(&rows);
    return code;
}

static int print_deployed(struct output *output, const baton_response *response)
{
    struct json_error error;
    struct buffer value;
    int code = CLI_ERROR;

    buffer_init(&value, MIB(64));
    if (json_parse(slice_make(response->body, response->body_size), &value, &error) == STATUS_OK) {
        code = print_rows(output, buffer_slice(&value));
    }
    buffer_deinit(&value);
    return code;
}

static int send(const struct cli_line *line, struct output *output,
                const struct deployment *deployment)
{
    baton_client *client = client_connect(line);
    baton_response response = {0};
    int code = deployment_send(line, client, deployment, &response);

    if (code == CLI_OK) {
        code = print_deployed(output, &response);
    }
    baton_response_clear(&response);
    baton_client_free(client);
    return code;
}

static int run_deploy(const struct cli_line *line)
{
    const char *name = cli_option(line, "name");
    struct deployment deployment;
    struct output output;
    int code = CLI_ERROR;

    if (!output_init(&output, line, columns, "key")) {
        return CLI_USAGE;
    }
    if (deployment_read(&deployment, line->arguments, line->argument_count,
                        name == NULL ? "stdin.bpmn" : name)) {
        if (cli_switch(line, "dry-run")) {
            deployment_print(&deployment);
            code = CLI_OK;
        } else {
            code = send(line, &output, &deployment);
        }
    }
    deployment_free(&deployment);
    output_deinit(&output);
    return code;
}

const struct cli_verb verb_deploy = {
    .name = "deploy",
    .chapter = "Models",
    .summary = "deploy model files, all or none",
    .about = "Of a directory all models below it are deployed. A file that is deployed already "
             "keeps its version.",
    .examples = "baton deploy order.bpmn\tone file\n"
                "baton deploy models/\ta directory\n"
                "baton get pd 2251799813685249 --xml | baton deploy -a other:8080 - --name "
                "order.bpmn\tfrom one server to another",
    .groups = {client_options, output_options},
    .forms =
        (const struct cli_form[]){
            {.arguments = {{.name = "FILE", .kind = CLI_FILE, .many = true}},
             .options =
                 (const struct cli_option[]){
                     {.name = "name",
                      .value = "NAME",
                      .help = "what standard input (-) is called (default stdin.bpmn)"},
                     {.name = "dry-run", .help = "say what would be sent, and send nothing"},
                     {0}},
             .run = run_deploy},
            {0}},
};

/* --- lint --- */

/* Prints what a deployment would say; the number of errors. */
static size_t lint(const baton_resource *resource)
{
    struct bpmn_compile_options options = {.with_warnings = true};
    struct bpmn_compiled compiled = {0};
    struct arena arena;
    size_t errors;

    arena_init(&arena, LIMIT_BPMN_COMPILE_BYTES);
    if (bpmn_compile(&arena, slice_make(resource->content, resource->size), &options, &compiled) ==
        STATUS_LIMIT) {
        cli_complain("%s: needs more memory to compile than a server gives", resource->name);
        compiled.error_count++;
    }
    for (size_t i = 0; i < compiled.diagnostic_count; i++) {
        struct slice text =
            bpmn_diagnostic_format(&arena, slice_of(resource->name), &compiled.diagnostics[i]);

        printf("%.*s\n", SLICE_ARG(text));
    }
    errors = compiled.error_count;
    arena_deinit(&arena);
    return errors;
}

/* One path at a time: each is judged, whatever the others are. */
static bool lint_path(const struct cli_line *line, const char *path)
{
    struct deployment deployment;
    bool good = deployment_read(&deployment, &path, 1, "standard input");

    for (size_t i = 0; i < deployment.count; i++) {
        if (lint(&deployment.resources[i]) == 0) {
            cli_say(line, "%s: fine", deployment.resources[i].name);
        } else {
            good = false;
        }
    }
    deployment_free(&deployment);
    return good;
}

static int run_lint(const struct cli_line *line)
{
    int code = CLI_OK;

    for (size_t i = 0; i < line->argument_count; i++) {
        if (!lint_path(line, line->arguments[i])) {
            code = CLI_ERROR;
        }
    }
    return code;
}

const struct cli_verb verb_lint = {
    .name = "lint",
    .chapter = "Models",
    .summary = "say what a deployment would say, without a server",
    .about = "Exit code 1 when a file would be refused; warnings alone are 0.",
    .examples = "baton lint order.bpmn\tone file\nbaton lint models/\ta directory",
    .forms =
        (const struct cli_form[]){
            {.arguments = {{.name = "FILE", .kind = CLI_FILE, .many = true}},
             .options =
                 (const struct cli_option[]){
                     {.name = "quiet", .letter = 'q', .help = "findings alone"}, {0}},
             .run = run_lint},
            {0}},
};
