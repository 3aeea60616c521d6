/* baton cluster: the servers of a cluster, and changes of who they are. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ask.h"
#include "base/clock.h"
#include "base/limits.h"
#include "client.h"
#include "output.h"
#include "value/json.h"
#include "value/value.h"
#include "verbs.h"

enum {
    WAIT_MS = 10 * 60 * 1000, /* a new server gets the whole state before it votes */
    LOOK_US = 500 * 1000,
    VOTERS = 3
};

static const char path_cluster[] = "/baton/v1/cluster";

static const struct cli_column columns[] = {{"serverId", "SERVER", true},
                                            {"name", "NAME", true},
                                            {"role", "ROLE", false},
                                            {"connected", "CONNECTED", false},
                                            {"host", "HOST", false},
                                            {"peerPort", "PEERS", false},
                                            {"httpPort", "HTTP", false},
                                            {"appliedIndex", "APPLIED", false},
                                            {"lag", "LAG", false},
                                            {"heardMsAgo", "HEARD MS AGO", false},
                                            {0}};

/* --- what the cluster says of itself --- */

struct picture {
    baton_response response;
    struct buffer value;
};

static void picture_free(struct picture *picture)
{
    baton_response_clear(&picture->response);
    buffer_deinit(&picture->value);
}

/* The answer of any call about the cluster; the same shape for all. */
static int picture_take(const struct cli_line *line, baton_client *client, const baton_call *call,
                        struct picture *out)
{
    struct json_error error;
    int code;

    *out = (struct picture){0};
    buffer_init(&out->value, MIB(1));
    code = client_judge(line, baton_do(client, call, &out->response), &out->response);
    if (code == CLI_OK && json_parse(slice_make(out->response.body, out->response.body_size),
                                     &out->value, &error) != STATUS_OK) {
        cli_complain("the server's answer cannot be understood");
        code = CLI_ERROR;
    }
    return code;
}

static int picture_look(const struct cli_line *line, baton_client *client, struct picture *out)
{
    baton_call call = {.method = "GET", .path = path_cluster};

    return picture_take(line, client, &call, out);
}

/* Reads the members one by one; false behind the last. */
static bool member_next(struct value_reader *reader, uint32_t *left, struct slice *out)
{
    if (*left == 0) {
        return false;
    }
    --*left;
    return value_read_whole(reader, out) == STATUS_OK;
}

static struct value_reader members_of(const struct picture *picture, uint32_t *count)
{
    struct value_reader reader;
    struct slice members = value_null();

    *count = 0;
    (void)value_find(buffer_slice(&picture->value), SLICE("members"), &members);
    reader = value_reader_of(members);
    if (value_read_array(&reader, count) != STATUS_OK) {
        *count = 0;
    }
    return reader;
}

static uint32_t voters_of(const struct picture *picture)
{
    uint32_t left;
    uint32_t count = 0;
    struct value_reader reader = members_of(picture, &left);
    struct slice member;

    while (member_next(&reader, &left, &member)) {
        count += !slice_is(client_text(member, "role"), "LEARNER");
    }
    return count;
}

/* The id of the member with that id or name; false: there is none, or several of that name. */
static bool member_named(const struct picture *picture, const char *word, char *out, size_t bytes)
{
    uint32_t left;
    uint32_t found = 0;
    struct value_reader reader = members_of(picture, &left);
    struct slice member;

    while (member_next(&reader, &left, &member)) {
        struct slice id = client_text(member, "serverId");

        if (slice_is(id, word) || slice_is(client_text(member, "name"), word)) {
            snprintf(out, bytes, "%.*s", SLICE_ARG(id));
            found++;
        }
    }
    return found == 1;
}

static int show(const struct cli_line *line, const struct picture *picture)
{
    struct output output;
    int code;

    if (!output_init(&output, line, columns, "serverId")) {
        return CLI_USAGE;
    }
    code = output_answer(&output, &picture->response, "members");
    output_deinit(&output);
    return code;
}

static int status(const struct cli_line *line, baton_client *client)
{
    struct picture picture;
    int code = picture_look(line, client, &picture);

    if (code == CLI_OK) {
        code = show(line, &picture);
    }
    picture_free(&picture);
    return code;
}

/* --- changes --- */

static int change(const struct cli_line *line, baton_client *client, const char *method,
                  const char *path, const char *body)
{
    baton_call call = {
        .method = method, .path = path, .body = body, .body_size = body == NULL ? 0 : strlen(body)};
    struct picture picture;
    int code;

    if (cli_switch(line, "dry-run")) {
        ask_print(method, path, slice_of(body));
        return CLI_OK;
    }
    code = picture_take(line, client, &call, &picture);
    if (code == CLI_OK) {
        code = show(line, &picture);
    }
    picture_free(&picture);
    return code;
}

static int add(const struct cli_line *line, baton_client *client)
{
    struct buffer body;
    int code;

    if (line->argument_count != 3) {
        cli_complain("'cluster add' needs a server's id and its address, NAME@HOST:PORT; a node "
                     "that is started with --join asks for that by itself");
        return CLI_USAGE;
    }
    buffer_init(&body, KIB(8));
    buffer_put_text(&body, "{\"serverId\":");
    json_put_string(&body, slice_of(line->arguments[1]));
    buffer_put_text(&body, ",\"address\":");
    json_put_string(&body, slice_of(line->arguments[2]));
    buffer_put(&body, "}", 2);
    code = body.failed ? CLI_USAGE
                       : change(line, client, "POST", "/baton/v1/cluster/members", body.data);
    buffer_deinit(&body);
    return code;
}

