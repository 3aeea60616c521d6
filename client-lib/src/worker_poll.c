/* Polling: one activation at a time, never for more jobs than there are free places.
 *
 * An activation is sent again with the same key until its answer is here, so jobs that were locked
 * for an answer that got lost are not left to their time-out. */
#include <string.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/limits.h"
#include "worker_int.h"

enum {
    PAUSE_FIRST_MS = 50,
    PAUSE_MAX_MS = 5000
};

static void make_body(baton_worker *worker)
{
    uint32_t places = worker->max_jobs - worker->held_count;
    baton_activation activation = {
        .type = worker->type,
        .worker = worker->name,
        .lock_ms = worker->lock_ms,
        .max_jobs = places > LIMIT_JOBS_PER_ACTIVATION ? LIMIT_JOBS_PER_ACTIVATION : places,
        .poll_ms = worker->poll_ms,
        .fetch_variables = worker->fetch_variables};

    buffer_deinit(&worker->poll.body);
    body_of_activation(&worker->poll.body, &activation);
    client_make_key(worker->poll.key);
    worker->poll.is_open = true;
    worker->poll.is_repeated = false;
}

static void queue_job(baton_worker *worker, struct held_job *held)
{
    list_push_back(&worker->held, &held->link);
    worker->held_count++;
    pthread_mutex_lock(&worker->lock);
    list_push_back(&worker->queue, &held->in_queue);
    pthread_cond_signal(&worker->changed);
    pthread_mutex_unlock(&worker->lock);
}

/* Ours from now. Locks of a repeated poll may have been taken long ago: those are extended first.
 */
static void add_job(struct slice value, void *ctx)
{
    baton_worker *worker = ctx;
    struct held_job *held = held_job_parse(value);
    int64_t now_ms = clock_monotonic_ms();
    int64_t extend_at_ms = worker->poll.is_repeated ? now_ms : now_ms + worker->lock_ms / 2;
    struct held_job *known;

    worker->poll.job_count++;
    if (held == NULL) {
        worker_report(worker, "%s: the server sent a job without a key", worker->type);
        return;
    }
    known = worker_find(worker, held->job.key);
    if (known != NULL) {
        /* Its lock had run out and it came back to us: one handler is enough. */
        held_job_free(held);
        held = known;
    } else {
        held->worker = worker;
    }
    atomic_store(&held->lock_end_ms, now_ms + worker->lock_ms);
    held->extend_at_ms = extend_at_ms;
    if (extend_at_ms < worker->next_extend_ms) {
        worker->next_extend_ms = extend_at_ms;
    }
    if (known == NULL) {
        queue_job(worker, held);
    }
}

static void grow_pause(struct worker_poll *poll)
{
    poll->pause_ms = poll->pause_ms == 0 ? PAUSE_FIRST_MS : poll->pause_ms * 2;
    if (poll->pause_ms > PAUSE_MAX_MS) {
        poll->pause_ms = PAUSE_MAX_MS;
    }
    poll->next_ms = clock_monotonic_ms() + poll->pause_ms;
}

static void complain(baton_worker *worker, const baton_response *response)
{
    if (!worker->poll.has_complained) {
        worker_report(worker, "%s: cannot get jobs: %s", worker->type,
                      response->detail[0] != '\0' ? response->detail : response->title);
    }
    worker->poll.has_complained = true;
}

static void take_answer(baton_worker *worker, const baton_response *response)
{
    struct worker_poll *poll = &worker->poll;
    int64_t taken_ms = clock_monotonic_ms() - poll->sent_ms;
    struct slice jobs;

    poll->is_open = false;
    poll->is_repeated |= response->attempts > 1;
    poll->job_count = 0;
    if (!json_member(slice_make(response->body, response->body_size), SLICE("jobs"), &jobs) ||
        !json_each(jobs, add_job, worker)) {
        worker_report(worker, "%s: the server's answer holds no list of jobs", worker->type);
        grow_pause(poll);
        return;
    }
    poll->has_complained = false;
    /* A server that does not let us wait must not be flooded. */
    if (poll->job_count == 0 && taken_ms < PAUSE_FIRST_MS) {
        grow_pause(poll);
    } else {
        poll->pause_ms = 0;
    }
}

static void on_answer(baton_result result, baton_response *response, void *ctx)
{
    baton_worker *worker = ctx;
    struct worker_poll *poll = &worker->poll;

    if (result == BATON_OK) {
        take_answer(worker, response);
    } else {
        complain(worker, response);
        poll->is_open = call_is_open(result, response);
        poll->is_repeated = poll->is_open;
        if (!poll->is_open) {
            grow_pause(poll);
        }
    }
    baton_response_clear(response);
}

/* Half of the places must be free, so that a poll is worth its round trip. */
void worker_poll(baton_worker *worker, int64_t now_ms)
{
    struct worker_poll *poll = &worker->poll;
    baton_call call = {.method = "POST",
                       .path = "/v2/jobs/activation",
                       .idempotency_key = poll->key,
                       .timeout_ms = worker->poll_ms + worker->client->settings.timeout_ms};

    if (poll->response.pending != NULL || poll->next_ms > now_ms) {
        return;
    }
    poll->next_ms = 0; /* the pause is over, even if there is no place yet */
    if (worker->held_count > worker->max_jobs / 2) {
        return;
    }
    if (!poll->is_open) {
        make_body(worker);
    }
    call.body = poll->body.data;
    call.body_size = poll->body.size;
    poll->sent_ms = now_ms;
    poll->response.done = on_answer;
    poll->response.ctx = worker;
    ASSERT(baton_do(worker->client, &call, &poll->response) == BATON_PENDING);
}

void worker_poll_cancel(baton_worker *worker)
{
    baton_cancel(worker->client, &worker->poll.response);
}
