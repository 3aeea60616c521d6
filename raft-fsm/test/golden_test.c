/* Golden traces: each file in golden/ is a story of commands and what they did.
 *
 *     # a comment
 *     deploy one-task.bpmn                 a model in golden/models
 *     evaluate risk {"x":5}                a decision of a model that was deployed
 *     create one-task {"a":1}
 *       OK puts=5 deletes=0                what came of it, then the trace, all indented
 *       INSTANCE ACTIVE one-task key=3
 *     advance 5000                         the stamp moves on
 *     quiet                                from here on only the number of lines of a trace
 *     end                                  checks the state and prints rows and digest
 *
 * Elements name their newest job, incident or user task. With BATON_BLESS set the indented lines
 * are written anew; BATON_STORY names the one story to play. */
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "fsm_int.h"
#include "machine.h"
#include "modification_words.h"
#include "row/tables.h"
#include "testkit/test.h"

#define GOLDEN "raft-fsm/test/golden"

enum {
    WORDS_MAX = 12,
    STORY_BATCH_ITEMS = 1000
};

struct story {
    struct machine m;
    struct buffer out; /* the file as it should be */
    struct slice words[WORDS_MAX];
    uint32_t word_count;
    struct slice idempotency_key;
    bool quiet; /* only the number of lines of a trace */
};

static void write_file(const char *path, struct slice text)
{
    FILE *file = fopen(path, "wb");

    CHECK(file != NULL);
    CHECK_INT(fwrite(text.data, 1, text.size, file), ==, text.size);
    fclose(file);
}

/* Blanks part words; JSON goes to the end of the line. */
static void split(struct story *s, struct slice line)
{
    s->word_count = 0;
    while (line.size > 0 && s->word_count < WORDS_MAX) {
        size_t blank = line.data[0] == '{' ? SIZE_MAX : slice_find_byte(line, ' ');
        struct slice word = blank == SIZE_MAX ? line : slice_sub(line, 0, blank);

        line = blank == SIZE_MAX ? SLICE_EMPTY : slice_from(line, blank + 1);
        if (word.size > 0) {
            s->words[s->word_count++] = word;
        }
    }
}

static struct slice word(const struct story *s, uint32_t i)
{
    return i < s->word_count ? s->words[i] : SLICE_EMPTY;
}

static const char *text_of(struct story *s, struct slice w)
{
    return arena_copy(&s->m.arena, w).data;
}

/* The JSON among the words, or {}. */
static struct slice variables_of(struct story *s)
{
    for (uint32_t i = 1; i < s->word_count; i++) {
        if (s->words[i].data[0] == '{') {
            return machine_value(&s->m, text_of(s, s->words[i]));
        }
    }
    return machine_value(&s->m, "{}");
}

static int64_t number(struct slice w, int64_t otherwise)
{
    int64_t v;

    return slice_to_int64(w, &v) ? v : otherwise;
}

/* name=text among the words; data NULL when there is none. */
static struct slice option(const struct story *s, const char *name)
{
    for (uint32_t i = 1; i < s->word_count; i++) {
        size_t length = strlen(name);

        if (slice_starts_with(s->words[i], slice_of(name)) && s->words[i].size > length &&
            s->words[i].data[length] == '=') {
            return slice_from(s->words[i], length + 1);
        }
    }
    return SLICE_EMPTY;
}

/* The newest of its kind at an element, or #9: the key that a trace shows as 9. */
static uint64_t key_of(struct story *s, char kind, struct slice name)
{
    uint64_t key = machine_key(&s->m, kind, name);

    if (key == 0 && name.size > 1 && name.data[0] == '#') {
        key = (UINT64_C(1) << 51) | (uint64_t)number(slice_from(name, 1), 0);
    }
    return key;
}

static bool is(const struct story *s, const char *verb)
{
    return slice_is(s->words[0], verb);
}

/* --- commands --- */

/* lease=held: that of the job's last activation; lease=9: that of the activation shown as 9. */
static struct slice token_of(struct story *s)
{
    struct slice lease = option(s, "lease");
    uint64_t activation = (UINT64_C(1) << 51) | (uint64_t)number(lease, 0);

    if (slice_is(lease, "held")) {
        activation = machine_find(&s->m, 'j', word(s, 1))->activation;
    }
    return lease.size == 0 ? SLICE_EMPTY : arena_printf(&s->m.arena, "%" PRIu64, activation);
}

