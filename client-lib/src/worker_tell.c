/* Outcomes: what a handler decided, and telling it.
 *
 * An outcome is sent again with the same key until the server has answered it: what a handler has
 * done outside must not be done a second time because a line broke. */
#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "worker_int.h"

enum {
    PATH_BYTES = 64,
    MESSAGE_BYTES = 600
};

void outcome_reset(baton_outcome *outcome, enum outcome_kind kind)
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

/* --- from the handler to the loop --- */

/* Under the lock. */
static void decide(struct held_job *held)
{
    list_push_back(&held->worker->decided, &held->in_queue);
}

void baton_outcome_keep(baton_outcome *outcome)
{
    struct held_job *held = outcome->held;

    pthread_mutex_lock(&held->worker->lock);
    held->is_kept = true;
    pthread_mutex_unlock(&held->worker->lock);
}

/* Whoever comes last, the handler that returns or the one who sends, passes it on. */
void baton_outcome_send(baton_outcome *outcome)
{
    struct held_job *held = outcome->held;
    baton_worker *worker = held->worker;

    pthread_mutex_lock(&worker->lock);
    ASSERT(held->is_kept);
    ASSERT(!held->is_sent);
    held->is_sent = true;
    if (held->is_returned) {
        decide(held);
    }
    pthread_mutex_unlock(&worker->lock);
    worker_wake(worker);
}

void worker_handle(struct held_job *held)
{
    baton_worker *worker = held->worker;

    worker->handler(&held->job, &held->outcome, worker->ctx);
    pthread_mutex_lock(&worker->lock);
    held->is_returned = true;
    if (!held->is_kept || held->is_sent) {
        decide(held);
    }
    pthread_mutex_unlock(&worker->lock);
    worker_wake(worker);
}

/* --- telling --- */

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
    case OUTCOME_EXPIRED:
        break;
    }
    UNREACHABLE("an outcome that is not sent");
}

static const char *reason(baton_result result, const baton_response *response)
{
    if (response->detail[0] != '\0') {
        return response->detail;
    }
    return response->title[0] != '\0' ? response->title : baton_result_name(result);
}

static void on_told(baton_result result, baton_response *response, void *ctx);

static void send_outcome(struct held_job *held)
{
    char path[PATH_BYTES];
    baton_call call = {.method = "POST",
                       .path = path,
                       .body = held->outcome.body.data,
                       .body_size = held->outcome.body.size,
                       .idempotency_key = held->key};

    snprintf(path, sizeof(path), "/v2/jobs/%llu/%s", (unsigned long long)held->job.key,
             verb_of(held->outcome.kind));
    held->telling.done = on_told;
    held->telling.ctx = held;
    held->worker->telling_count++;
    ASSERT(baton_do(held->worker->client, &call, &held->telling) == BATON_PENDING);
}

static void begin_telling(struct held_job *held)
{
    held->attempts = 0;
    client_make_key(held->key);
    send_outcome(held);
}

/* The server did not take what the handler decided, because of what it is. The job fails with that
 * reason, so that a person sees it, instead of coming back with every lock that ends. */
static void fail_instead(struct held_job *held, const char *why)
{
    char message[MESSAGE_BYTES];

    snprintf(message, sizeof(message), "the worker's outcome was refused: %s", why);
    baton_outcome_fail(&held->outcome, held->job.retries - 1, 0, message);
    held->is_replaced = true;
    begin_telling(held);
}

static void finish(struct held_job *held)
{
    atomic_fetch_add(&held->worker->handled, 1);
    if (held->worker->on_done != NULL) {
        held->worker->on_done(&held->job, held->worker->ctx);
    }
    worker_forget(held);
}

static void judge(struct held_job *held, baton_result result, const baton_response *response)
{
    bool is_refused = result == BATON_REJECTED && response->status < 500;
    bool is_missing = is_refused && response->status == 404;

    /* Not there after a try whose answer was lost: that try has done it. */
    if (!held->is_replaced && (result == BATON_OK || (is_missing && held->attempts > 1))) {
        finish(held);
        return;
    }
    if (result != BATON_OK) {
        worker_report(held->worker, "job %llu of %s: its %s was not taken: %s",
                      (unsigned long long)held->job.key, held->job.element_id,
                      verb_of(held->outcome.kind), reason(result, response));
    }
    if (is_refused && !is_missing && response->status != 409 &&
        held->outcome.kind != OUTCOME_FAIL) {
        fail_instead(held, reason(result, response));
        return;
    }
    worker_forget(held);
}

/* Until an answer decides; when the worker stops, the try under way is the last. */
static void on_told(baton_result result, baton_response *response, void *ctx)
{
    struct held_job *held = ctx;
    baton_worker *worker = held->worker;

    worker->telling_count--;
    held->attempts += response->attempts;
    if (call_is_open(result, response) && !worker->is_ending) {
        worker_report(worker, "job %llu: its %s is not told yet: %s",
                      (unsigned long long)held->job.key, verb_of(held->outcome.kind),
                      response->detail);
        send_outcome(held);
        return;
    }
    judge(held, result, response);
}

void worker_tell(struct held_job *held)
{
    baton_worker *worker = held->worker;
    baton_outcome *outcome = &held->outcome;

    if (outcome->kind == OUTCOME_EXPIRED) {
        worker_forget(held);
        return;
    }
    if (outcome->kind == OUTCOME_LATER) {
        atomic_fetch_add(&worker->handled, 1);
        worker_forget(held);
        return;
    }
    if (outcome->kind == OUTCOME_NONE) {
        baton_outcome_fail(outcome, held->job.retries - 1, 0, "the handler decided nothing");
    }
    if (outcome->body.failed) {
        worker_report(worker, "job %llu of %s: its outcome is larger than a server takes",
                      (unsigned long long)held->job.key, held->job.element_id);
        fail_instead(held, "it is too large");
        return;
    }
    begin_telling(held);
}
