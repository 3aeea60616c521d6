/* A parallel join fires when every incoming flow has a token. An inclusive one does so, too (BPMN
 * 2.0.2, 13.4.3), and besides when it has a token and there is no other in its scope that could
 * come to an incoming flow without one, unless that token could as well come to an incoming flow
 * that has one. No way through the gateway itself counts.
 *
 * Tokens are at the living elements of the scope and at other joins. An element's token may leave
 * by its flows and by those of its boundary events. Which elements lead to a set of flows is found
 * by walking backwards from them. */
#include "verb/join.h"

#include <string.h>

#include "base/assert.h"
#include "engine/elements.h"
#include "engine/scope.h"
#include "row/variable_rows.h"

enum {
    LOOKS_PER_STEP = 64, /* so many children looked at count as one step of the command */
    COUNTED_FLOWS_MIN = 8
};

/* A join of so many flows has a row, under this number of a flow, with how many of them have a
 * token: looking at all of them for each token would cost n². */
#define FLOWS_WITH_TOKEN BPMN_NONE

/* Where the tokens of a scope are; in the scratch arena. */
struct tokens {
    const struct bpmn_process *process;
    uint32_t *waiting; /* by flow: at a join */
    bool *at;          /* by element: one is there, or waits to get in */
    bool *to_empty;    /* by element: leads to an incoming flow without a token */
    bool *to_full;     /* by element: leads to one that has a token */
    uint32_t *queue;   /* elements to walk back from */
};

/* --- any join --- */

/* Of each incoming flow that has one. */
static void take_one_of_each(struct exec *x, const struct bpmn_element *e,
                             struct element_row *scope)
{
    const struct bpmn_process *process = element_process(scope);
    uint32_t left = 0;

    for (uint32_t i = 0; i < e->incoming.count; i++) {
        uint32_t flow = process->flow_refs[e->incoming.first + i];
        uint32_t count = join_row_get(&x->rows, scope->key, e->index, flow);

        if (count > 0) {
            join_row_put(&x->rows, scope->key, e->index, flow, count - 1);
            scope->active_flows--;
            left += count > 1 ? 1 : 0;
        }
    }
    if (e->incoming.count >= COUNTED_FLOWS_MIN) {
        join_row_put(&x->rows, scope->key, e->index, FLOWS_WITH_TOKEN, left);
    }
}

static uint32_t count_flows(struct exec *x, const struct bpmn_element *e,
                            const struct element_row *scope)
{
    const struct bpmn_process *process = element_process(scope);
    uint32_t count = 0;

    for (uint32_t i = 0; i < e->incoming.count; i++) {
        uint32_t flow = process->flow_refs[e->incoming.first + i];

        count += join_row_get(&x->rows, scope->key, e->index, flow) > 0 ? 1 : 0;
    }
    return count;
}

/* The token that has just come is counted already; is_first: of its flow. */
static bool every_flow_has_token(struct exec *x, const struct bpmn_element *e,
                                 const struct element_row *scope, bool is_first)
{
    uint32_t count;

    if (e->incoming.count < COUNTED_FLOWS_MIN) {
        return count_flows(x, e, scope) == e->incoming.count;
    }
    count = join_row_get(&x->rows, scope->key, e->index, FLOWS_WITH_TOKEN);
    if (count == 0) {
        count = count_flows(x, e, scope);
    } else if (is_first) {
        count++;
    }
    join_row_put(&x->rows, scope->key, e->index, FLOWS_WITH_TOKEN, count);
    return count == e->incoming.count;
}

bool join_admit(struct exec *x, const struct bpmn_element *e, struct element_row *scope,
                uint32_t flow)
{
    uint32_t count;

    if (e->incoming.count == 1) {
        scope->active_flows--;
        return true;
    }
    count = join_row_get(&x->rows, scope->key, e->index, flow);
    join_row_put(&x->rows, scope->key, e->index, flow, count + 1);
    scope->has_joins = true;
    if (exec_stopped(x) || !every_flow_has_token(x, e, scope, count == 0)) {
        return false;
    }
    take_one_of_each(x, e, scope);
    return true;
}

/* --- where the tokens are --- */

static bool tokens_allocate(struct arena *arena, const struct bpmn_process *process,
                            struct tokens *out)
{
    *out = (struct tokens){
        .process = process,
        .waiting = ARENA_ARRAY(arena, uint32_t, (size_t)process->flow_count + 1),
        .at = ARENA_ARRAY(arena, bool, process->element_count),
        .to_empty = ARENA_ARRAY(arena, bool, process->element_count),
        .to_full = ARENA_ARRAY(arena, bool, process->element_count),
        .queue = ARENA_ARRAY(arena, uint32_t, process->element_count),
    };
    return !arena->exhausted;
}

/* False: one is on its way. */
static bool tokens_at_joins(struct exec *x, const struct element_row *scope, struct tokens *t)
{
    uint32_t waiting = 0;

    join_rows_read(&x->rows, scope->key, t->waiting, t->process->flow_count);
    for (uint32_t i = 0; i < t->process->flow_count; i++) {
        waiting += t->waiting[i];
        if (t->waiting[i] > 0) {
            t->at[t->process->flows[i].target] = true;
        }
    }
    return waiting == scope->active_flows;
}

