#include "bootstrap.h"

#include <raft.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "block.h"
#include "configuration.h"
#include "log.h"
#include "problem.h"
#include "snapshot.h"
#include "vote.h"

enum {
    ENTRY_TERM = 1,
    BOOTSTRAP_SECTORS = 2, /* header and entry 1: an address is short enough */
};

/* Segment 1 with its header and entry 1, if there is one, in one write: nothing of it counts before
 * the identity is there. */
static enum status log_write(const struct replication_options *options, struct slice configuration,
                             struct replication_problem *problem)
{
    struct segment_header header = {.sequence = 1, .next_index = 1};
    char file[BOOTSTRAP_SECTORS * DISK_SECTOR_BYTES] = {0};
    char directory[REPLICATION_PATH_BYTES];
    struct buffer record;
    enum status st;

    memcpy(header.cluster_id, options->cluster_id, sizeof(header.cluster_id));
    segment_header_encode(&header, file);
    if (configuration.size > 0) {
        buffer_init(&record, LIMIT_COMMAND_BYTES);
        (void)record_encode(&record, 0, 1, ENTRY_TERM, ENTRY_CHANGE, configuration);
        ASSERT(1 + group_sectors(record.size) == BOOTSTRAP_SECTORS);
        group_frame(buffer_slice(&record), header.sequence, 1, file + DISK_SECTOR_BYTES);
        buffer_deinit(&record);
    }
    log_directory(directory, options->directory);
    st = file_put(options->disk, directory, "00000000000000000001.log",
                  slice_make(file, sizeof(file)), problem);
    if (st == STATUS_OK) {
        st = options->disk->sync_directory(options->disk, directory);
        st = st == STATUS_OK ? st : problem_disk(problem, st, "sync", directory);
    }
    return st;
}

static enum status configuration_write(const struct replication_options *options,
                                       struct replication_problem *problem)
{
    struct raft_configuration configuration;
    struct raft_buffer encoded;
    enum status st;
    int rv;

    raft_configuration_init(&configuration);
    rv = raft_configuration_add(&configuration, options->server_id, options->address, RAFT_VOTER);
    ASSERT(rv == 0);
    configuration_encode(&configuration, &encoded);
    raft_configuration_close(&configuration);
    st = log_write(options, slice_make(encoded.base, encoded.len), problem);
    raft_free(encoded.base);
    return st;
}

static enum status directories_make(const struct replication_options *options,
                                    struct replication_problem *problem)
{
    char path[REPLICATION_PATH_BYTES];
    enum status st;

    log_directory(path, options->directory);
    st = options->disk->make_directory(options->disk, path);
    if (st == STATUS_OK) {
        snapshots_directory(path, options->directory);
        st = options->disk->make_directory(options->disk, path);
    }
    return st == STATUS_OK ? st
                           : problem_disk(problem, st, "make directories in", options->directory);
}

/* A directory's names reach the medium in the order they were made: identity is the last. */
static enum status server_write(const struct replication_options *options, bool joined,
                                struct replication_problem *problem)
{
    struct replication_identity identity = {.server_id = options->server_id, .joined = joined};
    enum status st;

    memcpy(identity.cluster_id, options->cluster_id, sizeof(identity.cluster_id));
    st = joined ? vote_create(options->disk, options->directory, 0, 0, problem)
                : vote_create(options->disk, options->directory, ENTRY_TERM + 1, options->server_id,
                              problem);
    if (st == STATUS_OK) {
        st = identity_write(options->disk, options->directory, &identity, problem);
    }
    if (st != STATUS_OK) {
        return st;
    }
    st = options->disk->sync_directory(options->disk, options->directory);
    return st == STATUS_OK ? st : problem_disk(problem, st, "sync", options->directory);
}

enum status bootstrap_write(const struct replication_options *options,
                            struct replication_problem *problem)
{
    enum status st;

    ASSERT(options->server_id != 0);
    ASSERT(options->address != NULL);
    st = directories_make(options, problem);
    if (st == STATUS_OK) {
        st = configuration_write(options, problem);
    }
    return st == STATUS_OK ? server_write(options, false, problem) : st;
}

enum status join_write(const struct replication_options *options,
                       struct replication_problem *problem)
{
    enum status st;

    ASSERT(options->server_id != 0);
    st = directories_make(options, problem);
    if (st == STATUS_OK) {
        st = log_write(options, SLICE_EMPTY, problem);
    }
    return st == STATUS_OK ? server_write(options, true, problem) : st;
}

static enum status identity_lost(const struct replication_options *options,
                                 struct replication_problem *problem)
{
    return problem_corrupt(problem, options->directory, 0,
                           "there is a log but no file \"identity\" that says whose it is");
}

static void log_names(void *context, const char *name)
{
    uint64_t *highest = context;
    uint64_t sequence = segment_sequence(name);

    *highest = sequence > *highest ? sequence : *highest;
}

static enum status segment_bytes(const struct replication_options *options, uint64_t *bytes)
{
    char path[REPLICATION_PATH_BYTES];
    enum status st;
    int file;

    *bytes = 0;
    segment_path(path, options->directory, 1);
    st = options->disk->open(options->disk, path, DISK_READ, &file);
    if (st != STATUS_OK) {
        return st;
    }
    st = options->disk->size(options->disk, file, bytes);
    options->disk->close(options->disk, file);
    return st;
}

/* An unfinished bootstrap wrote at most the two sectors of segment 1; a server that ever ran wrote
 * more. */
static enum status log_is_clean(const struct replication_options *options,
                                struct replication_problem *problem)
{
    char path[REPLICATION_PATH_BYTES];
    uint64_t highest = 0;
    uint64_t bytes = 0;
    enum status st;

    log_directory(path, options->directory);
    st = options->disk->list(options->disk, path, log_names, &highest);
    if (st == STATUS_NOT_FOUND || (st == STATUS_OK && highest == 0)) {
        return STATUS_OK;
    }
    if (st == STATUS_OK && highest == 1) {
        st = segment_bytes(options, &bytes);
    }
    if (st != STATUS_OK) {
        return problem_disk(problem, st, "look at the log in", path);
    }
    return highest == 1 && bytes <= BOOTSTRAP_SECTORS * DISK_SECTOR_BYTES
               ? STATUS_OK
               : identity_lost(options, problem);
}

enum status bootstrap_is_clean(const struct replication_options *options,
                               struct replication_problem *problem)
{
    bool none = false;
    enum status st = snapshot_none(options->disk, options->directory, &none);

    if (st != STATUS_OK) {
        return problem_disk(problem, st, "list the snapshots in", options->directory);
    }
    return none ? log_is_clean(options, problem) : identity_lost(options, problem);
}
