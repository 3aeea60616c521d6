/* Shapes of HTTP/1 request heads that must not be served, because servers disagree on them. */
#ifndef HTTP_HEAD_INT_H
#define HTTP_HEAD_INT_H

#include <stdbool.h>

#include "base/slice.h"

struct head_facts {
    size_t bytes; /* with the blank line */
    unsigned fields;
    bool chunked;
    const char *refusal; /* NULL: fine */
};

/* Look over the raw head (from the request line to the blank line; what follows is ignored).
 * Refused: bare LF or CR, folded headers, no or two Host, a Host that is no authority, two
 * Content-Length, Content-Length with Transfer-Encoding, two Transfer-Encoding, and one in
 * HTTP/1.0, and a verb that is no token. http_1_0 allows a missing Host. Thread: any. */
struct head_facts head_check(struct slice raw, bool http_1_0);

#endif
