#include "payload.h"

#include <inttypes.h>

#include "base/assert.h"
#include "base/limits.h"
#include "modification.h"
#include "value/value.h"
#include "values.h"

enum {
    POLLS_MAX = 4,
    YIELDED_MAX = 4,
    MESSAGE_IDS = 4,
    PEOPLE_MAX = 3
};

#define PICK(rng, array) (array)[rng_below((rng), sizeof(array) / sizeof(array)[0])]

static const char *const process_ids[] = {
    "order",   "rounds",   "nested",  "timers", "clockwork", "inbox",  "people",
    "crunch",  "short",    "order",   "rounds", "nested",    "inbox",  "people",
    "choices", "branches", "calls",   "alarms", "rescue",    "rescue", "amends",
    "amends",  "repeats",  "repeats", "advice", "advice",    "nowhere"};
static const char *const job_types[] = {
    "price", "mail",   "ship",  "refund", "left",   "tail",
    "outer", "inner",  "after", "slow",   "wind",   "read",
    "store", "script", "blue",  "green",  "nobody", "io.camunda.zeebe:userTask"};
static const char *const signals[] = {"alarm", "all-clear", "unheard"};
static const char *const messages[] = {"paid", "stop", "note-blue", "letter", "reply", "unheard"};
static const char *const version_tags[] = {"v0", "v1", "v2", "none"};
static const char *const element_ids[] = {
    "price",        "ship",       "payment", "large", "inner-work", "outer-work", "inner",
    "inner-person", "inner-fork", "outer",   "after", "left",       "join",       "count",
    "reply",        "read",       "decide",  "slow",  "store",      "nudge",      "start"};
static const char *const error_codes[] = {"NO_STOCK", "BROKEN", "UNKNOWN", ""};
static const int64_t lives_ms[] = {0, 0, 1, 1000, 60000, 3600000, 90000000};

uint64_t payload_key(struct payload_source *s, enum world_kind kind)
{
    const struct world_item *item = world_pick(s->world, kind);

    if (rng_chance(s->rng, 60) || item == NULL) {
        item = world_pick(s->world, (enum world_kind)rng_below(s->rng, WORLD_KINDS));
    }
    if (rng_chance(s->rng, 10) || item == NULL) {
        return rng_next(s->rng) >> rng_below(s->rng, 64);
    }
    return item->key;
}

struct slice payload_variables(struct payload_source *s)
{
    return rng_chance(s->rng, 250) ? value_empty_object()
                                   : values_document(s->rng, s->arena, false);
}

static struct slice text_or_null(struct payload_source *s, const char *text)
{
    return rng_chance(s->rng, 500) ? slice_of(text) : SLICE_EMPTY;
}

/* A form that the models name, or a file that nobody does; sometimes the same bytes again. */
static struct deploy_resource pick_file(struct payload_source *s)
{
    static const struct {
        const char *name;
        const char *id;
        enum resource_kind kind;
    } files[] = {{"decision.form", "decision", RESOURCE_FORM},
                 {"other.form", "other", RESOURCE_FORM},
                 {"notes.md", "notes.md", RESOURCE_GENERIC}};
    uint32_t i = rng_below(s->rng, sizeof files / sizeof files[0]);
    struct deploy_resource file = {
        .name = slice_of(files[i].name), .id = slice_of(files[i].id), .kind = files[i].kind};

    file.content = arena_printf(s->arena, "content %u", rng_below(s->rng, 3));
    if (rng_chance(s->rng, 500)) {
        file.version_tag = slice_of(rng_chance(s->rng, 500) ? "stable" : "beta");
    }
    return file;
}

static void fill_deploy(struct payload_source *s, struct deploy_command *deploy)
{
    uint32_t count = rng_chance(s->rng, 700) ? 1 : 1 + rng_below(s->rng, 3);
    uint32_t first = rng_below(s->rng, MODEL_COUNT);
    uint32_t files = rng_chance(s->rng, 400) ? 1 + rng_below(s->rng, 2) : 0;
    uint32_t decisions = rng_chance(s->rng, 300) ? 1 : 0;

    deploy->resources = ARENA_ARRAY(s->arena, struct deploy_resource, count + files + decisions);
    ASSERT(deploy->resources != NULL);
    deploy->resource_count = count + files + decisions;
    for (uint32_t i = 0; i < count; i++) {
        deploy->resources[i] =
            s->models->resources[(first + i) % MODEL_COUNT][rng_below(s->rng, MODEL_VARIANTS)];
    }
    for (uint32_t i = 0; i < files; i++) {
        deploy->resources[count + i] = pick_file(s);
    }
    if (decisions > 0) {
        deploy->resources[count + files] = s->models->decisions[rng_below(s->rng, MODEL_VARIANTS)];
    }
}

