#include "read_int.h"

#include "base/assert.h"
#include "body_int.h"
#include "problem_int.h"
#include "render_int.h"
#include "request_int.h"

const struct entity entity_definition = {READMODEL_PROCESS_DEFINITION, "Process Definition",
                                         "processDefinitionKey"};
const struct entity entity_instance = {READMODEL_PROCESS_INSTANCE, "Process Instance",
                                       "processInstanceKey"};
const struct entity entity_element = {READMODEL_ELEMENT_INSTANCE, "Element Instance",
                                      "elementInstanceKey"};
const struct entity entity_variable = {READMODEL_VARIABLE, "Variable", "variableKey"};
const struct entity entity_job = {READMODEL_JOB, "Job", "jobKey"};
const struct entity entity_incident = {READMODEL_INCIDENT, "Incident", "incidentKey"};
const struct entity entity_user_task = {READMODEL_USER_TASK, "User Task", "userTaskKey"};

const struct entity entity_batch = {READMODEL_BATCH_OPERATION, "Batch Operation",
                                    "batchOperationKey"};
const struct entity entity_form = {READMODEL_FORM, "Form", "formKey"};
const struct entity entity_resource = {READMODEL_RESOURCE, "Resource", "resourceKey"};

const struct entity entity_requirements = {READMODEL_DECISION_REQUIREMENTS, "Decision Requirements",
                                           "decisionRequirementsKey"};
const struct entity entity_decision = {READMODEL_DECISION_DEFINITION, "Decision Definition",
                                       "decisionDefinitionKey"};
const struct entity entity_evaluation = {READMODEL_DECISION_INSTANCE, "Decision Instance",
                                         "decisionEvaluationInstanceKey"};

bool read_begin(struct request *request, struct readmodel_read *read)
{
    struct readmodel *readmodel = request->backend->readmodel(request->backend->ctx);
    enum status status =
        readmodel == NULL ? STATUS_UNAVAILABLE : readmodel_begin_read(readmodel, read);

    if (status != STATUS_OK) {
        request->backend->readmodel_done(request->backend->ctx);
        problem_failure(request, status, SLICE_EMPTY);
        return false;
    }
    return true;
}

void read_end(struct request *request, struct readmodel_read *read)
{
    readmodel_end_read(read);
    request->backend->readmodel_done(request->backend->ctx);
}

void read_failed(struct request *request, enum status status, const struct entity *entity,
                 uint64_t key)
{
    if (status == STATUS_NOT_FOUND) {
        problem_status(request, STATUS_NOT_FOUND, "%s with key '%llu' not found", entity->label,
                       (unsigned long long)key);
        return;
    }
    if (status == STATUS_LIMIT) {
        status = STATUS_RESOURCE_EXHAUSTED;
    }
    problem_failure(request, status, SLICE_EMPTY);
}

struct get_state {
    const struct entity *entity;
    uint64_t key;
};

static void get_read(struct request *request)
{
    const struct get_state *state = request->state;
    struct readmodel_read read;
    struct readmodel_document document;
    enum status status;

    if (!read_begin(request, &read)) {
        return;
    }
    status = readmodel_get(&read, state->entity->kind, state->key, &request->arena, &document);
    if (status == STATUS_OK) {
        render_document(&request->out, &document, RENDER_ALONE);
    }
    read_end(request, &read);
    if (status == STATUS_OK) {
        request_answer_json(request);
    } else {
        read_failed(request, status, state->entity, state->key);
    }
}

void entity_get(struct request *request, const struct entity *entity)
{
    struct get_state *state = CHECK_MEMORY(ARENA_NEW(&request->arena, struct get_state));

    state->entity = entity;
    if (path_key(request, 0, entity->parameter, &state->key)) {
        request->state = state;
        request_fence(request, get_read);
    }
}
