/* Start and stop: listeners, threads, shared configuration. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/limits.h"
#include "base/log.h"
#include "raw_errors_int.h"
#include "routes_int.h"
#include "thread_int.h"

enum {
    DEFAULT_THREADS_MAX = 4,
    COMPILE_THREADS = 2,
    LISTEN_BACKLOG = 1024,
    OTHER_FILES = 256, /* that are not connections: log, stores, snapshots, loops */
    HTTP2_STREAMS_MAX = 100,
    GZIP_QUALITY = 1, /* JSON shrinks tenfold already, and the loop serves others meanwhile */
    /* for a whole request to arrive, and for a connection to stay idle between two */
    REQUEST_TIMEOUT_MS = 30 * 1000,
    IDLE_TIMEOUT_MS = 60 * 1000
};

#ifdef BATON_SANITIZE
/* h2o gives back neither the caches of its threads nor all of a context when they end. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libh2o-evloop\n";
}
__attribute__((visibility("default"))) const char *__lsan_default_options(void);
const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}
#endif

static const char no_address[] = "not an IPv4 or IPv6 address; names are not looked up";

static enum status fail(struct http_server *server, char *message, size_t bytes, enum status status,
                        const char *what)
{
    (void)snprintf(message, bytes, "cannot listen on %s:%u: %s", server->address,
                   (unsigned)server->port, what);
    return status;
}

static enum status bind_failed(struct http_server *server, char *message, size_t bytes, int error)
{
    switch (error) {
    case EADDRINUSE:
        return fail(server, message, bytes, STATUS_ALREADY_EXISTS,
                    "the port is taken; stop what uses it or choose another port");
    case EACCES:
        return fail(server, message, bytes, STATUS_FORBIDDEN,
                    "not allowed; ports below 1024 need rights, choose a higher one");
    case EADDRNOTAVAIL:
        return fail(server, message, bytes, STATUS_INVALID_ARGUMENT,
                    "this machine has no such address");
    default:
        return fail(server, message, bytes, STATUS_IO, strerror(error));
    }
}

static socklen_t address_parse(const char *text, uint16_t port, struct sockaddr_storage *out)
{
    struct sockaddr_in *v4 = (struct sockaddr_in *)(void *)out;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)(void *)out;

    memset(out, 0, sizeof(*out));
    if (inet_pton(AF_INET, text, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        return sizeof(*v4);
    }
    if (inet_pton(AF_INET6, text, &v6->sin6_addr) == 1) {
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(port);
        return sizeof(*v6);
    }
    return 0;
}

static int socket_open(const struct sockaddr_storage *address)
{
    int on = 1;
    int fd = socket(address->ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (fd >= 0) {
        (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    }
    return fd;
}

static uint16_t port_of(int fd)
{
    struct sockaddr_storage bound;
    socklen_t size = sizeof(bound);

    ASSERT(getsockname(fd, (struct sockaddr *)&bound, &size) == 0);
    return ntohs(bound.ss_family == AF_INET ? ((struct sockaddr_in *)(void *)&bound)->sin_port
                                            : ((struct sockaddr_in6 *)(void *)&bound)->sin6_port);
}

/* The port must be free of others: our own listeners share it (SO_REUSEPORT), and a second server
 * of the same user would share it in silence. A bind without the option finds that out. */
static int port_probe(const struct sockaddr_storage *address, socklen_t size)
{
    int fd = socket_open(address);
    int error = 0;

    if (fd < 0) {
        return errno;
    }
    if (bind(fd, (const struct sockaddr *)address, size) != 0) {
        error = errno;
    }
    (void)close(fd);
    return error;
}

static int listener_open(const struct sockaddr_storage *address, socklen_t size, int *out)
{
    int on = 1;
    int error;

    *out = socket_open(address);
    if (*out < 0) {
        return errno;
    }
    if (setsockopt(*out, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on)) == 0 &&
        bind(*out, (const struct sockaddr *)address, size) == 0 &&
        listen(*out, LISTEN_BACKLOG) == 0) {
        return 0;
    }
    error = errno;
    (void)close(*out);
    return error;
}

static enum status listen_all(struct http_server *server, int *fds, char *message, size_t bytes)
{
    struct sockaddr_storage address;
    socklen_t size = address_parse(server->address, server->port, &address);
    int error;

    if (size == 0) {
        return fail(server, message, bytes, STATUS_INVALID_ARGUMENT, no_address);
    }
    error = server->port == 0 ? 0 : port_probe(&address, size);
    for (uint32_t i = 0; error == 0 && i < server->thread_count; i++) {
        error = listener_open(&address, size, &fds[i]);
        if (error == 0) {
            server->port = port_of(fds[i]);
            size = address_parse(server->address, server->port, &address);
        } else {
            fds[i] = -1;
        }
    }
    if (error == 0) {
        return STATUS_OK;
    }
    for (uint32_t i = 0; i < server->thread_count; i++) {
        if (fds[i] >= 0) {
            (void)close(fds[i]);
        }
    }
    return bind_failed(server, message, bytes, error);
}

enum status http_probe(const char *address, uint16_t port, char *message, size_t message_bytes)
{
    struct http_server probe = {.port = port};
    struct sockaddr_storage parsed;
    socklen_t size = address_parse(address, port, &parsed);
    int error;

    (void)snprintf(probe.address, sizeof(probe.address), "%s", address);
    if (size == 0) {
        return fail(&probe, message, message_bytes, STATUS_INVALID_ARGUMENT, no_address);
    }
    error = port_probe(&parsed, size);
    return error == 0 ? STATUS_OK : bind_failed(&probe, message, message_bytes, error);
}

