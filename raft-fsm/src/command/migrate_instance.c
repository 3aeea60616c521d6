/* Migrating a process instance: what runs goes on in another definition.
 *
 * Every living element needs a counterpart of the same kind in the same place. All of it is checked
 * before the first row changes; then each row points to its counterpart, and job, user task,
 * incident and subscriptions go along. */
#include <inttypes.h>

#include "base/limits.h"
#include "command/commands.h"
#include "engine/lifecycle.h"
#include "row/user_task_rows.h"
#include "verb/compensation.h"
#include "verb/element_search.h"
#include "verb/event.h"
#include "verb/instance.h"
#include "verb/subscription.h"

struct migration {
    const struct migrate_instance_command *command;
    struct element_row *root;
    const struct definition *target;
    const struct bpmn_process *from;
    const struct bpmn_process *to;
    uint32_t *targets;          /* by element of `from` */
    struct element_list living; /* the instance first, a scope before what is in it */
};

PRINTF_LIKE(4, 5)
static bool refuse(struct exec *x, const struct migration *m, enum status status,
                   const char *format, ...)
{
    struct slice text;
    va_list args;

    va_start(args, format);
    text = exec_vprintf(x, format, args);
    va_end(args);
    exec_reject(x, status, "Expected to migrate process instance '%" PRIu64 "', but %.*s",
                m->command->process_instance_key, SLICE_ARG(text));
    return false;
}

/* --- who goes where --- */

static bool find_both(struct exec *x, struct migration *m)
{
    uint64_t key = m->command->process_definition_key;

    m->root = element_find(x, m->command->process_instance_key);
    if (m->root == NULL || m->root->scope_key != 0 || !event_is_welcome(x, m->root)) {
        return refuse(x, m, STATUS_NOT_FOUND, "no such process instance was found");
    }
    if (!instance_admit(x, m->root->key)) {
        return false;
    }
    m->target = definitions_get(x->definitions, &x->rows, key);
    if (m->target == NULL || m->target->is_draining ||
        !slice_equal(m->target->tenant, m->root->definition->tenant)) {
        return refuse(x, m, STATUS_NOT_FOUND,
                      "no process definition to migrate to was found with key '%" PRIu64 "'", key);
    }
    m->from = element_process(m->root);
    m->to = m->target->process;
    return true;
}

static bool map_pair(struct exec *x, struct migration *m, const struct element_pair *pair)
{
    const struct bpmn_element *source = bpmn_find_element(m->from, pair->source_id);
    const struct bpmn_element *target = bpmn_find_element(m->to, pair->target_id);

    if (source == NULL || source->index == 0) {
        return refuse(x, m, STATUS_INVALID_ARGUMENT,
                      "the mapping instructions name a source element that could not be found: "
                      "'%.*s'",
                      SLICE_ARG(pair->source_id));
    }
    if (target == NULL || target->index == 0) {
        return refuse(x, m, STATUS_INVALID_ARGUMENT,
                      "the mapping instructions name a target element that could not be found: "
                      "'%.*s'",
                      SLICE_ARG(pair->target_id));
    }
    if (m->targets[source->index] != BPMN_NONE) {
        return refuse(x, m, STATUS_INVALID_ARGUMENT,
                      "the mapping instructions name source element '%.*s' twice",
                      SLICE_ARG(pair->source_id));
    }
    m->targets[source->index] = target->index;
    if (bpmn_is_loop_body(source) && bpmn_is_loop_body(target)) {
        m->targets[source->index + 1] = target->index + 1;
    }
    return true;
}

static bool map_all(struct exec *x, struct migration *m)
{
    m->targets = ARENA_ARRAY(x->arena, uint32_t, m->from->element_count);
    if (m->targets == NULL) {
        return false; /* the arena says so */
    }
    m->targets[0] = 0;
    for (uint32_t i = 1; i < m->from->element_count; i++) {
        m->targets[i] = BPMN_NONE;
    }
    for (uint32_t i = 0; i < m->command->mapping_count; i++) {
        if (!map_pair(x, m, &m->command->mappings[i])) {
            return false;
        }
    }
    return true;
}

/* --- what lives --- */

static bool find_living(struct exec *x, struct migration *m)
{
    if (elements_living(x, m->root, LIMIT_MIGRATE_ELEMENTS, &m->living)) {
        return true;
    }
    return m->living.count > LIMIT_MIGRATE_ELEMENTS
               ? refuse(x, m, STATUS_WRONG_STATE, "it has more than %d active element instances",
                        LIMIT_MIGRATE_ELEMENTS)
               : false;
}

