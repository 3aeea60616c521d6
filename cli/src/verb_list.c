/* baton list, baton watch: what there is. */

#include "client.h"
#include "nouns.h"
#include "output.h"
#include "search.h"
#include "verbs.h"
#include "watch.h"

static int print_page(void *ctx, struct slice items)
{
    return output_rows(ctx, items);
}

/* Nothing found, and rows that were left out, are not data. */
static void say_what_is_missing(const struct search *search, const struct search_result *result)
{
    const char *name = search->line->form->noun->name;

    if (result->rows == 0) {
        cli_say(search->line, "no %s", name);
    } else if (result->rows == search->limit && result->total > result->rows) {
        cli_say(search->line, "%llu of %llu %s: --limit N or --all shows more",
                (unsigned long long)result->rows, (unsigned long long)result->total, name);
    }
}

static int list(struct search *search, struct output *output)
{
    struct search_result result;
    int code = search_run(search, print_page, output, &result);

    if (code == CLI_OK) {
        output_end(output);
        say_what_is_missing(search, &result);
    }
    return code;
}

static int run_any(const struct cli_line *line, bool watched)
{
    const struct cli_noun *noun = line->form->noun;
    struct output output;
    struct search search;
    int code = CLI_OK;

    if (!output_init(&output, line, noun->columns, noun->key)) {
        return CLI_USAGE;
    }
    if (!search_init(&search, line)) {
        output_deinit(&output);
        return CLI_USAGE;
    }
    if (cli_switch(line, "dry-run")) {
        search_print(&search);
    } else {
        code = watched ? watch_run(&search, &output) : list(&search, &output);
    }
    search_deinit(&search);
    output_deinit(&output);
    return code;
}

static int run_list(const struct cli_line *line)
{
    return run_any(line, cli_switch(line, "watch"));
}

static int run_watch(const struct cli_line *line)
{
    return run_any(line, true);
}

#define SEARCH(noun_name, run_function)                                                            \
    {                                                                                              \
        .noun = &(noun_name), .filters = true, .run = run_function                                 \
    }
#define SEARCHES(run_function)                                                                     \
    (const struct cli_form[])                                                                      \
    {                                                                                              \
        SEARCH(noun_process_instances, run_function),                                              \
            SEARCH(noun_process_definitions, run_function),                                        \
            SEARCH(noun_element_instances, run_function), SEARCH(noun_jobs, run_function),         \
            SEARCH(noun_user_tasks, run_function), SEARCH(noun_incidents, run_function),           \
            SEARCH(noun_variables, run_function),                                                  \
            SEARCH(noun_message_subscriptions, run_function),                                      \
            SEARCH(noun_correlated_subscriptions, run_function),                                   \
            SEARCH(noun_batch_operations, run_function),                                           \
        {                                                                                          \
            0                                                                                      \
        }                                                                                          \
    }

static const struct cli_option list_options[] = {
    SEARCH_OPTIONS,
    {.name = "watch", .letter = 'w', .help = "look again and again until Ctrl-C"},
    {.name = "dry-run", .help = "say what would be asked, and ask nothing"},
    {0}};
static const struct cli_option watch_options[] = {SEARCH_OPTIONS, {0}};

#define FILTER_WORDS_ABOUT                                                                         \
    "Texts in filters may be lists (a,b) and hold '*' and '?'. Each noun has filters of its own: " \
    "baton help list jobs. "

const struct cli_verb verb_list = {
    .name = "list",
    .chapter = "Look",
    .summary = "list process instances, jobs, user tasks, incidents, ...",
    .about = FILTER_WORDS_ABOUT "Without --sort instances and incidents come newest first.",
    .examples = "baton list pi --state ACTIVE --process order\twhat runs\n"
                "baton list inc --state ACTIVE\twhat is stuck\n"
                "baton list jobs --type 'price-*' --fields jobKey,retries -o jsonl\ta line a job\n"
                "baton list pi --started-after 2h --all -o name\tkeys alone",
    .groups = {client_options, output_options, list_options},
    .forms = SEARCHES(run_list),
};

const struct cli_verb verb_watch = {
    .name = "watch",
    .chapter = "Look",
    .summary = "list, again and again until Ctrl-C",
    .about = FILTER_WORDS_ABOUT "On a terminal the table is drawn anew; anywhere else what is "
                                "new, changed or gone is a line.",
    .examples = "baton watch pi --state ACTIVE\twhat runs, live\n"
                "baton watch inc --state ACTIVE -o jsonl | while read line; do ...\talarms",
    .groups = {client_options, output_options, watch_options},
    .forms = SEARCHES(run_watch),
};
