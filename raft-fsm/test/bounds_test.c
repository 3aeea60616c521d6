/* What no input may do: outgrow a command, nest without end, hide behind a cancelled step, or take
 * the node down with its memory. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "fsm_int.h"
#include "machine.h"
#include "row/tables.h"
#include "testkit/test.h"

/* --- models as text --- */

#define MODEL_HEAD                                                                                 \
    "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\""                           \
    " xmlns:zeebe=\"http://camunda.org/schema/zeebe/1.0\" targetNamespace=\"t\">"
#define MODEL_TAIL "</process></definitions>"

struct fixture {
    struct machine m;
    struct buffer xml;
};

static struct fixture f;

static void given_a_machine(void)
{
    memset(&f, 0, sizeof(f));
    machine_open(&f.m, test_directory());
    f.m.stamp_ms = 1000;
    buffer_init(&f.xml, MIB(8));
}

static void done(void)
{
    buffer_deinit(&f.xml);
    machine_close(&f.m);
}

static void model_begin(const char *process_id)
{
    buffer_reset(&f.xml);
    buffer_printf(&f.xml, MODEL_HEAD "<process id=\"%s\" isExecutable=\"true\">", process_id);
}

static void model_flow(const char *from, const char *to)
{
    buffer_printf(&f.xml, "<sequenceFlow id=\"%s_%s\" sourceRef=\"%s\" targetRef=\"%s\"/>", from,
                  to, from, to);
}

static void model_deploy(const char *name)
{
    buffer_put_text(&f.xml, MODEL_TAIL);
    CHECK(!f.xml.failed);
    CHECK_OK(machine_deploy(&f.m, name, arena_copy(&f.m.arena, buffer_slice(&f.xml))));
}

static void service_task(const char *id, const char *io)
{
    buffer_printf(&f.xml,
                  "<serviceTask id=\"%s\"><extensionElements><zeebe:taskDefinition type=\"w\"/>"
                  "<zeebe:ioMapping>%s</zeebe:ioMapping></extensionElements></serviceTask>",
                  id, io);
}

/* s -> work -> e; work has the mappings. */
static void given_a_task_with(const char *io)
{
    model_begin("p");
    buffer_put_text(&f.xml, "<startEvent id=\"s\"/><endEvent id=\"e\"/>");
    service_task("work", io);
    model_flow("s", "work");
    model_flow("work", "e");
    model_deploy("p.bpmn");
}

/* s -> x -> e; x is a script task. */
static void given_a_script(const char *expression)
{
    model_begin("p");
    buffer_printf(&f.xml,
                  "<startEvent id=\"s\"/><endEvent id=\"e\"/><scriptTask id=\"x\">"
                  "<extensionElements><zeebe:script expression=\"%s\" resultVariable=\"y\"/>"
                  "</extensionElements></scriptTask>",
                  expression);
    model_flow("s", "x");
    model_flow("x", "e");
    model_deploy("p.bpmn");
}

/* s -> t -> e; t is a plain task that runs for each of the items, or so many times. */
static void given_a_repeated_task(const char *items, const char *cardinality)
{
    model_begin("p");
    buffer_printf(&f.xml,
                  "<startEvent id=\"s\"/><endEvent id=\"e\"/><task id=\"t\">"
                  "<multiInstanceLoopCharacteristics><extensionElements>%s</extensionElements>"
                  "<loopCardinality>%s</loopCardinality></multiInstanceLoopCharacteristics></task>",
                  items, cardinality);
    model_flow("s", "t");
    model_flow("t", "e");
    model_deploy("p.bpmn");
}

/* --- commands --- */

static enum status create(const char *process_id, struct slice variables)
{
    struct command c = machine_command(COMMAND_CREATE_INSTANCE);

    c.create_instance = (struct create_instance_command){
        .process_id = slice_of(process_id), .version = -1, .variables = variables};
    return machine_apply(&f.m, &c);
}

static enum status cancel(uint64_t key)
{
    struct command c = machine_command(COMMAND_CANCEL_INSTANCE);

    c.cancel_instance.process_instance_key = key;
    return machine_apply(&f.m, &c);
}

static void tick(void)
{
    struct command c = machine_command(COMMAND_TICK);

    c.tick.limit = LIMIT_TICK_ROWS;
    CHECK_OK(machine_apply(&f.m, &c));
}

static void continue_all(void)
{
    struct command c = machine_command(COMMAND_CONTINUE);

    c.continue_.limit = LIMIT_CONTINUE_STEPS;
    for (int i = 0; i < 1000 && machine_rows(&f.m, TABLE_STEP) > 0; i++) {
        CHECK_OK(machine_apply(&f.m, &c));
    }
}

