/* Commands applied to a state machine and its read model, a hundred a turn as under load. A turn's
 * commit is part of it, the disk is not unless the directory lies on one. */
#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "bpmn/compile.h"
#include "fsm/fsm.h"
#include "micro.h"
#include "readmodel/readmodel.h"

enum {
    LIVES_A_TURN = 33,
    COMMANDS_A_LIFE = 3,
    PATH_BYTES = 1024
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

struct engine {
    struct store *state;
    struct fsm *fsm;
    struct readmodel *read;
    struct arena arena;
    struct buffer bytes;
    struct result result;
    uint64_t index;
};

static enum status on_trace(void *ctx, const struct trace *trace)
{
    struct engine *engine = ctx;

    return readmodel_apply(engine->read, trace);
}

static void engine_open(struct engine *engine, const char *directory)
{
    struct fsm_options options = {.on_trace = on_trace, .ctx = engine};
    struct store_options store = {.directory = directory};
    const char *message = "";
    char path[PATH_BYTES];

    store.tables = fsm_tables(&store.table_count);
    ASSERT(store_open(&store, &engine->state, &message) == STATUS_OK);
    snprintf(path, sizeof(path), "%s/read", directory);
    ASSERT(readmodel_open(path, false, &engine->read, &message) == STATUS_OK);
    options.state = engine->state;
    ASSERT(fsm_open(&options, &engine->fsm) == STATUS_OK);
    arena_init(&engine->arena, MIB(16));
    buffer_init(&engine->bytes, LIMIT_COMMAND_BYTES);
}

static void engine_close(struct engine *engine)
{
    fsm_close(engine->fsm);
    readmodel_close(engine->read);
    store_close(engine->state);
    arena_deinit(&engine->arena);
    buffer_deinit(&engine->bytes);
}

static void turn_begin(struct engine *engine)
{
    ASSERT(fsm_turn_begin(engine->fsm) == STATUS_OK);
    ASSERT(readmodel_turn_begin(engine->read) == STATUS_OK);
}

static void turn_commit(struct engine *engine)
{
    ASSERT(readmodel_turn_commit(engine->read, engine->index) == STATUS_OK);
    ASSERT(fsm_turn_commit(engine->fsm) == STATUS_OK);
}

static void apply(struct engine *engine, struct command *command)
{
    struct fsm_entry entry = {.index = ++engine->index, .term = 1};
    struct slice result;

    arena_reset(&engine->arena);
    command->version = 1;
    command->tenant = SLICE("<default>");
    command->stamp_ms = 1000;
    buffer_reset(&engine->bytes);
    command_encode(command, &engine->bytes);
    entry.command = buffer_slice(&engine->bytes);
    ASSERT(fsm_apply(engine->fsm, &entry, true, &result) == STATUS_OK);
    ASSERT(result_decode(result, &engine->arena, &engine->result) == STATUS_OK);
    ASSERT(engine->result.status == STATUS_OK);
}

static void deploy(struct engine *engine)
{
    struct bpmn_compile_options options = {.with_warnings = false};
    struct bpmn_compiled compiled;
    struct deploy_process processes[2];
    struct deploy_resource resource = {.name = SLICE("bench.bpmn"),
                                       .content = slice_of(model),
                                       .processes = processes,
                                       .process_count = 2};
    struct command command = {.type = COMMAND_DEPLOY};
    struct arena arena;

    arena_init(&arena, MIB(16));
    ASSERT(bpmn_compile(&arena, slice_of(model), &options, &compiled) == STATUS_OK);
    for (size_t i = 0; i < 2; i++) {
        processes[i] = (struct deploy_process){.process_id = compiled.processes[i].id,
                                               .model = compiled.processes[i].model};
    }
    command.deploy = (struct deploy_command){&resource, 1};
    turn_begin(engine);
    apply(engine, &command);
    turn_commit(engine);
    arena_deinit(&arena);
}

static void create(struct engine *engine, struct slice process_id)
{
    struct command command = {.type = COMMAND_CREATE_INSTANCE};

    command.create_instance =
        (struct create_instance_command){.process_id = process_id, .version = -1};
    apply(engine, &command);
}

static void live_one_task(struct engine *engine)
{
    struct activate_jobs_request request = {
        .waiter = 1, .worker = SLICE("w"), .timeout_ms = 60000, .jobs_max = 1};
    struct command activate = {.type = COMMAND_ACTIVATE_JOBS};
    struct command complete = {.type = COMMAND_COMPLETE_JOB};

    create(engine, SLICE("one-task"));
    activate.activate_jobs = (struct activate_jobs_command){SLICE("work"), &request, 1};
    apply(engine, &activate);
    ASSERT(engine->result.activate_jobs.served[0].job_count == 1);
    complete.complete_job.job_key = engine->result.activate_jobs.served[0].job_keys[0];
    apply(engine, &complete);
}

static void turn_of_no_task(void *ctx)
{
    turn_begin(ctx);
    for (int i = 0; i < LIVES_A_TURN * COMMANDS_A_LIFE; i++) {
        create(ctx, SLICE("no-task"));
    }
    turn_commit(ctx);
}

static void turn_of_one_task(void *ctx)
{
    turn_begin(ctx);
    for (int i = 0; i < LIVES_A_TURN; i++) {
        live_one_task(ctx);
    }
    turn_commit(ctx);
}

void micro_apply(const char *directory)
{
    static struct engine engine;

    engine_open(&engine, directory);
    deploy(&engine);
    (void)micro_measure("apply: create of no-task", turn_of_no_task, &engine,
                        LIVES_A_TURN * COMMANDS_A_LIFE);
    (void)micro_measure("apply: one-task, each of three commands", turn_of_one_task, &engine,
                        LIVES_A_TURN * COMMANDS_A_LIFE);
    engine_close(&engine);
}
