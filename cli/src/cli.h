/* The program `baton`: its table of verbs, and a command line that was parsed by it.
 *
 * The table is the one source of what a user may type: parsing, --help, completion, man pages and
 * the requests of simple verbs are made from it. A verb has one form a noun ("complete job KEY",
 * "complete user-task KEY") or a single form without one.
 *
 * Exit codes are a contract: 0 done, 1 error, 2 usage, 3 not found, 4 conflict, 5 unavailable,
 * 6 time-out; `serve`, `dev` and `check` add EXIT_CORRUPT for a damaged data directory. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buffer.h"
#include "base/slice.h"
#include "baton/client.h"

enum {
    CLI_OK = 0,
    CLI_ERROR = 1,
    CLI_USAGE = 2,
    CLI_NOT_FOUND = 3,
    CLI_CONFLICT = 4,
    CLI_UNAVAILABLE = 5,
    CLI_TIMED_OUT = 6,
    CLI_GIVEN_MAX = 64,
    CLI_ARGUMENTS_MAX = 1024,
    CLI_FORM_ARGUMENTS = 4,
    CLI_GROUPS = 4
};

/* What the text of an option or argument is, and what it becomes in a request's JSON. */
enum cli_kind {
    CLI_TEXT,     /* any text; a string */
    CLI_NUMBER,   /* a whole number within [min, max]; min = max = 0: any that is not negative */
    CLI_KEY,      /* a key; a string of digits */
    CLI_WORD,     /* one of words; a string */
    CLI_MATCH,    /* of a filter: text, "a,b" for any of them, '*' for anything */
    CLI_LIST,     /* "a,b"; an array of strings */
    CLI_OBJECT,   /* a JSON object, @FILE or - */
    CLI_JSON,     /* any JSON, @FILE or - */
    CLI_DURATION, /* "30", "90s", "5m", "2h", "7d"; milliseconds */
    CLI_DATE,     /* a date, a date and time, or a duration: in that long */
    CLI_SINCE,    /* the same, but a duration is that long ago */
    CLI_PAIR,     /* NAME=VALUE */
    CLI_FILE,     /* a path, completed as one */
    CLI_DIRECTORY,
    CLI_PROCESS, /* a process id, or a definition's key */
    CLI_COMMAND  /* a verb, of `help` and `man` */
};

/* One option: "--name VALUE", or a switch when value is NULL. */
struct cli_option {
    const char *name;  /* without the dashes */
    const char *value; /* what the value is called in --help; NULL: a switch */
    const char *help;
    char letter; /* "-o"; 0: none */
    enum cli_kind kind;
    const char *words;  /* "ACTIVE COMPLETED": what it may be */
    const char *member; /* of the request's body or filter, "page.limit"; NULL: the verb reads it */
    const char *json;   /* of a switch: what the member becomes; NULL: true */
    const char *item;   /* of a list: the JSON of an item, with $1 for it, or $1 and $2 for A:B */
    int64_t min;
    int64_t max;
};

/* For options that need no more than these three. */
#define CLI_OPTION(option_name, option_value, option_help)                                         \
    {                                                                                              \
        .name = option_name, .value = option_value, .help = option_help                            \
    }

struct cli_argument {
    const char *name; /* "KEY"; NULL: no more arguments */
    enum cli_kind kind;
    bool optional;
    bool many; /* the last one: once or more, or any number when optional */
    const char *words;
    const char *member; /* as of an option; a CLI_PROCESS names its member itself */
};

/* A column of a table. */
struct cli_column {
    const char *member; /* of the items; dots lead inwards, digits are places in an array */
    const char *title;
    bool whole; /* never cut: keys */
};

/* What there is, by name and short name. */
struct cli_noun {
    const char *name; /* "process-instances", as in the path */
    const char *one;  /* "process-instance" */
    const char *alias;
    const char *key; /* the member that holds the key */
    const struct cli_column *columns;
    const struct cli_option *filters; /* of searches; ends with name NULL; NULL: never searched */
    const char *sort;                 /* when none is asked for; NULL: the server's */
};

