/* The core's round: what came in goes on the log, what is committed is applied, who waits is
 * served. */
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "fsm/command.h"
#include "node_int.h"

enum {
    SUBMIT_BATCH = 256,
    PROPOSE_AGAIN_MS = 20 /* when log, link or leader did not take all */
};

int64_t core_stamp(struct node *node)
{
    int64_t before_ms = node->clock.stamp_ms;
    int64_t stamp_ms =
        node_clock_read(&node->clock, clock_wall_ms(), clock_monotonic_ms(),
                        node->cluster.voter_count <= 1 || node->cluster.clock_agrees);

    if (node->clock.jumped) {
        log_warn("node", "clock-jumped forward_ms=%lld", (long long)(stamp_ms - before_ms));
    }
    return stamp_ms;
}

void core_propose(struct node *node, struct proposal *proposal)
{
    proposal_list_push(&node->pending, proposal);
    node_wake(node);
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* False: it is of no use here any more, and was answered and freed. */
static bool is_of_use(struct node *node, struct proposal *proposal)
{
    if (proposal->remote != 0 && proposal->term != node->leading_term) {
        forward_refuse(node, proposal, STATUS_UNAVAILABLE);
        return false;
    }
    if (proposal->expired || (proposal->leader_only && !node->leads)) {
        proposal_finish(proposal, STATUS_UNAVAILABLE, SLICE_EMPTY, 0);
        return false;
    }
    return true;
}

struct proposal *core_next_proposal(struct node *node)
{
    struct proposal *proposal;

    while ((proposal = proposal_list_pop(&node->pending)) != NULL) {
        if (is_of_use(node, proposal)) {
            return proposal;
        }
    }
    return inbox_pop(&node->inbox);
}

void core_propose_again(struct node *node, struct proposal *proposal)
{
    if (proposal->remote != 0) {
        forward_refuse(node, proposal, STATUS_UNAVAILABLE);
    } else {
        core_propose(node, proposal);
    }
}

static size_t gather(struct node *node, struct proposal **batch, struct slice *payloads)
{
    int64_t stamp_ms = core_stamp(node);
    uint64_t bytes = 0;
    size_t count = 0;

    while (count < SUBMIT_BATCH && bytes < LIMIT_TURN_BYTES) {
        struct proposal *proposal = core_next_proposal(node);

        if (proposal == NULL) {
            break;
        }
        command_stamp(proposal->bytes, stamp_ms);
        batch[count] = proposal;
        payloads[count] = slice_make(proposal->bytes, proposal->size);
        bytes += proposal->size;
        count++;
    }
    return count;
}

/* Without a leader, or without room on the disk: what came in waits in `pending`, what has waited
 * too long was surely not executed. Returns the next deadline. */
static int64_t expire_leaderless(struct node *node, int64_t now_ms)
{
    struct proposal_list waiting;
    struct proposal *proposal;
    int64_t next_ms = INT64_MAX;

    proposal_list_init(&waiting);
    while (waiting.count < LIMIT_FLIGHT_COMMANDS && (proposal = core_next_proposal(node)) != NULL) {
        if (proposal->deadline_ms > now_ms) {
            next_ms = earlier(next_ms, proposal->deadline_ms);
            proposal_list_push(&waiting, proposal);
        } else {
            node_count_refusal(node, NODE_REFUSED_LEADER, 1);
            proposal_finish(proposal, STATUS_UNAVAILABLE, SLICE_EMPTY, 0);
        }
    }
    while ((proposal = proposal_list_pop(&waiting)) != NULL) {
        proposal_list_push(&node->pending, proposal);
    }
    return next_ms;
}

/* Leadership is being handed over: they wait for whoever leads next. */
static void put_back(struct node *node, struct proposal **batch, size_t count)
{
    while (count > 0) {
        proposal_list_push_front(&node->pending, batch[--count]);
    }
}

/* False: nothing more can be submitted now. */
static bool submit_batch(struct node *node, struct proposal **batch, const struct slice *payloads,
                         size_t count)
{
    uint64_t index = 0;
    uint64_t term = 0;
    enum status st = replication_submit(node->replication, payloads, count, &index, &term);

    if (status_is_fault(st)) {
        node_fault(node, st, "the log refused a write");
    }
    if (st == STATUS_UNAVAILABLE) {
        put_back(node, batch, count);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (st == STATUS_OK) {
            batch[i]->index = index + i;
            batch[i]->term = term;
            flight_push(&node->flight, batch[i]);
        } else if (batch[i]->remote != 0) {
            forward_refuse(node, batch[i], st);
        } else {
            node_count_refusal(node, NODE_REFUSED_LOG, 1);
            proposal_finish(batch[i], st, SLICE_EMPTY, 0);
        }
    }
    return true;
}

static bool may_submit(struct node *node)
{
    return node->leads && atomic_load(&node->public.disk_level) != DISK_CRITICAL;
}

/* All that waits becomes log entries: one submit, one write, one sync; or goes to who leads. */
static void submit_waiting(struct node *node)
{
    struct proposal *batch[SUBMIT_BATCH];
    struct slice payloads[SUBMIT_BATCH];
    size_t count;

    if (!may_submit(node)) {
        forward_waiting(node);
        return; /* the rest waits for a leader or for room, until its deadline */
    }
    while (node->flight.list.count < LIMIT_FLIGHT_COMMANDS &&
           (count = gather(node, batch, payloads)) > 0 &&
           submit_batch(node, batch, payloads, count)) {
    }
}

void core_publish(struct node *node)
{
    struct replication_status status = replication_status(node->replication);
    struct fsm_clock clock = fsm_clock(node->fsm);
    struct node_public *public = &node->public;

    atomic_store(&public->applied_index, status.applied_index);
    atomic_store(&public->commit_index, status.commit_index);
    atomic_store(&public->stored_index, status.stored_index);
    atomic_store(&public->last_index, status.last_index);
    atomic_store(&public->first_index, status.first_index);
    atomic_store(&public->snapshot_index, status.snapshot_index);
    atomic_store(&public->log_bytes, status.log_bytes);
    atomic_store(&public->term, status.term);
    atomic_store(&public->role, (int)status.role);
    atomic_store(&public->ready, node->leads && !node->stopping);
    atomic_store(&public->sole, node->leads && !node->stopping && node->cluster.voter_count == 1);
    atomic_store(&public->learns, !node->cluster.votes);
    atomic_store(&public->installs, status.snapshot_receiving);
    atomic_store(&public->leader_id, status.leader_id);
    atomic_store(&public->engine_offset_ms, clock.offset_ms);
    atomic_store(&public->engine_pinned_ms, clock.pinned ? clock.pinned_ms : 0);
    atomic_store(&public->stamp_ms, clock.stamp_ms);
}

static void deadline_fired(uv_timer_t *timer)
{
    core_round(timer->data);
}

/* Deadlines of everybody who waits; the timer is armed for the next one only. */
static void expire(struct node *node)
{
    int64_t now_ms = clock_monotonic_ms();
    int64_t next_ms = parks_expire(node, now_ms);

    next_ms = earlier(next_ms, waits_expire(node, now_ms));
    if (!may_submit(node)) {
        next_ms = earlier(next_ms, expire_leaderless(node, now_ms));
    }
    if (node->flight.list.count > 0) {
        flight_expire(&node->flight, now_ms);
        next_ms = earlier(next_ms, now_ms + 250);
    }
    if (node->forwards.count > 0) {
        forward_expire(&node->forwards, now_ms);
        next_ms = earlier(next_ms, now_ms + 250);
    }
    if (node->pending.count > 0 && cluster_has_leader(node)) {
        next_ms = earlier(next_ms, now_ms + PROPOSE_AGAIN_MS);
    }
    next_ms = earlier(next_ms, fence_serve(node, now_ms));
    next_ms = earlier(next_ms, changes_serve(node, now_ms));
    uv_timer_stop(&node->deadlines);
    if (next_ms < INT64_MAX) {
        uint64_t in_ms = next_ms > now_ms ? (uint64_t)(next_ms - now_ms) : 1;

        uv_update_time(&node->loop);
        uv_timer_start(&node->deadlines, deadline_fired, in_ms, 0);
    }
}

void core_round(struct node *node)
{
    bool more;

    cluster_serve(node);
    submit_waiting(node);
    more = turn_run(node);
    core_publish(node);
    pulse_ready(node);
    waits_index_applied(node, atomic_load(&node->public.applied_index));
    waits_look(node);
    if (atomic_load(&node->public.disk_level) != DISK_CRITICAL) {
        parks_serve(node);
    }
    ticker_arm(node);
    submit_waiting(node);
    expire(node);
    if (more) {
        node_wake(node);
    }
}
