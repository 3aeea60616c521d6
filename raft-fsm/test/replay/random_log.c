#include "random_log.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "testkit/test.h"
#include "value/value.h"

#define MODELS "raft-fsm/test/golden/models/"

static const char *const models[] = {
    "one-task",     "gateway",     "no-flow",          "parallel",
    "join-surplus", "payment",     "payment-mapped",   "reminder",
    "deadline",     "timer-catch", "refund",           "uncaught",
    "sub",          "terminate",   "mappings",         "assert",
    "script",       "user",        "user-job",         "priority",
    "receive",      "order",       "boundary-message", "started-by-message",
    "timer-start",  "burst",
};

/* `burst` takes thousands of steps: it comes seldom. */
#define COMMON_MODELS (COUNT(models) - 1)

static const char *const job_types[] = {
    "work",  "big",   "small",  "a",      "b",
    "w",     "c",     "charge", "repay",  "inner",
    "after", "price", "ship",   "refund", "io.camunda.zeebe:userTask"};

static const char *const messages[] = {"paid", "go", "stop", "note", "order-x", "payment"};

static const char *const codes[] = {"DECLINED", "E1", "E2", "BAD", "LOST"};

#define COUNT(array) (uint32_t)(sizeof(array) / sizeof((array)[0]))

/* --- chance --- */

static uint32_t chance(struct random_log *log, uint32_t below)
{
    log->state ^= log->state << 13;
    log->state ^= log->state >> 7;
    log->state ^= log->state << 17;
    return (uint32_t)((log->state >> 16) % below);
}

static struct slice one_of(struct random_log *log, const char *const *texts, uint32_t count)
{
    return slice_of(texts[chance(log, count)]);
}

/* --- what is there --- */

static void recent_add(struct random_log *log, struct recent *recent, uint64_t key, uint64_t extra)
{
    uint32_t at = recent->count < RECENT_MAX ? recent->count++ : chance(log, RECENT_MAX);

    recent->keys[at] = key;
    recent->extra[at] = extra;
}

static uint64_t recent_key(struct random_log *log, const struct recent *recent, uint64_t *extra)
{
    uint32_t at = recent->count == 0 ? 0 : chance(log, recent->count);

    if (extra != NULL) {
        *extra = recent->extra[at];
    }
    return recent->count == 0 ? 1 : recent->keys[at];
}

static void on_event(void *ctx, const struct trace_event *event)
{
    struct random_log *log = ctx;

    log->events++;
    log->on_event(event);
    if (event->kind == TRACE_JOB &&
        (event->job.state == JOB_CREATED || event->job.state == JOB_ACTIVE)) {
        recent_add(log, &log->jobs, event->job.key, event->job.activation);
    } else if (event->kind == TRACE_USER_TASK && event->user_task.state == USER_TASK_CREATED) {
        recent_add(log, &log->user_tasks, event->user_task.key, 0);
    } else if (event->kind == TRACE_INCIDENT && event->incident.state == INCIDENT_ACTIVE) {
        recent_add(log, &log->incidents, event->incident.key, event->incident.job_key);
    } else if (event->kind == TRACE_INSTANCE && event->instance.state == INSTANCE_ACTIVE) {
        recent_add(log, &log->instances, event->place.process_instance_key, 0);
    } else if (event->kind == TRACE_ELEMENT && event->element.state == ELEMENT_ACTIVATED) {
        recent_add(log, &log->elements, event->element.key, 0);
    }
}

/* --- commands --- */

static struct slice variables(struct random_log *log)
{
    char json[256];
    uint32_t n = chance(log, 6);

    snprintf(json, sizeof(json),
             "{\"amount\":%u,\"x\":%u,\"order\":\"o%u\",\"orderId\":\"o%u\",\"bad\":%s,"
             "\"wait\":\"PT%uS\",\"a\":1.5,\"b\":%u,\"p\":%u,\"prio\":%u,\"who\":\"ann\",\"text\":"
             "\"%.*s\"}",
             chance(log, 200), chance(log, 4), n, n, chance(log, 4) == 0 ? "true" : "false",
             1 + chance(log, 30), n, n, chance(log, 110), (int)chance(log, 20),
             "abcdefghijklmnopqrst");
    return chance(log, 8) == 0 ? machine_value(log->m, "{}") : machine_value(log->m, json);
}

