/* Messages to and from other servers, with the guards on both sides. */
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "configuration.h"
#include "driver.h"

enum {
    /* Entries on their way to one server: with the largest one behind them less than may wait to be
     * sent (LIMIT_PEER_FIFO_BYTES), so that no message is torn. */
    FLYING_BYTES_MAX = 12 * 1024 * 1024
};

static struct guard_facts facts_of(struct replication *r, uint64_t peer)
{
    struct guard_facts facts = {
        .current_term = raft_current_term(&r->raft),
        .state = raft_state(&r->raft),
        .first_index = r->log.first_index,
        .snapshot_index = r->raft.trail.snapshot.index,
        .snapshot_term = r->raft.trail.snapshot.term,
        .installing = r->raft.snapshot.installing,
    };
    raft_index match = 0;

    if (facts.state == RAFT_LEADER && raft_match_index(&r->raft, peer, &match) == 0) {
        facts.match_index = match;
    }
    return facts;
}

/* May more entries go to that peer? What it is known to have is no longer on its way; a message
 * that begins behind that begins anew. */
static bool flight_is_open(struct replication *r, struct peer *peer, uint64_t prev_log_index)
{
    raft_index match = 0;

    if (raft_state(&r->raft) == RAFT_LEADER) {
        (void)raft_match_index(&r->raft, peer->server_id, &match);
    }
    if (match >= peer->flying_index || prev_log_index <= match) {
        peer->flying_bytes = 0;
    }
    return peer->flying_bytes < FLYING_BYTES_MAX;
}

/* One message of the library as several of at most a piece of entries each: what is cut so is as
 * good as whole (each has its own previous entry), and a heartbeat never waits behind all of it. An
 * entry that is larger goes alone, in pieces. Entries are read as they go, those in flight to the
 * disk too. Of a message that is more than may be on its way the rest gets lost, and a heartbeat
 * goes in its place: the peer refuses it, and the library sends again from what the peer has. */
static void append_write(struct replication *r, uint64_t server_id,
                         const struct raft_append_entries *append)
{
    struct buffer *out = &r->peers.out;
    struct raft_append_entries part = *append;
    struct peer *peer = peers_find(r, server_id);
    unsigned left = append->n_entries;
    size_t count_at;

    do {
        unsigned count = 0;
        struct entry entry;

        if (left > 0 && peer != NULL && !flight_is_open(r, peer, part.prev_log_index)) {
            left = 0; /* what goes is a heartbeat */
        }
        buffer_reset(out);
        wire_append_begin(out, &part, &count_at);
        while (count < left) {
            uint64_t index = part.prev_log_index + 1 + count;
            enum status st = entry_log_read(&r->log, index, &entry);

            if (st != STATUS_OK) {
                driver_fault(r, st, &r->log.problem);
                return;
            }
            if (count > 0 && out->size + wire_entry_bytes(&entry) > LIMIT_PEER_PIECE_BYTES) {
                break;
            }
            wire_append_entry(out, &entry);
            count++;
        }
        wire_append_end(out, count_at, count);
        if (count > 0 && peer != NULL) {
            peer->flying_bytes += out->size;
            peer->flying_index = part.prev_log_index + count;
        }
        peers_send(r, server_id, WIRE_RAFT, buffer_slice(out));
        left -= count;
        part.prev_log_index += count;
        part.prev_log_term = left > 0 ? entry_log_term(&r->log, part.prev_log_index) : 0;
    } while (left > 0);
}

/* Does this server decide alone, by the committed configuration or the one that is to be? */
static bool is_sole_voter(const struct replication *r)
{
    return configuration_is_sole_voter(&r->raft.configuration, r->identity.server_id) ||
           configuration_is_sole_voter(&r->raft.configuration_committed, r->identity.server_id);
}

/* Send as many of the first entries as may leave, and make the message one of the rest. */
static void append_advance(struct replication *r, uint64_t server_id,
                           struct raft_append_entries *append)
{
    bool sole = is_sole_voter(r);
    struct raft_append_entries now = *append;

