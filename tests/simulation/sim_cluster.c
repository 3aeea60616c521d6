#include "sim_cluster.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "sim_cluster_int.h"

static void links_notice(struct cluster *c, struct member *from);

/* --- what is known --- */

static void serial_note(struct cluster *c, const struct entry *entry)
{
    uint64_t serial;

    if (entry->kind != ENTRY_COMMAND) {
        return;
    }
    serial = bytes_get_u64be(entry->payload.data);
    if (serial == 0 || serial > c->serial ||
        (c->serials[serial] != 0 && c->serials[serial] != entry->index)) {
        sim_fail(c, "command %" PRIu64 " stands at index %" PRIu64 " and %" PRIu64, serial,
                 serial > c->serial ? 0 : c->serials[serial], entry->index);
    }
    c->serials[serial] = entry->index;
}

static void on_apply(void *context, const struct entry *entry, const struct rig_state *after)
{
    struct member *member = context;
    struct cluster *c = member->cluster;
    struct known *known = &c->known[entry->index];

    if (known->handed_out &&
        (known->term != entry->term || known->record_crc != entry->record_crc ||
         known->hash != after->hash)) {
        sim_fail(
            c, "index %" PRIu64 " is term %" PRIu64 " here and term %" PRIu64 " on server %" PRIu64,
            entry->index, known->term, entry->term, member->id);
    }
    if (!known->handed_out) {
        c->report->acknowledged++;
    }
    serial_note(c, entry);
    *known = (struct known){.handed_out = true,
                            .term = entry->term,
                            .record_crc = entry->record_crc,
                            .hash = after->hash};
    c->handed_out = entry->index > c->handed_out ? entry->index : c->handed_out;
}

/* A state that came as a snapshot is one that was handed out. */
static void state_check(struct member *member)
{
    struct cluster *c = member->cluster;
    const struct rig_state *state = &member->rig.state;
    const struct known *known = &c->known[state->index];

    if (state->index == member->checked_index) {
        return;
    }
    member->checked_index = state->index;
    if (!known->handed_out || known->hash != state->hash || known->term != state->term) {
        sim_fail(c, "server %" PRIu64 " has a state of index %" PRIu64 " that nobody had",
                 member->id, state->index);
    }
}

static void check_leader(struct cluster *c, const struct member *member)
{
    struct replication_status status = replication_status(member->rig.r);

    if (status.role != REPLICATION_LEADER) {
        return;
    }
    if (status.term >= TERMS_MAX) {
        sim_fail(c, "too many terms");
    }
    if (c->leaders[status.term] != 0 && c->leaders[status.term] != member->id) {
        sim_fail(c, "term %" PRIu64 " has two leaders, %" PRIu64 " and %" PRIu64, status.term,
                 c->leaders[status.term], member->id);
    }
    c->leaders[status.term] = member->id;
}

/* --- messages --- */

struct member *sim_member_of(struct cluster *c, uint64_t id)
{
    for (unsigned i = 0; i < SIM_SLOTS; i++) {
        if (c->members[i].present && c->members[i].id == id) {
            return &c->members[i];
        }
    }
    return NULL;
}

static void on_send(void *context, uint64_t server_id, enum peer_channel channel,
                    const struct slice *parts, size_t count)
{
    struct member *from = context;
    const struct member *to = sim_member_of(from->cluster, server_id);
    const struct sim_packet head = {
        .sender_id = from->id, .receiver_id = server_id, .channel = channel};

    if (to != NULL) {
        sim_net_send(&from->cluster->net, from->number, to->number, &head, parts, count);
    }
}

static void on_peers(void *context, const struct transport_peer *peers, size_t count)
{
    struct member *member = context;

    member->peer_count = count;
    for (size_t i = 0; i < count; i++) {
        member->peers[i] = peers[i].server_id;
    }
}

static bool knows(const struct member *member, uint64_t id)
{
    for (size_t i = 0; i < member->peer_count; i++) {
        if (member->peers[i] == id) {
            return true;
        }
    }
    return false;
}

static void deliver(struct cluster *c, unsigned from, struct member *to)
{
    struct sim_packet *packet;

    while (to->rig.r != NULL && (packet = sim_net_receive(&c->net, from, to->number)) != NULL) {
        if (packet->receiver_id == to->id) {
            replication_peer_message(to->rig.r, packet->sender_id, packet->channel,
                                     slice_make(packet->bytes, packet->size));
        }
        free(packet);
    }
}

/* The sender hears that its stream is there, or lost: both must run and know each other. */
static void links_notice(struct cluster *c, struct member *from)
{
    for (unsigned i = 0; i < SIM_SLOTS; i++) {
        struct sim_link *link = &c->net.links[from->number][i];
        const struct member *to = &c->members[i];
        bool up = !link->cut && to != from && to->rig.r != NULL && knows(from, to->id) &&
                  knows(to, from->id);
        uint64_t id = up ? to->id : 0;

        if (link->told_id != id) {
            uint64_t before = link->told_id;

            link->told_id = id;
            sim_link_break(link);
            if (before != 0) {
                replication_peer_link(from->rig.r, before, false);
            }
            if (id != 0) {
                replication_peer_link(from->rig.r, id, true);
            }
        }
    }
}

