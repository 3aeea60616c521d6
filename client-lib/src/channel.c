/* One HTTP/2 connection by prior knowledge: connecting, streams, signs of life. Never waits.
 *
 * Nothing in a callback of nghttp2 judges or retries a request: it is moved to the client's list of
 * ended ones, so that no callback of the program ever runs inside a session. */
#include <errno.h>
#include <netdb.h>
#include <nghttp2/nghttp2.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/memory.h"
#include "client_int.h"
#include "socket.h"

enum {
    READ_BYTES = 64 * 1024,
    READS_A_TURN = 16,
    WRITE_BYTES = 64 * 1024, /* gathered before the kernel is asked */
    UNSENT_BYTES = 1024 * 1024,
    HEADERS_MAX = 8,
    WINDOW_BYTES = 16 * 1024 * 1024,
    STREAMS_UNKNOWN = 100, /* allowed before the peer has said how many */
    STREAMS_MAX = 1000,    /* used, however many it allows */
    CONNECT_MS = 3000,     /* for one address */
    QUIET_MS = 15000, /* with a request under way: then the peer is asked whether it lives ... */
    PING_MS = 10000   /* ... and has this long to say so */
};

enum channel_state {
    STATE_CONNECTING,
    STATE_OPEN,
    STATE_OVER
};

struct channel {
    struct list_node link; /* in the client's connections */
    baton_client *client;
    const struct endpoint *endpoint;
    enum channel_state state;
    struct addrinfo *addresses;
    struct addrinfo *address; /* the one that is tried */
    int64_t connect_until_ms;
    int fd;
    uint32_t watched; /* events that epoll reports */
    nghttp2_session *session;
    struct list requests;
    uint32_t request_count;
    bool is_retiring;
    bool is_greeted;      /* the peer's SETTINGS have come: it speaks HTTP/2 */
    bool has_served;      /* an answer has come over it */
    bool is_blocked;      /* the kernel took no more */
    int64_t heard_ms;     /* the last sign of life */
    int64_t ping_ms;      /* asked for one at; 0: not */
    char why[256];        /* it has failed */
    struct buffer unsent; /* of the session, not yet the kernel's ... */
    size_t unsent_from;   /* ... from here */
};

static void fall(struct channel *connection, enum exchange_end end, const char *why);

/* --- what the session tells --- */

static int on_header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name,
                     size_t name_size, const uint8_t *value, size_t value_size, uint8_t flags,
                     void *user)
{
    struct call *request = nghttp2_session_get_stream_user_data(session, frame->hd.stream_id);
    struct slice key = slice_make(name, name_size);
    int64_t number = 0;

    (void)flags;
    (void)user;
    if (request == NULL || !slice_to_int64(slice_make(value, value_size), &number) || number < 0) {
        return 0;
    }
    if (slice_is(key, ":status")) {
        request->status = number > 999 ? 0 : (int)number;
    } else if (slice_is(key, "baton-index")) {
        request->index = (uint64_t)number;
    } else if (slice_is(key, "retry-after")) {
        request->retry_after_s = number;
    }
    return 0;
}

static void end_request(struct channel *connection, struct call *request, enum exchange_end end)
{
    if (end == EXCHANGE_ENDED) {
        connection->has_served = true;
    }
    call_end(request, end);
}

static int on_data(nghttp2_session *session, uint8_t flags, int32_t stream, const uint8_t *data,
                   size_t size, void *user)
{
    struct call *request = nghttp2_session_get_stream_user_data(session, stream);

    (void)flags;
    if (request != NULL) {
        buffer_put(&request->answer, data, size);
        if (request->answer.failed) {
            end_request(user, request, EXCHANGE_TOO_LARGE);
        }
    }
    return 0;
}

