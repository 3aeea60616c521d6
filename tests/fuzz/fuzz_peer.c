/* Any bytes as a message of another node: refused, or what encodes again to the same bytes. */
#include "base/assert.h"
#include "base/limits.h"
#include "peer_wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct slice bytes)
{
    struct peer_message message;
    struct buffer again;

    if (peer_message_decode(bytes, &message) != STATUS_OK) {
        return;
    }
    buffer_init(&again, MIB(4));
    peer_message_encode(&message, &again);
    ASSERT(slice_equal(buffer_slice(&again), bytes));
    buffer_deinit(&again);
}

/* As they are, and behind a head that is good. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer headed;

    check(slice_make(data, size));
    if (size > 0) {
        buffer_init(&headed, MIB(4));
        buffer_put_byte(&headed, 1);
        buffer_put_byte(&headed, (char)(data[0] % PEER_KINDS));
        buffer_put(&headed, data + 1, size - 1);
        check(buffer_slice(&headed));
        buffer_deinit(&headed);
    }
    return 0;
}
