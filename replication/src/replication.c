#include "replication/replication.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "base/log.h"
#include "driver.h"
#include "problem.h"

enum {
    KEPT_SEGMENTS = 2,
    KEPT_SEGMENTS_MAX = 16,
};

void replication_close(struct replication *r)
{
    driver_stop(r);
    transfer_drop(r);
    if (r->job != NULL) {
        r->options.snapshots.finish(r->job->handle);
        snapshot_manifest_deinit(&r->job->manifest);
        free(r->job);
    }
    snapshot_manifest_deinit(&r->snapshot);
    entry_log_deinit(&r->log);
    peers_deinit(&r->peers);
    free(r->known_peers);
    vote_close(&r->vote);
    free(r);
}

struct replication_identity replication_identity(const struct replication *r)
{
    return r->identity;
}

bool replication_snapshot_get(const struct replication *r, struct snapshot_info *out)
{
    if (!r->has_snapshot) {
        return false;
    }
    *out = (struct snapshot_info){
        .index = r->snapshot.index,
        .term = r->snapshot.term,
        .record_crc = r->snapshot.record_crc,
        .content = r->snapshot.content,
    };
    for (uint32_t i = 0; i < r->snapshot.file_count; i++) {
        out->bytes += r->snapshot.files[i].bytes;
    }
    snapshot_directory(out->directory, r->directory, out->index, out->term);
    return true;
}

enum status replication_snapshot_verify(struct replication *r, struct replication_problem *problem)
{
    return r->has_snapshot ? snapshot_verify(r->disk, r->directory, &r->snapshot, problem)
                           : STATUS_OK;
}

/* Term and checksum of the entry at index, from the log or the snapshot. False: neither has it. */
static enum status applied_find(struct replication *r, uint64_t index, struct entry *out)
{
    *out = (struct entry){0};
    if (index >= r->log.first_index && index <= r->log.last_index) {
        return entry_log_read(&r->log, index, out);
    }
    if (r->has_snapshot && index == r->snapshot.index) {
        out->index = index;
        out->term = r->snapshot.term;
        out->record_crc = r->snapshot.record_crc;
    }
    return STATUS_OK;
}

enum status replication_verify_applied(struct replication *r, uint64_t index, uint64_t term,
                                       uint32_t record_crc, struct replication_problem *problem)
{
    struct entry entry;
    enum status st;

    ASSERT(!r->started);
    if (index == 0) {
        return r->log.first_index == 1
                   ? STATUS_OK
                   : problem_say(problem, STATUS_CORRUPT,
                                 "the state is empty but the log begins at index %" PRIu64
                                 ": the state must be rebuilt from the snapshot",
                                 r->log.first_index);
    }
    st = applied_find(r, index, &entry);
    if (st != STATUS_OK) {
        *problem = r->log.problem;
        return st;
    }
    if (entry.index != index || entry.term != term || entry.record_crc != record_crc) {
        return problem_say(problem, STATUS_CORRUPT,
                           "the state says it applied index %" PRIu64 " of term %" PRIu64
                           ", and the log (%" PRIu64 " to %" PRIu64
                           ") holds no such entry: the state must be rebuilt from snapshot and log",
                           index, term, r->log.first_index, r->log.last_index);
    }
    return STATUS_OK;
}

enum status replication_start(struct replication *r, const struct replication_host *host,
                              uint64_t applied_index)
{
    ASSERT(!r->started);
    ASSERT(applied_index + 1 >= r->log.first_index);
    ASSERT(applied_index <= r->log.last_index);
    r->host = *host;
    r->started = true;
    r->handed = applied_index;
    r->applied = applied_index;
    return driver_start(r);
}

static enum status submit_check(const struct replication *r, const struct slice *payloads,
                                size_t count)
{
    uint64_t bytes = 0;

    for (size_t i = 0; i < count; i++) {
        ASSERT(payloads[i].size > 0);
        if (payloads[i].size > LIMIT_COMMAND_BYTES) {
            return STATUS_TOO_LARGE;
        }
        bytes += payloads[i].size;
    }
    if (r->failed) {
        return STATUS_IO;
    }
    if (!r->ready) {
        return STATUS_UNAVAILABLE;
    }
    return r->log.waiting_bytes > 0 && r->log.waiting_bytes + bytes > r->options.memory_bytes
               ? STATUS_RESOURCE_EXHAUSTED
               : STATUS_OK;
}