static int on_frame(nghttp2_session *session, const nghttp2_frame *frame, void *user)
{
    struct channel *connection = user;
    bool carries_answer = frame->hd.type == NGHTTP2_DATA || frame->hd.type == NGHTTP2_HEADERS;
    struct call *request;

    if (frame->hd.type == NGHTTP2_SETTINGS) {
        connection->is_greeted = true;
    } else if (frame->hd.type == NGHTTP2_GOAWAY) {
        connection->is_retiring = true;
    }
    if (carries_answer && (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0) {
        request = nghttp2_session_get_stream_user_data(session, frame->hd.stream_id);
        if (request != NULL) {
            end_request(connection, request,
                        request->status == 0 ? EXCHANGE_PROTOCOL : EXCHANGE_ENDED);
        }
    }
    return 0;
}

static int on_frame_sent(nghttp2_session *session, const nghttp2_frame *frame, void *user)
{
    (void)user;
    if (frame->hd.type == NGHTTP2_HEADERS) {
        struct call *request = nghttp2_session_get_stream_user_data(session, frame->hd.stream_id);

        if (request != NULL) {
            request->sent_ms = clock_monotonic_ms();
        }
    }
    return 0;
}

static int on_stream_close(nghttp2_session *session, int32_t stream, uint32_t error_code,
                           void *user)
{
    struct call *request = nghttp2_session_get_stream_user_data(session, stream);

    (void)user;
    if (request != NULL) {
        request->stream = -1;
        call_end(request, error_code == NGHTTP2_REFUSED_STREAM ? EXCHANGE_REFUSED : EXCHANGE_LOST);
    }
    return 0;
}

static ssize_t read_body(nghttp2_session *session, int32_t stream, uint8_t *to, size_t size,
                         uint32_t *flags, nghttp2_data_source *source, void *user)
{
    struct call *request = nghttp2_session_get_stream_user_data(session, stream);
    size_t left;
    size_t take;

    (void)source;
    (void)user;
    if (request == NULL) {
        return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    }
    left = request->body.size - request->body_sent;
    take = left < size ? left : size;
    if (take > 0) {
        memcpy(to, request->body.data + request->body_sent, take);
        request->body_sent += take;
    }
    if (request->body_sent == request->body.size) {
        *flags |= NGHTTP2_DATA_FLAG_EOF;
    }
    return (ssize_t)take;
}

/* --- the session --- */

static void *session_malloc(size_t size, void *user)
{
    (void)user;
    return memory_resize(NULL, size);
}

static void session_free(void *memory, void *user)
{
    (void)user;
    memory_release(memory);
}

static void *session_calloc(size_t count, size_t size, void *user)
{
    (void)user;
    ASSERT(size == 0 || count <= SIZE_MAX / size);
    return memory_zeroed(count * size);
}

static void *session_realloc(void *memory, size_t size, void *user)
{
    (void)user;
    return memory_resize(memory, size);
}

static void open_session(struct channel *connection)
{
    nghttp2_mem memory = {.malloc = session_malloc,
                          .free = session_free,
                          .calloc = session_calloc,
                          .realloc = session_realloc};
    nghttp2_settings_entry settings[] = {
        {NGHTTP2_SETTINGS_ENABLE_PUSH, 0},
        {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, WINDOW_BYTES},
    };
    nghttp2_session_callbacks *callbacks;

    /* Only memory can be short here, and then the process ends. */
    ASSERT(nghttp2_session_callbacks_new(&callbacks) == 0);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_frame);
    nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, on_frame_sent);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_stream_close);
    ASSERT(nghttp2_session_client_new3(&connection->session, callbacks, connection, NULL,
                                       &memory) == 0);
    nghttp2_session_callbacks_del(callbacks);
    ASSERT(nghttp2_submit_settings(connection->session, NGHTTP2_FLAG_NONE, settings, 2) == 0);
    ASSERT(nghttp2_session_set_local_window_size(connection->session, NGHTTP2_FLAG_NONE, 0,
                                                 WINDOW_BYTES) == 0);
}

/* --- connecting --- */

static void watch(struct channel *connection, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = connection};

    if (connection->watched != events) {
        ASSERT(epoll_ctl(connection->client->epoll_fd,
                         connection->watched == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, connection->fd,
                         &event) == 0);
        connection->watched = events;
    }
}

