/* What befalls the servers of a seed, and who puts it right. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "driver.h"
#include "sim_cluster_int.h"

NORETURN void sim_fail(struct cluster *c, const char *format, ...)
{
    char what[400];
    va_list args;

    va_start(args, format);
    vsnprintf(what, sizeof(what), format, args);
    va_end(args);
    c->report->failed = true;
    snprintf(c->report->why, sizeof(c->report->why), "cluster, %" PRId64 " ms: %s", c->net.now_ms,
             what);
    longjmp(c->failed, 1);
}

void sim_tell(const struct cluster *c, const char *format, ...)
{
    va_list args;

    if (c->verbose) {
        printf("%6" PRId64 " ", c->net.now_ms);
        va_start(args, format);
        vprintf(format, args);
        va_end(args);
        putchar('\n');
    }
}

static uint64_t below(struct cluster *c, uint64_t bound)
{
    return sim_below(&c->random, bound);
}

/* --- the operator --- */

static struct member *leader_of(struct cluster *c)
{
    struct member *leader = NULL;

    for (unsigned i = 0; i < SIM_SLOTS; i++) {
        struct member *member = &c->members[i];

        if (member->present && member->rig.r != NULL && member->rig.ready &&
            c->net.now_ms >= member->paused_until_ms &&
            (leader == NULL || member->rig.ready_term > leader->rig.ready_term)) {
            leader = member;
        }
    }
    return leader;
}

static bool is_listed(const struct member *leader, uint64_t id, bool *votes)
{
    struct replication_member members[LIMIT_PEERS];
    size_t count = replication_members(leader->rig.r, members, LIMIT_PEERS);

    for (size_t i = 0; i < count; i++) {
        if (members[i].server_id == id) {
            *votes = members[i].role == REPLICATION_VOTER;
            return true;
        }
    }
    return false;
}

static unsigned voters_of(const struct member *leader)
{
    struct replication_member members[LIMIT_PEERS];
    size_t count = replication_members(leader->rig.r, members, LIMIT_PEERS);
    unsigned voters = 0;

    for (size_t i = 0; i < count; i++) {
        voters += members[i].role == REPLICATION_VOTER ? 1 : 0;
    }
    return voters;
}

static bool is_leaving(const struct cluster *c, uint64_t id)
{
    for (size_t i = 0; i < c->removal_count; i++) {
        if (c->removals[i] == id) {
            return true;
        }
    }
    return false;
}

/* It is out, and that is committed: the leader has applied it. */
static bool is_out(const struct member *leader, uint64_t id)
{
    bool votes;

    return !is_listed(leader, id, &votes) &&
           leader->rig.r->raft.configuration_uncommitted_index == 0;
}

static void slot_clear(struct member *member)
{
    rig_close(&member->rig);
    sim_net_down(&member->cluster->net, member->number);
    sim_disk_deinit(&member->disk);
    member->present = false;
}

static void removal_done(struct cluster *c, size_t at)
{
    uint64_t id = c->removals[at];
    struct member *member = sim_member_of(c, id);

    sim_tell(c, "server %" PRIu64 " is out", id);
    c->report->removals++;
    c->removals[at] = c->removals[--c->removal_count];
    c->lost_id = c->lost_id == id ? 0 : c->lost_id;
    if (member != NULL) {
        slot_clear(member);
    }
}

static void removals_ask(struct cluster *c, struct member *leader)
{
    struct replication_problem problem;

    for (size_t i = 0; i < c->removal_count; i++) {
        enum status st;

        if (is_out(leader, c->removals[i])) {
            removal_done(c, i);
            return;
        }
        st = replication_member_remove(leader->rig.r, c->removals[i], &problem);
        if (st == STATUS_OK) {
            return;
        }
    }
}

