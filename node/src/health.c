/* What /readyz, /livez and the cluster's operations tell of the node. Thread: any. */
#include <stdio.h>

#include "base/clock.h"
#include "node_int.h"

enum {
    /* Above the longest turn and sync that a healthy machine shows; the watchdog's default of the
     * unit is longer. */
    CORE_SILENCE_MS = 10000
};

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

static void add(struct backend_status *out, const char *name, enum backend_health health,
                const char *why)
{
    out->checks[out->check_count++] =
        (struct backend_check){.name = name, .health = health, .why = why};
    if (health == BACKEND_BAD && out->not_ready_reason == NULL) {
        out->not_ready_reason = why;
    }
}

static void add_core(struct node *node, struct backend_status *out)
{
    int64_t silent_ms = clock_monotonic_ms() - atomic_load(&node->public.pulse_ms);

    out->alive = silent_ms < CORE_SILENCE_MS;
    add(out, "core", out->alive ? BACKEND_GOOD : BACKEND_BAD,
        out->alive ? NULL : "the core loop does not turn");
}

static void add_disk(struct node *node, struct backend_status *out)
{
    switch ((enum disk_level)atomic_load(&node->public.disk_level)) {
    case DISK_ROOM:
        add(out, "disk", BACKEND_GOOD, NULL);
        break;
    case DISK_LOW:
        add(out, "disk", BACKEND_WORSE, node_disk_low_reason);
        break;
    case DISK_CRITICAL:
        add(out, "disk", BACKEND_BAD, node_disk_critical_reason);
        break;
    }
}

static void add_leader(struct node *node, struct backend_status *out)
{
    bool ready = atomic_load(&node->public.ready) || out->leader_id != 0 || out->draining;

    if (atomic_load(&node->public.role) == REPLICATION_LEADER) {
        ready = atomic_load(&node->public.ready) || out->draining;
    }
    add(out, "leader", ready ? BACKEND_GOOD : BACKEND_BAD, ready ? NULL : "no leader yet");
}

/* Neither a learner nor a node that gets its state anew has what its clients were told. */
static void add_member(struct node *node, struct backend_status *out)
{
    const char *why = NULL;

    if (atomic_load(&node->public.installs)) {
        why = "the state is being made anew from a snapshot of the leader";
    } else if (atomic_load(&node->public.learns)) {
        why = "this node is a learner: it is no voter yet";
    }
    add(out, "member", why == NULL ? BACKEND_GOOD : BACKEND_BAD, why);
}

static void add_inbox(struct node *node, struct backend_status *out)
{
    bool busy = inbox_count(&node->inbox) > LIMIT_INBOX_COMMANDS / 2;

    add(out, "inbox", busy ? BACKEND_WORSE : BACKEND_GOOD,
        busy ? "more commands come than are applied: new work may be refused" : NULL);
}

void health_status(void *ctx, struct backend_status *out)
{
    struct node *node = ctx;

    *out = (struct backend_status){
        .role = role_name(atomic_load(&node->public.role)),
        .node_id = node->cluster.self,
        .leader_id = atomic_load(&node->public.leader_id),
        .term = atomic_load(&node->public.term),
        .commit_index = atomic_load(&node->public.commit_index),
        .applied_index = atomic_load(&node->public.applied_index),
        .stored_index = atomic_load(&node->public.stored_index),
        .engine_time_ms = engine_time(node),
        .clock_control = node->options.clock_control,
        .draining = atomic_load(&node->public.draining),
    };
    put_cluster_id(node->replication, out->cluster_id, sizeof(out->cluster_id));
    add_core(node, out);
    add_leader(node, out);
    add_member(node, out);
    add_disk(node, out);
    add_inbox(node, out);
    add(out, "running", out->draining ? BACKEND_BAD : BACKEND_GOOD,
        out->draining ? "the node is shutting down" : NULL);
    out->ready = out->not_ready_reason == NULL;
}
