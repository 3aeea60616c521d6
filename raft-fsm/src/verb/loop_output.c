#include "verb/loop_output.h"

#include "base/limits.h"
#include "row/loop_rows.h"
#include "verb/expression.h"
#include "verb/variable.h"

enum {
    WRITES_MAX = 64, /* of the whole list, while its items come in */
    WAITING_BYTES_MAX = 262144
};

enum verdict loop_output_begin(struct exec *x, struct element_row *body)
{
    struct slice name = element_model(body)->loop.output_collection;
    struct buffer *out = x->rows.buffer;
    struct slice list;

    if (name.size == 0) {
        return V_OK;
    }
    buffer_reset(out);
    value_put_array(out, body->loop.count);
    for (uint32_t i = 0; i < body->loop.count; i++) {
        value_put_null(out);
    }
    list = arena_copy(x->arena, buffer_slice(out));
    ENSURE(x, list.data != NULL);
    variable_set(x, body, name, list);
    return V_OK;
}

/* --- writing the list --- */

static enum verdict spoiled(struct exec *x, const struct element_row *body)
{
    return exec_incident(x, INCIDENT_EXTRACT_VALUE_ERROR,
                         "Expected the output collection '%.*s' to be an 'ARRAY' of %u items, but "
                         "it has been changed",
                         SLICE_ARG(element_model(body)->loop.output_collection), body->loop.count);
}

/* The list as it is, to be read item by item. */
static bool list_open(struct exec *x, const struct element_row *body, struct value_reader *out)
{
    struct variable_row list;
    uint32_t count;

    if (!variable_row_get(&x->rows, body->key, element_model(body)->loop.output_collection,
                          &list)) {
        return false;
    }
    *out = value_reader_of(list.value);
    return value_read_array(out, &count) == STATUS_OK && count == body->loop.count;
}

/* Put the list with what waits in its places into the buffer of rows. */
static enum verdict list_merge(struct exec *x, const struct element_row *body,
                               struct value_reader *list)
{
    struct row_key prefix = row_key_of(body->key);
    struct buffer *out = x->rows.buffer;
    struct slice output = SLICE_EMPTY;
    uint32_t index = 0;
    struct row_walk walk;
    bool more;
    bool is_whole = true;

    buffer_reset(out);
    value_put_array(out, body->loop.count);
    more = walk_begin(&walk, &x->rows.writes, TABLE_LOOP_OUTPUT, &prefix) &&
           loop_output_decode(&x->rows, &walk, &index, &output);
    for (uint32_t i = 0; is_whole && i < body->loop.count; i++) {
        struct slice item;

        is_whole = value_read_whole(list, &item) == STATUS_OK;
        if (!more || index != i) {
            value_put_value(out, item);
            continue;
        }
        value_put_value(out, output);
        more = walk_next(&walk) && loop_output_decode(&x->rows, &walk, &index, &output);
    }
    walk_end(&walk);
    ENSURE(x, is_whole);
    return V_OK;
}

static enum verdict list_write(struct exec *x, struct element_row *body)
{
    struct slice name = element_model(body)->loop.output_collection;
    struct buffer *out = x->rows.buffer;
    struct value_reader reader;
    struct slice list;
    enum verdict v;

    if (!list_open(x, body, &reader)) {
        return spoiled(x, body);
    }
    v = list_merge(x, body, &reader);
    if (v != V_OK) {
        return v;
    }
    if (out->failed || buffer_slice(out).size > LIMIT_VARIABLES_BYTES) {
        return exec_incident(x, INCIDENT_EXTRACT_VALUE_ERROR,
                             "Expected the output collection '%.*s' to have at most %llu bytes, "
                             "but it has more",
                             SLICE_ARG(name), LIMIT_VARIABLES_BYTES);
    }
    list = arena_copy(x->arena, buffer_slice(out));
    ENSURE(x, list.data != NULL);
    variable_set(x, body, name, list);
    loop_outputs_delete(&x->rows, body->key);
    body->loop.waiting = 0;
    body->loop.waiting_bytes = 0;
    return V_OK;
}

/* --- what instances give --- */

/* The list is one level above it. */
static bool is_flat_enough(struct exec *x, struct slice name, struct slice value)
{
    buffer_reset(x->rows.buffer);
    value_put_array(x->rows.buffer, 1);
    value_put_value(x->rows.buffer, value);
    value = arena_copy(x->arena, buffer_slice(x->rows.buffer));
    return value.data != NULL && variable_is_flat_enough(x, name, value);
}

static enum verdict evaluate(struct exec *x, const struct element_row *body,
                             const struct element_row *instance, struct slice *out)
{
    const struct bpmn_loop *loop = &element_model(body)->loop;
    struct surroundings around = {.scope = instance};
    struct outcome outcome;
    enum verdict v =
        expression_evaluate(x, &element_process(body)->expressions[loop->output_element], &around,
                            INCIDENT_EXTRACT_VALUE_ERROR, &outcome);

    if (v != V_OK) {
        return v;
    }
    if (!is_flat_enough(x, loop->output_collection, outcome.value)) {
        return exec_incident(
            x, INCIDENT_EXTRACT_VALUE_ERROR,
            "Expected the result of the expression '%.*s' to be nested less deeply",
            SLICE_ARG(outcome.text));
    }
    *out = outcome.value;
    return V_OK;
}

enum verdict loop_output_collect(struct exec *x, struct element_row *body,
                                 const struct element_row *instance)
{
    struct slice value;
    enum verdict v;

    if (element_model(body)->loop.output_element == BPMN_NONE) {
        return V_OK;
    }
    v = evaluate(x, body, instance, &value);
    if (v != V_OK) {
        return v;
    }
    loop_output_put(&x->rows, body->key, instance->loop.counter - 1, value);
    body->loop.waiting++;
    body->loop.waiting_bytes += (uint32_t)value.size;
    if ((uint64_t)body->loop.waiting * WRITES_MAX < body->loop.count &&
        body->loop.waiting_bytes < WAITING_BYTES_MAX) {
        return V_OK;
    }
    return list_write(x, body);
}

enum verdict loop_output_hand_over(struct exec *x, struct element_row *body)
{
    struct slice name = element_model(body)->loop.output_collection;
    struct element_row *scope = element_find(x, body->scope_key);
    struct variable_row list;
    enum verdict v = V_OK;

    if (name.size == 0) {
        return V_OK;
    }
    ENSURE(x, scope != NULL);
    if (body->loop.waiting > 0) {
        v = list_write(x, body);
    }
    if (v == V_OK && variable_row_get(&x->rows, body->key, name, &list)) {
        variable_propagate(x, scope, name, list.value);
    }
    return v;
}
