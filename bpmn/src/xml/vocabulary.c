/* The words of BPMN 2.0 by where they may stand and what they mean to the engine.
 *
 * To run one more element: move its word from WORD_UNSUPPORTED to WORD_ELEMENT, add its kind to
 * bpmn/model.h, and read what it carries. */
#include "compiler_int.h"

static const struct word scope_words[] = {
    {"startEvent", WORD_ELEMENT, BPMN_START_EVENT},
    {"endEvent", WORD_ELEMENT, BPMN_END_EVENT},
    {"intermediateCatchEvent", WORD_ELEMENT, BPMN_INTERMEDIATE_CATCH_EVENT},
    {"intermediateThrowEvent", WORD_ELEMENT, BPMN_INTERMEDIATE_THROW_EVENT},
    {"boundaryEvent", WORD_ELEMENT, BPMN_BOUNDARY_EVENT},
    {"task", WORD_ELEMENT, BPMN_TASK},
    {"manualTask", WORD_ELEMENT, BPMN_MANUAL_TASK},
    {"serviceTask", WORD_ELEMENT, BPMN_SERVICE_TASK},
    {"sendTask", WORD_ELEMENT, BPMN_SEND_TASK},
    {"userTask", WORD_ELEMENT, BPMN_USER_TASK},
    {"receiveTask", WORD_ELEMENT, BPMN_RECEIVE_TASK},
    {"scriptTask", WORD_ELEMENT, BPMN_SCRIPT_TASK},
    {"businessRuleTask", WORD_ELEMENT, BPMN_BUSINESS_RULE_TASK},
    {"callActivity", WORD_ELEMENT, BPMN_CALL_ACTIVITY},
    {"exclusiveGateway", WORD_ELEMENT, BPMN_EXCLUSIVE_GATEWAY},
    {"parallelGateway", WORD_ELEMENT, BPMN_PARALLEL_GATEWAY},
    {"eventBasedGateway", WORD_ELEMENT, BPMN_EVENT_BASED_GATEWAY},
    {"inclusiveGateway", WORD_ELEMENT, BPMN_INCLUSIVE_GATEWAY},
    {"subProcess", WORD_ELEMENT, BPMN_SUB_PROCESS},
    {"transaction", WORD_ELEMENT, BPMN_SUB_PROCESS},
    {"sequenceFlow", WORD_FLOW, 0},
    {"implicitThrowEvent", WORD_UNSUPPORTED, 0},
    {"complexGateway", WORD_UNSUPPORTED, 0},
    {"adHocSubProcess", WORD_UNSUPPORTED, 0},
    {"choreographyTask", WORD_UNSUPPORTED, 0},
    {"callChoreography", WORD_UNSUPPORTED, 0},
    {"subChoreography", WORD_UNSUPPORTED, 0},
    {"artifact", WORD_PASSIVE, 0},
    {"association", WORD_PASSIVE, 0},
    {"auditing", WORD_PASSIVE, 0},
    {"correlationSubscription", WORD_PASSIVE, 0},
    {"dataObject", WORD_PASSIVE, 0},
    {"dataObjectReference", WORD_PASSIVE, 0},
    {"dataStoreReference", WORD_PASSIVE, 0},
    {"group", WORD_PASSIVE, 0},
    {"humanPerformer", WORD_PASSIVE, 0},
    {"ioBinding", WORD_PASSIVE, 0},
    {"laneSet", WORD_PASSIVE, 0},
    {"monitoring", WORD_PASSIVE, 0},
    {"performer", WORD_PASSIVE, 0},
    {"potentialOwner", WORD_PASSIVE, 0},
    {"supportedInterfaceRef", WORD_PASSIVE, 0},
    {"supports", WORD_PASSIVE, 0},
    {"textAnnotation", WORD_PASSIVE, 0},
};

static const struct word element_words[] = {
    {"documentation", WORD_PASSIVE, 0},
    {"extensionElements", WORD_PASSIVE, 0},
    {"incoming", WORD_PASSIVE, 0},
    {"outgoing", WORD_PASSIVE, 0},
    {"property", WORD_PASSIVE, 0},
    {"auditing", WORD_PASSIVE, 0},
    {"categoryValueRef", WORD_PASSIVE, 0},
    {"dataInput", WORD_PASSIVE, 0},
    {"dataInputAssociation", WORD_PASSIVE, 0},
    {"dataOutput", WORD_PASSIVE, 0},
    {"dataOutputAssociation", WORD_PASSIVE, 0},
    {"humanPerformer", WORD_PASSIVE, 0},
    {"inputSet", WORD_PASSIVE, 0},
    {"ioSpecification", WORD_PASSIVE, 0},
    {"monitoring", WORD_PASSIVE, 0},
    {"outputSet", WORD_PASSIVE, 0},
    {"performer", WORD_PASSIVE, 0},
    {"potentialOwner", WORD_PASSIVE, 0},
    {"rendering", WORD_PASSIVE, 0},
    {"resourceRole", WORD_PASSIVE, 0},
    {"script", WORD_PASSIVE, 0},
    {"conditionExpression", WORD_PASSIVE, 0},
    {"messageEventDefinition", WORD_PASSIVE, 0},
    {"timerEventDefinition", WORD_PASSIVE, 0},
    {"errorEventDefinition", WORD_PASSIVE, 0},
    {"terminateEventDefinition", WORD_PASSIVE, 0},
    {"linkEventDefinition", WORD_PASSIVE, 0},
    {"signalEventDefinition", WORD_PASSIVE, 0},
    {"escalationEventDefinition", WORD_PASSIVE, 0},
    {"compensateEventDefinition", WORD_PASSIVE, 0},
    {"conditionalEventDefinition", WORD_PASSIVE, 0},
    {"cancelEventDefinition", WORD_PASSIVE, 0},
    {"eventDefinitionRef", WORD_UNSUPPORTED, 0},
    {"multiInstanceLoopCharacteristics", WORD_PASSIVE, 0},
    {"standardLoopCharacteristics", WORD_PASSIVE, 0},
};

static struct word find(const struct word *words, size_t count, struct slice name)
{
    for (size_t i = 0; i < count; i++) {
        if (slice_is(name, words[i].name)) {
            return words[i];
        }
    }
    return (struct word){.name = "", .kind = WORD_UNKNOWN};
}

struct word vocabulary_of_element(struct slice name)
{
    return find(element_words, sizeof element_words / sizeof element_words[0], name);
}

struct word vocabulary_of_scope(struct slice name)
{
    return find(scope_words, sizeof scope_words / sizeof scope_words[0], name);
}

bool vocabulary_is_scope(const struct xml_node *node)
{
    static const char *const names[] = {"process", "subProcess", "transaction", "adHocSubProcess"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (xml_is_bpmn(node, names[i])) {
            return true;
        }
    }
    return false;
}

bool vocabulary_chooses(enum bpmn_kind kind)
{
    return kind == BPMN_EXCLUSIVE_GATEWAY || kind == BPMN_INCLUSIVE_GATEWAY;
}

bool vocabulary_is_activity(enum bpmn_kind kind)
{
    return kind == BPMN_SUB_PROCESS || kind == BPMN_CALL_ACTIVITY ||
           (kind >= BPMN_TASK && kind <= BPMN_BUSINESS_RULE_TASK);
}