    while (now.n_entries > 0 &&
           !guard_may_send(sole, now.prev_log_index + now.n_entries, r->raft.last_stored)) {
        now.n_entries--;
    }
    if (now.n_entries == 0 && append->n_entries > 0) {
        return;
    }
    append_write(r, server_id, &now);
    append->prev_log_index += now.n_entries;
    append->prev_log_term = entry_log_term(&r->log, append->prev_log_index);
    append->n_entries -= now.n_entries;
}

static void append_send(struct replication *r, uint64_t server_id,
                        const struct raft_append_entries *append)
{
    struct peer *peer = peers_find(r, server_id);
    uint64_t last = append->prev_log_index + append->n_entries;
    struct raft_append_entries rest = *append;
    struct held_append *held;

    if (peer == NULL || !peer->link_up) {
        return;
    }
    peer->append_version = append->version;
    peer->told_commit = append->leader_commit < last ? append->leader_commit : last;
    if (list_is_empty(&peer->held)) {
        append_advance(r, server_id, &rest);
    }
    if (rest.n_entries > 0) { /* a heartbeat behind others may get lost */
        held = CHECK_MEMORY(calloc(1, sizeof(*held)));
        held->append = rest;
        list_push_back(&peer->held, &held->link);
    }
}

static void held_write(struct replication *r, struct peer *peer)
{
    while (!list_is_empty(&peer->held) && !r->failed) {
        struct held_append *held = LIST_ITEM(peer->held.head.next, struct held_append, link);
        bool stale = raft_state(&r->raft) != RAFT_LEADER ||
                     held->append.term != raft_current_term(&r->raft) || !peer->link_up;

        if (!stale) {
            append_advance(r, peer->server_id, &held->append);
        }
        if (!stale && held->append.n_entries > 0) {
            return;
        }
        list_remove(&held->link);
        free(held);
    }
}

void driver_send_held(struct replication *r)
{
    for (size_t i = 0; i < r->peers.count; i++) {
        held_write(r, r->peers.items[i]);
    }
}

/* A heartbeat whose previous entry is the last one that the peer is known to have. */
static void commit_tell(struct replication *r, struct peer *peer, uint64_t match)
{
    struct raft_append_entries append = {
        .version = peer->append_version,
        .term = raft_current_term(&r->raft),
        .prev_log_index = match,
        .prev_log_term = entry_log_term(&r->log, match),
        .leader_commit = r->commit_max,
    };

    if (append.prev_log_term != 0 && list_is_empty(&peer->held)) {
        peer->told_commit = r->commit_max < match ? r->commit_max : match;
        append_write(r, peer->server_id, &append);
    }
}

void driver_tell_commit(struct replication *r, bool only_idle)
{
    for (size_t i = 0; i < r->peers.count && raft_state(&r->raft) == RAFT_LEADER; i++) {
        struct peer *peer = r->peers.items[i];
        raft_index match = 0;

        if (peer->link_up && raft_match_index(&r->raft, peer->server_id, &match) == 0 &&
            (match < r->commit_max ? match : r->commit_max) > peer->told_commit &&
            (!only_idle || match == r->log.last_index)) {
            commit_tell(r, peer, match);
        }
    }
}

static void message_send(struct replication *r, const struct raft_message *message)
{
    switch (message->type) {
    case RAFT_APPEND_ENTRIES:
        append_send(r, message->server_id, &message->append_entries);
        break;
    case RAFT_INSTALL_SNAPSHOT:
        transfer_offer(r, message->server_id, &message->install_snapshot);
        break;
    case RAFT_APPEND_ENTRIES_RESULT:
    case RAFT_REQUEST_VOTE:
    case RAFT_REQUEST_VOTE_RESULT:
    case RAFT_TIMEOUT_NOW:
        buffer_reset(&r->peers.out);
        wire_raft_encode(&r->peers.out, message, SLICE_EMPTY);
        peers_send(r, message->server_id, WIRE_RAFT, buffer_slice(&r->peers.out));
        break;
    }
}

void driver_send(struct replication *r, const struct raft_update *update)
{
    struct guard_facts facts = facts_of(r, 0);

    for (unsigned i = 0; i < update->messages.n && !r->failed; i++) {
        struct raft_message message = update->messages.batch[i];

        guard_send(&facts, r->stale_request, &message);
        message_send(r, &message);
    }
}

