#include "membership.h"

#include <stddef.h>

#include "configuration.h"

enum {
    VOTERS_MIN = 3,      /* once there were so many */
    GROWTH_LEARNERS = 2, /* what one voter waits for: it never shares its vote with one alone */
};

/* Rule F; `leaving` is about to go and need not know anything. */
static const char *against_change(const struct membership *m, uint64_t leaving)
{
    bool pair = configuration_voters(m->now) == 2;

    if (m->pending) {
        return "another change is under way";
    }
    for (unsigned i = 0; i < m->now->n; i++) {
        const struct raft_server *server = &m->now->servers[i];
        bool must_know = server->role == RAFT_VOTER && server->id != leaving &&
                         (pair || server->id == m->promoted_id);

        if (must_know && m->servers[i].match_index < m->index) {
            return "a voter has not stored the last change yet";
        }
    }
    return NULL;
}

const char *membership_against_add(const struct membership *m)
{
    return m->now->n >= LIMIT_PEERS ? "there are too many members" : against_change(m, 0);
}

/* Is a majority of the voters that stay there? */
static bool majority_stays(const struct membership *m, uint64_t leaving)
{
    unsigned voters = 0;
    unsigned heard = 0;

    for (unsigned i = 0; i < m->now->n; i++) {
        if (m->now->servers[i].role == RAFT_VOTER && m->now->servers[i].id != leaving) {
            voters++;
            heard += m->servers[i].heard ? 1 : 0;
        }
    }
    return heard > voters / 2;
}

const char *membership_against_remove(const struct membership *m, uint64_t server_id)
{
    const struct raft_server *server = configuration_find(m->now, server_id);

    if (server->role != RAFT_VOTER) {
        return against_change(m, server_id);
    }
    if (configuration_voters(m->now) <= VOTERS_MIN) {
        return "fewer than three voters would be left: add another server first";
    }
    if (!majority_stays(m, server_id)) {
        return "too few of the voters that would be left can be reached";
    }
    return against_change(m, server_id);
}

static bool is_ready(const struct membership *m, unsigned at)
{
    return m->now->servers[at].role != RAFT_VOTER && m->servers[at].heard &&
           m->servers[at].caught_up;
}

static unsigned learners_ready(const struct membership *m)
{
    unsigned ready = 0;

    for (unsigned i = 0; i < m->now->n; i++) {
        ready += is_ready(m, i) ? 1 : 0;
    }
    return ready;
}

const char *membership_against_promote(const struct membership *m, uint64_t server_id)
{
    for (unsigned i = 0; i < m->now->n; i++) {
        if (m->now->servers[i].id == server_id && !is_ready(m, i)) {
            return "the server has not caught up yet";
        }
    }
    if (configuration_voters(m->now) == 1 && learners_ready(m) < GROWTH_LEARNERS) {
        return "a single voter grows by two: a second learner must have caught up";
    }
    return against_change(m, 0);
}

uint64_t membership_promotable(const struct membership *m)
{
    for (unsigned i = 0; i < m->now->n; i++) {
        uint64_t server_id = m->now->servers[i].id;

        if (is_ready(m, i) && membership_against_promote(m, server_id) == NULL) {
            return server_id;
        }
    }
    return 0;
}
