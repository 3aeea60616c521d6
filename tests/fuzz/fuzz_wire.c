/* What another server sends: any bytes, and good messages with some bytes changed. What is taken
 * is exactly what would be written, and nothing points outside of it. */
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "configuration.h"
#include "wire.h"

enum {
    SENDER = 3
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void encode_again(const struct wire_raft *received, struct buffer *out)
{
    const struct raft_append_entries *append = &received->message.append_entries;
    size_t count_at;

    if (received->message.type != RAFT_APPEND_ENTRIES) {
        wire_raft_encode(out, &received->message, received->manifest);
        return;
    }
    wire_append_begin(out, append, &count_at);
    for (unsigned i = 0; i < append->n_entries; i++) {
        wire_append_entry(out, &received->entries[i]);
    }
    wire_append_end(out, count_at, append->n_entries);
}

static void check_raft(struct slice bytes)
{
    struct wire_raft received;
    struct buffer again;

    if (!wire_raft_decode(bytes, SENDER, &received)) {
        return;
    }
    buffer_init(&again, WIRE_MESSAGE_BYTES_MAX);
    encode_again(&received, &again);
    ASSERT(slice_equal(buffer_slice(&again), bytes));
    for (unsigned i = 0; received.entries != NULL && i < received.message.append_entries.n_entries;
         i++) {
        if (received.entries[i].kind == ENTRY_CHANGE) {
            struct raft_configuration configuration;

            configuration_decode(received.entries[i].payload, &configuration);
            raft_configuration_close(&configuration);
        }
    }
    buffer_deinit(&again);
    wire_raft_deinit(&received);
}

static void check_message(enum wire_kind kind, struct slice message)
{
    struct wire_place place;
    struct slice rest;
    uint64_t index;

    switch (kind) {
    case WIRE_RAFT:
        check_raft(message);
        break;
    case WIRE_MEMBERS:
        if (wire_members_decode(message, &index, &rest)) {
            ASSERT(index > 0);
        }
        break;
    case WIRE_ASK:
    case WIRE_CHUNK:
    case WIRE_GONE:
        if (wire_place_decode(message, &place, &rest)) {
            ASSERT(rest.size < message.size);
        }
        break;
    case WIRE_OWNER:
        break;
    }
}

static void receive(struct wire_joiner *joiner, struct slice frame)
{
    enum wire_kind kind;
    struct slice message;

    if (wire_join(joiner, frame, &kind, &message) == WIRE_JOINED) {
        check_message(kind, message);
    }
}

/* Frames of any bytes, each behind its length. */
static void check_frames(struct slice bytes)
{
    struct wire_joiner joiner;

    wire_joiner_init(&joiner);
    while (bytes.size > 1) {
        size_t size = (unsigned char)bytes.data[0];
        struct slice frame;

        bytes = slice_from(bytes, 1);
        frame = slice_sub(bytes, 0, size < bytes.size ? size : bytes.size);
        receive(&joiner, frame);
        bytes = slice_from(bytes, frame.size);
    }
    wire_joiner_deinit(&joiner);
}

static void put_good_append(struct buffer *out)
{
    const struct raft_append_entries append = {
        .version = 2, .term = 7, .prev_log_index = 40, .prev_log_term = 5, .leader_commit = 39};
    const char command[] = "a command";
    const struct raft_server servers[] = {
        {.id = 1, .address = (char[]){"n1@h:1"}, .role = RAFT_VOTER},
        {.id = 2, .address = (char[]){"n2@h:2"}, .role = RAFT_STANDBY}};
    struct raft_configuration configuration;
    struct raft_buffer encoded;
    size_t count_at;

    raft_configuration_init(&configuration);
    for (size_t i = 0; i < 2; i++) {
        ASSERT(raft_configuration_add(&configuration, servers[i].id, servers[i].address,
                                      servers[i].role) == 0);
    }
    configuration_encode(&configuration, &encoded);
    raft_configuration_close(&configuration);
    wire_append_begin(out, &append, &count_at);
    wire_append_entry(
        out, &(struct entry){.term = 6, .kind = ENTRY_COMMAND, .payload = slice_of(command)});
    wire_append_entry(out, &(struct entry){.term = 7,
                                           .kind = ENTRY_CHANGE,
                                           .payload = slice_make(encoded.base, encoded.len)});
    wire_append_end(out, count_at, 2);
    raft_free(encoded.base);
}

/* A good message, with the bytes changed that the input names (place, value). */
static void check_changed(struct slice edits)
{
    struct wire_joiner joiner;
    struct wire_piece piece;
    struct buffer message;
    struct buffer frame;

    buffer_init(&message, WIRE_MESSAGE_BYTES_MAX);
    buffer_init(&frame, WIRE_MESSAGE_BYTES_MAX);
    put_good_append(&message);
    for (; edits.size >= 2; edits = slice_from(edits, 2)) {
        message.data[(unsigned char)edits.data[0] % message.size] = edits.data[1];
    }
    wire_cut(WIRE_RAFT, message.size, 0, &piece);
    buffer_put(&frame, piece.header, piece.header_bytes);
    buffer_put_slice(&frame, buffer_slice(&message));
    wire_joiner_init(&joiner);
    receive(&joiner, buffer_slice(&frame));
    wire_joiner_deinit(&joiner);
    buffer_deinit(&frame);
    buffer_deinit(&message);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_frames(slice_make(data, size));
    check_raft(slice_make(data, size));
    check_changed(slice_make(data, size < 16 ? size : 16));
    return 0;
}