static bool story_job(struct story *s, struct command *c)
{
    uint64_t key = key_of(s, 'j', word(s, 1));

    if (is(s, "complete")) {
        *c = machine_command(COMMAND_COMPLETE_JOB);
        c->complete_job =
            (struct complete_job_command){.job_key = key,
                                          .variables = variables_of(s),
                                          .business_id = option(s, "business"),
                                          .unique_business_id = option(s, "unique").size > 0,
                                          .lease_token = token_of(s)};
    } else if (is(s, "fail")) {
        *c = machine_command(COMMAND_FAIL_JOB);
        c->fail_job = (struct fail_job_command){.job_key = key,
                                                .retries = (int32_t)number(word(s, 2), 0),
                                                .back_off_ms = number(option(s, "backoff"), 0),
                                                .error_message = option(s, "message"),
                                                .variables = variables_of(s),
                                                .lease_token = token_of(s)};
    } else if (is(s, "error")) {
        *c = machine_command(COMMAND_THROW_JOB_ERROR);
        c->throw_job_error = (struct throw_job_error_command){.job_key = key,
                                                              .error_code = word(s, 2),
                                                              .error_message = option(s, "message"),
                                                              .variables = variables_of(s),
                                                              .lease_token = token_of(s)};
    } else if (is(s, "update")) {
        *c = machine_command(COMMAND_UPDATE_JOB);
        c->update_job =
            (struct update_job_command){.job_key = key,
                                        .has_retries = option(s, "retries").size > 0,
                                        .has_timeout = option(s, "timeout").size > 0,
                                        .has_priority = option(s, "priority").size > 0,
                                        .retries = (int32_t)number(option(s, "retries"), 0),
                                        .priority = (int32_t)number(option(s, "priority"), 0),
                                        .timeout_ms = number(option(s, "timeout"), 0),
                                        .lease_token = token_of(s)};
    } else {
        return false;
    }
    return true;
}

static bool story_activation(struct story *s, struct command *c)
{
    static struct activate_jobs_request request;
    static uint64_t key;

    if (is(s, "activate")) {
        *c = machine_command(COMMAND_ACTIVATE_JOBS);
        request = (struct activate_jobs_request){.waiter = 1,
                                                 .worker = SLICE("w"),
                                                 .timeout_ms = number(option(s, "timeout"), 60000),
                                                 .jobs_max = (uint32_t)number(option(s, "max"), 10),
                                                 .with_lease = option(s, "lease").size > 0};
        c->activate_jobs = (struct activate_jobs_command){word(s, 1), &request, 1};
    } else if (is(s, "withhold")) {
        *c = machine_command(COMMAND_WITHHOLD_JOB);
        c->withhold_job.job_key = key_of(s, 'j', word(s, 1));
        c->withhold_job.activation = (uint64_t)number(
            option(s, "activation"), (int64_t)machine_find(&s->m, 'j', word(s, 1))->activation);
    } else if (is(s, "yield")) {
        *c = machine_command(COMMAND_YIELD_JOBS);
        key = key_of(s, 'j', word(s, 1));
        c->yield_jobs = (struct yield_jobs_command){
            (uint64_t)number(option(s, "activation"),
                             (int64_t)machine_find(&s->m, 'j', word(s, 1))->activation),
            &key, 1};
    } else {
        return false;
    }
    return true;
}

/* "a,b" as a list; "-": an empty one. */
static struct slice *list_of(struct story *s, struct slice text, uint32_t *count)
{
    struct slice *items = ARENA_ARRAY(&s->m.arena, struct slice, text.size + 1);

    CHECK(items != NULL);
    *count = 0;
    while (text.size > 0 && !slice_is(text, "-")) {
        size_t comma = slice_find_byte(text, ',');

        items[(*count)++] = comma == SIZE_MAX ? text : slice_sub(text, 0, comma);
        text = comma == SIZE_MAX ? SLICE_EMPTY : slice_from(text, comma + 1);
    }
    return items;
}

/* at=a,b until=c tag=T business=B; unique=1 refuses B twice. */
static void story_create(struct story *s, struct create_instance_command *c)
{
    c->version_tag = option(s, "tag");
    c->start_elements = list_of(s, option(s, "at"), &c->start_element_count);
    c->final_elements = list_of(s, option(s, "until"), &c->final_element_count);
    c->business_id = option(s, "business");
    c->unique_business_id = option(s, "unique").size > 0;
}

