#include "fake.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <nghttp2/nghttp2.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/buffer.h"
#include "base/slice.h"
#include "testkit/test.h"

enum {
    CONNECTIONS_MAX = 32,
    REQUESTS_MAX = 4096,
    BODY_BYTES = 16 * 1024 * 1024,
    WAIT_SECONDS = 120
};

enum doom {
    DOOM_NONE,
    DOOM_AFTER_FLUSH,
    DOOM_DRAIN, /* our direction is closed; what still comes is passed over */
    DOOM_NOW
};

struct fake_stream {
    struct fake_connection *connection;
    int32_t id;
    struct fake_request request;
    struct buffer body; /* of the request */
    bool open;          /* the script gave no answer yet */
    char *answer;
    size_t answer_size;
    size_t answer_sent;
    bool answer_hangs; /* no more comes after answer_size */
    struct fake_stream *next;
};

struct fake_connection {
    struct fake *fake;
    int fd;
    int number;
    nghttp2_session *session;
    struct fake_stream *streams;
    enum doom doom;
};

enum order {
    ORDER_NONE,
    ORDER_STOP,
    ORDER_DOWN,
    ORDER_UP
};

struct fake {
    fake_script script;
    void *ctx;
    pthread_t thread;
    int listen_fd;
    int port_fd; /* never listens: keeps the port ours while the fake is down */
    int wake_fd;
    uint16_t port;
    char address[32];
    int connection_count;
    atomic_bool is_hasty;
    atomic_uint stream_limit;                            /* 0: none */
    struct fake_connection connections[CONNECTIONS_MAX]; /* fd -1: free */
    /* under lock: what the test's thread sees */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    enum order order;
    int open_count;
    int request_count;
    struct fake_request *requests[REQUESTS_MAX];
};

/* --- streams --- */

static int on_begin(nghttp2_session *session, const nghttp2_frame *frame, void *user)
{
    struct fake_connection *connection = user;
    struct fake_stream *stream = CHECK_MEMORY(calloc(1, sizeof(*stream)));

    stream->connection = connection;
    stream->id = frame->hd.stream_id;
    buffer_init(&stream->body, BODY_BYTES);
    stream->request.connection = connection->number;
    stream->next = connection->streams;
    connection->streams = stream;
    return nghttp2_session_set_stream_user_data(session, frame->hd.stream_id, stream);
}

static int on_header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name,
                     size_t name_size, const uint8_t *value, size_t value_size, uint8_t flags,
                     void *user)
{
    struct fake_stream *stream = nghttp2_session_get_stream_user_data(session, frame->hd.stream_id);
    struct slice key = slice_make(name, name_size);
    struct fake_request *request = &stream->request;
    const char *text = (const char *)value;

    (void)flags;
    (void)user;
    if (slice_is(key, ":method")) {
        snprintf(request->method, sizeof(request->method), "%.*s", (int)value_size, text);
    } else if (slice_is(key, ":path")) {
        snprintf(request->path, sizeof(request->path), "%.*s", (int)value_size, text);
    } else if (slice_is(key, "idempotency-key")) {
        snprintf(request->key, sizeof(request->key), "%.*s", (int)value_size, text);
    } else if (slice_is(key, "authorization")) {
        snprintf(request->authorization, sizeof(request->authorization), "%.*s", (int)value_size,
                 text);
    }
    return 0;
}

static int on_data(nghttp2_session *session, uint8_t flags, int32_t id, const uint8_t *data,
                   size_t size, void *user)
{
    struct fake_stream *stream = nghttp2_session_get_stream_user_data(session, id);
    struct fake_request *request = &stream->request;

    (void)flags;
    (void)user;
    /* Grown by doubling: a copy for each frame takes seconds on a slow machine. */
    buffer_put(&stream->body, data, size);
    request->body = stream->body.data;
    request->body_size = stream->body.size;
    return stream->body.failed ? NGHTTP2_ERR_CALLBACK_FAILURE : 0;
}

static void change_open(struct fake_stream *stream, bool open)
{
    struct fake *fake = stream->connection->fake;

    if (stream->open != open) {
        stream->open = open;
        pthread_mutex_lock(&fake->lock);
        fake->open_count += open ? 1 : -1;
        pthread_cond_broadcast(&fake->changed);
        pthread_mutex_unlock(&fake->lock);
    }
}

