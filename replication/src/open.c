/* Opening a node's files: everything is verified first, then, and only then, repaired. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "base/log.h"
#include "block.h"
#include "bootstrap.h"
#include "driver.h"
#include "problem.h"

enum {
    /* What our own names add to the directory's: "/snapshots/<41>/<127>.tmp". */
    NAMES_BYTES = 256
};

static enum status identity_ready(struct replication *r, struct replication_problem *problem)
{
    const struct replication_options *options = &r->options;
    enum status st = identity_read(r->disk, r->directory, &r->identity, problem);

    if (st == STATUS_OK &&
        (options->mode == REPLICATION_BOOTSTRAP || options->mode == REPLICATION_JOIN)) {
        return problem_say(problem, STATUS_ALREADY_EXISTS,
                           "%s is the directory of a server already: start without "
                           "--bootstrap",
                           r->directory);
    }
    if (st != STATUS_NOT_FOUND) {
        return st;
    }
    st = bootstrap_is_clean(options, problem);
    if (st != STATUS_OK) {
        return st;
    }
    if (options->mode == REPLICATION_EXISTING) {
        return problem_say(problem, STATUS_NOT_FOUND,
                           "%s holds no server: start with --bootstrap to make a new cluster",
                           r->directory);
    }
    st = options->mode == REPLICATION_JOIN ? join_write(options, problem)
                                           : bootstrap_write(options, problem);
    r->bootstrapped = st == STATUS_OK;
    return st == STATUS_OK ? identity_read(r->disk, r->directory, &r->identity, problem) : st;
}

static enum status snapshot_ready(struct replication *r, struct replication_problem *problem)
{
    char path[REPLICATION_PATH_BYTES];
    enum status st = snapshot_load(r->disk, r->directory, &r->has_snapshot, &r->snapshot, problem);

    if (st == STATUS_OK && r->has_snapshot &&
        memcmp(r->snapshot.cluster_id, r->identity.cluster_id, REPLICATION_CLUSTER_ID_BYTES) != 0) {
        snapshots_directory(path, r->directory);
        st = problem_corrupt(problem, path, 0, "the newest snapshot is of another cluster");
    }
    return st;
}

/* Do log, snapshot and vote file belong together? */
static enum status log_joins(struct replication *r, const struct log_found *found,
                             struct replication_problem *problem)
{
    const struct entry_log *log = &r->log;
    uint64_t snapshot_index = r->has_snapshot ? r->snapshot.index : 0;
    uint64_t last_term = entry_log_term(log, log->last_index);
    char path[REPLICATION_PATH_BYTES];

    log_directory(path, r->directory);
    if (log->first_index > snapshot_index + 1) {
        return problem_corrupt(problem, path, 0,
                               "the log begins at index %" PRIu64
                               " but the newest snapshot ends at %" PRIu64,
                               log->first_index, snapshot_index);
    }
    if (log->last_index < snapshot_index ||
        (log->last_index == 0 && !(r->identity.joined && found->place.segment > 0))) {
        return problem_corrupt(problem, path, 0,
                               "the log ends at index %" PRIu64
                               " before the newest snapshot's %" PRIu64,
                               log->last_index, snapshot_index);
    }
    if (snapshot_index >= log->first_index &&
        entry_log_term(log, snapshot_index) != r->snapshot.term) {
        return problem_corrupt(problem, path, 0,
                               "log and snapshot disagree about the term at index %" PRIu64,
                               snapshot_index);
    }
    if (log->first_index > log->last_index && log->last_index > 0 &&
        log->chain != r->snapshot.record_crc) {
        return problem_corrupt(problem, path, 0,
                               "the log goes on from another entry than the newest snapshot's");
    }
    if (last_term > r->vote.term) {
        path_join(path, r->directory, "vote");
        return problem_corrupt(problem, path, 0,
                               "the vote file's term %" PRIu64 " is older than the log's %" PRIu64,
                               r->vote.term, last_term);
    }
    return STATUS_OK;
}

static enum status files_verify(struct replication *r, struct replication_problem *problem)
{
    enum status st = identity_ready(r, problem);

    if (st != STATUS_OK) {
        return st;
    }
    if (r->options.server_id != 0 && r->options.server_id != r->identity.server_id) {
        return problem_say(problem, STATUS_WRONG_STATE,
                           "%s is the directory of server %" PRIu64 ", not of %" PRIu64,
                           r->directory, r->identity.server_id, r->options.server_id);
    }
    st = vote_open(&r->vote, r->disk, r->directory, DISK_WRITE, problem);
    if (st == STATUS_NOT_FOUND) {
        st = problem_corrupt(problem, r->directory, 0, "the vote file is missing");
    }
    if (st == STATUS_OK) {
        st = snapshot_ready(r, problem);
    }
    entry_log_init(&r->log, r->disk, r->directory, r->identity.cluster_id, r->options.memory_bytes);
    if (st != STATUS_OK) {
        return st;
    }
    return install_find(r->disk, r->directory, &r->install_found, &r->install, problem);
}

/* Was a leader's snapshot named, and the log not yet begun behind it? */
static bool install_is_unfinished(const struct replication *r)
{
    return r->install_found && r->has_snapshot && r->install.index == r->snapshot.index &&
           r->install.term == r->snapshot.term;
}

static enum status log_verify(struct replication *r, struct log_found *found,
                              struct replication_problem *problem)
{
    enum status st;

    st = entry_log_load(&r->log, r->has_snapshot ? r->snapshot.index : 0, found, problem);
    if (st == STATUS_NOT_FOUND) {
        st = problem_corrupt(problem, r->directory, 0, "the log is missing");
    }
    return st == STATUS_OK ? log_joins(r, found, problem) : st;
}

