#include "machine.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/limits.h"
#include "base/text.h"
#include "bpmn/compile.h"
#include "dmn/compile.h"
#include "row/element_rows.h"
#include "testkit/test.h"
#include "value/json.h"
#include "value/value.h"

static struct machine_name *name_ensure(struct machine *m, char kind, struct slice name)
{
    for (uint32_t i = 0; i < m->name_count; i++) {
        if (m->names[i].kind == kind && slice_equal(m->names[i].name, name)) {
            return &m->names[i];
        }
    }
    CHECK_INT(m->name_count, <, MACHINE_NAMES_MAX);
    m->names[m->name_count] =
        (struct machine_name){.kind = kind, .name = arena_copy(&m->arena, name)};
    return &m->names[m->name_count++];
}

static void note(struct machine *m, const struct trace_event *event)
{
    struct slice element = event->place.element_id;

    if (event->kind == TRACE_JOB) {
        struct machine_name *job = name_ensure(m, 'j', element);

        job->key = event->job.key;
        job->activation = event->job.activation;
    } else if (event->kind == TRACE_INCIDENT && event->incident.state == INCIDENT_ACTIVE) {
        name_ensure(m, 'c', element)->key = event->incident.key;
    } else if (event->kind == TRACE_USER_TASK) {
        name_ensure(m, 'u', element)->key = event->user_task.key;
    } else if (event->kind == TRACE_ELEMENT) {
        name_ensure(m, 'e', element)->key = event->element.key;
    } else if (event->kind == TRACE_INSTANCE) {
        name_ensure(m, 'i', event->place.process_id)->key = event->place.process_instance_key;
    }
}

static enum status on_trace(void *ctx, const struct trace *trace)
{
    struct machine *m = ctx;

    if (m->on_event != NULL) {
        for (uint32_t i = 0; i < trace->count; i++) {
            m->on_event(m->on_event_ctx, &trace->events[i]);
        }
        return STATUS_OK;
    }
    buffer_reset(&m->trace);
    for (uint32_t i = 0; i < trace->count; i++) {
        buffer_put_text(&m->trace, "  ");
        trace_event_print(&trace->events[i], &m->trace);
        buffer_put_text(&m->trace, "\n");
        note(m, &trace->events[i]);
    }
    CHECK(!m->trace.failed);
    return STATUS_OK;
}

static void open_both(struct machine *m)
{
    struct store_options store = {.directory = m->directory, .map_bytes = GIB(1)};
    struct fsm_options options = {.on_trace = on_trace, .ctx = m};
    const char *message = "";

    store.tables = fsm_tables(&store.table_count);
    if (store_open(&store, &m->store, &message) != STATUS_OK) {
        test_fail(__FILE__, __LINE__, "%s", message);
    }
    options.state = m->store;
    CHECK_OK(fsm_open(&options, &m->fsm));
}

void machine_open(struct machine *m, const char *directory)
{
    *m = (struct machine){.directory = directory, .turn_commands = 1};
    arena_init(&m->arena, MIB(512));
    buffer_init(&m->trace, MIB(64));
    open_both(m);
    m->index = fsm_applied(m->fsm).index;
}

static void close_both(struct machine *m)
{
    if (m->in_turn > 0) {
        fsm_turn_abort(m->fsm);
        m->in_turn = 0;
    }
    fsm_close(m->fsm);
    store_close(m->store);
}

void machine_close(struct machine *m)
{
    close_both(m);
    buffer_deinit(&m->trace);
    arena_deinit(&m->arena);
}

void machine_reopen(struct machine *m)
{
    close_both(m);
    open_both(m);
    m->index = fsm_applied(m->fsm).index;
}

void machine_commit(struct machine *m)
{
    if (m->in_turn > 0) {
        CHECK_OK(fsm_turn_commit(m->fsm));
        m->in_turn = 0;
    }
}

struct command machine_command(enum command_type type)
{
    return (struct command){.type = type, .version = 1, .tenant = SLICE("<default>")};
}

enum status machine_apply_bytes(struct machine *m, struct slice bytes)
{
    struct fsm_entry entry = {.index = ++m->index, .term = 1, .command = bytes};
    struct slice result;

    entry.record_crc = (uint32_t)hash64(bytes);
    if (m->in_turn == 0) {
        CHECK_OK(fsm_turn_begin(m->fsm));
    }
    m->in_turn++;
    CHECK_OK(fsm_apply(m->fsm, &entry, true, &result));
    CHECK_OK(result_decode(arena_copy(&m->arena, result), &m->arena, &m->result));
    if (m->in_turn >= m->turn_commands) {
        machine_commit(m);
    }
    return m->result.status;
}

enum status machine_apply(struct machine *m, struct command *command)
{
    struct buffer bytes;
    enum status st;

    command->stamp_ms = m->stamp_ms;
    buffer_init(&bytes, LIMIT_COMMAND_BYTES);
    command_encode(command, &bytes);
    CHECK(!bytes.failed);
    st = machine_apply_bytes(m, buffer_slice(&bytes));
    buffer_deinit(&bytes);
    return st;
}

struct slice machine_value(struct machine *m, const char *json)
{
    struct json_error error;
    struct buffer out;
    struct slice value;

