/* What the state machine may take for granted in a loaded model.
 *
 * Models come from the log, so from our own compiler; a model that breaks a rule here is damage or
 * another build's work, and must be refused before it can send a step to a place that is not there.
 * First the references alone, then (linked) the meaning by element kind. */
#include "base/limits.h"
#include "base/sort.h"
#include "model_int.h"

static bool is_ref(uint32_t index, uint32_t count)
{
    return index < count;
}

static bool is_ref_or_none(uint32_t index, uint32_t count)
{
    return index == BPMN_NONE || index < count;
}

static bool event_refs_hold(const struct bpmn_event *event, const struct bpmn_process *process)
{
    uint32_t expressions = process->expression_count;

    switch (event->kind) {
    case BPMN_EVENT_MESSAGE:
        return is_ref_or_none(event->message_name, expressions) &&
               is_ref_or_none(event->correlation_key, expressions) &&
               is_ref_or_none(event->message_id, expressions) &&
               is_ref_or_none(event->time_to_live, expressions);
    case BPMN_EVENT_TIMER:
        return is_ref(event->timer, expressions) && event->timer_kind >= BPMN_TIMER_DATE &&
               event->timer_kind <= BPMN_TIMER_CYCLE;
    case BPMN_EVENT_ERROR:
        return event->has_error_code == (event->error_code.data != NULL);
    case BPMN_EVENT_TERMINATE:
    case BPMN_EVENT_CANCEL:
        return true;
    case BPMN_EVENT_COMPENSATION:
        return is_ref_or_none(event->compensation, process->element_count);
    case BPMN_EVENT_CONDITIONAL:
        return is_ref(event->condition, expressions);
    case BPMN_EVENT_LINK:
        return is_ref_or_none(event->link_target, process->element_count);
    case BPMN_EVENT_SIGNAL:
        return is_ref(event->signal_name, expressions);
    case BPMN_EVENT_ESCALATION:
        return is_ref_or_none(event->escalation_code, expressions);
    case BPMN_EVENT_NONE:
        break;
    }
    return false;
}

static bool element_expressions_hold(const struct bpmn_element *element, uint32_t expressions)
{
    const uint32_t refs[] = {
        element->job_type,
        element->job_retries,
        element->job_priority,
        element->script,
        element->assignee,
        element->candidate_users,
        element->candidate_groups,
        element->due_date,
        element->follow_up_date,
        element->priority,
        element->form_id,
        element->form_version_tag,
        element->external_form_reference,
        element->called_process,
        element->called_version_tag,
        element->loop.input_collection,
        element->loop.cardinality,
        element->loop.output_element,
        element->loop.completion_condition,
        element->loop.condition,
        element->loop.maximum,
        element->called_decision,
        element->decision_version_tag,
    };

    for (size_t i = 0; i < sizeof refs / sizeof refs[0]; i++) {
        if (!is_ref_or_none(refs[i], expressions)) {
            return false;
        }
    }
    return true;
}

static bool loop_refs_hold(const struct bpmn_process *process, const struct bpmn_loop *loop)
{
    for (uint32_t i = 0; i < loop->event_count; i++) {
        if (!is_ref_or_none(loop->events[i].condition, process->expression_count) ||
            !is_ref(loop->events[i].boundary, process->element_count)) {
            return false;
        }
    }
    return true;
}

static bool binding_holds(enum bpmn_binding binding, uint32_t version_tag)
{
    bool by_tag = binding == BPMN_BINDING_VERSION_TAG;

    return binding >= BPMN_BINDING_LATEST && binding <= BPMN_BINDING_VERSION_TAG &&
           by_tag == (version_tag != BPMN_NONE);
}

static bool bindings_hold(const struct bpmn_element *element)
{
    return binding_holds(element->form_binding, element->form_version_tag) &&
           binding_holds(element->called_binding, element->called_version_tag) &&
           binding_holds(element->decision_binding, element->decision_version_tag);
}

static bool element_refs_hold(const struct bpmn_process *process, uint32_t i)
{
    const struct bpmn_element *element = &process->elements[i];
    bool scope_holds = i == 0 ? element->scope == BPMN_NONE : element->scope < i;

    return scope_holds && is_ref_or_none(element->attached_to, process->element_count) &&
           is_ref_or_none(element->default_flow, process->flow_count) &&
           element_expressions_hold(element, process->expression_count) &&
           loop_refs_hold(process, &element->loop) && bindings_hold(element);
}

