#include "transport_rig.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/limits.h"
#include "base/log.h"

enum {
    GUARD_MS = 60 * 1000
};

static const char cluster[REPLICATION_CLUSTER_ID_BYTES] = "a cluster of us";

static void on_guard(uv_timer_t *timer)
{
    struct world *w = timer->data;

    w->late = true;
}

/* Sizes of all kinds, the largest too. */
static size_t message_bytes(uint64_t number)
{
    static const size_t sizes[] = {8, 9, 100, 4000, 16372, 16384, 70000, 256 * 1024};

    return number % 97 == 0 ? LIMIT_PEER_MESSAGE_BYTES : sizes[number % 8];
}

static void on_message(void *context, uint64_t from, enum peer_channel channel, struct slice bytes)
{
    struct server *server = context;
    uint64_t number = ++server->received[from][channel];

    if (server->wanted.size > 0) {
        CHECK_SLICE(bytes, server->wanted);
    } else if (bytes.size != message_bytes(number) || bytes_get_u64be(bytes.data) != number ||
               (bytes.size > 8 && bytes.data[bytes.size - 1] != (char)number)) {
        server->out_of_order = true;
    }
    if (server->on_message != NULL) {
        server->on_message(server);
    }
}

static void on_link(void *context, uint64_t server_id, bool up)
{
    struct server *server = context;

    CHECK(server->up[server_id] != up);
    server->up[server_id] = up;
    server->ups[server_id] += up ? 1 : 0;
    server->downs[server_id] += up ? 0 : 1;
}

static void on_alive(void *context, uint64_t from)
{
    struct server *server = context;

    server->alive[from]++;
}

static void on_server_closed(void *context)
{
    struct world *w = context;

    w->closed++;
}

enum status server_send(struct server *server, uint64_t to, enum peer_channel channel)
{
    static char bytes[LIMIT_PEER_MESSAGE_BYTES];
    uint64_t number = server->sent[to][channel] + 1;
    size_t size = message_bytes(number);
    struct slice parts[2] = {slice_make(bytes, 8), slice_make(bytes + 8, size - 8)};
    enum status st;

    memset(bytes, 0, size);
    bytes[size - 1] = (char)number;
    bytes_put_u64be(bytes, number);
    st = transport_send(server->t, to, channel, parts, 2);
    server->sent[to][channel] += st == STATUS_OK ? 1 : 0;
    return st;
}

void server_start(struct world *w, uint64_t id)
{
    struct server *server = &w->servers[id];
    struct replication_problem problem = {{0}};

    CHECK(server->t == NULL);
    server->options.address = server->address;
    if (transport_start(&server->options, &server->t, &problem) != STATUS_OK) {
        test_fail(__FILE__, __LINE__, "%s", problem.text);
    }
    snprintf(server->address, sizeof(server->address), "n%d@127.0.0.1:%d", (int)id,
             (int)transport_port(server->t));
}

void server_stop(struct server *server)
{
    struct world *w = server->world;
    int closed = w->closed;

    transport_stop(server->t, on_server_closed, w);
    server->t = NULL;
    memset(server->up, 0, sizeof(server->up));
    WAIT(w, w->closed > closed);
}

void world_guard(struct world *w)
{
    w->late = false;
    uv_timer_start(&w->guard, on_guard, GUARD_MS, 0);
}

static void world_prepare(struct world *w, int servers)
{
    memset(w, 0, sizeof(*w));
    log_set_level(LOG_OFF);
    CHECK_INT(uv_loop_init(&w->loop), ==, 0);
    CHECK_INT(uv_timer_init(&w->loop, &w->guard), ==, 0);
    w->guard.data = w;
    world_guard(w);
    w->count = servers;
    for (int id = 1; id <= servers; id++) {
        struct server *server = &w->servers[id];

        server->world = w;
        server->id = (uint64_t)id;
        snprintf(server->address, sizeof(server->address), "n%d@127.0.0.1:0", id);
        server->options = (struct transport_options){
            .loop = &w->loop,
            .server_id = (uint64_t)id,
            .feature_level_min = 1,
            .feature_level_max = 1,
            .context = server,
            .message = on_message,
            .link = on_link,
            .alive = on_alive,
        };
        memcpy(server->options.cluster_id, cluster, sizeof(cluster));
    }
}

