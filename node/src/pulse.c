/* The core's pulse: a sign of life for /livez and the service manager's watchdog, and a look at the
 * disk. It comes from the core's own loop, so a core that is stuck has none. */
#include "base/clock.h"
#include "base/log.h"
#include "node_int.h"

enum {
    PULSE_MS = 1000,
    /* Bytes applied between two looks at the disk, whatever the time. */
    DISK_LOOK_BYTES = 16 * 1024 * 1024
};

/* A start that applies a long log takes longer than a service manager waits by itself. */
static const char still_starting[] = "EXTEND_TIMEOUT_USEC=30000000\nSTATUS=applying the log";

static uint64_t low_mark(struct node *node)
{
    uint64_t low = node->options.disk_low_bytes;

    return low == 0 ? 0 : low + 2 * snapshots_live_bytes(node);
}

void pulse_look_at_disk(struct node *node)
{
    static const char *const names[] = {"room", "low", "critical"};
    struct node_public *public = &node->public;
    enum disk_level before = (enum disk_level)atomic_load(&public->disk_level);
    enum disk_level level;
    uint64_t free_bytes = 0;

    node->unlooked_bytes = 0;
    if (disk_free(node->directory, &free_bytes) != STATUS_OK) {
        return; /* whoever writes next hears more */
    }
    level = disk_level_of(before, free_bytes, low_mark(node), node->options.disk_critical_bytes);
    atomic_store(&public->disk_free_bytes, free_bytes);
    atomic_store(&public->disk_level, (int)level);
    if (level > before) {
        log_warn("node", "disk-space level=%s free_bytes=%llu directory=%s", names[level],
                 (unsigned long long)free_bytes, node->directory);
    } else if (level < before) {
        log_info("node", "disk-space level=%s free_bytes=%llu", names[level],
                 (unsigned long long)free_bytes);
    }
    if (before == DISK_CRITICAL && level != DISK_CRITICAL) {
        node_wake(node); /* what waits may be written */
    }
}

void pulse_wrote(struct node *node, uint64_t bytes)
{
    node->unlooked_bytes += bytes;
    if (node->unlooked_bytes >= DISK_LOOK_BYTES) {
        pulse_look_at_disk(node);
    }
}

static void on_pulse(uv_timer_t *timer)
{
    struct node *node = timer->data;
    struct supervisor *supervisor = &node->supervisor;

    atomic_store(&node->public.pulse_ms, clock_monotonic_ms());
    pulse_look_at_disk(node);
    if (!node->stopping) {
        cluster_pulse(node);
    }
    if (supervisor->watchdog_ms > 0) {
        supervisor_say(supervisor, "WATCHDOG=1");
    }
    if (!supervisor->ready && !node->stopping) {
        supervisor_say(supervisor, still_starting);
    }
}

void pulse_start(struct node *node)
{
    int64_t interval_ms = supervisor_interval_ms(&node->supervisor);
    uint64_t every_ms = interval_ms < PULSE_MS ? (uint64_t)interval_ms : PULSE_MS;

    atomic_store(&node->public.pulse_ms, clock_monotonic_ms());
    pulse_look_at_disk(node);
    uv_timer_start(&node->pulse, on_pulse, every_ms, every_ms);
}

/* It leads, or it votes and knows who does. */
static bool serves(struct node *node)
{
    return atomic_load(&node->public.ready) ||
           (node->cluster.votes && cluster_has_other_leader(node) &&
            !atomic_load(&node->public.installs));
}

void pulse_ready(struct node *node)
{
    if (!node->supervisor.ready && serves(node)) {
        node->supervisor.ready = true;
        supervisor_say(&node->supervisor, "READY=1\nSTATUS=serving");
        log_info("node", "ready applied=%llu",
                 (unsigned long long)atomic_load(&node->public.applied_index));
    }
}

void pulse_stopping(struct node *node)
{
    supervisor_say(&node->supervisor, "STOPPING=1\nSTATUS=ending what is under way");
}
