/* What a search makes of several entities: filters over what belongs to an instance, the flows that
 * were taken, statistics, what a user task sees, what happened within an element. */
#include "fixture.h"

#include <stdio.h>

#include "readmodel/derived.h"
#include "value/json.h"

/* The rows of a result, field after field with commas, rows with newlines. */
static struct slice rows_of(struct world *world, const struct readmodel_query *query)
{
    const struct readmodel_schema *schema = readmodel_schema(query->entity);
    struct buffer text;

    world_read(world);
    struct readmodel_result result = world_search(world, query);
    buffer_init(&text, 1 << 20);
    for (uint32_t i = 0; i < result.count; i++) {
        for (uint32_t j = 0; j < schema->stored_count; j++) {
            buffer_put_text(&text, j > 0 ? "," : "");
            json_put(&text, readmodel_document_field(&result.documents[i], j));
        }
        buffer_put_byte(&text, '\n');
    }
    struct slice out = arena_copy(&world->arena, buffer_slice(&text));
    buffer_deinit(&text);
    return out;
}

static struct slice derived(struct world *world, enum readmodel_entity entity, uint64_t origin)
{
    struct readmodel_query query = {.entity = entity, .origin = origin, .page.limit = 100};
    return rows_of(world, &query);
}

static struct slice keys_of(struct world *world, const struct readmodel_query *query)
{
    world_read(world);
    struct readmodel_result result = world_search(world, query);
    return world_keys(world, &result);
}

/* --- filters over what belongs to an instance --- */

/* 200: a failed job and an open incident at "pay"; 300: the incident resolved; 400: nothing yet. */
static struct world *world_of_three(void)
{
    struct world *world = world_new();
    for (uint64_t base = 200; base <= 300; base += 100) {
        world_instance(world, base, INSTANCE_ACTIVE)->instance.incident_count = base == 200 ? 1 : 0;
        world_element(world, base, base + 1, ELEMENT_COMPLETED)->place.element_id = SLICE("start");
        world_element(world, base, base + 2, ELEMENT_ACTIVATED)->place.element_id = SLICE("pay");
        world_job(world, base, base + 3, base + 2, JOB_FAILED)->job.retries = base == 200 ? 1 : 0;
        world_incident(world, base, base + 4, base + 2, INCIDENT_ACTIVE)->incident.message =
            SLICE("no \xf0\x9f\x92\xb6");
        world_apply(world);
    }
    world_incident(world, 300, 304, 302, INCIDENT_RESOLVED);
    world_incident(world, 200, 205, 202, INCIDENT_RESOLVED)->incident.message = SLICE("old");
    world_instance(world, 400, INSTANCE_ACTIVE);
    world_apply(world);
    return world;
}

static struct readmodel_condition on(uint32_t field, enum readmodel_operator op,
                                     const struct readmodel_operand *operand)
{
    return (struct readmodel_condition){
        .field = field, .op = op, .operands = operand, .operand_count = 1};
}

static struct slice found(struct world *world, const struct readmodel_condition *conditions,
                          uint32_t count)
{
    struct readmodel_query query = {.entity = READMODEL_PROCESS_INSTANCE,
                                    .page.limit = 10,
                                    .all = {.conditions = conditions, .condition_count = count}};
    return keys_of(world, &query);
}

static struct slice found_by(struct world *world, uint32_t field, enum readmodel_operator op,
                             struct readmodel_operand operand)
{
    struct readmodel_condition one = on(field, op, &operand);
    return found(world, &one, 1);
}

