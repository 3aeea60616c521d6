/* baton serve, baton dev: run a node. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "cli.h"
#include "node/node.h"
#include "replication/replication.h"
#include "verbs.h"

#define SERVE_OPTIONS                                                                              \
    {"data", "DIR", "data directory (default ./data)"},                                            \
        {"address", "IP", "address to bind (default 127.0.0.1)"},                                  \
        {"port", "N", "port to bind, 0 for any free one (default 8080)"},                          \
        {"http-threads", "N", "HTTP threads (default: one a core, at most 4)"},                    \
        {"history-ttl", "HOURS", "how long ended instances are kept, -1 for ever (default 168)"},  \
        {"clock-control", NULL, "allow PUT /v2/clock, for tests"},                                 \
        {"insecure", NULL, "allow an address other than loopback: clients are not authenticated"}, \
    {                                                                                              \
        "quiet", NULL, "log warnings and errors only"                                              \
    }

static bool is_loopback(const char *address)
{
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0 ||
           strcmp(address, "localhost") == 0;
}

static const char *or_default(const char *text, const char *fallback)
{
    return text == NULL ? fallback : text;
}

static bool address_is_allowed(const struct cli_line *line, const char *address)
{
    if (is_loopback(address)) {
        return true;
    }
    if (!cli_switch(line, "insecure")) {
        cli_complain(
            "clients are not authenticated, so only loopback is served: bind 127.0.0.1, or say "
            "--insecure if whoever can reach %s may do anything",
            address);
        return false;
    }
    log_warn("serve", "insecure address=%s", address);
    return true;
}

static int exit_code(enum status status)
{
    if (status == STATUS_CORRUPT) {
        return EXIT_CORRUPT;
    }
    if (status == STATUS_NOT_FOUND) {
        return CLI_NOT_FOUND;
    }
    return status == STATUS_WRONG_STATE || status == STATUS_ALREADY_EXISTS ? CLI_CONFLICT
                                                                           : CLI_ERROR;
}

static int serve(const struct cli_line *line, enum node_start start, bool clock_control)
{
    int64_t ttl_hours = cli_number(line, "history-ttl", -1, 24LL * 3650, 168);
    struct node_options options = {
        .directory = or_default(cli_option(line, "data"), "data"),
        .address = or_default(cli_option(line, "address"), "127.0.0.1"),
        .port = (uint16_t)cli_number(line, "port", 0, 65535, 8080),
        .start = start,
        .clock_control = clock_control || cli_switch(line, "clock-control"),
        .http_threads = (uint32_t)cli_number(line, "http-threads", 0, 64, 0),
        .history_ttl_ms = ttl_hours < 0 ? -1 : ttl_hours * 3600 * 1000,
        .version = BATON_VERSION,
    };
    char message[NODE_MESSAGE_BYTES] = "";
    struct node *node;
    enum status st;
    int code;

    if (!address_is_allowed(line, options.address)) {
        return CLI_USAGE;
    }
    if (cli_switch(line, "quiet")) {
        log_set_level(LOG_WARN);
    }
    st = node_open(&options, &node, message);
    if (st != STATUS_OK) {
        cli_complain("%s", message);
        return exit_code(st);
    }
    code = node_run(node);
    node_close(node);
    return code;
}

static int run_serve(const struct cli_line *line)
{
    return serve(line, cli_switch(line, "bootstrap") ? NODE_START_BOOTSTRAP : NODE_START_EXISTING,
                 false);
}

static int run_dev(const struct cli_line *line)
{
    return serve(line, NODE_START_EITHER, true);
}

const struct cli_verb verb_serve = {
    .name = "serve",
    .arguments = "",
    .summary = "run a node on its data directory",
    .run = run_serve,
    .options = {SERVE_OPTIONS,
                {"bootstrap", NULL, "found a new cluster of one; the directory must be new"},
                {0}},
};

const struct cli_verb verb_dev = {
    .name = "dev",
    .arguments = "",
    .summary = "run a node for development: founded when new, clock control on",
    .run = run_dev,
    .options = {SERVE_OPTIONS, {0}},
};
