#include "course.h"

#include <stdio.h>

#include "base/assert.h"

enum {
    TURN_COMMANDS_MAX = 400,
    KILLS_PER_MILLE_TURNS = 250,
    SNAPSHOTS_PER_MILLE_TURNS = 300,
    RESULT_ARENA_BYTES = 4 * 1024 * 1024,
    SNAPSHOT_ENTRIES_MAX = 500 /* applied between its beginning and its installation */
};

struct state {
    struct course_run *run;
    struct machine machine;
    struct rng rng;
    uint64_t next;       /* entry to apply */
    uint64_t seen;       /* highest entry ever applied */
    struct arena arena;  /* one result */
    uint64_t install_at; /* entry before which the snapshot in hand is installed; 0: none */
};

uint32_t course_turn_commands(struct rng *rng, uint32_t fixed)
{
    if (fixed > 0) {
        return fixed;
    }
    return 1 + rng_below(rng, rng_chance(rng, 500) ? 8 : TURN_COMMANDS_MAX);
}

/* --- comparing --- */

static void finding(struct state *s, uint64_t index, const char *what)
{
    struct slice command = s->run->log->entries[index - 1].command;

    s->run->findings++;
    printf("  %s: %s at index %llu (%s)\n", s->run->course->name, what, (unsigned long long)index,
           command.size == 0 ? "entry of Raft's own" : command_type_name(command_type_of(command)));
}

/* An answer INTERNAL is a bug of the engine's: no log of ours may bring one about. */
static void refuse_bugs(struct state *s, uint64_t index)
{
    struct slice bytes = s->machine.result;
    struct result result;

    if (bytes.size == 0) {
        return;
    }
    arena_reset(&s->arena);
    if (result_decode(bytes, &s->arena, &result) != STATUS_OK) {
        finding(s, index, "the result does not decode");
    } else if (result.status == STATUS_INTERNAL) {
        finding(s, index, "the engine calls it a bug");
        printf("  %.*s\n", SLICE_ARG(result.detail));
    }
}

static void compare_answer(struct state *s, uint64_t index, bool wanted)
{
    struct hash128 result = hash128(s->machine.result);
    struct mark *mark = &s->run->marks[index - 1];

    if (s->run->fills) {
        mark->result = result;
        mark->trace = s->machine.trace;
        refuse_bugs(s, index);
        return;
    }
    if (wanted && !hash128_equal(mark->result, result)) {
        finding(s, index, "the result differs");
    }
    if (!hash128_equal(mark->trace, s->machine.trace)) {
        finding(s, index, "the trace differs");
    }
}

static void compare_one(struct state *s, uint64_t index, struct hash128 digest, bool is_state)
{
    const struct mark *mark;

    if (index == 0) {
        return;
    }
    mark = &s->run->marks[index - 1];
    ASSERT(index % COURSE_DIGESTS_EVERY != 0 || mark->has_digests);
    if (mark->has_digests && !hash128_equal(is_state ? mark->state : mark->read, digest)) {
        finding(s, index, is_state ? "the state differs" : "the read model differs");
    }
}

static void compare_digests(struct state *s, const struct digests *found)
{
    if (s->run->fills) {
        struct mark *mark = &s->run->marks[found->state_index - 1];

        ASSERT(found->read_index == found->state_index);
        mark->has_digests = true;
        mark->state = found->state;
        mark->read = found->read;
        return;
    }
    compare_one(s, found->state_index, found->state, true);
    /* Behind a kill between the commits the read model is ahead. */
    compare_one(s, found->read_index, found->read, false);
}

/* --- one turn --- */

static bool is_last(const struct state *s, uint64_t index)
{
    return index == s->run->log->count;
}

static void apply_turn(struct state *s)
{
    uint32_t commands = course_turn_commands(&s->rng, s->run->course->turn_commands);
    uint64_t index;

    machine_turn_begin(&s->machine);
    do {
        bool wanted = !s->run->course->kills || rng_chance(&s->rng, 800);

        index = s->next++;
        machine_apply(&s->machine, &s->run->log->entries[index - 1], wanted);
        compare_answer(s, index, wanted);
        if (index == s->run->show) {
            printf("%.*s", SLICE_ARG(buffer_slice(&s->machine.text)));
        }
        commands--;
    } while (commands > 0 && s->run->findings == 0 && !is_last(s, index) &&
             index % COURSE_DIGESTS_EVERY != 0 && !machine_turn_is_full(&s->machine));
    if (index > s->seen) {
        s->seen = index;
    }
}

static void end_turn(struct state *s)
{
    struct digests found;

    if (s->run->course->kills && rng_chance(&s->rng, KILLS_PER_MILLE_TURNS)) {
        machine_kill(&s->machine, (enum machine_kill)rng_below(&s->rng, KILL_COUNT));
        s->run->interruptions++;
    } else {
        machine_turn_commit(&s->machine);
    }
    s->next = machine_applied(&s->machine) + 1;
    found = machine_digests(&s->machine);
    if (found.state_index > 0) {
        compare_digests(s, &found);
    }
}

/* --- snapshots --- */

static void snapshot_step(struct state *s)
{
    struct digests copied;

    if (s->install_at == 0) {
        if (rng_chance(&s->rng, SNAPSHOTS_PER_MILLE_TURNS)) {
            machine_snapshot_begin(&s->machine);
            s->install_at = s->next + rng_below(&s->rng, SNAPSHOT_ENTRIES_MAX);
        }
        return;
    }
    if (s->next < s->install_at) {
        return;
    }
    copied = machine_snapshot_install(&s->machine);
    compare_digests(s, &copied);
    s->next = copied.state_index + 1;
    s->install_at = 0;
    s->run->interruptions++;
}

void course_run(struct course_run *run)
{
    struct state *s = &(struct state){.run = run, .rng = {run->seed}, .next = 1};

    arena_init(&s->arena, RESULT_ARENA_BYTES);
    machine_open(&s->machine, run->root);
    while (s->next <= run->log->count && run->findings == 0) {
        apply_turn(s);
        end_turn(s);
        if (run->course->snapshots && run->findings == 0) {
            snapshot_step(s);
        }
    }
    run->findings += machine_check(&s->machine, run->course->name);
    machine_destroy(&s->machine);
    arena_deinit(&s->arena);
}
