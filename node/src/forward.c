#include "forward.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/clock.h"
#include "fsm/command.h"
#include "node_int.h"

enum {
    HOLD_MS = 20, /* after a refusal: an election takes longer, and a full queue is emptied */
    DECODE_BYTES = 64 * 1024 * 1024
};

void forwards_init(struct forwards *forwards, uint64_t first)
{
    *forwards = (struct forwards){.start = first, .next = first + 1};
    list_init(&forwards->order);
}

static struct proposal **bucket_of(struct forwards *forwards, uint64_t sequence)
{
    return &forwards->buckets[sequence % FORWARD_BUCKETS];
}

void forward_keep(struct forwards *forwards, struct proposal *proposal, uint64_t self,
                  uint64_t term)
{
    struct proposal **bucket = bucket_of(forwards, forwards->next);

    proposal->sequence = forwards->next++;
    proposal->term = term;
    command_set_origin(proposal->bytes, self, proposal->sequence);
    proposal->hashed = *bucket;
    *bucket = proposal;
    list_push_back(&forwards->order, &proposal->order);
    forwards->count++;
    forwards->bytes += proposal->size;
}

static void drop(struct forwards *forwards, struct proposal *proposal)
{
    struct proposal **at = bucket_of(forwards, proposal->sequence);

    while (*at != proposal) {
        ASSERT(*at != NULL);
        at = &(*at)->hashed;
    }
    *at = proposal->hashed;
    list_remove(&proposal->order);
    forwards->count--;
    forwards->bytes -= proposal->size;
}

static struct proposal *find(struct forwards *forwards, uint64_t sequence)
{
    struct proposal *proposal = *bucket_of(forwards, sequence);

    while (proposal != NULL && proposal->sequence != sequence) {
        proposal = proposal->hashed;
    }
    return proposal;
}

static struct proposal *first_of(const struct forwards *forwards)
{
    struct list_node *link = list_first(&forwards->order);

    return link == NULL ? NULL : LIST_ITEM(link, struct proposal, order);
}

void forwards_deinit(struct forwards *forwards)
{
    struct proposal *proposal;

    while ((proposal = first_of(forwards)) != NULL) {
        drop(forwards, proposal);
        proposal_finish(proposal, STATUS_OUTCOME_UNKNOWN, SLICE_EMPTY, 0);
    }
}

/* --- origin --- */

static enum status send_command(struct node *node, uint64_t to, const struct proposal *proposal)
{
    struct peer_message message = {
        .kind = PEER_FORWARD,
        .term = proposal->term,
        .start = node->forwards.start,
        .sequence = proposal->sequence,
        .text = slice_make(proposal->bytes, proposal->size),
    };

    return cluster_send(node, to, &message);
}

static bool window_is_open(const struct forwards *forwards)
{
    return forwards->count < LIMIT_FORWARD_COMMANDS && forwards->bytes < LIMIT_FORWARD_BYTES;
}

/* False: it waits on. */
static bool forward_one(struct node *node, struct proposal *proposal)
{
    struct forwards *forwards = &node->forwards;

    forward_keep(forwards, proposal, node->cluster.self, node->cluster.leader_term);
    if (send_command(node, node->cluster.leader_id, proposal) != STATUS_OK) {
        drop(forwards, proposal);
        return false;
    }
    return true;
}

void forward_waiting(struct node *node)
{
    struct forwards *forwards = &node->forwards;
    struct proposal *proposal;

    if (!cluster_has_other_leader(node) || clock_monotonic_ms() < forwards->hold_until_ms) {
        return;
    }
    while (window_is_open(forwards) && (proposal = core_next_proposal(node)) != NULL) {
        if (!forward_one(node, proposal)) {
            proposal_list_push_front(&node->pending, proposal);
            break;
        }
    }
}

struct proposal *forward_take(struct forwards *forwards, const struct entry *entry, uint64_t self,
                              struct proposal_list *lost)
{
    struct proposal *proposal = first_of(forwards);
    uint64_t origin = 0;
    uint64_t sequence = 0;

    while (proposal != NULL && proposal->term < entry->term) {
        drop(forwards, proposal);
        proposal_list_push(lost, proposal);
        proposal = first_of(forwards);
    }
    if (entry->kind != ENTRY_COMMAND || entry->payload.size < COMMAND_HEADER_BYTES) {
        return NULL;
    }
    command_origin_of(entry->payload, &origin, &sequence);
    proposal = origin == self ? find(forwards, sequence) : NULL;
    if (proposal == NULL || proposal->term != entry->term) {
        return NULL;
    }
    drop(forwards, proposal);
    proposal->index = entry->index;
    return proposal;
}

void forward_expire(struct forwards *forwards, int64_t now_ms)
{
    LIST_EACH(&forwards->order, link)
    {
        proposal_expire(LIST_ITEM(link, struct proposal, order), now_ms);
    }
}

