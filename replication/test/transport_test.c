/* Servers that speak with each other over real sockets of this machine. */
#include "replication/transport.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "transport_rig.h"

static bool all_received(const struct world *w, uint64_t number)
{
    for (int a = 1; a <= w->count; a++) {
        for (int b = 1; b <= w->count; b++) {
            if (a != b && (w->servers[a].received[b][PEER_FIFO] < number ||
                           w->servers[a].received[b][PEER_BULK] < number)) {
                return false;
            }
        }
    }
    return true;
}

/* Each server sends to each other on both channels until so many were taken. */
static void send_all(struct world *w, uint64_t number)
{
    for (int a = 1; a <= w->count; a++) {
        for (int b = 1; b <= w->count; b++) {
            for (enum peer_channel channel = PEER_FIFO; a != b && channel <= PEER_BULK; channel++) {
                while (w->servers[a].sent[b][channel] < number) {
                    if (server_send(&w->servers[a], (uint64_t)b, channel) != STATUS_OK) {
                        break;
                    }
                }
            }
        }
    }
}

TEST(transport, hands_over_every_message_in_order)
{
    struct world w;

    world_start(&w, 3);
    world_meet(&w);

    while (!all_received(&w, 120)) {
        send_all(&w, 120);
        CHECK(!w.late);
        uv_run(&w.loop, UV_RUN_ONCE);
    }

    for (int id = 1; id <= 3; id++) {
        CHECK(!w.servers[id].out_of_order);
        CHECK_INT(w.servers[id].received[id % 3 + 1][PEER_FIFO], ==, 120);
    }
    world_stop(&w);
}

/* What is sent while nobody is there is refused; when the other server is back, so is the link. */
TEST(transport, connects_again_when_a_server_is_back)
{
    struct world w;

    world_start(&w, 2);
    world_meet(&w);
    for (int i = 0; i < 3; i++) {
        server_stop(&w.servers[2]);
        WAIT(&w, !w.servers[1].up[2]);
        CHECK_STATUS(server_send(&w.servers[1], 2, PEER_FIFO), STATUS_UNAVAILABLE);

        server_start(&w, 2);
        world_meet(&w);

        w.servers[1].sent[2][PEER_FIFO] = w.servers[2].received[1][PEER_FIFO];
        CHECK_OK(server_send(&w.servers[1], 2, PEER_FIFO));
        WAIT(&w, w.servers[2].received[1][PEER_FIFO] == w.servers[1].sent[2][PEER_FIFO]);
    }
    CHECK_INT(w.servers[1].ups[2], ==, 4);
    CHECK_INT(w.servers[1].downs[2], ==, 3);
    world_stop(&w);
}

/* The second message goes to a socket that the system knows to be dead: an error, and no signal
 * that ends the process. */
TEST(transport, survives_what_is_sent_to_a_server_that_has_gone)
{
    struct world w;

    world_start(&w, 2);
    world_meet(&w);
    transport_stop(w.servers[2].t, NULL, NULL);
    w.servers[2].t = NULL;
    CHECK_OK(server_send(&w.servers[1], 2, PEER_FIFO));
    CHECK_OK(server_send(&w.servers[1], 2, PEER_FIFO));

    WAIT(&w, !w.servers[1].up[2]);

    world_stop(&w);
}

/* A link that is idle still says that its server lives. */
TEST(transport, says_that_an_idle_peer_lives)
{
    struct world w;
    int before;

    world_start(&w, 2);
    world_meet(&w);
    before = w.servers[1].alive[2];
    WAIT(&w, w.servers[1].alive[2] >= before + 2);
    CHECK_INT(w.servers[1].received[2][PEER_FIFO], ==, 0);
    world_stop(&w);
}

static void refused(const struct hello *hello, enum hello_refusal refusal)
{
    struct world w;
    struct stranger stranger;
    struct frame frame;

    world_start(&w, 2);
    world_tell(&w, 1);
    stranger_connect(&stranger, &w, 1);
    stranger_say_hello(&stranger, hello);
    CHECK_INT(stranger_hear(&stranger, &frame), ==, FRAME_REFUSAL);
    CHECK_INT(frame.payload.size, ==, 1);
    CHECK_INT(frame.payload.data[0], ==, refusal);
    stranger_wait_end(&stranger);
    CHECK_INT(w.servers[1].alive[2], ==, 0);
    stranger_close(&stranger);
    world_stop(&w);
}

TEST(transport, refuses_another_cluster)
{
    struct hello hello = stranger_hello(2, 1);

    hello.cluster_id[0] ^= 1;
    refused(&hello, HELLO_CLUSTER);
}

TEST(transport, refuses_a_server_that_is_no_member)
{
    struct hello hello = stranger_hello(3, 1);

    refused(&hello, HELLO_UNKNOWN);
}

