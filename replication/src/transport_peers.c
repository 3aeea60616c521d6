/* Peers and the links to them: whom to connect to, when, and how often.
 *
 * The FIFO link of a peer resolves its address and connects; when its hello was answered the bulk
 * link follows to the same place. A try that fails is made again after a time that doubles from 50
 * ms to 1 s, half of it by chance so that servers that start together do not knock together. */
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/assert.h"
#include "base/limits.h"
#include "base/log.h"
#include "problem.h"
#include "transport_int.h"

enum {
    RETRY_MS_MIN = 50,
    RETRY_MS_MAX = 1000,
};

struct peer *peer_find(const struct transport *t, uint64_t server_id)
{
    LIST_EACH(&t->peers, node)
    {
        struct peer *peer = LIST_ITEM(node, struct peer, node);

        if (peer->server_id == server_id) {
            return peer;
        }
    }
    return NULL;
}

void peer_alive(struct peer *peer)
{
    struct transport *t = peer->transport;
    int64_t now_ms = transport_now_ms(t);

    if (peer->alive_ms != now_ms) {
        peer->alive_ms = now_ms;
        t->options.alive(t->options.context, peer->server_id);
    }
}

void peer_hurry(struct peer *peer)
{
    struct link *link = &peer->links[PEER_FIFO - 1];

    if (link->stream == NULL && peer->lookup == NULL) {
        link->delay_ms = RETRY_MS_MIN;
        link->retry_at_ms = transport_now_ms(peer->transport);
        transport_arm(peer->transport);
    }
}

/* Coming and going */

static void link_init(struct link *link, struct peer *peer, enum peer_channel channel)
{
    *link = (struct link){
        .peer = peer,
        .channel = channel,
        .retry_at_ms = channel == PEER_FIFO ? transport_now_ms(peer->transport) : INT64_MAX,
        .delay_ms = RETRY_MS_MIN,
    };
}

static void peer_add(struct transport *t, const struct transport_peer *wanted)
{
    struct peer *peer = CHECK_MEMORY(calloc(1, sizeof(*peer)));
    struct replication_problem problem;

    peer->transport = t;
    peer->server_id = wanted->server_id;
    peer->alive_ms = -1;
    memcpy(peer->address, wanted->address, sizeof(peer->address));
    if (peer_address_parse(peer->address, &peer->at, &problem) != STATUS_OK) {
        log_error("transport", "peer-refused server=%llu reason=%s",
                  (unsigned long long)peer->server_id, problem.text);
        free(peer);
        return;
    }
    link_init(&peer->links[0], peer, PEER_FIFO);
    link_init(&peer->links[1], peer, PEER_BULK);
    list_push_back(&t->peers, &peer->node);
}

void peer_drop(struct peer *peer)
{
    for (int i = 0; i < CHANNELS; i++) {
        if (peer->links[i].stream != NULL) {
            stream_drop(peer->links[i].stream, "no peer any more");
        }
        if (peer->incoming[i] != NULL) {
            stream_drop(peer->incoming[i], "no peer any more");
        }
    }
    if (peer->lookup != NULL) {
        peer->lookup->peer = NULL;
        (void)uv_cancel((uv_req_t *)&peer->lookup->request);
    }
    list_remove(&peer->node);
    free(peer);
}

static bool is_wanted(const struct peer *peer, const struct transport_peer *peers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (peers[i].server_id == peer->server_id &&
            strncmp(peers[i].address, peer->address, sizeof(peer->address)) == 0) {
            return true;
        }
    }
    return false;
}