static void random_create(struct random_log *log, struct command *c)
{
    *c = machine_command(COMMAND_CREATE_INSTANCE);
    c->create_instance = (struct create_instance_command){
        .process_id = chance(log, 150) == 0 ? SLICE("burst") : one_of(log, models, COMMON_MODELS),
        .version = chance(log, 10) == 0 ? (int32_t)chance(log, 3) : -1,
        .variables = variables(log)};
}

static void random_activation(struct random_log *log, struct command *c)
{
    static struct activate_jobs_request requests[2];

    *c = machine_command(COMMAND_ACTIVATE_JOBS);
    for (uint32_t i = 0; i < 2; i++) {
        requests[i] = (struct activate_jobs_request){.waiter = i,
                                                     .worker = SLICE("w"),
                                                     .timeout_ms = 1 + chance(log, 20000),
                                                     .jobs_max = 1 + chance(log, 4)};
    }
    c->activate_jobs = (struct activate_jobs_command){
        .type = one_of(log, job_types, COUNT(job_types)), .requests = requests};
    c->activate_jobs.request_count = 1 + chance(log, 2);
}

static void random_yield(struct random_log *log, struct command *c)
{
    static uint64_t keys[3];
    uint64_t activation = 0;

    for (uint32_t i = 0; i < 3; i++) {
        keys[i] = recent_key(log, &log->jobs, &activation);
    }
    *c = machine_command(COMMAND_YIELD_JOBS);
    c->yield_jobs = (struct yield_jobs_command){activation, keys, 3};
}

static void random_failure(struct random_log *log, struct command *c)
{
    *c = machine_command(COMMAND_FAIL_JOB);
    c->fail_job = (struct fail_job_command){.job_key = recent_key(log, &log->jobs, NULL),
                                            .retries = (int32_t)chance(log, 3),
                                            .back_off_ms = chance(log, 2) * chance(log, 5000),
                                            .error_message = SLICE("no luck"),
                                            .variables = variables(log)};
}

static void random_update(struct random_log *log, struct command *c)
{
    uint64_t job = 0;

    (void)recent_key(log, &log->incidents, &job);
    *c = machine_command(COMMAND_UPDATE_JOB);
    c->update_job =
        (struct update_job_command){.job_key = job != 0 ? job : recent_key(log, &log->jobs, NULL),
                                    .has_retries = chance(log, 4) != 0,
                                    .has_timeout = chance(log, 4) == 0,
                                    .has_priority = chance(log, 4) == 0,
                                    .retries = (int32_t)chance(log, 4),
                                    .priority = (int32_t)chance(log, 10) - 5,
                                    .timeout_ms = chance(log, 10000)};
}

static void random_message(struct random_log *log, struct command *c)
{
    static char key[8];
    static char id[8];

    snprintf(key, sizeof(key), "o%u", chance(log, 6));
    snprintf(id, sizeof(id), "i%u", chance(log, 20));
    *c = machine_command(COMMAND_PUBLISH_MESSAGE);
    c->publish_message = (struct publish_message_command){
        .name = one_of(log, messages, COUNT(messages)),
        .correlation_key = chance(log, 12) == 0 ? SLICE("") : slice_of(key),
        .time_to_live_ms = chance(log, 2) * chance(log, 60000),
        .message_id = chance(log, 4) == 0 ? slice_of(id) : SLICE_EMPTY,
        .variables = variables(log)};
}

static void random_variables(struct random_log *log, struct command *c)
{
    *c = machine_command(COMMAND_SET_VARIABLES);
    c->set_variables = (struct set_variables_command){
        .scope_key = recent_key(log, chance(log, 2) == 0 ? &log->elements : &log->instances, NULL),
        .variables = variables(log),
        .local = chance(log, 2) == 0};
}

