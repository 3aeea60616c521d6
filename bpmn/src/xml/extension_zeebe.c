/* Zeebe's extension elements: which there are, and what those for jobs and data say. Those of user
 * tasks are read in extension_user_task.c.
 *
 * An extension that would change how the process runs, and that we do not honour, is refused;
 * what only tools read is passed over. */
#include "extension_int.h"

static const struct extension extensions[] = {
    {"taskDefinition", EXTENSION_READ, extension_task_definition},
    {"ioMapping", EXTENSION_READ, extension_io_mapping},
    {"taskHeaders", EXTENSION_READ, extension_headers},
    {"script", EXTENSION_READ, extension_script},
    {"jobPriorityDefinition", EXTENSION_READ, extension_job_priority},
    {"userTask", EXTENSION_READ, extension_user_task},
    {"assignmentDefinition", EXTENSION_READ, extension_assignment},
    {"taskSchedule", EXTENSION_READ, extension_schedule},
    {"priorityDefinition", EXTENSION_READ, extension_priority},
    {"formDefinition", EXTENSION_READ, extension_form},
    {"versionTag", EXTENSION_READ, extension_version_tag},
    {"calledElement", EXTENSION_READ, extension_called_element},
    {"publishMessage", EXTENSION_READ, extension_publish_message},
    {"calledDecision", EXTENSION_READ, extension_called_decision},
    {"executionListeners", EXTENSION_REFUSED, NULL},
    {"taskListeners", EXTENSION_REFUSED, NULL},
    {"linkedResources", EXTENSION_REFUSED, NULL},
    {"loopCharacteristics", EXTENSION_REFUSED, NULL},
    {"adHoc", EXTENSION_REFUSED, NULL},
    {"conditionalFilter", EXTENSION_REFUSED, NULL},
    {"properties", EXTENSION_PASSIVE, NULL},
    {"userTaskForm", EXTENSION_PASSIVE, NULL},
    {"agentDefinition", EXTENSION_PASSIVE, NULL},
};

enum {
    EXTENSION_COUNT = sizeof extensions / sizeof extensions[0]
};

/* Its place in the table, EXTENSION_COUNT when it is not there. */
static size_t find_extension(struct slice name)
{
    size_t i = 0;

    while (i < EXTENSION_COUNT && !slice_is(name, extensions[i].name)) {
        i++;
    }
    return i;
}

bool extension_fits(struct draft *d, const struct xml_node *node, bool fits)
{
    if (!fits) {
        compile_error(d->compiler, node, "extension-misplaced",
                      "zeebe:%.*s has no meaning here; remove it", SLICE_ARG(node->name));
    }
    return fits;
}

bool extension_is_job(const struct draft_element *element)
{
    enum bpmn_kind kind = element->model.kind;

    return kind == BPMN_SERVICE_TASK || kind == BPMN_SEND_TASK || kind == BPMN_SCRIPT_TASK ||
           kind == BPMN_BUSINESS_RULE_TASK || kind == BPMN_USER_TASK ||
           extension_throws_message(element);
}

bool extension_throws_message(const struct draft_element *element)
{
    return bpmn_throws(&element->model) &&
           xml_bpmn_child(element->xml, "messageEventDefinition") != NULL;
}

void extension_task_definition(struct draft *d, struct draft_element *element,
                               const struct xml_node *node)
{
    struct slice retries = slice_trim(xml_attribute(node, "retries"));
    int64_t number;

    if (element->model.kind == BPMN_USER_TASK ||
        !extension_fits(d, node, extension_is_job(element))) {
        return;
    }
    if (slice_trim(xml_attribute(node, "type")).size == 0) {
        compile_error(d->compiler, node, "job-type-missing",
                      "the zeebe:taskDefinition has no type; it must be present and not empty");
    }
    if (retries.size > 0 && retries.data[0] != '=' &&
        (!slice_to_int64(retries, &number) || number < 0 || number > INT32_MAX)) {
        compile_error(d->compiler, node, "job-retries",
                      "the retries '%.*s' are no number from 0 on", SLICE_ARG(retries));
        return;
    }
    element->model.job_type = expression_of_attribute(d, node, "type", EXPRESSION_OR_STATIC);
    element->model.job_retries = expression_of_attribute(d, node, "retries", EXPRESSION_OR_STATIC);
}

