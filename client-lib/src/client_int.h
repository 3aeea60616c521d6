/* The inside of libbaton, shared by its files.
 *
 * A client is one event loop without a thread: connections, requests on them, requests that wait to
 * be sent (again). Everything happens in client_turn; a call that waits turns until it has ended.
 */
#ifndef CLIENT_CLIENT_INT_H
#define CLIENT_CLIENT_INT_H

#include "base/attr.h"
#include "base/buffer.h"
#include "base/list.h"
#include "base/slice.h"
#include "baton/client.h"

struct channel;
struct call;

enum {
    CLIENT_ENDPOINTS_MAX = 16,
    CLIENT_TIMEOUT_MS = 10000,
    CLIENT_BODY_BYTES = 64 * 1024 * 1024,
    CLIENT_REQUEST_BYTES = 64 * 1024 * 1024,
    CLIENT_HOST_BYTES = 256,
    CLIENT_KEY_BYTES = 40,
    CLIENT_AUTHORIZATION_BYTES = 720
};

struct endpoint {
    char host[CLIENT_HOST_BYTES];
    char port[8];
    char authority[CLIENT_HOST_BYTES + 10];
};

/* What a client was told, never changed after. */
struct settings {
    struct endpoint endpoints[CLIENT_ENDPOINTS_MAX];
    uint32_t endpoint_count;
    uint32_t timeout_ms;
    uint32_t max_body_bytes;
    char authorization[CLIENT_AUTHORIZATION_BYTES]; /* header; "": none */
    baton_log log;
    void *log_ctx;
};

struct baton_client {
    struct settings settings;
    uint32_t endpoint; /* the one to connect to next */
    uint64_t random;   /* for pauses */
    int epoll_fd;      /* watches every connection */
    struct list connections;
    uint32_t connection_count;
    struct list waiting; /* requests that begin an attempt, now or at begin_ms */
    struct list ended;   /* requests whose attempt has ended */
    struct list done;    /* requests whose `done` is to be called */
    bool is_full;        /* no connection has room: what waits, waits for an end */
    struct list workers; /* attached */
    int64_t next_due_ms; /* nothing is due before, maybe nothing then */
};

/* How an attempt ended. */
enum exchange_end {
    EXCHANGE_ENDED,     /* an answer came, whatever its status */
    EXCHANGE_REFUSED,   /* surely not processed: the peer said so, or nothing was sent */
    EXCHANGE_LOST,      /* the peer has gone or reset the stream: it may have been processed */
    EXCHANGE_LATE,      /* the deadline passed */
    EXCHANGE_TOO_LARGE, /* the answer's body passed max_body_bytes */
    EXCHANGE_PROTOCOL   /* what came is no HTTP/2 */
};

/* A call under way, over all its attempts. */
struct call {
    struct list_node link; /* in a list of the client or of its connection */
    baton_client *client;
    baton_response *out;
    bool is_async;  /* on the heap, ends with done; else on the caller's stack */
    bool has_ended; /* result stands */
    baton_result result;
    /* what is sent; of the caller, or in `owned` */
    const char *method;
    const char *path;
    const char *content_type;
    const char *idempotency_key; /* NULL: none */
    struct slice body;
    char *owned_body; /* NULL: body is the caller's */
    char key[CLIENT_KEY_BYTES];
    /* its attempts */
    int64_t deadline_ms;
    int64_t begin_ms; /* of the next attempt */
    uint32_t attempts;
    bool maybe_done; /* one was lost on the way: the server may have carried it out */
    /* the present attempt */
    struct channel *connection; /* NULL: none */
    int32_t stream;
    size_t body_sent;
    int64_t sent_ms; /* 0: nothing of it has been sent */
    bool is_kept;    /* its connection had served before */
    enum exchange_end end;
    int status;
    uint64_t index;
    int64_t retry_after_s;
    struct buffer answer;
    char texts[]; /* of an asynchronous call */
};

/* --- client.c: the loop --- */