static void close_socket(struct channel *connection)
{
    if (connection->fd >= 0) {
        close(connection->fd);
    }
    connection->fd = -1;
    connection->watched = 0;
}

/* Begins with connection->address or one of those behind it; over when none is left. error is what
 * happened to the one before. */
static void try_addresses(struct channel *connection, int error)
{
    close_socket(connection);
    for (; connection->address != NULL; connection->address = connection->address->ai_next) {
        connection->fd = socket_begin(connection->address, &error);
        if (connection->fd >= 0) {
            connection->connect_until_ms = clock_monotonic_ms() + CONNECT_MS;
            client_due(connection->client, connection->connect_until_ms);
            watch(connection, EPOLLOUT);
            return;
        }
    }
    fall(connection, EXCHANGE_REFUSED, strerror(error));
}

struct channel *channel_open(baton_client *client)
{
    struct channel *connection = memory_zeroed(sizeof(*connection));
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    int rc;

    connection->client = client;
    connection->endpoint = &client->settings.endpoints[client->endpoint];
    connection->fd = -1;
    list_init(&connection->requests);
    list_node_init(&connection->link);
    list_push_back(&client->connections, &connection->link);
    client->connection_count++;
    buffer_init(&connection->unsent, UNSENT_BYTES);
    open_session(connection);
    rc = getaddrinfo(connection->endpoint->host, connection->endpoint->port, &hints,
                     &connection->addresses);
    if (rc != 0) {
        connection->addresses = NULL;
        fall(connection, EXCHANGE_REFUSED, gai_strerror(rc));
        return connection;
    }
    connection->address = connection->addresses;
    try_addresses(connection, ECONNREFUSED);
    return connection;
}

void channel_free(struct channel *connection)
{
    baton_client *client = connection->client;

    ASSERT(list_is_empty(&connection->requests));
    list_remove(&connection->link);
    client->connection_count--;
    close_socket(connection);
    if (connection->addresses != NULL) {
        freeaddrinfo(connection->addresses);
    }
    nghttp2_session_del(connection->session);
    buffer_deinit(&connection->unsent);
    memory_release(connection);
}

static void finish_connect(struct channel *connection)
{
    int error = socket_finish(connection->fd);

    if (error != 0) {
        connection->address = connection->address->ai_next;
        try_addresses(connection, error);
        return;
    }
    connection->state = STATE_OPEN;
    connection->heard_ms = clock_monotonic_ms();
    client_due(connection->client, connection->heard_ms + QUIET_MS);
    watch(connection, EPOLLIN);
    client_log(connection->client, BATON_LOG_INFO, "%s: connected",
               connection->endpoint->authority);
    channel_flush(connection);
}

/* --- its end --- */

static void next_endpoint(struct channel *connection)
{
    baton_client *client = connection->client;

    if (connection->endpoint == &client->settings.endpoints[client->endpoint]) {
        client->endpoint = (client->endpoint + 1) % client->settings.endpoint_count;
    }
}

/* What is under way ends with it: as `end`, or better where nothing was sent. */
static void fall(struct channel *connection, enum exchange_end end, const char *why)
{
    baton_client *client = connection->client;
    bool was_idle = list_is_empty(&connection->requests);

    connection->state = STATE_OVER;
    snprintf(connection->why, sizeof(connection->why), "%s", why);
    while (!list_is_empty(&connection->requests)) {
        struct call *request = LIST_ITEM(list_first(&connection->requests), struct call, link);

        call_end(request, end == EXCHANGE_LOST && request->sent_ms == 0 ? EXCHANGE_REFUSED : end);
    }
    if (was_idle && end == EXCHANGE_LOST) {
        return; /* a connection that rests may go */
    }
    client_log(client, BATON_LOG_WARNING, "%s: %s", connection->endpoint->authority, why);
    next_endpoint(connection);
}

bool channel_is_over(const struct channel *connection)
{
    return connection->state == STATE_OVER ||
           (connection->is_retiring && connection->request_count == 0);
}

void channel_leave(struct channel *connection)
{
    connection->is_retiring = true;
    next_endpoint(connection);
}

