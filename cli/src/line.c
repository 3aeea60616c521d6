/* The command line against the table. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "cli.h"
#include "convert.h"
#include "nearest.h"

void cli_complain(const char *format, ...)
{
    va_list args;

    fflush(stdout);
    fputs("baton: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
}

void cli_say(const struct cli_line *line, const char *format, ...)
{
    va_list args;

    if (cli_switch(line, "quiet")) {
        return;
    }
    fflush(stdout);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
}

/* --- the table --- */

const struct cli_verb *cli_find_verb(const char *name)
{
    for (size_t i = 0; cli_verbs[i] != NULL; i++) {
        if (strcmp(cli_verbs[i]->name, name) == 0) {
            return cli_verbs[i];
        }
    }
    return NULL;
}

const struct cli_noun *cli_find_noun(const char *name)
{
    for (size_t i = 0; cli_nouns[i] != NULL; i++) {
        const struct cli_noun *noun = cli_nouns[i];

        if (strcmp(noun->name, name) == 0 || strcmp(noun->one, name) == 0 ||
            strcmp(noun->alias, name) == 0) {
            return noun;
        }
    }
    return NULL;
}

const struct cli_form *cli_find_form(const struct cli_verb *verb, const struct cli_noun *noun)
{
    for (const struct cli_form *form = verb->forms; form->run != NULL; form++) {
        if (form->noun == noun) {
            return form;
        }
    }
    return NULL;
}

static const struct cli_option *nth_of(const struct cli_option *options, size_t *i)
{
    for (; options != NULL && options->name != NULL; options++) {
        if ((*i)-- == 0) {
            return options;
        }
    }
    return NULL;
}

const struct cli_option *cli_option_at(const struct cli_verb *verb, const struct cli_form *form,
                                       size_t i)
{
    const struct cli_option *found = NULL;

    for (size_t group = 0; group < CLI_GROUPS && found == NULL; group++) {
        found = nth_of(verb->groups[group], &i);
    }
    if (found == NULL) {
        found = nth_of(form->options, &i);
    }
    if (found == NULL && form->filters) {
        found = nth_of(form->noun->filters, &i);
    }
    return found;
}

static bool is_called(const struct cli_option *option, struct slice name, bool by_letter)
{
    return by_letter ? name.size == 1 && option->letter == name.data[0]
                     : slice_is(name, option->name);
}

static const struct cli_option *find_option(const struct cli_verb *verb,
                                            const struct cli_form *form, struct slice name,
                                            bool by_letter)
{
    const struct cli_option *option;

    for (size_t i = 0; (option = cli_option_at(verb, form, i)) != NULL; i++) {
        if (is_called(option, name, by_letter)) {
            return option;
        }
    }
    return NULL;
}

/* Of any form: which one is meant shows only when the noun was read. Options of one name take a
 * value in all forms of a verb or in none. */
static const struct cli_option *find_any_option(const struct cli_verb *verb, struct slice name,
                                                bool by_letter)
{
    const struct cli_option *option = NULL;

    for (const struct cli_form *form = verb->forms; form->run != NULL && option == NULL; form++) {
        option = find_option(verb, form, name, by_letter);
    }
    return option;
}

/* --- words --- */

static int refuse_verb(const char *name)
{
    struct nearest nearest = nearest_begin(slice_of(name));

    for (size_t i = 0; cli_verbs[i] != NULL; i++) {
        nearest_try(&nearest, cli_verbs[i]->name);
    }
    if (nearest.name == NULL) {
        cli_complain("unknown verb '%s': 'baton help' lists the verbs", name);
    } else {
        cli_complain("unknown verb '%s': did you mean '%s'?", name, nearest.name);
    }
    return CLI_USAGE;
}

static bool refuse_option(const struct cli_line *line, const char *word, struct slice name)
{
    struct nearest nearest = nearest_begin(name);
    const struct cli_option *option;

    for (const struct cli_form *form = line->verb->forms; form->run != NULL; form++) {
        for (size_t i = 0; (option = cli_option_at(line->verb, form, i)) != NULL; i++) {
            nearest_try(&nearest, option->name);
        }
    }
    if (nearest.name == NULL) {
        cli_complain("'%s' has no option %s: see baton help %s", line->verb->name, word,
                     line->verb->name);
    } else {
        cli_complain("'%s' has no option %s: did you mean --%s?", line->verb->name, word,
                     nearest.name);
    }
    return false;
}