static bool story_message(struct story *s, struct command *c)
{
    if (is(s, "publish")) {
        *c = machine_command(COMMAND_PUBLISH_MESSAGE);
        c->publish_message =
            (struct publish_message_command){.name = word(s, 1),
                                             .correlation_key = option(s, "key"),
                                             .time_to_live_ms = number(option(s, "ttl"), 0),
                                             .message_id = option(s, "id"),
                                             .variables = variables_of(s),
                                             .business_id = option(s, "business"),
                                             .unique_business_id = option(s, "unique").size > 0};
    } else if (is(s, "correlate")) {
        *c = machine_command(COMMAND_CORRELATE_MESSAGE);
        c->correlate_message =
            (struct correlate_message_command){.name = word(s, 1),
                                               .correlation_key = option(s, "key"),
                                               .variables = variables_of(s),
                                               .business_id = option(s, "business"),
                                               .unique_business_id = option(s, "unique").size > 0};
    } else if (is(s, "broadcast")) {
        *c = machine_command(COMMAND_BROADCAST_SIGNAL);
        c->broadcast_signal = (struct broadcast_signal_command){word(s, 1), variables_of(s)};
    } else {
        return false;
    }
    return true;
}

static bool story_batch_plan(struct story *s, struct command *c)
{
    struct slice verb = word(s, 1);

    if (slice_is(verb, "cancel")) {
        *c = machine_command(COMMAND_CANCEL_INSTANCE);
    } else if (slice_is(verb, "delete")) {
        *c = machine_command(COMMAND_DELETE_INSTANCE);
    } else if (slice_is(verb, "resolve")) {
        *c = machine_command(COMMAND_RESOLVE_INCIDENT);
    } else if (slice_is(verb, "retry")) {
        *c = machine_command(COMMAND_UPDATE_JOB);
        c->update_job.has_retries = true;
        c->update_job.retries = 7;
    } else if (slice_is(verb, "move")) {
        static struct move_instruction move;

        move = (struct move_instruction){.source_id = option(s, "from"),
                                         .target = {.element_id = option(s, "to")},
                                         .ancestor = MOVE_ANCESTOR_INFERRED};
        *c = machine_command(COMMAND_MODIFY_INSTANCE);
        c->modify_instance.move = &move;
        c->modify_instance.move_count = 1;
    } else {
        return false;
    }
    return true;
}

static void story_batch_items(struct story *s, struct create_batch_command *c)
{
    c->items = ARENA_ARRAY(&s->m.arena, struct batch_item, STORY_BATCH_ITEMS);
    CHECK(c->items != NULL);
    for (uint32_t i = 2; i < s->word_count; i++) {
        if (s->words[i].data[0] == '#') {
            uint64_t key = key_of(s, 'x', s->words[i]);

            c->items[c->item_count++] =
                (struct batch_item){.key = key, .process_instance_key = key};
        }
    }
    for (int64_t more = number(option(s, "absent"), 0); more > 0; more--) {
        c->items[c->item_count++] = (struct batch_item){.key = 1, .process_instance_key = 1};
    }
}

/* batch VERB #KEY... absent=N: the command that VERB names for each key, and for N that are not
 * there; cancel_batch, suspend_batch, resume_batch #KEY. */
static bool story_batch(struct story *s, struct command *c)
{
    if (is(s, "batch")) {
        static struct buffer plan;

        if (!story_batch_plan(s, c)) {
            return false;
        }
        buffer_init(&plan, 4096);
        command_encode(c, &plan);
        *c = machine_command(COMMAND_CREATE_BATCH);
        c->create_batch.plan = arena_copy(&s->m.arena, buffer_slice(&plan));
        buffer_deinit(&plan);
        story_batch_items(s, &c->create_batch);
        return true;
    }
    *c = machine_command(is(s, "cancel_batch")    ? COMMAND_CANCEL_BATCH
                         : is(s, "suspend_batch") ? COMMAND_SUSPEND_BATCH
                                                  : COMMAND_RESUME_BATCH);
    c->control_batch.batch_operation_key = key_of(s, 'x', word(s, 1));
    return is(s, "cancel_batch") || is(s, "suspend_batch") || is(s, "resume_batch");
}

