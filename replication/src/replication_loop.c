/* The host on libuv: a timer, an async handle that the log thread rings, one job at a time on the
 * pool, and the transport. */
#include "replication/loop.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "base/assert.h"
#include "base/log.h"
#include "driver.h"

struct replication_loop {
    struct replication *r;
    uv_loop_t *loop;
    uv_timer_t timer;
    uv_async_t stored;
    uv_work_t snapshot;
    bool snapshot_running;
    struct transport *transport; /* NULL: there are no peers */
    int handles_open;

    uv_thread_t thread;
    uv_mutex_t mutex; /* over the next two */
    uv_cond_t wake;
    bool work;
    bool stop;

    bool stopping;
    void (*closed)(void *context);
    void *closed_context;
};

static int64_t host_now_ms(void *context)
{
    const struct replication_loop *l = context;

    return (int64_t)uv_now(l->loop);
}

static void on_timer(uv_timer_t *timer)
{
    struct replication_loop *l = timer->data;

    replication_timeout(l->r);
}

static void host_timer_set(void *context, int64_t at_ms)
{
    struct replication_loop *l = context;
    int64_t now_ms = (int64_t)uv_now(l->loop);

    if (!l->stopping) {
        uv_timer_start(&l->timer, on_timer, at_ms > now_ms ? (uint64_t)(at_ms - now_ms) : 1, 0);
    }
}

static void host_writer_wake(void *context)
{
    struct replication_loop *l = context;

    uv_mutex_lock(&l->mutex);
    l->work = true;
    uv_cond_signal(&l->wake);
    uv_mutex_unlock(&l->mutex);
}

/* The log thread: steps until nothing waits, ringing the core after each. */
static void log_thread(void *context)
{
    struct replication_loop *l = context;
    bool stop = false;

    while (!stop) {
        uv_mutex_lock(&l->mutex);
        while (!l->work && !l->stop) {
            uv_cond_wait(&l->wake, &l->mutex);
        }
        l->work = false;
        stop = l->stop;
        uv_mutex_unlock(&l->mutex);
        while (replication_writer_step(l->r)) {
            uv_async_send(&l->stored);
        }
    }
}

static void on_stored(uv_async_t *async)
{
    struct replication_loop *l = async->data;

    replication_stored(l->r);
}

static void part_closed(struct replication_loop *l)
{
    void (*closed)(void *context) = l->closed;
    void *context = l->closed_context;

    if (--l->handles_open > 0) {
        return;
    }
    free(l);
    if (closed != NULL) {
        closed(context);
    }
}

static void on_closed(uv_handle_t *handle)
{
    part_closed(handle->data);
}

static void on_transport_closed(void *context)
{
    part_closed(context);
}

/* What waits is written: the thread looks once more after it saw stop. */
static void thread_end(struct replication_loop *l)
{
    uv_mutex_lock(&l->mutex);
    l->stop = true;
    uv_cond_signal(&l->wake);
    uv_mutex_unlock(&l->mutex);
    uv_thread_join(&l->thread);
    uv_cond_destroy(&l->wake);
    uv_mutex_destroy(&l->mutex);
}

static void loop_finish(struct replication_loop *l)
{
    thread_end(l);
    replication_stored(l->r);
    if (l->transport != NULL) {
        transport_stop(l->transport, on_transport_closed, l);
        l->transport = NULL;
    }
    uv_close((uv_handle_t *)&l->timer, on_closed);
    uv_close((uv_handle_t *)&l->stored, on_closed);
}

static void snapshot_work(uv_work_t *work)
{
    struct replication_loop *l = work->data;

    replication_snapshot_run(l->r);
}

static void on_snapshot(uv_work_t *work, int status)
{
    struct replication_loop *l = work->data;

    ASSERT(status == 0);
    l->snapshot_running = false;
    replication_snapshot_done(l->r);
    if (l->stopping) {
        loop_finish(l);
    }
}

static void host_snapshot_start(void *context)
{
    struct replication_loop *l = context;
    int rv;

    ASSERT(!l->snapshot_running);
    l->snapshot_running = true;
    rv = uv_queue_work(l->loop, &l->snapshot, snapshot_work, on_snapshot);
    ASSERT(rv == 0);
}

static struct replication_loop *loop_new(uv_loop_t *loop, struct replication *r)
{
    struct replication_loop *l = CHECK_MEMORY(calloc(1, sizeof(*l)));

