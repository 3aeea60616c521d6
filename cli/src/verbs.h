/* Every verb of the program, by the file that holds it, and what only some of them share. */
#ifndef CLI_VERBS_H
#define CLI_VERBS_H

#include "cli.h"

/* verb_serve.c */
extern const struct cli_verb verb_serve;
extern const struct cli_verb verb_dev;
/* verb_config.c */
extern const struct cli_verb verb_config;
/* verb_check.c, verb_certs.c, verb_deploy.c */
extern const struct cli_verb verb_check;
extern const struct cli_verb verb_certs;
extern const struct cli_verb verb_lint;
extern const struct cli_verb verb_deploy;
/* verb_decide.c, verb_feel.c */
extern const struct cli_verb verb_decide;
extern const struct cli_verb verb_feel;
/* verb_instance.c */
extern const struct cli_verb verb_run;
extern const struct cli_verb verb_create;
extern const struct cli_verb verb_await;
/* verb_list.c, verb_get.c */
extern const struct cli_verb verb_list;
extern const struct cli_verb verb_get;
extern const struct cli_verb verb_watch;
extern const struct cli_verb verb_count;
/* verb_job.c */
extern const struct cli_verb verb_activate;
extern const struct cli_verb verb_complete;
extern const struct cli_verb verb_fail;
extern const struct cli_verb verb_throw;
extern const struct cli_verb verb_update;
extern const struct cli_verb verb_assign;
extern const struct cli_verb verb_unassign;
/* verb_change.c */
extern const struct cli_verb verb_publish;
extern const struct cli_verb verb_correlate;
extern const struct cli_verb verb_cancel;
extern const struct cli_verb verb_resolve;
extern const struct cli_verb verb_modify;
extern const struct cli_verb verb_migrate;
extern const struct cli_verb verb_set;
extern const struct cli_verb verb_delete;
/* verb_server.c */
extern const struct cli_verb verb_topology;
extern const struct cli_verb verb_status;
extern const struct cli_verb verb_license;
extern const struct cli_verb verb_whoami;
extern const struct cli_verb verb_evaluate;
extern const struct cli_verb verb_clock;
extern const struct cli_verb verb_call;
/* verb_cluster.c */
extern const struct cli_verb verb_cluster;
/* verb_help.c */
extern const struct cli_verb verb_help;
extern const struct cli_verb verb_completion;
extern const struct cli_verb verb_man;
extern const struct cli_verb verb_version;

/* --variables and --var, of every verb that sends variables. */
#define VERB_VARIABLES                                                                             \
    {.name = "variables",                                                                          \
     .value = "JSON",                                                                              \
     .kind = CLI_OBJECT,                                                                           \
     .member = "variables",                                                                        \
     .help = "variables as a JSON object, @FILE, or - for standard input"},                        \
    {                                                                                              \
        .name = "var", .value = "NAME=VALUE", .kind = CLI_PAIR, .member = "variables",             \
        .help = "one variable, VALUE JSON or else a text; may be repeated"                         \
    }

#define VERB_KEY                                                                                   \
    {                                                                                              \
        .name = "KEY", .kind = CLI_KEY                                                             \
    }

#endif