static bool story_instance(struct story *s, struct command *c)
{
    if (is(s, "evaluate")) {
        *c = machine_command(COMMAND_EVALUATE_DECISION);
        c->evaluate_decision = (struct evaluate_decision_command){.decision_id = word(s, 1),
                                                                  .variables = variables_of(s)};
    } else if (is(s, "create")) {
        *c = machine_command(COMMAND_CREATE_INSTANCE);
        c->create_instance =
            (struct create_instance_command){.process_id = word(s, 1),
                                             .version = (int32_t)number(option(s, "version"), -1),
                                             .variables = variables_of(s)};
        story_create(s, &c->create_instance);
    } else if (is(s, "cancel")) {
        *c = machine_command(COMMAND_CANCEL_INSTANCE);
        c->cancel_instance.process_instance_key = key_of(s, 'i', word(s, 1));
    } else if (is(s, "delete")) {
        *c = machine_command(COMMAND_DELETE_INSTANCE);
        c->delete_instance = (struct delete_instance_command){
            .process_instance_key = key_of(s, 'i', word(s, 1)),
            .document_count = (uint32_t)number(option(s, "documents"), 0)};
    } else if (is(s, "name")) {
        *c = machine_command(COMMAND_ASSIGN_BUSINESS_ID);
        c->assign_business_id = (struct assign_business_id_command){
            key_of(s, 'i', word(s, 1)), option(s, "business"), option(s, "unique").size > 0};
    } else if (is(s, "migrate")) {
        *c = migration_of_words(&s->m, s->words, s->word_count);
    } else if (is(s, "modify")) {
        bool has_variables = s->words[s->word_count - 1].data[0] == '{';

        *c = modification_of_words(&s->m, s->words, s->word_count,
                                   has_variables ? variables_of(s) : SLICE_EMPTY);
    } else if (is(s, "set") || is(s, "set_local")) {
        uint64_t key = machine_key(&s->m, 'e', word(s, 1));

        *c = machine_command(COMMAND_SET_VARIABLES);
        c->set_variables =
            (struct set_variables_command){.scope_key = key != 0 ? key : key_of(s, 'i', word(s, 1)),
                                           .variables = variables_of(s),
                                           .local = is(s, "set_local")};
    } else if (is(s, "resolve_all")) {
        *c = machine_command(COMMAND_RESOLVE_INCIDENTS);
        c->resolve_incidents.process_instance_key = key_of(s, 'i', word(s, 1));
    } else if (is(s, "undeploy")) {
        *c = machine_command(COMMAND_DELETE_RESOURCE);
        c->delete_resource.resource_key = key_of(s, 'd', word(s, 1));
    } else if (is(s, "resolve")) {
        *c = machine_command(COMMAND_RESOLVE_INCIDENT);
        c->resolve_incident.incident_key = key_of(s, 'c', word(s, 1));
    } else {
        return false;
    }
    return true;
}

/* due=T follow_up=T users=a,b groups=c priority=N; "-" takes away. */
static void story_task_changes(struct story *s, struct update_user_task_command *c)
{
    struct slice due = option(s, "due");
    struct slice follow_up = option(s, "follow_up");
    struct slice users = option(s, "users");
    struct slice groups = option(s, "groups");
    struct slice priority = option(s, "priority");

    c->due_date = slice_is(due, "-") ? SLICE("") : due;
    c->follow_up_date = slice_is(follow_up, "-") ? SLICE("") : follow_up;
    c->has_candidate_users = users.size > 0;
    c->candidate_users = list_of(s, users, &c->candidate_user_count);
    c->has_candidate_groups = groups.size > 0;
    c->candidate_groups = list_of(s, groups, &c->candidate_group_count);
    c->has_priority = priority.size > 0;
    c->priority = (int32_t)number(priority, 0);
}

static bool story_user_task(struct story *s, struct command *c)
{
    uint64_t key = key_of(s, 'u', word(s, 1));

    if (is(s, "assign") || is(s, "claim")) {
        *c = machine_command(COMMAND_ASSIGN_USER_TASK);
        c->assign_user_task = (struct assign_user_task_command){
            .user_task_key = key, .assignee = word(s, 2), .allow_override = is(s, "assign")};
    } else if (is(s, "unassign")) {
        *c = machine_command(COMMAND_UNASSIGN_USER_TASK);
        c->unassign_user_task.user_task_key = key;
    } else if (is(s, "update_task")) {
        *c = machine_command(COMMAND_UPDATE_USER_TASK);
        c->update_user_task = (struct update_user_task_command){.user_task_key = key};
        story_task_changes(s, &c->update_user_task);
    } else if (is(s, "complete_task")) {
        *c = machine_command(COMMAND_COMPLETE_USER_TASK);
        c->complete_user_task = (struct complete_user_task_command){key, variables_of(s)};
    } else {
        return false;
    }
    return true;
}

