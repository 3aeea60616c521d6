/* One running node as a library: log, state machine, read model and HTTP server around one core
 * loop.
 *
 * Life: node_open recovers the data directory and binds the port, node_run turns the loop until
 * node_stop (or SIGTERM, SIGINT), node_close frees. A fault of our own ends the process at once,
 * loudly, with EXIT_CORRUPT or EXIT_FAILURE: what was acknowledged is in the log.
 *
 * Thread: all functions on one thread, the core, but node_stop, which may be called from any. */
#ifndef NODE_NODE_H
#define NODE_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/status.h"

enum {
    NODE_MESSAGE_BYTES = 1024,
    /* exit codes of faults, as in sysexits.h */
    NODE_EXIT_IO = 74, /* the disk failed or is full */
    NODE_EXIT_OTHER_VERSION = 76
};

enum node_start {
    NODE_START_EXISTING,  /* the directory must hold a node, or `join` makes it one */
    NODE_START_BOOTSTRAP, /* the directory must be new: a cluster of one is founded */
    NODE_START_EITHER     /* for development: found when new */
};

enum {
    NODE_PEERS_MAX = 64,
    NODE_ADDRESS_BYTES = 256
};

struct node_peer {
    uint64_t server_id;
    char address[NODE_ADDRESS_BYTES]; /* "NAME@HOST:PORT" */
};

/* A new server asks to be let into a cluster that is there. */
struct node_joining {
    uint64_t server_id; /* fresh, of the one that asks; the same when it asks again */
    char address[NODE_ADDRESS_BYTES];
    /* the answer */
    uint8_t cluster_id[16];
    struct node_peer peers[NODE_PEERS_MAX]; /* the members, this one perhaps among them */
    size_t peer_count;
};

struct node_options {
    const char *directory; /* created when absent */
    const char *address;   /* to bind, "127.0.0.1" */
    uint16_t port;         /* 0: any free one, see node_port */
    enum node_start start;
    bool clock_control;       /* PUT /v2/clock is allowed */
    bool unique_business_ids; /* among the active root instances of a process */
    uint32_t http_threads;    /* 0: one a core, at most 4 */
    uint32_t connections_max;
    uint32_t connections_per_address_max; /* 0: the server's default (http/http.h) */
    int64_t history_ttl_ms;               /* < 0: kept for ever */
    uint64_t history_max_bytes;           /* of the read model; UINT64_MAX: no bound */
    uint64_t disk_low_bytes; /* free, beside room for a snapshot: below, no new work; 0: never */
    uint64_t disk_critical_bytes; /* free: below, nothing is written; 0: never */
    const char *version;
    /* Other nodes: all NULL for one that stays alone. */
    const char *name;
    const char *peer_listen;  /* "HOST:PORT" */
    const char *peer_address; /* as others reach it; NULL: peer_listen */
    const char *peer_ca;      /* PEM files, all three or none; none: plain, on this machine alone */
    const char *peer_certificate;
    const char *peer_key;
    /* How a directory without a node becomes one of a cluster that is there; NULL: it does not.
     * Called once, from node_open; it may take long. On an error message is filled. */
    enum status (*join)(void *ctx, struct node_joining *joining, char *message);
    void *join_ctx;
};

struct node;

/* Open the directory, recover, bind. message: one line for the operator on an error (what, where,
 * what to do), in the caller's buffer of NODE_MESSAGE_BYTES. Errors: STATUS_CORRUPT (exit with
 * EXIT_CORRUPT), STATUS_NOT_FOUND / STATUS_ALREADY_EXISTS (start mode), STATUS_WRONG_STATE (another
 * process holds the directory), STATUS_INVALID_ARGUMENT (no directory can be there),
 * STATUS_FORBIDDEN, STATUS_NOT_IMPLEMENTED (another version's data), STATUS_UNAVAILABLE (the
 * address cannot be bound), STATUS_NO_SPACE, STATUS_IO, ... */
enum status node_open(const struct node_options *options, struct node **out,
                      char *message) NODISCARD;

uint16_t node_port(const struct node *node);

/* Turn the loop until stopped; everything is synced and marked clean after.
 * Returns the exit code. */
int node_run(struct node *node) NODISCARD;

/* Ask the loop to end in order. Thread: any; safe to call twice. */
void node_stop(struct node *node);

void node_close(struct node *node);

#endif