static void random_user_task(struct random_log *log, struct command *c)
{
    uint64_t key = recent_key(log, &log->user_tasks, NULL);

    if (chance(log, 2) == 0) {
        *c = machine_command(COMMAND_COMPLETE_USER_TASK);
        c->complete_user_task = (struct complete_user_task_command){key, variables(log)};
        return;
    }
    *c = machine_command(COMMAND_ASSIGN_USER_TASK);
    c->assign_user_task = (struct assign_user_task_command){
        .user_task_key = key,
        .assignee = chance(log, 4) == 0 ? SLICE_EMPTY : SLICE("ann"),
        .allow_override = chance(log, 2) == 0};
}

static void random_deployment(struct random_log *log, struct command *c)
{
    char path[128];
    const char *model = models[chance(log, COUNT(models))];

    snprintf(path, sizeof(path), MODELS "%s.bpmn", model);
    *c = machine_deployment(log->m, chance(log, 2) == 0 ? model : "other.bpmn",
                            machine_read_file(log->m, path));
}

static void random_clock(struct random_log *log, struct command *c)
{
    if (chance(log, 3) == 0) {
        *c = machine_command(COMMAND_PIN_CLOCK);
        c->pin_clock.timestamp_ms = log->m->stamp_ms + chance(log, 100000);
    } else if (chance(log, 6) == 0) {
        *c = machine_command(COMMAND_PURGE);
    } else {
        *c = machine_command(COMMAND_RESET_CLOCK);
    }
}

static void random_tick(struct random_log *log, struct command *c)
{
    if (chance(log, 4) == 0) {
        *c = machine_command(COMMAND_CONTINUE);
        c->continue_.limit = 1 + chance(log, 1000);
    } else {
        *c = machine_command(COMMAND_TICK);
        c->tick.limit = 1 + chance(log, 20);
    }
}

static void random_job_end(struct random_log *log, struct command *c)
{
    uint64_t key = recent_key(log, &log->jobs, NULL);

    if (chance(log, 5) == 0) {
        *c = machine_command(COMMAND_THROW_JOB_ERROR);
        c->throw_job_error =
            (struct throw_job_error_command){.job_key = key,
                                             .error_code = one_of(log, codes, COUNT(codes)),
                                             .variables = variables(log)};
        return;
    }
    *c = machine_command(COMMAND_COMPLETE_JOB);
    c->complete_job = (struct complete_job_command){key, variables(log)};
}

static void random_end(struct random_log *log, struct command *c)
{
    if (chance(log, 2) == 0) {
        *c = machine_command(COMMAND_CANCEL_INSTANCE);
        c->cancel_instance.process_instance_key = recent_key(log, &log->instances, NULL);
        return;
    }
    *c = machine_command(COMMAND_RESOLVE_INCIDENT);
    c->resolve_incident.incident_key = recent_key(log, &log->incidents, NULL);
}

/* How often each kind comes, in a hundred. */
static void random_command(struct random_log *log, struct command *c)
{
    static const struct {
        uint32_t below;
        void (*make)(struct random_log *log, struct command *c);
    } kinds[] = {
        {18, random_create},  {30, random_activation}, {54, random_job_end},
        {60, random_failure}, {64, random_update},     {66, random_yield},
        {76, random_message}, {81, random_variables},  {85, random_user_task},
        {90, random_end},     {98, random_tick},       {99, random_deployment},
        {100, random_clock},
    };
    uint32_t at = chance(log, 100);
    uint32_t kind = 0;

    while (at >= kinds[kind].below) {
        kind++;
    }
    kinds[kind].make(log, c);
}

/* --- the log --- */

void random_log_init(struct random_log *log, struct machine *m, uint64_t seed, uint32_t capacity)
{
    *log = (struct random_log){.m = m, .state = seed * 2654435769U + 88172645463325252U};
    log->capacity = capacity;
    log->entries = ARENA_ARRAY(&m->arena, struct slice, capacity);
    CHECK(log->entries != NULL);
    m->on_event = on_event;
    m->on_event_ctx = log;
}

static void append(struct random_log *log, struct command *c,
                   void (*each)(void *ctx, uint32_t index), void *ctx)
{
    struct buffer bytes;

    CHECK_INT(log->count, <, log->capacity);
    c->stamp_ms = log->m->stamp_ms;
    buffer_init(&bytes, LIMIT_COMMAND_BYTES);
    command_encode(c, &bytes);
    log->entries[log->count] = arena_copy(&log->m->arena, buffer_slice(&bytes));
    buffer_deinit(&bytes);
    CHECK(log->entries[log->count].data != NULL);
    log->events = 0;
    if (machine_apply_bytes(log->m, log->entries[log->count]) == STATUS_OK && log->events > 0) {
        log->accepted[c->type]++;
    }
    log->count++;
    each(ctx, log->count);
}

