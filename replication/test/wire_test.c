/* What servers say to each other: what is written is read back, pieces join to what was cut, and
 * what is no message is not taken for one. */
#include "wire.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "configuration.h"
#include "testkit/test.h"

enum {
    SENDER = 9,
    LONG_BYTES = 2 * LIMIT_PEER_PIECE_BYTES + 1000,
};

static struct wire_joiner joiner;

/* Send `message` through pieces, the one at `lost` (from 0) left out; what comes of the last. */
static enum wire_joined through(struct slice message, int lost, struct slice *out)
{
    enum wire_joined joined = WIRE_BAD;
    enum wire_kind kind;
    size_t at = 0;

    for (int i = 0; at < message.size; i++) {
        struct wire_piece piece;
        struct buffer frame;

        buffer_init(&frame, LIMIT_PEER_MESSAGE_BYTES);
        wire_cut(WIRE_OWNER, message.size, at, &piece);
        buffer_put(&frame, piece.header, piece.header_bytes);
        buffer_put_slice(&frame, slice_sub(message, at, piece.body_bytes));
        at += piece.body_bytes;
        if (i != lost) {
            joined = wire_join(&joiner, buffer_slice(&frame), &kind, out);
        }
        buffer_deinit(&frame);
    }
    return joined;
}

static struct slice a_long_message(void)
{
    static char bytes[LONG_BYTES];

    for (size_t i = 0; i < LONG_BYTES; i++) {
        bytes[i] = (char)(i * 7 + i / 300);
    }
    return slice_make(bytes, LONG_BYTES);
}

TEST(wire_pieces, join_to_what_was_cut)
{
    struct slice message = a_long_message();
    struct slice got;

    wire_joiner_init(&joiner);

    CHECK(through(message, -1, &got) == WIRE_JOINED);
    CHECK_SLICE(got, message);

    CHECK(through(slice_of("short"), -1, &got) == WIRE_JOINED);
    CHECK_INT(got.size, ==, 5);
    wire_joiner_deinit(&joiner);
}

/* A queue that was full may drop any of them. */
TEST(wire_pieces, make_no_message_when_one_is_lost)
{
    struct slice message = a_long_message();
    struct slice got;

    wire_joiner_init(&joiner);

    CHECK(through(message, 0, &got) == WIRE_BAD);
    CHECK(through(message, 1, &got) == WIRE_BAD);
    CHECK(through(message, 2, &got) == WIRE_WAITING);
    CHECK(through(message, -1, &got) == WIRE_JOINED);

    CHECK_SLICE(got, message);
    wire_joiner_deinit(&joiner);
}

TEST(wire_pieces, promise_no_more_than_the_largest_message)
{
    char frame[WIRE_HEADER_BYTES + 10] = {WIRE_OWNER, 1};
    enum wire_kind kind;
    struct slice got;

    wire_joiner_init(&joiner);
    bytes_put_u32be(frame + 2, WIRE_MESSAGE_BYTES_MAX);
    CHECK(wire_join(&joiner, slice_make(frame, sizeof(frame)), &kind, &got) == WIRE_WAITING);
    CHECK_INT(joiner.pieces.capacity, <, 1 << 16);

    bytes_put_u32be(frame + 2, WIRE_MESSAGE_BYTES_MAX + 1);
    CHECK(wire_join(&joiner, slice_make(frame, sizeof(frame)), &kind, &got) == WIRE_BAD);
    wire_joiner_deinit(&joiner);
}

static struct slice encode(struct buffer *out, const struct raft_message *message)
{
    buffer_reset(out);
    wire_raft_encode(out, message, slice_of("manifest"));
    return buffer_slice(out);
}

