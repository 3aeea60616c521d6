/* Reading of what encode.c writes, with every byte suspected: a count is believed only when that
 * many items can follow, a boolean is 0 or 1, nothing may be left at the end. So one model has
 * one encoded form. After the first fault the reader gives zeros and stays failed. */
#include "base/assert.h"
#include "base/bytes.h"
#include "base/utf8.h"
#include "model_int.h"

struct reader {
    const char *at;
    size_t left;
    bool failed;
};

/* How much of each shared array is taken. */
struct fill {
    const struct bpmn_process *process;
    struct model_arrays *arrays;
    uint32_t events;
    uint32_t mappings;
    uint32_t headers;
};

static const char *take(struct reader *r, size_t bytes)
{
    const char *at = r->at;

    if (r->failed || r->left < bytes) {
        r->failed = true;
        return NULL;
    }
    r->at += bytes;
    r->left -= bytes;
    return at;
}

static uint8_t get_byte(struct reader *r)
{
    const char *at = take(r, 1);

    return at == NULL ? 0 : (uint8_t)*at;
}

static uint32_t get_u32(struct reader *r)
{
    const char *at = take(r, 4);

    return at == NULL ? 0 : bytes_get_u32be(at);
}

static bool get_bool(struct reader *r)
{
    uint8_t value = get_byte(r);

    r->failed = r->failed || value > 1;
    return value == 1;
}

static struct slice get_text(struct reader *r)
{
    uint32_t marked = get_u32(r);
    const char *at;

    if (marked == 0) {
        return SLICE_EMPTY;
    }
    at = take(r, marked - 1);
    if (at == NULL || !utf8_is_valid(slice_make(at, marked - 1))) {
        r->failed = true;
        return SLICE_EMPTY;
    }
    return slice_make(at, marked - 1);
}

static uint32_t get_count(struct reader *r, size_t item_bytes_min)
{
    uint32_t count = get_u32(r);

    if (count > r->left / item_bytes_min) {
        r->failed = true;
        return 0;
    }
    return count;
}

static void get_event(struct reader *r, struct bpmn_event *event)
{
    event->message_name = BPMN_NONE;
    event->correlation_key = BPMN_NONE;
    event->timer = BPMN_NONE;
    event->link_target = BPMN_NONE;
    event->signal_name = BPMN_NONE;
    event->escalation_code = BPMN_NONE;
    switch (get_byte(r)) {
    case BPMN_EVENT_MESSAGE:
        event->kind = BPMN_EVENT_MESSAGE;
        event->message_name = get_u32(r);
        event->correlation_key = get_u32(r);
        break;
    case BPMN_EVENT_TIMER:
        event->kind = BPMN_EVENT_TIMER;
        event->timer_kind = (enum bpmn_timer_kind)get_byte(r);
        event->timer = get_u32(r);
        break;
    case BPMN_EVENT_ERROR:
        event->kind = BPMN_EVENT_ERROR;
        event->has_error_code = get_bool(r);
        event->error_code = get_text(r);
        break;
    case BPMN_EVENT_TERMINATE:
        event->kind = BPMN_EVENT_TERMINATE;
        break;
    case BPMN_EVENT_LINK:
        event->kind = BPMN_EVENT_LINK;
        event->link_target = get_u32(r);
        break;
    case BPMN_EVENT_SIGNAL:
        event->kind = BPMN_EVENT_SIGNAL;
        event->signal_name = get_u32(r);
        break;
    case BPMN_EVENT_ESCALATION:
        event->kind = BPMN_EVENT_ESCALATION;
        event->escalation_code = get_u32(r);
        break;
    default:
        r->failed = true;
    }
}

/* A run of `count` more items of an array of `total`, of which `*taken` are taken. */
static bool take_run(struct reader *r, uint32_t total, uint32_t *taken, struct bpmn_range *out)
{
    uint32_t count = get_u32(r);

    if (r->failed || count > total - *taken) {
        r->failed = true;
        return false;
    }
    *out = (struct bpmn_range){.first = *taken, .count = count};
    *taken += count;
    return true;
}

static void get_mappings(struct reader *r, struct fill *fill, struct bpmn_range *out)
{
    if (!take_run(r, fill->process->mapping_count, &fill->mappings, out)) {
        return;
    }
    for (uint32_t i = 0; i < out->count; i++) {
        struct bpmn_mapping *mapping = &fill->arrays->mappings[out->first + i];

        mapping->source = get_u32(r);
        mapping->target = get_text(r);
    }
}

static void get_headers(struct reader *r, struct fill *fill, struct bpmn_range *out)
{
    if (!take_run(r, fill->process->header_count, &fill->headers, out)) {
        return;
    }
    for (uint32_t i = 0; i < out->count; i++) {
        fill->arrays->headers[out->first + i].key = get_text(r);
        fill->arrays->headers[out->first + i].value = get_text(r);
    }
}

static void get_user_task(struct reader *r, struct bpmn_element *element)
{
    element->is_managed_user_task = get_bool(r);
    element->assignee = get_u32(r);
    element->candidate_users = get_u32(r);
    element->candidate_groups = get_u32(r);
    element->due_date = get_u32(r);
    element->follow_up_date = get_u32(r);
    element->priority = get_u32(r);
}

