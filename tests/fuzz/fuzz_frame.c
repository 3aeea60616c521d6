/* Any bytes as a stream of frames, cut anywhere, and as a hello: the same frames come out however
 * it is cut, and no more is kept than came. */
#include "base/assert.h"
#include "base/limits.h"
#include "frame.h"
#include "hello.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    PAYLOAD_BYTES_MAX = 300
};

/* How many frames, and their bytes, when the stream comes in pieces of so many. */
static uint64_t frames_of(struct slice stream, size_t piece_bytes)
{
    struct frame_reader reader;
    enum frame_look look = FRAME_MORE;
    uint64_t seen = 0;

    frame_reader_init(&reader, PAYLOAD_BYTES_MAX);
    while (stream.size > 0 && look == FRAME_MORE) {
        size_t bytes = piece_bytes < stream.size ? piece_bytes : stream.size;
        struct slice piece = slice_sub(stream, 0, bytes);
        struct frame frame;

        stream = slice_from(stream, bytes);
        while ((look = frame_reader_next(&reader, &piece, &frame)) == FRAME_OK) {
            ASSERT(frame.payload.size <= PAYLOAD_BYTES_MAX);
            seen += 1000000 + frame.payload.size;
        }
        ASSERT(look != FRAME_MORE || piece.size == 0);
        ASSERT(reader.rest.size <= FRAME_HEADER_BYTES + PAYLOAD_BYTES_MAX);
    }
    frame_reader_deinit(&reader);
    return seen;
}

/* What is taken says the same when it is said again. */
static void check_hello(struct slice payload)
{
    struct hello hello;
    struct hello again;
    struct buffer bytes;

    if (hello_decode(payload, &hello) != HELLO_WELCOME) {
        return;
    }
    buffer_init(&bytes, HELLO_BYTES_MAX);
    hello_encode(&bytes, &hello);
    ASSERT(slice_equal(buffer_slice(&bytes), slice_sub(payload, 0, bytes.size)));
    ASSERT(hello_decode(buffer_slice(&bytes), &again) == HELLO_WELCOME);
    buffer_deinit(&bytes);
}

/* By themselves the bytes hardly ever hold a valid checksum, so they are framed as well, and then
 * damaged where their first byte says. */
static void check_framed(struct slice payload)
{
    struct buffer stream;
    uint8_t at = payload.size == 0 ? 0 : (uint8_t)payload.data[0];

    payload.size = payload.size > PAYLOAD_BYTES_MAX ? PAYLOAD_BYTES_MAX : payload.size;
    buffer_init(&stream, KIB(8));
    for (int i = 0; i < 3; i++) {
        ASSERT(frame_encode(&stream, FRAME_MESSAGE, &payload, 1));
    }
    ASSERT(frames_of(buffer_slice(&stream), 1 + at) == 3 * (1000000 + payload.size));
    stream.data[at % stream.size] = (char)(stream.data[at % stream.size] ^ 1);
    ASSERT(frames_of(buffer_slice(&stream), 7) == frames_of(buffer_slice(&stream), SIZE_MAX));
    buffer_deinit(&stream);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice bytes = slice_make(data, size);

    ASSERT(frames_of(bytes, 1) == frames_of(bytes, SIZE_MAX));
    check_hello(bytes);
    check_framed(bytes);
    return 0;
}
