#include "fixture.h"

#include <stdlib.h>

#include "base/limits.h"
#include "value/json.h"
#include "value/value.h"

TEST_MAIN

struct world *world_new(void)
{
    static struct world world;
    const char *message = "";

    world = (struct world){.now_ms = 1000000, .index = 10};
    arena_init(&world.arena, MIB(64));
    CHECK_OK(readmodel_open(test_directory(), false, &world.rm, &message));
    return &world;
}

void world_close(struct world *world)
{
    if (world->read.txn != NULL) {
        readmodel_end_read(&world->read);
    }
    readmodel_close(world->rm);
    arena_deinit(&world->arena);
}

struct trace_event *world_event(struct world *world, enum trace_kind kind, uint64_t instance)
{
    CHECK_INT(world->count, <, WORLD_EVENTS_MAX);
    struct trace_event *event = &world->events[world->count++];
    *event = (struct trace_event){.kind = kind, .at_ms = world->now_ms, .stamp_ms = world->now_ms};
    event->place = (struct trace_place){.tenant = SLICE("<default>"),
                                        .process_id = SLICE("order"),
                                        .version = 1,
                                        .process_definition_key = DEFINITION,
                                        .process_instance_key = instance,
                                        .root_process_instance_key = instance};
    return event;
}

struct trace_event *world_definition(struct world *world, uint64_t key, int version)
{
    struct trace_event *event = world_event(world, TRACE_DEFINITION, 0);
    event->definition = (struct trace_definition){.state = DEFINITION_ACTIVE,
                                                  .newest_key = key,
                                                  .key = key,
                                                  .deployment_key = DEPLOYMENT,
                                                  .process_id = SLICE("order"),
                                                  .version = version,
                                                  .name = SLICE("Order"),
                                                  .resource_name = SLICE("order.bpmn"),
                                                  .resource = SLICE("<xml/>"),
                                                  .tenant = SLICE("<default>")};
    return event;
}

struct trace_event *world_instance(struct world *world, uint64_t key, enum instance_state state)
{
    struct trace_event *event = world_event(world, TRACE_INSTANCE, key);
    event->instance =
        (struct trace_instance){.state = state,
                                .process_name = SLICE("Order"),
                                .start_ms = 1000,
                                .end_ms = state == INSTANCE_ACTIVE ? 0 : world->now_ms};
    return event;
}

struct trace_event *world_element(struct world *world, uint64_t instance, uint64_t key,
                                  enum element_state state)
{
    struct trace_event *event = world_event(world, TRACE_ELEMENT, instance);
    bool ended = state == ELEMENT_COMPLETED || state == ELEMENT_TERMINATED;
    event->place.element_id = SLICE("task");
    event->place.element_instance_key = key;
    event->element = (struct trace_element){.key = key,
                                            .scope_key = instance,
                                            .state = state,
                                            .type = "SERVICE_TASK",
                                            .start_ms = 2000,
                                            .end_ms = ended ? world->now_ms : 0};
    return event;
}

struct trace_event *world_variable(struct world *world, uint64_t instance, uint64_t key,
                                   const char *name, const char *json)
{
    struct trace_event *event = world_event(world, TRACE_VARIABLE, instance);
    event->variable = (struct trace_variable){
        .key = key, .scope_key = instance, .name = slice_of(name), .value = world_json(json)};
    return event;
}

struct trace_event *world_job(struct world *world, uint64_t instance, uint64_t key,
                              uint64_t element, enum job_state state)
{
    struct trace_event *event = world_event(world, TRACE_JOB, instance);
    event->place.element_id = SLICE("task");
    event->place.element_instance_key = element;
    event->job = (struct trace_job){.key = key,
                                    .state = state,
                                    .kind = "BPMN_ELEMENT",
                                    .type = SLICE("work"),
                                    .retries = 3,
                                    .priority = 50,
                                    .created_ms = 3000,
                                    .updated_ms = world->now_ms};
    return event;
}

struct trace_event *world_incident(struct world *world, uint64_t instance, uint64_t key,
                                   uint64_t element, enum incident_state state)
{
    struct trace_event *event = world_event(world, TRACE_INCIDENT, instance);
    event->place.element_id = SLICE("task");
    event->place.element_instance_key = element;
    event->incident = (struct trace_incident){.key = key,
                                              .state = state,
                                              .error_type = "IO_MAPPING_ERROR",
                                              .message = SLICE("no such variable"),
                                              .created_ms = 4000};
    return event;
}

struct trace_event *world_user_task(struct world *world, uint64_t instance, uint64_t key,
                                    uint64_t element, enum user_task_state state)
{
    struct trace_event *event = world_event(world, TRACE_USER_TASK, instance);
    event->place.element_id = SLICE("approve");
    event->place.element_instance_key = element;
    event->user_task = (struct trace_user_task){
        .key = key, .state = state, .name = SLICE("Approve"), .priority = 50, .created_ms = 5000};
    return event;
}

