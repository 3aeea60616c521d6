/* Random variables: the names that the models read, with values that suit them most of the time. */
#ifndef REPLAY_VALUES_H
#define REPLAY_VALUES_H

#include "base/arena.h"
#include "base/slice.h"
#include "rng.h"

/* An object with most (full) or a few of the names. In the arena. */
struct slice values_document(struct rng *rng, struct arena *arena, bool full);
/* A correlation key that others have, too; now and then one as long as they get. */
struct slice values_order_id(struct rng *rng, struct arena *arena);

#endif