static void stream_free(struct fake_stream *stream)
{
    change_open(stream, false);
    buffer_deinit(&stream->body);
    free(stream->answer);
    free(stream);
}

static int on_close(nghttp2_session *session, int32_t id, uint32_t error_code, void *user)
{
    struct fake_connection *connection = user;

    (void)session;
    (void)error_code;
    for (struct fake_stream **at = &connection->streams; *at != NULL; at = &(*at)->next) {
        if ((*at)->id == id) {
            struct fake_stream *gone = *at;

            *at = gone->next;
            stream_free(gone);
            break;
        }
    }
    return 0;
}

/* Keeps a copy; *number counts them from 1. */
static const struct fake_request *record(struct fake *fake, const struct fake_request *request,
                                         int *number)
{
    struct fake_request *copy = CHECK_MEMORY(malloc(sizeof(*copy)));

    *copy = *request;
    copy->body = CHECK_MEMORY(calloc(1, request->body_size + 1));
    if (request->body_size > 0) {
        memcpy(copy->body, request->body, request->body_size);
    }
    pthread_mutex_lock(&fake->lock);
    ASSERT(fake->request_count < REQUESTS_MAX);
    fake->requests[fake->request_count++] = copy;
    *number = fake->request_count;
    pthread_cond_broadcast(&fake->changed);
    pthread_mutex_unlock(&fake->lock);
    return copy;
}

static int on_frame(nghttp2_session *session, const nghttp2_frame *frame, void *user)
{
    struct fake_connection *connection = user;
    struct fake *fake = connection->fake;
    const struct fake_request *kept;
    struct fake_stream *stream;
    int number;

    if ((frame->hd.type != NGHTTP2_HEADERS && frame->hd.type != NGHTTP2_DATA) ||
        (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) == 0) {
        if (frame->hd.type != NGHTTP2_HEADERS || !atomic_load(&fake->is_hasty)) {
            return 0;
        }
    }
    stream = nghttp2_session_get_stream_user_data(session, frame->hd.stream_id);
    if (stream->answer != NULL) {
        return 0;
    }
    change_open(stream, true);
    kept = record(fake, &stream->request, &number);
    fake->script(stream, kept, number, fake->ctx);
    return 0;
}

static ssize_t read_answer(nghttp2_session *session, int32_t id, uint8_t *to, size_t size,
                           uint32_t *flags, nghttp2_data_source *source, void *user)
{
    struct fake_stream *stream = source->ptr;
    size_t left = stream->answer_size - stream->answer_sent;
    size_t take = left < size ? left : size;

    (void)session;
    (void)id;
    (void)user;
    if (take == 0 && stream->answer_hangs) {
        return NGHTTP2_ERR_DEFERRED;
    }
    memcpy(to, stream->answer + stream->answer_sent, take);
    stream->answer_sent += take;
    if (stream->answer_sent == stream->answer_size && !stream->answer_hangs) {
        *flags |= NGHTTP2_DATA_FLAG_EOF;
    }
    return (ssize_t)take;
}

/* --- verbs --- */

/* retry_after_s 0: does not say. */
static void submit_later(struct fake_stream *stream, int status, int retry_after_s, char *body,
                         size_t size)
{
    nghttp2_data_provider provider = {.source.ptr = stream, .read_callback = read_answer};
    char text[16];
    char seconds[16];
    nghttp2_nv headers[] = {
        {(uint8_t *)(uintptr_t) ":status", (uint8_t *)text, 7, 3, NGHTTP2_NV_FLAG_NONE},
        {(uint8_t *)(uintptr_t) "baton-index", (uint8_t *)(uintptr_t) "7", 11, 1,
         NGHTTP2_NV_FLAG_NONE},
        {(uint8_t *)(uintptr_t) "retry-after", (uint8_t *)seconds, 11, 0, NGHTTP2_NV_FLAG_NONE},
    };

    change_open(stream, false);
    snprintf(text, sizeof(text), "%d", status);
    headers[2].valuelen = (size_t)snprintf(seconds, sizeof(seconds), "%d", retry_after_s);
    stream->answer = body;
    stream->answer_size = size;
    ASSERT(nghttp2_submit_response(stream->connection->session, stream->id, headers,
                                   retry_after_s > 0 ? 3 : 2, &provider) == 0);
}