TEST(join, finds_instances_by_their_open_incidents)
{
    struct world *world = world_of_three();
    struct readmodel_operand text = {.text = SLICE("no*")};
    /* "no 💶".hashCode() in Java */
    struct readmodel_operand hash = {.number = 106697432};

    CHECK_TEXT(found_by(world, FIELD_INSTANCE_ERROR_MESSAGE, READMODEL_LIKE, text), "200");
    CHECK_TEXT(found_by(world, FIELD_INSTANCE_ERROR_MESSAGE, READMODEL_EQ,
                        (struct readmodel_operand){.text = SLICE("old")}),
               "");
    CHECK_TEXT(found_by(world, FIELD_INSTANCE_ERROR_MESSAGE, READMODEL_EXISTS,
                        (struct readmodel_operand){.boolean = true}),
               "200");
    CHECK_TEXT(found_by(world, FIELD_INSTANCE_ERROR_MESSAGE, READMODEL_EXISTS,
                        (struct readmodel_operand){.boolean = false}),
               "300 400");
    CHECK_TEXT(found_by(world, FIELD_INSTANCE_ERROR_HASH, READMODEL_EQ, hash), "200");
    hash.number++;
    CHECK_TEXT(found_by(world, FIELD_INSTANCE_ERROR_HASH, READMODEL_EQ, hash), "");
    world_close(world);
}

TEST(join, finds_instances_by_their_jobs)
{
    struct world *world = world_of_three();
    struct readmodel_operand yes = {.boolean = true};
    struct readmodel_operand no = {.boolean = false};

    CHECK_TEXT(found_by(world, FIELD_INSTANCE_HAS_RETRIES_LEFT, READMODEL_EQ, yes), "200");
    CHECK_TEXT(found_by(world, FIELD_INSTANCE_HAS_RETRIES_LEFT, READMODEL_EQ, no), "300");
    world_close(world);
}

/* All that is said of elements must hold for one of them. */
TEST(join, asks_one_element_for_everything)
{
    struct world *world = world_of_three();
    struct readmodel_operand start = {.text = SLICE("start")};
    struct readmodel_operand active = {.text = SLICE("ACTIVE")};
    struct readmodel_operand completed = {.text = SLICE("COMPLETED")};
    struct readmodel_condition conditions[] = {
        on(FIELD_INSTANCE_ELEMENT_ID, READMODEL_EQ, &start),
        on(FIELD_INSTANCE_ELEMENT_STATE, READMODEL_EQ, &active)};

    CHECK_TEXT(found(world, conditions, 1), "200 300");
    CHECK_TEXT(found(world, conditions, 2), "");
    conditions[1].operands = &completed;
    CHECK_TEXT(found(world, conditions, 2), "200 300");
    CHECK_TEXT(found_by(world, FIELD_INSTANCE_HAS_ELEMENT_INCIDENT, READMODEL_EQ,
                        (struct readmodel_operand){.boolean = true}),
               "200");
    world_close(world);
}

static void batch_item(struct world *world, uint64_t key, uint64_t instance, const char *type,
                       enum batch_item_state state)
{
    world_event(world, TRACE_BATCH_ITEM, instance)->batch_item = (struct trace_batch_item){
        .key = key, .batch_key = 7, .item_key = instance, .state = state, .type = type};
}

/* Items of a deletion, and about what is gone, belong to nobody. */
TEST(join, finds_instances_by_their_batch_operations)
{
    struct world *world = world_of_three();
    struct readmodel_operand text = {.text = SLICE("7")};
    struct readmodel_operand no = {.boolean = false};

    batch_item(world, 701, 300, "CANCEL_PROCESS_INSTANCE", BATCH_ITEM_ACTIVE);
    batch_item(world, 702, 999, "CANCEL_PROCESS_INSTANCE", BATCH_ITEM_ACTIVE);
    batch_item(world, 703, 400, "DELETE_PROCESS_INSTANCE", BATCH_ITEM_ACTIVE);
    world_apply(world);
    batch_item(world, 701, 300, "CANCEL_PROCESS_INSTANCE", BATCH_ITEM_FAILED);
    batch_item(world, 702, 999, "CANCEL_PROCESS_INSTANCE", BATCH_ITEM_SKIPPED);
    world_apply(world);
    CHECK_TEXT(found_by(world, FIELD_INSTANCE_BATCH_KEY, READMODEL_EQ, text), "300");
    CHECK_TEXT(found_by(world, FIELD_INSTANCE_BATCH_KEY, READMODEL_NEQ, text), "");
    CHECK_TEXT(found_by(world, FIELD_INSTANCE_BATCH_ID, READMODEL_EXISTS, no), "200 400");
    world_close(world);
}

