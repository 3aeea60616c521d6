/* The state machine on a pipe: one command a line in, what it did in lines out.
 *
 *     deploy NAME XML            complete JOB VARIABLES     publish NAME KEY TTL_MS VARIABLES
 *     create PROCESS VARIABLES   fail JOB RETRIES           signal NAME VARIABLES
 *     cancel INSTANCE            throw JOB CODE             pin ENGINE_TIME_MS
 *     delete RESOURCE            retries JOB COUNT          resolve INCIDENT
 *     task USER_TASK VARIABLES   rows | check | digest      record PATH
 *
 * Words are parted by tabs, documents are JSON. What a command leaves to do (stored steps, due
 * timers) is done at once. Each answer is the trace, a line an event, and then "= STATUS detail".
 * Keys are as the state has them. A line that cannot be understood ends the process. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "bpmn/compile.h"
#include "machine.h"
#include "models.h"
#include "recording.h"
#include "value/json.h"
#include "value/value.h"

enum {
    WORDS_MAX = 6,
    LINE_BYTES = 4 * 1024 * 1024,
    TICK_LIMIT = 64,
    CONTINUE_LIMIT = 1000,
    SETTLE_ROUNDS_MAX = 40,
    ARENA_BYTES = 2 * LIMIT_BPMN_COMPILE_BYTES
};

struct stage {
    struct machine machine;
    struct recording log;
    struct arena arena; /* one line */
    struct slice words[WORDS_MAX];
    int64_t stamp_ms;
};

/* --- the trace --- */

static void print_element(const struct trace_event *event)
{
    const struct trace_element *e = &event->element;

    printf("E\t%d\t%.*s\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\n", (int)e->state,
           SLICE_ARG(event->place.element_id), e->key, e->scope_key,
           event->place.process_instance_key);
}

static void print_instance(const struct trace_event *event)
{
    printf("P\t%d\t%.*s\t%" PRIu64 "\t%" PRIu64 "\n", (int)event->instance.state,
           SLICE_ARG(event->place.process_id), event->place.process_instance_key,
           event->instance.parent_element_instance_key);
}

/* "J CREATED": what else an element's event has is the element's key and its own. */
static void print_of_element(char letter, int state, uint64_t key, const struct trace_place *place)
{
    printf("%c\t%d\t%.*s\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\n", letter, state,
           SLICE_ARG(place->element_id), key, place->element_instance_key,
           place->process_instance_key);
}

static void print_flow(const struct trace_event *event)
{
    const struct trace_place *place = &event->place;
    uint64_t scope = place->element_instance_key;

    printf("F\t%.*s\t%" PRIu64 "\n", SLICE_ARG(event->flow.flow_id),
           scope == 0 ? place->process_instance_key : scope);
}

static void print_incident(const struct trace_event *event)
{
    print_of_element('I', (int)event->incident.state, event->incident.key, &event->place);
    if (event->incident.state == INCIDENT_ACTIVE) {
        printf("#\t%s\t%.*s\n", event->incident.error_type, SLICE_ARG(event->incident.message));
    }
}

static void print_variable(const struct trace_event *event)
{
    struct buffer text;

    buffer_init(&text, LINE_BYTES);
    json_put(&text, event->variable.value);
    printf("V\t%.*s\t%" PRIu64 "\t%.*s\n", SLICE_ARG(event->variable.name),
           event->variable.scope_key, SLICE_ARG(buffer_slice(&text)));
    buffer_deinit(&text);
}

static void print_event(const struct trace_event *event)
{
    if (event->kind == TRACE_ELEMENT) {
        print_element(event);
    } else if (event->kind == TRACE_FLOW) {
        print_flow(event);
    } else if (event->kind == TRACE_INSTANCE) {
        print_instance(event);
    } else if (event->kind == TRACE_JOB) {
        print_of_element('J', (int)event->job.state, event->job.key, &event->place);
    } else if (event->kind == TRACE_USER_TASK) {
        print_of_element('U', (int)event->user_task.state, event->user_task.key, &event->place);
    } else if (event->kind == TRACE_SUBSCRIPTION && !event->subscription.is_start_event) {
        print_of_element('S', (int)event->subscription.state, event->subscription.key,
                         &event->place);
    } else if (event->kind == TRACE_TIMER) {
        print_of_element('T', (int)event->timer.state, event->timer.key, &event->place);
    } else if (event->kind == TRACE_INCIDENT) {
        print_incident(event);
    } else if (event->kind == TRACE_VARIABLE) {
        print_variable(event);
    } else if (event->kind == TRACE_DEFINITION) {
        printf("D\t%.*s\t%" PRIu64 "\n", SLICE_ARG(event->definition.process_id),
               event->definition.key);
    }
}

static void on_trace(void *ctx, const struct trace *trace)
{
    (void)ctx;
    for (uint32_t i = 0; i < trace->count; i++) {
        print_event(&trace->events[i]);
    }
}

/* --- one command --- */

