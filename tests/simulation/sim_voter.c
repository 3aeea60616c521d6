#include "sim_voter.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "base/crc32c.h"
#include "sim_disk.h"
#include "testkit/rig.h"

enum {
    ENTRIES_MAX = 1 << 15,
    PAYLOAD_MAX = 24 * 1024,
};

/* What is known of one index. */
struct known {
    uint64_t submitted_term; /* the last term that put something here */
    uint32_t submitted_sum;
    bool acknowledged;
    uint64_t term;
    uint32_t record_crc;
    uint64_t hash;
};

struct voter {
    struct sim_disk disk;
    struct rig rig;
    uint64_t random;
    struct known *known; /* by index */
    uint64_t acknowledged;
    uint64_t led_term;
    bool keep_state;
    bool verbose;
    enum sim_plant plant;
    uint64_t serial;
    char *payload;
    struct sim_report *report;
    jmp_buf failed;
};

NORETURN static void PRINTF_LIKE(2, 3) fail(struct voter *v, const char *format, ...)
{
    va_list args;

    v->report->failed = true;
    va_start(args, format);
    vsnprintf(v->report->why, sizeof(v->report->why), format, args);
    va_end(args);
    longjmp(v->failed, 1);
}

static void PRINTF_LIKE(2, 3) tell(const struct voter *v, const char *format, ...)
{
    va_list args;

    if (v->verbose) {
        va_start(args, format);
        vprintf(format, args);
        va_end(args);
        putchar('\n');
    }
}

static uint64_t below(struct voter *v, uint64_t bound)
{
    return sim_below(&v->random, bound);
}

static void on_apply(void *context, const struct entry *entry, const struct rig_state *after)
{
    struct voter *v = context;
    struct known *known = &v->known[entry->index];

    if (known->acknowledged) {
        if (known->term != entry->term || known->record_crc != entry->record_crc ||
            known->hash != after->hash) {
            fail(v,
                 "index %" PRIu64 " was acknowledged in term %" PRIu64
                 " and is another entry of term %" PRIu64 " now",
                 entry->index, known->term, entry->term);
        }
        return;
    }
    if (entry->index != v->acknowledged + 1) {
        fail(v, "index %" PRIu64 " is handed out behind %" PRIu64, entry->index, v->acknowledged);
    }
    known->acknowledged = true;
    known->term = entry->term;
    known->record_crc = entry->record_crc;
    known->hash = after->hash;
    v->acknowledged = entry->index;
    v->report->acknowledged++;
}

/* What a submit (or the leader itself) put at an index must be the only thing ever put there in
 * that term. */
static void note_submitted(struct voter *v, uint64_t index, uint64_t term, uint32_t sum)
{
    struct known *known;

    if (index >= ENTRIES_MAX) {
        fail(v, "the seed made too many entries for the simulation");
    }
    known = &v->known[index];
    if (known->submitted_term == term && known->submitted_sum != sum) {
        fail(v, "index %" PRIu64 " has two contents in term %" PRIu64, index, term);
    }
    known->submitted_term = term;
    known->submitted_sum = sum;
}

static void act_submit(struct voter *v)
{
    struct slice payloads[4];
    uint64_t count = 1 + below(v, 4);
    uint64_t first;
    uint64_t term;
    size_t at = 0;

    for (uint64_t i = 0; i < count; i++) {
        size_t size = 16 + below(v, below(v, 20) == 0 ? PAYLOAD_MAX / 4 - 16 : 600);

        memset(v->payload + at, below(v, 3) == 0 ? 0 : (int)below(v, 256), size);
        bytes_put_u64be(v->payload + at, ++v->serial);
        payloads[i] = slice_make(v->payload + at, size);
        at += size;
    }
    if (replication_submit(v->rig.r, payloads, count, &first, &term) != STATUS_OK) {
        return;
    }
    for (uint64_t i = 0; i < count; i++) {
        note_submitted(v, first + i, term, crc32c(0, payloads[i].data, payloads[i].size));
    }
}

/* One thing that could happen next, chosen at random. */
static void act(struct voter *v)
{
    struct rig *rig = &v->rig;

    switch (below(v, 10)) {
    case 0:
    case 1:
    case 2:
        act_submit(v);
        break;
    case 3:
    case 4:
        (void)rig_write(rig, below(v, 3) != 0);
        break;
    case 5:
        rig_hear(rig);
        break;
    case 6:
    case 7:
        (void)rig_turn(rig, (uint32_t)(1 + below(v, 40)));
        break;
    case 8:
        if (rig->snapshot_due && below(v, 2) == 0) {
            rig_snapshot(rig);
        }
        break;
    default:
        rig->now_ms += (int64_t)below(v, 300);
        if (rig->now_ms >= rig->timer_ms) {
            replication_timeout(rig->r);
        }
        break;
    }
}