struct channel *channel_at(struct list_node *node)
{
    return LIST_ITEM(node, struct channel, link);
}

/* --- bytes --- */

/* Gathers what the session wants to send. */
static bool gather(struct channel *connection)
{
    if (connection->unsent_from == connection->unsent.size) {
        buffer_reset(&connection->unsent);
        connection->unsent_from = 0;
    }
    while (connection->unsent.size < WRITE_BYTES) {
        const uint8_t *data;
        ssize_t size = nghttp2_session_mem_send(connection->session, &data);

        if (size < 0) {
            return false;
        }
        if (size == 0) {
            break;
        }
        buffer_put(&connection->unsent, data, (size_t)size);
    }
    return !connection->unsent.failed;
}

static void receive(struct channel *connection);

/* The peer takes no more. It may have answered before it went: that answer counts. */
static void receive_last(struct channel *connection)
{
    receive(connection);
    if (connection->state == STATE_OPEN) {
        fall(connection, EXCHANGE_LOST, "the connection was lost");
    }
}

void channel_flush(struct channel *connection)
{
    connection->is_blocked = false;
    while (connection->state == STATE_OPEN) {
        ssize_t sent;

        if (!gather(connection)) {
            fall(connection, EXCHANGE_PROTOCOL, "the peer does not speak HTTP/2");
            return;
        }
        if (connection->unsent_from == connection->unsent.size) {
            break;
        }
        sent = send(connection->fd, connection->unsent.data + connection->unsent_from,
                    connection->unsent.size - connection->unsent_from, MSG_NOSIGNAL);
        if (sent >= 0) {
            connection->unsent_from += (size_t)sent;
        } else if (errno == EAGAIN) {
            connection->is_blocked = true;
            break;
        } else if (errno != EINTR) {
            receive_last(connection);
            return;
        }
    }
    if (connection->state == STATE_OPEN) {
        watch(connection, connection->is_blocked ? EPOLLIN | EPOLLOUT : EPOLLIN);
    }
}

bool channel_wants_flush(const struct channel *connection)
{
    return connection->state == STATE_OPEN && !connection->is_blocked &&
           (connection->unsent_from < connection->unsent.size ||
            nghttp2_session_want_write(connection->session) != 0);
}

static void take_bytes(struct channel *connection, const uint8_t *bytes, size_t size)
{
    connection->heard_ms = clock_monotonic_ms();
    connection->ping_ms = 0;
    if (nghttp2_session_mem_recv(connection->session, bytes, size) < 0) {
        fall(connection, EXCHANGE_PROTOCOL, "the peer does not speak HTTP/2");
    } else if (nghttp2_session_want_read(connection->session) == 0) {
        /* Our side gave up on what the peer says, or the peer has said that it goes. */
        fall(connection, connection->is_greeted ? EXCHANGE_LOST : EXCHANGE_PROTOCOL,
             connection->is_greeted ? "the connection was lost" : "the peer does not speak HTTP/2");
    }
}

static void receive(struct channel *connection)
{
    uint8_t bytes[READ_BYTES];

    for (int i = 0; i < READS_A_TURN && connection->state == STATE_OPEN; i++) {
        ssize_t got = recv(connection->fd, bytes, sizeof(bytes), 0);

        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0 && errno == EAGAIN) {
            return;
        }
        if (got <= 0) {
            fall(connection, EXCHANGE_LOST, "the connection was lost");
            return;
        }
        take_bytes(connection, bytes, (size_t)got);
        if ((size_t)got < sizeof(bytes)) {
            return;
        }
    }
}