static void submit(struct fake_stream *stream, int status, char *body, size_t size)
{
    submit_later(stream, status, 0, body, size);
}

void fake_answer_busy(struct fake_stream *stream, int retry_after_s)
{
    static const char body[] = "{\"title\":\"RESOURCE_EXHAUSTED\",\"detail\":\"busy\"}";

    submit_later(stream, 503, retry_after_s, CHECK_MEMORY(strdup(body)), strlen(body));
}

void fake_answer(struct fake_stream *stream, int status, const char *body)
{
    submit(stream, status, CHECK_MEMORY(strdup(body)), strlen(body));
}

void fake_answer_bytes(struct fake_stream *stream, size_t bytes)
{
    char *body = CHECK_MEMORY(malloc(bytes));

    memset(body, 'x', bytes);
    body[0] = '"';
    body[bytes - 1] = '"';
    submit(stream, 200, body, bytes);
}

void fake_answer_half(struct fake_stream *stream)
{
    stream->answer_hangs = true;
    fake_answer(stream, 200, "{\"half\":");
    stream->connection->doom = DOOM_AFTER_FLUSH;
}

void fake_reset(struct fake_stream *stream, uint32_t error_code)
{
    ASSERT(nghttp2_submit_rst_stream(stream->connection->session, NGHTTP2_FLAG_NONE, stream->id,
                                     error_code) == 0);
}

void fake_close(struct fake_stream *stream)
{
    stream->connection->doom = DOOM_NOW;
}

void fake_goaway(struct fake_stream *stream)
{
    int32_t last = stream->id > 2 ? stream->id - 2 : 0;

    ASSERT(nghttp2_submit_goaway(stream->connection->session, NGHTTP2_FLAG_NONE, last,
                                 NGHTTP2_NO_ERROR, NULL, 0) == 0);
    stream->connection->doom = DOOM_AFTER_FLUSH;
}

void fake_answer_and_close(struct fake_stream *stream, int status, const char *body)
{
    fake_answer(stream, status, body);
    stream->connection->doom = DOOM_AFTER_FLUSH;
}

/* --- connections --- */

static void connection_end(struct fake_connection *connection)
{
    while (connection->streams != NULL) {
        struct fake_stream *stream = connection->streams;

        connection->streams = stream->next;
        stream_free(stream);
    }
    nghttp2_session_del(connection->session);
    close(connection->fd);
    *connection = (struct fake_connection){.fd = -1};
}

static void connection_flush(struct fake_connection *connection)
{
    const uint8_t *data;
    ssize_t size;

    while ((size = nghttp2_session_mem_send(connection->session, &data)) > 0) {
        while (size > 0) {
            ssize_t sent = send(connection->fd, data, (size_t)size, MSG_NOSIGNAL);

            if (sent <= 0) {
                connection->doom = DOOM_NOW;
                return;
            }
            data += sent;
            size -= sent;
        }
    }
}

static void connection_serve(struct fake_connection *connection)
{
    uint8_t bytes[65536];
    ssize_t got = recv(connection->fd, bytes, sizeof(bytes), 0);

    if (connection->doom == DOOM_DRAIN && got > 0) {
        return;
    }
    if (got <= 0 || nghttp2_session_mem_recv(connection->session, bytes, (size_t)got) < 0) {
        connection->doom = DOOM_NOW;
    }
    if (connection->doom != DOOM_NOW) {
        connection_flush(connection);
    }
    if (connection->doom == DOOM_NOW) {
        connection_end(connection);
    } else if (connection->doom == DOOM_AFTER_FLUSH) {
        /* Not close(): with input unread that would take back what was just sent. */
        shutdown(connection->fd, SHUT_WR);
        connection->doom = DOOM_DRAIN;
    }
}

static struct fake_connection *free_place(struct fake *fake)
{
    for (int i = 0; i < CONNECTIONS_MAX; i++) {
        if (fake->connections[i].fd < 0) {
            return &fake->connections[i];
        }
    }
    return NULL;
}

