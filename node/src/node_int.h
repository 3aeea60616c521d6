/* The node's inside, shared by the files of this module. Core thread unless said otherwise. */
#ifndef NODE_NODE_INT_H
#define NODE_NODE_INT_H

#include <pthread.h>
#include <stdatomic.h>
#include <uv.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/metric.h"
#include "clock.h"
#include "cluster.h"
#include "disk_space.h"
#include "fence.h"
#include "flight.h"
#include "forward.h"
#include "fsm/fsm.h"
#include "http/backend.h"
#include "http/http.h"
#include "measured_disk.h"
#include "node/node.h"
#include "parks.h"
#include "proposal.h"
#include "readmodel/readmodel.h"
#include "replication/loop.h"
#include "replication/replication.h"
#include "store/store.h"
#include "supervisor.h"
#include "waits.h"

/* Why a command was refused before the log. */
enum node_refusal {
    NODE_REFUSED_INBOX,
    NODE_REFUSED_LEADER,
    NODE_REFUSED_LOG,
    NODE_REFUSED_DISK,
    NODE_REFUSALS
};

/* What other threads may see of the core. */
struct node_public {
    _Atomic uint64_t applied_index;
    _Atomic uint64_t commit_index;
    _Atomic uint64_t stored_index;
    _Atomic uint64_t last_index;
    _Atomic uint64_t first_index;
    _Atomic uint64_t snapshot_index;
    _Atomic uint64_t log_bytes;
    _Atomic uint64_t term;
    _Atomic int role;      /* enum replication_role */
    _Atomic bool ready;    /* this node leads and takes commands */
    _Atomic bool sole;     /* ... and is the only voter: what it has applied is all there is */
    _Atomic bool learns;   /* no voter yet */
    _Atomic bool installs; /* a leader's snapshot is on its way here */
    _Atomic uint64_t leader_id;
    _Atomic bool draining;
    _Atomic int64_t engine_offset_ms; /* engine time = wall stamp + offset */
    _Atomic int64_t engine_pinned_ms; /* 0: not pinned */
    _Atomic int64_t stamp_ms;
    _Atomic int64_t pulse_ms; /* monotonic: the core's last sign of life */
    _Atomic int64_t due_ms;   /* monotonic: when the next TICK is due; INT64_MAX: never */
    _Atomic int disk_level;   /* enum disk_level */
    _Atomic uint64_t disk_free_bytes;
    /* for /metrics */
    _Atomic uint64_t refused[NODE_REFUSALS];
    struct metric_histogram applies;
    struct metric_histogram turns;
    struct metric_histogram tick_lags;
};

struct ticker {
    uv_timer_t timer;
    bool tick_in_flight;
    bool continue_in_flight;
    bool purge_in_flight;
    int64_t purge_looked_ms; /* monotonic */
};

/* What one turn gathers until its commits are done. */
struct turn {
    struct arena arena; /* results, borrowed by `answers` */
    struct proposal_list answers;
    struct proposal_list lost;
    uint64_t *ended; /* instances that ended in this turn, while somebody awaits one */
    size_t ended_count;
    size_t ended_capacity;
    bool collects_ended;
};

struct node {
    struct node_options options;
    char *directory;
    char peer_address[NODE_ADDRESS_BYTES]; /* "NAME@HOST:PORT"; "" for one that stays alone */
    int lock_fd;
    char *opening; /* while it opens: where a fault is told, not fatal yet */

    uv_loop_t loop;
    uv_async_t wake;      /* anything new for the core */
    uv_timer_t deadlines; /* polls, awaits, fences, flight */
    uv_timer_t drain;
    uv_timer_t pulse;
    uv_signal_t sigterm;
    uv_signal_t sigint;
    uv_signal_t sighup;

    pthread_rwlock_t swap; /* held by readers on other threads for as long as they read: the three
                            * below are others after a snapshot was installed */
    struct store *state;
    struct fsm *fsm;
    struct readmodel *readmodel;
    struct snapshot_handle *pinned; /* the snapshot that is being made of them; NULL: none */
    struct measured_disk disk;
    struct replication *replication;
    struct replication_loop *replication_loop;
    struct http_server *http;
    struct http_backend backend;

    struct inbox inbox;
    struct proposal_list pending; /* proposals of the core's own */
    struct flight flight;
    struct forwards forwards;
    struct fences fences;
    struct cluster cluster;
    struct turn turn;
    struct parks parks;
    struct waits waits;
    struct ticker ticker;
    struct node_clock clock;
    bool leads;            /* leader_ready has come, and no other role since */
    uint64_t leading_term; /* the term that this node leads, ready or not; 0: none */
    bool stopping;
    _Atomic bool stop_wanted;
    bool hands_over; /* leadership, before the end */
    int64_t hand_until_ms;
    int64_t skew_said_ms; /* the clock was seen to be ahead of the others' */
    bool draining;        /* the server accepts no more; what is under way is let end */
    int64_t drain_until_ms;
    uint64_t live_bytes;
    int64_t live_bytes_looked_ms;
    uint64_t unlooked_bytes; /* applied since the last look at the disk */
    struct supervisor supervisor;
    int64_t started_wall_ms;

