#include <stdio.h>
#include <string.h>

#include "cli.h"

static void print_verbs(FILE *out)
{
    fputs("baton - process orchestration in one binary\n\n"
          "usage: baton VERB [arguments] [options]\n\n",
          out);
    for (size_t i = 0; cli_verbs[i] != NULL; i++) {
        fprintf(out, "  %-9s %-26s %s\n", cli_verbs[i]->name, cli_verbs[i]->arguments,
                cli_verbs[i]->summary);
    }
    fputs("\n'baton VERB --help' tells a verb's options. The server is found by --address or\n"
          "$BATON_ADDRESS, else at 127.0.0.1:8080.\n"
          "exit codes: 0 done, 1 error, 2 usage, 3 not found, 4 conflict, 5 unavailable, 6 "
          "time-out,\n65 damaged data directory (serve, dev and check)\n",
          out);
}

static void print_verb(const struct cli_verb *verb, FILE *out)
{
    fprintf(out, "usage: baton %s%s%s%s\n\n%s\n", verb->name, verb->arguments[0] == '\0' ? "" : " ",
            verb->arguments, verb->options[0].name == NULL ? "" : " [options]", verb->summary);
    for (size_t i = 0; i < CLI_OPTIONS_MAX && verb->options[i].name != NULL; i++) {
        const struct cli_option *option = &verb->options[i];
        char left[64];

        snprintf(left, sizeof(left), "--%s %s", option->name,
                 option->value == NULL ? "" : option->value);
        fprintf(out, "  %-26s %s\n", left, option->help);
    }
}

static const struct cli_verb *find_verb(const char *name)
{
    for (size_t i = 0; cli_verbs[i] != NULL; i++) {
        if (strcmp(cli_verbs[i]->name, name) == 0) {
            return cli_verbs[i];
        }
    }
    return NULL;
}

static int find_option(const struct cli_verb *verb, const char *name, size_t size)
{
    for (int i = 0; i < CLI_OPTIONS_MAX && verb->options[i].name != NULL; i++) {
        if (strlen(verb->options[i].name) == size &&
            strncmp(verb->options[i].name, name, size) == 0) {
            return i;
        }
    }
    return -1;
}

/* "--name VALUE", "--name=VALUE" or "--switch" at argv[i]. Returns how many words it took, 0 after
 * a complaint. */
static int parse_option(struct cli_line *line, int argc, char **argv, int i)
{
    const char *name = argv[i] + 2;
    const char *equals = strchr(name, '=');
    size_t size = equals == NULL ? strlen(name) : (size_t)(equals - name);
    int place = find_option(line->verb, name, size);

    if (place < 0) {
        cli_complain("'%s' has no option %s: see baton %s --help", line->verb->name, argv[i],
                     line->verb->name);
        return 0;
    }
    if (line->verb->options[place].value == NULL) {
        if (equals != NULL) {
            cli_complain("option --%s takes no value: it is on when it is given",
                         line->verb->options[place].name);
            return 0;
        }
        line->options[place] = "";
        return 1;
    }
    if (equals != NULL) {
        line->options[place] = equals + 1;
        return 1;
    }
    if (i + 1 >= argc) {
        cli_complain("option %s needs a value: %s", argv[i], line->verb->options[place].help);
        return 0;
    }
    line->options[place] = argv[i + 1];
    return 2;
}

static bool parse_line(struct cli_line *line, int argc, char **argv)
{
    int i = 2;

    while (i < argc) {
        if (strncmp(argv[i], "--", 2) == 0) {
            int taken = parse_option(line, argc, argv, i);

            if (taken == 0) {
                return false;
            }
            i += taken;
        } else if (line->argument_count < line->verb->arguments_max) {
            line->arguments[line->argument_count++] = argv[i++];
        } else {
            cli_complain("one argument too many: '%s'", argv[i]);
            return false;
        }
    }
    if (line->argument_count < line->verb->arguments_min) {
        cli_complain("'%s' needs %s", line->verb->name, line->verb->arguments);
        return false;
    }
    return true;
}

static bool wants_help(int argc, char **argv, int from)
{
    for (int i = from; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            return true;
        }
    }
    return false;
}

int main(int argc, char **argv)
{
    struct cli_line line = {0};

    if (argc < 2 || strcmp(argv[1], "help") == 0 || wants_help(argc < 3 ? argc : 2, argv, 1)) {
        print_verbs(argc < 2 ? stderr : stdout);
        return argc < 2 ? CLI_USAGE : CLI_OK;
    }
    line.verb = find_verb(argv[1]);
    if (line.verb == NULL) {
        cli_complain("unknown verb '%s': see baton --help", argv[1]);
        return CLI_USAGE;
    }
    if (wants_help(argc, argv, 2)) {
        print_verb(line.verb, stdout);
        return CLI_OK;
    }
    if (!parse_line(&line, argc, argv)) {
        return CLI_USAGE;
    }
    return line.verb->run(&line);
}