enum status replication_submit(struct replication *r, const struct slice *payloads, size_t count,
                               uint64_t *first_index, uint64_t *term)
{
    enum status st;

    ASSERT(r->started);
    ASSERT(count > 0);
    st = submit_check(r, payloads, count);
    if (st != STATUS_OK) {
        return st;
    }
    *first_index = r->log.last_index + 1;
    *term = raft_current_term(&r->raft);
    return driver_submit(r, payloads, count);
}

bool replication_next(struct replication *r, struct entry *out)
{
    enum status st;

    ASSERT(r->started);
    if (r->failed || r->handed >= driver_available(r)) {
        return false;
    }
    st = entry_log_read(&r->log, r->handed + 1, out);
    if (st != STATUS_OK) {
        driver_fault(r, st, &r->log.problem);
        return false;
    }
    ASSERT(out->index == r->handed + 1);
    r->handed++;
    r->applied_term = out->term;
    r->applied_crc = out->record_crc;
    return true;
}

static void manifest_begin(struct replication *r, struct snapshot_manifest *manifest)
{
    const struct log_change *change = entry_log_change(&r->log, r->applied);
    struct slice configuration = change != NULL ? change->payload : r->snapshot.configuration;
    char *copy = CHECK_MEMORY(malloc(configuration.size));

    memcpy(copy, configuration.data, configuration.size);
    manifest->index = r->applied;
    manifest->term = r->applied_term;
    manifest->record_crc = r->applied_crc;
    manifest->configuration = slice_make(copy, configuration.size);
    manifest->configuration_index =
        change != NULL ? change->index : r->snapshot.configuration_index;
    manifest->promoted_id = members_promoted(r, r->applied);
    memcpy(manifest->cluster_id, r->identity.cluster_id, sizeof(manifest->cluster_id));
}

static void snapshot_begin(struct replication *r)
{
    const struct snapshot_source *source = &r->options.snapshots;
    struct replication_problem problem;
    struct snapshot_job *job;
    enum status st;

    job = CHECK_MEMORY(calloc(1, sizeof(*job)));
    st = source->begin(source->context, &job->handle);
    if (st != STATUS_OK) {
        free(job);
        problem_say(&problem, st, "cannot pin the state for a snapshot");
        driver_fault(r, st, &problem);
        return;
    }
    manifest_begin(r, &job->manifest);
    r->log.record_bytes = 0;
    r->job = job;
    r->host.snapshot_start(r->host.context);
}

/* Servers of one cluster make theirs at different times. */
static uint64_t snapshot_log_bytes(const struct replication *r, uint64_t bytes)
{
    return r->peers.count == 0 ? bytes : bytes + bytes / 16 * (r->identity.server_id % 8);
}

/* The amortised rule: a snapshot costs as much as the live state, so the log may grow as much. */
static bool snapshot_is_due(const struct replication *r)
{
    const struct snapshot_source *source = &r->options.snapshots;

    return r->job == NULL && r->transfer == NULL &&
           r->log.record_bytes > snapshot_log_bytes(r, r->options.snapshot_log_bytes_min) &&
           r->applied > r->raft.trail.snapshot.index && !r->raft.snapshot.installing &&
           r->log.record_bytes > snapshot_log_bytes(r, source->live_bytes(source->context)) &&
           !transfer_is_serving(r);
}

void replication_applied(struct replication *r)
{
    bool moved = r->applied != r->handed;

    ASSERT(r->started);
    r->applied = r->handed;
    if (r->failed) {
        return;
    }
    if (!r->ready && r->own_index > 0 && r->applied >= r->own_index) {
        r->ready = true;
        r->options.events.leader_ready(r->options.events.context, raft_current_term(&r->raft));
    }
    if (r->raft.configuration.n == 1) {
        /* Nobody will ask for them. */
        entry_log_release(&r->log, r->applied + 1, r->raft.last_stored);
    }
    if (moved) {
        driver_tell_commit(r, false);
    }
    if (moved && snapshot_is_due(r)) {
        snapshot_begin(r);
    }
}

