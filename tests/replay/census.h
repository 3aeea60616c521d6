/* What a recorded log consists of: commands by type and answer, and what they brought about. For
 * people, to see that the mix is rich. */
#ifndef REPLAY_CENSUS_H
#define REPLAY_CENSUS_H

#include "fsm/fsm.h"

enum {
    CENSUS_TYPES = 128,
    CENSUS_KINDS = 19,
    CENSUS_NAMES = 64
};

struct census_name {
    const char *name; /* a constant of the engine's */
    uint64_t count;
};

struct census {
    uint64_t answers[CENSUS_TYPES][STATUS_COUNT];
    uint64_t replayed;
    uint64_t events[CENSUS_KINDS];
    struct census_name incidents[CENSUS_NAMES];
    struct census_name elements[CENSUS_NAMES];
    uint64_t instances_ended;
};

void census_trace(struct census *census, const struct trace *trace);
void census_result(struct census *census, struct slice result);
void census_print(const struct census *census);

#endif
