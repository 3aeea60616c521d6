/* Commands applied to a state machine and its read model, a hundred a turn as under load. A turn's
 * commit is part of it, the disk is not unless the directory lies on one. */
#include "base/assert.h"
#include "engine.h"
#include "micro.h"

enum {
    LIVES_A_TURN = 33,
    COMMANDS_A_LIFE = 3
};

static const char model[] =
    "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\""
    " xmlns:zeebe=\"http://camunda.org/schema/zeebe/1.0\" targetNamespace=\"t\">"
    "<process id=\"no-task\" isExecutable=\"true\"><startEvent id=\"s0\"/>"
    "<sequenceFlow id=\"f0\" sourceRef=\"s0\" targetRef=\"e0\"/><endEvent id=\"e0\"/></process>"
    "<process id=\"one-task\" isExecutable=\"true\"><startEvent id=\"s\"/>"
    "<sequenceFlow id=\"f1\" sourceRef=\"s\" targetRef=\"work\"/>"
    "<serviceTask id=\"work\"><extensionElements><zeebe:taskDefinition type=\"work\"/>"
    "</extensionElements></serviceTask>"
    "<sequenceFlow id=\"f2\" sourceRef=\"work\" targetRef=\"e\"/><endEvent id=\"e\"/>"
    "</process></definitions>";

static void create(struct engine *engine, struct slice process_id)
{
    struct command command = {.type = COMMAND_CREATE_INSTANCE};

    command.create_instance =
        (struct create_instance_command){.process_id = process_id, .version = -1};
    engine_apply(engine, &command);
}

static void live_one_task(struct engine *engine)
{
    struct activate_jobs_request request = {
        .waiter = 1, .worker = SLICE("w"), .timeout_ms = 60000, .jobs_max = 1};
    struct command activate = {.type = COMMAND_ACTIVATE_JOBS};
    struct command complete = {.type = COMMAND_COMPLETE_JOB};

    create(engine, SLICE("one-task"));
    activate.activate_jobs = (struct activate_jobs_command){SLICE("work"), &request, 1};
    engine_apply(engine, &activate);
    ASSERT(engine->result.activate_jobs.served[0].job_count == 1);
    complete.complete_job.job_key = engine->result.activate_jobs.served[0].job_keys[0];
    engine_apply(engine, &complete);
}

static void turn_of_no_task(void *ctx)
{
    engine_turn_begin(ctx);
    for (int i = 0; i < LIVES_A_TURN * COMMANDS_A_LIFE; i++) {
        create(ctx, SLICE("no-task"));
    }
    engine_turn_commit(ctx);
}

static void turn_of_one_task(void *ctx)
{
    engine_turn_begin(ctx);
    for (int i = 0; i < LIVES_A_TURN; i++) {
        live_one_task(ctx);
    }
    engine_turn_commit(ctx);
}

void micro_apply(const char *directory)
{
    static struct engine engine;

    engine_open(&engine, directory);
    engine_deploy(&engine, slice_of(model));
    (void)micro_measure("apply: create of no-task", turn_of_no_task, &engine,
                        LIVES_A_TURN * COMMANDS_A_LIFE);
    (void)micro_measure("apply: one-task, each of three commands", turn_of_one_task, &engine,
                        LIVES_A_TURN * COMMANDS_A_LIFE);
    engine_close(&engine);
}
