/* Deletion of what was deployed, by its key.
 *
 * A process definition starts nothing from now on. Instances of it go on to their end; until then
 * it is draining, and its row stays. When it was the newest version, the one before it is that
 * again and its start events wait once more. A form is found by nobody any more, but whoever has
 * its key already. */
#include <inttypes.h>

#include "command/commands.h"
#include "command/deploy_int.h"
#include "row/definition_rows.h"
#include "row/resource_rows.h"
#include "verb/drain.h"
#include "verb/start_event.h"

/* The newest version goes: who is the newest then, and what will its start events wait for? */
struct fallback {
    const struct definition *definition; /* NULL: no version is left */
    struct start_plan starts;
};

/* The version before it; V_INCIDENT when its start events cannot be evaluated now. */
static enum verdict fallback_plan(struct exec *x, const struct definition_row *row,
                                  struct fallback *out)
{
    uint64_t key = definition_key_before(&x->rows, row->tenant, row->process_id, row->version);

    if (key == 0) {
        return V_OK;
    }
    out->definition = definitions_get(x->definitions, &x->rows, key);
    ENSURE(x, out->definition != NULL);
    return starts_plan(x, out->definition->process, &out->starts);
}

static enum verdict newest_replace(struct exec *x, const struct definition_row *row,
                                   const struct fallback *fallback)
{
    enum verdict v = starts_take_down(x, row->key);

    if (v != V_OK) {
        return v;
    }
    version_floor_raise(&x->rows, RESOURCE_PROCESS, row->tenant, row->process_id, row->version);
    if (fallback->definition != NULL) {
        starts_put_up(x, fallback->definition, &fallback->starts);
    }
    return V_OK;
}

static enum verdict definition_delete(struct exec *x, const struct definition_row *row)
{
    uint64_t newest_key = definition_key_find(&x->rows, row->tenant, row->process_id, -1);
    bool is_newest = newest_key == row->key;
    struct fallback fallback = {.definition = NULL};
    enum verdict v = is_newest ? fallback_plan(x, row, &fallback) : V_OK;

    if (v == V_INCIDENT) {
        exec_reject(x, STATUS_WRONG_STATE,
                    "Expected to delete process definition with key '%" PRIu64
                    "', but the start events of the version before it cannot wait again: %.*s",
                    row->key, SLICE_ARG(x->failure.message));
        return V_OK;
    }
    if (v == V_OK && is_newest) {
        v = newest_replace(x, row, &fallback);
    }
    if (v != V_OK) {
        return v;
    }
    definition_row_hide(&x->rows, row);
    return drain_begin(x, row);
}

void resource_version_delete(struct exec *x, const struct resource_row *row)
{
    struct resource_row newest;
    bool is_newest = resource_row_newest(&x->rows, row->kind, row->tenant, row->id, &newest) &&
                     newest.key == row->key;

    if (is_newest) {
        version_floor_raise(&x->rows, row->kind, row->tenant, row->id, row->version);
    }
    resource_row_delete(&x->rows, row);
    trace_resource_deleted(x, row);
}

enum verdict run_delete_resource(struct exec *x)
{
    uint64_t key = x->command->delete_resource.resource_key;
    struct definition_row definition;
    struct resource_row resource;
    uint64_t awaited;

    if (definition_row_get(&x->rows, key, &definition) &&
        !draining_row_get(&x->rows, key, &awaited) &&
        slice_equal(definition.tenant, x->command->tenant)) {
        return definition_delete(x, &definition);
    }
    /* A decision goes with its file alone. */
    if (resource_row_get(&x->rows, key, &resource) && resource.kind != RESOURCE_DECISION &&
        slice_equal(resource.tenant, x->command->tenant)) {
        if (resource.kind == RESOURCE_REQUIREMENTS) {
            decisions_delete(x, &resource);
        } else {
            resource_version_delete(x, &resource);
        }
        return V_OK;
    }
    exec_reject(x, STATUS_NOT_FOUND,
                "Expected to delete resource but no resource found with key `%" PRIu64 "`", key);
    return V_OK;
}
