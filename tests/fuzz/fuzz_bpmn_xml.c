/* The BPMN compiler on any bytes: an answer with reasons or a model that loads, never a crash. */
#include <stdint.h>

#include "base/assert.h"
#include "base/limits.h"
#include "bpmn/compile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_model(struct arena *arena, const struct bpmn_compiled_process *compiled)
{
    const struct bpmn_process *process;

    if (compiled->is_executable) {
        ASSERT(bpmn_process_load(arena, compiled->model, &process) == STATUS_OK);
        ASSERT(process->elements[0].kind == BPMN_PROCESS);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct bpmn_compile_options options = {.with_warnings = true};
    struct bpmn_compiled compiled;
    struct arena arena;
    enum status st;

    arena_init(&arena, LIMIT_BPMN_COMPILE_BYTES);
    st = bpmn_compile(&arena, slice_make(data, size), &options, &compiled);
    ASSERT(st == STATUS_OK || st == STATUS_INVALID_ARGUMENT || st == STATUS_LIMIT);
    for (size_t i = 0; st == STATUS_OK && i < compiled.process_count; i++) {
        check_model(&arena, &compiled.processes[i]);
    }
    for (size_t i = 0; st != STATUS_LIMIT && i < compiled.diagnostic_count; i++) {
        ASSERT(compiled.diagnostics[i].reason.size > 0);
        ASSERT(compiled.diagnostics[i].rule != NULL);
    }
    arena_deinit(&arena);
    return 0;
}
