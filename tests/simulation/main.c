/* sim [--seed N] [--count M] [--sweeps K] [--expect-failure] [--verbose]: run seeds N .. N+M-1,
 * then K sweeps, and print the seed that fails. With --expect-failure a seed must fail: that is how
 * a planted bug is shown to be seen. */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "sim_cluster.h"
#include "sim_voter.h"

static uint64_t seed_running;
static bool failure_expected;

/* An assertion of the code under test failed: which seed was it? */
static void on_abort(int number)
{
    (void)number;
    fprintf(stderr, "seed %" PRIu64 " FAILED: see the line before\n", seed_running);
    if (failure_expected) {
        _exit(0); /* an assertion saw the planted bug */
    }
}

static void usage(void)
{
    fputs("usage: sim [--seed N] [--count M] [--sweeps K] [--clusters C] [--plant skip-fsync] "
          "[--expect-failure] [--verbose]\n",
          stderr);
}

struct arguments {
    uint64_t seed;
    uint64_t count;
    uint64_t sweeps;
    uint64_t clusters;
    enum sim_plant plant;
    bool expect_failure;
    bool verbose;
};

static bool arguments_parse(int argc, char **argv, struct arguments *out)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--verbose") == 0) {
            out->verbose = true;
        } else if (strcmp(argv[i], "--expect-failure") == 0) {
            out->expect_failure = true;
        } else if (i + 1 < argc && strcmp(argv[i], "--seed") == 0) {
            out->seed = strtoull(argv[++i], NULL, 10);
        } else if (i + 1 < argc && strcmp(argv[i], "--count") == 0) {
            out->count = strtoull(argv[++i], NULL, 10);
        } else if (i + 1 < argc && strcmp(argv[i], "--sweeps") == 0) {
            out->sweeps = strtoull(argv[++i], NULL, 10);
        } else if (i + 1 < argc && strcmp(argv[i], "--clusters") == 0) {
            out->clusters = strtoull(argv[++i], NULL, 10);
        } else if (i + 1 < argc && strcmp(argv[i], "--plant") == 0 &&
                   strcmp(argv[i + 1], "skip-fsync") == 0) {
            out->plant = PLANT_SKIP_FSYNC;
            i++;
        } else {
            return false;
        }
    }
    return true;
}

/* The seed that failed, 0 when none did. */
static uint64_t run(const struct arguments *arguments, struct sim_report *report)
{
    for (uint64_t i = 0; i < arguments->count; i++) {
        seed_running = arguments->seed + i;
        sim_voter_run(arguments->seed + i, arguments->plant, arguments->verbose, report);
        if (report->failed) {
            return arguments->seed + i;
        }
    }
    for (uint64_t i = 0; i < arguments->sweeps; i++) {
        seed_running = arguments->seed + i;
        sim_voter_sweep(arguments->seed + i, report);
        if (report->failed) {
            return arguments->seed + i;
        }
    }
    for (uint64_t i = 0; i < arguments->clusters; i++) {
        seed_running = arguments->seed + i;
        sim_cluster_run(arguments->seed + i, arguments->verbose, report);
        if (report->failed) {
            return arguments->seed + i;
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct arguments arguments = {.seed = 1, .count = 1};
    struct sim_report report = {.failed = false};
    uint64_t failed;

    if (!arguments_parse(argc, argv, &arguments) || arguments.seed == 0) {
        usage();
        return 2;
    }
    log_set_level(arguments.verbose ? LOG_INFO : LOG_OFF);
    failure_expected = arguments.expect_failure;
    signal(SIGABRT, on_abort);
    failed = run(&arguments, &report);
    printf("%" PRIu64 " seeds, %" PRIu64 " sweeps, %" PRIu64 " clusters: %" PRIu64
           " starts, %" PRIu64 " power cuts, %" PRIu64 " process deaths, %" PRIu64
           " acknowledged, %" PRIu64 " snapshots, %" PRIu64 " flips (%" PRIu64 " refused, %" PRIu64
           " harmless)\n",
           arguments.count, arguments.sweeps, arguments.clusters, report.starts, report.power_cuts,
           report.process_deaths, report.acknowledged, report.snapshots, report.flips,
           report.flips_refused, report.flips_harmless);
    printf("clusters: %" PRIu64 " simulated s, %" PRIu64 " installs, %" PRIu64 " joins, %" PRIu64
           " removals, %" PRIu64 " hand-overs, %" PRIu64 " failed syncs\n",
           report.simulated_ms / 1000, report.installs, report.joins, report.removals,
           report.hand_overs, report.sync_errors);
    if (failed != 0) {
        printf("seed %" PRIu64 " FAILED: %s\n", failed, report.why);
    }
    return (failed != 0) == arguments.expect_failure ? 0 : 1;
}
