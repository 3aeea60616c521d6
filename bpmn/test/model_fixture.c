#include "model_fixture.h"

#include "base/assert.h"

enum {
    PROCESS,
    START,
    PRICE,
    NO_STOCK,
    GATE,
    APPROVE,
    WAIT,
    WAIT_START,
    PAID,
    WAIT_END,
    REMIND,
    END,
    EACH,
    EACH_ONE,
    EACH_DONE,
    AGAIN,
    AGAIN_ONE,
    ELEMENTS
};

struct builder {
    struct bpmn_element elements[ELEMENTS];
    struct bpmn_flow flows[9];
    struct bpmn_event events[5];
    struct bpmn_loop_event loop_events[1];
    struct bpmn_mapping mappings[2];
    struct bpmn_header headers[1];
    struct bpmn_expression expressions[8];
    uint32_t flow_count;
};

static void add(struct builder *b, uint32_t index, enum bpmn_kind kind, struct slice id,
                uint32_t scope)
{
    b->elements[index] = bpmn_element_blank(kind, id, scope);
    b->elements[index].line = index + 3;
}

static void add_flow(struct builder *b, struct slice id, uint32_t source, uint32_t target)
{
    ASSERT(b->flow_count < sizeof b->flows / sizeof b->flows[0]);
    b->flows[b->flow_count++] =
        (struct bpmn_flow){.id = id, .source = source, .target = target, .condition = BPMN_NONE};
}

static void add_elements(struct builder *b)
{
    add(b, PROCESS, BPMN_PROCESS, SLICE("order"), BPMN_NONE);
    add(b, START, BPMN_START_EVENT, SLICE("start"), PROCESS);
    add(b, PRICE, BPMN_SERVICE_TASK, SLICE("price"), PROCESS);
    add(b, NO_STOCK, BPMN_BOUNDARY_EVENT, SLICE("no-stock"), PROCESS);
    add(b, GATE, BPMN_EXCLUSIVE_GATEWAY, SLICE("gate"), PROCESS);
    add(b, APPROVE, BPMN_USER_TASK, SLICE("approve"), PROCESS);
    add(b, WAIT, BPMN_SUB_PROCESS, SLICE("wait"), PROCESS);
    add(b, WAIT_START, BPMN_START_EVENT, SLICE("wait-start"), WAIT);
    add(b, PAID, BPMN_RECEIVE_TASK, SLICE("paid"), WAIT);
    add(b, WAIT_END, BPMN_END_EVENT, SLICE("wait-end"), WAIT);
    add(b, REMIND, BPMN_BOUNDARY_EVENT, SLICE("remind"), PROCESS);
    add(b, END, BPMN_END_EVENT, SLICE("end"), PROCESS);
    add(b, EACH, BPMN_MULTI_INSTANCE_BODY, SLICE("each"), PROCESS);
    add(b, EACH_ONE, BPMN_TASK, SLICE("each"), EACH);
    add(b, EACH_DONE, BPMN_BOUNDARY_EVENT, SLICE("each-done"), PROCESS);
    add(b, AGAIN, BPMN_STANDARD_LOOP_BODY, SLICE("again"), PROCESS);
    add(b, AGAIN_ONE, BPMN_TASK, SLICE("again"), AGAIN);
}

static void add_flows(struct builder *b)
{
    add_flow(b, SLICE("f1"), START, PRICE);
    add_flow(b, SLICE("f2"), PRICE, GATE);
    add_flow(b, SLICE("f3"), GATE, APPROVE);
    add_flow(b, SLICE("f4"), GATE, WAIT);
    add_flow(b, SLICE("f5"), APPROVE, WAIT);
    add_flow(b, SLICE("f6"), WAIT_START, PAID);
    add_flow(b, SLICE("f7"), PAID, WAIT_END);
    add_flow(b, SLICE("f8"), WAIT, END);
    add_flow(b, SLICE("f9"), NO_STOCK, END);
    b->flows[2].condition = 0;
    b->elements[GATE].default_flow = 3;
}

static void add_expressions(struct builder *b)
{
    b->expressions[0] = (struct bpmn_expression){.text = SLICE("total > 1000"), .line = 8};
    b->expressions[1] = (struct bpmn_expression){.text = SLICE("price-order"), .is_static = true};
    b->expressions[2] = (struct bpmn_expression){.text = SLICE("5"), .is_static = true};
    b->expressions[3] = (struct bpmn_expression){.text = SLICE("items"), .line = 4};
    b->expressions[4] = (struct bpmn_expression){.text = SLICE("payment"), .is_static = true};
    b->expressions[5] = (struct bpmn_expression){.text = SLICE("orderId"), .line = 11};
    b->expressions[6] = (struct bpmn_expression){.text = SLICE("PT1H"), .is_static = true};
    b->expressions[7] = (struct bpmn_expression){.text = SLICE("ada"), .is_static = true};
}

