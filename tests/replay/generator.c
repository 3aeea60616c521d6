#include "generator.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "payload.h"

enum {
    ARENA_BYTES = 16 * 1024 * 1024,
    REMEMBERED_MAX = 64, /* commands with an idempotency key that may come again */
    ORIGIN_NODE = 1,
    SECOND_MS = 1000,
    HOUR_MS = 3600 * SECOND_MS,
    WEIGHT_TOTAL = 1000,
    MIX_TRIES = 4 /* draws before a command comes although nothing is there for it */
};

/* 2026-03-20T00:00:00Z: the summer time of Europe begins nine days later. */
static const int64_t start_ms = 1773964800000;

struct remembered {
    enum command_type type;
    char *bytes;
    size_t size;
};

struct generator {
    struct rng rng;
    struct world world;
    const struct models *models;
    struct arena arena;
    int64_t stamp_ms;
    uint64_t sequence;
    struct remembered remembered[REMEMBERED_MAX];
    uint32_t remembered_count;
};

/* needs: a kind of which there should be one; WORLD_KINDS: nothing. */
static const struct {
    enum command_type type;
    uint32_t weight;
    enum world_kind needs;
} mix[] = {
    {COMMAND_DEPLOY, 6, WORLD_KINDS},
    {COMMAND_DELETE_RESOURCE, 3, WORLD_DEFINITION},
    {COMMAND_CREATE_INSTANCE, 119, WORLD_KINDS},
    {COMMAND_CANCEL_INSTANCE, 22, WORLD_INSTANCE},
    {COMMAND_DELETE_INSTANCE, 10, WORLD_GONE},
    {COMMAND_MIGRATE_INSTANCE, 15, WORLD_ELEMENT},
    {COMMAND_ASSIGN_BUSINESS_ID, 8, WORLD_INSTANCE},
    {COMMAND_SET_VARIABLES, 38, WORLD_ELEMENT},
    {COMMAND_MODIFY_INSTANCE, 18, WORLD_INSTANCE},
    {COMMAND_ACTIVATE_JOBS, 139, WORLD_KINDS},
    {COMMAND_COMPLETE_JOB, 173, WORLD_JOB_HELD},
    {COMMAND_FAIL_JOB, 45, WORLD_JOB_HELD},
    {COMMAND_THROW_JOB_ERROR, 35, WORLD_JOB_HELD},
    {COMMAND_UPDATE_JOB, 20, WORLD_JOB_WAITING},
    {COMMAND_YIELD_JOBS, 12, WORLD_JOB_HELD},
    {COMMAND_WITHHOLD_JOB, 3, WORLD_JOB_HELD},
    {COMMAND_PUBLISH_MESSAGE, 85, WORLD_KINDS},
    {COMMAND_CORRELATE_MESSAGE, 25, WORLD_KINDS},
    {COMMAND_BROADCAST_SIGNAL, 15, WORLD_KINDS},
    {COMMAND_RESOLVE_INCIDENT, 50, WORLD_INCIDENT},
    {COMMAND_RESOLVE_INCIDENTS, 10, WORLD_INCIDENT},
    {COMMAND_ASSIGN_USER_TASK, 12, WORLD_USER_TASK},
    {COMMAND_UNASSIGN_USER_TASK, 5, WORLD_USER_TASK},
    {COMMAND_UPDATE_USER_TASK, 8, WORLD_USER_TASK},
    {COMMAND_COMPLETE_USER_TASK, 55, WORLD_USER_TASK},
    {COMMAND_TICK, 15, WORLD_KINDS},
    {COMMAND_CONTINUE, 9, WORLD_KINDS},
    {COMMAND_PIN_CLOCK, 4, WORLD_KINDS},
    {COMMAND_RESET_CLOCK, 5, WORLD_KINDS},
    {COMMAND_PURGE, 4, WORLD_KINDS},
    {COMMAND_CREATE_BATCH, 10, WORLD_INSTANCE},
    {COMMAND_CANCEL_BATCH, 2, WORLD_BATCH},
    {COMMAND_SUSPEND_BATCH, 4, WORLD_BATCH},
    {COMMAND_RESUME_BATCH, 4, WORLD_BATCH},
    {COMMAND_EVALUATE_DECISION, 12, WORLD_RESOURCE},
};

