/* baton config print: the settings that a node would start with, and where they come from. */
#include <stdio.h>
#include <unistd.h>

#include "cli.h"
#include "serve.h"
#include "verbs.h"

static int run_config(const struct cli_line *line)
{
    struct config config;
    struct buffer out;
    int code;

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
    .chapter = "A node",
    .summary = "print the settings that a node would start with, as a file",
    .examples = "baton config print --effective --show-source\tall of them, and where from",
    .forms =
        (const struct cli_form[]){
            {.arguments = {{.name = "print", .kind = CLI_WORD, .words = "print"}},
             .options =
                 (const struct cli_option[]){
                     SETTING_LIST(SETTING_OPTION) SERVE_CONFIG_OPTION,
                     CLI_OPTION("effective", NULL, "all settings, not only those that are set"),
                     CLI_OPTION("show-source", NULL, "where each comes from, as a comment"),
                     CLI_OPTION("dev", NULL, "as 'baton dev' would start"),
                     {0}},
             .run = run_config},
            {0}},
};
