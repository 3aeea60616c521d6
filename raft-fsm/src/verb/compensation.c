#include "verb/compensation.h"

#include "base/limits.h"
#include "engine/elements.h"
#include "engine/lifecycle.h"
#include "engine/scope.h"
#include "row/compensation_rows.h"
#include "verb/event.h"
#include "verb/variable.h"

enum {
    COMPENSATE_BATCH = 64,           /* entries looked at in one step */
    DEPTH_MAX = 2 * LIMIT_XML_DEPTH, /* scopes in one another, event subprocesses counted twice */
    NEWEST_ENTRIES_PER_STEP = 64     /* so many entries dropped count as one step of the command */
};

/* --- what the model says --- */

static bool is_scope(const struct bpmn_element *e)
{
    return e->kind == BPMN_PROCESS || e->kind == BPMN_SUB_PROCESS ||
           e->kind == BPMN_EVENT_SUB_PROCESS || bpmn_is_loop_body(e);
}

/* The first event of compensation among these elements; BPMN_NONE: none. */
static uint32_t compensation_among(const struct bpmn_process *process, struct bpmn_range range)
{
    for (uint32_t i = 0; i < range.count; i++) {
        uint32_t index = process->element_refs[range.first + i];

        if (bpmn_event_kind_of(process, &process->elements[index]) == BPMN_EVENT_COMPENSATION) {
            return index;
        }
    }
    return BPMN_NONE;
}

/* --- keeping --- */

static void drop(struct exec *x, uint64_t owner_key)
{
    uint64_t owners[DEPTH_MAX] = {owner_key};
    uint64_t keys[DEPTH_MAX];
    struct compensation_row entry;
    uint32_t depth = 0;
    uint32_t dropped = 0;

    while (!exec_stopped(x)) {
        if (compensation_row_before(&x->rows, owners[depth], UINT64_MAX, &entry)) {
            if (entry.inner_key == 0 || depth + 1 == DEPTH_MAX) {
                compensation_row_delete(&x->rows, owners[depth], entry.key);
            } else {
                keys[depth++] = entry.key;
                owners[depth] = entry.inner_key;
            }
        } else if (depth > 0) {
            depth--;
            compensation_row_delete(&x->rows, owners[depth], keys[depth]);
        } else {
            break;
        }
        dropped++;
    }
    x->steps.run += dropped / NEWEST_ENTRIES_PER_STEP;
}

bool compensation_is_kept(struct exec *x, const struct element_row *scope)
{
    struct compensation_row entry;

    return compensation_row_before(&x->rows, scope->key, UINT64_MAX, &entry);
}

/* What a scope had, as an object; data NULL: nothing. */
static struct slice snapshot(struct exec *x, const struct element_row *row)
{
    return row->has_variables ? variables_object(x, row) : SLICE_EMPTY;
}

static void keep(struct exec *x, const struct element_row *row, const struct element_row *scope,
                 bool as_scope)
{
    struct compensation_row entry = {.owner_key = scope->key,
                                     .key = exec_next_key(x),
                                     .instance_key = row->instance_key,
                                     .element = row->element};

    if (as_scope) {
        entry.inner_key = row->key;
        entry.variables = snapshot(x, row);
    }
    compensation_row_put(&x->rows, &entry);
}

void compensation_note(struct exec *x, const struct element_row *row,
                       const struct element_row *scope)
{
    const struct bpmn_process *process = element_process(row);
    const struct bpmn_element *e = element_model(row);
    bool may_keep =
        row->state == ELEMENT_COMPLETED && scope != NULL && is_scope(element_model(scope));

    if (is_scope(e)) {
        bool has_any = compensation_is_kept(x, row) ||
                       compensation_among(process, e->inner_starts) != BPMN_NONE;

        if (has_any && may_keep) {
            keep(x, row, scope, true);
        } else if (has_any) {
            drop(x, row->key);
        }
    }
    if (may_keep && compensation_among(process, e->boundaries) != BPMN_NONE) {
        keep(x, row, scope, false);
    }
}

/* --- finding --- */

/* An entry, and the variables of the scopes around it that have completed, outermost first. */
struct found {
    struct compensation_row entry;
    struct slice variables[DEPTH_MAX];
    uint32_t count;
};

static bool has_event_subprocess(const struct bpmn_process *process,
                                 const struct compensation_row *entry)
{
    return entry->inner_key != 0 &&
           compensation_among(process, process->elements[entry->element].inner_starts) != BPMN_NONE;
}

/* From an entry to the newest in it that is compensated by itself. False: there was nothing in it,
 * or in one within, which is gone now. */
static bool descend(struct exec *x, const struct bpmn_process *process, struct found *found)
{
    found->count = 0;
    while (found->entry.inner_key != 0 && !has_event_subprocess(process, &found->entry)) {
        struct compensation_row inner;

        if (!compensation_row_before(&x->rows, found->entry.inner_key, UINT64_MAX, &inner)) {
            compensation_row_delete(&x->rows, found->entry.owner_key, found->entry.key);
            return false;
        }
        if (found->count < DEPTH_MAX) {
            found->variables[found->count++] = found->entry.variables;
        }
        found->entry = inner;
    }
    return true;
}

/* --- handlers --- */

