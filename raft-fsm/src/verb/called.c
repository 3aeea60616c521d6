#include "verb/called.h"

#include <inttypes.h>

#include "base/limits.h"
#include "engine/elements.h"
#include "row/definition_rows.h"
#include "verb/event.h"
#include "verb/expression.h"
#include "verb/instance.h"

/* --- which process --- */

struct called {
    struct slice process_id;
    struct slice version_tag;
};

static enum verdict not_found(struct exec *x, const struct bpmn_element *e,
                              const struct called *called)
{
    switch (e->called_binding) {
    case BPMN_BINDING_DEPLOYMENT:
        return exec_incident(x, INCIDENT_CALLED_ELEMENT_ERROR,
                             "Expected to call process with BPMN process id '%.*s' as it was when "
                             "the calling process was deployed, but no such process was found",
                             SLICE_ARG(called->process_id));
    case BPMN_BINDING_VERSION_TAG:
        return exec_incident(x, INCIDENT_CALLED_ELEMENT_ERROR,
                             "Expected to call process with BPMN process id '%.*s' and version tag "
                             "'%.*s', but no such process was found",
                             SLICE_ARG(called->process_id), SLICE_ARG(called->version_tag));
    case BPMN_BINDING_LATEST:
        break;
    }
    return exec_incident(x, INCIDENT_CALLED_ELEMENT_ERROR,
                         "Expected process with BPMN process id '%.*s' to be deployed, but not "
                         "found.",
                         SLICE_ARG(called->process_id));
}

static uint64_t find_key(struct exec *x, const struct element_row *row, const struct called *called)
{
    const struct definition *definition = row->definition;

    switch (element_model(row)->called_binding) {
    case BPMN_BINDING_DEPLOYMENT:
        return definition_key_find_deployed(&x->rows, definition->tenant, called->process_id,
                                            definition->deployment_key);
    case BPMN_BINDING_VERSION_TAG:
        return definition_key_find_tagged(&x->rows, definition->tenant, called->process_id,
                                          called->version_tag);
    case BPMN_BINDING_LATEST:
        break;
    }
    return definition_key_find(&x->rows, definition->tenant, called->process_id, -1);
}

static enum verdict check_depth(struct exec *x, const struct element_row *row)
{
    const struct element_row *root = element_root(x, row);

    ENSURE(x, root != NULL);
    if (root->instance.call_depth + 1 >= LIMIT_CALL_DEPTH) {
        return exec_incident(x, INCIDENT_CALLED_ELEMENT_ERROR,
                             "Expected calls to be at most %d processes deep, but this one would "
                             "be deeper",
                             LIMIT_CALL_DEPTH);
    }
    return V_OK;
}

static enum verdict find(struct exec *x, const struct element_row *row, const struct called *called,
                         const struct definition **out)
{
    uint64_t key = find_key(x, row, called);

    *out = key == 0 ? NULL : definitions_get(x->definitions, &x->rows, key);
    if (*out == NULL) {
        return not_found(x, element_model(row), called);
    }
    if ((*out)->process->elements[0].none_start == BPMN_NONE) {
        return exec_incident(x, INCIDENT_CALLED_ELEMENT_ERROR,
                             "Expected process with BPMN process id '%.*s' to have a none start "
                             "event, but not found.",
                             SLICE_ARG(called->process_id));
    }
    return check_depth(x, row);
}

enum verdict called_evaluate(struct exec *x, struct element_row *row, struct called_plan *out)
{
    const struct bpmn_element *e = element_model(row);
    struct called called = {.version_tag = SLICE_EMPTY};
    enum verdict v = expression_string(x, row, e->called_process, &called.process_id);

    if (v == V_OK && e->called_binding == BPMN_BINDING_VERSION_TAG) {
        v = expression_string(x, row, e->called_version_tag, &called.version_tag);
    }
    if (v == V_OK) {
        v = find(x, row, &called, &out->definition);
    }
    if (v != V_OK) {
        return v;
    }
    out->variables = e->gives_all_variables ? variables_visible(x, row) : variables_local(x, row);
    if (out->variables.bytes > LIMIT_VARIABLES_BYTES) {
        return exec_incident(x, INCIDENT_CALLED_ELEMENT_ERROR,
                             "Expected to give the called process at most %llu bytes of variables, "
                             "but there are %" PRIu64,
                             LIMIT_VARIABLES_BYTES, out->variables.bytes);
    }
    return V_OK;
}

/* --- its life --- */

enum verdict called_begin(struct exec *x, struct element_row *row, const struct called_plan *plan)
{
    uint64_t acting_instance = x->acting_instance;
    const struct element_row *root = element_root(x, row);
    struct element_row *called = instance_new(x, plan->definition);

    ENSURE(x, root != NULL);
    ENSURE(x, called != NULL);
    x->acting_instance = acting_instance; /* the caller is who does it */
    called->instance.caller_key = row->key;
    called->instance.call_depth = root->instance.call_depth + 1;
    row->job_key = called->key;
    instance_start(x, called, value_empty_object());
    for (uint32_t i = 0; i < plan->variables.count; i++) {
        variable_set(x, called, plan->variables.items[i].name, plan->variables.items[i].value);
    }
    return V_OK;
}

bool called_is_open(const struct element_row *row)
{
    return row->job_key != 0 && element_model(row)->kind == BPMN_CALL_ACTIVITY;
}

void called_cancel(struct exec *x, const struct element_row *row)
{
    struct element_row *called = element_find(x, row->job_key);

    if (called == NULL) {
        exec_bug(x, __FILE__, __LINE__, "a called instance has no row");
        return;
    }
    banned_row_delete(&x->rows, called->key);
    if (x->steps.may_be_stored) {
        step_rows_delete(&x->rows, called->key);
    }
    push_terminate(x, called);
}

struct element_row *called_caller(struct exec *x, const struct element_row *root)
{
    return element_find(x, root->instance.caller_key);
}

/* With outputs everything stays with the call activity, for them to choose from. */
static void hand_over(struct exec *x, const struct element_row *root, struct element_row *caller)
{
    const struct bpmn_element *e = element_model(caller);
    struct variable_list list;

    if (e->outputs.count == 0 && !e->takes_all_variables) {
        return;
    }
    list = variables_local(x, root);
    for (uint32_t i = 0; i < list.count; i++) {
        if (e->outputs.count > 0) {
            variable_set(x, caller, list.items[i].name, list.items[i].value);
        } else {
            variable_propagate(x, caller, list.items[i].name, list.items[i].value);
        }
    }
}

void called_returned(struct exec *x, const struct element_row *root)
{
    struct element_row *caller = called_caller(x, root);

    if (caller == NULL) {
        return;
    }
    caller->job_key = 0;
    if (root->state == ELEMENT_COMPLETED && event_is_welcome(x, caller)) {
        hand_over(x, root, caller);
        event_fulfils(x, caller, value_empty_object());
    } else {
        push_terminate(x, caller);
    }
}

bool called_binds_deployment(const struct bpmn_process *process)
{
    for (uint32_t i = 0; i < process->element_count; i++) {
        if (process->elements[i].called_binding == BPMN_BINDING_DEPLOYMENT) {
            return true;
        }
    }
    return false;
}
