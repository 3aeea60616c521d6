/* What the files of the transport share.
 *
 * A peer has a link for each channel: the connection that we make and make again. A stream is what
 * the transport knows of one connection, made or accepted; an accepted one is a stranger until its
 * hello was taken. Peers come and go with transport_peers_set; a stream whose peer has gone, or
 * that was replaced, has neither peer nor link and waits for its end.
 *
 * Whatever calls the owner does so last: the owner may have dropped the peer or stopped all. */
#ifndef REPLICATION_TRANSPORT_INT_H
#define REPLICATION_TRANSPORT_INT_H

#include <stdbool.h>
#include <uv.h>

#include "base/list.h"
#include "hello.h"
#include "replication/transport.h"
#include "transport_address.h"
#include "transport_connection.h"

enum {
    CHANNELS = 2
};

struct stream;
struct peer;

struct link {
    struct peer *peer;
    enum peer_channel channel;
    struct stream *stream; /* NULL: none now */
    int64_t retry_at_ms;   /* then one is made; INT64_MAX: when something else has happened */
    int delay_ms;          /* before the next try, when this one fails */
    char why[CONNECTION_WHY_BYTES]; /* the last failure that was logged; "" after a success */
};

/* A name being resolved. Outlives its peer, for the pool works on it. */
struct lookup {
    uv_getaddrinfo_t request;
    struct transport *transport;
    struct peer *peer; /* NULL: gone */
};

struct peer {
    struct transport *transport;
    struct list_node node;
    uint64_t server_id;
    char address[REPLICATION_ADDRESS_BYTES];
    struct peer_address at;
    struct sockaddr_storage place; /* of the FIFO link's last try */
    struct lookup *lookup;         /* NULL: none under way */
    unsigned tries;                /* of a name's addresses */
    struct link links[CHANNELS];
    struct stream *incoming[CHANNELS];
    int64_t alive_ms; /* the turn in which `alive` was called last */
};

struct stream {
    struct transport *transport;
    struct connection *connection;
    struct list_node node; /* of the transport's streams */
    struct list_node stranger;
    struct link *link; /* made by us, for it */
    struct peer *peer; /* the link's; of an accepted one, after its hello */
    enum peer_channel channel;
    bool accepted;
    bool up; /* hellos are done */
    int64_t since_ms;
    int64_t heard_ms;
    char from[80]; /* an accepted one's address */
};

struct transport {
    struct transport_options options;
    struct peer_address own;
    struct hello hello; /* ours, but for `to` and `channel`; name borrowed from own */
    char *ca_file;      /* all three or none */
    char *certificate_file;
    char *key_file;
    struct tls_context *tls; /* NULL: plain */
    struct connection_scratch *scratch;

    uv_tcp_t listener;
    uv_timer_t timer;
    int64_t tick_at_ms; /* INT64_MAX: there are no streams */
    int handles_open;

    struct list peers;
    struct list streams;
    struct list strangers; /* oldest first */
    int stranger_count;

    int64_t refusals_at_ms; /* when the last one was logged, and how many were not since then */
    unsigned refusals_silent;

    bool stopping;
    void (*closed)(void *context);
    void *closed_context;
};

/* transport.c: one handle or request less in the loop; the last one frees. */
void transport_released(struct transport *t);
/* Set the timer to whatever is due next. */
void transport_arm(struct transport *t);
int64_t transport_now_ms(const struct transport *t);

/* transport_peers.c */
struct peer *peer_find(const struct transport *t, uint64_t server_id);
/* Lose its connections; it is freed. */
void peer_drop(struct peer *peer);
void peer_alive(struct peer *peer);
/* It has just connected, so it is there: no need to wait for the next try. */
void peer_hurry(struct peer *peer);
/* Make a connection where one is due. */
void links_try(struct transport *t, int64_t now_ms);
/* When the next try is due. */
int64_t links_due_ms(const struct transport *t);
/* The hello of the link's stream was answered. May call the owner. */
void link_up(struct link *link);
/* The link's stream has ended. May call the owner. */
void link_down(struct link *link, bool was_up, const char *why);

/* transport_streams.c: hellos, and what comes after them. */
void stream_connect(struct link *link);
void stream_accept(struct transport *t);
/* Close it without a word to peer and link. */
void stream_drop(struct stream *stream, const char *why);
/* Keep-alives are sent, deadlines kept. */
void streams_tick(struct transport *t, int64_t now_ms);

#endif
