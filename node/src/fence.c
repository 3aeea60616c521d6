#include "fence.h"

#include "base/clock.h"
#include "node_int.h"

enum {
    /* A round trip takes far less; an answer that is late is asked for again, at no harm. */
    ASK_AGAIN_MS = 250,
    ROUND_AGAIN_MS = 150,
    REFUSED_AGAIN_MS = 20
};

/* --- origin --- */

static void asks_put(struct fences *fences, uint64_t server_id, uint64_t sequence)
{
    size_t i = 0;

    while (i < fences->ask_count && fences->asks[i].server_id != server_id) {
        i++;
    }
    if (i == LIMIT_PEERS) {
        return; /* it asks again */
    }
    fences->asks[i] = (struct fence_ask){.server_id = server_id, .sequence = sequence};
    fences->ask_count = i == fences->ask_count ? i + 1 : fences->ask_count;
}

static void ask(struct node *node, int64_t now_ms)
{
    struct fences *fences = &node->fences;
    struct peer_message message = {.kind = PEER_FENCE_ASK, .sequence = fences->asked + 1};

    if (node->leads) {
        asks_put(fences, node->cluster.self, message.sequence);
    } else if (!cluster_has_other_leader(node) ||
               cluster_send(node, node->cluster.leader_id, &message) != STATUS_OK) {
        return; /* they wait for a leader */
    }
    fences->asked = message.sequence;
    fences->asking = true;
    fences->ask_again_ms = now_ms + ASK_AGAIN_MS;
    waits_fences_asked(&node->waits);
}

static void ask_anew(struct node *node)
{
    node->fences.asking = false;
    waits_fences_again(&node->waits);
}

void fence_index_received(struct node *node, const struct peer_message *message)
{
    struct fences *fences = &node->fences;

    if (!fences->asking || message->sequence != fences->asked) {
        return;
    }
    if (message->index == 0) {
        fences->ask_again_ms = clock_monotonic_ms() + REFUSED_AGAIN_MS;
        return;
    }
    fences->asking = false;
    waits_fences_known(&node->waits, message->index);
}

/* --- leader --- */

static void answer(struct node *node, const struct fence_ask *ask, uint64_t index)
{
    struct peer_message message = {
        .kind = PEER_FENCE_INDEX, .sequence = ask->sequence, .index = index};

    if (ask->server_id == node->cluster.self) {
        fence_index_received(node, &message);
    } else {
        cluster_send(node, ask->server_id, &message); /* else it asks again */
    }
}

static void round_end(struct node *node)
{
    struct fences *fences = &node->fences;
    size_t left = 0;

    fences->running = false;
    for (size_t i = 0; i < fences->ask_count; i++) {
        if (fences->asks[i].in_round) {
            answer(node, &fences->asks[i], fences->round_index);
        } else {
            fences->asks[left++] = fences->asks[i];
        }
    }
    fences->ask_count = left;
}

static bool is_confirmed(const struct fences *fences, uint64_t server_id)
{
    for (size_t i = 0; i < fences->confirmed_count; i++) {
        if (fences->confirmed[i] == server_id) {
            return true;
        }
    }
    return false;
}

static bool round_is_won(const struct node *node)
{
    size_t yes = node->fences.confirmed_count + (node->cluster.votes ? 1 : 0);

    return yes * 2 > node->cluster.voter_count;
}

/* To all voters that have not said yes. */
static void round_say(struct node *node, int64_t now_ms)
{
    struct fences *fences = &node->fences;
    struct peer_message message = {
        .kind = PEER_FENCE, .term = node->cluster.term, .round = fences->round};

    fences->round_again_ms = now_ms + ROUND_AGAIN_MS;
    for (size_t i = 0; i < node->cluster.count; i++) {
        const struct replication_member *member = &node->cluster.members[i];

        if (member->role == REPLICATION_VOTER && !member->is_self &&
            !is_confirmed(fences, member->server_id)) {
            cluster_send(node, member->server_id, &message);
        }
    }
}

static void round_begin(struct node *node, int64_t now_ms)
{
    struct fences *fences = &node->fences;

    cluster_look(node); /* the voters as they are now */
    fences->round++;
    fences->running = true;
    fences->confirmed_count = 0;
    fences->round_index = replication_status(node->replication).commit_index;
    for (size_t i = 0; i < fences->ask_count; i++) {
        fences->asks[i].in_round = true;
    }
    if (round_is_won(node)) {
        round_end(node);
    } else {
        round_say(node, now_ms);
    }
}

void fence_ask_received(struct node *node, uint64_t from, const struct peer_message *message)
{
    struct fence_ask ask = {.server_id = from, .sequence = message->sequence};

    if (node->leads) {
        asks_put(&node->fences, from, message->sequence);
    } else {
        answer(node, &ask, 0);
    }
}

/* A voter answers for the term that it has now, whoever leads it. */
void fence_received(struct node *node, uint64_t from, const struct peer_message *message)
{
    struct peer_message yes = {
        .kind = PEER_FENCE_OK, .term = message->term, .round = message->round};

    if (replication_status(node->replication).term == message->term) {
        cluster_send(node, from, &yes);
    }
}

static bool is_voter(const struct node *node, uint64_t server_id)
{
    for (size_t i = 0; i < node->cluster.count; i++) {
        if (node->cluster.members[i].server_id == server_id) {
            return node->cluster.members[i].role == REPLICATION_VOTER;
        }
    }
    return false;
}

void fence_ok_received(struct node *node, uint64_t from, const struct peer_message *message)
{
    struct fences *fences = &node->fences;

    if (!fences->running || !node->leads || message->term != node->cluster.term ||
        message->round != fences->round || is_confirmed(fences, from) || !is_voter(node, from) ||
        fences->confirmed_count == LIMIT_PEERS) {
        return;
    }
    fences->confirmed[fences->confirmed_count++] = from;
    if (round_is_won(node)) {
        round_end(node);
    }
}

void fence_restart(struct node *node)
{
    node->fences.running = false;
    node->fences.ask_count = 0;
    ask_anew(node);
}

static int64_t serve_leader(struct node *node, int64_t now_ms)
{
    struct fences *fences = &node->fences;

    if (fences->running && now_ms >= fences->round_again_ms) {
        round_say(node, now_ms);
    }
    if (!fences->running && fences->ask_count > 0) {
        round_begin(node, now_ms);
    }
    return fences->running ? fences->round_again_ms : INT64_MAX;
}

int64_t fence_serve(struct node *node, int64_t now_ms)
{
    struct fences *fences = &node->fences;
    int64_t next_ms;

    if (fences->asking && now_ms >= fences->ask_again_ms) {
        ask_anew(node);
    }
    if (!fences->asking && waits_fences_wait(&node->waits)) {
        ask(node, now_ms);
    }
    next_ms = node->leads ? serve_leader(node, now_ms) : INT64_MAX;
    return fences->asking && fences->ask_again_ms < next_ms ? fences->ask_again_ms : next_ms;
}
