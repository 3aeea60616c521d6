/* The framing of a chunked body (RFC 9112, 7.1), watched as its bytes come in. */
#ifndef HTTP_CHUNKS_INT_H
#define HTTP_CHUNKS_INT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

enum chunks_state {
    CHUNKS_SIZE,      /* hexadecimal digits */
    CHUNKS_EXTENSION, /* from ';' to the line end */
    CHUNKS_SIZE_LF,
    CHUNKS_DATA,
    CHUNKS_DATA_CR,
    CHUNKS_DATA_LF,
    CHUNKS_END, /* the last chunk has come: trailers are not looked at */
    CHUNKS_BAD
};

struct chunks {
    enum chunks_state state;
    uint64_t left; /* of the size read so far, or of the data; UINT64_MAX: no size is that large */
    unsigned digits; /* of the size */
};

/* Begins zeroed; takes the next bytes. CHUNKS_BAD stays: a size that is no hexadecimal number (as
 * "2x", which some servers read as 2), a bare line end, data that is longer than its size. */
void chunks_feed(struct chunks *chunks, struct slice bytes);

#endif
