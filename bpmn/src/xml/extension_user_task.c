/* Zeebe's extension elements of user tasks: who, until when, how urgent, by which form. */
#include "base/iso8601.h"
#include "extension_int.h"

enum {
    PRIORITY_MAX = 100
};

static bool is_user_task(const struct draft_element *element)
{
    return element->model.kind == BPMN_USER_TASK;
}

void extension_user_task(struct draft *d, struct draft_element *element,
                         const struct xml_node *node)
{
    if (extension_fits(d, node, is_user_task(element))) {
        element->model.is_managed_user_task = true;
    }
}

void extension_assignment(struct draft *d, struct draft_element *element,
                          const struct xml_node *node)
{
    struct bpmn_element *model = &element->model;

    if (!extension_fits(d, node, is_user_task(element))) {
        return;
    }
    model->assignee = expression_of_attribute(d, node, "assignee", EXPRESSION_OR_STATIC);
    model->candidate_users =
        expression_of_attribute(d, node, "candidateUsers", EXPRESSION_OR_STATIC);
    model->candidate_groups =
        expression_of_attribute(d, node, "candidateGroups", EXPRESSION_OR_STATIC);
}

static uint32_t read_date(struct draft *d, const struct xml_node *node, const char *name)
{
    struct slice text = slice_trim(xml_attribute(node, name));
    struct iso_date_time date;

    if (text.size > 0 && text.data[0] != '=' && !iso_parse_zoned_date_time(text, &date)) {
        compile_error(d->compiler, node, "schedule-date",
                      "the %s '%.*s' is no ISO 8601 date and time such as 2026-03-01T09:00:00Z",
                      name, SLICE_ARG(text));
        return BPMN_NONE;
    }
    return expression_of_attribute(d, node, name, EXPRESSION_OR_STATIC);
}

void extension_schedule(struct draft *d, struct draft_element *element, const struct xml_node *node)
{
    if (extension_fits(d, node, is_user_task(element))) {
        element->model.due_date = read_date(d, node, "dueDate");
        element->model.follow_up_date = read_date(d, node, "followUpDate");
    }
}

void extension_priority(struct draft *d, struct draft_element *element, const struct xml_node *node)
{
    struct slice priority = slice_trim(xml_attribute(node, "priority"));
    int64_t number;

    if (!extension_fits(d, node, is_user_task(element))) {
        return;
    }
    if (priority.size > 0 && priority.data[0] != '=' &&
        (!slice_to_int64(priority, &number) || number < 0 || number > PRIORITY_MAX)) {
        compile_error(d->compiler, node, "task-priority",
                      "the priority '%.*s' is no number from 0 to %d", SLICE_ARG(priority),
                      PRIORITY_MAX);
        return;
    }
    element->model.priority = expression_of_attribute(d, node, "priority", EXPRESSION_OR_STATIC);
}

static struct slice text_or_none(const struct xml_node *node, const char *name)
{
    struct slice value = slice_trim(xml_attribute(node, name));

    return value.size == 0 ? SLICE_EMPTY : value;
}

enum bpmn_binding extension_binding(struct draft *d, const struct xml_node *node, const char *what,
                                    uint32_t *version_tag)
{
    struct slice text = slice_trim(xml_attribute(node, "bindingType"));

    *version_tag = BPMN_NONE;
    if (slice_is(text, "deployment")) {
        return BPMN_BINDING_DEPLOYMENT;
    }
    if (slice_is(text, "versionTag")) {
        *version_tag = expression_of_attribute(d, node, "versionTag", EXPRESSION_OR_STATIC);
        if (slice_trim(xml_attribute(node, "versionTag")).size == 0) {
            compile_error(d->compiler, node, "version-tag-missing",
                          "the %s is bound by versionTag, but has no versionTag", what);
        }
        return *version_tag == BPMN_NONE ? BPMN_BINDING_LATEST : BPMN_BINDING_VERSION_TAG;
    }
    if (text.size > 0 && !slice_is(text, "latest")) {
        compile_error(d->compiler, node, "binding-unknown",
                      "the bindingType '%.*s' of the %s is none of latest, deployment and "
                      "versionTag",
                      SLICE_ARG(text), what);
    }
    return BPMN_BINDING_LATEST;
}

void extension_form(struct draft *d, struct draft_element *element, const struct xml_node *node)
{
    struct bpmn_element *model = &element->model;

    if (!extension_fits(d, node, is_user_task(element) || model->kind == BPMN_START_EVENT)) {
        return;
    }
    model->form_binding = extension_binding(d, node, "form", &model->form_version_tag);
    model->form_id = expression_of_attribute(d, node, "formId", EXPRESSION_OR_STATIC);
    model->external_form_reference =
        expression_of_attribute(d, node, "externalReference", EXPRESSION_OR_STATIC);
    model->form_key = text_or_none(node, "formKey");
}
