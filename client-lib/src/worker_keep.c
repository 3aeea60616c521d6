/* The keeper: extends the lock of every job that is here, half-way through it, until the job is
 * done or given up by the server. */
#include <stdio.h>

#include "worker_int.h"

#include "base/clock.h"

baton_result worker_set_lock(baton_client *client, uint64_t key, uint32_t lock_ms,
                             baton_response *out)
{
    char path[64];
    char body[64];
    baton_call call = {.method = "PATCH", .path = path, .body = body};

    snprintf(path, sizeof(path), "/v2/jobs/%llu", (unsigned long long)key);
    call.body_size =
        (size_t)snprintf(body, sizeof(body), "{\"changeset\":{\"timeout\":%u}}", lock_ms);
    return baton_do(client, &call, out);
}

/* Under the lock. The job whose extension comes first, or NULL. */
static struct held_job *find_next(const baton_worker *worker)
{
    struct held_job *next = NULL;

    LIST_EACH(&worker->held, node)
    {
        struct held_job *held = LIST_ITEM(node, struct held_job, link);

        if (next == NULL || held->extend_at_ms < next->extend_at_ms) {
            next = held;
        }
    }
    return next;
}

/* Under the lock, which is let go while the server is asked. */
static void extend(struct worker_thread *thread, struct held_job *held)
{
    baton_worker *worker = thread->worker;
    uint64_t key = held->job.key;
    int64_t start_ms = clock_monotonic_ms();
    baton_response response = {0};
    baton_result result;

    held->extend_at_ms = start_ms + worker->lock_ms / 4 + 1;
    pthread_mutex_unlock(&worker->lock);
    result = worker_set_lock(thread->client, key, worker->lock_ms, &response);
    pthread_mutex_lock(&worker->lock);
    held = worker_find(worker, key);
    if (held != NULL && result == BATON_OK) {
        held->lock_end_ms = start_ms + worker->lock_ms;
        held->extend_at_ms = start_ms + worker->lock_ms / 2 + 1;
    } else if (held != NULL && result == BATON_REJECTED && response.status < 500) {
        held->extend_at_ms = INT64_MAX;
    }
    baton_response_clear(&response);
}

static struct timespec to_timespec(int64_t at_ms)
{
    return (struct timespec){.tv_sec = at_ms / 1000, .tv_nsec = at_ms % 1000 * 1000000};
}

void *worker_keep_run(void *ctx)
{
    struct worker_thread *thread = ctx;
    baton_worker *worker = thread->worker;

    pthread_mutex_lock(&worker->lock);
    while (!worker->is_closing) {
        struct held_job *next = find_next(worker);

        if (next == NULL || next->extend_at_ms == INT64_MAX) {
            pthread_cond_wait(&worker->changed, &worker->lock);
        } else if (next->extend_at_ms > clock_monotonic_ms()) {
            struct timespec until = to_timespec(next->extend_at_ms);

            (void)pthread_cond_timedwait(&worker->changed, &worker->lock, &until);
        } else {
            extend(thread, next);
        }
    }
    pthread_mutex_unlock(&worker->lock);
    return NULL;
}
