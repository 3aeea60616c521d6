/* What moves instances on or ends them: publish, correlate, cancel, resolve, modify, migrate, set,
 * delete. */
#include "ask.h"
#include "client.h"
#include "nouns.h"
#include "output.h"
#include "verbs.h"

#define WRITES                                                                                     \
    {                                                                                              \
        client_options, output_options, client_write_options                                       \
    }

#define MESSAGE_KEY                                                                                \
    {                                                                                              \
        .name = "key", .letter = 'k', .value = "TEXT", .member = "correlationKey",                 \
        .help = "correlation key: which instance is meant"                                         \
    }

const struct cli_verb verb_publish = {
    .name = "publish",
    .chapter = "Messages",
    .summary = "publish a message; it may wait for somebody who wants it",
    .examples = "baton publish msg payment-received --key o-1 --ttl 1h\tan early one waits an hour",
    .noun_optional = true,
    .groups = WRITES,
    .forms =
        (const struct cli_form[]){
            {.noun = &noun_messages,
             .arguments = {{.name = "NAME", .member = "name"}},
             .options = (const struct cli_option[]){MESSAGE_KEY,
                                                    {.name = "ttl",
                                                     .value = "TIME",
                                                     .kind = CLI_DURATION,
                                                     .member = "timeToLive",
                                                     .help = "how long it waits (default 0)"},
                                                    {.name = "message-id",
                                                     .value = "TEXT",
                                                     .member = "messageId",
                                                     .help = "a second one with this id is "
                                                             "refused while the first waits"},
                                                    VERB_VARIABLES,
                                                    {0}},
             .request = {.method = "POST",
                         .path = "/v2/messages/publication",
                         .columns = (const struct cli_column[]){{"messageKey", "KEY", true}, {0}},
                         .key = "messageKey"},
             .run = ask_run},
            {0}},
};

const struct cli_verb verb_correlate = {
    .name = "correlate",
    .chapter = "Messages",
    .summary = "send a message that must be wanted now",
    .about = "Nobody waits for it: not found, and nothing is kept.",
    .examples = "baton correlate msg payment-received --key o-1\twhich instance took it",
    .noun_optional = true,
    .groups = WRITES,
    .forms =
        (const struct cli_form[]){
            {.noun = &noun_messages,
             .arguments = {{.name = "NAME", .member = "name"}},
             .options = (const struct cli_option[]){MESSAGE_KEY, VERB_VARIABLES, {0}},
             .request = {.method = "POST",
                         .path = "/v2/messages/correlation",
                         .columns =
                             (const struct cli_column[]){{"messageKey", "KEY", true},
                                                         {"processInstanceKey", "INSTANCE", true},
                                                         {0}},
                         .key = "messageKey",
                         .see = &noun_message_subscriptions},
             .run = ask_run},
            {0}},
};

const struct cli_verb verb_cancel = {
    .name = "cancel",
    .chapter = "Process instances",
    .summary = "end a process instance",
    .examples = "baton cancel 2251799813685250\tend one\n"
                "baton list pi --process order --state ACTIVE --all -o name | "
                "xargs -n1 baton cancel\tend many",
    .noun_optional = true,
    .groups = WRITES,
    .forms = (const struct cli_form[]){{.noun = &noun_process_instances,
                                        .arguments = {VERB_KEY},
                                        .request = {.method = "POST",
                                                    .path = "/v2/process-instances/{}/cancellation",
                                                    .done = "cancelled process instance",
                                                    .key = "processInstanceKey"},
                                        .run = ask_run},
                                       {0}},
};

const struct cli_verb verb_resolve = {
    .name = "resolve",
    .chapter = "Process instances",
    .summary = "repeat the step that failed, after its cause is mended",
    .about = "A job without retries needs some first: baton update job KEY --retries 3. A wrong "
             "variable is set right with 'baton set'.",
    .noun_optional = true,
    .groups = WRITES,
    .forms = (const struct cli_form[]){{.noun = &noun_incidents,
                                        .arguments = {VERB_KEY},
                                        .request = {.method = "POST",
                                                    .path = "/v2/incidents/{}/resolution",
                                                    .done = "resolved incident",
                                                    .key = "incidentKey"},
                                        .run = ask_run},
                                       {0}},
};

