/* Servers that prove to each other who they are, and strangers who cannot. */
#include "tls.h"

#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "certificates.h"
#include "transport_rig.h"

enum {
    DIRECTORY_BYTES = 512
};

/* An authority and certificates of it for n1, n2 and n3, in a directory below the test's. */
static const char *certificates(char out[DIRECTORY_BYTES], const char *name)
{
    static const char *const names[] = {"n1", "n2", "n3"};
    struct certificates_problem problem;

    snprintf(out, DIRECTORY_BYTES, "%s/%s", test_directory(), name);
    CHECK_OK(certificates_init(out, &problem));
    CHECK_OK(certificates_node(out, names, 3, 7, &problem));
    return out;
}

static struct transport_credentials credentials_of(char paths[3][REPLICATION_PATH_BYTES],
                                                   const char *directory, const char *name)
{
    snprintf(paths[0], REPLICATION_PATH_BYTES, "%s/ca.pem", directory);
    CHECK(certificates_path(paths[1], directory, name, false));
    CHECK(certificates_path(paths[2], directory, name, true));
    return (struct transport_credentials){
        .ca_file = paths[0], .certificate_file = paths[1], .key_file = paths[2]};
}

static struct tls_context *context_of(const char *directory, const char *name)
{
    char paths[3][REPLICATION_PATH_BYTES];
    struct transport_credentials files = credentials_of(paths, directory, name);
    struct replication_problem problem;
    struct tls_context *context = NULL;

    CHECK_OK(tls_context_open(&files, name, &context, &problem));
    return context;
}

TEST(tls, warns_of_the_end_of_its_certificate)
{
    char directory[DIRECTORY_BYTES];
    struct replication_problem problem;
    struct world w;

    world_start_tls(&w, 1, certificates(directory, "end"));
    world_listen(&w);
    CHECK_OK(transport_reload(w.servers[1].t, &problem));
    CHECK(world_has_heard(&w, "certificate-ends-soon"));
    world_stop(&w);
}

TEST(tls, carries_every_message_in_order)
{
    char directory[DIRECTORY_BYTES];
    struct world w;

    world_start_tls(&w, 2, certificates(directory, "order"));
    world_meet(&w);

    while (w.servers[2].received[1][PEER_FIFO] < 120) {
        while (w.servers[1].sent[2][PEER_FIFO] < 120 &&
               server_send(&w.servers[1], 2, PEER_FIFO) == STATUS_OK) {
        }
        CHECK(!w.late);
        uv_run(&w.loop, UV_RUN_ONCE);
    }

    CHECK(!w.servers[2].out_of_order);
    world_stop(&w);
}

/* What waits has its ceiling under TLS too. */
TEST(tls, refuses_what_a_peer_does_not_take)
{
    static char message[LIMIT_PEER_MESSAGE_BYTES];
    char directory[DIRECTORY_BYTES];
    struct slice part = slice_make(message, sizeof(message));
    struct world w;
    enum status st = STATUS_OK;
    uint64_t count = 0;

    world_start_tls(&w, 2, certificates(directory, "ceiling"));
    world_meet(&w);
    for (; st == STATUS_OK; count++) {
        st = transport_send(w.servers[1].t, 2, PEER_FIFO, &part, 1);
    }
    CHECK_STATUS(st, STATUS_RESOURCE_EXHAUSTED);
    CHECK_INT(count * LIMIT_PEER_MESSAGE_BYTES, <=, LIMIT_PEER_FIFO_BYTES + MIB(16));
    world_stop(&w);
}

static void start_refused(const struct transport_credentials *files, const char *name,
                          const char *text)
{
    struct tls_context *context = NULL;
    struct replication_problem problem;

    CHECK_STATUS(tls_context_open(files, name, &context, &problem), STATUS_INVALID_ARGUMENT);
    if (strstr(problem.text, text) == NULL) {
        test_fail(__FILE__, __LINE__, "'%s' does not say '%s'", problem.text, text);
    }
}

TEST(tls, says_what_is_wrong_with_its_files)
{
    static const char *const late = "late";
    char directory[DIRECTORY_BYTES];
    char other[DIRECTORY_BYTES];
    char paths[3][REPLICATION_PATH_BYTES];
    char foreign[3][REPLICATION_PATH_BYTES];
    struct certificates_problem problem;
    struct transport_credentials files;

    certificates(directory, "files");
    certificates(other, "foreign");
    CHECK_OK(certificates_node(directory, &late, 1, -1, &problem));

    files = credentials_of(paths, directory, "n1");
    start_refused(&files, "n2", "does not hold the name n2");
    files.ca_file = credentials_of(foreign, other, "n1").ca_file;
    start_refused(&files, "n1", "is not vouched for by");
    files = credentials_of(paths, directory, "n1");
    files.key_file = credentials_of(foreign, directory, "n2").key_file;
    start_refused(&files, "n1", "cannot use the key");
    files = credentials_of(paths, directory, "nobody");
    start_refused(&files, "nobody", "cannot use the certificate");
    files = credentials_of(paths, directory, "late");
    start_refused(&files, "late", "expired");
}

