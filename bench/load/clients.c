/* The clients: each a thread with a connection of its own.
 *
 * Closed loop: the next instance when the last one was answered. Open loop: instance k is due k /
 * rate seconds after the begin, whoever is free takes it, and its time counts from when it was due:
 * a server that stalls cannot hide that by stalling the clients too. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/assert.h"
#include "baton/client.h"
#include "load.h"

enum {
    PAUSE_US = 200,
    HEAD_BYTES = 128,
    KEY_BYTES = 32,
    MESSAGE_KEEP_MS = 60000
};

struct client_thread {
    pthread_t thread;
    struct load *load;
    baton_client *client;
    char *variables; /* JSON of the instance */
    baton_response response;
};

int64_t load_now_us(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void sleep_until(int64_t until_us)
{
    struct timespec at = {.tv_sec = until_us / 1000000, .tv_nsec = until_us % 1000000 * 1000};

    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) == EINTR) {
    }
}

static void complain(struct client_thread *self, const char *what)
{
    fprintf(stderr, "baton-load: %s: %d %s %s\n", what, self->response.status, self->response.title,
            self->response.detail);
    atomic_fetch_add(&self->load->failed, 1);
}

static void write_variables(struct client_thread *self, uint64_t number)
{
    struct load *load = self->load;
    int head = snprintf(
        self->variables, HEAD_BYTES, "{\"n\":%llu,\"run\":%u,\"key\":\"%u-%llu\",\"payload\":\"",
        (unsigned long long)number, load->run, load->run, (unsigned long long)number);

    memset(self->variables + head, 'x', load->payload_bytes);
    memcpy(self->variables + head + load->payload_bytes, "\"}", 3);
}

static bool publish(struct client_thread *self, uint64_t number)
{
    char key[KEY_BYTES];

    snprintf(key, sizeof(key), "%u-%llu", self->load->run, (unsigned long long)number);
    if (baton_publish_message(self->client, "bench-message", key, NULL, MESSAGE_KEEP_MS,
                              &self->response) != BATON_OK) {
        complain(self, "publish");
        return false;
    }
    atomic_fetch_add(&self->load->published, 1);
    return true;
}

static void start_instance(struct client_thread *self, uint64_t number, int64_t due_us)
{
    struct load *load = self->load;

    write_variables(self, number);
    ledger_begin(&load->ledger, number, due_us);
    if (baton_create_instance(self->client, load->scenario->name, self->variables, NULL,
                              &self->response) != BATON_OK) {
        complain(self, "create");
        return;
    }
    atomic_fetch_add(&load->ledger.started, 1);
    histogram_note(&load->create_us, (uint64_t)(load_now_us() - due_us));
    for (uint32_t i = 0; i < load->scenario->messages; i++) {
        if (!publish(self, number)) {
            return;
        }
    }
}

/* Whether so many instances are begun and not worked that workers should catch up first. */
static bool behind(struct load *load)
{
    return load->scenario->jobs > 0 && !load->blind &&
           atomic_load(&load->ledger.started) > atomic_load(&load->ledger.worked) + load->backlog;
}

static void run_closed(struct client_thread *self)
{
    struct load *load = self->load;
    uint64_t number;

    while (!atomic_load(&load->stop)) {
        if (behind(load)) {
            sleep_until(load_now_us() + PAUSE_US);
        } else if (ledger_take(&load->ledger, &number)) {
            start_instance(self, number, load_now_us());
        } else {
            return;
        }
    }
}

static void run_open(struct client_thread *self)
{
    struct load *load = self->load;
    uint64_t number;
    int64_t due_us;

    while (ledger_take(&load->ledger, &number)) {
        due_us = load->begun_us + (int64_t)(number * 1000000 / load->rate);
        if (due_us >= load->begun_us + load->seconds * INT64_C(1000000)) {
            return;
        }
        sleep_until(due_us);
        start_instance(self, number, due_us);
    }
}

static void *run_client(void *opaque)
{
    struct client_thread *self = opaque;

    if (self->load->rate > 0) {
        run_open(self);
    } else {
        run_closed(self);
    }
    return NULL;
}

static void client_open(struct client_thread *self, struct load *load)
{
    self->load = load;
    self->variables = CHECK_MEMORY(malloc(HEAD_BYTES + load->payload_bytes));
    ASSERT(baton_client_new(NULL, &self->client) == BATON_OK);
    ASSERT(pthread_create(&self->thread, NULL, run_client, self) == 0);
}

static void client_close(struct client_thread *self)
{
    pthread_join(self->thread, NULL);
    baton_response_clear(&self->response);
    baton_client_free(self->client);
    free(self->variables);
}

void clients_run(struct load *load)
{
    struct client_thread *threads = CHECK_MEMORY(calloc(load->clients, sizeof(*threads)));

    load->begun_us = load_now_us();
    for (uint32_t i = 0; i < load->clients; i++) {
        client_open(&threads[i], load);
    }
    sleep_until(load->begun_us + load->seconds * INT64_C(1000000));
    atomic_store(&load->stop, true);
    for (uint32_t i = 0; i < load->clients; i++) {
        client_close(&threads[i]);
    }
    free(threads);
}
