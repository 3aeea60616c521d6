/* One HTTP/2 connection by prior knowledge, one request at a time, blocking until a deadline. */
#include <errno.h>
#include <nghttp2/nghttp2.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/memory.h"
#include "client_int.h"
#include "socket.h"

enum {
    READ_BYTES = 64 * 1024,
    HEADERS_MAX = 8,
    WINDOW_BYTES = 16 * 1024 * 1024
};

struct connection {
    int fd;
    int cancel_fd;
    nghttp2_session *session;
    const char *authority;
    struct slice outgoing; /* of the session, not yet taken by the kernel */
    bool greeted;          /* the peer's SETTINGS have come: it speaks HTTP/2 */
    /* the present exchange */
    int32_t stream;
    bool started;        /* something of it has been sent */
    bool answered;       /* the whole answer is here */
    bool closed;         /* the stream has ended ... */
    uint32_t error_code; /* ... with this */
    struct slice unsent; /* of the request's body */
    struct buffer body;
    int status;
    uint64_t index;
};

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
        connection->status = (int)number;
    } else if (slice_is(key, "baton-index") && number > 0) {
        connection->index = (uint64_t)number;
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

static int on_frame(nghttp2_session *session, const nghttp2_frame *frame, void *user)
{
    struct connection *connection = user;
    bool carries_answer = frame->hd.type == NGHTTP2_DATA || frame->hd.type == NGHTTP2_HEADERS;

    (void)session;
    if (frame->hd.type == NGHTTP2_SETTINGS) {
        connection->greeted = true;
    }
    if (carries_answer && frame->hd.stream_id == connection->stream &&
        (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0) {
        connection->answered = true;
    }
    return 0;
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
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_frame);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_stream_close);
    rc = nghttp2_session_client_new(&connection->session, callbacks, connection);
    nghttp2_session_callbacks_del(callbacks);
    return rc == 0 &&
           nghttp2_submit_settings(connection->session, NGHTTP2_FLAG_NONE, settings, 2) == 0 &&
           nghttp2_session_set_local_window_size(connection->session, NGHTTP2_FLAG_NONE, 0,
                                                 WINDOW_BYTES) == 0;
}

struct connection *connection_open(const struct endpoint *endpoint, int cancel_fd,
                                   int64_t deadline_ms, char *why, size_t why_bytes)
{
    struct connection *connection;
    int fd = socket_connect(endpoint->host, endpoint->port, cancel_fd, deadline_ms, why, why_bytes);

    if (fd < 0) {
        return NULL;
    }
    connection = memory_zeroed(sizeof(*connection));
    connection->fd = fd;
    connection->cancel_fd = cancel_fd;
    connection->authority = endpoint->authority;
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
    memory_release(connection);
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
    if (exchange->authorization != NULL) {
        put_header(headers, &count, "authorization", exchange->authorization);
    }
    connection->stream = nghttp2_submit_request(connection->session, NULL, headers, count,
                                                has_body ? &provider : NULL, NULL);
    return connection->stream > 0;
}

/* Hands the kernel what the session wants to send and the socket takes without waiting. */
static enum exchange_end send_some(struct connection *connection)
{
    for (;;) {
        ssize_t sent;

        if (connection->outgoing.size == 0) {
            const uint8_t *data;
            ssize_t size = nghttp2_session_mem_send(connection->session, &data);

            if (size <= 0) {
                return size == 0 ? EXCHANGE_ENDED : EXCHANGE_PROTOCOL;
            }
            connection->outgoing = slice_make(data, (size_t)size);
        }
        sent = send(connection->fd, connection->outgoing.data, connection->outgoing.size,
                    MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN) {
            return EXCHANGE_ENDED;
        }
        if (sent < 0 && errno != EINTR) {
            return EXCHANGE_LOST;
        }
        if (sent > 0) {
            connection->started = true;
            connection->outgoing = slice_from(connection->outgoing, (size_t)sent);
        }
    }
}

