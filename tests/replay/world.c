#include "world.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"

void world_init(struct world *world, struct rng *rng)
{
    *world = (struct world){.rng = rng};
}

static void item_clear(struct world_item *item)
{
    free(item->name);
    free(item->more);
    *item = (struct world_item){0};
}

void world_deinit(struct world *world)
{
    for (uint32_t kind = 0; kind < WORLD_KINDS; kind++) {
        for (uint32_t i = 0; i < world->counts[kind]; i++) {
            item_clear(&world->items[kind][i]);
        }
    }
}

static char *text_copy(struct slice text)
{
    char *copy = CHECK_MEMORY(malloc(text.size + 1));

    if (text.size > 0) {
        memcpy(copy, text.data, text.size);
    }
    return copy;
}

static void forget(struct world *world, enum world_kind kind, uint64_t key)
{
    struct world_item *items = world->items[kind];

    for (uint32_t i = 0; i < world->counts[kind]; i++) {
        if (items[i].key == key) {
            item_clear(&items[i]);
            items[i] = items[--world->counts[kind]];
            return;
        }
    }
}

static struct world_item *remember(struct world *world, enum world_kind kind, uint64_t key,
                                   struct slice name, struct slice more)
{
    struct world_item *item;

    forget(world, kind, key);
    if (world->counts[kind] < WORLD_ITEMS_MAX) {
        item = &world->items[kind][world->counts[kind]++];
    } else {
        item = &world->items[kind][rng_below(world->rng, WORLD_ITEMS_MAX)];
        item_clear(item);
    }
    *item = (struct world_item){.key = key,
                                .name = text_copy(name),
                                .more = text_copy(more),
                                .name_bytes = name.size,
                                .more_bytes = more.size};
    return item;
}

/* Keep it among the living or the gone. */
static void place(struct world *world, enum world_kind kind, uint64_t key, bool alive,
                  struct slice name)
{
    if (alive) {
        (void)remember(world, kind, key, name, SLICE_EMPTY);
        return;
    }
    forget(world, kind, key);
    (void)remember(world, WORLD_GONE, key, SLICE_EMPTY, SLICE_EMPTY);
}

static void observe_job(struct world *world, const struct trace_job *job)
{
    bool ended =
        job->state == JOB_COMPLETED || job->state == JOB_CANCELED || job->state == JOB_ERROR_THROWN;

    forget(world, WORLD_JOB_HELD, job->key);
    if (job->state == JOB_ACTIVE) {
        forget(world, WORLD_JOB_WAITING, job->key);
        remember(world, WORLD_JOB_HELD, job->key, job->type, SLICE_EMPTY)->activation =
            job->activation;
        return;
    }
    place(world, WORLD_JOB_WAITING, job->key, !ended, job->type);
}

static void observe_subscription(struct world *world, const struct trace_subscription *s)
{
    if (s->state == SUBSCRIPTION_CREATED) {
        (void)remember(world, WORLD_SUBSCRIPTION, s->key, s->message_name, s->correlation_key);
    } else if (s->state == SUBSCRIPTION_DELETED) {
        forget(world, WORLD_SUBSCRIPTION, s->key);
    }
}

static void observe_element(struct world *world, const struct trace_event *event)
{
    uint64_t key = event->element.key;

    if (event->element.state == ELEMENT_COMPLETED || event->element.state == ELEMENT_TERMINATED) {
        place(world, WORLD_ELEMENT, key, false, SLICE_EMPTY);
        return;
    }
    remember(world, WORLD_ELEMENT, key, event->place.element_id, event->place.process_id)
        ->instance = event->place.process_instance_key;
}

static void observe_event(struct world *world, const struct trace_event *event)
{
    switch (event->kind) {
    case TRACE_DEFINITION:
        place(world, WORLD_DEFINITION, event->definition.key,
              event->definition.state == DEFINITION_ACTIVE, event->definition.process_id);
        return;
    case TRACE_RESOURCE:
        place(world, WORLD_RESOURCE, event->resource.key, !event->resource.deleted,
              event->resource.id);
        return;
    case TRACE_INSTANCE:
        place(world, WORLD_INSTANCE, event->place.process_instance_key,
              event->instance.state == INSTANCE_ACTIVE, SLICE_EMPTY);
        return;
    case TRACE_ELEMENT:
        observe_element(world, event);
        return;
    case TRACE_JOB:
        observe_job(world, &event->job);
        return;
    case TRACE_INCIDENT:
        place(world, WORLD_INCIDENT, event->incident.key, event->incident.state == INCIDENT_ACTIVE,
              SLICE_EMPTY);
        return;
    case TRACE_USER_TASK:
        place(world, WORLD_USER_TASK, event->user_task.key,
              event->user_task.state != USER_TASK_COMPLETED &&
                  event->user_task.state != USER_TASK_CANCELED,
              SLICE_EMPTY);
        return;
    case TRACE_SUBSCRIPTION:
        observe_subscription(world, &event->subscription);
        return;
    case TRACE_BATCH:
        place(world, WORLD_BATCH, event->batch.key, event->batch.end_ms == 0, SLICE_EMPTY);
        return;
    case TRACE_BATCH_ITEM:
    case TRACE_DECISION:
    case TRACE_FLOW:
    case TRACE_VARIABLE:
    case TRACE_MESSAGE:
    case TRACE_TIMER:
    case TRACE_PURGE:
    case TRACE_DELETION:
    case TRACE_NAMING:
        return;
    }
}

void world_observe(struct world *world, const struct trace *trace)
{
    for (uint32_t i = 0; i < trace->count; i++) {
        observe_event(world, &trace->events[i]);
    }
}

const struct world_item *world_pick(const struct world *world, enum world_kind kind)
{
    uint32_t count = world->counts[kind];

    return count == 0 ? NULL : &world->items[kind][rng_below(world->rng, count)];
}

struct slice world_name(const struct world_item *item)
{
    return slice_make(item->name, item->name_bytes);
}

struct slice world_more(const struct world_item *item)
{
    return slice_make(item->more, item->more_bytes);
}
