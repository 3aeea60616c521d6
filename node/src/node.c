/* The node's life: open, run, stop in order, close. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/log.h"
#include "crash.h"
#include "node_int.h"
#include "store/marker.h"

enum {
    DRAIN_MS = 5000,
    DRAIN_LOOK_MS = 10,
    HAND_OVER_MS = 1000,
    HTTP_STOP_MS = 1000
};

static int fault_exit_code(enum status status)
{
    if (status == STATUS_CORRUPT) {
        return EXIT_CORRUPT;
    }
    if (status == STATUS_NOT_IMPLEMENTED) {
        return NODE_EXIT_OTHER_VERSION;
    }
    return status == STATUS_IO || status == STATUS_NO_SPACE ? NODE_EXIT_IO : EXIT_FAILURE;
}

void node_fault(struct node *node, enum status status, const char *what)
{
    const char *what_next = "mend the cause and start again";

    atomic_store(&node->public.ready, false);
    if (status == STATUS_CORRUPT && store_mark_none(node->directory) == STATUS_OK) {
        what_next = "the next start rebuilds the state from snapshot and log";
    } else if (status == STATUS_NOT_IMPLEMENTED) {
        what_next = "start the version that wrote it";
    }
    log_error("node", "fault status=%s what=%s directory=%s next=%s", status_name(status), what,
              node->directory, what_next);
    _exit(fault_exit_code(status));
}

void node_wake(struct node *node)
{
    ASSERT(uv_async_send(&node->wake) == 0);
}

static void on_drain(uv_timer_t *timer);

static void on_closed(void *context)
{
    struct node *node = context;

    uv_close((uv_handle_t *)&node->wake, NULL);
}

/* The log thread ends after it has written what waits; its last word comes through on_closed. */
static void stop_loop(struct node *node)
{
    node->stopping = true;
    http_stop(node->http, clock_monotonic_ms() + HTTP_STOP_MS);
    node->http = NULL;
    parks_release(node);
    waits_release(node);
    changes_release(node);
    uv_close((uv_handle_t *)&node->drain, NULL);
    uv_close((uv_handle_t *)&node->pulse, NULL);
    uv_close((uv_handle_t *)&node->deadlines, NULL);
    uv_close((uv_handle_t *)&node->ticker.timer, NULL);
    uv_close((uv_handle_t *)&node->sigterm, NULL);
    uv_close((uv_handle_t *)&node->sigint, NULL);
    uv_close((uv_handle_t *)&node->sighup, NULL);
    replication_loop_stop(node->replication_loop, on_closed, node);
}

static bool is_drained(struct node *node)
{
    return node->flight.list.count == 0 && node->forwards.count == 0 && node->pending.count == 0 &&
           inbox_count(&node->inbox) == 0 && parks_count(&node->parks) == 0;
}

/* Who leads hands over first, so that nobody waits for an election. */
static void hand_over(struct node *node)
{
    node->hand_until_ms = clock_monotonic_ms() + HAND_OVER_MS;
    node->hands_over = node->leads && node->cluster.voter_count > 1 &&
                       replication_transfer(node->replication, 0) == STATUS_OK;
    if (node->hands_over) {
        log_info("node", "handing-over term=%llu", (unsigned long long)node->cluster.term);
    }
}

static bool has_handed_over(const struct node *node)
{
    return !node->hands_over || cluster_has_other_leader(node) ||
           clock_monotonic_ms() > node->hand_until_ms;
}

/* First no more requests and no parked polls, then what is on its way ends,
 * then the server stops. */
static void drain(struct node *node)
{
    if (!node->draining) {
        node->draining = true;
        node->drain_until_ms = clock_monotonic_ms() + DRAIN_MS;
        log_info("node", "stopping");
        pulse_stopping(node);
        hand_over(node);
        http_drain(node->http);
        uv_timer_start(&node->drain, on_drain, DRAIN_LOOK_MS, DRAIN_LOOK_MS);
    }
    parks_release(node);
    waits_release(node);
    changes_release(node);
    if ((is_drained(node) && has_handed_over(node)) ||
        clock_monotonic_ms() > node->drain_until_ms) {
        stop_loop(node);
    }
}

