/* Out: a frame is appended to `queue`. When nothing is being written, `queue` becomes `batch` (the
 * two swap their memory) and is written; through TLS it becomes `wire` piece by piece, and that is
 * written. So what comes while a write is under way goes out together, and each byte is copied once
 * on its way to the socket or the cipher. Queue and rest of the batch together have a ceiling.
 *
 * In: the loop reads into the shared scratch; frames are handed out of it, and only the beginning
 * of a frame that is not whole yet is kept. After every event the connection may be closing. */
#include "transport_connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"

/* What one write through TLS takes from the batch, and the most that may come out of it: records
 * add 22 bytes to 16 KiB, a handshake takes a chain of certificates. */
#define WIRE_TAKEN_BYTES KIB(256)
#define WIRE_BYTES_MAX (WIRE_TAKEN_BYTES + KIB(64))
/* What an idle connection keeps of each buffer. */
#define BUFFER_BYTES_KEPT KIB(64)

struct connection {
    uv_tcp_t tcp;
    uv_connect_t connect;
    uv_write_t write;
    struct connection_options options;
    struct tls *tls;
    struct frame_reader reader;

    struct buffer queue;
    struct buffer batch;
    size_t batch_done;
    struct buffer wire;

    bool accepted;
    bool connected; /* bytes may go out */
    bool ready;     /* frames may */
    bool writing;
    bool finishing;
    bool closing;
    char why[CONNECTION_WHY_BYTES];
};

static void connection_flush(struct connection *c);
static void why_note(struct connection *c, const char *format, va_list args) PRINTF_LIKE(2, 0);

static struct connection *connection_new(const struct connection_options *options, bool accepted)
{
    struct connection *c = CHECK_MEMORY(calloc(1, sizeof(*c)));
    int rv = uv_tcp_init(options->loop, &c->tcp);

    ASSERT(rv == 0);
    c->options = *options;
    c->accepted = accepted;
    c->tcp.data = c;
    c->connect.data = c;
    c->write.data = c;
    frame_reader_init(&c->reader, options->payload_bytes_max);
    buffer_init(&c->queue, options->queue_bytes_max);
    buffer_init(&c->batch, options->queue_bytes_max);
    buffer_init(&c->wire, WIRE_BYTES_MAX);
    if (options->tls != NULL) {
        c->tls = tls_new(options->tls, accepted);
    }
    return c;
}

static void on_closed(uv_handle_t *handle)
{
    struct connection *c = handle->data;

    c->options.events->closed(c->options.context, c->why);
    tls_free(c->tls);
    frame_reader_deinit(&c->reader);
    buffer_deinit(&c->queue);
    buffer_deinit(&c->batch);
    buffer_deinit(&c->wire);
    free(c);
}

static void why_note(struct connection *c, const char *format, va_list args)
{
    if (c->why[0] == '\0') {
        vsnprintf(c->why, sizeof(c->why), format, args);
    }
}

static void close_now(struct connection *c)
{
    if (!c->closing) {
        c->closing = true;
        uv_close((uv_handle_t *)&c->tcp, on_closed);
    }
}

void connection_close(struct connection *c, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    why_note(c, format, args);
    va_end(args);
    close_now(c);
}

void connection_finish(struct connection *c, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    why_note(c, format, args);
    va_end(args);
    if (c->closing || c->finishing) {
        return;
    }
    c->finishing = true;
    uv_read_stop((uv_stream_t *)&c->tcp);
    connection_flush(c);
}

bool connection_is_closing(const struct connection *c)
{
    return c->closing || c->finishing;
}

/* Out */

/* Those of a plain batch that is being written are counted: they still take their memory. */
static size_t bytes_waiting(const struct connection *c)
{
    size_t under_way = c->tls == NULL && c->writing ? c->batch.size : c->batch.size - c->batch_done;

    return c->queue.size + under_way;
}

/* Empty it; the memory of a rare large message is given back. */
static void buffer_rest(struct buffer *buffer)
{
    size_t ceiling = buffer->ceiling;

    if (buffer->capacity <= BUFFER_BYTES_KEPT) {
        buffer_reset(buffer);
        return;
    }
    buffer_deinit(buffer);
    buffer_init(buffer, ceiling);
}

/* The next of what waits, at most so much; borrowed until more is taken. */
static struct slice batch_take(struct connection *c, size_t bytes_max)
{
    struct buffer swapped = c->batch;
    size_t bytes;

