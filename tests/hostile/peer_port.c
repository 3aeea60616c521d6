/* Strangers at the port for other servers. BATON_HOSTILE_FRAMES of them are sent (10,000): rubbish,
 * frames and hellos with flipped bits, lengths that never come, handshakes that are none or that
 * bring no certificate. Two servers speak with each other all the while. */
#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "certificates.h"
#include "testkit/random.h"
#include "transport_rig.h"

TEST_MAIN

enum {
    FRAMES = 10000,
    BURST = 8,
    OPEN_CONNECTIONS = 200, /* more than the strangers that are borne with */
    SOURCES = 250,          /* addresses to come from: one alone runs out of ports */
    MEMORY_GROWTH_BYTES = 32 * 1024 * 1024,
    FRAME_BYTES_MAX = 3000,
};

enum burst_kind {
    BURST_RUBBISH,
    BURST_FRAMES,
    BURST_HELLO_DAMAGED,
    BURST_PEER, /* a hello that is right, and what may follow it */
    BURST_LENGTH,
    BURST_HANDSHAKE_DAMAGED,
    BURST_NO_CERTIFICATE,
    BURST_KINDS,
};

struct flood {
    struct random random;
    struct sockaddr_in to;
    SSL_CTX *ctx;
    long wanted;
    long sent;
    int open[OPEN_CONNECTIONS];
    atomic_bool done;
};

static size_t resident_bytes(void)
{
    FILE *f = fopen("/proc/self/statm", "r");
    long total;
    long resident;

    CHECK(f != NULL);
    CHECK_INT(fscanf(f, "%ld %ld", &total, &resident), ==, 2);
    fclose(f);
    return (size_t)resident * (size_t)sysconf(_SC_PAGESIZE);
}

static void put_random(struct flood *flood, struct buffer *out, uint32_t bytes_max)
{
    uint32_t bytes = random_below(&flood->random, bytes_max);

    for (uint32_t i = 0; i < bytes; i++) {
        buffer_put_byte(out, (char)random_below(&flood->random, 256));
    }
}

static void put_frame(struct flood *flood, struct buffer *out)
{
    struct buffer payload;
    struct slice part;

    buffer_init(&payload, FRAME_BYTES_MAX);
    put_random(flood, &payload, FRAME_BYTES_MAX);
    part = buffer_slice(&payload);
    CHECK(frame_encode(out, (enum frame_type)(1 + random_below(&flood->random, 4)), &part, 1));
    buffer_deinit(&payload);
}

static void put_hello(struct buffer *out)
{
    struct hello hello = stranger_hello(2, 1);
    struct buffer payload;
    struct slice part;

    buffer_init(&payload, HELLO_BYTES_MAX);
    hello_encode(&payload, &hello);
    part = buffer_slice(&payload);
    CHECK(frame_encode(out, FRAME_HELLO, &part, 1));
    buffer_deinit(&payload);
}

static void put_handshake(struct flood *flood, struct buffer *out)
{
    SSL *ssl = SSL_new(flood->ctx);
    BIO *bio = BIO_new(BIO_s_mem());
    char *data;
    long bytes;

    SSL_set_bio(ssl, bio, bio);
    (void)SSL_connect(ssl);
    bytes = BIO_get_mem_data(bio, &data);
    buffer_put(out, data, (size_t)bytes);
    SSL_free(ssl);
}

static void flip(struct flood *flood, struct buffer *bytes)
{
    uint32_t count = 1 + random_below(&flood->random, 4);

    for (uint32_t i = 0; i < count && bytes->size > 0; i++) {
        uint32_t bit = random_below(&flood->random, (uint32_t)bytes->size * 8);

        bytes->data[bit / 8] = (char)(bytes->data[bit / 8] ^ (1 << bit % 8));
    }
}

/* What one connection sends, and of how many frames that is counted. */
static long burst_make(struct flood *flood, enum burst_kind kind, struct buffer *out)
{
    long frames = 1 + (long)random_below(&flood->random, BURST);

    if (kind == BURST_RUBBISH) {
        put_random(flood, out, FRAME_BYTES_MAX);
        return 1;
    }
    if (kind == BURST_HANDSHAKE_DAMAGED) {
        put_handshake(flood, out);
        flip(flood, out);
        return 1;
    }
    if (kind == BURST_HELLO_DAMAGED || kind == BURST_PEER) {
        put_hello(out);
    }
    if (kind == BURST_HELLO_DAMAGED) {
        flip(flood, out);
    }
    for (long i = 0; i < frames; i++) {
        put_frame(flood, out);
    }
    if (kind == BURST_LENGTH) {
        buffer_put_u32be(out, random_below(&flood->random, 2) == 0 ? MIB(1) : UINT32_MAX);
        put_random(flood, out, 16);
    }
    return frames;
}

