#include "frames_int.h"

#include "base/limits.h"

enum frame_kind {
    FRAME_DATA,
    FRAME_HEADERS,
    FRAME_PRIORITY,
    FRAME_RST_STREAM,
    FRAME_SETTINGS,
    FRAME_PUSH_PROMISE,
    FRAME_PING,
    FRAME_GOAWAY,
    FRAME_WINDOW_UPDATE,
    FRAME_CONTINUATION
};

enum {
    FLAG_END_STREAM = 1,
    FLAG_END_HEADERS = 4,
    REST_MS = 100,       /* makes room for one frame of each kind */
    REST_BYTES = 1024,   /* written: room for one control frame, a window update most likely */
    REQUEST_CONTROLS = 4 /* a request: room for its own window updates and priorities */
};

static uint32_t lowered(uint32_t level, uint64_t by)
{
    return by >= level ? 0 : level - (uint32_t)by;
}

/* False when the stream was not half there. */
static bool finish(struct frames *frames, uint32_t stream)
{
    for (uint32_t i = 0; i < frames->unfinished_count; i++) {
        if (frames->unfinished[i] == stream) {
            frames->unfinished[i] = frames->unfinished[--frames->unfinished_count];
            return true;
        }
    }
    return false;
}

static bool is_unfinished(const struct frames *frames, uint32_t stream)
{
    for (uint32_t i = 0; i < frames->unfinished_count; i++) {
        if (frames->unfinished[i] == stream) {
            return true;
        }
    }
    return false;
}

/* Streams begin in ascending order: a lower one brings trailers. */
static void begin(struct frames *frames, uint32_t stream)
{
    if (stream <= frames->stream_max) {
        return;
    }
    frames->stream_max = stream;
    frames->controls = lowered(frames->controls, REQUEST_CONTROLS);
    if (frames->unfinished_count < FRAMES_UNFINISHED_MAX) {
        frames->unfinished[frames->unfinished_count++] = stream;
    } else {
        frames->controls++; /* refused below us: it may not be for nothing */
    }
}

static void take_headers(struct frames *frames, uint32_t stream, unsigned flags)
{
    begin(frames, stream);
    frames->in_head = (flags & FLAG_END_HEADERS) == 0;
    if (flags & FLAG_END_STREAM) {
        (void)finish(frames, stream);
    }
}

static void take_data(struct frames *frames, uint32_t stream, unsigned flags, uint32_t bytes)
{
    if (!is_unfinished(frames, stream)) {
        frames->resets++; /* makes the server reset the stream, and costs it the same */
    } else if (flags & FLAG_END_STREAM) {
        (void)finish(frames, stream);
    } else if (bytes == 0) {
        frames->controls++;
    }
}

/* One whole frame head. */
static void take(struct frames *frames)
{
    const unsigned char *head = frames->head;
    uint32_t bytes = (uint32_t)head[0] << 16 | (uint32_t)head[1] << 8 | head[2];
    uint32_t stream = (uint32_t)(head[5] & 0x7f) << 24 | (uint32_t)head[6] << 16 |
                      (uint32_t)head[7] << 8 | head[8];

    frames->skip = bytes;
    switch (head[3]) {
    case FRAME_DATA:
        take_data(frames, stream, head[4], bytes);
        break;
    case FRAME_HEADERS:
        take_headers(frames, stream, head[4]);
        break;
    case FRAME_RST_STREAM:
        frames->resets++;
        (void)finish(frames, stream);
        break;
    case FRAME_CONTINUATION:
        frames->in_head = (head[4] & FLAG_END_HEADERS) == 0;
        frames->controls++;
        break;
    default:
        frames->controls++;
        break;
    }
}

void frames_feed(struct frames *frames, struct slice bytes)
{
    while (bytes.size > 0) {
        if (frames->skip > 0) {
            size_t skipped = frames->skip < bytes.size ? frames->skip : bytes.size;

            frames->skip -= (uint32_t)skipped;
            bytes = slice_from(bytes, skipped);
            continue;
        }
        frames->head[frames->head_bytes++] = (unsigned char)bytes.data[0];
        bytes = slice_from(bytes, 1);
        if (frames->head_bytes == FRAME_HEAD_BYTES) {
            frames->head_bytes = 0;
            take(frames);
        }
    }
}

void frames_note_reset(struct frames *frames)
{
    frames->resets++;
}

void frames_rest(struct frames *frames, uint64_t elapsed_ms, uint64_t written_bytes)
{
    uint64_t frames_of_time = elapsed_ms / REST_MS;

    frames->resets = lowered(frames->resets, frames_of_time);
    frames->controls = lowered(frames->controls, frames_of_time + written_bytes / REST_BYTES);
}

const char *frames_flood(const struct frames *frames)
{
    if (frames->resets > LIMIT_STREAM_RESETS) {
        return "resets";
    }
    return frames->controls > LIMIT_CONTROL_FRAMES ? "controls" : NULL;
}

bool frames_is_half(const struct frames *frames)
{
    return frames->in_head || frames->unfinished_count > 0;
}