    if (c->batch_done == c->batch.size) {
        buffer_rest(&swapped);
        c->batch = c->queue;
        c->queue = swapped;
        c->batch_done = 0;
    }
    bytes = c->batch.size - c->batch_done;
    bytes = bytes < bytes_max ? bytes : bytes_max;
    c->batch_done += bytes;
    return slice_sub(buffer_slice(&c->batch), c->batch_done - bytes, bytes);
}

/* What is to go over the wire next, through TLS. False when the connection is of no use. */
static bool wire_fill(struct connection *c)
{
    size_t taken = 0;
    bool alive = tls_take(c->tls, &c->wire);

    while (alive && c->ready && bytes_waiting(c) > 0 && taken < WIRE_TAKEN_BYTES) {
        struct slice piece = batch_take(c, CONNECTION_PLAIN_BYTES);

        taken += piece.size;
        alive = tls_write(c->tls, piece) && tls_take(c->tls, &c->wire);
    }
    return alive;
}

static void on_written(uv_write_t *write, int status)
{
    struct connection *c = write->data;

    c->writing = false;
    buffer_rest(&c->wire);
    if (status < 0) {
        connection_close(c, "sending failed: %s", uv_strerror(status));
        return;
    }
    connection_flush(c);
}

static void write_start(struct connection *c, struct slice bytes)
{
    union {
        const char *in;
        char *out; /* uv_buf_t knows no const */
    } data = {.in = bytes.data};
    uv_buf_t part = {.base = data.out, .len = bytes.size};
    int rv = uv_write(&c->write, (uv_stream_t *)&c->tcp, &part, 1, on_written);

    if (rv < 0) {
        connection_close(c, "sending failed: %s", uv_strerror(rv));
        return;
    }
    c->writing = true;
}

static void connection_flush(struct connection *c)
{
    struct slice bytes;

    if (c->writing || c->closing || !c->connected) {
        return;
    }
    if (c->tls != NULL && !wire_fill(c)) {
        connection_close(c, "TLS refuses to send");
        return;
    }
    bytes = c->tls != NULL ? buffer_slice(&c->wire) : batch_take(c, SIZE_MAX);
    if (bytes.size > 0) {
        write_start(c, bytes);
    } else if (c->finishing) {
        close_now(c);
    }
}

enum status connection_send(struct connection *c, enum frame_type type, const struct slice *parts,
                            size_t count)
{
    size_t bytes = FRAME_HEADER_BYTES;

    if (!c->ready || connection_is_closing(c)) {
        return STATUS_UNAVAILABLE;
    }
    for (size_t i = 0; i < count; i++) {
        bytes += parts[i].size;
    }
    if (bytes > c->options.queue_bytes_max - bytes_waiting(c) ||
        !frame_encode(&c->queue, type, parts, count)) {
        return STATUS_RESOURCE_EXHAUSTED;
    }
    connection_flush(c);
    return STATUS_OK;
}

void connection_keep_alive(struct connection *c)
{
    if (c->ready && !connection_is_closing(c) && !c->writing && bytes_waiting(c) == 0 &&
        frame_encode(&c->queue, FRAME_KEEP_ALIVE, NULL, 0)) {
        connection_flush(c);
    }
}

/* In */

static void frames_take(struct connection *c, struct slice bytes)
{
    while (!connection_is_closing(c)) {
        struct frame frame;
        enum frame_look look = frame_reader_next(&c->reader, &bytes, &frame);

        if (look == FRAME_MORE) {
            return;
        }
        if (look == FRAME_OK) {
            c->options.events->frame(c->options.context, &frame);
        } else {
            connection_close(c, look == FRAME_LONG ? "a frame is too long" : "a frame is damaged");
        }
    }
}

static void ready_set(struct connection *c)
{
    c->ready = true;
    if (!c->accepted) {
        c->options.events->ready(c->options.context);
    }
}

/* What TLS makes of the bytes that came; ends the connection when it must end. */
static void tls_step(struct connection *c)
{
    char problem[TLS_PROBLEM_BYTES];
    enum tls_look look = TLS_BYTES;
    size_t got = 0;

    while (look == TLS_BYTES && !connection_is_closing(c)) {
        look = tls_read(c->tls, c->options.scratch->plain, CONNECTION_PLAIN_BYTES, &got);
        if (!c->ready && (look == TLS_BYTES || look == TLS_MORE) && tls_is_ready(c->tls)) {
            ready_set(c);
        }
        if (look == TLS_BYTES) {
            frames_take(c, slice_make(c->options.scratch->plain, got));
        }
    }
    if (look == TLS_END) {
        connection_close(c, "the other side has closed it");
    } else if (look == TLS_BAD) {
        c->ready = false;
        tls_problem(c->tls, problem);
        connection_finish(c, "%s", problem);
    }
    connection_flush(c);
}