static int knock(struct flood *flood)
{
    struct sockaddr_in from = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int yes = 1;

    CHECK(fd >= 0);
    from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + random_below(&flood->random, SOURCES));
    (void)setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof(yes));
    if (bind(fd, (struct sockaddr *)&from, sizeof(from)) != 0 ||
        connect(fd, (struct sockaddr *)&flood->to, sizeof(flood->to)) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

/* The client's half of a handshake without a certificate looks done before the server has seen it,
 * so the frames behind it are on their way already. */
static void send_in_tls(struct flood *flood, int fd, struct slice bytes)
{
    SSL *ssl = SSL_new(flood->ctx);

    CHECK_INT(SSL_set_fd(ssl, fd), ==, 1);
    if (SSL_connect(ssl) == 1) {
        (void)SSL_write(ssl, bytes.data, (int)bytes.size);
    }
    SSL_free(ssl);
}

static void burst_send(struct flood *flood, enum burst_kind kind)
{
    uint32_t place = random_below(&flood->random, OPEN_CONNECTIONS);
    int fd = knock(flood);
    struct buffer bytes;

    if (fd < 0) {
        return;
    }
    buffer_init(&bytes, MIB(1));
    flood->sent += burst_make(flood, kind, &bytes);
    if (kind == BURST_NO_CERTIFICATE) {
        send_in_tls(flood, fd, buffer_slice(&bytes));
    } else {
        (void)!send(fd, bytes.data, bytes.size, MSG_NOSIGNAL);
    }
    buffer_deinit(&bytes);
    /* It stays open until its place is taken. */
    if (flood->open[place] > 0) {
        close(flood->open[place]);
    }
    flood->open[place] = fd;
}

static void *flood_run(void *context)
{
    struct flood *flood = context;
    sigset_t pipe_signal;

    /* For this thread alone: a server must not need it. */
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    CHECK_INT(pthread_sigmask(SIG_BLOCK, &pipe_signal, NULL), ==, 0);
    while (flood->sent < flood->wanted) {
        enum burst_kind kind = (enum burst_kind)random_below(&flood->random, BURST_KINDS);

        /* A handshake takes a thousand times what a frame takes. */
        if (kind >= BURST_HANDSHAKE_DAMAGED && random_below(&flood->random, 10) != 0) {
            kind = BURST_FRAMES;
        }
        burst_send(flood, kind);
    }
    for (int i = 0; i < OPEN_CONNECTIONS; i++) {
        if (flood->open[i] > 0) {
            close(flood->open[i]);
        }
    }
    atomic_store(&flood->done, true);
    return NULL;
}

static void flood_until_done(struct world *w, struct flood *flood)
{
    const char *wanted = getenv("BATON_HOSTILE_FRAMES");
    pthread_t thread;

    *flood = (struct flood){
        .random = {.state = 11},
        .to = {.sin_family = AF_INET,
               .sin_port = htons(transport_port(w->servers[1].t)),
               .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}},
        .ctx = SSL_CTX_new(TLS_client_method()),
        .wanted = wanted == NULL ? FRAMES : strtol(wanted, NULL, 10),
    };
    CHECK_INT(pthread_create(&thread, NULL, flood_run, flood), ==, 0);
    while (!atomic_load(&flood->done)) {
        uv_run(&w->loop, UV_RUN_ONCE);
    }
    CHECK_INT(pthread_join(thread, NULL), ==, 0);
    SSL_CTX_free(flood->ctx);
    world_guard(w);
}

/* Behind TLS nothing of it is looked at: the members do not notice, and memory stays. */
TEST(peer_port, with_tls_reads_nothing_of_strangers)
{
    static const char *const names[] = {"n1", "n2"};
    const char *directory = test_directory();
    struct certificates_problem problem;
    struct flood flood;
    struct world w;
    size_t before;

    CHECK_OK(certificates_init(directory, &problem));
    CHECK_OK(certificates_node(directory, names, 2, 7, &problem));
    world_start_tls(&w, 2, directory);
    world_meet(&w);
    before = resident_bytes();
    world_listen(&w);

    flood_until_done(&w, &flood);

    CHECK_INT(w.servers[1].downs[2] + w.servers[2].downs[1], ==, 0);
    CHECK_INT(w.servers[1].received[2][PEER_FIFO], ==, 0);
    CHECK(world_has_heard(&w, "connection-refused"));
    for (unsigned refusal = HELLO_MALFORMED; refusal <= HELLO_FEATURES; refusal++) {
        CHECK(!world_has_heard(&w, hello_refusal_text(refusal)));
    }
#ifndef BATON_SANITIZE
    CHECK_INT(resident_bytes(), <=, before + MEMORY_GROWTH_BYTES);
#endif
    (void)before;
    CHECK_OK(server_send(&w.servers[2], 1, PEER_FIFO));
    WAIT(&w, w.servers[1].received[2][PEER_FIFO] == 1);
    world_stop(&w);
}

static void count_only(struct server *server)
{
    server->out_of_order = false;
}

/* Without TLS whoever is on this machine may pose as a member: then the real one is cut off, again
 * and again, and is there when they have gone. */
TEST(peer_port, when_plain_survives_strangers)
{
    struct flood flood;
    struct world w;
    size_t before;
    int ups;

    world_start(&w, 2);
    world_meet(&w);
    before = resident_bytes();
    w.servers[1].on_message = count_only;

    flood_until_done(&w, &flood);

#ifndef BATON_SANITIZE
    CHECK_INT(resident_bytes(), <=, before + MEMORY_GROWTH_BYTES);
#endif
    (void)before;
    ups = w.servers[2].ups[1];
    CHECK_INT(ups, >=, 1);
    WAIT(&w, w.servers[2].up[1]);
    world_stop(&w);
}
