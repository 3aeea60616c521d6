#include "help.h"

#include <string.h>

#include "base/limits.h"

enum {
    WIDTH = 80,
    VERB_COLUMN = 14,
    OPTION_COLUMN = 28
};

const struct help_fact help_exits[] = {
    {"0", "done"},
    {"1", "any other error; of lint: a file would be refused; of await and run: terminated"},
    {"2", "the command line is wrong, nothing was tried"},
    {"3", "not found"},
    {"4", "conflict: the state forbids it"},
    {"5", "no server answers, or it cannot serve now"},
    {"6", "out of time: it may have happened, or is still going on"},
    {"65", "the data directory is damaged (dev, serve, check)"},
    {0}};

const struct help_fact help_variables[] = {
    {"BATON_ADDRESS",
     "the server, HOST:PORT, or several with commas between, unless --address says another; also "
     "CAMUNDA_REST_ADDRESS and ZEEBE_REST_ADDRESS"},
    {"BATON_TIMEOUT_MS", "how long a call is tried, unless --timeout says another"},
    {"BATON_BASIC_AUTH_USERNAME", "with BATON_BASIC_AUTH_PASSWORD: as whom to call"},
    {"NO_COLOR", "not empty: no colours; without a terminal there are none anyway"},
    {0}};

/* --- pieces --- */

/* Text in words, lines no wider than WIDTH, each but the first indented. column: where the first
 * begins. */
