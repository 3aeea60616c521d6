#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "base/log.h"
#include "problem.h"
#include "transport_int.h"

enum {
    TICK_MS = 500, /* keep-alives come in each second, deadlines are kept within it */
    BACKLOG = 128,
    /* Before a certificate ends: a month is time to make another one. */
    CERTIFICATE_WARN_DAYS = 30,
};

int64_t transport_now_ms(const struct transport *t)
{
    return (int64_t)uv_now(t->options.loop);
}

void transport_released(struct transport *t)
{
    void (*closed)(void *context) = t->closed;
    void *context = t->closed_context;

    ASSERT(t->handles_open > 0);
    if (--t->handles_open > 0) {
        return;
    }
    ASSERT(t->stopping);
    ASSERT(list_is_empty(&t->streams));
    tls_context_close(t->tls);
    free(t->ca_file);
    free(t->certificate_file);
    free(t->key_file);
    free(t->scratch);
    free(t);
    if (closed != NULL) {
        closed(context);
    }
}

/* The timer */

static void on_timer(uv_timer_t *timer)
{
    struct transport *t = timer->data;
    int64_t now_ms = transport_now_ms(t);

    if (now_ms >= t->tick_at_ms) {
        t->tick_at_ms = now_ms + TICK_MS;
        streams_tick(t, now_ms);
    }
    links_try(t, now_ms);
    transport_arm(t);
}

void transport_arm(struct transport *t)
{
    int64_t now_ms = transport_now_ms(t);
    int64_t due_ms = links_due_ms(t);

    if (t->stopping) {
        return;
    }
    if (list_is_empty(&t->streams)) {
        t->tick_at_ms = INT64_MAX;
    } else if (t->tick_at_ms == INT64_MAX) {
        t->tick_at_ms = now_ms + TICK_MS;
    }
    due_ms = due_ms < t->tick_at_ms ? due_ms : t->tick_at_ms;
    if (due_ms == INT64_MAX) {
        uv_timer_stop(&t->timer);
    } else {
        uv_timer_start(&t->timer, on_timer, due_ms > now_ms ? (uint64_t)(due_ms - now_ms) : 0, 0);
    }
}

/* Starting */

/* At a start there is nothing else to do meanwhile, so a name is resolved at once. */
static enum status place_find(const struct peer_address *at, struct sockaddr_storage *out,
                              uv_loop_t *loop, struct replication_problem *problem)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    uv_getaddrinfo_t request;
    int rv;

    if (socket_address_of(at, out)) {
        return STATUS_OK;
    }
    rv = uv_getaddrinfo(loop, &request, NULL, at->host, NULL, &hints);
    if (rv < 0) {
        return problem_say(problem, STATUS_INVALID_ARGUMENT, "cannot listen on %.200s: %s",
                           at->host, uv_strerror(rv));
    }
    memset(out, 0, sizeof(*out));
    memcpy(out, request.addrinfo->ai_addr, request.addrinfo->ai_addrlen);
    socket_address_set_port(out, at->port);
    uv_freeaddrinfo(request.addrinfo);
    return STATUS_OK;
}

/* t->tls anew from the files; stays as it is on an error. */
static enum status credentials_read(struct transport *t, struct replication_problem *problem)
{
    const struct transport_credentials files = {
        .ca_file = t->ca_file, .certificate_file = t->certificate_file, .key_file = t->key_file};
    struct tls_context *tls;
    enum status st;

    if (t->ca_file == NULL) {
        return STATUS_OK;
    }
    st = tls_context_open(&files, t->own.name, &tls, problem);
    if (st != STATUS_OK) {
        return st;
    }
    tls_context_close(t->tls);
    t->tls = tls;
    if (tls_context_days_left(tls) < CERTIFICATE_WARN_DAYS) {
        log_warn("transport", "certificate-ends-soon days=%d file=%s", tls_context_days_left(tls),
                 t->certificate_file);
    }
    return STATUS_OK;
}

static void on_connection(uv_stream_t *listener, int status)
{
    struct transport *t = listener->data;

    if (status < 0) {
        log_warn("transport", "accept-failed reason=%s", uv_strerror(status));
    } else if (!t->stopping) {
        stream_accept(t);
    }
}

static enum status listen_start(struct transport *t, const struct sockaddr_storage *place,
                                const struct peer_address *at, struct replication_problem *problem)
{
    int rv = uv_tcp_bind(&t->listener, (const struct sockaddr *)place, 0);

    if (rv == 0) {
        rv = uv_listen((uv_stream_t *)&t->listener, BACKLOG, on_connection);
    }
    if (rv == 0) {
        return STATUS_OK;
    }
    return problem_say(problem, rv == UV_EADDRINUSE ? STATUS_ALREADY_EXISTS : STATUS_IO,
                       "cannot listen for other servers on %.200s, port %d: %s", at->host,
                       (int)at->port, uv_strerror(rv));
}

/* Own address, place to listen, credentials: what is wrong with any of them is told before anything
 * is opened. */
static enum status options_read(struct transport *t, const struct transport_options *options,
                                struct peer_address *at, struct replication_problem *problem)
{
    const struct transport_credentials *files = &options->credentials;
    const int given =
        (files->ca_file != NULL) + (files->certificate_file != NULL) + (files->key_file != NULL);
    enum status st = peer_address_parse(options->address, &t->own, problem);

