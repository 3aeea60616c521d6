/* The node's metrics in Prometheus text format (docs/operation.md). Reads atomics, counts of tables
 * and what the system says of the process. Thread: any. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "node_int.h"

enum {
    PATH_BYTES = 1280
};

/* A gauge that is the number of rows of a table. */
struct row_gauge {
    const char *table;
    const char *name;
    const char *help;
};

static const struct row_gauge state_gauges[] = {
    {"element", "baton_elements", "Active element instances, process instances among them."},
    {"job", "baton_jobs", "Jobs that are not completed."},
    {"job_ready", "baton_jobs_ready", "Jobs that wait for a worker."},
    {"incident", "baton_incidents", "Incidents that are not resolved."},
    {"user_task", "baton_user_tasks", "User tasks that are not completed."},
    {"due", "baton_due", "Timers, job deadlines, messages and records that wait for their time."},
    {"sub", "baton_message_subscriptions", "Elements that wait for a message."},
    {"msg", "baton_messages", "Messages that are kept for their time to live."},
    {"definition", "baton_definitions", "Deployed process definitions."},
    {"step", "baton_steps_stored", "Steps that wait for the next CONTINUE."},
    {"dedupe", "baton_idempotency_records", "Answers kept for repeated requests."},
    {"banned", "baton_instances_banned", "Process instances stopped because of a bug."}};

static const struct row_gauge reading_gauges[] = {
    {"instance_open", "baton_process_instances", "Active process instances."},
    {"instance_ended", "baton_process_instances_ended", "Ended process instances that are kept."}};

static uint8_t table_of(const struct store_table *tables, size_t count, const char *name)
{
    size_t i = 0;

    while (i + 1 < count && strcmp(tables[i].name, name) != 0) {
        i++;
    }
    return tables[i].id;
}

static void put_row_gauges(struct store_txn *txn, const struct store_table *tables,
                           size_t table_count, const struct row_gauge *gauges, size_t count,
                           struct buffer *out)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t rows = 0;

        if (store_count(txn, table_of(tables, table_count, gauges[i].table), &rows) == STATUS_OK) {
            metric_put(out, METRIC_GAUGE, gauges[i].name, gauges[i].help, rows);
        }
    }
}

/* Gauges of one environment. Returns its live bytes. */
static uint64_t put_store(struct store *store, const struct store_table *tables, size_t table_count,
                          const struct row_gauge *gauges, size_t count, struct buffer *out)
{
    struct store_txn *txn;
    uint64_t bytes = 0;

    if (store_begin_read(store, &txn) != STATUS_OK) {
        return 0;
    }
    put_row_gauges(txn, tables, table_count, gauges, count, out);
    if (store_live_bytes(txn, &bytes) != STATUS_OK) {
        bytes = 0;
    }
    store_abort(txn);
    return bytes;
}

static uint64_t file_bytes(const struct node *node, const char *name)
{
    char path[PATH_BYTES];
    struct stat found;

    snprintf(path, sizeof(path), "%s/%s/data.mdb", node->directory, name);
    return stat(path, &found) == 0 ? (uint64_t)found.st_size : 0;
}

static void put_two(struct buffer *out, const char *name, const char *help, uint64_t state,
                    uint64_t reading)
{
    metric_put_head(out, METRIC_GAUGE, name, help);
    buffer_printf(out, "%s{store=\"state\"} %" PRIu64 "\n%s{store=\"read\"} %" PRIu64 "\n", name,
                  state, name, reading);
}

static void put_stores(struct node *node, struct buffer *out)
{
    size_t table_count;
    const struct store_table *tables = fsm_tables(&table_count);
    uint64_t state = put_store(node->state, tables, table_count, state_gauges,
                               sizeof(state_gauges) / sizeof(state_gauges[0]), out);
    uint64_t reading;

    tables = readmodel_tables(&table_count);
    reading = put_store(readmodel_store(node->readmodel), tables, table_count, reading_gauges,
                        sizeof(reading_gauges) / sizeof(reading_gauges[0]), out);
    put_two(out, "baton_store_live_bytes", "Bytes of live pages of an LMDB environment.", state,
            reading);
    put_two(out, "baton_store_file_bytes", "Size of an LMDB environment's file.",
            file_bytes(node, "state"), file_bytes(node, "read"));
}

/* The age is 0 when nothing is kept. */
static void put_history(struct node *node, struct buffer *out)
{
    struct readmodel_read read;
    int64_t age_ms = 0;

    if (readmodel_begin_read(node->readmodel, &read) == STATUS_OK) {
        int64_t oldest_ms;

        if (readmodel_history_oldest(&read, &oldest_ms) == STATUS_OK) {
            age_ms = atomic_load(&node->public.stamp_ms) - oldest_ms;
        }
        readmodel_end_read(&read);
    }
    metric_put(out, METRIC_COUNTER, "baton_history_removed_total",
               "Ended process instances removed by retention or deletion.",
               readmodel_removed(node->readmodel));
    metric_put_seconds(out, METRIC_GAUGE, "baton_history_oldest_seconds",
                       "Age of the oldest ended process instance that is kept.",
                       age_ms > 0 ? (uint64_t)age_ms * 1000 : 0);
}