void world_start(struct world *w, int servers)
{
    world_prepare(w, servers);
    for (int id = 1; id <= servers; id++) {
        server_start(w, (uint64_t)id);
    }
}

void server_use(struct server *server, const char *directory)
{
    snprintf(server->files[0], REPLICATION_PATH_BYTES, "%s/ca.pem", directory);
    snprintf(server->files[1], REPLICATION_PATH_BYTES, "%s/n%d.pem", directory, (int)server->id);
    snprintf(server->files[2], REPLICATION_PATH_BYTES, "%s/n%d-key.pem", directory,
             (int)server->id);
    server->options.credentials =
        (struct transport_credentials){.ca_file = server->files[0],
                                       .certificate_file = server->files[1],
                                       .key_file = server->files[2]};
}

void world_start_tls(struct world *w, int servers, const char *directory)
{
    world_prepare(w, servers);
    for (int id = 1; id <= servers; id++) {
        server_use(&w->servers[id], directory);
        server_start(w, (uint64_t)id);
    }
}

void world_listen(struct world *w)
{
    CHECK_INT(pipe2(w->log, O_CLOEXEC | O_NONBLOCK), ==, 0);
    buffer_init(&w->heard, MIB(1));
    log_set_descriptor(w->log[1]);
    log_set_level(LOG_INFO);
}

bool world_has_heard(struct world *w, const char *text)
{
    char bytes[4096];
    ssize_t got;

    while ((got = read(w->log[0], bytes, sizeof(bytes))) > 0) {
        buffer_put(&w->heard, bytes, (size_t)got);
    }
    return w->heard.size > 0 && memmem(w->heard.data, w->heard.size, text, strlen(text)) != NULL;
}

void world_tell(struct world *w, uint64_t id)
{
    struct transport_peer peers[SERVERS_MAX];

    for (int i = 0; i < w->count; i++) {
        peers[i].server_id = (uint64_t)i + 1;
        memcpy(peers[i].address, w->servers[i + 1].address, sizeof(peers[i].address));
    }
    transport_peers_set(w->servers[id].t, peers, (size_t)w->count);
}

static bool all_meet(const struct world *w)
{
    for (int a = 1; a <= w->count; a++) {
        for (int b = 1; b <= w->count; b++) {
            if (a != b && !w->servers[a].up[b]) {
                return false;
            }
        }
    }
    return true;
}

void world_meet(struct world *w)
{
    for (int id = 1; id <= w->count; id++) {
        world_tell(w, (uint64_t)id);
    }
    WAIT(w, all_meet(w));
}

void world_stop(struct world *w)
{
    for (int id = 1; id <= w->count; id++) {
        if (w->servers[id].t != NULL) {
            server_stop(&w->servers[id]);
        }
    }
    uv_close((uv_handle_t *)&w->guard, NULL);
    uv_run(&w->loop, UV_RUN_DEFAULT);
    CHECK_INT(uv_loop_close(&w->loop), ==, 0);
    log_set_level(LOG_INFO);
    log_set_descriptor(STDERR_FILENO);
    if (w->log[1] != 0) {
        close(w->log[0]);
        close(w->log[1]);
        buffer_deinit(&w->heard);
    }
}

/* Strangers */

void stranger_connect(struct stranger *stranger, struct world *w, uint64_t to)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons(transport_port(w->servers[to].t)),
                             .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};

    *stranger = (struct stranger){.world = w};
    buffer_init(&stranger->in, MIB(4));
    stranger->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(stranger->fd >= 0);
    CHECK_INT(connect(stranger->fd, (struct sockaddr *)&at, sizeof(at)), ==, 0);
    CHECK_INT(fcntl(stranger->fd, F_SETFL, O_NONBLOCK), ==, 0);
}

