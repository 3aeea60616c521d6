/* The node's metrics in Prometheus text format (docs/node.md). Reads atomics only. */
#include "node_int.h"

static void put(struct buffer *out, const char *name, const char *type, const char *help,
                unsigned long long value)
{
    buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n%s %llu\n", name, help, name, type, name,
                  value);
}

static void put_log(struct node *node, struct buffer *out)
{
    struct node_public *public = &node->public;

    put(out, "baton_raft_term", "gauge", "Present term.", atomic_load(&public->term));
    put(out, "baton_raft_first_index", "gauge", "First entry of the log.",
        atomic_load(&public->first_index));
    put(out, "baton_raft_last_index", "gauge", "Last entry of the log.",
        atomic_load(&public->last_index));
    put(out, "baton_raft_stored_index", "gauge", "Last entry that is synced here.",
        atomic_load(&public->stored_index));
    put(out, "baton_raft_commit_index", "gauge", "Last committed entry.",
        atomic_load(&public->commit_index));
    put(out, "baton_raft_applied_index", "gauge", "Last applied entry.",
        atomic_load(&public->applied_index));
    put(out, "baton_snapshot_index", "gauge", "Last entry in the newest snapshot.",
        atomic_load(&public->snapshot_index));
    put(out, "baton_log_bytes", "gauge", "Bytes of the log's segments on disk.",
        atomic_load(&public->log_bytes));
}

static void put_core(struct node *node, struct buffer *out)
{
    struct node_public *public = &node->public;

    put(out, "baton_ready", "gauge", "1 when this node serves.", atomic_load(&public->ready));
    put(out, "baton_commands_applied_total", "counter", "Commands applied.",
        atomic_load(&public->commands_applied));
    put(out, "baton_commands_refused_total", "counter", "Commands refused before the log.",
        atomic_load(&public->commands_refused));
    put(out, "baton_inbox_commands", "gauge", "Commands that wait for the core.",
        inbox_count(&node->inbox));
    put(out, "baton_parked_polls", "gauge", "Job polls that wait for a job.",
        parks_count(&node->parks));
    put(out, "baton_turns_total", "counter", "Turns of the core loop that applied something.",
        atomic_load(&public->turns));
    put(out, "baton_turn_microseconds_total", "counter", "Time spent in turns.",
        atomic_load(&public->turn_us_total));
    put(out, "baton_turn_microseconds_max", "gauge", "Longest turn since the start.",
        atomic_load(&public->turn_us_max));
    put(out, "baton_ticks_total", "counter", "TICK commands proposed.",
        atomic_load(&public->ticks));
    put(out, "baton_timer_lag_milliseconds_max", "gauge",
        "Longest time by which a TICK came late since the start.",
        atomic_load(&public->tick_lag_ms_max));
}

void node_metrics_put(void *ctx, struct buffer *out)
{
    put_core(ctx, out);
    put_log(ctx, out);
}
