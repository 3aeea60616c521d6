/* A log of random commands, made while a state machine runs them: they name jobs, tasks, incidents
 * and instances that are there, or were a moment ago. The same seed gives the same log. */
#ifndef RANDOM_LOG_H
#define RANDOM_LOG_H

#include "machine.h"

enum {
    RECENT_MAX = 64
};

/* The newest keys of a kind; some of what they name has ended since. */
struct recent {
    uint64_t keys[RECENT_MAX];
    uint64_t extra[RECENT_MAX]; /* activation of a job */
    uint32_t count;
};

struct random_log {
    struct machine *m;
    uint64_t state; /* of the generator */
    struct recent jobs;
    struct recent user_tasks;
    struct recent incidents;
    struct recent instances;
    struct recent elements;
    void (*on_event)(const struct trace_event *event); /* told of every event, too */
    uint32_t accepted[COMMAND_PURGE + 1]; /* by command type: with a trace, so something was done */
    uint32_t events;                      /* of the command at work */
    struct slice *entries;                /* encoded commands, index 1 first */
    uint32_t count;
    uint32_t capacity;
};

/* m: fresh, applies every command as it is made; its events go to the log from now on. */
void random_log_init(struct random_log *log, struct machine *m, uint64_t seed, uint32_t capacity);
/* Deploy the models, then random commands until there are `count` entries. each is called after
 * every entry. */
void random_log_run(struct random_log *log, uint32_t count, void (*each)(void *ctx, uint32_t index),
                    void *ctx);
/* End everything that lives, so that nothing may be left. Adds entries. */
void random_log_finish(struct random_log *log, void (*each)(void *ctx, uint32_t index), void *ctx);

#endif
