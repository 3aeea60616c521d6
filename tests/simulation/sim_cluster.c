#include "sim_cluster.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "driver.h"
#include "sim_disk.h"
#include "testkit/rig.h"

enum {
    MEMBERS = 3,
    ENTRIES_MAX = 1 << 14,
    TERMS_MAX = 1 << 12,
    FAULTS_MS = 8000,
    PATIENCE_MS = 30000,
    START_MS = 1000,
    BATCH_BYTES = 400,
};

struct packet {
    struct packet *next;
    int64_t at_ms;
    enum peer_channel channel;
    size_t size;
    char bytes[];
};

/* One FIFO stream; what is under way is lost when it breaks. */
struct pipe {
    struct packet *first;
    struct packet **last;
    int64_t last_at_ms;
    bool cut;
    bool up; /* the sender was told so */
};

struct known {
    bool handed_out;
    uint64_t term;
    uint32_t record_crc;
    uint64_t hash;
};

struct cluster;

struct member {
    struct cluster *cluster;
    unsigned number; /* its id is number + 1 */
    char address[8];
    struct sim_disk disk;
    struct rig rig;
    int64_t up_at_ms; /* while it is down */
    uint64_t write_odds;
};

struct cluster {
    struct member members[MEMBERS];
    struct pipe pipes[MEMBERS][MEMBERS]; /* from, to */
    struct known *known;
    unsigned *leaders; /* by term: id */
    uint64_t handed_out;
    uint64_t random;
    int64_t now_ms;
    int64_t latency_ms;
    int64_t next_fault_ms;
    bool healed;
    bool verbose;
    uint64_t serial;
    struct sim_report *report;
    jmp_buf failed;
};

NORETURN static void PRINTF_LIKE(2, 3) fail(struct cluster *c, const char *format, ...)
{
    char what[400];
    va_list args;

    va_start(args, format);
    vsnprintf(what, sizeof(what), format, args);
    va_end(args);
    c->report->failed = true;
    snprintf(c->report->why, sizeof(c->report->why), "three voters, %" PRId64 " ms: %s", c->now_ms,
             what);
    longjmp(c->failed, 1);
}

static void PRINTF_LIKE(2, 3) tell(const struct cluster *c, const char *format, ...)
{
    va_list args;

    if (c->verbose) {
        printf("%6" PRId64 " ", c->now_ms);
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

/* --- messages --- */

static void pipe_break(struct pipe *pipe)
{
    while (pipe->first != NULL) {
        struct packet *next = pipe->first->next;

        free(pipe->first);
        pipe->first = next;
    }
    pipe->last = &pipe->first;
}

static struct packet *packet_new(enum peer_channel channel, const struct slice *parts, size_t count)
{
    struct packet *packet;
    size_t size = 0;

    for (size_t i = 0; i < count; i++) {
        size += parts[i].size;
    }
    packet = CHECK_MEMORY(calloc(1, sizeof(*packet) + size));
    packet->channel = channel;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].size > 0) {
            memcpy(packet->bytes + packet->size, parts[i].data, parts[i].size);
        }
        packet->size += parts[i].size;
    }
    return packet;
}

static void on_send(void *context, uint64_t server_id, enum peer_channel channel,
                    const struct slice *parts, size_t count)
{
    struct member *from = context;
    struct cluster *c = from->cluster;
    struct pipe *pipe;
    struct packet *packet;

    ASSERT(server_id >= 1 && server_id <= MEMBERS);
    pipe = &c->pipes[from->number][server_id - 1];
    if (!pipe->up) {
        return;
    }
    packet = packet_new(channel, parts, count);
    packet->at_ms = c->now_ms + 1 + (int64_t)below(c, (uint64_t)c->latency_ms);
    if (packet->at_ms < pipe->last_at_ms) {
        packet->at_ms = pipe->last_at_ms;
    }
    pipe->last_at_ms = packet->at_ms;
    *pipe->last = packet;
    pipe->last = &packet->next;
}

