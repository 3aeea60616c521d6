/* A recorded log: the entries that every machine applies, in memory or in a file. */
#ifndef REPLAY_RECORDING_H
#define REPLAY_RECORDING_H

#include <stddef.h>

#include "fsm/fsm.h"

struct recording {
    struct fsm_entry *entries; /* entry i has index i + 1; the commands are owned */
    size_t count;
    size_t capacity;
};

void recording_deinit(struct recording *log);
/* Copies the command. Terms and record checksums are made up, as a log would have them. */
const struct fsm_entry *recording_append(struct recording *log, struct slice command);
/* Both end the process, with a word, when the file cannot be used. */
void recording_write(const struct recording *log, const char *path);
void recording_read(struct recording *log, const char *path);

#endif
