/* Deployment: new versions of processes, and their start events in place of the older version's.
 *
 * Everything is checked before the first row is put; what is refused is told for all resources at
 * once. A process whose newest version came from the same bytes under the same name is that version
 * still. */
#include <inttypes.h>

#include "command/commands.h"
#include "row/definition_rows.h"
#include "verb/timer.h"

enum {
    /* With an idempotency key the answer must fit its record: two keys and this many. */
    PROCESSES_WITH_KEY_MAX = 40
};

/* What one start event of a new version waits for, evaluated. */
struct planned_start {
    uint32_t element;
    bool is_timer;
    struct timer_plan timer;
    struct slice message_name;
};

struct planned_process {
    struct definition_row row;
    const struct deploy_resource *resource;
    const struct bpmn_process *process;
    uint64_t previous_key; /* newest version so far; 0: none */
    bool is_unchanged;     /* row is that version's */
    struct planned_start *starts;
    uint32_t start_count;
};

struct deployment {
    struct planned_process *processes;
    uint32_t count;
    struct slice errors; /* one a line, each after a newline */
};

static void deployment_error(struct exec *x, struct deployment *deployment,
                             const struct deploy_resource *resource, struct slice reason)
{
    deployment->errors = exec_printf(x, "%.*s\n'%.*s': %.*s", SLICE_ARG(deployment->errors),
                                     SLICE_ARG(resource->name), SLICE_ARG(reason));
}

/* --- checking --- */

/* The start event as it will wait. No variables are there to be seen. */
static enum verdict plan_start(struct exec *x, const struct bpmn_process *process,
                               const struct bpmn_element *e, struct planned_start *out)
{
    const struct bpmn_event *event = &process->events[e->event];
    struct surroundings nothing = {.scope = NULL};
    struct outcome outcome;
    struct value_item head;
    enum verdict v;

    out->element = e->index;
    if (event->kind == BPMN_EVENT_TIMER) {
        out->is_timer = true;
        return timer_evaluate(x, process, event, &nothing, &out->timer);
    }
    v = expression_evaluate(x, &process->expressions[event->message_name], &nothing,
                            INCIDENT_EXTRACT_VALUE_ERROR, &outcome);
    if (v != V_OK) {
        return v;
    }
    if (outcome.type != FEEL_STRING || value_head(outcome.value, &head) != STATUS_OK) {
        return expression_mismatch(x, &outcome, "'STRING'");
    }
    out->message_name = head.text;
    return V_OK;
}

static bool waits(const struct bpmn_process *process, const struct bpmn_element *e)
{
    enum bpmn_event_kind kind = bpmn_event_kind_of(process, e);

    return e->kind == BPMN_START_EVENT && (kind == BPMN_EVENT_MESSAGE || kind == BPMN_EVENT_TIMER);
}

static enum verdict plan_starts(struct exec *x, struct planned_process *planned)
{
    const struct bpmn_process *process = planned->process;
    struct bpmn_range children = process->elements[0].children;

    planned->starts = ARENA_ARRAY(x->arena, struct planned_start, children.count + 1);
    ENSURE(x, planned->starts != NULL);
    for (uint32_t i = 0; i < children.count; i++) {
        const struct bpmn_element *e =
            &process->elements[process->element_refs[children.first + i]];

        if (waits(process, e)) {
            enum verdict v = plan_start(x, process, e, &planned->starts[planned->start_count]);

            if (v != V_OK) {
                return v;
            }
            planned->start_count++;
        }
    }
    return V_OK;
}

/* Is the newest version this very process? Then planned becomes that version. */
static void compare_with_newest(struct exec *x, struct planned_process *planned)
{
    struct definition_row *row = &planned->row;
    struct definition_row newest;

    planned->previous_key = definition_key_find(&x->rows, row->tenant, row->process_id, -1);
    row->version = 1;
    if (planned->previous_key == 0 ||
        !definition_row_get(&x->rows, planned->previous_key, &newest)) {
        return;
    }
    row->version = newest.version + 1;
    planned->is_unchanged = hash128_equal(newest.content_hash, row->content_hash) &&
                            slice_equal(newest.resource_name, row->resource_name) &&
                            slice_equal(newest.model, row->model);
    if (planned->is_unchanged) {
        *row = newest;
    }
}

static bool is_duplicate(const struct deployment *deployment, struct slice process_id)
{
    for (uint32_t i = 0; i < deployment->count; i++) {
        if (slice_equal(deployment->processes[i].row.process_id, process_id)) {
            return true;
        }
    }
    return false;
}

static enum verdict check_process(struct exec *x, struct deployment *deployment,
                                  const struct deploy_resource *resource,
                                  const struct deploy_process *process)
{
    struct planned_process *planned = &deployment->processes[deployment->count];
    enum verdict v;

    if (is_duplicate(deployment, process->process_id)) {
        deployment_error(x, deployment, resource,
                         exec_printf(x, "Duplicated process id '%.*s' in this deployment",
                                     SLICE_ARG(process->process_id)));
        return V_OK;
    }
    if (bpmn_process_load(x->arena, process->model, &planned->process) != STATUS_OK ||
        !slice_equal(planned->process->id, process->process_id) || process->process_id.size == 0) {
        deployment_error(x, deployment, resource, SLICE("The compiled process is damaged"));
        return V_OK;
    }

    planned->resource = resource;
    planned->row = (struct definition_row){.tenant = x->command->tenant,
                                           .process_id = process->process_id,
                                           .name = process->name,
                                           .version_tag = process->version_tag,
                                           .resource_name = resource->name,
                                           .content_hash = hash128(resource->content),
                                           .model = process->model};
    v = plan_starts(x, planned);
    if (v == V_INCIDENT) {
        deployment_error(x, deployment, resource, x->failure.message);
        return V_OK;
    }
    compare_with_newest(x, planned);
    deployment->count++;
    return v;
}

