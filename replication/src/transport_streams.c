/* Connections from the first hello to the last message.
 *
 * Who connects says hello first and sends nothing more before it was answered. So a connection that
 * was given up by the other side has carried nothing when a newer one takes its place, and of two
 * at most one has messages in it. Only who connected sends messages; the other side answers the
 * hello and is silent. */
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "base/log.h"
#include "transport_int.h"

enum {
    REFUSAL_LOG_MS = 1000
};

static const struct connection_events stream_events;

static size_t queue_bytes_max(enum peer_channel channel)
{
    return channel == PEER_FIFO ? LIMIT_PEER_FIFO_BYTES : LIMIT_PEER_BULK_BYTES;
}

/* A frame from somebody who has not said hello has no reason to be longer. */
static struct stream *stream_new(struct transport *t, struct connection_options *options)
{
    struct stream *stream = CHECK_MEMORY(calloc(1, sizeof(*stream)));

    stream->transport = t;
    stream->since_ms = stream->heard_ms = transport_now_ms(t);
    list_push_back(&t->streams, &stream->node);
    t->handles_open++;
    *options = (struct connection_options){
        .loop = t->options.loop,
        .tls = t->tls,
        .scratch = t->scratch,
        .events = &stream_events,
        .context = stream,
        .payload_bytes_max = HELLO_BYTES_MAX,
        .queue_bytes_max = FRAME_HEADER_BYTES + HELLO_BYTES_MAX,
    };
    return stream;
}

void stream_connect(struct link *link)
{
    struct peer *peer = link->peer;
    struct connection_options options;
    struct stream *stream = stream_new(peer->transport, &options);

    ASSERT(link->stream == NULL);
    stream->link = link;
    stream->peer = peer;
    stream->channel = link->channel;
    link->stream = stream;
    stream->connection = connection_connect(&options, &peer->place);
}

static void stranger_forget(struct stream *stream)
{
    if (list_node_is_linked(&stream->stranger)) {
        list_remove(&stream->stranger);
        stream->transport->stranger_count--;
    }
}

void stream_accept(struct transport *t)
{
    struct connection_options options;
    struct stream *stream = stream_new(t, &options);

    stream->accepted = true;
    if (t->stranger_count == LIMIT_PEER_STRANGERS) {
        stream_drop(LIST_ITEM(list_first(&t->strangers), struct stream, stranger),
                    "too many strangers");
    }
    list_push_back(&t->strangers, &stream->stranger);
    t->stranger_count++;
    stream->connection = connection_take(&options, (uv_stream_t *)&t->listener);
    connection_describe(stream->connection, stream->from, sizeof(stream->from));
    transport_arm(t);
}

void stream_drop(struct stream *stream, const char *why)
{
    stranger_forget(stream);
    if (stream->link != NULL) {
        stream->link->stream = NULL;
        stream->link = NULL;
    } else if (stream->peer != NULL) {
        stream->peer->incoming[stream->channel - 1] = NULL;
    }
    stream->peer = NULL;
    connection_close(stream->connection, "%s", why);
}

/* Hello */

/* Whoever likes can knock: at most one line a second. */
static void refusal_log(struct transport *t, const char *from, const char *why)
{
    int64_t now_ms = transport_now_ms(t);

    if (t->refusals_at_ms != 0 && now_ms - t->refusals_at_ms < REFUSAL_LOG_MS) {
        t->refusals_silent++;
        return;
    }
    log_warn("transport", "connection-refused from=%s reason=%s others=%u", from, why,
             t->refusals_silent);
    t->refusals_at_ms = now_ms;
    t->refusals_silent = 0;
}

static void hello_send(struct stream *stream, uint64_t to, enum peer_channel channel)
{
    struct hello hello = stream->transport->hello;
    struct buffer bytes;
    struct slice part;

    hello.to = to;
    hello.channel = channel;
    buffer_init(&bytes, HELLO_BYTES_MAX);
    hello_encode(&bytes, &hello);
    ASSERT(!bytes.failed);
    part = buffer_slice(&bytes);
    /* One frame into an empty queue: a connection that closes is all that can refuse it. */
    if (connection_send(stream->connection, FRAME_HELLO, &part, 1) != STATUS_OK) {
        connection_close(stream->connection, "the hello cannot be sent");
    }
    buffer_deinit(&bytes);
}

static void on_ready(void *context)
{
    struct stream *stream = context;
    const struct peer *peer = stream->peer;

    if (!connection_peer_has_name(stream->connection, peer->at.name)) {
        connection_close(stream->connection, "its certificate does not hold the name %s",
                         peer->at.name);
        return;
    }
    hello_send(stream, peer->server_id, stream->channel);
}

/* Who an accepted stream's hello says it is, when that may be believed. */
static enum hello_refusal hello_admit(const struct stream *stream, const struct hello *hello,
                                      struct peer **out)
{
    const struct transport *t = stream->transport;
    enum hello_refusal refusal = hello_judge(&t->hello, hello);
    struct peer *peer = peer_find(t, hello->from);

    if (refusal != HELLO_WELCOME) {
        return refusal;
    }
    if (peer == NULL) {
        return HELLO_UNKNOWN;
    }
    if (!slice_is(hello->name, peer->at.name)) {
        return HELLO_NAME;
    }
    *out = peer;
    return connection_peer_has_name(stream->connection, peer->at.name) ? HELLO_WELCOME
                                                                       : HELLO_CERTIFICATE;
}

