/* Messages to and from the other servers of the cluster, over TCP on a libuv loop.
 *
 * A message is a run of bytes. What is sent to one server on one channel arrives in that order or
 * not at all: when a connection is lost, so is what was under way, and the sender is told by link.
 * Nothing is sent twice.
 *
 * TLS 1.3 on both sides: each proves with a certificate of the same authority that it holds the
 * name (a DNS name among the subject's alternative names) that stands in its address. Without
 * credentials connections are plain and go to and from this machine alone. Before anything else
 * both say hello: cluster, server, protocol, feature levels. Who is not in the set of peers is not
 * listened to.
 *
 * A lost connection is made again, after 50 ms at first and 1 s at last. A peer that takes nothing
 * for 3 s is lost. Each second at least one byte goes to every peer, so that `alive` speaks truth.
 *
 * Thread: the loop's, all functions and calls. The options' functions are called from the loop,
 * never from inside a function of this header, and may call every one of them, transport_stop
 * too. */
#ifndef REPLICATION_TRANSPORT_H
#define REPLICATION_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/slice.h"
#include "base/status.h"
#include "replication/peer.h"
#include "replication/replication.h"

struct transport;
struct uv_loop_s;

/* Paths of PEM files; all NULL: plain connections, on this machine alone. */
struct transport_credentials {
    const char *ca_file;          /* who may vouch for a peer */
    const char *certificate_file; /* this server's, with what leads to the authority */
    const char *key_file;
};

struct transport_options {
    struct uv_loop_s *loop;
    uint8_t cluster_id[REPLICATION_CLUSTER_ID_BYTES];
    uint64_t server_id;
    const char *address; /* this server's own "NAME@HOST:PORT" */
    /* Where to listen, "HOST:PORT", when that is not what peers connect to; NULL: as in address.
     * Port 0 takes any free one. */
    const char *listen;
    struct transport_credentials credentials;
    /* What this program can do; peers whose range has nothing in common with it are refused. */
    uint32_t feature_level_min;
    uint32_t feature_level_max;

    void *context;
    /* A whole message; borrowed until return. */
    void (*message)(void *context, uint64_t from, enum peer_channel channel, struct slice bytes);
    /* The stream that FIFO messages take to that server is there (its hello was answered), or
     * lost. By turns, up first. */
    void (*link)(void *context, uint64_t server_id, bool up);
    /* Any byte of that server arrived: before its messages, at most once in a turn of the loop. */
    void (*alive)(void *context, uint64_t from);
};

/* Listen. Texts and files of the options are copied and read; nothing is connected before
 * transport_peers_set. SIGPIPE is blocked for this thread from now on.
 *
 * Errors: STATUS_INVALID_ARGUMENT  an address is none, a certificate or key is not usable or has
 *                                  not this server's name, no credentials and not this machine
 *         STATUS_ALREADY_EXISTS    something else listens there
 *         STATUS_IO                the system refuses
 * problem->text is filled on every error; what was begun is closed in the loop's next turns. */
enum status transport_start(const struct transport_options *options, struct transport **out,
                            struct replication_problem *problem) NODISCARD;

/* Whom to connect to and to accept from, all of them: at most LIMIT_PEERS. This server itself is
 * skipped. A peer that is there already with the same address keeps its connections. One that is
 * not named any more, or with another address, is lost at once and link is not called for that. An
 * address that is none, or that is not on this machine without credentials, is logged and never
 * connected to. */
void transport_peers_set(struct transport *t, const struct transport_peer *peers, size_t count);

/* Send the parts, one after the other, as one message. Copied. Never calls back.
 *
 * Errors: STATUS_UNAVAILABLE        no connection now
 *         STATUS_RESOURCE_EXHAUSTED LIMIT_PEER_FIFO_BYTES or LIMIT_PEER_BULK_BYTES wait already
 *         STATUS_TOO_LARGE          more than LIMIT_PEER_MESSAGE_BYTES together */
enum status transport_send(struct transport *t, uint64_t server_id, enum peer_channel channel,
                           const struct slice *parts, size_t count) NODISCARD;

/* Read the files of the credentials again; new connections use them, those that are there stay. On
 * an error (as of transport_start) everything stays as it was. Nothing to do without credentials.
 */
enum status transport_reload(struct transport *t, struct replication_problem *problem) NODISCARD;

/* Close everything. No call but closed comes after this one; closed, from the loop, when nothing
 * of the transport is left there. t is freed. */
void transport_stop(struct transport *t, void (*closed)(void *context), void *context);

/* The port that is listened on. */
uint16_t transport_port(const struct transport *t);

/* Whether this is a "NAME@HOST:PORT": the name of letters, digits, '-' and '.', at most 63; the
 * host a name, an IPv4 address or an IPv6 address in brackets. STATUS_INVALID_ARGUMENT with problem
 * filled. Thread: any. */
enum status transport_address_check(const char *address,
                                    struct replication_problem *problem) NODISCARD;

#endif