const struct cli_verb verb_modify = {
    .name = "modify",
    .chapter = "Process instances",
    .summary = "begin, end or move elements of a running instance by hand",
    .about = "ELEMENT is an id of the model. All that is asked for happens together, or nothing.",
    .examples =
        "baton modify pi 2251799813685250 --move await-payment:ship-order\tas if it was paid",
    .noun_optional = true,
    .groups = WRITES,
    .forms =
        (const struct cli_form[]){
            {.noun = &noun_process_instances,
             .arguments = {VERB_KEY},
             .options =
                 (const struct cli_option[]){
                     {.name = "activate",
                      .value = "ELEMENT",
                      .kind = CLI_LIST,
                      .member = "activateInstructions",
                      .item = "{\"elementId\":$1}",
                      .help = "begin these elements"},
                     {.name = "terminate",
                      .value = "ELEMENT",
                      .kind = CLI_LIST,
                      .member = "terminateInstructions",
                      .item = "{\"elementId\":$1}",
                      .help = "end all instances of these elements"},
                     {.name = "terminate-key",
                      .value = "KEY",
                      .kind = CLI_LIST,
                      .member = "terminateInstructions",
                      .item = "{\"elementInstanceKey\":$1}",
                      .help = "end these element instances"},
                     {.name = "move",
                      .value = "FROM:TO",
                      .kind = CLI_LIST,
                      .member = "moveInstructions",
                      .item = "{\"sourceElementInstruction\":{\"sourceType\":\"byId\","
                              "\"sourceElementId\":$1},\"targetElementId\":$2}",
                      .help = "end one element and begin another in its place"},
                     {0}},
             .request = {.method = "POST",
                         .path = "/v2/process-instances/{}/modification",
                         .done = "modified process instance",
                         .key = "processInstanceKey",
                         .needs_options = true},
             .run = ask_run},
            {0}},
};

const struct cli_verb verb_migrate = {
    .name = "migrate",
    .chapter = "Process instances",
    .summary = "let a running instance go on in another version of its process",
    .about = "Every element that is active needs a --map, also when its id stays the same.",
    .examples = "baton migrate pi 2251799813685250 2251799813685300 --map ship:ship-order\tto that "
                "definition",
    .noun_optional = true,
    .groups = WRITES,
    .forms =
        (const struct cli_form[]){
            {.noun = &noun_process_instances,
             .arguments = {VERB_KEY,
                           {.name = "DEFINITION_KEY",
                            .kind = CLI_KEY,
                            .member = "targetProcessDefinitionKey"}},
             .options =
                 (const struct cli_option[]){
                     {.name = "map",
                      .value = "FROM:TO",
                      .kind = CLI_LIST,
                      .member = "mappingInstructions",
                      .item = "{\"sourceElementId\":$1,\"targetElementId\":$2}",
                      .help = "an element of now, and what it becomes; or several with commas"},
                     {0}},
             .request = {.method = "POST",
                         .path = "/v2/process-instances/{}/migration",
                         .defaults = "mappingInstructions\t[]",
                         .done = "migrated process instance",
                         .key = "processInstanceKey"},
             .run = ask_run},
            {0}},
};

const struct cli_verb verb_set = {
    .name = "set",
    .chapter = "Process instances",
    .summary = "set variables of a process or element instance",
    .about = "KEY is the instance's. VALUE is JSON, or else a text; NAME=@FILE takes a file.",
    .examples = "baton set var 2251799813685250 total=42 'customer={\"name\":\"Anna\"}'\tset two",
    .noun_optional = true,
    .groups = WRITES,
    .forms =
        (const struct cli_form[]){
            {.noun = &noun_variables,
             .arguments = {VERB_KEY,
                           {.name = "NAME=VALUE",
                            .kind = CLI_PAIR,
                            .member = "variables",
                            .optional = true,
                            .many = true}},
             .options =
                 (const struct cli_option[]){{.name = "variables",
                                              .value = "JSON",
                                              .kind = CLI_OBJECT,
                                              .member = "variables",
                                              .help = "a JSON object, @FILE, or - for standard "
                                                      "input"},
                                             {.name = "local",
                                              .member = "local",
                                              .help = "in this scope, not where they are already"},
                                             {0}},
             .request = {.method = "PUT",
                         .path = "/v2/element-instances/{}/variables",
                         .done = "set variables of",
                         .key = "elementInstanceKey",
                         .see = &noun_element_instances,
                         .needs_options = true},
             .run = ask_run},
            {0}},
};

const struct cli_verb verb_delete = {
    .name = "delete",
    .chapter = "Models",
    .summary = "delete a deployed resource, or an instance that has ended",
    .about = "A resource's key is a process definition's, say: baton list pd.",
    .groups = WRITES,
    .forms =
        (const struct cli_form[]){
            {.noun = &noun_resources,
             .summary = "delete a deployed resource by its key",
             .arguments = {VERB_KEY},
             .options = (const struct cli_option[]){{.name = "history",
                                                     .member = "deleteHistory",
                                                     .help = "what is known of its ended "
                                                             "instances too"},
                                                    {0}},
             .request = {.method = "POST",
                         .path = "/v2/resources/{}/deletion",
                         .columns = (const struct cli_column[]){{"resourceKey", "KEY", true}, {0}},
                         .done = "deleted resource",
                         .key = "resourceKey",
                         .see = &noun_process_definitions},
             .run = ask_run},
            {.noun = &noun_process_instances,
             .summary = "forget a process instance that has ended",
             .arguments = {VERB_KEY},
             .request = {.method = "POST",
                         .path = "/v2/process-instances/{}/deletion",
                         .done = "deleted process instance",
                         .key = "processInstanceKey"},
             .run = ask_run},
            {0}},
};
