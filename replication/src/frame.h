/* Frames: messages between servers as bytes of a stream. Pure: no socket, no clock.
 *
 *     length of the payload 4 · CRC32C 4 · type 1 · zeros 3 · payload
 *
 * The checksum covers all but itself. A length above what the receiver allows is refused before
 * anything is kept for it, and what is kept grows with the bytes that came, not with the length
 * that was said. */
#ifndef REPLICATION_FRAME_H
#define REPLICATION_FRAME_H

#include <stdint.h>

#include "base/attr.h"
#include "base/buffer.h"
#include "base/slice.h"

enum {
    FRAME_HEADER_BYTES = 12
};

enum frame_type {
    FRAME_HELLO = 1,
    FRAME_REFUSAL = 2, /* instead of a hello's answer: one byte says why; the end */
    FRAME_KEEP_ALIVE = 3,
    FRAME_MESSAGE = 4,
};

struct frame {
    enum frame_type type;
    struct slice payload; /* borrowed */
};

enum frame_look {
    FRAME_OK,
    FRAME_MORE, /* so far well, and not whole */
    FRAME_LONG, /* longer than allowed */
    FRAME_BAD,  /* not a frame, or damaged */
};

/* Append a frame of all the parts, one after the other. False, and out as it was, when that passes
 * its ceiling. */
bool frame_encode(struct buffer *out, enum frame_type type, const struct slice *parts,
                  size_t count) NODISCARD;

/* The frame at the start of `bytes`; *taken is its size. */
enum frame_look frame_decode(struct slice bytes, size_t payload_max, struct frame *frame,
                             size_t *taken) NODISCARD;

/* Frames out of pieces of a stream. Holds at most one unfinished frame. */
struct frame_reader {
    struct buffer rest;
    size_t payload_max; /* may be raised between two frames */
    bool handed_out;    /* rest is what was handed out last */
};

void frame_reader_init(struct frame_reader *reader, size_t payload_max);
void frame_reader_deinit(struct frame_reader *reader);
void frame_reader_allow(struct frame_reader *reader, size_t payload_max);
/* The next frame of what is kept and *input, which is moved on. FRAME_MORE when all of *input is
 * kept. The frame is borrowed from input or reader until the next call. After FRAME_LONG or
 * FRAME_BAD the stream is of no use. */
enum frame_look frame_reader_next(struct frame_reader *reader, struct slice *input,
                                  struct frame *frame) NODISCARD;

#endif
