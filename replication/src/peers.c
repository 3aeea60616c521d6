#include "peers.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/log.h"
#include "configuration.h"
#include "driver.h"

void peers_init(struct peers *peers)
{
    *peers = (struct peers){.count = 0};
    list_init(&peers->gone);
    buffer_init(&peers->out, WIRE_MESSAGE_BYTES_MAX);
    raft_configuration_init(&peers->told);
}

static void held_drop(struct peer *peer)
{
    struct list_node *node;

    while ((node = list_pop_front(&peer->held)) != NULL) {
        free(LIST_ITEM(node, struct held_append, link));
    }
}

static void peer_free(struct peer *peer)
{
    held_drop(peer);
    wire_joiner_deinit(&peer->fifo);
    wire_joiner_deinit(&peer->bulk);
    free(peer);
}

static void gone_free(struct peers *peers)
{
    struct list_node *node;

    while ((node = list_pop_front(&peers->gone)) != NULL) {
        peer_free(LIST_ITEM(node, struct peer, gone));
    }
}

void peers_deinit(struct peers *peers)
{
    gone_free(peers);
    for (size_t i = 0; i < peers->count; i++) {
        peer_free(peers->items[i]);
    }
    buffer_deinit(&peers->out);
    raft_configuration_close(&peers->told);
}

struct peer *peers_find(const struct replication *r, uint64_t server_id)
{
    for (size_t i = 0; i < r->peers.count; i++) {
        if (r->peers.items[i]->server_id == server_id) {
            return r->peers.items[i];
        }
    }
    return NULL;
}

int64_t peer_silence_ms(const struct replication *r, const struct peer *peer)
{
    return peer->heard_ms < 0 ? INT64_MAX : r->host.now_ms(r->host.context) - peer->heard_ms;
}

/* --- who they are --- */

struct others {
    uint64_t self;
    struct transport_peer items[LIMIT_PEERS];
    size_t count;
};

static void others_add(struct others *others, uint64_t server_id, const char *address)
{
    struct transport_peer *other = &others->items[others->count];
    struct slice plain = configuration_address(address);

    for (size_t i = 0; i < others->count; i++) {
        if (others->items[i].server_id == server_id) {
            return;
        }
    }
    if (server_id == others->self || others->count == LIMIT_PEERS ||
        plain.size >= sizeof(other->address)) {
        return;
    }
    others->count++;
    other->server_id = server_id;
    memset(other->address, 0, sizeof(other->address));
    memcpy(other->address, plain.data, plain.size);
}

static void others_add_all(struct others *others, const struct raft_configuration *configuration)
{
    for (unsigned i = 0; i < configuration->n; i++) {
        others_add(others, configuration->servers[i].id, configuration->servers[i].address);
    }
}

/* A member that is being removed stays until that is committed. */
static void others_collect(const struct replication *r, struct others *others)
{
    others->self = r->identity.server_id;
    others->count = 0;
    if (r->peers.told_index > r->raft.configuration_committed_index) {
        others_add_all(others, &r->peers.told);
    }
    others_add_all(others, &r->raft.configuration);
    if (r->raft.configuration_uncommitted_index > 0) {
        others_add_all(others, &r->raft.configuration_committed);
    }
    if (r->raft.configuration.n == 0) {
        for (size_t i = 0; i < r->options.peer_count; i++) {
            others_add(others, r->options.peers[i].server_id, r->options.peers[i].address);
        }
    }
}

static bool is_same(const struct peer *peer, const struct transport_peer *other)
{
    return peer->server_id == other->server_id && strcmp(peer->address, other->address) == 0;
}

static struct peer *peer_new(const struct transport_peer *other)
{
    struct peer *peer = CHECK_MEMORY(calloc(1, sizeof(*peer)));

    peer->server_id = other->server_id;
    memcpy(peer->address, other->address, sizeof(peer->address));
    peer->heard_ms = -1;
    peer->offered_ms = INT64_MIN;
    peer->asked_ms = INT64_MIN;
    wire_joiner_init(&peer->fifo);
    wire_joiner_init(&peer->bulk);
    list_init(&peer->held);
    return peer;
}