void transport_peers_set(struct transport *t, const struct transport_peer *peers, size_t count)
{
    if (t->stopping) {
        return;
    }
    if (count > LIMIT_PEERS) {
        log_error("transport", "too-many-peers count=%zu limit=%d", count, LIMIT_PEERS);
        count = LIMIT_PEERS;
    }
    LIST_EACH_SAFE(&t->peers, node)
    {
        struct peer *peer = LIST_ITEM(node, struct peer, node);

        if (!is_wanted(peer, peers, count)) {
            peer_drop(peer);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (peers[i].server_id != t->options.server_id &&
            peer_find(t, peers[i].server_id) == NULL) {
            peer_add(t, &peers[i]);
        }
    }
    transport_arm(t);
}

/* Connecting */

/* The delay doubles; half of it is left to chance. */
static void link_retry(struct link *link)
{
    uint32_t chance = 0;
    int half_ms = link->delay_ms / 2;

    /* Without chance the tries are merely less spread. */
    (void)!getrandom(&chance, sizeof(chance), GRND_NONBLOCK);
    link->retry_at_ms = transport_now_ms(link->peer->transport) + half_ms +
                        (int64_t)(chance % (uint32_t)(half_ms + 1));
    link->delay_ms = link->delay_ms * 2 < RETRY_MS_MAX ? link->delay_ms * 2 : RETRY_MS_MAX;
}

/* Each reason once: a peer that is away for a day is no thousand lines. */
static void link_complain(struct link *link, const char *why)
{
    if (strncmp(link->why, why, sizeof(link->why) - 1) == 0) {
        return;
    }
    strncpy(link->why, why, sizeof(link->why) - 1);
    log_warn("transport", "peer-away server=%llu address=%s channel=%d reason=%s",
             (unsigned long long)link->peer->server_id, link->peer->address, (int)link->channel,
             why);
}

static void link_fail(struct link *link, const char *why)
{
    link_complain(link, why);
    link_retry(link);
}

static void place_use(struct peer *peer)
{
    if (peer->transport->tls == NULL && !socket_address_is_loopback(&peer->place)) {
        link_fail(&peer->links[0], "it is not on this machine, and there is no TLS");
        return;
    }
    stream_connect(&peer->links[0]);
}

/* A name may stand for several addresses, and not all may lead there: each try takes the next. */
static void place_choose(struct peer *peer, const struct addrinfo *found)
{
    const struct addrinfo *chosen = found;
    unsigned count = 0;

    for (const struct addrinfo *each = found; each != NULL; each = each->ai_next) {
        count++;
    }
    for (unsigned i = peer->tries++ % count; i > 0; i--) {
        chosen = chosen->ai_next;
    }
    memset(&peer->place, 0, sizeof(peer->place));
    memcpy(&peer->place, chosen->ai_addr, chosen->ai_addrlen);
    socket_address_set_port(&peer->place, peer->at.port);
}

static void on_resolved(uv_getaddrinfo_t *request, int status, struct addrinfo *found)
{
    struct lookup *lookup = request->data;
    struct transport *t = lookup->transport;
    struct peer *peer = lookup->peer;

    if (peer != NULL) {
        peer->lookup = NULL;
        if (status < 0 || found == NULL) {
            link_fail(&peer->links[0], uv_strerror(status));
        } else {
            place_choose(peer, found);
            place_use(peer);
        }
        transport_arm(t);
    }
    uv_freeaddrinfo(found);
    free(lookup);
    transport_released(t);
}

static void place_resolve(struct peer *peer)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    struct transport *t = peer->transport;
    struct lookup *lookup = CHECK_MEMORY(calloc(1, sizeof(*lookup)));
    int rv;

    lookup->transport = t;
    lookup->peer = peer;
    lookup->request.data = lookup;
    rv =
        uv_getaddrinfo(t->options.loop, &lookup->request, on_resolved, peer->at.host, NULL, &hints);
    if (rv < 0) {
        free(lookup);
        link_fail(&peer->links[0], uv_strerror(rv));
        return;
    }
    t->handles_open++;
    peer->lookup = lookup;
}

static void link_try(struct link *link)
{
    link->retry_at_ms = INT64_MAX;
    if (link->channel == PEER_BULK) {
        stream_connect(link);
    } else if (socket_address_of(&link->peer->at, &link->peer->place)) {
        place_use(link->peer);
    } else {
        place_resolve(link->peer);
    }
}

void links_try(struct transport *t, int64_t now_ms)
{
    LIST_EACH(&t->peers, node)
    {
        struct peer *peer = LIST_ITEM(node, struct peer, node);

        for (int i = 0; i < CHANNELS; i++) {
            if (peer->links[i].retry_at_ms <= now_ms) {
                link_try(&peer->links[i]);
            }
        }
    }
}

int64_t links_due_ms(const struct transport *t)
{
    int64_t due_ms = INT64_MAX;

    LIST_EACH(&t->peers, node)
    {
        const struct peer *peer = LIST_ITEM(node, struct peer, node);

        for (int i = 0; i < CHANNELS; i++) {
            if (peer->links[i].retry_at_ms < due_ms) {
                due_ms = peer->links[i].retry_at_ms;
            }
        }
    }
    return due_ms;
}

void link_up(struct link *link)
{
    struct peer *peer = link->peer;
    struct transport *t = peer->transport;
    struct link *bulk = &peer->links[PEER_BULK - 1];

    link->delay_ms = RETRY_MS_MIN;
    link->why[0] = '\0';
    if (link->channel == PEER_BULK) {
        return;
    }
    if (bulk->stream == NULL) {
        bulk->retry_at_ms = transport_now_ms(t);
        transport_arm(t);
    }
    log_info("transport", "peer-up server=%llu address=%s", (unsigned long long)peer->server_id,
             peer->address);
    t->options.link(t->options.context, peer->server_id, true);
}

/* The bulk link is tried by itself only while the FIFO link, which knows the place, is up. */
void link_down(struct link *link, bool was_up, const char *why)
{
    struct peer *peer = link->peer;
    struct transport *t = peer->transport;
    const struct stream *fifo = peer->links[PEER_FIFO - 1].stream;

    link->stream = NULL;
    link_complain(link, why);
    if (link->channel == PEER_FIFO || (fifo != NULL && fifo->up)) {
        link_retry(link);
    }
    transport_arm(t);
    if (was_up && link->channel == PEER_FIFO) {
        t->options.link(t->options.context, peer->server_id, false);
    }
}
