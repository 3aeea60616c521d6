/* Replicated log of one node: entries in, the same entries out in the same order on every node,
 * durable.
 *
 * This is the core: it has no thread, no timer and no loop of its own. Those come from a struct
 * replication_host: replication/loop.h gives the real one (libuv, a log thread), the simulation
 * gives a simulated one. An entry is a run of opaque bytes.
 *
 * A node's life:
 *     replication_open            verify all files, cut a torn tail, refuse corruption;
 *                                 or bootstrap
 *     replication_snapshot_get    is the state to be rebuilt? from here
 *     replication_verify_applied  is the state that was found a state of this log?
 *     replication_loop_start      (or replication_start) entries begin to flow:
 *         a turn is: while (replication_next(...)) apply; commit; replication_applied(...)
 *         and replication_submit comes from the same thread
 *     replication_loop_stop, replication_close
 *
 * Thread: all functions on one thread, the core, except replication_writer_step (the log thread)
 * and replication_snapshot_run (a pool thread). Events are called from inside these functions on
 * the core thread; an event handler notes what happened and never calls back into replication.
 *
 * After a fault (an I/O error, corruption found while running) nothing is stored, handed out or
 * accepted any more, and the process must end: with EXIT_CORRUPT for STATUS_CORRUPT. */
#ifndef REPLICATION_REPLICATION_H
#define REPLICATION_REPLICATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/slice.h"
#include "base/status.h"
#include "replication/disk.h"
#include "replication/peer.h"

/* The exit code of a process that found its own files damaged: nothing was changed, a human or a
 * re-seed must decide. Other faults end with EXIT_FAILURE. */
#define EXIT_CORRUPT 65

#define REPLICATION_CLUSTER_ID_BYTES 16
#define REPLICATION_DIGEST_BYTES 16
#define REPLICATION_DIGESTS_MAX 4
#define REPLICATION_PATH_BYTES 1024
#define REPLICATION_PROBLEM_BYTES 768

struct replication;

enum entry_kind {
    ENTRY_COMMAND = 1, /* the caller's */
    ENTRY_BARRIER = 2, /* a leader's first entry of its term; nothing to apply */
    ENTRY_CHANGE = 3,  /* a configuration; nothing to apply */
};

struct entry {
    uint64_t index;
    uint64_t term;
    uint32_t record_crc; /* chained: equal only when all entries before are equal too */
    enum entry_kind kind;
    struct slice payload; /* borrowed until the next call into replication */
};

enum replication_role {
    REPLICATION_FOLLOWER,
    REPLICATION_CANDIDATE,
    REPLICATION_LEADER
};

/* What the state machine says of a snapshot it has written. */
struct snapshot_content {
    uint32_t feature_level;
    uint32_t digest_count; /* at most REPLICATION_DIGESTS_MAX */
    uint8_t digests[REPLICATION_DIGESTS_MAX][REPLICATION_DIGEST_BYTES];
};

/* A durable snapshot. */
struct snapshot_info {
    uint64_t index;
    uint64_t term;
    uint32_t record_crc; /* of the entry at index */
    uint64_t bytes;      /* of its files */
    char directory[REPLICATION_PATH_BYTES];
    struct snapshot_content content;
};

/* What replication tells its owner. All are required. */
struct replication_events {
    void *context;
    /* replication_next has an entry: take a turn soon. */
    void (*progress)(void *context);
    void (*role_changed)(void *context, enum replication_role role, uint64_t term);
    /* This node leads and an entry of its own term is applied: from now on submit admits. Called
     * from replication_applied. */
    void (*leader_ready)(void *context, uint64_t term);
    /* The process must end. message is one line that says what happened, where, and what to do. */
    void (*fault)(void *context, enum status status, const char *message);
    /* A message of another server's owner (replication_peer_send): in order, each at most once;
     * from is a server this one knows. bytes are borrowed until return. */
    void (*peer_message)(void *context, uint64_t from, struct slice bytes);
    /* The stream to that server is there (what is sent from now on may arrive), or lost with all
     * that was under way. By turns, up first; a server that is no peer any more is lost in
     * silence. */
    void (*peer_link)(void *context, uint64_t server_id, bool up);
    /* A leader's snapshot is durable here and newer than the state: replace the state by it, now.
     * replication_next goes on with the entry after info->index, as if all up to there had been
     * handed out and applied. Anything but STATUS_OK is a fault. */
    enum status (*snapshot_installed)(void *context, const struct snapshot_info *info);
    /* The members are others, or have other roles, than they were: replication_members. */
    void (*membership_changed)(void *context);
};

