/* What the HTTP threads see of the node (http/backend.h).
 * Every function here runs on any thread. */
#include <stdio.h>
#include <stdlib.h>

#include "base/assert.h"
#include "base/clock.h"
#include "fsm/command.h"
#include "node_int.h"

static void submit_done(struct proposal *proposal, enum status status, struct slice result,
                        uint64_t index)
{
    struct backend_submit *submit = proposal->ctx;

    submit->done(submit, status, result, index);
}

static void backend_submit_command(void *ctx, struct slice command, struct backend_submit *submit)
{
    struct node *node = ctx;
    struct proposal *proposal;

    if (atomic_load(&node->public.draining)) {
        submit->done(submit, STATUS_UNAVAILABLE, SLICE_EMPTY, 0);
        return;
    }
    proposal = proposal_new(node, command);
    proposal->done = submit_done;
    proposal->ctx = submit;
    proposal->deadline_ms = submit->deadline_ms;
    proposal->starts_work = submit->admission == BACKEND_STARTS_WORK;
    if (!inbox_push(&node->inbox, proposal)) {
        atomic_fetch_add(&node->public.commands_refused, 1);
        proposal_finish(proposal, STATUS_RESOURCE_EXHAUSTED, SLICE_EMPTY, 0);
        return;
    }
    node_wake(node);
}

/* A sole voter that leads has applied whatever it has acknowledged, so the fence is where it
 * stands. */
static void backend_fence_read(void *ctx, struct backend_fence *fence)
{
    struct node *node = ctx;
    uint64_t applied = atomic_load(&node->public.applied_index);

    bool passed = fence->consistency == BACKEND_LOCAL ||
                  (fence->consistency == BACKEND_MIN_INDEX && fence->min_index <= applied) ||
                  (fence->consistency == BACKEND_LINEARIZABLE && atomic_load(&node->public.ready));

    if (passed || atomic_load(&node->public.draining)) {
        fence->done(fence, passed ? STATUS_OK : STATUS_UNAVAILABLE, applied);
        return;
    }
    waits_add_fence(&node->waits, fence);
    node_wake(node);
}

static struct readmodel *backend_readmodel(void *ctx)
{
    struct node *node = ctx;

    return node->readmodel;
}

static void backend_poll_jobs(void *ctx, struct backend_poll *poll)
{
    struct node *node = ctx;

    if (atomic_load(&node->public.draining)) {
        poll->done(poll, STATUS_OK, SLICE_EMPTY, 0, NULL, 0, 0);
        return;
    }
    parks_add(&node->parks, poll);
    node_wake(node);
}

static bool backend_poll_cancel(void *ctx, struct backend_poll *poll)
{
    struct node *node = ctx;

    return parks_cancel(&node->parks, poll);
}

static void backend_yield(void *ctx, struct slice tenant, uint64_t activation,
                          const uint64_t *job_keys, uint32_t job_count)
{
    struct node *node = ctx;
    uint64_t *keys = CHECK_MEMORY(malloc(job_count * sizeof(*keys)));
    struct command command = {
        .type = COMMAND_YIELD_JOBS,
        .version = 1,
        .tenant = tenant,
        .yield_jobs = {.activation = activation, .job_keys = keys, .job_count = job_count}};
    struct buffer bytes;
    struct proposal *proposal;

    for (uint32_t i = 0; i < job_count; i++) {
        keys[i] = job_keys[i];
    }
    buffer_init(&bytes, LIMIT_COMMAND_BYTES);
    command_encode(&command, &bytes);
    ASSERT(!bytes.failed);
    proposal = proposal_new(node, buffer_slice(&bytes));
    if (!inbox_push(&node->inbox, proposal)) {
        free(proposal); /* the jobs come back when their lock ends */
    }
    node_wake(node);
    buffer_deinit(&bytes);
    free(keys);
}

static void backend_await_end(void *ctx, struct backend_await *await)
{
    struct node *node = ctx;

    if (atomic_load(&node->public.draining)) {
        await->done(await, STATUS_UNAVAILABLE, 0);
        return;
    }
    waits_add_await(&node->waits, await);
    node_wake(node);
}

static bool backend_await_cancel(void *ctx, struct backend_await *await)
{
    struct node *node = ctx;

    return waits_cancel_await(&node->waits, await);
}

static const char *role_name(int role)
{
    static const char *const names[] = {[REPLICATION_FOLLOWER] = "follower",
                                        [REPLICATION_CANDIDATE] = "candidate",
                                        [REPLICATION_LEADER] = "leader"};

    return names[role];
}

static void put_cluster_id(const struct replication *replication, char *out, size_t bytes)
{
    struct replication_identity identity = replication_identity(replication);
    const uint8_t *id = identity.cluster_id;

    snprintf(out, bytes, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
             id[0], id[1], id[2], id[3], id[4], id[5], id[6], id[7], id[8], id[9], id[10], id[11],
             id[12], id[13], id[14], id[15]);
}

static int64_t engine_time(struct node *node)
{
    int64_t pinned_ms = atomic_load(&node->public.engine_pinned_ms);

    if (pinned_ms != 0) {
        return pinned_ms;
    }
    return clock_wall_ms() + atomic_load(&node->public.engine_offset_ms);
}

static void backend_status_get(void *ctx, struct backend_status *out)
{
    struct node *node = ctx;

    *out = (struct backend_status){
        .alive = true,
        .ready = atomic_load(&node->public.ready),
        .role = role_name(atomic_load(&node->public.role)),
        .node_id = 0,
        .term = atomic_load(&node->public.term),
        .commit_index = atomic_load(&node->public.commit_index),
        .applied_index = atomic_load(&node->public.applied_index),
        .stored_index = atomic_load(&node->public.stored_index),
        .engine_time_ms = engine_time(node),
        .clock_control = node->options.clock_control,
        .draining = atomic_load(&node->public.draining),
    };
    put_cluster_id(node->replication, out->cluster_id, sizeof(out->cluster_id));
    if (!out->ready) {
        out->not_ready_reason = out->draining ? "the node is shutting down" : "no leader yet";
    }
}

void backend_fill(struct node *node)
{
    node->backend = (struct http_backend){
        .ctx = node,
        .submit = backend_submit_command,
        .fence = backend_fence_read,
        .readmodel = backend_readmodel,
        .poll = backend_poll_jobs,
        .poll_cancel = backend_poll_cancel,
        .yield = backend_yield,
        .await = backend_await_end,
        .await_cancel = backend_await_cancel,
        .status = backend_status_get,
        .metrics = node_metrics_put,
    };
}
