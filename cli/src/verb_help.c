/* baton help, man, completion, version: the program about itself. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "help.h"
#include "verbs.h"

enum {
    PATH_BYTES = 4096
};

/* --- help --- */

static int run_help(const struct cli_line *line)
{
    const struct cli_verb *verb;
    const struct cli_noun *noun = NULL;

    if (line->argument_count == 0) {
        help_overview(stdout);
        return CLI_OK;
    }
    verb = cli_find_verb(line->arguments[0]);
    if (verb == NULL) {
        cli_complain("unknown verb '%s': 'baton help' lists the verbs", line->arguments[0]);
        return CLI_USAGE;
    }
    if (line->argument_count > 1) {
        noun = cli_find_noun(line->arguments[1]);
    }
    help_verb(verb, noun == NULL ? NULL : cli_find_form(verb, noun), stdout);
    return CLI_OK;
}

const struct cli_verb verb_help = {
    .name = "help",
    .chapter = "About the program",
    .summary = "say what there is, or what a verb does",
    .examples = "baton help list jobs\tthe filters of a search for jobs",
    .forms =
        (const struct cli_form[]){
            {.arguments = {{.name = "VERB", .kind = CLI_COMMAND, .optional = true},
                           {.name = "NOUN", .optional = true}},
             .run = run_help},
            {0}},
};

/* --- man --- */

static bool write_page(const char *directory, const struct cli_verb *verb)
{
    char path[PATH_BYTES];
    FILE *file;
    bool good;

    snprintf(path, sizeof(path), "%s/baton%s%s.1", directory, verb == NULL ? "" : "-",
             verb == NULL ? "" : verb->name);
    file = fopen(path, "we");
    if (file == NULL) {
        cli_complain("%s: %s", path, strerror(errno));
        return false;
    }
    if (verb == NULL) {
        man_overview(file);
    } else {
        man_verb(verb, file);
    }
    good = ferror(file) == 0;
    if (fclose(file) != 0 || !good) {
        cli_complain("%s: cannot be written", path);
        return false;
    }
    return true;
}

static int write_pages(const char *directory)
{
    bool good = write_page(directory, NULL);

    for (size_t i = 0; cli_verbs[i] != NULL && good; i++) {
        good = write_page(directory, cli_verbs[i]);
    }
    return good ? CLI_OK : CLI_ERROR;
}

static int run_man(const struct cli_line *line)
{
    const char *directory = cli_option(line, "dir");
    const struct cli_verb *verb;

    if (directory != NULL) {
        return write_pages(directory);
    }
    if (line->argument_count == 0) {
        man_overview(stdout);
        return CLI_OK;
    }
    verb = cli_find_verb(line->arguments[0]);
    if (verb == NULL) {
        cli_complain("unknown verb '%s': 'baton help' lists the verbs", line->arguments[0]);
        return CLI_USAGE;
    }
    man_verb(verb, stdout);
    return CLI_OK;
}

const struct cli_verb verb_man = {
    .name = "man",
    .chapter = "About the program",
    .summary = "print a man page: of the program, or of a verb",
    .examples = "baton man list | man -l -\tread one",
    .forms =
        (const struct cli_form[]){
            {.arguments = {{.name = "VERB", .kind = CLI_COMMAND, .optional = true}},
             .options = (const struct cli_option[]){{.name = "dir",
                                                     .value = "DIR",
                                                     .kind = CLI_DIRECTORY,
                                                     .help = "write all pages there"},
                                                    {0}},
             .run = run_man},
            {0}},
};

/* --- completion --- */

static const char bash_script[] =
    "_baton() {\n"
    "    local line\n"
    "    COMPREPLY=()\n"
    "    while IFS= read -r line; do\n"
    "        case $line in\n"
    "        :files) compopt -o default 2>/dev/null ;;\n"
    "        :directories) compopt -o dirnames 2>/dev/null ;;\n"
    "        *) COMPREPLY+=(\"${line%%$'\\t'*}\") ;;\n"
    "        esac\n"
    "    done < <(\"${COMP_WORDS[0]}\" __complete \"${COMP_WORDS[@]:1:COMP_CWORD}\" 2>/dev/null)\n"
    "}\n"
    "complete -F _baton baton\n";

static const char zsh_script[] =
    "#compdef baton\n"
    "_baton() {\n"
    "    local line\n"
    "    local -a candidates\n"
    "    for line in \"${(@f)$(${words[1]} __complete \"${(@)words[2,CURRENT]}\" 2>/dev/null)}\"; "
    "do\n"
    "        case $line in\n"
    "        :files) _files ;;\n"
    "        :directories) _files -/ ;;\n"
    "        ?*) candidates+=(\"${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}\") ;;\n"
    "        esac\n"
    "    done\n"
    "    (( $#candidates )) && _describe baton candidates\n"
    "}\n"
    "compdef _baton baton\n";

static const char fish_script[] =
    "function __baton_complete\n"
    "    set -l before (commandline -opc)\n"
    "    set -l current (commandline -ct)\n"
    "    for line in (command $before[1] __complete $before[2..-1] \"$current\" 2>/dev/null)\n"
    "        switch $line\n"
    "            case ':files'\n"
    "                __fish_complete_path \"$current\"\n"
    "            case ':directories'\n"
    "                __fish_complete_directories \"$current\"\n"
    "            case '*'\n"
    "                echo $line\n"
    "        end\n"
    "    end\n"
    "end\n"
    "complete -c baton -f -a '(__baton_complete)'\n";

static int run_completion(const struct cli_line *line)
{
    struct slice shell = slice_of(line->arguments[0]);

    fputs(slice_equal_nocase(shell, SLICE("bash"))  ? bash_script
          : slice_equal_nocase(shell, SLICE("zsh")) ? zsh_script
                                                    : fish_script,
          stdout);
    return CLI_OK;
}

const struct cli_verb verb_completion = {
    .name = "completion",
    .chapter = "About the program",
    .summary = "print a script that lets a shell complete our words",
    .examples = "source <(baton completion bash)\tin ~/.bashrc\n"
                "source <(baton completion zsh)\tin ~/.zshrc, behind compinit\n"
                "baton completion fish > ~/.config/fish/completions/baton.fish\tonce",
    .forms =
        (const struct cli_form[]){
            {.arguments = {{.name = "bash|zsh|fish", .kind = CLI_WORD, .words = "bash zsh fish"}},
             .run = run_completion},
            {0}},
};

/* --- version --- */

static int run_version(const struct cli_line *line)
{
    (void)line;
    printf("baton %s\n", BATON_PROGRAM_VERSION);
    return CLI_OK;
}

const struct cli_verb verb_version = {
    .name = "version",
    .chapter = "About the program",
    .summary = "print the version",
    .forms = (const struct cli_form[]){{.run = run_version}, {0}},
};
