/* What the generator knows of the world: entities that the trace has shown, alive and gone.
 *
 * Light on purpose: each pool keeps some of its kind and forgets at random, so that a reference may
 * be good, stale or forgotten. */
#ifndef REPLAY_WORLD_H
#define REPLAY_WORLD_H

#include "base/slice.h"
#include "fsm/trace.h"
#include "rng.h"

enum world_kind {
    WORLD_DEFINITION,
    WORLD_RESOURCE, /* forms, decisions, other files */
    WORLD_INSTANCE,
    WORLD_ELEMENT,
    WORLD_JOB_WAITING,
    WORLD_JOB_HELD,
    WORLD_INCIDENT,
    WORLD_USER_TASK,
    WORLD_SUBSCRIPTION,
    WORLD_BATCH,
    WORLD_GONE, /* keys of whatever has ended */
    WORLD_KINDS
};

enum {
    WORLD_ITEMS_MAX = 512
};

struct world_item {
    uint64_t key;
    uint64_t activation; /* job that is held */
    uint64_t instance;   /* element */
    char *name;          /* process id, element id, job type, message name */
    char *more;          /* correlation key; process id of an element */
    size_t name_bytes;
    size_t more_bytes;
};

struct world {
    struct rng *rng;
    struct world_item items[WORLD_KINDS][WORLD_ITEMS_MAX];
    uint32_t counts[WORLD_KINDS];
};

void world_init(struct world *world, struct rng *rng);
void world_deinit(struct world *world);
void world_observe(struct world *world, const struct trace *trace);
/* NULL when there is none. Borrowed until the next world_observe. */
const struct world_item *world_pick(const struct world *world, enum world_kind kind);
struct slice world_name(const struct world_item *item);
struct slice world_more(const struct world_item *item);

#endif
