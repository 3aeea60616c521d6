/* The membership as its owner sees it and changes it. */
#include <inttypes.h>
#include <string.h>

#include "base/assert.h"
#include "base/log.h"
#include "configuration.h"
#include "driver.h"
#include "membership.h"
#include "problem.h"
#include "replication/transport.h"

enum {
    /* A peer that was away no longer than that is waited for with trimming. */
    REACHED_MS = 60000
};

/* --- what is known --- */

uint64_t members_promoted(const struct replication *r, uint64_t index)
{
    const struct log_change *change = entry_log_change(&r->log, index);
    const struct log_change *before;
    struct raft_configuration was;
    struct raft_configuration is;
    uint64_t promoted;

    if (change == NULL || (r->has_snapshot && r->snapshot.configuration_index >= change->index)) {
        return r->has_snapshot ? r->snapshot.promoted_id : 0;
    }
    before = entry_log_change(&r->log, change->index - 1);
    if (before == NULL && !r->has_snapshot) {
        return 0; /* the first of the cluster */
    }
    configuration_decode(before != NULL ? before->payload : r->snapshot.configuration, &was);
    configuration_decode(change->payload, &is);
    promoted = configuration_promoted(&was, &is);
    raft_configuration_close(&was);
    raft_configuration_close(&is);
    return promoted;
}

static uint64_t match_of(const struct replication *r, uint64_t server_id)
{
    raft_index match = 0;

    if (server_id == r->identity.server_id) {
        return r->raft.last_stored;
    }
    return raft_match_index(&r->raft, server_id, &match) == 0 ? match : 0;
}

static void membership_take(const struct replication *r, struct membership *m)
{
    m->now = &r->raft.configuration;
    m->pending = r->raft.configuration_uncommitted_index != 0;
    m->index = r->raft.configuration_committed_index;
    m->promoted_id = members_promoted(r, m->index);
    for (unsigned i = 0; i < m->now->n; i++) {
        uint64_t server_id = m->now->servers[i].id;
        const struct peer *peer = peers_find(r, server_id);

        m->servers[i] = (struct membership_server){
            .match_index = match_of(r, server_id),
            .heard = server_id == r->identity.server_id ||
                     (peer != NULL && peer_silence_ms(r, peer) <= r->raft.election_timeout),
            .caught_up = peer != NULL && peer->caught_up,
        };
    }
}

static struct replication_member member_of(const struct replication *r,
                                           const struct raft_server *server)
{
    struct slice address = configuration_address(server->address);
    const struct peer *peer = peers_find(r, server->id);
    struct replication_member member = {
        .server_id = server->id,
        .role = server->role == RAFT_VOTER ? REPLICATION_VOTER : REPLICATION_LEARNER,
        .is_self = server->id == r->identity.server_id,
        .heard_ms_ago = -1,
    };

    memcpy(member.address, address.data, address.size);
    if (r->seen_state == RAFT_LEADER) {
        member.match_index = match_of(r, server->id);
    }
    if (member.is_self) {
        member.link_up = true;
        member.heard_ms_ago = 0;
    } else if (peer != NULL) {
        member.link_up = peer->link_up;
        member.heard_ms_ago = peer->heard_ms < 0 ? -1 : peer_silence_ms(r, peer);
    }
    return member;
}

size_t replication_members(const struct replication *r, struct replication_member *out,
                           size_t capacity)
{
    const struct raft_configuration *configuration = &r->raft.configuration;

    if (!r->raft_up) {
        return 0;
    }
    for (size_t i = 0; i < configuration->n && i < capacity; i++) {
        out[i] = member_of(r, &configuration->servers[i]);
    }
    return configuration->n;
}

/* --- changes --- */

enum change_kind {
    CHANGE_ADD,
    CHANGE_PROMOTE,
    CHANGE_REMOVE
};