/* A stranger who speaks TLS, with whatever certificate the context has. */
struct tls_stranger {
    struct stranger socket;
    struct tls *tls;
    struct buffer plain;
    bool bad;
};

/* Everything that can be read and written now. */
static void tls_stranger_step(struct tls_stranger *stranger)
{
    static char bytes[16384];
    struct buffer out;
    enum tls_look look = TLS_BYTES;
    size_t got;

    (void)stranger_look(&stranger->socket);
    if (stranger->socket.in.size > 0) {
        tls_receive(stranger->tls, buffer_slice(&stranger->socket.in));
        buffer_reset(&stranger->socket.in);
    }
    while (look == TLS_BYTES) {
        look = tls_read(stranger->tls, bytes, sizeof(bytes), &got);
        buffer_put(&stranger->plain, bytes, look == TLS_BYTES ? got : 0);
    }
    stranger->bad = look == TLS_BAD;
    buffer_init(&out, MIB(2));
    CHECK(tls_take(stranger->tls, &out));
    stranger_send(&stranger->socket, buffer_slice(&out));
    buffer_deinit(&out);
    uv_run(&stranger->socket.world->loop, UV_RUN_NOWAIT);
    CHECK(!stranger->socket.world->late);
}

static void tls_stranger_hello(struct tls_stranger *stranger, struct tls_context *context,
                               struct world *w, const struct hello *hello)
{
    struct buffer payload;
    struct buffer frame;
    struct slice part;

    *stranger = (struct tls_stranger){.tls = tls_new(context, false)};
    buffer_init(&stranger->plain, KIB(64));
    stranger_connect(&stranger->socket, w, 1);
    while (!tls_is_ready(stranger->tls)) {
        tls_stranger_step(stranger);
    }
    buffer_init(&payload, HELLO_BYTES_MAX);
    buffer_init(&frame, KIB(1));
    hello_encode(&payload, hello);
    part = buffer_slice(&payload);
    CHECK(frame_encode(&frame, FRAME_HELLO, &part, 1));
    CHECK(tls_write(stranger->tls, buffer_slice(&frame)));
    while (stranger->plain.size <= FRAME_HEADER_BYTES && !stranger->socket.ended) {
        tls_stranger_step(stranger);
    }
    buffer_deinit(&payload);
    buffer_deinit(&frame);
}

static void tls_stranger_close(struct tls_stranger *stranger)
{
    stranger_close(&stranger->socket);
    tls_free(stranger->tls);
    buffer_deinit(&stranger->plain);
}

/* A member's certificate proves that member and no other. */
TEST(tls, believes_a_name_only_with_its_certificate)
{
    char directory[DIRECTORY_BYTES];
    struct hello as_two = stranger_hello(2, 1);
    struct tls_context *of_three;
    struct tls_stranger stranger;
    struct world w;

    world_start_tls(&w, 3, certificates(directory, "names"));
    world_tell(&w, 1);
    of_three = context_of(directory, "n3");

    tls_stranger_hello(&stranger, of_three, &w, &as_two);

    CHECK_INT(stranger.plain.size, ==, FRAME_HEADER_BYTES + 1);
    CHECK_INT(stranger.plain.data[FRAME_HEADER_BYTES], ==, HELLO_CERTIFICATE);
    CHECK_INT(w.servers[1].alive[2], ==, 0);
    tls_stranger_close(&stranger);
    tls_context_close(of_three);
    world_stop(&w);
}

/* Whoever has taken over a member's address gets no hello, to say nothing of messages. */
TEST(tls, says_no_hello_to_another_server_than_it_meant)
{
    char directory[DIRECTORY_BYTES];
    struct world w;

    world_start_tls(&w, 3, certificates(directory, "address"));
    snprintf(w.servers[2].address, sizeof(w.servers[2].address), "n2@127.0.0.1:%d",
             (int)transport_port(w.servers[3].t));
    world_listen(&w);
    world_tell(&w, 1);

    WAIT(&w, world_has_heard(&w, "its certificate does not hold the name n2"));

    CHECK_INT(w.servers[1].ups[2], ==, 0);
    world_stop(&w);
}

TEST(tls, refuses_a_certificate_of_another_authority)
{
    char directory[DIRECTORY_BYTES];
    char other[DIRECTORY_BYTES];
    struct world w;

    world_start_tls(&w, 2, certificates(directory, "ours"));
    server_stop(&w.servers[2]);
    server_use(&w.servers[2], certificates(other, "theirs"));
    server_start(&w, 2);
    world_listen(&w);
    world_tell(&w, 1);

    WAIT(&w, world_has_heard(&w, "the other side's certificate: "));

    CHECK_INT(w.servers[1].ups[2], ==, 0);
    world_stop(&w);
}

