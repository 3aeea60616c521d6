/* Loop bodies: each activity with a loop marker becomes two elements, the body and, right behind
 * it, the activity. The body takes the activity's place: its flows, its boundary events, its id. */
#include "compiler_int.h"

struct places {
    uint32_t *body; /* by element of the draft: where it stands; of a looped one its body */
    uint32_t count;
};

static bool find_places(const struct draft *d, struct places *out)
{
    out->body = ARENA_ARRAY(d->compiler->arena, uint32_t, d->elements.count);
    out->count = 0;
    for (uint32_t i = 0; out->body != NULL && i < d->elements.count; i++) {
        out->body[i] = out->count;
        out->count += draft_element(d, i)->loop == 0 ? 1 : 2;
    }
    return out->body != NULL;
}

static uint32_t moved(const struct places *places, uint32_t element)
{
    return element == BPMN_NONE ? BPMN_NONE : places->body[element];
}

/* What is in a looped subprocess is in the subprocess, not in the body around it. */
static uint32_t moved_scope(const struct draft *d, const struct places *places, uint32_t scope)
{
    if (scope == BPMN_NONE) {
        return BPMN_NONE;
    }
    return places->body[scope] + (draft_element(d, scope)->loop == 0 ? 0 : 1);
}

static struct bpmn_element body_of(const struct draft *d, const struct places *places,
                                   const struct draft_element *element)
{
    const struct bpmn_element *model = &element->model;
    struct bpmn_element body = bpmn_element_blank(element->loop, model->id, BPMN_NONE);
    struct bpmn_loop_event *events =
        ARENA_ARRAY(d->compiler->arena, struct bpmn_loop_event, model->loop.event_count + 1);

    body.name = model->name;
    body.line = model->line;
    body.scope = moved_scope(d, places, model->scope);
    body.default_flow = model->default_flow;
    body.loop = model->loop;
    body.loop.events = events;
    for (uint32_t i = 0; events != NULL && i < model->loop.event_count; i++) {
        events[i] = model->loop.events[i];
        events[i].boundary = moved(places, events[i].boundary);
    }
    return body;
}

static struct bpmn_element *lower_elements(const struct draft *d, const struct places *places)
{
    struct bpmn_element *elements =
        ARENA_ARRAY(d->compiler->arena, struct bpmn_element, places->count);
    const struct bpmn_loop no_loop = bpmn_element_blank(BPMN_TASK, SLICE_EMPTY, BPMN_NONE).loop;
    struct bpmn_element *next = elements;

    for (uint32_t i = 0; elements != NULL && i < d->elements.count; i++) {
        const struct draft_element *element = draft_element(d, i);
        uint32_t scope = moved_scope(d, places, element->model.scope);

        if (element->loop != 0) {
            scope = (uint32_t)(next - elements);
            *next++ = body_of(d, places, element);
        }
        *next = element->model;
        next->scope = scope;
        next->attached_to = moved(places, element->model.attached_to);
        if (element->loop != 0) {
            next->loop = no_loop;
            next->default_flow = BPMN_NONE;
        }
        next++;
    }
    return elements;
}

static struct bpmn_flow *lower_flows(const struct draft *d, const struct places *places)
{
    struct bpmn_flow *flows = ARENA_ARRAY(d->compiler->arena, struct bpmn_flow, d->flows.count);

    for (uint32_t i = 0; flows != NULL && i < d->flows.count; i++) {
        flows[i] = draft_flow(d, i)->model;
        flows[i].source = moved(places, flows[i].source);
        flows[i].target = moved(places, flows[i].target);
    }
    return flows;
}

static struct bpmn_event *lower_events(const struct draft *d, const struct places *places)
{
    struct bpmn_event *events =
        ARENA_ARRAY(d->compiler->arena, struct bpmn_event, d->events.count + 1);

    for (uint32_t i = 0; events != NULL && i < d->events.count; i++) {
        events[i] = *draft_event(d, i);
        events[i].link_target = moved(places, events[i].link_target);
        events[i].compensation = moved(places, events[i].compensation);
    }
    return events;
}

bool lower_elements_and_flows(const struct draft *d, struct bpmn_process *out)
{
    struct places places;

    if (!find_places(d, &places)) {
        return false;
    }
    out->elements = lower_elements(d, &places);
    out->element_count = places.count;
    out->flows = lower_flows(d, &places);
    out->flow_count = d->flows.count;
    out->events = lower_events(d, &places);
    out->event_count = d->events.count;
    return !d->compiler->arena->exhausted;
}
