/* A request bound to its connection: from h2o's handler to the last byte of the answer.
 *
 * Ownership: an exchange is held by the client (h2o's request, through an anchor in its pool) and
 * by the wait that is under way. Both let go on the exchange's own thread, so no lock and no count
 * is needed: it is freed when the second lets go. The anchor's dispose runs when HTTP/2 resets or
 * loses the stream and after the last byte of any answer. h2o does not read an HTTP/1.1 connection
 * while its request runs, so a parked one is watched through the thread's second epoll set. */
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/limits.h"
#include "base/log.h"
#include "problem_int.h"
#include "thread_int.h"

enum {
    HTTP_CLIENT_GONE = 499, /* for the metrics only: nobody reads it */
    WATCH_EVENTS = 64
};

static struct exchange *exchange_of(struct request *request)
{
    return (struct exchange *)(void *)request;
}

static struct slice slice_of_iovec(h2o_iovec_t v)
{
    return slice_make(v.base, v.len);
}

static void exchange_free(struct exchange *exchange)
{
    request_deinit(&exchange->request);
    free(exchange);
}

static size_t route_index_of(const struct exchange *exchange)
{
    const struct route *route = exchange->request.route;

    return route == NULL ? route_count : (size_t)(route - routes);
}

/* --- the client lets go --- */

static void exchange_detach(struct exchange *exchange)
{
    struct request *request = &exchange->request;

    exchange_unwatch(request);
    list_remove(&exchange->link);
    if (!request->answered) {
        metrics_count(&exchange->thread->server->metrics, route_index_of(exchange),
                      HTTP_CLIENT_GONE);
        exchange->connection->unanswered--;
        if (exchange->connection->frames != NULL) {
            frames_note_reset(exchange->connection->frames);
        }
    }
    exchange->thread->churn++;
    thread_sweep_soon(exchange->thread);
    if (exchange->h2o->version < HTTP_2) {
        connection_rewatch(exchange->connection);
    }
    exchange->h2o = NULL;
    exchange->connection = NULL;
    if (!request_cancel(request)) {
        exchange->thread->detached++;
        return;
    }
    request_drop(request);
    exchange_free(exchange);
}

static void anchor_dispose(void *anchor)
{
    exchange_detach(*(struct exchange **)anchor);
}

/* --- the request comes --- */

static struct slice header_find(h2o_req_t *req, const char *name)
{
    ssize_t at = h2o_find_header_by_str(&req->headers, name, strlen(name), -1);

    return at < 0 ? SLICE_EMPTY : slice_of_iovec(req->headers.entries[at].value);
}

static struct slice header_find_token(h2o_req_t *req, const h2o_token_t *token)
{
    ssize_t at = h2o_find_header(&req->headers, token, -1);

    return at < 0 ? SLICE_EMPTY : slice_of_iovec(req->headers.entries[at].value);
}

/* A header that is there with an empty value is not a header that is absent. */
static struct slice header_or_absent(struct slice value)
{
    if (value.data == NULL && value.size == 0) {
        return SLICE_EMPTY;
    }
    return value;
}

/* A target with scheme and authority (RFC 9112, 3.2.2) means the path behind them. */
static struct slice origin_form(struct slice target)
{
    static const char *const schemes[] = {"http://", "https://"};

    for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
        struct slice scheme = slice_of(schemes[i]);

        if (slice_starts_with(target, scheme)) {
            size_t slash = slice_find_byte(slice_from(target, scheme.size), '/');

            return slash == SIZE_MAX ? SLICE("/") : slice_from(target, scheme.size + slash);
        }
    }
    return target;
}

static void exchange_fill(struct exchange *exchange, h2o_req_t *req)
{
    struct request *request = &exchange->request;
    struct slice path = origin_form(slice_of_iovec(req->input.path));
    struct slice key = header_find(req, "idempotency-key");
    size_t question = slice_find_byte(path, '?');

    request->method = slice_of_iovec(req->input.method);
    request->query = SLICE_EMPTY;
    if (question != SIZE_MAX) {
        request->query = slice_from(path, question + 1);
        path = slice_sub(path, 0, question);
    }
    request->path = path;
    request->body = slice_of_iovec(req->entity);
    request->content_type = header_or_absent(header_find_token(req, H2O_TOKEN_CONTENT_TYPE));
    request->content_encoding = header_find(req, "content-encoding");
    request->min_index = header_or_absent(header_find(req, "baton-min-index"));
    if (key.data != NULL) {
        /* Outlives the client: the backend may hold it while a poll is parked. */
        request->idempotency_key = arena_copy(&request->arena, key);
    }
}