/* Take the peer out of the table, when it is there and unchanged. */
static struct peer *peer_keep(struct peers *peers, const struct transport_peer *other)
{
    for (size_t i = 0; i < peers->count; i++) {
        struct peer *peer = peers->items[i];

        if (peer != NULL && is_same(peer, other)) {
            peers->items[i] = NULL;
            return peer;
        }
    }
    return peer_new(other);
}

static void table_replace(struct peers *peers, const struct others *others)
{
    struct peer *items[LIMIT_PEERS];

    for (size_t i = 0; i < others->count; i++) {
        items[i] = peer_keep(peers, &others->items[i]);
    }
    for (size_t i = 0; i < peers->count; i++) {
        if (peers->items[i] != NULL) {
            list_push_back(&peers->gone, &peers->items[i]->gone);
        }
    }
    memcpy(peers->items, items, others->count * sizeof(*items));
    peers->count = others->count;
    if (!peers->receiving) {
        gone_free(peers);
    }
}

static bool table_is(const struct peers *peers, const struct others *others)
{
    bool same = peers->count == others->count;

    for (size_t i = 0; i < others->count && same; i++) {
        same = is_same(peers->items[i], &others->items[i]);
    }
    return same;
}

void peers_refresh(struct replication *r)
{
    struct peers *peers = &r->peers;
    struct others *others;

    others = CHECK_MEMORY(malloc(sizeof(*others)));
    others_collect(r, others);
    if (!table_is(peers, others)) {
        table_replace(peers, others);
        if (r->host.peers_set != NULL) {
            r->host.peers_set(r->host.context, others->items, others->count);
        }
    }
    free(others);
}

/* --- to them --- */

void peers_send(struct replication *r, uint64_t server_id, enum wire_kind kind,
                struct slice message)
{
    enum peer_channel channel = kind >= WIRE_ASK ? PEER_BULK : PEER_FIFO;
    const struct peer *peer = peers_find(r, server_id);
    size_t at = 0;

    if (peer == NULL || !peer->link_up || r->host.send == NULL) {
        return;
    }
    do {
        struct wire_piece piece;
        struct slice parts[2];

        wire_cut(kind, message.size, at, &piece);
        parts[0] = slice_make(piece.header, piece.header_bytes);
        parts[1] = slice_sub(message, at, piece.body_bytes);
        r->host.send(r->host.context, server_id, channel, parts, 2);
        at += piece.body_bytes;
    } while (at < message.size);
}

enum status replication_peer_send(struct replication *r, uint64_t server_id, struct slice bytes)
{
    const struct peer *peer = peers_find(r, server_id);

    if (bytes.size > LIMIT_PEER_OWNER_BYTES) {
        return STATUS_TOO_LARGE;
    }
    if (peer == NULL || !peer->link_up || r->failed) {
        return STATUS_UNAVAILABLE;
    }
    peers_send(r, server_id, WIRE_OWNER, bytes);
    return STATUS_OK;
}

/* The last committed configuration; empty when none is known. */
static struct slice members_known(const struct replication *r)
{
    const struct log_change *change = entry_log_change(&r->log, r->configured_index);

    if (r->configured_index == 0) {
        return SLICE_EMPTY;
    }
    if (change != NULL && change->index == r->configured_index) {
        return change->payload;
    }
    return r->has_snapshot && r->snapshot.configuration_index == r->configured_index
               ? r->snapshot.configuration
               : SLICE_EMPTY;
}

static void members_tell(struct replication *r, uint64_t server_id)
{
    struct slice configuration = members_known(r);

    if (configuration.size > 0) {
        buffer_reset(&r->peers.out);
        wire_members_encode(&r->peers.out, r->configured_index, configuration);
        peers_send(r, server_id, WIRE_MEMBERS, buffer_slice(&r->peers.out));
    }
}

