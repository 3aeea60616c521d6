/* One HTTP thread: an h2o event loop with its own listener, connections and parked requests. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/log.h"
#include "thread_int.h"

enum {
    TURN_SERVING_MS = 60 * 1000,
    TURN_ENDING_MS = 20,
    /* After the deadline of a stop the backend still owes the ends of the waits it holds. */
    STOP_GRACE_MS = 5000,
    /* h2o takes 8 KiB for each body and each read; a parked poll holds its body. */
    BUFFER_FIRST_BYTES = 512
};

static void thread_open(struct http_thread *thread)
{
    h2o_evloop_t *loop = h2o_evloop_create();
    h2o_globalconf_t *config = thread->server->h2o_config;

    h2o_socket_buffer_prototype._initial_buf.capacity = BUFFER_FIRST_BYTES;
    h2o_context_init(&thread->context, loop, config);
    thread->accept.ctx = &thread->context;
    thread->accept.hosts = config->hosts;
    h2o_multithread_register_receiver(thread->context.queue, &thread->receiver, exchange_receive);
    thread->listener =
        h2o_evloop_socket_create(loop, thread->listener_fd, H2O_SOCKET_FLAG_DONT_READ);
    thread->listener->data = thread;
    h2o_socket_read_start(thread->listener, connection_accept);
    thread->watch_fd = epoll_create1(EPOLL_CLOEXEC);
    ASSERT(thread->watch_fd >= 0);
    thread->watch_socket =
        h2o_evloop_socket_create(loop, thread->watch_fd, H2O_SOCKET_FLAG_DONT_READ);
    thread->watch_socket->data = thread;
    h2o_socket_read_start(thread->watch_socket, exchange_watch_ready);
}

struct http_thread *thread_new(struct http_server *server, int listener_fd)
{
    struct http_thread *thread = CHECK_MEMORY(calloc(1, sizeof(*thread)));

    thread->server = server;
    thread->listener_fd = listener_fd;
    list_init(&thread->connections);
    list_init(&thread->exchanges);
    return thread;
}

/* Stop accepting; answer what is parked; let idle connections go. */
static void thread_drain(struct http_thread *thread)
{
    thread->drained = true;
    h2o_socket_read_stop(thread->listener);
    h2o_socket_close(thread->listener);
    thread->listener = NULL;
    LIST_EACH(&thread->exchanges, node)
    {
        request_unpark(&LIST_ITEM(node, struct exchange, link)->request);
    }
    h2o_context_request_shutdown(&thread->context);
}

/* Whatever is still open ends now. */
static void thread_close_all(struct http_thread *thread)
{
    thread->closed_all = true;
    LIST_EACH(&thread->exchanges, exchange_node)
    {
        struct exchange *exchange = LIST_ITEM(exchange_node, struct exchange, link);

        if (!exchange->gone) {
            exchange_abandon(exchange);
        }
    }
    LIST_EACH(&thread->connections, connection_node)
    {
        connection_shutdown(LIST_ITEM(connection_node, struct connection, link));
    }
}

static bool thread_is_empty(const struct http_thread *thread)
{
    return list_is_empty(&thread->connections) && list_is_empty(&thread->exchanges) &&
           thread->detached == 0;
}

/* One look at a stop that was ordered. True when the thread may end. */
static bool thread_stopping(struct http_thread *thread)
{
    int64_t late_ms = clock_monotonic_ms() - atomic_load(&thread->stop_deadline_ms);

    if (!thread->closed_all && (list_is_empty(&thread->exchanges) || late_ms >= 0)) {
        thread_close_all(thread);
    }
    if (thread_is_empty(thread)) {
        return true;
    }
    if (late_ms > STOP_GRACE_MS) {
        log_error("http", "stop_incomplete detached=%u", thread->detached);
        return true;
    }
    return false;
}

static void thread_close(struct http_thread *thread)
{
    h2o_loop_t *loop = thread->context.loop;

    if (!thread_is_empty(thread)) {
        thread->leaked = true; /* somebody may still write into an exchange: do not crash */
        return;
    }
    thread_sweep_stop(thread);
    h2o_socket_read_stop(thread->watch_socket);
    h2o_socket_close(thread->watch_socket);
    (void)h2o_evloop_run(loop, 0);
    /* The second GOAWAY of a graceful end may still be planned; disposing would assert on it. */
    if (h2o_timeout_is_linked(&thread->context.http2._graceful_shutdown_timeout)) {
        h2o_timeout_unlink(&thread->context.http2._graceful_shutdown_timeout);
    }
    h2o_multithread_unregister_receiver(thread->context.queue, &thread->receiver);
    h2o_context_dispose(&thread->context);
    h2o_evloop_destroy(loop);
}

static void *thread_main(void *argument)
{
    struct http_thread *thread = argument;
    int order = THREAD_SERVE;

    thread_open(thread);
    sem_post(&thread->opened);
    do {
        (void)h2o_evloop_run(thread->context.loop,
                             order == THREAD_SERVE ? TURN_SERVING_MS : TURN_ENDING_MS);
        order = atomic_load(&thread->order);
        if (order != THREAD_SERVE && !thread->drained) {
            thread_drain(thread);
        }
    } while (order != THREAD_STOP || !thread_stopping(thread));
    thread_close(thread);
    return NULL;
}

bool thread_spawn(pthread_t *id, void *(*run)(void *), void *argument)
{
    sigset_t all;
    sigset_t before;
    int error;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    error = pthread_create(id, NULL, run, argument);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return error == 0;
}

/* An order given right after the start needs the receiver that the thread itself registers. */
void thread_start(struct http_thread *thread)
{
    ASSERT(sem_init(&thread->opened, 0, 0) == 0);
    ASSERT(thread_spawn(&thread->id, thread_main, thread));
    while (sem_wait(&thread->opened) != 0) {
        ASSERT(errno == EINTR);
    }
    sem_destroy(&thread->opened);
}

void thread_order(struct http_thread *thread, enum thread_order order)
{
    atomic_store(&thread->order, (int)order);
    h2o_multithread_send_message(&thread->receiver, NULL);
}

bool thread_join_and_free(struct http_thread *thread)
{
    bool leaked;

    pthread_join(thread->id, NULL);
    leaked = thread->leaked;
    if (!leaked) {
        free(thread);
    }
    return !leaked;
}