/* Elements of any process: the engine refuses those of another one. */
static struct slice *pick_elements(struct payload_source *s, uint32_t *count)
{
    struct slice *ids = ARENA_ARRAY(s->arena, struct slice, PEOPLE_MAX);

    ASSERT(ids != NULL);
    *count = 1 + rng_below(s->rng, PEOPLE_MAX);
    for (uint32_t i = 0; i < *count; i++) {
        ids[i] = slice_of(PICK(s->rng, element_ids));
    }
    return ids;
}

static void fill_deletion(struct payload_source *s, struct delete_resource_command *deletion)
{
    deletion->resource_key =
        payload_key(s, rng_chance(s->rng, 600) ? WORLD_DEFINITION : WORLD_RESOURCE);
}

static void fill_evaluation(struct payload_source *s, struct evaluate_decision_command *evaluate)
{
    static const char *const ids[] = {"rate", "rate", "level", "desk", "nowhere"};

    if (rng_chance(s->rng, 300)) {
        evaluate->decision_key = payload_key(s, WORLD_RESOURCE);
    } else {
        evaluate->decision_id = slice_of(PICK(s->rng, ids));
    }
    evaluate->variables = values_document(s->rng, s->arena, rng_chance(s->rng, 700));
}

static struct slice pick_business_id(struct payload_source *s)
{
    return arena_printf(s->arena, "b-%u", rng_below(s->rng, 50));
}

static void fill_create(struct payload_source *s, struct create_instance_command *create)
{
    create->version = rng_chance(s->rng, 900) ? -1 : (int32_t)rng_below(s->rng, 6);
    if (rng_chance(s->rng, 250)) {
        create->process_definition_key = payload_key(s, WORLD_DEFINITION);
    } else {
        create->process_id = slice_of(PICK(s->rng, process_ids));
    }
    create->variables =
        rng_chance(s->rng, 980) ? values_document(s->rng, s->arena, true) : value_empty_object();
    if (rng_chance(s->rng, 150)) {
        create->tag_count = 1 + rng_below(s->rng, 3);
        create->tags = ARENA_ARRAY(s->arena, struct slice, create->tag_count);
        ASSERT(create->tags != NULL);
        for (uint32_t i = 0; i < create->tag_count; i++) {
            create->tags[i] = arena_printf(s->arena, "tag-%u", i + rng_below(s->rng, 2) * 3);
        }
    }
    if (rng_chance(s->rng, 150)) {
        create->business_id = pick_business_id(s);
    }
    create->await_completion = rng_chance(s->rng, 100);
    if (rng_chance(s->rng, 50)) {
        create->version_tag = slice_of(PICK(s->rng, version_tags));
    }
    if (rng_chance(s->rng, 80)) {
        create->start_elements = pick_elements(s, &create->start_element_count);
    }
    if (rng_chance(s->rng, 60)) {
        create->final_elements = pick_elements(s, &create->final_element_count);
    }
    create->unique_business_id = rng_chance(s->rng, 500);
}

static struct slice pick_job_type(struct payload_source *s)
{
    const struct world_item *job = world_pick(s->world, WORLD_JOB_WAITING);

    if (job != NULL && rng_chance(s->rng, 800)) {
        return arena_copy(s->arena, world_name(job));
    }
    return slice_of(PICK(s->rng, job_types));
}

