/* Load on a server through libbaton.
 *
 *     baton-load one-task --clients 32 --workers 8 --seconds 10      as much as it takes
 *     baton-load one-task --rate 500 --seconds 60                    500 a second, on time
 *
 * Deploys the scenario's model, starts instances, works their jobs, publishes their messages, and
 * then asks the server: every started instance must be completed, none twice, no request may have
 * failed, else the exit status is 1. Results are one line of JSON. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "base/assert.h"
#include "baton/client.h"
#include "load.h"

enum {
    CLIENTS_MAX = 1024,
    SECONDS_MAX = 3600,
    RATE_MAX = 1000000,
    PAYLOAD_BYTES_MAX = 1 << 20,
    SETTLE_US = 60 * 1000 * 1000,
    SETTLE_PAUSE_NS = 20 * 1000 * 1000
};

struct outcome {
    uint64_t completed;
    uint64_t lost;
    uint64_t doubled;
};

static const struct option {
    const char *name;
    size_t place;
    uint32_t max;
    const char *what;
} options[] = {
    {"--clients", offsetof(struct load, clients), CLIENTS_MAX, "connections that start instances"},
    {"--workers", offsetof(struct load, workers), CLIENTS_MAX, "threads of the worker"},
    {"--seconds", offsetof(struct load, seconds), SECONDS_MAX, "how long instances are started"},
    {"--rate", offsetof(struct load, rate), RATE_MAX, "instances a second; 0: as many as it takes"},
    {"--payload", offsetof(struct load, payload_bytes), PAYLOAD_BYTES_MAX,
     "bytes of one more variable"},
    {"--backlog", offsetof(struct load, backlog), LEDGER_INSTANCES_MAX,
     "most instances that wait for the worker"},
};

static int usage(void)
{
    fputs("usage: baton-load SCENARIO [options]; the server is $BATON_ADDRESS\n\nscenarios:\n",
          stderr);
    for (unsigned i = 0; scenario_at(i) != NULL; i++) {
        fprintf(stderr, "  %-11s %s\n", scenario_at(i)->name, scenario_at(i)->what);
    }
    fputs("\noptions:\n", stderr);
    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
        fprintf(stderr, "  %-10s N      %s\n", options[i].name, options[i].what);
    }
    fputs("  --models FOLDER   where the models are (bench/models)\n"
          "  --blind           neither deploy nor count at the end\n",
          stderr);
    return 2;
}

static bool take_number(struct load *load, const char *name, const char *value)
{
    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
        char *end;
        unsigned long number;

        if (strcmp(options[i].name, name) != 0) {
            continue;
        }
        number = strtoul(value, &end, 10);
        if (end == value || *end != '\0' || number > options[i].max) {
            fprintf(stderr, "baton-load: %s takes a number up to %u\n", name, options[i].max);
            return false;
        }
        *(uint32_t *)(void *)((char *)load + options[i].place) = (uint32_t)number;
        return true;
    }
    fprintf(stderr, "baton-load: no option %s\n", name);
    return false;
}

static bool parse(struct load *load, int argc, char **argv)
{
    load->scenario = argc < 2 ? NULL : scenario_find(argv[1]);
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--blind") == 0) {
            load->blind = true;
        } else if (i + 1 == argc) {
            return false;
        } else if (strcmp(argv[i], "--models") == 0) {
            load->models = argv[++i];
        } else if (!take_number(load, argv[i], argv[i + 1])) {
            return false;
        } else {
            i++;
        }
    }
    return load->scenario != NULL && load->clients > 0 && load->seconds > 0 &&
           (load->workers > 0 || load->scenario->jobs == 0);
}

/* Until the server has no instance of the scenario open that was not open before. */
static bool settle(const struct load *load, const struct census *before, struct census *after)
{
    const struct timespec pause = {.tv_nsec = SETTLE_PAUSE_NS};
    int64_t until_us = load_now_us() + SETTLE_US;

    do {
        if (!server_count(load, after)) {
            return false;
        }
        nanosleep(&pause, NULL);
    } while (after->active > before->active && load_now_us() < until_us);
    return true;
}