/* The configuration with that one change; the caller closes it. */
static void change_make(const struct raft_configuration *now, enum change_kind kind,
                        uint64_t server_id, const char *address, struct raft_configuration *out)
{
    int rv = 0;

    raft_configuration_init(out);
    for (unsigned i = 0; i < now->n && rv == 0; i++) {
        const struct raft_server *server = &now->servers[i];
        bool named = server->id == server_id;

        if (!named || kind != CHANGE_REMOVE) {
            rv = raft_configuration_add(out, server->id, server->address,
                                        named ? RAFT_VOTER : server->role);
        }
    }
    if (kind == CHANGE_ADD && rv == 0) {
        rv = raft_configuration_add(out, server_id, address, RAFT_STANDBY);
    }
    ASSERT(rv == 0);
}

static int change_submit(struct replication *r, enum change_kind kind, uint64_t server_id,
                         const char *address, bool nested)
{
    static const char *const names[] = {"add", "promote", "remove"};
    struct raft_configuration changed;
    int rv;

    change_make(&r->raft.configuration, kind, server_id, address, &changed);
    rv = driver_change(r, &changed, nested);
    raft_configuration_close(&changed);
    log_info("replication", "membership_change what=%s server=%" PRIu64 " result=%d", names[kind],
             server_id, rv);
    return rv;
}

static enum status change_run(struct replication *r, enum change_kind kind, uint64_t server_id,
                              const char *address, struct replication_problem *problem)
{
    if (change_submit(r, kind, server_id, address, false) == 0 && !r->failed) {
        return STATUS_OK;
    }
    return r->failed ? problem_say(problem, STATUS_IO, "this server has failed")
                     : problem_say(problem, STATUS_UNAVAILABLE, "this server hands over");
}

/* Rule D is in `ready`: an entry of the own term is committed, and applied. */
static enum status leads(const struct replication *r, struct replication_problem *problem)
{
    return r->ready && !r->failed
               ? STATUS_OK
               : problem_say(problem, STATUS_UNAVAILABLE, "this server does not lead");
}

static enum status said(struct replication_problem *problem, const char *against)
{
    return against == NULL ? STATUS_OK : problem_say(problem, STATUS_WRONG_STATE, "%s", against);
}

static enum status member_find(const struct replication *r, uint64_t server_id,
                               struct replication_problem *problem)
{
    return configuration_find(&r->raft.configuration, server_id) != NULL
               ? STATUS_OK
               : problem_say(problem, STATUS_NOT_FOUND, "server %" PRIu64 " is no member",
                             server_id);
}

enum status replication_member_add(struct replication *r, uint64_t server_id, const char *address,
                                   struct replication_problem *problem)
{
    char unlike[REPLICATION_ADDRESS_BYTES];
    struct membership m;
    enum status st = leads(r, problem);

    if (st != STATUS_OK) {
        return st;
    }
    st = transport_address_check(address, problem);
    if (st != STATUS_OK) {
        return st;
    }
    if (server_id == 0 || configuration_address_make(unlike, address, server_id) != STATUS_OK) {
        return problem_say(problem, STATUS_INVALID_ARGUMENT,
                           "a member needs an id that is not 0 and a shorter address");
    }
    if (configuration_find(&r->raft.configuration, server_id) != NULL) {
        return problem_say(problem, STATUS_ALREADY_EXISTS, "server %" PRIu64 " is a member already",
                           server_id);
    }
    if (r->raft.configuration.n >= LIMIT_PEERS) {
        return problem_say(problem, STATUS_RESOURCE_EXHAUSTED, "a cluster has %d members at most",
                           LIMIT_PEERS);
    }
    membership_take(r, &m);
    st = said(problem, membership_against_add(&m));
    return st == STATUS_OK ? change_run(r, CHANGE_ADD, server_id, unlike, problem) : st;
}

enum status replication_member_promote(struct replication *r, uint64_t server_id,
                                       struct replication_problem *problem)
{
    struct membership m;
    enum status st = leads(r, problem);

    if (st == STATUS_OK) {
        st = member_find(r, server_id, problem);
    }
    if (st != STATUS_OK ||
        configuration_find(&r->raft.configuration, server_id)->role == RAFT_VOTER) {
        return st;
    }
    membership_take(r, &m);
    st = said(problem, membership_against_promote(&m, server_id));
    return st == STATUS_OK ? change_run(r, CHANGE_PROMOTE, server_id, NULL, problem) : st;
}