static void count_snapshots(struct voter *v, uint64_t before)
{
    if (v->rig.r != NULL && replication_status(v->rig.r).snapshot_index != before) {
        v->report->snapshots++;
    }
}

static bool start(struct voter *v, enum replication_mode mode)
{
    uint64_t unsettled_term = v->led_term;
    enum status st;

    v->report->starts++;
    st = rig_open(&v->rig, mode, v->keep_state);
    v->keep_state = false;
    if (st != STATUS_OK && !v->disk.off) {
        fail(v, "a start after crashes alone failed: %s: %s", status_name(st), v->rig.problem.text);
    }
    if (st != STATUS_OK) {
        tell(v, "  power fails in the start");
        return false;
    }
    v->disk.lies_about_sync = v->plant == PLANT_SKIP_FSYNC;
    v->led_term = replication_status(v->rig.r).term;
    if (v->led_term <= unsettled_term) {
        fail(v, "term %" PRIu64 " is led twice", v->led_term);
    }
    note_submitted(v, replication_status(v->rig.r).last_index, v->led_term, 0);
    return true;
}

/* The machine or only the process goes down. */
static void go_down(struct voter *v)
{
    /* disk.off: it ended inside a call, by the power or by a kill. */
    bool power = below(v, 3) != 0;
    bool was_up = v->rig.r != NULL;

    rig_close(&v->rig);
    if (power) {
        v->report->power_cuts++;
        sim_disk_power_cut(&v->disk);
    } else {
        v->report->process_deaths++;
        sim_disk_process_died(&v->disk);
        v->keep_state = was_up && v->rig.state.index > 0;
    }
    tell(v, "  %s, %" PRIu64 " acknowledged", power ? "power cut" : "process dies",
         v->acknowledged);
}

static void must_have_all(struct voter *v)
{
    if (v->rig.fault != STATUS_OK) {
        fail(v, "a fault without a power cut: %s", v->rig.fault_text);
    }
    if (v->rig.state.index < v->acknowledged) {
        fail(v, "%" PRIu64 " were acknowledged and the log ends at %" PRIu64, v->acknowledged,
             v->rig.state.index);
    }
}

/* Up for a while, with a power cut set somewhere, possibly behind the end. */
static void life(struct voter *v)
{
    uint64_t actions = 1 + below(v, 200);
    uint64_t snapshot;

    if (below(v, 4) != 0) {
        sim_disk_cut_after(&v->disk, 1 + below(v, below(v, 2) == 0 ? 15 : 150));
    }
    tell(v, "start, cut at %" PRIu64 " of %" PRIu64, v->disk.cut_at, v->disk.changes);
    if (!start(v, REPLICATION_EITHER)) {
        go_down(v);
        return;
    }
    snapshot = replication_status(v->rig.r).snapshot_index;
    for (uint64_t i = 0; i < actions && v->rig.fault == STATUS_OK; i++) {
        act(v);
    }
    if (v->rig.fault != STATUS_OK && !v->disk.off) {
        fail(v, "a fault without a power cut: %s", v->rig.fault_text);
    }
    count_snapshots(v, snapshot);
    go_down(v);
}

static bool must_be_refused(const struct sim_flip *flip)
{
    const char *name = strrchr(flip->path, '/') + 1;

    if (strcmp(name, "vote") == 0) {
        return flip->offset % 4096 < DISK_SECTOR_BYTES;
    }
    return true;
}

/* Everything is on the medium and the node is down; one bit changes. */
static void flip_a_bit(struct voter *v)
{
    struct sim_flip flip;
    struct rig_state before = v->rig.state;
    uint64_t changes = v->disk.changes;
    enum status st;

    if (!sim_disk_choose_flip(&v->disk, &flip)) {
        return;
    }
    v->report->flips++;
    sim_disk_flip(&v->disk, &flip);
    tell(v, "flip %s offset %" PRIu64 " bit %u", flip.path, flip.offset, flip.bit);
    st = rig_open(&v->rig, REPLICATION_EXISTING, false);
    if (st == STATUS_OK) {
        rig_settle(&v->rig);
        must_have_all(v);
        v->led_term = replication_status(v->rig.r).term;
        rig_close(&v->rig);
        v->report->flips_harmless++;
        if (must_be_refused(&flip)) {
            fail(v, "a flipped bit was not seen: %s offset %" PRIu64 " bit %u", flip.path,
                 flip.offset, flip.bit);
        }
        sim_disk_process_died(&v->disk);
        sim_disk_flip(&v->disk, &flip);
        return;
    }
    v->report->flips_refused++;
    if (st != STATUS_CORRUPT) {
        fail(v, "a flipped bit in %s gave %s: %s", flip.path, status_name(st), v->rig.problem.text);
    }
    /* Rebuilding the state found a damaged snapshot only after the log was settled; else nothing is
     * touched. */
    if (v->disk.changes != changes && strstr(flip.path, "/snapshots/") == NULL) {
        fail(v, "corruption in %s was refused, but something was changed", flip.path);
    }
    sim_disk_process_died(&v->disk);
    sim_disk_flip(&v->disk, &flip);
    v->rig.state = before;
}