struct cli_line;

/* How a form asks the server, when that is one call. */
struct cli_request {
    const char *method;
    const char *path; /* "/v2/jobs/{}/completion": each {} is the next argument without a member */
    const char *defaults; /* lines "member\tJSON" for what was not given; NULL: none */
    const char *done;     /* "completed job": said when the answer is empty */
    /* Of the answer: the columns shown, the member that holds a list of items, the key. */
    const struct cli_column *columns;
    const char *items;
    const char *key;
    const struct cli_noun *see; /* what to list when it was not found; NULL: the form's noun */
    bool without_body;
    bool needs_options; /* a body without any member makes no sense */
};

struct cli_form {
    const struct cli_noun *noun; /* NULL: the verb takes none */
    const char *summary;         /* NULL: the verb's */
    struct cli_argument arguments[CLI_FORM_ARGUMENTS];
    const struct cli_option *options; /* of this form alone; ends with name NULL; NULL: none */
    bool filters;                     /* takes the noun's filters as options */
    struct cli_request request;
    int (*run)(const struct cli_line *line); /* NULL ends a verb's forms */
};

struct cli_verb {
    const char *name;
    const char *chapter; /* of the overview; NULL: not shown there */
    const char *summary;
    const char *about;                           /* sentences for help and man; NULL: none */
    const char *examples;                        /* lines "command\twhat it does"; NULL: none */
    bool noun_optional;                          /* the first form is meant when no noun is said */
    const struct cli_option *groups[CLI_GROUPS]; /* options of all forms, shared by verbs */
    const struct cli_form *forms;
};

extern const struct cli_verb *const cli_verbs[]; /* ends with NULL */
extern const struct cli_noun *const cli_nouns[]; /* ends with NULL */

struct cli_given {
    const struct cli_option *option;
    const char *value; /* "" for switches */
};

/* A parsed command line. Texts are argv's. */
struct cli_line {
    const struct cli_verb *verb;
    const struct cli_form *form;
    const char *arguments[CLI_ARGUMENTS_MAX]; /* without the noun */
    size_t argument_count;
    struct cli_given given[CLI_GIVEN_MAX];
    size_t given_count;
};

/* Parse the words behind "baton". CLI_OK, or CLI_USAGE after a complaint. */
int cli_parse(struct cli_line *line, int count, const char *const *words);

/* The option's value (the last one given), or NULL. name must be one of the form's. */
const char *cli_option(const struct cli_line *line, const char *name);
bool cli_switch(const struct cli_line *line, const char *name);
/* The same as a whole number within [min, max], fallback when absent; ends the process with
 * CLI_USAGE and a sentence on anything else. */
int64_t cli_number(const struct cli_line *line, const char *name, int64_t min, int64_t max,
                   int64_t fallback);
/* The same as milliseconds; at most max_ms. */
int64_t cli_duration(const struct cli_line *line, const char *name, int64_t max_ms,
                     int64_t fallback_ms);

/* The i-th option of a form, the verb's shared ones first, then its own, then the noun's filters;
 * NULL behind the last. */
const struct cli_option *cli_option_at(const struct cli_verb *verb, const struct cli_form *form,
                                       size_t i);
/* NULL when there is none. */
const struct cli_verb *cli_find_verb(const char *name);
/* By name, one or alias; NULL when there is none. */
const struct cli_noun *cli_find_noun(const char *name);
const struct cli_form *cli_find_form(const struct cli_verb *verb, const struct cli_noun *noun);

/* "baton: ..." on standard error. */
void cli_complain(const char *format, ...) PRINTF_LIKE(1, 2);
/* A line on standard error that is no complaint; nothing with --quiet. */
void cli_say(const struct cli_line *line, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