static int listen_anywhere(uint16_t *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof(at);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    CHECK(fd >= 0);
    CHECK_INT(bind(fd, (struct sockaddr *)&at, sizeof(at)), ==, 0);
    CHECK_INT(listen(fd, 4), ==, 0);
    CHECK_INT(getsockname(fd, (struct sockaddr *)&at, &size), ==, 0);
    *port = ntohs(at.sin_port);
    return fd;
}

void stranger_stand_in(struct stranger *stranger, struct world *w)
{
    struct transport_peer peer = {.server_id = 2};
    struct frame frame;
    uint16_t port;
    int listener = listen_anywhere(&port);

    *stranger = (struct stranger){.world = w, .fd = -1};
    buffer_init(&stranger->in, MIB(4));
    snprintf(peer.address, sizeof(peer.address), "n2@127.0.0.1:%d", (int)port);
    transport_peers_set(w->servers[1].t, &peer, 1);
    while (stranger->fd < 0) {
        CHECK(!w->late);
        uv_run(&w->loop, UV_RUN_NOWAIT);
        stranger->fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    }
    close(listener);
    CHECK_INT(stranger_hear(stranger, &frame), ==, FRAME_HELLO);
}

void stranger_close(struct stranger *stranger)
{
    close(stranger->fd);
    buffer_deinit(&stranger->in);
}

void stranger_send(struct stranger *stranger, struct slice bytes)
{
    while (bytes.size > 0) {
        ssize_t sent = send(stranger->fd, bytes.data, bytes.size, MSG_NOSIGNAL);

        if (sent < 0 && errno != EAGAIN) {
            return;
        }
        bytes = slice_from(bytes, sent < 0 ? 0 : (size_t)sent);
        uv_run(&stranger->world->loop, UV_RUN_NOWAIT);
    }
}

void stranger_send_frame(struct stranger *stranger, enum frame_type type, struct slice payload)
{
    struct buffer bytes;

    buffer_init(&bytes, MIB(4));
    CHECK(frame_encode(&bytes, type, &payload, 1));
    stranger_send(stranger, buffer_slice(&bytes));
    buffer_deinit(&bytes);
}

struct hello stranger_hello(uint64_t from, uint64_t to)
{
    static const char *const names[] = {"n0", "n1", "n2", "n3", "n4"};
    struct hello hello = {
        .protocol_min = HELLO_PROTOCOL_MIN,
        .protocol_max = HELLO_PROTOCOL_MAX,
        .from = from,
        .to = to,
        .feature_level_min = 1,
        .feature_level_max = 1,
        .channel = PEER_FIFO,
        .name = slice_of(names[from < 4 ? from : 4]),
    };

    memcpy(hello.cluster_id, cluster, sizeof(cluster));
    return hello;
}

void stranger_say_hello(struct stranger *stranger, const struct hello *hello)
{
    struct buffer bytes;

    buffer_init(&bytes, HELLO_BYTES_MAX);
    hello_encode(&bytes, hello);
    stranger_send_frame(stranger, FRAME_HELLO, buffer_slice(&bytes));
    buffer_deinit(&bytes);
}

bool stranger_look(struct stranger *stranger)
{
    char bytes[4096];
    ssize_t got;

    while (!stranger->ended) {
        got = recv(stranger->fd, bytes, sizeof(bytes), 0);
        if (got < 0 && errno == EAGAIN) {
            break;
        }
        stranger->ended = got <= 0;
        buffer_put(&stranger->in, bytes, got < 0 ? 0 : (size_t)got);
    }
    return !stranger->ended;
}

enum frame_type stranger_hear(struct stranger *stranger, struct frame *frame)
{
    size_t taken;

    for (;;) {
        bool open = stranger_look(stranger);

        if (frame_decode(buffer_slice(&stranger->in), MIB(1), frame, &taken) == FRAME_OK) {
            return frame->type;
        }
        CHECK(open);
        CHECK(!stranger->world->late);
        uv_run(&stranger->world->loop, UV_RUN_NOWAIT);
    }
}

void stranger_wait_end(struct stranger *stranger)
{
    while (stranger_look(stranger)) {
        CHECK(!stranger->world->late);
        uv_run(&stranger->world->loop, UV_RUN_NOWAIT);
    }
}
