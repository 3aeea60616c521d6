/* Commands and results come back as they went, and hostile bytes are refused, never followed. */
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "fsm/command.h"
#include "testkit/test.h"
#include "value/value.h"

static struct arena arena;
static struct buffer bytes;
static struct buffer again;

static void begin(void)
{
    arena_init(&arena, MIB(8));
    buffer_init(&bytes, LIMIT_COMMAND_BYTES);
    buffer_init(&again, LIMIT_COMMAND_BYTES);
}

static void end(void)
{
    arena_deinit(&arena);
    buffer_deinit(&bytes);
    buffer_deinit(&again);
}

static struct command envelope(enum command_type type)
{
    return (struct command){.type = type,
                            .version = 1,
                            .stamp_ms = 1700000000123,
                            .origin_node = 3,
                            .origin_sequence = 77,
                            .tenant = SLICE("<default>"),
                            .actor = SLICE("ann"),
                            .idempotency_key = SLICE("k-1"),
                            .body_hash = {.high = 1, .low = 2}};
}

/* Equal bytes after a second encoding: every field survived. */
static void check_round_trip(const struct command *command)
{
    struct command decoded;

    buffer_reset(&bytes);
    buffer_reset(&again);
    command_encode(command, &bytes);
    CHECK(!bytes.failed);
    CHECK_OK(command_decode(buffer_slice(&bytes), &arena, &decoded));
    command_encode(&decoded, &again);
    CHECK_SLICE(buffer_slice(&again), buffer_slice(&bytes));
}

TEST(command_codec, round_trips_every_field_of_the_envelope)
{
    struct command command = envelope(COMMAND_TICK);
    struct command out;

    begin();
    command.tick.limit = 500;
    command_encode(&command, &bytes);

    CHECK_OK(command_decode(buffer_slice(&bytes), &arena, &out));

    CHECK_INT(out.type, ==, COMMAND_TICK);
    CHECK_INT(out.stamp_ms, ==, 1700000000123);
    CHECK_INT(out.origin_node, ==, 3);
    CHECK_INT(out.origin_sequence, ==, 77);
    CHECK_TEXT(out.tenant, "<default>");
    CHECK_TEXT(out.actor, "ann");
    CHECK_TEXT(out.idempotency_key, "k-1");
    CHECK(hash128_equal(out.body_hash, command.body_hash));
    CHECK_INT(out.tick.limit, ==, 500);
    end();
}

TEST(command_codec, round_trips_deployments)
{
    struct deploy_process process = {
        .process_id = SLICE("p"), .version_tag = SLICE("v1"), .model = SLICE("\x01\x02")};
    struct deploy_resource resources[] = {{.name = SLICE("p.bpmn"),
                                           .content = SLICE("<xml/>"),
                                           .processes = &process,
                                           .process_count = 1},
                                          {.name = SLICE("f.form"),
                                           .content = SLICE("{}"),
                                           .kind = RESOURCE_FORM,
                                           .id = SLICE("f"),
                                           .version_tag = SLICE("v1")},
                                          {.name = SLICE("notes.md"),
                                           .content = SLICE("#"),
                                           .kind = RESOURCE_GENERIC,
                                           .id = SLICE("notes.md")}};
    struct command command = envelope(COMMAND_DEPLOY);
    struct command out;

    begin();
    command.deploy = (struct deploy_command){.resources = resources, .resource_count = 3};
    check_round_trip(&command);

    CHECK_OK(command_decode(buffer_slice(&bytes), &arena, &out));
    CHECK_TEXT(out.deploy.resources[0].processes[0].process_id, "p");
    CHECK(out.deploy.resources[0].processes[0].name.data == NULL);
    CHECK_TEXT(out.deploy.resources[1].id, "f");
    CHECK_INT(out.deploy.resources[2].kind, ==, RESOURCE_GENERIC);
    end();
}

