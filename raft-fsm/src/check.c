/* The state looked over as a whole: every reference leads somewhere, every count is right, nothing
 * is left of what has ended. One function a table; banned instances are left out, for whatever
 * broke them may have broken their rows. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/bytes.h"
#include "base/limits.h"
#include "dmn/dmn.h"
#include "engine/lifecycle.h"
#include "fsm_int.h"
#include "row/batch_rows.h"
#include "row/business_id_rows.h"
#include "row/compensation_rows.h"
#include "row/condition_rows.h"
#include "row/decision_rows.h"
#include "row/dedupe_rows.h"
#include "row/definition_rows.h"
#include "row/due_rows.h"
#include "row/element_rows.h"
#include "row/job_rows.h"
#include "row/message_rows.h"
#include "row/resource_rows.h"
#include "row/signal_rows.h"
#include "row/step_rows.h"
#include "row/user_task_rows.h"

enum {
    ROWS_PER_ROUND = 256, /* what is decoded is forgotten after so many rows */
    LINE_BYTES = 512
};

struct checker {
    struct store_txn *txn;
    struct rows rows;
    struct arena arena;
    struct arena model_arena;
    struct buffer buffer;
    void (*finding)(void *ctx, const char *line);
    void *ctx;
};

PRINTF_LIKE(2, 3) static void found(struct checker *c, const char *format, ...)
{
    char line[LINE_BYTES];
    va_list args;

    va_start(args, format);
    vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    c->finding(c->ctx, line);
}

typedef void check_row(struct checker *c, struct slice key, struct slice value);

static void forget(struct checker *c)
{
    arena_reset(&c->arena);
    rows_init(&c->rows, c->txn, &c->arena, &c->buffer);
}

/* Call `check` with every row of the table.
 * Errors: faults, a row that does not decode among them. */
static enum status each_row(struct checker *c, enum table table, check_row *check)
{
    struct store_cursor cursor;
    uint32_t round = 0;
    enum status st = store_cursor_open(c->txn, (uint8_t)table, &cursor);

