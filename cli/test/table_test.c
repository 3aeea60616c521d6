/* The table of verbs keeps the rules that parsing, help and completion rely on. */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "cli.h"
#include "help.h"
#include "testkit/test.h"

enum {
    SUMMARY_WIDTH = 66 /* behind the verb in the overview */
};

typedef void (*form_check)(const struct cli_verb *verb, const struct cli_form *form);

static void each_form(form_check check)
{
    for (size_t i = 0; cli_verbs[i] != NULL; i++) {
        for (const struct cli_form *form = cli_verbs[i]->forms; form->run != NULL; form++) {
            check(cli_verbs[i], form);
        }
    }
}

TEST(table, has_each_verb_once_and_each_chapter_in_one_piece)
{
    for (size_t i = 0; cli_verbs[i] != NULL; i++) {
        for (size_t j = i + 1; cli_verbs[j] != NULL; j++) {
            CHECK(strcmp(cli_verbs[i]->name, cli_verbs[j]->name) != 0);
            CHECK(strcmp(cli_verbs[i]->chapter, cli_verbs[j]->chapter) != 0 ||
                  strcmp(cli_verbs[j - 1]->chapter, cli_verbs[j]->chapter) == 0);
        }
        CHECK_INT(strlen(cli_verbs[i]->summary), <=, SUMMARY_WIDTH);
        CHECK(cli_verbs[i]->forms[0].run != NULL);
    }
}

TEST(table, has_no_two_nouns_of_one_name)
{
    for (size_t i = 0; cli_nouns[i] != NULL; i++) {
        CHECK(cli_find_noun(cli_nouns[i]->name) == cli_nouns[i]);
        CHECK(cli_find_noun(cli_nouns[i]->one) == cli_nouns[i]);
        CHECK(cli_find_noun(cli_nouns[i]->alias) == cli_nouns[i]);
    }
}

static void options_are_called_differently(const struct cli_verb *verb, const struct cli_form *form)
{
    const struct cli_option *one;
    const struct cli_option *other;

    for (size_t i = 0; (one = cli_option_at(verb, form, i)) != NULL; i++) {
        for (size_t j = 0; j < i; j++) {
            other = cli_option_at(verb, form, j);
            if (strcmp(one->name, other->name) == 0 ||
                (one->letter != 0 && one->letter == other->letter)) {
                test_fail(__FILE__, __LINE__, "%s: --%s and --%s", verb->name, one->name,
                          other->name);
            }
        }
        CHECK(one->help != NULL && one->help[0] != '\0');
        CHECK(one->value != NULL || one->kind == CLI_TEXT);
        CHECK(one->json == NULL || one->value == NULL);
    }
}

TEST(table, has_no_two_options_of_one_name_in_a_form)
{
    each_form(options_are_called_differently);
}

/* The noun may stand behind an option, so all forms must agree where the option's value is. */
static void agrees_with_the_first_form(const struct cli_verb *verb, const struct cli_form *form)
{
    const struct cli_option *mine;
    const struct cli_option *first;

    for (size_t i = 0; (mine = cli_option_at(verb, form, i)) != NULL; i++) {
        for (size_t j = 0; (first = cli_option_at(verb, verb->forms, j)) != NULL; j++) {
            if (strcmp(mine->name, first->name) == 0 || mine->letter == first->letter) {
                CHECK((mine->value == NULL) == (first->value == NULL) ||
                      (mine->letter == 0 && strcmp(mine->name, first->name) != 0));
            }
        }
    }
}

TEST(table, has_options_that_take_a_value_in_all_forms_or_in_none)
{
    each_form(agrees_with_the_first_form);
}

static size_t places_in(const char *path)
{
    size_t count = 0;

    for (; path != NULL && *path != '\0'; path++) {
        count += *path == '{';
    }
    return count;
}

