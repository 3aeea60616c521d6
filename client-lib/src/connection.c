/* One HTTP/2 connection by prior knowledge, one request at a time, blocking until a deadline. */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <nghttp2/nghttp2.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/assert.h"
#include "client_int.h"

enum {
    READ_BYTES = 64 * 1024,
    HEADERS_MAX = 8,
    WINDOW_BYTES = 16 * 1024 * 1024
};

struct connection {
    int fd;
    nghttp2_session *session;
    char authority[CLIENT_HOST_BYTES + 8];
    /* the present exchange */
    int32_t stream;
    bool closed;         /* the stream has ended ... */
    uint32_t error_code; /* ... with this */
    struct slice unsent; /* of the request's body */
    struct buffer body;
    baton_response *out;
};

static int wait_for(int fd, short events, int64_t deadline_ms)
{
    struct pollfd poll_fd = {.fd = fd, .events = events};
    int64_t left_ms = deadline_ms - client_now_ms();
    int ready;

    if (left_ms <= 0) {
        return 0;
    }
    ready = poll(&poll_fd, 1, left_ms > 60000 ? 60000 : (int)left_ms);
    if (ready < 0 && errno == EINTR) {
        return 1;
    }
    if (ready == 0 && left_ms > 60000) {
        return 1;
    }
    return ready;
}

static int connect_one(const struct addrinfo *address, int64_t deadline_ms)
{
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int error = 0;
    socklen_t size = sizeof(error);

    if (fd < 0) {
        return -1;
    }
    if (connect(fd, address->ai_addr, address->ai_addrlen) == 0) {
        return fd;
    }
    if (errno == EINPROGRESS && wait_for(fd, POLLOUT, deadline_ms) > 0 &&
        getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0) {
        return fd;
    }
    if (error != 0) {
        errno = error;
    }
    close(fd);
    return -1;
}

static int connect_any(const char *host, const char *port, int64_t deadline_ms, char *why,
                       size_t bytes)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    struct addrinfo *list = NULL;
    int one = 1;
    int fd = -1;
    int rc = getaddrinfo(host, port, &hints, &list);

    if (rc != 0) {
        snprintf(why, bytes, "%s: %s", host, gai_strerror(rc));
        return -1;
    }
    for (struct addrinfo *a = list; a != NULL && fd < 0; a = a->ai_next) {
        fd = connect_one(a, deadline_ms);
    }
    if (fd < 0) {
        snprintf(why, bytes, "%s:%s: %s", host, port, strerror(errno));
    } else {
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    }
    freeaddrinfo(list);
    return fd;
}

static int on_header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name,
                     size_t name_size, const uint8_t *value, size_t value_size, uint8_t flags,
                     void *user)
{
    struct connection *connection = user;
    struct slice key = slice_make(name, name_size);
    int64_t number = 0;

    (void)session;
    (void)flags;
    if (frame->hd.stream_id != connection->stream ||
        !slice_to_int64(slice_make(value, value_size), &number)) {
        return 0;
    }
    if (slice_is(key, ":status")) {
        connection->out->status = (int)number;
    } else if (slice_is(key, "baton-index")) {
        connection->out->index = (uint64_t)number;
    }
    return 0;
}

static int on_data(nghttp2_session *session, uint8_t flags, int32_t stream, const uint8_t *data,
                   size_t size, void *user)
{
    struct connection *connection = user;

    (void)session;
    (void)flags;
    if (stream == connection->stream) {
        buffer_put(&connection->body, data, size);
    }
    return connection->body.failed ? NGHTTP2_ERR_CALLBACK_FAILURE : 0;
}

static int on_stream_close(nghttp2_session *session, int32_t stream, uint32_t error_code,
                           void *user)
{
    struct connection *connection = user;

    (void)session;
    if (stream == connection->stream) {
        connection->closed = true;
        connection->error_code = error_code;
    }
    return 0;
}

static ssize_t read_body(nghttp2_session *session, int32_t stream, uint8_t *to, size_t size,
                         uint32_t *flags, nghttp2_data_source *source, void *user)
{
    struct connection *connection = user;
    size_t take = connection->unsent.size < size ? connection->unsent.size : size;

    (void)session;
    (void)stream;
    (void)source;
    if (take > 0) {
        memcpy(to, connection->unsent.data, take);
        connection->unsent = slice_from(connection->unsent, take);
    }
    if (connection->unsent.size == 0) {
        *flags |= NGHTTP2_DATA_FLAG_EOF;
    }
    return (ssize_t)take;
}

static bool open_session(struct connection *connection)
{
    nghttp2_settings_entry settings[] = {
        {NGHTTP2_SETTINGS_ENABLE_PUSH, 0},
        {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, WINDOW_BYTES},
    };
    nghttp2_session_callbacks *callbacks;
    int rc;

    if (nghttp2_session_callbacks_new(&callbacks) != 0) {
        return false;
    }
    nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_stream_close);
    rc = nghttp2_session_client_new(&connection->session, callbacks, connection);
    nghttp2_session_callbacks_del(callbacks);
    return rc == 0 &&
           nghttp2_submit_settings(connection->session, NGHTTP2_FLAG_NONE, settings, 2) == 0 &&
           nghttp2_session_set_local_window_size(connection->session, NGHTTP2_FLAG_NONE, 0,
                                                 WINDOW_BYTES) == 0;
}