static void print_wrapped(const char *text, size_t column, size_t indent, FILE *out)
{
    bool first = true;

    while (*text != '\0') {
        size_t size = strcspn(text, " ");

        if (!first && column + 1 + size > WIDTH) {
            fprintf(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (!first) {
            fputc(' ', out);
            column++;
        }
        fwrite(text, 1, size, out);
        column += size;
        text += size + strspn(text + size, " ");
        first = false;
    }
    fputc('\n', out);
}

/* "  left    right", right wrapped; on a line of its own when left is too long. */
static void print_pair(struct slice left, const char *right, size_t column, FILE *out)
{
    size_t width = 2 + left.size;

    fprintf(out, "  %.*s", SLICE_ARG(left));
    if (width + 2 > column) {
        fputc('\n', out);
        width = 0;
    }
    fprintf(out, "%*s", (int)(column - width), "");
    print_wrapped(right, column, column, out);
}

void help_put_option(const struct cli_option *option, struct buffer *out)
{
    if (option->letter != 0) {
        buffer_printf(out, "-%c, ", option->letter);
    }
    buffer_printf(out, "--%s%s%s", option->name, option->value == NULL ? "" : " ",
                  option->value == NULL ? "" : option->value);
}

void help_put_usage(const struct cli_verb *verb, const struct cli_form *form, struct buffer *out)
{
    buffer_put_text(out, verb->name);
    if (form->noun != NULL) {
        buffer_printf(out, verb->noun_optional ? " [%s]" : " %s",
                      form->filters ? form->noun->name : form->noun->one);
    }
    for (size_t i = 0; i < CLI_FORM_ARGUMENTS && form->arguments[i].name != NULL; i++) {
        const struct cli_argument *argument = &form->arguments[i];

        buffer_printf(out, argument->optional ? " [%s%s]" : " %s%s", argument->name,
                      argument->many ? "..." : "");
    }
    if (cli_option_at(verb, form, 0) != NULL) {
        buffer_put_text(out, " [options]");
    }
    buffer_put_byte(out, '\0');
}

static void print_option(const struct cli_option *option, FILE *out)
{
    struct buffer left;

    buffer_init(&left, KIB(4));
    help_put_option(option, &left);
    print_pair(buffer_slice(&left), option->help, OPTION_COLUMN, out);
    buffer_deinit(&left);
}

static void print_options(const struct cli_option *options, FILE *out)
{
    for (; options != NULL && options->name != NULL; options++) {
        print_option(options, out);
    }
}

/* --- the overview --- */

static void print_facts(const char *title, const struct help_fact *facts, FILE *out)
{
    fprintf(out, "\n%s\n", title);
    for (; facts->name != NULL; facts++) {
        print_pair(slice_of(facts->name), facts->meaning,
                   strlen(title) > VERB_COLUMN ? OPTION_COLUMN : VERB_COLUMN, out);
    }
}

void help_overview(FILE *out)
{
    const char *chapter = "";

    fputs("Baton: process orchestration in one program\n\n"
          "usage: baton VERB [arguments] [options]\n",
          out);
    for (size_t i = 0; cli_verbs[i] != NULL; i++) {
        if (strcmp(chapter, cli_verbs[i]->chapter) != 0) {
            chapter = cli_verbs[i]->chapter;
            fprintf(out, "\n%s\n", chapter);
        }
        print_pair(slice_of(cli_verbs[i]->name), cli_verbs[i]->summary, VERB_COLUMN, out);
    }
    fputs("\nNouns\n", out);
    for (size_t i = 0; cli_nouns[i] != NULL; i++) {
        fprintf(out, "  %-11s %s\n", cli_nouns[i]->alias, cli_nouns[i]->name);
    }
    print_facts("Exit codes", help_exits, out);
    print_facts("Variables of the environment", help_variables, out);
    fputs("\n'baton help VERB' says more, with examples. 'baton dev' is where to begin.\n", out);
}

/* --- one verb --- */

bool help_forms_differ(const struct cli_verb *verb)
{
    for (const struct cli_form *form = verb->forms; form->run != NULL; form++) {
        if (form->options != verb->forms[0].options || form->filters) {
            return true;
        }
    }
    return false;
}

static void print_usage(const struct cli_verb *verb, const struct cli_form *form, bool first,
                        FILE *out)
{
    struct buffer usage;

    buffer_init(&usage, KIB(4));
    help_put_usage(verb, form, &usage);
    fprintf(out, "%s baton %s\n", first ? "usage:" : "      ", usage.data);
    buffer_deinit(&usage);
}

/* The options of one form alone, under its name where the verb has several. */
static void print_own_options(const struct cli_verb *verb, const struct cli_form *form, FILE *out)
{
    if (form->options == NULL && !form->filters) {
        return;
    }
    if (form->noun != NULL && verb->forms[1].run != NULL) {
        fprintf(out, "\nof %s (%s):\n", form->noun->name, form->noun->alias);
    }
    print_options(form->options, out);
    if (form->filters) {
        print_options(form->noun->filters, out);
    }
}

static void print_all_options(const struct cli_verb *verb, const struct cli_form *only, FILE *out)
{
    bool differ = help_forms_differ(verb);

    if (cli_option_at(verb, only == NULL ? verb->forms : only, 0) == NULL) {
        return;
    }
    fputs("\noptions:\n", out);
    if (!differ || only != NULL) {
        print_options((only == NULL ? verb->forms : only)->options, out);
        print_options(only != NULL && only->filters ? only->noun->filters : NULL, out);
    }
    for (size_t i = 0; i < CLI_GROUPS; i++) {
        print_options(verb->groups[i], out);
    }
    for (const struct cli_form *form = verb->forms; form->run != NULL && differ && only == NULL;
         form++) {
        print_own_options(verb, form, out);
    }
}

static void print_examples(const char *examples, FILE *out)
{
    fputs("\nexamples:\n", out);
    while (*examples != '\0') {
        size_t command = strcspn(examples, "\t");
        size_t meaning = strcspn(examples + command, "\n");

        fprintf(out, "  %.*s\n      %.*s\n", (int)command, examples, (int)meaning - 1,
                examples + command + 1);
        examples += command + meaning;
        examples += *examples == '\n' ? 1 : 0;
    }
}

void help_verb(const struct cli_verb *verb, const struct cli_form *form, FILE *out)
{
    for (const struct cli_form *each = verb->forms; each->run != NULL; each++) {
        if (form == NULL || form == each) {
            print_usage(verb, each, form != NULL || each == verb->forms, out);
        }
    }
    fputc('\n', out);
    print_wrapped(form != NULL && form->summary != NULL ? form->summary : verb->summary, 0, 0, out);
    if (verb->about != NULL) {
        print_wrapped(verb->about, 0, 0, out);
    }
    print_all_options(verb, form, out);
    if (verb->examples != NULL) {
        print_examples(verb->examples, out);
    }
}