void sim_operate(struct cluster *c)
{
    struct member *leader = leader_of(c);
    struct replication_problem problem;
    bool votes;

    if (leader == NULL) {
        return;
    }
    for (unsigned i = 0; i < SIM_SLOTS; i++) {
        const struct member *member = &c->members[i];

        if (member->present && !is_leaving(c, member->id) &&
            !is_listed(leader, member->id, &votes) &&
            replication_member_add(leader->rig.r, member->id, member->address, &problem) ==
                STATUS_OK) {
            sim_tell(c, "server %" PRIu64 " is added", member->id);
            return;
        }
    }
    removals_ask(c, leader);
}

bool sim_operator_is_done(struct cluster *c)
{
    struct member *leader = leader_of(c);
    unsigned present = 0;

    if (leader == NULL || c->removal_count > 0) {
        return false;
    }
    for (unsigned i = 0; i < SIM_SLOTS; i++) {
        bool votes = false;

        if (!c->members[i].present) {
            continue;
        }
        present++;
        if (!is_listed(leader, c->members[i].id, &votes)) {
            return false;
        }
    }
    /* One voter and a learner stay what they are: growth is by two. */
    return present == 2 ? voters_of(leader) == 1 : voters_of(leader) == present;
}

/* --- servers that come and go --- */

static unsigned present_count(const struct cluster *c)
{
    unsigned count = 0;

    for (unsigned i = 0; i < SIM_SLOTS; i++) {
        count += c->members[i].present ? 1 : 0;
    }
    return count;
}

/* A new server in the slot, which is told of all that are there. */
static void slot_join(struct member *member)
{
    struct cluster *c = member->cluster;
    size_t count = 0;

    sim_member_prepare(member, ++c->last_id);
    member->joining = true;
    member->up_at_ms = c->net.now_ms + (int64_t)below(c, 500);
    for (unsigned i = 0; i < SIM_SLOTS; i++) {
        const struct member *other = &c->members[i];

        if (other->present && other != member) {
            struct transport_peer *peer = &member->known_peers[count++];

            *peer = (struct transport_peer){.server_id = other->id};
            memcpy(peer->address, other->address, sizeof(other->address));
        }
    }
    member->rig.options.peers = member->known_peers;
    member->rig.options.peer_count = count;
    sim_tell(c, "server %" PRIu64 " is to join", member->id);
    c->report->joins++;
}

static void server_join(struct cluster *c)
{
    for (unsigned i = 0; i < SIM_SLOTS; i++) {
        if (!c->members[i].present) {
            slot_join(&c->members[i]);
            return;
        }
    }
}

bool sim_may_lose(const struct cluster *c, const struct member *member)
{
    const struct member *leader = NULL;
    struct cluster *borrowed = member->cluster;
    bool votes = false;

    if (!c->membership || c->lost_id != 0 || c->removal_count > 0 || c->healed) {
        return false;
    }
    leader = leader_of(borrowed);
    return leader != NULL && leader != member &&
           leader->rig.r->raft.configuration_uncommitted_index == 0 && voters_of(leader) >= 3 &&
           is_listed(leader, member->id, &votes);
}

void sim_member_lose(struct member *member)
{
    struct cluster *c = member->cluster;
    uint64_t lost = member->id;

    sim_tell(c, "server %" PRIu64 " is lost for good", lost);
    slot_clear(member);
    member->flipped = false;
    c->removals[c->removal_count++] = lost;
    c->lost_id = lost;
    slot_join(member);
}

static void server_lose(struct cluster *c, struct member *member)
{
    if (!member->present || member->joining || !sim_may_lose(c, member)) {
        return;
    }
    if (member->rig.r != NULL) {
        sim_member_stop(member, true);
    }
    sim_member_lose(member);
}

static void server_leave(struct cluster *c, const struct member *member)
{
    if (member->present && !member->joining && c->removal_count == 0 && present_count(c) > 4 &&
        !is_leaving(c, member->id)) {
        sim_tell(c, "server %" PRIu64 " is to leave", member->id);
        c->removals[c->removal_count++] = member->id;
    }
}