static struct command command_of(enum command_type type)
{
    return (struct command){.type = type, .version = 1, .tenant = SLICE("<default>")};
}

static struct result apply(struct stage *s, struct command *command)
{
    struct result result = {0};
    struct buffer bytes;

    command->stamp_ms = ++s->stamp_ms;
    buffer_init(&bytes, LIMIT_COMMAND_BYTES);
    command_encode(command, &bytes);
    ASSERT(!bytes.failed);
    machine_turn_begin(&s->machine);
    machine_apply(&s->machine, recording_append(&s->log, buffer_slice(&bytes)), true);
    if (result_decode(arena_copy(&s->arena, s->machine.result), &s->arena, &result) != STATUS_OK) {
        base_die(__FILE__, __LINE__, "a result does not decode");
    }
    machine_turn_commit(&s->machine);
    buffer_deinit(&bytes);
    return result;
}

/* All that follows by itself. False when that has no end that is worth waiting for: there are
 * models that never rest. */
static bool settle(struct stage *s)
{
    struct fsm_due due;

    for (int rounds = 0; rounds < SETTLE_ROUNDS_MAX; rounds++) {
        struct command command = command_of(COMMAND_CONTINUE);

        if (fsm_next_due(s->machine.fsm, &due) != STATUS_OK) {
            base_die(__FILE__, __LINE__, "fsm_next_due failed");
        }
        command.continue_.limit = CONTINUE_LIMIT;
        if (!due.has_steps) {
            if (due.at_engine_ms > fsm_engine_time(s->machine.fsm, s->stamp_ms)) {
                return true;
            }
            command = command_of(COMMAND_TICK);
            command.tick.limit = TICK_LIMIT;
        }
        (void)apply(s, &command);
    }
    return false;
}

static void answer(const char *status, struct slice detail)
{
    printf("= %s\t%.*s\n", status, SLICE_ARG(detail));
}

static void run(struct stage *s, struct command *command)
{
    struct result result = apply(s, command);

    if (settle(s)) {
        answer(status_name(result.status), result.detail);
    } else {
        answer("ENDLESS", SLICE_EMPTY);
    }
}

/* --- words --- */

static uint64_t number(const struct stage *s, int word)
{
    int64_t found = 0;

    if (!slice_to_int64(s->words[word], &found)) {
        base_die(__FILE__, __LINE__, "'%.*s' is no number", SLICE_ARG(s->words[word]));
    }
    return (uint64_t)found;
}

static struct slice document(struct stage *s, int word)
{
    struct json_error error;
    struct buffer value;
    struct slice copy;

    buffer_init(&value, LINE_BYTES);
    if (json_parse(s->words[word], &value, &error) != STATUS_OK) {
        base_die(__FILE__, __LINE__, "%.*s: %s", SLICE_ARG(s->words[word]), error.reason);
    }
    copy = arena_copy(&s->arena, buffer_slice(&value));
    buffer_deinit(&value);
    return copy;
}

/* --- verbs --- */

static void deploy(struct stage *s)
{
    struct command command = command_of(COMMAND_DEPLOY);
    struct deploy_resource resource = {0};
    struct bpmn_compiled compiled;

    if (!models_compile(&s->arena, s->words[1], s->words[2], &resource, &compiled)) {
        answer("REFUSED", bpmn_diagnostic_format(&s->arena, s->words[1], compiled.diagnostics));
        return;
    }
    command.deploy = (struct deploy_command){&resource, 1};
    run(s, &command);
}

static void delete_resource(struct stage *s)
{
    struct command command = command_of(COMMAND_DELETE_RESOURCE);

    command.delete_resource.resource_key = number(s, 1);
    run(s, &command);
}

static void create(struct stage *s)
{
    struct command command = command_of(COMMAND_CREATE_INSTANCE);

    command.create_instance = (struct create_instance_command){
        .process_id = s->words[1], .version = -1, .variables = document(s, 2)};
    run(s, &command);
}

static void cancel(struct stage *s)
{
    struct command command = command_of(COMMAND_CANCEL_INSTANCE);

    command.cancel_instance.process_instance_key = number(s, 1);
    run(s, &command);
}

static void complete(struct stage *s)
{
    struct command command = command_of(COMMAND_COMPLETE_JOB);

    command.complete_job =
        (struct complete_job_command){.job_key = number(s, 1), .variables = document(s, 2)};
    run(s, &command);
}

static void fail(struct stage *s)
{
    struct command command = command_of(COMMAND_FAIL_JOB);

    command.fail_job = (struct fail_job_command){.job_key = number(s, 1),
                                                 .retries = (int32_t)number(s, 2),
                                                 .variables = value_empty_object()};
    run(s, &command);
}

static void throw_error(struct stage *s)
{
    struct command command = command_of(COMMAND_THROW_JOB_ERROR);

    command.throw_job_error = (struct throw_job_error_command){.job_key = number(s, 1),
                                                               .error_code = s->words[2],
                                                               .error_message = SLICE(""),
                                                               .variables = value_empty_object()};
    run(s, &command);
}

