#include "verb/loop.h"

#include "engine/elements.h"
#include "engine/scope.h"
#include "row/loop_rows.h"
#include "verb/event.h"
#include "verb/variable.h"

enum {
    INSTANCES_PER_STEP = 16 /* of a parallel body */
};

uint32_t loop_activity(const struct element_row *body)
{
    return element_process(body)->element_refs[element_model(body)->children.first];
}

static bool is_one_by_one(const struct bpmn_element *e)
{
    return e->kind == BPMN_STANDARD_LOOP_BODY || e->loop.is_sequential;
}

void push_loop_begin(struct exec *x, const struct element_row *body)
{
    step_push(x, (struct step){.kind = STEP_BEGIN_INSTANCES,
                               .key = body->key,
                               .scope_key = body->scope_key,
                               .instance_key = body->instance_key,
                               .element = body->element,
                               .flow = BPMN_NONE});
}

void loop_go_on(struct exec *x, const struct element_row *body)
{
    if (is_one_by_one(element_model(body))) {
        push_loop_begin(x, body);
    }
}

static struct slice number_value(struct exec *x, uint32_t number)
{
    buffer_reset(x->rows.buffer);
    value_put_u64(x->rows.buffer, number);
    return arena_copy(x->arena, buffer_slice(x->rows.buffer));
}

/* item: data NULL when there are none. */
static enum verdict begin_one(struct exec *x, struct element_row *body, struct slice item)
{
    const struct bpmn_loop *loop = &element_model(body)->loop;
    struct element_row *row = scope_child_new(x, body, loop_activity(body));
    struct slice counter;

    ENSURE(x, row != NULL);
    body->active_flows--;
    body->loop.begun++;
    row->loop.counter = body->loop.begun;
    counter = number_value(x, row->loop.counter);
    ENSURE(x, counter.data != NULL);
    variable_set(x, row, SLICE("loopCounter"), counter);
    if (item.data != NULL && loop->input_element.size > 0) {
        variable_set(x, row, loop->input_element, item);
    }
    if (loop->output_variable.size > 0) {
        variable_set(x, row, loop->output_variable, value_null());
    }
    push_activate_row(x, row);
    return V_OK;
}

/* The run of items that the next one is in, and its place in it. */
static enum verdict items_find(struct exec *x, const struct element_row *body,
                               struct loop_items *out)
{
    struct slice passed;

    ENSURE(x, loop_items_first(&x->rows, body->key, out));
    ENSURE(x, body->loop.begun >= out->first);
    ENSURE(x, body->loop.begun - out->first < out->count);
    for (uint32_t i = out->first; i < body->loop.begun; i++) {
        ENSURE(x, value_read_whole(&out->reader, &passed) == STATUS_OK);
    }
    return V_OK;
}

static enum verdict begin_with_items(struct exec *x, struct element_row *body, uint32_t count)
{
    struct loop_items items = {.count = 0};
    enum verdict v = items_find(x, body, &items);
    uint32_t end = items.first + items.count;

    for (uint32_t i = 0; v == V_OK && i < count && body->loop.begun < end; i++) {
        struct slice item;

        ENSURE(x, value_read_whole(&items.reader, &item) == STATUS_OK);
        v = begin_one(x, body, item);
    }
    if (v == V_OK && body->loop.begun == end) {
        loop_items_delete(&x->rows, body->key, items.first);
    }
    return v;
}

static enum verdict begin_some(struct exec *x, struct element_row *body, uint32_t count)
{
    enum verdict v = V_OK;

    if (element_model(body)->loop.input_collection != BPMN_NONE) {
        return begin_with_items(x, body, count);
    }
    for (uint32_t i = 0; v == V_OK && i < count && body->active_flows > 0; i++) {
        v = begin_one(x, body, SLICE_EMPTY);
    }
    return v;
}

void loop_begin(struct exec *x, const struct step *step)
{
    struct element_row *body = element_find(x, step->key);
    bool one_by_one;

    if (body == NULL || !event_is_welcome(x, body) || body->active_flows == 0) {
        return;
    }
    one_by_one = is_one_by_one(element_model(body));
    if (begin_some(x, body, one_by_one ? 1 : INSTANCES_PER_STEP) == V_OK && !one_by_one &&
        body->active_flows > 0) {
        push_loop_begin(x, body);
    }
}

void loop_stop(struct exec *x, struct element_row *body)
{
    scope_interrupt(x, body);
    scope_terminate_children(x, body, 0);
}
