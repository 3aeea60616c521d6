/* One machine's way through a recorded log, compared with what another one has shown. */
#ifndef REPLAY_COURSE_H
#define REPLAY_COURSE_H

#include "machine.h"
#include "recording.h"
#include "rng.h"

/* What a machine shows at one index. */
struct mark {
    bool has_digests; /* the turn ended here */
    struct hash128 state;
    struct hash128 read;
    struct hash128 result;
    struct hash128 trace;
};

struct course {
    const char *name;
    uint32_t turn_commands; /* 0: random */
    bool kills;
    bool snapshots;
};

enum {
    COURSE_DIGESTS_EVERY = 1000 /* every course ends a turn here */
};

struct course_run {
    const struct course *course;
    const struct recording *log;
    const char *root; /* where its directory goes */
    uint64_t seed;
    uint64_t show;          /* index whose trace is printed, for people; 0: none */
    struct mark *marks;     /* of log->count entries: filled when `fills`, else compared with */
    bool fills;             /* the first one through the log */
    unsigned findings;      /* differences and defects, each printed */
    unsigned interruptions; /* kills or snapshots that were installed */
};

/* From an empty machine to the end of the log; stops at the first difference. */
void course_run(struct course_run *run);

/* The next turn's commands at most. */
uint32_t course_turn_commands(struct rng *rng, uint32_t fixed);

#endif
