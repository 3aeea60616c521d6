/* baton certs: an authority of one's own, and certificates for the servers of a cluster. */
#include <string.h>

#include "certificates.h"
#include "cli.h"
#include "verbs.h"

enum {
    DAYS_MAX = 36500
};

static int code_of(enum status status)
{
    return status == STATUS_NOT_FOUND        ? CLI_NOT_FOUND
           : status == STATUS_ALREADY_EXISTS ? CLI_CONFLICT
                                             : CLI_ERROR;
}

static void say_written(const struct cli_line *line, const char *directory, const char *name)
{
    char path[CERTIFICATES_PATH_BYTES];

    for (int key = 0; key <= 1; key++) {
        if (certificates_path(path, directory, name, key == 1)) {
            cli_say(line, "wrote %s%s", path, key == 1 ? " (secret)" : "");
        }
    }
}

static int run_certs(const struct cli_line *line)
{
    const char *directory = line->arguments[1];
    const char *const *names = line->arguments + 2;
    const size_t count = line->argument_count - 2;
    const bool init = strcmp(line->arguments[0], "init") == 0;
    const int days = (int)cli_number(line, "days", 1, DAYS_MAX, CERTIFICATES_DAYS);
    struct certificates_problem problem;
    enum status st;

    if (init != (count == 0)) {
        cli_complain(init ? "'certs init' takes a directory and no names"
                          : "'certs node' needs the names of the servers");
        return CLI_USAGE;
    }
    st = init ? certificates_init(directory, &problem)
              : certificates_node(directory, names, count, days, &problem);
    if (st != STATUS_OK) {
        cli_complain("%s", problem.text);
        return code_of(st);
    }
    if (init) {
        say_written(line, directory, "ca");
    }
    for (size_t i = 0; i < count; i++) {
        say_written(line, directory, names[i]);
    }
    return CLI_OK;
}

const struct cli_verb verb_certs = {
    .name = "certs",
    .chapter = "A node",
    .summary = "make an authority and certificates for the servers of a cluster",
    .about = "'init' makes an authority of one's own in DIR: ca.pem and ca-key.pem, good for ten "
             "years. 'node' makes NAME.pem and NAME-key.pem of it for each server; the name "
             "stands in the certificate and in the server's address. A server needs ca.pem and "
             "its own two files; ca-key.pem stays where certificates are made. No file is ever "
             "written over.",
    .examples = "baton certs init certs\tan authority in ./certs\n"
                "baton certs node certs n1 n2 n3\tkeys and certificates for three servers",
    .forms =
        (const struct cli_form[]){
            {.arguments = {{.name = "init|node", .kind = CLI_WORD, .words = "init node"},
                           {.name = "DIR", .kind = CLI_DIRECTORY},
                           {.name = "NAME", .kind = CLI_TEXT, .optional = true, .many = true}},
             .options =
                 (const struct cli_option[]){
                     {.name = "days",
                      .value = "N",
                      .kind = CLI_NUMBER,
                      .help = "how long a server's certificate is good (730)"},
                     {.name = "quiet", .letter = 'q', .help = "say only what went wrong"},
                     {0}},
             .run = run_certs},
            {0}},
};