enum status replication_member_remove(struct replication *r, uint64_t server_id,
                                      struct replication_problem *problem)
{
    struct membership m;
    enum status st = leads(r, problem);

    if (st == STATUS_OK) {
        st = member_find(r, server_id, problem);
    }
    if (st != STATUS_OK) {
        return st;
    }
    membership_take(r, &m);
    st = said(problem, membership_against_remove(&m, server_id));
    return st == STATUS_OK ? change_run(r, CHANGE_REMOVE, server_id, NULL, problem) : st;
}

uint64_t members_lacking(const struct replication *r)
{
    uint64_t lacking = UINT64_MAX;

    if (r->seen_state != RAFT_LEADER) {
        return lacking;
    }
    for (size_t i = 0; i < r->peers.count; i++) {
        const struct peer *peer = r->peers.items[i];
        uint64_t next = match_of(r, peer->server_id) + 1;

        if (peer_silence_ms(r, peer) < REACHED_MS && next >= r->log.first_index && next < lacking) {
            lacking = next;
        }
    }
    return lacking;
}

/* --- learners --- */

/* Rounds as in section 4.2.1 of the Raft dissertation: one that was short enough says that the rest
 * will be short as well. */
static void round_tend(const struct replication *r, struct peer *peer, int64_t now_ms)
{
    uint64_t term = raft_current_term(&r->raft);
    bool began = peer->round_term == term;
    bool reached = began && match_of(r, peer->server_id) >= peer->round_index;
    bool in_time = began && now_ms - peer->round_ms <= (int64_t)r->raft.election_timeout;

    if (!in_time || reached) {
        peer->caught_up = reached && in_time;
    }
    if (!began || reached) {
        peer->round_term = term;
        peer->round_index = r->log.last_index;
        peer->round_ms = now_ms;
    }
}

void members_tend(struct replication *r)
{
    const struct raft_configuration *now = &r->raft.configuration;
    struct membership m;
    uint64_t promotable;

    if (!r->ready || r->seen_state != RAFT_LEADER || raft_transferee(&r->raft) != 0 ||
        configuration_voters(now) == now->n) {
        return;
    }
    for (unsigned i = 0; i < now->n; i++) {
        struct peer *peer = peers_find(r, now->servers[i].id);

        if (peer != NULL && now->servers[i].role != RAFT_VOTER) {
            round_tend(r, peer, r->host.now_ms(r->host.context));
        }
    }
    membership_take(r, &m);
    promotable = membership_promotable(&m);
    if (promotable != 0) {
        (void)change_submit(r, CHANGE_PROMOTE, promotable, NULL, true);
    }
}

/* --- handing over --- */

/* The voter that has most of the log, of those that were heard of lately; 0: none. */
static uint64_t successor_of(const struct replication *r)
{
    struct membership m;
    uint64_t best = 0;
    uint64_t most = 0;

    membership_take(r, &m);
    for (unsigned i = 0; i < m.now->n; i++) {
        const struct raft_server *server = &m.now->servers[i];

        if (server->role == RAFT_VOTER && server->id != r->identity.server_id &&
            m.servers[i].heard && m.servers[i].match_index > most) {
            most = m.servers[i].match_index;
            best = server->id;
        }
    }
    return best;
}

enum status replication_transfer(struct replication *r, uint64_t server_id)
{
    const struct raft_server *server;

    if (r->failed || r->seen_state != RAFT_LEADER || raft_transferee(&r->raft) != 0) {
        return STATUS_UNAVAILABLE;
    }
    server_id = server_id == 0 ? successor_of(r) : server_id;
    server = configuration_find(&r->raft.configuration, server_id);
    if (server == NULL || server->role != RAFT_VOTER || server_id == r->identity.server_id) {
        return STATUS_NOT_FOUND;
    }
    log_info("replication", "handing_over to=%" PRIu64, server_id);
    return driver_transfer(r, server_id) == 0 ? STATUS_OK : STATUS_UNAVAILABLE;
}