static void judge(const struct load *load, const struct census *before, const struct census *after,
                  struct outcome *out)
{
    uint64_t started = atomic_load(&load->ledger.started);

    out->completed = load->blind ? started : after->completed - before->completed;
    out->lost = out->completed < started ? started - out->completed : 0;
    out->doubled = (out->completed > started ? out->completed - started : 0) +
                   atomic_load(&load->ledger.doubled);
}

static void print_times(const char *name, const struct histogram *times)
{
    printf(",\"%s\":{\"count\":%llu,\"p50\":%llu,\"p90\":%llu,\"p99\":%llu,\"p999\":%llu,"
           "\"max\":%llu}",
           name, (unsigned long long)histogram_count(times),
           (unsigned long long)histogram_percentile_us(times, 500),
           (unsigned long long)histogram_percentile_us(times, 900),
           (unsigned long long)histogram_percentile_us(times, 990),
           (unsigned long long)histogram_percentile_us(times, 999),
           (unsigned long long)atomic_load(&times->max_us));
}

static void report(const struct load *load, const struct outcome *outcome, int64_t took_us)
{
    uint64_t commands = atomic_load(&load->ledger.started) + atomic_load(&load->published) +
                        atomic_load(&load->ledger.jobs_done);

    printf("{\"scenario\":\"%s\",\"clients\":%u,\"workers\":%u,\"rate\":%u,\"payloadBytes\":%u,"
           "\"seconds\":%.3f,\"started\":%llu,\"completed\":%llu,\"jobs\":%llu,\"failed\":%llu,"
           "\"lost\":%llu,\"doubled\":%llu,\"perSecond\":%.1f,\"commandsPerSecond\":%.1f",
           load->scenario->name, load->clients, load->workers, load->rate, load->payload_bytes,
           (double)took_us / 1e6, (unsigned long long)atomic_load(&load->ledger.started),
           (unsigned long long)outcome->completed,
           (unsigned long long)atomic_load(&load->ledger.jobs_done),
           (unsigned long long)atomic_load(&load->failed), (unsigned long long)outcome->lost,
           (unsigned long long)outcome->doubled, (double)outcome->completed * 1e6 / (double)took_us,
           (double)commands * 1e6 / (double)took_us);
    print_times("createMicros", &load->create_us);
    if (load->scenario->jobs > 0) {
        print_times("wholeMicros", &load->whole_us);
    }
    puts("}");
}

static int run(struct load *load)
{
    struct census before = {0};
    struct census after = {0};
    struct outcome outcome;
    baton_worker *worker = NULL;
    int64_t took_us;

    if (!load->blind && (!server_deploy(load) || !server_count(load, &before))) {
        return 1;
    }
    if (load->scenario->jobs > 0 && !load->blind && !worker_start(load, &worker)) {
        fputs("baton-load: the worker could not start\n", stderr);
        return 1;
    }
    clients_run(load);
    if (!load->blind && !settle(load, &before, &after)) {
        atomic_fetch_add(&load->failed, 1);
    }
    took_us = load_now_us() - load->begun_us;
    if (worker != NULL) {
        baton_worker_stop(worker);
    }
    judge(load, &before, &after, &outcome);
    report(load, &outcome, took_us);
    return atomic_load(&load->failed) + outcome.lost + outcome.doubled == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    static struct load load = {
        .models = "bench/models", .clients = 32, .workers = 8, .seconds = 5, .backlog = 1000};
    int code;

    if (!parse(&load, argc, argv)) {
        return usage();
    }
    ASSERT(getrandom(&load.run, sizeof(load.run), 0) == (ssize_t)sizeof(load.run));
    ledger_init(&load.ledger, load.scenario->jobs);
    code = run(&load);
    ledger_deinit(&load.ledger);
    return code;
}