static void membership_fault(struct cluster *c, struct member *member)
{
    switch (below(c, 4)) {
    case 0:
    case 1:
        server_join(c);
        break;
    case 2:
        server_lose(c, member);
        break;
    default:
        server_leave(c, member);
        break;
    }
}

/* --- faults --- */

static void all_down(struct cluster *c)
{
    for (unsigned i = 0; i < SIM_SLOTS; i++) {
        if (c->members[i].present && c->members[i].rig.r != NULL) {
            sim_member_stop(&c->members[i], true);
        }
    }
}

static void hand_over(struct cluster *c)
{
    struct member *leader = leader_of(c);

    if (leader != NULL) {
        enum status st = replication_transfer(leader->rig.r, 0);

        c->report->hand_overs += st == STATUS_OK ? 1 : 0;

        sim_tell(c, "server %" PRIu64 " hands over: %s", leader->id, status_name(st));
    }
}

static void flip(struct cluster *c, struct member *member)
{
    if (member->rig.r != NULL || member->joining || member->flipped ||
        !sim_disk_choose_flip(&member->disk, &member->flip)) {
        return;
    }
    c->report->flips++;
    sim_disk_flip(&member->disk, &member->flip);
    member->flipped = true;
    sim_tell(c, "flip on server %" PRIu64 ": %s offset %" PRIu64, member->id, member->flip.path,
             member->flip.offset);
}

static void disk_fault(struct cluster *c, struct member *member)
{
    if (member->rig.r == NULL) {
        flip(c, member);
        return;
    }
    switch (below(c, 3)) {
    case 0:
        member->disk.sync_errors_in = 1 + below(c, 10);
        member->must_fault = true;
        break;
    case 1:
        member->write_odds = 1 + below(c, below(c, 4) == 0 ? 300 : 20);
        break;
    default:
        sim_disk_cut_after(&member->disk, 1 + below(c, 20));
        break;
    }
}

static void link_fault(struct cluster *c, const struct member *member)
{
    switch (below(c, 4)) {
    case 0:
        sim_net_isolate(&c->net, member->number, below(c, 3) == 0);
        sim_tell(c, "server %" PRIu64 " is cut off", member->id);
        break;
    case 1:
        sim_net_isolate(&c->net, SIM_SLOTS, false);
        break;
    case 2:
        c->net.latency_ms = 1 + (int64_t)below(c, below(c, 4) == 0 ? 600 : 40);
        break;
    default:
        c->net.bulk_latency_ms = 1 + (int64_t)below(c, below(c, 2) == 0 ? 1500 : 40);
        break;
    }
}

void sim_fault(struct cluster *c)
{
    struct member *member = &c->members[below(c, SIM_SLOTS)];

    c->next_fault_ms = c->net.now_ms + 50 + (int64_t)below(c, 700);
    if (!member->present) {
        return;
    }
    switch (below(c, 9)) {
    case 0:
        if (below(c, 3) == 0) {
            all_down(c);
        }
        break;
    case 1:
        if (member->rig.r != NULL) {
            sim_member_stop(member, below(c, 2) == 0);
        }
        break;
    case 2:
        disk_fault(c, member);
        break;
    case 3:
    case 4:
    case 5:
        link_fault(c, member);
        break;
    case 6:
        member->paused_until_ms = c->net.now_ms + (int64_t)below(c, 3000);
        break;
    case 7:
        hand_over(c);
        break;
    default:
        if (c->membership) {
            membership_fault(c, member);
        }
        break;
    }
}

