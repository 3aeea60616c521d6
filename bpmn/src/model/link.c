/* Everything in a model that follows from the rest: who lies in whom, who is attached to whom,
 * which flows leave and enter. It is not encoded but found again at loading, so it cannot
 * disagree with what it follows from.
 *
 * Each list is made by counting: how many belong to each element, where each run begins, then
 * one walk that puts them there. So every run is in document order. */
#include "base/assert.h"
#include "bpmn/model.h"

/* Give each element's run its place behind those before it. */
static uint32_t place_run(struct bpmn_range *range, uint32_t at)
{
    range->first = at;
    at += range->count;
    range->count = 0;
    return at;
}

static void put_ref(uint32_t *refs, struct bpmn_range *range, uint32_t value)
{
    refs[range->first + range->count] = value;
    range->count++;
}

/* The scope of an event subprocess, of its start event; BPMN_NONE of all else. */
static uint32_t scope_waiting(const struct bpmn_process *process,
                              const struct bpmn_element *element)
{
    return bpmn_starts_event_sub_process(process, element) ? process->elements[element->scope].scope
                                                           : BPMN_NONE;
}

static void count_elements(const struct bpmn_process *process, struct bpmn_element *elements)
{
    for (uint32_t i = 1; i < process->element_count; i++) {
        const struct bpmn_element *element = &elements[i];

        ASSERT(element->scope < i);
        elements[element->scope].children.count++;
        if (scope_waiting(process, element) != BPMN_NONE) {
            elements[scope_waiting(process, element)].inner_starts.count++;
        }
        if (element->attached_to != BPMN_NONE) {
            ASSERT(element->attached_to < process->element_count);
            elements[element->attached_to].boundaries.count++;
        }
    }
}

static void link_elements(struct bpmn_process *process, struct bpmn_element *elements,
                          uint32_t *refs)
{
    uint32_t at = 0;

    count_elements(process, elements);
    for (uint32_t i = 0; i < process->element_count; i++) {
        at = place_run(&elements[i].children, at);
        at = place_run(&elements[i].boundaries, at);
        at = place_run(&elements[i].inner_starts, at);
    }
    process->element_ref_count = at;
    for (uint32_t i = 1; i < process->element_count; i++) {
        struct bpmn_element *scope = &elements[elements[i].scope];

        put_ref(refs, &scope->children, i);
        if (elements[i].kind == BPMN_START_EVENT && scope->none_start == BPMN_NONE &&
            (elements[i].event == BPMN_NONE || scope->kind == BPMN_EVENT_SUB_PROCESS)) {
            scope->none_start = i;
        }
        if (scope_waiting(process, &elements[i]) != BPMN_NONE) {
            put_ref(refs, &elements[scope_waiting(process, &elements[i])].inner_starts, i);
        }
        if (elements[i].attached_to != BPMN_NONE) {
            put_ref(refs, &elements[elements[i].attached_to].boundaries, i);
        }
    }
}

static void link_flows(struct bpmn_process *process, struct bpmn_element *elements, uint32_t *refs)
{
    uint32_t at = 0;

    for (uint32_t i = 0; i < process->flow_count; i++) {
        ASSERT(process->flows[i].source < process->element_count);
        ASSERT(process->flows[i].target < process->element_count);
        elements[process->flows[i].source].outgoing.count++;
        elements[process->flows[i].target].incoming.count++;
    }
    for (uint32_t i = 0; i < process->element_count; i++) {
        at = place_run(&elements[i].outgoing, at);
        at = place_run(&elements[i].incoming, at);
    }
    process->flow_ref_count = at;
    for (uint32_t i = 0; i < process->flow_count; i++) {
        put_ref(refs, &elements[process->flows[i].source].outgoing, i);
        put_ref(refs, &elements[process->flows[i].target].incoming, i);
    }
}

static void mark_joins(const struct bpmn_process *process, struct bpmn_element *elements)
{
    for (uint32_t i = 1; i < process->element_count; i++) {
        if (elements[i].kind == BPMN_INCLUSIVE_GATEWAY && elements[i].incoming.count > 1) {
            elements[elements[i].scope].has_inclusive_joins = true;
        }
    }
}

static bool has_event(const struct bpmn_process *process, enum bpmn_event_kind kind)
{
    for (uint32_t i = 0; i < process->event_count; i++) {
        if (process->events[i].kind == kind) {
            return true;
        }
    }
    return false;
}

enum status bpmn_process_link(struct arena *arena, struct bpmn_process *process,
                              struct bpmn_element *elements)
{
    const struct bpmn_range none = {0, 0};
    uint32_t *element_refs;
    uint32_t *flow_refs;

    ASSERT(process->elements == elements);
    ASSERT(process->element_count > 0);
    element_refs = ARENA_ARRAY(arena, uint32_t, 3 * (size_t)process->element_count);
    flow_refs = ARENA_ARRAY(arena, uint32_t, 2 * (size_t)process->flow_count + 1);
    if (element_refs == NULL || flow_refs == NULL) {
        return STATUS_LIMIT;
    }
    for (uint32_t i = 0; i < process->element_count; i++) {
        elements[i].index = i;
        elements[i].outgoing = none;
        elements[i].incoming = none;
        elements[i].children = none;
        elements[i].boundaries = none;
        elements[i].inner_starts = none;
        elements[i].none_start = BPMN_NONE;
        elements[i].has_inclusive_joins = false;
    }
    link_elements(process, elements, element_refs);
    link_flows(process, elements, flow_refs);
    mark_joins(process, elements);
    process->has_compensation = has_event(process, BPMN_EVENT_COMPENSATION);
    process->has_conditions = has_event(process, BPMN_EVENT_CONDITIONAL);
    process->element_refs = element_refs;
    process->flow_refs = flow_refs;
    return STATUS_OK;
}