static void read_mapping(struct draft *d, const struct xml_node *node)
{
    struct slice target = slice_trim(xml_attribute(node, "target"));
    struct slice source = xml_attribute(node, "source");
    struct bpmn_mapping *mapping;
    uint32_t expression;

    if (!expression_is_path(target)) {
        compile_error(d->compiler, node, "mapping-target",
                      "the target '%.*s' of a mapping is no name such as total or order.total",
                      SLICE_ARG(target));
        return;
    }
    if (slice_trim(source).size == 0) {
        compile_error(d->compiler, node, "mapping-source", "the mapping to '%.*s' has no source",
                      SLICE_ARG(target));
        return;
    }
    expression = expression_add(d, node, source, EXPRESSION_OR_STATIC, "the source of a mapping");
    mapping = vector_push(d->compiler->arena, &d->mappings, sizeof *mapping);
    if (mapping != NULL) {
        mapping->source = expression;
        mapping->target = target;
    }
}

static struct bpmn_range read_mappings(struct draft *d, const struct xml_node *node,
                                       const char *name)
{
    struct bpmn_range range = {.first = d->mappings.count};

    XML_EACH_CHILD(node, child)
    {
        if (xml_is_zeebe(child, name)) {
            read_mapping(d, child);
        }
    }
    range.count = d->mappings.count - range.first;
    return range;
}

void extension_io_mapping(struct draft *d, struct draft_element *element,
                          const struct xml_node *node)
{
    enum bpmn_kind kind = element->model.kind;
    bool fits = kind != BPMN_PROCESS && kind != BPMN_PARALLEL_GATEWAY &&
                kind != BPMN_EVENT_BASED_GATEWAY && !vocabulary_chooses(kind);

    if (extension_fits(d, node, fits || node->first_child == NULL)) {
        element->model.inputs = read_mappings(d, node, "input");
        element->model.outputs = read_mappings(d, node, "output");
    }
}

void extension_headers(struct draft *d, struct draft_element *element, const struct xml_node *node)
{
    element->model.headers.first = d->headers.count;
    XML_EACH_CHILD(node, child)
    {
        struct slice key = xml_attribute(child, "key");
        struct bpmn_header *header;

        if (!xml_is_zeebe(child, "header")) {
            continue;
        }
        if (key.size == 0) {
            compile_warning(d->compiler, child, "header-without-key",
                            "a header without key is left out");
            continue;
        }
        header = vector_push(d->compiler->arena, &d->headers, sizeof *header);
        if (header != NULL) {
            header->key = key;
            header->value = xml_attribute(child, "value");
        }
    }
    element->model.headers.count = d->headers.count - element->model.headers.first;
}

void extension_script(struct draft *d, struct draft_element *element, const struct xml_node *node)
{
    struct slice expression = xml_attribute(node, "expression");
    struct slice result = slice_trim(xml_attribute(node, "resultVariable"));

    if (!extension_fits(d, node, element->model.kind == BPMN_SCRIPT_TASK)) {
        return;
    }
    if (!expression_is_path(result)) {
        compile_error(d->compiler, node, "script-result",
                      "the script needs a resultVariable: a name such as total");
    }
    if (slice_trim(expression).size == 0) {
        compile_error(d->compiler, node, "script-missing", "the zeebe:script has no expression");
        return;
    }
    element->model.script = expression_add(d, node, expression, EXPRESSION_ONLY, "the script");
    element->model.result_variable = result;
}

void extension_job_priority(struct draft *d, struct draft_element *element,
                            const struct xml_node *node)
{
    struct slice priority = slice_trim(xml_attribute(node, "priority"));
    int64_t number;

    if (!extension_fits(d, node,
                        element->model.kind == BPMN_PROCESS || extension_is_job(element))) {
        return;
    }
    if (priority.size > 0 && priority.data[0] != '=' &&
        (!slice_to_int64(priority, &number) || number < INT32_MIN || number > INT32_MAX)) {
        compile_error(d->compiler, node, "job-priority",
                      "the job priority '%.*s' is no whole number of 32 bits", SLICE_ARG(priority));
        return;
    }
    element->model.job_priority =
        expression_of_attribute(d, node, "priority", EXPRESSION_OR_STATIC);
}