void peers_tell_members(struct replication *r)
{
    for (size_t i = 0; i < r->peers.count; i++) {
        members_tell(r, r->peers.items[i]->server_id);
    }
}

/* --- from them --- */

static void members_told(struct replication *r, struct slice message)
{
    struct slice configuration;
    uint64_t index;

    if (!wire_members_decode(message, &index, &configuration) || index <= r->peers.told_index ||
        index <= r->raft.configuration_committed_index) {
        return;
    }
    raft_configuration_close(&r->peers.told);
    configuration_decode(configuration, &r->peers.told);
    r->peers.told_index = index;
    peers_refresh(r);
}

static bool raft_received(struct replication *r, const struct peer *peer, struct slice message)
{
    struct wire_raft received;

    if (!wire_raft_decode(message, peer->server_id, &received)) {
        return false;
    }
    received.message.server_id = peer->server_id;
    received.message.server_address = peer->address;
    if (received.message.type == RAFT_INSTALL_SNAPSHOT) {
        return transfer_offered(r, peer, &received);
    }
    driver_receive(r, &received.message, received.entries);
    wire_raft_deinit(&received);
    return true;
}

static bool message_received(struct replication *r, struct peer *peer, enum wire_kind kind,
                             struct slice message)
{
    switch (kind) {
    case WIRE_RAFT:
        return raft_received(r, peer, message);
    case WIRE_OWNER:
        r->options.events.peer_message(r->options.events.context, peer->server_id, message);
        return true;
    case WIRE_MEMBERS:
        members_told(r, message);
        return true;
    case WIRE_ASK:
        return transfer_asked(r, peer, message);
    case WIRE_CHUNK:
    case WIRE_GONE:
        return transfer_answered(r, peer, kind, message);
    }
    return false;
}

/* What may come on which stream. */
static bool kind_fits(enum wire_kind kind, enum peer_channel channel)
{
    return (kind >= WIRE_ASK) == (channel == PEER_BULK);
}

static void frame_received(struct replication *r, struct peer *peer, enum peer_channel channel,
                           struct slice bytes)
{
    struct wire_joiner *joiner = channel == PEER_BULK ? &peer->bulk : &peer->fifo;
    enum wire_kind kind = WIRE_RAFT;
    struct slice message = SLICE_EMPTY;
    bool good = false;

    switch (wire_join(joiner, bytes, &kind, &message)) {
    case WIRE_WAITING:
        good = kind_fits(kind, channel);
        if (kind == WIRE_RAFT) {
            driver_piece_heard(r, peer->server_id);
        }
        break;
    case WIRE_JOINED:
        good = kind_fits(kind, channel) && message_received(r, peer, kind, message);
        break;
    case WIRE_BAD:
        break;
    }
    if (!good) {
        log_warn("replication", "peer_message_refused from=%" PRIu64 " bytes=%zu", peer->server_id,
                 bytes.size);
    }
}

void replication_peer_message(struct replication *r, uint64_t from, enum peer_channel channel,
                              struct slice bytes)
{
    struct peer *peer = peers_find(r, from);

    if (!r->started || r->failed || peer == NULL) {
        return;
    }
    peer->heard_ms = r->host.now_ms(r->host.context);
    r->peers.receiving = true;
    frame_received(r, peer, channel, bytes);
    r->peers.receiving = false;
    gone_free(&r->peers);
}

void replication_peer_alive(struct replication *r, uint64_t from)
{
    struct peer *peer = peers_find(r, from);

    if (r->started && peer != NULL) {
        peer->heard_ms = r->host.now_ms(r->host.context);
    }
}

void replication_peer_link(struct replication *r, uint64_t server_id, bool up)
{
    struct peer *peer = peers_find(r, server_id);

    if (!r->started || r->failed || peer == NULL || peer->link_up == up) {
        return;
    }
    peer->link_up = up;
    peer->offered_ms = INT64_MIN;
    if (up) {
        members_tell(r, server_id);
    }
    r->options.events.peer_link(r->options.events.context, server_id, up);
}
