/* baton deploy, baton lint: models from files. */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/limits.h"
#include "bpmn/compile.h"
#include "client.h"
#include "deploy.h"
#include "output.h"
#include "value/json.h"
#include "value/value.h"
#include "verbs.h"

#define FINDINGS_BYTES_MAX MIB(256)

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

struct findings {
    const struct cli_line *line;
    bool as_json;
    bool is_refused;
    struct buffer items; /* of the JSON array */
    uint32_t count;
};

static void put_text(struct buffer *out, const char *name, struct slice text)
{
    value_put_string(out, slice_of(name));
    if (text.size == 0) {
        value_put_null(out);
    } else {
        value_put_string(out, text);
    }
}

static void put_finding(struct findings *findings, const char *file,
                        const struct bpmn_diagnostic *diagnostic)
{
    struct buffer *out = &findings->items;

    findings->count++;
    value_put_object(out, 8);
    put_text(out, "file", slice_of(file));
    value_put_string(out, SLICE("line"));
    value_put_int(out, diagnostic->line);
    value_put_string(out, SLICE("column"));
    value_put_int(out, diagnostic->column);
    put_text(out, "severity", slice_of(diagnostic->severity == BPMN_ERROR ? "error" : "warning"));
    put_text(out, "element", diagnostic->element);
    put_text(out, "elementId", diagnostic->element_id);
    put_text(out, "rule", slice_of(diagnostic->rule));
    put_text(out, "reason", diagnostic->reason);
}

static void tell(struct findings *findings, struct arena *arena, const char *file,
                 const struct bpmn_diagnostic *diagnostic)
{
    struct slice text;

    if (findings->as_json) {
        put_finding(findings, file, diagnostic);
        return;
    }
    text = bpmn_diagnostic_format(arena, slice_of(file), diagnostic);
    printf("%.*s\n", SLICE_ARG(text));
}

/* What a deployment of the file would say. */
static void lint(struct findings *findings, const baton_resource *resource)
{
    struct bpmn_compile_options options = {.with_warnings = true, .now_ms = clock_wall_ms()};
    struct bpmn_compiled compiled = {0};
    struct arena arena;

    arena_init(&arena, LIMIT_BPMN_COMPILE_BYTES);
    if (bpmn_compile(&arena, slice_make(resource->content, resource->size), &options, &compiled) ==
        STATUS_LIMIT) {
        cli_complain("%s: needs more memory to compile than a server gives", resource->name);
        compiled.error_count++;
    }
    for (size_t i = 0; i < compiled.diagnostic_count; i++) {
        tell(findings, &arena, resource->name, &compiled.diagnostics[i]);
    }
    if (compiled.error_count > 0) {
        findings->is_refused = true;
    } else {
        cli_say(findings->line, "%s: fine", resource->name);
    }
    arena_deinit(&arena);
}

/* One path at a time: each is judged, whatever the others are. */
static void lint_path(struct findings *findings, const char *path)
{
    struct deployment deployment;

    if (!deployment_read(&deployment, &path, 1, "standard input")) {
        findings->is_refused = true;
    }
    for (size_t i = 0; i < deployment.count; i++) {
        lint(findings, &deployment.resources[i]);
    }
    deployment_free(&deployment);
}

static void print_findings(const struct findings *findings)
{
    struct buffer array;
    struct buffer text;

    buffer_init(&array, FINDINGS_BYTES_MAX);
    buffer_init(&text, FINDINGS_BYTES_MAX);
    value_put_array(&array, findings->count);
    buffer_put(&array, buffer_slice(&findings->items).data, buffer_slice(&findings->items).size);
    json_put_pretty(&text, buffer_slice(&array));
    printf("%.*s\n", SLICE_ARG(buffer_slice(&text)));
    buffer_deinit(&text);
    buffer_deinit(&array);
}

static int run_lint(const struct cli_line *line)
{
    const char *form = cli_option(line, "output");
    struct findings findings = {.line = line, .as_json = form != NULL && form[0] == 'j'};

    buffer_init(&findings.items, FINDINGS_BYTES_MAX);
    for (size_t i = 0; i < line->argument_count; i++) {
        lint_path(&findings, line->arguments[i]);
    }
    if (findings.as_json) {
        print_findings(&findings);
    }
    buffer_deinit(&findings.items);
    return findings.is_refused ? CLI_ERROR : CLI_OK;
}

const struct cli_verb verb_lint = {
    .name = "lint",
    .chapter = "Models",
    .summary = "say what a deployment would say, without a server",
    .about = "Every finding is a line: file, place, element, reason and the name of the rule. "
             "Besides what would be refused there are warnings: elements that are never reached, "
             "joins that never fire, gateways without a default flow, timers in the past. Exit "
             "code 1 when a file would be refused; warnings alone are 0.",
    .examples = "baton lint order.bpmn\tone file\nbaton lint models/\ta directory\n"
                "baton lint -o json models/ | jq '.[].rule'\tfor other programs",
    .forms =
        (const struct cli_form[]){
            {.arguments = {{.name = "FILE", .kind = CLI_FILE, .many = true}},
             .options =
                 (const struct cli_option[]){
                     {.name = "output",
                      .letter = 'o',
                      .value = "FORM",
                      .kind = CLI_WORD,
                      .words = "text json",
                      .help = "lines (default), or one JSON array"},
                     {.name = "quiet", .letter = 'q', .help = "findings alone"},
                     {0}},
             .run = run_lint},
            {0}},
};
