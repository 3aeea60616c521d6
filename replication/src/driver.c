#include "driver.h"

#include <stdlib.h>

#include "base/assert.h"
#include "configuration.h"
#include "problem.h"

_Static_assert((int)ENTRY_COMMAND == (int)RAFT_COMMAND, "kinds go through unchanged");
_Static_assert((int)ENTRY_BARRIER == (int)RAFT_BARRIER, "kinds go through unchanged");
_Static_assert((int)ENTRY_CHANGE == (int)RAFT_CHANGE, "kinds go through unchanged");
_Static_assert(RAFT_VERSION_NUMBER == 2201, "the guards are proven for libraft 0.22.1 alone");

/* The library's macros lack parentheses. */
enum {
    UPDATE_TERM_OR_VOTE = (RAFT_UPDATE_CURRENT_TERM) | (RAFT_UPDATE_VOTED_FOR),
    UPDATE_ENTRIES = (RAFT_UPDATE_ENTRIES),
    UPDATE_SNAPSHOT = (RAFT_UPDATE_SNAPSHOT),
    UPDATE_MESSAGES = (RAFT_UPDATE_MESSAGES),
};

enum {
    /* Must be set with each event; the library's own capacity rule stays off. */
    EVENT_CAPACITY = 1000
};

static void driver_settle(struct replication *r);

void driver_fault(struct replication *r, enum status st, const struct replication_problem *problem)
{
    ASSERT(st != STATUS_OK);
    if (!r->failed) {
        r->failed = true;
        r->options.events.fault(r->options.events.context, st, problem->text);
    }
}

static void update_term_and_vote(struct replication *r)
{
    struct replication_problem problem;
    enum status st = vote_store(&r->vote, raft_current_term(&r->raft), raft_voted_for(&r->raft));

    if (st != STATUS_OK) {
        problem_disk(&problem, st, "write the vote file in", r->directory);
        driver_fault(r, st, &problem);
    }
}

/* The batch is ours, the library's barrier, or what it was given in a message: copy, then free the
 * payloads. */
static void update_entries(struct replication *r, const struct raft_update *update)
{
    enum status st = STATUS_OK;

    for (unsigned i = 0; i < update->entries.n && st == STATUS_OK; i++) {
        const struct raft_entry *from = &update->entries.batch[i];

        st = entry_log_append(&r->log, &(struct entry){
                                           .index = update->entries.index + i,
                                           .term = from->term,
                                           .kind = (enum entry_kind)from->type,
                                           .payload = slice_make(from->buf.base, from->buf.len),
                                       });
    }
    raft_free(update->entries.batch[0].batch);
    if (st != STATUS_OK) {
        driver_fault(r, st, &r->log.problem);
        return;
    }
    r->host.writer_wake(r->host.context);
}

static void step_failed(struct replication *r, const struct raft_event *event, int rv)
{
    struct replication_problem problem;
    enum status st = rv == RAFT_NOMEM ? STATUS_NO_MEMORY : STATUS_INTERNAL;

    problem_say(&problem, st, "libraft refused event %d: %s (%s)", (int)event->type,
                raft_strerror(rv), raft_errmsg(&r->raft));
    driver_fault(r, st, &problem);
}

/* Guard K: this server's own entry in the configuration, while it counts as a voter for the
 * library; NULL when nothing is to be changed. */
static struct raft_server *vote_lend(struct replication *r, const struct raft_event *event)
{
    struct raft_configuration *configuration = &r->raft.configuration;

    if (event->type != RAFT_RECEIVE) {
        return NULL;
    }
    for (unsigned i = 0; i < configuration->n; i++) {
        struct raft_server *server = &configuration->servers[i];

        if (server->id == r->identity.server_id &&
            guard_must_vote(server->role == RAFT_STANDBY, event->receive.message)) {
            server->role = RAFT_VOTER;
            return server;
        }
    }
    return NULL;
}

/* One event in, one update out. Returns the library's error for a submit or a transfer; any other
 * error is a fault. */
static int driver_step(struct replication *r, struct raft_event *event)
{
    struct raft_update update = {0};
    struct raft_server *lent;
    int rv;

    ASSERT(r->raft_up);
    if (r->failed) {
        return RAFT_SHUTDOWN;
    }
    event->time = (raft_time)r->host.now_ms(r->host.context);
    event->capacity = EVENT_CAPACITY;
    lent = vote_lend(r, event);
    rv = raft_step(&r->raft, event, &update);
    if (lent != NULL) {
        lent->role = RAFT_STANDBY; /* a request for a vote changes no configuration */
    }
    if (rv != 0) {
        if (event->type != RAFT_SUBMIT && event->type != RAFT_TRANSFER) {
            step_failed(r, event, rv);
        }
        return rv;
    }
    if (update.flags & UPDATE_TERM_OR_VOTE) {
        update_term_and_vote(r); /* synced before anything below leaves */
    }
    if (!r->failed && update.flags & UPDATE_ENTRIES) {
        update_entries(r, &update);
    }
    if (!r->failed && update.flags & UPDATE_SNAPSHOT) {
        transfer_install(r, &update);
    }
    if (!r->failed && update.flags & UPDATE_MESSAGES) {
        driver_send(r, &update);
    }
    if (raft_commit_index(&r->raft) > r->commit_max) {
        r->commit_max = raft_commit_index(&r->raft);
    }
    return 0;
}