static bool story_admin(struct story *s, struct command *c)
{
    if (is(s, "tick")) {
        *c = machine_command(COMMAND_TICK);
        c->tick.limit = (uint32_t)number(word(s, 1), 100);
    } else if (is(s, "continue")) {
        *c = machine_command(COMMAND_CONTINUE);
        c->continue_.limit = (uint32_t)number(word(s, 1), 1000);
    } else if (is(s, "pin")) {
        *c = machine_command(COMMAND_PIN_CLOCK);
        c->pin_clock.timestamp_ms = number(word(s, 1), 0);
    } else if (is(s, "reset")) {
        *c = machine_command(COMMAND_RESET_CLOCK);
    } else if (is(s, "purge")) {
        *c = machine_command(COMMAND_PURGE);
        c->purge = (struct purge_command){number(word(s, 1), 0), 100};
    } else {
        return false;
    }
    return true;
}

/* --- telling --- */

static size_t lines_of(struct slice text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.size; i++) {
        count += text.data[i] == '\n' ? 1 : 0;
    }
    return count;
}

/* Its lines are indented like all that is told. */
static void tell_detail(struct story *s, struct slice detail)
{
    const char *before = " ";

    while (detail.size > 0) {
        size_t end = slice_find_byte(detail, '\n');
        struct slice line = end == SIZE_MAX ? detail : slice_sub(detail, 0, end);

        detail = end == SIZE_MAX ? SLICE_EMPTY : slice_from(detail, end + 1);
        buffer_printf(&s->out, "%s%.*s", before, SLICE_ARG(line));
        before = "\n    ";
    }
}

static void tell_result(struct story *s)
{
    const struct result *r = &s->m.result;

    buffer_printf(&s->out, "  %s%s puts=%u deletes=%u", status_name(r->status),
                  r->replayed ? " replayed" : "", s->m.fsm->last_puts, s->m.fsm->last_deletes);
    tell_detail(s, r->detail);
    if (r->status == STATUS_OK && r->type == COMMAND_CORRELATE_MESSAGE) {
        buffer_printf(&s->out, " instance=%" PRIu64,
                      r->correlate_message.process_instance_key & (((uint64_t)1 << 51) - 1));
    }
    buffer_put_text(&s->out, "\n");
    if (s->quiet) {
        buffer_printf(&s->out, "  %zu lines\n", lines_of(buffer_slice(&s->m.trace)));
    } else {
        buffer_put_slice(&s->out, buffer_slice(&s->m.trace));
    }
}

#define TABLE_NAME(enum_name, number, text)                                                        \
    if (machine_rows(&s->m, number) > 0) {                                                         \
        buffer_printf(&s->out, " %s=%" PRIu64, text, machine_rows(&s->m, number));                 \
    }

static void tell_end(struct story *s)
{
    machine_check(&s->m);
    buffer_put_text(&s->out, "  rows");
    TABLE_LIST(TABLE_NAME)
    buffer_printf(&s->out, "\n  digest %.*s\n", SLICE_ARG(machine_digest(&s->m)));
}

/* form:<id>:<content>[:<version tag>] or file:<name>:<content> */
static struct deploy_resource written_resource(struct story *s, struct slice text)
{
    struct deploy_resource resource = {.kind = RESOURCE_FORM};
    struct slice *parts[] = {NULL, &resource.id, &resource.content, &resource.version_tag};
    struct slice rest = text;

    for (size_t i = 0; i < 4 && rest.size > 0; i++) {
        size_t colon = slice_find_byte(rest, ':');
        struct slice part = colon == SIZE_MAX ? rest : slice_sub(rest, 0, colon);

        rest = colon == SIZE_MAX ? SLICE_EMPTY : slice_from(rest, colon + 1);
        if (parts[i] != NULL) {
            *parts[i] = part;
        } else if (slice_is(part, "file")) {
            resource.kind = RESOURCE_GENERIC;
        }
    }
    resource.name = resource.kind == RESOURCE_GENERIC
                        ? resource.id
                        : arena_printf(&s->m.arena, "%.*s.form", SLICE_ARG(resource.id));
    return resource;
}

static struct deploy_resource model_resource(struct story *s, struct slice name)
{
    struct command command;
    char path[512];

