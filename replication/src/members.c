/* The membership as its owner sees it and changes it. */
#include <string.h>

#include "driver.h"
#include "problem.h"

static struct replication_member member_of(const struct replication *r,
                                           const struct raft_server *server)
{
    struct replication_member member = {
        .server_id = server->id,
        .role = server->role == RAFT_VOTER ? REPLICATION_VOTER : REPLICATION_LEARNER,
        .is_self = server->id == r->identity.server_id,
        .heard_ms_ago = -1,
    };
    const struct peer *peer = peers_find(r, server->id);
    raft_index match = 0;

    if (strlen(server->address) < sizeof(member.address)) {
        memcpy(member.address, server->address, strlen(server->address) + 1);
    }
    if (r->seen_state == RAFT_LEADER && raft_match_index(&r->raft, server->id, &match) == 0) {
        member.match_index = match;
    }
    if (member.is_self) {
        member.link_up = true;
        member.heard_ms_ago = 0;
    } else if (peer != NULL) {
        member.link_up = peer->link_up;
        member.heard_ms_ago = peer->heard_ms < 0 ? -1 : peer_silence_ms(r, peer);
    }
    return member;
}

size_t replication_members(const struct replication *r, struct replication_member *out,
                           size_t capacity)
{
    const struct raft_configuration *configuration = &r->raft.configuration;

    if (!r->raft_up) {
        return 0;
    }
    for (size_t i = 0; i < configuration->n && i < capacity; i++) {
        out[i] = member_of(r, &configuration->servers[i]);
    }
    return configuration->n;
}

static enum status refuse(struct replication_problem *problem)
{
    return problem_say(problem, STATUS_UNAVAILABLE, "this server does not lead");
}

enum status replication_member_add(struct replication *r, uint64_t server_id, const char *address,
                                   struct replication_problem *problem)
{
    (void)r;
    (void)server_id;
    (void)address;
    return refuse(problem);
}

enum status replication_member_promote(struct replication *r, uint64_t server_id,
                                       struct replication_problem *problem)
{
    (void)r;
    (void)server_id;
    return refuse(problem);
}

enum status replication_member_remove(struct replication *r, uint64_t server_id,
                                      struct replication_problem *problem)
{
    (void)r;
    (void)server_id;
    return refuse(problem);
}

enum status replication_transfer(struct replication *r, uint64_t server_id)
{
    (void)r;
    (void)server_id;
    return STATUS_UNAVAILABLE;
}
