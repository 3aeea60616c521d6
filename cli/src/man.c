/* Man pages in man(7), without dates, so that the same program gives the same pages. */
#include <string.h>

#include "base/limits.h"
#include "help.h"

/* Text of ours in roff: a hyphen that may be copied, no requests by accident. */
static void put_text(const char *text, FILE *out)
{
    if (text[0] == '.' || text[0] == '\'') {
        fputs("\\&", out);
    }
    for (; *text != '\0'; text++) {
        if (*text == '\\') {
            fputs("\\e", out);
        } else if (*text == '-') {
            fputs("\\-", out);
        } else {
            fputc(*text, out);
        }
    }
}

static void put_heading(const char *title, FILE *out)
{
    fprintf(out, ".SH %s\n", title);
}

/* A paragraph with a bold term before it. */
static void put_term(const char *term, const char *meaning, FILE *out)
{
    fputs(".TP\n.B ", out);
    put_text(term, out);
    fputc('\n', out);
    put_text(meaning, out);
    fputc('\n', out);
}

static void put_facts(const char *title, const struct help_fact *facts, FILE *out)
{
    put_heading(title, out);
    for (; facts->name != NULL; facts++) {
        put_term(facts->name, facts->meaning, out);
    }
}

static void put_title(const char *name, const char *summary, FILE *out)
{
    char upper[64];
    size_t size = strlen(name);

    for (size_t i = 0; i < size && i + 1 < sizeof(upper); i++) {
        upper[i] = name[i] >= 'a' && name[i] <= 'z' ? (char)(name[i] - 'a' + 'A') : name[i];
        upper[i + 1] = '\0';
    }
    fputs(".TH ", out);
    put_text(upper, out);
    fprintf(out, " 1 \"\" \"Baton %s\" \"Baton\"\n", BATON_PROGRAM_VERSION);
    put_heading("NAME", out);
    put_text(name, out);
    fputs(" \\- ", out);
    put_text(summary, out);
    fputc('\n', out);
}

static void put_options(const struct cli_option *options, FILE *out)
{
    for (; options != NULL && options->name != NULL; options++) {
        struct buffer left;

        buffer_init(&left, KIB(4));
        help_put_option(options, &left);
        buffer_put_byte(&left, '\0');
        put_term(left.data, options->help, out);
        buffer_deinit(&left);
    }
}

static void put_chapters(FILE *out)
{
    const char *chapter = "";

    for (size_t i = 0; cli_verbs[i] != NULL; i++) {
        if (strcmp(chapter, cli_verbs[i]->chapter) != 0) {
            chapter = cli_verbs[i]->chapter;
            fputs(".SS ", out);
            put_text(chapter, out);
            fputc('\n', out);
        }
        put_term(cli_verbs[i]->name, cli_verbs[i]->summary, out);
    }
}

void man_overview(FILE *out)
{
    put_title("baton", "process orchestration in one program", out);
    put_heading("SYNOPSIS", out);
    fputs(".B baton\n.I VERB\n[arguments] [options]\n", out);
    put_heading("DESCRIPTION", out);
    fputs("Runs BPMN processes, and is the client of servers that do. Each verb has a page of its "
          "own, such as\n.BR baton\\-list (1).\n",
          out);
    put_chapters(out);
    put_heading("NOUNS", out);
    for (size_t i = 0; cli_nouns[i] != NULL; i++) {
        put_term(cli_nouns[i]->alias, cli_nouns[i]->name, out);
    }
    put_facts("EXIT STATUS", help_exits, out);
    put_facts("ENVIRONMENT", help_variables, out);
}

static void put_synopsis(const struct cli_verb *verb, FILE *out)
{
    put_heading("SYNOPSIS", out);
    for (const struct cli_form *form = verb->forms; form->run != NULL; form++) {
        struct buffer usage;

        buffer_init(&usage, KIB(4));
        help_put_usage(verb, form, &usage);
        fputs(form == verb->forms ? "" : ".br\n", out);
        fputs("baton ", out);
        put_text(usage.data, out);
        fputc('\n', out);
        buffer_deinit(&usage);
    }
}

static void put_all_options(const struct cli_verb *verb, FILE *out)
{
    bool differ = help_forms_differ(verb);

    if (cli_option_at(verb, verb->forms, 0) == NULL) {
        return;
    }
    put_heading("OPTIONS", out);
    if (!differ) {
        put_options(verb->forms[0].options, out);
    }
    for (size_t i = 0; i < CLI_GROUPS; i++) {
        put_options(verb->groups[i], out);
    }
    for (const struct cli_form *form = verb->forms; form->run != NULL && differ; form++) {
        if (form->noun != NULL && (form->options != NULL || form->filters)) {
            fputs(".SS Of ", out);
            put_text(form->noun->name, out);
            fputc('\n', out);
        }
        put_options(form->options, out);
        put_options(form->filters ? form->noun->filters : NULL, out);
    }
}

static void put_examples(const char *examples, FILE *out)
{
    put_heading("EXAMPLES", out);
    while (*examples != '\0') {
        char command[512];
        char meaning[256];
        size_t command_size = strcspn(examples, "\t");
        size_t meaning_size = strcspn(examples + command_size, "\n");

        snprintf(command, sizeof(command), "%.*s", (int)command_size, examples);
        snprintf(meaning, sizeof(meaning), "%.*s", (int)meaning_size - 1,
                 examples + command_size + 1);
        put_term(command, meaning, out);
        examples += command_size + meaning_size;
        examples += *examples == '\n' ? 1 : 0;
    }
}

void man_verb(const struct cli_verb *verb, FILE *out)
{
    char name[64];

    snprintf(name, sizeof(name), "baton-%s", verb->name);
    put_title(name, verb->summary, out);
    put_synopsis(verb, out);
    if (verb->about != NULL) {
        put_heading("DESCRIPTION", out);
        put_text(verb->about, out);
        fputc('\n', out);
    }
    put_all_options(verb, out);
    if (verb->examples != NULL) {
        put_examples(verb->examples, out);
    }
    put_facts("EXIT STATUS", help_exits, out);
    put_heading("SEE ALSO", out);
    fputs(".BR baton (1)\n", out);
}
