/* What stories cannot tell: answers in detail, bugs, faults, damage, limits. */
#include "fsm/fsm.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "fsm_int.h"
#include "machine.h"
#include "row/dedupe_rows.h"
#include "row/element_rows.h"
#include "store_fault.h"
#include "testkit/test.h"

#define MODELS "raft-fsm/test/golden/models/"

static struct machine m;

static void given_model(const char *name)
{
    char path[128];

    snprintf(path, sizeof(path), MODELS "%s.bpmn", name);
    CHECK_OK(machine_deploy(&m, name, machine_read_file(&m, path)));
}

static void given_machine_with(const char *name)
{
    machine_open(&m, test_directory());
    m.stamp_ms = 1000;
    given_model(name);
}

static enum status create(const char *process)
{
    struct command c = machine_command(COMMAND_CREATE_INSTANCE);

    c.create_instance =
        (struct create_instance_command){.process_id = slice_of(process), .version = -1};
    return machine_apply(&m, &c);
}

static enum status activate(const char *type, uint32_t max)
{
    static struct activate_jobs_request request;
    struct command c = machine_command(COMMAND_ACTIVATE_JOBS);

    request = (struct activate_jobs_request){
        .waiter = 5, .worker = SLICE("w"), .timeout_ms = 1000, .jobs_max = max};
    c.activate_jobs = (struct activate_jobs_command){slice_of(type), &request, 1};
    return machine_apply(&m, &c);
}

static enum status complete(uint64_t job_key)
{
    struct command c = machine_command(COMMAND_COMPLETE_JOB);

    c.complete_job.job_key = job_key;
    return machine_apply(&m, &c);
}

static enum status tick(void)
{
    struct command c = machine_command(COMMAND_TICK);

    c.tick.limit = 100;
    return machine_apply(&m, &c);
}

/* --- answers --- */

TEST(fsm, answers_a_deployment_with_every_process)
{
    given_machine_with("one-task");

    CHECK_INT(m.result.deploy.item_count, ==, 1);
    CHECK_TEXT(m.result.deploy.items[0].id, "one-task");
    CHECK_INT(m.result.deploy.items[0].version, ==, 1);
    CHECK_TEXT(m.result.deploy.items[0].resource_name, "one-task");
    machine_close(&m);
}

/* The same bytes under the same name are the version that is there. */
TEST(fsm, gives_an_unchanged_process_its_old_key)
{
    uint64_t key;

    given_machine_with("one-task");
    key = m.result.deploy.items[0].key;

    given_model("one-task");

    CHECK_INT(m.result.deploy.items[0].key, ==, key);
    CHECK_INT(m.result.deploy.items[0].version, ==, 1);
    machine_close(&m);
}

TEST(fsm, answers_each_poll_of_an_activation)
{
    struct activate_jobs_request requests[] = {
        {.waiter = 7, .worker = SLICE("a"), .timeout_ms = 10, .jobs_max = 2},
        {.waiter = 8, .worker = SLICE("b"), .timeout_ms = 10, .jobs_max = 5},
        {.waiter = 9, .worker = SLICE("c"), .timeout_ms = 10, .jobs_max = 5}};
    struct command c = machine_command(COMMAND_ACTIVATE_JOBS);

    given_machine_with("one-task");
    CHECK_OK(create("one-task"));
    CHECK_OK(create("one-task"));
    CHECK_OK(create("one-task"));
    c.activate_jobs = (struct activate_jobs_command){SLICE("work"), requests, 3};

    CHECK_OK(machine_apply(&m, &c));

    CHECK_INT(m.result.activate_jobs.served_count, ==, 3);
    CHECK_INT(m.result.activate_jobs.served[0].waiter, ==, 7);
    CHECK_INT(m.result.activate_jobs.served[0].job_count, ==, 2);
    CHECK_INT(m.result.activate_jobs.served[1].job_count, ==, 1);
    CHECK_INT(m.result.activate_jobs.served[2].job_count, ==, 0);
    CHECK_INT(m.result.activate_jobs.activation, !=, 0);
    machine_close(&m);
}

