/* baton-micro [DIRECTORY]: the micro benches. DIRECTORY, empty, takes the stores of the apply bench
 * (a memory file system keeps the disk out of it). */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "micro.h"

enum {
    RUNS = 7,
    RUN_NS = 60 * 1000 * 1000
};

static int64_t now_ns(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t run(micro_piece piece, void *ctx, uint64_t count)
{
    int64_t begun = now_ns();

    for (uint64_t i = 0; i < count; i++) {
        piece(ctx);
    }
    return now_ns() - begun;
}

double micro_measure(const char *name, micro_piece piece, void *ctx, uint32_t units)
{
    uint64_t count = 1;
    double best = 0;

    while (run(piece, ctx, count) < RUN_NS / 2) {
        count *= 2;
    }
    for (int i = 0; i < RUNS; i++) {
        double each = (double)run(piece, ctx, count) / (double)count / units;

        best = i == 0 || each < best ? each : best;
    }
    printf("%-44s %12.1f ns\n", name, best);
    return best;
}

void micro_ratio(const char *name, double a, double b)
{
    printf("%-44s %12.2f\n", name, b > 0 ? a / b : 0);
}

int main(int argc, char **argv)
{
    micro_feel();
    micro_dmn();
    micro_json();
    if (argc > 1) {
        micro_apply(argv[1]);
    }
    return EXIT_SUCCESS;
}