static struct exchange *exchange_new(h2o_req_t *req)
{
    struct exchange *exchange = CHECK_MEMORY(calloc(1, sizeof(*exchange)));
    struct exchange **anchor;
    struct connection *connection = connection_of(req);

    exchange->h2o = req;
    exchange->connection = connection;
    exchange->thread = connection->thread;
    exchange->watched_fd = -1;
    connection->requests++;
    connection->unanswered++;
    connection_watch(connection);
    request_init(&exchange->request, connection->thread->server,
                 connection->thread->server->options.backend);
    list_push_back(&connection->thread->exchanges, &exchange->link);
    anchor = h2o_mem_alloc_shared(&req->pool, sizeof(*anchor), anchor_dispose);
    *anchor = exchange;
    exchange_fill(exchange, req);
    return exchange;
}

int exchange_begin(h2o_handler_t *handler, h2o_req_t *req)
{
    struct exchange *exchange = exchange_new(req);
    struct http_server *server = exchange->thread->server;

    (void)handler;
    if (exchange_refused(exchange)) {
        atomic_fetch_add(&server->metrics.requests_refused, 1);
        return 0;
    }
    request_handle(&exchange->request);
    return 0;
}

/* --- the wait ends --- */

void exchange_post(struct request *request)
{
    struct exchange *exchange = exchange_of(request);

    h2o_multithread_send_message(&exchange->thread->receiver, &exchange->message);
}

/* The watch saw the client leave, but the wait could not be taken back in time. */
static void exchange_finish_gone(struct exchange *exchange)
{
    struct answer nothing = {.status = HTTP_CLIENT_GONE, .closes = true};

    request_drop(&exchange->request);
    buffer_reset(&exchange->request.out);
    exchange_send(&exchange->request, &nothing);
}

void exchange_receive(h2o_multithread_receiver_t *receiver, h2o_linklist_t *messages)
{
    (void)receiver;
    while (!h2o_linklist_is_empty(messages)) {
        struct exchange *exchange = LIST_ITEM(messages->next, struct exchange, message.link);

        h2o_linklist_unlink(&exchange->message.link);
        if (exchange->h2o == NULL) {
            exchange->thread->detached--;
            request_drop(&exchange->request);
            exchange_free(exchange);
        } else if (exchange->gone) {
            exchange_finish_gone(exchange);
        } else {
            request_resume(&exchange->request);
        }
    }
}

/* --- watching --- */

void exchange_watch(struct request *request)
{
    struct exchange *exchange = exchange_of(request);
    struct epoll_event event = {.events = EPOLLRDHUP | EPOLLONESHOT, .data.ptr = exchange};

    if (!exchange->parked) {
        exchange->parked = true;
        atomic_fetch_add(&exchange->thread->server->metrics.parked, 1);
    }
    if (exchange->h2o->version >= HTTP_2 || exchange->watched_fd >= 0) {
        return;
    }
    exchange->watched_fd = h2o_socket_get_fd(exchange->connection->socket);
    (void)epoll_ctl(exchange->thread->watch_fd, EPOLL_CTL_ADD, exchange->watched_fd, &event);
}

void exchange_unwatch(struct request *request)
{
    struct exchange *exchange = exchange_of(request);

    if (exchange->parked) {
        exchange->parked = false;
        atomic_fetch_sub(&exchange->thread->server->metrics.parked, 1);
    }
    if (exchange->watched_fd >= 0) {
        (void)epoll_ctl(exchange->thread->watch_fd, EPOLL_CTL_DEL, exchange->watched_fd, NULL);
        exchange->watched_fd = -1;
    }
}

void exchange_abandon(struct exchange *exchange)
{
    if (exchange->request.answered) {
        connection_shutdown(exchange->connection);
        return;
    }
    if (request_cancel(&exchange->request)) {
        exchange_finish_gone(exchange);
    } else {
        exchange->gone = true;
    }
}

void exchange_watch_ready(h2o_socket_t *socket, const char *error)
{
    struct http_thread *thread = socket->data;
    struct epoll_event events[WATCH_EVENTS];
    int count;

    (void)error;
    count = epoll_wait(thread->watch_fd, events, WATCH_EVENTS, 0);
    for (int i = 0; i < count; i++) {
        exchange_abandon(events[i].data.ptr);
    }
}

