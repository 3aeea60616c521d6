#include "verb/condition.h"

#include "row/condition_rows.h"
#include "verb/event.h"
#include "verb/expression.h"

enum {
    LOOK_BATCH = 64 /* subscriptions looked at in one step */
};

static void push_look(struct exec *x, const struct element_row *scope, uint64_t after)
{
    step_push(x, (struct step){.kind = STEP_LOOK_AT_CONDITIONS,
                               .element = scope->element,
                               .key = scope->key,
                               .scope_key = scope->scope_key,
                               .instance_key = scope->instance_key,
                               .after = after,
                               .flow = BPMN_NONE});
}

void conditions_look_later(struct exec *x, struct element_row *scope)
{
    if (!scope->looks_at_conditions) {
        scope->looks_at_conditions = true;
        push_look(x, scope, 0);
    }
}

/* Where the condition's variables are seen from. */
static const struct element_row *seen_from(struct exec *x, const struct element_row *row,
                                           uint32_t target)
{
    return element_process(row)->elements[target].kind == BPMN_BOUNDARY_EVENT
               ? element_find(x, row->scope_key)
               : row;
}

static bool sees(struct exec *x, const struct element_row *from, const struct element_row *scope)
{
    while (from != NULL && from != scope) {
        from = element_find(x, from->scope_key);
    }
    return from == scope;
}

/* What is not true is false, and so is what cannot be evaluated: nobody could resolve that. */
static bool holds(struct exec *x, const struct element_row *row, uint32_t target,
                  const struct element_row *from)
{
    const struct bpmn_process *process = element_process(row);
    const struct bpmn_event *event = &process->events[process->elements[target].event];
    struct surroundings around = {.scope = from};
    struct value_item head;
    struct outcome outcome;

    return expression_evaluate(x, &process->expressions[event->condition], &around,
                               INCIDENT_EXTRACT_VALUE_ERROR, &outcome) == V_OK &&
           value_head(outcome.value, &head) == STATUS_OK && head.kind == VALUE_BOOL && head.boolean;
}

static enum verdict look_at(struct exec *x, struct element_row *row, uint64_t key,
                            const struct element_row *scope)
{
    struct element_subscription *open = element_subscription_find(row, key);
    const struct element_row *from;
    bool held;

    ENSURE(x, open != NULL);
    from = seen_from(x, row, open->target);
    if (!event_is_welcome_at(x, row, open->target) || (row != scope && !sees(x, from, scope))) {
        return V_OK;
    }
    held = open->due_ms != 0;
    open->due_ms = holds(x, row, open->target, from) ? 1 : 0;
    return open->due_ms != 0 && !held ? event_arrive(x, row, open->target, value_empty_object())
                                      : V_OK;
}

void conditions_look(struct exec *x, const struct step *step)
{
    struct element_row *scope = element_find(x, step->key);
    uint64_t key = step->after;
    uint64_t element_key;

    if (scope == NULL) {
        return;
    }
    if (step->after == 0) {
        scope->looks_at_conditions = false;
    }
    for (int looked_at = 0; looked_at < LOOK_BATCH; looked_at++) {
        struct element_row *row;

        key = condition_row_after(&x->rows, scope->instance_key, key, &element_key);
        row = key == 0 ? NULL : element_find(x, element_key);
        if (row == NULL || look_at(x, row, key, scope) != V_OK) {
            return;
        }
    }
    push_look(x, scope, key);
}