/* Who gives the core a clock, a timer and other threads (replication/loop.h, or a simulator). */
struct replication_host {
    void *context;
    /* Milliseconds that never go back. */
    int64_t (*now_ms)(void *context);
    /* Call replication_timeout at that time; replaces the time set before. */
    void (*timer_set)(void *context, int64_t at_ms);
    /* Call replication_writer_step on the log thread until it returns false, each time with
     * replication_stored on the core after it. */
    void (*writer_wake)(void *context);
    /* Call replication_snapshot_run on another thread,
     * then replication_snapshot_done on the core. */
    void (*snapshot_start)(void *context);
    /* The next two are NULL where there are no other servers (a cluster of one that stays so).
     * Send the parts, one after the other, as one message of at most LIMIT_PEER_MESSAGE_BYTES;
     * copied. It may get lost; what arrives on a channel arrives in order. */
    void (*send)(void *context, uint64_t server_id, enum peer_channel channel,
                 const struct slice *parts, size_t count);
    /* These are the other servers from now on: connect to them, listen to no one else. */
    void (*peers_set)(void *context, const struct transport_peer *peers, size_t count);
};

/* The state machine's side of snapshots. */
struct snapshot_source {
    void *context;
    /* Core thread, from replication_applied: pin the state exactly as it is after the last applied
     * entry (open read transactions); *handle is given to the two functions below. */
    enum status (*begin)(void *context, void **handle);
    /* Pool thread: write the pinned state as plain files straight into directory (a whole path; it
     * exists and is empty; no sub-directories; no file named "manifest") and fill content. No fsync
     * needed: replication syncs every file. */
    enum status (*write)(void *handle, const char *directory, struct snapshot_content *content);
    /* Core thread: exactly once after each begin that returned OK,
     * whether write succeeded or not. */
    void (*finish)(void *handle);
    /* Core thread: bytes of live state; a snapshot is taken when the log since the last one exceeds
     * max(snapshot_log_bytes_min, this). */
    uint64_t (*live_bytes)(void *context);
};

enum replication_mode {
    REPLICATION_EXISTING,  /* STATUS_NOT_FOUND when the directory was never bootstrapped */
    REPLICATION_BOOTSTRAP, /* STATUS_ALREADY_EXISTS when it was */
    REPLICATION_EITHER,    /* bootstrap when it was not: for `baton dev` and tests */
    /* A new server of a cluster that is there: an empty log that a leader fills once the server was
     * added to it. Neither a voter nor a leader before that. STATUS_ALREADY_EXISTS when the
     * directory is a server's. */
    REPLICATION_JOIN,
};

struct replication_options {
    /* It exists and holds log/, snapshots/, vote, identity; the caller holds its lock. */
    const char *directory;
    enum replication_mode mode;
    /* Bootstrap and join: this server's raft id, fresh and random, not 0. Else 0, or it must be the
     * stored one. */
    uint64_t server_id;
    /* "NAME@HOST:PORT" of this server, as its peers see it; kept in entry 1 by a bootstrap */
    const char *address;
    /* bootstrap: fresh random bytes; join: the cluster's */
    uint8_t cluster_id[REPLICATION_CLUSTER_ID_BYTES];
    /* Servers to talk to as long as log and snapshot hold no configuration: what a server that
     * joins was told. Copied. */
    const struct transport_peer *peers;
    size_t peer_count;    /* at most LIMIT_PEERS */
    uint32_t random_seed; /* random, of this start */
    struct disk *disk;    /* disk_posix() */
    struct replication_events events;
    struct snapshot_source snapshots;
    /* 0 means the default of base/limits.h; tests make them small */
    uint64_t segment_bytes;
    uint64_t memory_bytes;
    uint64_t snapshot_log_bytes_min;
    /* Entries kept before a snapshot's index at least; 0 keeps no more than whole segments need. */
    uint64_t trailing_entries;
};

/* One line for a human: what, which file, which offset and index, what to do. */
struct replication_problem {
    char text[REPLICATION_PROBLEM_BYTES];
};