TEST(command_codec, round_trips_every_other_type)
{
    struct slice tags[] = {SLICE("a"), SLICE("b")};
    uint64_t keys[] = {1, UINT64_MAX};
    struct activate_jobs_request requests[] = {
        {.waiter = 1, .worker = SLICE("w"), .timeout_ms = 1000, .jobs_max = 5, .with_lease = true}};
    struct command c;

    begin();
    c = envelope(COMMAND_CREATE_INSTANCE);
    c.create_instance = (struct create_instance_command){
        .process_id = SLICE("p"), .version = -1, .tags = tags, .tag_count = 2};
    check_round_trip(&c);
    c = envelope(COMMAND_CANCEL_INSTANCE);
    c.cancel_instance.process_instance_key = 9;
    check_round_trip(&c);
    c = envelope(COMMAND_ASSIGN_BUSINESS_ID);
    c.assign_business_id = (struct assign_business_id_command){9, SLICE("B"), true};
    check_round_trip(&c);
    c = envelope(COMMAND_SET_VARIABLES);
    c.set_variables = (struct set_variables_command){.scope_key = 8, .local = true};
    check_round_trip(&c);
    c = envelope(COMMAND_ACTIVATE_JOBS);
    c.activate_jobs = (struct activate_jobs_command){
        .type = SLICE("t"), .requests = requests, .request_count = 1};
    check_round_trip(&c);
    c = envelope(COMMAND_COMPLETE_JOB);
    c.complete_job = (struct complete_job_command){
        .job_key = 5, .business_id = SLICE("B"), .lease_token = SLICE("7")};
    check_round_trip(&c);
    c = envelope(COMMAND_FAIL_JOB);
    c.fail_job = (struct fail_job_command){
        .job_key = 1, .retries = -2, .back_off_ms = 10, .lease_token = SLICE("7")};
    check_round_trip(&c);
    c = envelope(COMMAND_THROW_JOB_ERROR);
    c.throw_job_error =
        (struct throw_job_error_command){.error_code = SLICE("E"), .error_message = SLICE("m")};
    check_round_trip(&c);
    c = envelope(COMMAND_UPDATE_JOB);
    c.update_job = (struct update_job_command){.has_priority = true, .priority = -5};
    check_round_trip(&c);
    c = envelope(COMMAND_YIELD_JOBS);
    c.yield_jobs = (struct yield_jobs_command){.activation = 2, .job_keys = keys, .job_count = 2};
    check_round_trip(&c);
    end();
}

TEST(command_codec, round_trips_messages_and_tasks)
{
    struct slice people[] = {SLICE("a"), SLICE("b")};
    struct batch_item items[] = {{1, 2, 3}, {.key = 4}};
    struct command c;

    begin();
    c = envelope(COMMAND_WITHHOLD_JOB);
    c.withhold_job = (struct withhold_job_command){7, 8};
    check_round_trip(&c);
    c = envelope(COMMAND_BROADCAST_SIGNAL);
    c.broadcast_signal.name = SLICE("s");
    check_round_trip(&c);
    c = envelope(COMMAND_PUBLISH_MESSAGE);
    c.publish_message = (struct publish_message_command){.name = SLICE("m"),
                                                         .time_to_live_ms = 1,
                                                         .business_id = SLICE("B"),
                                                         .unique_business_id = true};
    check_round_trip(&c);
    c = envelope(COMMAND_CORRELATE_MESSAGE);
    c.correlate_message = (struct correlate_message_command){
        .name = SLICE("m"), .correlation_key = SLICE("k"), .business_id = SLICE("B")};
    check_round_trip(&c);
    c = envelope(COMMAND_RESOLVE_INCIDENT);
    check_round_trip(&c);
    c = envelope(COMMAND_RESOLVE_INCIDENTS);
    c.resolve_incidents.process_instance_key = 4;
    check_round_trip(&c);
    c = envelope(COMMAND_CREATE_BATCH);
    c.create_batch =
        (struct create_batch_command){.plan = SLICE("plan"), .items = items, .item_count = 2};
    check_round_trip(&c);
    c = envelope(COMMAND_RESUME_BATCH);
    c.control_batch.batch_operation_key = 5;
    check_round_trip(&c);
    c = envelope(COMMAND_ASSIGN_USER_TASK);
    c.assign_user_task.assignee = SLICE("bob");
    check_round_trip(&c);
    c = envelope(COMMAND_UNASSIGN_USER_TASK);
    c.unassign_user_task.user_task_key = 3;
    check_round_trip(&c);
    c = envelope(COMMAND_UPDATE_USER_TASK);
    c.update_user_task = (struct update_user_task_command){.due_date = SLICE(""),
                                                           .has_candidate_users = true,
                                                           .candidate_users = people,
                                                           .candidate_user_count = 2};
    check_round_trip(&c);
    c = envelope(COMMAND_COMPLETE_USER_TASK);
    check_round_trip(&c);
    c = envelope(COMMAND_CONTINUE);
    check_round_trip(&c);
    c = envelope(COMMAND_PIN_CLOCK);
    c.pin_clock.timestamp_ms = INT64_MAX;
    check_round_trip(&c);
    c = envelope(COMMAND_RESET_CLOCK);
    check_round_trip(&c);
    c = envelope(COMMAND_PURGE);
    c.purge = (struct purge_command){.before_ms = -1, .limit = UINT32_MAX};
    check_round_trip(&c);
    end();
}

