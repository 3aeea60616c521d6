#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "help.h"

static bool is_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

/* Help is wanted wherever it is asked for, also on a line that is not complete. */
static bool wants_help(int count, const char *const *words)
{
    for (int i = 1; i < count && strcmp(words[i], "--") != 0; i++) {
        if (is_help(words[i])) {
            return true;
        }
    }
    return false;
}

static int help_for(int count, const char *const *words)
{
    const struct cli_verb *verb = cli_find_verb(words[0]);
    const struct cli_form *form = NULL;

    for (int i = 1; i < count && verb != NULL && form == NULL; i++) {
        const struct cli_noun *noun = cli_find_noun(words[i]);

        form = noun == NULL ? NULL : cli_find_form(verb, noun);
    }
    if (verb == NULL) {
        help_overview(stdout);
    } else {
        help_verb(verb, form, stdout);
    }
    return CLI_OK;
}

/* Data that could not be written is an error, a reader that has gone is not. */
static int close_output(int code)
{
    if (fflush(stdout) != 0 && code == CLI_OK) {
        cli_complain("standard output cannot be written");
        return CLI_ERROR;
    }
    return code;
}

int main(int argc, char **argv)
{
    const char *const *words = (const char *const *)argv + 1;
    static struct cli_line line;
    int code;

    if (argc < 2) {
        help_overview(stderr);
        return CLI_USAGE;
    }
    if (strcmp(words[0], "__complete") == 0) {
        complete_words(argc - 2, words + 1, stdout);
        return CLI_OK;
    }
    if (is_help(words[0])) {
        help_overview(stdout);
        return CLI_OK;
    }
    if (strcmp(words[0], "--version") == 0) {
        printf("baton %s\n", BATON_PROGRAM_VERSION);
        return CLI_OK;
    }
    if (wants_help(argc - 1, words)) {
        return help_for(argc - 1, words);
    }
    code = cli_parse(&line, argc - 1, words);
    return close_output(code == CLI_OK ? line.form->run(&line) : code);
}
