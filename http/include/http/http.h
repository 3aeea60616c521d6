/* The HTTP server: HTTP/1.1 and h2c on one port, on threads of its own.
 *
 * Life: http_start binds and begins to serve; http_drain stops accepting, answers parked polls with
 * no jobs and lets open requests end; http_stop joins the threads. A request lives in h2o's pool of
 * its own. Thread: start, drain and stop from one thread, the node's. */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "http/backend.h"

struct http_server;

struct http_options {
    const char *address;      /* "127.0.0.1" */
    uint16_t port;            /* 0: any, see http_port */
    uint32_t threads;         /* 0: one a core, at most 4 */
    uint32_t connections_max; /* 0: LIMIT_CONNECTIONS */
    /* 0: LIMIT_CONNECTIONS_PER_ADDRESS, and loopback may have connections_max */
    uint32_t connections_per_address_max;
    uint64_t body_max_bytes;            /* 0: LIMIT_REQUEST_BODY_BYTES */
    bool unique_business_ids;           /* among the active root instances of a process */
    const struct http_backend *backend; /* borrowed until http_stop returns */
    const char *version;                /* of Baton, "0.1.0" */
};

/* Errors: STATUS_ALREADY_EXISTS (port taken), STATUS_FORBIDDEN, STATUS_INVALID_ARGUMENT (address),
 * STATUS_IO. message: one line that says what to do, in the caller's buffer. */
enum status http_start(const struct http_options *options, struct http_server **out, char *message,
                       size_t message_bytes) NODISCARD;
/* Could it be bound now? For a start that must not touch anything when it cannot end well. Errors
 * and message as http_start's. */
enum status http_probe(const char *address, uint16_t port, char *message,
                       size_t message_bytes) NODISCARD;
uint16_t http_port(const struct http_server *server);
void http_drain(struct http_server *server);
/* Waits for open requests until deadline_ms (monotonic), then closes what is left. */
void http_stop(struct http_server *server, int64_t deadline_ms);

#endif