struct generator *generator_new(uint64_t seed, const struct models *models)
{
    struct generator *g = CHECK_MEMORY(calloc(1, sizeof(*g)));

    g->rng.state = seed;
    g->models = models;
    g->stamp_ms = start_ms;
    world_init(&g->world, &g->rng);
    arena_init(&g->arena, ARENA_BYTES);
    return g;
}

void generator_free(struct generator *g)
{
    for (uint32_t i = 0; i < g->remembered_count; i++) {
        free(g->remembered[i].bytes);
    }
    world_deinit(&g->world);
    arena_deinit(&g->arena);
    free(g);
}

void generator_observe(struct generator *g, const struct trace *trace)
{
    world_observe(&g->world, trace);
}

/* Mostly milliseconds, sometimes none, seldom hours or more than a day. */
static void advance(struct generator *g)
{
    uint32_t dice = rng_below(&g->rng, 1000);

    if (dice < 300) {
        return;
    }
    if (dice < 940) {
        g->stamp_ms += rng_below(&g->rng, 100);
    } else if (dice < 996) {
        g->stamp_ms += rng_below(&g->rng, 20 * SECOND_MS);
    } else if (dice < 999) {
        g->stamp_ms += rng_below(&g->rng, HOUR_MS);
    } else {
        g->stamp_ms += rng_below(&g->rng, 30 * HOUR_MS);
    }
}

/* --- which command --- */

static size_t line_of_mix(struct generator *g)
{
    uint32_t dice = rng_below(&g->rng, WEIGHT_TOTAL);

    for (size_t i = 0; i < sizeof mix / sizeof mix[0]; i++) {
        if (dice < mix[i].weight) {
            return i;
        }
        dice -= mix[i].weight;
    }
    UNREACHABLE("the weights are less than their total");
}

static enum command_type type_by_weight(struct generator *g)
{
    size_t line = line_of_mix(g);

    for (int tries = 0; tries < MIX_TRIES && mix[line].needs != WORLD_KINDS &&
                        world_pick(&g->world, mix[line].needs) == NULL;
         tries++) {
        line = line_of_mix(g);
    }
    return mix[line].type;
}

/* What a leader would submit by itself has the right of way most of the time. */
static enum command_type type_next(struct generator *g, struct fsm *fsm)
{
    struct fsm_due due;

    if (g->sequence <= MODEL_COUNT) {
        return COMMAND_DEPLOY;
    }
    ASSERT(fsm_next_due(fsm, &due) == STATUS_OK);
    if (due.has_steps && rng_chance(&g->rng, 500)) {
        return COMMAND_CONTINUE;
    }
    if ((due.at_engine_ms <= fsm_engine_time(fsm, g->stamp_ms) || due.at_stamp_ms <= g->stamp_ms) &&
        rng_chance(&g->rng, 400)) {
        return COMMAND_TICK;
    }
    return type_by_weight(g);
}

/* --- idempotency --- */

static bool is_by_caller(enum command_type type)
{
    return type != COMMAND_TICK && type != COMMAND_CONTINUE && type != COMMAND_PURGE &&
           type != COMMAND_YIELD_JOBS;
}

static void remember(struct generator *g, enum command_type type, struct slice bytes)
{
    struct remembered *slot;

    if (g->remembered_count < REMEMBERED_MAX) {
        slot = &g->remembered[g->remembered_count++];
    } else {
        slot = &g->remembered[rng_below(&g->rng, REMEMBERED_MAX)];
        free(slot->bytes);
    }
    *slot = (struct remembered){
        .type = type, .bytes = CHECK_MEMORY(malloc(bytes.size)), .size = bytes.size};
    memcpy(slot->bytes, bytes.data, bytes.size);
}

