/* Numbers for operators in the Prometheus text format: one place that knows how they are written.
 *
 * Names are in base units (seconds, bytes), counters end in _total, and everything has a HELP and a
 * TYPE: promtool's rules, kept by tests/system/metrics_format.py. Times are counted in microseconds
 * and written as seconds. Nothing here reaches replicated state. */
#ifndef BASE_METRIC_H
#define BASE_METRIC_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/buffer.h"

enum metric_kind {
    METRIC_COUNTER,
    METRIC_GAUGE,
    METRIC_HISTOGRAM
};

/* How long something took, counted by borders from 10 us to 10 s, and the longest of all. Zeroed is
 * empty. Thread: any. */
enum {
    METRIC_BORDERS = 19
};
struct metric_histogram {
    _Atomic uint64_t counts[METRIC_BORDERS + 1]; /* the last: above all borders */
    _Atomic uint64_t sum_us;
    _Atomic uint64_t longest_us;
};

void metric_observe_us(struct metric_histogram *histogram, uint64_t us);

/* The two lines before the samples of a name that has several; the caller writes the samples. */
void metric_put_head(struct buffer *out, enum metric_kind kind, const char *name, const char *help);

/* A name with one sample. */
void metric_put(struct buffer *out, enum metric_kind kind, const char *name, const char *help,
                uint64_t value);
void metric_put_seconds(struct buffer *out, enum metric_kind kind, const char *name,
                        const char *help, uint64_t us);
void metric_put_histogram(struct buffer *out, const char *name, const char *help,
                          const struct metric_histogram *histogram);

#endif
