#include "frame.h"

#include <string.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "base/crc32c.h"

/* What a reader keeps after a large frame; more is given back. */
#define FRAME_REST_BYTES_KEPT 65536

enum {
    CHECKSUM_AT = 4,
    TYPE_AT = 8,
};

/* Everything but the checksum's own four bytes. */
static uint32_t frame_checksum(const char *frame, size_t bytes)
{
    return crc32c(crc32c(0, frame, CHECKSUM_AT), frame + TYPE_AT, bytes - TYPE_AT);
}

static size_t parts_size(const struct slice *parts, size_t count)
{
    size_t bytes = 0;

    for (size_t i = 0; i < count; i++) {
        bytes += parts[i].size;
    }
    return bytes;
}

bool frame_encode(struct buffer *out, enum frame_type type, const struct slice *parts, size_t count)
{
    size_t payload_bytes = parts_size(parts, count);
    char *frame = buffer_reserve(out, FRAME_HEADER_BYTES + payload_bytes);
    char *at;

    if (frame == NULL) {
        out->failed = false;
        return false;
    }
    memset(frame, 0, FRAME_HEADER_BYTES);
    bytes_put_u32be(frame, (uint32_t)payload_bytes);
    frame[TYPE_AT] = (char)type;
    at = frame + FRAME_HEADER_BYTES;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].size > 0) {
            memcpy(at, parts[i].data, parts[i].size);
            at += parts[i].size;
        }
    }
    bytes_put_u32be(frame + CHECKSUM_AT, frame_checksum(frame, FRAME_HEADER_BYTES + payload_bytes));
    out->size += FRAME_HEADER_BYTES + payload_bytes;
    return true;
}

/* What can be said of a header before its payload is there: a stranger's bytes end here. */
static enum frame_look header_look(const char *header, size_t payload_max)
{
    uint8_t type = (uint8_t)header[TYPE_AT];

    if (type < FRAME_HELLO || type > FRAME_MESSAGE || header[TYPE_AT + 1] != 0 ||
        header[TYPE_AT + 2] != 0 || header[TYPE_AT + 3] != 0) {
        return FRAME_BAD;
    }
    return bytes_get_u32be(header) > payload_max ? FRAME_LONG : FRAME_OK;
}

enum frame_look frame_decode(struct slice bytes, size_t payload_max, struct frame *frame,
                             size_t *taken)
{
    enum frame_look look;

    if (bytes.size < FRAME_HEADER_BYTES) {
        return FRAME_MORE;
    }
    look = header_look(bytes.data, payload_max);
    if (look != FRAME_OK) {
        return look;
    }
    *taken = FRAME_HEADER_BYTES + (size_t)bytes_get_u32be(bytes.data);
    if (bytes.size < *taken) {
        return FRAME_MORE;
    }
    if (frame_checksum(bytes.data, *taken) != bytes_get_u32be(bytes.data + CHECKSUM_AT)) {
        return FRAME_BAD;
    }
    frame->type = (enum frame_type)bytes.data[TYPE_AT];
    frame->payload = slice_sub(bytes, FRAME_HEADER_BYTES, *taken - FRAME_HEADER_BYTES);
    return FRAME_OK;
}

void frame_reader_init(struct frame_reader *reader, size_t payload_max)
{
    *reader = (struct frame_reader){.payload_max = payload_max};
    buffer_init(&reader->rest, FRAME_HEADER_BYTES + payload_max);
}

void frame_reader_deinit(struct frame_reader *reader)
{
    buffer_deinit(&reader->rest);
}

void frame_reader_allow(struct frame_reader *reader, size_t payload_max)
{
    reader->payload_max = payload_max;
    reader->rest.ceiling = FRAME_HEADER_BYTES + payload_max;
}

static void rest_clear(struct frame_reader *reader)
{
    size_t ceiling = reader->rest.ceiling;

    reader->handed_out = false;
    if (reader->rest.capacity <= FRAME_REST_BYTES_KEPT) {
        buffer_reset(&reader->rest);
        return;
    }
    buffer_deinit(&reader->rest);
    buffer_init(&reader->rest, ceiling);
}

/* Keep of the input what is missing to so many bytes. */
static void rest_fill(struct frame_reader *reader, struct slice *input, size_t wanted)
{
    size_t missing = wanted - reader->rest.size;
    size_t bytes = missing < input->size ? missing : input->size;

    ASSERT(wanted >= reader->rest.size);
    ASSERT(wanted <= reader->rest.ceiling);
    buffer_put(&reader->rest, input->data, bytes);
    ASSERT(!reader->rest.failed);
    *input = slice_from(*input, bytes);
}

/* The frame whose beginning is kept already. */
static enum frame_look rest_next(struct frame_reader *reader, struct slice *input,
                                 struct frame *frame)
{
    enum frame_look look;
    size_t taken = 0;

    if (reader->rest.size < FRAME_HEADER_BYTES) {
        rest_fill(reader, input, FRAME_HEADER_BYTES);
    }
    look = frame_decode(buffer_slice(&reader->rest), reader->payload_max, frame, &taken);
    if (look == FRAME_MORE && taken > 0) {
        rest_fill(reader, input, taken);
        look = frame_decode(buffer_slice(&reader->rest), reader->payload_max, frame, &taken);
    }
    reader->handed_out = look == FRAME_OK;
    return look;
}

enum frame_look frame_reader_next(struct frame_reader *reader, struct slice *input,
                                  struct frame *frame)
{
    enum frame_look look;
    size_t taken = 0;

    if (reader->handed_out) {
        rest_clear(reader);
    }
    if (reader->rest.size > 0) {
        return rest_next(reader, input, frame);
    }
    look = frame_decode(*input, reader->payload_max, frame, &taken);
    if (look == FRAME_OK) {
        *input = slice_from(*input, taken);
    } else if (look == FRAME_MORE) {
        rest_fill(reader, input, input->size);
    }
    return look;
}
