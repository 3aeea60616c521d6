/* The processes that baton-large runs. */
#ifndef BENCH_LARGE_MODELS_H
#define BENCH_LARGE_MODELS_H

#include <stdint.h>

#include "base/buffer.h"

/* Repeating activities; the variable `many` says how often. */
void model_repeating(struct buffer *out);
/* A parallel gateway with so many flows to so many tasks, and another one that joins them. */
void model_join(struct buffer *out, uint32_t tasks);
/* So many tasks one after the other. */
void model_row(struct buffer *out, uint32_t tasks);
/* A multi-instance task in so many subprocesses one in the other. */
void model_deep(struct buffer *out, uint32_t depth);

#endif
