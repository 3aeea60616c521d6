/* For supervisors: is it alive, does it serve, how much. */
#include "handlers_int.h"
#include "query_int.h"
#include "request_int.h"
#include "server_int.h"

static void put_check(struct buffer *out, const struct backend_check *check)
{
    static const char *const words[] = {"ok", "worse", "bad"};

    buffer_printf(out, "%s: %s%s%s\n", check->name, words[check->health],
                  check->why == NULL ? "" : ", ", check->why == NULL ? "" : check->why);
}

/* One check or fact a line. */
static void put_verbose(struct buffer *out, const struct backend_status *status)
{
    for (size_t i = 0; i < status->check_count; i++) {
        put_check(out, &status->checks[i]);
    }
    buffer_printf(out, "role: %s\nterm: %llu\ncommit: %llu\napplied: %llu\nstored: %llu\n",
                  status->role == NULL ? "none" : status->role, (unsigned long long)status->term,
                  (unsigned long long)status->commit_index,
                  (unsigned long long)status->applied_index,
                  (unsigned long long)status->stored_index);
}

static void answer_health(struct request *request, bool good, const char *words)
{
    struct backend_status status = {0};

    request->backend->status(request->backend->ctx, &status);
    buffer_printf(&request->out, "%s\n", words);
    if (query_find(request->query, "verbose").data != NULL) {
        put_verbose(&request->out, &status);
    }
    request_answer(request, good ? 200 : 503, "text/plain; charset=utf-8");
}

void health_live(struct request *request)
{
    struct backend_status status = {0};

    request->backend->status(request->backend->ctx, &status);
    answer_health(request, status.alive, status.alive ? "alive" : "the core loop does not turn");
}

void health_ready(struct request *request)
{
    struct backend_status status = {0};
    const char *reason;

    request->backend->status(request->backend->ctx, &status);
    reason = status.not_ready_reason == NULL ? "not ready" : status.not_ready_reason;
    answer_health(request, status.ready && !status.draining,
                  status.draining ? "draining"
                  : status.ready  ? "ready"
                                  : reason);
}

void health_metrics(struct request *request)
{
    metrics_put(&request->server->metrics, &request->out);
    request->backend->metrics(request->backend->ctx, &request->out);
    request_answer(request, 200, "text/plain; version=0.0.4; charset=utf-8");
}
