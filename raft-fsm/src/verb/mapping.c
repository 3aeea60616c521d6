#include "verb/mapping.h"

#include "base/limits.h"
#include "verb/expression.h"
#include "verb/variable.h"

enum {
    PATH_PARTS_MAX = 64
};

/* What dotted targets make the mappings of one element copy, at most: a large document taken apart
 * and put together over and over. */
#define COPIED_BYTES_MAX MIB(64)

struct results {
    struct named_value *items;
    uint32_t count;
    uint64_t bytes;  /* of all values */
    uint64_t copied; /* for dotted targets */
};

/* The result of that name so far; NULL when there is none. */
static struct named_value *result_find(struct results *results, struct slice name)
{
    for (uint32_t i = 0; i < results->count; i++) {
        if (slice_equal(results->items[i].name, name)) {
            return &results->items[i];
        }
    }
    return NULL;
}

static bool is_object(struct slice value)
{
    struct value_item head;

    return value.size > 0 && value_head(value, &head) == STATUS_OK && head.kind == VALUE_OBJECT;
}

/* "a.b.c" into its parts; the last takes what is over the limit. */
static uint32_t path_split(struct slice path, struct slice parts[PATH_PARTS_MAX])
{
    uint32_t count = 0;

    while (count < PATH_PARTS_MAX - 1) {
        size_t dot = slice_find_byte(path, '.');

        if (dot == SIZE_MAX) {
            break;
        }
        parts[count++] = slice_sub(path, 0, dot);
        path = slice_from(path, dot + 1);
    }
    parts[count++] = path;
    return count;
}

/* `base` with `value` put in at the path below its name; what is there besides stays. */
static struct slice value_at_path(struct exec *x, struct slice base, const struct slice *parts,
                                  uint32_t count, struct slice value)
{
    struct slice levels[PATH_PARTS_MAX];

    if (count == 1) {
        return value;
    }
    levels[0] = is_object(base) ? base : value_empty_object();
    for (uint32_t i = 1; i + 1 < count; i++) {
        struct slice inner;

        levels[i] = value_find(levels[i - 1], parts[i], &inner) && is_object(inner)
                        ? inner
                        : value_empty_object();
    }
    for (uint32_t i = count - 1; i > 0 && value.data != NULL; i--) {
        struct slice member = variable_object(x, parts[i], value);

        value = member.data == NULL ? SLICE_EMPTY : value_merge(x->arena, levels[i - 1], member);
    }
    return value;
}

/* The value put in at its path, unless that makes the results too large or too deep. */
static enum verdict result_put(struct exec *x, struct results *results, struct named_value *result,
                               const struct bpmn_mapping *mapping, struct slice base,
                               struct slice value)
{
    struct slice parts[PATH_PARTS_MAX];
    uint32_t count = path_split(mapping->target, parts);

    results->copied += 2 * (uint64_t)(count - 1) * (base.size + value.size);
    if (results->copied <= COPIED_BYTES_MAX) {
        value = value_at_path(x, base, parts, count, value);
        ENSURE(x, value.data != NULL);
    }
    results->bytes += value.size - result->value.size;
    if (results->copied > COPIED_BYTES_MAX || results->bytes > LIMIT_VARIABLES_BYTES) {
        return exec_incident(x, INCIDENT_IO_MAPPING_ERROR,
                             "Expected the mappings to give at most %llu bytes, but with the "
                             "target '%.*s' it is more",
                             LIMIT_VARIABLES_BYTES, SLICE_ARG(mapping->target));
    }
    if (!variable_is_flat_enough(x, result->name, value)) {
        return exec_incident(x, INCIDENT_IO_MAPPING_ERROR,
                             "Expected the mappings to nest values at most %d levels deep, but "
                             "with the target '%.*s' it is more",
                             LIMIT_VALUE_DEPTH - 1, SLICE_ARG(mapping->target));
    }
    result->value = value;
    return V_OK;
}

/* Evaluate one mapping and put its value among the results. `around` is what a dotted target adds
 * to when no earlier mapping had the same name; NULL: nothing. */
static enum verdict mapping_run(struct exec *x, const struct bpmn_mapping *mapping,
                                const struct element_row *row, const struct element_row *around,
                                struct results *results)
{
    struct surroundings seen = {
        .scope = row, .extra = results->items, .extra_count = results->count};
    size_t dot = slice_find_byte(mapping->target, '.');
    struct slice name = dot == SIZE_MAX ? mapping->target : slice_sub(mapping->target, 0, dot);
    struct named_value *result = result_find(results, name);
    struct slice base = SLICE_EMPTY;
    struct outcome outcome;
    enum verdict v = expression_evaluate(x, &element_process(row)->expressions[mapping->source],
                                         &seen, INCIDENT_IO_MAPPING_ERROR, &outcome);

    if (v != V_OK) {
        return v;
    }
    if (result != NULL) {
        base = result->value;
    } else {
        result = &results->items[results->count++];
        result->name = name;
        if (dot != SIZE_MAX && around != NULL && !variable_find(x, around, name, &base)) {
            base = SLICE_EMPTY;
        }
    }
    return result_put(x, results, result, mapping, base, outcome.value);
}

static enum verdict mappings_run(struct exec *x, struct bpmn_range range,
                                 const struct element_row *row, const struct element_row *around,
                                 struct results *results)
{
    *results = (struct results){.count = 0};
    results->items = ARENA_ARRAY(x->arena, struct named_value, range.count);
    ENSURE(x, results->items != NULL);
    for (uint32_t i = 0; i < range.count; i++) {
        enum verdict v =
            mapping_run(x, &element_process(row)->mappings[range.first + i], row, around, results);

        if (v != V_OK) {
            return v;
        }
    }
    return V_OK;
}

enum verdict mapping_inputs(struct exec *x, struct element_row *row)
{
    struct bpmn_range inputs = element_model(row)->inputs;
    struct results results;
    enum verdict v;

    if (inputs.count == 0) {
        return V_OK;
    }
    v = mappings_run(x, inputs, row, NULL, &results);
    for (uint32_t i = 0; v == V_OK && i < results.count; i++) {
        variable_set(x, row, results.items[i].name, results.items[i].value);
    }
    return v;
}

enum verdict mapping_outputs(struct exec *x, struct element_row *row)
{
    struct bpmn_range outputs = element_model(row)->outputs;
    struct element_row *scope = element_find(x, row->scope_key);
    struct results results;
    enum verdict v;

    if (outputs.count == 0 || scope == NULL) {
        return V_OK;
    }
    v = mappings_run(x, outputs, row, scope, &results);
    for (uint32_t i = 0; v == V_OK && i < results.count; i++) {
        variables_propagate(x, scope,
                            variable_object(x, results.items[i].name, results.items[i].value));
    }
    return v;
}

/* An error's variables are the boundary event's own, mapped or not. What begins an event subprocess
 * waits for that one's inputs: it goes on outwards when the start event completes. */
static bool payload_stays(const struct element_row *row)
{
    const struct bpmn_process *process = element_process(row);
    const struct bpmn_element *e = element_model(row);

    return e->outputs.count > 0 ||
           (e->kind == BPMN_BOUNDARY_EVENT && bpmn_event_kind_of(process, e) == BPMN_EVENT_ERROR) ||
           (bpmn_starts_event_sub_process(process, e) &&
            process->elements[e->scope].inputs.count > 0);
}

void mapping_payload(struct exec *x, struct element_row *row, struct slice object)
{
    if (payload_stays(row)) {
        variables_set_local(x, row, object);
    } else {
        variables_propagate(x, row, object);
    }
}
