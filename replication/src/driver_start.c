/* How the library learns what the files hold, and how it ends. */
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "configuration.h"
#include "driver.h"
#include "problem.h"

enum {
    /* Entries in flight to one follower; the library's 32 caps pipelining. */
    INFLIGHT_ENTRIES_MAX = 1000,
    /* Five heartbeats; drawn up to twice as long. A leader that is killed is replaced within about
     * a second, and one that a loaded machine holds up for a moment stays. */
    ELECTION_TIMEOUT_MS = 500
};

/* Is this server the only voter of the last configuration it has, committed or not? */
static bool is_sole_voter(const struct replication *r)
{
    const struct log_change *change = entry_log_change(&r->log, r->log.last_index);
    struct raft_configuration configuration;
    bool sole;

    if (change == NULL && !r->has_snapshot) {
        return false;
    }
    configuration_decode(change != NULL ? change->payload : r->snapshot.configuration,
                         &configuration);
    sole = configuration_is_sole_voter(&configuration, r->identity.server_id);
    raft_configuration_close(&configuration);
    return sole;
}

/* The library keeps terms and configurations only: commands need no payload here. NULL when there
 * are none. */
static struct raft_entry *entries_outline(const struct replication *r, unsigned *count)
{
    const struct entry_log *log = &r->log;
    struct raft_entry *entries;
    size_t run = 0;

    *count = (unsigned)(log->last_index + 1 - log->first_index);
    if (*count == 0) {
        return NULL;
    }
    entries = CHECK_MEMORY(calloc(*count, sizeof(*entries)));
    for (unsigned i = 0; i < *count; i++) {
        while (run + 1 < log->run_count && log->runs[run + 1].first <= log->first_index + i) {
            run++;
        }
        entries[i].term = log->runs[run].term;
        entries[i].type = RAFT_COMMAND;
    }
    for (size_t i = 0; i < log->change_count; i++) {
        const struct log_change *change = &log->changes[i];
        struct raft_entry *entry = &entries[change->index - log->first_index];
        union {
            const char *in;
            void *out; /* the library only reads it */
        } payload = {.in = change->payload.data};

        entry->type = RAFT_CHANGE;
        entry->buf.base = payload.out;
        entry->buf.len = change->payload.size;
    }
    return entries;
}

static void raft_begin(struct replication *r)
{
    int rv;

    memset(&r->raft, 0, sizeof(r->raft));
    rv = raft_init(&r->raft, NULL, NULL, r->identity.server_id, r->address);
    ASSERT(rv == 0);
    raft_seed(&r->raft, r->options.random_seed);
    raft_set_pre_vote(&r->raft, true);
    raft_set_election_timeout(&r->raft, ELECTION_TIMEOUT_MS);
    raft_set_max_inflight_entries(&r->raft, INFLIGHT_ENTRIES_MAX);
    r->raft_up = true;
    r->seen_state = RAFT_UNAVAILABLE;
    r->piece_ms = -1;
}

/* Guard J; and what was read of the vote file is on the medium (the process that wrote it may have
 * died before its sync). */
static enum status vote_ready(struct replication *r)
{
    if (r->bootstrapped) {
        return STATUS_OK;
    }
    return is_sole_voter(r) ? vote_raise_term(&r->vote, r->identity.server_id)
                            : vote_sync(&r->vote);
}

enum status driver_start(struct replication *r)
{
    struct raft_event event = {.type = RAFT_START};
    struct raft_snapshot_metadata metadata = {0};
    struct replication_problem problem;
    struct raft_entry *entries;
    enum status st;
    int rv;

    st = vote_ready(r);
    if (st != STATUS_OK) {
        problem_disk(&problem, st, "write the vote file in", r->directory);
        driver_fault(r, st, &problem);
        return st;
    }
    raft_begin(r);
    if (r->has_snapshot) {
        metadata.index = r->snapshot.index;
        metadata.term = r->snapshot.term;
        metadata.configuration_index = r->snapshot.configuration_index;
        configuration_decode(r->snapshot.configuration, &metadata.configuration);
        event.start.metadata = &metadata;
        r->configured_index = r->snapshot.configuration_index;
    }
    entries = entries_outline(r, &event.start.n_entries);
    event.start.term = r->vote.term;
    event.start.voted_for = r->vote.voted_for;
    event.start.start_index = r->log.first_index;
    event.start.entries = entries;
    rv = driver_event(r, &event);
    free(entries);
    return rv == 0 && !r->failed ? STATUS_OK : STATUS_IO;
}

void driver_stop(struct replication *r)
{
    if (r->raft_up) {
        raft_close(&r->raft, NULL);
    }
    r->raft_up = false;
    free(r->batch);
    r->batch = NULL;
}