static void fill_activate(struct payload_source *s, struct activate_jobs_command *activate)
{
    activate->type = pick_job_type(s);
    activate->request_count = rng_chance(s->rng, 700) ? 1 : 1 + rng_below(s->rng, POLLS_MAX);
    activate->requests =
        ARENA_ARRAY(s->arena, struct activate_jobs_request, activate->request_count);
    ASSERT(activate->requests != NULL);
    for (uint32_t i = 0; i < activate->request_count; i++) {
        activate->requests[i] = (struct activate_jobs_request){
            .waiter = rng_next(s->rng) >> 1,
            .worker = arena_printf(s->arena, "worker-%u", rng_below(s->rng, 5)),
            .timeout_ms = rng_chance(s->rng, 100) ? 1 : 100 + rng_below(s->rng, 600000),
            .jobs_max = 1 + rng_below(s->rng, rng_chance(s->rng, 100) ? 200 : 8),
            .with_lease = rng_chance(s->rng, 300)};
    }
}

static uint64_t pick_job(struct payload_source *s)
{
    bool held = world_pick(s->world, WORLD_JOB_HELD) != NULL && rng_chance(s->rng, 950);

    return payload_key(s, held ? WORLD_JOB_HELD : WORLD_JOB_WAITING);
}

/* A job, mostly one that is held, and mostly the token that a lease of it would have. */
static uint64_t pick_leased_job(struct payload_source *s, struct slice *token)
{
    const struct world_item *held = world_pick(s->world, WORLD_JOB_HELD);

    *token = SLICE_EMPTY;
    if (held == NULL || rng_chance(s->rng, 50)) {
        return pick_job(s);
    }
    if (rng_chance(s->rng, 900)) {
        *token = arena_printf(s->arena, "%" PRIu64, held->activation + rng_chance(s->rng, 50));
    }
    return held->key;
}

static void fill_fail(struct payload_source *s, struct fail_job_command *fail)
{
    fail->job_key = pick_leased_job(s, &fail->lease_token);
    fail->retries = (int32_t)rng_below(s->rng, 4) - (rng_chance(s->rng, 50) ? 1 : 0);
    fail->back_off_ms = rng_chance(s->rng, 500) ? 0 : rng_below(s->rng, 60000);
    fail->error_message = text_or_null(s, "out of luck");
    fail->variables = payload_variables(s);
}

static void fill_throw(struct payload_source *s, struct throw_job_error_command *thrown)
{
    thrown->job_key = pick_leased_job(s, &thrown->lease_token);
    thrown->error_code = slice_of(PICK(s->rng, error_codes));
    thrown->error_message = text_or_null(s, "thrown");
    thrown->variables = payload_variables(s);
}

static void fill_update(struct payload_source *s, struct update_job_command *update)
{
    update->job_key = pick_leased_job(s, &update->lease_token);
    update->has_retries = rng_chance(s->rng, 600);
    update->has_timeout = rng_chance(s->rng, 400);
    update->has_priority = rng_chance(s->rng, 400);
    update->retries = (int32_t)rng_below(s->rng, 5);
    update->priority = (int32_t)rng_below(s->rng, 100) - 50;
    update->timeout_ms = rng_below(s->rng, 100000);
}

/* Jobs of one activation, or some of which it held none. */
static void fill_yield(struct payload_source *s, struct yield_jobs_command *yield)
{
    const struct world_item *first = world_pick(s->world, WORLD_JOB_HELD);
    uint64_t *keys = ARENA_ARRAY(s->arena, uint64_t, YIELDED_MAX);

    ASSERT(keys != NULL);
    yield->job_keys = keys;
    if (first == NULL) {
        return;
    }
    yield->activation = first->activation + (rng_chance(s->rng, 50) ? 1 : 0);
    keys[yield->job_count++] = first->key;
    while (yield->job_count < YIELDED_MAX && rng_chance(s->rng, 600)) {
        keys[yield->job_count++] = pick_job(s);
    }
}

static void fill_withhold(struct payload_source *s, struct withhold_job_command *withhold)
{
    const struct world_item *held = world_pick(s->world, WORLD_JOB_HELD);

    withhold->job_key = held != NULL ? held->key : pick_job(s);
    withhold->activation = held != NULL ? held->activation : 1;
}

