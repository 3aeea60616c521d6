/* The encoded form of a model (docs/bpmn.md): big-endian numbers, texts with their length, field
 * by field. Each element carries its event, mappings and headers with it; what follows from the
 * rest (link.c) is left out. decode.c reads in the same order: change both or neither. */
#include "base/assert.h"
#include "base/byte_reader.h"
#include "model_int.h"

static void put_bool(struct buffer *out, bool value)
{
    buffer_put_byte(out, value ? 1 : 0);
}

static void put_event(struct buffer *out, const struct bpmn_event *event, bool is_thrown)
{
    buffer_put_byte(out, (char)event->kind);
    switch (event->kind) {
    case BPMN_EVENT_MESSAGE:
        buffer_put_u32be(out, event->message_name);
        buffer_put_u32be(out, event->correlation_key);
        if (is_thrown) {
            buffer_put_u32be(out, event->message_id);
            buffer_put_u32be(out, event->time_to_live);
        }
        break;
    case BPMN_EVENT_TIMER:
        buffer_put_byte(out, (char)event->timer_kind);
        buffer_put_u32be(out, event->timer);
        break;
    case BPMN_EVENT_ERROR:
        put_bool(out, event->has_error_code);
        buffer_put_text_or_none(out, event->error_code);
        break;
    case BPMN_EVENT_LINK:
        buffer_put_u32be(out, event->link_target);
        break;
    case BPMN_EVENT_SIGNAL:
        buffer_put_u32be(out, event->signal_name);
        break;
    case BPMN_EVENT_ESCALATION:
        buffer_put_u32be(out, event->escalation_code);
        break;
    case BPMN_EVENT_COMPENSATION:
        buffer_put_u32be(out, event->compensation);
        break;
    case BPMN_EVENT_CONDITIONAL:
        buffer_put_u32be(out, event->condition);
        break;
    case BPMN_EVENT_TERMINATE:
    case BPMN_EVENT_CANCEL:
    case BPMN_EVENT_NONE:
        break;
    }
}

static void put_mappings(struct buffer *out, const struct bpmn_process *process,
                         struct bpmn_range range)
{
    ASSERT(range.count <= process->mapping_count);
    ASSERT(range.first <= process->mapping_count - range.count);
    buffer_put_u32be(out, range.count);
    for (uint32_t i = 0; i < range.count; i++) {
        const struct bpmn_mapping *mapping = &process->mappings[range.first + i];

        buffer_put_u32be(out, mapping->source);
        buffer_put_text_or_none(out, mapping->target);
    }
}

static void put_headers(struct buffer *out, const struct bpmn_process *process,
                        struct bpmn_range range)
{
    ASSERT(range.count <= process->header_count);
    ASSERT(range.first <= process->header_count - range.count);
    buffer_put_u32be(out, range.count);
    for (uint32_t i = 0; i < range.count; i++) {
        buffer_put_text_or_none(out, process->headers[range.first + i].key);
        buffer_put_text_or_none(out, process->headers[range.first + i].value);
    }
}

static void put_user_task(struct buffer *out, const struct bpmn_element *element)
{
    put_bool(out, element->is_managed_user_task);
    buffer_put_u32be(out, element->assignee);
    buffer_put_u32be(out, element->candidate_users);
    buffer_put_u32be(out, element->candidate_groups);
    buffer_put_u32be(out, element->due_date);
    buffer_put_u32be(out, element->follow_up_date);
    buffer_put_u32be(out, element->priority);
}

static void put_form(struct buffer *out, const struct bpmn_element *element)
{
    buffer_put_u32be(out, element->form_id);
    buffer_put_byte(out, (char)element->form_binding);
    buffer_put_u32be(out, element->form_version_tag);
    buffer_put_u32be(out, element->external_form_reference);
    buffer_put_text_or_none(out, element->form_key);
}

static void put_call(struct buffer *out, const struct bpmn_element *element)
{
    buffer_put_u32be(out, element->called_process);
    buffer_put_byte(out, (char)element->called_binding);
    buffer_put_u32be(out, element->called_version_tag);
    put_bool(out, element->gives_all_variables);
    put_bool(out, element->takes_all_variables);
}

static void put_multi_instance(struct buffer *out, const struct bpmn_loop *loop)
{
    put_bool(out, loop->is_sequential);
    buffer_put_u32be(out, loop->input_collection);
    buffer_put_u32be(out, loop->cardinality);
    buffer_put_text_or_none(out, loop->input_element);
    buffer_put_text_or_none(out, loop->output_collection);
    buffer_put_u32be(out, loop->output_element);
    buffer_put_text_or_none(out, loop->output_variable);
    buffer_put_u32be(out, loop->completion_condition);
    buffer_put_byte(out, (char)loop->behavior);
    buffer_put_u32be(out, loop->event_count);
    for (uint32_t i = 0; i < loop->event_count; i++) {
        buffer_put_u32be(out, loop->events[i].condition);
        buffer_put_u32be(out, loop->events[i].boundary);
    }
}