/* --- against a walk over everything --- */

enum {
    RANDOM_INSTANCES = 24,
    RANDOM_ELEMENTS = 3
};

static uint32_t random_below(uint64_t *state, uint32_t bound)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33) % bound;
}

/* What one element of the random world is: bit 0 its id, bit 1 whether it is active, bit 2 whether
 * it has an incident. */
static uint8_t random_elements[RANDOM_INSTANCES][RANDOM_ELEMENTS];

static uint64_t random_key(int instance)
{
    return 1000 + (uint64_t)instance * 100;
}

static struct world *random_world(uint64_t *state)
{
    struct world *world = world_new();
    for (int i = 0; i < RANDOM_INSTANCES; i++) {
        uint64_t base = random_key(i);
        world_instance(world, base, INSTANCE_ACTIVE);
        for (int j = 0; j < RANDOM_ELEMENTS; j++) {
            uint8_t kind = (uint8_t)random_below(state, 8);
            uint64_t key = base + 1 + (uint64_t)j * 2;
            random_elements[i][j] = kind;
            world_element(world, base, key, kind & 2 ? ELEMENT_ACTIVATED : ELEMENT_COMPLETED)
                ->place.element_id = kind & 1 ? SLICE("a") : SLICE("b");
            if (kind & 4) {
                world_incident(world, base, key + 1, key, INCIDENT_ACTIVE);
            }
        }
        world_apply(world);
    }
    return world;
}

/* One condition on each of the three, positive or negative, or none. */
struct random_group {
    struct readmodel_condition conditions[3];
    uint32_t count;
    uint8_t asked;  /* bits that are asked for */
    uint8_t wanted; /* and what they must be */
};

static void random_group_make(struct random_group *group, uint64_t *state)
{
    static const struct readmodel_operand ids[] = {{.text = {"b", 1}}, {.text = {"a", 1}}};
    static const struct readmodel_operand states[] = {{.text = {"COMPLETED", 9}},
                                                      {.text = {"ACTIVE", 6}}};
    static const struct readmodel_operand truths[] = {{.boolean = false}, {.boolean = true}};
    static const struct {
        uint32_t field;
        const struct readmodel_operand *operands;
    } asks[] = {{FIELD_INSTANCE_ELEMENT_ID, ids},
                {FIELD_INSTANCE_ELEMENT_STATE, states},
                {FIELD_INSTANCE_HAS_ELEMENT_INCIDENT, truths}};

    *group = (struct random_group){0};
    for (uint32_t i = 0; i < 3; i++) {
        uint32_t way = random_below(state, 3);
        uint32_t value = random_below(state, 2);
        if (way == 0) {
            continue;
        }
        /* not equal to one value is equal to the other */
        bool negative = way == 2 && i < 2;
        group->conditions[group->count++] =
            on(asks[i].field, negative ? READMODEL_NEQ : READMODEL_EQ, &asks[i].operands[value]);
        group->asked |= (uint8_t)(1U << i);
        group->wanted |= (uint8_t)((negative ? 1 - value : value) << i);
    }
}

static bool naive_holds(const struct random_group *group, int instance)
{
    bool holds = group->count == 0;
    for (int j = 0; j < RANDOM_ELEMENTS; j++) {
        holds = holds || (random_elements[instance][j] & group->asked) == group->wanted;
    }
    return holds;
}

