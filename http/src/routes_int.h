/* The one table of what the server answers: method, path template, operation id, handler. */
#ifndef HTTP_ROUTES_INT_H
#define HTTP_ROUTES_INT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/slice.h"

struct request;

enum http_method {
    HTTP_GET,
    HTTP_POST,
    HTTP_PUT,
    HTTP_PATCH,
    HTTP_DELETE,
    HTTP_METHODS
};

enum {
    ROUTE_PARAMETERS_MAX = 3
};

struct route {
    enum http_method method;
    const char *path;      /* "/v2/jobs/{jobKey}" */
    const char *operation; /* "updateJob": names the operation in errors and metrics */
    void (*handle)(struct request *request); /* NULL: known, not there yet (501) */
};

struct route_match {
    const struct route *route; /* NULL: no such path, or no such method on it */
    uint32_t allowed;          /* bit (1 << method) for each method that the path knows */
    struct slice parameters[ROUTE_PARAMETERS_MAX]; /* as sent, borrowed from the path */
};

extern const struct route routes[];
extern const size_t route_count;

/* Find the route of a path (without query). Of several templates the one with more literal text
 * wins. `method` HTTP_METHODS stands for any other method. Thread: any, after routes_prepare. */
struct route_match route_find(enum http_method method, struct slice path);
/* Build the index; once, before the first route_find. Idempotent. Thread: one. */
void routes_prepare(void);
/* "GET, POST" */
void routes_put_allow(struct buffer *out, uint32_t allowed);
enum http_method http_method_of(struct slice name);

#endif
