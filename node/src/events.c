/* What replication tells the node. It is noted, and served in the next round; only a snapshot is
 * installed at once. */
#include <stdio.h>

#include "base/clock.h"
#include "base/log.h"
#include "node_int.h"

static void on_progress(void *context)
{
    node_wake(context);
}

static void on_role(void *context, enum replication_role role, uint64_t term)
{
    static const char *const names[] = {[REPLICATION_FOLLOWER] = "follower",
                                        [REPLICATION_CANDIDATE] = "candidate",
                                        [REPLICATION_LEADER] = "leader"};
    struct node *node = context;

    node->leads = false;
    node->leading_term = role == REPLICATION_LEADER ? term : 0;
    if (role == REPLICATION_LEADER) {
        forward_term_begins(&node->forwards);
    }
    log_info("node", "role role=%s term=%llu", names[role], (unsigned long long)term);
    node_wake(node);
}

static void on_leader_ready(void *context, uint64_t term)
{
    struct node *node = context;

    (void)term;
    node_clock_start(&node->clock, fsm_clock(node->fsm).stamp_ms,
                     clock_wall_ms() - cluster_clock_skew_ms(node), clock_monotonic_ms());
    node->leads = true;
    node_wake(node);
}

static void on_fault(void *context, enum status status, const char *message)
{
    struct node *node = context;

    if (node->opening != NULL) {
        snprintf(node->opening, NODE_MESSAGE_BYTES, "%s", message);
        return;
    }
    node_fault(node, status, message);
}

static enum status on_snapshot_installed(void *context, const struct snapshot_info *info)
{
    return install_snapshot(context, info);
}

struct replication_events events_of(struct node *node)
{
    return (struct replication_events){
        .context = node,
        .progress = on_progress,
        .role_changed = on_role,
        .leader_ready = on_leader_ready,
        .fault = on_fault,
        .peer_message = cluster_on_message,
        .peer_link = cluster_on_link,
        .snapshot_installed = on_snapshot_installed,
        .membership_changed = cluster_on_membership,
    };
}