#define TYPE(name, number) COMMAND_##name,
static const enum command_type all_types[] = {COMMAND_TYPE_LIST(TYPE)};
#undef TYPE

/* A type that was added to the list needs its two functions in the codec. */
TEST(command_codec, knows_every_type)
{
    begin();
    for (size_t i = 0; i < sizeof(all_types) / sizeof(all_types[0]); i++) {
        struct command c = envelope(all_types[i]);

        check_round_trip(&c);
    }
    end();
}

/* A completion whose payload has only its first members, as entries of before have it. */
static enum status decode_completion_of(uint32_t members)
{
    static const size_t bytes_behind[] = {[2] = 3, [3] = 2, [4] = 1, [5] = 0};
    struct command c = envelope(COMMAND_COMPLETE_JOB);
    struct command out;

    c.complete_job = (struct complete_job_command){.job_key = 5, .unique_business_id = true};
    buffer_reset(&bytes);
    command_encode(&c, &bytes);
    ASSERT((uint8_t)bytes.data[bytes.size - 6] == 0x95);
    bytes.data[bytes.size - 6] = (char)(0x90 + members);
    bytes.size -= bytes_behind[members];
    return command_decode(buffer_slice(&bytes), &arena, &out);
}

/* A payload that grew is read in every length that was ever written, and in no other. */
TEST(command_codec, reads_completions_of_every_age)
{
    begin();
    CHECK_OK(decode_completion_of(2));
    CHECK_INT(decode_completion_of(3), ==, STATUS_MALFORMED);
    CHECK_OK(decode_completion_of(4));
    CHECK_OK(decode_completion_of(5));
    end();
}

TEST(command_codec, round_trips_a_migration)
{
    struct element_pair mappings[] = {{SLICE("a"), SLICE("b")}, {SLICE("c"), SLICE("c")}};
    struct command c = envelope(COMMAND_MIGRATE_INSTANCE);

    begin();
    c.migrate_instance = (struct migrate_instance_command){.process_instance_key = 1,
                                                           .process_definition_key = UINT64_MAX,
                                                           .mappings = mappings,
                                                           .mapping_count = 2};
    check_round_trip(&c);
    end();
}

TEST(command_codec, round_trips_a_modification)
{
    struct variable_instruction variables[] = {{.scope_id = SLICE("box")},
                                               {.scope_id = SLICE_EMPTY}};
    struct activate_instruction activate[] = {
        {.element_id = SLICE("a"), .variables = variables, .variable_count = 2},
        {.element_id = SLICE("b"), .ancestor_key = UINT64_MAX}};
    struct move_instruction move[] = {
        {.source_id = SLICE("a"), .target = activate[0], .ancestor = MOVE_ANCESTOR_SOURCE_PARENT},
        {.source_key = 7, .target = activate[1]}};
    struct terminate_instruction terminate[] = {{.element_instance_key = 3},
                                                {.element_id = SLICE("c")}};
    struct command c = envelope(COMMAND_MODIFY_INSTANCE);

    begin();
    c.modify_instance = (struct modify_instance_command){.process_instance_key = 1,
                                                         .activate = activate,
                                                         .activate_count = 2,
                                                         .move = move,
                                                         .move_count = 2,
                                                         .terminate = terminate,
                                                         .terminate_count = 2};
    check_round_trip(&c);
    move[0].ancestor = (enum move_ancestor)(MOVE_ANCESTOR_SOURCE_PARENT + 1);
    bytes.size = 0;
    command_encode(&c, &bytes);
    CHECK_INT(command_decode(buffer_slice(&bytes), &arena, &c), ==, STATUS_MALFORMED);
    end();
}

/* The leader stamps bytes that it has not decoded. */
TEST(command_codec, stamps_in_place)
{
    struct command command = envelope(COMMAND_TICK);
    uint64_t node;
    uint64_t sequence;

    begin();
    command_encode(&command, &bytes);

    command_stamp(bytes.data, -5);
    command_set_origin(bytes.data, 11, 12);

    CHECK_INT(command_stamp_of(buffer_slice(&bytes)), ==, -5);
    command_origin_of(buffer_slice(&bytes), &node, &sequence);
    CHECK_INT(node, ==, 11);
    CHECK_INT(sequence, ==, 12);
    CHECK_INT(command_type_of(buffer_slice(&bytes)), ==, COMMAND_TICK);
    end();
}