/* The key of an earlier command under another body. */
static void reuse_key(struct generator *g, struct command *command)
{
    const struct remembered *old;
    struct command before;

    if (g->remembered_count == 0) {
        return;
    }
    old = &g->remembered[rng_below(&g->rng, g->remembered_count)];
    ASSERT(command_decode(slice_make(old->bytes, old->size), &g->arena, &before) == STATUS_OK);
    command->idempotency_key = before.idempotency_key;
    command->type = rng_chance(&g->rng, 800) ? before.type : command->type;
}

static void choose_key(struct generator *g, struct command *command)
{
    if (!is_by_caller(command->type)) {
        return;
    }
    command->body_hash = (struct hash128){rng_next(&g->rng), rng_next(&g->rng)};
    if (rng_chance(&g->rng, 20)) {
        reuse_key(g, command);
    } else if (rng_chance(&g->rng, 200)) {
        int digits = rng_chance(&g->rng, 100) ? LIMIT_IDEMPOTENCY_KEY_BYTES - 4 : 1;

        command->idempotency_key =
            arena_printf(&g->arena, "key-%0*llu", digits, (unsigned long long)g->sequence);
    }
}

/* --- the command --- */

static void envelope(struct generator *g, struct command *command)
{
    command->version = 1;
    /* A leader never goes back; should one do so, the machines must still agree. */
    command->stamp_ms = g->stamp_ms - (rng_chance(&g->rng, 10) ? rng_below(&g->rng, HOUR_MS) : 0);
    command->origin_node = ORIGIN_NODE;
    command->origin_sequence = g->sequence;
    command->tenant = rng_chance(&g->rng, 940) ? SLICE("<default>") : SLICE("tenant-b");
    command->actor = rng_chance(&g->rng, 500) ? SLICE("") : SLICE("ann");
}

static void command_new(struct generator *g, struct fsm *fsm, struct buffer *out)
{
    struct command command = {.type = type_next(g, fsm)};
    struct payload_source source = {.rng = &g->rng,
                                    .world = &g->world,
                                    .models = g->models,
                                    .arena = &g->arena,
                                    .now_ms = fsm_engine_time(fsm, g->stamp_ms),
                                    .stamp_ms = g->stamp_ms};
    size_t begin = out->size;

    envelope(g, &command);
    choose_key(g, &command);
    payload_fill(&source, &command);
    ASSERT(!g->arena.exhausted);
    command_encode(&command, out);
    if (command.idempotency_key.data != NULL) {
        remember(g, command.type, slice_from(buffer_slice(out), begin));
    }
}

static void command_again(struct generator *g, struct buffer *out)
{
    const struct remembered *old = &g->remembered[rng_below(&g->rng, g->remembered_count)];
    size_t begin = out->size;

    buffer_put(out, old->bytes, old->size);
    command_stamp(out->data + begin, g->stamp_ms);
    command_set_origin(out->data + begin, ORIGIN_NODE, g->sequence);
}

void generator_next(struct generator *g, struct fsm *fsm, struct buffer *out)
{
    arena_reset(&g->arena);
    advance(g);
    g->sequence++;
    if (rng_chance(&g->rng, 10)) {
        return;
    }
    if (g->remembered_count > 0 && rng_chance(&g->rng, 25)) {
        command_again(g, out);
    } else {
        command_new(g, fsm, out);
    }
    ASSERT(!out->failed);
    /* What nobody can read does nothing, on every machine alike. */
    if (rng_chance(&g->rng, 3)) {
        out->size -= 1 + rng_below(&g->rng, (uint32_t)(out->size - COMMAND_HEADER_BYTES));
    }
}
