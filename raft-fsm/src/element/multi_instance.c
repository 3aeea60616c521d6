/* Body of a multi-instance activity (BPMN 2.0.2, 13.3.7): it evaluates once how many instances
 * there are to be, begins all of them or one after the other (verb/loop.h), and completes when all
 * have ended or the completion condition holds.
 *
 * An instance that completes gives its output, may end the whole body, and may make it throw an
 * event; all of that is evaluated before it counts. */
#include "base/limits.h"
#include "element/element_kinds.h"
#include "engine/lifecycle.h"
#include "row/loop_rows.h"
#include "verb/event.h"
#include "verb/expression.h"
#include "verb/loop.h"
#include "verb/loop_output.h"

enum {
    COUNTS = 4
};

/* --- beginning --- */

static enum verdict check_count(struct exec *x, struct slice text, int64_t count)
{
    if (count >= 0 && count <= LIMIT_LOOP_INSTANCES) {
        return V_OK;
    }
    return exec_incident(x, INCIDENT_EXTRACT_VALUE_ERROR,
                         "Expected the expression '%.*s' to give 0 to %d instances, but it gives "
                         "%lld",
                         SLICE_ARG(text), LIMIT_LOOP_INSTANCES, (long long)count);
}

/* The list; its items are the instances'. */
static enum verdict evaluate_items(struct exec *x, const struct bpmn_element *e,
                                   const struct element_row *row, struct slice *items,
                                   uint32_t *count)
{
    struct surroundings around = {.scope = row};
    struct value_reader reader;
    struct outcome outcome;
    enum verdict v =
        expression_evaluate(x, &element_process(row)->expressions[e->loop.input_collection],
                            &around, INCIDENT_EXTRACT_VALUE_ERROR, &outcome);

    if (v != V_OK) {
        return v;
    }
    reader = value_reader_of(outcome.value);
    if (outcome.type != FEEL_LIST || value_read_array(&reader, count) != STATUS_OK) {
        return expression_mismatch(x, &outcome, "'ARRAY'");
    }
    *items = outcome.value;
    return check_count(x, outcome.text, *count);
}

static enum verdict evaluate_cardinality(struct exec *x, const struct bpmn_element *e,
                                         const struct element_row *row, uint32_t *count)
{
    int32_t number = 0;
    enum verdict v = expression_int32(x, row, e->loop.cardinality, &number);

    if (v == V_OK) {
        v = check_count(x, element_process(row)->expressions[e->loop.cardinality].text, number);
    }
    *count = v == V_OK ? (uint32_t)number : 0;
    return v;
}

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    struct slice items = SLICE_EMPTY;
    uint32_t count = 0;
    enum verdict v = e->loop.input_collection != BPMN_NONE
                         ? evaluate_items(x, e, row, &items, &count)
                         : evaluate_cardinality(x, e, row, &count);

    if (v == V_OK) {
        v = element_move(x, row, ELEMENT_ACTIVATED);
    }
    if (v != V_OK) {
        return v;
    }
    row->loop.count = count;
    row->active_flows = count;
    v = loop_output_begin(x, row);
    if (v != V_OK) {
        return v;
    }
    if (count == 0) {
        push_complete(x, row);
        return V_OK;
    }
    if (items.data != NULL) {
        loop_items_put(&x->rows, row->key, items);
    }
    push_loop_begin(x, row);
    return V_OK;
}

/* --- an instance completes --- */

/* What conditions know of the body, with the instance that is about to complete counted as
 * completed. */
static enum verdict count_all(struct exec *x, const struct element_row *body,
                              struct named_value *out)
{
    static const char *const names[COUNTS] = {"numberOfInstances", "numberOfActiveInstances",
                                              "numberOfCompletedInstances",
                                              "numberOfTerminatedInstances"};
    const struct loop_part *part = &body->loop;
    uint32_t all = element_model(body)->loop.is_sequential ? part->begun : part->count;
    uint32_t numbers[COUNTS] = {all, all - part->completed - 1 - part->terminated,
                                part->completed + 1, part->terminated};

    for (int i = 0; i < COUNTS; i++) {
        buffer_reset(x->rows.buffer);
        value_put_u64(x->rows.buffer, numbers[i]);
        out[i].name = slice_of(names[i]);
        out[i].value = arena_copy(x->arena, buffer_slice(x->rows.buffer));
        ENSURE(x, out[i].value.data != NULL);
    }
    return V_OK;
}

/* The instance sees its own variables and the counts. */
static enum verdict evaluate_condition(struct exec *x, const struct element_row *row,
                                       const struct named_value *counts, uint32_t condition,
                                       bool *out)
{
    struct surroundings around = {.scope = row, .extra = counts, .extra_count = COUNTS};
    struct outcome outcome;
    enum verdict v = expression_evaluate(x, &element_process(row)->expressions[condition], &around,
                                         INCIDENT_EXTRACT_VALUE_ERROR, &outcome);

    return v == V_OK ? expression_boolean_of(x, &outcome, out) : v;
}

/* What is thrown; a bit for each of the events. */
static enum verdict choose_events(struct exec *x, const struct element_row *body,
                                  const struct element_row *row, const struct named_value *counts,
                                  bool *thrown)
{
    const struct bpmn_loop *loop = &element_model(body)->loop;
    enum verdict v = V_OK;

    for (uint32_t i = 0; v == V_OK && i < loop->event_count; i++) {
        thrown[i] = loop->behavior != BPMN_LOOP_ONE || body->loop.completed == 0;
        if (loop->behavior == BPMN_LOOP_COMPLEX) {
            v = evaluate_condition(x, row, counts, loop->events[i].condition, &thrown[i]);
        }
    }
    return v;
}

static enum verdict throw_events(struct exec *x, struct element_row *body, const bool *thrown)
{
    const struct bpmn_loop *loop = &element_model(body)->loop;
    enum verdict v = V_OK;

    for (uint32_t i = 0; v == V_OK && i < loop->event_count; i++) {
        if (thrown[i] && event_is_welcome(x, body)) {
            v = event_arrive(x, body, loop->events[i].boundary, value_empty_object());
        }
    }
    return v;
}

static enum verdict child_completes(struct exec *x, const struct bpmn_element *e,
                                    struct element_row *body, struct element_row *row)
{
    bool *thrown = ARENA_ARRAY(x->arena, bool, e->loop.event_count + 1);
    struct named_value counts[COUNTS];
    bool is_satisfied = false;
    enum verdict v = loop_output_collect(x, body, row);

    ENSURE(x, thrown != NULL);
    if (v == V_OK && (e->loop.completion_condition != BPMN_NONE || e->loop.event_count > 0)) {
        v = count_all(x, body, counts);
    }
    if (v == V_OK && e->loop.completion_condition != BPMN_NONE) {
        v = evaluate_condition(x, row, counts, e->loop.completion_condition, &is_satisfied);
    }
    if (v == V_OK) {
        v = choose_events(x, body, row, counts, thrown);
    }
    if (v != V_OK) {
        return v;
    }

    v = throw_events(x, body, thrown);
    body->loop.completed++;
    if (is_satisfied) {
        loop_stop(x, body);
    }
    return v;
}

/* --- the end --- */

static enum verdict complete(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    enum verdict v = loop_output_hand_over(x, row);

    (void)e;
    return v == V_OK ? element_complete(x, row) : v;
}

const struct element_ops multi_instance_ops = {
    .activate = activate, .complete = complete, .child_completes = child_completes};
