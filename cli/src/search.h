/* A search by the table: filters, sort, pages by cursor. */
#ifndef CLI_SEARCH_H
#define CLI_SEARCH_H

#include "cli.h"

enum {
    SEARCH_ROWS = 50,
    SEARCH_PAGE_ROWS = 1000
};

/* --filter, --sort, --limit, --all, --interval; of list and watch. */
#define SEARCH_OPTIONS                                                                             \
    {.name = "filter",                                                                             \
     .value = "JSON",                                                                              \
     .kind = CLI_OBJECT,                                                                           \
     .help = "a filter of the API, @FILE or -, beside the options"},                               \
        {.name = "sort", .value = "A,-B", .help = "by these members; '-' before one: descending"}, \
        {.name = "limit",                                                                          \
         .letter = 'n',                                                                            \
         .value = "N",                                                                             \
         .kind = CLI_NUMBER,                                                                       \
         .min = 1,                                                                                 \
         .max = INT32_MAX,                                                                         \
         .help = "rows at most (default 50)"},                                                     \
        {.name = "all", .help = "all rows, page after page"},                                      \
    {                                                                                              \
        .name = "interval", .value = "TIME", .kind = CLI_DURATION,                                 \
        .help = "between two looks while watching (default 2s)"                                    \
    }

struct search {
    const struct cli_line *line;
    baton_client *client;
    struct buffer frame; /* the body without its page */
    uint64_t limit;      /* rows wanted in all */
};

/* Takes one page's items; returns an exit code, and anything but CLI_OK ends the search. */
typedef int (*search_visit)(void *ctx, struct slice items);

struct search_result {
    uint64_t rows;
    uint64_t total;
};

/* False after a complaint about the line. */
bool search_init(struct search *search, const struct cli_line *line) NODISCARD;
void search_deinit(struct search *search);
/* All pages up to the limit, in turn. Returns an exit code, after a complaint when it is not
 * CLI_OK. */
int search_run(struct search *search, search_visit visit, void *ctx, struct search_result *result);
/* --dry-run: print what would be sent. */
void search_print(const struct search *search);

#endif
