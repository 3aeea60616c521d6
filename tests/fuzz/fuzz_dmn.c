/* The DMN compiler on any bytes: reasons, or a unit that loads and whose decisions end. */
#include <stdint.h>

#include "base/assert.h"
#include "base/limits.h"
#include "dmn/compile.h"

enum {
    STEPS_MAX = 10000
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void evaluate_all(struct arena *arena, struct slice encoded)
{
    struct feel_environment environment = {.steps_max = STEPS_MAX};
    const struct dmn_unit *unit;
    struct feel_result result;
    enum status st = dmn_load(arena, encoded, &unit);

    ASSERT(st == STATUS_OK || st == STATUS_LIMIT);
    for (uint32_t i = 0; st == STATUS_OK && i < dmn_decision_count(unit); i++) {
        ASSERT(dmn_evaluate(unit, i, &environment, arena, &result) == STATUS_OK);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dmn_file file = {.name = SLICE("fuzz.dmn"), .xml = slice_make(data, size)};
    struct dmn_compiled compiled;
    struct arena arena;
    enum status st;

    arena_init(&arena, LIMIT_BPMN_COMPILE_BYTES);
    st = dmn_compile(&arena, &file, 1, &compiled);
    ASSERT(st == STATUS_OK || st == STATUS_INVALID_ARGUMENT || st == STATUS_LIMIT);
    if (st == STATUS_OK) {
        evaluate_all(&arena, compiled.unit);
    }
    for (uint32_t i = 0; st != STATUS_LIMIT && i < compiled.diagnostic_count; i++) {
        ASSERT(compiled.diagnostics[i].reason.size > 0);
    }
    arena_deinit(&arena);
    return 0;
}
