#include "histogram.h"

enum {
    STEP_BITS = 5 /* 32 steps a power of two */
};

/* Below 64 every value has a bucket of its own, above the leading six bits choose it. */
static unsigned bucket_of(uint64_t value)
{
    unsigned shift = 0;

    while (value >> shift >= UINT64_C(2) << STEP_BITS) {
        shift++;
    }
    return (shift << STEP_BITS) + (unsigned)(value >> shift);
}

/* The largest value of the bucket. */
static uint64_t bucket_top(unsigned bucket)
{
    unsigned shift = bucket < (2U << STEP_BITS) ? 0 : (bucket >> STEP_BITS) - 1;
    uint64_t lead = bucket - (shift << STEP_BITS);

    return ((lead + 1) << shift) - 1;
}

void histogram_note(struct histogram *histogram, uint64_t took_us)
{
    uint64_t max_us = atomic_load_explicit(&histogram->max_us, memory_order_relaxed);

    while (took_us > max_us &&
           !atomic_compare_exchange_weak(&histogram->max_us, &max_us, took_us)) {
    }
    atomic_fetch_add_explicit(&histogram->counts[bucket_of(took_us)], 1, memory_order_relaxed);
}

uint64_t histogram_count(const struct histogram *histogram)
{
    uint64_t count = 0;

    for (unsigned i = 0; i < HISTOGRAM_BUCKETS; i++) {
        count += atomic_load_explicit(&histogram->counts[i], memory_order_relaxed);
    }
    return count;
}

uint64_t histogram_percentile_us(const struct histogram *histogram, uint64_t per_mille)
{
    uint64_t wanted = (histogram_count(histogram) * per_mille + 999) / 1000;
    uint64_t max_us = atomic_load(&histogram->max_us);
    uint64_t seen = 0;

    for (unsigned i = 0; i < HISTOGRAM_BUCKETS && wanted > 0; i++) {
        seen += atomic_load_explicit(&histogram->counts[i], memory_order_relaxed);
        if (seen >= wanted) {
            return bucket_top(i) < max_us ? bucket_top(i) : max_us;
        }
    }
    return 0;
}