int driver_event(struct replication *r, struct raft_event *event)
{
    int rv = driver_step(r, event);

    if (rv == 0) {
        driver_settle(r);
    }
    return rv;
}

uint64_t driver_available(const struct replication *r)
{
    return transfer_is_installing(r) ? r->handed
                                     : guard_available(r->commit_max, r->raft.last_stored);
}

/* Tell the library of every configuration that is committed and stored. */
static void settle_configuration(struct replication *r)
{
    uint64_t before = r->configured_index;

    for (size_t i = 0; i < r->log.change_count; i++) {
        const struct log_change *change = &r->log.changes[i];
        struct raft_event event = {.type = RAFT_CONFIGURATION};

        if (change->index <= r->configured_index) {
            continue;
        }
        if (change->index > driver_available(r) || r->failed) {
            break;
        }
        r->configured_index = change->index;
        event.configuration.index = change->index;
        configuration_decode(change->payload, &event.configuration.conf);
        (void)driver_step(r, &event);
    }
    if (r->configured_index != before) {
        peers_tell_members(r);
    }
}

/* Whom to talk to follows the newest configuration, committed or not. */
static void settle_members(struct replication *r)
{
    struct peers *peers = &r->peers;

    if (peers->known && peers->committed == r->raft.configuration_committed_index &&
        peers->uncommitted == r->raft.configuration_uncommitted_index) {
        return;
    }
    peers->known = true;
    peers->committed = r->raft.configuration_committed_index;
    peers->uncommitted = r->raft.configuration_uncommitted_index;
    peers_refresh(r);
    r->options.events.membership_changed(r->options.events.context);
}

/* A new leader must have an entry of its own term: nothing is admitted, and no configuration
 * changed, before it is committed (rule D). The library adds one by itself only when its log is
 * longer than its commit index. */
static void leader_begin(struct replication *r)
{
    struct raft_event event = {.type = RAFT_SUBMIT};
    struct raft_entry barrier = {.term = raft_current_term(&r->raft), .type = RAFT_BARRIER};

    r->own_index = r->log.last_index;
    if (entry_log_term(&r->log, r->log.last_index) == raft_current_term(&r->raft)) {
        return;
    }
    barrier.buf.len = 8;
    barrier.buf.base = raft_calloc(1, barrier.buf.len);
    barrier.batch = CHECK_MEMORY(barrier.buf.base);
    event.submit.entries = &barrier;
    event.submit.n = 1;
    r->own_index++;
    if (driver_step(r, &event) != 0) {
        raft_free(barrier.batch); /* no longer leader, or failed: both show elsewhere */
    }
}

static enum replication_role role_of(enum raft_state state)
{
    return state == RAFT_LEADER      ? REPLICATION_LEADER
           : state == RAFT_CANDIDATE ? REPLICATION_CANDIDATE
                                     : REPLICATION_FOLLOWER;
}

static void settle_role(struct replication *r)
{
    enum raft_state state = raft_state(&r->raft);
    uint64_t term = raft_current_term(&r->raft);

    if (state == r->seen_state && term == r->seen_term) {
        return;
    }
    r->seen_state = state;
    r->seen_term = term;
    r->ready = false;
    r->own_index = 0;
    r->options.events.role_changed(r->options.events.context, role_of(state), term);
    if (state == RAFT_LEADER) {
        transfer_forget(r);
        leader_begin(r);
    }
}

/* A follower whose leader is in the middle of a long message knows that it lives; the library will
 * hear of it when the message is whole. */
static bool leader_is_sending(const struct replication *r)
{
    return r->piece_ms >= 0 && r->seen_state == RAFT_FOLLOWER &&
           r->host.now_ms(r->host.context) - r->piece_ms < (int64_t)r->raft.election_timeout;
}

void driver_piece_heard(struct replication *r, uint64_t from)
{
    if (r->seen_state == RAFT_FOLLOWER && r->raft.follower_state.current_leader.id == from) {
        r->piece_ms = r->host.now_ms(r->host.context);
    }
}

