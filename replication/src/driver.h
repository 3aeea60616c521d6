/* The only caller of raft_step: one event in, one update out, handled in the one order that is
 * safe.
 *
 * libraft does no I/O and keeps no entries; this file gives it both. Messages cross the boundary in
 * driver_send and driver_receive, with the guards on both sides. Thread: the core. */
#ifndef REPLICATION_DRIVER_H
#define REPLICATION_DRIVER_H

#include <raft.h>

#include "guards.h"
#include "install.h"
#include "log.h"
#include "peers.h"
#include "snapshot.h"
#include "transfer.h"
#include "vote.h"

struct snapshot_job {
    struct snapshot_manifest manifest;
    void *handle;
    enum status status;
    struct replication_problem problem;
};

struct replication {
    struct replication_options options; /* directory, address and peers are our own copies */
    char directory[REPLICATION_PATH_BYTES];
    char address[REPLICATION_ADDRESS_BYTES];
    struct transport_peer *known_peers;
    struct disk *disk;
    struct replication_identity identity;
    struct vote vote;
    struct entry_log log;
    bool has_snapshot;
    struct snapshot_manifest snapshot; /* the newest durable one */
    struct snapshot_job *job;          /* a snapshot under way */
    struct transfer *transfer;         /* a leader's, NULL: none */
    bool install_found;                /* by this open: a file "install", and what it says */
    struct install install;

    struct replication_host host;
    struct peers peers;
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
    int64_t leader_ms;         /* when a request of the present leader came last */
    int64_t piece_ms; /* when the leader's last piece of a longer message came; -1: never */

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
/* RAFT_SUBMIT of a configuration; the library's error. nested: from inside an event. */
int driver_change(struct replication *r, const struct raft_configuration *configuration,
                  bool nested);
/* RAFT_TRANSFER; the library's error. */
int driver_transfer(struct replication *r, uint64_t server_id);
void driver_timeout(struct replication *r);
/* The log's writer has finished groups. */
void driver_stored(struct replication *r);
/* RAFT_SNAPSHOT: manifest is durable; trailing entries before it are kept. */
void driver_snapshot(struct replication *r, const struct snapshot_manifest *manifest,
                     uint64_t trailing);
/* A message of another server. entries are the n_entries of an AppendEntries, else NULL; all is
 * borrowed for the call, but for what an InstallSnapshot holds (transfer.c alone makes one). */
void driver_receive(struct replication *r, const struct raft_message *message,
                    const struct entry *entries);
/* A piece of a longer message of the library's came from that server: were it whole, a follower
 * would know that its leader lives. */
void driver_piece_heard(struct replication *r, uint64_t from);
/* How far entries may be handed out. */
uint64_t driver_available(const struct replication *r);
/* The server that the last configuration up to that index made a voter, 0: none. */
uint64_t members_promoted(const struct replication *r, uint64_t index);
/* On a leader: the first entry that a peer which can be reached may still ask for; UINT64_MAX: none
 * does. Who lacks more than the log has gets a snapshot anyway. */
uint64_t members_lacking(const struct replication *r);
/* On a leader, after each event: has a learner caught up, may it be promoted? */
void members_tend(struct replication *r);

/* Between the driver's files: one raft_step and all that follows from it; 0, or the library's error
 * for a submit or a transfer (any other error is a fault). */
int driver_event(struct replication *r, struct raft_event *event);
/* The messages of an update, through the guards. */
void driver_send(struct replication *r, const struct raft_update *update);
/* What is committed now, to peers that would hear of it only with the next entries or heartbeat: up
 * to a heartbeat's interval later, and whoever asked there waits for it. only_idle: to those that
 * have all entries, so that none of those on their way will tell. */
void driver_tell_commit(struct replication *r, bool only_idle);
/* What waited for the own disk and is stored now (guard J). */
void driver_send_held(struct replication *r);
/* Everything stops; the fault event is called once. */
void driver_fault(struct replication *r, enum status st, const struct replication_problem *problem);

#endif
