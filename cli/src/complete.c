/* What a shell may offer, worked out by the table: the scripts of the shells only ask. */
#include <string.h>

#include "help.h"

/* How far the words before the last one lead. */
struct place {
    const struct cli_verb *verb;
    const struct cli_form *form;     /* NULL: the noun is not yet said */
    const struct cli_option *option; /* whose value comes next */
    size_t arguments;
};

static void offer(const char *word, size_t size, const char *meaning, const char *prefix, FILE *out)
{
    if (strncmp(word, prefix, strlen(prefix)) == 0 && size >= strlen(prefix)) {
        fprintf(out, "%.*s\t%s\n", (int)size, word, meaning);
    }
}

static void offer_verbs(const char *prefix, FILE *out)
{
    for (size_t i = 0; cli_verbs[i] != NULL; i++) {
        offer(cli_verbs[i]->name, strlen(cli_verbs[i]->name), cli_verbs[i]->summary, prefix, out);
    }
}

static void offer_nouns(const struct cli_verb *verb, const char *prefix, FILE *out)
{
    for (const struct cli_form *form = verb->forms; form->run != NULL; form++) {
        const char *name = form->filters ? form->noun->name : form->noun->one;

        offer(name, strlen(name), form->noun->alias, prefix, out);
    }
}

static void offer_words(const char *words, const char *prefix, FILE *out)
{
    while (words != NULL && *words != '\0') {
        size_t size = strcspn(words, " ");

        offer(words, size, "", prefix, out);
        words += size + strspn(words + size, " ");
    }
}

static void offer_value(enum cli_kind kind, const char *words, const char *prefix, FILE *out)
{
    if (kind == CLI_FILE) {
        fputs(":files\n", out);
    } else if (kind == CLI_DIRECTORY) {
        fputs(":directories\n", out);
    } else if (kind == CLI_COMMAND) {
        offer_verbs(prefix, out);
    } else {
        offer_words(words, prefix, out);
    }
}

static void offer_option(const struct cli_option *option, const char *prefix, FILE *out)
{
    char name[64];

    snprintf(name, sizeof(name), "--%s", option->name);
    offer(name, strlen(name), option->help, prefix, out);
}

static bool is_in_form_before(const struct place *place, const struct cli_form *until,
                              const char *name)
{
    const struct cli_option *option;

    for (const struct cli_form *form = place->verb->forms; form != until; form++) {
        for (size_t i = 0; (option = cli_option_at(place->verb, form, i)) != NULL; i++) {
            if (strcmp(option->name, name) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* Of the form, or of all forms, each name once, while it is not yet known which. */
static void offer_options(const struct place *place, const char *prefix, FILE *out)
{
    const struct cli_option *option;

    for (const struct cli_form *form = place->verb->forms; form->run != NULL; form++) {
        for (size_t i = 0; (option = cli_option_at(place->verb, form, i)) != NULL; i++) {
            bool wanted = place->form == NULL ? !is_in_form_before(place, form, option->name)
                                              : place->form == form;

            if (wanted) {
                offer_option(option, prefix, out);
            }
        }
    }
    offer("--help", strlen("--help"), "what the verb does, and how", prefix, out);
}

static bool is_called(const struct cli_option *option, const char *word)
{
    return word[1] == '-' ? strcmp(option->name, word + 2) == 0
                          : word[2] == '\0' && option->letter == word[1];
}

/* Of the form, or of the first form that has it while the noun is not yet known. */
static const struct cli_option *option_of(const struct place *place, const char *word)
{
    const struct cli_option *option;

    for (const struct cli_form *form = place->verb->forms; form->run != NULL; form++) {
        for (size_t i = 0; (option = cli_option_at(place->verb, form, i)) != NULL; i++) {
            if (is_called(option, word) && (place->form == NULL || place->form == form)) {
                return option;
            }
        }
    }
    return NULL;
}

static void walk(struct place *place, const char *word)
{
    const struct cli_noun *noun = cli_find_noun(word);

    if (strcmp(word, "=") == 0) {
        return; /* bash cuts words there */
    }
    if (place->option != NULL) {
        place->option = NULL;
    } else if (word[0] == '-' && word[1] != '\0') {
        place->option = option_of(place, word);
        if (place->option != NULL && place->option->value == NULL) {
            place->option = NULL;
        }
    } else if (place->form == NULL) {
        place->form = noun == NULL ? NULL : cli_find_form(place->verb, noun);
        if (place->form == NULL && place->verb->noun_optional) {
            place->form = place->verb->forms;
            place->arguments = 1;
        }
    } else {
        place->arguments++;
    }
}

static void offer_argument(const struct place *place, const char *prefix, FILE *out)
{
    const struct cli_argument *argument = place->form->arguments;

    for (size_t i = 0; i < place->arguments && argument->name != NULL && !argument->many; i++) {
        argument++;
    }
    if (argument < place->form->arguments + CLI_FORM_ARGUMENTS && argument->name != NULL) {
        offer_value(argument->kind, argument->words, prefix, out);
    }
}

void complete_words(int count, const char *const *words, FILE *out)
{
    const char *last = count == 0 ? "" : words[count - 1];
    struct place place = {0};

    if (count <= 1) {
        offer_verbs(last, out);
        return;
    }
    place.verb = cli_find_verb(words[0]);
    if (place.verb == NULL) {
        return;
    }
    place.form = place.verb->forms[0].noun == NULL ? place.verb->forms : NULL;
    for (int i = 1; i < count - 1; i++) {
        walk(&place, words[i]);
    }
    last = strcmp(last, "=") == 0 ? "" : last;
    if (place.option != NULL) {
        offer_value(place.option->kind, place.option->words, last, out);
    } else if (last[0] == '-') {
        offer_options(&place, last, out);
    } else if (place.form == NULL) {
        offer_nouns(place.verb, last, out);
    } else {
        offer_argument(&place, last, out);
    }
}