static void accept_one(struct fake *fake)
{
    struct fake_connection *connection = free_place(fake);
    nghttp2_settings_entry limit = {.settings_id = NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS};
    nghttp2_session_callbacks *callbacks;
    int fd = accept(fake->listen_fd, NULL, NULL);
    int one = 1;

    ASSERT(connection != NULL);
    if (fd < 0) {
        return;
    }
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    *connection =
        (struct fake_connection){.fake = fake, .fd = fd, .number = ++fake->connection_count};
    ASSERT(nghttp2_session_callbacks_new(&callbacks) == 0);
    nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, on_begin);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_frame);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_close);
    ASSERT(nghttp2_session_server_new(&connection->session, callbacks, connection) == 0);
    nghttp2_session_callbacks_del(callbacks);
    limit.value = atomic_load(&fake->stream_limit);
    ASSERT(nghttp2_submit_settings(connection->session, NGHTTP2_FLAG_NONE, &limit,
                                   limit.value > 0 ? 1 : 0) == 0);
    connection_flush(connection);
}

/* Bound to fake->port, or to a free one that is noted there. */
static int bind_port(struct fake *fake)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(fake->port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(address);
    int one = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    ASSERT(fd >= 0);
    ASSERT(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) == 0);
    ASSERT(bind(fd, (struct sockaddr *)&address, size) == 0);
    ASSERT(getsockname(fd, (struct sockaddr *)&address, &size) == 0);
    fake->port = ntohs(address.sin_port);
    return fd;
}

static void listen_on_port(struct fake *fake)
{
    fake->listen_fd = bind_port(fake);
    ASSERT(listen(fake->listen_fd, 64) == 0);
}

static void close_all(struct fake *fake)
{
    for (int i = 0; i < CONNECTIONS_MAX; i++) {
        if (fake->connections[i].fd >= 0) {
            connection_end(&fake->connections[i]);
        }
    }
    if (fake->listen_fd >= 0) {
        close(fake->listen_fd);
        fake->listen_fd = -1;
    }
}

/* --- the thread --- */

static bool obey(struct fake *fake)
{
    enum order order;

    pthread_mutex_lock(&fake->lock);
    order = fake->order;
    pthread_mutex_unlock(&fake->lock);
    if (order == ORDER_UP) {
        listen_on_port(fake);
    } else if (order != ORDER_NONE) {
        close_all(fake);
    }
    pthread_mutex_lock(&fake->lock);
    fake->order = ORDER_NONE;
    pthread_cond_broadcast(&fake->changed);
    pthread_mutex_unlock(&fake->lock);
    return order != ORDER_STOP;
}

static bool turn(struct fake *fake)
{
    struct pollfd fds[CONNECTIONS_MAX + 2];
    uint64_t value;

    for (int i = 0; i < CONNECTIONS_MAX; i++) {
        fds[i] = (struct pollfd){.fd = fake->connections[i].fd, .events = POLLIN};
    }
    fds[CONNECTIONS_MAX] = (struct pollfd){.fd = fake->listen_fd, .events = POLLIN};
    fds[CONNECTIONS_MAX + 1] = (struct pollfd){.fd = fake->wake_fd, .events = POLLIN};
    ASSERT(poll(fds, CONNECTIONS_MAX + 2, -1) >= 0 || errno == EINTR);
    for (int i = 0; i < CONNECTIONS_MAX; i++) {
        if (fds[i].revents != 0) {
            connection_serve(&fake->connections[i]);
        }
    }
    if (fds[CONNECTIONS_MAX].revents != 0) {
        accept_one(fake);
    }
    if (fds[CONNECTIONS_MAX + 1].revents == 0) {
        return true;
    }
    (void)!read(fake->wake_fd, &value, sizeof(value));
    return obey(fake);
}

static void *run(void *ctx)
{
    while (turn(ctx)) {
    }
    return NULL;
}

/* --- the test's side --- */

static void give_order(struct fake *fake, enum order order)
{
    uint64_t one = 1;

    pthread_mutex_lock(&fake->lock);
    fake->order = order;
    (void)!write(fake->wake_fd, &one, sizeof(one));
    while (fake->order != ORDER_NONE) {
        pthread_cond_wait(&fake->changed, &fake->lock);
    }
    pthread_mutex_unlock(&fake->lock);
}