static void fill_job(struct payload_source *s, struct command *c)
{
    switch ((int)c->type) {
    case COMMAND_COMPLETE_JOB:
        c->complete_job.job_key = pick_leased_job(s, &c->complete_job.lease_token);
        c->complete_job.variables = payload_variables(s);
        if (rng_chance(s->rng, 60)) {
            c->complete_job.business_id = pick_business_id(s);
            c->complete_job.unique_business_id = rng_chance(s->rng, 200);
        }
        break;
    case COMMAND_FAIL_JOB:
        fill_fail(s, &c->fail_job);
        break;
    case COMMAND_THROW_JOB_ERROR:
        fill_throw(s, &c->throw_job_error);
        break;
    case COMMAND_UPDATE_JOB:
        fill_update(s, &c->update_job);
        break;
    case COMMAND_YIELD_JOBS:
        fill_yield(s, &c->yield_jobs);
        break;
    default:
        fill_withhold(s, &c->withhold_job);
        break;
    }
}

static void fill_broadcast(struct payload_source *s, struct broadcast_signal_command *broadcast)
{
    broadcast->name = slice_of(PICK(s->rng, signals));
    broadcast->variables = payload_variables(s);
}

static void fill_publish(struct payload_source *s, struct publish_message_command *publish)
{
    const struct world_item *open = world_pick(s->world, WORLD_SUBSCRIPTION);

    if (open != NULL && rng_chance(s->rng, 500)) {
        publish->name = arena_copy(s->arena, world_name(open));
        publish->correlation_key = arena_copy(s->arena, world_more(open));
    } else {
        publish->name = slice_of(PICK(s->rng, messages));
        publish->correlation_key =
            rng_chance(s->rng, 850) ? values_order_id(s->rng, s->arena) : SLICE("");
    }
    publish->time_to_live_ms = PICK(s->rng, lives_ms);
    if (rng_chance(s->rng, 300)) {
        publish->message_id = arena_printf(s->arena, "m-%u", rng_below(s->rng, MESSAGE_IDS));
    }
    publish->variables =
        rng_chance(s->rng, 600) ? values_document(s->rng, s->arena, true) : payload_variables(s);
    if (rng_chance(s->rng, 200)) {
        publish->business_id = pick_business_id(s);
        publish->unique_business_id = rng_chance(s->rng, 500);
    }
}

static void fill_correlate(struct payload_source *s, struct correlate_message_command *correlate)
{
    struct publish_message_command publish = {.time_to_live_ms = 0};

    fill_publish(s, &publish);
    correlate->name = publish.name;
    correlate->correlation_key = publish.correlation_key;
    correlate->variables = publish.variables;
    correlate->business_id = publish.business_id;
    correlate->unique_business_id = publish.unique_business_id;
}

static struct slice *pick_people(struct payload_source *s, uint32_t *count)
{
    struct slice *people = ARENA_ARRAY(s->arena, struct slice, PEOPLE_MAX);

    ASSERT(people != NULL);
    *count = rng_below(s->rng, PEOPLE_MAX + 1);
    for (uint32_t i = 0; i < *count; i++) {
        people[i] = arena_printf(s->arena, "person-%u", rng_below(s->rng, 9));
    }
    return people;
}

static void fill_task_update(struct payload_source *s, struct update_user_task_command *update)
{
    static const char *const dates[] = {"", "2026-04-01T12:00:00Z", "2026-04-01T12:00:00+02:00",
                                        "tomorrow"};

    update->user_task_key = payload_key(s, WORLD_USER_TASK);
    update->due_date = text_or_null(s, PICK(s->rng, dates));
    update->follow_up_date = text_or_null(s, PICK(s->rng, dates));
    update->has_candidate_groups = rng_chance(s->rng, 500);
    update->candidate_groups = pick_people(s, &update->candidate_group_count);
    update->has_candidate_users = rng_chance(s->rng, 500);
    update->candidate_users = pick_people(s, &update->candidate_user_count);
    update->has_priority = rng_chance(s->rng, 500);
    update->priority = (int32_t)rng_below(s->rng, 110) - 5;
}

static void fill_assign(struct payload_source *s, struct assign_user_task_command *assign)
{
    assign->user_task_key = payload_key(s, WORLD_USER_TASK);
    assign->assignee = text_or_null(s, rng_chance(s->rng, 500) ? "ann" : "bob");
    assign->allow_override = rng_chance(s->rng, 500);
}

