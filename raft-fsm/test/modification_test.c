/* What a modification and a migration may look at, make and move: as much as their limits, and not
 * one more. */
#include <string.h>

#include "base/limits.h"
#include "machine.h"
#include "row/tables.h"
#include "testkit/test.h"

#define GOLDEN "raft-fsm/test/golden/models/"

static struct machine m;
static uint64_t instance;

static void given_an_instance(void)
{
    struct command create = machine_command(COMMAND_CREATE_INSTANCE);

    memset(&m, 0, sizeof(m));
    machine_open(&m, test_directory());
    m.stamp_ms = 1000;
    CHECK_OK(machine_deploy(&m, "one-task.bpmn", machine_read_file(&m, GOLDEN "one-task.bpmn")));
    create.create_instance = (struct create_instance_command){
        .process_id = SLICE("one-task"), .version = -1, .variables = machine_value(&m, "{}")};
    CHECK_OK(machine_apply(&m, &create));
    instance = m.result.create_instance.process_instance_key;
}

static void continue_all(void)
{
    struct command c = machine_command(COMMAND_CONTINUE);

    c.continue_.limit = LIMIT_CONTINUE_STEPS;
    while (machine_rows(&m, TABLE_STEP) > 0) {
        CHECK_OK(machine_apply(&m, &c));
    }
}

static enum status activate(uint32_t count)
{
    struct command c = machine_command(COMMAND_MODIFY_INSTANCE);
    enum status st;

    c.modify_instance.process_instance_key = instance;
    c.modify_instance.activate = ARENA_ARRAY(&m.arena, struct activate_instruction, count);
    c.modify_instance.activate_count = count;
    for (uint32_t i = 0; i < count; i++) {
        c.modify_instance.activate[i].element_id = SLICE("work");
    }
    st = machine_apply(&m, &c);
    continue_all();
    return st;
}

static enum status end_all(void)
{
    struct terminate_instruction all = {.element_id = SLICE("work")};
    struct command c = machine_command(COMMAND_MODIFY_INSTANCE);
    enum status st;

    c.modify_instance = (struct modify_instance_command){
        .process_instance_key = instance, .terminate = &all, .terminate_count = 1};
    st = machine_apply(&m, &c);
    continue_all();
    return st;
}

static enum status migrate_to_itself(void)
{
    struct element_pair pair = {SLICE("work"), SLICE("work")};
    struct command c = machine_command(COMMAND_MIGRATE_INSTANCE);

    c.migrate_instance =
        (struct migrate_instance_command){.process_instance_key = instance,
                                          .process_definition_key = (UINT64_C(1) << 51) | 2,
                                          .mappings = &pair,
                                          .mapping_count = 1};
    return machine_apply(&m, &c);
}

TEST(modification, makes_and_finds_no_more_than_its_limit)
{
    given_an_instance();

    CHECK_INT(activate(LIMIT_MODIFY_ROWS + 1), ==, STATUS_INVALID_ARGUMENT);
    CHECK_INT(machine_rows(&m, TABLE_JOB), ==, 1);
    CHECK_OK(activate(LIMIT_MODIFY_ROWS));
    CHECK_INT(machine_rows(&m, TABLE_JOB), ==, LIMIT_MODIFY_ROWS + 1);

    /* one more is there than it may look at */
    CHECK_INT(end_all(), ==, STATUS_INVALID_ARGUMENT);
    CHECK_INT(machine_rows(&m, TABLE_JOB), ==, LIMIT_MODIFY_ROWS + 1);
    machine_check(&m);
    machine_close(&m);
}

/* What ends is told in steps of later commands; at last the instance ends with it. */
TEST(modification, ends_as_many_as_it_finds)
{
    given_an_instance();
    CHECK_OK(activate(LIMIT_MODIFY_ROWS - 1));

    CHECK_OK(end_all());

    CHECK_INT(machine_rows(&m, TABLE_JOB), ==, 0);
    CHECK_INT(machine_rows(&m, TABLE_ELEMENT), ==, 0);
    machine_check(&m);
    machine_close(&m);
}

TEST(migration, moves_no_more_than_its_limit)
{
    given_an_instance();
    CHECK_OK(activate(LIMIT_MIGRATE_ELEMENTS - 2));

    /* the instance, its first task and these */
    CHECK_OK(migrate_to_itself());
    machine_check(&m);

    CHECK_OK(activate(1));
    CHECK_INT(migrate_to_itself(), ==, STATUS_WRONG_STATE);
    machine_check(&m);
    machine_close(&m);
}
