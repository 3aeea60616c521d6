#include "engine.h"

#include <stdio.h>

#include "base/assert.h"
#include "base/limits.h"
#include "bpmn/compile.h"

enum {
    PATH_BYTES = 1024,
    PROCESSES_MAX = 16
};

static enum status on_trace(void *ctx, const struct trace *trace)
{
    struct engine *engine = ctx;

    return readmodel_apply(engine->read, trace);
}

void engine_open(struct engine *engine, const char *directory)
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

void engine_close(struct engine *engine)
{
    fsm_close(engine->fsm);
    readmodel_close(engine->read);
    store_close(engine->state);
    arena_deinit(&engine->arena);
    buffer_deinit(&engine->bytes);
}

void engine_turn_begin(struct engine *engine)
{
    ASSERT(fsm_turn_begin(engine->fsm) == STATUS_OK);
    ASSERT(readmodel_turn_begin(engine->read) == STATUS_OK);
}

void engine_turn_commit(struct engine *engine)
{
    ASSERT(readmodel_turn_commit(engine->read, engine->index) == STATUS_OK);
    ASSERT(fsm_turn_commit(engine->fsm) == STATUS_OK);
}

void engine_apply(struct engine *engine, struct command *command)
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

void engine_deploy(struct engine *engine, struct slice xml)
{
    struct bpmn_compile_options options = {.with_warnings = false};
    struct bpmn_compiled compiled;
    struct deploy_process processes[PROCESSES_MAX];
    struct deploy_resource resource = {
        .name = SLICE("bench.bpmn"), .content = xml, .processes = processes};
    struct command command = {.type = COMMAND_DEPLOY};
    struct arena arena;

    arena_init(&arena, LIMIT_BPMN_COMPILE_BYTES);
    ASSERT(bpmn_compile(&arena, xml, &options, &compiled) == STATUS_OK);
    ASSERT(compiled.process_count <= PROCESSES_MAX);
    for (size_t i = 0; i < compiled.process_count; i++) {
        processes[resource.process_count++] = (struct deploy_process){
            .process_id = compiled.processes[i].id, .model = compiled.processes[i].model};
    }
    command.deploy = (struct deploy_command){&resource, 1};
    engine_turn_begin(engine);
    engine_apply(engine, &command);
    engine_turn_commit(engine);
    arena_deinit(&arena);
}
