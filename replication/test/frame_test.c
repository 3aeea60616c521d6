/* Frames and hellos, as bytes. */
#include "frame.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "hello.h"
#include "testkit/random.h"
#include "testkit/test.h"

static const uint8_t cluster_id[REPLICATION_CLUSTER_ID_BYTES] = "sixteen bytes .";

static struct hello a_hello(void)
{
    struct hello hello = {
        .protocol_min = HELLO_PROTOCOL_MIN,
        .protocol_max = HELLO_PROTOCOL_MAX,
        .from = 7,
        .to = 9,
        .feature_level_min = 1,
        .feature_level_max = 3,
        .channel = PEER_FIFO,
        .name = SLICE("n7"),
    };

    memcpy(hello.cluster_id, cluster_id, sizeof(cluster_id));
    return hello;
}

static void put_frame(struct buffer *out, const char *text)
{
    struct slice part = slice_of(text);

    CHECK(frame_encode(out, FRAME_MESSAGE, &part, 1));
}

/* However a stream is cut into pieces, the same frames come out. */
TEST(frame, comes_out_of_any_pieces)
{
    static const char *const texts[] = {"one", "", "a third one that is somewhat longer", "4"};
    struct random random = {.state = 5};
    struct buffer stream;

    buffer_init(&stream, KIB(64));
    for (size_t i = 0; i < 4; i++) {
        put_frame(&stream, texts[i]);
    }
    for (int run = 0; run < 2000; run++) {
        struct slice left = buffer_slice(&stream);
        struct frame_reader reader;
        struct frame frame;
        size_t frames = 0;

        frame_reader_init(&reader, 64);
        while (left.size > 0) {
            size_t bytes = 1 + random_below(&random, (uint32_t)left.size);
            struct slice piece = slice_sub(left, 0, bytes);

            while (frame_reader_next(&reader, &piece, &frame) == FRAME_OK) {
                CHECK_INT(frame.type, ==, FRAME_MESSAGE);
                CHECK_TEXT(frame.payload, texts[frames]);
                frames++;
            }
            CHECK_INT(piece.size, ==, 0);
            left = slice_from(left, bytes);
        }
        CHECK_INT(frames, ==, 4);
        frame_reader_deinit(&reader);
    }
    buffer_deinit(&stream);
}

/* Any flipped bit is seen: as a frame that is none, that is too long, or that never ends. */
TEST(frame, with_a_flipped_bit_never_arrives)
{
    struct buffer stream;

    buffer_init(&stream, KIB(1));
    put_frame(&stream, "twenty bytes of text");
    for (size_t bit = 0; bit < stream.size * 8; bit++) {
        struct slice input = buffer_slice(&stream);
        struct frame_reader reader;
        struct frame frame;

        stream.data[bit / 8] = (char)(stream.data[bit / 8] ^ (1 << bit % 8));
        frame_reader_init(&reader, 1000);
        CHECK(frame_reader_next(&reader, &input, &frame) != FRAME_OK);
        frame_reader_deinit(&reader);
        stream.data[bit / 8] = (char)(stream.data[bit / 8] ^ (1 << bit % 8));
    }
    buffer_deinit(&stream);
}

/* A length that is said is no reason to keep memory for it. */
TEST(frame, of_a_great_length_takes_no_memory_before_its_bytes)
{
    static const char header[FRAME_HEADER_BYTES] = {0x00, 0x10, 0x00, 0x00, 0, 0, 0, 0, 4};
    struct frame_reader reader;
    struct frame frame;
    struct slice input = slice_make(header, sizeof(header));

    frame_reader_init(&reader, MIB(1));
    CHECK_INT(frame_reader_next(&reader, &input, &frame), ==, FRAME_MORE);
    CHECK_INT(reader.rest.capacity, <, 1000);
    frame_reader_deinit(&reader);

    frame_reader_init(&reader, MIB(1) - 1);
    input = slice_make(header, sizeof(header));
    CHECK_INT(frame_reader_next(&reader, &input, &frame), ==, FRAME_LONG);
    CHECK_INT(reader.rest.capacity, ==, 0);
    frame_reader_deinit(&reader);
}

/* A full buffer is no failed one: the next, smaller frame may fit. */
TEST(frame, that_does_not_fit_leaves_the_buffer_as_it_was)
{
    struct buffer out;

    buffer_init(&out, 2 * FRAME_HEADER_BYTES + 10);
    put_frame(&out, "12345");
    CHECK(!frame_encode(&out, FRAME_MESSAGE, &SLICE("123456"), 1));
    put_frame(&out, "12345");
    CHECK_INT(out.size, ==, 2 * FRAME_HEADER_BYTES + 10);
    buffer_deinit(&out);
}

TEST(hello, round_trips_and_longer_ones_are_read_too)
{
    struct hello said = a_hello();
    struct hello heard;
    struct buffer out;

    buffer_init(&out, HELLO_BYTES_MAX);
    hello_encode(&out, &said);
    buffer_put_text(&out, "members of a later version");

    CHECK_INT(hello_decode(buffer_slice(&out), &heard), ==, HELLO_WELCOME);

    CHECK_INT(heard.from, ==, 7);
    CHECK_INT(heard.to, ==, 9);
    CHECK_INT(heard.feature_level_max, ==, 3);
    CHECK_INT(heard.channel, ==, PEER_FIFO);
    CHECK_TEXT(heard.name, "n7");
    CHECK(memcmp(heard.cluster_id, cluster_id, sizeof(cluster_id)) == 0);
    for (size_t bytes = 0; bytes < 8 + 8 + 16 + 16 + 8 + 1 + 1 + 2; bytes++) {
        CHECK_INT(hello_decode(slice_sub(buffer_slice(&out), 0, bytes), &heard), ==,
                  HELLO_MALFORMED);
    }
    buffer_deinit(&out);
}

TEST(hello, of_another_protocol_says_so_whatever_follows)
{
    struct hello said = a_hello();
    struct hello heard;
    struct buffer out;

    said.protocol_min = HELLO_PROTOCOL_MAX + 1;
    said.protocol_max = HELLO_PROTOCOL_MAX + 4;
    buffer_init(&out, HELLO_BYTES_MAX);
    hello_encode(&out, &said);
    CHECK_INT(hello_decode(slice_sub(buffer_slice(&out), 0, 16), &heard), ==, HELLO_PROTOCOL);
    buffer_deinit(&out);
}

TEST(hello, is_judged_by_cluster_server_and_levels)
{
    struct hello own = a_hello();
    struct hello theirs = a_hello();

    own.from = 9;
    CHECK_INT(hello_judge(&own, &theirs), ==, HELLO_WELCOME);
    theirs.feature_level_min = theirs.feature_level_max = 4;
    CHECK_INT(hello_judge(&own, &theirs), ==, HELLO_FEATURES);
    theirs.to = 8;
    CHECK_INT(hello_judge(&own, &theirs), ==, HELLO_NOT_ME);
    theirs.cluster_id[15] ^= 1;
    CHECK_INT(hello_judge(&own, &theirs), ==, HELLO_CLUSTER);
}
