/* Changes of the membership: from whoever asks, over the leader, to an answer.
 *
 * Each is idempotent, so a change that is lost with its leader is begun once more by the next one.
 * The leader answers when the membership is as it was asked for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/log.h"
#include "node_int.h"

enum {
    CHANGE_LOOK_MS = 50,
    CHANGE_REMOTE_MS = 30 * 1000 /* another node's change: its own deadline is before this */
};

struct cluster_change {
    struct list_node link;
    struct backend_change *local; /* NULL: of another node */
    uint64_t from;
    uint64_t sequence;
    enum backend_change_kind kind;
    uint64_t server_id;
    char address[BACKEND_ADDRESS_BYTES];
    int64_t deadline_ms;
    uint64_t term;    /* in which it was begun or passed on; 0: not yet */
    uint64_t seen;    /* committed memberships when it was begun */
    enum status said; /* to the log, last */
};

/* Lives in backend_change.node_private. */
struct fresh_change {
    struct list_node link;
};

_Static_assert(sizeof(struct fresh_change) <= sizeof(((struct backend_change *)0)->node_private),
               "a link fits into the change");

void changes_ask(void *ctx, struct backend_change *change)
{
    struct node *node = ctx;
    struct fresh_change *fresh = (struct fresh_change *)(void *)change->node_private;

    if (atomic_load(&node->public.draining)) {
        change->done(change, STATUS_UNAVAILABLE, SLICE_EMPTY);
        return;
    }
    list_node_init(&fresh->link);
    pthread_mutex_lock(&node->cluster.lock);
    list_push_back(&node->cluster.fresh, &fresh->link);
    pthread_mutex_unlock(&node->cluster.lock);
    node_wake(node);
}

static struct backend_change *next_fresh(struct cluster *cluster)
{
    struct list_node *link;

    pthread_mutex_lock(&cluster->lock);
    link = list_pop_front(&cluster->fresh);
    pthread_mutex_unlock(&cluster->lock);
    return link == NULL
               ? NULL
               : (struct backend_change *)(void *)((char *)link -
                                                   offsetof(struct backend_change, node_private));
}

static struct cluster_change *change_new(struct node *node, enum backend_change_kind kind,
                                         uint64_t server_id, struct slice address)
{
    struct cluster_change *change = CHECK_MEMORY(calloc(1, sizeof(*change)));

    change->kind = kind;
    change->server_id = server_id;
    snprintf(change->address, sizeof(change->address), "%.*s", SLICE_ARG(address));
    list_push_back(&node->cluster.changes, &change->link);
    return change;
}

static void take_fresh(struct node *node)
{
    struct backend_change *local;

    while ((local = next_fresh(&node->cluster)) != NULL) {
        struct cluster_change *change =
            change_new(node, local->kind, local->server_id, slice_of(local->address));

        change->local = local;
        change->deadline_ms = local->deadline_ms;
        change->sequence = ++node->cluster.change_sequence;
    }
}

void changes_received(struct node *node, uint64_t from, const struct peer_message *message)
{
    struct cluster_change *change;

    if (message->operation < BACKEND_MEMBER_ADD || message->operation > BACKEND_TRANSFER_LEADER ||
        message->text.size >= BACKEND_ADDRESS_BYTES) {
        return;
    }
    change = change_new(node, (enum backend_change_kind)message->operation, message->server_id,
                        message->text);
    change->from = from;
    change->sequence = message->sequence;
    change->deadline_ms = clock_monotonic_ms() + CHANGE_REMOTE_MS;
}

/* Answered and freed. */
static void change_end(struct node *node, struct cluster_change *change, enum status status,
                       struct slice reason)
{
    struct peer_message message = {
        .kind = PEER_CHANGE_DONE, .sequence = change->sequence, .status = status, .text = reason};

    list_remove(&change->link);
    if (change->local != NULL) {
        change->local->done(change->local, status, reason);
    } else {
        message.text.size = reason.size > PEER_TEXT_BYTES ? PEER_TEXT_BYTES : reason.size;
        cluster_send(node, change->from, &message); /* else it hears so from its deadline */
    }
    free(change);
}

void changes_done_received(struct node *node, const struct peer_message *message)
{
    struct list *changes = &node->cluster.changes;

    LIST_EACH_SAFE(changes, link)
    {
        struct cluster_change *change = LIST_ITEM(link, struct cluster_change, link);

        if (change->local != NULL && change->sequence == message->sequence) {
            if (message->status == STATUS_UNAVAILABLE) {
                change->term = 0; /* it no longer leads: the next one is asked */
            } else {
                change_end(node, change, (enum status)message->status, message->text);
            }
            return;
        }
    }
}

/* --- the leader --- */

static const struct replication_member *member_find(const struct node *node, uint64_t server_id)
{
    for (size_t i = 0; i < node->cluster.count; i++) {
        if (node->cluster.members[i].server_id == server_id) {
            return &node->cluster.members[i];
        }
    }
    return NULL;
}

static enum status change_begin(struct node *node, const struct cluster_change *change,
                                struct replication_problem *problem)
{
    switch (change->kind) {
    case BACKEND_MEMBER_ADD:
        return replication_member_add(node->replication, change->server_id, change->address,
                                      problem);
    case BACKEND_MEMBER_PROMOTE:
        return replication_member_promote(node->replication, change->server_id, problem);
    case BACKEND_MEMBER_REMOVE:
        return replication_member_remove(node->replication, change->server_id, problem);
    case BACKEND_TRANSFER_LEADER:
        break;
    }
    snprintf(problem->text, sizeof(problem->text), "there is no such voter to hand over to");
    return replication_transfer(node->replication, change->server_id);
}

