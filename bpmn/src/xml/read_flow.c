/* Sequence flows: their ends, conditions and defaults. */
#include "compiler_int.h"

/* The element at one end, or BPMN_NONE after a report. */
static uint32_t resolve_end(struct draft *d, const struct draft_flow *flow, const char *attribute)
{
    struct slice reference = xml_attribute(flow->xml, attribute);
    const struct named *named = ids_find(d->compiler, reference);

    if (slice_trim(reference).size == 0) {
        compile_error(d->compiler, flow->xml, "flow-end-missing",
                      "the flow has no %s; connect it or remove it", attribute);
        return BPMN_NONE;
    }
    if (named == NULL || named->element == BPMN_NONE) {
        compile_error(d->compiler, flow->xml, "flow-end-unknown",
                      "its %s '%.*s' is no element of an executable process; connect the flow or "
                      "remove it",
                      attribute, SLICE_ARG(reference));
        return BPMN_NONE;
    }
    if (named->draft != d) {
        compile_error(d->compiler, flow->xml, "flow-crosses-process",
                      "its %s '%.*s' lies in another process; only messages go from one process "
                      "to another",
                      attribute, SLICE_ARG(reference));
        return BPMN_NONE;
    }
    return named->element;
}

static void check_scopes(struct draft *d, struct draft_flow *flow)
{
    const struct draft_element *source = draft_element(d, flow->model.source);
    const struct draft_element *target = draft_element(d, flow->model.target);

    if (source->model.scope != target->model.scope) {
        flow->is_broken = true;
        compile_error(d->compiler, flow->xml, "flow-crosses-scope",
                      "the flow leads from '%.*s' to '%.*s' across the border of a subprocess; "
                      "flows stay within one",
                      SLICE_ARG(source->model.id), SLICE_ARG(target->model.id));
    }
}

static void read_ends(struct draft *d, struct draft_flow *flow)
{
    flow->model.source = resolve_end(d, flow, "sourceRef");
    flow->model.target = resolve_end(d, flow, "targetRef");
    if (flow->model.source != BPMN_NONE) {
        draft_element(d, flow->model.source)->outgoing++;
    }
    if (flow->model.target != BPMN_NONE) {
        draft_element(d, flow->model.target)->incoming++;
    }
    flow->is_broken = flow->model.source == BPMN_NONE || flow->model.target == BPMN_NONE;
    if (!flow->is_broken) {
        check_scopes(d, flow);
    }
}

static void read_condition(struct draft *d, struct draft_flow *flow)
{
    const struct xml_node *node = xml_bpmn_child(flow->xml, "conditionExpression");
    const struct draft_element *source;

    if (node == NULL || slice_trim(node->text).size == 0) {
        return;
    }
    flow->model.condition = expression_add(d, node, node->text, EXPRESSION_ONLY, "the condition");
    if (flow->model.source == BPMN_NONE) {
        return;
    }
    source = draft_element(d, flow->model.source);
    if (source->model.kind == BPMN_PARALLEL_GATEWAY) {
        /* BPMN 2.0, 10.6.4: a parallel gateway checks no conditions. */
        flow->model.condition = BPMN_NONE;
        compile_warning(d->compiler, node, "condition-ignored",
                        "parallelGateway '%.*s' takes every flow, so this condition is ignored",
                        SLICE_ARG(source->model.id));
        return;
    }
    if (!source->is_refused && !vocabulary_chooses(source->model.kind)) {
        compile_error(d->compiler, node, "condition-unsupported",
                      "the flow leaves %.*s '%.*s' under a condition; conditions are supported at "
                      "exclusive and inclusive gateways only, so put one in between",
                      SLICE_ARG(source->xml->name), SLICE_ARG(source->model.id));
    }
}

static void read_default(struct draft *d, struct draft_element *element)
{
    struct slice reference = xml_attribute(element->xml, "default");
    const struct named *named;
    struct draft_flow *flow;

    if (reference.size == 0 || element->is_refused) {
        return;
    }
    if (!vocabulary_chooses(element->model.kind)) {
        compile_error(
            d->compiler, element->xml, "default-unsupported",
            "a default flow is supported at exclusive and inclusive gateways only; remove "
            "the default or put a gateway behind the element");
        return;
    }
    named = ids_find(d->compiler, reference);
    if (named == NULL || named->draft != d || named->flow == BPMN_NONE ||
        draft_flow(d, named->flow)->model.source != element->model.index) {
        compile_error(d->compiler, element->xml, "default-flow-foreign",
                      "the default flow '%.*s' does not leave this gateway; the default flow must "
                      "start at the gateway",
                      SLICE_ARG(reference));
        return;
    }
    element->model.default_flow = named->flow;
    flow = draft_flow(d, named->flow);
    if (flow->model.condition != BPMN_NONE) {
        /* BPMN 2.0, table 8.50: a condition of the default flow is ignored. */
        flow->model.condition = BPMN_NONE;
        compile_warning(d->compiler, flow->xml, "default-condition",
                        "the condition of a default flow is never evaluated; remove it");
    }
}

void read_flows(struct draft *d)
{
    for (uint32_t i = 0; i < d->flows.count; i++) {
        read_ends(d, draft_flow(d, i));
        read_condition(d, draft_flow(d, i));
    }
    for (uint32_t i = 0; i < d->elements.count; i++) {
        read_default(d, draft_element(d, i));
    }
}
