#include "cluster.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/log.h"
#include "node_int.h"

enum {
    PULSE_FRESH_MS = 5000, /* an older word of a peer's clock says nothing */
    CLOCK_SKEW_MAX_MS = 500,
    SKEW_AGAIN_MS = 30 * 1000
};

/* A message that waits for the next round. */
struct cluster_letter {
    struct list_node link;
    uint64_t from;
    size_t size;
    char bytes[];
};

void cluster_init(struct cluster *cluster)
{
    list_init(&cluster->received);
    list_init(&cluster->changes);
    list_init(&cluster->fresh);
    buffer_init(&cluster->scratch, LIMIT_PEER_OWNER_BYTES);
    pthread_mutex_init(&cluster->lock, NULL);
}

static struct cluster_letter *letter_next(struct cluster *cluster)
{
    struct list_node *link = list_pop_front(&cluster->received);

    return link == NULL ? NULL : LIST_ITEM(link, struct cluster_letter, link);
}

void cluster_deinit(struct cluster *cluster)
{
    struct cluster_letter *letter;

    ASSERT(list_is_empty(&cluster->changes));
    while ((letter = letter_next(cluster)) != NULL) {
        free(letter);
    }
    buffer_deinit(&cluster->scratch);
    pthread_mutex_destroy(&cluster->lock);
}

/* --- events --- */

/* An honest peer has never so much on its way (LIMIT_FORWARD_BYTES); what another one sends above
 * that is dropped, and whoever sent it hears nothing. */
void cluster_on_message(void *context, uint64_t from, struct slice bytes)
{
    struct node *node = context;
    struct cluster *cluster = &node->cluster;
    struct cluster_letter *letter;

    if (cluster->received_bytes + bytes.size > LIMIT_PEER_INBOX_BYTES) {
        return;
    }
    letter = CHECK_MEMORY(malloc(sizeof(*letter) + bytes.size));
    *letter = (struct cluster_letter){.from = from, .size = bytes.size};
    memcpy(letter->bytes, bytes.data, bytes.size);
    list_push_back(&cluster->received, &letter->link);
    cluster->received_bytes += bytes.size;
    node_wake(node);
}

void cluster_on_link(void *context, uint64_t server_id, bool up)
{
    struct node *node = context;
    struct cluster *cluster = &node->cluster;

    if (up && cluster->links_up_count < LIMIT_PEERS) {
        cluster->links_up[cluster->links_up_count++] = server_id;
    }
    node_wake(node);
}

void cluster_on_membership(void *context)
{
    struct node *node = context;

    node->cluster.membership_changed = true;
    node->cluster.memberships++;
    node_wake(node);
}

/* --- who is there --- */

bool cluster_has_other_leader(const struct node *node)
{
    return node->cluster.leader_id != 0 && node->cluster.leader_id != node->cluster.self;
}

bool cluster_has_leader(const struct node *node)
{
    return node->leads || cluster_has_other_leader(node);
}

static void note_leader(struct node *node)
{
    struct replication_status status = replication_status(node->replication);
    struct cluster *cluster = &node->cluster;

    cluster->term = status.term;
    if (status.leader_id == cluster->leader_id &&
        (status.leader_id == 0 || status.term == cluster->leader_term)) {
        return;
    }
    cluster->leader_id = status.leader_id;
    cluster->leader_term = status.term;
    fence_restart(node);
    /* It may be the leader of before, that was not heard of for a while: what was lost on the way
     * to it is sent once more. */
    forward_again(node, status.leader_id);
}

static struct cluster_pulse *pulse_find(struct cluster *cluster, uint64_t server_id)
{
    for (size_t i = 0; i < cluster->pulse_count; i++) {
        if (cluster->pulses[i].server_id == server_id) {
            return &cluster->pulses[i];
        }
    }
    return NULL;
}

/* "NAME@HOST:PORT" in its parts; empty ones when it is none. */
static void address_split(const char *address, struct backend_member *out)
{
    const char *at = strchr(address, '@');
    const char *colon = strrchr(address, ':');
    int64_t port = 0;

    if (at == NULL || colon == NULL || colon < at || !slice_to_int64(slice_of(colon + 1), &port) ||
        port < 0 || port > UINT16_MAX) {
        return;
    }
    snprintf(out->name, sizeof(out->name), "%.*s", (int)(at - address), address);
    snprintf(out->host, sizeof(out->host), "%.*s", (int)(colon - at - 1), at + 1);
    out->peer_port = (uint16_t)port;
}

