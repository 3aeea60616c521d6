/* Load on a server through libbaton: closed loop, a connection a thread.
 *
 *     baton-load create  --process no-task  --clients 32 --seconds 10
 *     baton-load serve   --process one-task --clients 16 --workers 4 --seconds 10
 *
 * create: each client starts one instance after the other. serve: besides, a worker completes the
 * jobs of type bench-task, and an instance counts when its job is done. Every request must succeed;
 * what was started must be completed at the end, else the exit status is 1. Results are one line of
 * JSON. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/assert.h"
#include "base/sort.h"
#include "baton/client.h"

enum {
    CLIENTS_MAX = 512,
    SAMPLES_MAX = 1 << 18,
    SETTLE_MS = 30000
};

struct load {
    const char *process;
    const char *variables;
    int clients;
    int workers;
    int seconds;
    _Atomic bool stop;
    _Atomic uint64_t started;
    _Atomic uint64_t completed;
    _Atomic uint64_t failed;
};

struct client_thread {
    pthread_t thread;
    struct load *load;
    uint32_t *samples_us;
    size_t sample_count;
};

static int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void note(struct client_thread *self, int64_t took_us)
{
    if (self->sample_count < SAMPLES_MAX) {
        self->samples_us[self->sample_count++] = (uint32_t)took_us;
    }
}

static void *run_client(void *opaque)
{
    struct client_thread *self = opaque;
    struct load *load = self->load;
    baton_response response = {0};
    baton_client *client;

    if (baton_client_new(NULL, &client) != BATON_OK) {
        atomic_fetch_add(&load->failed, 1);
        return NULL;
    }
    while (!atomic_load(&load->stop)) {
        int64_t begun_us = now_us();

        if (baton_create_instance(client, load->process, load->variables, NULL, &response) ==
            BATON_OK) {
            atomic_fetch_add(&load->started, 1);
            note(self, now_us() - begun_us);
        } else {
            fprintf(stderr, "baton-load: %d %s %s\n", response.status, response.title,
                    response.detail);
            atomic_fetch_add(&load->failed, 1);
        }
    }
    baton_response_clear(&response);
    baton_client_free(client);
    return NULL;
}

static void handle(const baton_job *job, baton_outcome *outcome, void *ctx)
{
    struct load *load = ctx;

    (void)job;
    baton_outcome_complete(outcome, "{}");
    atomic_fetch_add(&load->completed, 1);
}

static int compare(const void *a, const void *b, void *ctx)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;

    (void)ctx;
    return (x > y) - (x < y);
}

/* All samples of all clients in one sorted array; the caller frees. */
static uint32_t *gather(struct client_thread *threads, int count, size_t *total)
{
    uint32_t *all;
    uint32_t *scratch;
    size_t at = 0;

    *total = 0;
    for (int i = 0; i < count; i++) {
        *total += threads[i].sample_count;
    }
    all = CHECK_MEMORY(malloc((*total + 1) * sizeof(*all)));
    for (int i = 0; i < count; i++) {
        memcpy(all + at, threads[i].samples_us, threads[i].sample_count * sizeof(*all));
        at += threads[i].sample_count;
    }
    scratch = CHECK_MEMORY(malloc((*total + 1) * sizeof(*all)));
    sort_stable(all, *total, sizeof(*all), compare, NULL, scratch);
    free(scratch);
    return all;
}

static unsigned percentile(const uint32_t *sorted, size_t count, size_t per_mille)
{
    return count == 0 ? 0 : sorted[(count - 1) * per_mille / 1000];
}