static void on_allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *out)
{
    struct connection *c = handle->data;

    (void)suggested;
    *out = uv_buf_init(c->options.scratch->read, CONNECTION_READ_BYTES);
}

static void on_read(uv_stream_t *stream, ssize_t got, const uv_buf_t *buffer)
{
    struct connection *c = stream->data;

    if (got == UV_EOF) {
        connection_close(c, "the other side has closed it");
        return;
    }
    if (got < 0) {
        connection_close(c, "lost: %s", uv_strerror((int)got));
        return;
    }
    if (got == 0 || connection_is_closing(c)) {
        return;
    }
    c->options.events->bytes(c->options.context);
    if (connection_is_closing(c)) {
        return;
    }
    if (c->tls == NULL) {
        frames_take(c, slice_make(buffer->base, (size_t)got));
    } else {
        tls_receive(c->tls, slice_make(buffer->base, (size_t)got));
        tls_step(c);
    }
}

/* Life */

/* The kernel gives up on a peer that acknowledges nothing, by itself it would try for minutes. */
static void socket_settle(struct connection *c)
{
    const unsigned unacknowledged_ms = LIMIT_PEER_UNACKNOWLEDGED_MS;
    uv_os_fd_t fd;

    uv_tcp_nodelay(&c->tcp, 1);
    if (uv_fileno((uv_handle_t *)&c->tcp, &fd) == 0) {
        (void)setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &unacknowledged_ms,
                         sizeof(unacknowledged_ms));
    }
}

static void connection_begin(struct connection *c)
{
    int rv = uv_read_start((uv_stream_t *)&c->tcp, on_allocate, on_read);

    if (rv < 0) {
        connection_close(c, "cannot be read: %s", uv_strerror(rv));
        return;
    }
    c->connected = true;
    socket_settle(c);
    if (c->tls == NULL) {
        ready_set(c);
    } else {
        tls_step(c);
    }
}

static void on_connected(uv_connect_t *connect, int status)
{
    struct connection *c = connect->data;

    if (c->closing) {
        return;
    }
    if (status < 0) {
        connection_close(c, "cannot connect: %s", uv_strerror(status));
        return;
    }
    connection_begin(c);
}

struct connection *connection_connect(const struct connection_options *options,
                                      const struct sockaddr_storage *to)
{
    struct connection *c = connection_new(options, false);
    int rv = uv_tcp_connect(&c->connect, &c->tcp, (const struct sockaddr *)to, on_connected);

    if (rv < 0) {
        connection_close(c, "cannot connect: %s", uv_strerror(rv));
    }
    return c;
}

struct connection *connection_take(const struct connection_options *options, uv_stream_t *listener)
{
    struct connection *c = connection_new(options, true);
    int rv = uv_accept(listener, (uv_stream_t *)&c->tcp);

    if (rv < 0) {
        connection_close(c, "cannot be accepted: %s", uv_strerror(rv));
    } else {
        connection_begin(c);
    }
    return c;
}

void connection_allow(struct connection *c, size_t payload_bytes_max, size_t queue_bytes_max)
{
    ASSERT(queue_bytes_max >= c->options.queue_bytes_max);
    frame_reader_allow(&c->reader, payload_bytes_max);
    c->options.queue_bytes_max = queue_bytes_max;
    c->queue.ceiling = queue_bytes_max;
    c->batch.ceiling = queue_bytes_max;
}

bool connection_peer_has_name(const struct connection *c, const char *name)
{
    return c->tls == NULL || tls_peer_has_name(c->tls, name);
}

void connection_describe(const struct connection *c, char *out, size_t bytes)
{
    struct sockaddr_storage at;
    int size = sizeof(at);
    char host[64] = "";

    if (uv_tcp_getpeername(&c->tcp, (struct sockaddr *)&at, &size) != 0) {
        snprintf(out, bytes, "unknown");
    } else if (at.ss_family == AF_INET6) {
        uv_ip6_name((struct sockaddr_in6 *)(void *)&at, host, sizeof(host));
        snprintf(out, bytes, "[%s]:%d", host,
                 ntohs(((struct sockaddr_in6 *)(void *)&at)->sin6_port));
    } else {
        uv_ip4_name((struct sockaddr_in *)(void *)&at, host, sizeof(host));
        snprintf(out, bytes, "%s:%d", host, ntohs(((struct sockaddr_in *)(void *)&at)->sin_port));
    }
}
