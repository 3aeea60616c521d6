/* Counters of the server, as Prometheus text. */
#include "base/metric.h"
#include "request_int.h"
#include "server_int.h"

static const int counted_statuses[METRIC_STATUSES] = {200, 204, 400, 401, 403, 404, 405,
                                                      409, 413, 414, 415, 422, 429, 431,
                                                      499, 500, 501, 503, 504, 0};

static size_t status_slot(int status)
{
    size_t slot = 0;

    while (slot < METRIC_STATUSES - 1 && counted_statuses[slot] != status) {
        slot++;
    }
    return slot;
}

void metrics_count(struct http_metrics *metrics, size_t route_index, int status)
{
    atomic_fetch_add_explicit(
        &metrics->requests[route_index * METRIC_STATUSES + status_slot(status)], 1,
        memory_order_relaxed);
}

static void put_status(struct buffer *out, int status)
{
    if (status == 0) {
        buffer_put_text(out, "other");
    } else {
        buffer_printf(out, "%d", status);
    }
}

static void put_requests(const struct http_metrics *metrics, struct buffer *out)
{
    metric_put_head(out, METRIC_COUNTER, "baton_http_requests_total",
                    "Answers by operation and status.");
    for (size_t i = 0; i < (route_count + 1) * METRIC_STATUSES; i++) {
        uint64_t count = atomic_load_explicit(&metrics->requests[i], memory_order_relaxed);
        size_t route = i / METRIC_STATUSES;

        if (count > 0) {
            buffer_printf(out, "baton_http_requests_total{operation=\"%s\",status=\"",
                          route == route_count ? "none" : routes[route].operation);
            put_status(out, counted_statuses[i % METRIC_STATUSES]);
            buffer_printf(out, "\"} %llu\n", (unsigned long long)count);
        }
    }
}

void metrics_put(const struct http_metrics *metrics, struct buffer *out)
{
    put_requests(metrics, out);
    metric_put(out, METRIC_GAUGE, "baton_http_parked", "Long polls and awaits that are parked.",
               atomic_load(&metrics->parked));
    metric_put(out, METRIC_GAUGE, "baton_http_connections", "Open connections.",
               atomic_load(&metrics->connections));
    metric_put(out, METRIC_COUNTER, "baton_http_connections_refused_total",
               "Connections closed at once because of a limit.",
               atomic_load(&metrics->connections_refused));
    metric_put(out, METRIC_COUNTER, "baton_http_requests_refused_total",
               "Requests refused for their shape or size.",
               atomic_load(&metrics->requests_refused));
}
