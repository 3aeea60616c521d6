#include "verb/form.h"

#include <inttypes.h>

#include "verb/expression.h"

/* --- user tasks --- */

static enum verdict not_found(struct exec *x, const struct bpmn_element *e,
                              const struct resource_row *wanted)
{
    switch (e->form_binding) {
    case BPMN_BINDING_DEPLOYMENT:
        return exec_incident(
            x, INCIDENT_FORM_NOT_FOUND,
            "Expected to use a form with id '%.*s' with binding type 'deployment', "
            "but no such form found in the deployment with key %" PRIu64
            " which contained the current process. To resolve this incident, "
            "migrate the process instance to a process definition that is "
            "deployed together with the intended form to use.",
            SLICE_ARG(wanted->id), wanted->deployment_key);
    case BPMN_BINDING_VERSION_TAG:
        return exec_incident(x, INCIDENT_FORM_NOT_FOUND,
                             "Expected to use a form with id '%.*s' and version tag '%.*s', but no "
                             "such form found. To resolve the incident, deploy a form with the "
                             "given version tag.",
                             SLICE_ARG(wanted->id), SLICE_ARG(wanted->version_tag));
    case BPMN_BINDING_LATEST:
        break;
    }
    return exec_incident(x, INCIDENT_FORM_NOT_FOUND,
                         "Expected to find a form with id '%.*s', but no form with this id is "
                         "found, at least a form with this id should be available. To resolve the "
                         "incident please deploy a form with the same id",
                         SLICE_ARG(wanted->id));
}

static enum verdict find_linked(struct exec *x, const struct element_row *row,
                                struct user_task_row *out)
{
    const struct bpmn_element *e = element_model(row);
    struct resource_row wanted = {.kind = RESOURCE_FORM, .tenant = row->definition->tenant};
    struct resource_row form;
    enum verdict v = expression_string(x, row, e->form_id, &wanted.id);

    if (v == V_OK && e->form_binding == BPMN_BINDING_VERSION_TAG) {
        v = expression_string(x, row, e->form_version_tag, &wanted.version_tag);
    }
    if (v != V_OK) {
        return v;
    }
    if (e->form_binding == BPMN_BINDING_DEPLOYMENT) {
        wanted.deployment_key = row->definition->deployment_key;
    }
    if (!resource_row_find(&x->rows, &wanted, &form)) {
        return not_found(x, e, &wanted);
    }
    out->form_key = form.key;
    return V_OK;
}

enum verdict form_evaluate(struct exec *x, const struct element_row *row, struct user_task_row *out)
{
    const struct bpmn_element *e = element_model(row);
    enum verdict v = V_OK;

    if (e->external_form_reference != BPMN_NONE) {
        v = expression_string_or_null(x, row, e->external_form_reference,
                                      &out->external_form_reference);
    }
    if (v == V_OK && e->form_id != BPMN_NONE) {
        v = find_linked(x, row, out);
    }
    return v;
}

/* --- processes --- */

static const struct bpmn_element *start_of(const struct bpmn_process *process)
{
    uint32_t start = process->elements[0].none_start;

    return start == BPMN_NONE ? NULL : &process->elements[start];
}

void form_of_start(struct exec *x, const struct bpmn_process *process, uint64_t deployment_key,
                   struct trace_definition *out)
{
    const struct bpmn_element *start = start_of(process);
    struct resource_row wanted = {.kind = RESOURCE_FORM, .tenant = out->tenant};
    struct resource_row form;

    if (start == NULL || start->form_id == BPMN_NONE) {
        return;
    }
    wanted.id = process->expressions[start->form_id].text;
    if (start->form_binding == BPMN_BINDING_DEPLOYMENT) {
        wanted.deployment_key = deployment_key;
        if (!resource_row_find(&x->rows, &wanted, &form)) {
            return;
        }
        out->form_key = form.key;
    }
    if (start->form_binding == BPMN_BINDING_VERSION_TAG) {
        out->form_version_tag = process->expressions[start->form_version_tag].text;
    }
    out->form_id = wanted.id;
}

bool form_binds_deployment(const struct bpmn_process *process)
{
    for (uint32_t i = 0; i < process->element_count; i++) {
        const struct bpmn_element *e = &process->elements[i];

        if (e->form_id != BPMN_NONE && e->form_binding == BPMN_BINDING_DEPLOYMENT) {
            return true;
        }
    }
    return false;
}