static void add_details(struct builder *b)
{
    b->mappings[0] = (struct bpmn_mapping){.source = 3, .target = SLICE("goods")};
    b->mappings[1] = (struct bpmn_mapping){.source = 0, .target = SLICE("large.order")};
    b->headers[0] = (struct bpmn_header){.key = SLICE("currency"), .value = SLICE("")};
    b->elements[PRICE].name = SLICE("Price order");
    b->elements[PRICE].inputs = (struct bpmn_range){0, 1};
    b->elements[PRICE].outputs = (struct bpmn_range){1, 1};
    b->elements[PRICE].headers = (struct bpmn_range){0, 1};
    b->elements[PRICE].job_type = 1;
    b->elements[PRICE].job_retries = 2;
    b->elements[APPROVE].is_managed_user_task = true;
    b->elements[APPROVE].assignee = 7;
    b->elements[APPROVE].form_id = 7;
}

static void add_events(struct builder *b)
{
    b->events[0] = (struct bpmn_event){.kind = BPMN_EVENT_ERROR,
                                       .message_name = BPMN_NONE,
                                       .correlation_key = BPMN_NONE,
                                       .timer = BPMN_NONE,
                                       .has_error_code = true,
                                       .error_code = SLICE("OUT_OF_STOCK")};
    b->events[1] = (struct bpmn_event){
        .kind = BPMN_EVENT_MESSAGE, .message_name = 4, .correlation_key = 5, .timer = BPMN_NONE};
    b->events[2] = (struct bpmn_event){.kind = BPMN_EVENT_TIMER,
                                       .message_name = BPMN_NONE,
                                       .correlation_key = BPMN_NONE,
                                       .timer_kind = BPMN_TIMER_DURATION,
                                       .timer = 6};
    b->events[3] = (struct bpmn_event){.kind = BPMN_EVENT_TERMINATE,
                                       .message_name = BPMN_NONE,
                                       .correlation_key = BPMN_NONE,
                                       .timer = BPMN_NONE};
    b->events[4] = (struct bpmn_event){.kind = BPMN_EVENT_ESCALATION,
                                       .message_name = BPMN_NONE,
                                       .correlation_key = BPMN_NONE,
                                       .timer = BPMN_NONE,
                                       .escalation_code = BPMN_NONE};
    b->elements[EACH_DONE].event = 4;
    b->elements[EACH_DONE].attached_to = EACH;
    b->elements[NO_STOCK].event = 0;
    b->elements[NO_STOCK].attached_to = PRICE;
    b->elements[NO_STOCK].interrupting = true;
    b->elements[PAID].event = 1;
    b->elements[REMIND].event = 2;
    b->elements[REMIND].attached_to = WAIT;
    b->elements[END].event = 3;
}

static void add_loops(struct builder *b)
{
    struct bpmn_loop *each = &b->elements[EACH].loop;

    b->loop_events[0] = (struct bpmn_loop_event){.condition = 0, .boundary = EACH_DONE};
    each->is_sequential = true;
    each->input_collection = 3;
    each->input_element = SLICE("item");
    each->output_collection = SLICE("results");
    each->output_element = 5;
    each->output_variable = SLICE("orderId");
    each->completion_condition = 0;
    each->behavior = BPMN_LOOP_COMPLEX;
    each->events = b->loop_events;
    each->event_count = 1;
    b->elements[AGAIN].loop.tests_before = true;
    b->elements[AGAIN].loop.condition = 0;
    b->elements[AGAIN].loop.maximum = 2;
}

struct bpmn_process *model_fixture(struct arena *arena)
{
    struct bpmn_process *process = ARENA_NEW(arena, struct bpmn_process);
    struct builder *b = ARENA_NEW(arena, struct builder);

    ASSERT(process != NULL && b != NULL);
    add_elements(b);
    add_flows(b);
    add_expressions(b);
    add_details(b);
    add_events(b);
    add_loops(b);
    process->id = SLICE("order");
    process->name = SLICE("Order");
    process->element_count = ELEMENTS;
    process->flow_count = b->flow_count;
    process->event_count = 5;
    process->mapping_count = 2;
    process->header_count = 1;
    process->expression_count = 8;
    process->elements = b->elements;
    process->flows = b->flows;
    process->events = b->events;
    process->mappings = b->mappings;
    process->headers = b->headers;
    process->expressions = b->expressions;
    ASSERT(bpmn_process_link(arena, process, b->elements) == STATUS_OK);
    return process;
}