/* One command in six has a key out of few, so that some come again. */
static void maybe_with_key(struct random_log *log, struct command *c)
{
    static char key[16];

    if (chance(log, 6) == 0) {
        snprintf(key, sizeof(key), "k%u", chance(log, 3000));
        c->idempotency_key = slice_of(key);
        c->body_hash.low = chance(log, 2);
    }
}

void random_log_run(struct random_log *log, uint32_t count, void (*each)(void *ctx, uint32_t index),
                    void *ctx)
{
    struct command c;

    log->m->stamp_ms = 1700000000000;
    for (uint32_t i = 0; i < COUNT(models); i++) {
        char path[128];

        snprintf(path, sizeof(path), MODELS "%s.bpmn", models[i]);
        c = machine_deployment(log->m, models[i], machine_read_file(log->m, path));
        append(log, &c, each, ctx);
    }
    while (log->count < count) {
        log->m->stamp_ms += chance(log, 200) == 0 ? 20000000 : chance(log, 1500);
        random_command(log, &c);
        maybe_with_key(log, &c);
        append(log, &c, each, ctx);
    }
}

/* The newest version of every process starts nothing any more: one without events takes over. */
static void retire_start_events(struct random_log *log, void (*each)(void *, uint32_t), void *ctx)
{
    static const char *const names[] = {"started-by-message", "timer-start"};

    for (uint32_t i = 0; i < COUNT(names); i++) {
        static char xml[2][512];
        struct command c;

        snprintf(xml[i], sizeof(xml[i]),
                 "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' "
                 "targetNamespace='t'><process id='%s' isExecutable='true'><startEvent id='s'/>"
                 "</process></definitions>",
                 names[i]);
        c = machine_deployment(log->m, "retired.bpmn", slice_of(xml[i]));
        append(log, &c, each, ctx);
    }
}

static void continue_all(struct random_log *log, void (*each)(void *, uint32_t), void *ctx)
{
    struct command c = machine_command(COMMAND_CONTINUE);
    struct fsm_due due;

    c.continue_.limit = LIMIT_STEPS_PER_COMMAND;
    CHECK_OK(fsm_next_due(log->m->fsm, &due));
    while (due.has_steps) {
        append(log, &c, each, ctx);
        CHECK_OK(fsm_next_due(log->m->fsm, &due));
    }
}

static void tick_all(struct random_log *log, void (*each)(void *, uint32_t), void *ctx)
{
    struct command c = machine_command(COMMAND_TICK);
    struct fsm_due due;

    c.tick.limit = 10000;
    do {
        append(log, &c, each, ctx);
        CHECK_OK(fsm_next_due(log->m->fsm, &due));
    } while (due.at_engine_ms <= log->m->stamp_ms || due.at_stamp_ms <= log->m->stamp_ms);
}

/* Keys of all living instances: every row of the element table that is a process instance. */
static void cancel_all(struct random_log *log, void (*each)(void *, uint32_t), void *ctx)
{
    uint64_t *keys = ARENA_ARRAY(&log->m->arena, uint64_t, log->capacity);
    uint32_t count = machine_instances(log->m, keys, log->capacity);

    for (uint32_t i = 0; i < count; i++) {
        struct command c = machine_command(COMMAND_CANCEL_INSTANCE);

        c.cancel_instance.process_instance_key = keys[i];
        append(log, &c, each, ctx);
    }
}

void random_log_finish(struct random_log *log, void (*each)(void *ctx, uint32_t index), void *ctx)
{
    struct command c = machine_command(COMMAND_RESET_CLOCK);

    append(log, &c, each, ctx);
    retire_start_events(log, each, ctx);
    continue_all(log, each, ctx);
    cancel_all(log, each, ctx);
    continue_all(log, each, ctx);
    log->m->stamp_ms += 2 * LIMIT_IDEMPOTENCY_KEEP_MS;
    tick_all(log, each, ctx);
}
