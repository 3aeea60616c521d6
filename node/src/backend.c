/* What the HTTP threads see of the node (http/backend.h).
 * Every function here runs on any thread. */
#include <stdlib.h>

#include "base/assert.h"
#include "fsm/command.h"
#include "node_int.h"

static void submit_done(struct proposal *proposal, enum status status, struct slice result,
                        uint64_t index)
{
    struct backend_submit *submit = proposal->ctx;

    submit->done(submit, status, result, index);
}

const char node_disk_low_reason[] =
    "The disk of this node is nearly full: no new work is taken until there is room. Work that is "
    "there can be completed and cancelled.";
const char node_disk_critical_reason[] =
    "The disk of this node is full: nothing is written until there is room.";

/* Why the disk forbids it, or NULL. */
static const char *refusal_of(struct node *node, enum backend_admission admission)
{
    int level = atomic_load(&node->public.disk_level);

    if (level == DISK_CRITICAL) {
        return node_disk_critical_reason;
    }
    return level == DISK_LOW && admission == BACKEND_STARTS_WORK ? node_disk_low_reason : NULL;
}

void node_count_refusal(struct node *node, enum node_refusal refusal, uint64_t count)
{
    atomic_fetch_add(&node->public.refused[refusal], count);
}

static void backend_submit_command(void *ctx, struct slice command, struct backend_submit *submit)
{
    struct node *node = ctx;
    struct proposal *proposal;
    const char *reason;

    if (atomic_load(&node->public.draining)) {
        submit->done(submit, STATUS_UNAVAILABLE, SLICE_EMPTY, 0);
        return;
    }
    reason = refusal_of(node, submit->admission);
    if (reason != NULL) {
        node_count_refusal(node, NODE_REFUSED_DISK, 1);
        submit->done(submit, STATUS_RESOURCE_EXHAUSTED, slice_of(reason), 0);
        return;
    }
    proposal = proposal_new(node, command);
    proposal->done = submit_done;
    proposal->ctx = submit;
    proposal->deadline_ms = submit->deadline_ms;
    proposal->starts_work = submit->admission == BACKEND_STARTS_WORK;
    if (!inbox_push(&node->inbox, proposal)) {
        node_count_refusal(node, NODE_REFUSED_INBOX, 1);
        proposal_finish(proposal, STATUS_RESOURCE_EXHAUSTED, SLICE_EMPTY, 0);
        return;
    }
    node_wake(node);
}

/* A sole voter that leads has applied whatever it has acknowledged, so the fence is where it
 * stands. Else the leader is asked (fence.h). */
static void backend_fence_read(void *ctx, struct backend_fence *fence)
{
    struct node *node = ctx;
    uint64_t applied = atomic_load(&node->public.applied_index);

    bool passed = fence->consistency == BACKEND_LOCAL ||
                  (fence->consistency == BACKEND_MIN_INDEX && fence->min_index <= applied) ||
                  (fence->consistency == BACKEND_LINEARIZABLE && atomic_load(&node->public.sole));

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

    reading_begin(node);
    return node->readmodel;
}

static void backend_readmodel_done(void *ctx)
{
    reading_end(ctx);
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

void node_yield(struct node *node, struct slice tenant, uint64_t activation,
                const uint64_t *job_keys, uint32_t job_count)
{
    uint64_t *keys = CHECK_MEMORY(malloc(job_count * sizeof(*keys)));
    struct command command = {
        .type = COMMAND_YIELD_JOBS,
        .version = 1,
        .tenant = tenant,
        .yield_jobs = {.activation = activation, .job_keys = keys, .job_count = job_count}};
    struct buffer bytes;
    struct proposal *proposal;

    if (job_count == 0) {
        free(keys);
        return;
    }
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

static void backend_yield(void *ctx, struct slice tenant, uint64_t activation,
                          const uint64_t *job_keys, uint32_t job_count)
{
    node_yield(ctx, tenant, activation, job_keys, job_count);
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

void backend_fill(struct node *node)
{
    node->backend = (struct http_backend){
        .ctx = node,
        .submit = backend_submit_command,
        .fence = backend_fence_read,
        .readmodel = backend_readmodel,
        .readmodel_done = backend_readmodel_done,
        .poll = backend_poll_jobs,
        .poll_cancel = backend_poll_cancel,
        .yield = backend_yield,
        .await = backend_await_end,
        .await_cancel = backend_await_cancel,
        .status = health_status,
        .members = cluster_members,
        .change = changes_ask,
        .metrics = node_metrics_put,
    };
}
