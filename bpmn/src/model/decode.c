/* Reading of what encode.c writes, with every byte suspected (base/byte_reader.h); nothing may be
 * left at the end. So one model has one encoded form. */
#include "base/byte_reader.h"
#include "model_int.h"

/* How much of each shared array is taken. */
struct fill {
    struct arena *arena;
    const struct bpmn_process *process;
    struct model_arrays *arrays;
    uint32_t events;
    uint32_t mappings;
    uint32_t headers;
};

static void get_event(struct byte_reader *r, struct bpmn_event *event, bool is_thrown)
{
    event->message_name = BPMN_NONE;
    event->correlation_key = BPMN_NONE;
    event->message_id = BPMN_NONE;
    event->time_to_live = BPMN_NONE;
    event->timer = BPMN_NONE;
    event->link_target = BPMN_NONE;
    event->signal_name = BPMN_NONE;
    event->escalation_code = BPMN_NONE;
    event->compensation = BPMN_NONE;
    event->condition = BPMN_NONE;
    switch (byte_reader_u8(r)) {
    case BPMN_EVENT_MESSAGE:
        event->kind = BPMN_EVENT_MESSAGE;
        event->message_name = byte_reader_u32(r);
        event->correlation_key = byte_reader_u32(r);
        if (is_thrown) {
            event->message_id = byte_reader_u32(r);
            event->time_to_live = byte_reader_u32(r);
        }
        break;
    case BPMN_EVENT_TIMER:
        event->kind = BPMN_EVENT_TIMER;
        event->timer_kind = (enum bpmn_timer_kind)byte_reader_u8(r);
        event->timer = byte_reader_u32(r);
        break;
    case BPMN_EVENT_ERROR:
        event->kind = BPMN_EVENT_ERROR;
        event->has_error_code = byte_reader_bool(r);
        event->error_code = byte_reader_text(r);
        break;
    case BPMN_EVENT_TERMINATE:
        event->kind = BPMN_EVENT_TERMINATE;
        break;
    case BPMN_EVENT_LINK:
        event->kind = BPMN_EVENT_LINK;
        event->link_target = byte_reader_u32(r);
        break;
    case BPMN_EVENT_SIGNAL:
        event->kind = BPMN_EVENT_SIGNAL;
        event->signal_name = byte_reader_u32(r);
        break;
    case BPMN_EVENT_ESCALATION:
        event->kind = BPMN_EVENT_ESCALATION;
        event->escalation_code = byte_reader_u32(r);
        break;
    case BPMN_EVENT_COMPENSATION:
        event->kind = BPMN_EVENT_COMPENSATION;
        event->compensation = byte_reader_u32(r);
        break;
    case BPMN_EVENT_CANCEL:
        event->kind = BPMN_EVENT_CANCEL;
        break;
    case BPMN_EVENT_CONDITIONAL:
        event->kind = BPMN_EVENT_CONDITIONAL;
        event->condition = byte_reader_u32(r);
        break;
    default:
        r->failed = true;
    }
}

/* A run of `count` more items of an array of `total`, of which `*taken` are taken. */
static bool take_run(struct byte_reader *r, uint32_t total, uint32_t *taken, struct bpmn_range *out)
{
    uint32_t count = byte_reader_u32(r);

    if (r->failed || count > total - *taken) {
        r->failed = true;
        return false;
    }
    *out = (struct bpmn_range){.first = *taken, .count = count};
    *taken += count;
    return true;
}

static void get_mappings(struct byte_reader *r, struct fill *fill, struct bpmn_range *out)
{
    if (!take_run(r, fill->process->mapping_count, &fill->mappings, out)) {
        return;
    }
    for (uint32_t i = 0; i < out->count; i++) {
        struct bpmn_mapping *mapping = &fill->arrays->mappings[out->first + i];

        mapping->source = byte_reader_u32(r);
        mapping->target = byte_reader_text(r);
    }
}

static void get_headers(struct byte_reader *r, struct fill *fill, struct bpmn_range *out)
{
    if (!take_run(r, fill->process->header_count, &fill->headers, out)) {
        return;
    }
    for (uint32_t i = 0; i < out->count; i++) {
        fill->arrays->headers[out->first + i].key = byte_reader_text(r);
        fill->arrays->headers[out->first + i].value = byte_reader_text(r);
    }
}