static void on_drain(uv_timer_t *timer)
{
    node_wake(timer->data);
}

static void on_wake(uv_async_t *async)
{
    struct node *node = async->data;

    if (node->stopping) {
        return;
    }
    core_round(node);
    if (atomic_load(&node->stop_wanted)) {
        drain(node);
    }
}

static void on_signal(uv_signal_t *signal, int number)
{
    (void)number;
    node_stop(signal->data);
}

/* Certificates were made anew. */
static void on_hangup(uv_signal_t *signal, int number)
{
    struct node *node = signal->data;
    struct replication_problem problem = {.text = ""};
    enum status st = STATUS_OK;

    (void)number;
    if (!node->stopping) {
        st = replication_loop_reload(node->replication_loop, &problem);
    }
    if (st == STATUS_OK) {
        log_info("node", "certificates-reloaded");
    } else {
        log_error("node", "certificates-kept reason=%s", problem.text);
    }
}

void node_stop(struct node *node)
{
    atomic_store(&node->public.draining, true);
    atomic_store(&node->stop_wanted, true);
    node_wake(node);
}

static void open_loop(struct node *node)
{
    ASSERT(uv_loop_init(&node->loop) == 0);
    ASSERT(uv_async_init(&node->loop, &node->wake, on_wake) == 0);
    ASSERT(uv_timer_init(&node->loop, &node->deadlines) == 0);
    ASSERT(uv_timer_init(&node->loop, &node->drain) == 0);
    ASSERT(uv_timer_init(&node->loop, &node->pulse) == 0);
    ASSERT(uv_timer_init(&node->loop, &node->ticker.timer) == 0);
    ASSERT(uv_signal_init(&node->loop, &node->sigterm) == 0);
    ASSERT(uv_signal_init(&node->loop, &node->sigint) == 0);
    ASSERT(uv_signal_init(&node->loop, &node->sighup) == 0);
    node->wake.data = node;
    node->deadlines.data = node;
    node->drain.data = node;
    node->pulse.data = node;
    node->ticker.timer.data = node;
    node->sigterm.data = node;
    node->sigint.data = node;
    node->sighup.data = node;
}

/* "Exists already" and "may not" are the directory's words. */
static enum status address_status(enum status status)
{
    return status == STATUS_OK ? STATUS_OK : STATUS_UNAVAILABLE;
}

static enum status open_http(struct node *node, char *message)
{
    struct http_options options = {
        .address = node->options.address,
        .port = node->options.port,
        .threads = node->options.http_threads,
        .connections_max = node->options.connections_max,
        .connections_per_address_max = node->options.connections_per_address_max,
        .unique_business_ids = node->options.unique_business_ids,
        .backend = &node->backend,
        .version = node->options.version,
    };

    backend_fill(node);
    return address_status(http_start(&options, &node->http, message, NODE_MESSAGE_BYTES));
}

static uint64_t random_number(void)
{
    uint64_t number;

    ASSERT(getrandom(&number, sizeof(number), 0) == (ssize_t)sizeof(number));
    return number;
}

/* A snapshot that is to be installed does not wait for readers that come after it. */
static void swap_init(pthread_rwlock_t *swap)
{
    pthread_rwlockattr_t attributes;

    pthread_rwlockattr_init(&attributes);
    pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    ASSERT(pthread_rwlock_init(swap, &attributes) == 0);
    pthread_rwlockattr_destroy(&attributes);
}

static struct node *node_new(const struct node_options *options)
{
    struct node *node = CHECK_MEMORY(calloc(1, sizeof(*node)));