TEST(fsm, hands_out_no_more_jobs_than_the_limit)
{
    given_machine_with("one-task");
    for (int i = 0; i < LIMIT_JOBS_PER_ACTIVATION + 1; i++) {
        CHECK_OK(create("one-task"));
    }

    CHECK_OK(activate("work", UINT32_MAX));

    CHECK_INT(m.result.activate_jobs.served[0].job_count, ==, LIMIT_JOBS_PER_ACTIVATION);
    machine_close(&m);
}

TEST(fsm, tells_of_types_whose_jobs_became_ready)
{
    const struct slice *tenants;
    const struct slice *types;
    struct fsm_ready ready;

    given_machine_with("one-task");
    CHECK_OK(create("one-task"));
    CHECK_OK(create("one-task"));

    CHECK_INT(fsm_take_ready_types(m.fsm, &tenants, &types), ==, 1);
    CHECK_TEXT(types[0], "work");
    CHECK_TEXT(tenants[0], "<default>");
    CHECK_INT(fsm_take_ready_types(m.fsm, &tenants, &types), ==, 0);
    CHECK_OK(fsm_has_ready_jobs(m.fsm, SLICE("<default>"), SLICE("work"), &ready));
    CHECK(ready.for_all);
    CHECK(!ready.for_leases);
    CHECK_OK(fsm_has_ready_jobs(m.fsm, SLICE("<default>"), SLICE("other"), &ready));
    CHECK(!ready.for_all);
    machine_close(&m);
}

TEST(fsm, says_when_the_next_tick_is_due)
{
    struct fsm_due due;

    given_machine_with("deadline");
    CHECK_OK(fsm_next_due(m.fsm, &due));
    CHECK_INT(due.at_engine_ms, ==, INT64_MAX);

    CHECK_OK(create("deadline"));

    CHECK_OK(fsm_next_due(m.fsm, &due));
    CHECK_INT(due.at_engine_ms, ==, 6000);
    CHECK_INT(due.at_stamp_ms, ==, INT64_MAX);
    CHECK(!due.has_steps);
    machine_close(&m);
}

/* Bytes that are no command do nothing and are answered; those of the future stop the node. */
TEST(fsm, tells_unreadable_entries_from_newer_ones)
{
    char bytes[COMMAND_HEADER_BYTES] = {0};
    struct fsm_entry entry = {.term = 1, .command = slice_make(bytes, sizeof(bytes))};
    struct slice result;

    given_machine_with("one-task");
    CHECK_STATUS(machine_apply_bytes(&m, entry.command), STATUS_MALFORMED);

    bytes[0] = 0x42;
    bytes[1] = 2;
    entry.index = m.index + 1;
    CHECK_OK(fsm_turn_begin(m.fsm));
    CHECK_STATUS(fsm_apply(m.fsm, &entry, true, &result), STATUS_NOT_IMPLEMENTED);
    fsm_turn_abort(m.fsm);
    CHECK_INT(fsm_applied(m.fsm).index, ==, m.index);
    machine_close(&m);
}

/* Entries of Raft's own move the index and nothing else. */
TEST(fsm, remembers_the_last_entry)
{
    struct fsm_entry entry = {.index = 77, .term = 3, .record_crc = 0xabcd};
    struct slice result;

    given_machine_with("one-task");
    CHECK_OK(fsm_turn_begin(m.fsm));
    CHECK_OK(fsm_apply(m.fsm, &entry, false, &result));
    CHECK_OK(fsm_turn_commit(m.fsm));

    machine_reopen(&m);

    CHECK_INT(fsm_applied(m.fsm).index, ==, 77);
    CHECK_INT(fsm_applied(m.fsm).term, ==, 3);
    CHECK_INT(fsm_applied(m.fsm).record_crc, ==, 0xabcd);
    machine_close(&m);
}

TEST(fsm, never_lets_the_stamp_go_back)
{
    given_machine_with("one-task");
    m.stamp_ms = 50000;
    CHECK_OK(tick());

    m.stamp_ms = 40000;
    CHECK_OK(tick());

    CHECK_INT(fsm_clock(m.fsm).stamp_ms, ==, 50000);
    machine_close(&m);
}

/* --- deployments that are refused --- */

static enum status deploy_two(struct deploy_process processes[2])
{
    struct command c = machine_command(COMMAND_DEPLOY);
    struct deploy_resource resource = {.name = SLICE("two.bpmn"),
                                       .content = SLICE("two"),
                                       .processes = processes,
                                       .process_count = 2};

