/* Small pieces timed in a loop: what a change of one of them costs, without a server around it. */
#ifndef BENCH_MICRO_H
#define BENCH_MICRO_H

#include <stdint.h>

/* One repetition of a piece. */
typedef void (*micro_piece)(void *ctx);

/* Print "NAME  ns" of one repetition, the best of several runs, and return it: the best is what
 * the piece costs, the rest is what else the machine did. units: repetitions count as so many. */
double micro_measure(const char *name, micro_piece piece, void *ctx, uint32_t units);
/* "NAME / OTHER  ratio" of two of them: what may be compared between machines. */
void micro_ratio(const char *name, double a, double b);

void micro_feel(void);
void micro_dmn(void);
void micro_json(void);
/* directory: an empty one, for a state and a read model; they stay there. */
void micro_apply(const char *directory);

#endif
