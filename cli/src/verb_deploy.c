/* baton deploy, baton lint: models from files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "bpmn/compile.h"
#include "cli.h"
#include "deploy.h"
#include "verbs.h"

static void free_resources(baton_resource *resources, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free((void *)(uintptr_t)resources[i].content);
    }
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

int cli_deploy(baton_client *client, const char *const *paths, size_t count,
               baton_response *response)
{
    baton_resource resources[CLI_ARGUMENTS_MAX] = {0};
    int code = CLI_OK;

    for (size_t i = 0; i < count && code == CLI_OK; i++) {
        size_t bytes = 0;

        resources[i].name = file_name(paths[i]);
        resources[i].content = cli_read_file(paths[i], LIMIT_XML_BYTES, &bytes);
        resources[i].size = bytes;
        code = resources[i].content == NULL ? CLI_ERROR : CLI_OK;
    }
    if (code == CLI_OK) {
        code = cli_judge(baton_deploy(client, resources, count, response), response);
    }
    free_resources(resources, count);
    return code;
}

static int run_deploy(const struct cli_line *line)
{
    baton_client *client = cli_connect(line);
    baton_response response = {0};
    int code = cli_deploy(client, line->arguments, line->argument_count, &response);

    if (code == CLI_OK) {
        cli_print_json(&response);
    }
    baton_response_clear(&response);
    baton_client_free(client);
    return code;
}

const struct cli_verb verb_deploy = {
    .name = "deploy",
    .arguments = "FILE...",
    .summary = "deploy BPMN files, all or none",
    .arguments_min = 1,
    .arguments_max = CLI_ARGUMENTS_MAX,
    .run = run_deploy,
    .options = {{"address", "HOST:PORT", "server"}, {0}},
};

/* Returns the number of errors in the file, or -1 when it cannot be read. */
static long lint_file(const char *path)
{
    struct bpmn_compile_options options = {.with_warnings = true};
    struct bpmn_compiled compiled = {0};
    struct arena arena;
    size_t bytes = 0;
    char *xml = cli_read_file(path, LIMIT_XML_BYTES, &bytes);
    long errors;

    if (xml == NULL) {
        return -1;
    }
    arena_init(&arena, LIMIT_BPMN_COMPILE_BYTES);
    if (bpmn_compile(&arena, slice_make(xml, bytes), &options, &compiled) == STATUS_LIMIT) {
        cli_complain("%s: needs more memory to compile than a server gives", path);
        compiled.error_count++;
    }
    for (size_t i = 0; i < compiled.diagnostic_count; i++) {
        struct slice text =
            bpmn_diagnostic_format(&arena, slice_of(path), &compiled.diagnostics[i]);

        printf("%.*s\n", SLICE_ARG(text));
    }
    errors = (long)compiled.error_count;
    arena_deinit(&arena);
    free(xml);
    return errors;
}

static int run_lint(const struct cli_line *line)
{
    int code = CLI_OK;

    for (size_t i = 0; i < line->argument_count; i++) {
        if (lint_file(line->arguments[i]) != 0) {
            code = CLI_ERROR;
        }
    }
    return code;
}

const struct cli_verb verb_lint = {
    .name = "lint",
    .arguments = "FILE...",
    .summary = "say what a deployment would say, without a server",
    .arguments_min = 1,
    .arguments_max = CLI_ARGUMENTS_MAX,
    .run = run_lint,
};