/* A client of the library's, without our settings: it believes everybody. */
static void client_ends(const char *cause, long version_max, bool sends_hello)
{
    char directory[DIRECTORY_BYTES];
    struct hello hello = stranger_hello(2, 1);
    struct stranger stranger;
    struct world w;
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
    SSL *ssl = SSL_new(ctx);

    CHECK_INT(SSL_set_max_proto_version(ssl, version_max), ==, 1);
    world_start_tls(&w, 2, certificates(directory, cause));
    world_tell(&w, 1);
    world_listen(&w);
    stranger_connect(&stranger, &w, 1);
    CHECK_INT(SSL_set_fd(ssl, stranger.fd), ==, 1);
    if (sends_hello) {
        stranger_say_hello(&stranger, &hello);
    }
    while (!world_has_heard(&w, cause)) {
        (void)SSL_connect(ssl);
        CHECK(!w.late);
        uv_run(&w.loop, UV_RUN_NOWAIT);
    }
    CHECK_INT(w.servers[1].alive[2], ==, 0);
    SSL_free(ssl);
    SSL_CTX_free(ctx);
    stranger_close(&stranger);
    world_stop(&w);
}

TEST(tls, refuses_who_has_no_certificate)
{
    client_ends("peer did not return a certificate", TLS1_3_VERSION, false);
}

TEST(tls, refuses_older_versions)
{
    client_ends("unsupported protocol", TLS1_2_VERSION, false);
}

TEST(tls, refuses_who_speaks_without_it)
{
    client_ends("wrong version number", TLS1_3_VERSION, true);
}

static void file_replace(const char *from_directory, const char *to_directory, const char *name)
{
    char from[REPLICATION_PATH_BYTES];
    char to[REPLICATION_PATH_BYTES];

    snprintf(from, sizeof(from), "%s/%s", from_directory, name);
    snprintf(to, sizeof(to), "%s/%s", to_directory, name);
    CHECK_INT(rename(from, to), ==, 0);
}

/* All files are new, of another authority: links stay, and the next one is made with the new. */
TEST(tls, reads_its_files_again)
{
    static const char *const names[] = {"n1.pem",     "n2.pem",     "n3.pem",    "n1-key.pem",
                                        "n2-key.pem", "n3-key.pem", "ca-key.pem"};
    char directory[DIRECTORY_BYTES];
    char fresh[DIRECTORY_BYTES];
    struct replication_problem problem;
    struct world w;

    world_start_tls(&w, 2, certificates(directory, "reload"));
    world_meet(&w);
    certificates(fresh, "reloaded");
    for (int i = 0; i < 7; i++) {
        file_replace(fresh, directory, names[i]);
    }
    CHECK_STATUS(transport_reload(w.servers[1].t, &problem), STATUS_INVALID_ARGUMENT);
    CHECK(strstr(problem.text, "is not vouched for by") != NULL);

    file_replace(fresh, directory, "ca.pem");
    CHECK_OK(transport_reload(w.servers[1].t, &problem));

    CHECK_OK(server_send(&w.servers[1], 2, PEER_FIFO));
    WAIT(&w, w.servers[2].received[1][PEER_FIFO] == 1);
    CHECK_INT(w.servers[1].downs[2], ==, 0);
    server_stop(&w.servers[2]);
    WAIT(&w, !w.servers[1].up[2]);
    server_start(&w, 2);
    world_meet(&w);
    world_stop(&w);
}

/* Certificates are secrets' halves: nobody else reads them, and none is lost by a second call. */
TEST(certificates, are_their_owners_alone_and_never_written_over)
{
    static const char *const names[] = {"n4", "n1"};
    static const char *const wrong = "a,DNS:b";
    static const char *const ca = "ca";
    char directory[DIRECTORY_BYTES];
    char path[CERTIFICATES_PATH_BYTES];
    struct certificates_problem problem;
    struct stat file;

    certificates(directory, "owners");
    CHECK(certificates_path(path, directory, "n1", true));
    CHECK_INT(stat(path, &file), ==, 0);
    CHECK_INT(file.st_mode & 0777, ==, 0600);

    CHECK_STATUS(certificates_init(directory, &problem), STATUS_ALREADY_EXISTS);
    CHECK_STATUS(certificates_node(directory, names, 2, 7, &problem), STATUS_ALREADY_EXISTS);
    CHECK_STATUS(certificates_node(directory, &wrong, 1, 7, &problem), STATUS_INVALID_ARGUMENT);
    CHECK_STATUS(certificates_node(directory, &ca, 1, 7, &problem), STATUS_INVALID_ARGUMENT);

    CHECK(certificates_path(path, directory, "n4", true));
    CHECK(stat(path, &file) != 0);
    CHECK_STATUS(certificates_node(test_directory(), names, 2, 7, &problem), STATUS_NOT_FOUND);
}
