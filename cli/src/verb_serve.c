/* baton serve, baton dev: run a node. */
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "cli.h"
#include "join.h"
#include "node/node.h"
#include "replication/replication.h"
#include "serve.h"
#include "verbs.h"

static bool is_loopback(const char *address)
{
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
}

static bool address_is_allowed(const struct config *config)
{
    const char *address = config_text(config, SETTING_BIND);

    if (is_loopback(address)) {
        return true;
    }
    if (!config_switch(config, SETTING_INSECURE)) {
        cli_complain(
            "clients are not authenticated, so only loopback is served: bind 127.0.0.1, or say "
            "--insecure if whoever can reach %s may do anything",
            address);
        return false;
    }
    log_warn("serve", "insecure address=%s meaning=%s", address,
             "clients are not authenticated: whoever can reach this address may do anything");
    return true;
}

int serve_config(const struct cli_line *line, bool dev, struct config *out)
{
    const char *flags[SETTING_COUNT];
    struct config_input input = {
        .dev = dev,
        .file = cli_option(line, "config"),
        .flags = flags,
        .environment = (const char *const *)environ,
    };
    char message[SETTING_MESSAGE_BYTES];
    enum config_source wrong;

    for (size_t i = 0; i < SETTING_COUNT; i++) {
        flags[i] = cli_option(line, settings[i].name);
    }
    if (config_load(&input, out, message, &wrong)) {
        return CLI_OK;
    }
    cli_complain("%s", message);
    return wrong == CONFIG_FLAG ? CLI_USAGE : SERVE_BAD_CONFIG;
}

static int exit_code(enum status status)
{
    static const struct {
        enum status status;
        int code;
    } codes[] = {{STATUS_CORRUPT, EXIT_CORRUPT},
                 {STATUS_NOT_FOUND, CLI_NOT_FOUND},
                 {STATUS_WRONG_STATE, CLI_CONFLICT},
                 {STATUS_ALREADY_EXISTS, CLI_CONFLICT},
                 {STATUS_INVALID_ARGUMENT, SERVE_BAD_DIRECTORY},
                 {STATUS_UNAVAILABLE, SERVE_NO_ADDRESS},
                 {STATUS_NOT_IMPLEMENTED, SERVE_OTHER_VERSION},
                 {STATUS_FORBIDDEN, SERVE_NO_PERMISSION},
                 {STATUS_IO, NODE_EXIT_IO},
                 {STATUS_NO_SPACE, NODE_EXIT_IO}};

    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        if (codes[i].status == status) {
            return codes[i].code;
        }
    }
    return CLI_ERROR;
}

/* A word stands for "none of it". */
static uint64_t bytes_or(const struct config *config, enum setting_id id, uint64_t word)
{
    int64_t number = config_number(config, id);

    return number == SETTING_WORD ? word : (uint64_t)number;
}

static struct node_options node_options_of(const struct config *config, enum node_start start)
{
    return (struct node_options){
        .directory = config_text(config, SETTING_DATA),
        .address = config_text(config, SETTING_BIND),
        .port = (uint16_t)config_number(config, SETTING_PORT),
        .start = start,
        .clock_control = config_switch(config, SETTING_CLOCK_CONTROL),
        .unique_business_ids = config_switch(config, SETTING_UNIQUE_BUSINESS_IDS),
        .http_threads = (uint32_t)bytes_or(config, SETTING_HTTP_THREADS, 0),
        .connections_max = (uint32_t)config_number(config, SETTING_CONNECTIONS),
        .connections_per_address_max =
            (uint32_t)bytes_or(config, SETTING_CONNECTIONS_PER_ADDRESS, 0),
        .history_ttl_ms = config_number(config, SETTING_HISTORY_TTL),
        .history_max_bytes = bytes_or(config, SETTING_HISTORY_MAX, UINT64_MAX),
        .disk_low_bytes = (uint64_t)config_number(config, SETTING_DISK_LOW),
        .disk_critical_bytes = (uint64_t)config_number(config, SETTING_DISK_CRITICAL),
        .version = BATON_PROGRAM_VERSION,
    };
}