void forward_forget(struct forwards *forwards, uint64_t term)
{
    struct proposal *proposal;

    while ((proposal = first_of(forwards)) != NULL && proposal->term <= term) {
        drop(forwards, proposal);
        proposal_finish(proposal, STATUS_OUTCOME_UNKNOWN, SLICE_EMPTY, 0);
    }
}

void forward_refused(struct node *node, const struct peer_message *message)
{
    struct forwards *forwards = &node->forwards;
    struct proposal *proposal = find(forwards, message->sequence);

    if (proposal == NULL || proposal->term != message->term) {
        return;
    }
    drop(forwards, proposal);
    if (message->status == STATUS_UNAVAILABLE) {
        forwards->hold_until_ms = clock_monotonic_ms() + HOLD_MS;
        core_propose_again(node, proposal);
    } else {
        node_count_refusal(node, NODE_REFUSED_LOG, 1);
        proposal_finish(proposal, (enum status)message->status, SLICE_EMPTY, 0);
    }
}

/* What was sent for another term is settled by what is applied, not by sending it again. */
void forward_again(struct node *node, uint64_t server_id)
{
    if (!cluster_has_other_leader(node) || server_id != node->cluster.leader_id) {
        return;
    }
    LIST_EACH(&node->forwards.order, link)
    {
        const struct proposal *proposal = LIST_ITEM(link, struct proposal, order);

        if (proposal->term == node->cluster.leader_term &&
            send_command(node, server_id, proposal) != STATUS_OK) {
            return; /* the link is gone once more, and will come up once more */
        }
    }
}

/* --- leader --- */

void forward_term_begins(struct forwards *forwards)
{
    forwards->origin_count = 0;
}

static struct forward_origin *origin_find(struct forwards *forwards, uint64_t server_id)
{
    for (size_t i = 0; i < forwards->origin_count; i++) {
        if (forwards->origins[i].server_id == server_id) {
            return &forwards->origins[i];
        }
    }
    return NULL;
}

/* NULL: there are more servers than a cluster may have. */
static struct forward_origin *origin_ensure(struct forwards *forwards, uint64_t server_id,
                                            uint64_t start)
{
    struct forward_origin *origin = origin_find(forwards, server_id);

    if (origin == NULL) {
        if (forwards->origin_count == LIMIT_PEERS) {
            return NULL;
        }
        origin = &forwards->origins[forwards->origin_count++];
        *origin = (struct forward_origin){.server_id = server_id, .start = start};
    } else if (origin->start != start) {
        origin->start = start;
        origin->taken = 0;
    }
    return origin;
}

static void say_refused(struct node *node, uint64_t to, uint64_t term, uint64_t sequence,
                        enum status status)
{
    struct peer_message message = {
        .kind = PEER_REFUSED, .term = term, .sequence = sequence, .status = status};

    /* Without a link nobody hears it: the origin will say that it does not know. */
    cluster_send(node, to, &message);
}

void forward_refuse(struct node *node, struct proposal *proposal, enum status status)
{
    say_refused(node, proposal->remote, proposal->term, proposal->sequence, status);
    free(proposal);
}

/* What cannot be decoded would stop every node: it must not reach the log. */
static bool is_command_of(struct slice bytes, uint64_t from, uint64_t sequence)
{
    struct command command;
    struct arena arena;
    bool good;

    arena_init(&arena, DECODE_BYTES);
    good = command_decode(bytes, &arena, &command) == STATUS_OK && command.origin_node == from &&
           command.origin_sequence == sequence;
    arena_deinit(&arena);
    return good;
}

static void take(struct node *node, uint64_t from, const struct peer_message *message)
{
    struct proposal *proposal;

    if (!is_command_of(message->text, from, message->sequence)) {
        say_refused(node, from, message->term, message->sequence, STATUS_NOT_IMPLEMENTED);
        return;
    }
    if (atomic_load(&node->public.disk_level) == DISK_CRITICAL ||
        node->pending.count + node->flight.list.count >= LIMIT_FLIGHT_COMMANDS) {
        say_refused(node, from, message->term, message->sequence, STATUS_RESOURCE_EXHAUSTED);
        return;
    }
    proposal = proposal_new(node, message->text);
    proposal->remote = from;
    proposal->term = message->term;
    proposal->sequence = message->sequence;
    proposal_list_push(&node->pending, proposal);
}

void forward_received(struct node *node, uint64_t from, const struct peer_message *message)
{
    struct forward_origin *origin;

    if (node->leading_term != message->term) {
        say_refused(node, from, message->term, message->sequence, STATUS_UNAVAILABLE);
        return;
    }
    origin = origin_ensure(&node->forwards, from, message->start);
    if (origin != NULL && message->sequence > origin->taken) {
        origin->taken = message->sequence;
        take(node, from, message);
    }
}
