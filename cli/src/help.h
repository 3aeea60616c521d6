/* Help texts from the table: --help, `baton help`, man pages. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include <stdio.h>

#include "cli.h"

/* What a name of the program's surroundings means: an exit code, a variable of the environment. */
struct help_fact {
    const char *name;
    const char *meaning;
};

extern const struct help_fact help_exits[];     /* ends with name NULL */
extern const struct help_fact help_variables[]; /* ends with name NULL */

/* All verbs by chapter. */
void help_overview(FILE *out);
/* One verb; form NULL: all its forms. */
void help_verb(const struct cli_verb *verb, const struct cli_form *form, FILE *out);
/* "-o, --output FORM" */
void help_put_option(const struct cli_option *option, struct buffer *out);
/* "complete job KEY [options]" */
void help_put_usage(const struct cli_verb *verb, const struct cli_form *form, struct buffer *out);
/* Options that only some forms have, and not by their noun's filters alone. */
bool help_forms_differ(const struct cli_verb *verb);

/* The man page of the program, or of one verb, in man(7). */
void man_overview(FILE *out);
void man_verb(const struct cli_verb *verb, FILE *out);

/* What a shell may offer for the last of the words behind "baton": lines "candidate\tmeaning";
 * ":files" and ":directories" ask the shell for its own. */
void complete_words(int count, const char *const *words, FILE *out);

#endif
