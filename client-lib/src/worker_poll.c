/* The poller: one activation at a time, never for more jobs than there are free places.
 *
 * An activation is sent again with the same key until its answer is here, so jobs that were locked
 * for an answer that got lost are not left to their time-out. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "socket.h"
#include "worker_int.h"

enum {
    PAUSE_FIRST_MS = 50,
    PAUSE_MAX_MS = 5000
};

/* What the poller remembers from one poll to the next. */
struct poll {
    struct worker_thread *thread;
    char key[CLIENT_KEY_BYTES];
    struct buffer body;  /* of the poll that is not answered yet */
    bool is_open;        /* body and key are to be sent again */
    bool is_repeated;    /* the locks may be older than the answer */
    bool has_complained; /* of this outage */
    uint32_t pause_ms;   /* before the next, 0: none */
    uint32_t job_count;  /* in the last answer */
};

/* Waits for free places; how many there are, 0 to end. Half of them must be free, so that a poll is
 * worth its round trip. */
static uint32_t wait_for_places(baton_worker *worker)
{
    uint32_t places = 0;

    pthread_mutex_lock(&worker->lock);
    while (!worker->is_stopping && worker->held_count > worker->max_jobs / 2) {
        pthread_cond_wait(&worker->changed, &worker->lock);
    }
    if (!worker->is_stopping) {
        places = worker->max_jobs - worker->held_count;
    }
    pthread_mutex_unlock(&worker->lock);
    return places > LIMIT_JOBS_PER_ACTIVATION ? LIMIT_JOBS_PER_ACTIVATION : places;
}

static void make_body(const baton_worker *worker, uint32_t places, struct buffer *out)
{
    baton_activation activation = {.type = worker->type,
                                   .worker = worker->name,
                                   .lock_ms = worker->lock_ms,
                                   .max_jobs = places,
                                   .poll_ms = worker->poll_ms,
                                   .fetch_variables = worker->fetch_variables};

    buffer_deinit(out);
    body_of_activation(out, &activation);
}

/* Ours from now. Locks of a repeated poll may have been taken long ago:
 * those are extended first. */
static void add_job(struct slice value, void *ctx)
{
    struct poll *poll = ctx;
    baton_worker *worker = poll->thread->worker;
    struct held_job *held = held_job_parse(value);
    struct held_job *known;
    int64_t now_ms = clock_monotonic_ms();

    poll->job_count++;
    if (held == NULL) {
        worker_report(worker, "%s: the server sent a job without a key", worker->type);
        return;
    }
    held->lock_end_ms = now_ms + worker->lock_ms;
    held->extend_at_ms = poll->is_repeated ? now_ms : now_ms + worker->lock_ms / 2;
    pthread_mutex_lock(&worker->lock);
    known = worker_find(worker, held->job.key);
    if (known != NULL) {
        /* Its lock had run out and it came back to us: one handler is enough. */
        known->lock_end_ms = held->lock_end_ms;
        known->extend_at_ms = held->extend_at_ms;
        held_job_free(held);
    } else {
        list_push_back(&worker->held, &held->link);
        list_push_back(&worker->queue, &held->in_queue);
        worker->held_count++;
    }
    pthread_cond_broadcast(&worker->changed);
    pthread_mutex_unlock(&worker->lock);
}

static void grow_pause(struct poll *poll)
{
    poll->pause_ms = poll->pause_ms == 0 ? PAUSE_FIRST_MS : poll->pause_ms * 2;
    if (poll->pause_ms > PAUSE_MAX_MS) {
        poll->pause_ms = PAUSE_MAX_MS;
    }
}

static void complain(struct poll *poll, const baton_response *response)
{
    baton_worker *worker = poll->thread->worker;

    if (!poll->has_complained) {
        worker_report(worker, "%s: cannot get jobs: %s", worker->type,
                      response->detail[0] != '\0' ? response->detail : response->title);
    }
    poll->has_complained = true;
}

static void take_answer(struct poll *poll, const baton_response *response, int64_t taken_ms)
{
    struct slice jobs;

    poll->is_open = false;
    poll->is_repeated |= response->attempts > 1;
    poll->job_count = 0;
    if (!json_member(slice_make(response->body, response->body_size), SLICE("jobs"), &jobs) ||
        !json_each(jobs, add_job, poll)) {
        worker_report(poll->thread->worker, "%s: the server's answer holds no list of jobs",
                      poll->thread->worker->type);
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

static void poll_once(struct poll *poll)
{
    baton_worker *worker = poll->thread->worker;
    baton_client *client = poll->thread->client;
    int64_t start_ms = clock_monotonic_ms();
    baton_response response = {0};
    baton_call call = {.method = "POST",
                       .path = "/v2/jobs/activation",
                       .body = poll->body.data,
                       .body_size = poll->body.size,
                       .idempotency_key = poll->key,
                       .timeout_ms = worker->poll_ms + client->timeout_ms};
    baton_result result = baton_do(client, &call, &response);

    if (result == BATON_OK) {
        take_answer(poll, &response, clock_monotonic_ms() - start_ms);
    } else if (!worker_is_stopping(worker)) {
        complain(poll, &response);
        poll->is_open = request_is_open(result, &response);
        poll->is_repeated = poll->is_open;
        if (!poll->is_open) {
            grow_pause(poll);
        }
    }
    baton_response_clear(&response);
}

void *worker_poll_run(void *ctx)
{
    struct worker_thread *thread = ctx;
    baton_worker *worker = thread->worker;
    struct poll poll = {.thread = thread};
    uint32_t places;

    buffer_init(&poll.body, 0);
    while ((places = wait_for_places(worker)) > 0) {
        if (poll.pause_ms > 0) {
            (void)socket_wait(-1, 0, worker->stop_fd, clock_monotonic_ms() + poll.pause_ms);
        }
        if (!poll.is_open) {
            make_body(worker, places, &poll.body);
            client_make_key(poll.key);
            poll.is_open = true;
            poll.is_repeated = false;
        }
        poll_once(&poll);
    }
    buffer_deinit(&poll.body);
    return NULL;
}
