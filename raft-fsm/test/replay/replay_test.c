/* One random log, four state machines, one digest.
 *
 * The first makes the log and applies it a few commands a turn; the others take the same entries:
 * in long turns, with kills that throw away what is not committed, and from snapshots that move to
 * another directory. At every 1,000th index all four must have the same content digest, at the end
 * a state that is clean, and after everything was cancelled nothing is left. */
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/limits.h"
#include "random_log.h"
#include "row/tables.h"
#include "testkit/test.h"

enum {
    MILESTONE = 1000,
    FINISH_MAX = 30000,
    MILESTONES_MAX = (REPLAY_COMMANDS + FINISH_MAX) / MILESTONE + 1
};

struct replay {
    struct machine first;
    struct machine other;
    struct random_log log;
    struct slice digests[MILESTONES_MAX];
    uint64_t traces[REPLAY_COMMANDS + FINISH_MAX]; /* hash of what each entry's trace says */
    struct buffer line;
    uint64_t trace; /* of the entry at work */
};

static struct replay r;

/* What events say must not depend on turns either, and what they borrow must still be there. */
static void hash_event(const struct trace_event *event)
{
    buffer_reset(&r.line);
    buffer_put_u64be(&r.line, r.trace);
    trace_event_print(event, &r.line);
    r.trace = hash64(buffer_slice(&r.line));
}

static void note_milestone(void *ctx, uint32_t index)
{
    (void)ctx;
    r.traces[index] = r.trace;
    r.trace = 0;
    if (index % MILESTONE == 0) {
        CHECK_INT(index / MILESTONE, <, MILESTONES_MAX);
        r.digests[index / MILESTONE] = machine_digest(&r.first);
    }
}

static void make_log(uint64_t seed)
{
    machine_open(&r.first, test_directory());
    r.first.turn_commands = 3;
    buffer_init(&r.line, MIB(16));
    random_log_init(&r.log, &r.first, seed, REPLAY_COMMANDS + FINISH_MAX);
    r.log.on_event = hash_event;
    random_log_run(&r.log, REPLAY_COMMANDS, note_milestone, NULL);
    machine_check(&r.first);
    random_log_finish(&r.log, note_milestone, NULL);
    machine_check(&r.first);
}

/* A log of rejections would prove nothing. The two that only turn the clock leave no trace. */
#define SHOW(name, number)                                                                         \
    printf("  %-20s did something %u times\n", #name, r.log.accepted[number]);                     \
    if (COMMAND_##name != COMMAND_PIN_CLOCK && COMMAND_##name != COMMAND_RESET_CLOCK) {            \
        CHECK_INT(r.log.accepted[number], >, 0);                                                   \
    }

static void check_variety(void)
{
    COMMAND_TYPE_LIST(SHOW)
}

static void on_event(void *ctx, const struct trace_event *event)
{
    (void)ctx;
    hash_event(event);
}

/* Apply the whole log; disturb is asked after every entry and may kill or move the machine. */
static void replay(uint32_t turn_commands, void (*disturb)(struct machine *m))
{
    struct machine *m = &r.other;

    machine_open(m, test_directory());
    m->on_event = on_event;
    m->turn_commands = turn_commands;
    while (m->index < r.log.count) {
        r.trace = 0;
        (void)machine_apply_bytes(m, r.log.entries[m->index]);
        CHECK(r.trace == r.traces[m->index]);
        if (m->index % MILESTONE == 0) {
            CHECK_SLICE(machine_digest(m), r.digests[m->index / MILESTONE]);
        }
        if (disturb != NULL) {
            disturb(m);
        }
    }
    CHECK_SLICE(machine_digest(m), machine_digest(&r.first));
    machine_check(m);
    machine_close(m);
}

static uint64_t chance_state;

static bool one_in(uint32_t n)
{
    chance_state = chance_state * 6364136223846793005U + 1442695040888963407U;
    return (chance_state >> 33) % n == 0;
}

/* A kill may throw entries away that were applied: the machine asks for them again. */
static void kill_now_and_then(struct machine *m)
{
    if (one_in(211)) {
        machine_reopen(m);
    }
    m->turn_commands = one_in(2) ? 1 : 40;
}

static void move_now_and_then(struct machine *m)
{
    if (one_in(1500)) {
        machine_commit(m);
        machine_move(m, test_directory());
    }
}

TEST(replay, gives_one_digest_whatever_the_turns_kills_and_snapshots)
{
    const char *seed = getenv("BATON_SEED");

    chance_state = 7;
    make_log(seed == NULL ? 1 : strtoull(seed, NULL, 10));
    printf("  %u entries\n", r.log.count);
    check_variety();

    replay(256, NULL);
    replay(40, kill_now_and_then);
    replay(17, move_now_and_then);

    CHECK_INT(machine_rows(&r.first, TABLE_ELEMENT), ==, 0);
    CHECK_INT(machine_rows(&r.first, TABLE_CHILD), ==, 0);
    CHECK_INT(machine_rows(&r.first, TABLE_JOIN), ==, 0);
    CHECK_INT(machine_rows(&r.first, TABLE_VARIABLE), ==, 0);
    CHECK_INT(machine_rows(&r.first, TABLE_JOB), ==, 0);
    CHECK_INT(machine_rows(&r.first, TABLE_JOB_READY), ==, 0);
    CHECK_INT(machine_rows(&r.first, TABLE_DUE), ==, 0);
    CHECK_INT(machine_rows(&r.first, TABLE_MSG), ==, 0);
    CHECK_INT(machine_rows(&r.first, TABLE_MSG_BY_NAME), ==, 0);
    CHECK_INT(machine_rows(&r.first, TABLE_MSG_ID), ==, 0);
    CHECK_INT(machine_rows(&r.first, TABLE_MSG_DONE), ==, 0);
    CHECK_INT(machine_rows(&r.first, TABLE_MSG_LOCK), ==, 0);
    CHECK_INT(machine_rows(&r.first, TABLE_SUB), ==, 0);
    CHECK_INT(machine_rows(&r.first, TABLE_INCIDENT), ==, 0);
    CHECK_INT(machine_rows(&r.first, TABLE_USER_TASK), ==, 0);
    CHECK_INT(machine_rows(&r.first, TABLE_STEP), ==, 0);
    CHECK_INT(machine_rows(&r.first, TABLE_DEDUPE), ==, 0);
    CHECK_INT(machine_rows(&r.first, TABLE_DEDUPE_BUCKET), ==, 0);
    CHECK_INT(machine_rows(&r.first, TABLE_DEDUPE_COUNT), ==, 0);
    CHECK_INT(machine_rows(&r.first, TABLE_BANNED), ==, 0);
    machine_close(&r.first);
    buffer_deinit(&r.line);
}

TEST_MAIN