    struct node_public public;
};

/* Stop the process with doubt about nothing: log what happened and end at once. */
NORETURN void node_fault(struct node *node, enum status status, const char *what);

/* Thread: any. */
void node_wake(struct node *node);

/* core.c: propose a command of the core's own; it goes out with the next round. */
void core_propose(struct node *node, struct proposal *proposal);
/* One that was surely not executed: it goes out once more, or whoever it is of hears that it will
 * not. */
void core_propose_again(struct node *node, struct proposal *proposal);
/* The next one that waits, NULL when none does. */
struct proposal *core_next_proposal(struct node *node);
/* Stamp and submit what waits; apply what is committed; serve who waits. */
void core_round(struct node *node);
/* Show other threads where the core stands. */
void core_publish(struct node *node);
/* The stamp now. Only while this node leads. */
int64_t core_stamp(struct node *node);

/* events.c: what replication tells, noted for the next round. */
struct replication_events events_of(struct node *node);

/* turn.c: apply committed entries; true when more may wait. */
bool turn_run(struct node *node);
void turn_init(struct turn *turn);
void turn_deinit(struct turn *turn);
/* The state machine's trace, inside a turn. */
enum status turn_on_trace(void *ctx, const struct trace *trace);

/* ticker.c */
void ticker_arm(struct node *node);
void ticker_fired(uv_timer_t *timer);

/* directory.c: make, look at and lock the data directory. Errors: STATUS_INVALID_ARGUMENT,
 * STATUS_FORBIDDEN, STATUS_WRONG_STATE (held by another process), STATUS_NO_SPACE, STATUS_IO. */
enum status directory_open(struct node *node, char *message) NODISCARD;

/* recover.c: open log, state and read model of the locked directory so that they fit. */
enum status recover_open(struct node *node, char *message) NODISCARD;
/* Sync and mark both environments as whole, then close everything. */
void recover_close(struct node *node, bool clean);

/* joining.c: ask the cluster; *out is the caller's, to be freed. */
enum status joining_ask(struct node *node, struct node_joining **out, char *message) NODISCARD;
/* The directory is that server's now. */
void joining_done(const struct node *node);
/* What is left of a damaged server makes room for a new one. */
enum status joining_put_aside(const struct node *node, char *message) NODISCARD;

/* Close state and read model. */
void recover_close_state(struct node *node);
/* Open them anew. */
enum status recover_open_state(struct node *node, char *message) NODISCARD;

/* install.c: the state is replaced by a leader's snapshot. */
enum status install_snapshot(struct node *node, const struct snapshot_info *info) NODISCARD;
/* Readers on other threads: the three stay what they are until reading_end. */
void reading_begin(struct node *node);
void reading_end(struct node *node);

/* snapshots.c */
struct snapshot_handle;
/* The environments are about to be closed: a snapshot that is being copied from them is waited
 * for. */
void snapshots_unpin(struct node *node);
struct snapshot_source snapshots_source(struct node *node);
/* Bytes of both environments, looked up every few seconds. */
uint64_t snapshots_live_bytes(struct node *node);
/* Make the two environments from the newest snapshot's files, or empty. */
enum status snapshots_restore(struct node *node, char *message) NODISCARD;
/* The same from that snapshot (NULL: empty). The environments are closed. */
enum status snapshots_restore_from(struct node *node, const struct snapshot_info *info) NODISCARD;

/* pulse.c */
void pulse_start(struct node *node);
/* The first time that the node serves: the service manager hears of it. */
void pulse_ready(struct node *node);
void pulse_stopping(struct node *node);
void pulse_look_at_disk(struct node *node);
/* So many bytes were applied: a look at the disk when they have become many. */
void pulse_wrote(struct node *node, uint64_t bytes);

/* backend.c */
void backend_fill(struct node *node);
/* Give jobs of an activation back. Thread: any. */
void node_yield(struct node *node, struct slice tenant, uint64_t activation,
                const uint64_t *job_keys, uint32_t job_count);
/* Thread: any. */
void node_count_refusal(struct node *node, enum node_refusal refusal, uint64_t count);
extern const char node_disk_low_reason[];
extern const char node_disk_critical_reason[];
/* health.c. Thread: any. */
void health_status(void *ctx, struct backend_status *out);
/* metrics.c. Thread: any. */
void node_metrics_put(void *ctx, struct buffer *out);

#endif
