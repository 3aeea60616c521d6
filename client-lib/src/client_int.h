/* The inside of libbaton, shared by its files. */
#ifndef CLIENT_CLIENT_INT_H
#define CLIENT_CLIENT_INT_H

#include "base/buffer.h"
#include "base/slice.h"
#include "baton/client.h"

struct connection;

enum {
    CLIENT_TIMEOUT_MS = 10000,
    CLIENT_BODY_BYTES = 64 * 1024 * 1024,
    CLIENT_HOST_BYTES = 256
};

struct baton_client {
    char host[CLIENT_HOST_BYTES];
    char port[8];
    uint32_t timeout_ms;
    uint32_t max_body_bytes;
    struct connection *connection; /* NULL: none now */
    uint64_t random;               /* for pauses and keys */
};

/* One request over a connection; all borrowed. */
struct exchange {
    const char *method;
    const char *path;
    const char *content_type;
    const char *idempotency_key; /* NULL: none */
    struct slice body;
};

/* Monotonic. */
int64_t client_now_ms(void);
uint64_t client_random(baton_client *client);

/* --- connection.c: HTTP/2 over one socket --- */

/* NULL when nobody listens or deadline_ms passes; why says what happened. */
struct connection *connection_open(const char *host, const char *port, int64_t deadline_ms,
                                   char *why, size_t why_bytes);
void connection_close(struct connection *connection);
/* One request and its whole answer. out->body is allocated. BATON_OK: an answer came, whatever its
 * status. Anything else: the connection must be closed. BATON_UNREACHABLE: the request was surely
 * not processed or the peer has gone; BATON_TIMED_OUT: deadline_ms passed. */
baton_result connection_exchange(struct connection *connection, const struct exchange *exchange,
                                 int64_t deadline_ms, uint32_t max_body_bytes, baton_response *out);

/* --- json.c --- */

/* From the first byte of a value to behind it; NULL when it is not well formed. Blanks before are
 * skipped; *start is the value's first byte. */
const char *json_scan_value(const char *at, const char *end, const char **start);
/* Call item for each item of an array; false when it is no well formed array. */
bool json_each(struct slice array, void (*item)(struct slice value, void *ctx), void *ctx);
bool json_member(struct slice object, struct slice name, struct slice *value);
/* "\"text\"" appended, escaped. */
void json_put_text(struct buffer *out, const char *text);
/* A string value with escapes resolved, appended; false when it is no string. */
bool json_put_decoded(struct buffer *out, struct slice value);

/* --- request.c --- */

/* POST a body made in a buffer, which is released. */
baton_result request_post(baton_client *client, const char *path, const char *idempotency_key,
                          struct buffer *body, uint32_t timeout_ms, baton_response *out);
/* An argument that cannot be: fills the answer's detail. */
baton_result request_invalid(baton_response *out, const char *detail);

#endif