static void deliver(struct cluster *c, unsigned from, struct member *to)
{
    struct pipe *pipe = &c->pipes[from][to->number];

    while (pipe->first != NULL && pipe->first->at_ms <= c->now_ms) {
        struct packet *packet = pipe->first;

        pipe->first = packet->next;
        if (pipe->first == NULL) {
            pipe->last = &pipe->first;
        }
        replication_peer_message(to->rig.r, from + 1, packet->channel,
                                 slice_make(packet->bytes, packet->size));
        free(packet);
    }
}

/* The sender hears that its stream is there, or lost. */
static void links_notice(struct cluster *c, struct member *from)
{
    for (unsigned to = 0; to < MEMBERS; to++) {
        struct pipe *pipe = &c->pipes[from->number][to];
        bool up = !pipe->cut && to != from->number && c->members[to].rig.r != NULL;

        if (up != pipe->up) {
            pipe->up = up;
            pipe_break(pipe);
            replication_peer_link(from->rig.r, to + 1, up);
        }
    }
}

/* --- members --- */

static void on_apply(void *context, const struct entry *entry, const struct rig_state *after)
{
    struct member *member = context;
    struct cluster *c = member->cluster;
    struct known *known = &c->known[entry->index];

    if (known->handed_out &&
        (known->term != entry->term || known->record_crc != entry->record_crc ||
         known->hash != after->hash)) {
        fail(c, "index %" PRIu64 " is term %" PRIu64 " here and term %" PRIu64 " on member %u",
             entry->index, known->term, entry->term, member->number + 1);
    }
    if (!known->handed_out) {
        c->report->acknowledged++;
    }
    *known = (struct known){.handed_out = true,
                            .term = entry->term,
                            .record_crc = entry->record_crc,
                            .hash = after->hash};
    c->handed_out = entry->index > c->handed_out ? entry->index : c->handed_out;
}

static void member_start(struct member *member)
{
    struct cluster *c = member->cluster;
    enum status st;

    member->rig.now_ms = START_MS + c->now_ms;
    member->rig.options.random_seed = (uint32_t)below(c, UINT32_MAX);
    st = rig_open(&member->rig, REPLICATION_EXISTING, false);
    c->report->starts++;
    if (st != STATUS_OK) {
        fail(c, "member %u does not start after crashes alone: %s", member->number + 1,
             member->rig.problem.text);
    }
    member->write_odds = 1 + below(c, 12);
    tell(c, "member %u is up", member->number + 1);
}

static void member_stop(struct member *member, bool power)
{
    struct cluster *c = member->cluster;

    rig_close(&member->rig);
    if (power) {
        sim_disk_power_cut(&member->disk);
        c->report->power_cuts++;
    } else {
        sim_disk_process_died(&member->disk);
        c->report->process_deaths++;
    }
    for (unsigned i = 0; i < MEMBERS; i++) {
        pipe_break(&c->pipes[member->number][i]);
        pipe_break(&c->pipes[i][member->number]);
        c->pipes[member->number][i].up = false;
    }
    member->up_at_ms = c->now_ms + 20 + (int64_t)below(c, 1500);
    tell(c, "member %u is down, %s", member->number + 1, power ? "power cut" : "process died");
}

static void check_leader(struct cluster *c, const struct member *member)
{
    struct replication_status status = replication_status(member->rig.r);

    if (status.role != REPLICATION_LEADER) {
        return;
    }
    if (status.term >= TERMS_MAX) {
        fail(c, "too many terms");
    }
    if (c->leaders[status.term] != 0 && c->leaders[status.term] != member->number + 1) {
        fail(c, "term %" PRIu64 " has two leaders, %u and %u", status.term, c->leaders[status.term],
             member->number + 1);
    }
    c->leaders[status.term] = member->number + 1;
}