TEST(join, answers_as_a_walk_over_everything_does)
{
    uint64_t state = 7;
    struct world *world = random_world(&state);

    for (int round = 0; round < 200; round++) {
        struct random_group groups[3];
        struct readmodel_group any[2];
        struct slice wanted = SLICE("");
        for (int i = 0; i < 3; i++) {
            random_group_make(&groups[i], &state);
        }
        for (int i = 0; i < 2; i++) {
            any[i] = (struct readmodel_group){.conditions = groups[i + 1].conditions,
                                              .condition_count = groups[i + 1].count};
        }
        struct readmodel_query query = {
            .entity = READMODEL_PROCESS_INSTANCE,
            .page.limit = 100,
            .all = {.conditions = groups[0].conditions, .condition_count = groups[0].count},
            .any = any,
            .any_count = random_below(&state, 2) * 2};
        struct slice got = keys_of(world, &query);
        for (int i = 0; i < RANDOM_INSTANCES; i++) {
            bool one =
                query.any_count == 0 || naive_holds(&groups[1], i) || naive_holds(&groups[2], i);
            if (one && naive_holds(&groups[0], i)) {
                wanted =
                    arena_printf(&world->arena, "%.*s%s%llu", SLICE_ARG(wanted),
                                 wanted.size > 0 ? " " : "", (unsigned long long)random_key(i));
            }
        }
        CHECK(slice_equal(got, wanted));
    }
    world_close(world);
}

static bool expired_at_once(void *ctx)
{
    (void)ctx;
    return true;
}

/* Complete or refused: a walk over many members is given up, and says by which filter. */
TEST(join, is_refused_when_it_takes_too_long)
{
    struct world *world = world_new();
    struct readmodel_operand none = {.text = SLICE("none")};
    struct readmodel_condition one = on(FIELD_INSTANCE_ELEMENT_ID, READMODEL_EQ, &none);
    struct readmodel_query query = {.entity = READMODEL_PROCESS_INSTANCE,
                                    .page.limit = 10,
                                    .all = {.conditions = &one, .condition_count = 1},
                                    .expired = expired_at_once};
    struct readmodel_result result;
    world_instance(world, 1000, INSTANCE_ACTIVE);
    for (uint64_t i = 1; i < 600; i++) {
        world_element(world, 1000, 1000 + i, ELEMENT_ACTIVATED);
    }
    world_apply(world);

    world_read(world);
    CHECK_STATUS(readmodel_search(&world->read, &query, &world->arena, &result),
                 STATUS_UNAVAILABLE);
    CHECK_TEXT(slice_of(result.filter), "elementId");
    world_close(world);
}

/* --- flows --- */

static void flow(struct world *world, uint64_t instance, const char *id)
{
    world_event(world, TRACE_FLOW, instance)->flow.flow_id = slice_of(id);
}

/* With the instance's row, with new members, alone: no row is written for them that would not be
 * written anyway, but for the last. */
TEST(flows, ride_in_rows_that_are_written_anyway)
{
    struct world *world = world_new();
    world_definition(world, DEFINITION, 1);
    world_apply(world);
    world_instance(world, 200, INSTANCE_ACTIVE);
    flow(world, 200, "b");
    world_apply(world);
    world_begin(world);
    flow(world, 200, "c");
    flow(world, 200, "c");
    world_element(world, 200, 201, ELEMENT_ACTIVATED);
    world_apply_in_turn(world);
    CHECK_INT(world->puts, ==, 2); /* the element and its membership */
    flow(world, 200, "a");
    flow(world, 200, "b");
    world_apply_in_turn(world);
    CHECK_INT(world->puts, ==, 1);
    flow(world, 200, "d");
    world_instance(world, 200, INSTANCE_COMPLETED);
    world_apply_in_turn(world);
    world_commit(world);

    CHECK_TEXT(derived(world, READMODEL_SEQUENCE_FLOW, 200),
               "\"200_b\",200,200,100,\"order\",\"b\",\"<default>\"\n"
               "\"200_d\",200,200,100,\"order\",\"d\",\"<default>\"\n"
               "\"200_a\",200,200,100,\"order\",\"a\",\"<default>\"\n"
               "\"200_c\",200,200,100,\"order\",\"c\",\"<default>\"\n");
    CHECK_TEXT(derived(world, READMODEL_SEQUENCE_FLOW, 999), "");
    world_check(world);
    world_close(world);
}

