#include "peer_wire.h"

#include <stddef.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "base/limits.h"

enum {
    FORMAT = 1,
    HEAD_BYTES = 2,
    NUMBER_BYTES = 8,
    NUMBERS_MAX = 4
};

/* The numbers of a kind in their order, as places in struct peer_message, and its longest text. */
struct kind_shape {
    uint8_t count;
    size_t at[NUMBERS_MAX];
    size_t text_bytes_max;
};

#define AT(member) offsetof(struct peer_message, member)

static const struct kind_shape shapes[PEER_KINDS] = {
    [PEER_FORWARD] = {3, {AT(term), AT(start), AT(sequence)}, LIMIT_COMMAND_BYTES},
    [PEER_REFUSED] = {3, {AT(term), AT(sequence), AT(status)}, 0},
    [PEER_FENCE_ASK] = {1, {AT(sequence)}, 0},
    [PEER_FENCE_INDEX] = {2, {AT(sequence), AT(index)}, 0},
    [PEER_FENCE] = {2, {AT(term), AT(round)}, 0},
    [PEER_FENCE_OK] = {2, {AT(term), AT(round)}, 0},
    [PEER_PULSE] = {4, {AT(term), AT(index), AT(wall_ms), AT(port)}, 0},
    [PEER_CHANGE] = {3, {AT(sequence), AT(operation), AT(server_id)}, PEER_TEXT_BYTES},
    [PEER_CHANGE_DONE] = {2, {AT(sequence), AT(status)}, PEER_TEXT_BYTES},
};

#undef AT

static uint64_t *number_of(struct peer_message *message, size_t at)
{
    return (uint64_t *)(void *)((char *)message + at);
}

static uint64_t number_get(const struct peer_message *message, size_t at)
{
    return *(const uint64_t *)(const void *)((const char *)message + at);
}

void peer_message_encode(const struct peer_message *message, struct buffer *out)
{
    const struct kind_shape *shape = &shapes[message->kind];

    ASSERT(shape->count > 0);
    ASSERT(message->text.size <= shape->text_bytes_max);
    buffer_put_byte(out, FORMAT);
    buffer_put_byte(out, (char)message->kind);
    for (size_t i = 0; i < shape->count; i++) {
        buffer_put_u64be(out, number_get(message, shape->at[i]));
    }
    buffer_put_slice(out, message->text);
}

/* What the numbers may be beside numbers. */
static bool is_sane(const struct peer_message *message)
{
    switch (message->kind) {
    case PEER_FORWARD:
        return message->text.size > 0;
    case PEER_REFUSED:
    case PEER_CHANGE_DONE:
        return message->status < STATUS_COUNT;
    case PEER_PULSE:
        return message->port <= UINT16_MAX && message->wall_ms <= INT64_MAX;
    case PEER_FENCE_ASK:
    case PEER_FENCE_INDEX:
    case PEER_FENCE:
    case PEER_FENCE_OK:
    case PEER_CHANGE:
    case PEER_KINDS:
        break;
    }
    return true;
}

enum status peer_message_decode(struct slice bytes, struct peer_message *out)
{
    const struct kind_shape *shape;
    unsigned kind;

    *out = (struct peer_message){0};
    if (bytes.size < HEAD_BYTES || bytes.data[0] != FORMAT) {
        return STATUS_MALFORMED;
    }
    kind = (unsigned char)bytes.data[1];
    if (kind >= PEER_KINDS || shapes[kind].count == 0) {
        return STATUS_MALFORMED;
    }
    shape = &shapes[kind];
    out->kind = (enum peer_kind)kind;
    bytes = slice_from(bytes, HEAD_BYTES);
    if (bytes.size < (size_t)shape->count * NUMBER_BYTES) {
        return STATUS_MALFORMED;
    }
    for (size_t i = 0; i < shape->count; i++) {
        *number_of(out, shape->at[i]) = bytes_get_u64be(bytes.data + i * NUMBER_BYTES);
    }
    out->text = slice_from(bytes, (size_t)shape->count * NUMBER_BYTES);
    return out->text.size <= shape->text_bytes_max && is_sane(out) ? STATUS_OK : STATUS_MALFORMED;
}
