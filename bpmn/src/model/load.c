/* From bytes to a model that the state machine may trust. */
#include "model_int.h"

static enum status parse_expressions(struct arena *arena, const struct bpmn_process *process,
                                     struct bpmn_expression *expressions)
{
    const struct feel_parse_options options = {.dialect = FEEL_CAMUNDA};
    struct feel_error error;

    for (uint32_t i = 0; i < process->expression_count; i++) {
        enum status st;

        if (expressions[i].is_static) {
            continue;
        }
        st = feel_parse(arena, expressions[i].text, &options, &expressions[i].parsed, &error);
        if (st != STATUS_OK) {
            return st;
        }
    }
    return STATUS_OK;
}

static enum status verify_ids(struct arena *arena, const struct bpmn_process *process)
{
    struct arena_mark mark = arena_mark(arena);
    struct slice *scratch = ARENA_ARRAY(arena, struct slice, 2 * (size_t)process->element_count);
    bool hold;

    if (scratch == NULL) {
        return STATUS_LIMIT;
    }
    hold = model_ids_hold(process, scratch);
    arena_rewind(arena, mark);
    return hold ? STATUS_OK : STATUS_MALFORMED;
}

enum status bpmn_process_load(struct arena *arena, struct slice bytes,
                              const struct bpmn_process **out)
{
    struct bpmn_process *process = ARENA_NEW(arena, struct bpmn_process);
    struct slice copy = arena_copy(arena, bytes);
    struct model_arrays arrays;
    enum status st;

    if (process == NULL || copy.data == NULL) {
        return STATUS_LIMIT;
    }
    st = model_decode(arena, copy, process, &arrays);
    if (st != STATUS_OK) {
        return st;
    }
    if (!model_references_hold(process)) {
        return STATUS_MALFORMED;
    }
    st = bpmn_process_link(arena, process, arrays.elements);
    if (st != STATUS_OK) {
        return st;
    }
    if (!model_meaning_holds(process)) {
        return STATUS_MALFORMED;
    }
    st = verify_ids(arena, process);
    if (st != STATUS_OK) {
        return st;
    }
    st = parse_expressions(arena, process, arrays.expressions);
    if (st != STATUS_OK) {
        return st;
    }
    *out = process;
    return STATUS_OK;
}
