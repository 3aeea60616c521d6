/* The whole path with an empty engine: HTTP, ring, log, sync, two commits, answer. */
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "node/node.h"

int main(int argc, char **argv)
{
    struct node_options options = {
        .directory = argc > 1 ? argv[1] : "data",
        .address = "127.0.0.1",
        .port = (uint16_t)(argc > 2 ? strtol(argv[2], NULL, 10) : 8080),
        .start = NODE_START_EITHER,
        .version = "limit",
    };
    char message[NODE_MESSAGE_BYTES];
    struct node *node;
    int code;

    log_set_level(LOG_WARN);
    if (node_open(&options, &node, message) != STATUS_OK) {
        fprintf(stderr, "baton-limit: %s\n", message);
        return 1;
    }
    code = node_run(node);
    node_close(node);
    return code;
}
