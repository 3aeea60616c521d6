/* One TCP connection between two servers: frames in and out, through TLS when there is a context.
 * Knows nothing of peers and hellos. Thread: the loop's.
 *
 * Events come from the loop alone, never from inside a function of this header; `closed` is the
 * last one and always comes, whoever closed. */
#ifndef REPLICATION_TRANSPORT_CONNECTION_H
#define REPLICATION_TRANSPORT_CONNECTION_H

#include <stdbool.h>
#include <sys/socket.h>
#include <uv.h>

#include "base/attr.h"
#include "frame.h"
#include "tls.h"

enum {
    CONNECTION_READ_BYTES = 65536,
    CONNECTION_PLAIN_BYTES = 16384, /* of a TLS record */
    CONNECTION_WHY_BYTES = TLS_PROBLEM_BYTES,
};

/* What comes is read into these; shared by all connections of a loop, for nothing stays in them. */
struct connection_scratch {
    char read[CONNECTION_READ_BYTES];
    char plain[CONNECTION_PLAIN_BYTES];
};

struct connection_events {
    /* A connection that was made here can send: the other side accepted, TLS is done. */
    void (*ready)(void *context);
    /* Something came, before the frames that are in it. */
    void (*bytes)(void *context);
    void (*frame)(void *context, const struct frame *frame);
    /* why is for a human. The connection is freed after it. */
    void (*closed)(void *context, const char *why);
};

struct connection_options {
    uv_loop_t *loop;
    struct tls_context *tls; /* NULL: plain */
    struct connection_scratch *scratch;
    const struct connection_events *events;
    void *context;
    size_t payload_bytes_max; /* of a frame that comes, at first */
    size_t queue_bytes_max;   /* of frames that wait to be sent */
};

struct connection;

struct connection *connection_connect(const struct connection_options *options,
                                      const struct sockaddr_storage *to) NODISCARD;
/* The connection that the listener has for us. */
struct connection *connection_take(const struct connection_options *options,
                                   uv_stream_t *listener) NODISCARD;

/* Frames that come from now on may be as long, and as much may wait to be sent. */
void connection_allow(struct connection *c, size_t payload_bytes_max, size_t queue_bytes_max);
/* Whether the certificate of the other side, that was verified, holds the name; true when plain. */
bool connection_peer_has_name(const struct connection *c, const char *name);

/* Copied. STATUS_UNAVAILABLE while it is not ready or when it closes, STATUS_RESOURCE_EXHAUSTED
 * when it does not fit among what waits. */
enum status connection_send(struct connection *c, enum frame_type type, const struct slice *parts,
                            size_t count) NODISCARD;

/* Send a frame that says nothing, when nothing else is on its way. */
void connection_keep_alive(struct connection *c);

/* Close now. The first words stay. Nothing but `closed` comes after. */
void connection_close(struct connection *c, const char *format, ...) PRINTF_LIKE(2, 3);
/* Read no more, and close when what waits is sent. */
void connection_finish(struct connection *c, const char *format, ...) PRINTF_LIKE(2, 3);
bool connection_is_closing(const struct connection *c);

/* "ADDRESS:PORT" of the other side, for a human. */
void connection_describe(const struct connection *c, char *out, size_t bytes);

#endif
