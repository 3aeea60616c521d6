/* The result of everything that can fail.
 *
 * One list gives the values, their names and the HTTP status that stands for them on the wire.
 * Three kinds of failure must not be mixed (docs/architecture.md, errors): a rejection is part of
 * the replicated truth, an incident is a row and no status at all, a fault stops the node.
 * status_is_fault tells the last from the first. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

#include <stdbool.h>

#include "base/attr.h"

/* name, HTTP status, title on the wire */
#define STATUS_LIST(X)                                                                             \
    X(OK, 200, "OK")                                                                               \
    /* rejections: the caller's input or the state of the engine forbids it */                     \
    X(INVALID_ARGUMENT, 400, "INVALID_ARGUMENT")                                                   \
    X(MALFORMED, 400, "Bad Request")                                                               \
    X(LIMIT, 400, "INVALID_ARGUMENT")                                                              \
    X(FORBIDDEN, 403, "FORBIDDEN")                                                                 \
    X(NOT_FOUND, 404, "NOT_FOUND")                                                                 \
    X(ALREADY_EXISTS, 409, "ALREADY_EXISTS")                                                       \
    X(WRONG_STATE, 409, "INVALID_STATE")                                                           \
    X(TOO_LARGE, 413, "Payload Too Large")                                                         \
    X(KEY_REUSED, 422, "IDEMPOTENCY_KEY_REUSED")                                                   \
    X(INTERNAL, 500, "INTERNAL")                                                                   \
    X(NOT_IMPLEMENTED, 501, "NOT_IMPLEMENTED")                                                     \
    X(RESOURCE_EXHAUSTED, 503, "RESOURCE_EXHAUSTED")                                               \
    X(UNAVAILABLE, 503, "UNAVAILABLE")                                                             \
    X(OUTCOME_UNKNOWN, 503, "OUTCOME_UNKNOWN")                                                     \
    X(DEADLINE_EXCEEDED, 504, "DEADLINE_EXCEEDED")                                                 \
    /* faults: go on with doubt is no option, the node stops */                                    \
    X(IO, 500, "INTERNAL")                                                                         \
    X(NO_SPACE, 500, "INTERNAL")                                                                   \
    X(CORRUPT, 500, "INTERNAL")                                                                    \
    X(NO_MEMORY, 500, "INTERNAL")

#define STATUS_ENUM(name, http, title) STATUS_##name,
enum status {
    STATUS_LIST(STATUS_ENUM) STATUS_COUNT
};
#undef STATUS_ENUM

/* "NOT_FOUND" for STATUS_NOT_FOUND. */
const char *status_name(enum status status);

/* The status line's number, 200 for STATUS_OK. */
int status_http(enum status status);

/* The title member of a problem document (RFC 9457). */
const char *status_title(enum status status);

/* True for what must stop the node. */
bool status_is_fault(enum status status);

#endif
