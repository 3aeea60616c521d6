/* When the membership may change: pure functions of what a leader knows.
 *
 * One change at a time, and none before an entry of the leader's own term is committed (rule D, the
 * caller's). Rule F: a voter that does not know that it is one denies its vote and never forgets a
 * leader, so the next change waits until the server that the last one promoted has stored it; by
 * that all promoted before have stored theirs, and a dead voter blocks nothing. Three voters never
 * become two, and two never one. */
#ifndef REPLICATION_MEMBERSHIP_H
#define REPLICATION_MEMBERSHIP_H

#include <raft.h>
#include <stdbool.h>

#include "base/limits.h"

struct membership_server {
    uint64_t match_index; /* known to be stored there */
    bool heard;           /* within one election timeout; true for the leader itself */
    bool caught_up;       /* a learner that keeps pace */
};

struct membership {
    const struct raft_configuration *now;
    struct membership_server servers[LIMIT_PEERS]; /* as in now */
    bool pending;                                  /* now is not committed yet */
    uint64_t index;                                /* of now */
    uint64_t promoted_id;                          /* by now; 0: none */
};

/* Why not, for a human; NULL when nothing stands against it. The server is a member. */
const char *membership_against_add(const struct membership *m);
const char *membership_against_remove(const struct membership *m, uint64_t server_id);
const char *membership_against_promote(const struct membership *m, uint64_t server_id);
/* The learner to promote now, 0: none. */
uint64_t membership_promotable(const struct membership *m);

#endif