static void get_user_task(struct byte_reader *r, struct bpmn_element *element)
{
    element->is_managed_user_task = byte_reader_bool(r);
    element->assignee = byte_reader_u32(r);
    element->candidate_users = byte_reader_u32(r);
    element->candidate_groups = byte_reader_u32(r);
    element->due_date = byte_reader_u32(r);
    element->follow_up_date = byte_reader_u32(r);
    element->priority = byte_reader_u32(r);
}

static void get_form(struct byte_reader *r, struct bpmn_element *element)
{
    element->form_id = byte_reader_u32(r);
    element->form_binding = (enum bpmn_binding)byte_reader_u8(r);
    element->form_version_tag = byte_reader_u32(r);
    element->external_form_reference = byte_reader_u32(r);
    element->form_key = byte_reader_text(r);
}

static void get_call(struct byte_reader *r, struct bpmn_element *element)
{
    element->called_process = byte_reader_u32(r);
    element->called_binding = (enum bpmn_binding)byte_reader_u8(r);
    element->called_version_tag = byte_reader_u32(r);
    element->gives_all_variables = byte_reader_bool(r);
    element->takes_all_variables = byte_reader_bool(r);
}

static void get_loop_events(struct byte_reader *r, struct fill *fill, struct bpmn_loop *loop)
{
    uint32_t count = byte_reader_count(r, LOOP_EVENT_BYTES);
    struct bpmn_loop_event *events;

    if (count == 0) {
        return;
    }
    events = ARENA_ARRAY(fill->arena, struct bpmn_loop_event, count);
    if (events == NULL) {
        r->failed = true;
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        events[i].condition = byte_reader_u32(r);
        events[i].boundary = byte_reader_u32(r);
    }
    loop->events = events;
    loop->event_count = count;
}

static void get_multi_instance(struct byte_reader *r, struct fill *fill, struct bpmn_loop *loop)
{
    loop->is_sequential = byte_reader_bool(r);
    loop->input_collection = byte_reader_u32(r);
    loop->cardinality = byte_reader_u32(r);
    loop->input_element = byte_reader_text(r);
    loop->output_collection = byte_reader_text(r);
    loop->output_element = byte_reader_u32(r);
    loop->output_variable = byte_reader_text(r);
    loop->completion_condition = byte_reader_u32(r);
    loop->behavior = (enum bpmn_loop_behavior)byte_reader_u8(r);
    get_loop_events(r, fill, loop);
}

static void get_standard_loop(struct byte_reader *r, struct bpmn_loop *loop)
{
    loop->tests_before = byte_reader_bool(r);
    loop->condition = byte_reader_u32(r);
    loop->maximum = byte_reader_u32(r);
}

static void get_decision(struct byte_reader *r, struct bpmn_element *element)
{
    element->called_decision = byte_reader_u32(r);
    element->decision_binding = (enum bpmn_binding)byte_reader_u8(r);
    element->decision_version_tag = byte_reader_u32(r);
}

static uint32_t get_own_event(struct byte_reader *r, struct fill *fill, bool is_thrown)
{
    if (!byte_reader_bool(r)) {
        return BPMN_NONE;
    }
    if (fill->events == fill->process->event_count) {
        r->failed = true;
        return BPMN_NONE;
    }
    get_event(r, &fill->arrays->events[fill->events], is_thrown);
    return fill->events++;
}

static void get_element(struct byte_reader *r, struct fill *fill, struct bpmn_element *element)
{
    *element = bpmn_element_blank((enum bpmn_kind)byte_reader_u8(r), SLICE_EMPTY, BPMN_NONE);
    element->id = byte_reader_text(r);
    element->name = byte_reader_text(r);
    element->scope = byte_reader_u32(r);
    element->line = byte_reader_u32(r);
    element->default_flow = byte_reader_u32(r);
    element->event = get_own_event(r, fill, bpmn_throws(element));
    element->attached_to = byte_reader_u32(r);
    element->interrupting = byte_reader_bool(r);
    get_mappings(r, fill, &element->inputs);
    get_mappings(r, fill, &element->outputs);
    get_headers(r, fill, &element->headers);
    element->job_type = byte_reader_u32(r);
    element->job_retries = byte_reader_u32(r);
    element->job_priority = byte_reader_u32(r);
    element->script = byte_reader_u32(r);
    element->result_variable = byte_reader_text(r);
    if (element->kind == BPMN_CALL_ACTIVITY) {
        get_call(r, element);
    }
    if (element->kind == BPMN_BUSINESS_RULE_TASK) {
        get_decision(r, element);
    }
    if (element->kind == BPMN_USER_TASK) {
        get_user_task(r, element);
    }
    if (element->kind == BPMN_MULTI_INSTANCE_BODY) {
        get_multi_instance(r, fill, &element->loop);
    }
    if (element->kind == BPMN_STANDARD_LOOP_BODY) {
        get_standard_loop(r, &element->loop);
    }
    if (model_may_have_form(element->kind)) {
        get_form(r, element);
    }
}