static void member_submit(struct member *member)
{
    struct cluster *c = member->cluster;
    char payload[BATCH_BYTES] = {0};
    uint64_t index;
    uint64_t term;

    if (member->rig.ready && c->handed_out < ENTRIES_MAX / 2 &&
        replication_status(member->rig.r).last_index < ENTRIES_MAX - 100) {
        bytes_put_u64be(payload, ++c->serial);
        (void)rig_submit(&member->rig, payload, 8 + below(c, sizeof(payload) - 8), &index, &term);
    }
}

static void member_step(struct member *member)
{
    struct cluster *c = member->cluster;

    member->rig.now_ms = START_MS + c->now_ms;
    if (below(c, member->write_odds) == 0) {
        (void)rig_write(&member->rig, below(c, 2) == 0);
    }
    rig_hear(&member->rig);
    (void)rig_turn(&member->rig, 20);
    if (member->rig.timer_ms <= member->rig.now_ms) {
        replication_timeout(member->rig.r);
    }
    if (below(c, c->healed ? 200 : 6) == 0) {
        member_submit(member);
    }
    check_leader(c, member);
    if (member->rig.fault != STATUS_OK) {
        if (!member->disk.off) {
            fail(c, "member %u: %s", member->number + 1, member->rig.fault_text);
        }
        member_stop(member, below(c, 2) == 0);
    }
}

/* --- faults --- */

static void links_set(struct cluster *c, unsigned isolated, bool one_way)
{
    for (unsigned i = 0; i < MEMBERS; i++) {
        for (unsigned k = 0; k < MEMBERS; k++) {
            bool cut = i != k && (i == isolated || (k == isolated && !one_way));

            if (cut && !c->pipes[i][k].cut) {
                pipe_break(&c->pipes[i][k]);
            }
            c->pipes[i][k].cut = cut;
        }
    }
    tell(c, "member %u is cut off%s", isolated + 1, one_way ? " one way" : "");
}

static void fault(struct cluster *c)
{
    struct member *member = &c->members[below(c, MEMBERS)];

    c->next_fault_ms = c->now_ms + 50 + (int64_t)below(c, 900);
    switch (below(c, 7)) {
    case 0:
        for (unsigned i = 0; i < MEMBERS; i++) {
            if (c->members[i].rig.r != NULL) {
                member_stop(&c->members[i], true);
            }
        }
        break;
    case 1:
        if (member->rig.r != NULL) {
            member_stop(member, below(c, 2) == 0);
        }
        break;
    case 2:
        if (member->rig.r != NULL) {
            sim_disk_cut_after(&member->disk, 1 + below(c, 20));
        }
        break;
    case 3:
        links_set(c, member->number, below(c, 3) == 0);
        break;
    case 4:
        links_set(c, MEMBERS, false);
        break;
    case 5:
        c->latency_ms = 1 + (int64_t)below(c, below(c, 4) == 0 ? 600 : 40);
        break;
    default:
        member->write_odds = 1 + below(c, below(c, 4) == 0 ? 300 : 20);
        break;
    }
}

static void heal(struct cluster *c)
{
    tell(c, "healed");
    c->healed = true;
    c->latency_ms = 5;
    links_set(c, MEMBERS, false);
    for (unsigned i = 0; i < MEMBERS; i++) {
        c->members[i].disk.cut_at = 0;
        c->members[i].write_odds = 2;
        c->members[i].up_at_ms = c->now_ms;
    }
}

static bool is_converged(const struct cluster *c)
{
    unsigned ready = 0;

    for (unsigned i = 0; i < MEMBERS; i++) {
        const struct rig *rig = &c->members[i].rig;

        if (rig->r == NULL || rig->state.index < c->handed_out) {
            return false;
        }
        ready += rig->ready ? 1 : 0;
    }
    return ready == 1;
}

/* --- a seed --- */

