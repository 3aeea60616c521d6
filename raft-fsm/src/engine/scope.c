#include "engine/scope.h"

#include "engine/elements.h"
#include "verb/loop.h"

enum {
    TERMINATE_BATCH = 256 /* children told in one step */
};

struct element_row *scope_child_new(struct exec *x, struct element_row *scope, uint32_t element)
{
    struct element_row *row = element_row_new(&x->rows, exec_next_key(x), scope->key);

    if (row == NULL) {
        return NULL;
    }
    row->instance_key = scope->instance_key;
    row->definition_key = scope->definition_key;
    row->definition = scope->definition;
    row->element = element;
    scope->active_children++;
    return row;
}

void scope_flow_take(struct exec *x, struct element_row *scope, uint32_t flow)
{
    const struct bpmn_flow *taken = &element_process(scope)->flows[flow];

    trace_flow(x, scope, taken);
    scope->active_flows++;
    push_activate(x, scope, taken->target, flow);
}

/* Nobody but the heir is left in the scope. */
static void heir_begin(struct exec *x, const struct element_row *scope)
{
    const struct element_row *heir = element_find(x, scope->interrupted_by);

    if (heir != NULL && heir->scope_key == scope->key && scope->state == ELEMENT_ACTIVATED) {
        push_activate_row(x, heir);
    }
}

void scope_hand_over(struct exec *x, struct element_row *scope, const struct element_row *heir)
{
    scope_interrupt(x, scope);
    scope->interrupted_by = heir->key;
    scope_terminate_children(x, scope, 0);
    if (scope->active_children == 1) {
        heir_begin(x, scope);
    }
}

void scope_handed_over(struct element_row *scope)
{
    scope->interrupted = false;
    scope->interrupted_by = 0;
}

void scope_child_ended(struct exec *x, struct element_row *scope, bool stays_open)
{
    scope->active_children--;
    scope_look_at_joins(x, scope);
    if (scope->active_children == 1 && scope->interrupted_by != 0) {
        heir_begin(x, scope);
    }
    if (scope->active_children != 0) {
        return;
    }
    if (scope->state == ELEMENT_TERMINATING) {
        push_terminate(x, scope);
    } else if (scope->active_flows == 0 && !stays_open) {
        push_complete(x, scope);
    } else if (!stays_open && bpmn_is_loop_body(element_model(scope))) {
        loop_go_on(x, scope);
    }
}

void scope_look_at_joins(struct exec *x, struct element_row *scope)
{
    if (!scope->has_joins || scope->looks_at_joins || scope->active_flows == 0 ||
        !element_model(scope)->has_inclusive_joins) {
        return;
    }
    scope->looks_at_joins = true;
    step_push(x, (struct step){.kind = STEP_FIRE_JOINS,
                               .key = scope->key,
                               .scope_key = scope->scope_key,
                               .instance_key = scope->instance_key,
                               .element = scope->element,
                               .flow = BPMN_NONE});
}

void scope_interrupt(struct exec *x, struct element_row *scope)
{
    scope->interrupted = true;
    scope->active_flows = 0;
    if (scope->has_joins) {
        join_rows_delete(&x->rows, scope->key);
        scope->has_joins = false;
    }
}

void scope_terminate_children(struct exec *x, const struct element_row *scope, uint64_t after)
{
    uint64_t child = element_child_after(&x->rows, scope->key, after);

    for (int told = 0; child != 0 && told < TERMINATE_BATCH; told++) {
        const struct element_row *row = element_find(x, child);

        if (row == NULL) {
            exec_bug(x, __FILE__, __LINE__, "a child has no row");
            return;
        }
        if (child != scope->interrupted_by || scope->state != ELEMENT_ACTIVATED) {
            push_terminate(x, row);
        }
        after = child;
        child = element_child_after(&x->rows, scope->key, after);
    }
    if (child != 0) {
        step_push(x, (struct step){.kind = STEP_TERMINATE_CHILDREN,
                                   .key = scope->key,
                                   .scope_key = scope->scope_key,
                                   .instance_key = scope->instance_key,
                                   .element = scope->element,
                                   .after = after,
                                   .flow = BPMN_NONE});
    }
}