static enum verdict check_all(struct exec *x, struct deployment *deployment)
{
    const struct deploy_command *c = &x->command->deploy;
    uint32_t total = 0;
    enum verdict v = V_OK;

    for (uint32_t i = 0; i < c->resource_count; i++) {
        total += c->resources[i].process_count;
    }
    deployment->processes = ARENA_ARRAY(x->arena, struct planned_process, total + 1);
    ENSURE(x, deployment->processes != NULL);
    for (uint32_t i = 0; i < c->resource_count; i++) {
        const struct deploy_resource *resource = &c->resources[i];

        for (uint32_t j = 0; v == V_OK && j < resource->process_count; j++) {
            v = check_process(x, deployment, resource, &resource->processes[j]);
        }
    }
    if (v == V_OK && total > PROCESSES_WITH_KEY_MAX && x->command->idempotency_key.data != NULL) {
        exec_reject(x, STATUS_INVALID_ARGUMENT,
                    "Expected to deploy at most %d processes under one idempotency key",
                    PROCESSES_WITH_KEY_MAX);
    }
    return v;
}

/* --- writing --- */

/* The start events of the version that is the newest no longer. */
static enum verdict starts_take_down(struct exec *x, uint64_t definition_key)
{
    const struct definition *definition = definitions_get(x->definitions, &x->rows, definition_key);
    struct definition_start start;

    ENSURE(x, definition != NULL);
    while (definition_start_from(&x->rows, definition_key, 0, &start)) {
        definition_start_delete(&x->rows, definition_key, start.element);
        if (start.is_timer) {
            struct timer_row timer = {
                .key = start.key, .due_ms = start.due_ms, .target = start.element};

            timer_row_delete(&x->rows, timer.key, timer.due_ms);
            trace_timer(x, definition, NULL, &timer, TIMER_CANCELED);
        } else {
            struct start_subscription message = {.key = start.key,
                                                 .definition_key = definition_key,
                                                 .element = start.element,
                                                 .message_name = start.message_name};

            start_subscription_delete(&x->rows, definition->tenant, &message);
            trace_start_subscription(x, definition, &message, SUBSCRIPTION_DELETED);
        }
    }
    return V_OK;
}

/* As much of a definition as the trace of its start events asks for. */
static struct definition shown_as(const struct planned_process *planned)
{
    return (struct definition){.key = planned->row.key,
                               .tenant = planned->row.tenant,
                               .process_id = planned->row.process_id,
                               .version = planned->row.version,
                               .process = planned->process};
}

static void start_put_up(struct exec *x, const struct planned_process *planned,
                         const struct planned_start *plan)
{
    struct definition shown = shown_as(planned);
    struct definition_start start = {.element = plan->element,
                                     .is_timer = plan->is_timer,
                                     .key = exec_next_key(x),
                                     .message_name = plan->message_name,
                                     .due_ms = plan->timer.due_ms};

    if (plan->is_timer && plan->timer.never) {
        return;
    }
    definition_start_put(&x->rows, planned->row.key, &start);
    if (plan->is_timer) {
        struct timer_row timer = {.key = start.key,
                                  .due_ms = start.due_ms,
                                  .definition_key = planned->row.key,
                                  .target = plan->element,
                                  .repetitions = plan->timer.repetitions,
                                  .cycle = plan->timer.cycle};

        timer_row_put(&x->rows, &timer);
        trace_timer(x, &shown, NULL, &timer, TIMER_CREATED);
    } else {
        struct start_subscription message = {.key = start.key,
                                             .definition_key = planned->row.key,
                                             .element = plan->element,
                                             .message_name = plan->message_name};

        start_subscription_put(&x->rows, planned->row.tenant, &message);
        trace_start_subscription(x, &shown, &message, SUBSCRIPTION_CREATED);
    }
}

static enum verdict process_put(struct exec *x, struct planned_process *planned,
                                uint64_t deployment_key)
{
    enum verdict v = V_OK;

    planned->row.key = exec_next_key(x);
    planned->row.deployment_key = deployment_key;
    definition_row_put(&x->rows, &planned->row);
    trace_definition(x, &planned->row, planned->resource->content);
    if (planned->previous_key != 0) {
        v = starts_take_down(x, planned->previous_key);
    }
    for (uint32_t i = 0; v == V_OK && i < planned->start_count; i++) {
        start_put_up(x, planned, &planned->starts[i]);
    }
    return v;
}

enum verdict run_deploy(struct exec *x)
{
    struct deployment deployment = {.count = 0};
    struct deploy_result *result = &x->result.deploy;
    enum verdict v = check_all(x, &deployment);

    if (v == V_OK && deployment.errors.size > 0) {
        exec_reject(x, STATUS_INVALID_ARGUMENT,
                    "Expected to deploy new resources, but encountered the following errors:%.*s",
                    SLICE_ARG(deployment.errors));
    }
    if (v != V_OK || x->result.status != STATUS_OK) {
        return v;
    }

    result->deployment_key = exec_next_key(x);
    result->process_count = deployment.count;
    result->processes = ARENA_ARRAY(x->arena, struct deployed_process, deployment.count + 1);
    ENSURE(x, result->processes != NULL);
    for (uint32_t i = 0; v == V_OK && i < deployment.count; i++) {
        struct planned_process *planned = &deployment.processes[i];

        if (!planned->is_unchanged) {
            v = process_put(x, planned, result->deployment_key);
        }
        result->processes[i] =
            (struct deployed_process){.process_id = planned->row.process_id,
                                      .version = planned->row.version,
                                      .resource_name = planned->row.resource_name,
                                      .process_definition_key = planned->row.key};
    }
    return v;
}
