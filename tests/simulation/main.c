/* sim [--seed N] [--count M] [--verbose]: run seeds N .. N+M-1, print the one that fails. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "sim_voter.h"

static void usage(void)
{
    fputs("usage: sim [--seed N] [--count M] [--plant skip-fsync] [--verbose]\n", stderr);
}

struct arguments {
    uint64_t seed;
    uint64_t count;
    enum sim_plant plant;
    bool verbose;
};

static bool arguments_parse(int argc, char **argv, struct arguments *out)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--verbose") == 0) {
            out->verbose = true;
        } else if (i + 1 < argc && strcmp(argv[i], "--seed") == 0) {
            out->seed = strtoull(argv[++i], NULL, 10);
        } else if (i + 1 < argc && strcmp(argv[i], "--count") == 0) {
            out->count = strtoull(argv[++i], NULL, 10);
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

int main(int argc, char **argv)
{
    struct arguments arguments = {.seed = 1, .count = 1};
    struct sim_report report = {.failed = false};

    if (!arguments_parse(argc, argv, &arguments)) {
        usage();
        return 2;
    }
    log_set_level(arguments.verbose ? LOG_INFO : LOG_OFF);
    for (uint64_t i = 0; i < arguments.count; i++) {
        sim_voter_run(arguments.seed + i, arguments.plant, arguments.verbose, &report);
        if (report.failed) {
            printf("seed %" PRIu64 " FAILED: %s\n", arguments.seed + i, report.why);
            return 1;
        }
    }
    printf("%" PRIu64 " seeds: %" PRIu64 " starts, %" PRIu64 " power cuts, %" PRIu64
           " process deaths, %" PRIu64 " acknowledged, %" PRIu64 " snapshots, %" PRIu64
           " flips (%" PRIu64 " refused, %" PRIu64 " harmless)\n",
           arguments.count, report.starts, report.power_cuts, report.process_deaths,
           report.acknowledged, report.snapshots, report.flips, report.flips_refused,
           report.flips_harmless);
    return 0;
}