TEST(wire_raft, messages_are_read_back_as_they_were)
{
    struct raft_message vote = {.type = RAFT_REQUEST_VOTE};
    struct raft_message result = {.type = RAFT_APPEND_ENTRIES_RESULT};
    struct raft_message install = {.type = RAFT_INSTALL_SNAPSHOT};
    struct wire_raft got;
    struct buffer out;

    buffer_init(&out, WIRE_MESSAGE_BYTES_MAX);
    vote.request_vote = (struct raft_request_vote){.version = 2,
                                                   .term = 5,
                                                   .candidate_id = SENDER,
                                                   .last_log_index = 77,
                                                   .last_log_term = 4,
                                                   .pre_vote = true};
    CHECK(wire_raft_decode(encode(&out, &vote), SENDER, &got));
    CHECK_INT(got.message.request_vote.version, ==, 2);
    CHECK_INT(got.message.request_vote.last_log_index, ==, 77);
    CHECK(got.message.request_vote.pre_vote);
    CHECK(!got.message.request_vote.disrupt_leader);
    CHECK(!wire_raft_decode(encode(&out, &vote), SENDER + 1, &got)); /* another's candidacy */

    result.append_entries_result = (struct raft_append_entries_result){
        .version = 1, .term = 6, .last_log_index = 12, .features = 3, .capacity = 1000};
    CHECK(wire_raft_decode(encode(&out, &result), SENDER, &got));
    CHECK_INT(got.message.append_entries_result.last_log_index, ==, 12);
    CHECK_INT(got.message.append_entries_result.features, ==, 3);
    CHECK_INT(got.message.append_entries_result.capacity, ==, 1000);

    install.install_snapshot.term = 8;
    CHECK(wire_raft_decode(encode(&out, &install), SENDER, &got));
    CHECK_INT(got.message.install_snapshot.term, ==, 8);
    CHECK_TEXT(got.manifest, "manifest");
    buffer_deinit(&out);
}

/* One entry of that kind, term and payload behind an entry of term 4, from a leader of term 5. */
static bool takes_entry(enum entry_kind kind, uint64_t term, struct slice payload)
{
    struct raft_append_entries append = {
        .version = 2, .term = 5, .prev_log_index = 10, .prev_log_term = 4, .leader_commit = 9};
    struct wire_raft got;
    struct buffer out;
    size_t count_at;
    bool taken;

    buffer_init(&out, WIRE_MESSAGE_BYTES_MAX + LIMIT_COMMAND_BYTES);
    wire_append_begin(&out, &append, &count_at);
    wire_append_entry(&out, &(struct entry){.term = term, .kind = kind, .payload = payload});
    wire_append_end(&out, count_at, 1);
    taken = wire_raft_decode(buffer_slice(&out), SENDER, &got);
    if (taken) {
        CHECK_INT(got.entries[0].index, ==, 11);
        CHECK_INT(got.entries[0].term, ==, term);
        CHECK_SLICE(got.entries[0].payload, payload);
        wire_raft_deinit(&got);
    }
    buffer_deinit(&out);
    return taken;
}

TEST(wire_raft, entries_are_taken_only_when_they_can_be_a_leaders)
{
    char *most = calloc(1, LIMIT_COMMAND_BYTES + 1);

    CHECK(most != NULL);
    CHECK(takes_entry(ENTRY_COMMAND, 5, slice_of("command")));
    CHECK(takes_entry(ENTRY_COMMAND, 4, slice_of("command")));
    CHECK(!takes_entry(ENTRY_COMMAND, 3, slice_of("the term falls")));
    CHECK(!takes_entry(ENTRY_COMMAND, 6, slice_of("above the leader's")));
    CHECK(!takes_entry((enum entry_kind)4, 5, slice_of("no kind")));
    CHECK(!takes_entry(ENTRY_CHANGE, 5, slice_of("no configuration")));
    CHECK(takes_entry(ENTRY_COMMAND, 5, slice_make(most, LIMIT_COMMAND_BYTES)));
    CHECK(!takes_entry(ENTRY_COMMAND, 5, slice_make(most, LIMIT_COMMAND_BYTES + 1)));
    free(most);
}

/* The library reads a configuration without looking where it ends. */
TEST(configuration, is_taken_only_whole_and_with_members_that_differ)
{
    struct raft_configuration two;
    struct raft_buffer encoded;
    char *bytes;

    raft_configuration_init(&two);
    CHECK(raft_configuration_add(&two, 1, "n1@h:1", RAFT_VOTER) == 0);
    CHECK(raft_configuration_add(&two, 2, "n2@h:2", RAFT_STANDBY) == 0);
    configuration_encode(&two, &encoded);
    raft_configuration_close(&two);
    bytes = encoded.base;

    CHECK(configuration_is_valid(slice_make(bytes, encoded.len)));
    for (size_t size = 0; size + 8 <= encoded.len; size++) {
        CHECK(!configuration_is_valid(slice_make(bytes, size)));
    }
    bytes[9 + 8 + 7 + 1] = 1; /* the second id: the first one again */
    CHECK(!configuration_is_valid(slice_make(bytes, encoded.len)));
    bytes[9 + 8 + 7 + 1] = 2;
    bytes[9 + 8 + 7] = 2; /* a role that we never give */
    CHECK(!configuration_is_valid(slice_make(bytes, encoded.len)));
    raft_free(encoded.base);
}