/* Has the client of an HTTP/1.1 request gone since the loop last looked? */
static bool client_has_gone(const struct exchange *exchange)
{
    struct pollfd look = {.fd = exchange->watched_fd, .events = POLLRDHUP};

    return exchange->watched_fd >= 0 && poll(&look, 1, 0) == 1 &&
           (look.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

/* --- the answer goes --- */

static void add_header(h2o_req_t *req, const char *name, const char *value)
{
    h2o_iovec_t copy = h2o_strdup(&req->pool, value, SIZE_MAX);

    h2o_add_header_by_str(&req->pool, &req->res.headers, name, strlen(name), 0, NULL, copy.base,
                          copy.len);
}

/* Of the command or of the read; else what this node has applied. */
static uint64_t answer_index(const struct request *request)
{
    struct backend_status status = {0};

    if (request->index == 0) {
        request->backend->status(request->backend->ctx, &status);
    }
    return request->index != 0 ? request->index : status.applied_index;
}

static void add_headers(struct exchange *exchange, const struct answer *answer)
{
    h2o_req_t *req = exchange->h2o;
    char number[32];

    if (answer->content_type != NULL) {
        h2o_add_header(&req->pool, &req->res.headers, H2O_TOKEN_CONTENT_TYPE, NULL,
                       answer->content_type, strlen(answer->content_type));
    }
    if (answer->allow != NULL) {
        add_header(req, "allow", answer->allow);
    }
    if (answer->retry_after_s > 0) {
        (void)snprintf(number, sizeof(number), "%d", answer->retry_after_s);
        add_header(req, "retry-after", number);
    }
    (void)snprintf(number, sizeof(number), "%llu",
                   (unsigned long long)answer_index(&exchange->request));
    add_header(req, "baton-index", number);
}

/* All bytes have been taken by the connection: the jobs are delivered. */
static void delivered(h2o_generator_t *generator, h2o_req_t *req)
{
    struct exchange *exchange = LIST_ITEM(generator, struct exchange, generator);

    exchange->request.yields = false;
    h2o_send(req, NULL, 0, H2O_SEND_STATE_FINAL);
}

static void stopped(h2o_generator_t *generator, h2o_req_t *req)
{
    (void)generator;
    (void)req;
}

/* Jobs count as delivered when their bytes are taken, and a compressor would hold bytes back. */
static bool compresses(const struct answer *answer, bool in_two_parts)
{
    return !in_two_parts && answer->content_type != NULL;
}

void exchange_send(struct request *request, const struct answer *answer)
{
    struct exchange *exchange = exchange_of(request);
    h2o_req_t *req = exchange->h2o;
    struct slice body = buffer_slice(&request->out);
    h2o_iovec_t bytes = h2o_iovec_init(body.data, body.size);
    bool in_two_parts;
    bool head_only = slice_is(request->method, "HEAD");

    ASSERT(!request->answered);
    ASSERT(request->wait == REQUEST_RUNNING);
    if (request->yields && client_has_gone(exchange)) {
        request_drop(request);
        exchange->gone = true;
    } else if (request->yields && answer->status >= 400) {
        request_drop(request); /* jobs were activated and cannot be shown */
    }
    in_two_parts = request->yields;
    exchange_unwatch(request);
    request->answered = true;
    exchange->answered_ms = (int64_t)h2o_now(exchange->thread->context.loop);
    thread_sweep_soon(exchange->thread);
    exchange->connection->unanswered--;
    metrics_count(&exchange->thread->server->metrics, route_index_of(exchange),
                  exchange->gone ? HTTP_CLIENT_GONE : answer->status);
    if (answer->closes || exchange->gone || atomic_load(&exchange->thread->server->draining)) {
        req->http1_is_persistent = 0;
    }
    req->compress_hint = (char)(compresses(answer, in_two_parts) ? H2O_COMPRESS_HINT_ENABLE
                                                                 : H2O_COMPRESS_HINT_DISABLE);
    req->res.status = answer->status;
    req->res.reason = http_reason(answer->status);
    req->res.content_length = answer->status == 204 ? SIZE_MAX : body.size; /* 204 has no length */
    add_headers(exchange, answer);
    exchange->generator = (h2o_generator_t){delivered, stopped};
    h2o_start_response(req, &exchange->generator);
    h2o_send(req, &bytes, body.size > 0 && !head_only ? 1 : 0,
             in_two_parts ? H2O_SEND_STATE_IN_PROGRESS : H2O_SEND_STATE_FINAL);
}