/* The id of the server that the line names. */
static int find(const struct cli_line *line, baton_client *client, char *out, size_t bytes)
{
    struct picture picture;
    int code;

    if (line->argument_count < 2) {
        cli_complain("'cluster %s' needs SERVER, the name or the id of one: see 'baton cluster "
                     "status'",
                     line->arguments[0]);
        return CLI_USAGE;
    }
    code = picture_look(line, client, &picture);
    if (code == CLI_OK && !member_named(&picture, line->arguments[1], out, bytes)) {
        cli_complain("no server is called '%s', or several are: see 'baton cluster status'",
                     line->arguments[1]);
        code = CLI_NOT_FOUND;
    }
    picture_free(&picture);
    return code;
}

static int change_one(const struct cli_line *line, baton_client *client, const char *method,
                      const char *tail)
{
    char id[32] = "";
    char path[128];
    int code = find(line, client, id, sizeof(id));

    if (code != CLI_OK) {
        return code;
    }
    snprintf(path, sizeof(path), "/baton/v1/cluster/members/%s%s", id, tail);
    return change(line, client, method, path, NULL);
}

static int remove_one(const struct cli_line *line, baton_client *client)
{
    return change_one(line, client, "DELETE", "");
}

static int promote(const struct cli_line *line, baton_client *client)
{
    return change_one(line, client, "POST", "/promote");
}

static int transfer(const struct cli_line *line, baton_client *client)
{
    char id[32] = "";
    char body[64] = "{}";
    int code = line->argument_count < 2 ? CLI_OK : find(line, client, id, sizeof(id));

    if (code != CLI_OK) {
        return code;
    }
    if (id[0] != '\0') {
        snprintf(body, sizeof(body), "{\"serverId\":\"%s\"}", id);
    }
    return change(line, client, "POST", "/baton/v1/cluster/transfer-leader", body);
}

/* --- waiting --- */

/* Until there are so many voters. */
static int wait_for_voters(const struct cli_line *line, baton_client *client, uint32_t wanted)
{
    int64_t until_ms = clock_monotonic_ms() + WAIT_MS;
    uint32_t voters = 0;

    while (clock_monotonic_ms() < until_ms) {
        struct picture picture;
        int code = picture_look(line, client, &picture);

        voters = code == CLI_OK ? voters_of(&picture) : 0;
        picture_free(&picture);
        if (code != CLI_OK || voters >= wanted) {
            return code;
        }
        usleep(LOOK_US);
    }
    cli_complain("there are %u voters after ten minutes, not %u: look at the new servers' logs",
                 voters, wanted);
    return CLI_TIMED_OUT;
}

static int grow(const struct cli_line *line, baton_client *client)
{
    int code;

    cli_say(line, "waiting for %d voters: start two nodes with --join and this server's address",
            VOTERS);
    code = wait_for_voters(line, client, VOTERS);
    return code == CLI_OK ? status(line, client) : code;
}

static int replace(const struct cli_line *line, baton_client *client)
{
    char id[32] = "";
    int code = find(line, client, id, sizeof(id));

    if (code != CLI_OK) {
        return code;
    }
    cli_say(line, "waiting for another voter: start the new node with --join");
    code = wait_for_voters(line, client, VOTERS + 1);
    return code == CLI_OK ? change_one(line, client, "DELETE", "") : code;
}

/* --- the verb --- */

static const struct {
    const char *word;
    int (*run)(const struct cli_line *line, baton_client *client);
} actions[] = {{"status", status},
               {"add", add},
               {"remove", remove_one},
               {"promote", promote},
               {"transfer-leader", transfer},
               {"grow", grow},
               {"replace", replace}};

static int run_cluster(const struct cli_line *line)
{
    baton_client *client = client_connect(line);
    int code = CLI_USAGE;

    for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
        if (slice_equal_nocase(slice_of(line->arguments[0]), slice_of(actions[i].word))) {
            code = actions[i].run(line, client);
        }
    }
    baton_client_free(client);
    return code;
}

const struct cli_verb verb_cluster = {
    .name = "cluster",
    .chapter = "Server",
    .summary = "the servers of the cluster; add, remove, promote, hand over",
    .about =
        "ACTION is status, add, remove, promote, transfer-leader, grow or replace. SERVER is a "
        "name or an id as 'baton cluster status' shows them. 'grow' waits until "
        "two new nodes have made one server a cluster of three, 'replace SERVER' until a new "
        "node votes, and then removes the one that is gone for good.",
    .examples = "baton cluster status\twho leads, who lags\n"
                "baton cluster transfer-leader n2\tn2 leads from now on\n"
                "baton cluster replace n3\tn3 will not come back",
    .groups = {client_options, output_options, client_write_options},
    .forms =
        (const struct cli_form[]){
            {.arguments = {{.name = "ACTION",
                            .kind = CLI_WORD,
                            .words = "status add remove promote transfer-leader grow replace"},
                           {.name = "SERVER", .optional = true},
                           {.name = "NAME@HOST:PORT", .optional = true}},
             .run = run_cluster},
            {0}},
};