/* A start without a cut: everything acknowledged must be there, and the node must serve. */
static void settle_and_check(struct voter *v)
{
    sim_disk_process_died(&v->disk);
    if (!start(v, REPLICATION_EITHER)) {
        return;
    }
    rig_settle(&v->rig);
    must_have_all(v);
    if (!v->rig.ready) {
        fail(v, "the node does not get ready");
    }
    rig_close(&v->rig);
}

static void prepare(struct voter *v, uint64_t seed)
{
    sim_disk_init(&v->disk, seed * 2 + 1);
    v->random = seed;
    rig_init(&v->rig, &v->disk.disk, "/data");
    v->rig.on_apply = on_apply;
    v->rig.context = v;
    v->rig.options.segment_bytes = (4 + below(v, 28)) * 1024;
    v->rig.options.memory_bytes = (4 + below(v, 60)) * 1024;
    v->rig.options.snapshot_log_bytes_min = (4 + below(v, 60)) * 1024;
    v->rig.options.trailing_entries = below(v, 2) == 0 ? 0 : below(v, 60);
    v->rig.options.random_seed = (uint32_t)seed;
    v->rig.filler_bytes = (uint32_t)below(v, 6000);
    v->known = CHECK_MEMORY(calloc(ENTRIES_MAX, sizeof(*v->known)));
    v->payload = CHECK_MEMORY(malloc(PAYLOAD_MAX));
    ASSERT(v->disk.disk.make_directory(&v->disk.disk, "/data") == STATUS_OK);
    ASSERT(v->disk.disk.sync_directory(&v->disk.disk, "/") == STATUS_OK);
}

static struct voter *voter_new(enum sim_plant plant, bool verbose, struct sim_report *report)
{
    struct voter *v = CHECK_MEMORY(calloc(1, sizeof(*v)));

    v->report = report;
    v->verbose = verbose;
    v->plant = plant;
    report->failed = false;
    return v;
}

static void voter_free(struct voter *v)
{
    if (v->rig.r != NULL) {
        rig_close(&v->rig);
    }
    sim_disk_deinit(&v->disk);
    free(v->known);
    free(v->payload);
    free(v);
}

void sim_voter_run(uint64_t seed, enum sim_plant plant, bool verbose, struct sim_report *report)
{
    struct voter *const v = voter_new(plant, verbose, report);
    volatile uint64_t lives;

    if (setjmp(v->failed) == 0) {
        prepare(v, seed);
        for (lives = 6 + below(v, 12); lives > 0; lives--) {
            life(v);
            if (below(v, 4) == 0) {
                settle_and_check(v);
                sim_disk_process_died(&v->disk);
                flip_a_bit(v);
            }
        }
        settle_and_check(v);
    }
    voter_free(v);
}

/* Submit and settle until a snapshot was made and its trim written, or the power fails. */
static void busy_life(struct voter *v)
{
    uint64_t snapshot = replication_status(v->rig.r).snapshot_index;

    while (v->rig.fault == STATUS_OK && replication_status(v->rig.r).snapshot_index == snapshot) {
        act_submit(v);
        act_submit(v);
        rig_settle(&v->rig);
    }
    if (v->rig.fault != STATUS_OK && !v->disk.off) {
        fail(v, "a fault without a power cut: %s", v->rig.fault_text);
    }
    count_snapshots(v, snapshot);
}

/* The same seed up to the cut; false when the life ended before it. */
static bool sweep_one(struct voter *v, uint64_t seed, uint64_t cut)
{
    bool reached;

    prepare(v, seed);
    v->rig.options.snapshot_log_bytes_min = 6 * 1024;
    v->rig.options.segment_bytes = 4 * 1024;
    for (int i = 0; i < 2; i++) {
        if (i == 1) {
            sim_disk_cut_after(&v->disk, cut);
        }
        if (start(v, REPLICATION_EITHER)) {
            busy_life(v);
        }
        reached = v->disk.off;
        go_down(v);
    }
    settle_and_check(v);
    return reached;
}

static bool sweep_guarded(uint64_t seed, uint64_t cut, struct sim_report *report)
{
    struct voter *const v = voter_new(PLANT_NONE, false, report);
    volatile bool reached = false;

    if (setjmp(v->failed) == 0) {
        reached = sweep_one(v, seed, cut);
    }
    voter_free(v);
    return reached;
}

void sim_voter_sweep(uint64_t seed, struct sim_report *report)
{
    uint64_t cut = 1;

    while (sweep_guarded(seed, cut, report)) {
        cut++;
    }
}