/* --- members --- */

static void member_refused(struct member *member)
{
    struct cluster *c = member->cluster;

    if (!member->flipped) {
        sim_fail(c, "server %" PRIu64 " does not start after crashes alone: %s", member->id,
                 member->rig.problem.text);
    }
    c->report->flips_refused++;
    sim_disk_process_died(&member->disk);
    if (sim_may_lose(c, member)) {
        sim_member_lose(member);
        return;
    }
    sim_disk_flip(&member->disk, &member->flip); /* there is no one to get it back from */
    member->flipped = false;
}

void sim_member_start(struct member *member)
{
    struct cluster *c = member->cluster;
    enum replication_mode mode = member->joining ? REPLICATION_JOIN : REPLICATION_EXISTING;
    enum status st;

    member->rig.now_ms = START_MS + c->net.now_ms;
    member->rig.options.random_seed = (uint32_t)sim_below(&c->random, UINT32_MAX);
    member->peer_count = 0;
    st = rig_open(&member->rig, mode, false);
    c->report->starts++;
    if (st != STATUS_OK) {
        member_refused(member);
        return;
    }
    if (member->flipped) {
        c->report->flips_harmless++;
        sim_disk_flip(&member->disk, &member->flip);
        member->flipped = false;
    }
    member->joining = false;
    member->checked_index = 0;
    member->write_odds = 1 + sim_below(&c->random, 12);
    sim_tell(c, "server %" PRIu64 " is up, log to %" PRIu64, member->id,
             replication_status(member->rig.r).last_index);
}

void sim_member_stop(struct member *member, bool power)
{
    struct cluster *c = member->cluster;

    rig_close(&member->rig);
    c->report->installs += member->rig.installs;
    member->rig.installs = 0;
    c->report->sync_errors += member->must_fault && member->disk.sync_errors_in == 0 ? 1 : 0;
    if (power) {
        sim_disk_power_cut(&member->disk);
        c->report->power_cuts++;
    } else {
        sim_disk_process_died(&member->disk);
        c->report->process_deaths++;
    }
    sim_net_down(&c->net, member->number);
    member->disk.sync_errors_in = 0;
    member->must_fault = false;
    member->up_at_ms = c->net.now_ms + 20 + (int64_t)sim_below(&c->random, 1500);
    sim_tell(c, "server %" PRIu64 " is down, %s", member->id, power ? "power cut" : "process died");
}

static void member_submit(struct member *member)
{
    struct cluster *c = member->cluster;
    size_t size = 8 + sim_below(&c->random, 400);
    uint64_t index;
    uint64_t term;

    if (!member->rig.ready || c->serial >= ENTRIES_MAX / 2 ||
        replication_status(member->rig.r).last_index >= ENTRIES_MAX - 100) {
        return;
    }
    if (c->long_odds != 0 && sim_below(&c->random, c->long_odds) == 0) {
        size = 8 + sim_below(&c->random, PAYLOAD_MAX - 8);
    }
    bytes_put_u64be(c->payload, ++c->serial);
    (void)rig_submit(&member->rig, c->payload, size, &index, &term);
}

static void member_ended(struct member *member)
{
    struct cluster *c = member->cluster;

    if (!member->disk.off && !member->must_fault) {
        sim_fail(c, "server %" PRIu64 ": %s", member->id, member->rig.fault_text);
    }
    /* What a failed sync left in the page cache may be there or not: worst is that it is not. */
    sim_member_stop(member, member->must_fault || sim_below(&c->random, 2) == 0);
}

static void member_step(struct member *member)
{
    struct cluster *c = member->cluster;
    uint64_t odds = c->healed ? 200 : c->submit_odds;

    member->rig.now_ms = START_MS + c->net.now_ms;
    if (sim_below(&c->random, member->write_odds) == 0) {
        (void)rig_write(&member->rig, sim_below(&c->random, 2) == 0);
    }
    rig_hear(&member->rig);
    state_check(member);
    (void)rig_turn(&member->rig, 20);
    member->checked_index = member->rig.state.index;
    if (member->rig.snapshot_due && sim_below(&c->random, c->healed ? 5 : 40) == 0) {
        rig_snapshot(&member->rig);
        c->report->snapshots++;
    }
    if (member->rig.timer_ms <= member->rig.now_ms) {
        replication_timeout(member->rig.r);
    }
    if (sim_below(&c->random, odds) == 0) {
        member_submit(member);
    }
    check_leader(c, member);
    if (member->rig.fault != STATUS_OK) {
        member_ended(member);
    } else if (member->must_fault && member->disk.sync_errors_in == 0) {
        sim_fail(c, "server %" PRIu64 " goes on after a failed sync", member->id);
    }
}

