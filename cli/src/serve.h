/* What the verbs that run or describe a node share. */
#ifndef CLI_SERVE_H
#define CLI_SERVE_H

#include "cli.h"
#include "config.h"
#include "node/node.h"

#define SERVE_CONFIG_OPTION                                                                        \
    {                                                                                              \
        .name = "config", .value = "FILE", .kind = CLI_FILE,                                       \
        .help = "settings, one key = value a line (default " CONFIG_FILE_DEFAULT ", not for dev)"  \
    }

/* Exit codes of serve and dev beside the program's (docs/operation.md), as in sysexits.h, so that
 * service managers know their names. */
enum {
    SERVE_BAD_DIRECTORY = 66, /* the data directory cannot be used */
    SERVE_NO_ADDRESS = 69,    /* the address or port cannot be bound */
    SERVE_OTHER_VERSION = NODE_EXIT_OTHER_VERSION,
    SERVE_NO_PERMISSION = 77,
    SERVE_BAD_CONFIG = 78 /* a file or a variable is wrong */
};

/* All settings for that command line. Returns CLI_OK, or the exit code after a complaint. */
int serve_config(const struct cli_line *line, bool dev, struct config *out);

#endif