static void path_takes_what_the_body_does_not(const struct cli_verb *verb,
                                              const struct cli_form *form)
{
    size_t in_path = 0;
    bool optional = false;

    for (size_t i = 0; i < CLI_FORM_ARGUMENTS && form->arguments[i].name != NULL; i++) {
        const struct cli_argument *argument = &form->arguments[i];

        in_path += argument->member == NULL && argument->kind != CLI_PROCESS;
        CHECK(!optional || argument->optional);
        optional = argument->optional;
        CHECK(!argument->many || i + 1 == CLI_FORM_ARGUMENTS ||
              form->arguments[i + 1].name == NULL);
    }
    if (form->request.path != NULL && places_in(form->request.path) != in_path) {
        test_fail(__FILE__, __LINE__, "%s: %s takes %zu arguments", verb->name, form->request.path,
                  in_path);
    }
}

TEST(table, has_a_place_in_each_path_for_each_argument_that_is_no_member)
{
    each_form(path_takes_what_the_body_does_not);
}

static void has_one_noun_or_each_form_its_own(const struct cli_verb *verb,
                                              const struct cli_form *form)
{
    CHECK(form->noun != NULL || verb->forms[1].run == NULL);
    CHECK(cli_find_form(verb, form->noun) == form);
    CHECK(!form->filters || form->noun->filters != NULL);
}

TEST(table, has_forms_that_their_nouns_tell_apart)
{
    each_form(has_one_noun_or_each_form_its_own);
}

/* --- a line --- */

static int parse(struct cli_line *line, const char *words)
{
    static char text[512];
    static const char *list[32];
    int count = 0;

    snprintf(text, sizeof(text), "%s", words);
    for (char *at = text; *at != '\0';) {
        size_t size = strcspn(at, " ");

        list[count++] = at;
        at += size;
        if (*at == ' ') {
            *at++ = '\0';
        }
    }
    *line = (struct cli_line){0};
    return cli_parse(line, count, list);
}

TEST(line, takes_options_anywhere_and_in_all_spellings)
{
    struct cli_line line;

    CHECK_INT(parse(&line, "list --state ACTIVE -o json pi --limit=3 -qn4"), ==, CLI_USAGE);
    CHECK_INT(parse(&line, "list --state ACTIVE -ojson pi --limit=3 -q -n4"), ==, CLI_OK);
    CHECK(strcmp(line.form->noun->alias, "pi") == 0);
    CHECK(strcmp(cli_option(&line, "output"), "json") == 0);
    CHECK_INT(cli_number(&line, "limit", 1, 10, 0), ==, 4);
    CHECK(cli_switch(&line, "quiet"));
}

TEST(line, leaves_the_noun_out_where_only_one_is_possible)
{
    struct cli_line line;

    CHECK_INT(parse(&line, "cancel 12"), ==, CLI_OK);
    CHECK_INT(line.argument_count, ==, 1);
    CHECK_INT(parse(&line, "cancel pi 12"), ==, CLI_OK);
    CHECK_INT(line.argument_count, ==, 1);
    CHECK_INT(parse(&line, "cancel ut 12"), ==, CLI_USAGE);
    CHECK_INT(parse(&line, "complete 12"), ==, CLI_USAGE);
}

TEST(line, takes_words_behind_two_dashes_as_arguments)
{
    struct cli_line line;

    CHECK_INT(parse(&line, "publish -- --odd"), ==, CLI_OK);
    CHECK(strcmp(line.arguments[0], "--odd") == 0);
    CHECK_INT(parse(&line, "publish --odd"), ==, CLI_USAGE);
}

TEST(line, refuses_what_is_no_value_of_the_option)
{
    static const char *const lines[] = {"list pi --state NONE",
                                        "list pi --limit 0",
                                        "list pi --limit x",
                                        "list pi --parent x",
                                        "list pi --started-after",
                                        "create order --var",
                                        "create order --var =1",
                                        "list pi --started-after yesterday",
                                        "fail job 1 --back-off soon",
                                        "cancel x",
                                        "cancel",
                                        "cancel 1 2",
                                        "list",
                                        "clock turn",
                                        "update ut 1 --priority 101",
                                        "list jobs --incident"};

    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        struct cli_line line;

        if (parse(&line, lines[i]) != CLI_USAGE) {
            test_fail(__FILE__, __LINE__, "taken: %s", lines[i]);
        }
    }
}
