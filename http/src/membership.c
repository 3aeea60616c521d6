/* The servers of the cluster: who they are and what they do, and changes of who they are. Any node
 * answers; the leader changes. */
#include <stdio.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/limits.h"
#include "body_int.h"
#include "handlers_int.h"
#include "json_out_int.h"
#include "problem_int.h"
#include "request_int.h"

static const char *role_of(const struct backend_member *member)
{
    return member->is_leader ? "LEADER" : member->voter ? "FOLLOWER" : "LEARNER";
}

static void put_number_or_null(struct buffer *out, const char *name, bool known, int64_t number)
{
    if (known) {
        json_number(out, name, number);
    } else {
        json_null(out, name);
    }
}

static void put_member(struct buffer *out, const struct backend_member *member,
                       uint64_t commit_index)
{
    uint64_t behind =
        commit_index > member->applied_index ? commit_index - member->applied_index : 0;

    json_open(out, '{');
    json_key(out, "serverId", member->server_id);
    json_text(out, "name", slice_of(member->name));
    json_text(out, "role", slice_of(role_of(member)));
    json_bool(out, "self", member->is_self);
    json_bool(out, "connected", member->link_up);
    json_text(out, "host", slice_of(member->host));
    put_number_or_null(out, "peerPort", member->peer_port != 0, member->peer_port);
    put_number_or_null(out, "httpPort", member->http_port != 0, member->http_port);
    put_number_or_null(out, "appliedIndex", member->applied_index != 0,
                       (int64_t)member->applied_index);
    put_number_or_null(out, "lag", member->applied_index != 0, (int64_t)behind);
    put_number_or_null(out, "storedIndex", member->has_match, (int64_t)member->match_index);
    put_number_or_null(out, "heardMsAgo", member->heard_ms_ago >= 0, member->heard_ms_ago);
    json_close(out, '{');
}

static void answer_cluster(struct request *request)
{
    struct backend_member *members =
        CHECK_MEMORY(ARENA_ARRAY(&request->arena, struct backend_member, BACKEND_MEMBERS_MAX));
    size_t count = request->backend->members(request->backend->ctx, members, BACKEND_MEMBERS_MAX);
    struct backend_status status = {0};
    struct buffer *out = &request->out;

    request->backend->status(request->backend->ctx, &status);
    json_open(out, '{');
    json_text(out, "clusterId", slice_of(status.cluster_id));
    json_key(out, "serverId", status.node_id);
    if (status.leader_id == 0) {
        json_null(out, "leaderId");
    } else {
        json_key(out, "leaderId", status.leader_id);
    }
    json_number(out, "term", (int64_t)status.term);
    json_number(out, "commitIndex", (int64_t)status.commit_index);
    json_number(out, "appliedIndex", (int64_t)status.applied_index);
    json_bool(out, "ready", status.ready);
    json_name(out, "members");
    json_open(out, '[');
    for (size_t i = 0; i < count; i++) {
        put_member(out, &members[i], status.commit_index);
    }
    json_close(out, '[');
    json_close(out, '{');
    request_answer_json(request);
}

void cluster_get(struct request *request)
{
    answer_cluster(request);
}

/* --- changes --- */

struct add_state {
    uint64_t server_id;
    struct slice address;
};

static const struct field add_fields[] = {{.name = "serverId",
                                           .kind = FIELD_KEY,
                                           .flags = FIELD_REQUIRED,
                                           .offset = offsetof(struct add_state, server_id)},
                                          {.name = "address",
                                           .kind = FIELD_TEXT,
                                           .flags = FIELD_REQUIRED | FIELD_NOT_EMPTY,
                                           .offset = offsetof(struct add_state, address),
                                           .min = 1,
                                           .max = BACKEND_ADDRESS_BYTES - 1,
                                           .constraint = "a NAME@HOST:PORT of at most 255 bytes"},
                                          {0}};

void member_add(struct request *request)
{
    struct add_state state = {0};
    struct backend_change change = {.kind = BACKEND_MEMBER_ADD};

    if (!body_read(request, BODY_REQUIRED, add_fields, "Add Member", &state)) {
        return;
    }
    change.server_id = state.server_id;
    (void)snprintf(change.address, sizeof(change.address), "%.*s", SLICE_ARG(state.address));
    request_change(request, &change, answer_cluster);
}

static void change_one(struct request *request, enum backend_change_kind kind)
{
    struct backend_change change = {.kind = kind};

    if (path_key(request, 0, "serverId", &change.server_id)) {
        request_change(request, &change, answer_cluster);
    }
}

void member_remove(struct request *request)
{
    change_one(request, BACKEND_MEMBER_REMOVE);
}

void member_promote(struct request *request)
{
    change_one(request, BACKEND_MEMBER_PROMOTE);
}

static const struct field transfer_fields[] = {
    {.name = "serverId", .kind = FIELD_KEY, .offset = offsetof(struct add_state, server_id)}, {0}};

void leader_transfer(struct request *request)
{
    struct add_state state = {0};
    struct backend_change change = {.kind = BACKEND_TRANSFER_LEADER};

    if (body_read(request, BODY_OPTIONAL, transfer_fields, "Transfer Leader", &state)) {
        change.server_id = state.server_id;
        request_change(request, &change, answer_cluster);
    }
}
