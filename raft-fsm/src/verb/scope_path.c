#include "verb/scope_path.h"

#include "engine/lifecycle.h"
#include "engine/scope.h"
#include "verb/element_search.h"
#include "verb/event.h"
#include "verb/subscription.h"

/* --- in the model --- */

uint32_t scope_depth(const struct bpmn_process *process, uint32_t element)
{
    uint32_t depth = 0;

    while (process->elements[element].scope != BPMN_NONE) {
        element = process->elements[element].scope;
        depth++;
    }
    return depth;
}

uint32_t scope_at_depth(const struct bpmn_process *process, uint32_t element, uint32_t depth)
{
    for (uint32_t at = scope_depth(process, element); at > depth; at--) {
        element = process->elements[element].scope;
    }
    return element;
}

bool scope_is_around(const struct bpmn_process *process, uint32_t scope, uint32_t element)
{
    while (element != scope && element != BPMN_NONE) {
        element = process->elements[element].scope;
    }
    return element == scope;
}

/* --- finding --- */

static void reject_ambiguous(struct exec *x, const struct bpmn_process *process, uint32_t element,
                             uint32_t scope)
{
    exec_reject(x, STATUS_INVALID_ARGUMENT,
                "Expected to activate element '%.*s' of process '%.*s', but its scope '%.*s' has "
                "more than one active instance. Please name one of them, or one around them, as "
                "the ancestor element instance",
                SLICE_ARG(process->elements[element].id), SLICE_ARG(process->id),
                SLICE_ARG(process->elements[scope].id));
}

/* The scopes that are there, as far in as they are. */
static bool find_way(struct exec *x, uint32_t element, struct scope_path *path, uint32_t depth)
{
    const struct bpmn_process *process = element_process(path->rows[0]);

    while (path->count < depth) {
        uint32_t scope = scope_at_depth(process, element, path->count);
        struct element_list found = {.count = 0};
        struct element_row *open = NULL;
        uint32_t open_count = 0;

        if (!elements_in_scope(x, path->rows[path->count - 1], scope, &found)) {
            return false;
        }
        for (uint32_t i = 0; i < found.count; i++) {
            if (event_is_welcome(x, found.rows[i])) {
                open = found.rows[i];
                open_count++;
            }
        }
        if (open_count > 1) {
            reject_ambiguous(x, process, element, scope);
            return false;
        }
        if (open == NULL) {
            return true;
        }
        path->rows[path->count++] = open;
    }
    return true;
}

/* The way from the process instance to the ancestor. */
static bool follow_ancestor(struct exec *x, struct element_row *ancestor, struct scope_path *path)
{
    uint32_t depth = scope_depth(element_process(ancestor), ancestor->element);

    path->count = depth + 1;
    for (struct element_row *row = ancestor; depth > 0; depth--) {
        path->rows[depth] = row;
        row = element_find(x, row->scope_key);
        if (row == NULL) {
            exec_bug(x, __FILE__, __LINE__, "a scope has no row");
            return false;
        }
    }
    return true;
}

/* How often a loop runs, and with what, is known to its body alone. */
static bool scope_may_be_made(struct exec *x, const struct bpmn_process *process, uint32_t scope,
                              uint32_t element)
{
    const struct bpmn_element *e = &process->elements[scope];

    if (!bpmn_is_loop_body(e) && !bpmn_is_looped(process, e)) {
        return true;
    }
    exec_reject(x, STATUS_INVALID_ARGUMENT,
                "Expected to activate element '%.*s' of process '%.*s', but its scope '%.*s' is "
                "multi-instance or a loop, of which only the activity itself begins instances. "
                "Please name an active instance of it as the ancestor element instance",
                SLICE_ARG(process->elements[element].id), SLICE_ARG(process->id), SLICE_ARG(e->id));
    return false;
}

bool scope_path_make(struct exec *x, struct element_row *root, uint32_t element,
                     struct element_row *ancestor, struct scope_path *out)
{
    const struct bpmn_process *process = element_process(root);
    uint32_t depth = scope_depth(process, element);

    *out = (struct scope_path){.rows = ARENA_ARRAY(x->arena, struct element_row *, depth)};
    if (out->rows == NULL) {
        return false; /* the arena says so */
    }
    out->rows[out->count++] = root;
    if (ancestor != NULL ? !follow_ancestor(x, ancestor, out) : !find_way(x, element, out, depth)) {
        return false;
    }
    out->made_from = out->count;
    while (out->count < depth) {
        uint32_t scope = scope_at_depth(process, element, out->count);
        struct element_row *row;

        if (!scope_may_be_made(x, process, scope, element)) {
            return false;
        }
        row = scope_path_child(x, out, scope);
        if (row == NULL) {
            return false;
        }
        out->rows[out->count++] = row;
    }
    return true;
}

struct element_row *scope_path_child(struct exec *x, const struct scope_path *path,
                                     uint32_t element)
{
    return element_search_counts(x) ? scope_child_new(x, path->rows[path->count - 1], element)
                                    : NULL;
}

/* --- entering --- */

static enum verdict scope_enter(struct exec *x, struct element_row *row)
{
    struct subscription_plan plan;
    enum verdict v = element_move(x, row, ELEMENT_ACTIVATING);

    if (v == V_OK) {
        v = subscriptions_plan(x, row, &plan);
    }
    if (v == V_OK) {
        v = element_move(x, row, ELEMENT_ACTIVATED);
    }
    return v == V_OK ? subscriptions_open(x, row, &plan) : v;
}

bool scope_path_enter(struct exec *x, const struct scope_path *path)
{
    for (uint32_t i = path->made_from; i < path->count; i++) {
        enum verdict v = scope_enter(x, path->rows[i]);

        if (v == V_INCIDENT) {
            exec_reject(x, STATUS_INVALID_ARGUMENT,
                        "Expected to wait for the events at scope '%.*s', but: %.*s",
                        SLICE_ARG(element_model(path->rows[i])->id), SLICE_ARG(x->failure.message));
        }
        if (v != V_OK) {
            return false;
        }
    }
    return true;
}
