/* A worker's life: settings, its place in a client's loop, an orderly end. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/memory.h"
#include "config.h"
#include "worker_int.h"

enum {
    PROBLEM_BYTES = 1024,
    NAME_BYTES = 128
};

void worker_report(baton_worker *worker, const char *format, ...)
{
    char text[PROBLEM_BYTES];
    va_list args;

    if (worker->on_problem == NULL) {
        return;
    }
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    worker->on_problem(text, worker->ctx);
}

static char *copy_text(const char *text)
{
    return text == NULL ? NULL : memory_text(text);
}

static char *make_name(const char *name)
{
    static const char *const variables[] = {"BATON_WORKER_NAME", "CAMUNDA_WORKER_NAME", NULL};
    char host[NAME_BYTES - 16] = "";
    char made[NAME_BYTES];

    name = name == NULL ? environment_first(variables) : name;
    if (name != NULL) {
        return copy_text(name);
    }
    (void)!gethostname(host, sizeof(host) - 1);
    snprintf(made, sizeof(made), "%s-%d", host, (int)getpid());
    return copy_text(made);
}

static uint32_t or_default(uint32_t value, uint32_t fallback)
{
    return value == 0 ? fallback : value;
}

static baton_worker *worker_new(const baton_worker_config *config)
{
    baton_worker *worker = memory_zeroed(sizeof(*worker));

    worker->type = copy_text(config->type);
    worker->name = make_name(config->name);
    worker->fetch_variables = copy_text(config->fetch_variables);
    worker->handler = config->handler;
    worker->ctx = config->ctx;
    worker->on_problem = config->on_problem;
    worker->on_done = config->on_done;
    worker->max_jobs = or_default(config->max_jobs, WORKER_MAX_JOBS);
    worker->lock_ms = or_default(config->lock_ms, WORKER_LOCK_MS);
    worker->poll_ms = or_default(config->poll_ms, WORKER_POLL_MS);
    worker->next_extend_ms = INT64_MAX;
    worker->wake_fd = -1;
    list_init(&worker->held);
    list_init(&worker->queue);
    list_init(&worker->decided);
    list_node_init(&worker->in_client);
    ASSERT(pthread_mutex_init(&worker->lock, NULL) == 0);
    ASSERT(pthread_cond_init(&worker->changed, NULL) == 0);
    return worker;
}

static void worker_free(baton_worker *worker)
{
    while (!list_is_empty(&worker->held)) {
        worker_forget(LIST_ITEM(list_first(&worker->held), struct held_job, link));
    }
    if (list_node_is_linked(&worker->in_client)) {
        list_remove(&worker->in_client);
    }
    if (worker->handler_count > 0) {
        baton_client_free(worker->client);
    }
    if (worker->wake_fd >= 0) {
        close(worker->wake_fd);
    }
    buffer_deinit(&worker->poll.body);
    pthread_cond_destroy(&worker->changed);
    pthread_mutex_destroy(&worker->lock);
    memory_release(worker->handlers);
    memory_release(worker->type);
    memory_release(worker->name);
    memory_release(worker->fetch_variables);
    memory_release(worker);
}

static baton_result check(const baton_worker_config *config)
{
    if (config->type == NULL || config->type[0] == '\0') {
        return error_set(BATON_INVALID, "a worker needs a type of jobs");
    }
    if (config->handler == NULL) {
        return error_set(BATON_INVALID, "a worker needs a handler");
    }
    if (config->threads > WORKER_THREADS_MAX) {
        return error_set(BATON_INVALID, "a worker has at most %d threads", WORKER_THREADS_MAX);
    }
    return BATON_OK;
}

static void join_loop(baton_worker *worker, baton_client *client)
{
    uint32_t timeout_ms = client->settings.timeout_ms;

    worker->client = client;
    worker->call_ms = timeout_ms < worker->lock_ms / 4 + 1 ? timeout_ms : worker->lock_ms / 4 + 1;
    list_push_back(&client->workers, &worker->in_client);
}

baton_result baton_worker_attach(baton_client *client, const baton_worker_config *config,
                                 baton_worker **out)
{
    baton_result result;

    error_clear();
    result = check(config);
    if (result == BATON_OK && config->threads != 0) {
        result = error_set(BATON_INVALID, "a worker that is attached has no threads");
    }
    if (result != BATON_OK) {
        return result;
    }
    *out = worker_new(config);
    join_loop(*out, client);
    return BATON_OK;
}

baton_result baton_worker_start(const baton_config *config, const baton_worker_config *settings,
                                baton_worker **out)
{
    baton_worker *worker;
    baton_client *client;
    baton_result result;

    error_clear();
    result = check(settings);
    if (result == BATON_OK) {
        result = baton_client_new(config, &client);
    }
    if (result != BATON_OK) {
        return result;
    }
    worker = worker_new(settings);
    worker->handler_count = or_default(settings->threads, 1);
    worker->handlers = memory_zeroed(worker->handler_count * sizeof(*worker->handlers));
    worker->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    join_loop(worker, client);
    if (worker->wake_fd < 0 || !worker_threads_start(worker)) {
        worker_free(worker);
        return error_set(BATON_NO_MEMORY, "no descriptors or threads are left");
    }
    *out = worker;
    return BATON_OK;
}

uint64_t baton_worker_handled(const baton_worker *worker)
{
    return atomic_load(&worker->handled);
}

/* --- in the loop --- */

