/* The threads of a worker that was started: one for its loop, the others for its handlers. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/assert.h"
#include "worker_int.h"

void worker_wake(baton_worker *worker)
{
    uint64_t one = 1;

    if (worker->wake_fd >= 0) {
        (void)!write(worker->wake_fd, &one, sizeof(one));
    }
}

static void *run_handlers(void *ctx)
{
    baton_worker *worker = ctx;

    pthread_mutex_lock(&worker->lock);
    while (!worker->is_stopping) {
        struct held_job *held = worker_take(worker);

        if (held == NULL) {
            pthread_cond_wait(&worker->changed, &worker->lock);
            continue;
        }
        pthread_mutex_unlock(&worker->lock);
        worker_handle(held);
        pthread_mutex_lock(&worker->lock);
    }
    pthread_mutex_unlock(&worker->lock);
    return NULL;
}

static bool is_closing(baton_worker *worker)
{
    bool closing;

    pthread_mutex_lock(&worker->lock);
    closing = worker->is_closing;
    pthread_mutex_unlock(&worker->lock);
    return closing;
}

static void *run_loop(void *ctx)
{
    baton_worker *worker = ctx;
    baton_client *client = worker->client;

    while (!is_closing(worker) || worker->telling_count > 0 || worker_has_work(worker)) {
        struct pollfd fds[] = {{.fd = baton_fd(client), .events = POLLIN},
                               {.fd = worker->wake_fd, .events = POLLIN}};
        uint64_t value;

        (void)poll(fds, 2, baton_timeout_ms(client));
        (void)!read(worker->wake_fd, &value, sizeof(value));
        baton_process(client);
    }
    return NULL;
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

bool worker_threads_start(baton_worker *worker)
{
    sigset_t before;
    bool ok = true;

    block_signals(&before);
    while (ok && worker->running_count < worker->handler_count) {
        ok = pthread_create(&worker->handlers[worker->running_count], NULL, run_handlers, worker) ==
             0;
        worker->running_count += ok ? 1 : 0;
    }
    ok = ok && pthread_create(&worker->loop, NULL, run_loop, worker) == 0;
    worker->is_looping = ok;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!ok) {
        worker_threads_stop(worker);
    }
    return ok;
}

static void raise_flag(baton_worker *worker, bool *flag)
{
    pthread_mutex_lock(&worker->lock);
    *flag = true;
    pthread_cond_broadcast(&worker->changed);
    pthread_mutex_unlock(&worker->lock);
    worker_wake(worker);
}

void worker_threads_stop(baton_worker *worker)
{
    raise_flag(worker, &worker->is_stopping);
    for (uint32_t i = 0; i < worker->running_count; i++) {
        pthread_join(worker->handlers[i], NULL);
    }
    raise_flag(worker, &worker->is_closing);
    if (worker->is_looping) {
        pthread_join(worker->loop, NULL);
    }
}
