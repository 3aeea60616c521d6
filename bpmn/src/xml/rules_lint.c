/* What may be deployed and yet cannot be meant: elements that are never reached, joins that wait
 * for what never comes, gateways that may find no way. Warnings all. */
#include "compiler_int.h"

/* Beyond them nothing is said: lint is no place for a long search. */
#define LINT_ROUNDS_MAX 100
#define LINT_STEPS_MAX 100

struct lint {
    struct draft *d;
    bool *reached;       /* by element */
    uint32_t *only_from; /* by element: its only incoming flow; BPMN_NONE: none or several */
};

/* Begins without an incoming flow. */
static bool is_root(const struct draft *d, const struct draft_element *element)
{
    enum bpmn_kind kind = element->model.kind;
    const struct xml_node *scope = element->xml->parent;

    return kind == BPMN_PROCESS || kind == BPMN_START_EVENT || kind == BPMN_BOUNDARY_EVENT ||
           kind == BPMN_EVENT_SUB_PROCESS || element->is_refused ||
           (kind == BPMN_INTERMEDIATE_CATCH_EVENT &&
            draft_event_kind(d, element) == BPMN_EVENT_LINK) ||
           xml_attribute_is_true(element->xml, "isForCompensation", false) ||
           (xml_is_bpmn(scope, "adHocSubProcess") && element->incoming == 0);
}

/* Flows may stand in any order, so again and again; each round but the last reaches an element. */
static void find_reached(struct lint *l)
{
    bool again = true;

    for (uint32_t i = 0; i < l->d->elements.count; i++) {
        l->reached[i] = is_root(l->d, draft_element(l->d, i));
    }
    for (int round = 0; again && round < LINT_ROUNDS_MAX; round++) {
        again = false;
        for (uint32_t i = 0; i < l->d->flows.count; i++) {
            const struct draft_flow *flow = draft_flow(l->d, i);

            if (!flow->is_broken && l->reached[flow->model.source] &&
                !l->reached[flow->model.target]) {
                l->reached[flow->model.target] = true;
                again = true;
            }
        }
    }
    if (again) {
        memset(l->reached, true, sizeof *l->reached * l->d->elements.count);
    }
}

static void find_only_flows(struct lint *l)
{
    for (uint32_t i = 0; i < l->d->elements.count; i++) {
        l->only_from[i] = BPMN_NONE;
    }
    for (uint32_t i = 0; i < l->d->flows.count; i++) {
        const struct draft_flow *flow = draft_flow(l->d, i);

        if (!flow->is_broken && draft_element(l->d, flow->model.target)->incoming == 1) {
            l->only_from[flow->model.target] = i;
        }
    }
}

static void warn_unreached(const struct lint *l)
{
    for (uint32_t i = 0; i < l->d->elements.count; i++) {
        const struct draft_element *element = draft_element(l->d, i);

        /* One that nothing leads to is told of with its flows. */
        if (!l->reached[i] && element->incoming > 0) {
            compile_warning(l->d->compiler, element->xml, "element-unreached",
                            "only elements that are never reached lead here");
        }
    }
}

/* The gateway that decides whether a token comes over the flow, BPMN_NONE when that is not plain:
 * walks back as long as there is one way. */
static uint32_t decider(const struct lint *l, uint32_t flow)
{
    for (int steps = 0; steps < LINT_STEPS_MAX; steps++) {
        uint32_t source = draft_flow(l->d, flow)->model.source;
        const struct draft_element *element = draft_element(l->d, source);
        enum bpmn_kind kind = element->model.kind;

        if ((kind == BPMN_EXCLUSIVE_GATEWAY || kind == BPMN_EVENT_BASED_GATEWAY) &&
            element->outgoing > 1) {
            return source;
        }
        if (element->outgoing > 1 || l->only_from[source] == BPMN_NONE) {
            return BPMN_NONE;
        }
        flow = l->only_from[source];
    }
    return BPMN_NONE;
}

/* Of each gateway the join that was last found behind it. */
static void warn_join(const struct lint *l, uint32_t flow, uint32_t *join_of)
{
    const struct draft_flow *incoming = draft_flow(l->d, flow);
    const struct draft_element *join = draft_element(l->d, incoming->model.target);
    uint32_t gateway;

    if (!l->reached[incoming->model.source] && l->reached[incoming->model.target]) {
        compile_warning(l->d->compiler, join->xml, "join-never",
                        "the join never fires: it waits for '%.*s', which is never reached",
                        SLICE_ARG(draft_element(l->d, incoming->model.source)->model.id));
        return;
    }
    gateway = decider(l, flow);
    if (gateway == BPMN_NONE) {
        return;
    }
    if (join_of[gateway] == incoming->model.target) {
        compile_warning(l->d->compiler, join->xml, "join-never",
                        "the join never fires by one token: it waits for several ways of '%.*s', "
                        "of which only one is taken; use an exclusive gateway to merge them",
                        SLICE_ARG(draft_element(l->d, gateway)->model.id));
    }
    join_of[gateway] = incoming->model.target;
}

static void warn_joins(const struct lint *l)
{
    uint32_t *join_of = ARENA_ARRAY(l->d->compiler->arena, uint32_t, l->d->elements.count);

    if (join_of == NULL) {
        return;
    }
    for (uint32_t i = 0; i < l->d->flows.count; i++) {
        const struct draft_flow *flow = draft_flow(l->d, i);
        const struct draft_element *target;

        if (flow->is_broken) {
            continue;
        }
        target = draft_element(l->d, flow->model.target);
        if (target->model.kind == BPMN_PARALLEL_GATEWAY && target->incoming > 1) {
            warn_join(l, i, join_of);
        }
    }
}

static void warn_choices(const struct lint *l)
{
    for (uint32_t i = 0; i < l->d->elements.count; i++) {
        const struct draft_element *element = draft_element(l->d, i);

        if (vocabulary_chooses(element->model.kind) && !element->is_refused &&
            element->outgoing > 1 && element->model.default_flow == BPMN_NONE) {
            compile_warning(l->d->compiler, element->xml, "gateway-default-missing",
                            "when none of its conditions holds there is an incident; give it a "
                            "default flow");
        }
    }
}

void rules_of_lint(struct draft *d)
{
    struct arena *arena = d->compiler->arena;
    struct lint l = {.d = d,
                     .reached = ARENA_ARRAY(arena, bool, d->elements.count),
                     .only_from = ARENA_ARRAY(arena, uint32_t, d->elements.count)};

    if (!d->compiler->with_warnings || l.reached == NULL || l.only_from == NULL) {
        return;
    }
    find_reached(&l);
    find_only_flows(&l);
    warn_unreached(&l);
    warn_joins(&l);
    warn_choices(&l);
}