/* What handlers have decided since the last turn. */
static void tell_decided(baton_worker *worker)
{
    struct list decided;

    list_init(&decided);
    pthread_mutex_lock(&worker->lock);
    list_append(&decided, &worker->decided);
    worker->is_ending |= worker->is_stopping;
    pthread_mutex_unlock(&worker->lock);
    while (!list_is_empty(&decided)) {
        worker_tell(LIST_ITEM(list_pop_front(&decided), struct held_job, in_queue));
    }
}

/* Attached: every job that waits, one after the other. */
static void run_handlers(baton_worker *worker)
{
    struct held_job *held;

    worker->is_in_handler = true;
    for (;;) {
        pthread_mutex_lock(&worker->lock);
        held = worker->is_stopping ? NULL : worker_take(worker);
        pthread_mutex_unlock(&worker->lock);
        if (held == NULL) {
            break;
        }
        worker_handle(held);
    }
    worker->is_in_handler = false;
}

void worker_turn(baton_worker *worker)
{
    int64_t now_ms = clock_monotonic_ms();

    if (worker->handler_count == 0 && !worker->is_in_handler) {
        run_handlers(worker);
    }
    tell_decided(worker);
    worker_extend(worker, now_ms);
    if (!worker->is_ending) {
        worker_poll(worker, now_ms);
    } else {
        worker_poll_cancel(worker);
    }
    client_due(worker->client, worker_due(worker));
}

bool worker_has_work(baton_worker *worker)
{
    bool has_work;

    pthread_mutex_lock(&worker->lock);
    has_work = !list_is_empty(&worker->decided) ||
               (worker->handler_count == 0 && !worker->is_in_handler && !worker->is_stopping &&
                !list_is_empty(&worker->queue)) ||
               worker->is_stopping != worker->is_ending;
    pthread_mutex_unlock(&worker->lock);
    return has_work || (!worker->is_ending && worker->poll.response.pending == NULL &&
                        worker->poll.next_ms == 0 && worker->held_count <= worker->max_jobs / 2);
}

int64_t worker_due(const baton_worker *worker)
{
    bool is_pausing =
        !worker->is_ending && worker->poll.response.pending == NULL && worker->poll.next_ms > 0;

    return is_pausing && worker->poll.next_ms < worker->next_extend_ms ? worker->poll.next_ms
                                                                       : worker->next_extend_ms;
}

/* --- the end --- */

void baton_worker_stop(baton_worker *worker)
{
    if (worker == NULL) {
        return;
    }
    if (worker->handler_count > 0) {
        worker_threads_stop(worker);
    } else {
        worker->is_stopping = true;
        worker->is_in_handler = true; /* none begins any more */
        while (worker->telling_count > 0 || worker_has_work(worker)) {
            client_wait(worker->client);
        }
    }
    worker_give_back(worker);
    worker_free(worker);
}