static void get_flow(struct byte_reader *r, struct bpmn_flow *flow)
{
    flow->id = byte_reader_text(r);
    flow->name = byte_reader_text(r);
    flow->source = byte_reader_u32(r);
    flow->target = byte_reader_u32(r);
    flow->condition = byte_reader_u32(r);
}

static void get_expression(struct byte_reader *r, struct bpmn_expression *expression)
{
    expression->is_static = byte_reader_bool(r);
    expression->text = byte_reader_text(r);
    expression->line = byte_reader_u32(r);
    r->failed = r->failed || expression->text.data == NULL;
}

static void get_start(struct byte_reader *r, struct bpmn_process *process)
{
    uint32_t magic = byte_reader_u32(r);
    uint8_t version = byte_reader_u8(r);

    r->failed = r->failed || magic != MODEL_MAGIC || version != MODEL_VERSION;
    process->id = byte_reader_text(r);
    process->name = byte_reader_text(r);
    process->version_tag = byte_reader_text(r);
    process->expression_count = byte_reader_count(r, MODEL_EXPRESSION_BYTES_MIN);
    process->element_count = byte_reader_count(r, MODEL_ELEMENT_BYTES_MIN);
    process->flow_count = byte_reader_count(r, MODEL_FLOW_BYTES_MIN);
    process->event_count = byte_reader_count(r, MODEL_EVENT_BYTES_MIN);
    process->mapping_count = byte_reader_count(r, MODEL_MAPPING_BYTES_MIN);
    process->header_count = byte_reader_count(r, MODEL_HEADER_BYTES_MIN);
}

static bool allocate(struct arena *arena, const struct bpmn_process *process,
                     struct model_arrays *arrays)
{
    arrays->expressions = ARENA_ARRAY(arena, struct bpmn_expression, process->expression_count);
    arrays->elements = ARENA_ARRAY(arena, struct bpmn_element, process->element_count);
    arrays->flows = ARENA_ARRAY(arena, struct bpmn_flow, process->flow_count);
    arrays->events = ARENA_ARRAY(arena, struct bpmn_event, process->event_count);
    arrays->mappings = ARENA_ARRAY(arena, struct bpmn_mapping, process->mapping_count);
    arrays->headers = ARENA_ARRAY(arena, struct bpmn_header, process->header_count);
    return !arena->exhausted;
}

static bool get_arrays(struct byte_reader *r, struct arena *arena,
                       const struct bpmn_process *process, struct model_arrays *arrays)
{
    struct fill fill = {.arena = arena, .process = process, .arrays = arrays};

    for (uint32_t i = 0; i < process->expression_count; i++) {
        get_expression(r, &arrays->expressions[i]);
    }
    for (uint32_t i = 0; i < process->element_count && !r->failed; i++) {
        get_element(r, &fill, &arrays->elements[i]);
    }
    for (uint32_t i = 0; i < process->flow_count; i++) {
        get_flow(r, &arrays->flows[i]);
    }
    return byte_reader_is_done(r) && fill.events == process->event_count &&
           fill.mappings == process->mapping_count && fill.headers == process->header_count;
}

enum status model_decode(struct arena *arena, struct slice bytes, struct bpmn_process *process,
                         struct model_arrays *arrays)
{
    struct byte_reader r = {.left = bytes};

    get_start(&r, process);
    if (r.failed || process->element_count == 0) {
        return STATUS_MALFORMED;
    }
    if (!allocate(arena, process, arrays)) {
        return STATUS_LIMIT;
    }
    if (!get_arrays(&r, arena, process, arrays)) {
        return arena->exhausted ? STATUS_LIMIT : STATUS_MALFORMED;
    }
    process->expressions = arrays->expressions;
    process->elements = arrays->elements;
    process->flows = arrays->flows;
    process->events = arrays->events;
    process->mappings = arrays->mappings;
    process->headers = arrays->headers;
    return STATUS_OK;
}
