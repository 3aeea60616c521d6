/* Deployment of decisions: each DMN file has versions by its bytes, and the decisions in it are new
 * when it is. The files of one deployment are one unit, stored once. */
#include "command/deploy_int.h"
#include "verb/decision.h"

/* --- planning --- */

static bool is_decision_planned(const struct decision_plan *plan, struct slice id)
{
    for (uint32_t i = 0; i < plan->file_count; i++) {
        const struct planned_file *file = &plan->files[i];

        for (uint32_t j = 0; j < file->decision_count; j++) {
            if (slice_equal(file->decisions[j].row.id, id)) {
                return true;
            }
        }
    }
    return false;
}

static bool is_file_planned(const struct decision_plan *plan, struct slice id)
{
    for (uint32_t i = 0; i < plan->file_count; i++) {
        if (slice_equal(plan->files[i].row.id, id)) {
            return true;
        }
    }
    return false;
}

/* The same file; one that imports others means the same only in the same unit. */
static bool is_same_file(struct exec *x, const struct decision_plan *plan,
                         const struct resource_row *row, const struct resource_row *newest,
                         const struct dmn_model *model)
{
    struct requirements_row requirements;
    struct unit_row unit;

    if (!hash128_equal(newest->content_hash, row->content_hash) ||
        !slice_equal(newest->resource_name, row->resource_name)) {
        return false;
    }
    return !model->has_imports || (requirements_row_get(&x->rows, newest->key, &requirements) &&
                                   unit_row_get(&x->rows, requirements.unit_key, &unit) &&
                                   slice_equal(unit.encoded, plan->encoded));
}

static int32_t newest_version(struct exec *x, enum resource_kind kind, struct slice id)
{
    struct resource_row newest;

    return resource_row_newest(&x->rows, kind, x->command->tenant, id, &newest) ? newest.version
                                                                                : 0;
}

static void plan_decision(struct exec *x, struct decision_plan *plan, struct planned_file *file,
                          uint32_t place, struct slice *errors)
{
    struct dmn_decision decision = dmn_decision_at(plan->unit, place);
    struct planned_decision *planned = &file->decisions[file->decision_count];

    if (is_decision_planned(plan, decision.id)) {
        deploy_error(x, errors, file->resource,
                     exec_printf(x, "Duplicated decision id '%.*s' in this deployment",
                                 SLICE_ARG(decision.id)));
        return;
    }
    planned->place = place;
    planned->row = (struct resource_row){
        .kind = RESOURCE_DECISION,
        .tenant = x->command->tenant,
        .id = decision.id,
        .version_tag = decision.version_tag,
        .resource_name = file->row.resource_name,
        .content_hash = file->row.content_hash,
        .version = deploy_version_after(x, RESOURCE_DECISION, decision.id,
                                        newest_version(x, RESOURCE_DECISION, decision.id))};
    file->decision_count++;
    plan->decision_count++;
}

/* The decisions of a file that is there already, by their rows. */
static enum verdict plan_present(struct exec *x, struct decision_plan *plan,
                                 struct planned_file *file)
{
    struct requirements_row requirements;

    ENSURE(x, requirements_row_get(&x->rows, file->row.key, &requirements));
    ENSURE(x, requirements.decision_count <= dmn_decision_count(plan->unit));
    for (uint32_t i = 0; i < requirements.decision_count; i++) {
        struct planned_decision *planned = &file->decisions[file->decision_count++];

        ENSURE(x, resource_row_get(&x->rows, requirements.decision_keys[i], &planned->row));
        plan->decision_count++;
    }
    return V_OK;
}

