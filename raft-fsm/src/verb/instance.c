#include "verb/instance.h"

#include "engine/elements.h"
#include "engine/scope.h"
#include "row/business_id_rows.h"
#include "verb/drain.h"
#include "verb/mapping.h"
#include "verb/message.h"
#include "verb/variable.h"

struct element_row *instance_new(struct exec *x, const struct definition *definition)
{
    struct element_row *root = element_row_new(&x->rows, exec_next_key(x), 0);

    if (root == NULL) {
        return NULL;
    }
    root->instance_key = root->key;
    root->definition_key = definition->key;
    root->definition = definition;
    root->start_ms = x->now_ms;
    x->acting_instance = root->key;
    return root;
}

void instance_start(struct exec *x, struct element_row *root, struct slice variables)
{
    trace_instance(x, root, INSTANCE_ACTIVE);
    variables_set_local(x, root, variables);
    push_activate_row(x, root);
}

enum verdict instance_start_by_event(struct exec *x, struct element_row *root, uint32_t element,
                                     struct slice payload)
{
    struct element_row *start;

    instance_start(x, root, value_empty_object());
    start = scope_child_new(x, root, element);
    ENSURE(x, start != NULL);
    mapping_payload(x, start, payload);
    return V_OK; /* it begins when the process has (element/container.c) */
}

bool instance_ends_with(struct exec *x, const struct element_row *row)
{
    const struct element_row *root = element_root(x, row);
    uint32_t count = root == NULL || root == row ? 0 : root->instance.final_element_count;

    if (count > 0 && bpmn_is_looped(element_process(row), element_model(row))) {
        return false; /* it is its body that has to end */
    }
    for (uint32_t i = 0; i < count; i++) {
        if (slice_equal(root->instance.final_elements[i], element_model(row)->id)) {
            if (root->state != ELEMENT_TERMINATING) {
                push_terminate(x, root);
            }
            return true;
        }
    }
    return false;
}

static struct business_id_name business_name(const struct element_row *root)
{
    return (struct business_id_name){.tenant = root->definition->tenant,
                                     .process_id = root->definition->process_id,
                                     .business_id = root->instance.business_id};
}

void instance_name(struct exec *x, struct element_row *root, struct slice business_id)
{
    struct business_id_name name;

    root->instance.business_id = business_id;
    name = business_name(root);
    business_id_put(&x->rows, &name, root->key);
}

void instance_redefine(struct exec *x, struct element_row *root,
                       const struct definition *definition)
{
    struct business_id_name before = business_name(root);
    struct business_id_name after = before;

    after.process_id = definition->process_id;
    if (!slice_equal(before.process_id, after.process_id)) {
        if (before.business_id.data != NULL) {
            business_id_delete(&x->rows, &before, root->key);
            business_id_put(&x->rows, &after, root->key);
        }
        if (root->instance.lock_key.data != NULL) {
            message_lock_release(x, root);
            root->instance.lock_key = SLICE_EMPTY;
            x->acting_instance = root->key; /* no matter which instance it has started */
        }
    }
    if (root->definition->is_draining) {
        drain_instance_left(x, root->definition_key, root->key);
    }
    root->definition = definition;
    root->definition_key = definition->key;
}

void instance_ended(struct exec *x, const struct element_row *root)
{
    struct business_id_name name = business_name(root);

    if (name.business_id.data != NULL) {
        business_id_delete(&x->rows, &name, root->key);
    }
    if (root->definition->is_draining) {
        drain_instance_left(x, root->definition_key, root->key);
    }
    if (x->steps.may_be_stored) {
        step_rows_delete(&x->rows, root->key); /* what it still had to do is done with it */
    }
    if (root->instance.lock_key.data != NULL) {
        message_lock_release(x, root);
    }
}
