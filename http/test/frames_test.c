/* The watch over HTTP/2 framing: what costs the client nothing is counted, what is half is known.
 */
#include <string.h>

#include "base/limits.h"
#include "frames_int.h"
#include "testkit/test.h"

enum {
    DATA = 0,
    HEADERS = 1,
    RST_STREAM = 3,
    PING = 6,
    CONTINUATION = 9,
    END_STREAM = 1,
    END_HEADERS = 4
};

/* A frame of `bytes` zeros, fed in one piece or byte by byte. */
static void feed(struct frames *frames, int kind, int flags, uint32_t stream, uint32_t bytes)
{
    char frame[FRAME_HEAD_BYTES + 64] = {0};

    frame[2] = (char)bytes;
    frame[3] = (char)kind;
    frame[4] = (char)flags;
    frame[7] = (char)(stream >> 8);
    frame[8] = (char)stream;
    for (uint32_t i = 0; i < FRAME_HEAD_BYTES + bytes; i++) {
        frames_feed(frames, slice_make(frame + i, 1));
    }
}

TEST(frames, of_one_kind_without_end_are_a_flood)
{
    struct frames frames = {0};

    for (int i = 0; i < LIMIT_CONTROL_FRAMES; i++) {
        feed(&frames, PING, 0, 0, 8);
    }
    CHECK(frames_flood(&frames) == NULL);
    feed(&frames, PING, 0, 0, 8);
    CHECK(frames_flood(&frames) != NULL);
    frames_rest(&frames, 100, 0);
    CHECK(frames_flood(&frames) == NULL);
}

TEST(frames, that_reset_are_a_flood_though_each_request_is_new)
{
    struct frames frames = {0};

    for (uint32_t i = 0; i < LIMIT_STREAM_RESETS; i++) {
        feed(&frames, HEADERS, END_STREAM | END_HEADERS, 2 * i + 1, 1);
        feed(&frames, RST_STREAM, 0, 2 * i + 1, 4);
    }
    CHECK(frames_flood(&frames) == NULL);
    frames_note_reset(&frames);
    CHECK(frames_flood(&frames) != NULL);
    frames_rest(&frames, 0, MIB(1));
    CHECK(frames_flood(&frames) != NULL);
}

TEST(frames, behind_the_end_of_a_stream_count_as_resets)
{
    struct frames frames = {0};

    feed(&frames, HEADERS, END_STREAM | END_HEADERS, 1, 1);
    for (int i = 0; i <= LIMIT_STREAM_RESETS; i++) {
        feed(&frames, DATA, 0, 1, 1);
    }
    CHECK(frames_flood(&frames) != NULL);
}

TEST(frames, of_a_request_that_is_not_whole_are_known)
{
    struct frames frames = {0};

    CHECK(!frames_is_half(&frames));
    feed(&frames, HEADERS, END_STREAM, 1, 5);
    CHECK(frames_is_half(&frames));
    feed(&frames, CONTINUATION, END_HEADERS, 1, 5);
    CHECK(!frames_is_half(&frames));
    feed(&frames, HEADERS, END_HEADERS, 3, 5);
    feed(&frames, HEADERS, END_HEADERS, 5, 5);
    feed(&frames, DATA, END_STREAM, 3, 5);
    CHECK(frames_is_half(&frames));
    feed(&frames, HEADERS, END_HEADERS | END_STREAM, 5, 5);
    CHECK(!frames_is_half(&frames));
}
