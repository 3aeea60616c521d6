/* The inside of libbaton, shared by its files. */
#ifndef CLIENT_CLIENT_INT_H
#define CLIENT_CLIENT_INT_H

#include "base/buffer.h"
#include "base/slice.h"
#include "baton/client.h"

struct connection;

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
    uint32_t timeout_ms;
    uint32_t endpoint;             /* the one to connect to next */
    struct connection *connection; /* NULL: none now */
    uint64_t random;               /* for pauses */
    int cancel_fd; /* once readable, every call ends at once; -1: never. Borrowed. */
};

/* One request over a connection; all borrowed. */
struct exchange {
    const char *method;
    const char *path;
    const char *content_type;
    const char *idempotency_key; /* NULL: none */
    const char *authorization;   /* NULL: none */
    struct slice body;
};

/* A fresh idempotency key. */
void client_make_key(char key[CLIENT_KEY_BYTES]);

/* --- connection.c: HTTP/2 over one socket --- */

/* How one exchange ended. The connection is good for another one only after ENDED. */
enum exchange_end {
    EXCHANGE_ENDED,     /* an answer came, whatever its status */
    EXCHANGE_REFUSED,   /* surely not processed: the peer said so, or nothing was sent */
    EXCHANGE_LOST,      /* the peer has gone or reset the stream: it may have been processed */
    EXCHANGE_LATE,      /* the deadline passed, or the client was cancelled */
    EXCHANGE_TOO_LARGE, /* the answer's body passed max_body_bytes */
    EXCHANGE_PROTOCOL   /* what came is no HTTP/2 */
};

/* NULL when nobody listens or deadline_ms passes; why says what happened. */
struct connection *connection_open(const struct endpoint *endpoint, int cancel_fd,
                                   int64_t deadline_ms, char *why, size_t why_bytes);
void connection_close(struct connection *connection);
/* Reads what came since the last exchange. False when the peer has closed or is about to: open
 * another one. */
bool connection_is_usable(struct connection *connection);
/* One request and its whole answer: status, index and body (allocated) of out are set on
 * EXCHANGE_ENDED and untouched otherwise. */
enum exchange_end connection_exchange(struct connection *connection,
                                      const struct exchange *exchange, int64_t deadline_ms,
                                      uint32_t max_body_bytes, baton_response *out);

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
/* "\"text\"" appended, escaped. */
void json_put_text(struct buffer *out, const char *text);
void json_put_slice(struct buffer *out, struct slice text);
/* A string value with escapes resolved, appended; false when it is no string. */
bool json_put_decoded(struct buffer *out, struct slice value);
/* A whole number, or a string that holds one, as keys are written. */
bool json_to_int(struct slice value, int64_t *out);

/* --- request.c --- */

/* A call with the body that was made in a buffer, which is released. */
baton_result request_send(baton_client *client, baton_call *call, struct buffer *body,
                          baton_response *out);
/* An argument that cannot be: fills the answer's detail. */
baton_result request_invalid(baton_response *out, const char *detail);
/* No answer that decides came; the same call with the same key may be sent again. */
bool request_is_open(baton_result result, const baton_response *out);

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
