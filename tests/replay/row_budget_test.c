/* The row budget (docs/architecture.md, a command's life): a command of a one-task instance puts at
 * most twelve rows over both environments. What it puts stands in row_budget.golden, as text; with
 * BATON_BLESS set it is written anew.
 *
 * Beside these a turn, whatever its number of commands, writes its own rows in each environment:
 * the applied index, what records of idempotency keys there are and when they expire, and in the
 * read model the lists of instances that began and ended. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "bpmn/compile.h"
#include "fsm_int.h"
#include "machine.h"
#include "testkit/test.h"

#define GOLDEN_PATH "tests/replay/row_budget.golden"

enum {
    ROWS_MAX = 12,
    TABLE_BYTES = 8192
};

static const char model[] =
    "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\""
    " xmlns:zeebe=\"http://camunda.org/schema/zeebe/1.0\" targetNamespace=\"t\">"
    "<process id=\"one-task\" isExecutable=\"true\"><startEvent id=\"s\"/>"
    "<sequenceFlow id=\"f1\" sourceRef=\"s\" targetRef=\"work\"/>"
    "<serviceTask id=\"work\"><extensionElements><zeebe:taskDefinition type=\"work\"/>"
    "</extensionElements></serviceTask>"
    "<sequenceFlow id=\"f2\" sourceRef=\"work\" targetRef=\"e\"/><endEvent id=\"e\"/>"
    "</process></definitions>";

static struct {
    struct machine m;
    struct arena arena;
    struct result result;
    struct buffer table;
    uint64_t index;
} b;

static struct command command_of(enum command_type type)
{
    return (struct command){.type = type, .version = 1, .tenant = SLICE("<default>")};
}

/* One command in a turn of its own. Returns the rows that the read model put or deleted. */
static uint64_t apply(struct command *command)
{
    struct fsm_entry entry = {.index = ++b.index, .term = 1};
    struct buffer bytes;
    uint64_t read_rows;

    command->stamp_ms = 1000;
    buffer_init(&bytes, LIMIT_COMMAND_BYTES);
    command_encode(command, &bytes);
    entry.command = buffer_slice(&bytes);
    machine_turn_begin(&b.m);
    machine_apply(&b.m, &entry, true);
    CHECK_OK(result_decode(arena_copy(&b.arena, b.m.result), &b.arena, &b.result));
    CHECK_OK(b.result.status);
    read_rows = readmodel_turn_puts(b.m.read);
    machine_turn_commit(&b.m);
    buffer_deinit(&bytes);
    return read_rows;
}

static void measure(const char *what, struct command *command, bool within_budget)
{
    uint64_t read_rows = apply(command);
    uint64_t puts = b.m.fsm->last_puts + read_rows;

    buffer_printf(&b.table, "%-40s %5u %8u %5llu %5llu\n", what, b.m.fsm->last_puts,
                  b.m.fsm->last_deletes, (unsigned long long)read_rows, (unsigned long long)puts);
    if (within_budget) {
        CHECK_INT(puts, <=, ROWS_MAX);
    }
}

static void deploy(void)
{
    struct command command = command_of(COMMAND_DEPLOY);
    struct bpmn_compile_options options = {.with_warnings = false};
    struct bpmn_compiled compiled;
    struct deploy_process process;
    struct deploy_resource resource = {.name = SLICE("one-task.bpmn"),
                                       .content = slice_of(model),
                                       .processes = &process,
                                       .process_count = 1};

    CHECK_OK(bpmn_compile(&b.arena, slice_of(model), &options, &compiled));
    process = (struct deploy_process){.process_id = compiled.processes[0].id,
                                      .model = compiled.processes[0].model};
    command.deploy = (struct deploy_command){&resource, 1};
    (void)apply(&command);
}

/* Create, activate, complete; under keys when there is one. */
static void measure_life(const char *how, struct slice variables, struct slice key, bool in_budget)
{
    struct activate_jobs_request request = {
        .waiter = 1, .worker = SLICE("w"), .timeout_ms = 60000, .jobs_max = 1};
    struct command create = command_of(COMMAND_CREATE_INSTANCE);
    struct command activate = command_of(COMMAND_ACTIVATE_JOBS);
    struct command complete = command_of(COMMAND_COMPLETE_JOB);
    char what[64];

    create.idempotency_key = key;
    create.create_instance = (struct create_instance_command){
        .process_id = SLICE("one-task"), .version = -1, .variables = variables};
    snprintf(what, sizeof(what), "create, %s", how);
    measure(what, &create, in_budget);

    activate.idempotency_key = key;
    activate.activate_jobs = (struct activate_jobs_command){SLICE("work"), &request, 1};
    snprintf(what, sizeof(what), "activate, %s", how);
    measure(what, &activate, in_budget);

    CHECK_INT(b.result.activate_jobs.served[0].job_count, ==, 1);
    complete.idempotency_key = key;
    complete.complete_job.job_key = b.result.activate_jobs.served[0].job_keys[0];
    snprintf(what, sizeof(what), "complete, %s", how);
    measure(what, &complete, in_budget);
}

static struct slice golden_text(void)
{
    FILE *file = fopen(GOLDEN_PATH, "rb");
    char *text = arena_alloc_zero(&b.arena, TABLE_BYTES);
    size_t size;

    CHECK(file != NULL);
    size = fread(text, 1, TABLE_BYTES, file);
    fclose(file);
    return slice_make(text, size);
}

static void golden_write(struct slice text)
{
    FILE *file = fopen(GOLDEN_PATH, "wb");

    CHECK(file != NULL);
    CHECK_INT(fwrite(text.data, 1, text.size, file), ==, text.size);
    fclose(file);
}

TEST(row_budget, a_command_of_a_one_task_instance_puts_twelve_rows_at_most)
{
    static const char object[] = "\x81\xa1n\x01"; /* {"n":1} */

    memset(&b, 0, sizeof(b));
    arena_init(&b.arena, MIB(64));
    buffer_init(&b.table, TABLE_BYTES);
    buffer_put_text(&b.table, "# rows; the read model's are puts and deletes together\n");
    buffer_printf(&b.table, "%-40s %5s %8s %5s %5s\n", "# command", "state", "(delete)", "read",
                  "sum");
    machine_open(&b.m, test_directory());
    deploy();

    measure_life("no variable", SLICE_EMPTY, SLICE_EMPTY, true);
    measure_life("one variable", slice_make(object, 4), SLICE_EMPTY, true);
    measure_life("no variable, first key of a minute", SLICE_EMPTY, SLICE("first"), false);
    measure_life("no variable, idempotency key", SLICE_EMPTY, SLICE("second"), true);
    measure_life("one variable, idempotency key", slice_make(object, 4), SLICE("third"), false);

    if (getenv("BATON_BLESS") != NULL) {
        golden_write(buffer_slice(&b.table));
    }
    CHECK_TEXT(buffer_slice(&b.table), golden_text().data);
    machine_destroy(&b.m);
    buffer_deinit(&b.table);
    arena_deinit(&b.arena);
}

TEST_MAIN