/* One more than fits goes into rows of their own, and the purge takes all. */
TEST(flows, leave_the_instances_row_when_there_are_many)
{
    struct world *world = world_new();
    static char ids[65][16];
    world_definition(world, DEFINITION, 1);
    world_apply(world);
    struct hash128 before = world_digest(world);
    world_instance(world, 200, INSTANCE_COMPLETED);
    for (int i = 0; i < 65; i++) {
        (void)snprintf(ids[i], sizeof(ids[i]), "f%02d", i);
        flow(world, 200, ids[i]);
    }
    world_apply(world);
    struct readmodel_query query = {
        .entity = READMODEL_SEQUENCE_FLOW, .origin = 200, .page.limit = 100};

    world_read(world);
    CHECK_INT(world_search(world, &query).total_items, ==, 65);
    world_check(world);
    world_purge(world, INT64_MAX, 10);
    world_apply(world);
    world_check(world);
    CHECK(!hash128_equal(before, world_digest(world))); /* the index has moved on */
    CHECK_TEXT(derived(world, READMODEL_SEQUENCE_FLOW, 200), "");
    world_close(world);
}

/* --- statistics --- */

/* Of the definition: 200 with two elements and an incident, 300 ended, 400 of another version. */
static struct world *world_of_counts(void)
{
    struct world *world = world_new();
    world_definition(world, DEFINITION, 1);
    world_apply(world);
    world_definition(world, DEFINITION_2, 2)->definition.name = SLICE("Order 2");
    world_apply(world);
    world_instance(world, 200, INSTANCE_ACTIVE)->instance.incident_count = 1;
    world_element(world, 200, 201, ELEMENT_ACTIVATED);
    world_element(world, 200, 202, ELEMENT_ACTIVATED);
    world_element(world, 200, 203, ELEMENT_COMPLETED)->place.element_id = SLICE("start");
    world_incident(world, 200, 204, 202, INCIDENT_ACTIVE);
    world_incident(world, 200, 205, 201, INCIDENT_ACTIVE)->incident.message = SLICE("other");
    world_incident(world, 200, 205, 201, INCIDENT_RESOLVED)->incident.message = SLICE("other");
    world_subscription(world, 200, 206, SUBSCRIPTION_CREATED);
    world_subscription(world, 200, 207, SUBSCRIPTION_CREATED);
    world_variable(world, 200, 208, "b", "1");
    world_apply(world);
    world_instance(world, 300, INSTANCE_TERMINATED);
    world_element(world, 300, 301, ELEMENT_TERMINATED);
    world_variable(world, 300, 302, "a", "1");
    world_variable(world, 300, 303, "b", "1");
    world_apply(world);
    world_instance(world, 400, INSTANCE_ACTIVE)->place.process_definition_key = DEFINITION_2;
    world_element(world, 400, 401, ELEMENT_ACTIVATED)->place.process_definition_key = DEFINITION_2;
    world_subscription(world, 0, 402, SUBSCRIPTION_CREATED);
    world_apply(world);
    return world;
}

TEST(statistics, count_the_elements_of_an_instance)
{
    struct world *world = world_of_counts();

    CHECK_TEXT(derived(world, READMODEL_ELEMENT_STATISTICS, 200), "\"task\",1,0,1,0\n"
                                                                  "\"start\",0,0,0,1\n");
    CHECK_TEXT(derived(world, READMODEL_ELEMENT_STATISTICS, 999), "");
    world_close(world);
}

TEST(statistics, count_the_elements_of_all_instances_that_a_filter_finds)
{
    struct world *world = world_of_counts();
    struct readmodel_operand key = {.key = DEFINITION};
    struct readmodel_operand ended = {.text = SLICE("TERMINATED")};
    struct readmodel_condition conditions[] = {
        on(FIELD_INSTANCE_DEFINITION_KEY, READMODEL_EQ, &key),
        on(FIELD_INSTANCE_STATE, READMODEL_EQ, &ended)};
    struct readmodel_query base = {.entity = READMODEL_PROCESS_INSTANCE,
                                   .all = {.conditions = conditions, .condition_count = 1}};
    struct readmodel_query query = {
        .entity = READMODEL_ELEMENT_STATISTICS, .base = &base, .page.limit = 10};

    CHECK_TEXT(rows_of(world, &query), "\"task\",1,1,1,0\n\"start\",0,0,0,1\n");
    base.all.condition_count = 2;
    CHECK_TEXT(rows_of(world, &query), "\"task\",0,1,0,0\n");
    world_close(world);
}