TEST(transport, refuses_a_member_under_another_name)
{
    struct hello hello = stranger_hello(2, 1);

    hello.name = SLICE("n3");
    refused(&hello, HELLO_NAME);
}

TEST(transport, refuses_who_means_another_server)
{
    struct hello hello = stranger_hello(2, 3);

    refused(&hello, HELLO_NOT_ME);
}

TEST(transport, refuses_another_protocol)
{
    struct hello hello = stranger_hello(2, 1);

    hello.protocol_min = hello.protocol_max = HELLO_PROTOCOL_MAX + 1;
    refused(&hello, HELLO_PROTOCOL);
}

TEST(transport, refuses_other_feature_levels)
{
    struct hello hello = stranger_hello(2, 1);

    hello.feature_level_min = hello.feature_level_max = 2;
    refused(&hello, HELLO_FEATURES);
}

/* A stranger that has said hello as server 2, and was answered. */
static void pose_as_two(struct stranger *stranger, struct world *w)
{
    struct hello hello = stranger_hello(2, 1);
    struct frame frame;

    stranger_connect(stranger, w, 1);
    stranger_say_hello(stranger, &hello);
    CHECK_INT(stranger_hear(stranger, &frame), ==, FRAME_HELLO);
}

/* Server 1 with a peer 2 that never was. */
static void alone_with_two(struct world *w)
{
    world_start(w, 1);
    w->count = 2;
    snprintf(w->servers[2].address, sizeof(w->servers[2].address), "n2@127.0.0.1:1");
    world_tell(w, 1);
    w->count = 1;
    w->servers[1].wanted = SLICE("whole");
}

TEST(transport, hands_over_nothing_that_is_torn)
{
    struct world w;
    struct stranger stranger;
    struct buffer frame;

    alone_with_two(&w);
    pose_as_two(&stranger, &w);
    buffer_init(&frame, KIB(1));
    CHECK(frame_encode(&frame, FRAME_MESSAGE, &SLICE("torn here"), 1));

    stranger_send_frame(&stranger, FRAME_MESSAGE, SLICE("whole"));
    stranger_send(&stranger, slice_sub(buffer_slice(&frame), 0, frame.size - 1));
    WAIT(&w, w.servers[1].received[2][PEER_FIFO] == 1);
    stranger_close(&stranger);
    pose_as_two(&stranger, &w);
    stranger_send_frame(&stranger, FRAME_MESSAGE, SLICE("whole"));

    WAIT(&w, w.servers[1].received[2][PEER_FIFO] == 2);
    stranger_close(&stranger);
    buffer_deinit(&frame);
    world_stop(&w);
}

/* After these bytes the connection of a peer is closed and nothing was handed over. */
static void closes_upon(struct slice bytes)
{
    struct world w;
    struct stranger stranger;

    alone_with_two(&w);
    pose_as_two(&stranger, &w);
    stranger_send(&stranger, bytes);
    stranger_wait_end(&stranger);
    CHECK_INT(w.servers[1].received[2][PEER_FIFO], ==, 0);
    stranger_close(&stranger);
    world_stop(&w);
}

TEST(transport, ends_a_connection_with_a_damaged_frame)
{
    struct buffer frame;

    buffer_init(&frame, KIB(1));
    CHECK(frame_encode(&frame, FRAME_MESSAGE, &SLICE("whole"), 1));
    frame.data[frame.size - 1] ^= 4;
    closes_upon(buffer_slice(&frame));
    buffer_deinit(&frame);
}

TEST(transport, ends_a_connection_with_a_frame_above_the_limit)
{
    static const char header[FRAME_HEADER_BYTES] = {0, 0x10, 0, 1, 0, 0, 0, 0, FRAME_MESSAGE};

    closes_upon(slice_make(header, sizeof(header)));
}

TEST(transport, ends_a_connection_with_a_second_hello)
{
    struct buffer frame;

    buffer_init(&frame, KIB(1));
    CHECK(frame_encode(&frame, FRAME_HELLO, &SLICE("again"), 1));
    closes_upon(buffer_slice(&frame));
    buffer_deinit(&frame);
}

TEST(transport, takes_no_message_before_the_hello)
{
    struct world w;
    struct stranger stranger;

    alone_with_two(&w);
    stranger_connect(&stranger, &w, 1);
    stranger_send_frame(&stranger, FRAME_MESSAGE, SLICE("whole"));
    stranger_wait_end(&stranger);
    CHECK_INT(w.servers[1].received[2][PEER_FIFO], ==, 0);
    CHECK_INT(stranger.in.size, ==, 0);
    stranger_close(&stranger);
    world_stop(&w);
}

