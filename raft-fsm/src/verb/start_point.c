#include "verb/start_point.h"

#include "engine/elements.h"
#include "engine/scope.h"

/* --- checking --- */

static bool is_flow(const struct bpmn_process *process, struct slice id)
{
    for (uint32_t i = 0; i < process->flow_count; i++) {
        if (slice_equal(process->flows[i].id, id)) {
            return true;
        }
    }
    return false;
}

static bool refuse_kind(struct exec *x, struct slice id, const char *kind)
{
    exec_reject(x, STATUS_INVALID_ARGUMENT,
                "Expected to create instance of process with start instructions but the element "
                "with id '%.*s' targets unsupported element type '%s'.",
                SLICE_ARG(id), kind);
    return false;
}

static bool is_inside_loop(const struct bpmn_process *process, const struct bpmn_element *e)
{
    while (e->scope != BPMN_NONE && !bpmn_is_looped(process, e)) {
        e = &process->elements[e->scope];
    }
    return e->scope != BPMN_NONE;
}

static bool is_allowed(struct exec *x, const struct bpmn_process *process, struct slice id)
{
    const struct bpmn_element *e = bpmn_find_element(process, id);

    if (e == NULL && is_flow(process, id)) {
        return refuse_kind(x, id, "SEQUENCE_FLOW");
    }
    if (e == NULL || e->kind == BPMN_PROCESS) {
        exec_reject(x, STATUS_INVALID_ARGUMENT,
                    "Expected to create instance of process with start instructions but no element "
                    "found with id '%.*s'.",
                    SLICE_ARG(id));
        return false;
    }
    if (e->kind == BPMN_START_EVENT || e->kind == BPMN_BOUNDARY_EVENT) {
        return refuse_kind(x, id, bpmn_kind_name(e->kind));
    }
    if (is_inside_loop(process, e)) {
        exec_reject(x, STATUS_INVALID_ARGUMENT,
                    "Expected to create instance of process with start instructions but the "
                    "element with id '%.*s' is inside a multi-instance subprocess or loop. The "
                    "creation of elements inside one is not supported.",
                    SLICE_ARG(id));
        return false;
    }
    if (bpmn_follows_event_gateway(process, e)) {
        exec_reject(x, STATUS_INVALID_ARGUMENT,
                    "Expected to create instance of process with start instructions but the "
                    "element with id '%.*s' belongs to an event-based gateway.",
                    SLICE_ARG(id));
        return false;
    }
    return true;
}

bool start_points_are_allowed(struct exec *x, const struct definition *definition,
                              const struct slice *element_ids, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!is_allowed(x, definition->process, element_ids[i])) {
            return false;
        }
    }
    return true;
}

/* --- beginning --- */

void start_points_set(struct exec *x, struct element_row *root, const struct slice *element_ids,
                      uint32_t count)
{
    struct start_point *points = ARENA_ARRAY(x->arena, struct start_point, count + 1);

    for (uint32_t i = 0; points != NULL && i < count; i++) {
        points[i] = (struct start_point){.scope_key = root->key, .element_id = element_ids[i]};
    }
    root->instance.start_points = points;
    root->instance.start_point_count = points != NULL ? count : 0;
}

/* The child of the scope that is the element or holds it; BPMN_NONE when it is elsewhere (as after
 * a migration). */
static uint32_t child_towards(const struct element_row *scope, const struct bpmn_element *element)
{
    const struct bpmn_element *elements = element_process(scope)->elements;
    uint32_t at = element == NULL ? BPMN_NONE : element->index;

    while (at != BPMN_NONE && elements[at].scope != scope->element) {
        at = elements[at].scope;
    }
    return at;
}

/* The sub-process that an earlier point has led to in this scope; 0: none yet. */
static uint64_t shared_child(const struct start_point *points, uint32_t count, uint32_t through)
{
    for (uint32_t i = 0; i < count; i++) {
        if (points[i].through == through) {
            return points[i].scope_key;
        }
    }
    return 0;
}

static uint64_t begin_child(struct exec *x, struct element_row *scope, uint32_t element)
{
    const struct element_row *child = scope_child_new(x, scope, element);

    if (child == NULL) {
        return 0; /* a fault, which sticks */
    }
    push_activate_row(x, child);
    return child->key;
}

/* Go one scope further; false: the point is reached, or leads nowhere any more. */
static bool point_advance(struct exec *x, struct element_row *scope, struct start_point *point,
                          const struct start_point *before, uint32_t before_count)
{
    const struct bpmn_element *e = bpmn_find_element(element_process(scope), point->element_id);
    uint32_t child = child_towards(scope, e);

    if (child == BPMN_NONE) {
        return false;
    }
    if (child == e->index) {
        (void)begin_child(x, scope, child);
        return false;
    }
    point->scope_key = shared_child(before, before_count, child);
    if (point->scope_key == 0) {
        point->scope_key = begin_child(x, scope, child);
    }
    point->through = child;
    return true;
}

bool start_points_reach(struct exec *x, struct element_row *scope)
{
    struct element_row *root = element_root(x, scope);
    uint32_t count = root == NULL ? 0 : root->instance.start_point_count;
    uint32_t kept = 0;
    bool any = false;

    for (uint32_t i = 0; i < count; i++) {
        struct start_point point = root->instance.start_points[i];
        bool is_here = point.scope_key == scope->key;

        any = any || is_here;
        if (!is_here || point_advance(x, scope, &point, root->instance.start_points, kept)) {
            root->instance.start_points[kept++] = point;
        }
    }
    if (any) {
        root->instance.start_point_count = kept;
    }
    return any;
}