    l->r = r;
    l->loop = loop;
    l->timer.data = l;
    l->stored.data = l;
    l->snapshot.data = l;
    l->handles_open = 2;
    return l;
}

static void host_send(void *context, uint64_t server_id, enum peer_channel channel,
                      const struct slice *parts, size_t count)
{
    struct replication_loop *l = context;

    if (l->transport != NULL) {
        /* A message may get lost: with the link, or where its queue is full. */
        enum status lost = transport_send(l->transport, server_id, channel, parts, count);

        (void)lost;
    }
}

static void host_peers_set(void *context, const struct transport_peer *peers, size_t count)
{
    struct replication_loop *l = context;

    if (l->transport != NULL) {
        transport_peers_set(l->transport, peers, count);
    }
}

static void on_message(void *context, uint64_t from, enum peer_channel channel, struct slice bytes)
{
    struct replication_loop *l = context;

    if (!l->stopping) {
        replication_peer_message(l->r, from, channel, bytes);
    }
}

static void on_link(void *context, uint64_t server_id, bool up)
{
    struct replication_loop *l = context;

    if (!l->stopping) {
        replication_peer_link(l->r, server_id, up);
    }
}

static void on_alive(void *context, uint64_t from)
{
    struct replication_loop *l = context;

    if (!l->stopping) {
        replication_peer_alive(l->r, from);
    }
}

static enum status peers_start(struct replication_loop *l,
                               const struct replication_loop_options *options)
{
    struct replication_identity identity = replication_identity(l->r);
    struct transport_options transport = {
        .loop = l->loop,
        .server_id = identity.server_id,
        .address = options->address,
        .listen = options->listen,
        .credentials = options->credentials,
        .feature_level_min = options->feature_level_min,
        .feature_level_max = options->feature_level_max,
        .context = l,
        .message = on_message,
        .link = on_link,
        .alive = on_alive,
    };
    struct replication_problem problem;
    enum status st;

    memcpy(transport.cluster_id, identity.cluster_id, sizeof(transport.cluster_id));
    st = transport_start(&transport, &l->transport, &problem);
    if (st != STATUS_OK) {
        l->transport = NULL;
        driver_fault(l->r, st, &problem);
        return st;
    }
    l->handles_open++;
    return STATUS_OK;
}

static void handles_start(struct replication_loop *l)
{
    int rv;

    rv = uv_timer_init(l->loop, &l->timer);
    ASSERT(rv == 0);
    rv = uv_async_init(l->loop, &l->stored, on_stored);
    ASSERT(rv == 0);
    rv = uv_mutex_init(&l->mutex);
    ASSERT(rv == 0);
    rv = uv_cond_init(&l->wake);
    ASSERT(rv == 0);
    rv = uv_thread_create(&l->thread, log_thread, l);
    ASSERT(rv == 0);
}

enum status replication_loop_start(struct uv_loop_s *loop, struct replication *r,
                                   uint64_t applied_index,
                                   const struct replication_loop_options *options,
                                   struct replication_loop **out)
{
    struct replication_loop *l = loop_new(loop, r);
    struct replication_host host = {
        .context = l,
        .now_ms = host_now_ms,
        .timer_set = host_timer_set,
        .writer_wake = host_writer_wake,
        .snapshot_start = host_snapshot_start,
        .send = options == NULL ? NULL : host_send,
        .peers_set = options == NULL ? NULL : host_peers_set,
    };
    enum status st;

    handles_start(l);
    st = options == NULL ? STATUS_OK : peers_start(l, options);
    if (st == STATUS_OK) {
        st = replication_start(r, &host, applied_index);
    }
    if (st != STATUS_OK) {
        replication_loop_stop(l, NULL, NULL);
        return st;
    }
    *out = l;
    return STATUS_OK;
}

enum status replication_loop_reload(struct replication_loop *l, struct replication_problem *problem)
{
    return l->transport == NULL ? STATUS_OK : transport_reload(l->transport, problem);
}

uint16_t replication_loop_port(const struct replication_loop *l)
{
    return l->transport == NULL ? 0 : transport_port(l->transport);
}

void replication_loop_stop(struct replication_loop *l, void (*closed)(void *context), void *context)
{
    ASSERT(!l->stopping);
    l->stopping = true;
    l->closed = closed;
    l->closed_context = context;
    uv_timer_stop(&l->timer);
    if (!l->snapshot_running) {
        loop_finish(l);
    }
}
