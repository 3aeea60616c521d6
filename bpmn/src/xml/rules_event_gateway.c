/* Event-based gateways: at least two ways, each of which begins with an event that can be waited
 * for and that nothing else leads to (BPMN 2.0.2, 10.6.6). */
#include "compiler_int.h"

static bool can_be_waited_for(const struct draft *d, const struct draft_element *target)
{
    return (target->model.kind == BPMN_RECEIVE_TASK && target->loop == 0) ||
           (target->model.kind == BPMN_INTERMEDIATE_CATCH_EVENT &&
            draft_event_kind(d, target) != BPMN_EVENT_LINK);
}

static void check_target(struct draft *d, const struct draft_element *gateway,
                         const struct draft_element *target)
{
    /* What is refused as a whole may be what it should be, if it is an event that is caught. */
    if (target->is_refused && target->model.kind != BPMN_INTERMEDIATE_THROW_EVENT) {
        return;
    }
    if (!can_be_waited_for(d, target)) {
        compile_error(
            d->compiler, gateway->xml, "event-gateway-target",
            "its flow leads to %.*s '%.*s'; behind an event-based gateway stand catch "
            "events of messages, timers, signals, conditions and receive tasks without loops only",
            SLICE_ARG(target->xml->name), SLICE_ARG(target->model.id));
    } else if (target->incoming > 1) {
        compile_error(d->compiler, target->xml, "event-gateway-target-incoming",
                      "it stands behind the event-based gateway '%.*s' and must have no other "
                      "incoming sequence flow",
                      SLICE_ARG(gateway->model.id));
    }
}

static bool is_gateway(const struct draft_element *element)
{
    return !element->is_refused && element->model.kind == BPMN_EVENT_BASED_GATEWAY;
}

static void check_gateway(struct draft *d, struct draft_element *gateway)
{
    struct slice type = slice_trim(xml_attribute(gateway->xml, "eventGatewayType"));

    if (xml_attribute_is_true(gateway->xml, "instantiate", false) || slice_is(type, "Parallel")) {
        compile_error(d->compiler, gateway->xml, "attribute-unsupported",
                      "event-based gateways that start a process (instantiate) and parallel ones "
                      "(eventGatewayType) are not supported yet");
    }
    if (gateway->outgoing < 2) {
        compile_error(d->compiler, gateway->xml, "event-gateway-outgoing",
                      "an event-based gateway must have at least two outgoing sequence flows; this "
                      "one has %u",
                      gateway->outgoing);
    }
}

/* A boundary event at a receive task would wait while the gateway does. */
static void check_host(struct draft *d, const struct draft_element *boundary, const bool *waits)
{
    if (boundary->model.attached_to != BPMN_NONE && waits[boundary->model.attached_to]) {
        compile_error(d->compiler, boundary->xml, "event-gateway-target-boundary",
                      "'%.*s' stands behind an event-based gateway and must not have boundary "
                      "events",
                      SLICE_ARG(draft_element(d, boundary->model.attached_to)->model.id));
    }
}

void rules_of_event_gateways(struct draft *d)
{
    bool *waits = ARENA_ARRAY(d->compiler->arena, bool, d->elements.count);

    if (waits == NULL) {
        return;
    }
    for (uint32_t i = 0; i < d->elements.count; i++) {
        if (is_gateway(draft_element(d, i))) {
            check_gateway(d, draft_element(d, i));
        }
    }
    for (uint32_t i = 0; i < d->flows.count; i++) {
        const struct draft_flow *flow = draft_flow(d, i);

        if (!flow->is_broken && is_gateway(draft_element(d, flow->model.source))) {
            waits[flow->model.target] = true;
            check_target(d, draft_element(d, flow->model.source),
                         draft_element(d, flow->model.target));
        }
    }
    for (uint32_t i = 0; i < d->elements.count; i++) {
        check_host(d, draft_element(d, i), waits);
    }
}