static void get_form(struct reader *r, struct bpmn_element *element)
{
    element->form_id = get_u32(r);
    element->form_binding = (enum bpmn_binding)get_byte(r);
    element->form_version_tag = get_u32(r);
    element->external_form_reference = get_u32(r);
    element->form_key = get_text(r);
}

static void get_call(struct reader *r, struct bpmn_element *element)
{
    element->called_process = get_u32(r);
    element->called_binding = (enum bpmn_binding)get_byte(r);
    element->called_version_tag = get_u32(r);
    element->gives_all_variables = get_bool(r);
    element->takes_all_variables = get_bool(r);
}

static uint32_t get_own_event(struct reader *r, struct fill *fill)
{
    if (!get_bool(r)) {
        return BPMN_NONE;
    }
    if (fill->events == fill->process->event_count) {
        r->failed = true;
        return BPMN_NONE;
    }
    get_event(r, &fill->arrays->events[fill->events]);
    return fill->events++;
}

static void get_element(struct reader *r, struct fill *fill, struct bpmn_element *element)
{
    *element = bpmn_element_blank((enum bpmn_kind)get_byte(r), SLICE_EMPTY, BPMN_NONE);
    element->id = get_text(r);
    element->name = get_text(r);
    element->scope = get_u32(r);
    element->line = get_u32(r);
    element->default_flow = get_u32(r);
    element->event = get_own_event(r, fill);
    element->attached_to = get_u32(r);
    element->interrupting = get_bool(r);
    get_mappings(r, fill, &element->inputs);
    get_mappings(r, fill, &element->outputs);
    get_headers(r, fill, &element->headers);
    element->job_type = get_u32(r);
    element->job_retries = get_u32(r);
    element->job_priority = get_u32(r);
    element->script = get_u32(r);
    element->result_variable = get_text(r);
    if (element->kind == BPMN_CALL_ACTIVITY) {
        get_call(r, element);
    }
    if (element->kind == BPMN_USER_TASK) {
        get_user_task(r, element);
    }
    if (model_may_have_form(element->kind)) {
        get_form(r, element);
    }
}

static void get_flow(struct reader *r, struct bpmn_flow *flow)
{
    flow->id = get_text(r);
    flow->name = get_text(r);
    flow->source = get_u32(r);
    flow->target = get_u32(r);
    flow->condition = get_u32(r);
}

static void get_expression(struct reader *r, struct bpmn_expression *expression)
{
    expression->is_static = get_bool(r);
    expression->text = get_text(r);
    expression->line = get_u32(r);
    r->failed = r->failed || expression->text.data == NULL;
}

static void get_start(struct reader *r, struct bpmn_process *process)
{
    uint32_t magic = get_u32(r);
    uint8_t version = get_byte(r);

    r->failed = r->failed || magic != MODEL_MAGIC || version != MODEL_VERSION;
    process->id = get_text(r);
    process->name = get_text(r);
    process->version_tag = get_text(r);
    process->expression_count = get_count(r, MODEL_EXPRESSION_BYTES_MIN);
    process->element_count = get_count(r, MODEL_ELEMENT_BYTES_MIN);
    process->flow_count = get_count(r, MODEL_FLOW_BYTES_MIN);
    process->event_count = get_count(r, MODEL_EVENT_BYTES_MIN);
    process->mapping_count = get_count(r, MODEL_MAPPING_BYTES_MIN);
    process->header_count = get_count(r, MODEL_HEADER_BYTES_MIN);
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

static bool get_arrays(struct reader *r, const struct bpmn_process *process,
                       struct model_arrays *arrays)
{
    struct fill fill = {.process = process, .arrays = arrays};

    for (uint32_t i = 0; i < process->expression_count; i++) {
        get_expression(r, &arrays->expressions[i]);
    }
    for (uint32_t i = 0; i < process->element_count && !r->failed; i++) {
        get_element(r, &fill, &arrays->elements[i]);
    }
    for (uint32_t i = 0; i < process->flow_count; i++) {
        get_flow(r, &arrays->flows[i]);
    }
    return !r->failed && r->left == 0 && fill.events == process->event_count &&
           fill.mappings == process->mapping_count && fill.headers == process->header_count;
}

enum status model_decode(struct arena *arena, struct slice bytes, struct bpmn_process *process,
                         struct model_arrays *arrays)
{
    struct reader r = {.at = bytes.data, .left = bytes.size};

    get_start(&r, process);
    if (r.failed || process->element_count == 0) {
        return STATUS_MALFORMED;
    }
    if (!allocate(arena, process, arrays)) {
        return STATUS_LIMIT;
    }
    if (!get_arrays(&r, process, arrays)) {
        return STATUS_MALFORMED;
    }
    process->expressions = arrays->expressions;
    process->elements = arrays->elements;
    process->flows = arrays->flows;
    process->events = arrays->events;
    process->mappings = arrays->mappings;
    process->headers = arrays->headers;
    return STATUS_OK;
}
