/* Deployment: new versions of processes, and their start events in place of the older version's;
 * new versions of forms and other files.
 *
 * Everything is checked before the first row is put; what is refused is told for all resources at
 * once. What came from the same bytes under the same name as its newest version is that version
 * still; but a process that is bound to forms of its own deployment is new when they are. */
#include <inttypes.h>

#include "command/commands.h"
#include "command/deploy_int.h"
#include "row/definition_rows.h"
#include "row/resource_rows.h"
#include "verb/called.h"
#include "verb/decision.h"
#include "verb/form.h"
#include "verb/start_event.h"

enum {
    /* With an idempotency key the answer must fit its record: two keys and this many. */
    ITEMS_WITH_KEY_MAX = 40
};

struct planned_process {
    struct definition_row row;
    const struct deploy_resource *resource;
    const struct bpmn_process *process;
    uint64_t previous_key;       /* newest version so far; 0: none */
    bool is_unchanged;           /* row is that version's */
    struct definition_row fresh; /* the row of a new version, of number 0 */
    struct start_plan starts;
};

/* A form or other file. */
struct planned_resource {
    struct resource_row row;
    const struct deploy_resource *resource;
    bool is_unchanged; /* row is the newest version's */
};

struct deployment {
    struct planned_process *processes;
    uint32_t process_count;
    struct planned_resource *resources;
    uint32_t resource_count;
    struct decision_plan decisions;
    struct slice errors; /* one a line, each after a newline */
};

void deploy_error(struct exec *x, struct slice *errors, const struct deploy_resource *resource,
                  struct slice reason)
{
    *errors = exec_printf(x, "%.*s\n'%.*s': %.*s", SLICE_ARG(*errors), SLICE_ARG(resource->name),
                          SLICE_ARG(reason));
}

static void deployment_error(struct exec *x, struct deployment *deployment,
                             const struct deploy_resource *resource, struct slice reason)
{
    deploy_error(x, &deployment->errors, resource, reason);
}

int32_t deploy_version_after(struct exec *x, enum resource_kind kind, struct slice id,
                             int32_t newest)
{
    int32_t floor = version_floor_get(&x->rows, kind, x->command->tenant, id);

    return (newest > floor ? newest : floor) + 1;
}

/* --- checking forms and other files --- */

static const char *kind_name(enum resource_kind kind)
{
    return kind == RESOURCE_FORM ? "form" : "resource";
}

static bool is_resource_planned(const struct deployment *deployment,
                                const struct deploy_resource *resource)
{
    for (uint32_t i = 0; i < deployment->resource_count; i++) {
        const struct resource_row *row = &deployment->resources[i].row;

        if (row->kind == resource->kind && slice_equal(row->id, resource->id)) {
            return true;
        }
    }
    return false;
}

static void plan_resource(struct exec *x, struct deployment *deployment,
                          const struct deploy_resource *resource)
{
    struct planned_resource *planned = &deployment->resources[deployment->resource_count];
    struct resource_row *row = &planned->row;
    struct resource_row newest;
    int32_t version = 0;

    if (resource->id.size == 0 || is_resource_planned(deployment, resource)) {
        deployment_error(x, deployment, resource,
                         exec_printf(x, "Duplicated %s id '%.*s' in this deployment",
                                     kind_name(resource->kind), SLICE_ARG(resource->id)));
        return;
    }
    planned->resource = resource;
    *row = (struct resource_row){.kind = resource->kind,
                                 .tenant = x->command->tenant,
                                 .id = resource->id,
                                 .version_tag = resource->version_tag,
                                 .resource_name = resource->name,
                                 .content_hash = hash128(resource->content)};
    if (resource_row_newest(&x->rows, row->kind, row->tenant, row->id, &newest)) {
        version = newest.version;
        planned->is_unchanged = hash128_equal(newest.content_hash, row->content_hash) &&
                                slice_equal(newest.resource_name, row->resource_name);
    }
    if (planned->is_unchanged) {
        *row = newest;
    } else {
        row->version = deploy_version_after(x, row->kind, row->id, version);
    }
    deployment->resource_count++;
}

/* --- checking processes --- */

/* What the process is bound to is what its newest version is bound to. */
static bool bound_are_unchanged(struct exec *x, const struct deployment *deployment,
                                const struct planned_process *planned, uint64_t deployment_key)
{
    if (decision_binds_deployment(planned->process) &&
        !decisions_are_unchanged(x, &deployment->decisions, deployment_key)) {
        return false;
    }
    if (!form_binds_deployment(planned->process)) {
        return true;
    }
    for (uint32_t i = 0; i < deployment->resource_count; i++) {
        const struct planned_resource *other = &deployment->resources[i];

        if (other->row.kind == RESOURCE_FORM &&
            (!other->is_unchanged || !resource_is_in(&x->rows, &other->row, deployment_key))) {
            return false;
        }
    }
    return true;
}