/* A node must stop at a command of a newer version, and must not call it damage. */
TEST(command_codec, tells_unknown_types_from_damage)
{
    struct command command = envelope(COMMAND_TICK);
    struct command out;

    begin();
    command_encode(&command, &bytes);
    bytes.data[3] = 99;
    CHECK_STATUS(command_decode(buffer_slice(&bytes), &arena, &out), STATUS_NOT_IMPLEMENTED);

    bytes.data[3] = COMMAND_TICK;
    bytes.data[1] = 2;
    CHECK_STATUS(command_decode(buffer_slice(&bytes), &arena, &out), STATUS_NOT_IMPLEMENTED);

    bytes.data[1] = 1;
    bytes.data[0] = 0;
    CHECK_STATUS(command_decode(buffer_slice(&bytes), &arena, &out), STATUS_MALFORMED);
    end();
}

/* Cut anywhere, or with any byte changed, a command is refused or is another valid one: the
 * sanitizers watch that nothing outside is touched. Each copy lies in a block of its own size. */
TEST(command_codec, survives_hostile_bytes)
{
    struct slice tags[] = {SLICE("a")};
    struct command command = envelope(COMMAND_CREATE_INSTANCE);
    struct command out;

    begin();
    command.create_instance = (struct create_instance_command){
        .process_id = SLICE("p"), .tags = tags, .tag_count = 1, .business_id = SLICE("b")};
    command_encode(&command, &bytes);

    for (size_t size = 0; size < bytes.size; size++) {
        char *copy = malloc(size + 1);
        memcpy(copy, bytes.data, size);
        CHECK_STATUS(command_decode(slice_make(copy, size), &arena, &out), STATUS_MALFORMED);
        free(copy);
    }
    for (size_t at = COMMAND_HEADER_BYTES; at < bytes.size; at++) {
        for (unsigned v = 0; v < 256; v++) {
            char *copy = malloc(bytes.size);
            memcpy(copy, bytes.data, bytes.size);
            copy[at] = (char)v;
            enum status st = command_decode(slice_make(copy, bytes.size), &arena, &out);
            CHECK(st == STATUS_OK || st == STATUS_MALFORMED || st == STATUS_LIMIT);
            free(copy);
            arena_reset(&arena);
        }
    }
    end();
}

/* A list that promises more members than there are bytes must not reserve room for them. */
TEST(command_codec, refuses_a_list_that_cannot_be_there)
{
    struct command command = envelope(COMMAND_YIELD_JOBS);
    struct command out;

    begin();
    command_encode(&command, &bytes);
    bytes.data[bytes.size - 1] = (char)0xdd;
    buffer_put_u32be(&bytes, 0x7fffffff);

    CHECK_STATUS(command_decode(buffer_slice(&bytes), &arena, &out), STATUS_MALFORMED);
    end();
}

static void check_result(const struct result *result)
{
    struct result decoded;

    buffer_reset(&bytes);
    buffer_reset(&again);
    result_encode(result, &bytes);
    CHECK_OK(result_decode(buffer_slice(&bytes), &arena, &decoded));
    result_encode(&decoded, &again);
    CHECK_SLICE(buffer_slice(&again), buffer_slice(&bytes));
    CHECK_INT(decoded.status, ==, result->status);
}

TEST(result_codec, round_trips)
{
    struct deployed_resource form = {.kind = RESOURCE_FORM,
                                     .id = SLICE("f"),
                                     .version = 3,
                                     .resource_name = SLICE("f.form"),
                                     .key = 12};
    uint64_t keys[] = {4, 5};
    struct activated_jobs served[] = {{.waiter = 1, .job_keys = keys, .job_count = 2},
                                      {.waiter = 2}};
    struct result result = {.type = COMMAND_DEPLOY};

    begin();
    result.deploy = (struct deploy_result){.deployment_key = 7, .items = &form, .item_count = 1};
    check_result(&result);
    result = (struct result){.type = COMMAND_CREATE_INSTANCE, .replayed = true};
    result.create_instance.process_id = SLICE("p");
    check_result(&result);
    result = (struct result){.type = COMMAND_ACTIVATE_JOBS};
    result.activate_jobs =
        (struct activate_jobs_result){.activation = 3, .served = served, .served_count = 2};
    check_result(&result);
    result = (struct result){.type = COMMAND_BROADCAST_SIGNAL};
    result.broadcast_signal.signal_key = 9;
    check_result(&result);
    result = (struct result){.type = COMMAND_PUBLISH_MESSAGE};
    result.publish_message.message_key = 8;
    check_result(&result);
    result = (struct result){
        .type = COMMAND_COMPLETE_JOB, .status = STATUS_NOT_FOUND, .detail = SLICE("no such job")};
    check_result(&result);
    end();
}