static struct element_row *handler_new(struct exec *x, struct element_row *thrower,
                                       uint32_t element, const struct found *found)
{
    struct element_row *row = scope_child_new(x, thrower, element);

    for (uint32_t i = 0; row != NULL && i < found->count; i++) {
        variables_set_local(x, row, found->variables[i]);
    }
    return row;
}

/* The event subprocess stands for the whole scope; the entries of that one are its own to
 * compensate: they hang below an entry that names it. */
static enum verdict begin_event_subprocess(struct exec *x, struct element_row *thrower,
                                           const struct found *found)
{
    const struct bpmn_process *process = element_process(thrower);
    const struct bpmn_element *e = &process->elements[found->entry.element];
    uint32_t start = compensation_among(process, e->inner_starts);
    uint32_t element = process->elements[start].scope;
    struct element_row *row = handler_new(x, thrower, element, found);
    struct compensation_row own = found->entry;

    ENSURE(x, row != NULL);
    variables_set_local(x, row, found->entry.variables);
    own.owner_key = row->key;
    own.key = exec_next_key(x);
    own.element = element;
    compensation_row_put(&x->rows, &own);
    push_activate_row(x, row);
    return V_OK;
}

static enum verdict compensate(struct exec *x, struct element_row *thrower,
                               const struct found *found)
{
    const struct bpmn_process *process = element_process(thrower);
    struct bpmn_range boundaries = process->elements[found->entry.element].boundaries;
    struct element_row *row;

    compensation_row_delete(&x->rows, found->entry.owner_key, found->entry.key);
    if (found->entry.inner_key != 0) {
        return begin_event_subprocess(x, thrower, found);
    }
    row = handler_new(x, thrower, compensation_among(process, boundaries), found);
    ENSURE(x, row != NULL);
    push_activate_row(x, row);
    return V_OK;
}

enum verdict compensation_handler_begin(struct exec *x, const struct element_row *boundary)
{
    const struct bpmn_event *event =
        &element_process(boundary)->events[element_model(boundary)->event];
    struct element_row *thrower = element_find(x, boundary->scope_key);
    struct element_row *handler =
        thrower == NULL ? NULL : scope_child_new(x, thrower, event->compensation);

    ENSURE(x, handler != NULL);
    if (boundary->has_variables) {
        variables_set_local(x, handler, variables_object(x, boundary));
    }
    push_activate_row(x, handler);
    return V_OK;
}

/* --- throwing --- */

/* Behind the entries of one owner: what the event subprocess that throws stands for, or the scope
 * around it. 0: that was all. */
static uint64_t owner_after(struct exec *x, uint64_t owner_key)
{
    const struct element_row *owner = element_find(x, owner_key);
    uint64_t before = UINT64_MAX;
    struct compensation_row entry;

    if (owner == NULL || element_model(owner)->kind != BPMN_EVENT_SUB_PROCESS) {
        return 0;
    }
    while (compensation_row_before(&x->rows, owner_key, before, &entry)) {
        if (entry.element == owner->element) {
            return entry.inner_key;
        }
        before = entry.key;
    }
    return owner->scope_key;
}

/* The entry is what the thrower compensates: not that of an event subprocess for itself. */
static bool is_meant(struct exec *x, const struct element_row *thrower,
                     const struct compensation_row *entry)
{
    const struct bpmn_element *e = element_model(thrower);
    uint32_t activity = element_process(thrower)->events[e->event].compensation;
    const struct element_row *owner = element_find(x, entry->owner_key);

    return (activity == BPMN_NONE || activity == entry->element) &&
           (owner == NULL || owner->element != entry->element);
}

static void push_next(struct exec *x, const struct element_row *thrower, uint64_t owner_key,
                      uint64_t before)
{
    step_push(x, (struct step){.kind = STEP_COMPENSATE,
                               .element = thrower->element,
                               .key = thrower->key,
                               .scope_key = owner_key,
                               .instance_key = thrower->instance_key,
                               .after = before,
                               .flow = BPMN_NONE});
}

enum verdict compensation_begin(struct exec *x, struct element_row *row)
{
    enum verdict v = element_move(x, row, ELEMENT_ACTIVATED);

    if (v == V_OK) {
        row->active_flows = 1; /* stands for the handlers that have not begun */
        push_next(x, row, row->scope_key, row->key);
    }
    return v;
}

static void thrower_done(struct exec *x, struct element_row *thrower)
{
    thrower->active_flows = 0;
    if (thrower->active_children == 0) {
        push_complete(x, thrower);
    }
}

void compensation_go_on(struct exec *x, const struct step *step)
{
    struct element_row *thrower = element_find(x, step->key);
    uint64_t owner_key = step->scope_key;
    uint64_t before = step->after;
    struct found *found = ARENA_NEW(x->arena, struct found);

    if (found == NULL || thrower == NULL || !event_is_welcome(x, thrower)) {
        return;
    }
    for (int looked_at = 0; looked_at < COMPENSATE_BATCH && owner_key != 0; looked_at++) {
        if (!compensation_row_before(&x->rows, owner_key, before, &found->entry)) {
            owner_key = owner_after(x, owner_key);
            before = thrower->key;
        } else if (!is_meant(x, thrower, &found->entry)) {
            before = found->entry.key;
        } else if (descend(x, element_process(thrower), found) &&
                   compensate(x, thrower, found) != V_OK) {
            return; /* it sticks in x */
        }
    }
    if (owner_key != 0) {
        push_next(x, thrower, owner_key, before);
    } else {
        thrower_done(x, thrower);
    }
}
