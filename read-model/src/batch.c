/* Gathering a trace: many events of one entity become one document. The index is only looked into,
 * never walked: order comes from the trace. */
#include "batch_int.h"

#include "base/assert.h"
#include "base/sort.h"

enum {
    CORRELATION_EVENT_BITS = 20 /* places in one trace */
};

static uint32_t slot_of(const struct batch *batch, enum readmodel_entity entity, uint64_t key)
{
    uint64_t mixed = (key ^ (uint64_t)entity << 56) * UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(mixed >> 32) & batch->slot_mask;
}

struct pending *batch_find(const struct batch *batch, enum readmodel_entity entity, uint64_t key)
{
    for (uint32_t at = slot_of(batch, entity, key); batch->slots[at] != 0;
         at = (at + 1) & batch->slot_mask) {
        struct pending *item = &batch->items[batch->slots[at] - 1];
        if (item->entity == entity && item->key == key) {
            return item;
        }
    }
    return NULL;
}

static struct pending *batch_ensure(struct batch *batch, enum readmodel_entity entity, uint64_t key,
                                    uint64_t instance)
{
    struct pending *found = batch_find(batch, entity, key);
    if (found != NULL) {
        return found;
    }
    ASSERT(batch->count < batch->capacity);
    uint32_t at = slot_of(batch, entity, key);
    while (batch->slots[at] != 0) {
        at = (at + 1) & batch->slot_mask;
    }
    struct pending *item = &batch->items[batch->count++];
    *item = (struct pending){.entity = entity, .key = key, .instance = instance};
    batch->slots[at] = batch->count;
    return item;
}

static void gather_element(struct batch *batch, const struct trace_event *event)
{
    uint64_t instance = event->place.process_instance_key;
    /* The process itself is the instance's document. */
    if (event->element.key == instance) {
        return;
    }
    struct pending *item =
        batch_ensure(batch, READMODEL_ELEMENT_INSTANCE, event->element.key, instance);
    item->event = event;
    item->patch = PATCH_NONE;
}

static void gather_incident(struct batch *batch, const struct trace_event *event)
{
    uint64_t instance = event->place.process_instance_key;
    uint64_t element = event->place.element_instance_key;
    uint64_t key = event->incident.key;

    batch_ensure(batch, READMODEL_INCIDENT, key, instance)->event = event;
    if (element == 0 || element == instance) {
        return;
    }
    struct pending *item = batch_ensure(batch, READMODEL_ELEMENT_INSTANCE, element, instance);
    if (event->incident.state == INCIDENT_ACTIVE) {
        item->patch = PATCH_SET;
        item->patch_incident = key;
    } else if (item->patch != PATCH_SET || item->patch_incident == key) {
        item->patch = PATCH_CLEAR;
        item->patch_incident = key;
    }
}

/* A start event that has started an instance waits on as before: that it was correlated says
 * something of the instance. */
static void gather_subscription(struct batch *batch, const struct trace_event *event,
                                uint32_t place)
{
    const struct trace_subscription *subscription = &event->subscription;

    if (subscription->state == SUBSCRIPTION_CORRELATED) {
        ASSERT(place < 1U << CORRELATION_EVENT_BITS);
        batch_ensure(batch, READMODEL_CORRELATION, batch->index << CORRELATION_EVENT_BITS | place,
                     event->place.process_instance_key)
            ->event = event;
    }
    if (!subscription->is_start_event || subscription->state != SUBSCRIPTION_CORRELATED) {
        batch_ensure(batch, READMODEL_MESSAGE_SUBSCRIPTION, subscription->key,
                     event->place.process_instance_key)
            ->event = event;
    }
}

/* A timer that an element waits for, the first of several behind a gateway; one at its border is
 * not its own. */
static void gather_timer(struct batch *batch, const struct trace_event *event)
{
    uint64_t element = event->place.element_instance_key;
    struct pending *item;

    if (event->timer.state != TIMER_CREATED || event->timer.at_boundary || element == 0) {
        return;
    }
    item =
        batch_ensure(batch, READMODEL_ELEMENT_INSTANCE, element, event->place.process_instance_key);
    if (item->timer == NULL || event->timer.due_ms < item->timer->timer.due_ms) {
        item->timer = event;
    }
}

static void gather_naming(struct batch *batch, const struct trace_event *event)
{
    enum readmodel_entity entity = event->naming.of == TRACE_JOB ? READMODEL_JOB
                                   : event->naming.of == TRACE_USER_TASK
                                       ? READMODEL_USER_TASK
                                       : READMODEL_MESSAGE_SUBSCRIPTION;

    (void)batch_ensure(batch, entity, event->naming.key, event->place.process_instance_key);
}

static void gather_flow(struct batch *batch, const struct trace_event *event)
{
    batch->flows[batch->flow_count++] = (struct flow_taken){
        .instance = event->place.process_instance_key, .id = event->flow.flow_id};
}