static void config_init(struct http_server *server)
{
    h2o_globalconf_t *config = CHECK_MEMORY(calloc(1, sizeof(*config)));
    h2o_compress_args_t compress = {.min_size = LIMIT_GZIP_BYTES_MIN,
                                    .gzip = {.quality = GZIP_QUALITY},
                                    .brotli = {.quality = -1}};
    h2o_hostconf_t *host;
    h2o_pathconf_t *path;

    h2o_config_init(config);
    config->server_name = h2o_iovec_init(H2O_STRLIT("baton"));
    config->max_request_entity_size =
        server->options.body_max_bytes + LIMIT_REQUEST_BODY_MARGIN_BYTES;
    config->http1.req_timeout = REQUEST_TIMEOUT_MS;
    config->http2.idle_timeout = IDLE_TIMEOUT_MS;
    config->http2.max_concurrent_requests_per_connection = HTTP2_STREAMS_MAX;
    host = h2o_config_register_host(config, h2o_iovec_init(H2O_STRLIT("default")), 65535);
    path = h2o_config_register_path(host, "/", 0);
    h2o_create_handler(path, sizeof(h2o_handler_t))->on_req = exchange_begin;
    /* The compressor stands behind the problem documents: what it sees is what goes out. */
    h2o_compress_register(path, &compress);
    raw_errors_register(path);
    raw_errors_register(&host->fallback_path);
    server->h2o_config = config;
}

/* Each connection is an open file, and past the system's limit accepting fails for good: the limit
 * is raised as far as it goes, and what it leaves is the limit of connections. */
static uint32_t connections_within_files(uint32_t wanted)
{
    struct rlimit files;
    rlim_t needed = (rlim_t)wanted + OTHER_FILES;

    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= needed) {
        return wanted;
    }
    files.rlim_cur = files.rlim_max < needed ? files.rlim_max : needed;
    if (setrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur >= needed) {
        return wanted;
    }
    wanted =
        files.rlim_cur > 2 * OTHER_FILES ? (uint32_t)files.rlim_cur - OTHER_FILES : OTHER_FILES;
    log_warn("http", "connections_limited by=open_files connections=%u files=%llu", wanted,
             (unsigned long long)files.rlim_cur);
    return wanted;
}

static void options_complete(struct http_server *server, const struct http_options *options)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    struct http_options *own = &server->options;

    *own = *options;
    server->port = own->port;
    (void)snprintf(server->address, sizeof(server->address), "%s", own->address);
    own->address = server->address;
    if (own->threads == 0) {
        own->threads = cores < 1 ? 1 : (uint32_t)cores;
        own->threads = own->threads > DEFAULT_THREADS_MAX ? DEFAULT_THREADS_MAX : own->threads;
    }
    server->thread_count = own->threads > HTTP_THREADS_MAX ? HTTP_THREADS_MAX : own->threads;
    if (own->connections_max == 0) {
        own->connections_max = LIMIT_CONNECTIONS;
    }
    own->connections_max = connections_within_files(own->connections_max);
    if (own->body_max_bytes == 0) {
        own->body_max_bytes = LIMIT_REQUEST_BODY_BYTES;
    }
}

static void server_free(struct http_server *server)
{
    if (server->h2o_config != NULL) {
        h2o_config_dispose(server->h2o_config);
        free(server->h2o_config);
    }
    free(server->metrics.requests);
    free(server);
}

enum status http_start(const struct http_options *options, struct http_server **out, char *message,
                       size_t message_bytes)
{
    struct http_server *server = CHECK_MEMORY(calloc(1, sizeof(*server)));
    int fds[HTTP_THREADS_MAX];
    enum status status;

    memset(fds, 0xff, sizeof(fds));
    options_complete(server, options);
    routes_prepare();
    status = listen_all(server, fds, message, message_bytes);
    if (status != STATUS_OK) {
        server_free(server);
        return status;
    }
    server->metrics.requests = CHECK_MEMORY(
        calloc((route_count + 1) * METRIC_STATUSES, sizeof(server->metrics.requests[0])));
    config_init(server);
    server->addresses = address_table_new();
    server->work = work_pool_new(COMPILE_THREADS);
    for (uint32_t i = 0; i < server->thread_count; i++) {
        server->threads[i] = thread_new(server, fds[i]);
        thread_start(server->threads[i]);
    }
    *out = server;
    return STATUS_OK;
}

uint16_t http_port(const struct http_server *server)
{
    return server->port;
}

/* No listener takes anybody before the first poll is answered: a client that asks again at once
 * would get a connection of a thread that has yet to close its listener, and lose it. */
void http_drain(struct http_server *server)
{
    if (atomic_exchange(&server->draining, true)) {
        return; /* the listeners may be closed, and their numbers others' */
    }
    for (uint32_t i = 0; i < server->thread_count; i++) {
        (void)shutdown(server->threads[i]->listener_fd, SHUT_RDWR);
    }
    for (uint32_t i = 0; i < server->thread_count; i++) {
        thread_order(server->threads[i], THREAD_DRAIN);
    }
}

void http_stop(struct http_server *server, int64_t deadline_ms)
{
    bool clean = true;

    atomic_store(&server->draining, true);
    for (uint32_t i = 0; i < server->thread_count; i++) {
        atomic_store(&server->threads[i]->stop_deadline_ms, deadline_ms);
        thread_order(server->threads[i], THREAD_STOP);
    }
    for (uint32_t i = 0; i < server->thread_count; i++) {
        clean = thread_join_and_free(server->threads[i]) && clean;
    }
    if (!clean) {
        return;
    }
    work_pool_free(server->work);
    address_table_free(server->addresses);
    server_free(server);
}