/* Gives the session what has come. */
static enum exchange_end receive_some(struct connection *connection)
{
    uint8_t bytes[READ_BYTES];
    ssize_t got = recv(connection->fd, bytes, sizeof(bytes), 0);

    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return EXCHANGE_ENDED;
    }
    if (got <= 0) {
        return EXCHANGE_LOST;
    }
    if (nghttp2_session_mem_recv(connection->session, bytes, (size_t)got) >= 0) {
        return EXCHANGE_ENDED;
    }
    return connection->body.failed ? EXCHANGE_TOO_LARGE : EXCHANGE_PROTOCOL;
}

/* The peer takes no more. It may have answered before it went: that answer counts. */
static enum exchange_end receive_last(struct connection *connection)
{
    struct pollfd poll_fd = {.fd = connection->fd, .events = POLLIN};
    enum exchange_end end = EXCHANGE_ENDED;

    while (end == EXCHANGE_ENDED && !connection->answered && poll(&poll_fd, 1, 0) > 0) {
        end = receive_some(connection);
    }
    return EXCHANGE_LOST;
}

/* Waits for the peer, then takes what it says. Both directions are served together: a peer that
 * wants to be heard before it reads on must not stop us. */
static enum exchange_end step(struct connection *connection, int64_t deadline_ms)
{
    enum exchange_end end = send_some(connection);
    short events = POLLIN;

    if (end == EXCHANGE_LOST) {
        return receive_last(connection);
    }
    if (end != EXCHANGE_ENDED || connection->answered || connection->closed) {
        return end;
    }
    if (nghttp2_session_want_read(connection->session) == 0) {
        /* Our side gave up on what the peer says. */
        return connection->greeted ? EXCHANGE_LOST : EXCHANGE_PROTOCOL;
    }
    if (connection->outgoing.size > 0) {
        events |= POLLOUT;
    }
    if (socket_wait(connection->fd, events, connection->cancel_fd, deadline_ms) != SOCKET_READY) {
        return EXCHANGE_LATE;
    }
    return receive_some(connection);
}

static enum exchange_end run(struct connection *connection, int64_t deadline_ms)
{
    enum exchange_end end = EXCHANGE_ENDED;

    while (end == EXCHANGE_ENDED && !connection->answered && !connection->closed) {
        end = step(connection, deadline_ms);
    }
    /* An answer that came before the peer closed is an answer. */
    if (connection->answered) {
        return connection->status == 0 ? EXCHANGE_PROTOCOL : EXCHANGE_ENDED;
    }
    if (end != EXCHANGE_ENDED) {
        return end == EXCHANGE_LOST && !connection->started ? EXCHANGE_REFUSED : end;
    }
    return connection->error_code == NGHTTP2_REFUSED_STREAM ? EXCHANGE_REFUSED : EXCHANGE_LOST;
}

static void take_answer(struct connection *connection, baton_response *out)
{
    buffer_put_byte(&connection->body, '\0');
    out->body_size = connection->body.size - 1;
    out->body = (char *)(uintptr_t)buffer_take(&connection->body).data;
    out->status = connection->status;
    out->index = connection->index;
}

bool connection_is_usable(struct connection *connection)
{
    struct pollfd poll_fd = {.fd = connection->fd, .events = POLLIN};

    if (!connection->closed || connection->outgoing.size > 0) {
        return false; /* the last answer came before the peer had our whole request */
    }
    connection->stream = -1;
    while (poll(&poll_fd, 1, 0) > 0) {
        if (receive_some(connection) != EXCHANGE_ENDED) {
            return false;
        }
    }
    return nghttp2_session_check_request_allowed(connection->session) != 0;
}

enum exchange_end connection_exchange(struct connection *connection,
                                      const struct exchange *exchange, int64_t deadline_ms,
                                      uint32_t max_body_bytes, baton_response *out)
{
    enum exchange_end end;

    connection->started = false;
    connection->answered = false;
    connection->closed = false;
    connection->error_code = NGHTTP2_NO_ERROR;
    connection->unsent = exchange->body;
    connection->status = 0;
    connection->index = 0;
    buffer_init(&connection->body, (size_t)max_body_bytes);
    end = submit(connection, exchange) ? run(connection, deadline_ms) : EXCHANGE_REFUSED;
    if (end == EXCHANGE_ENDED) {
        connection->body.ceiling++; /* room for the NUL behind the longest body */
        take_answer(connection, out);
    }
    buffer_deinit(&connection->body);
    return end;
}