static void gather_resource(struct batch *batch, const struct trace_event *event)
{
    static const enum readmodel_entity entities[RESOURCE_KIND_COUNT] = {
        [RESOURCE_PROCESS] = READMODEL_PROCESS_DEFINITION,
        [RESOURCE_FORM] = READMODEL_FORM,
        [RESOURCE_GENERIC] = READMODEL_RESOURCE,
        [RESOURCE_REQUIREMENTS] = READMODEL_DECISION_REQUIREMENTS,
        [RESOURCE_DECISION] = READMODEL_DECISION_DEFINITION};

    batch_ensure(batch, entities[event->resource.kind], event->resource.key, 0)->event = event;
}

static void gather_event(struct batch *batch, const struct trace_event *event, uint32_t place)
{
    uint64_t instance = event->place.process_instance_key;

    switch (event->kind) {
    case TRACE_DEFINITION:
        batch_ensure(batch, READMODEL_PROCESS_DEFINITION, event->definition.key, 0)->event = event;
        break;
    case TRACE_INSTANCE:
        batch_ensure(batch, READMODEL_PROCESS_INSTANCE, instance, instance)->event = event;
        break;
    case TRACE_ELEMENT:
        gather_element(batch, event);
        break;
    case TRACE_VARIABLE:
        batch_ensure(batch, READMODEL_VARIABLE, event->variable.key, instance)->event = event;
        break;
    case TRACE_JOB:
        batch_ensure(batch, READMODEL_JOB, event->job.key, instance)->event = event;
        break;
    case TRACE_INCIDENT:
        gather_incident(batch, event);
        break;
    case TRACE_USER_TASK:
        batch_ensure(batch, READMODEL_USER_TASK, event->user_task.key, instance)->event = event;
        break;
    case TRACE_SUBSCRIPTION:
        gather_subscription(batch, event, place);
        break;
    case TRACE_RESOURCE:
        gather_resource(batch, event);
        break;
    case TRACE_DECISION:
        batch_ensure(batch, READMODEL_DECISION_INSTANCE,
                     event->decision.evaluation_key + event->decision.number - 1, instance)
            ->event = event;
        break;
    case TRACE_PURGE:
        batch->purge = event;
        break;
    case TRACE_DELETION:
        batch->deletion = event;
        break;
    case TRACE_FLOW:
        gather_flow(batch, event);
        break;
    case TRACE_NAMING:
        gather_naming(batch, event);
        break;
    case TRACE_TIMER:
        gather_timer(batch, event);
        break;
    case TRACE_BATCH:
        batch_ensure(batch, READMODEL_BATCH_OPERATION, event->batch.key, 0)->event = event;
        break;
    case TRACE_BATCH_ITEM:
        batch_ensure(batch, READMODEL_BATCH_ITEM, event->batch_item.key, instance)->event = event;
        break;
    case TRACE_MESSAGE:
        break;
    }
}

static int flow_compare(const void *a, const void *b, void *context)
{
    const struct flow_taken *left = a;
    const struct flow_taken *right = b;
    (void)context;
    if (left->instance != right->instance) {
        return left->instance < right->instance ? -1 : 1;
    }
    return slice_compare(left->id, right->id);
}

/* In order, and each once. */
static enum status flows_sort(struct batch *batch, struct arena *arena)
{
    struct flow_taken *scratch = ARENA_ARRAY(arena, struct flow_taken, batch->flow_count);
    uint32_t kept = 0;

    if (scratch == NULL && batch->flow_count > 0) {
        return STATUS_NO_MEMORY;
    }
    sort_stable(batch->flows, batch->flow_count, sizeof(*scratch), flow_compare, NULL, scratch);
    for (uint32_t i = 0; i < batch->flow_count; i++) {
        if (i == 0 || flow_compare(&batch->flows[i], &batch->flows[kept - 1], NULL) != 0) {
            batch->flows[kept++] = batch->flows[i];
        }
    }
    batch->flow_count = kept;
    return STATUS_OK;
}

struct flow_run batch_flows(const struct batch *batch, uint64_t instance)
{
    struct flow_run run = {.flows = batch->flows};

    for (uint32_t i = 0; i < batch->flow_count; i++) {
        if (batch->flows[i].instance == instance) {
            run.flows = run.count == 0 ? &batch->flows[i] : run.flows;
            run.count++;
        }
    }
    return run;
}

enum status batch_gather(struct batch *batch, const struct trace *trace, struct arena *arena)
{
    uint32_t slot_count = 16;

    *batch = (struct batch){.index = trace->index};
    ASSERT(trace->count <= UINT32_MAX / 8);
    /* Incidents and correlations touch two documents, every other event one. */
    batch->capacity = trace->count * 2;
    while (slot_count < batch->capacity * 2) {
        slot_count *= 2;
    }
    batch->slot_mask = slot_count - 1;
    batch->items = ARENA_ARRAY(arena, struct pending, batch->capacity);
    batch->slots = ARENA_ARRAY(arena, uint32_t, slot_count);
    batch->flows = ARENA_ARRAY(arena, struct flow_taken, trace->count);
    if ((trace->count > 0 && (batch->items == NULL || batch->flows == NULL)) ||
        batch->slots == NULL) {
        return STATUS_NO_MEMORY;
    }
    for (uint32_t i = 0; i < trace->count; i++) {
        gather_event(batch, &trace->events[i], i);
    }
    return flows_sort(batch, arena);
}
