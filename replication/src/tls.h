/* TLS 1.3 between servers, apart from any socket: bytes of the wire in and out.
 *
 * Both sides show a certificate and verify the other's. OpenSSL is private to tls.c; what a
 * stranger can make it keep is one record and a handshake message of bounded size. */
#ifndef REPLICATION_TLS_H
#define REPLICATION_TLS_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/buffer.h"
#include "replication/transport.h"

struct tls_context; /* authority, certificate and key */
struct tls;         /* of one connection */

enum {
    TLS_PROBLEM_BYTES = 160
};

/* Read the files and see that they fit each other and that the certificate holds the name.
 * STATUS_INVALID_ARGUMENT with problem filled. */
enum status tls_context_open(const struct transport_credentials *files, const char *name,
                             struct tls_context **out,
                             struct replication_problem *problem) NODISCARD;
/* For how long this server's certificate is good. */
int tls_context_days_left(const struct tls_context *context);
/* Connections made from it stay. NULL is no error. */
void tls_context_close(struct tls_context *context);

struct tls *tls_new(struct tls_context *context, bool accepts);
void tls_free(struct tls *tls); /* NULL is no error */

/* Bytes of the wire; then tls_read until it says TLS_MORE. */
void tls_receive(struct tls *tls, struct slice wire);

enum tls_look {
    TLS_BYTES, /* *got of them */
    TLS_MORE,  /* all that came is read */
    TLS_END,   /* the other side has ended it */
    TLS_BAD,   /* tls_problem says why; an alert may wait to be taken */
};
/* Go on with the handshake as far as possible, then what was sent. */
enum tls_look tls_read(struct tls *tls, char *to, size_t capacity, size_t *got) NODISCARD;

/* The handshake is done here, and the other side's certificate was verified. */
bool tls_is_ready(const struct tls *tls);
/* Whether that certificate holds the name. */
bool tls_peer_has_name(const struct tls *tls, const char *name);

/* Only when ready. False: TLS_BAD. */
bool tls_write(struct tls *tls, struct slice bytes) NODISCARD;
/* Append what is to go over the wire. False when that passes the buffer's ceiling. */
bool tls_take(struct tls *tls, struct buffer *wire) NODISCARD;

void tls_problem(const struct tls *tls, char out[TLS_PROBLEM_BYTES]);

#endif