TEST(statistics, count_active_instances_by_process_and_by_version)
{
    struct world *world = world_of_counts();

    CHECK_TEXT(derived(world, READMODEL_DEFINITION_STATISTICS, 0),
               "\"order\",\"<default>\",\"Order 2\",true,1,1\n");
    CHECK_TEXT(derived(world, READMODEL_VERSION_STATISTICS, 0),
               "\"order\",100,\"Order\",\"<default>\",1,1,0\n"
               "\"order\",101,\"Order\",\"<default>\",1,0,1\n");
    world_close(world);
}

TEST(statistics, count_open_subscriptions_by_definition)
{
    struct world *world = world_of_counts();
    struct readmodel_query base = {.entity = READMODEL_MESSAGE_SUBSCRIPTION};
    struct readmodel_query query = {
        .entity = READMODEL_SUBSCRIPTION_STATISTICS, .base = &base, .page.limit = 10};

    CHECK_TEXT(rows_of(world, &query), "\"order\",\"<default>\",100,1,3\n");
    world_close(world);
}

TEST(statistics, count_instances_by_what_went_wrong)
{
    struct world *world = world_of_counts();
    world_instance(world, 500, INSTANCE_ACTIVE)->instance.incident_count = 2;
    world_incident(world, 500, 501, 0, INCIDENT_ACTIVE);
    world_incident(world, 500, 502, 0, INCIDENT_ACTIVE);
    world_apply(world);

    CHECK_TEXT(derived(world, READMODEL_ERROR_STATISTICS, 0),
               "-672144362,\"no such variable\",2\n");
    CHECK_TEXT(derived(world, READMODEL_ERROR_DEFINITION_STATISTICS, 0),
               "\"order\",100,\"Order\",1,\"<default>\",2,-672144362\n");
    world_close(world);
}

TEST(statistics, name_the_variables_of_a_definition_once)
{
    struct world *world = world_of_counts();

    CHECK_TEXT(derived(world, READMODEL_VARIABLE_NAME, DEFINITION), "\"b\"\n\"a\"\n");
    CHECK_TEXT(derived(world, READMODEL_VARIABLE_NAME, DEFINITION_2), "");
    world_close(world);
}

/* Derived rows are paged like any others. */
TEST(statistics, go_by_pages)
{
    struct world *world = world_of_counts();
    struct readmodel_sort sort = {.field = FIELD_VARIABLE_NAME_NAME, .descending = true};
    struct readmodel_query query = {.entity = READMODEL_VARIABLE_NAME,
                                    .origin = DEFINITION,
                                    .sorts = &sort,
                                    .sort_count = 1,
                                    .page.limit = 1};

    world_read(world);
    struct readmodel_result first = world_search(world, &query);
    CHECK_TEXT(readmodel_document_text(&first.documents[0], FIELD_VARIABLE_NAME_NAME), "b");
    CHECK_INT(first.total_items, ==, 2);
    query.page.after = first.end_cursor;
    struct readmodel_result second = world_search(world, &query);
    CHECK_TEXT(readmodel_document_text(&second.documents[0], FIELD_VARIABLE_NAME_NAME), "a");
    query.page = (struct readmodel_page){.limit = 1, .before = second.start_cursor};
    struct readmodel_result back = world_search(world, &query);
    CHECK_TEXT(back.start_cursor, first.start_cursor.data);
    world_close(world);
}

/* --- waits --- */

static struct trace_timer *timer(struct world *world, const char *id, uint64_t element,
                                 int64_t due_ms)
{
    struct trace_event *event = world_event(world, TRACE_TIMER, 200);
    event->place.element_id = slice_of(id);
    event->place.element_instance_key = element;
    event->timer = (struct trace_timer){
        .key = 900, .state = TIMER_CREATED, .due_ms = due_ms, .repetitions = 1};
    return &event->timer;
}