/* --- what may go along --- */

/* Who does the work: the engine, a worker, a person. */
static bool works_alike(const struct bpmn_element *a, const struct bpmn_element *b)
{
    return a->is_managed_user_task == b->is_managed_user_task &&
           (a->job_type == BPMN_NONE) == (b->job_type == BPMN_NONE);
}

/* What a loop has begun with, it goes on with. */
static bool loops_alike(const struct bpmn_element *a, const struct bpmn_element *b)
{
    return a->loop.is_sequential == b->loop.is_sequential &&
           (a->loop.input_collection == BPMN_NONE) == (b->loop.input_collection == BPMN_NONE) &&
           slice_equal(a->loop.output_collection, b->loop.output_collection);
}

static bool check_kind(struct exec *x, const struct migration *m, const struct bpmn_element *source,
                       const struct bpmn_element *target)
{
    if (source->kind != target->kind) {
        return refuse(x, m, STATUS_WRONG_STATE,
                      "active element '%.*s' of type %s is mapped to '%.*s' of type %s",
                      SLICE_ARG(source->id), bpmn_kind_name(source->kind), SLICE_ARG(target->id),
                      bpmn_kind_name(target->kind));
    }
    if (bpmn_event_kind_of(m->from, source) != bpmn_event_kind_of(m->to, target) ||
        subscription_is_own(m->from, source) != subscription_is_own(m->to, target) ||
        !works_alike(source, target) || !loops_alike(source, target)) {
        return refuse(x, m, STATUS_WRONG_STATE,
                      "active element '%.*s' is mapped to '%.*s', which waits for something else "
                      "or is implemented otherwise",
                      SLICE_ARG(source->id), SLICE_ARG(target->id));
    }
    if (source->scope != BPMN_NONE && m->targets[source->scope] != target->scope) {
        return refuse(x, m, STATUS_WRONG_STATE,
                      "active element '%.*s' is mapped to '%.*s' in another scope",
                      SLICE_ARG(source->id), SLICE_ARG(target->id));
    }
    return true;
}

static bool waits_for(const struct bpmn_process *process, const struct bpmn_element *e,
                      uint32_t event)
{
    for (uint32_t i = 0; i < subscription_other_count(e); i++) {
        if (subscription_other(process, e, i) == event) {
            return true;
        }
    }
    return false;
}

/* A boundary event goes along with its activity, what a gateway waits for with the gateway, and two
 * do not become one. */
static bool check_boundaries(struct exec *x, const struct migration *m,
                             const struct bpmn_element *source, const struct bpmn_element *target)
{
    for (uint32_t i = 0; i < subscription_other_count(source); i++) {
        const struct bpmn_element *event =
            &m->from->elements[subscription_other(m->from, source, i)];
        uint32_t mapped = m->targets[event->index];

        if (mapped == BPMN_NONE) {
            continue;
        }
        if (!waits_for(m->to, target, mapped) ||
            bpmn_event_kind_of(m->to, &m->to->elements[mapped]) !=
                bpmn_event_kind_of(m->from, event)) {
            return refuse(x, m, STATUS_WRONG_STATE,
                          "event '%.*s' is mapped to '%.*s', which is no such event of "
                          "'%.*s'",
                          SLICE_ARG(event->id), SLICE_ARG(m->to->elements[mapped].id),
                          SLICE_ARG(target->id));
        }
        for (uint32_t j = 0; j < i; j++) {
            if (m->targets[subscription_other(m->from, source, j)] == mapped) {
                return refuse(x, m, STATUS_WRONG_STATE, "two events of '%.*s' are mapped to '%.*s'",
                              SLICE_ARG(source->id), SLICE_ARG(m->to->elements[mapped].id));
            }
        }
    }
    return true;
}

static bool check_row(struct exec *x, const struct migration *m, const struct element_row *row)
{
    const struct bpmn_element *source = element_model(row);
    uint32_t mapped = m->targets[row->element];

    if (!element_is_alive(row) || row->interrupted || row->interrupted_by != 0) {
        return refuse(x, m, STATUS_WRONG_STATE,
                      "element '%.*s' is about to begin or to end. Please try again",
                      SLICE_ARG(source->id));
    }
    if (row->active_flows > 0 && !bpmn_is_loop_body(source)) {
        return refuse(x, m, STATUS_WRONG_STATE,
                      "a token waits at a joining gateway in '%.*s', which cannot be migrated",
                      SLICE_ARG(source->id));
    }
    if (mapped == BPMN_NONE) {
        return refuse(x, m, STATUS_WRONG_STATE,
                      "no mapping instruction was given for active element '%.*s'",
                      SLICE_ARG(source->id));
    }
    if (m->from->has_compensation && compensation_is_kept(x, row)) {
        return refuse(x, m, STATUS_WRONG_STATE,
                      "something that could be compensated has completed in '%.*s', which cannot "
                      "be migrated",
                      SLICE_ARG(source->id));
    }
    return check_kind(x, m, source, &m->to->elements[mapped]) &&
           check_boundaries(x, m, source, &m->to->elements[mapped]);
}