/* Entries as the library wants them: payloads in one batch, which becomes the library's. */
static struct raft_entry *entries_pack(const struct entry *entries, unsigned count)
{
    struct raft_entry *packed;
    size_t bytes = 8; /* never an empty batch */
    char *batch;

    for (unsigned i = 0; i < count; i++) {
        bytes += (entries[i].payload.size + 7) & ~(size_t)7;
    }
    packed = CHECK_MEMORY(calloc(count, sizeof(*packed)));
    batch = CHECK_MEMORY(raft_malloc(bytes));
    for (unsigned i = 0, at = 0; i < count; i++) {
        packed[i] = (struct raft_entry){
            .term = entries[i].term,
            .type = (enum raft_entry_type)entries[i].kind,
            .buf = {.base = batch + at, .len = entries[i].payload.size},
            .batch = batch,
        };
        if (entries[i].payload.size > 0) {
            memcpy(batch + at, entries[i].payload.data, entries[i].payload.size);
        }
        at += (unsigned)((entries[i].payload.size + 7) & ~(size_t)7);
    }
    return packed;
}

static void message_step(struct replication *r, struct raft_message *message)
{
    struct raft_event event = {.type = RAFT_RECEIVE};

    event.receive.message = message;
    driver_event(r, &event);
}

/* Guard C: a configuration begins a message of its own. */
static void append_receive(struct replication *r, const struct raft_message *whole,
                           const struct entry *entries)
{
    const struct raft_append_entries *all = &whole->append_entries;
    unsigned at = 0;

    do {
        struct raft_message message = *whole;
        struct raft_append_entries *part = &message.append_entries;
        unsigned count = 0;

        part->entries = NULL;
        if (all->n_entries > 0) {
            count = guard_split(entries, at, all->n_entries);
            part->entries = entries_pack(entries + at, count);
        }
        part->n_entries = count;
        part->prev_log_index = all->prev_log_index + at;
        part->prev_log_term = at > 0 ? entries[at - 1].term : all->prev_log_term;
        message_step(r, &message);
        free(part->entries);
        at += count;
    } while (at < all->n_entries && !r->failed);
}

/* Guard K, for whoever is no voter: he never becomes a candidate, and so would never do it. */
static void leader_forget(struct replication *r, const struct guard_facts *facts)
{
    int64_t silence_ms = r->host.now_ms(r->host.context) - r->leader_ms;

    if (raft_role(&r->raft) == RAFT_STANDBY &&
        guard_must_forget(facts, silence_ms, (int64_t)r->raft.election_timeout)) {
        raft_free(r->raft.follower_state.current_leader.address);
        r->raft.follower_state.current_leader.address = NULL;
        r->raft.follower_state.current_leader.id = 0;
    }
}

static void request_note(struct replication *r, const struct guard_facts *facts,
                         const struct raft_message *message)
{
    switch (message->type) {
    case RAFT_APPEND_ENTRIES:
    case RAFT_INSTALL_SNAPSHOT:
        if (!guard_is_stale(facts, message)) {
            r->leader_ms = r->host.now_ms(r->host.context);
        }
        break;
    case RAFT_REQUEST_VOTE:
        leader_forget(r, facts);
        break;
    case RAFT_APPEND_ENTRIES_RESULT:
    case RAFT_REQUEST_VOTE_RESULT:
    case RAFT_TIMEOUT_NOW:
        break;
    }
}

void driver_receive(struct replication *r, const struct raft_message *received,
                    const struct entry *entries)
{
    struct raft_message message = *received;
    struct guard_facts facts = facts_of(r, message.server_id);
    unsigned skipped;

    if (r->failed || !guard_receive(&facts, &message, &skipped)) {
        return;
    }
    request_note(r, &facts, &message);
    r->stale_request = guard_is_stale(&facts, &message);
    if (message.type == RAFT_APPEND_ENTRIES) {
        append_receive(r, &message, entries == NULL ? NULL : entries + skipped);
    } else {
        message_step(r, &message);
    }
    r->stale_request = false;
}