static enum verdict plan_file(struct exec *x, struct decision_plan *plan, uint32_t model_place,
                              const struct deploy_resource *resource, struct slice *errors)
{
    struct dmn_model model = dmn_model_at(plan->unit, model_place);
    struct planned_file *file = &plan->files[plan->file_count];
    struct resource_row newest;

    if (is_file_planned(plan, model.id)) {
        deploy_error(x, errors, resource,
                     exec_printf(x, "Duplicated decision requirements id '%.*s' in this deployment",
                                 SLICE_ARG(model.id)));
        return V_OK;
    }
    *file = (struct planned_file){.resource = resource,
                                  .name = model.name,
                                  .row = {.kind = RESOURCE_REQUIREMENTS,
                                          .tenant = x->command->tenant,
                                          .id = model.id,
                                          .resource_name = resource->name,
                                          .content_hash = hash128(resource->content),
                                          .version = deploy_version_after(
                                              x, RESOURCE_REQUIREMENTS, model.id,
                                              newest_version(x, RESOURCE_REQUIREMENTS, model.id))},
                                  .decisions = ARENA_ARRAY(x->arena, struct planned_decision,
                                                           dmn_decision_count(plan->unit) + 1)};
    ENSURE(x, file->decisions != NULL);
    plan->file_count++;
    file->is_unchanged = resource_row_newest(&x->rows, RESOURCE_REQUIREMENTS, x->command->tenant,
                                             model.id, &newest) &&
                         is_same_file(x, plan, &file->row, &newest, &model);
    if (file->is_unchanged) {
        file->row = newest;
        return plan_present(x, plan, file);
    }
    for (uint32_t i = 0; i < dmn_decision_count(plan->unit); i++) {
        if (dmn_decision_at(plan->unit, i).model == model_place) {
            plan_decision(x, plan, file, i, errors);
        }
    }
    return V_OK;
}

static uint32_t files_of(const struct deploy_command *c, const struct deploy_resource **first)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < c->resource_count; i++) {
        if (c->resources[i].kind == RESOURCE_REQUIREMENTS) {
            *first = count == 0 ? &c->resources[i] : *first;
            count++;
        }
    }
    return count;
}

enum verdict decisions_plan(struct exec *x, struct decision_plan *plan, struct slice *errors)
{
    const struct deploy_command *c = &x->command->deploy;
    const struct deploy_resource *first = NULL;
    uint32_t count = files_of(c, &first);
    uint32_t model = 0;
    enum verdict v = V_OK;

    *plan = (struct decision_plan){0};
    if (count == 0) {
        return V_OK;
    }
    plan->encoded = first->unit;
    if (dmn_load(x->arena, plan->encoded, &plan->unit) != STATUS_OK ||
        dmn_model_count(plan->unit) != count) {
        deploy_error(x, errors, first, SLICE("The compiled decisions are damaged"));
        return V_OK;
    }
    plan->files = ARENA_ARRAY(x->arena, struct planned_file, count);
    ENSURE(x, plan->files != NULL);
    for (uint32_t i = 0; i < c->resource_count && v == V_OK; i++) {
        if (c->resources[i].kind == RESOURCE_REQUIREMENTS) {
            v = plan_file(x, plan, model++, &c->resources[i], errors);
        }
    }
    return v;
}

static uint32_t new_files_of(const struct decision_plan *plan)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < plan->file_count; i++) {
        count += !plan->files[i].is_unchanged;
    }
    return count;
}

bool decisions_are_new(const struct decision_plan *plan)
{
    return new_files_of(plan) > 0;
}

bool decisions_are_unchanged(struct exec *x, const struct decision_plan *plan,
                             uint64_t deployment_key)
{
    for (uint32_t i = 0; i < plan->file_count; i++) {
        const struct planned_file *file = &plan->files[i];

        if (!file->is_unchanged || !resource_is_in(&x->rows, &file->row, deployment_key)) {
            return false;
        }
    }
    return true;
}

/* --- writing --- */

static void present_put(struct exec *x, const struct planned_file *file, uint64_t deployment_key)
{
    resource_in_put(&x->rows, file->row.key, deployment_key);
    for (uint32_t i = 0; i < file->decision_count; i++) {
        resource_in_put(&x->rows, file->decisions[i].row.key, deployment_key);
    }
}

static void decision_put(struct exec *x, const struct decision_plan *plan,
                         const struct requirements_row *requirements,
                         const struct planned_file *file, struct planned_decision *planned)
{
    struct decision_row row = {.key = planned->row.key,
                               .requirements_key = requirements->key,
                               .unit_key = requirements->unit_key,
                               .place = planned->place,
                               .name = dmn_decision_at(plan->unit, planned->place).name};

    resource_row_put(&x->rows, &planned->row);
    decision_row_put(&x->rows, &row);
    trace_decisions(x, &planned->row, requirements, &file->row, row.name, SLICE_EMPTY);
}