struct connection *connection_open(const char *host, const char *port, int64_t deadline_ms,
                                   char *why, size_t why_bytes)
{
    struct connection *connection;
    int fd = connect_any(host, port, deadline_ms, why, why_bytes);

    if (fd < 0) {
        return NULL;
    }
    connection = CHECK_MEMORY(calloc(1, sizeof(*connection)));
    connection->fd = fd;
    snprintf(connection->authority, sizeof(connection->authority), "%s:%s", host, port);
    if (!open_session(connection)) {
        snprintf(why, why_bytes, "no HTTP/2 session could be made");
        connection_close(connection);
        return NULL;
    }
    return connection;
}

void connection_close(struct connection *connection)
{
    if (connection == NULL) {
        return;
    }
    nghttp2_session_del(connection->session);
    close(connection->fd);
    free(connection);
}

static void put_header(nghttp2_nv *headers, size_t *count, const char *name, const char *value)
{
    ASSERT(*count < HEADERS_MAX);
    headers[(*count)++] = (nghttp2_nv){
        .name = (uint8_t *)(uintptr_t)name,
        .value = (uint8_t *)(uintptr_t)value,
        .namelen = strlen(name),
        .valuelen = strlen(value),
        .flags = NGHTTP2_NV_FLAG_NONE,
    };
}

static bool submit(struct connection *connection, const struct exchange *exchange)
{
    nghttp2_data_provider provider = {.read_callback = read_body};
    nghttp2_nv headers[HEADERS_MAX];
    bool has_body = exchange->body.data != NULL;
    char length[24];
    size_t count = 0;

    put_header(headers, &count, ":method", exchange->method);
    put_header(headers, &count, ":scheme", "http");
    put_header(headers, &count, ":authority", connection->authority);
    put_header(headers, &count, ":path", exchange->path);
    if (has_body) {
        snprintf(length, sizeof(length), "%zu", exchange->body.size);
        put_header(headers, &count, "content-type", exchange->content_type);
        put_header(headers, &count, "content-length", length);
    }
    if (exchange->idempotency_key != NULL) {
        put_header(headers, &count, "idempotency-key", exchange->idempotency_key);
    }
    connection->unsent = exchange->body;
    connection->closed = false;
    connection->stream = nghttp2_submit_request(connection->session, NULL, headers, count,
                                                has_body ? &provider : NULL, NULL);
    return connection->stream > 0;
}

static baton_result send_waiting(struct connection *connection, int64_t deadline_ms)
{
    for (;;) {
        const uint8_t *data;
        ssize_t size = nghttp2_session_mem_send(connection->session, &data);

        if (size < 0) {
            return BATON_PROTOCOL;
        }
        if (size == 0) {
            return BATON_OK;
        }
        while (size > 0) {
            ssize_t sent = send(connection->fd, data, (size_t)size, MSG_NOSIGNAL);

            if (sent > 0) {
                data += sent;
                size -= sent;
            } else if (sent < 0 && errno != EAGAIN && errno != EINTR) {
                return BATON_UNREACHABLE;
            } else if (wait_for(connection->fd, POLLOUT, deadline_ms) <= 0) {
                return BATON_TIMED_OUT;
            }
        }
    }
}

static baton_result receive_some(struct connection *connection, int64_t deadline_ms)
{
    uint8_t bytes[READ_BYTES];
    ssize_t got = recv(connection->fd, bytes, sizeof(bytes), 0);

    if (got > 0) {
        return nghttp2_session_mem_recv(connection->session, bytes, (size_t)got) < 0
                   ? BATON_PROTOCOL
                   : BATON_OK;
    }
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return wait_for(connection->fd, POLLIN, deadline_ms) > 0 ? BATON_OK : BATON_TIMED_OUT;
    }
    return BATON_UNREACHABLE;
}

static baton_result run(struct connection *connection, int64_t deadline_ms)
{
    baton_result result = BATON_OK;

    while (result == BATON_OK && !connection->closed) {
        result = send_waiting(connection, deadline_ms);
        if (result == BATON_OK && !connection->closed) {
            if (nghttp2_session_want_read(connection->session) == 0) {
                return BATON_UNREACHABLE;
            }
            result = receive_some(connection, deadline_ms);
        }
    }
    if (result == BATON_OK && connection->error_code != NGHTTP2_NO_ERROR) {
        return BATON_UNREACHABLE; /* reset by the peer */
    }
    return result;
}

baton_result connection_exchange(struct connection *connection, const struct exchange *exchange,
                                 int64_t deadline_ms, uint32_t max_body_bytes, baton_response *out)
{
    baton_result result;

    connection->out = out;
    buffer_init(&connection->body, max_body_bytes);
    result = submit(connection, exchange) ? run(connection, deadline_ms) : BATON_PROTOCOL;
    if (result == BATON_OK && out->status == 0) {
        result = BATON_PROTOCOL;
    }
    if (result == BATON_OK) {
        size_t size = connection->body.size;
        char *text = CHECK_MEMORY(malloc(size + 1));

        if (size > 0) {
            memcpy(text, connection->body.data, size);
        }
        text[size] = '\0';
        out->body = text;
        out->body_size = size;
    }
    buffer_deinit(&connection->body);
    connection->out = NULL;
    return result;
}