/* NULL for "none". */
static const char *text_or_null(const struct config *config, enum setting_id id)
{
    const char *text = config_text(config, id);

    return strcmp(text, "none") == 0 ? NULL : text;
}

static void peers_of(const struct config *config, struct node_options *options)
{
    const char *join = text_or_null(config, SETTING_JOIN);

    options->name = config_text(config, SETTING_NAME);
    options->peer_listen = text_or_null(config, SETTING_PEER_LISTEN);
    options->peer_address = text_or_null(config, SETTING_PEER_ADDRESS);
    options->peer_ca = text_or_null(config, SETTING_PEER_CA);
    options->peer_certificate = text_or_null(config, SETTING_PEER_CERTIFICATE);
    options->peer_key = text_or_null(config, SETTING_PEER_KEY);
    if (join != NULL) {
        options->join = join_ask;
        options->join_ctx = (void *)(uintptr_t)join;
    }
}

/* Settings that stand or fall together. */
static bool peers_are_whole(const struct node_options *options)
{
    bool any =
        options->peer_ca != NULL || options->peer_certificate != NULL || options->peer_key != NULL;
    bool all =
        options->peer_ca != NULL && options->peer_certificate != NULL && options->peer_key != NULL;

    if (any && !all) {
        cli_complain("peer-ca, peer-certificate and peer-key belong together: give all three, or "
                     "none for plain connections on this machine");
        return false;
    }
    if (options->join != NULL && options->peer_listen == NULL) {
        cli_complain("join needs peer-listen: where the other nodes reach this one");
        return false;
    }
    if (options->join != NULL && options->start == NODE_START_BOOTSTRAP) {
        cli_complain("--bootstrap founds a cluster, join enters one that is there: give one");
        return false;
    }
    return true;
}

static int serve(const struct cli_line *line, enum node_start start, bool dev)
{
    char message[NODE_MESSAGE_BYTES] = "";
    struct node_options options;
    struct config config;
    struct node *node;
    enum status st;
    int code = serve_config(line, dev, &config);

    if (code != CLI_OK) {
        return code;
    }
    log_set_level((enum log_level)config_number(&config, SETTING_LOG_LEVEL));
    log_set_form((enum log_form)config_number(&config, SETTING_LOG_FORMAT));
    if (!address_is_allowed(&config)) {
        return CLI_USAGE;
    }
    options = node_options_of(&config, start);
    if (!dev) {
        peers_of(&config, &options);
    }
    if (!peers_are_whole(&options)) {
        return CLI_USAGE;
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
    .chapter = "A node",
    .summary = "run a node on its data directory",
    .about = "A setting is --name, BATON_NAME in the environment, or a line in the file; the first "
             "of them counts. 'baton config print --effective' shows what holds.",
    .examples = "baton serve --data /var/lib/baton --bootstrap\tonce, to found it\n"
                "baton serve --data /var/lib/baton\tfrom then on\n"
                "baton serve --join 10.0.0.1:8080 --name n2 --peer-listen "
                "10.0.0.2:9000\ta new node of a cluster",
    .forms =
        (const struct cli_form[]){
            {.options =
                 (const struct cli_option[]){
                     SETTING_LIST(SETTING_OPTION) SERVE_CONFIG_OPTION,
                     CLI_OPTION("bootstrap", NULL,
                                "found a new cluster of one; the directory must be new"),
                     {0}},
             .run = run_serve},
            {0}},
};

const struct cli_verb verb_dev = {
    .name = "dev",
    .chapter = "A node",
    .summary = "run a node for development: founded when new, clock control on",
    .examples = "baton dev\ton ./data and 127.0.0.1:8080",
    .forms =
        (const struct cli_form[]){
            {.options =
                 (const struct cli_option[]){SETTING_LIST(SETTING_OPTION) SERVE_CONFIG_OPTION, {0}},
             .run = run_dev},
            {0}},
};