void sim_heal(struct cluster *c)
{
    sim_tell(c, "healed");
    c->healed = true;
    c->net.latency_ms = 5;
    c->net.bulk_latency_ms = 5;
    c->net.loss = 0;
    sim_net_isolate(&c->net, SIM_SLOTS, false);
    for (unsigned i = 0; i < SIM_SLOTS; i++) {
        struct member *member = &c->members[i];

        member->disk.cut_at = 0;
        member->disk.sync_errors_in = 0;
        member->must_fault = false;
        member->write_odds = 2;
        member->up_at_ms = c->net.now_ms;
        member->paused_until_ms = 0;
        if (member->present && member->flipped) {
            sim_disk_flip(&member->disk, &member->flip);
            member->flipped = false;
        }
    }
}

/* --- the beginning --- */

static void first_files(struct member *member, struct slice configuration)
{
    struct replication_options *options = &member->rig.options;
    struct replication_identity identity = {.server_id = options->server_id};
    struct log_found found = {.place = {.oldest = 1}};
    struct replication_problem problem;
    struct disk *disk = options->disk;
    struct entry_log log;

    ASSERT(disk->make_directory(disk, "/data/log") == STATUS_OK);
    ASSERT(disk->make_directory(disk, "/data/snapshots") == STATUS_OK);
    memcpy(identity.cluster_id, options->cluster_id, sizeof(identity.cluster_id));
    entry_log_init(&log, disk, "/data", identity.cluster_id, 1 << 20);
    entry_log_begin(&log, options->segment_bytes, &found);
    ASSERT(entry_log_append(&log, &(struct entry){.index = 1,
                                                  .term = 1,
                                                  .kind = ENTRY_CHANGE,
                                                  .payload = configuration}) == STATUS_OK);
    while (log_writer_step(&log.writer)) {
    }
    entry_log_deinit(&log);
    ASSERT(vote_create(disk, "/data", 1, 0, &problem) == STATUS_OK);
    ASSERT(identity_write(disk, "/data", &identity, &problem) == STATUS_OK);
    ASSERT(disk->sync_directory(disk, "/data") == STATUS_OK);
}

static void draw(struct cluster *c)
{
    c->snapshots = below(c, 4) != 0;
    c->membership = below(c, 2) == 0;
    c->filler_bytes = below(c, 8) == 0 ? 700 * 1024 : 1 + below(c, 6000);
    c->long_odds = below(c, 10) == 0 ? 200 : 0;
    c->submit_odds = 2 + below(c, 10);
    c->net.loss = below(c, 2) == 0 ? 0 : below(c, 100);
}

void sim_prepare(struct cluster *c, uint64_t seed)
{
    static const unsigned sizes[] = {3, 3, 5, 1};
    struct raft_configuration configuration;
    struct raft_buffer encoded;
    unsigned voters;

    c->random = seed;
    sim_net_init(&c->net, &c->random);
    c->known = CHECK_MEMORY(calloc(ENTRIES_MAX, sizeof(*c->known)));
    c->serials = CHECK_MEMORY(calloc(ENTRIES_MAX, sizeof(*c->serials)));
    c->leaders = CHECK_MEMORY(calloc(TERMS_MAX, sizeof(*c->leaders)));
    c->payload = CHECK_MEMORY(calloc(1, PAYLOAD_MAX));
    draw(c);
    voters = sizes[below(c, 4)];
    c->membership = c->membership || voters == 1;
    raft_configuration_init(&configuration);
    for (unsigned i = 0; i < SIM_SLOTS; i++) {
        c->members[i].cluster = c;
        c->members[i].number = i;
    }
    for (unsigned i = 0; i < voters; i++) {
        sim_member_prepare(&c->members[i], ++c->last_id);
        ASSERT(raft_configuration_add(&configuration, c->last_id, c->members[i].address,
                                      RAFT_VOTER) == 0);
    }
    ASSERT(raft_configuration_encode(&configuration, &encoded) == 0);
    raft_configuration_close(&configuration);
    for (unsigned i = 0; i < voters; i++) {
        first_files(&c->members[i], slice_make(encoded.base, encoded.len));
    }
    raft_free(encoded.base);
}