struct trace_event *world_subscription(struct world *world, uint64_t instance, uint64_t key,
                                       enum subscription_state state)
{
    struct trace_event *event = world_event(world, TRACE_SUBSCRIPTION, instance);
    event->place.element_id = SLICE("wait");
    event->subscription = (struct trace_subscription){.key = key,
                                                      .state = state,
                                                      .is_start_event = instance == 0,
                                                      .message_name = SLICE("paid"),
                                                      .correlation_key = SLICE("A-1"),
                                                      .updated_ms = 6000};
    return event;
}

void world_purge(struct world *world, int64_t before_ms, uint32_t limit)
{
    struct trace_event *event = world_event(world, TRACE_PURGE, 0);
    event->purge = (struct trace_purge){.before_ms = before_ms, .limit = limit};
}

void world_deletion(struct world *world, uint64_t instance, uint32_t limit)
{
    world_event(world, TRACE_DELETION, instance)->deletion = (struct trace_deletion){limit};
}

void world_begin(struct world *world)
{
    if (world->read.txn != NULL) {
        readmodel_end_read(&world->read);
    }
    CHECK_OK(readmodel_turn_begin(world->rm));
}

void world_apply_in_turn(struct world *world)
{
    struct trace trace = {.index = ++world->index, .events = world->events, .count = world->count};
    uint64_t before = readmodel_turn_puts(world->rm);

    CHECK_OK(readmodel_apply(world->rm, &trace));
    world->puts = readmodel_turn_puts(world->rm) - before;
    world->count = 0;
}

void world_commit(struct world *world)
{
    CHECK_OK(readmodel_turn_commit(world->rm, world->index));
}

void world_apply(struct world *world)
{
    world_begin(world);
    world_apply_in_turn(world);
    world_commit(world);
}

struct hash128 world_digest(struct world *world)
{
    struct hash128 digest;

    world_read(world);
    CHECK_OK(store_digest(world->read.txn, &digest));
    return digest;
}

static void fail_finding(void *ctx, const char *line)
{
    (void)ctx;
    test_fail(__FILE__, __LINE__, "%s", line);
}

void world_check(struct world *world)
{
    world_read(world);
    CHECK_OK(readmodel_check(&world->read, fail_finding, NULL));
    CHECK_OK(store_check(world->read.txn, fail_finding, NULL));
}

void world_read(struct world *world)
{
    if (world->read.txn != NULL) {
        readmodel_end_read(&world->read);
    }
    arena_reset(&world->arena);
    CHECK_OK(readmodel_begin_read(world->rm, &world->read));
}

struct slice world_json(const char *json)
{
    static struct arena arena = {.ceiling_bytes = MIB(64)};
    struct json_error error;
    struct buffer value;

    if (arena.first == NULL) {
        arena_init(&arena, MIB(64));
    }
    buffer_init(&value, MIB(4));
    CHECK_OK(json_parse(slice_of(json), &value, &error));
    struct slice out = arena_copy(&arena, buffer_slice(&value));
    buffer_deinit(&value);
    return out;
}

struct slice world_document(struct world *world, enum readmodel_entity entity, uint64_t key)
{
    const struct readmodel_schema *schema = readmodel_schema(entity);
    struct readmodel_document document;
    struct buffer text;

    world_read(world);
    CHECK_OK(readmodel_get(&world->read, entity, key, &world->arena, &document));
    buffer_init(&text, MIB(4));
    for (uint32_t i = 0; i < schema->stored_count; i++) {
        bool hidden = (schema->fields[i].flags & READMODEL_HIDDEN) != 0;
        buffer_printf(&text, hidden ? "(%s): " : "%s: ", schema->fields[i].name);
        json_put(&text, readmodel_document_field(&document, i));
        buffer_put_byte(&text, '\n');
    }
    struct slice out = arena_copy(&world->arena, buffer_slice(&text));
    buffer_deinit(&text);
    return out;
}

struct readmodel_result world_search(struct world *world, const struct readmodel_query *query)
{
    struct readmodel_result result;

    CHECK_OK(readmodel_search(&world->read, query, &world->arena, &result));
    CHECK(!result.has_more_total_items);
    return result;
}

struct slice world_keys(struct world *world, const struct readmodel_result *result)
{
    struct slice out = SLICE("");
    for (uint32_t i = 0; i < result->count; i++) {
        out = arena_printf(&world->arena, "%.*s%s%" PRIu64, SLICE_ARG(out), i > 0 ? " " : "",
                           result->documents[i].key);
    }
    return out;
}