void replication_snapshot_run(struct replication *r)
{
    struct snapshot_job *job = r->job;

    if (job == NULL) {
        transfer_seal(r);
        return;
    }
    job->status = snapshot_write(r->disk, r->directory, &r->options.snapshots, job->handle,
                                 &job->manifest, &job->problem);
}

/* Of a log behind which others go on, more stays: what the slowest peer that can be reached still
 * lacks, within a bound, and a piece for those that a leader after this one finds behind. */
static uint64_t keep_for_peers(const struct replication *r, uint64_t keep)
{
    uint64_t bound = entry_log_keep_point(&r->log, KEPT_SEGMENTS_MAX * r->options.segment_bytes);
    uint64_t least = entry_log_keep_point(&r->log, KEPT_SEGMENTS * r->options.segment_bytes);
    uint64_t lacking = members_lacking(r);

    keep = least < keep ? least : keep;
    keep = lacking < keep ? lacking : keep;
    if (bound > keep) {
        keep = bound <= r->snapshot.index ? bound : r->snapshot.index + 1;
    }
    return keep;
}

/* The log before the snapshot goes, by whole segments; the library is told how much is left. */
static void log_trim(struct replication *r)
{
    uint64_t index = r->snapshot.index;
    uint64_t keep =
        index + 1 > r->options.trailing_entries ? index + 1 - r->options.trailing_entries : 1;
    uint64_t first;

    if (r->peers.count > 0) {
        keep = keep_for_peers(r, keep);
    }
    first = entry_log_trim_point(&r->log, keep);
    driver_snapshot(r, &r->snapshot, first <= index ? index + 1 - first : 0);
    entry_log_trim(&r->log, first);
    r->host.writer_wake(r->host.context);
}

void replication_snapshot_done(struct replication *r)
{
    struct snapshot_job *job = r->job;

    if (job == NULL) {
        transfer_sealed(r);
        return;
    }
    r->job = NULL;
    r->options.snapshots.finish(job->handle);
    if (job->status != STATUS_OK || r->failed) {
        if (job->status != STATUS_OK) {
            driver_fault(r, job->status, &job->problem);
        }
        snapshot_manifest_deinit(&job->manifest);
        free(job);
        return;
    }
    snapshot_manifest_deinit(&r->snapshot);
    r->snapshot = job->manifest;
    r->has_snapshot = true;
    free(job);
    log_trim(r);
    log_info("replication", "snapshot_made index=%" PRIu64 " log_from=%" PRIu64, r->snapshot.index,
             r->log.first_index);
}

static enum replication_role role_now(const struct replication *r)
{
    return r->seen_state == RAFT_LEADER      ? REPLICATION_LEADER
           : r->seen_state == RAFT_CANDIDATE ? REPLICATION_CANDIDATE
                                             : REPLICATION_FOLLOWER;
}

struct replication_status replication_status(const struct replication *r)
{
    struct replication_status status = {
        .role = role_now(r),
        .ready = r->ready && !r->failed,
        .term = r->vote.term,
        .leader_id = 0,
        .first_index = r->log.first_index,
        .last_index = r->log.last_index,
        .stored_index = r->started ? r->raft.last_stored : r->log.last_index,
        .commit_index = r->commit_max,
        .applied_index = r->applied,
        .snapshot_index = r->has_snapshot ? r->snapshot.index : 0,
        .segment_count = r->log.index.count,
        .log_bytes = log_index_bytes(&r->log.index),
        .memory_bytes = r->log.item_bytes,
        .snapshot_running = r->job != NULL,
        .snapshot_receiving = r->transfer != NULL,
    };

    if (r->seen_state == RAFT_LEADER) {
        status.leader_id = r->identity.server_id;
    } else if (r->seen_state == RAFT_FOLLOWER) {
        status.leader_id = r->raft.follower_state.current_leader.id;
    }
    return status;
}

void replication_timeout(struct replication *r)
{
    driver_timeout(r);
}

bool replication_writer_step(struct replication *r)
{
    return log_writer_step(&r->log.writer);
}

void replication_stored(struct replication *r)
{
    driver_stored(r);
}
