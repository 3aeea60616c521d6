/* A worker's life: settings, threads, an orderly end. */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/assert.h"
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

bool worker_is_stopping(baton_worker *worker)
{
    bool is_stopping;

    pthread_mutex_lock(&worker->lock);
    is_stopping = worker->is_stopping;
    pthread_mutex_unlock(&worker->lock);
    return is_stopping;
}

static char *copy_text(const char *text)
{
    return text == NULL ? NULL : CHECK_MEMORY(strdup(text));
}

static char *make_name(const char *name)
{
    char host[NAME_BYTES - 16] = "";
    char made[NAME_BYTES];

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

static void init_lock(baton_worker *worker)
{
    pthread_condattr_t attributes;

    ASSERT(pthread_mutex_init(&worker->lock, NULL) == 0);
    ASSERT(pthread_condattr_init(&attributes) == 0);
    ASSERT(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0);
    ASSERT(pthread_cond_init(&worker->changed, &attributes) == 0);
    pthread_condattr_destroy(&attributes);
}

static baton_worker *worker_new(const baton_worker_config *config)
{
    baton_worker *worker = CHECK_MEMORY(calloc(1, sizeof(*worker)));

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
    worker->handler_count = or_default(config->threads, 1);
    worker->handlers = CHECK_MEMORY(calloc(worker->handler_count, sizeof(*worker->handlers)));
    worker->stop_fd = eventfd(0, EFD_CLOEXEC);
    worker->close_fd = eventfd(0, EFD_CLOEXEC);
    list_init(&worker->held);
    list_init(&worker->queue);
    init_lock(worker);
    return worker;
}

static void worker_free(baton_worker *worker)
{
    baton_client_free(worker->poller.client);
    baton_client_free(worker->keeper.client);
    for (uint32_t i = 0; i < worker->handler_count; i++) {
        baton_client_free(worker->handlers[i].client);
    }
    if (worker->stop_fd >= 0) {
        close(worker->stop_fd);
    }
    if (worker->close_fd >= 0) {
        close(worker->close_fd);
    }
    pthread_cond_destroy(&worker->changed);
    pthread_mutex_destroy(&worker->lock);
    free(worker->handlers);
    free(worker->type);
    free(worker->name);
    free(worker->fetch_variables);
    free(worker);
}

static baton_result make_clients(baton_worker *worker, const baton_config *config)
{
    baton_result result = baton_client_new(config, &worker->poller.client);

    if (result == BATON_OK) {
        result = baton_client_new(config, &worker->keeper.client);
    }
    for (uint32_t i = 0; i < worker->handler_count && result == BATON_OK; i++) {
        result = baton_client_new(config, &worker->handlers[i].client);
    }
    if (result != BATON_OK) {
        return result;
    }
    worker->poller.client->cancel_fd = worker->stop_fd;
    worker->keeper.client->cancel_fd = worker->close_fd;
    if (worker->keeper.client->timeout_ms > worker->lock_ms / 4 + 1) {
        worker->keeper.client->timeout_ms = worker->lock_ms / 4 + 1;
    }
    return BATON_OK;
}

static bool start_thread(baton_worker *worker, struct worker_thread *thread, void *(*run)(void *))
{
    thread->worker = worker;
    thread->is_running = pthread_create(&thread->id, NULL, run, thread) == 0;
    return thread->is_running;
}

/* The program's signals are for the program's threads. */
static void block_signals(sigset_t *before)
{
    sigset_t blocked;

    sigfillset(&blocked);
    sigdelset(&blocked, SIGSEGV);
    sigdelset(&blocked, SIGBUS);
    sigdelset(&blocked, SIGFPE);
    sigdelset(&blocked, SIGILL);
    sigdelset(&blocked, SIGABRT);
    sigdelset(&blocked, SIGTRAP);
    pthread_sigmask(SIG_BLOCK, &blocked, before);
}

static bool start_threads(baton_worker *worker)
{
    sigset_t before;
    bool ok;

    block_signals(&before);
    ok = start_thread(worker, &worker->keeper, worker_keep_run);
    for (uint32_t i = 0; i < worker->handler_count && ok; i++) {
        ok = start_thread(worker, &worker->handlers[i], worker_handle_run);
    }
    ok = ok && start_thread(worker, &worker->poller, worker_poll_run);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return ok;
}

baton_result baton_worker_start(const baton_config *config, const baton_worker_config *settings,
                                baton_worker **out)
{
    baton_worker *worker;
    baton_result result;

    if (settings->type == NULL || settings->type[0] == '\0' || settings->handler == NULL ||
        settings->threads > WORKER_THREADS_MAX) {
        return BATON_INVALID;
    }
    worker = worker_new(settings);
    result = worker->stop_fd < 0 || worker->close_fd < 0 ? BATON_NO_MEMORY
                                                         : make_clients(worker, config);
    if (result != BATON_OK) {
        worker_free(worker);
        return result;
    }
    if (!start_threads(worker)) {
        baton_worker_stop(worker);
        return BATON_NO_MEMORY;
    }
    *out = worker;
    return BATON_OK;
}

static void raise_flag(baton_worker *worker, bool *flag, int fd)
{
    uint64_t one = 1;

    pthread_mutex_lock(&worker->lock);
    *flag = true;
    pthread_cond_broadcast(&worker->changed);
    pthread_mutex_unlock(&worker->lock);
    (void)!write(fd, &one, sizeof(one));
}

static void join(struct worker_thread *thread)
{
    if (thread->is_running) {
        pthread_join(thread->id, NULL);
    }
}

/* Jobs that no handler has begun: another worker need not wait for their locks to end. They would
 * come back by themselves, so the first failure ends the effort. */
static void give_back(baton_worker *worker)
{
    baton_client *client = worker->keeper.client;
    baton_result result = BATON_OK;

    client->cancel_fd = -1;
    client->timeout_ms = WORKER_STOP_CALL_MS;
    while (!list_is_empty(&worker->held)) {
        struct held_job *held = LIST_ITEM(list_first(&worker->held), struct held_job, link);
        baton_response response = {0};

        if (result == BATON_OK || result == BATON_REJECTED) {
            result = worker_set_lock(client, held->job.key, 1, &response);
        }
        baton_response_clear(&response);
        worker_forget(worker, held);
    }
}

void baton_worker_stop(baton_worker *worker)
{
    if (worker == NULL) {
        return;
    }
    raise_flag(worker, &worker->is_stopping, worker->stop_fd);
    join(&worker->poller);
    for (uint32_t i = 0; i < worker->handler_count; i++) {
        join(&worker->handlers[i]);
    }
    raise_flag(worker, &worker->is_closing, worker->close_fd);
    join(&worker->keeper);
    give_back(worker);
    worker_free(worker);
}

uint64_t baton_worker_handled(const baton_worker *worker)
{
    return atomic_load(&worker->handled);
}
