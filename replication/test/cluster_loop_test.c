/* Three servers on one loop and real sockets: one makes the cluster, two join it, and what one of
 * them is given all three apply. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <uv.h>

#include "base/limits.h"
#include "replication/loop.h"
#include "testkit/rig.h"
#include "testkit/test.h"

enum {
    SERVERS = 3,
    COMMANDS = 200,
    LONG_BYTES = 3 * LIMIT_PEER_PIECE_BYTES,
    PATIENCE_MS = 20000,
};

struct server {
    struct rig rig;
    struct replication_loop *l;
    char directory[REPLICATION_PATH_BYTES];
    char address[REPLICATION_ADDRESS_BYTES];
    uint64_t heard; /* owner messages */
    bool started;
};

static struct server servers[SERVERS];
static uv_loop_t loop;
static uv_timer_t tick;
static int open_loops;
static uint64_t submitted;
static bool handed_over;
static char payload[LONG_BYTES];

/* A port that is free now: the kernel's choice. */
static int free_port(void)
{
    struct sockaddr_in at;
    struct sockaddr_storage got;
    int length = sizeof(got);
    uv_tcp_t socket;

    CHECK_INT(uv_tcp_init(&loop, &socket), ==, 0);
    CHECK_INT(uv_ip4_addr("127.0.0.1", 0, &at), ==, 0);
    CHECK_INT(uv_tcp_bind(&socket, (const struct sockaddr *)&at, 0), ==, 0);
    CHECK_INT(uv_tcp_getsockname(&socket, (struct sockaddr *)&got, &length), ==, 0);
    uv_close((uv_handle_t *)&socket, NULL);
    uv_run(&loop, UV_RUN_DEFAULT);
    return ntohs(((const struct sockaddr_in *)(const void *)&got)->sin_port);
}

static void on_owner_message(void *context, uint64_t from, struct slice bytes)
{
    struct server *server = context;

    CHECK_INT(from, ==, 1);
    CHECK_INT(bytes.size, ==, LONG_BYTES);
    server->heard++;
}

static void server_prepare(int number)
{
    struct server *server = &servers[number];

    snprintf(server->directory, sizeof(server->directory), "%s/%d", test_directory(), number + 1);
    CHECK_INT(mkdir(server->directory, 0700), ==, 0);
    snprintf(server->address, sizeof(server->address), "n%d@127.0.0.1:%d", number + 1, free_port());
    rig_init(&server->rig, disk_posix(), server->directory);
    server->rig.options.server_id = (uint64_t)number + 1;
    server->rig.options.address = server->address;
    server->rig.options.random_seed = (uint32_t)number + 77;
    server->rig.on_peer_message = on_owner_message;
    server->rig.context = server;
}

static void server_start(int number)
{
    struct server *server = &servers[number];
    struct replication_loop_options options = {
        .address = server->address, .feature_level_min = 1, .feature_level_max = 1};
    struct transport_peer first = {.server_id = 1};
    struct replication_problem problem;

    memcpy(first.address, servers[0].address, sizeof(first.address));
    server->rig.options.mode = number == 0 ? REPLICATION_BOOTSTRAP : REPLICATION_JOIN;
    server->rig.options.peers = &first;
    server->rig.options.peer_count = number == 0 ? 0 : 1;
    CHECK_OK(replication_open(&server->rig.options, &server->rig.r, &problem));
    CHECK_OK(replication_loop_start(&loop, server->rig.r, 0, &options, &server->l));
    server->started = true;
    open_loops++;
}

static void on_closed(void *context)
{
    (void)context;
    if (--open_loops == 0) {
        uv_close((uv_handle_t *)&tick, NULL);
    }
}

static void stop_all(void)
{
    for (int i = 0; i < SERVERS; i++) {
        if (servers[i].l != NULL) {
            replication_loop_stop(servers[i].l, on_closed, NULL);
            servers[i].l = NULL;
        }
    }
}

/* Whoever leads adds the servers that are no members yet. */
static void grow(struct server *leader)
{
    struct replication_problem problem;

    for (int i = 1; i < SERVERS; i++) {
        enum status st =
            replication_member_add(leader->rig.r, (uint64_t)i + 1, servers[i].address, &problem);

        CHECK(st == STATUS_OK || st == STATUS_ALREADY_EXISTS || st == STATUS_WRONG_STATE);
    }
}

static unsigned voters(const struct server *server)
{
    struct replication_member members[SERVERS];
    size_t count = replication_members(server->rig.r, members, SERVERS);
    unsigned found = 0;

    for (size_t i = 0; i < count; i++) {
        found += members[i].role == REPLICATION_VOTER ? 1 : 0;
    }
    return found;
}

static void lead(struct server *leader)
{
    uint64_t index;
    uint64_t term;

    if (voters(leader) < SERVERS) {
        grow(leader);
        return;
    }
    for (int i = 0; i < 5 && submitted < COMMANDS; i++) {
        size_t size = submitted % 50 == 3 ? sizeof(payload) : 1 + submitted;

        if (rig_submit(&leader->rig, payload, size, &index, &term) == STATUS_OK) {
            submitted++;
        }
    }
    if (submitted >= COMMANDS / 2 && !handed_over) {
        CHECK_OK(replication_peer_send(leader->rig.r, 2, slice_make(payload, LONG_BYTES)));
        CHECK_OK(replication_transfer(leader->rig.r, 0));
        handed_over = true;
    }
}

static bool all_applied(void)
{
    for (int i = 0; i < SERVERS; i++) {
        if (servers[i].rig.state.commands < COMMANDS || voters(&servers[i]) < SERVERS) {
            return false;
        }
    }
    return true;
}

static void on_tick(uv_timer_t *timer)
{
    for (int i = 0; i < SERVERS && servers[i].l != NULL; i++) {
        struct server *server = &servers[i];

        CHECK_STATUS(server->rig.fault, STATUS_OK);
        (void)rig_turn(&server->rig, 100);
        if (server->rig.ready) {
            lead(server);
        }
    }
    if (all_applied()) {
        uv_timer_stop(timer);
        stop_all();
    }
    CHECK_INT(uv_now(&loop) - (uint64_t)(uintptr_t)timer->data, <, PATIENCE_MS);
}

TEST(cluster, grows_from_one_to_three_over_real_sockets_and_hands_over)
{
    CHECK_INT(uv_loop_init(&loop), ==, 0);
    for (int i = 0; i < SERVERS; i++) {
        server_prepare(i);
    }
    for (int i = 0; i < SERVERS; i++) {
        server_start(i);
    }
    CHECK_INT(uv_timer_init(&loop, &tick), ==, 0);
    tick.data = (void *)(uintptr_t)uv_now(&loop);
    uv_timer_start(&tick, on_tick, 1, 2);

    uv_run(&loop, UV_RUN_DEFAULT);

    for (int i = 0; i < SERVERS; i++) {
        CHECK_INT(servers[i].rig.state.hash, ==, servers[0].rig.state.hash);
        rig_close(&servers[i].rig);
    }
    CHECK_INT(servers[1].heard, ==, 1);
    CHECK_INT(uv_loop_close(&loop), ==, 0);
}