static void fill_user_task(struct payload_source *s, struct command *c)
{
    switch ((int)c->type) {
    case COMMAND_ASSIGN_USER_TASK:
        fill_assign(s, &c->assign_user_task);
        break;
    case COMMAND_UNASSIGN_USER_TASK:
        c->unassign_user_task.user_task_key = payload_key(s, WORLD_USER_TASK);
        break;
    case COMMAND_UPDATE_USER_TASK:
        fill_task_update(s, &c->update_user_task);
        break;
    default:
        c->complete_user_task.user_task_key = payload_key(s, WORLD_USER_TASK);
        c->complete_user_task.variables = payload_variables(s);
        break;
    }
}

static void fill_set_variables(struct payload_source *s, struct set_variables_command *set)
{
    set->scope_key = payload_key(s, rng_chance(s->rng, 500) ? WORLD_INSTANCE : WORLD_ELEMENT);
    set->variables = values_document(s->rng, s->arena, rng_chance(s->rng, 300));
    set->local = rng_chance(s->rng, 400);
}

static int64_t pick_pinned_time(struct payload_source *s)
{
    int64_t away_ms = rng_below(s->rng, rng_chance(s->rng, 200) ? 86400000 : 60000);

    return rng_chance(s->rng, 700) ? s->now_ms + away_ms : s->now_ms - away_ms;
}

static void fill_instance(struct payload_source *s, struct command *c)
{
    switch ((int)c->type) {
    case COMMAND_ASSIGN_BUSINESS_ID:
        c->assign_business_id.process_instance_key = payload_key(s, WORLD_INSTANCE);
        c->assign_business_id.business_id = pick_business_id(s);
        c->assign_business_id.unique_business_id = rng_chance(s->rng, 100);
        break;
    case COMMAND_CANCEL_INSTANCE:
        c->cancel_instance.process_instance_key = payload_key(s, WORLD_INSTANCE);
        break;
    case COMMAND_DELETE_INSTANCE:
        c->delete_instance.process_instance_key = payload_key(s, WORLD_GONE);
        c->delete_instance.document_count = rng_below(s->rng, 3) * LIMIT_DELETE_DOCUMENTS;
        break;
    case COMMAND_MIGRATE_INSTANCE:
        migration_fill(s, &c->migrate_instance);
        break;
    default:
        modification_fill(s, &c->modify_instance);
        break;
    }
}

static void fill_message(struct payload_source *s, struct command *c)
{
    if (c->type == COMMAND_PUBLISH_MESSAGE) {
        fill_publish(s, &c->publish_message);
    } else if (c->type == COMMAND_CORRELATE_MESSAGE) {
        fill_correlate(s, &c->correlate_message);
    } else {
        fill_broadcast(s, &c->broadcast_signal);
    }
}

/* What each of some items gets; one kind of key for all of them. */
static enum world_kind fill_plan(struct payload_source *s, struct command *plan)
{
    static const struct {
        enum command_type type;
        enum world_kind items;
    } plans[] = {
        {COMMAND_CANCEL_INSTANCE, WORLD_INSTANCE},  {COMMAND_MODIFY_INSTANCE, WORLD_INSTANCE},
        {COMMAND_MIGRATE_INSTANCE, WORLD_INSTANCE}, {COMMAND_DELETE_INSTANCE, WORLD_GONE},
        {COMMAND_RESOLVE_INCIDENT, WORLD_INCIDENT}, {COMMAND_UPDATE_JOB, WORLD_JOB_WAITING},
    };
    uint32_t at = rng_below(s->rng, sizeof plans / sizeof plans[0]);

    *plan = (struct command){.type = plans[at].type, .version = 1, .tenant = SLICE("<default>")};
    if (plan->type == COMMAND_UPDATE_JOB) {
        fill_job(s, plan);
    } else if (plan->type != COMMAND_RESOLVE_INCIDENT) {
        fill_instance(s, plan);
    }
    return plans[at].items;
}