static void report(struct load *load, struct client_thread *threads, int64_t took_us)
{
    size_t count;
    uint32_t *sorted = gather(threads, load->clients, &count);
    uint64_t started = atomic_load(&load->started);
    uint64_t completed = atomic_load(&load->completed);
    uint64_t rate = (load->workers > 0 ? completed : started) * 1000000 / (uint64_t)took_us;

    printf("{\"process\":\"%s\",\"clients\":%d,\"workers\":%d,\"seconds\":%lld.%03lld,"
           "\"started\":%llu,\"completed\":%llu,\"failed\":%llu,\"perSecond\":%llu,"
           "\"createMicros\":{\"p50\":%u,\"p99\":%u,\"p999\":%u,\"max\":%u}}\n",
           load->process, load->clients, load->workers, (long long)(took_us / 1000000),
           (long long)(took_us / 1000 % 1000), (unsigned long long)started,
           (unsigned long long)completed, (unsigned long long)atomic_load(&load->failed),
           (unsigned long long)rate, percentile(sorted, count, 500), percentile(sorted, count, 990),
           percentile(sorted, count, 999), percentile(sorted, count, 1000));
    free(sorted);
}

static void start_clients(struct load *load, struct client_thread *threads)
{
    for (int i = 0; i < load->clients; i++) {
        threads[i].load = load;
        threads[i].samples_us = CHECK_MEMORY(malloc(SAMPLES_MAX * sizeof(uint32_t)));
        ASSERT(pthread_create(&threads[i].thread, NULL, run_client, &threads[i]) == 0);
    }
}

static void join_clients(struct load *load, struct client_thread *threads)
{
    atomic_store(&load->stop, true);
    for (int i = 0; i < load->clients; i++) {
        pthread_join(threads[i].thread, NULL);
    }
}

/* Until every started instance has its job done, or it takes too long. */
static void settle(struct load *load)
{
    const struct timespec pause = {.tv_nsec = 2000000};
    int64_t until_us = now_us() + SETTLE_MS * INT64_C(1000);

    while (atomic_load(&load->completed) < atomic_load(&load->started) && now_us() < until_us) {
        nanosleep(&pause, NULL);
    }
}

static int run(struct load *load)
{
    static struct client_thread threads[CLIENTS_MAX];
    baton_worker_config config = {.type = "bench-task",
                                  .handler = handle,
                                  .ctx = load,
                                  .threads = (uint32_t)load->workers,
                                  .max_jobs = (uint32_t)load->workers * 4};
    struct timespec span = {.tv_sec = load->seconds};
    baton_worker *worker = NULL;
    int64_t begun_us;
    bool whole;

    if (load->workers > 0 && baton_worker_start(NULL, &config, &worker) != BATON_OK) {
        fputs("baton-load: the worker could not start\n", stderr);
        return 1;
    }
    begun_us = now_us();
    start_clients(load, threads);
    nanosleep(&span, NULL);
    join_clients(load, threads);
    if (worker != NULL) {
        settle(load);
        baton_worker_stop(worker);
    }
    report(load, threads, now_us() - begun_us);
    for (int i = 0; i < load->clients; i++) {
        free(threads[i].samples_us);
    }
    whole = load->workers == 0 || atomic_load(&load->completed) == atomic_load(&load->started);
    return atomic_load(&load->failed) == 0 && whole ? 0 : 1;
}

static int number(const char *text, int max)
{
    long value = strtol(text, NULL, 10);

    return value < 0 ? 0 : value > max ? max : (int)value;
}

int main(int argc, char **argv)
{
    static struct load load = {
        .process = "no-task", .variables = "{}", .clients = 32, .seconds = 5};

    if (argc < 2 || (strcmp(argv[1], "create") != 0 && strcmp(argv[1], "serve") != 0)) {
        fputs("usage: baton-load create|serve [--process ID] [--clients N] [--workers N] "
              "[--seconds N] [--variables JSON]\n",
              stderr);
        return 2;
    }
    if (strcmp(argv[1], "serve") == 0) {
        load.workers = 4;
        load.process = "one-task";
    }
    for (int i = 2; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--process") == 0) {
            load.process = argv[i + 1];
        } else if (strcmp(argv[i], "--variables") == 0) {
            load.variables = argv[i + 1];
        } else if (strcmp(argv[i], "--clients") == 0) {
            load.clients = number(argv[i + 1], CLIENTS_MAX);
        } else if (strcmp(argv[i], "--workers") == 0) {
            load.workers = number(argv[i + 1], CLIENTS_MAX);
        } else if (strcmp(argv[i], "--seconds") == 0) {
            load.seconds = number(argv[i + 1], 3600);
        }
    }
    return run(&load);
}
