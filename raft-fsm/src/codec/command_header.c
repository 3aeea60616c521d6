/* The fixed header of a command, which the leader stamps in place, and the names of the types.
 *
 *     0  format (COMMAND_FORMAT)   1  version of the type   2  type, 16 bits   4  zero, 32 bits
 *     8  stamp   16  origin node   24  origin sequence      all big-endian */
#include "command_int.h"

#include "base/assert.h"
#include "base/bytes.h"

void command_header_put(const struct command *command, struct buffer *out)
{
    char header[COMMAND_HEADER_BYTES] = {0};

    header[HEADER_FORMAT_AT] = COMMAND_FORMAT;
    header[HEADER_VERSION_AT] = (char)command->version;
    bytes_put_u16be(header + HEADER_TYPE_AT, (uint16_t)command->type);
    bytes_put_u64be(header + HEADER_STAMP_AT, (uint64_t)command->stamp_ms);
    command_set_origin(header, command->origin_node, command->origin_sequence);
    buffer_put(out, header, sizeof(header));
}

void command_stamp(char *bytes, int64_t stamp_ms)
{
    bytes_put_u64be(bytes + HEADER_STAMP_AT, (uint64_t)stamp_ms);
}

void command_set_origin(char *bytes, uint64_t node, uint64_t sequence)
{
    bytes_put_u64be(bytes + HEADER_NODE_AT, node);
    bytes_put_u64be(bytes + HEADER_SEQUENCE_AT, sequence);
}

enum command_type command_type_of(struct slice bytes)
{
    ASSERT(bytes.size >= COMMAND_HEADER_BYTES);
    return (enum command_type)bytes_get_u16be(bytes.data + HEADER_TYPE_AT);
}

int64_t command_stamp_of(struct slice bytes)
{
    ASSERT(bytes.size >= COMMAND_HEADER_BYTES);
    return (int64_t)bytes_get_u64be(bytes.data + HEADER_STAMP_AT);
}

void command_origin_of(struct slice bytes, uint64_t *node, uint64_t *sequence)
{
    ASSERT(bytes.size >= COMMAND_HEADER_BYTES);
    *node = bytes_get_u64be(bytes.data + HEADER_NODE_AT);
    *sequence = bytes_get_u64be(bytes.data + HEADER_SEQUENCE_AT);
}

#define COMMAND_NAME(name, number)                                                                 \
    case COMMAND_##name:                                                                           \
        return #name;

const char *command_type_name(enum command_type type)
{
    switch (type) {
        COMMAND_TYPE_LIST(COMMAND_NAME)
    }
    return "UNKNOWN";
}

#undef COMMAND_NAME