    buffer_init(&out, LIMIT_VARIABLES_BYTES);
    if (json_parse(slice_of(json), &out, &error) != STATUS_OK) {
        test_fail(__FILE__, __LINE__, "%s: %s", json, error.reason);
    }
    value = arena_copy(&m->arena, buffer_slice(&out));
    buffer_deinit(&out);
    return value;
}

static void show_diagnostics(struct machine *m, const char *name,
                             const struct bpmn_compiled *compiled)
{
    for (size_t i = 0; i < compiled->diagnostic_count; i++) {
        struct slice line =
            bpmn_diagnostic_format(&m->arena, slice_of(name), &compiled->diagnostics[i]);

        printf("%.*s\n", SLICE_ARG(line));
    }
}

struct command machine_deployment(struct machine *m, const char *name, struct slice xml)
{
    struct bpmn_compile_options options = {.with_warnings = false};
    struct deploy_resource *resource = ARENA_NEW(&m->arena, struct deploy_resource);
    struct command command = machine_command(COMMAND_DEPLOY);
    struct bpmn_compiled compiled;

    if (bpmn_compile(&m->arena, xml, &options, &compiled) != STATUS_OK) {
        show_diagnostics(m, name, &compiled);
        test_fail(__FILE__, __LINE__, "%s does not compile", name);
    }
    *resource = (struct deploy_resource){.name = slice_of(name), .content = xml};
    resource->processes = ARENA_ARRAY(&m->arena, struct deploy_process, compiled.process_count);
    for (size_t i = 0; i < compiled.process_count; i++) {
        const struct bpmn_compiled_process *process = &compiled.processes[i];

        if (process->is_executable) {
            resource->processes[resource->process_count++] =
                (struct deploy_process){.process_id = process->id,
                                        .name = process->name,
                                        .version_tag = process->version_tag,
                                        .model = process->model};
        }
    }
    command.deploy = (struct deploy_command){.resources = resource, .resource_count = 1};
    return command;
}

void machine_compile_decisions(struct machine *m, struct deploy_resource *resources, uint32_t count)
{
    struct dmn_file *files = ARENA_ARRAY(&m->arena, struct dmn_file, count);
    struct deploy_resource *first = NULL;
    struct dmn_compiled compiled;
    uint32_t file_count = 0;

    CHECK(files != NULL);
    for (uint32_t i = 0; i < count; i++) {
        if (resources[i].kind == RESOURCE_REQUIREMENTS) {
            first = first == NULL ? &resources[i] : first;
            files[file_count++] =
                (struct dmn_file){.name = resources[i].name, .xml = resources[i].content};
        }
    }
    if (first == NULL) {
        return;
    }
    CHECK(dmn_compile(&m->arena, files, file_count, &compiled) == STATUS_OK);
    first->unit = compiled.unit;
}

enum status machine_deploy(struct machine *m, const char *name, struct slice xml)
{
    struct command command = machine_deployment(m, name, xml);

    return machine_apply(m, &command);
}

struct slice machine_read_file(struct machine *m, const char *path)
{
    FILE *file = fopen(path, "rb");
    struct buffer data;
    struct slice text;
    char block[4096];
    size_t got;

    if (file == NULL) {
        test_fail(__FILE__, __LINE__, "cannot read %s", path);
    }
    buffer_init(&data, MIB(16));
    while ((got = fread(block, 1, sizeof(block), file)) > 0) {
        buffer_put(&data, block, got);
    }
    fclose(file);
    text = arena_copy(&m->arena, buffer_slice(&data));
    buffer_deinit(&data);
    return text;
}

const struct machine_name *machine_find(const struct machine *m, char kind, struct slice name)
{
    for (uint32_t i = 0; i < m->name_count; i++) {
        if (m->names[i].kind == kind && slice_equal(m->names[i].name, name)) {
            return &m->names[i];
        }
    }
    return NULL;
}

uint64_t machine_key(const struct machine *m, char kind, struct slice name)
{
    const struct machine_name *found = machine_find(m, kind, name);

    return found == NULL ? 0 : found->key;
}

struct slice machine_digest(struct machine *m)
{
    struct store_txn *txn;
    struct hash128 digest;

    machine_commit(m);
    CHECK_OK(store_begin_read(m->store, &txn));
    CHECK_OK(store_digest(txn, &digest));
    store_abort(txn);
    return arena_printf(&m->arena, "%016" PRIx64 "%016" PRIx64, digest.high, digest.low);
}

static void on_finding(void *ctx, const char *line)
{
    uint32_t *count = ctx;

    printf("finding: %s\n", line);
    (*count)++;
}

void machine_check(struct machine *m)
{
    struct store_txn *txn;
    uint32_t findings = 0;

    machine_commit(m);
    CHECK_OK(store_begin_read(m->store, &txn));
    CHECK_OK(fsm_check(txn, on_finding, &findings));
    CHECK_OK(store_check(txn, on_finding, &findings));
    store_abort(txn);
    CHECK_INT(findings, ==, 0);
}

uint64_t machine_rows(struct machine *m, uint8_t table)
{
    struct store_txn *txn;
    uint64_t count;

    machine_commit(m);
    CHECK_OK(store_begin_read(m->store, &txn));
    CHECK_OK(store_count(txn, table, &count));
    store_abort(txn);
    return count;
}
