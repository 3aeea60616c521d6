#include "base/metric.h"

#include <inttypes.h>

enum {
    SECOND_US = 1000000
};

static const uint64_t borders_us[METRIC_BORDERS] = {
    10,    25,    50,     100,    250,    500,     1000,    2500,    5000,    10000,
    25000, 50000, 100000, 250000, 500000, 1000000, 2500000, 5000000, 10000000};

void metric_observe_us(struct metric_histogram *histogram, uint64_t us)
{
    uint64_t longest_us = atomic_load_explicit(&histogram->longest_us, memory_order_relaxed);
    size_t slot = 0;

    while (us > longest_us &&
           !atomic_compare_exchange_weak(&histogram->longest_us, &longest_us, us)) {
    }
    while (slot < METRIC_BORDERS && us > borders_us[slot]) {
        slot++;
    }
    atomic_fetch_add_explicit(&histogram->counts[slot], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&histogram->sum_us, us, memory_order_relaxed);
}

void metric_put_head(struct buffer *out, enum metric_kind kind, const char *name, const char *help)
{
    static const char *const kinds[] = {"counter", "gauge", "histogram"};

    buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kinds[kind]);
}

void metric_put(struct buffer *out, enum metric_kind kind, const char *name, const char *help,
                uint64_t value)
{
    metric_put_head(out, kind, name, help);
    buffer_printf(out, "%s %" PRIu64 "\n", name, value);
}

static void put_seconds(struct buffer *out, uint64_t us)
{
    buffer_printf(out, "%" PRIu64 ".%06" PRIu64, us / SECOND_US, us % SECOND_US);
}

void metric_put_seconds(struct buffer *out, enum metric_kind kind, const char *name,
                        const char *help, uint64_t us)
{
    metric_put_head(out, kind, name, help);
    buffer_printf(out, "%s ", name);
    put_seconds(out, us);
    buffer_put_byte(out, '\n');
}

/* The count is the sum of what is written here, so that it agrees with the buckets while others go
 * on counting. */
void metric_put_histogram(struct buffer *out, const char *name, const char *help,
                          const struct metric_histogram *histogram)
{
    uint64_t sum_us = atomic_load_explicit(&histogram->sum_us, memory_order_relaxed);
    uint64_t count = 0;

    metric_put_head(out, METRIC_HISTOGRAM, name, help);
    for (size_t i = 0; i <= METRIC_BORDERS; i++) {
        count += atomic_load_explicit(&histogram->counts[i], memory_order_relaxed);
        buffer_printf(out, "%s_bucket{le=\"", name);
        if (i < METRIC_BORDERS) {
            put_seconds(out, borders_us[i]);
        } else {
            buffer_put_text(out, "+Inf");
        }
        buffer_printf(out, "\"} %" PRIu64 "\n", count);
    }
    buffer_printf(out, "%s_sum ", name);
    put_seconds(out, sum_us);
    buffer_printf(out, "\n%s_count %" PRIu64 "\n", name, count);
}
