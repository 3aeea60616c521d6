#include "hello.h"

#include <string.h>

#include "base/assert.h"
#include "base/byte_reader.h"

static const char hello_magic[8] = "BATONPER";

const char *hello_refusal_text(unsigned refusal)
{
#define HELLO_REFUSAL_TEXT(name, number, text)                                                     \
    case HELLO_##name:                                                                             \
        return text;
    switch (refusal) {
        HELLO_REFUSAL_LIST(HELLO_REFUSAL_TEXT)
    default:
        return "unknown reason";
    }
#undef HELLO_REFUSAL_TEXT
}

void hello_encode(struct buffer *out, const struct hello *hello)
{
    ASSERT(hello->name.size > 0);
    ASSERT(hello->name.size <= HELLO_NAME_BYTES_MAX);
    buffer_put(out, hello_magic, sizeof(hello_magic));
    buffer_put_u32be(out, hello->protocol_min);
    buffer_put_u32be(out, hello->protocol_max);
    buffer_put(out, hello->cluster_id, sizeof(hello->cluster_id));
    buffer_put_u64be(out, hello->from);
    buffer_put_u64be(out, hello->to);
    buffer_put_u32be(out, hello->feature_level_min);
    buffer_put_u32be(out, hello->feature_level_max);
    buffer_put_byte(out, (char)hello->channel);
    buffer_put_byte(out, (char)hello->name.size);
    buffer_put_slice(out, hello->name);
}

static uint64_t read_u64(struct byte_reader *reader)
{
    uint64_t high = byte_reader_u32(reader);

    return high << 32 | byte_reader_u32(reader);
}

/* What every version has, so that two that cannot speak can say why. */
static enum hello_refusal read_range(struct byte_reader *reader, struct hello *hello)
{
    struct slice magic = byte_reader_take(reader, sizeof(hello_magic));

    hello->protocol_min = byte_reader_u32(reader);
    hello->protocol_max = byte_reader_u32(reader);
    if (reader->failed || memcmp(magic.data, hello_magic, sizeof(hello_magic)) != 0 ||
        hello->protocol_min > hello->protocol_max) {
        return HELLO_MALFORMED;
    }
    return hello->protocol_min > HELLO_PROTOCOL_MAX || hello->protocol_max < HELLO_PROTOCOL_MIN
               ? HELLO_PROTOCOL
               : HELLO_WELCOME;
}

enum hello_refusal hello_decode(struct slice payload, struct hello *hello)
{
    struct byte_reader reader = {.left = payload};
    enum hello_refusal refusal;
    struct slice cluster_id;
    uint8_t channel;

    *hello = (struct hello){0};
    refusal = read_range(&reader, hello);
    if (refusal != HELLO_WELCOME) {
        return refusal;
    }
    cluster_id = byte_reader_take(&reader, sizeof(hello->cluster_id));
    hello->from = read_u64(&reader);
    hello->to = read_u64(&reader);
    hello->feature_level_min = byte_reader_u32(&reader);
    hello->feature_level_max = byte_reader_u32(&reader);
    channel = byte_reader_u8(&reader);
    hello->name = byte_reader_take(&reader, byte_reader_u8(&reader));
    if (reader.failed || hello->from == 0 || hello->name.size == 0 ||
        hello->name.size > HELLO_NAME_BYTES_MAX || (channel != PEER_FIFO && channel != PEER_BULK) ||
        hello->feature_level_min > hello->feature_level_max) {
        return HELLO_MALFORMED;
    }
    memcpy(hello->cluster_id, cluster_id.data, sizeof(hello->cluster_id));
    hello->channel = (enum peer_channel)channel;
    return HELLO_WELCOME;
}

enum hello_refusal hello_judge(const struct hello *own, const struct hello *theirs)
{
    if (memcmp(own->cluster_id, theirs->cluster_id, sizeof(own->cluster_id)) != 0) {
        return HELLO_CLUSTER;
    }
    if (theirs->to != own->from || theirs->from == own->from) {
        return HELLO_NOT_ME;
    }
    if (theirs->feature_level_min > own->feature_level_max ||
        theirs->feature_level_max < own->feature_level_min) {
        return HELLO_FEATURES;
    }
    return HELLO_WELCOME;
}
