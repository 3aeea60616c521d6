/* `baton check` of the replicated log's files: read everything, change nothing. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "block.h"
#include "log.h"
#include "problem.h"
#include "snapshot.h"
#include "vote.h"

struct check {
    struct disk *disk;
    const char *directory;
    void (*finding)(void *context, enum check_level level, const char *path, const char *text);
    void *context;
    enum status worst;
    struct replication_problem problem;
};

static void PRINTF_LIKE(4, 5)
    say(struct check *c, enum check_level level, const char *name, const char *format, ...)
{
    char path[REPLICATION_PATH_BYTES];
    char text[256];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    path_join(path, c->directory, name);
    c->finding(c->context, level, path, text);
}

/* A part could not be read or is damaged: say so, and go on with the next. False for OK. */
static bool is_bad(struct check *c, enum status st, const char *name)
{
    char path[REPLICATION_PATH_BYTES];

    if (st == STATUS_OK) {
        return false;
    }
    path_join(path, c->directory, name);
    c->finding(c->context, CHECK_CORRUPT, path, c->problem.text);
    if (c->worst != STATUS_CORRUPT) {
        c->worst = st == STATUS_IO ? STATUS_IO : STATUS_CORRUPT;
    }
    return true;
}

static void check_vote(struct check *c, uint64_t last_term)
{
    struct vote vote;

    if (is_bad(c, vote_open(&vote, c->disk, c->directory, DISK_READ, &c->problem), "vote")) {
        return;
    }
    if (last_term > vote.term) {
        problem_corrupt(&c->problem, "vote", 0, "its term is older than the log's");
        (void)is_bad(c, STATUS_CORRUPT, "vote");
    } else {
        say(c, CHECK_INFO, "vote", "term %" PRIu64 ", both slots are well", vote.term);
    }
    vote_close(&vote);
}

static void check_snapshot(struct check *c, const struct replication_identity *identity,
                           bool *found, struct snapshot_manifest *manifest)
{
    enum status st = snapshot_load(c->disk, c->directory, found, manifest, &c->problem);

    if (is_bad(c, st, "snapshots") || !*found) {
        return;
    }
    if (memcmp(manifest->cluster_id, identity->cluster_id, sizeof(manifest->cluster_id)) != 0) {
        st = problem_corrupt(&c->problem, "snapshots", 0, "the snapshot is of another cluster");
    } else {
        st = snapshot_verify(c->disk, c->directory, manifest, &c->problem);
    }
    if (!is_bad(c, st, "snapshots")) {
        say(c, CHECK_INFO, "snapshots",
            "index %" PRIu64 " of term %" PRIu64 ", %u files with the checksums they had",
            manifest->index, manifest->term, manifest->file_count);
    }
}

static void check_join(struct check *c, const struct entry_log *log, uint64_t snapshot_index,
                       bool may_be_empty)
{
    if (log->first_index > snapshot_index + 1 || log->last_index < snapshot_index ||
        (log->last_index == 0 && !may_be_empty)) {
        problem_corrupt(&c->problem, "log", 0,
                        "it holds %" PRIu64 " to %" PRIu64
                        ", which does not join the newest snapshot's index %" PRIu64,
                        log->first_index, log->last_index, snapshot_index);
        (void)is_bad(c, STATUS_CORRUPT, "log");
        return;
    }
    say(c, CHECK_INFO, "log", "index %" PRIu64 " to %" PRIu64 " in %zu segments, %" PRIu64 " bytes",
        log->first_index, log->last_index, log->index.count, log_index_bytes(&log->index));
}

static uint64_t check_log(struct check *c, const struct replication_identity *identity,
                          uint64_t snapshot_index)
{
    struct log_found found;
    struct entry_log log;
    uint64_t last_term = 0;

    entry_log_init(&log, c->disk, c->directory, identity->cluster_id, LIMIT_LOG_MEMORY_BYTES);
    if (!is_bad(c, entry_log_load(&log, snapshot_index, &found, &c->problem), "log")) {
        check_join(c, &log, snapshot_index, identity->joined && found.place.segment > 0);
        last_term = entry_log_term(&log, log.last_index);
        if (found.torn) {
            say(c, CHECK_TORN, "log",
                "an unfinished write lies behind index %" PRIu64
                "; nothing of it was acknowledged, the next start cuts it",
                log.last_index);
        }
    }
    entry_log_deinit(&log);
    return last_term;
}

/* Is a leader's snapshot named, but the log not yet begun behind it? Then the log says nothing. */
static bool check_install(struct check *c, const struct snapshot_manifest *newest)
{
    struct install install = {.index = 0};
    bool found = false;

    if (is_bad(c, install_find(c->disk, c->directory, &found, &install, &c->problem), "install") ||
        !found || newest == NULL || newest->index != install.index ||
        newest->term != install.term) {
        return false;
    }
    say(c, CHECK_TORN, "install",
        "the snapshot at index %" PRIu64 " is being installed; the next start finishes that",
        install.index);
    check_vote(c, 0);
    return true;
}

enum status replication_check(struct disk *disk, const char *directory,
                              void (*finding)(void *context, enum check_level level,
                                              const char *path, const char *text),
                              void *context)
{
    struct check c = {.disk = disk, .directory = directory, .finding = finding, .context = context};
    struct replication_identity identity;
    struct snapshot_manifest manifest;
    bool found = false;
    enum status st = identity_read(disk, directory, &identity, &c.problem);

    if (st == STATUS_NOT_FOUND) {
        return st;
    }
    if (is_bad(&c, st, "identity")) {
        return c.worst;
    }
    say(&c, CHECK_INFO, "identity", "server %" PRIu64, identity.server_id);
    memset(&manifest, 0, sizeof(manifest));
    check_snapshot(&c, &identity, &found, &manifest);
    if (!check_install(&c, found ? &manifest : NULL)) {
        check_vote(&c, check_log(&c, &identity, found ? manifest.index : 0));
    }
    if (found) {
        snapshot_manifest_deinit(&manifest);
    }
    return c.worst;
}
