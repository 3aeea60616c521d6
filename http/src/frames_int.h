/* The framing of an HTTP/2 connection (RFC 9113, 4), watched as its bytes come in.
 *
 * Two things are kept that the library below does not bound: how much a client sends that costs it
 * nothing (pings, settings, resets, empty frames), and which of its requests are not yet whole. */
#ifndef HTTP_FRAMES_INT_H
#define HTTP_FRAMES_INT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

enum {
    FRAME_HEAD_BYTES = 9,
    FRAMES_UNFINISHED_MAX = 128 /* above the streams that the server allows at a time */
};

struct frames {
    unsigned char head[FRAME_HEAD_BYTES];
    uint32_t head_bytes; /* of the head, so far */
    uint32_t skip;       /* bytes of the present payload that are still to come */
    uint32_t controls;   /* levels: they rise by a frame and sink by frames_rest */
    uint32_t resets;
    uint32_t stream_max;
    bool in_head;                               /* a header block has begun and not ended */
    uint32_t unfinished[FRAMES_UNFINISHED_MAX]; /* streams without END_STREAM */
    uint32_t unfinished_count;
};

/* Begins zeroed, behind the preface; takes the next bytes. */
void frames_feed(struct frames *frames, struct slice bytes);
/* A stream ended before its answer, whoever reset it: counts like a reset of the client. */
void frames_note_reset(struct frames *frames);
/* Time has passed and the client has taken bytes: both make room for frames again. */
void frames_rest(struct frames *frames, uint64_t elapsed_ms, uint64_t written_bytes);
/* NULL, or what there is too much of. */
const char *frames_flood(const struct frames *frames);
/* A request has begun and not all of it is there. */
bool frames_is_half(const struct frames *frames);

#endif