/* One connection a server and channel: nothing of the older is handed up once the newer is there.
 */
TEST(transport, closes_the_older_connection_for_a_newer)
{
    struct world w;
    struct stranger older;
    struct stranger newer;

    alone_with_two(&w);
    pose_as_two(&older, &w);
    pose_as_two(&newer, &w);
    stranger_send_frame(&older, FRAME_MESSAGE, SLICE("from the past"));
    stranger_send_frame(&newer, FRAME_MESSAGE, SLICE("whole"));

    stranger_wait_end(&older);
    WAIT(&w, w.servers[1].received[2][PEER_FIFO] == 1);

    CHECK(stranger_look(&newer));
    stranger_close(&older);
    stranger_close(&newer);
    world_stop(&w);
}

TEST(transport, closes_who_does_not_say_hello)
{
    struct world w;
    struct stranger stranger;

    world_start(&w, 1);
    stranger_connect(&stranger, &w, 1);
    stranger_send(&stranger, SLICE("\0\0\0\x1f"));
    stranger_wait_end(&stranger);
    stranger_close(&stranger);
    world_stop(&w);
}

/* Whoever likes can connect and be silent; members still find each other. */
TEST(transport, is_there_for_peers_among_silent_strangers)
{
    struct stranger strangers[2 * LIMIT_PEER_STRANGERS];
    struct world w;

    world_start(&w, 2);
    for (int i = 0; i < 2 * LIMIT_PEER_STRANGERS; i++) {
        stranger_connect(&strangers[i], &w, 1);
        uv_run(&w.loop, UV_RUN_NOWAIT);
    }
    world_meet(&w);

    for (int i = 0; i < LIMIT_PEER_STRANGERS; i++) {
        stranger_wait_end(&strangers[i]);
    }

    for (int i = 0; i < 2 * LIMIT_PEER_STRANGERS; i++) {
        stranger_close(&strangers[i]);
    }
    world_stop(&w);
}

/* A peer that takes nothing: what waits for it has a ceiling, and in the end it is lost. */
TEST(transport, refuses_what_a_peer_does_not_take)
{
    static char message[LIMIT_PEER_MESSAGE_BYTES + 1];
    struct hello hello = stranger_hello(2, 1);
    struct slice part = slice_make(message, LIMIT_PEER_MESSAGE_BYTES);
    struct stranger stranger;
    struct world w;
    uint64_t count = 0;

    world_start(&w, 1);
    stranger_stand_in(&stranger, &w);
    stranger_say_hello(&stranger, &hello);
    WAIT(&w, w.servers[1].up[2]);
    for (; count < LIMIT_PEER_FIFO_BYTES / 4 * 3 / part.size; count++) {
        CHECK_OK(transport_send(w.servers[1].t, 2, PEER_FIFO, &part, 1));
    }
    /* All of it but what the kernel takes is being written now, and counts. */
    for (int i = 0; i < 20; i++) {
        uv_run(&w.loop, UV_RUN_NOWAIT);
    }
    while (transport_send(w.servers[1].t, 2, PEER_FIFO, &part, 1) == STATUS_OK) {
        count++;
    }
    CHECK_STATUS(transport_send(w.servers[1].t, 2, PEER_FIFO, &part, 1), STATUS_RESOURCE_EXHAUSTED);
    CHECK_OK(transport_send(w.servers[1].t, 2, PEER_FIFO, &SLICE("x"), 1));
    CHECK_INT(count, >=, LIMIT_PEER_FIFO_BYTES / LIMIT_PEER_MESSAGE_BYTES - 1);
    CHECK_INT(count, <=, (LIMIT_PEER_FIFO_BYTES + MIB(16)) / LIMIT_PEER_MESSAGE_BYTES);
    part.size++;
    CHECK_STATUS(transport_send(w.servers[1].t, 2, PEER_FIFO, &part, 1), STATUS_TOO_LARGE);

    WAIT(&w, !w.servers[1].up[2]);

    stranger_close(&stranger);
    world_stop(&w);
}

/* Whoever answers must be who was meant; and who answers does not send. */
TEST(transport, trusts_no_other_answer)
{
    struct hello hello = stranger_hello(3, 1);
    struct stranger stranger;
    struct world w;

    world_start(&w, 1);
    stranger_stand_in(&stranger, &w);
    stranger_say_hello(&stranger, &hello);
    stranger_wait_end(&stranger);
    CHECK_INT(w.servers[1].ups[2], ==, 0);
    stranger_close(&stranger);

    transport_peers_set(w.servers[1].t, NULL, 0);
    hello = stranger_hello(2, 1);
    stranger_stand_in(&stranger, &w);
    stranger_say_hello(&stranger, &hello);
    WAIT(&w, w.servers[1].up[2]);
    stranger_send_frame(&stranger, FRAME_MESSAGE, SLICE("whole"));
    WAIT(&w, !w.servers[1].up[2]);
    CHECK_INT(w.servers[1].received[2][PEER_FIFO], ==, 0);
    stranger_close(&stranger);
    world_stop(&w);
}

