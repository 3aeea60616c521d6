/* The only caller of raft_step: one event in, one update out, handled in the one order that is
 * safe.
 *
 * libraft does no I/O and keeps no entries; this file gives it both. Written for any number of
 * nodes: messages cross the boundary through struct driver_peers and driver_receive, with the
 * guards on both sides. Thread: the core. */
#ifndef REPLICATION_DRIVER_H
#define REPLICATION_DRIVER_H

#include <raft.h>

#include "guards.h"
#include "log.h"
#include "snapshot.h"
#include "vote.h"

/* Where messages to other servers go. One FIFO stream for each peer; loss is allowed. */
struct driver_peers {
    void *context;
    /* message and all it points to are borrowed for the call. entries are the n_entries of an
     * AppendEntries, else NULL. */
    void (*send)(void *context, const struct raft_message *message, const struct entry *entries);
};

struct snapshot_job {
    struct snapshot_manifest manifest;
    void *handle;
    enum status status;
    struct replication_problem problem;
};

struct replication {
    struct replication_options options; /* directory and address are our own copies */
    char directory[REPLICATION_PATH_BYTES];
    char address[REPLICATION_ADDRESS_BYTES];
    struct disk *disk;
    struct replication_identity identity;
    struct vote vote;
    struct entry_log log;
    bool has_snapshot;
    struct snapshot_manifest snapshot; /* the newest durable one */
    struct snapshot_job *job;          /* a snapshot under way */

    struct replication_host host;
    struct driver_peers peers; /* send NULL: there are none */
    /* By this open: all is synced, and the vote file's term is one that nobody led. */
    bool bootstrapped;
    bool started;
    bool failed;

    struct raft raft;
    bool raft_up;
    uint64_t commit_max; /* guard G */
    uint64_t handed;     /* last index that replication_next gave */
    uint64_t applied;    /* last index that the owner said it applied */
    uint64_t applied_term;
    uint32_t applied_crc;
    uint64_t configured_index; /* last configuration that raft was told is committed */
    bool stale_request;        /* the event at hand is one (guard B) */

    enum raft_state seen_state; /* what the owner was told last */
    uint64_t seen_term;
    uint64_t own_index; /* first entry of the own term, while leader */
    bool ready;

    struct raft_entry *batch; /* of a submit; kept for the next */
    size_t batch_capacity;
};

/* RAFT_START with what the files hold; by guard J a sole voter raises its term first. */
enum status driver_start(struct replication *r) NODISCARD;
void driver_stop(struct replication *r);
/* RAFT_SUBMIT of commands. STATUS_UNAVAILABLE when this node may not lead now. */
enum status driver_submit(struct replication *r, const struct slice *payloads,
                          size_t count) NODISCARD;
void driver_timeout(struct replication *r);
/* The log's writer has finished groups. */
void driver_stored(struct replication *r);
/* RAFT_SNAPSHOT: manifest is durable; trailing entries before it are kept. */
void driver_snapshot(struct replication *r, const struct snapshot_manifest *manifest,
                     uint64_t trailing);
/* A message of another server; entries as in driver_peers, borrowed for the call. */
void driver_receive(struct replication *r, const struct raft_message *message,
                    const struct entry *entries);
/* How far entries may be handed out. */
uint64_t driver_available(const struct replication *r);
/* A committed entry's or a manifest's configuration; the caller closes it. */
void configuration_decode(struct slice payload, struct raft_configuration *out);

/* Between the driver's files: one raft_step and all that follows from it; 0, or the library's error
 * for a submit or a transfer (any other error is a fault). */
int driver_event(struct replication *r, struct raft_event *event);
/* The messages of an update, through the guards. */
void driver_send(struct replication *r, const struct raft_update *update);
/* Everything stops; the fault event is called once. */
void driver_fault(struct replication *r, enum status st, const struct replication_problem *problem);

#endif
