/* What a task must have, once its extensions are read. */
#include "compiler_int.h"

/* The job of user tasks that are not managed by the engine; a worker of that type gives them to
 * people. Its failure is not tried again by itself. */
#define USER_TASK_JOB_TYPE "io.camunda.zeebe:userTask"
#define USER_TASK_JOB_RETRIES "1"

static bool has_extension(const struct draft_element *element, const char *name)
{
    return extension_of(element->xml, name) != NULL;
}

static void require_job(struct draft *d, const struct draft_element *element)
{
    if (!has_extension(element, "taskDefinition")) {
        compile_error(d->compiler, element->xml, "task-definition-missing",
                      "there is no zeebe:taskDefinition; give the task a job type so that a worker "
                      "can serve it");
    }
}

static void require_script_or_job(struct draft *d, const struct draft_element *element)
{
    bool has_script = has_extension(element, "script");

    if (has_script == has_extension(element, "taskDefinition")) {
        compile_error(d->compiler, element->xml, "script-or-job",
                      "a script task needs either a zeebe:script (FEEL) or a zeebe:taskDefinition "
                      "(a worker); this one has %s",
                      has_script ? "both" : "neither");
    }
}

static void require_decision_or_job(struct draft *d, const struct draft_element *element)
{
    bool has_decision = has_extension(element, "calledDecision");

    if (has_decision == has_extension(element, "taskDefinition")) {
        compile_error(d->compiler, element->xml, "decision-or-job",
                      "a business rule task needs either a zeebe:calledDecision (DMN) or a "
                      "zeebe:taskDefinition (a worker); this one has %s",
                      has_decision ? "both" : "neither");
    }
}

static void require_called_process(struct draft *d, const struct draft_element *element)
{
    const struct xml_node *called = extension_of(element->xml, "calledElement");

    if (called == NULL || slice_trim(xml_attribute(called, "processId")).size == 0) {
        compile_error(d->compiler, element->xml, "called-process-missing",
                      "there is no zeebe:calledElement with a processId; name the process to call");
    }
}

void read_task(struct draft *d, struct draft_element *element)
{
    if (element->model.kind == BPMN_SERVICE_TASK || element->model.kind == BPMN_SEND_TASK) {
        require_job(d, element);
    }
    if (element->model.kind == BPMN_SCRIPT_TASK) {
        require_script_or_job(d, element);
    }
    if (element->model.kind == BPMN_BUSINESS_RULE_TASK) {
        require_decision_or_job(d, element);
    }
    if (element->model.kind == BPMN_CALL_ACTIVITY) {
        require_called_process(d, element);
    }
    if (element->model.kind == BPMN_USER_TASK && !element->model.is_managed_user_task) {
        element->model.job_type = expression_add_static(d, element->xml, USER_TASK_JOB_TYPE);
        element->model.job_retries = expression_add_static(d, element->xml, USER_TASK_JOB_RETRIES);
    }
}