static enum verdict file_put(struct exec *x, const struct decision_plan *plan,
                             struct planned_file *file, uint64_t unit_key, uint64_t deployment_key)
{
    struct requirements_row requirements = {
        .key = exec_next_key(x),
        .unit_key = unit_key,
        .name = file->name,
        .decision_keys = ARENA_ARRAY(x->arena, uint64_t, file->decision_count + 1)};

    ENSURE(x, requirements.decision_keys != NULL);
    for (uint32_t i = 0; i < file->decision_count; i++) {
        file->decisions[i].row.key = exec_next_key(x);
        file->decisions[i].row.deployment_key = deployment_key;
        requirements.decision_keys[requirements.decision_count++] = file->decisions[i].row.key;
    }
    file->row.key = requirements.key;
    file->row.deployment_key = deployment_key;
    resource_row_put(&x->rows, &file->row);
    requirements_row_put(&x->rows, &requirements);
    trace_decisions(x, &file->row, &requirements, &file->row, file->name, file->resource->content);
    for (uint32_t i = 0; i < file->decision_count; i++) {
        decision_put(x, plan, &requirements, file, &file->decisions[i]);
    }
    return V_OK;
}

enum verdict decisions_put(struct exec *x, struct decision_plan *plan, uint64_t deployment_key)
{
    struct unit_row unit = {.files = new_files_of(plan), .encoded = plan->encoded};
    enum verdict v = V_OK;

    if (unit.files > 0) {
        unit.key = exec_next_key(x);
        unit_row_put(&x->rows, &unit);
    }
    for (uint32_t i = 0; i < plan->file_count && v == V_OK; i++) {
        struct planned_file *file = &plan->files[i];

        if (file->is_unchanged) {
            present_put(x, file, deployment_key);
        } else {
            v = file_put(x, plan, file, unit.key, deployment_key);
        }
    }
    return v;
}

/* --- the answer --- */

static enum verdict tell(struct exec *x, const struct resource_row *row,
                         struct deploy_result *result)
{
    struct deployed_resource *item = &result->items[result->item_count++];

    *item = (struct deployed_resource){.kind = row->kind,
                                       .id = row->id,
                                       .version = row->version,
                                       .resource_name = row->resource_name,
                                       .key = row->key};
    ENSURE(x, decision_describe(x, row, item));
    return V_OK;
}

enum verdict decisions_tell(struct exec *x, const struct decision_plan *plan,
                            struct deploy_result *result)
{
    enum verdict v = V_OK;

    for (uint32_t i = 0; i < plan->file_count; i++) {
        const struct planned_file *file = &plan->files[i];

        for (uint32_t j = 0; j < file->decision_count && v == V_OK; j++) {
            v = tell(x, &file->decisions[j].row, result);
        }
    }
    for (uint32_t i = 0; i < plan->file_count && v == V_OK; i++) {
        v = tell(x, &plan->files[i].row, result);
    }
    return v;
}

/* --- deletion --- */

static void unit_release(struct exec *x, uint64_t unit_key)
{
    struct unit_row unit;

    if (!unit_row_get(&x->rows, unit_key, &unit)) {
        return;
    }
    if (unit.files > 1) {
        unit.files--;
        unit_row_put(&x->rows, &unit);
        return;
    }
    unit_row_delete(&x->rows, unit_key);
    x->definitions_changed = true;
}

void decisions_delete(struct exec *x, const struct resource_row *file)
{
    struct requirements_row requirements;
    struct resource_row decision;

    if (!requirements_row_get(&x->rows, file->key, &requirements)) {
        return;
    }
    for (uint32_t i = 0; i < requirements.decision_count; i++) {
        if (resource_row_get(&x->rows, requirements.decision_keys[i], &decision)) {
            resource_version_delete(x, &decision);
            decision_row_delete(&x->rows, decision.key);
        }
    }
    requirements_row_delete(&x->rows, file->key);
    unit_release(x, requirements.unit_key);
    resource_version_delete(x, file);
}
