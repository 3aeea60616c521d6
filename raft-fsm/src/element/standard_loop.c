/* Body of a standard loop (BPMN 2.0.2, 13.3.6): the activity runs again for as long as the
 * condition holds, which is tested before the first run only if the model says so, and at most as
 * often as the loop maximum says. The condition sees in loopCounter how often the activity has run.
 */
#include "element/element_kinds.h"
#include "engine/lifecycle.h"
#include "verb/expression.h"
#include "verb/loop.h"

/* from: the instance that has run, or the body before there is one. */
static enum verdict runs_again(struct exec *x, const struct element_row *body,
                               const struct element_row *from, bool *out)
{
    const struct bpmn_loop *loop = &element_model(body)->loop;
    struct named_value counter = {.name = SLICE("loopCounter")};
    struct surroundings around = {.scope = from, .extra = &counter, .extra_count = 1};
    struct outcome outcome;
    enum verdict v;

    *out = body->loop.begun < body->loop.count;
    if (!*out || loop->condition == BPMN_NONE) {
        return V_OK;
    }
    buffer_reset(x->rows.buffer);
    value_put_u64(x->rows.buffer, body->loop.begun);
    counter.value = arena_copy(x->arena, buffer_slice(x->rows.buffer));
    ENSURE(x, counter.value.data != NULL);
    v = expression_evaluate(x, &element_process(body)->expressions[loop->condition], &around,
                            INCIDENT_EXTRACT_VALUE_ERROR, &outcome);
    return v == V_OK ? expression_boolean_of(x, &outcome, out) : v;
}

static enum verdict evaluate_maximum(struct exec *x, const struct bpmn_element *e,
                                     const struct element_row *row, uint32_t *out)
{
    int32_t maximum = 0;
    enum verdict v;

    *out = UINT32_MAX;
    if (e->loop.maximum == BPMN_NONE) {
        return V_OK;
    }
    v = expression_int32(x, row, e->loop.maximum, &maximum);
    if (v == V_OK && maximum < 0) {
        return exec_incident(x, INCIDENT_EXTRACT_VALUE_ERROR,
                             "Expected the loop maximum to be 0 or more, but it is %d", maximum);
    }
    *out = (uint32_t)maximum;
    return v;
}

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    uint32_t maximum = 0;
    bool again = false;
    enum verdict v = evaluate_maximum(x, e, row, &maximum);

    if (v != V_OK) {
        return v;
    }
    row->loop.count = maximum;
    again = maximum > 0;
    if (e->loop.tests_before) {
        v = runs_again(x, row, row, &again);
    }
    if (v == V_OK) {
        v = element_move(x, row, ELEMENT_ACTIVATED);
    }
    if (v != V_OK) {
        return v;
    }
    if (!again) {
        push_complete(x, row);
        return V_OK;
    }
    row->active_flows = 1;
    push_loop_begin(x, row);
    return V_OK;
}

static enum verdict child_completes(struct exec *x, const struct bpmn_element *e,
                                    struct element_row *body, struct element_row *row)
{
    bool again = false;
    enum verdict v = runs_again(x, body, row, &again);

    (void)e;
    if (v == V_OK) {
        body->active_flows = again ? 1 : 0;
        body->loop.completed++;
    }
    return v;
}

const struct element_ops standard_loop_ops = {.activate = activate,
                                              .child_completes = child_completes};
