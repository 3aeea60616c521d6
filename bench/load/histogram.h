/* Times of many threads in one histogram: an error of at most 1/32, no sample is dropped. */
#ifndef BENCH_HISTOGRAM_H
#define BENCH_HISTOGRAM_H

#include <stdatomic.h>
#include <stdint.h>

enum {
    HISTOGRAM_BUCKETS = 1 << 11
};

struct histogram {
    _Atomic uint64_t counts[HISTOGRAM_BUCKETS];
    _Atomic uint64_t max_us;
};

/* Thread: any. */
void histogram_note(struct histogram *histogram, uint64_t took_us);
uint64_t histogram_count(const struct histogram *histogram);
/* The time that per_mille of 1,000 noted times do not pass; 0 when nothing was noted. */
uint64_t histogram_percentile_us(const struct histogram *histogram, uint64_t per_mille);

#endif