static void show(struct node *node, const struct replication_member *member,
                 struct backend_member *out)
{
    const struct cluster_pulse *pulse = pulse_find(&node->cluster, member->server_id);
    struct replication_status status = replication_status(node->replication);

    *out = (struct backend_member){
        .server_id = member->server_id,
        .voter = member->role == REPLICATION_VOTER,
        .is_self = member->is_self,
        .is_leader = member->server_id == status.leader_id,
        .link_up = member->link_up,
        .has_match = status.role == REPLICATION_LEADER,
        .match_index = member->match_index,
        .heard_ms_ago = member->heard_ms_ago,
    };
    address_split(member->address, out);
    if (member->is_self) {
        out->applied_index = status.applied_index;
        out->http_port = node->http == NULL ? 0 : node_port(node);
    } else if (pulse != NULL) {
        out->applied_index = pulse->applied_index;
        out->http_port = pulse->port;
    }
}

static void show_all(struct node *node)
{
    struct cluster *cluster = &node->cluster;

    pthread_mutex_lock(&cluster->lock);
    for (size_t i = 0; i < cluster->count; i++) {
        show(node, &cluster->members[i], &cluster->shown[i]);
    }
    cluster->shown_count = cluster->count;
    pthread_mutex_unlock(&cluster->lock);
}

void cluster_look(struct node *node)
{
    struct cluster *cluster = &node->cluster;

    cluster->count = replication_members(node->replication, cluster->members, LIMIT_PEERS);
    cluster->count = cluster->count > LIMIT_PEERS ? LIMIT_PEERS : cluster->count;
    cluster->voter_count = 0;
    cluster->votes = false;
    for (size_t i = 0; i < cluster->count; i++) {
        const struct replication_member *member = &cluster->members[i];

        if (member->role == REPLICATION_VOTER) {
            cluster->voter_count++;
            cluster->votes |= member->is_self;
        }
    }
    note_leader(node);
    show_all(node);
}

size_t cluster_members(void *ctx, struct backend_member *out, size_t capacity)
{
    struct node *node = ctx;
    struct cluster *cluster = &node->cluster;
    size_t count;

    pthread_mutex_lock(&cluster->lock);
    count = cluster->shown_count < capacity ? cluster->shown_count : capacity;
    memcpy(out, cluster->shown, count * sizeof(*out));
    pthread_mutex_unlock(&cluster->lock);
    return count;
}

/* --- messages --- */

enum status cluster_send(struct node *node, uint64_t to, const struct peer_message *message)
{
    struct buffer *scratch = &node->cluster.scratch;

    buffer_reset(scratch);
    peer_message_encode(message, scratch);
    ASSERT(!scratch->failed);
    return replication_peer_send(node->replication, to, buffer_slice(scratch));
}

static void pulse_received(struct node *node, uint64_t from, const struct peer_message *message)
{
    struct cluster *cluster = &node->cluster;
    struct cluster_pulse *pulse = pulse_find(cluster, from);

    if (pulse == NULL) {
        if (cluster->pulse_count == LIMIT_PEERS) {
            cluster->pulse_count = 0; /* of servers that are gone, most likely; the rest speak on */
        }
        pulse = &cluster->pulses[cluster->pulse_count++];
    }
    *pulse = (struct cluster_pulse){
        .server_id = from,
        .heard_ms = clock_monotonic_ms(),
        .wall_ms = (int64_t)message->wall_ms,
        .applied_index = message->index,
        .port = (uint16_t)message->port,
    };
}

static void open_letter(struct node *node, const struct cluster_letter *letter)
{
    struct peer_message message;

    if (peer_message_decode(slice_make(letter->bytes, letter->size), &message) != STATUS_OK) {
        log_warn("node", "peer-message-malformed server=%llu bytes=%zu",
                 (unsigned long long)letter->from, letter->size);
        return;
    }
    switch (message.kind) {
    case PEER_FORWARD:
        forward_received(node, letter->from, &message);
        break;
    case PEER_REFUSED:
        forward_refused(node, &message);
        break;
    case PEER_FENCE_ASK:
        fence_ask_received(node, letter->from, &message);
        break;
    case PEER_FENCE_INDEX:
        fence_index_received(node, &message);
        break;
    case PEER_FENCE:
        fence_received(node, letter->from, &message);
        break;
    case PEER_FENCE_OK:
        fence_ok_received(node, letter->from, &message);
        break;
    case PEER_PULSE:
        pulse_received(node, letter->from, &message);
        break;
    case PEER_CHANGE:
        changes_received(node, letter->from, &message);
        break;
    case PEER_CHANGE_DONE:
        changes_done_received(node, &message);
        break;
    case PEER_KINDS:
        break;
    }
}