/* The files that are beside the log are well: finish what an install left, or forget it. */
static enum status install_settle(struct replication *r, struct replication_problem *problem)
{
    char path[REPLICATION_PATH_BYTES];
    uint64_t segment;
    enum status st;

    if (!install_is_unfinished(r)) {
        return r->install_found ? install_forget(r->disk, r->directory, problem) : STATUS_OK;
    }
    snapshots_directory(path, r->directory);
    st = r->disk->sync_directory(r->disk, path);
    if (st != STATUS_OK) {
        return problem_disk(problem, st, "sync", path);
    }
    log_info("replication", "install_finished index=%" PRIu64, r->install.index);
    return install_finish(r->disk, r->directory, r->identity.cluster_id, &r->install, &segment,
                          problem);
}

/* A log that an unfinished install is about to replace says nothing. */
static enum status all_verify(struct replication *r, struct log_found *found,
                              struct replication_problem *problem)
{
    enum status st = files_verify(r, problem);
    bool unfinished = st == STATUS_OK && install_is_unfinished(r);

    if (st == STATUS_OK && !unfinished) {
        st = log_verify(r, found, problem);
    }
    if (st == STATUS_OK) {
        st = install_settle(r, problem);
    }
    return st == STATUS_OK && unfinished ? log_verify(r, found, problem) : st;
}

/* What was read may lie in the page cache only, when the process before died between a write and
 * its sync: nothing is built on it before it is on the medium. (The log's files are
 * entry_log_repair's, the vote file driver_start's.) */
static enum status files_settle(struct replication *r, struct replication_problem *problem)
{
    char path[REPLICATION_PATH_BYTES];
    enum status st = STATUS_OK;

    if (r->bootstrapped) {
        return STATUS_OK;
    }
    /* A second entry is written only after the bootstrap's own syncs, and one behind an installed
     * snapshot only after "install" is gone for good. */
    if (r->log.last_index <= 1 || r->log.last_index == r->snapshot.index) {
        st = identity_sync(r->disk, r->directory, problem);
        if (st == STATUS_OK) {
            st = r->disk->sync_directory(r->disk, r->directory);
        }
    }
    if (st == STATUS_OK && r->has_snapshot) {
        snapshots_directory(path, r->directory);
        st = r->disk->sync_directory(r->disk, path);
    }
    return st == STATUS_OK ? st : problem_disk(problem, st, "sync", r->directory);
}

static enum status files_repair(struct replication *r, const struct log_found *found,
                                struct replication_problem *problem)
{
    enum status st = files_settle(r, problem);

    if (st == STATUS_OK && found->torn) {
        log_warn("replication",
                 "torn_tail_cut segment=%" PRIu64 " offset=%" PRIu64 " last_index=%" PRIu64,
                 found->place.segment, found->place.sector * DISK_SECTOR_BYTES, r->log.last_index);
    }
    if (st == STATUS_OK) {
        st = entry_log_repair(&r->log, found, problem);
    }
    return st == STATUS_OK
               ? snapshot_sweep(r->disk, r->directory, r->snapshot.index, r->snapshot.term, problem)
               : st;
}

static void options_take(struct replication *r, const struct replication_options *options)
{
    r->options = *options;
    memcpy(r->directory, options->directory, strlen(options->directory) + 1);
    r->options.directory = r->directory;
    if (options->address != NULL) {
        memcpy(r->address, options->address, strlen(options->address) + 1);
    }
    r->options.address = r->address;
    if (options->peer_count > 0) {
        r->known_peers = CHECK_MEMORY(calloc(options->peer_count, sizeof(*r->known_peers)));
        memcpy(r->known_peers, options->peers, options->peer_count * sizeof(*r->known_peers));
    }
    r->options.peers = r->known_peers;
    peers_init(&r->peers);
    r->disk = options->disk;
    if (r->options.segment_bytes == 0) {
        r->options.segment_bytes = LIMIT_LOG_SEGMENT_BYTES;
    }
    if (r->options.memory_bytes == 0) {
        r->options.memory_bytes = LIMIT_LOG_MEMORY_BYTES;
    }
    if (r->options.snapshot_log_bytes_min == 0) {
        r->options.snapshot_log_bytes_min = LIMIT_SNAPSHOT_LOG_BYTES;
    }
    r->vote.file = -1;
}

enum status replication_open(const struct replication_options *options, struct replication **out,
                             struct replication_problem *problem)
{
    struct log_found found = {0};
    struct replication *r;
    enum status st;

    *out = NULL;
    if (strlen(options->directory) + NAMES_BYTES > REPLICATION_PATH_BYTES) {
        return problem_say(problem, STATUS_INVALID_ARGUMENT, "the directory's path is too long");
    }
    if (options->address != NULL && strlen(options->address) >= REPLICATION_ADDRESS_BYTES) {
        return problem_say(problem, STATUS_INVALID_ARGUMENT, "the server's address is too long");
    }
    r = CHECK_MEMORY(calloc(1, sizeof(*r)));
    options_take(r, options);
    st = all_verify(r, &found, problem);
    if (st == STATUS_OK) {
        st = files_repair(r, &found, problem);
    }
    if (st != STATUS_OK) {
        replication_close(r);
        return st;
    }
    entry_log_begin(&r->log, r->options.segment_bytes, &found);
    log_info("replication",
             "opened server=%" PRIu64 " term=%" PRIu64 " log_from=%" PRIu64 " log_to=%" PRIu64
             " snapshot=%" PRIu64,
             r->identity.server_id, r->vote.term, r->log.first_index, r->log.last_index,
             r->snapshot.index);
    *out = r;
    return STATUS_OK;
}