static void put_standard_loop(struct buffer *out, const struct bpmn_loop *loop)
{
    put_bool(out, loop->tests_before);
    buffer_put_u32be(out, loop->condition);
    buffer_put_u32be(out, loop->maximum);
}

static void put_decision(struct buffer *out, const struct bpmn_element *element)
{
    buffer_put_u32be(out, element->called_decision);
    buffer_put_byte(out, (char)element->decision_binding);
    buffer_put_u32be(out, element->decision_version_tag);
}

static void put_element(struct buffer *out, const struct bpmn_process *process,
                        const struct bpmn_element *element)
{
    buffer_put_byte(out, (char)element->kind);
    buffer_put_text_or_none(out, element->id);
    buffer_put_text_or_none(out, element->name);
    buffer_put_u32be(out, element->scope);
    buffer_put_u32be(out, element->line);
    buffer_put_u32be(out, element->default_flow);
    put_bool(out, element->event != BPMN_NONE);
    if (element->event != BPMN_NONE) {
        ASSERT(element->event < process->event_count);
        put_event(out, &process->events[element->event], bpmn_throws(element));
    }
    buffer_put_u32be(out, element->attached_to);
    put_bool(out, element->interrupting);
    put_mappings(out, process, element->inputs);
    put_mappings(out, process, element->outputs);
    put_headers(out, process, element->headers);
    buffer_put_u32be(out, element->job_type);
    buffer_put_u32be(out, element->job_retries);
    buffer_put_u32be(out, element->job_priority);
    buffer_put_u32be(out, element->script);
    buffer_put_text_or_none(out, element->result_variable);
    if (element->kind == BPMN_CALL_ACTIVITY) {
        put_call(out, element);
    }
    if (element->kind == BPMN_BUSINESS_RULE_TASK) {
        put_decision(out, element);
    }
    if (element->kind == BPMN_USER_TASK) {
        put_user_task(out, element);
    }
    if (element->kind == BPMN_MULTI_INSTANCE_BODY) {
        put_multi_instance(out, &element->loop);
    }
    if (element->kind == BPMN_STANDARD_LOOP_BODY) {
        put_standard_loop(out, &element->loop);
    }
    if (model_may_have_form(element->kind)) {
        put_form(out, element);
    }
}

static void put_flow(struct buffer *out, const struct bpmn_flow *flow)
{
    buffer_put_text_or_none(out, flow->id);
    buffer_put_text_or_none(out, flow->name);
    buffer_put_u32be(out, flow->source);
    buffer_put_u32be(out, flow->target);
    buffer_put_u32be(out, flow->condition);
}

static void put_expression(struct buffer *out, const struct bpmn_expression *expression)
{
    put_bool(out, expression->is_static);
    buffer_put_text_or_none(out, expression->text);
    buffer_put_u32be(out, expression->line);
}

/* What hangs on elements is counted there: a range that nobody refers to is not written. */
static void put_counts(struct buffer *out, const struct bpmn_process *process)
{
    uint32_t events = 0;
    uint32_t mappings = 0;
    uint32_t headers = 0;

    for (uint32_t i = 0; i < process->element_count; i++) {
        events += process->elements[i].event != BPMN_NONE ? 1 : 0;
        mappings += process->elements[i].inputs.count + process->elements[i].outputs.count;
        headers += process->elements[i].headers.count;
    }
    buffer_put_u32be(out, process->expression_count);
    buffer_put_u32be(out, process->element_count);
    buffer_put_u32be(out, process->flow_count);
    buffer_put_u32be(out, events);
    buffer_put_u32be(out, mappings);
    buffer_put_u32be(out, headers);
}

void bpmn_process_encode(const struct bpmn_process *process, struct buffer *out)
{
    buffer_put_u32be(out, MODEL_MAGIC);
    buffer_put_byte(out, MODEL_VERSION);
    buffer_put_text_or_none(out, process->id);
    buffer_put_text_or_none(out, process->name);
    buffer_put_text_or_none(out, process->version_tag);
    put_counts(out, process);
    for (uint32_t i = 0; i < process->expression_count; i++) {
        put_expression(out, &process->expressions[i]);
    }
    for (uint32_t i = 0; i < process->element_count; i++) {
        put_element(out, process, &process->elements[i]);
    }
    for (uint32_t i = 0; i < process->flow_count; i++) {
        put_flow(out, &process->flows[i]);
    }
}