void cluster_serve(struct node *node)
{
    struct cluster *cluster = &node->cluster;
    struct cluster_letter *letter;

    if (cluster->count == 0 || cluster->membership_changed) {
        cluster->membership_changed = false;
        cluster_look(node);
    }
    if (cluster->count == 1 && cluster->votes && list_is_empty(&cluster->received)) {
        return; /* nobody else is there */
    }
    note_leader(node);
    for (size_t i = 0; i < cluster->links_up_count; i++) {
        forward_again(node, cluster->links_up[i]);
    }
    cluster->links_up_count = 0;
    while ((letter = letter_next(cluster)) != NULL) {
        cluster->received_bytes -= letter->size;
        open_letter(node, letter);
        free(letter);
    }
}

/* --- the sign of life --- */

static void pulse_say(struct node *node)
{
    int64_t wall_ms = clock_wall_ms();
    struct peer_message message = {
        .kind = PEER_PULSE,
        .term = node->cluster.term,
        .index = atomic_load(&node->public.applied_index),
        .wall_ms = wall_ms > 0 ? (uint64_t)wall_ms : 0,
        .port = node_port(node),
    };

    for (size_t i = 0; i < node->cluster.count; i++) {
        const struct replication_member *member = &node->cluster.members[i];

        if (!member->is_self && member->link_up) {
            cluster_send(node, member->server_id, &message);
        }
    }
}

/* Insertion by size: a handful. */
static void put_ordered(int64_t *numbers, size_t count, int64_t number)
{
    while (count > 0 && numbers[count - 1] > number) {
        numbers[count] = numbers[count - 1];
        count--;
    }
    numbers[count] = number;
}

/* How far ahead of the middle clock; false: too few are known. */
static bool clock_ahead(const struct node *node, int64_t *out)
{
    const struct cluster *cluster = &node->cluster;
    int64_t now_ms = clock_monotonic_ms();
    int64_t wall_ms = clock_wall_ms();
    int64_t ahead_ms[LIMIT_PEERS + 1] = {0}; /* of this machine itself: 0 */
    size_t count = 1;

    for (size_t i = 0; i < cluster->pulse_count; i++) {
        const struct cluster_pulse *pulse = &cluster->pulses[i];

        if (now_ms - pulse->heard_ms <= PULSE_FRESH_MS) {
            put_ordered(ahead_ms, count++, wall_ms - (pulse->wall_ms + now_ms - pulse->heard_ms));
        }
    }
    *out = ahead_ms[count / 2];
    return count * 2 > cluster->voter_count;
}

int64_t cluster_clock_skew_ms(const struct node *node)
{
    int64_t ahead_ms;

    return clock_ahead(node, &ahead_ms) && ahead_ms > CLOCK_SKEW_MAX_MS ? ahead_ms : 0;
}

/* A leader whose clock is ahead of the others' gives leadership to one of them, and says so. */
static void look_at_clocks(struct node *node)
{
    int64_t now_ms = clock_monotonic_ms();
    int64_t ahead_ms;
    bool known = clock_ahead(node, &ahead_ms);

    node->cluster.clock_agrees = known && ahead_ms <= CLOCK_SKEW_MAX_MS;
    if (!known || ahead_ms <= CLOCK_SKEW_MAX_MS || !node->leads ||
        now_ms - node->skew_said_ms < SKEW_AGAIN_MS) {
        return;
    }
    node->skew_said_ms = now_ms;
    log_warn("node", "clock-ahead ms=%lld action=hand-over", (long long)ahead_ms);
    if (replication_transfer(node->replication, 0) != STATUS_OK) {
        log_warn("node", "clock-ahead nobody=takes-over");
    }
}

void cluster_pulse(struct node *node)
{
    cluster_look(node);
    if (node->cluster.count > 1) {
        pulse_say(node);
        look_at_clocks(node);
        changes_replace(node);
    }
}