static void hello_refuse(struct stream *stream, enum hello_refusal refusal)
{
    const char byte = (char)refusal;
    const struct slice part = slice_make(&byte, 1);

    if (connection_send(stream->connection, FRAME_REFUSAL, &part, 1) == STATUS_OK) {
        connection_finish(stream->connection, "%s", hello_refusal_text(refusal));
    } else {
        connection_close(stream->connection, "%s", hello_refusal_text(refusal));
    }
}

static void hello_welcome(struct stream *stream, struct peer *peer, const struct hello *hello)
{
    struct stream **place = &peer->incoming[hello->channel - 1];

    if (*place != NULL) {
        stream_drop(*place, "replaced by a newer one");
    }
    *place = stream;
    stranger_forget(stream);
    stream->peer = peer;
    stream->channel = hello->channel;
    stream->up = true;
    connection_allow(stream->connection, LIMIT_PEER_MESSAGE_BYTES,
                     FRAME_HEADER_BYTES + HELLO_BYTES_MAX);
    hello_send(stream, peer->server_id, hello->channel);
    peer_hurry(peer);
    peer_alive(peer);
}

static void hello_asked(struct stream *stream, struct slice payload)
{
    struct peer *peer = NULL;
    struct hello hello;
    enum hello_refusal refusal = hello_decode(payload, &hello);

    if (refusal == HELLO_WELCOME) {
        refusal = hello_admit(stream, &hello, &peer);
    }
    if (refusal == HELLO_WELCOME) {
        hello_welcome(stream, peer, &hello);
    } else {
        hello_refuse(stream, refusal);
    }
}

/* The other side has our hello and says who it is: the one that was meant, or the address is
 * another's by now. */
static void hello_answered(struct stream *stream, struct slice payload)
{
    struct peer *peer = stream->peer;
    struct hello hello;
    enum hello_refusal refusal = hello_decode(payload, &hello);

    if (refusal == HELLO_WELCOME) {
        refusal = hello_judge(&stream->transport->hello, &hello);
    }
    if (refusal == HELLO_WELCOME &&
        (hello.from != peer->server_id || hello.channel != stream->channel ||
         !slice_is(hello.name, peer->at.name))) {
        refusal = HELLO_NOT_ME;
    }
    if (refusal != HELLO_WELCOME) {
        connection_close(stream->connection, "its answer: %s", hello_refusal_text(refusal));
        return;
    }
    stream->up = true;
    connection_allow(stream->connection, 0, queue_bytes_max(stream->channel));
    link_up(stream->link);
}

/* What comes */

static void on_bytes(void *context)
{
    struct stream *stream = context;

    if (stream->up) {
        stream->heard_ms = transport_now_ms(stream->transport);
        peer_alive(stream->peer);
    }
}

/* A stream that is up has a peer: one that lost it is closing and has no events any more. */
static void frame_of_peer(struct stream *stream, const struct frame *frame)
{
    const struct transport_options *options = &stream->transport->options;

    if (frame->type == FRAME_MESSAGE && stream->accepted) {
        options->message(options->context, stream->peer->server_id, stream->channel,
                         frame->payload);
    } else if (frame->type != FRAME_KEEP_ALIVE) {
        connection_close(stream->connection, "a frame of type %d where none is allowed",
                         (int)frame->type);
    }
}

static void on_frame(void *context, const struct frame *frame)
{
    struct stream *stream = context;

    if (stream->up) {
        frame_of_peer(stream, frame);
    } else if (frame->type == FRAME_HELLO && stream->accepted) {
        hello_asked(stream, frame->payload);
    } else if (frame->type == FRAME_HELLO) {
        hello_answered(stream, frame->payload);
    } else if (frame->type == FRAME_REFUSAL && !stream->accepted && frame->payload.size == 1) {
        connection_close(stream->connection, "it refuses: %s",
                         hello_refusal_text((unsigned char)frame->payload.data[0]));
    } else {
        connection_close(stream->connection, "no hello");
    }
}

static void on_stream_closed(void *context, const char *why)
{
    struct stream *stream = context;
    struct transport *t = stream->transport;
    struct link *link = stream->link;
    bool was_up = stream->up;

    stranger_forget(stream);
    list_remove(&stream->node);
    if (stream->accepted && stream->peer != NULL) {
        stream->peer->incoming[stream->channel - 1] = NULL;
    }
    if (stream->accepted && !was_up && !t->stopping) {
        refusal_log(t, stream->from, why);
    }
    free(stream);
    if (link != NULL) {
        link_down(link, was_up, why);
    }
    transport_released(t);
}

static const struct connection_events stream_events = {
    .ready = on_ready,
    .bytes = on_bytes,
    .frame = on_frame,
    .closed = on_stream_closed,
};

/* Time */

static void stream_tick(struct stream *stream, int64_t now_ms)
{
    if (!stream->up) {
        if (now_ms - stream->since_ms >= LIMIT_PEER_HELLO_MS) {
            connection_close(stream->connection, "no answer");
        }
    } else if (stream->accepted) {
        if (now_ms - stream->heard_ms >= LIMIT_PEER_SILENCE_MS) {
            connection_close(stream->connection, "silent");
        }
    } else {
        connection_keep_alive(stream->connection);
    }
}

void streams_tick(struct transport *t, int64_t now_ms)
{
    LIST_EACH(&t->streams, node)
    {
        stream_tick(LIST_ITEM(node, struct stream, node), now_ms);
    }
}