static void put_log(struct node *node, struct buffer *out)
{
    struct node_public *public = &node->public;

    metric_put(out, METRIC_GAUGE, "baton_raft_term", "Present term.", atomic_load(&public->term));
    metric_put(out, METRIC_GAUGE, "baton_raft_first_index", "First entry of the log.",
               atomic_load(&public->first_index));
    metric_put(out, METRIC_GAUGE, "baton_raft_last_index", "Last entry of the log.",
               atomic_load(&public->last_index));
    metric_put(out, METRIC_GAUGE, "baton_raft_stored_index", "Last entry that is synced here.",
               atomic_load(&public->stored_index));
    metric_put(out, METRIC_GAUGE, "baton_raft_commit_index", "Last committed entry.",
               atomic_load(&public->commit_index));
    metric_put(out, METRIC_GAUGE, "baton_raft_applied_index", "Last applied entry.",
               atomic_load(&public->applied_index));
    metric_put(out, METRIC_GAUGE, "baton_snapshot_index", "Last entry in the newest snapshot.",
               atomic_load(&public->snapshot_index));
    metric_put(out, METRIC_GAUGE, "baton_log_bytes", "Bytes of the log's segments on disk.",
               atomic_load(&public->log_bytes));
    metric_put_histogram(out, "baton_log_sync_seconds",
                         "Syncs of the log, the vote file and snapshots.", &node->disk.syncs);
}

static void put_refusals(struct node *node, struct buffer *out)
{
    static const char *const reasons[NODE_REFUSALS] = {
        [NODE_REFUSED_INBOX] = "inbox",
        [NODE_REFUSED_LEADER] = "leader",
        [NODE_REFUSED_LOG] = "log",
        [NODE_REFUSED_DISK] = "disk",
    };

    metric_put_head(out, METRIC_COUNTER, "baton_commands_refused_total",
                    "Commands refused before the log.");
    for (size_t i = 0; i < NODE_REFUSALS; i++) {
        buffer_printf(out, "baton_commands_refused_total{reason=\"%s\"} %" PRIu64 "\n", reasons[i],
                      atomic_load(&node->public.refused[i]));
    }
}

static void put_timers(struct node *node, struct buffer *out)
{
    int64_t late_ms = clock_monotonic_ms() - atomic_load(&node->public.due_ms);

    metric_put_seconds(out, METRIC_GAUGE, "baton_timer_lag_seconds",
                       "How long what is due first has been due.",
                       late_ms > 0 ? (uint64_t)late_ms * 1000 : 0);
    metric_put_histogram(out, "baton_tick_lag_seconds",
                         "By how much a TICK came later than what it was for.",
                         &node->public.tick_lags);
}

static void put_core(struct node *node, struct buffer *out)
{
    struct node_public *public = &node->public;

    metric_put(out, METRIC_GAUGE, "baton_ready", "1 when this node serves.",
               atomic_load(&public->ready));
    metric_put_histogram(out, "baton_apply_seconds", "Commands applied, and the time each took.",
                         &public->applies);
    metric_put_histogram(out, "baton_turn_seconds",
                         "Turns of the core loop that applied something.", &public->turns);
    metric_put_seconds(out, METRIC_GAUGE, "baton_apply_longest_seconds",
                       "Longest time that a command took since the start.",
                       atomic_load(&public->applies.longest_us));
    metric_put_seconds(out, METRIC_GAUGE, "baton_turn_longest_seconds",
                       "Longest turn of the core loop since the start.",
                       atomic_load(&public->turns.longest_us));
    metric_put(out, METRIC_GAUGE, "baton_inbox_commands", "Commands that wait for the core.",
               inbox_count(&node->inbox));
    metric_put(out, METRIC_GAUGE, "baton_parked_polls", "Job polls that wait for a job.",
               parks_count(&node->parks));
}

static void put_disk(struct node *node, struct buffer *out)
{
    metric_put(out, METRIC_GAUGE, "baton_disk_free_bytes",
               "Bytes that may still be written where the data directory is.",
               atomic_load(&node->public.disk_free_bytes));
    metric_put(out, METRIC_GAUGE, "baton_disk_level",
               "0: room, 1: no new work is taken, 2: nothing is written.",
               (uint64_t)atomic_load(&node->public.disk_level));
}

static uint64_t microseconds(const struct timeval *time)
{
    return (uint64_t)time->tv_sec * 1000000 + (uint64_t)time->tv_usec;
}

static uint64_t resident_bytes(void)
{
    unsigned long long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");

    if (file != NULL) {
        if (fscanf(file, "%*u %llu", &pages) != 1) {
            pages = 0;
        }
        fclose(file);
    }
    return pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

/* The names that every Prometheus client library uses. */
static void put_process(struct node *node, struct buffer *out)
{
    struct rusage usage = {0};

    (void)getrusage(RUSAGE_SELF, &usage);
    metric_put_seconds(out, METRIC_COUNTER, "process_cpu_seconds_total",
                       "Processor time of the process.",
                       microseconds(&usage.ru_utime) + microseconds(&usage.ru_stime));
    metric_put(out, METRIC_GAUGE, "process_resident_memory_bytes", "Memory that is resident.",
               resident_bytes());
    metric_put_seconds(out, METRIC_GAUGE, "process_start_time_seconds",
                       "Start of the process, since 1970.", (uint64_t)node->started_wall_ms * 1000);
    metric_put_head(out, METRIC_GAUGE, "baton_build_info",
                    "Always 1; the label tells the version.");
    buffer_printf(out, "baton_build_info{version=\"%s\"} 1\n", node->options.version);
}

void node_metrics_put(void *ctx, struct buffer *out)
{
    struct node *node = ctx;

    put_core(node, out);
    put_timers(node, out);
    put_refusals(node, out);
    reading_begin(node);
    put_stores(node, out);
    put_history(node, out);
    reading_end(node);
    put_log(node, out);
    put_disk(node, out);
    put_process(node, out);
}