bool model_references_hold(const struct bpmn_process *process)
{
    for (uint32_t i = 0; i < process->element_count; i++) {
        if (!element_refs_hold(process, i)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < process->flow_count; i++) {
        const struct bpmn_flow *flow = &process->flows[i];

        if (!is_ref(flow->source, process->element_count) ||
            !is_ref(flow->target, process->element_count) ||
            !is_ref_or_none(flow->condition, process->expression_count)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < process->event_count; i++) {
        if (!event_refs_hold(&process->events[i], process)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < process->mapping_count; i++) {
        if (!is_ref(process->mappings[i].source, process->expression_count) ||
            process->mappings[i].target.size == 0) {
            return false;
        }
    }
    return true;
}

static bool is_activity(enum bpmn_kind kind)
{
    return kind == BPMN_SUB_PROCESS || kind == BPMN_CALL_ACTIVITY ||
           (kind >= BPMN_TASK && kind <= BPMN_BUSINESS_RULE_TASK) ||
           kind == BPMN_MULTI_INSTANCE_BODY || kind == BPMN_STANDARD_LOOP_BODY;
}

/* A loop body holds its activity and nothing else; what leads there leads to the body. */
static bool body_holds(const struct bpmn_process *process, const struct bpmn_element *element)
{
    const struct bpmn_element *activity;

    if (element->children.count != 1) {
        return false;
    }
    activity = &process->elements[process->element_refs[element->children.first]];
    return activity->index == element->index + 1 && slice_equal(activity->id, element->id) &&
           is_activity(activity->kind) && !bpmn_is_loop_body(activity) &&
           activity->incoming.count == 0 && activity->outgoing.count == 0 &&
           activity->boundaries.count == 0 && element->inputs.count == 0 &&
           element->outputs.count == 0 && element->headers.count == 0;
}

static bool loop_events_hold(const struct bpmn_process *process, const struct bpmn_element *element)
{
    const struct bpmn_loop *loop = &element->loop;
    bool is_complex = loop->behavior == BPMN_LOOP_COMPLEX;

    for (uint32_t i = 0; i < loop->event_count; i++) {
        if (process->elements[loop->events[i].boundary].attached_to != element->index ||
            (loop->events[i].condition != BPMN_NONE) != is_complex) {
            return false;
        }
    }
    switch (loop->behavior) {
    case BPMN_LOOP_ALL:
        return loop->event_count == 0;
    case BPMN_LOOP_NONE:
    case BPMN_LOOP_ONE:
        return loop->event_count == 1;
    case BPMN_LOOP_COMPLEX:
        return loop->event_count > 0;
    }
    return false;
}

static bool multi_instance_holds(const struct bpmn_process *process,
                                 const struct bpmn_element *element)
{
    const struct bpmn_loop *loop = &element->loop;
    bool has_items = loop->input_collection != BPMN_NONE;
    bool has_outputs = loop->output_element != BPMN_NONE;

    return body_holds(process, element) && loop_events_hold(process, element) &&
           (has_items || loop->cardinality != BPMN_NONE) &&
           (has_items || loop->input_element.data == NULL) &&
           has_outputs == (loop->output_collection.size > 0) &&
           (has_outputs || loop->output_variable.data == NULL);
}

static bool standard_loop_holds(const struct bpmn_process *process,
                                const struct bpmn_element *element)
{
    return body_holds(process, element) &&
           (element->loop.condition != BPMN_NONE || element->loop.maximum != BPMN_NONE);
}

/* Codes are compared as they stand where they are caught. */
static bool caught_escalation_holds(const struct bpmn_process *process,
                                    const struct bpmn_element *element)
{
    uint32_t code = process->events[element->event].escalation_code;

    return code == BPMN_NONE || process->expressions[code].is_static;
}

/* What may come to a boundary event, or begin an event subprocess. */
static bool caught_holds(const struct bpmn_process *process, const struct bpmn_element *element,
                         enum bpmn_event_kind event)
{
    return event == BPMN_EVENT_MESSAGE || event == BPMN_EVENT_TIMER || event == BPMN_EVENT_SIGNAL ||
           event == BPMN_EVENT_CONDITIONAL ||
           (event == BPMN_EVENT_ESCALATION && caught_escalation_holds(process, element)) ||
           (event == BPMN_EVENT_ERROR && element->interrupting);
}

/* It begins when its scope, a subprocess, is compensated. */
static bool compensation_start_holds(const struct bpmn_process *process,
                                     const struct bpmn_element *element, enum bpmn_event_kind event)
{
    uint32_t scope = process->elements[element->scope].scope;

    return event == BPMN_EVENT_COMPENSATION &&
           process->events[element->event].compensation == BPMN_NONE &&
           process->elements[scope].kind == BPMN_SUB_PROCESS;
}

/* Its handler is an activity beside it that nothing else leads to. */
static bool handler_holds(const struct bpmn_process *process, const struct bpmn_element *boundary)
{
    uint32_t index = process->events[boundary->event].compensation;
    const struct bpmn_element *handler;

    if (index == BPMN_NONE || boundary->outgoing.count > 0) {
        return false;
    }
    handler = &process->elements[index];
    return is_activity(handler->kind) && handler->scope == boundary->scope &&
           handler->incoming.count == 0 && handler->outgoing.count == 0 &&
           handler->boundaries.count == 0;
}

static bool start_event_holds(const struct bpmn_process *process,
                              const struct bpmn_element *element, enum bpmn_event_kind event)
{
    bool at_process = element->scope == 0;
    bool is_alone = process->elements[element->scope].none_start == element->index;

    if (bpmn_starts_event_sub_process(process, element)) {
        return is_alone && (caught_holds(process, element, event) ||
                            compensation_start_holds(process, element, event));
    }
    if (event == BPMN_EVENT_NONE) {
        return is_alone;
    }
    return at_process &&
           (event == BPMN_EVENT_MESSAGE || event == BPMN_EVENT_TIMER || event == BPMN_EVENT_SIGNAL);
}

/* By itself, or in a loop. */
static bool is_subprocess(const struct bpmn_process *process, const struct bpmn_element *element)
{
    if (bpmn_is_loop_body(element) && element->index + 1 < process->element_count) {
        element++;
    }
    return element->kind == BPMN_SUB_PROCESS;
}

static bool boundary_holds(const struct bpmn_process *process, const struct bpmn_element *element,
                           enum bpmn_event_kind event)
{
    const struct bpmn_element *host;

    if (element->attached_to == BPMN_NONE) {
        return false;
    }
    host = &process->elements[element->attached_to];
    return is_activity(host->kind) && host->scope == element->scope &&
           (caught_holds(process, element, event) ||
            (event == BPMN_EVENT_COMPENSATION && handler_holds(process, element)) ||
            (event == BPMN_EVENT_CANCEL && element->interrupting && is_subprocess(process, host)));
}

/* Thrown by a job, or published with all that a message needs. */
static bool thrown_message_holds(const struct bpmn_process *process,
                                 const struct bpmn_element *element)
{
    const struct bpmn_event *event = &process->events[element->event];

    return element->job_type == BPMN_NONE
               ? event->message_name != BPMN_NONE
               : event->message_name == BPMN_NONE && event->correlation_key == BPMN_NONE &&
                     event->message_id == BPMN_NONE && event->time_to_live == BPMN_NONE;
}

static bool thrown_holds(const struct bpmn_process *process, const struct bpmn_element *element,
                         enum bpmn_event_kind event)
{
    if (event == BPMN_EVENT_MESSAGE) {
        return thrown_message_holds(process, element);
    }
    return event == BPMN_EVENT_NONE || event == BPMN_EVENT_SIGNAL ||
           event == BPMN_EVENT_COMPENSATION ||
           (event == BPMN_EVENT_ESCALATION &&
            process->events[element->event].escalation_code != BPMN_NONE);
}

static bool end_event_holds(const struct bpmn_process *process, const struct bpmn_element *element,
                            enum bpmn_event_kind event)
{
    if (event == BPMN_EVENT_ERROR) {
        return process->events[element->event].has_error_code;
    }
    if (event == BPMN_EVENT_CANCEL) {
        return process->elements[element->scope].kind == BPMN_SUB_PROCESS;
    }
    return event == BPMN_EVENT_TERMINATE || thrown_holds(process, element, event);
}

static bool throw_event_holds(const struct bpmn_process *process,
                              const struct bpmn_element *element, enum bpmn_event_kind event)
{
    const struct bpmn_element *target;
    uint32_t link_target;

    if (event != BPMN_EVENT_LINK) {
        return thrown_holds(process, element, event);
    }
    link_target = process->events[element->event].link_target;
    if (link_target == BPMN_NONE) {
        return false;
    }
    target = &process->elements[link_target];
    return target->kind == BPMN_INTERMEDIATE_CATCH_EVENT && target->scope == element->scope &&
           bpmn_event_kind_of(process, target) == BPMN_EVENT_LINK && element->outgoing.count == 0;
}

static bool catch_event_holds(const struct bpmn_process *process,
                              const struct bpmn_element *element, enum bpmn_event_kind event)
{
    if (event == BPMN_EVENT_LINK) {
        return process->events[element->event].link_target == BPMN_NONE &&
               element->incoming.count == 0;
    }
    return event == BPMN_EVENT_MESSAGE || event == BPMN_EVENT_TIMER || event == BPMN_EVENT_SIGNAL ||
           event == BPMN_EVENT_CONDITIONAL;
}

/* What the gateway waits for stands behind it, and behind nothing else. */
static bool event_gateway_holds(const struct bpmn_process *process,
                                const struct bpmn_element *element)
{
    for (uint32_t i = 0; i < element->outgoing.count; i++) {
        uint32_t flow = process->flow_refs[element->outgoing.first + i];
        const struct bpmn_element *target = &process->elements[process->flows[flow].target];

        if ((target->kind != BPMN_INTERMEDIATE_CATCH_EVENT && target->kind != BPMN_RECEIVE_TASK) ||
            target->incoming.count != 1 || target->boundaries.count != 0) {
            return false;
        }
    }
    return element->outgoing.count >= 2;
}

static bool kind_holds(const struct bpmn_process *process, const struct bpmn_element *element)
{
    enum bpmn_event_kind event = bpmn_event_kind_of(process, element);
    bool has_job = element->job_type != BPMN_NONE;

    switch (element->kind) {
    case BPMN_PROCESS:
        return element->index == 0 && event == BPMN_EVENT_NONE;
    case BPMN_SUB_PROCESS:
        return element->none_start != BPMN_NONE && event == BPMN_EVENT_NONE;
    case BPMN_EVENT_SUB_PROCESS:
        return element->none_start != BPMN_NONE && event == BPMN_EVENT_NONE &&
               element->incoming.count == 0 && element->outgoing.count == 0;
    case BPMN_MULTI_INSTANCE_BODY:
        return !has_job && event == BPMN_EVENT_NONE && multi_instance_holds(process, element);
    case BPMN_STANDARD_LOOP_BODY:
        return !has_job && event == BPMN_EVENT_NONE && standard_loop_holds(process, element);
    case BPMN_START_EVENT:
        return start_event_holds(process, element, event);
    case BPMN_INTERMEDIATE_CATCH_EVENT:
        return catch_event_holds(process, element, event);
    case BPMN_INTERMEDIATE_THROW_EVENT:
        return throw_event_holds(process, element, event);
    case BPMN_BOUNDARY_EVENT:
        return boundary_holds(process, element, event);
    case BPMN_END_EVENT:
        return end_event_holds(process, element, event);
    case BPMN_RECEIVE_TASK:
        return event == BPMN_EVENT_MESSAGE;
    case BPMN_SERVICE_TASK:
    case BPMN_SEND_TASK:
        return has_job && event == BPMN_EVENT_NONE;
    case BPMN_USER_TASK:
        return has_job != element->is_managed_user_task && event == BPMN_EVENT_NONE;
    case BPMN_SCRIPT_TASK:
        return has_job != (element->script != BPMN_NONE) && event == BPMN_EVENT_NONE;
    case BPMN_BUSINESS_RULE_TASK:
        return has_job != (element->called_decision != BPMN_NONE) && event == BPMN_EVENT_NONE;
    case BPMN_CALL_ACTIVITY:
        return !has_job && event == BPMN_EVENT_NONE && element->called_process != BPMN_NONE;
    case BPMN_TASK:
    case BPMN_MANUAL_TASK:
    case BPMN_EXCLUSIVE_GATEWAY:
    case BPMN_PARALLEL_GATEWAY:
    case BPMN_INCLUSIVE_GATEWAY:
        return !has_job && event == BPMN_EVENT_NONE;
    case BPMN_EVENT_BASED_GATEWAY:
        return !has_job && event == BPMN_EVENT_NONE && event_gateway_holds(process, element);
    }
    return false;
}

/* A catching message needs its name and its key; only the start of a process does without a key. */
static bool correlation_holds(const struct bpmn_process *process,
                              const struct bpmn_element *element)
{
    if (bpmn_event_kind_of(process, element) != BPMN_EVENT_MESSAGE || bpmn_throws(element)) {
        return true;
    }
    if (process->events[element->event].message_name == BPMN_NONE) {
        return false;
    }
    return (process->events[element->event].correlation_key == BPMN_NONE) ==
           (element->kind == BPMN_START_EVENT && !bpmn_starts_event_sub_process(process, element));
}

static bool element_holds(const struct bpmn_process *process, const struct bpmn_element *element)
{
    enum bpmn_kind scope;

    if (!kind_holds(process, element) || !correlation_holds(process, element)) {
        return false;
    }
    if (element->kind != BPMN_BOUNDARY_EVENT &&
        (element->attached_to != BPMN_NONE ||
         (element->interrupting && !bpmn_starts_event_sub_process(process, element)))) {
        return false;
    }
    if (element->default_flow != BPMN_NONE &&
        process->flows[element->default_flow].source != element->index) {
        return false;
    }
    if (element->index == 0) {
        return true;
    }
    scope = process->elements[element->scope].kind;
    return scope == BPMN_PROCESS || scope == BPMN_SUB_PROCESS || scope == BPMN_EVENT_SUB_PROCESS ||
           scope == BPMN_MULTI_INSTANCE_BODY || scope == BPMN_STANDARD_LOOP_BODY;
}

static bool flow_holds(const struct bpmn_process *process, const struct bpmn_flow *flow)
{
    const struct bpmn_element *source = &process->elements[flow->source];
    const struct bpmn_element *target = &process->elements[flow->target];

    return source->index != 0 && target->index != 0 && source->scope == target->scope &&
           source->kind != BPMN_END_EVENT && target->kind != BPMN_START_EVENT &&
           target->kind != BPMN_BOUNDARY_EVENT &&
           (flow->condition == BPMN_NONE || source->kind == BPMN_EXCLUSIVE_GATEWAY ||
            source->kind == BPMN_INCLUSIVE_GATEWAY);
}

bool model_meaning_holds(const struct bpmn_process *process)
{
    if (process->elements[0].kind != BPMN_PROCESS ||
        !slice_equal(process->elements[0].id, process->id)) {
        return false;
    }
    for (uint32_t i = 0; i < process->element_count; i++) {
        if (!element_holds(process, &process->elements[i])) {
            return false;
        }
    }
    for (uint32_t i = 0; i < process->flow_count; i++) {
        if (!flow_holds(process, &process->flows[i])) {
            return false;
        }
    }
    return true;
}

static int compare_ids(const void *a, const void *b, void *context)
{
    const struct slice *left = a;
    const struct slice *right = b;

    (void)context;
    return slice_compare(*left, *right);
}

bool model_ids_hold(const struct bpmn_process *process, struct slice *scratch)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < process->element_count; i++) {
        struct slice id = process->elements[i].id;

        if (id.size == 0 || id.size > LIMIT_ID_BYTES) {
            return false;
        }
        if (!bpmn_is_looped(process, &process->elements[i])) {
            scratch[count++] = id;
        }
    }
    sort_stable(scratch, count, sizeof scratch[0], compare_ids, NULL, scratch + count);
    for (uint32_t i = 1; i < count; i++) {
        if (slice_equal(scratch[i - 1], scratch[i])) {
            return false;
        }
    }
    return true;
}