    if (st == STATUS_OK) {
        *at = t->own;
        if (options->listen != NULL) {
            st = listen_address_parse(options->listen, at, problem);
        }
    }
    if (st == STATUS_OK && given != 0 && given != 3) {
        st = problem_say(problem, STATUS_INVALID_ARGUMENT,
                         "TLS between servers needs all three: the authority's certificate, this "
                         "server's certificate and its key");
    }
    if (st == STATUS_OK && given == 3) {
        t->ca_file = CHECK_MEMORY(strdup(files->ca_file));
        t->certificate_file = CHECK_MEMORY(strdup(files->certificate_file));
        t->key_file = CHECK_MEMORY(strdup(files->key_file));
        st = credentials_read(t, problem);
    }
    return st;
}

static void hello_prepare(struct transport *t)
{
    t->hello = (struct hello){
        .protocol_min = HELLO_PROTOCOL_MIN,
        .protocol_max = HELLO_PROTOCOL_MAX,
        .from = t->options.server_id,
        .feature_level_min = t->options.feature_level_min,
        .feature_level_max = t->options.feature_level_max,
        .name = slice_of(t->own.name),
    };
    memcpy(t->hello.cluster_id, t->options.cluster_id, sizeof(t->hello.cluster_id));
}

static enum status transport_open(struct transport *t, const struct transport_options *options,
                                  struct replication_problem *problem)
{
    struct sockaddr_storage place;
    struct peer_address at;
    enum status st = options_read(t, options, &at, problem);

    if (st == STATUS_OK) {
        st = place_find(&at, &place, t->options.loop, problem);
    }
    if (st == STATUS_OK && t->tls == NULL && !socket_address_is_loopback(&place)) {
        st = problem_say(problem, STATUS_INVALID_ARGUMENT,
                         "listening for other servers on %.200s, which is not this machine alone, "
                         "needs TLS: give the authority's certificate, this server's certificate "
                         "and its key (baton certs makes them)",
                         at.host);
    }
    if (st == STATUS_OK) {
        st = listen_start(t, &place, &at, problem);
    }
    return st;
}

/* libuv writes without MSG_NOSIGNAL: a peer that has gone would end the process. */
static void pipe_signal_block(void)
{
    sigset_t pipe_signal;
    int rv;

    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    rv = pthread_sigmask(SIG_BLOCK, &pipe_signal, NULL);
    ASSERT(rv == 0);
}

static struct transport *transport_new(const struct transport_options *options)
{
    struct transport *t = CHECK_MEMORY(calloc(1, sizeof(*t)));
    int rv;

    t->options = *options;
    t->scratch = CHECK_MEMORY(malloc(sizeof(*t->scratch)));
    t->tick_at_ms = INT64_MAX;
    t->handles_open = 2;
    list_init(&t->peers);
    list_init(&t->streams);
    list_init(&t->strangers);
    rv = uv_tcp_init(options->loop, &t->listener);
    ASSERT(rv == 0);
    rv = uv_timer_init(options->loop, &t->timer);
    ASSERT(rv == 0);
    t->listener.data = t;
    t->timer.data = t;
    return t;
}

enum status transport_start(const struct transport_options *options, struct transport **out,
                            struct replication_problem *problem)
{
    struct transport *t = transport_new(options);
    enum status st;

    ASSERT(options->server_id != 0);
    ASSERT(options->feature_level_min <= options->feature_level_max);
    pipe_signal_block();
    st = transport_open(t, options, problem);
    /* They are the caller's, and are not looked at again. */
    t->options.address = t->options.listen = NULL;
    t->options.credentials = (struct transport_credentials){0};
    if (st != STATUS_OK) {
        transport_stop(t, NULL, NULL);
        return st;
    }
    hello_prepare(t);
    log_info("transport", "listening name=%s address=%s port=%d tls=%s", t->own.name, t->own.host,
             (int)transport_port(t), t->tls == NULL ? "no" : "yes");
    *out = t;
    return STATUS_OK;
}

/* Using */

uint16_t transport_port(const struct transport *t)
{
    struct sockaddr_storage at;
    int size = sizeof(at);
    int rv = uv_tcp_getsockname(&t->listener, (struct sockaddr *)&at, &size);

    ASSERT(rv == 0);
    return socket_address_port(&at);
}

enum status transport_send(struct transport *t, uint64_t server_id, enum peer_channel channel,
                           const struct slice *parts, size_t count)
{
    const struct peer *peer = peer_find(t, server_id);
    const struct stream *stream;
    size_t bytes = 0;

    ASSERT(channel == PEER_FIFO || channel == PEER_BULK);
    for (size_t i = 0; i < count; i++) {
        bytes += parts[i].size;
    }
    if (bytes > LIMIT_PEER_MESSAGE_BYTES) {
        return STATUS_TOO_LARGE;
    }
    stream = peer == NULL ? NULL : peer->links[channel - 1].stream;
    if (stream == NULL || !stream->up) {
        return STATUS_UNAVAILABLE;
    }
    return connection_send(stream->connection, FRAME_MESSAGE, parts, count);
}

enum status transport_reload(struct transport *t, struct replication_problem *problem)
{
    return credentials_read(t, problem);
}

static void on_handle_closed(uv_handle_t *handle)
{
    transport_released(handle->data);
}

void transport_stop(struct transport *t, void (*closed)(void *context), void *context)
{
    ASSERT(!t->stopping);
    t->stopping = true;
    t->closed = closed;
    t->closed_context = context;
    while (!list_is_empty(&t->peers)) {
        peer_drop(LIST_ITEM(list_first(&t->peers), struct peer, node));
    }
    LIST_EACH(&t->streams, node)
    {
        stream_drop(LIST_ITEM(node, struct stream, node), "this server stops");
    }
    uv_close((uv_handle_t *)&t->listener, on_handle_closed);
    uv_close((uv_handle_t *)&t->timer, on_handle_closed);
}