static void fill_batch(struct payload_source *s, struct create_batch_command *batch)
{
    struct command plan;
    enum world_kind kind = fill_plan(s, &plan);
    struct buffer bytes;

    buffer_init(&bytes, LIMIT_REQUEST_BODY_BYTES);
    command_encode(&plan, &bytes);
    batch->plan = arena_copy(s->arena, buffer_slice(&bytes));
    buffer_deinit(&bytes);
    batch->item_count = rng_below(s->rng, rng_chance(s->rng, 50) ? 600 : 5);
    batch->items = ARENA_ARRAY(s->arena, struct batch_item, batch->item_count + 1);
    ASSERT(batch->items != NULL && batch->plan.data != NULL);
    for (uint32_t i = 0; i < batch->item_count; i++) {
        batch->items[i].key = payload_key(s, kind);
        batch->items[i].process_instance_key =
            kind == WORLD_INSTANCE ? batch->items[i].key : payload_key(s, WORLD_INSTANCE);
    }
}

static void fill_upkeep(struct payload_source *s, struct command *c)
{
    switch ((int)c->type) {
    case COMMAND_TICK:
        c->tick.limit = rng_below(s->rng, LIMIT_TICK_ROWS + 1);
        break;
    case COMMAND_CONTINUE:
        c->continue_.limit = rng_below(s->rng, LIMIT_CONTINUE_STEPS + 1);
        break;
    case COMMAND_PIN_CLOCK:
        c->pin_clock.timestamp_ms = pick_pinned_time(s);
        break;
    case COMMAND_PURGE:
        c->purge.before_ms = s->stamp_ms - rng_below(s->rng, 7200000);
        c->purge.limit = rng_below(s->rng, LIMIT_PURGE_INSTANCES + 1);
        break;
    default:
        break;
    }
}

void payload_fill(struct payload_source *s, struct command *c)
{
    switch (c->type) {
    case COMMAND_DEPLOY:
        fill_deploy(s, &c->deploy);
        return;
    case COMMAND_DELETE_RESOURCE:
        fill_deletion(s, &c->delete_resource);
        return;
    case COMMAND_EVALUATE_DECISION:
        fill_evaluation(s, &c->evaluate_decision);
        return;
    case COMMAND_CREATE_INSTANCE:
        fill_create(s, &c->create_instance);
        return;
    case COMMAND_ASSIGN_BUSINESS_ID:
    case COMMAND_CANCEL_INSTANCE:
    case COMMAND_DELETE_INSTANCE:
    case COMMAND_MIGRATE_INSTANCE:
    case COMMAND_MODIFY_INSTANCE:
        fill_instance(s, c);
        return;
    case COMMAND_SET_VARIABLES:
        fill_set_variables(s, &c->set_variables);
        return;
    case COMMAND_ACTIVATE_JOBS:
        fill_activate(s, &c->activate_jobs);
        return;
    case COMMAND_COMPLETE_JOB:
    case COMMAND_FAIL_JOB:
    case COMMAND_THROW_JOB_ERROR:
    case COMMAND_UPDATE_JOB:
    case COMMAND_YIELD_JOBS:
    case COMMAND_WITHHOLD_JOB:
        fill_job(s, c);
        return;
    case COMMAND_PUBLISH_MESSAGE:
    case COMMAND_CORRELATE_MESSAGE:
    case COMMAND_BROADCAST_SIGNAL:
        fill_message(s, c);
        return;
    case COMMAND_RESOLVE_INCIDENTS:
        c->resolve_incidents.process_instance_key = payload_key(s, WORLD_INSTANCE);
        return;
    case COMMAND_RESOLVE_INCIDENT:
        c->resolve_incident.incident_key = payload_key(s, WORLD_INCIDENT);
        return;
    case COMMAND_ASSIGN_USER_TASK:
    case COMMAND_UNASSIGN_USER_TASK:
    case COMMAND_UPDATE_USER_TASK:
    case COMMAND_COMPLETE_USER_TASK:
        fill_user_task(s, c);
        return;
    case COMMAND_CREATE_BATCH:
        fill_batch(s, &c->create_batch);
        return;
    case COMMAND_CANCEL_BATCH:
    case COMMAND_SUSPEND_BATCH:
    case COMMAND_RESUME_BATCH:
        c->control_batch.batch_operation_key = payload_key(s, WORLD_BATCH);
        return;
    case COMMAND_TICK:
    case COMMAND_CONTINUE:
    case COMMAND_PIN_CLOCK:
    case COMMAND_RESET_CLOCK:
    case COMMAND_PURGE:
        fill_upkeep(s, c);
        return;
    }
}
