/* What may flow into and out of an element, and what a gateway needs to choose. */
#include "compiler_int.h"

/* True when the gateway cannot know whether to take the flow. A condition that is there and wrong
 * has been reported. */
static bool lacks_condition(const struct draft_flow *flow, const struct draft_element *source,
                            uint32_t index)
{
    const struct xml_node *condition = xml_bpmn_child(flow->xml, "conditionExpression");
    bool has_condition = condition != NULL && slice_trim(condition->text).size > 0;

    return vocabulary_chooses(source->model.kind) && source->outgoing > 1 &&
           source->model.default_flow != index && !has_condition;
}

static void check_gateway_flow(struct draft *d, const struct draft_flow *flow, uint32_t index)
{
    const struct draft_element *source;

    if (flow->model.source == BPMN_NONE) {
        return;
    }
    source = draft_element(d, flow->model.source);
    if (lacks_condition(flow, source, index)) {
        compile_error(d->compiler, flow->xml, "gateway-condition-missing",
                      "must have a condition or be the default flow of gateway '%.*s', which has "
                      "several outgoing flows",
                      SLICE_ARG(source->model.id));
    }
}

static void check_start(struct draft *d, const struct draft_element *element)
{
    if (element->incoming > 0) {
        compile_error(d->compiler, element->xml, "start-incoming",
                      "a start event must not have incoming sequence flows");
    }
}

static void check_end(struct draft *d, const struct draft_element *element)
{
    if (element->outgoing > 0) {
        compile_error(d->compiler, element->xml, "end-outgoing",
                      "end events must not have outgoing sequence flows");
    }
}

static void check_boundary(struct draft *d, const struct draft_element *element)
{
    if (element->incoming > 0) {
        compile_error(d->compiler, element->xml, "boundary-incoming",
                      "a boundary event cannot have incoming sequence flows");
    }
    if (draft_event_kind(d, element) == BPMN_EVENT_COMPENSATION) {
        return; /* its handler is associated with it (rules_compensation.c) */
    }
    if (element->outgoing == 0) {
        compile_error(d->compiler, element->xml, "boundary-outgoing",
                      "a boundary event must have at least one outgoing sequence flow");
    }
}

static void check_event_subprocess(struct draft *d, const struct draft_element *element)
{
    if (element->incoming > 0 || element->outgoing > 0) {
        compile_error(d->compiler, element->xml, "event-subprocess-flow",
                      "an event subprocess begins with its event and must have neither incoming "
                      "nor outgoing sequence flows");
    }
}

/* BPMN 2.0.2, table 8.49. That a gateway has but one flow where it should have several does no
 * harm.
 */
static void check_direction(struct draft *d, const struct draft_element *element)
{
    struct slice direction = slice_trim(xml_attribute(element->xml, "gatewayDirection"));
    bool diverges = slice_is(direction, "Diverging");

    if ((diverges && element->incoming > 1) ||
        (slice_is(direction, "Converging") && element->outgoing > 1)) {
        compile_error(d->compiler, element->xml, "gateway-direction",
                      "its gatewayDirection is %.*s, but it has several %s sequence flows; correct "
                      "the direction or leave it out",
                      SLICE_ARG(direction), diverges ? "incoming" : "outgoing");
    }
}

/* Nothing leads to it and it leads nowhere. */
static void check_connection(struct draft *d, const struct draft_element *element)
{
    if (element->model.kind >= BPMN_EXCLUSIVE_GATEWAY &&
        element->model.kind != BPMN_EVENT_BASED_GATEWAY && element->incoming == 0 &&
        element->outgoing == 0) {
        compile_error(d->compiler, element->xml, "gateway-unconnected",
                      "a gateway must have several incoming or several outgoing sequence flows; "
                      "this one has none at all");
    }
}

/* What starts the process in the place of a start event. */
static void check_instantiation(struct draft *d, const struct draft_element *element)
{
    if (element->incoming > 0 && xml_attribute_is_true(element->xml, "instantiate", false)) {
        compile_error(d->compiler, element->xml, "instantiate-incoming",
                      "it starts the process (instantiate) and must not have incoming sequence "
                      "flows");
    }
}

static void warn_dead(struct draft *d, const struct draft_element *element)
{
    if (element->incoming == 0 && element->model.index != 0 &&
        !xml_attribute_is_true(element->xml, "isForCompensation", false)) {
        compile_warning(d->compiler, element->xml, "element-dead",
                        "nothing leads here, so it is never reached; connect it or remove it");
    }
}

void rules_of_flows(struct draft *d)
{
    for (uint32_t i = 0; i < d->elements.count; i++) {
        const struct draft_element *element = draft_element(d, i);

        if (element->is_refused) {
            continue;
        }
        if (element->model.kind == BPMN_START_EVENT) {
            check_start(d, element);
        } else if (element->model.kind == BPMN_BOUNDARY_EVENT) {
            check_boundary(d, element);
        } else if (element->model.kind == BPMN_EVENT_SUB_PROCESS) {
            check_event_subprocess(d, element);
        } else if (draft_event_kind(d, element) != BPMN_EVENT_LINK) {
            warn_dead(d, element);
        }
        if (element->model.kind == BPMN_END_EVENT) {
            check_end(d, element);
        }
        check_direction(d, element);
        check_connection(d, element);
        check_instantiation(d, element);
    }
    for (uint32_t i = 0; i < d->flows.count; i++) {
        check_gateway_flow(d, draft_flow(d, i), i);
    }
}