static bool put_given(struct cli_line *line, const struct cli_option *option, const char *value)
{
    if (line->given_count == CLI_GIVEN_MAX) {
        cli_complain("more than %d options", CLI_GIVEN_MAX);
        return false;
    }
    line->given[line->given_count++] = (struct cli_given){option, value};
    return true;
}

/* The words of a command line and how far they were read. */
struct words {
    const char *const *at;
    int left;
    bool no_more_options; /* behind "--" */
};

/* value: what stood in the same word behind '=' or the letter, NULL when nothing did. */
static bool take_option(struct cli_line *line, struct words *words, const struct cli_option *option,
                        const char *value)
{
    if (option->value == NULL) {
        if (value != NULL) {
            cli_complain("option --%s takes no value: it is on when it is given", option->name);
            return false;
        }
        return put_given(line, option, "");
    }
    if (value == NULL) {
        if (words->left == 0) {
            cli_complain("option --%s needs %s: %s", option->name, option->value, option->help);
            return false;
        }
        value = *words->at++;
        words->left--;
    }
    return put_given(line, option, value);
}

static bool parse_long(struct cli_line *line, struct words *words, const char *word)
{
    const char *equals = strchr(word, '=');
    struct slice name =
        slice_make(word + 2, equals == NULL ? strlen(word) - 2 : (size_t)(equals - word) - 2);
    const struct cli_option *option = find_any_option(line->verb, name, false);

    return option == NULL ? refuse_option(line, word, name)
                          : take_option(line, words, option, equals == NULL ? NULL : equals + 1);
}

/* "-o json", "-ojson", "-o=json" */
static bool parse_short(struct cli_line *line, struct words *words, const char *word)
{
    struct slice name = slice_make(word + 1, 1);
    const struct cli_option *option = find_any_option(line->verb, name, true);
    const char *value = word[2] == '\0' ? NULL : word + 2 + (word[2] == '=');

    return option == NULL ? refuse_option(line, word, slice_of(word + 1))
                          : take_option(line, words, option, value);
}

static bool parse_argument(struct cli_line *line, const char *word)
{
    if (line->argument_count == CLI_ARGUMENTS_MAX) {
        cli_complain("more than %d arguments", CLI_ARGUMENTS_MAX);
        return false;
    }
    line->arguments[line->argument_count++] = word;
    return true;
}

static bool parse_word(struct cli_line *line, struct words *words)
{
    const char *word = *words->at++;

    words->left--;
    if (words->no_more_options || word[0] != '-' || word[1] == '\0') {
        return parse_argument(line, word);
    }
    if (strcmp(word, "--") == 0) {
        words->no_more_options = true;
        return true;
    }
    return word[1] == '-' ? parse_long(line, words, word) : parse_short(line, words, word);
}

/* --- the noun --- */

static void list_nouns(const struct cli_verb *verb, struct buffer *out)
{
    for (const struct cli_form *form = verb->forms; form->run != NULL; form++) {
        buffer_printf(out, "%s%s (%s)", out->size == 0 ? "" : ", ", form->noun->one,
                      form->noun->alias);
    }
    buffer_put_byte(out, '\0');
}

static bool refuse_noun(const struct cli_verb *verb, const char *name)
{
    struct nearest nearest = nearest_begin(slice_of(name == NULL ? "" : name));
    struct buffer nouns;

    buffer_init(&nouns, KIB(4));
    list_nouns(verb, &nouns);
    for (const struct cli_form *form = verb->forms; form->run != NULL; form++) {
        nearest_try(&nearest, form->noun->name);
        nearest_try(&nearest, form->noun->one);
        nearest_try(&nearest, form->noun->alias);
    }
    if (name == NULL) {
        cli_complain("'%s' needs to know what: %s", verb->name, nouns.data);
    } else if (nearest.name != NULL) {
        cli_complain("'%s' knows no '%s': did you mean '%s'?", verb->name, name, nearest.name);
    } else {
        cli_complain("'%s' knows no '%s': say %s", verb->name, name, nouns.data);
    }
    buffer_deinit(&nouns);
    return false;
}

static bool take_noun(struct cli_line *line)
{
    const char *word = line->argument_count == 0 ? NULL : line->arguments[0];
    const struct cli_noun *noun = word == NULL ? NULL : cli_find_noun(word);

    if (line->verb->forms[0].noun == NULL) {
        line->form = line->verb->forms;
        return true;
    }
    line->form = noun == NULL ? NULL : cli_find_form(line->verb, noun);
    if (line->form != NULL) {
        line->argument_count--;
        memmove(line->arguments, line->arguments + 1,
                line->argument_count * sizeof(line->arguments[0]));
        return true;
    }
    /* "cancel ut KEY" means another noun, "create ut" a process of that name. */
    if (!line->verb->noun_optional || (noun != NULL && line->argument_count > 1)) {
        return refuse_noun(line->verb, word);
    }
    line->form = line->verb->forms;
    return true;
}