    c.deploy = (struct deploy_command){&resource, 1};
    return machine_apply(&m, &c);
}

TEST(fsm, refuses_a_deployment_as_a_whole)
{
    struct command good;
    struct deploy_process processes[2];

    machine_open(&m, test_directory());
    good = machine_deployment(&m, "x", machine_read_file(&m, MODELS "one-task.bpmn"));
    processes[0] = good.deploy.resources[0].processes[0];
    processes[1] = processes[0];
    CHECK_STATUS(deploy_two(processes), STATUS_INVALID_ARGUMENT);
    CHECK_TEXT(m.result.detail,
               "Expected to deploy new resources, but encountered the following errors:\n"
               "'two.bpmn': Duplicated process id 'one-task' in this deployment");

    processes[1] =
        (struct deploy_process){.process_id = SLICE("broken"), .model = SLICE("no model")};
    CHECK_STATUS(deploy_two(processes), STATUS_INVALID_ARGUMENT);

    CHECK_STATUS(create("one-task"), STATUS_NOT_FOUND);
    CHECK_INT(machine_rows(&m, TABLE_DEFINITION), ==, 0);
    machine_close(&m);
}

/* --- bugs --- */

/* Take an element's row away behind the engine's back. */
static void damage_element(uint64_t key)
{
    struct row_key row_key = row_key_of(key);
    struct store_txn *txn;

    machine_commit(&m);
    CHECK_OK(store_begin_write(m.store, &txn));
    CHECK_OK(store_delete(txn, TABLE_ELEMENT, row_key_slice(&row_key)));
    CHECK_OK(store_commit(txn));
}

/* A bug in one instance bans it; everything else goes on. */
TEST(fsm, bans_the_instance_of_a_bug_and_lives)
{
    uint64_t broken;
    struct command c = machine_command(COMMAND_CANCEL_INSTANCE);

    given_machine_with("deadline");
    CHECK_OK(create("deadline"));
    broken = m.result.create_instance.process_instance_key;
    damage_element(machine_key(&m, 'e', SLICE("work")));
    CHECK_OK(create("deadline"));
    m.stamp_ms = 10000;

    CHECK_STATUS(tick(), STATUS_INTERNAL);
    CHECK_OK(tick());

    CHECK_INT(machine_rows(&m, TABLE_BANNED), ==, 1);
    CHECK_INT(machine_rows(&m, TABLE_DUE), ==, 0);
    c.cancel_instance.process_instance_key = broken;
    CHECK_STATUS(machine_apply(&m, &c), STATUS_INTERNAL);
    CHECK_INT(machine_rows(&m, TABLE_BANNED), ==, 1);
    CHECK_OK(activate("work", 10));
    CHECK_INT(m.result.activate_jobs.served[0].job_count, ==, 0);
    CHECK_OK(create("deadline"));
    CHECK_OK(activate("work", 10));
    CHECK_INT(m.result.activate_jobs.served[0].job_count, ==, 1);
    machine_close(&m);
}

/* When nobody can be banned, what was due is struck off: a TICK must never meet it again. */
TEST(fsm, strikes_off_what_is_due_to_nobody)
{
    struct row_key due;
    struct store_txn *txn;

    given_machine_with("one-task");
    row_key_init(&due);
    row_key_put_u8(&due, 1);
    row_key_put_i64(&due, 500);
    row_key_put_u8(&due, 2);
    row_key_put_u64(&due, 12345);
    CHECK_OK(store_begin_write(m.store, &txn));
    CHECK_OK(store_put(txn, TABLE_DUE, row_key_slice(&due), SLICE("\x91\x01")));
    CHECK_OK(store_commit(txn));

    CHECK_STATUS(tick(), STATUS_INTERNAL);

    CHECK_OK(tick());
    CHECK_INT(machine_rows(&m, TABLE_DUE), ==, 0);
    machine_close(&m);
}

/* --- faults --- */

/* Whatever call of the store fails: the entry is not applied, the turn is given up, and the same
 * entry gives the same state afterwards. */
