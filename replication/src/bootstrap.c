#include "bootstrap.h"

#include <raft.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "block.h"
#include "log.h"
#include "problem.h"
#include "snapshot.h"
#include "vote.h"

enum {
    BOOTSTRAP_TERM = 1
};

/* Entry 1 on the medium, in segment 1. */
static enum status log_write(const struct replication_options *options, struct slice configuration,
                             struct replication_problem *problem)
{
    struct log_found found = {.place = {.oldest = 1}};
    struct entry_log log;
    enum status st;

    entry_log_init(&log, options->disk, options->directory, options->cluster_id,
                   LIMIT_LOG_MEMORY_BYTES);
    entry_log_begin(&log, LIMIT_LOG_SEGMENT_BYTES, &found);
    st = entry_log_append(&log, &(struct entry){.index = 1,
                                                .term = BOOTSTRAP_TERM,
                                                .kind = ENTRY_CHANGE,
                                                .payload = configuration});
    ASSERT(st == STATUS_OK);
    while (log_writer_step(&log.writer)) {
    }
    st = log_writer_status(&log.writer, problem);
    entry_log_deinit(&log);
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
    rv = raft_configuration_encode(&configuration, &encoded);
    ASSERT(rv == 0);
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
    if (st == STATUS_OK) {
        st = options->disk->sync_directory(options->disk, options->directory);
    }
    return st == STATUS_OK ? st
                           : problem_disk(problem, st, "make directories in", options->directory);
}

enum status bootstrap_write(const struct replication_options *options,
                            struct replication_problem *problem)
{
    struct replication_identity identity = {.server_id = options->server_id};
    enum status st;

    ASSERT(options->server_id != 0);
    ASSERT(options->address != NULL);
    memcpy(identity.cluster_id, options->cluster_id, sizeof(identity.cluster_id));
    st = directories_make(options, problem);
    if (st == STATUS_OK) {
        st = configuration_write(options, problem);
    }
    if (st == STATUS_OK) {
        st = vote_create(options->disk, options->directory, BOOTSTRAP_TERM, problem);
    }
    return st == STATUS_OK ? identity_write(options->disk, options->directory, &identity, problem)
                           : st;
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

/* An unfinished bootstrap wrote at most entry 1 into segment 1. */
static enum status log_is_clean(const struct replication_options *options,
                                struct replication_problem *problem)
{
    struct segment_header header;
    struct segment_reader reader;
    char path[REPLICATION_PATH_BYTES];
    uint64_t highest = 0;
    enum segment_look look;
    enum status st;

    log_directory(path, options->directory);
    st = options->disk->list(options->disk, path, log_names, &highest);
    if (st == STATUS_NOT_FOUND || (st == STATUS_OK && highest == 0)) {
        return STATUS_OK;
    }
    if (st != STATUS_OK) {
        return problem_disk(problem, st, "list", path);
    }
    if (highest > 1) {
        return identity_lost(options, problem);
    }
    st = segment_reader_open(&reader, options->disk, options->directory, 1, problem);
    if (st != STATUS_OK) {
        return st;
    }
    look = segment_read_header(&reader, &header);
    if (look == SEGMENT_GROUP) {
        look = segment_read_group(&reader);
    }
    if (look == SEGMENT_GROUP && reader.last_index == 1) {
        look = segment_read_group(&reader);
    }
    st = look == SEGMENT_END || look == SEGMENT_TORN ? STATUS_OK : identity_lost(options, problem);
    segment_reader_close(&reader);
    return st;
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