static void timer_arm(struct replication *r)
{
    int64_t at_ms = (int64_t)raft_timeout(&r->raft);
    int64_t due_ms = transfer_due_ms(r);

    if (leader_is_sending(r) && at_ms < r->piece_ms + (int64_t)r->raft.election_timeout) {
        at_ms = r->piece_ms + (int64_t)r->raft.election_timeout;
    }
    r->host.timer_set(r->host.context, due_ms < at_ms ? due_ms : at_ms);
}

static void driver_settle(struct replication *r)
{
    if (r->failed) {
        return;
    }
    settle_role(r);
    settle_configuration(r);
    settle_role(r); /* a leader that a configuration removed has stepped down */
    if (r->failed) {
        return;
    }
    members_tend(r);
    settle_members(r);
    driver_tell_commit(r, true);
    if (driver_available(r) > r->handed) {
        r->options.events.progress(r->options.events.context);
    }
    timer_arm(r);
}

void driver_timeout(struct replication *r)
{
    transfer_tend(r);
    if (r->failed) {
        return;
    }
    if ((raft_time)r->host.now_ms(r->host.context) < raft_timeout(&r->raft) ||
        leader_is_sending(r)) {
        timer_arm(r);
        return;
    }
    driver_event(r, &(struct raft_event){.type = RAFT_TIMEOUT});
}

static void batch_reserve(struct replication *r, size_t count)
{
    if (count > r->batch_capacity) {
        free(r->batch);
        r->batch = CHECK_MEMORY(calloc(count, sizeof(*r->batch)));
        r->batch_capacity = count;
    }
}

enum status driver_submit(struct replication *r, const struct slice *payloads, size_t count)
{
    struct raft_event event = {.type = RAFT_SUBMIT};

    batch_reserve(r, count);
    for (size_t i = 0; i < count; i++) {
        union {
            const char *in;
            void *out; /* the library only passes it through */
        } payload = {.in = payloads[i].data};

        r->batch[i] = (struct raft_entry){
            .term = raft_current_term(&r->raft),
            .type = RAFT_COMMAND,
            .buf = {.base = payload.out, .len = payloads[i].size},
        };
    }
    /* The library wants a batch to hand back; the payloads stay the caller's. */
    r->batch[0].batch = CHECK_MEMORY(raft_malloc(1));
    event.submit.entries = r->batch;
    event.submit.n = (unsigned)count;
    if (driver_event(r, &event) != 0) {
        raft_free(r->batch[0].batch);
        return r->failed ? STATUS_IO : STATUS_UNAVAILABLE;
    }
    return r->failed ? STATUS_IO : STATUS_OK;
}

int driver_change(struct replication *r, const struct raft_configuration *configuration,
                  bool nested)
{
    struct raft_event event = {.type = RAFT_SUBMIT};
    struct raft_entry entry = {.term = raft_current_term(&r->raft), .type = RAFT_CHANGE};
    int rv;

    configuration_encode(configuration, &entry.buf);
    entry.batch = entry.buf.base;
    event.submit.entries = &entry;
    event.submit.n = 1;
    rv = nested ? driver_step(r, &event) : driver_event(r, &event);
    if (rv != 0) {
        raft_free(entry.batch);
    }
    return rv;
}

int driver_transfer(struct replication *r, uint64_t server_id)
{
    struct raft_event event = {.type = RAFT_TRANSFER};

    event.transfer.server_id = server_id;
    return driver_event(r, &event);
}

void driver_stored(struct replication *r)
{
    struct raft_event event = {.type = RAFT_PERSISTED_ENTRIES};
    struct replication_problem problem;
    uint64_t stored_max = 0;
    uint64_t stored;
    enum status st;

    while (entry_log_take_stored(&r->log, &stored)) {
        stored_max = stored > stored_max ? stored : stored_max;
    }
    st = log_writer_status(&r->log.writer, &problem);
    if (st != STATUS_OK) {
        driver_fault(r, st, &problem);
        return;
    }
    if (transfer_is_installing(r)) {
        if (!r->log.installing) {
            transfer_installed(r);
        }
        return; /* of what was written before the snapshot nothing is told */
    }
    if (stored_max > r->raft.last_stored) {
        event.persisted_entries.index = stored_max;
        driver_event(r, &event);
        driver_send_held(r);
    }
}

void driver_snapshot(struct replication *r, const struct snapshot_manifest *manifest,
                     uint64_t trailing)
{
    struct raft_event event = {.type = RAFT_SNAPSHOT};

    ASSERT(manifest->index > r->raft.trail.snapshot.index);
    event.snapshot.metadata.index = manifest->index;
    event.snapshot.metadata.term = manifest->term;
    event.snapshot.metadata.configuration_index = manifest->configuration_index;
    configuration_decode(manifest->configuration, &event.snapshot.metadata.configuration);
    event.snapshot.trailing = (unsigned)trailing;
    driver_event(r, &event);
}
