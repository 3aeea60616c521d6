/* Every verb of the program, by the file that holds it. */
#ifndef CLI_VERBS_H
#define CLI_VERBS_H

#include "cli.h"

extern const struct cli_verb verb_serve;
extern const struct cli_verb verb_dev;
extern const struct cli_verb verb_deploy;
extern const struct cli_verb verb_run;
extern const struct cli_verb verb_create;
extern const struct cli_verb verb_list;
extern const struct cli_verb verb_get;
extern const struct cli_verb verb_complete;
extern const struct cli_verb verb_publish;
extern const struct cli_verb verb_cancel;
extern const struct cli_verb verb_resolve;
extern const struct cli_verb verb_await;
extern const struct cli_verb verb_check;
extern const struct cli_verb verb_lint;
extern const struct cli_verb verb_config;
extern const struct cli_verb verb_version;

#endif