/* Open a node's replicated log, or create it.
 *
 * Verifies identity, vote file, newest snapshot's manifest and every log record. A torn tail (what
 * a power cut leaves of a write that was never acknowledged) is cut; leftovers of an unfinished
 * snapshot or bootstrap are removed. Nothing is sent, no thread is started.
 *
 * Errors: STATUS_CORRUPT        damaged files: nothing was changed; exit with EXIT_CORRUPT
 *         STATUS_NOT_FOUND      mode EXISTING, and there is nothing
 *         STATUS_ALREADY_EXISTS mode BOOTSTRAP, and there is something
 *         STATUS_WRONG_STATE    server_id is not the stored one
 *         STATUS_NOT_IMPLEMENTED  written by another version
 *         STATUS_IO, STATUS_NO_SPACE
 * problem->text is filled on every error. */
enum status replication_open(const struct replication_options *options, struct replication **out,
                             struct replication_problem *problem) NODISCARD;

/* Free everything. The host must be stopped: no writer step and no snapshot run under way. What
 * waits to be written is dropped (it was never acknowledged). */
void replication_close(struct replication *r);

struct replication_identity {
    uint8_t cluster_id[REPLICATION_CLUSTER_ID_BYTES];
    uint64_t server_id;
    bool joined; /* it began with REPLICATION_JOIN: its log may be empty */
};
struct replication_identity replication_identity(const struct replication *r);

/* The newest durable snapshot; false when there is none (then the log begins at entry 1). */
bool replication_snapshot_get(const struct replication *r, struct snapshot_info *out);

/* Read the newest snapshot's files and compare sizes and checksums with the manifest: before a
 * state is built from it. STATUS_CORRUPT with problem filled. STATUS_OK when there is none. */
enum status replication_snapshot_verify(struct replication *r,
                                        struct replication_problem *problem) NODISCARD;

/* Is a state that says it applied (index, term, record_crc) last a state of this log? index 0 is
 * the empty state. STATUS_CORRUPT when that entry is neither in the log nor the snapshot's, or
 * differs: the state must not be used; rebuild it from the snapshot. Before replication_start. */
enum status replication_verify_applied(struct replication *r, uint64_t index, uint64_t term,
                                       uint32_t record_crc,
                                       struct replication_problem *problem) NODISCARD;

/* Begin: entries after applied_index will be handed out. A sole voter writes the next term to the
 * vote file, synced, and leads at once. host is copied. On an error the fault event was called. */
enum status replication_start(struct replication *r, const struct replication_host *host,
                              uint64_t applied_index) NODISCARD;

/* Put commands on the log, in this order, at *first_index and the following ones, in *term. An
 * answer may be given when replication_next hands out the entry of that index *with that term*;
 * another term there means it was surely not executed. payloads are copied; each non-empty and at
 * most LIMIT_COMMAND_BYTES.
 *
 * All or nothing.
 * Errors: STATUS_UNAVAILABLE        not the leader, or not ready yet
 *         STATUS_RESOURCE_EXHAUSTED too much waits for the disk: try again after progress
 *         STATUS_TOO_LARGE          a payload is over the limit
 *         a fault status            the fault event was called */
enum status replication_submit(struct replication *r, const struct slice *payloads, size_t count,
                               uint64_t *first_index, uint64_t *term) NODISCARD;

/* The next entry that is committed and stored here, in index order, each once. False when there is
 * none now. The caller applies COMMAND entries and notes index, term and crc of all kinds. */
bool replication_next(struct replication *r, struct entry *out) NODISCARD;

/* All that replication_next handed out is applied and committed (not synced) in the state: the end
 * of a turn. May call leader_ready, and snapshots.begin. */
void replication_applied(struct replication *r);

struct replication_status {
    enum replication_role role;
    bool ready; /* leads, and submit admits */
    uint64_t term;
    uint64_t leader_id; /* 0 when unknown */
    uint64_t first_index;
    uint64_t last_index;
    uint64_t stored_index;
    uint64_t commit_index;
    uint64_t applied_index; /* as the caller last said */
    uint64_t snapshot_index;
    uint64_t segment_count;
    uint64_t log_bytes;    /* on disk */
    uint64_t memory_bytes; /* of recent entries */
    bool snapshot_running;
    bool snapshot_receiving; /* a leader's is being transferred or installed */
};
struct replication_status replication_status(const struct replication *r);

enum replication_member_role {
    REPLICATION_LEARNER, /* gets the entries, has no vote */
    REPLICATION_VOTER,
};

struct replication_member {
    uint64_t server_id;
    char address[REPLICATION_ADDRESS_BYTES];
    enum replication_member_role role;
    bool is_self;
    bool link_up;         /* this server's stream to it; true for itself */
    uint64_t match_index; /* known to be stored there; 0 where this server does not lead */
    int64_t heard_ms_ago; /* since the last message of it; -1: never. 0 for itself */
};

