/* The framing of chunked bodies. */
#include "chunks_int.h"

#include <string.h>

#include "testkit/test.h"

/* The state after the text, fed in pieces of every size: always the same. */
static enum chunks_state state_of(const char *text)
{
    struct chunks whole = {0};
    size_t size = strlen(text);

    chunks_feed(&whole, slice_of(text));
    for (size_t piece = 1; piece < size; piece++) {
        struct chunks chunks = {0};

        for (size_t at = 0; at < size; at += piece) {
            chunks_feed(&chunks, slice_make(text + at, size - at < piece ? size - at : piece));
        }
        CHECK_INT(chunks.state, ==, whole.state);
    }
    return whole.state;
}

TEST(chunks, that_are_framed_right_reach_their_end)
{
    CHECK_INT(state_of("0\r\n\r\n"), ==, CHUNKS_END);
    CHECK_INT(state_of("2\r\n{}\r\n0\r\n\r\n"), ==, CHUNKS_END);
    CHECK_INT(state_of("0A;name=\"v\"\r\n0123456789\r\n00\r\nx: y\r\n\r\n"), ==, CHUNKS_END);
    CHECK_INT(state_of("2\r\n{}\r\n"), ==, CHUNKS_SIZE);
}

TEST(chunks, that_are_not_are_bad)
{
    CHECK_INT(state_of("2x\r\n{}\r\n0\r\n\r\n"), ==, CHUNKS_BAD);
    CHECK_INT(state_of("\r\n"), ==, CHUNKS_BAD);
    CHECK_INT(state_of("-1\r\n"), ==, CHUNKS_BAD);
    CHECK_INT(state_of("0x2\r\n"), ==, CHUNKS_BAD);
    CHECK_INT(state_of("2\n{}\n"), ==, CHUNKS_BAD);
    CHECK_INT(state_of("2;a\n{}\n"), ==, CHUNKS_BAD);
    CHECK_INT(state_of("2\r\n{}}\r\n"), ==, CHUNKS_BAD);
    CHECK_INT(state_of("1111111111111111\r\n"), ==, CHUNKS_BAD);
}
