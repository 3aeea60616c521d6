/* Encoded decision models of any bytes: refused, or whole enough to be evaluated. */
#include <stdint.h>

#include "base/assert.h"
#include "base/limits.h"
#include "dmn/dmn.h"

enum {
    STEPS_MAX = 10000
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct feel_environment environment = {.steps_max = STEPS_MAX};
    const struct dmn_unit *unit;
    struct feel_result result;
    struct arena arena;
    enum status st;

    arena_init(&arena, LIMIT_BPMN_COMPILE_BYTES);
    st = dmn_load(&arena, slice_make(data, size), &unit);
    ASSERT(st == STATUS_OK || st == STATUS_CORRUPT || st == STATUS_LIMIT);
    for (uint32_t i = 0; st == STATUS_OK && i < dmn_decision_count(unit); i++) {
        ASSERT(dmn_evaluate(unit, i, &environment, &arena, &result) == STATUS_OK);
    }
    arena_deinit(&arena);
    return 0;
}
