/* Signals and escalations: the name or code that an event throws or catches. */
#include "compiler_int.h"

void read_signal(struct draft *d, const struct draft_element *element, const struct xml_node *node,
                 struct bpmn_event *event)
{
    struct slice reference = xml_attribute(node, "signalRef");
    const struct named *signal = ids_find(d->compiler, reference);
    struct slice name;

    if (slice_trim(reference).size == 0) {
        compile_error(d->compiler, node, "signal-missing",
                      "it refers to no signal; add one and refer to it by signalRef");
        return;
    }
    if (signal == NULL || !xml_is_bpmn(signal->xml, "signal")) {
        compile_error(d->compiler, node, "signal-unknown",
                      "its signalRef '%.*s' is no signal of this file", SLICE_ARG(reference));
        return;
    }
    name = xml_attribute(signal->xml, "name");
    if (slice_trim(name).size == 0) {
        compile_error(d->compiler, node, "signal-name-missing",
                      "the signal '%.*s' has no name; it must be present and not empty",
                      SLICE_ARG(signal->id));
        return;
    }
    event->signal_name = expression_add(d, node, name, EXPRESSION_OR_STATIC, "the signal name");
    if (event->signal_name != BPMN_NONE && draft_is_outer_start(d, element) &&
        expression_has_variables(d, event->signal_name)) {
        compile_error(d->compiler, node, "signal-name-variables",
                      "the name of signal '%.*s' reads variables; at a start event there are none "
                      "yet",
                      SLICE_ARG(signal->id));
    }
}

static bool is_catch(const struct draft_element *element)
{
    return element->model.kind == BPMN_BOUNDARY_EVENT || element->model.kind == BPMN_START_EVENT;
}

/* The escalation itself; NULL when the event catches every one, or after a report. */
static const struct named *find_escalation(struct draft *d, struct draft_element *element,
                                           const struct xml_node *node)
{
    struct slice reference = xml_attribute(node, "escalationRef");
    const struct named *named = ids_find(d->compiler, reference);

    if (slice_trim(reference).size == 0 && is_catch(element)) {
        return NULL;
    }
    if (named != NULL && xml_is_bpmn(named->xml, "escalation")) {
        return named;
    }
    element->is_refused = true;
    compile_error(d->compiler, node, "escalation-reference",
                  "the escalation event refers to no escalation of this file (escalationRef "
                  "'%.*s'); add an escalation and refer to it",
                  SLICE_ARG(reference));
    return NULL;
}

void read_escalation(struct draft *d, struct draft_element *element, const struct xml_node *node,
                     struct bpmn_event *event)
{
    const struct named *escalation = find_escalation(d, element, node);
    struct slice code;

    if (escalation == NULL) {
        return;
    }
    code = xml_attribute(escalation->xml, "escalationCode");
    if (slice_trim(code).size == 0) {
        if (!is_catch(element)) {
            compile_error(d->compiler, node, "escalation-code-missing",
                          "the escalation '%.*s' has no escalationCode; it must be present and not "
                          "empty",
                          SLICE_ARG(escalation->id));
            element->is_refused = true;
        }
        return; /* a catch of an escalation without code catches every one */
    }
    if (is_catch(element) && slice_starts_with(slice_trim(code), SLICE("="))) {
        compile_error(d->compiler, node, "escalation-code-expression",
                      "the escalationCode of '%.*s' is an expression; where an escalation is "
                      "caught, its code must be a static text",
                      SLICE_ARG(escalation->id));
        element->is_refused = true;
        return;
    }
    event->escalation_code =
        expression_add(d, node, code, EXPRESSION_OR_STATIC, "the escalation code");
}
