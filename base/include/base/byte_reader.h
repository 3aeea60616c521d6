/* Reading of encoded bytes with every one of them suspected: numbers big-endian, a count is
 * believed only when that many items can follow, a text is UTF-8 and may be absent, a boolean is 0
 * or 1. After the first fault the reader gives zeros and stays failed, so that one look at the end
 * is enough. buffer_put_text_or_none writes what byte_reader_text reads. Thread: its owner's. */
#ifndef BASE_BYTE_READER_H
#define BASE_BYTE_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/slice.h"

struct byte_reader {
    struct slice left;
    bool failed;
};

/* The next bytes, borrowed; data NULL when there are not so many. */
struct slice byte_reader_take(struct byte_reader *reader, size_t bytes);
uint8_t byte_reader_u8(struct byte_reader *reader);
uint32_t byte_reader_u32(struct byte_reader *reader);
bool byte_reader_bool(struct byte_reader *reader);
/* Borrowed; data NULL when it is absent, which is not the same as an empty one. */
struct slice byte_reader_text(struct byte_reader *reader);
/* How many items of at least so many bytes each follow; 0 when that cannot be. */
uint32_t byte_reader_count(struct byte_reader *reader, size_t item_bytes_min);
/* Whether all was read and nothing was wrong. */
bool byte_reader_is_done(const struct byte_reader *reader);

/* A text as byte_reader_text reads it: u32 size + 1 and the bytes; 0 when data is NULL. */
void buffer_put_text_or_none(struct buffer *out, struct slice text);

#endif