static uint64_t instance(void)
{
    return f.m.result.create_instance.process_instance_key;
}

/* The last command raised one incident of the type, and nobody was banned. */
static void expect_incident(const char *type)
{
    CHECK_INT(machine_rows(&f.m, TABLE_BANNED), ==, 0);
    CHECK_INT(machine_rows(&f.m, TABLE_INCIDENT), ==, 1);
    CHECK(strstr(arena_copy(&f.m.arena, buffer_slice(&f.m.trace)).data, type) != NULL);
    machine_check(&f.m);
}

static void expect_nothing_left(void)
{
    machine_check(&f.m);
    CHECK_INT(machine_rows(&f.m, TABLE_ELEMENT), ==, 0);
    CHECK_INT(machine_rows(&f.m, TABLE_VARIABLE), ==, 0);
    CHECK_INT(machine_rows(&f.m, TABLE_LOOP_ITEM), ==, 0);
    CHECK_INT(machine_rows(&f.m, TABLE_LOOP_OUTPUT), ==, 0);
    CHECK_INT(machine_rows(&f.m, TABLE_JOB), ==, 0);
    CHECK_INT(machine_rows(&f.m, TABLE_DUE), ==, 0);
    CHECK_INT(machine_rows(&f.m, TABLE_STEP), ==, 0);
    CHECK_INT(machine_rows(&f.m, TABLE_BANNED), ==, 0);
}

/* {"x": text of so many bytes} */
static struct slice text_variable(size_t bytes)
{
    struct buffer out;
    struct slice value;

    buffer_init(&out, LIMIT_VARIABLES_BYTES);
    buffer_put_text(&out, "{\"x\":\"");
    for (size_t i = 0; i < bytes; i++) {
        buffer_put_text(&out, "x");
    }
    buffer_put_text(&out, "\"}");
    CHECK(!out.failed);
    value = machine_value(&f.m, arena_copy(&f.m.arena, buffer_slice(&out)).data);
    buffer_deinit(&out);
    return value;
}

/* --- tests --- */

/* Cancelling forgets stored steps;
 * a sub-process that was ending by one of them ends all the same. */
TEST(bounds, cancelling_ends_what_was_ending_by_stored_steps)
{
    uint64_t key;

    given_a_machine();
    model_begin("p");
    buffer_put_text(&f.xml, "<startEvent id=\"s\"/><endEvent id=\"e\"/><subProcess id=\"sub\">"
                            "<startEvent id=\"ss\"/><parallelGateway id=\"fork\"/>");
    model_flow("ss", "fork");
    for (int i = 0; i < 1200; i++) {
        char id[16];

        snprintf(id, sizeof(id), "t%d", i);
        service_task(id, "");
        model_flow("fork", id);
    }
    buffer_put_text(&f.xml, "</subProcess><boundaryEvent id=\"late\" attachedToRef=\"sub\">"
                            "<timerEventDefinition><timeDuration>PT1M</timeDuration>"
                            "</timerEventDefinition></boundaryEvent>");
    model_flow("s", "sub");
    model_flow("sub", "e");
    model_flow("late", "e");
    model_deploy("p.bpmn");
    CHECK_OK(create("p", value_empty_object()));
    key = instance();
    continue_all();
    f.m.stamp_ms += 60000;
    tick();
    CHECK_INT(machine_rows(&f.m, TABLE_STEP), >, 0);

    CHECK_OK(cancel(key));
    continue_all();

    expect_nothing_left();
    done();
}

#define TEN_DEEP "a.a.a.a.a.a.a.a.a.a."

/* A variable is never deeper than the object that shows all variables may be. */
TEST(bounds, a_dotted_target_too_deep_is_an_incident)
{
    given_a_machine();
    given_a_task_with(
        "<zeebe:input source=\"=x\" target=\"" TEN_DEEP TEN_DEEP TEN_DEEP TEN_DEEP TEN_DEEP TEN_DEEP
        "a\"/>");

    CHECK_OK(create("p", machine_value(&f.m, "{\"x\":[[[1]]]}")));
    CHECK_INT(machine_rows(&f.m, TABLE_INCIDENT), ==, 0);
    CHECK_OK(cancel(instance()));
    CHECK_OK(create("p", machine_value(&f.m, "{\"x\":[[[[1]]]]}")));

    expect_incident("IO_MAPPING_ERROR");
    CHECK_OK(cancel(instance()));
    expect_nothing_left();
    done();
}