    snprintf(path, sizeof(path), GOLDEN "/models/%.*s", SLICE_ARG(name));
    if (slice_ends_with(name, SLICE(".dmn"))) {
        return (struct deploy_resource){
            .kind = RESOURCE_REQUIREMENTS, .name = name, .content = machine_read_file(&s->m, path)};
    }
    command = machine_deployment(&s->m, text_of(s, name), machine_read_file(&s->m, path));
    return command.deploy.resources[0];
}

static void apply(struct story *s, struct command *command, struct slice line)
{
    command->idempotency_key = s->idempotency_key;
    if (command->type != COMMAND_DEPLOY || command->idempotency_key.data != NULL) {
        command->body_hash = hash128(line);
    }
    s->idempotency_key = SLICE_EMPTY;
    (void)machine_apply(&s->m, command);
    tell_result(s);
}

static struct command deployment(struct story *s)
{
    struct command command = machine_command(COMMAND_DEPLOY);
    struct deploy_resource *resources =
        ARENA_ARRAY(&s->m.arena, struct deploy_resource, s->word_count);

    for (uint32_t i = 1; i < s->word_count; i++) {
        resources[i - 1] = slice_find_byte(s->words[i], ':') == SIZE_MAX
                               ? model_resource(s, s->words[i])
                               : written_resource(s, s->words[i]);
    }
    machine_compile_decisions(&s->m, resources, s->word_count - 1);
    command.deploy = (struct deploy_command){resources, s->word_count - 1};
    return command;
}

static void run_line(struct story *s, struct slice line)
{
    struct command c;

    split(s, line);
    if (is(s, "at")) {
        s->m.stamp_ms = number(word(s, 1), 0);
    } else if (is(s, "advance")) {
        s->m.stamp_ms += number(word(s, 1), 0);
    } else if (is(s, "key")) {
        s->idempotency_key = arena_copy(&s->m.arena, word(s, 1));
    } else if (is(s, "quiet")) {
        s->quiet = true;
    } else if (is(s, "deploy")) {
        c = deployment(s);
        apply(s, &c, line);
    } else if (is(s, "end")) {
        tell_end(s);
    } else if (story_job(s, &c) || story_activation(s, &c) || story_instance(s, &c) ||
               story_message(s, &c) || story_user_task(s, &c) || story_batch(s, &c) ||
               story_admin(s, &c)) {
        apply(s, &c, line);
    } else {
        test_fail(__FILE__, __LINE__, "what is '%.*s'?", SLICE_ARG(line));
    }
}

static void run_story(const char *path, bool bless)
{
    static struct story s;
    struct slice text;
    struct slice rest;

    memset(&s, 0, sizeof(s));
    machine_open(&s.m, test_directory());
    text = machine_read_file(&s.m, path);
    rest = text;
    s.m.stamp_ms = 1000;
    buffer_init(&s.out, MIB(16));
    while (rest.size > 0) {
        size_t end = slice_find_byte(rest, '\n');
        struct slice line = end == SIZE_MAX ? rest : slice_sub(rest, 0, end);

        rest = end == SIZE_MAX ? SLICE_EMPTY : slice_from(rest, end + 1);
        if (slice_starts_with(line, SLICE("  "))) {
            continue;
        }
        buffer_printf(&s.out, "%.*s\n", SLICE_ARG(line));
        if (line.size > 0 && line.data[0] != '#') {
            run_line(&s, line);
        }
    }
    CHECK(!s.out.failed);
    if (bless) {
        write_file(path, buffer_slice(&s.out));
    } else if (!slice_equal(buffer_slice(&s.out), text)) {
        char other[600];

        snprintf(other, sizeof(other), "%s.new.tmp", path);
        write_file(other, buffer_slice(&s.out));
        test_fail(__FILE__, __LINE__, "%s differs: see %s, or bless", path, other);
    }
    buffer_deinit(&s.out);
    machine_close(&s.m);
}

static int is_story(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);

    return length > 6 && strcmp(entry->d_name + length - 6, ".story") == 0;
}

TEST(golden, stories_come_out_as_written)
{
    struct dirent **entries;
    int count = scandir(GOLDEN, &entries, is_story, alphasort);
    bool bless = getenv("BATON_BLESS") != NULL;
    const char *only = getenv("BATON_STORY");

    CHECK_INT(count, >, 0);
    for (int i = 0; i < count; i++) {
        char path[512];

        snprintf(path, sizeof(path), GOLDEN "/%s", entries[i]->d_name);
        if (only == NULL || strstr(path, only) != NULL) {
            printf("  %s\n", path);
            run_story(path, bless);
        }
        free(entries[i]);
    }
    free(entries);
}