static void stop_here(struct server *server)
{
    struct world *w = server->world;

    transport_stop(server->t, NULL, NULL);
    server->t = NULL;
    server->on_message = NULL;
    w->closed++;
}

TEST(transport, may_be_stopped_from_a_message)
{
    struct world w;

    world_start(&w, 2);
    world_meet(&w);
    w.servers[2].on_message = stop_here;
    for (int i = 0; i < 10; i++) {
        CHECK_OK(server_send(&w.servers[1], 2, PEER_FIFO));
    }
    WAIT(&w, w.closed == 1);
    WAIT(&w, !w.servers[1].up[2]);
    CHECK_INT(w.servers[2].received[1][PEER_FIFO], ==, 1);
    world_stop(&w);
}

static void forget_all(struct server *server)
{
    transport_peers_set(server->t, NULL, 0);
}

TEST(transport, may_lose_its_peers_within_a_message)
{
    struct world w;

    world_start(&w, 2);
    world_meet(&w);
    w.servers[2].on_message = forget_all;
    for (int i = 0; i < 10; i++) {
        CHECK_OK(server_send(&w.servers[1], 2, PEER_FIFO));
    }
    WAIT(&w, !w.servers[1].up[2]);
    CHECK_INT(w.servers[2].received[1][PEER_FIFO], ==, 1);
    CHECK_STATUS(server_send(&w.servers[2], 1, PEER_FIFO), STATUS_UNAVAILABLE);
    world_stop(&w);
}

/* A name is resolved, and a peer that moves is found at its new address. */
TEST(transport, follows_a_peer_to_another_address)
{
    struct world w;

    world_start(&w, 2);
    snprintf(w.servers[2].address, sizeof(w.servers[2].address), "n2@localhost:%d",
             (int)transport_port(w.servers[2].t));
    world_meet(&w);
    server_stop(&w.servers[2]);
    WAIT(&w, !w.servers[1].up[2]);
    snprintf(w.servers[2].address, sizeof(w.servers[2].address), "n2@127.0.0.1:0");
    server_start(&w, 2);

    world_meet(&w);

    CHECK_INT(w.servers[1].ups[2], ==, 2);
    world_stop(&w);
}

static void start_refused(struct transport_options options, const char *problem_text)
{
    uv_loop_t loop;
    struct transport *t = NULL;
    struct replication_problem problem;

    CHECK_INT(uv_loop_init(&loop), ==, 0);
    options.loop = &loop;
    options.server_id = 1;
    CHECK_STATUS(transport_start(&options, &t, &problem), STATUS_INVALID_ARGUMENT);
    if (strstr(problem.text, problem_text) == NULL) {
        test_fail(__FILE__, __LINE__, "'%s' does not say '%s'", problem.text, problem_text);
    }
    uv_run(&loop, UV_RUN_DEFAULT);
    CHECK_INT(uv_loop_close(&loop), ==, 0);
}

TEST(transport, is_plain_on_this_machine_alone)
{
    start_refused((struct transport_options){.address = "n1@0.0.0.0:0"}, "needs TLS");
    start_refused((struct transport_options){.address = "n1@127.0.0.1:0", .listen = "[::]:0"},
                  "needs TLS");
    start_refused((struct transport_options){.address = "n1@127.0.0.1:0",
                                             .credentials = {.ca_file = "ca.pem"}},
                  "needs all three");
}

TEST(transport, says_what_an_address_is)
{
    static const char *const wrong[] = {
        "127.0.0.1:1", "@h:1",  ".n@h:1", "-n@h:1",  "n@h",    "n@:1",    "n@h:",     "n@h:65536",
        "n@h:-1",      "n@::1", "n@[]:1", "n@h h:1", "n@h:1 ", "n n@h:1", "n@[::1:1", ""};
    struct replication_problem problem;

    CHECK_OK(transport_address_check("n-1.x@example.org:9001", &problem));
    CHECK_OK(transport_address_check("n1@[::1]:9001", &problem));
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        if (transport_address_check(wrong[i], &problem) == STATUS_OK) {
            test_fail(__FILE__, __LINE__, "'%s' is taken", wrong[i]);
        }
    }
    CHECK_STATUS(transport_address_check("n1@127.0.0.1:0", &problem), STATUS_INVALID_ARGUMENT);
    start_refused((struct transport_options){.address = "n1"}, "NAME@HOST:PORT");
}