static bool check_all(struct exec *x, const struct migration *m)
{
    if (x->steps.may_be_stored && step_rows_exist(&x->rows, m->root->key)) {
        return refuse(x, m, STATUS_WRONG_STATE, "work on it is under way. Please try again");
    }
    for (uint32_t i = 0; i < m->living.count; i++) {
        if (!check_row(x, m, m->living.rows[i])) {
            return false;
        }
    }
    return true;
}

/* --- going --- */

static void trace_row(struct exec *x, const struct element_row *row)
{
    if (row->scope_key == 0) {
        trace_instance(x, row, INSTANCE_ACTIVE);
    } else {
        trace_element(x, row, (enum element_state)row->state);
    }
}

/* What hangs on the row says where it is; only an incident's step has the number in it. */
static void move_along(struct exec *x, const struct element_row *row)
{
    struct incident_row incident;
    struct user_task_row task;
    struct job_row job;

    if (row->job_key != 0 && element_model(row)->is_managed_user_task) {
        if (user_task_row_get(&x->rows, row->job_key, &task)) {
            trace_user_task(x, row, &task, USER_TASK_CREATED);
        }
    } else if (row->job_key != 0 && job_row_get(&x->rows, row->job_key, &job)) {
        trace_job(x, row, &job, JOB_MIGRATED);
    }
    if (row->incident_key != 0 && incident_row_get(&x->rows, row->incident_key, &incident)) {
        incident.step.element = row->element;
        incident_row_put_again(&x->rows, &incident);
        trace_incident(x, row, &incident, INCIDENT_ACTIVE);
    }
}

/* The elements whose end is the end of the instance, by id. */
static enum verdict move_final_elements(struct exec *x, const struct migration *m)
{
    struct instance_part *part = &m->root->instance;
    struct slice *ids;

    if (part->final_element_count == 0) {
        return V_OK;
    }
    ids = ARENA_ARRAY(x->arena, struct slice, part->final_element_count);
    ENSURE(x, ids != NULL);
    for (uint32_t i = 0; i < part->final_element_count; i++) {
        const struct bpmn_element *e = bpmn_find_element(m->from, part->final_elements[i]);
        uint32_t mapped = e == NULL ? BPMN_NONE : m->targets[e->index];

        ids[i] = mapped == BPMN_NONE ? part->final_elements[i] : m->to->elements[mapped].id;
    }
    part->final_elements = ids;
    return V_OK;
}

static enum verdict move_row(struct exec *x, const struct migration *m, struct element_row *row)
{
    struct element_map map = {.from = m->from, .targets = m->targets};
    uint32_t was = row->element;

    subscriptions_leave(x, row, &map);
    if (row == m->root) {
        instance_redefine(x, row, m->target);
    }
    row->definition = m->target;
    row->definition_key = m->target->key;
    row->element = m->targets[was];
    trace_row(x, row);
    move_along(x, row);
    return subscriptions_arrive(x, row, was, &map);
}

/* An event that cannot wait where it goes refuses the whole command. */
static enum verdict move_all(struct exec *x, const struct migration *m)
{
    enum verdict v = move_final_elements(x, m);

    for (uint32_t i = 0; v == V_OK && i < m->living.count; i++) {
        v = move_row(x, m, m->living.rows[i]);
        if (v == V_INCIDENT) {
            (void)refuse(
                x, m, STATUS_INVALID_ARGUMENT, "the events of '%.*s' cannot be waited for: %.*s",
                SLICE_ARG(element_model(m->living.rows[i])->id), SLICE_ARG(x->failure.message));
            return V_OK;
        }
    }
    return v;
}

enum verdict run_migrate_instance(struct exec *x)
{
    struct migration m = {.command = &x->command->migrate_instance};

    if (!find_both(x, &m) || !map_all(x, &m) || !find_living(x, &m) || !check_all(x, &m)) {
        return V_OK;
    }
    return move_all(x, &m);
}
