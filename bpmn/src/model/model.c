/* Small questions to a model, and the blank that builders start from. */
#include "bpmn/model.h"

#include "base/assert.h"

const char *bpmn_kind_name(enum bpmn_kind kind)
{
    switch (kind) {
    case BPMN_PROCESS:
        return "PROCESS";
    case BPMN_SUB_PROCESS:
        return "SUB_PROCESS";
    case BPMN_EVENT_SUB_PROCESS:
        return "EVENT_SUB_PROCESS";
    case BPMN_MULTI_INSTANCE_BODY:
    case BPMN_STANDARD_LOOP_BODY: /* the API has no word of its own for it */
        return "MULTI_INSTANCE_BODY";
    case BPMN_START_EVENT:
        return "START_EVENT";
    case BPMN_INTERMEDIATE_CATCH_EVENT:
        return "INTERMEDIATE_CATCH_EVENT";
    case BPMN_INTERMEDIATE_THROW_EVENT:
        return "INTERMEDIATE_THROW_EVENT";
    case BPMN_BOUNDARY_EVENT:
        return "BOUNDARY_EVENT";
    case BPMN_END_EVENT:
        return "END_EVENT";
    case BPMN_TASK:
        return "TASK";
    case BPMN_MANUAL_TASK:
        return "MANUAL_TASK";
    case BPMN_SERVICE_TASK:
        return "SERVICE_TASK";
    case BPMN_SEND_TASK:
        return "SEND_TASK";
    case BPMN_USER_TASK:
        return "USER_TASK";
    case BPMN_RECEIVE_TASK:
        return "RECEIVE_TASK";
    case BPMN_SCRIPT_TASK:
        return "SCRIPT_TASK";
    case BPMN_BUSINESS_RULE_TASK:
        return "BUSINESS_RULE_TASK";
    case BPMN_CALL_ACTIVITY:
        return "CALL_ACTIVITY";
    case BPMN_EXCLUSIVE_GATEWAY:
        return "EXCLUSIVE_GATEWAY";
    case BPMN_PARALLEL_GATEWAY:
        return "PARALLEL_GATEWAY";
    case BPMN_EVENT_BASED_GATEWAY:
        return "EVENT_BASED_GATEWAY";
    case BPMN_INCLUSIVE_GATEWAY:
        return "INCLUSIVE_GATEWAY";
    }
    UNREACHABLE("element kind");
}

enum bpmn_event_kind bpmn_event_kind_of(const struct bpmn_process *process,
                                        const struct bpmn_element *element)
{
    if (element->event == BPMN_NONE) {
        return BPMN_EVENT_NONE;
    }
    ASSERT(element->event < process->event_count);
    return process->events[element->event].kind;
}

bool bpmn_starts_event_sub_process(const struct bpmn_process *process,
                                   const struct bpmn_element *element)
{
    return element->kind == BPMN_START_EVENT &&
           process->elements[element->scope].kind == BPMN_EVENT_SUB_PROCESS;
}

bool bpmn_follows_event_gateway(const struct bpmn_process *process,
                                const struct bpmn_element *element)
{
    const struct bpmn_flow *flow;

    if (element->incoming.count != 1) {
        return false;
    }
    flow = &process->flows[process->flow_refs[element->incoming.first]];
    return process->elements[flow->source].kind == BPMN_EVENT_BASED_GATEWAY;
}

bool bpmn_is_loop_body(const struct bpmn_element *element)
{
    return element->kind == BPMN_MULTI_INSTANCE_BODY || element->kind == BPMN_STANDARD_LOOP_BODY;
}

bool bpmn_is_looped(const struct bpmn_process *process, const struct bpmn_element *element)
{
    return element->scope != BPMN_NONE && bpmn_is_loop_body(&process->elements[element->scope]);
}

const struct bpmn_element *bpmn_find_element(const struct bpmn_process *process, struct slice id)
{
    for (uint32_t i = 0; i < process->element_count; i++) {
        if (slice_equal(process->elements[i].id, id)) {
            return &process->elements[i];
        }
    }
    return NULL;
}

struct bpmn_element bpmn_element_blank(enum bpmn_kind kind, struct slice id, uint32_t scope)
{
    return (struct bpmn_element){
        .kind = kind,
        .id = id,
        .scope = scope,
        .default_flow = BPMN_NONE,
        .none_start = BPMN_NONE,
        .event = BPMN_NONE,
        .attached_to = BPMN_NONE,
        .loop = {.input_collection = BPMN_NONE,
                 .cardinality = BPMN_NONE,
                 .output_element = BPMN_NONE,
                 .completion_condition = BPMN_NONE,
                 .condition = BPMN_NONE,
                 .maximum = BPMN_NONE},
        .job_type = BPMN_NONE,
        .job_retries = BPMN_NONE,
        .job_priority = BPMN_NONE,
        .script = BPMN_NONE,
        .assignee = BPMN_NONE,
        .candidate_users = BPMN_NONE,
        .candidate_groups = BPMN_NONE,
        .due_date = BPMN_NONE,
        .follow_up_date = BPMN_NONE,
        .priority = BPMN_NONE,
        .form_id = BPMN_NONE,
        .called_process = BPMN_NONE,
        .called_binding = BPMN_BINDING_LATEST,
        .called_version_tag = BPMN_NONE,
        .called_decision = BPMN_NONE,
        .decision_binding = BPMN_BINDING_LATEST,
        .decision_version_tag = BPMN_NONE,
        .form_binding = BPMN_BINDING_LATEST,
        .form_version_tag = BPMN_NONE,
        .external_form_reference = BPMN_NONE,
    };
}