    node->options = *options;
    node->directory = CHECK_MEMORY(strdup(options->directory));
    if (options->peer_listen != NULL) {
        snprintf(node->peer_address, sizeof(node->peer_address), "%s@%s", options->name,
                 options->peer_address != NULL ? options->peer_address : options->peer_listen);
    }
    node->lock_fd = -1;
    node->started_wall_ms = clock_wall_ms();
    atomic_store(&node->public.due_ms, INT64_MAX);
    atomic_store(&node->public.pulse_ms, clock_monotonic_ms());
    measured_disk_init(&node->disk);
    supervisor_init(&node->supervisor);
    inbox_init(&node->inbox);
    proposal_list_init(&node->pending);
    flight_init(&node->flight);
    forwards_init(&node->forwards, random_number() >> 1);
    cluster_init(&node->cluster);
    swap_init(&node->swap);
    turn_init(&node->turn);
    parks_init(&node->parks);
    waits_init(&node->waits);
    open_loop(node);
    return node;
}

/* A peer port that cannot be had is said like any other. */
static enum status start_log(struct node *node, char *message)
{
    const struct node_options *given = &node->options;
    struct replication_loop_options peers = {
        .address = node->peer_address,
        .listen = given->peer_listen,
        .credentials = {.ca_file = given->peer_ca,
                        .certificate_file = given->peer_certificate,
                        .key_file = given->peer_key},
        .feature_level_min = 1,
        .feature_level_max = 1,
    };
    enum status st;

    node->opening = message;
    st =
        replication_loop_start(&node->loop, node->replication, fsm_applied(node->fsm).index,
                               given->peer_listen == NULL ? NULL : &peers, &node->replication_loop);
    node->opening = NULL;
    return st == STATUS_ALREADY_EXISTS || st == STATUS_INVALID_ARGUMENT ? STATUS_UNAVAILABLE : st;
}

enum status node_open(const struct node_options *options, struct node **out, char *message)
{
    struct node *node = node_new(options);
    enum status st = directory_open(node, message);

    /* Behind the lock: whoever held the directory held the port too, and may just be ending. */
    if (st == STATUS_OK) {
        st = address_status(
            http_probe(options->address, options->port, message, NODE_MESSAGE_BYTES));
    }
    if (st == STATUS_OK) {
        st = recover_open(node, message);
    }
    if (st == STATUS_OK) {
        crash_arm(node->directory);
        st = open_http(node, message);
    }
    if (st == STATUS_OK) {
        st = start_log(node, message);
    }
    if (st != STATUS_OK) {
        node_close(node);
        return st;
    }
    *out = node;
    return STATUS_OK;
}

uint16_t node_port(const struct node *node)
{
    return http_port(node->http);
}

int node_run(struct node *node)
{
    ASSERT(uv_signal_start(&node->sigterm, on_signal, SIGTERM) == 0);
    ASSERT(uv_signal_start(&node->sigint, on_signal, SIGINT) == 0);
    if (node->options.peer_ca != NULL) {
        ASSERT(uv_signal_start(&node->sighup, on_hangup, SIGHUP) == 0);
    }
    log_info("node", "listening address=%s port=%d", node->options.address, (int)node_port(node));
    pulse_start(node);
    uv_run(&node->loop, UV_RUN_DEFAULT);
    crash_disarm();
    recover_close(node, true);
    log_info("node", "stopped");
    return EXIT_SUCCESS;
}

static void close_handle(uv_handle_t *handle, void *ctx)
{
    (void)ctx;
    if (!uv_is_closing(handle)) {
        uv_close(handle, NULL);
    }
}

void node_close(struct node *node)
{
    if (node->http != NULL) {
        http_stop(node->http, clock_monotonic_ms());
    }
    uv_walk(&node->loop, close_handle, NULL);
    uv_run(&node->loop, UV_RUN_DEFAULT);
    ASSERT(uv_loop_close(&node->loop) == 0);
    crash_disarm();
    recover_close(node, false);
    flight_deinit(&node->flight);
    forwards_deinit(&node->forwards);
    changes_release(node);
    cluster_deinit(&node->cluster);
    pthread_rwlock_destroy(&node->swap);
    inbox_deinit(&node->inbox);
    turn_deinit(&node->turn);
    parks_deinit(&node->parks);
    waits_deinit(&node->waits);
    supervisor_deinit(&node->supervisor);
    free(node->directory);
    free(node);
}
