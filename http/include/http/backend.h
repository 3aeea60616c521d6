/* What the HTTP threads need of the node, as a struct of functions that the node fills in.
 *
 * http declares it and never sees the node; tests drive the server with a backend of their own. All
 * functions may be called from any HTTP thread and never block. Answers come by callback ON THE
 * CORE THREAD (or inside the call itself): a callback only hands the outcome over to its HTTP
 * thread. Slices in a callback are borrowed until it returns. Every request struct is the caller's
 * storage, lives until its callback ran (or its cancel returned true), and its callback runs
 * exactly once. */
#ifndef HTTP_BACKEND_H
#define HTTP_BACKEND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "base/slice.h"
#include "base/status.h"

struct readmodel;

/* Completing work is admitted longer than starting work
 * (docs/architecture.md, a command's life). */
enum backend_admission {
    BACKEND_STARTS_WORK,
    BACKEND_COMPLETES_WORK
};

struct backend_submit {
    enum backend_admission admission;
    int64_t deadline_ms; /* monotonic clock; past it the outcome is unknown */
    void (*done)(struct backend_submit *submit, enum status status, struct slice result,
                 uint64_t index);
    void *node_private[6]; /* the node's */
};

/* A read fence: when done runs with STATUS_OK, everything acknowledged before the call is visible
 * to a read transaction begun after it. */
enum backend_consistency {
    BACKEND_LINEARIZABLE,
    BACKEND_LOCAL,
    BACKEND_MIN_INDEX
};

struct backend_fence {
    enum backend_consistency consistency;
    uint64_t min_index;
    int64_t deadline_ms;
    void (*done)(struct backend_fence *fence, enum status status, uint64_t index);
    void *node_private[6];
};

/* A parked poll for jobs.
 * done: STATUS_OK with job_count keys (0: its time ran out, or shutdown). */
struct backend_poll {
    struct slice tenant; /* all slices: valid until done or cancelled */
    struct slice type;
    struct slice worker;
    int64_t lock_ms; /* how long the jobs stay locked */
    uint32_t jobs_max;
    bool with_lease;
    int64_t deadline_ms;          /* monotonic; <= now: answer at once */
    struct slice idempotency_key; /* data NULL: none */
    struct hash128 body_hash;
    void (*done)(struct backend_poll *poll, enum status status, struct slice detail,
                 uint64_t activation, const uint64_t *job_keys, uint32_t job_count, uint64_t index);
    void *node_private[8];
};

/* Wait for the end of an instance. done: STATUS_OK when it has completed or was terminated (look it
 * up), STATUS_DEADLINE_EXCEEDED, STATUS_UNAVAILABLE on shutdown. */
struct backend_await {
    uint64_t process_instance_key;
    int64_t deadline_ms;
    void (*done)(struct backend_await *await, enum status status, uint64_t index);
    void *node_private[6];
};

enum backend_health {
    BACKEND_GOOD,
    BACKEND_WORSE, /* it serves, but not all */
    BACKEND_BAD    /* not ready */
};

enum {
    BACKEND_CHECKS_MAX = 8
};

/* One line of /readyz?verbose. */
struct backend_check {
    const char *name;
    enum backend_health health;
    const char *why; /* static text, NULL when good */
};

struct backend_status {
    bool alive;                   /* the core loop turns */
    bool ready;                   /* no check is bad */
    const char *not_ready_reason; /* static text, NULL when ready */
    const char *role;             /* "leader", "follower", "candidate" */
    char cluster_id[40];
    uint64_t node_id;
    uint64_t leader_id; /* 0: none is known */
    uint64_t term;
    uint64_t commit_index;
    uint64_t applied_index;
    uint64_t stored_index;
    int64_t engine_time_ms;
    bool clock_control; /* PUT /v2/clock allowed */
    bool draining;      /* answer and close */
    struct backend_check checks[BACKEND_CHECKS_MAX];
    size_t check_count;
};

/* A server of the cluster, as this node knows it. */
struct backend_member {
    uint64_t server_id;
    char name[64];
    char host[256]; /* what its peers connect to; "" when it has no peers */
    uint16_t peer_port;
    uint16_t http_port; /* 0 while it has not said */
    bool voter;         /* else a learner */
    bool is_self;
    bool is_leader;
    bool link_up;   /* to it; of this node itself: true */
    bool has_match; /* only the leader knows: stored there */
    uint64_t match_index;
    uint64_t applied_index; /* as it said last; 0 while it has not */
    int64_t heard_ms_ago;   /* < 0: never */
};

enum {
    BACKEND_MEMBERS_MAX = 64,
    BACKEND_ADDRESS_BYTES = 256
};

enum backend_change_kind {
    BACKEND_MEMBER_ADD = 1, /* as a learner */
    BACKEND_MEMBER_PROMOTE,
    BACKEND_MEMBER_REMOVE,
    BACKEND_TRANSFER_LEADER /* server_id 0: to whoever is fit */
};

/* A change of the membership: any node takes it, the leader does it. All are idempotent. */
struct backend_change {
    enum backend_change_kind kind;
    uint64_t server_id;
    char address[BACKEND_ADDRESS_BYTES]; /* BACKEND_MEMBER_ADD: "NAME@HOST:PORT" */
    int64_t deadline_ms;
    /* With any status but STATUS_OK reason says why, or is empty. */
    void (*done)(struct backend_change *change, enum status status, struct slice reason);
    void *node_private[3];
};

struct http_backend {
    void *ctx;

    /* Propose an encoded command (copied). A full ring or disk answers STATUS_RESOURCE_EXHAUSTED
     * through done. With any status but STATUS_OK, done's result is the reason in words, or empty.
     */
    void (*submit)(void *ctx, struct slice command, struct backend_submit *submit);

    void (*fence)(void *ctx, struct backend_fence *fence);
    /* The read model to read from after a fence; short transactions only. It stays what it is until
     * readmodel_done, one for each call. */
    struct readmodel *(*readmodel)(void *ctx);
    void (*readmodel_done)(void *ctx);

    void (*poll)(void *ctx, struct backend_poll *poll);
    /* The client has gone. True: forgotten, done will not run. False: too late, done runs or has
     * run, and the caller gives the jobs back with yield. */
    bool (*poll_cancel)(void *ctx, struct backend_poll *poll);
    /* Jobs of an activation that could not be delivered: back at once, retries unchanged. */
    void (*yield)(void *ctx, struct slice tenant, uint64_t activation, const uint64_t *job_keys,
                  uint32_t job_count);

    void (*await)(void *ctx, struct backend_await *await);
    bool (*await_cancel)(void *ctx, struct backend_await *await);

    void (*status)(void *ctx, struct backend_status *out);
    /* The servers of the cluster in the order of their ids, at most capacity. */
    size_t (*members)(void *ctx, struct backend_member *out, size_t capacity);
    void (*change)(void *ctx, struct backend_change *change);
    /* Append the node's metrics in Prometheus text format. */
    void (*metrics)(void *ctx, struct buffer *out);
};

#endif
