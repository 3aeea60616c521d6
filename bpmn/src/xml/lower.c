/* From a draft without errors to the model that is deployed. */
#include "base/limits.h"
#include "compiler_int.h"

static struct bpmn_element *lower_elements(const struct draft *d)
{
    struct bpmn_element *elements =
        ARENA_ARRAY(d->compiler->arena, struct bpmn_element, d->elements.count);

    for (uint32_t i = 0; elements != NULL && i < d->elements.count; i++) {
        elements[i] = draft_element(d, i)->model;
    }
    return elements;
}

static struct bpmn_flow *lower_flows(const struct draft *d)
{
    struct bpmn_flow *flows = ARENA_ARRAY(d->compiler->arena, struct bpmn_flow, d->flows.count);

    for (uint32_t i = 0; flows != NULL && i < d->flows.count; i++) {
        flows[i] = draft_flow(d, i)->model;
    }
    return flows;
}

static struct slice encode(struct arena *arena, const struct bpmn_process *process)
{
    struct buffer bytes;
    struct slice copy = SLICE_EMPTY;

    buffer_init(&bytes, LIMIT_DEPLOYMENT_BYTES);
    bpmn_process_encode(process, &bytes);
    if (!bytes.failed) {
        copy = arena_copy(arena, buffer_slice(&bytes));
    }
    buffer_deinit(&bytes);
    return copy;
}

struct slice lower_draft(const struct draft *d)
{
    struct bpmn_element *elements = lower_elements(d);
    struct bpmn_flow *flows = lower_flows(d);
    const struct bpmn_process process = {
        .id = xml_attribute(d->xml, "id"),
        .name = xml_attribute(d->xml, "name"),
        .version_tag = d->version_tag,
        .element_count = d->elements.count,
        .flow_count = d->flows.count,
        .event_count = d->events.count,
        .mapping_count = d->mappings.count,
        .header_count = d->headers.count,
        .expression_count = d->expressions.count,
        .elements = elements,
        .flows = flows,
        .events = d->events.items,
        .mappings = d->mappings.items,
        .headers = d->headers.items,
        .expressions = d->expressions.items,
    };

    return elements == NULL || flows == NULL ? SLICE_EMPTY : encode(d->compiler->arena, &process);
}
