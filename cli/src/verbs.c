#include "verbs.h"

#include <stdio.h>

static int run_version(const struct cli_line *line)
{
    (void)line;
    printf("baton %s\n", BATON_VERSION);
    return CLI_OK;
}

const struct cli_verb verb_version = {
    .name = "version", .arguments = "", .summary = "print the version", .run = run_version};

const struct cli_verb *const cli_verbs[] = {
    &verb_dev,  &verb_serve, &verb_deploy,   &verb_run,     &verb_create, &verb_list,
    &verb_get,  &verb_await, &verb_complete, &verb_publish, &verb_cancel, &verb_resolve,
    &verb_lint, &verb_check, &verb_config,   &verb_version, NULL,
};