TEST(fsm, is_all_or_nothing_when_the_store_fails)
{
    struct slice before;
    int64_t calls = 0;
    bool failed = true;

    given_machine_with("order");
    CHECK_OK(create("order"));
    before = machine_digest(&m);
    while (failed) {
        struct command c = machine_command(COMMAND_COMPLETE_JOB);
        struct buffer bytes;
        struct fsm_entry entry = {.index = m.index + 1, .term = 1};
        struct slice result;

        c.complete_job = (struct complete_job_command){
            .job_key = machine_key(&m, 'j', SLICE("price")),
            .variables = machine_value(&m, "{\"amount\":5,\"orderId\":\"o\"}")};
        c.stamp_ms = m.stamp_ms;
        buffer_init(&bytes, LIMIT_COMMAND_BYTES);
        command_encode(&c, &bytes);
        entry.command = buffer_slice(&bytes);
        CHECK_OK(fsm_turn_begin(m.fsm));
        store_fail_after(m.store, calls++, STATUS_IO);
        failed = fsm_apply(m.fsm, &entry, true, &result) != STATUS_OK;
        store_fail_after(m.store, -1, STATUS_OK);
        fsm_turn_abort(m.fsm);
        CHECK_SLICE(machine_digest(&m), before);
        buffer_deinit(&bytes);
    }
    CHECK_INT(calls, >, 10);

    CHECK_OK(complete(machine_key(&m, 'j', SLICE("price"))));
    machine_check(&m);
    machine_close(&m);
}

/* A turn that is given up takes its keys and models back. */
TEST(fsm, forgets_a_turn_that_is_given_up)
{
    struct command c;
    uint64_t key;

    given_machine_with("one-task");
    m.turn_commands = 100;
    c = machine_deployment(&m, "g", machine_read_file(&m, MODELS "gateway.bpmn"));
    CHECK_OK(machine_apply(&m, &c));
    key = m.result.deploy.items[0].key;
    CHECK_OK(create("gateway"));
    machine_reopen(&m);

    m.turn_commands = 1;
    c = machine_deployment(&m, "p", machine_read_file(&m, MODELS "parallel.bpmn"));
    CHECK_OK(machine_apply(&m, &c));

    CHECK_INT(m.result.deploy.items[0].key, ==, key);
    CHECK_STATUS(create("gateway"), STATUS_NOT_FOUND);
    CHECK_OK(create("parallel"));
    CHECK_INT(machine_key(&m, 'e', SLICE("fork")), !=, 0);
    machine_close(&m);
}

/* --- limits --- */

/* One above: the tenant has all the keys that it may have. */
TEST(idempotency, refuses_one_key_too_many)
{
    struct row_key key;
    struct store_txn *txn;
    char row[] = {(char)0x92, 1, (char)0xce, 0, 0x0f, 0x42, 0x40}; /* [1, 1000000] */
    struct command c = machine_command(COMMAND_CREATE_INSTANCE);

    given_machine_with("one-task");
    row_key_init(&key);
    row_key_put_name(&key, SLICE("<default>"));
    CHECK_OK(store_begin_write(m.store, &txn));
    CHECK_OK(store_put(txn, TABLE_DEDUPE_COUNT, row_key_slice(&key), slice_make(row, sizeof(row))));
    CHECK_OK(store_commit(txn));
    c.create_instance =
        (struct create_instance_command){.process_id = SLICE("one-task"), .version = -1};
    c.idempotency_key = SLICE("k");

    CHECK_STATUS(machine_apply(&m, &c), STATUS_RESOURCE_EXHAUSTED);

    CHECK_INT(machine_rows(&m, TABLE_ELEMENT), ==, 0);
    CHECK_OK(create("one-task"));
    machine_close(&m);
}

TEST(idempotency, refuses_a_key_that_is_too_long)
{
    char text[LIMIT_IDEMPOTENCY_KEY_BYTES + 1];
    struct command c = machine_command(COMMAND_CREATE_INSTANCE);

    given_machine_with("one-task");
    memset(text, 'k', sizeof(text));
    c.create_instance =
        (struct create_instance_command){.process_id = SLICE("one-task"), .version = -1};
    c.idempotency_key = slice_make(text, LIMIT_IDEMPOTENCY_KEY_BYTES);
    CHECK_OK(machine_apply(&m, &c));

    c.idempotency_key = slice_make(text, sizeof(text));

    CHECK_STATUS(machine_apply(&m, &c), STATUS_INVALID_ARGUMENT);
    machine_close(&m);
}

