/* Loops that nothing can end.
 *
 * A loop of elements that neither wait nor change data takes the same way each time round: once in
 * it, an instance never comes out. Gateways, plain and manual tasks without mappings and
 * subprocesses made of such alone are passed straight through; a loop must hold something else.
 *
 * Elements that no loop can go through are peeled off: first those that no other enters, again and
 * again. What remains either lies on a loop or behind one, so walking backwards finds a loop. */
#include "compiler_int.h"

/* A longer way round is cut in the message. */
#define PATH_BYTES_MAX 1000

struct loop_search {
    struct draft *d;
    bool *passes;      /* by element: straight through and not yet peeled */
    uint32_t *entries; /* by element: ways from elements that pass */
    uint32_t *head;    /* by element: its first such way, counted from 1 */
    uint32_t *next;    /* by way: the next of the same source, counted from 1 */
    uint32_t *queue;   /* elements to peel */
};

/* None and link events; what else happens at an event is waited for, or may end the loop. */
static bool has_no_effect(const struct draft *d, const struct draft_element *element)
{
    enum bpmn_event_kind kind = draft_event_kind(d, element);

    return kind == BPMN_EVENT_NONE || kind == BPMN_EVENT_LINK;
}

static bool passes_itself(const struct draft *d, const struct draft_element *element)
{
    switch (element->model.kind) {
    case BPMN_TASK:
    case BPMN_MANUAL_TASK:
    case BPMN_EXCLUSIVE_GATEWAY:
    case BPMN_PARALLEL_GATEWAY:
    case BPMN_INCLUSIVE_GATEWAY:
    case BPMN_SUB_PROCESS:
        return !element->is_refused && element->model.inputs.count == 0 &&
               element->model.outputs.count == 0;
    case BPMN_START_EVENT:
    case BPMN_END_EVENT:
    case BPMN_INTERMEDIATE_THROW_EVENT:
    case BPMN_INTERMEDIATE_CATCH_EVENT:
        return !element->is_refused && has_no_effect(d, element) &&
               element->model.outputs.count == 0 && element->model.inputs.count == 0;
    case BPMN_PROCESS:
    case BPMN_EVENT_SUB_PROCESS:
    case BPMN_MULTI_INSTANCE_BODY:
    case BPMN_STANDARD_LOOP_BODY:
    case BPMN_EVENT_BASED_GATEWAY:
    case BPMN_BOUNDARY_EVENT:
    case BPMN_SERVICE_TASK:
    case BPMN_SEND_TASK:
    case BPMN_USER_TASK:
    case BPMN_RECEIVE_TASK:
    case BPMN_SCRIPT_TASK:
    case BPMN_BUSINESS_RULE_TASK:
    case BPMN_CALL_ACTIVITY:
        break;
    }
    return false;
}

/* A subprocess passes when all that it holds does: children stand behind it, so backwards. */
static void mark_passing(struct loop_search *s)
{
    for (uint32_t i = 0; i < s->d->elements.count; i++) {
        s->passes[i] = passes_itself(s->d, draft_element(s->d, i));
    }
    for (uint32_t i = s->d->elements.count; i-- > 1;) {
        if (!s->passes[i]) {
            s->passes[draft_element(s->d, i)->model.scope] = false;
        }
    }
}

/* From one element to the next: the flows, then of each element the link that it throws. */
struct way {
    uint32_t source;
    uint32_t target; /* BPMN_NONE: leads nowhere */
};

static uint32_t way_count(const struct draft *d)
{
    return d->flows.count + d->elements.count;
}

static struct way way_of(const struct draft *d, uint32_t index)
{
    const struct draft_element *element;

    if (index < d->flows.count) {
        const struct draft_flow *flow = draft_flow(d, index);

        return (struct way){flow->model.source, flow->is_broken ? BPMN_NONE : flow->model.target};
    }
    element = draft_element(d, index - d->flows.count);
    return (struct way){element->model.index,
                        draft_event_kind(d, element) == BPMN_EVENT_LINK
                            ? draft_event(d, element->model.event)->link_target
                            : BPMN_NONE};
}

static bool way_passes(const struct loop_search *s, struct way way)
{
    return way.target != BPMN_NONE && s->passes[way.source] && s->passes[way.target];
}

static void index_ways(struct loop_search *s)
{
    for (uint32_t i = way_count(s->d); i-- > 0;) {
        struct way way = way_of(s->d, i);

        if (way_passes(s, way)) {
            s->entries[way.target]++;
            s->next[i] = s->head[way.source];
            s->head[way.source] = i + 1;
        }
    }
}

static void peel(struct loop_search *s)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < s->d->elements.count; i++) {
        if (s->passes[i] && s->entries[i] == 0) {
            s->queue[count++] = i;
        }
    }
    for (uint32_t done = 0; done < count; done++) {
        uint32_t element = s->queue[done];

        s->passes[element] = false;
        for (uint32_t way = s->head[element]; way != 0; way = s->next[way - 1]) {
            uint32_t target = way_of(s->d, way - 1).target;

            s->entries[target]--;
            if (s->entries[target] == 0) {
                s->queue[count++] = target;
            }
        }
    }
}

/* By element that is left: one that is left too and leads to it.
 * There is one, or it were peeled. */
static void find_predecessors(const struct loop_search *s, uint32_t *before)
{
    for (uint32_t i = way_count(s->d); i-- > 0;) {
        struct way way = way_of(s->d, i);

        if (way_passes(s, way)) {
            before[way.target] = way.source;
        }
    }
}

static void report_loop(struct loop_search *s, uint32_t element)
{
    struct draft *d = s->d;
    uint32_t *before = s->head; /* both of no more use */
    uint32_t *seen = s->entries;
    struct slice path;
    uint32_t first;

    find_predecessors(s, before);
    memset(seen, 0, sizeof *seen * d->elements.count);
    for (; seen[element] == 0; element = before[element]) {
        seen[element] = 1;
    }
    first = element;
    path = draft_element(d, first)->model.id;
    do {
        element = before[element];
        path = arena_printf(d->compiler->arena, "%.*s > %.*s",
                            SLICE_ARG(draft_element(d, element)->model.id), SLICE_ARG(path));
    } while (element != first && path.size < PATH_BYTES_MAX);
    compile_error(d->compiler, draft_element(d, first)->xml, "loop-without-wait",
                  "the loop %.*s neither waits nor changes data, so it would run forever; put a "
                  "task or event that waits into it",
                  SLICE_ARG(path));
}

void rules_of_loops(struct draft *d)
{
    struct arena *arena = d->compiler->arena;
    size_t count = (size_t)d->elements.count + 1;
    struct loop_search s = {
        .d = d,
        .passes = ARENA_ARRAY(arena, bool, count),
        .entries = ARENA_ARRAY(arena, uint32_t, count),
        .head = ARENA_ARRAY(arena, uint32_t, count),
        .next = ARENA_ARRAY(arena, uint32_t, way_count(d)),
        .queue = ARENA_ARRAY(arena, uint32_t, count),
    };

    if (arena->exhausted) {
        return;
    }
    mark_passing(&s);
    index_ways(&s);
    peel(&s);
    for (uint32_t i = 0; i < d->elements.count; i++) {
        if (s.passes[i]) {
            report_loop(&s, i);
            return;
        }
    }
}