void channel_serve(struct channel *connection, uint32_t events)
{
    if (connection->state == STATE_CONNECTING) {
        finish_connect(connection);
        return;
    }
    if (connection->state == STATE_OPEN && (events & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0) {
        receive(connection);
    }
    if (connection->state == STATE_OPEN) {
        channel_flush(connection);
    }
}

void channel_look(struct channel *connection)
{
    if (connection->state == STATE_OPEN && connection->request_count == 0) {
        receive(connection);
    }
}

/* --- time --- */

int64_t channel_watch(struct channel *connection, int64_t now_ms)
{
    if (connection->state == STATE_CONNECTING && connection->connect_until_ms <= now_ms) {
        connection->address = connection->address->ai_next;
        try_addresses(connection, ETIMEDOUT);
    }
    if (connection->state == STATE_CONNECTING) {
        return connection->connect_until_ms;
    }
    if (connection->state != STATE_OPEN || connection->request_count == 0) {
        return INT64_MAX;
    }
    if (connection->ping_ms == 0 && connection->heard_ms + QUIET_MS > now_ms) {
        return connection->heard_ms + QUIET_MS;
    }
    if (connection->ping_ms == 0) {
        connection->ping_ms = now_ms;
        (void)nghttp2_submit_ping(connection->session, NGHTTP2_FLAG_NONE, NULL);
    }
    if (connection->ping_ms + PING_MS > now_ms) {
        return connection->ping_ms + PING_MS;
    }
    fall(connection, EXCHANGE_LOST, "no sign of life");
    return INT64_MAX;
}

bool channel_heard_since(const struct channel *connection, int64_t at_ms)
{
    return connection->heard_ms >= at_ms;
}

/* --- requests --- */

bool channel_has_room(const struct channel *connection)
{
    uint32_t allowed = STREAMS_UNKNOWN;

    if (connection->state == STATE_OVER || connection->is_retiring) {
        return false;
    }
    if (connection->is_greeted) {
        allowed = nghttp2_session_get_remote_settings(connection->session,
                                                      NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS);
    }
    return connection->request_count < (allowed < STREAMS_MAX ? allowed : STREAMS_MAX) &&
           nghttp2_session_check_request_allowed(connection->session) != 0;
}

struct list *channel_requests(struct channel *connection)
{
    return &connection->requests;
}

const struct endpoint *channel_endpoint(const struct channel *connection)
{
    return connection->endpoint;
}

const char *channel_why(const struct channel *connection)
{
    return connection->why;
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

static int32_t submit(struct channel *connection, struct call *request)
{
    const char *authorization = connection->client->settings.authorization;
    nghttp2_data_provider provider = {.read_callback = read_body};
    nghttp2_nv headers[HEADERS_MAX];
    bool has_body = request->body.data != NULL;
    char length[24];
    size_t count = 0;

    put_header(headers, &count, ":method", request->method);
    put_header(headers, &count, ":scheme", "http");
    put_header(headers, &count, ":authority", connection->endpoint->authority);
    put_header(headers, &count, ":path", request->path);
    if (has_body) {
        snprintf(length, sizeof(length), "%zu", request->body.size);
        put_header(headers, &count, "content-type", request->content_type);
        put_header(headers, &count, "content-length", length);
    }
    if (request->idempotency_key != NULL) {
        put_header(headers, &count, "idempotency-key", request->idempotency_key);
    }
    if (authorization[0] != '\0') {
        put_header(headers, &count, "authorization", authorization);
    }
    return nghttp2_submit_request(connection->session, NULL, headers, count,
                                  has_body ? &provider : NULL, request);
}

void channel_begin(struct channel *connection, struct call *request)
{
    request->connection = connection;
    request->is_kept = connection->has_served;
    list_push_back(&connection->requests, &request->link);
    connection->request_count++;
    request->stream = submit(connection, request);
    if (request->stream < 0) {
        connection->is_retiring = true; /* out of stream numbers */
        call_end(request, EXCHANGE_REFUSED);
    }
}

void channel_drop(struct channel *connection, struct call *request)
{
    list_remove(&request->link);
    connection->request_count--;
    request->connection = NULL;
    if (request->stream < 0 || connection->state == STATE_OVER) {
        return;
    }
    (void)nghttp2_session_set_stream_user_data(connection->session, request->stream, NULL);
    if (request->end != EXCHANGE_ENDED || request->body_sent < request->body.size) {
        (void)nghttp2_submit_rst_stream(connection->session, NGHTTP2_FLAG_NONE, request->stream,
                                        NGHTTP2_CANCEL);
    }
}