/* A timer at the border of 201 is no wait of 201; that of 202 stays when its element changes. */
TEST(wait, stands_at_the_element_that_waits)
{
    struct world *world = world_new();
    world_instance(world, 200, INSTANCE_ACTIVE);
    world_element(world, 200, 201, ELEMENT_ACTIVATED);
    timer(world, "border", 201, 7000)->at_boundary = true;
    world_job(world, 200, 203, 201, JOB_CREATED);
    world_job(world, 200, 204, 201, JOB_COMPLETED);
    (void)timer(world, "pause", 202, 8000);
    world_element(world, 200, 202, ELEMENT_ACTIVATED)->place.element_id = SLICE("pause");
    world_subscription(world, 200, 205, SUBSCRIPTION_CREATED)->place.element_instance_key = 201;
    world_apply(world);
    world_element(world, 200, 202, ELEMENT_ACTIVATED)->place.element_id = SLICE("pause");
    world_incident(world, 200, 206, 202, INCIDENT_ACTIVE);
    world_apply(world);

    CHECK_TEXT(derived(world, READMODEL_WAIT_STATE, 0),
               "200,200,202,\"pause\",\"SERVICE_TASK\",\"<default>\",\"order\","
               "{\"waitStateType\":\"TIMER\",\"dueDate\":8000,\"repetitions\":1},\"TIMER\"\n"
               "200,200,201,\"task\",\"SERVICE_TASK\",\"<default>\",\"order\","
               "{\"waitStateType\":\"JOB\",\"jobKey\":\"203\",\"jobType\":\"work\","
               "\"jobKind\":\"BPMN_ELEMENT\",\"listenerEventType\":null,\"retries\":3},\"JOB\"\n");
    CHECK_TEXT(derived(world, READMODEL_WAIT_STATISTICS, 200), "\"task\",1\n\"pause\",1\n");
    world_element(world, 200, 202, ELEMENT_COMPLETED)->place.element_id = SLICE("pause");
    world_apply(world);
    CHECK_TEXT(derived(world, READMODEL_WAIT_STATISTICS, 200), "\"task\",1\n");
    world_close(world);
}

/* An event-based gateway waits for the first timer and the messages behind it. */
TEST(wait, of_the_events_behind_a_gateway_stands_at_it)
{
    struct world *world = world_new();
    world_instance(world, 200, INSTANCE_ACTIVE);
    world_element(world, 200, 201, ELEMENT_ACTIVATED)->element.type = "EVENT_BASED_GATEWAY";
    (void)timer(world, "late", 201, 8000);
    (void)timer(world, "soon", 201, 7000);
    (void)timer(world, "later", 201, 9000);
    world_subscription(world, 200, 205, SUBSCRIPTION_CREATED)->place.element_instance_key = 201;
    world_apply(world);

    CHECK_TEXT(
        derived(world, READMODEL_WAIT_STATE, 0),
        "200,200,201,\"task\",\"EVENT_BASED_GATEWAY\",\"<default>\",\"order\","
        "{\"waitStateType\":\"TIMER\",\"dueDate\":7000,\"repetitions\":1},\"TIMER\"\n"
        "200,200,201,\"task\",\"EVENT_BASED_GATEWAY\",\"<default>\",\"order\","
        "{\"waitStateType\":\"MESSAGE\",\"messageName\":\"paid\",\"correlationKey\":\"A-1\"},"
        "\"MESSAGE\"\n");
    world_close(world);
}

/* --- other sources --- */