/* The members of the newest configuration of this server, committed or not, in its order; returns
 * how many there are, of which the first `capacity` were written. None on a server that joined and
 * has not heard from a leader. Between start and the host's stop. */
size_t replication_members(const struct replication *r, struct replication_member *out,
                           size_t capacity);

/* Changes of the membership. One at a time, on the leader alone; each is an entry of the log, and
 * membership_changed tells when it is committed. On STATUS_OK it is on its way, and may still get
 * lost with the leader: ask replication_members.
 *
 * Errors: STATUS_UNAVAILABLE     this server does not lead, or is not ready
 *         STATUS_WRONG_STATE     the change is not safe now, or never: problem->text says why
 *         STATUS_ALREADY_EXISTS  add: a member with that id
 *         STATUS_NOT_FOUND       promote, remove: no such member
 *         STATUS_INVALID_ARGUMENT, STATUS_RESOURCE_EXHAUSTED  add: the address; too many members
 *         a fault status         the fault event was called
 * problem is filled on every error.
 *
 * add makes a learner. The leader promotes a learner by itself when it has caught up: where there
 * is one voter, as soon as two learners have, one after the other (a cluster grows from one to
 * three), else at once. promote says whether that is on its way: OK, or why it cannot be.
 * remove of a voter leaves three voters at least and needs a majority of those that stay to have
 * been heard of lately; a voter that is gone for good is removed after another was promoted. */
enum status replication_member_add(struct replication *r, uint64_t server_id, const char *address,
                                   struct replication_problem *problem) NODISCARD;
enum status replication_member_promote(struct replication *r, uint64_t server_id,
                                       struct replication_problem *problem) NODISCARD;
enum status replication_member_remove(struct replication *r, uint64_t server_id,
                                      struct replication_problem *problem) NODISCARD;

/* Hand leadership to that voter, 0: to the one that has most and was heard of lately. From now on
 * submit refuses; role_changed tells that it went; after one election timeout without that, submit
 * admits again.
 *
 * Errors: STATUS_UNAVAILABLE  this server does not lead, or is handing over already
 *         STATUS_NOT_FOUND    no such voter, or none to choose */
enum status replication_transfer(struct replication *r, uint64_t server_id) NODISCARD;

/* Send bytes to the owner on another server, in order with all else that goes there: at most
 * LIMIT_PEER_OWNER_BYTES; copied. STATUS_OK says that they are on their way, not that they arrive.
 *
 * Errors: STATUS_UNAVAILABLE  no link to that server now, or it is none of the peers
 *         STATUS_TOO_LARGE */
enum status replication_peer_send(struct replication *r, uint64_t server_id,
                                  struct slice bytes) NODISCARD;

/* What only a host calls. A message of another server, whole as it was sent; from is one of the
 * peers that peers_set named, proven to be it. */
void replication_peer_message(struct replication *r, uint64_t from, enum peer_channel channel,
                              struct slice bytes);
/* The stream for PEER_FIFO to that server is up or lost. */
void replication_peer_link(struct replication *r, uint64_t server_id, bool up);
/* Anything at all came from that server. */
void replication_peer_alive(struct replication *r, uint64_t from);
void replication_timeout(struct replication *r);
/* Log thread: write and sync one group of what waits. False when nothing waited (or after an error,
 * which replication_stored reports). */
bool replication_writer_step(struct replication *r);
/* Core: the writer finished something. */
void replication_stored(struct replication *r);
/* Pool thread. */
void replication_snapshot_run(struct replication *r);
/* Core: after replication_snapshot_run returned. */
void replication_snapshot_done(struct replication *r);

enum check_level {
    CHECK_INFO,
    CHECK_TORN,
    CHECK_CORRUPT
};

/* Verify identity, vote file, snapshots (their files read whole) and every log record under
 * directory, changing nothing. finding is called once for each thing looked at that is worth a
 * line: level INFO for what is well, TORN for a tail that the next start will cut, CORRUPT for
 * damage. Returns STATUS_OK, STATUS_CORRUPT when there was any damage, STATUS_NOT_FOUND when
 * nothing was ever there, or STATUS_IO. */
enum status replication_check(struct disk *disk, const char *directory,
                              void (*finding)(void *context, enum check_level level,
                                              const char *path, const char *text),
                              void *context) NODISCARD;

#endif