/* It is as was asked for. */
static bool is_done(const struct node *node, const struct cluster_change *change)
{
    const struct replication_member *member = member_find(node, change->server_id);

    switch (change->kind) {
    case BACKEND_MEMBER_ADD:
        return member != NULL;
    case BACKEND_MEMBER_PROMOTE:
        return change->term != 0 || (member != NULL && member->role == REPLICATION_VOTER);
    case BACKEND_MEMBER_REMOVE:
        return member == NULL;
    case BACKEND_TRANSFER_LEADER:
        return change->server_id == node->cluster.self;
    }
    return false;
}

/* And committed. */
static bool is_settled(const struct node *node, const struct cluster_change *change)
{
    return change->kind == BACKEND_MEMBER_PROMOTE || change->seen != node->cluster.memberships;
}

/* One change at a time, and a new server may always come later: it waits until its deadline. */
static bool waits_its_turn(const struct cluster_change *change)
{
    return change->kind == BACKEND_MEMBER_ADD;
}

static void lead(struct node *node, struct cluster_change *change)
{
    struct replication_problem problem = {.text = ""};
    bool begun = change->term == node->cluster.term;
    enum status st;

    cluster_look(node);
    if (is_done(node, change) && (!begun || is_settled(node, change))) {
        change_end(node, change, STATUS_OK, SLICE_EMPTY);
        return;
    }
    if (begun) {
        return; /* it is on its way */
    }
    change->seen = node->cluster.memberships;
    st = change_begin(node, change, &problem);
    if (st != change->said) {
        change->said = st;
        log_info("node", "membership-change kind=%d server=%llu status=%s reason=%s",
                 (int)change->kind, (unsigned long long)change->server_id, status_name(st),
                 problem.text);
    }
    if (st == STATUS_OK) {
        change->term = node->cluster.term;
    } else if (st != STATUS_UNAVAILABLE && !(st == STATUS_WRONG_STATE && waits_its_turn(change))) {
        change_end(node, change, st, slice_of(problem.text));
    }
}

/* Two members of one address: a server that lost its files came back as a new one, and its old
 * self will not be heard of again. */
static bool is_replaced(const struct node *node, const struct replication_member *old)
{
    for (size_t i = 0; i < node->cluster.count; i++) {
        const struct replication_member *member = &node->cluster.members[i];

        if (member->server_id != old->server_id && member->role == REPLICATION_VOTER &&
            member->link_up && strcmp(member->address, old->address) == 0) {
            return true;
        }
    }
    return false;
}

void changes_replace(struct node *node)
{
    struct replication_problem problem = {.text = ""};

    for (size_t i = 0; node->leads && i < node->cluster.count; i++) {
        const struct replication_member *member = &node->cluster.members[i];

        if (!member->is_self && !member->link_up && is_replaced(node, member) &&
            replication_member_remove(node->replication, member->server_id, &problem) ==
                STATUS_OK) {
            log_info("node", "membership-change kind=replace server=%llu address=%s",
                     (unsigned long long)member->server_id, member->address);
            return; /* one at a time */
        }
    }
}

/* --- other nodes --- */

static void pass_on(struct node *node, struct cluster_change *change)
{
    struct peer_message message = {.kind = PEER_CHANGE,
                                   .sequence = change->sequence,
                                   .operation = change->kind,
                                   .server_id = change->server_id,
                                   .text = slice_of(change->address)};

    if (change->term != node->cluster.leader_term &&
        cluster_send(node, node->cluster.leader_id, &message) == STATUS_OK) {
        change->term = node->cluster.leader_term;
    }
}

static void change_serve(struct node *node, struct cluster_change *change, int64_t now_ms)
{
    bool handed_over = change->kind == BACKEND_TRANSFER_LEADER && change->term != 0 &&
                       cluster_has_other_leader(node) && change->term < node->cluster.leader_term;

    if (handed_over) {
        change_end(node, change, STATUS_OK, SLICE_EMPTY);
    } else if (now_ms >= change->deadline_ms) {
        change_end(node, change, change->term == 0 ? STATUS_UNAVAILABLE : STATUS_OUTCOME_UNKNOWN,
                   SLICE_EMPTY);
    } else if (node->leads) {
        lead(node, change);
    } else if (change->local == NULL) {
        change_end(node, change, STATUS_UNAVAILABLE, SLICE_EMPTY);
    } else if (cluster_has_other_leader(node)) {
        pass_on(node, change);
    }
}

int64_t changes_serve(struct node *node, int64_t now_ms)
{
    struct list *changes = &node->cluster.changes;

    take_fresh(node);
    LIST_EACH_SAFE(changes, link)
    {
        change_serve(node, LIST_ITEM(link, struct cluster_change, link), now_ms);
    }
    return list_is_empty(changes) ? INT64_MAX : now_ms + CHANGE_LOOK_MS;
}

void changes_release(struct node *node)
{
    struct list *changes = &node->cluster.changes;

    take_fresh(node);
    LIST_EACH_SAFE(changes, link)
    {
        change_end(node, LIST_ITEM(link, struct cluster_change, link), STATUS_UNAVAILABLE,
                   SLICE_EMPTY);
    }
}
