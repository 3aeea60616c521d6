/* A random log: a realistic and nasty mix of commands against the world that they make.
 *
 * The generator drives a reference machine: it proposes the next entry, learns from the trace what
 * the machine did with it, and goes on from there. Same seed and same machine give the same log. */
#ifndef REPLAY_GENERATOR_H
#define REPLAY_GENERATOR_H

#include "fsm/fsm.h"
#include "models.h"

struct generator;

/* The models are borrowed until generator_free. */
struct generator *generator_new(uint64_t seed, const struct models *models);
void generator_free(struct generator *generator);
/* Append the next entry's command, stamped; nothing: an entry of Raft's own. */
void generator_next(struct generator *generator, struct fsm *fsm, struct buffer *out);
/* What the machine did with it. */
void generator_observe(struct generator *generator, const struct trace *trace);

#endif
