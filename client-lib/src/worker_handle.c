/* The handlers: each takes a job, runs the program's function and sends what it decided.
 *
 * An outcome is sent again with the same key until the server has answered it: what a handler has
 * done outside must not be done a second time because a line broke. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/clock.h"
#include "worker_int.h"

enum {
    PATH_BYTES = 64,
    MESSAGE_BYTES = 600
};

enum outcome_kind {
    OUTCOME_NONE,
    OUTCOME_COMPLETE,
    OUTCOME_FAIL,
    OUTCOME_ERROR,
    OUTCOME_LATER
};

struct baton_outcome {
    enum outcome_kind kind;
    struct buffer body; /* of the call that tells it */
};

static void outcome_reset(baton_outcome *outcome, enum outcome_kind kind)
{
    buffer_deinit(&outcome->body);
    outcome->kind = kind;
}

void baton_outcome_complete(baton_outcome *outcome, const char *variables)
{
    outcome_reset(outcome, OUTCOME_COMPLETE);
    body_of_completion(&outcome->body, variables);
}

void baton_outcome_fail(baton_outcome *outcome, int32_t retries, int64_t back_off_ms,
                        const char *message)
{
    outcome_reset(outcome, OUTCOME_FAIL);
    body_of_failure(&outcome->body, retries, back_off_ms, message);
}

void baton_outcome_error(baton_outcome *outcome, const char *error_code, const char *message,
                         const char *variables)
{
    outcome_reset(outcome, OUTCOME_ERROR);
    body_of_error(&outcome->body, error_code, message, variables);
}

void baton_outcome_later(baton_outcome *outcome)
{
    outcome_reset(outcome, OUTCOME_LATER);
}

static const char *verb_of(enum outcome_kind kind)
{
    switch (kind) {
    case OUTCOME_COMPLETE:
        return "completion";
    case OUTCOME_ERROR:
        return "error";
    case OUTCOME_FAIL:
        return "failure";
    case OUTCOME_NONE:
    case OUTCOME_LATER:
        break;
    }
    UNREACHABLE("an outcome that is not sent");
}

/* Until an answer decides; when the worker stops, the try under way is the last. */
static baton_result send_outcome(struct worker_thread *thread, uint64_t key,
                                 const baton_outcome *outcome, baton_response *response)
{
    char path[PATH_BYTES];
    char idempotency_key[CLIENT_KEY_BYTES];
    baton_call call = {.method = "POST",
                       .path = path,
                       .body = outcome->body.data,
                       .body_size = outcome->body.size,
                       .idempotency_key = idempotency_key};
    uint32_t attempts = 0;
    baton_result result;

    client_make_key(idempotency_key);
    snprintf(path, sizeof(path), "/v2/jobs/%llu/%s", (unsigned long long)key,
             verb_of(outcome->kind));
    for (;;) {
        result = baton_do(thread->client, &call, response);
        attempts += response->attempts;
        response->attempts = attempts;
        if (!request_is_open(result, response) || worker_is_stopping(thread->worker)) {
            return result;
        }
        worker_report(thread->worker, "job %llu: its %s is not told yet: %s",
                      (unsigned long long)key, verb_of(outcome->kind), response->detail);
    }
}

static const char *reason(baton_result result, const baton_response *response)
{
    if (response->detail[0] != '\0') {
        return response->detail;
    }
    return response->title[0] != '\0' ? response->title : baton_result_name(result);
}

/* The server did not take what the handler decided, because of what it is. The job fails with that
 * reason, so that a person sees it, instead of coming back with every lock that ends. */
static void fail_instead(struct worker_thread *thread, const baton_job *job, const char *why)
{
    char message[MESSAGE_BYTES];
    baton_outcome outcome = {0};
    baton_response response = {0};

    snprintf(message, sizeof(message), "the worker's outcome was refused: %s", why);
    baton_outcome_fail(&outcome, job->retries - 1, 0, message);
    (void)!send_outcome(thread, job->key, &outcome, &response);
    baton_response_clear(&response);
    outcome_reset(&outcome, OUTCOME_NONE);
}

static void judge(struct worker_thread *thread, const baton_job *job, const baton_outcome *outcome,
                  baton_result result, const baton_response *response)
{
    baton_worker *worker = thread->worker;
    bool is_refused = result == BATON_REJECTED && response->status < 500;
    bool is_gone = is_refused && (response->status == 404 || response->status == 409);

    /* Not there after a try whose answer was lost: that try has done it. */
    if (result == BATON_OK || (is_gone && response->status == 404 && response->attempts > 1)) {
        atomic_fetch_add(&worker->handled, 1);
        if (worker->on_done != NULL) {
            worker->on_done(job, worker->ctx);
        }
        return;
    }
    worker_report(worker, "job %llu of %s: its %s was not taken: %s", (unsigned long long)job->key,
                  job->element_id, verb_of(outcome->kind), reason(result, response));
    if (is_refused && !is_gone && outcome->kind != OUTCOME_FAIL) {
        fail_instead(thread, job, reason(result, response));
    }
}

static void handle(struct worker_thread *thread, const baton_job *job)
{
    baton_worker *worker = thread->worker;
    baton_outcome outcome = {.kind = OUTCOME_NONE};
    baton_response response = {0};

    worker->handler(job, &outcome, worker->ctx);
    if (outcome.kind == OUTCOME_NONE) {
        baton_outcome_fail(&outcome, job->retries - 1, 0, "the handler decided nothing");
    }
    if (outcome.kind == OUTCOME_LATER) {
        atomic_fetch_add(&worker->handled, 1);
    } else if (outcome.body.failed) {
        worker_report(worker, "job %llu of %s: its outcome is larger than a server takes",
                      (unsigned long long)job->key, job->element_id);
        fail_instead(thread, job, "it is too large");
    } else {
        baton_result result = send_outcome(thread, job->key, &outcome, &response);

        judge(thread, job, &outcome, result, &response);
    }
    baton_response_clear(&response);
    outcome_reset(&outcome, OUTCOME_NONE);
}

/* The next job whose lock is still ours, or NULL to end. */
static struct held_job *take(baton_worker *worker)
{
    struct held_job *held = NULL;

    pthread_mutex_lock(&worker->lock);
    while (!worker->is_stopping && held == NULL) {
        struct list_node *node = list_pop_front(&worker->queue);

        held = node == NULL ? NULL : LIST_ITEM(node, struct held_job, in_queue);
        if (held == NULL) {
            pthread_cond_wait(&worker->changed, &worker->lock);
        } else if (held->lock_end_ms <= clock_monotonic_ms() || held->extend_at_ms == INT64_MAX) {
            /* Not begun in time: whoever has its lock now does it. */
            worker_forget(worker, held);
            held = NULL;
        }
    }
    pthread_mutex_unlock(&worker->lock);
    return held;
}

void *worker_handle_run(void *ctx)
{
    struct worker_thread *thread = ctx;
    baton_worker *worker = thread->worker;
    struct held_job *held;

    while ((held = take(worker)) != NULL) {
        handle(thread, &held->job);
        pthread_mutex_lock(&worker->lock);
        worker_forget(worker, held);
        pthread_mutex_unlock(&worker->lock);
    }
    return NULL;
}