TEST(bounds, a_script_result_one_level_too_deep_is_an_incident)
{
    struct buffer text;

    given_a_machine();
    given_a_script("=[x]");
    buffer_init(&text, KIB(1));
    buffer_put_text(&text, "{\"x\":");
    for (int i = 0; i < LIMIT_VALUE_DEPTH - 2; i++) {
        buffer_put_text(&text, "[");
    }
    for (int i = 0; i < LIMIT_VALUE_DEPTH - 2; i++) {
        buffer_put_text(&text, "]");
    }
    buffer_put_text(&text, "}");
    CHECK_OK(create("p", machine_value(&f.m, arena_copy(&f.m.arena, buffer_slice(&text)).data)));
    CHECK_INT(machine_rows(&f.m, TABLE_INCIDENT), ==, 0);
    given_a_script("=[[x]]");

    CHECK_OK(create("p", machine_value(&f.m, arena_copy(&f.m.arena, buffer_slice(&text)).data)));

    expect_incident("EXTRACT_VALUE_ERROR");
    buffer_deinit(&text);
    done();
}

/* One expression gives at most one variable document. */
TEST(bounds, a_script_result_too_large_is_an_incident)
{
    given_a_machine();
    given_a_script("=for i in 1..50 return x");

    CHECK_OK(create("p", text_variable(100000)));

    expect_incident("EXTRACT_VALUE_ERROR");
    done();
}

TEST(bounds, one_instance_more_than_a_loop_may_have_is_an_incident)
{
    char most[32];

    given_a_machine();
    given_a_repeated_task("", "=n");
    snprintf(most, sizeof(most), "{\"n\":%d}", LIMIT_LOOP_INSTANCES);
    CHECK_OK(create("p", machine_value(&f.m, most)));
    CHECK_INT(machine_rows(&f.m, TABLE_INCIDENT), ==, 0);
    CHECK_OK(cancel(instance()));
    continue_all();
    expect_nothing_left();
    snprintf(most, sizeof(most), "{\"n\":%d}", LIMIT_LOOP_INSTANCES + 1);

    CHECK_OK(create("p", machine_value(&f.m, most)));

    expect_incident("EXTRACT_VALUE_ERROR");
    done();
}

/* An output collection is a variable like all others. */
TEST(bounds, outputs_too_large_together_are_an_incident)
{
    uint64_t key;

    given_a_machine();
    given_a_repeated_task("<zeebe:loopCharacteristics inputCollection=\"=[1,2,3]\""
                          " outputCollection=\"all\" outputElement=\"=[x]\"/>",
                          "");

    CHECK_OK(create("p", text_variable(2000000)));
    key = instance();
    continue_all();

    expect_incident("EXTRACT_VALUE_ERROR");
    CHECK_OK(cancel(key));
    continue_all();
    expect_nothing_left();
    done();
}

/* So do the mappings of one element together. */
TEST(bounds, mappings_too_large_together_are_an_incident)
{
    given_a_machine();
    given_a_task_with("<zeebe:input source=\"=x\" target=\"a\"/>"
                      "<zeebe:input source=\"=x\" target=\"b\"/>"
                      "<zeebe:input source=\"=x\" target=\"c\"/>");

    CHECK_OK(create("p", text_variable(2000000)));
    expect_incident("IO_MAPPING_ERROR");
    CHECK_OK(cancel(instance()));

    expect_nothing_left();
    done();
}

/* several hundred thousand steps of FEEL */
#define LONG_INPUT "<zeebe:input source=\"=count(for i in 1..90000 return i)\" target=\"a\"/>"

/* The budget of FEEL is one for all expressions of a step. */
TEST(bounds, mappings_too_long_together_are_an_incident)
{
    given_a_machine();
    given_a_task_with(LONG_INPUT);
    CHECK_OK(create("p", value_empty_object()));
    CHECK_INT(machine_rows(&f.m, TABLE_INCIDENT), ==, 0);
    given_a_task_with(LONG_INPUT LONG_INPUT LONG_INPUT LONG_INPUT LONG_INPUT LONG_INPUT);

    CHECK_OK(create("p", value_empty_object()));

    expect_incident("IO_MAPPING_ERROR");
    done();
}

