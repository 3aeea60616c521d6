/* The locks of jobs: extended half-way through, until the job is done or given up by the server. */
#include <stdio.h>

#include "base/assert.h"
#include "base/clock.h"
#include "worker_int.h"

static void set_lock(struct held_job *held, uint32_t lock_ms, uint32_t timeout_ms)
{
    char path[64];
    char body[64];
    baton_call call = {.method = "PATCH", .path = path, .body = body, .timeout_ms = timeout_ms};

    snprintf(path, sizeof(path), "/v2/jobs/%llu", (unsigned long long)held->job.key);
    call.body_size =
        (size_t)snprintf(body, sizeof(body), "{\"changeset\":{\"timeout\":%u}}", lock_ms);
    ASSERT(baton_do(held->worker->client, &call, &held->extension) == BATON_PENDING);
}

/* The job's next extension is at at_ms. */
static void extend_at(struct held_job *held, int64_t at_ms)
{
    held->extend_at_ms = at_ms;
    if (at_ms < held->worker->next_extend_ms) {
        held->worker->next_extend_ms = at_ms;
        client_due(held->worker->client, at_ms);
    }
}

static void on_extended(baton_result result, baton_response *response, void *ctx)
{
    struct held_job *held = ctx;
    uint32_t lock_ms = held->worker->lock_ms;

    if (result == BATON_OK) {
        atomic_store(&held->lock_end_ms, held->extended_ms + lock_ms);
        extend_at(held, held->extended_ms + lock_ms / 2 + 1);
    } else if (result == BATON_REJECTED && response->status < 500) {
        atomic_store(&held->lock_end_ms, 0);
    } else {
        extend_at(held, clock_monotonic_ms() + lock_ms / 8 + 1);
    }
    baton_response_clear(response);
}

static void extend(struct held_job *held, int64_t now_ms)
{
    held->extend_at_ms = INT64_MAX;
    if (held->extension.pending == NULL) {
        held->extended_ms = now_ms;
        held->extension.done = on_extended;
        held->extension.ctx = held;
        set_lock(held, held->worker->lock_ms, held->worker->call_ms);
    }
}

void worker_extend(baton_worker *worker, int64_t now_ms)
{
    if (worker->next_extend_ms > now_ms) {
        return;
    }
    worker->next_extend_ms = INT64_MAX;
    LIST_EACH(&worker->held, node)
    {
        struct held_job *held = LIST_ITEM(node, struct held_job, link);

        if (held->extend_at_ms <= now_ms) {
            extend(held, now_ms);
        } else if (held->extend_at_ms < worker->next_extend_ms) {
            worker->next_extend_ms = held->extend_at_ms;
        }
    }
}

static void on_given_back(baton_result result, baton_response *response, void *ctx)
{
    (void)result;
    (void)ctx;
    baton_response_clear(response);
}

static bool is_giving_back(const baton_worker *worker)
{
    LIST_EACH(&worker->queue, node)
    {
        if (LIST_ITEM(node, struct held_job, in_queue)->extension.pending != NULL) {
            return true;
        }
    }
    return false;
}

/* Another worker need not wait for their locks to end. They would come back by themselves: one try
 * is enough. */
void worker_give_back(baton_worker *worker)
{
    LIST_EACH(&worker->queue, node)
    {
        struct held_job *held = LIST_ITEM(node, struct held_job, in_queue);

        baton_cancel(worker->client, &held->extension);
        held->extend_at_ms = INT64_MAX;
        held->extension.done = on_given_back;
        set_lock(held, 1, WORKER_STOP_CALL_MS);
    }
    while (is_giving_back(worker)) {
        client_wait(worker->client);
    }
}