/* Everything that can be done without waiting. Calls no `done`. */
void client_turn(baton_client *client);
/* Waits until there is something to do, then turns, delivers included. */
void client_wait(baton_client *client);
/* Something is due at at_ms. */
void client_due(baton_client *client, int64_t at_ms);
/* For pauses only: keys come from the system. */
uint64_t client_random(baton_client *client);
void client_log(baton_client *client, baton_log_level level, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* A fresh idempotency key. */
void client_make_key(char key[CLIENT_KEY_BYTES]);

/* --- channel.c: HTTP/2 over one socket --- */

/* Begins to connect to the client's next endpoint and joins its connections. */
struct channel *channel_open(baton_client *client);
/* Its socket and session; it has no requests any more. */
void channel_free(struct channel *connection);
/* The peer has something for us, or room. */
void channel_serve(struct channel *connection, uint32_t events);
/* Takes what has come on a connection that rests, so that a close is seen before it is used. */
void channel_look(struct channel *connection);
/* Sends what there is and the kernel takes. */
void channel_flush(struct channel *connection);
bool channel_wants_flush(const struct channel *connection);
/* May carry one more request. */
bool channel_has_room(const struct channel *connection);
/* Finished: to be freed. */
bool channel_is_over(const struct channel *connection);
/* Time-outs of connecting and of a peer without a sign of life. Returns when to look again. */
int64_t channel_watch(struct channel *connection, int64_t now_ms);
/* No new requests: it ends with the last of those it has, and the next connection goes to another
 * endpoint. */
void channel_leave(struct channel *connection);
/* Of a node in the client's list. */
struct channel *channel_at(struct list_node *node);
/* A sign of life has come since at_ms. */
bool channel_heard_since(const struct channel *connection, int64_t at_ms);
struct list *channel_requests(struct channel *connection);
const struct endpoint *channel_endpoint(const struct channel *connection);
/* The reason why it has failed; "" when it has not. */
const char *channel_why(const struct channel *connection);
/* The request's attempt begins: it goes into the connection's list. */
void channel_begin(struct channel *connection, struct call *request);
/* The request leaves the connection; the peer is told when it still works on it. */
void channel_drop(struct channel *connection, struct call *request);

/* --- json.c --- */

/* From the first byte of a value to behind it; NULL when it is not well formed. Blanks before are
 * skipped; *start is the value's first byte. */
const char *json_scan_value(const char *at, const char *end, const char **start);
/* Call item for each item of an array; false when it is no well formed array. */
bool json_each(struct slice array, void (*item)(struct slice value, void *ctx), void *ctx);
/* Call member for each member of an object until it returns false; false when it is no well formed
 * object. Names are raw: escapes are not resolved. */
bool json_each_member(struct slice object,
                      bool (*member)(struct slice name, struct slice value, void *ctx), void *ctx);
bool json_member(struct slice object, struct slice name, struct slice *value);
/* A string value with escapes resolved, appended; false when it is no string. */
bool json_put_decoded(struct buffer *out, struct slice value);
/* A whole number, or a string that holds one, as keys are written. */
bool json_to_int(struct slice value, int64_t *out);

/* --- call.c --- */

/* A call with the body that was made in a buffer, which is released. */
baton_result call_send(baton_client *client, baton_call *call, struct buffer *body,
                       baton_response *out);
/* An argument that cannot be: fills the answer's detail. */
baton_result call_invalid(baton_response *out, const char *detail);
/* No answer that decides came; the same call with the same key may be sent again. */
bool call_is_open(baton_result result, const baton_response *out);
/* An attempt over the connection. */
void call_begin(struct call *request, struct channel *connection);
/* Its attempt is over: it leaves its connection and waits for judgement. */
void call_end(struct call *request, enum exchange_end end);
/* After an attempt: again, now or later, or the end. */
void call_judge(struct call *request);
/* The deadline has passed while it waited for a connection. */
void call_expire(struct call *request);
/* Calls done and frees it. */
void call_deliver(struct call *request);
void response_reset(baton_response *response);

/* --- body.c: bodies of the calls, for the calls and for workers --- */

/* What a call is about: /v2/<entity>/<key>/<verb>, without the last when verb is NULL. */
struct call_place {
    const char *entity;
    const char *verb;
    uint64_t key;
};

void body_open(struct buffer *out);
/* ,"name":<json>; NULL or empty: {} */
void body_put_json(struct buffer *out, const char *name, const char *json);
/* Left out when text is NULL. */
void body_put_text(struct buffer *out, const char *name, const char *text);
void body_put_int(struct buffer *out, const char *name, int64_t number);
void body_put_bool(struct buffer *out, const char *name, bool truth);
void body_put_key(struct buffer *out, const char *name, uint64_t key);
/* "a, b" as ["a","b"]; left out when names is NULL. */
void body_put_names(struct buffer *out, const char *name, const char *names);
void body_close(struct buffer *out);
/* The first of "a, b", trimmed; *rest is what follows its comma. */
struct slice names_next(struct slice *rest);
/* {"variables":...} and so on, closed. */
void body_of_nothing(struct buffer *out);
void body_of_completion(struct buffer *out, const char *variables);
void body_of_failure(struct buffer *out, int32_t retries, int64_t back_off_ms, const char *message);
void body_of_error(struct buffer *out, const char *error_code, const char *message,
                   const char *variables);
void body_of_activation(struct buffer *out, const baton_activation *activation);

#endif