/* A command without enough memory does nothing and says so; the node lives, wherever it ran out. */
TEST(bounds, a_command_out_of_memory_does_nothing)
{
    struct command c = machine_command(COMMAND_CREATE_INSTANCE);
    uint32_t refused = 0;
    enum status st = STATUS_INTERNAL;

    given_a_machine();
    c.idempotency_key = SLICE("k");
    c.create_instance =
        (struct create_instance_command){.process_id = SLICE("p"),
                                         .version = -1,
                                         .variables = machine_value(&f.m, "{\"x\":{\"c\":1}}")};
    given_a_task_with("<zeebe:input source=\"=x\" target=\"a.b\"/>");
    for (size_t ceiling = 4096; st == STATUS_INTERNAL; ceiling += 48) {
        f.m.fsm->command_arena.ceiling_bytes = ceiling;
        st = machine_apply(&f.m, &c);
        if (st == STATUS_INTERNAL) {
            refused++;
            CHECK_INT(machine_rows(&f.m, TABLE_ELEMENT), ==, 0);
            CHECK_INT(machine_rows(&f.m, TABLE_JOB), ==, 0);
        }
    }

    CHECK_OK(st);
    CHECK_INT(refused, >, 10);
    CHECK_INT(machine_rows(&f.m, TABLE_JOB), ==, 1);
    machine_check(&f.m);
    done();
}

static void complete_job(const char *element)
{
    struct command c = machine_command(COMMAND_COMPLETE_JOB);

    c.complete_job.job_key = machine_key(&f.m, 'j', slice_of(element));
    CHECK_OK(machine_apply(&f.m, &c));
}

/* What was answered stays: a task that is done is not interrupted while its completion is stored
 * behind other steps. */
TEST(bounds, a_task_done_is_done_though_its_completion_waits)
{
    given_a_machine();
    model_begin("p");
    buffer_put_text(&f.xml,
                    "<startEvent id=\"s\"/><endEvent id=\"e\"/><endEvent id=\"interrupted\"/>"
                    "<parallelGateway id=\"fork\"/>");
    service_task("work", "");
    buffer_put_text(&f.xml, "<boundaryEvent id=\"late\" attachedToRef=\"work\">"
                            "<timerEventDefinition><timeDuration>PT1M</timeDuration>"
                            "</timerEventDefinition></boundaryEvent>");
    model_flow("s", "fork");
    model_flow("fork", "work");
    model_flow("work", "e");
    model_flow("late", "interrupted");
    for (int i = 0; i < 1200; i++) {
        char id[16];

        snprintf(id, sizeof(id), "t%d", i);
        buffer_printf(&f.xml, "<task id=\"%s\"/>", id);
        model_flow("fork", id);
    }
    model_deploy("p.bpmn");
    CHECK_OK(create("p", value_empty_object()));
    complete_job("work");
    CHECK_INT(machine_rows(&f.m, TABLE_STEP), >, 0);

    f.m.stamp_ms += 60000;
    tick();
    continue_all();

    CHECK_INT(machine_key(&f.m, 'e', SLICE("late")), ==, 0);
    CHECK_INT(machine_key(&f.m, 'e', SLICE("e")), >, 0);
    expect_nothing_left();
    done();
}

/* The ban of an instance ends with its cancellation. */
TEST(bounds, a_banned_instance_can_be_cancelled)
{
    struct row_key key;
    struct store_txn *txn;
    uint64_t banned;

    given_a_machine();
    given_a_task_with("");
    CHECK_OK(create("p", value_empty_object()));
    banned = instance();
    key = row_key_of(banned);
    CHECK_OK(store_begin_write(f.m.store, &txn));
    CHECK_OK(store_put(txn, TABLE_BANNED, row_key_slice(&key), SLICE("\x92\x01\x02")));
    CHECK_OK(store_commit(txn));

    CHECK_OK(cancel(banned));

    expect_nothing_left();
    done();
}

/* A request that is too large for the engine harms nobody. */
TEST(bounds, a_request_out_of_memory_bans_nobody)
{
    struct command c = machine_command(COMMAND_SET_VARIABLES);

    given_a_machine();
    given_a_task_with("");
    CHECK_OK(create("p", value_empty_object()));
    c.set_variables =
        (struct set_variables_command){.scope_key = instance(), .variables = text_variable(20000)};

    f.m.fsm->command_arena.ceiling_bytes = KIB(16);
    CHECK_STATUS(machine_apply(&f.m, &c), STATUS_INTERNAL);
    f.m.fsm->command_arena.ceiling_bytes = COMMAND_ARENA_BYTES;

    CHECK_INT(machine_rows(&f.m, TABLE_BANNED), ==, 0);
    CHECK_INT(machine_rows(&f.m, TABLE_VARIABLE), ==, 0);
    CHECK_OK(machine_apply(&f.m, &c));
    done();
}
