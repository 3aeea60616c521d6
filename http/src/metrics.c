/* Counters of the server, as Prometheus text. */
#include "request_int.h"
#include "server_int.h"

static const int counted_statuses[METRIC_STATUSES] = {
    200, 204, 400, 401, 403, 404, 405, 409, 413, 414, 415, 422, 431, 499, 500, 501, 503, 504, 0, 0};

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

static void put_head(struct buffer *out, const char *name, const char *kind, const char *help)
{
    buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind);
}

static void put_value(struct buffer *out, const char *name, const char *kind, const char *help,
                      uint64_t value)
{
    put_head(out, name, kind, help);
    buffer_printf(out, "%s %llu\n", name, (unsigned long long)value);
}

static void put_requests(const struct http_metrics *metrics, struct buffer *out)
{
    put_head(out, "baton_http_requests_total", "counter", "Answers by operation and status.");
    for (size_t i = 0; i < (route_count + 1) * METRIC_STATUSES; i++) {
        uint64_t count = atomic_load_explicit(&metrics->requests[i], memory_order_relaxed);
        size_t route = i / METRIC_STATUSES;

        if (count > 0) {
            buffer_printf(out, "baton_http_requests_total{operation=\"%s\",status=\"%d\"} %llu\n",
                          route == route_count ? "none" : routes[route].operation,
                          counted_statuses[i % METRIC_STATUSES], (unsigned long long)count);
        }
    }
}

void metrics_put(const struct http_metrics *metrics, struct buffer *out)
{
    put_requests(metrics, out);
    put_value(out, "baton_http_parked", "gauge", "Long polls and awaits that are parked.",
              atomic_load(&metrics->parked));
    put_value(out, "baton_http_connections", "gauge", "Open connections.",
              atomic_load(&metrics->connections));
    put_value(out, "baton_http_connections_refused_total", "counter",
              "Connections closed at once because of a limit.",
              atomic_load(&metrics->connections_refused));
    put_value(out, "baton_http_requests_refused_total", "counter",
              "Requests refused for their shape or size.", atomic_load(&metrics->requests_refused));
}