static void tokens_at_elements(struct exec *x, const struct element_row *scope, struct tokens *t)
{
    uint64_t child = 0;
    uint32_t looked_at = 0;

    while ((child = element_child_after(&x->rows, scope->key, child)) != 0) {
        const struct element_row *row = element_row_find(&x->rows, child);

        if (row == NULL) {
            exec_bug(x, __FILE__, __LINE__, "a child has no row");
            return;
        }
        t->at[row->element] = true;
        looked_at++;
    }
    x->steps.run += looked_at / LOOKS_PER_STEP;
}

/* --- where they can go --- */

static uint32_t reach_add(struct tokens *t, bool *reach, uint32_t element, uint32_t join,
                          uint32_t count)
{
    if (element == join || reach[element]) {
        return count;
    }
    reach[element] = true;
    t->queue[count] = element;
    return count + 1;
}

/* A link's catch event is reached from every throw event of its name. */
static uint32_t reach_add_throws(struct tokens *t, bool *reach, const struct bpmn_element *e,
                                 uint32_t join, uint32_t count)
{
    const struct bpmn_element *scope = &t->process->elements[e->scope];

    for (uint32_t i = 0; i < scope->children.count; i++) {
        uint32_t child = t->process->element_refs[scope->children.first + i];
        const struct bpmn_element *other = &t->process->elements[child];

        if (bpmn_event_kind_of(t->process, other) == BPMN_EVENT_LINK &&
            t->process->events[other->event].link_target == e->index) {
            count = reach_add(t, reach, child, join, count);
        }
    }
    return count;
}

/* Mark the elements from which a token can come to one of the join's incoming flows that have a
 * token already (full) or have none. */
static void reach_find(struct tokens *t, const struct bpmn_element *join, bool full, bool *reach)
{
    const struct bpmn_process *process = t->process;
    uint32_t count = 0;

    memset(reach, 0, sizeof(*reach) * process->element_count);
    for (uint32_t i = 0; i < join->incoming.count; i++) {
        uint32_t flow = process->flow_refs[join->incoming.first + i];

        if ((t->waiting[flow] > 0) == full) {
            count = reach_add(t, reach, process->flows[flow].source, join->index, count);
        }
    }
    for (uint32_t done = 0; done < count; done++) {
        const struct bpmn_element *e = &process->elements[t->queue[done]];

        for (uint32_t i = 0; i < e->incoming.count; i++) {
            uint32_t flow = process->flow_refs[e->incoming.first + i];

            count = reach_add(t, reach, process->flows[flow].source, join->index, count);
        }
        if (e->attached_to != BPMN_NONE) {
            count = reach_add(t, reach, e->attached_to, join->index, count);
        }
        if (bpmn_event_kind_of(process, e) == BPMN_EVENT_LINK) {
            count = reach_add_throws(t, reach, e, join->index, count);
        }
    }
    ASSERT(count <= process->element_count);
}

static bool has_token(const struct tokens *t, const struct bpmn_element *join)
{
    for (uint32_t i = 0; i < join->incoming.count; i++) {
        if (t->waiting[t->process->flow_refs[join->incoming.first + i]] > 0) {
            return true;
        }
    }
    return false;
}

static bool waits_for_another(struct tokens *t, const struct bpmn_element *scope,
                              const struct bpmn_element *join)
{
    reach_find(t, join, false, t->to_empty);
    reach_find(t, join, true, t->to_full);
    for (uint32_t i = 0; i < scope->children.count; i++) {
        uint32_t child = t->process->element_refs[scope->children.first + i];

        if (t->at[child] && t->to_empty[child] && !t->to_full[child]) {
            return true;
        }
    }
    return false;
}

/* --- firing --- */

static void fire(struct exec *x, struct element_row *scope, const struct bpmn_element *join)
{
    struct element_row *row;

    take_one_of_each(x, join, scope);
    row = scope_child_new(x, scope, join->index);
    if (row != NULL) {
        push_activate_row(x, row);
    }
}

/* Some flow had more than the one token that firing takes. */
static bool has_surplus(const struct tokens *t, const struct bpmn_element *join)
{
    for (uint32_t i = 0; i < join->incoming.count; i++) {
        if (t->waiting[t->process->flow_refs[join->incoming.first + i]] > 1) {
            return true;
        }
    }
    return false;
}

/* True when one that fired has tokens left: with them it may fire again at once. */
static bool fire_all(struct exec *x, struct element_row *scope, struct tokens *t)
{
    const struct bpmn_element *e = element_model(scope);
    bool again = false;

    for (uint32_t i = 0; i < e->children.count && !exec_stopped(x); i++) {
        uint32_t child = t->process->element_refs[e->children.first + i];
        const struct bpmn_element *join = &t->process->elements[child];

        /* One that fires stays marked as a place with a token: it is one now. */
        if (join->kind == BPMN_INCLUSIVE_GATEWAY && join->incoming.count > 1 &&
            has_token(t, join) && !waits_for_another(t, e, join)) {
            fire(x, scope, join);
            again = again || has_surplus(t, join);
        }
    }
    return again;
}

void joins_fire(struct exec *x, struct element_row *scope)
{
    struct arena_mark mark = arena_mark(x->scratch);
    struct tokens tokens;

    scope->looks_at_joins = false;
    if (!tokens_allocate(x->scratch, element_process(scope), &tokens)) {
        x->rows.writes.status = STATUS_LIMIT;
        return;
    }
    if (tokens_at_joins(x, scope, &tokens)) {
        tokens_at_elements(x, scope, &tokens);
        if (fire_all(x, scope, &tokens)) {
            scope_look_at_joins(x, scope);
        }
    }
    arena_rewind(x->scratch, mark);
}