static void first_files(struct member *member, struct slice configuration)
{
    struct replication_options *options = &member->rig.options;
    struct replication_identity identity = {.server_id = options->server_id};
    struct log_found found = {.place = {.oldest = 1}};
    struct replication_problem problem;
    struct disk *disk = options->disk;
    struct entry_log log;

    ASSERT(disk->make_directory(disk, "/data") == STATUS_OK);
    ASSERT(disk->sync_directory(disk, "/") == STATUS_OK);
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

static void prepare(struct cluster *c, uint64_t seed)
{
    struct raft_configuration configuration;
    struct raft_buffer encoded;

    c->random = seed;
    c->latency_ms = 10;
    c->known = CHECK_MEMORY(calloc(ENTRIES_MAX, sizeof(*c->known)));
    c->leaders = CHECK_MEMORY(calloc(TERMS_MAX, sizeof(*c->leaders)));
    raft_configuration_init(&configuration);
    for (unsigned i = 0; i < MEMBERS; i++) {
        struct member *member = &c->members[i];

        member->cluster = c;
        member->number = i;
        snprintf(member->address, sizeof(member->address), "n%u", i + 1);
        ASSERT(raft_configuration_add(&configuration, i + 1, member->address, RAFT_VOTER) == 0);
        for (unsigned k = 0; k < MEMBERS; k++) {
            c->pipes[i][k].last = &c->pipes[i][k].first;
        }
    }
    ASSERT(raft_configuration_encode(&configuration, &encoded) == 0);
    raft_configuration_close(&configuration);
    for (unsigned i = 0; i < MEMBERS; i++) {
        struct member *member = &c->members[i];

        sim_disk_init(&member->disk, seed * 7 + i);
        rig_init(&member->rig, &member->disk.disk, "/data");
        member->rig.options.server_id = i + 1;
        member->rig.options.address = member->address;
        member->rig.options.segment_bytes = (4 + below(c, 60)) * 1024;
        member->rig.options.memory_bytes = (4 + below(c, 100)) * 1024;
        member->rig.on_apply = on_apply;
        member->rig.on_send = on_send;
        member->rig.context = member;
        first_files(member, slice_make(encoded.base, encoded.len));
    }
    raft_free(encoded.base);
}

static void tick(struct cluster *c)
{
    c->now_ms++;
    if (!c->healed && c->now_ms >= c->next_fault_ms) {
        fault(c);
    }
    for (unsigned i = 0; i < MEMBERS; i++) {
        struct member *member = &c->members[i];

        if (member->rig.r == NULL && c->now_ms >= member->up_at_ms) {
            member_start(member);
        }
        for (unsigned from = 0; from < MEMBERS && member->rig.r != NULL; from++) {
            deliver(c, from, member);
        }
        if (member->rig.r != NULL) {
            links_notice(c, member);
            member_step(member);
        }
    }
}

static void cluster_free(struct cluster *c)
{
    for (unsigned i = 0; i < MEMBERS; i++) {
        rig_close(&c->members[i].rig);
        sim_disk_deinit(&c->members[i].disk);
        for (unsigned k = 0; k < MEMBERS; k++) {
            pipe_break(&c->pipes[i][k]);
        }
    }
    free(c->known);
    free(c->leaders);
    free(c);
}

void sim_cluster_run(uint64_t seed, bool verbose, struct sim_report *report)
{
    struct cluster *const c = CHECK_MEMORY(calloc(1, sizeof(*c)));

    c->report = report;
    c->verbose = verbose;
    report->failed = false;
    if (setjmp(c->failed) == 0) {
        prepare(c, seed);
        while (c->now_ms < FAULTS_MS) {
            tick(c);
        }
        heal(c);
        while (!is_converged(c)) {
            tick(c);
            if (c->now_ms > FAULTS_MS + PATIENCE_MS) {
                fail(c, "no agreement %d ms after the last fault", PATIENCE_MS);
            }
        }
    }
    cluster_free(c);
}
