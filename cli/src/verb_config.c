/* baton config print: the settings that a node would start with, and where they come from. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "serve.h"
#include "verbs.h"

static int run_config(const struct cli_line *line)
{
    struct config config;
    struct buffer out;
    int code;

    if (strcmp(line->arguments[0], "print") != 0) {
        cli_complain("'config' can print: baton config print [--effective] [--show-source]");
        return CLI_USAGE;
    }
    code = serve_config(line, cli_switch(line, "dev"), &config);
    if (code != CLI_OK) {
        return code;
    }
    buffer_init(&out, MIB(1));
    config_print(&config, cli_switch(line, "effective"), cli_switch(line, "show-source"), &out);
    fwrite(out.data, 1, out.size, stdout);
    buffer_deinit(&out);
    return CLI_OK;
}

const struct cli_verb verb_config = {
    .name = "config",
    .arguments = "print",
    .summary = "print the settings that a node would start with, as a file",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_config,
    .options = {SETTING_LIST(SETTING_OPTION) SERVE_CONFIG_OPTION,
                {"effective", NULL, "all settings, not only those that are set"},
                {"show-source", NULL, "where each comes from, as a comment"},
                {"dev", NULL, "as 'baton dev' would start"},
                {0}},
};