/* The record of an activation names only the jobs that it still holds. */
TEST(idempotency, repeats_an_activation_without_the_jobs_that_are_gone)
{
    struct activate_jobs_request request = {
        .waiter = 1, .worker = SLICE("w"), .timeout_ms = 1000, .jobs_max = 10};
    struct command c = machine_command(COMMAND_ACTIVATE_JOBS);
    uint64_t kept;

    given_machine_with("one-task");
    CHECK_OK(create("one-task"));
    CHECK_OK(create("one-task"));
    c.activate_jobs = (struct activate_jobs_command){SLICE("work"), &request, 1};
    c.idempotency_key = SLICE("k");
    CHECK_OK(machine_apply(&m, &c));
    kept = m.result.activate_jobs.served[0].job_keys[1];
    CHECK_OK(complete(m.result.activate_jobs.served[0].job_keys[0]));
    request.waiter = 2;

    CHECK_OK(machine_apply(&m, &c));

    CHECK(m.result.replayed);
    CHECK_INT(m.result.activate_jobs.served[0].waiter, ==, 2);
    CHECK_INT(m.result.activate_jobs.served[0].job_count, ==, 1);
    CHECK_INT(m.result.activate_jobs.served[0].job_keys[0], ==, kept);
    machine_close(&m);
}

TEST(idempotency, repeats_the_answer_to_a_deployment)
{
    struct command c;
    struct deployed_resource first;
    uint64_t deployment_key;

    machine_open(&m, test_directory());
    c = machine_deployment(&m, "one-task",
                           machine_read_file(&m, "raft-fsm/test/golden/models/one-task.bpmn"));
    c.idempotency_key = SLICE("k");
    CHECK_OK(machine_apply(&m, &c));
    deployment_key = m.result.deploy.deployment_key;
    first = m.result.deploy.items[0];

    CHECK_OK(machine_apply(&m, &c));

    CHECK(m.result.replayed);
    CHECK_INT(m.result.deploy.deployment_key, ==, deployment_key);
    CHECK_INT(m.result.deploy.item_count, ==, 1);
    CHECK_INT(m.result.deploy.items[0].kind, ==, RESOURCE_PROCESS);
    CHECK_INT(m.result.deploy.items[0].key, ==, first.key);
    CHECK_INT(m.result.deploy.items[0].version, ==, 1);
    CHECK_TEXT(m.result.deploy.items[0].id, "one-task");
    machine_close(&m);
}

/* A record is at most LIMIT_IDEMPOTENCY_RESULT_BYTES, even for the longest answers. */
TEST(idempotency, keeps_records_small)
{
    struct activate_jobs_request request = {
        .waiter = 1, .worker = SLICE("w"), .timeout_ms = 1000, .jobs_max = 1000};
    struct command c = machine_command(COMMAND_ACTIVATE_JOBS);
    struct store_txn *txn;
    struct store_cursor cursor;

    given_machine_with("one-task");
    for (int i = 0; i < 60; i++) {
        CHECK_OK(create("one-task"));
    }
    c.activate_jobs = (struct activate_jobs_command){SLICE("work"), &request, 1};
    c.idempotency_key = SLICE("k");
    CHECK_OK(machine_apply(&m, &c));
    CHECK_INT(m.result.activate_jobs.served[0].job_count, ==, 40);

    CHECK_OK(store_begin_read(m.store, &txn));
    CHECK_OK(store_cursor_open(txn, TABLE_DEDUPE, &cursor));
    CHECK_OK(store_cursor_first(&cursor));

    CHECK_INT(cursor.value.size, <=, LIMIT_IDEMPOTENCY_RESULT_BYTES);
    store_cursor_close(&cursor);
    store_abort(txn);
    machine_close(&m);
}

/* --- check --- */

static void on_finding(void *ctx, const char *line)
{
    (void)line;
    (*(uint32_t *)ctx)++;
}

TEST(fsm_check, finds_an_element_that_is_gone)
{
    struct store_txn *txn;
    uint32_t findings = 0;

    given_machine_with("deadline");
    CHECK_OK(create("deadline"));
    damage_element(machine_key(&m, 'e', SLICE("work")));

    CHECK_OK(store_begin_read(m.store, &txn));
    CHECK_OK(fsm_check(txn, on_finding, &findings));
    store_abort(txn);

    CHECK_INT(findings, >=, 3); /* its child row, its job, its timer */
    machine_close(&m);
}
