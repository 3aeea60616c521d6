/* Any bytes as a command and as a result: refused, or what encodes again to the same meaning. */
#include "base/assert.h"
#include "base/limits.h"
#include "fsm/command.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_command(struct slice bytes, struct arena *arena)
{
    struct command command;
    struct command again;
    struct buffer first;
    struct buffer second;

    if (command_decode(bytes, arena, &command) != STATUS_OK) {
        return;
    }
    buffer_init(&first, LIMIT_COMMAND_BYTES);
    buffer_init(&second, LIMIT_COMMAND_BYTES);
    command_encode(&command, &first);
    ASSERT(!first.failed);
    ASSERT(command_decode(buffer_slice(&first), arena, &again) == STATUS_OK);
    command_encode(&again, &second);
    ASSERT(slice_equal(buffer_slice(&first), buffer_slice(&second)));
    buffer_deinit(&first);
    buffer_deinit(&second);
}

static void check_result(struct slice bytes, struct arena *arena)
{
    struct result result;
    struct result again;
    struct buffer first;

    if (result_decode(bytes, arena, &result) != STATUS_OK) {
        return;
    }
    buffer_init(&first, LIMIT_COMMAND_BYTES);
    result_encode(&result, &first);
    ASSERT(!first.failed);
    ASSERT(result_decode(buffer_slice(&first), arena, &again) == STATUS_OK);
    ASSERT(again.type == result.type);
    ASSERT(again.status == result.status);
    buffer_deinit(&first);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;

    arena_init(&arena, MIB(64));
    check_command(slice_make(data, size), &arena);
    check_result(slice_make(data, size), &arena);
    arena_deinit(&arena);
    return 0;
}
