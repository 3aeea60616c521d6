/* The model's loader on any bytes: refused, or a model that encodes to the very same bytes. */
#include <stdint.h>

#include "base/assert.h"
#include "base/limits.h"
#include "bpmn/model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct bpmn_process *process;
    struct arena arena;
    struct buffer again;

    arena_init(&arena, LIMIT_BPMN_COMPILE_BYTES);
    if (bpmn_process_load(&arena, slice_make(data, size), &process) == STATUS_OK) {
        buffer_init(&again, LIMIT_DEPLOYMENT_BYTES);
        bpmn_process_encode(process, &again);
        ASSERT(!again.failed);
        ASSERT(slice_equal(buffer_slice(&again), slice_make(data, size)));
        buffer_deinit(&again);
    }
    arena_deinit(&arena);
    return 0;
}