struct fake *fake_start(fake_script script, void *ctx)
{
    struct fake *fake = CHECK_MEMORY(calloc(1, sizeof(*fake)));

    fake->script = script;
    fake->ctx = ctx;
    for (int i = 0; i < CONNECTIONS_MAX; i++) {
        fake->connections[i].fd = -1;
    }
    fake->wake_fd = eventfd(0, EFD_CLOEXEC);
    ASSERT(fake->wake_fd >= 0);
    ASSERT(pthread_mutex_init(&fake->lock, NULL) == 0);
    ASSERT(pthread_cond_init(&fake->changed, NULL) == 0);
    fake->port_fd = bind_port(fake);
    listen_on_port(fake);
    snprintf(fake->address, sizeof(fake->address), "127.0.0.1:%d", fake->port);
    ASSERT(pthread_create(&fake->thread, NULL, run, fake) == 0);
    return fake;
}

void fake_stop(struct fake *fake)
{
    give_order(fake, ORDER_STOP);
    pthread_join(fake->thread, NULL);
    close(fake->wake_fd);
    close(fake->port_fd);
    for (int i = 0; i < fake->request_count; i++) {
        free(fake->requests[i]->body);
        free(fake->requests[i]);
    }
    pthread_mutex_destroy(&fake->lock);
    pthread_cond_destroy(&fake->changed);
    free(fake);
}

const char *fake_address(const struct fake *fake)
{
    return fake->address;
}

void fake_down(struct fake *fake)
{
    give_order(fake, ORDER_DOWN);
}

void fake_up(struct fake *fake)
{
    give_order(fake, ORDER_UP);
}

void fake_limit_streams(struct fake *fake, uint32_t streams)
{
    atomic_store(&fake->stream_limit, streams);
}

void fake_make_hasty(struct fake *fake)
{
    atomic_store(&fake->is_hasty, true);
}

/* Under the lock. The n-th request with the suffix, or NULL; *count is how many there are. */
static const struct fake_request *find(const struct fake *fake, const char *suffix, int n,
                                       int *count)
{
    const struct fake_request *found = NULL;

    *count = 0;
    for (int i = 0; i < fake->request_count; i++) {
        if (slice_ends_with(slice_of(fake->requests[i]->path), slice_of(suffix))) {
            if (*count == n) {
                found = fake->requests[i];
            }
            ++*count;
        }
    }
    return found;
}

int fake_count(struct fake *fake, const char *suffix)
{
    int count;

    pthread_mutex_lock(&fake->lock);
    (void)find(fake, suffix, 0, &count);
    pthread_mutex_unlock(&fake->lock);
    return count;
}

const struct fake_request *fake_seen(struct fake *fake, const char *suffix, int n)
{
    const struct fake_request *found;
    int count;

    pthread_mutex_lock(&fake->lock);
    found = find(fake, suffix, n, &count);
    pthread_mutex_unlock(&fake->lock);
    CHECK(found != NULL);
    return found;
}

static struct timespec wait_limit(void)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += WAIT_SECONDS;
    return until;
}

void fake_wait(struct fake *fake, const char *suffix, int count)
{
    struct timespec until = wait_limit();
    int seen = 0;
    int rc = 0;

    pthread_mutex_lock(&fake->lock);
    (void)find(fake, suffix, 0, &seen);
    while (seen < count && rc == 0) {
        rc = pthread_cond_timedwait(&fake->changed, &fake->lock, &until);
        (void)find(fake, suffix, 0, &seen);
    }
    pthread_mutex_unlock(&fake->lock);
    CHECK_INT(seen, >=, count);
}

void fake_wait_open(struct fake *fake, int count)
{
    struct timespec until = wait_limit();
    int open;
    int rc = 0;

    pthread_mutex_lock(&fake->lock);
    while (fake->open_count != count && rc == 0) {
        rc = pthread_cond_timedwait(&fake->changed, &fake->lock, &until);
    }
    open = fake->open_count;
    pthread_mutex_unlock(&fake->lock);
    CHECK_INT(open, ==, count);
}