void sim_member_prepare(struct member *member, uint64_t id)
{
    struct cluster *c = member->cluster;
    struct replication_options *options;

    member->id = id;
    member->present = true;
    member->up_at_ms = c->net.now_ms;
    snprintf(member->address, sizeof(member->address), "n%u@127.0.0.1:%u", member->number + 1,
             9001 + member->number);
    sim_disk_init(&member->disk, sim_random(&c->random));
    rig_init(&member->rig, &member->disk.disk, "/data");
    options = &member->rig.options;
    options->server_id = id;
    options->address = member->address;
    options->segment_bytes = (4 + sim_below(&c->random, 60)) * 1024;
    options->memory_bytes = (4 + sim_below(&c->random, 100)) * 1024;
    options->snapshot_log_bytes_min =
        c->snapshots ? (2 + sim_below(&c->random, 40)) * 1024 : UINT64_C(1) << 40;
    member->rig.filler_bytes = (uint32_t)sim_below(&c->random, c->filler_bytes);
    member->rig.on_apply = on_apply;
    member->rig.on_send = on_send;
    member->rig.on_peers = on_peers;
    member->rig.context = member;
    ASSERT(member->disk.disk.make_directory(&member->disk.disk, "/data") == STATUS_OK);
    ASSERT(member->disk.disk.sync_directory(&member->disk.disk, "/") == STATUS_OK);
}

/* --- a seed --- */

static void tick(struct cluster *c)
{
    c->net.now_ms++;
    if (!c->healed && c->net.now_ms >= c->next_fault_ms) {
        sim_fault(c);
    }
    if (c->net.now_ms % 50 == 0) {
        sim_operate(c);
    }
    for (unsigned i = 0; i < SIM_SLOTS; i++) {
        struct member *member = &c->members[i];

        if (!member->present || c->net.now_ms < member->paused_until_ms) {
            continue;
        }
        if (member->rig.r == NULL && c->net.now_ms >= member->up_at_ms) {
            sim_member_start(member);
        }
        if (member->rig.r == NULL) {
            continue;
        }
        member->rig.now_ms = START_MS + c->net.now_ms;
        links_notice(c, member);
        for (unsigned from = 0; from < SIM_SLOTS; from++) {
            deliver(c, from, member);
        }
        member_step(member);
    }
}

static bool is_converged(struct cluster *c)
{
    unsigned ready = 0;

    for (unsigned i = 0; i < SIM_SLOTS; i++) {
        const struct member *member = &c->members[i];

        if (!member->present) {
            continue;
        }
        if (member->rig.r == NULL || member->rig.state.index < c->handed_out) {
            return false;
        }
        ready += member->rig.ready ? 1 : 0;
    }
    return ready == 1 && sim_operator_is_done(c);
}

static void cluster_free(struct cluster *c)
{
    for (unsigned i = 0; i < SIM_SLOTS; i++) {
        if (c->members[i].present) {
            c->report->installs += c->members[i].rig.installs;
            rig_close(&c->members[i].rig);
            sim_disk_deinit(&c->members[i].disk);
        }
    }
    sim_net_deinit(&c->net);
    free(c->known);
    free(c->leaders);
    free(c->serials);
    free(c->payload);
    free(c);
}

/* What stands in the way, for whoever reads of a seed that does not converge. */
static void explain(struct cluster *c)
{
    for (unsigned i = 0; i < SIM_SLOTS; i++) {
        const struct member *member = &c->members[i];

        if (member->present && member->rig.r != NULL) {
            struct replication_status s = replication_status(member->rig.r);

            sim_tell(c,
                     "server %" PRIu64 ": role %d term %" PRIu64 " leader %" PRIu64 " log %" PRIu64
                     "..%" PRIu64 " stored %" PRIu64 " commit %" PRIu64 " applied %" PRIu64
                     " snapshot %" PRIu64 " receiving %d ready %d",
                     member->id, (int)s.role, s.term, s.leader_id, s.first_index, s.last_index,
                     s.stored_index, s.commit_index, s.applied_index, s.snapshot_index,
                     s.snapshot_receiving, s.ready);
        }
    }
}

void sim_cluster_run(uint64_t seed, bool verbose, struct sim_report *report)
{
    struct cluster *const c = CHECK_MEMORY(calloc(1, sizeof(*c)));

    c->report = report;
    c->verbose = verbose;
    report->failed = false;
    if (setjmp(c->failed) == 0) {
        sim_prepare(c, seed);
        while (c->net.now_ms < FAULTS_MS) {
            tick(c);
        }
        sim_heal(c);
        while (!is_converged(c)) {
            tick(c);
            if (c->net.now_ms > FAULTS_MS + PATIENCE_MS) {
                explain(c);
                sim_fail(c, "no agreement %d ms after the last fault", PATIENCE_MS);
            }
        }
    }
    report->simulated_ms += (uint64_t)c->net.now_ms;
    cluster_free(c);
}
