/* Everything that verbs work on, by the file nouns.c. */
#ifndef CLI_NOUNS_H
#define CLI_NOUNS_H

#include "cli.h"

extern const struct cli_noun noun_process_instances;
extern const struct cli_noun noun_process_definitions;
extern const struct cli_noun noun_element_instances;
extern const struct cli_noun noun_jobs;
extern const struct cli_noun noun_user_tasks;
extern const struct cli_noun noun_incidents;
extern const struct cli_noun noun_variables;
extern const struct cli_noun noun_message_subscriptions;
extern const struct cli_noun noun_correlated_subscriptions;
extern const struct cli_noun noun_batch_operations;
extern const struct cli_noun noun_messages;
extern const struct cli_noun noun_resources;

#endif