static void set_retries(struct stage *s)
{
    struct command command = command_of(COMMAND_UPDATE_JOB);

    command.update_job = (struct update_job_command){
        .job_key = number(s, 1), .has_retries = true, .retries = (int32_t)number(s, 2)};
    run(s, &command);
}

static void resolve(struct stage *s)
{
    struct command command = command_of(COMMAND_RESOLVE_INCIDENT);

    command.resolve_incident.incident_key = number(s, 1);
    run(s, &command);
}

static void complete_task(struct stage *s)
{
    struct command command = command_of(COMMAND_COMPLETE_USER_TASK);

    command.complete_user_task = (struct complete_user_task_command){.user_task_key = number(s, 1),
                                                                     .variables = document(s, 2)};
    run(s, &command);
}

static void publish(struct stage *s)
{
    struct command command = command_of(COMMAND_PUBLISH_MESSAGE);

    command.publish_message =
        (struct publish_message_command){.name = s->words[1],
                                         .correlation_key = s->words[2],
                                         .time_to_live_ms = (int64_t)number(s, 3),
                                         .variables = document(s, 4)};
    run(s, &command);
}

static void broadcast(struct stage *s)
{
    struct command command = command_of(COMMAND_BROADCAST_SIGNAL);

    command.broadcast_signal =
        (struct broadcast_signal_command){.name = s->words[1], .variables = document(s, 2)};
    run(s, &command);
}

static void pin(struct stage *s)
{
    struct command command = command_of(COMMAND_PIN_CLOCK);

    command.pin_clock.timestamp_ms = (int64_t)number(s, 1);
    run(s, &command);
}

/* How many rows each table of the state has. */
static void rows(struct stage *s)
{
    size_t count;
    const struct store_table *tables = fsm_tables(&count);
    struct store_txn *txn;

    if (store_begin_read(s->machine.state, &txn) != STATUS_OK) {
        base_die(__FILE__, __LINE__, "the state cannot be read");
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t found = 0;

        if (store_count(txn, tables[i].id, &found) != STATUS_OK) {
            base_die(__FILE__, __LINE__, "%s cannot be counted", tables[i].name);
        }
        printf("R\t%s\t%" PRIu64 "\n", tables[i].name, found);
    }
    store_abort(txn);
    answer("OK", SLICE_EMPTY);
}

static void check(struct stage *s)
{
    answer(machine_check(&s->machine, "check") == 0 ? "OK" : "CORRUPT", SLICE_EMPTY);
}

static void record(struct stage *s)
{
    recording_write(&s->log, arena_copy(&s->arena, s->words[1]).data);
    answer("OK", SLICE_EMPTY);
}

static const struct verb {
    const char *name;
    int words;
    void (*run)(struct stage *s);
} verbs[] = {
    {"deploy", 3, deploy},     {"delete", 2, delete_resource},
    {"create", 3, create},     {"cancel", 2, cancel},
    {"complete", 3, complete}, {"fail", 3, fail},
    {"throw", 3, throw_error}, {"retries", 3, set_retries},
    {"resolve", 2, resolve},   {"task", 3, complete_task},
    {"publish", 5, publish},   {"signal", 3, broadcast},
    {"pin", 2, pin},           {"rows", 1, rows},
    {"check", 1, check},       {"record", 2, record},
};

/* The words of a line; how many. */
static int split(struct stage *s, struct slice line)
{
    int count = 0;

    while (count < WORDS_MAX) {
        size_t tab = slice_find_byte(line, '\t');

        s->words[count++] = tab == SIZE_MAX ? line : slice_sub(line, 0, tab);
        if (tab == SIZE_MAX) {
            return count;
        }
        line = slice_from(line, tab + 1);
    }
    return count;
}

static void run_line(struct stage *s, struct slice line)
{
    int count = split(s, line);

    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        if (slice_is(s->words[0], verbs[i].name) && count == verbs[i].words) {
            verbs[i].run(s);
            (void)fflush(stdout);
            return;
        }
    }
    base_die(__FILE__, __LINE__, "not understood: %.*s", SLICE_ARG(line));
}

int main(int argc, char **argv)
{
    struct stage *s = CHECK_MEMORY(calloc(1, sizeof(*s)));
    char *line = CHECK_MEMORY(malloc(LINE_BYTES));

    if (argc != 2) {
        (void)fprintf(stderr, "usage: model_stage DIRECTORY\n");
        return 2;
    }
    arena_init(&s->arena, ARENA_BYTES);
    machine_open(&s->machine, argv[1]);
    s->machine.observe = on_trace;
    while (fgets(line, LINE_BYTES, stdin) != NULL) {
        run_line(s, slice_trim(slice_of(line)));
        arena_reset(&s->arena);
    }
    machine_destroy(&s->machine);
    recording_deinit(&s->log);
    arena_deinit(&s->arena);
    free(line);
    free(s);
    return 0;
}
