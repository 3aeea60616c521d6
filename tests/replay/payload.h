/* The payload of one random command: good, stale, foreign and nonsense references. */
#ifndef REPLAY_PAYLOAD_H
#define REPLAY_PAYLOAD_H

#include "fsm/command.h"
#include "models.h"
#include "world.h"

struct payload_source {
    struct rng *rng;
    struct world *world;
    const struct models *models;
    struct arena *arena; /* of what the command points to */
    int64_t now_ms;      /* engine time */
    int64_t stamp_ms;
};

/* Fill in what belongs to command->type. */
void payload_fill(struct payload_source *source, struct command *command);

/* The key of one of that kind; now and then of something else, gone, or never there. */
uint64_t payload_key(struct payload_source *source, enum world_kind kind);
/* Few variables or none. */
struct slice payload_variables(struct payload_source *source);

#endif