TEST(source, shows_the_variables_that_a_user_task_sees)
{
    struct world *world = world_new();
    struct readmodel_query query = {.entity = READMODEL_VARIABLE,
                                    .source = READMODEL_VISIBLE_VARIABLES,
                                    .origin = 203,
                                    .page.limit = 10};
    struct readmodel_result result;
    world_instance(world, 200, INSTANCE_ACTIVE);
    world_element(world, 200, 201, ELEMENT_ACTIVATED);
    world_element(world, 200, 202, ELEMENT_ACTIVATED)->element.scope_key = 201;
    world_user_task(world, 200, 203, 202, USER_TASK_CREATED);
    world_variable(world, 200, 210, "a", "1");
    world_variable(world, 200, 211, "b", "1");
    world_variable(world, 200, 212, "a", "2")->variable.scope_key = 201;
    world_variable(world, 200, 213, "c", "3")->variable.scope_key = 202;
    world_element(world, 200, 204, ELEMENT_ACTIVATED);
    world_variable(world, 200, 214, "d", "4")->variable.scope_key = 204;
    world_apply(world);

    CHECK_TEXT(keys_of(world, &query), "210 211 212 213");
    query.source = READMODEL_EFFECTIVE_VARIABLES;
    CHECK_TEXT(keys_of(world, &query), "211 212 213");
    query.origin = 200;
    world_read(world);
    CHECK_STATUS(readmodel_search(&world->read, &query, &world->arena, &result), STATUS_NOT_FOUND);
    world_close(world);
}

/* 300 was called by element 202, which stands in 201. */
TEST(source, shows_the_incidents_within_an_instance_and_an_element)
{
    struct world *world = world_new();
    struct readmodel_query query = {.entity = READMODEL_INCIDENT,
                                    .source = READMODEL_INSTANCE_INCIDENTS,
                                    .origin = 200,
                                    .page.limit = 10};
    struct readmodel_result result;
    world_instance(world, 200, INSTANCE_ACTIVE);
    world_element(world, 200, 201, ELEMENT_ACTIVATED);
    world_element(world, 200, 202, ELEMENT_ACTIVATED)->element.scope_key = 201;
    world_element(world, 200, 203, ELEMENT_ACTIVATED);
    world_incident(world, 200, 210, 202, INCIDENT_ACTIVE);
    world_incident(world, 200, 211, 203, INCIDENT_RESOLVED);
    world_apply(world);
    struct trace_event *called = world_instance(world, 300, INSTANCE_ACTIVE);
    called->instance.parent_process_instance_key = 200;
    called->instance.parent_element_instance_key = 202;
    world_incident(world, 300, 310, 0, INCIDENT_ACTIVE);
    world_apply(world);
    world_instance(world, 400, INSTANCE_ACTIVE);
    world_incident(world, 400, 410, 0, INCIDENT_ACTIVE);
    world_apply(world);

    CHECK_TEXT(keys_of(world, &query), "210 211 310");
    query.source = READMODEL_ELEMENT_INCIDENTS;
    query.origin = 201;
    CHECK_TEXT(keys_of(world, &query), "210 310");
    query.origin = 203;
    CHECK_TEXT(keys_of(world, &query), "211");
    query.origin = 999;
    world_read(world);
    CHECK_STATUS(readmodel_search(&world->read, &query, &world->arena, &result), STATUS_NOT_FOUND);
    world_check(world);
    world_close(world);
}

/* A subscription that goes on waiting is correlated more than once. */
TEST(correlation, remembers_each_message)
{
    struct world *world = world_new();
    world_instance(world, 200, INSTANCE_ACTIVE)->instance.business_id = SLICE("A-17");
    world_subscription(world, 200, 201, SUBSCRIPTION_CREATED)->place.element_instance_key = 203;
    world_apply(world);
    for (uint64_t message = 500; message < 502; message++) {
        struct trace_event *event = world_subscription(world, 200, 201, SUBSCRIPTION_CORRELATED);
        event->place.element_instance_key = 203;
        event->subscription.message_key = message;
    }
    world_apply(world);

    CHECK_TEXT(
        derived(world, READMODEL_CORRELATION, 0),
        "12582912,\"A-17\",\"A-1\",6000,\"wait\",203,500,\"paid\",1,\"order\",100,200,200,201,"
        "\"<default>\"\n"
        "12582913,\"A-17\",\"A-1\",6000,\"wait\",203,501,\"paid\",1,\"order\",100,200,200,201,"
        "\"<default>\"\n");
    world_check(world);
    world_close(world);
}
