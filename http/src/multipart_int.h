/* multipart/form-data (RFC 7578), parsed in place. */
#ifndef HTTP_MULTIPART_INT_H
#define HTTP_MULTIPART_INT_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/slice.h"
#include "base/status.h"

struct multipart_part {
    struct slice name;
    struct slice file_name;    /* data NULL: not a file */
    struct slice content_type; /* data NULL: none sent */
    struct slice content;      /* points into the body */
};

struct multipart {
    struct multipart_part *parts; /* in the arena */
    uint32_t count;
    const char *reason; /* on error: a sentence */
};

/* The boundary parameter of a Content-Type, wherever it stands, quoted or not. data NULL when the
 * type is not multipart/form-data or has no usable boundary (1 to 70 bytes). */
struct slice multipart_boundary(struct slice content_type);

/* Cut the body into its parts. Names are unescaped into the arena where that is needed; everything
 * else points into the body.
 * Errors: STATUS_MALFORMED (reason tells), STATUS_LIMIT (parts, head of a part, arena). */
enum status multipart_parse(struct slice body, struct slice boundary, struct arena *arena,
                            struct multipart *out) NODISCARD;

#endif
