/* Data on standard output: a table for people, JSON, one JSON a line, or keys alone.
 *
 * Items come in pages: output_rows for each, then output_end. A table is laid out by its first
 * page; a text that is too wide for the terminal is cut, keys never are; without a terminal nothing
 * is. Control characters of data never reach a terminal. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "cli.h"

enum output_form {
    OUTPUT_TABLE,
    OUTPUT_JSON,
    OUTPUT_JSONL,
    OUTPUT_NAME
};

enum {
    OUTPUT_COLUMNS_MAX = 32
};

/* Options of every verb that prints data: --output, --fields. */
extern const struct cli_option output_options[];

struct output {
    enum output_form form;
    struct cli_column columns[OUTPUT_COLUMNS_MAX]; /* none: an object's members one below another */
    size_t column_count;
    size_t widths[OUTPUT_COLUMNS_MAX]; /* in terminal columns */
    char *fields;                      /* --fields, cut into names; NULL: not given */
    const char *key;
    uint64_t rows; /* so far */
    bool wide;     /* no limit: the table is laid out without one */
};

/* columns, key: what the verb shows, may be NULL. False after a complaint about the line. */
bool output_init(struct output *output, const struct cli_line *line,
                 const struct cli_column *columns, const char *key) NODISCARD;
void output_deinit(struct output *output);

/* The array's items. Returns an exit code, after a complaint when it is not CLI_OK. */
int output_rows(struct output *output, struct slice items);
/* Behind the last page. */
void output_end(struct output *output);
/* One object. */
int output_object(struct output *output, struct slice object);
/* A whole answer: its member `items` as rows, or with items NULL the answer as an object; what is
 * no JSON as it is. */
int output_answer(struct output *output, const baton_response *response, const char *items);

/* One item as one line, with a word in front where that is not NULL. */
int output_change(struct output *output, const char *change, struct slice item);

/* By a path of names and places with dots; false when it is absent. */
bool output_find(struct slice value, const char *path, struct slice *out);

#endif