/* Is the newest version this very process? Then planned becomes that version. */
static void compare_with_newest(struct exec *x, const struct deployment *deployment,
                                struct planned_process *planned)
{
    struct definition_row *row = &planned->row;
    struct definition_row newest = {.version = 0};

    planned->fresh = *row;
    planned->previous_key = definition_key_find(&x->rows, row->tenant, row->process_id, -1);
    if (planned->previous_key != 0 &&
        definition_row_get(&x->rows, planned->previous_key, &newest)) {
        planned->is_unchanged = hash128_equal(newest.content_hash, row->content_hash) &&
                                slice_equal(newest.resource_name, row->resource_name) &&
                                slice_equal(newest.model, row->model) &&
                                bound_are_unchanged(x, deployment, planned, newest.deployment_key);
    }
    if (planned->is_unchanged) {
        *row = newest;
    } else {
        row->version = deploy_version_after(x, RESOURCE_PROCESS, row->process_id, newest.version);
    }
}

static bool is_process_planned(const struct deployment *deployment, struct slice process_id)
{
    for (uint32_t i = 0; i < deployment->process_count; i++) {
        if (slice_equal(deployment->processes[i].row.process_id, process_id)) {
            return true;
        }
    }
    return false;
}

static enum verdict plan_process(struct exec *x, struct deployment *deployment,
                                 const struct deploy_resource *resource,
                                 const struct deploy_process *process)
{
    struct planned_process *planned = &deployment->processes[deployment->process_count];
    enum verdict v;

    if (is_process_planned(deployment, process->process_id)) {
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
    v = starts_plan(x, planned->process, &planned->starts);
    if (v == V_INCIDENT) {
        deployment_error(x, deployment, resource, x->failure.message);
        return V_OK;
    }
    compare_with_newest(x, deployment, planned);
    deployment->process_count++;
    return v;
}

static bool is_beside_new_process(const struct deployment *deployment, uint32_t process)
{
    for (uint32_t i = 0; i < deployment->process_count; i++) {
        if (i != process && !deployment->processes[i].is_unchanged) {
            return true;
        }
    }
    return false;
}

/* A process that calls what was deployed with it is new beside new ones, though its own file is
 * not: its last version goes on to call what that was deployed with. */
static void renew_callers(struct exec *x, struct deployment *deployment)
{
    for (uint32_t i = 0; i < deployment->process_count; i++) {
        struct planned_process *planned = &deployment->processes[i];
        int32_t version = planned->row.version;

        if (planned->is_unchanged && called_binds_deployment(planned->process) &&
            is_beside_new_process(deployment, i)) {
            planned->is_unchanged = false;
            planned->row = planned->fresh;
            planned->row.version =
                deploy_version_after(x, RESOURCE_PROCESS, planned->row.process_id, version);
        }
    }
}

/* Decisions and forms first: whether they are new decides over processes that are bound to them. */
static enum verdict plan_all(struct exec *x, struct deployment *deployment)
{
    const struct deploy_command *c = &x->command->deploy;
    enum verdict v = decisions_plan(x, &deployment->decisions, &deployment->errors);

    for (uint32_t i = 0; i < c->resource_count; i++) {
        if (c->resources[i].kind == RESOURCE_FORM || c->resources[i].kind == RESOURCE_GENERIC) {
            plan_resource(x, deployment, &c->resources[i]);
        }
    }
    for (uint32_t i = 0; i < c->resource_count; i++) {
        const struct deploy_resource *resource = &c->resources[i];
        bool has_processes = resource->kind == RESOURCE_PROCESS;

        for (uint32_t j = 0; has_processes && v == V_OK && j < resource->process_count; j++) {
            v = plan_process(x, deployment, resource, &resource->processes[j]);
        }
    }
    renew_callers(x, deployment);
    return v;
}

static uint32_t item_count(const struct deployment *deployment)
{
    return deployment->process_count + deployment->resource_count +
           deployment->decisions.file_count + deployment->decisions.decision_count;
}

static enum verdict check_all(struct exec *x, struct deployment *deployment)
{
    const struct deploy_command *c = &x->command->deploy;
    uint32_t processes = 0;
    enum verdict v;

    for (uint32_t i = 0; i < c->resource_count; i++) {
        processes += c->resources[i].process_count;
    }
    deployment->processes = ARENA_ARRAY(x->arena, struct planned_process, processes + 1);
    deployment->resources = ARENA_ARRAY(x->arena, struct planned_resource, c->resource_count + 1);
    ENSURE(x, deployment->processes != NULL);
    ENSURE(x, deployment->resources != NULL);
    v = plan_all(x, deployment);
    if (v == V_OK && x->command->idempotency_key.data != NULL &&
        item_count(deployment) > ITEMS_WITH_KEY_MAX) {
        exec_reject(x, STATUS_INVALID_ARGUMENT,
                    "Expected to deploy at most %d processes, decisions and files under one "
                    "idempotency key",
                    ITEMS_WITH_KEY_MAX);
    }
    return v;
}

/* --- writing --- */

static void resource_put(struct exec *x, struct planned_resource *planned, uint64_t deployment_key)
{
    if (planned->is_unchanged) {
        resource_in_put(&x->rows, planned->row.key, deployment_key);
        return;
    }
    planned->row.key = exec_next_key(x);
    planned->row.deployment_key = deployment_key;
    resource_row_put(&x->rows, &planned->row);
    trace_resource(x, &planned->row, planned->resource->content);
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

static enum verdict process_put(struct exec *x, struct planned_process *planned,
                                uint64_t deployment_key)
{
    struct definition shown;
    enum verdict v = V_OK;

    planned->row.key = exec_next_key(x);
    planned->row.deployment_key = deployment_key;
    definition_row_put(&x->rows, &planned->row);
    trace_definition(x, &planned->row, planned->resource->content, planned->process);
    if (planned->previous_key != 0) {
        v = starts_take_down(x, planned->previous_key);
    }
    if (v == V_OK) {
        shown = shown_as(planned);
        starts_put_up(x, &shown, &planned->starts);
    }
    return v;
}

static bool is_new(const struct deployment *deployment)
{
    bool found = decisions_are_new(&deployment->decisions);

    for (uint32_t i = 0; i < deployment->process_count; i++) {
        found = found || !deployment->processes[i].is_unchanged;
    }
    for (uint32_t i = 0; i < deployment->resource_count; i++) {
        found = found || !deployment->resources[i].is_unchanged;
    }
    return found;
}

static enum verdict deployment_put(struct exec *x, struct deployment *deployment, uint64_t key)
{
    enum verdict v = decisions_put(x, &deployment->decisions, key);

    for (uint32_t i = 0; i < deployment->resource_count; i++) {
        resource_put(x, &deployment->resources[i], key);
    }
    for (uint32_t i = 0; v == V_OK && i < deployment->process_count; i++) {
        if (!deployment->processes[i].is_unchanged) {
            v = process_put(x, &deployment->processes[i], key);
        }
    }
    return v;
}

static void tell_resources(struct deploy_result *result, const struct deployment *deployment,
                           enum resource_kind kind)
{
    for (uint32_t i = 0; i < deployment->resource_count; i++) {
        const struct resource_row *row = &deployment->resources[i].row;

        if (row->kind == kind) {
            result->items[result->item_count++] =
                (struct deployed_resource){.kind = kind,
                                           .id = row->id,
                                           .version = row->version,
                                           .resource_name = row->resource_name,
                                           .key = row->key};
        }
    }
}

static enum verdict tell(struct exec *x, const struct deployment *deployment)
{
    struct deploy_result *result = &x->result.deploy;
    enum verdict v;

    result->items = ARENA_ARRAY(x->arena, struct deployed_resource, item_count(deployment) + 1);
    ENSURE(x, result->items != NULL);
    for (uint32_t i = 0; i < deployment->process_count; i++) {
        const struct definition_row *row = &deployment->processes[i].row;

        result->items[result->item_count++] =
            (struct deployed_resource){.kind = RESOURCE_PROCESS,
                                       .id = row->process_id,
                                       .version = row->version,
                                       .resource_name = row->resource_name,
                                       .key = row->key};
    }
    v = decisions_tell(x, &deployment->decisions, result);
    tell_resources(result, deployment, RESOURCE_FORM);
    tell_resources(result, deployment, RESOURCE_GENERIC);
    return v;
}

enum verdict run_deploy(struct exec *x)
{
    struct deployment deployment = {.process_count = 0};
    enum verdict v = check_all(x, &deployment);

    if (v == V_OK && deployment.errors.size > 0) {
        exec_reject(x, STATUS_INVALID_ARGUMENT,
                    "Expected to deploy new resources, but encountered the following errors:%.*s",
                    SLICE_ARG(deployment.errors));
    }
    if (v != V_OK || x->result.status != STATUS_OK) {
        return v;
    }

    x->result.deploy.deployment_key = exec_next_key(x);
    if (is_new(&deployment)) {
        v = deployment_put(x, &deployment, x->result.deploy.deployment_key);
    }
    return v == V_OK ? tell(x, &deployment) : v;
}
