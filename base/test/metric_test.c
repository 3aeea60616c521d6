#include "base/metric.h"

#include <string.h>

#include "base/limits.h"
#include "testkit/test.h"

static bool holds(const struct buffer *out, const char *line)
{
    return memmem(out->data, out->size, line, strlen(line)) != NULL;
}

/* A border belongs to its bucket, buckets are cumulative, and the last one is the count. */
TEST(metric, counts_by_borders)
{
    struct metric_histogram histogram = {0};
    struct buffer out;

    metric_observe_us(&histogram, 0);
    metric_observe_us(&histogram, 10);
    metric_observe_us(&histogram, 11);
    metric_observe_us(&histogram, 10000000);
    metric_observe_us(&histogram, 10000001);
    buffer_init(&out, KIB(64));
    metric_put_histogram(&out, "x_seconds", "X.", &histogram);

    CHECK(holds(&out, "# HELP x_seconds X.\n# TYPE x_seconds histogram\n"));
    CHECK(holds(&out, "x_seconds_bucket{le=\"0.000010\"} 2\n"));
    CHECK(holds(&out, "x_seconds_bucket{le=\"0.000025\"} 3\n"));
    CHECK(holds(&out, "x_seconds_bucket{le=\"10.000000\"} 4\n"));
    CHECK(holds(&out, "x_seconds_bucket{le=\"+Inf\"} 5\n"));
    CHECK(holds(&out, "x_seconds_sum 20.000022\nx_seconds_count 5\n"));
    buffer_deinit(&out);
}