    if (st != STATUS_OK) {
        return st;
    }
    forget(c);
    for (st = store_cursor_first(&cursor); st == STATUS_OK && c->rows.writes.status == STATUS_OK;
         st = store_cursor_next(&cursor)) {
        check(c, cursor.key, cursor.value);
        if (++round % ROWS_PER_ROUND == 0 && c->rows.writes.status == STATUS_OK) {
            forget(c);
        }
    }
    store_cursor_close(&cursor);
    if (c->rows.writes.status != STATUS_OK) {
        return c->rows.writes.status;
    }
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

static bool row_exists(struct checker *c, enum table table, const struct row_key *key)
{
    struct slice value;

    return write_set_get(&c->rows.writes, table, key, &value);
}

static uint64_t first_u64(struct slice key)
{
    return bytes_get_u64be(key.data);
}

/* The element of a row that belongs to one; NULL when there is nothing (more) to say. */
static const struct element_row *owner(struct checker *c, const char *what, uint64_t key,
                                       uint64_t element_key, uint64_t instance_key)
{
    const struct element_row *row;

    if (banned_row_get(&c->rows, instance_key)) {
        return NULL;
    }
    row = element_row_find(&c->rows, element_key);
    if (row == NULL) {
        found(c, "%s %" PRIu64 ": its element %" PRIu64 " is gone", what, key, element_key);
    }
    return row;
}

/* --- definitions --- */

static void check_definition(struct checker *c, struct slice key, struct slice value)
{
    struct definition_row row;
    const struct bpmn_process *process;
    uint64_t awaited;

    (void)value;
    if (!definition_row_get(&c->rows, first_u64(key), &row)) {
        return;
    }
    arena_reset(&c->model_arena);
    if (bpmn_process_load(&c->model_arena, row.model, &process) != STATUS_OK) {
        found(c, "definition %" PRIu64 ": its model does not load", row.key);
    }
    if (!draining_row_get(&c->rows, row.key, &awaited) &&
        definition_key_find(&c->rows, row.tenant, row.process_id, row.version) != row.key) {
        found(c, "definition %" PRIu64 ": not found by its id and version", row.key);
    }
}

static void check_resource(struct checker *c, struct slice key, struct slice value)
{
    struct resource_row row;
    struct row_key by_id;
    struct slice present;

    (void)value;
    if (resource_row_get(&c->rows, first_u64(key), &row)) {
        by_id = resource_version_key(&row);
        if (!write_set_get(&c->rows.writes, TABLE_RESOURCE_BY_ID, &by_id, &present)) {
            found(c, "resource %" PRIu64 ": not found by its id and version", row.key);
        }
    }
}

static void check_requirements(struct checker *c, struct slice key, struct slice value)
{
    struct row_key resource = row_key_of(first_u64(key));
    struct requirements_row row;
    struct row_key unit;

    (void)value;
    if (!requirements_row_get(&c->rows, first_u64(key), &row)) {
        return;
    }
    unit = row_key_of(row.unit_key);
    if (!row_exists(c, TABLE_RESOURCE, &resource) || !row_exists(c, TABLE_DECISION_UNIT, &unit)) {
        found(c, "requirements %" PRIu64 ": resource or unit is gone", row.key);
    }
    for (uint32_t i = 0; i < row.decision_count; i++) {
        struct row_key decision = row_key_of(row.decision_keys[i]);

        if (!row_exists(c, TABLE_DECISION, &decision)) {
            found(c, "requirements %" PRIu64 ": a decision is gone", row.key);
        }
    }
}

static void check_decision(struct checker *c, struct slice key, struct slice value)
{
    struct row_key resource = row_key_of(first_u64(key));
    struct decision_row row;
    struct row_key requirements;

    (void)value;
    if (!decision_row_get(&c->rows, first_u64(key), &row)) {
        return;
    }
    requirements = row_key_of(row.requirements_key);
    if (!row_exists(c, TABLE_RESOURCE, &resource) ||
        !row_exists(c, TABLE_REQUIREMENTS, &requirements)) {
        found(c, "decision %" PRIu64 ": resource or requirements are gone", row.key);
    }
}

static void check_unit(struct checker *c, struct slice key, struct slice value)
{
    const struct dmn_unit *unit;
    struct unit_row row;

    (void)value;
    if (!unit_row_get(&c->rows, first_u64(key), &row)) {
        return;
    }
    arena_reset(&c->model_arena);
    if (dmn_load(&c->model_arena, row.encoded, &unit) != STATUS_OK) {
        found(c, "decision_unit %" PRIu64 ": it does not load", row.key);
    }
}

static void check_resource_by_id(struct checker *c, struct slice key, struct slice value)
{
    struct decoder d = row_open(&c->rows, value, 2);
    struct row_key resource = row_key_of(decode_u64(&d));

    (void)key;
    if (!row_exists(c, TABLE_RESOURCE, &resource)) {
        found(c, "resource_by_id: leads to no resource");
    }
}

static void check_resource_in(struct checker *c, struct slice key, struct slice value)
{
    struct row_key resource = row_key_of(first_u64(key));

    (void)value;
    if (!row_exists(c, TABLE_RESOURCE, &resource)) {
        found(c, "resource_in: resource %" PRIu64 " is gone", first_u64(key));
    }
}

static void check_def_by_id(struct checker *c, struct slice key, struct slice value)
{
    struct decoder d = row_open(&c->rows, value, DEFINITION_BY_ID_MEMBERS);
    struct row_key definition = row_key_of(decode_u64(&d));

    (void)key;
    if (!row_exists(c, TABLE_DEFINITION, &definition)) {
        found(c, "def_by_id: leads to no definition");
    }
}

/* It waits for an instance, or is looking for one. */
static bool drains_on(struct checker *c, uint64_t definition_key, uint64_t awaited)
{
    const struct element_row *row = element_row_find(&c->rows, awaited);
    struct row_key prefix;
    struct row_walk walk;
    bool is_due = false;

    if (row != NULL && row->scope_key == 0 && row->definition_key == definition_key) {
        return true;
    }
    row_key_init(&prefix);
    row_key_put_u8(&prefix, DUE_STAMP);
    for (bool more = walk_begin(&walk, &c->rows.writes, TABLE_DUE, &prefix); more && !is_due;
         more = walk_next(&walk)) {
        struct due_row due = due_row_of_key(walk.key);

        is_due = due.kind == DUE_DRAIN && due.key == definition_key;
    }
    walk_end(&walk);
    return is_due;
}

static void check_draining(struct checker *c, struct slice key, struct slice value)
{
    struct row_key definition = row_key_of(first_u64(key));
    uint64_t awaited = 0;

    (void)value;
    if (!row_exists(c, TABLE_DEFINITION, &definition)) {
        found(c, "draining %" PRIu64 ": leads to no definition", first_u64(key));
    }
    if (draining_row_get(&c->rows, first_u64(key), &awaited) &&
        !drains_on(c, first_u64(key), awaited)) {
        found(c, "draining %" PRIu64 ": waits for nothing", first_u64(key));
    }
}

static void check_start_sub(struct checker *c, struct slice key, struct slice value)
{
    struct start_subscription start;
    struct definition_start listed;

    (void)key;
    if (start_subscription_decode(&c->rows, value, &start) &&
        (!definition_start_from(&c->rows, start.definition_key, start.element, &listed) ||
         listed.element != start.element || listed.key != start.key)) {
        found(c, "start_sub %" PRIu64 ": not listed for its definition", start.key);
    }
}

/* --- elements --- */

static uint32_t count_children(struct checker *c, uint64_t scope_key)
{
    uint32_t count = 0;

    for (uint64_t child = element_child_after(&c->rows, scope_key, 0); child != 0;
         child = element_child_after(&c->rows, scope_key, child)) {
        count++;
    }
    return count;
}

static void check_subscriptions(struct checker *c, const struct element_row *row,
                                const struct definition_row *definition)
{
    for (uint32_t i = 0; i < row->subscription_count; i++) {
        const struct element_subscription *open = &row->subscriptions[i];
        struct timer_row timer;
        struct subscription_row before = {.key = open->key - 1,
                                          .tenant = definition->tenant,
                                          .process_id = definition->process_id,
                                          .message_name = open->message_name,
                                          .correlation_key = open->correlation_key};
        struct signal_subscription signal = {
            .key = open->key, .tenant = definition->tenant, .name = open->message_name};
        struct subscription_row message;
        uint64_t element_key;
        bool there = false;

        switch (open->kind) {
        case SUBSCRIPTION_TIMER:
            there = timer_row_get(&c->rows, open->key, open->due_ms, &timer);
            break;
        case SUBSCRIPTION_MESSAGE:
            there = subscription_row_after(&c->rows, &before, &message) && message.key == open->key;
            break;
        case SUBSCRIPTION_CONDITION:
            there = condition_row_after(&c->rows, row->instance_key, open->key - 1, &element_key) ==
                        open->key &&
                    element_key == row->key;
            break;
        case SUBSCRIPTION_SIGNAL:
            there = signal_subscription_exists(&c->rows, &signal);
            break;
        }
        if (!there) {
            found(c, "element %" PRIu64 ": its subscription %" PRIu64 " is gone", row->key,
                  open->key);
        }
    }
}

static bool is_called_by(struct checker *c, uint64_t instance_key, uint64_t caller_key)
{
    const struct element_row *called = element_row_find(&c->rows, instance_key);

    return called != NULL && called->scope_key == 0 && called->instance.caller_key == caller_key;
}

/* A call activity waits for it. */
static bool is_awaited(struct checker *c, const struct element_row *root)
{
    const struct element_row *caller = element_row_find(&c->rows, root->instance.caller_key);

    return caller != NULL && caller->job_key == root->key;
}

static void check_element_work(struct checker *c, const struct element_row *row)
{
    struct row_key work = row_key_of(row->job_key);
    struct row_key incident = row_key_of(row->incident_key);

    if (row->job_key != 0 && !row_exists(c, TABLE_JOB, &work) &&
        !row_exists(c, TABLE_USER_TASK, &work) && !is_called_by(c, row->job_key, row->key)) {
        found(c, "element %" PRIu64 ": its job %" PRIu64 " is gone", row->key, row->job_key);
    }
    if (row->incident_key != 0 && !row_exists(c, TABLE_INCIDENT, &incident)) {
        found(c, "element %" PRIu64 ": its incident is gone", row->key);
    }
    if (row->interrupted_by != 0 && element_row_find(&c->rows, row->interrupted_by) == NULL &&
        row->state != ELEMENT_TERMINATING) {
        found(c, "element %" PRIu64 ": what interrupts it is gone", row->key);
    }
}

static struct business_id_name business_name(const struct element_row *root,
                                             const struct definition_row *definition)
{
    return (struct business_id_name){.tenant = definition->tenant,
                                     .process_id = definition->process_id,
                                     .business_id = root->instance.business_id};
}

static void check_business_id(struct checker *c, struct slice key, struct slice value)
{
    uint64_t instance_key = row_key_last_u64(key);
    const struct element_row *root = element_row_find(&c->rows, instance_key);

    (void)value;
    if (root == NULL || root->scope_key != 0 || root->instance.business_id.data == NULL) {
        found(c, "business id of instance %" PRIu64 ": it is gone or has none", instance_key);
    }
}

static void check_instance(struct checker *c, const struct element_row *root,
                           const struct definition_row *definition)
{
    struct business_id_name name = business_name(root, definition);

    if (root->instance.caller_key != 0 && !is_awaited(c, root)) {
        found(c, "instance %" PRIu64 ": what has called it does not wait for it", root->key);
    }
    if (name.business_id.data != NULL && business_id_find(&c->rows, &name) == 0) {
        found(c, "instance %" PRIu64 ": not found by its business id", root->key);
    }
}

static void check_element(struct checker *c, struct slice key, struct slice value)
{
    const struct element_row *row = element_row_find(&c->rows, first_u64(key));
    struct definition_row definition;

    (void)value;
    if (row == NULL || banned_row_get(&c->rows, row->instance_key)) {
        return;
    }
    if (row->state == ELEMENT_COMPLETED || row->state >= ELEMENT_TERMINATED) {
        found(c, "element %" PRIu64 ": has ended but is still there", row->key);
    }
    if (row->scope_key != 0 && element_row_find(&c->rows, row->scope_key) == NULL) {
        found(c, "element %" PRIu64 ": its scope is gone", row->key);
    }
    if (element_row_find(&c->rows, row->instance_key) == NULL) {
        found(c, "element %" PRIu64 ": its process instance is gone", row->key);
    }
    if (!definition_row_get(&c->rows, row->definition_key, &definition)) {
        found(c, "element %" PRIu64 ": its definition is gone", row->key);
        return;
    }
    if (count_children(c, row->key) != row->active_children) {
        found(c, "element %" PRIu64 ": counts %u children, has %u", row->key, row->active_children,
              count_children(c, row->key));
    }
    if (row->scope_key == 0) {
        check_instance(c, row, &definition);
    }
    check_element_work(c, row);
    check_subscriptions(c, row, &definition);
}

static void check_child(struct checker *c, struct slice key, struct slice value)
{
    const struct element_row *row = element_row_find(&c->rows, row_key_last_u64(key));

    (void)value;
    if (row == NULL || row->scope_key != first_u64(key)) {
        found(c, "child %" PRIu64 ": no such element in that scope", row_key_last_u64(key));
    }
}

static void check_of_scope(struct checker *c, struct slice key, struct slice value)
{
    (void)value;
    if (element_row_find(&c->rows, first_u64(key)) == NULL) {
        found(c, "row of scope %" PRIu64 ", which is gone", first_u64(key));
    }
}

static void check_condition_subscription(struct checker *c, struct slice key, struct slice value)
{
    uint64_t subscription_key = row_key_last_u64(key);
    const struct element_row *row;
    uint64_t element_key;

    (void)value;
    if (condition_row_after(&c->rows, first_u64(key), subscription_key - 1, &element_key) == 0) {
        return; /* the fault says so */
    }
    row = owner(c, "condition", subscription_key, element_key, first_u64(key));
    if (row != NULL && element_subscription_find(row, subscription_key) == NULL) {
        found(c, "condition %" PRIu64 ": not its element's", subscription_key);
    }
}

static void check_compensation(struct checker *c, struct slice key, struct slice value)
{
    struct compensation_row entry;

    if (compensation_row_decode(&c->rows, value, &entry) &&
        element_row_find(&c->rows, entry.instance_key) == NULL) {
        found(c, "compensation of scope %" PRIu64 ": its process instance is gone", first_u64(key));
    }
}

/* --- work --- */

static void check_job(struct checker *c, struct slice key, struct slice value)
{
    struct job_row job;
    const struct element_row *row;
    struct row_key ready;
    struct due_row due;

    (void)value;
    if (!job_row_get(&c->rows, first_u64(key), &job)) {
        return;
    }
    row = owner(c, "job", job.key, job.element_key, job.instance_key);
    if (row == NULL) {
        return;
    }
    ready = job_ready_key(&job);
    due =
        (struct due_row){.clock = DUE_ENGINE, .kind = DUE_JOB, .at_ms = job.due_ms, .key = job.key};
    if (row->job_key != job.key) {
        found(c, "job %" PRIu64 ": not its element's", job.key);
    }
    if (row_exists(c, job_ready_table(&job), &ready) != (job.state == JOB_ROW_READY)) {
        found(c, "job %" PRIu64 ": state and job_ready differ", job.key);
    }
    if (job.due_ms != 0 && !due_row_exists(&c->rows, &due)) {
        found(c, "job %" PRIu64 ": not in due", job.key);
    }
}

static void check_job_ready(struct checker *c, struct slice key, struct slice value)
{
    struct job_row job;

    (void)value;
    if (!job_row_get(&c->rows, row_key_last_u64(key), &job) || job.state != JOB_ROW_READY) {
        found(c, "job_ready %" PRIu64 ": no such job is ready", row_key_last_u64(key));
    }
}

static void check_user_task(struct checker *c, struct slice key, struct slice value)
{
    struct user_task_row task;
    const struct element_row *row;

    (void)value;
    if (!user_task_row_get(&c->rows, first_u64(key), &task)) {
        return;
    }
    row = owner(c, "user task", task.key, task.element_key, task.instance_key);
    if (row != NULL && row->job_key != task.key) {
        found(c, "user task %" PRIu64 ": not its element's", task.key);
    }
}

static void check_incident(struct checker *c, struct slice key, struct slice value)
{
    struct incident_row incident;
    const struct element_row *row;

    (void)value;
    if (!incident_row_get(&c->rows, first_u64(key), &incident)) {
        return;
    }
    row = owner(c, "incident", incident.key, incident.element_key, incident.instance_key);
    if (row != NULL && row->incident_key != incident.key) {
        found(c, "incident %" PRIu64 ": not its element's", incident.key);
    }
    if (incident_after(&c->rows, incident.instance_key, incident.key - 1) != incident.key) {
        found(c, "incident %" PRIu64 ": not found by its instance", incident.key);
    }
}

static void check_incident_by(struct checker *c, struct slice key, struct slice value)
{
    struct row_key incident = row_key_of(row_key_last_u64(key));

    (void)value;
    if (!row_exists(c, TABLE_INCIDENT, &incident)) {
        found(c, "incident_by %" PRIu64 ": no such incident", row_key_last_u64(key));
    }
}

/* --- time --- */

static bool timer_is_listed(struct checker *c, const struct timer_row *timer)
{
    struct definition_start start;
    const struct element_row *row;

    if (timer->element_key == 0) {
        return definition_start_from(&c->rows, timer->definition_key, timer->target, &start) &&
               start.key == timer->key;
    }
    if (banned_row_get(&c->rows, timer->instance_key)) {
        return true;
    }
    row = element_row_find(&c->rows, timer->element_key);
    for (uint32_t i = 0; row != NULL && i < row->subscription_count; i++) {
        if (row->subscriptions[i].key == timer->key) {
            return true;
        }
    }
    return false;
}

static void check_due(struct checker *c, struct slice key, struct slice value)
{
    struct due_row due = due_row_of_key(key);
    struct row_key of = row_key_of(due.key);
    struct timer_row timer;
    bool leads = true;

    (void)value;
    switch (due.kind) {
    case DUE_TIMER:
        leads = timer_row_get(&c->rows, due.key, due.at_ms, &timer) && timer_is_listed(c, &timer);
        break;
    case DUE_JOB:
        leads = row_exists(c, TABLE_JOB, &of);
        break;
    case DUE_MESSAGE:
        leads = row_exists(c, TABLE_MSG, &of);
        break;
    case DUE_DRAIN:
        leads = row_exists(c, TABLE_DRAINING, &of);
        break;
    case DUE_DEDUPE:
        break;
    }
    if (!leads) {
        found(c, "due %" PRIu64 " at %" PRId64 ": nothing there to happen", due.key, due.at_ms);
    }
}

/* --- messages --- */

static void check_message(struct checker *c, struct slice key, struct slice value)
{
    struct message_row message;
    struct due_row due;

    (void)value;
    if (!message_row_get(&c->rows, first_u64(key), &message)) {
        return;
    }
    due = (struct due_row){
        .clock = DUE_ENGINE, .kind = DUE_MESSAGE, .at_ms = message.deadline_ms, .key = message.key};
    if (!due_row_exists(&c->rows, &due)) {
        found(c, "msg %" PRIu64 ": never expires", message.key);
    }
}

static void check_message_by_name(struct checker *c, struct slice key, struct slice value)
{
    struct row_key message = row_key_of(row_key_last_u64(key));

    (void)value;
    if (!row_exists(c, TABLE_MSG, &message)) {
        found(c, "msg_by_name %" PRIu64 ": no such message", row_key_last_u64(key));
    }
}

static void check_message_done(struct checker *c, struct slice key, struct slice value)
{
    struct row_key message = row_key_of(first_u64(key));

    (void)value;
    if (!row_exists(c, TABLE_MSG, &message)) {
        found(c, "msg_done %" PRIu64 ": no such message", first_u64(key));
    }
}

static void check_message_passed(struct checker *c, struct slice key, struct slice value)
{
    struct decoder d = row_open(&c->rows, value, 4);
    struct row_key message = row_key_of(decode_u64(&d));

    (void)key;
    if (!row_exists(c, TABLE_MSG, &message)) {
        found(c, "msg_passed: leads to no message");
    }
}

static void check_message_id(struct checker *c, struct slice key, struct slice value)
{
    struct decoder d = row_open(&c->rows, value, 1);
    struct row_key message = row_key_of(decode_u64(&d));

    (void)key;
    if (!row_exists(c, TABLE_MSG, &message)) {
        found(c, "msg_id: leads to no message");
    }
}

static void check_message_lock(struct checker *c, struct slice key, struct slice value)
{
    struct decoder d = row_open(&c->rows, value, 1);
    uint64_t instance_key = decode_u64(&d);

    (void)key;
    if (element_row_find(&c->rows, instance_key) == NULL) {
        found(c, "msg_lock: held by instance %" PRIu64 ", which is gone", instance_key);
    }
}

static bool is_listed(const struct element_row *row, uint64_t subscription_key)
{
    return element_subscription_find(row, subscription_key) != NULL;
}

static void check_signal_subscription(struct checker *c, struct slice key, struct slice value)
{
    struct signal_subscription signal;
    struct definition_start listed;
    const struct element_row *row;
    bool is_whose = false;

    if (!signal_subscription_decode(&c->rows, row_key_last_u64(key), value, &signal)) {
        return;
    }
    if (signal.element_key == 0) {
        is_whose = definition_start_from(&c->rows, signal.definition_key, signal.target, &listed) &&
                   listed.element == signal.target && listed.key == signal.key;
    } else {
        row = owner(c, "signal_sub", signal.key, signal.element_key, signal.instance_key);
        is_whose = row == NULL || is_listed(row, signal.key);
    }
    if (!is_whose) {
        found(c, "signal_sub %" PRIu64 ": nobody waits", signal.key);
    }
}

/* Somebody must still be told of it. */
static void check_signal(struct checker *c, struct slice key, struct slice value)
{
    (void)value;
    if (!step_rows_exist(&c->rows, first_u64(key))) {
        found(c, "signal %" PRIu64 ": no step hands it on", first_u64(key));
    }
}

static void check_subscription(struct checker *c, struct slice key, struct slice value)
{
    struct subscription_row subscription;
    const struct element_row *row;

    if (!subscription_row_decode(&c->rows, row_key_last_u64(key), value, &subscription)) {
        return;
    }
    row = owner(c, "sub", subscription.key, subscription.element_key, subscription.instance_key);
    if (row != NULL && !is_listed(row, subscription.key)) {
        found(c, "sub %" PRIu64 ": not its element's", subscription.key);
    }
}

/* --- the rest --- */

static void check_batch(struct checker *c, struct slice key, struct slice value)
{
    uint64_t batch_key = first_u64(key);
    struct row_key row_key = row_key_of(batch_key);
    struct batch_row batch;

    (void)value;
    if (!batch_row_get(&c->rows, batch_key, &batch)) {
        return; /* the fault says so */
    }
    if (!row_exists(c, TABLE_BATCH_PLAN, &row_key)) {
        found(c, "batch %" PRIu64 ": has no plan", batch_key);
    }
    if (batch.suspended == step_rows_exist(&c->rows, batch_key)) {
        found(c, "batch %" PRIu64 ": %s", batch_key,
              batch.suspended ? "suspended, and asks for more" : "will never go on");
    }
    if (batch.done > batch.total || batch.failed > batch.done || batch.listed > batch.total) {
        found(c, "batch %" PRIu64 ": counts more than it has", batch_key);
    }
}

static void check_of_batch(struct checker *c, struct slice key, struct slice value)
{
    struct row_key batch = row_key_of(first_u64(key));

    (void)value;
    if (!row_exists(c, TABLE_BATCH, &batch)) {
        found(c, "row of batch %" PRIu64 ", which is gone", first_u64(key));
    }
}

static void check_step(struct checker *c, struct slice key, struct slice value)
{
    struct row_key batch = row_key_of(first_u64(key));

    if (row_exists(c, TABLE_BATCH, &batch)) {
        return;
    }
    if (!step_is_of_no_instance(&c->rows, value) && !banned_row_get(&c->rows, first_u64(key)) &&
        element_row_find(&c->rows, first_u64(key)) == NULL) {
        found(c, "step of instance %" PRIu64 ", which is gone", first_u64(key));
    }
}

static void check_bucket(struct checker *c, struct slice key, struct slice value)
{
    struct due_row due = {.clock = DUE_STAMP, .kind = DUE_DEDUPE, .key = first_u64(key)};
    uint32_t count;
    const struct slice *records = dedupe_chunk_decode(&c->rows, value, &count);

    for (uint32_t i = 0; i < count; i++) {
        struct row_key record;

        row_key_init(&record);
        row_key_put_parts(&record, records[i]);
        if (!row_exists(c, TABLE_DEDUPE, &record)) {
            found(c, "dedupe_bucket %" PRIu64 ": lists a record that is gone", due.key);
        }
    }
    due.at_ms = dedupe_bucket_due_ms(due.key);
    if (!due_row_exists(&c->rows, &due)) {
        found(c, "dedupe_bucket %" PRIu64 ": never expires", due.key);
    }
}

enum status fsm_check(struct store_txn *txn, void (*finding)(void *ctx, const char *line),
                      void *ctx)
{
    static const struct {
        enum table table;
        check_row *check;
    } checks[] = {
        {TABLE_DEFINITION, check_definition},
        {TABLE_DEF_BY_ID, check_def_by_id},
        {TABLE_RESOURCE, check_resource},
        {TABLE_RESOURCE_BY_ID, check_resource_by_id},
        {TABLE_RESOURCE_IN, check_resource_in},
        {TABLE_REQUIREMENTS, check_requirements},
        {TABLE_DECISION, check_decision},
        {TABLE_DECISION_UNIT, check_unit},
        {TABLE_DRAINING, check_draining},
        {TABLE_START_SUB, check_start_sub},
        {TABLE_ELEMENT, check_element},
        {TABLE_CHILD, check_child},
        {TABLE_ROOT_BY_BUSINESS_ID, check_business_id},
        {TABLE_VARIABLE, check_of_scope},
        {TABLE_JOIN, check_of_scope},
        {TABLE_LOOP_ITEM, check_of_scope},
        {TABLE_LOOP_OUTPUT, check_of_scope},
        {TABLE_JOB, check_job},
        {TABLE_JOB_READY, check_job_ready},
        {TABLE_JOB_READY_LEASED, check_job_ready},
        {TABLE_USER_TASK, check_user_task},
        {TABLE_INCIDENT, check_incident},
        {TABLE_INCIDENT_BY, check_incident_by},
        {TABLE_DUE, check_due},
        {TABLE_MSG, check_message},
        {TABLE_MSG_BY_NAME, check_message_by_name},
        {TABLE_MSG_DONE, check_message_done},
        {TABLE_MSG_ID, check_message_id},
        {TABLE_MSG_PASSED, check_message_passed},
        {TABLE_MSG_LOCK, check_message_lock},
        {TABLE_SUB, check_subscription},
        {TABLE_SIGNAL, check_signal},
        {TABLE_SIGNAL_SUB, check_signal_subscription},
        {TABLE_COMPENSATION, check_compensation},
        {TABLE_CONDITION_SUB, check_condition_subscription},
        {TABLE_STEP, check_step},
        {TABLE_BATCH, check_batch},
        {TABLE_BATCH_PLAN, check_of_batch},
        {TABLE_BATCH_ITEM, check_of_batch},
        {TABLE_DEDUPE_BUCKET, check_bucket},
    };
    struct checker c = {.txn = txn, .finding = finding, .ctx = ctx};
    enum status st = STATUS_OK;

    arena_init(&c.arena, COMMAND_ARENA_BYTES);
    arena_init(&c.model_arena, COMMAND_ARENA_BYTES);
    buffer_init(&c.buffer, ROW_BYTES_MAX);
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]) && st == STATUS_OK; i++) {
        st = each_row(&c, checks[i].table, checks[i].check);
    }
    arena_deinit(&c.arena);
    arena_deinit(&c.model_arena);
    buffer_deinit(&c.buffer);
    return st;
}
