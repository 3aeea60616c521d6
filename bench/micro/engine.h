/* A state machine with its read model, without a server around it. Whatever fails ends the program.
 */
#ifndef BENCH_ENGINE_H
#define BENCH_ENGINE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "fsm/command.h"
#include "fsm/fsm.h"
#include "readmodel/readmodel.h"

struct engine {
    struct store *state;
    struct fsm *fsm;
    struct readmodel *read;
    struct arena arena;
    struct buffer bytes;
    struct result result;
    uint64_t index;
};

/* directory: an empty one, for both. */
void engine_open(struct engine *engine, const char *directory);
void engine_close(struct engine *engine);
void engine_turn_begin(struct engine *engine);
void engine_turn_commit(struct engine *engine);
/* Apply the command inside a turn; what it gives is in engine->result until the next one. */
void engine_apply(struct engine *engine, struct command *command);
/* All processes of the file, in a turn of its own. */
void engine_deploy(struct engine *engine, struct slice xml);

#endif
