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
#include "head_int.h"
#include "problem_int.h"
#include "raw_errors_int.h"
#include "thread_int.h"

enum {
    HTTP_2 = 0x200,
    HTTP_1_0 = 0x100,
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

/* Streams that were opened and reset unanswered cost us and not the client. */
static void count_reset(struct exchange *exchange)
{
    struct connection *connection = exchange->connection;

    connection->resets++;
    if (!connection->ended && connection->resets > LIMIT_STREAM_RESETS &&
        connection->resets > connection->answers) {
        connection->ended = true; /* what was read before the end still comes through */
        log_warn("http", "reset_flood resets=%llu", (unsigned long long)connection->resets);
        connection_shutdown(connection);
    }
}

static void exchange_detach(struct exchange *exchange)
{
    struct request *request = &exchange->request;

    exchange_unwatch(request);
    list_remove(&exchange->link);
    if (!request->answered) {
        metrics_count(&exchange->thread->server->metrics, route_index_of(exchange),
                      HTTP_CLIENT_GONE);
        if (exchange->h2o->version >= HTTP_2) {
            count_reset(exchange);
        }
    }
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

static void exchange_fill(struct exchange *exchange, h2o_req_t *req)
{
    struct request *request = &exchange->request;
    struct slice path = slice_of_iovec(req->input.path);
    struct slice key = header_find(req, "idempotency-key");

    request->method = slice_of_iovec(req->input.method);
    request->query = SLICE_EMPTY;
    if (req->input.query_at != SIZE_MAX && req->input.query_at < path.size) {
        request->query = slice_from(path, req->input.query_at + 1);
        path = slice_sub(path, 0, req->input.query_at);
    }
    request->path = path;
    request->body = slice_of_iovec(req->entity);
    request->content_type = header_or_absent(header_find_token(req, H2O_TOKEN_CONTENT_TYPE));
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
    request_init(&exchange->request, connection->thread->server,
                 connection->thread->server->options.backend);
    list_push_back(&connection->thread->exchanges, &exchange->link);
    anchor = h2o_mem_alloc_shared(&req->pool, sizeof(*anchor), anchor_dispose);
    *anchor = exchange;
    exchange_fill(exchange, req);
    return exchange;
}

static size_t head_bytes(h2o_req_t *req)
{
    size_t bytes = req->input.path.len + req->input.method.len + req->input.authority.len;

    for (size_t i = 0; i < req->headers.size; i++) {
        bytes += req->headers.entries[i].name->len + req->headers.entries[i].value.len;
    }
    return bytes;
}

/* Bytes behind this request on an HTTP/1 connection: pipelined ones. */
static bool has_pipelined(h2o_req_t *req, const h2o_buffer_t *input)
{
    const char *end = input->bytes + input->size;

    return req->entity.base != NULL && req->entity.base >= input->bytes &&
           req->entity.base + req->entity.len < end;
}

/* h2o ends a connection whose Connection header names anything but keep-alive, as Java's "Upgrade"
 * does. HTTP/1.1 goes on unless it says close. */
static void keep_alive(h2o_req_t *req)
{
    struct slice connection = header_find_token(req, H2O_TOKEN_CONNECTION);

    if (req->version > HTTP_1_0 && connection.data != NULL &&
        !h2o_contains_token(connection.data, connection.size, H2O_STRLIT("close"), ',')) {
        req->http1_is_persistent = 1;
    }
}

/* Ours to check: h2o serves these. Returns true when refused (and answered). */
static bool http1_refused(struct exchange *exchange)
{
    h2o_req_t *req = exchange->h2o;
    const h2o_buffer_t *input = exchange->connection->socket->input;
    struct head_facts facts =
        head_check(slice_make(input->bytes, input->size), req->version <= HTTP_1_0);

    keep_alive(req);
    if (facts.chunked || has_pipelined(req, input)) {
        /* h2o reads chunk sizes leniently, and of pipelined bodies we see no raw byte. A connection
         * that ends here leaves no second reading of what follows. */
        req->http1_is_persistent = 0;
    }
    if (facts.refusal == NULL && exchange->connection->chunks.state == CHUNKS_BAD) {
        facts.refusal = "a chunk of the body is not framed as it must be";
    }
    connection_next_request(exchange->connection);
    if (facts.refusal == NULL) {
        return false;
    }
    req->http1_is_persistent = 0;
    problem_bad_request(&exchange->request, "The request is refused: %s.", facts.refusal);
    return true;
}

static bool limits_refused(struct exchange *exchange)
{
    struct request *request = &exchange->request;
    h2o_req_t *req = exchange->h2o;
    uint64_t body_max = exchange->thread->server->options.body_max_bytes;

    if (request->path.size > LIMIT_REQUEST_PATH_BYTES) {
        problem(request, 414, "URI Too Long", "The path is longer than %llu bytes.",
                LIMIT_REQUEST_PATH_BYTES);
    } else if (head_bytes(req) > LIMIT_REQUEST_HEAD_BYTES) {
        problem(request, 431, "Request Header Fields Too Large",
                "The headers together are larger than %llu bytes.", LIMIT_REQUEST_HEAD_BYTES);
    } else if (request->body.size > body_max) {
        problem(request, 413, "Payload Too Large", "The body is larger than %llu bytes.",
                (unsigned long long)body_max);
    } else {
        return false;
    }
    return true;
}

int exchange_begin(h2o_handler_t *handler, h2o_req_t *req)
{
    struct exchange *exchange = exchange_new(req);
    struct http_server *server = exchange->thread->server;

    (void)handler;
    if ((req->version < HTTP_2 && http1_refused(exchange)) || limits_refused(exchange)) {
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

void exchange_send(struct request *request, const struct answer *answer)
{
    struct exchange *exchange = exchange_of(request);
    h2o_req_t *req = exchange->h2o;
    struct slice body = buffer_slice(&request->out);
    h2o_iovec_t bytes = h2o_iovec_init(body.data, body.size);
    bool in_two_parts;

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
    exchange->connection->answers++;
    metrics_count(&exchange->thread->server->metrics, route_index_of(exchange),
                  exchange->gone ? HTTP_CLIENT_GONE : answer->status);
    if (answer->closes || exchange->gone || atomic_load(&exchange->thread->server->draining)) {
        req->http1_is_persistent = 0;
    }
    req->compress_hint = ANSWER_IS_OURS;
    req->res.status = answer->status;
    req->res.reason = http_reason(answer->status);
    req->res.content_length = answer->status == 204 ? SIZE_MAX : body.size; /* 204 has no length */
    add_headers(exchange, answer);
    exchange->generator = (h2o_generator_t){delivered, stopped};
    h2o_start_response(req, &exchange->generator);
    h2o_send(req, &bytes, body.size > 0 ? 1 : 0,
             in_two_parts ? H2O_SEND_STATE_IN_PROGRESS : H2O_SEND_STATE_FINAL);
}