/* --- what was given, against the form --- */

static bool check_given(struct cli_line *line)
{
    for (size_t i = 0; i < line->given_count; i++) {
        struct cli_given *given = &line->given[i];
        struct slice name = slice_of(given->option->name);
        const struct cli_option *option = find_option(line->verb, line->form, name, false);

        if (option == NULL) {
            cli_complain("'%s %s' has no option --%s: see baton help %s", line->verb->name,
                         line->form->noun->name, given->option->name, line->verb->name);
            return false;
        }
        given->option = option;
        if (option->value != NULL && !convert_check(option, given->value)) {
            return false;
        }
    }
    return true;
}

static bool refuse_count(const struct cli_line *line, const char *missing)
{
    const struct cli_form *form = line->form;

    if (missing == NULL) {
        cli_complain("one argument too many: '%s'", line->arguments[line->argument_count - 1]);
    } else {
        cli_complain("'%s%s%s' needs %s: see baton help %s", line->verb->name,
                     form->noun == NULL ? "" : " ", form->noun == NULL ? "" : form->noun->one,
                     missing, line->verb->name);
    }
    return false;
}

static bool check_arguments(const struct cli_line *line)
{
    const struct cli_argument *argument = line->form->arguments;
    const struct cli_argument *end = argument + CLI_FORM_ARGUMENTS;
    size_t i = 0;

    for (; argument < end && argument->name != NULL; argument++) {
        if (i >= line->argument_count) {
            return argument->optional || refuse_count(line, argument->name);
        }
        do {
            struct cli_option spec = convert_argument(argument);

            if (!convert_check(&spec, line->arguments[i])) {
                return false;
            }
            i++;
        } while (argument->many && i < line->argument_count);
    }
    return i == line->argument_count || refuse_count(line, NULL);
}

int cli_parse(struct cli_line *line, int count, const char *const *words)
{
    struct words rest = {.at = words + 1, .left = count - 1};

    ASSERT(count > 0);
    line->verb = cli_find_verb(words[0]);
    if (line->verb == NULL) {
        return refuse_verb(words[0]);
    }
    while (rest.left > 0) {
        if (!parse_word(line, &rest)) {
            return CLI_USAGE;
        }
    }
    return take_noun(line) && check_given(line) && check_arguments(line) ? CLI_OK : CLI_USAGE;
}

/* --- what verbs ask --- */

static bool has_option(const struct cli_line *line, const char *name)
{
    return find_option(line->verb, line->form, slice_of(name), false) != NULL;
}

static const char *given_value(const struct cli_line *line, const char *name)
{
    for (size_t i = line->given_count; i-- > 0;) {
        if (strcmp(line->given[i].option->name, name) == 0) {
            return line->given[i].value;
        }
    }
    return NULL;
}

const char *cli_option(const struct cli_line *line, const char *name)
{
    ASSERT(has_option(line, name));
    return given_value(line, name);
}

bool cli_switch(const struct cli_line *line, const char *name)
{
    return given_value(line, name) != NULL;
}

int64_t cli_number(const struct cli_line *line, const char *name, int64_t min, int64_t max,
                   int64_t fallback)
{
    const char *text = cli_option(line, name);
    int64_t number = 0;

    if (text == NULL) {
        return fallback;
    }
    if (!slice_to_int64(slice_of(text), &number) || number < min || number > max) {
        cli_complain("--%s is '%s' and must be a whole number from %lld to %lld", name, text,
                     (long long)min, (long long)max);
        exit(CLI_USAGE);
    }
    return number;
}

int64_t cli_duration(const struct cli_line *line, const char *name, int64_t max_ms,
                     int64_t fallback_ms)
{
    const char *text = cli_option(line, name);
    int64_t ms = 0;

    if (text == NULL) {
        return fallback_ms;
    }
    if (!convert_duration(text, &ms) || ms > max_ms) {
        cli_complain("--%s is '%s' and must be a time such as 30s, 5m, 2h or 7d, at most %lld s",
                     name, text, (long long)(max_ms / 1000));
        exit(CLI_USAGE);
    }
    return ms;
}
