/* The server as its own threads see it. */
#ifndef HTTP_SERVER_INT_H
#define HTTP_SERVER_INT_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buffer.h"
#include "http/http.h"

struct http_thread;
struct request;
struct work_pool;
struct address_table;

enum {
    HTTP_THREADS_MAX = 16,
    METRIC_STATUSES = 20
};

struct http_metrics {
    _Atomic uint64_t *requests; /* [route_count + 1][METRIC_STATUSES]; the last row: no route */
    _Atomic uint64_t parked;
    _Atomic uint64_t connections;
    _Atomic uint64_t connections_refused;
    _Atomic uint64_t requests_refused; /* shapes that are never served */
};

struct http_server {
    struct http_options options;
    char address[64];
    uint16_t port;
    uint32_t thread_count;
    struct http_thread *threads[HTTP_THREADS_MAX];
    void *h2o_config; /* h2o_globalconf_t */
    struct work_pool *work;
    struct address_table *addresses;
    struct http_metrics metrics;
    atomic_bool draining;
    atomic_bool memory_pressed; /* the process takes more than it may */
};

/* A thread that takes no signals: they are the main thread's, and SIGPIPE must not kill for a
 * client that left. */
bool thread_spawn(pthread_t *id, void *(*run)(void *), void *argument) NODISCARD;

/* The compile pool. push: false when the queue is full. */
struct work_pool *work_pool_new(uint32_t threads) NODISCARD;
void work_pool_free(struct work_pool *pool);
bool work_push(struct http_server *server, struct request *request) NODISCARD;

/* Count one answer. route_index = route_count: no route. */
void metrics_count(struct http_metrics *metrics, size_t route_index, int status);
void metrics_put(const struct http_metrics *metrics, struct buffer *out);

#endif