void extension_version_tag(struct draft *d, struct draft_element *element,
                           const struct xml_node *node)
{
    struct slice tag = xml_attribute(node, "value");

    if (extension_fits(d, node, element->model.kind == BPMN_PROCESS) && tag.size > 0) {
        d->version_tag = tag;
    }
}

void extension_called_element(struct draft *d, struct draft_element *element,
                              const struct xml_node *node)
{
    struct bpmn_element *model = &element->model;

    if (!extension_fits(d, node, model->kind == BPMN_CALL_ACTIVITY)) {
        return;
    }
    model->called_process = expression_of_attribute(d, node, "processId", EXPRESSION_OR_STATIC);
    model->gives_all_variables = xml_attribute_is_true(node, "propagateAllParentVariables", true);
    model->takes_all_variables = xml_attribute_is_true(node, "propagateAllChildVariables", true);
    model->called_binding =
        extension_binding(d, node, "called process", &model->called_version_tag);
}

/* Read with its event, which may as well have it in its definition. */
void extension_publish_message(struct draft *d, struct draft_element *element,
                               const struct xml_node *node)
{
    (void)extension_fits(d, node, extension_throws_message(element));
}

void extension_called_decision(struct draft *d, struct draft_element *element,
                               const struct xml_node *node)
{
    struct bpmn_element *model = &element->model;
    struct slice result = slice_trim(xml_attribute(node, "resultVariable"));

    if (!extension_fits(d, node, model->kind == BPMN_BUSINESS_RULE_TASK)) {
        return;
    }
    if (!expression_is_path(result)) {
        compile_error(d->compiler, node, "decision-result",
                      "the called decision needs a resultVariable: a name such as total");
    }
    if (slice_trim(xml_attribute(node, "decisionId")).size == 0) {
        compile_error(d->compiler, node, "decision-missing",
                      "the zeebe:calledDecision has no decisionId; name the decision to evaluate");
        return;
    }
    model->called_decision = expression_of_attribute(d, node, "decisionId", EXPRESSION_OR_STATIC);
    model->result_variable = result;
    model->decision_binding = extension_binding(d, node, "decision", &model->decision_version_tag);
}

static void read_extension(struct draft *d, struct draft_element *element,
                           const struct xml_node *node, uint32_t *seen)
{
    size_t index = find_extension(node->name);
    const struct extension *extension;

    if (index == EXTENSION_COUNT) {
        compile_warning(d->compiler, node, "extension-unknown", "zeebe:%.*s is passed over",
                        SLICE_ARG(node->name));
        return;
    }
    extension = &extensions[index];
    if (extension->use == EXTENSION_READ && (*seen & 1U << index) != 0) {
        compile_error(d->compiler, node, "extension-repeated",
                      "there is more than one zeebe:%s; keep one", extension->name);
        return;
    }
    *seen |= 1U << index;
    if (extension->use == EXTENSION_READ) {
        extension->read(d, element, node);
    }
    if (extension->use == EXTENSION_REFUSED &&
        (node->first_child != NULL || node->attribute_count > 0)) {
        compile_error(d->compiler, node, "extension-unsupported",
                      "zeebe:%s is not supported yet here; remove it", extension->name);
    }
}

void read_extensions(struct draft *d, struct draft_element *element)
{
    const struct xml_node *node = extensions_of(element->xml);
    uint32_t seen = 0; /* by place in the table */

    _Static_assert(EXTENSION_COUNT <= 32, "one bit each");
    if (node == NULL) {
        return;
    }
    XML_EACH_CHILD(node, child)
    {
        if (child->space == XML_SPACE_ZEEBE) {
            read_extension(d, element, child, &seen);
        }
    }
}
