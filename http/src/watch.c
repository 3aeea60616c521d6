/* The raw bytes of a connection, seen before h2o reads them: the framing of chunks and HTTP/2,
 * heads without end. Our read function stands before h2o's, which sets its own again now and then.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/assert.h"
#include "base/limits.h"
#include "base/log.h"
#include "head_int.h"
#include "thread_int.h"

static const char preface[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

#define CLOSING "\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
static const char head_too_large[] = "HTTP/1.1 431 Request Header Fields Too Large" CLOSING;
static const char body_too_large[] = "HTTP/1.1 413 Payload Too Large" CLOSING;

/* Where the head ends that the input begins with; 0: not yet there. */
static size_t head_end(const h2o_buffer_t *input)
{
    const char *end = input->size == 0 ? NULL : memmem(input->bytes, input->size, "\r\n\r\n", 4);

    return end == NULL ? 0 : (size_t)(end - input->bytes) + 4;
}

/* --- HTTP/2 --- */

/* The levels sink with time and with what the client has taken. */
static void frames_catch_up(struct connection *connection)
{
    int64_t now_ms = (int64_t)h2o_now(connection->thread->context.loop);
    uint64_t written = connection->socket->bytes_written;

    frames_rest(connection->frames, (uint64_t)(now_ms - connection->rested_ms),
                written - connection->rested_bytes);
    connection->rested_ms = now_ms;
    connection->rested_bytes = written;
}

static const char *watch_frames(struct connection *connection, struct slice bytes)
{
    const char *flood;

    frames_feed(connection->frames, bytes);
    flood = frames_flood(connection->frames);
    if (flood != NULL) {
        frames_catch_up(connection);
        flood = frames_flood(connection->frames);
    }
    if (flood != NULL) {
        log_warn("http", "flood of=%s", flood);
    }
    return flood;
}

static bool is_preface(const h2o_buffer_t *input)
{
    return input->size >= sizeof(preface) - 1 &&
           memcmp(input->bytes, preface, sizeof(preface) - 1) == 0;
}

static const char *frames_begin(struct connection *connection, const h2o_buffer_t *input)
{
    size_t skip = sizeof(preface) - 1;

    connection->frames = CHECK_MEMORY(calloc(1, sizeof(*connection->frames)));
    connection->rested_ms = (int64_t)h2o_now(connection->thread->context.loop);
    connection->rested_bytes = connection->socket->bytes_written;
    connection_rewatch(connection); /* h2o hands the socket to its HTTP/2 side */
    return watch_frames(connection, slice_make(input->bytes + skip, input->size - skip));
}

/* --- HTTP/1 --- */

/* What can only be refused is not waited for; the client may read why. */
static const char *refuse(const struct connection *connection, const char *answer)
{
    (void)send(h2o_socket_get_fd(connection->socket), answer, strlen(answer),
               MSG_DONTWAIT | MSG_NOSIGNAL);
    atomic_fetch_add(&connection->thread->server->metrics.requests_refused, 1);
    return "refused";
}

static const char *watch_chunks(struct connection *connection, struct slice bytes)
{
    uint64_t body_max = connection->thread->server->options.body_max_bytes;

    chunks_feed(&connection->chunks, bytes);
    return connection->chunks.left > body_max + LIMIT_REQUEST_BODY_MARGIN_BYTES
               ? refuse(connection, body_too_large)
               : NULL;
}

/* New bytes lie at the end of the input; earlier ones may be decoded already. */
static const char *watch_http1(struct connection *connection, const h2o_buffer_t *input,
                               size_t new_bytes)
{
    size_t head;

    if (connection->in_body) {
        return watch_chunks(connection,
                            slice_make(input->bytes + input->size - new_bytes, new_bytes));
    }
    head = head_end(input);
    if (head == 0) {
        return input->size > LIMIT_REQUEST_HEAD_BYTES * 2 ? refuse(connection, head_too_large)
                                                          : NULL;
    }
    if (head_check(slice_make(input->bytes, head), true).chunked) {
        connection->in_body = true;
        return watch_chunks(connection, slice_make(input->bytes + head, input->size - head));
    }
    return NULL;
}

/* Returns why the connection ends, or NULL. */
static const char *watch_bytes(struct connection *connection, const h2o_buffer_t *input,
                               size_t new_bytes)
{
    if (new_bytes > input->size) {
        return NULL;
    }
    if (connection->frames != NULL) {
        return watch_frames(connection,
                            slice_make(input->bytes + input->size - new_bytes, new_bytes));
    }
    return is_preface(input) ? frames_begin(connection, input)
                             : watch_http1(connection, input, new_bytes);
}

/* --- in h2o's place --- */

static void watched_read(h2o_socket_t *socket, const char *error)
{
    struct connection *connection = socket->on_close.data;

    thread_sweep_soon(connection->thread);
    if (error == NULL) {
        error = watch_bytes(connection, socket->input, socket->bytes_read);
    }
    connection->read(socket, error); /* may close the connection, and does so for an error */
}

void connection_watch(struct connection *connection)
{
    h2o_socket_t *socket = connection->socket;

    if (socket->_cb.read != NULL && socket->_cb.read != watched_read) {
        connection->read = socket->_cb.read;
        socket->_cb.read = watched_read;
    }
}

static void rewatch_now(h2o_timeout_entry_t *entry)
{
    connection_watch(LIST_ITEM(entry, struct connection, rewatch));
}

void connection_rewatch(struct connection *connection)
{
    if (!h2o_timeout_is_linked(&connection->rewatch)) {
        connection->rewatch.cb = rewatch_now;
        h2o_timeout_link(connection->thread->context.loop,
                         &connection->thread->context.zero_timeout, &connection->rewatch);
    }
}

void connection_next_request(struct connection *connection)
{
    connection->in_body = false;
    connection->chunks = (struct chunks){0};
}
