/* Event definitions: which an element has, and what they say. */
#include "compiler_int.h"

#define KIND(event) (1U << (event))

struct definition {
    const char *name;
    enum bpmn_event_kind kind;
};

static const struct definition definitions[] = {
    {"messageEventDefinition", BPMN_EVENT_MESSAGE},
    {"timerEventDefinition", BPMN_EVENT_TIMER},
    {"errorEventDefinition", BPMN_EVENT_ERROR},
    {"terminateEventDefinition", BPMN_EVENT_TERMINATE},
    {"linkEventDefinition", BPMN_EVENT_LINK},
    {"signalEventDefinition", BPMN_EVENT_SIGNAL},
    {"escalationEventDefinition", BPMN_EVENT_ESCALATION},
    {"compensateEventDefinition", BPMN_EVENT_COMPENSATION},
    {"cancelEventDefinition", BPMN_EVENT_CANCEL},
    {"conditionalEventDefinition", BPMN_EVENT_CONDITIONAL},
};

static enum bpmn_event_kind kind_of_definition(const struct xml_node *node)
{
    for (size_t i = 0; i < sizeof definitions / sizeof definitions[0]; i++) {
        if (xml_is_bpmn(node, definitions[i].name)) {
            return definitions[i].kind;
        }
    }
    return BPMN_EVENT_NONE;
}

#define KINDS_CAUGHT                                                                               \
    (KIND(BPMN_EVENT_MESSAGE) | KIND(BPMN_EVENT_TIMER) | KIND(BPMN_EVENT_ERROR) |                  \
     KIND(BPMN_EVENT_SIGNAL) | KIND(BPMN_EVENT_ESCALATION) | KIND(BPMN_EVENT_CONDITIONAL))

/* The kinds of event that run at the element; none at what is no event. */
static unsigned kinds_allowed(const struct draft *d, const struct draft_element *element)
{
    enum bpmn_kind kind = element->model.kind;

    if (kind == BPMN_BOUNDARY_EVENT) {
        return KINDS_CAUGHT | KIND(BPMN_EVENT_COMPENSATION) | KIND(BPMN_EVENT_CANCEL);
    }
    if (draft_is_inner_start(d, element)) {
        return KINDS_CAUGHT | KIND(BPMN_EVENT_COMPENSATION);
    }
    if (kind == BPMN_START_EVENT) {
        return KIND(BPMN_EVENT_NONE) | KIND(BPMN_EVENT_MESSAGE) | KIND(BPMN_EVENT_TIMER) |
               KIND(BPMN_EVENT_SIGNAL);
    }
    if (kind == BPMN_END_EVENT) {
        return KIND(BPMN_EVENT_NONE) | KIND(BPMN_EVENT_ERROR) | KIND(BPMN_EVENT_TERMINATE) |
               KIND(BPMN_EVENT_SIGNAL) | KIND(BPMN_EVENT_ESCALATION) | KIND(BPMN_EVENT_MESSAGE) |
               KIND(BPMN_EVENT_COMPENSATION) | KIND(BPMN_EVENT_CANCEL);
    }
    if (kind == BPMN_INTERMEDIATE_CATCH_EVENT) {
        return KIND(BPMN_EVENT_MESSAGE) | KIND(BPMN_EVENT_TIMER) | KIND(BPMN_EVENT_LINK) |
               KIND(BPMN_EVENT_SIGNAL) | KIND(BPMN_EVENT_CONDITIONAL);
    }
    if (kind == BPMN_INTERMEDIATE_THROW_EVENT) {
        return KIND(BPMN_EVENT_NONE) | KIND(BPMN_EVENT_LINK) | KIND(BPMN_EVENT_SIGNAL) |
               KIND(BPMN_EVENT_ESCALATION) | KIND(BPMN_EVENT_MESSAGE) |
               KIND(BPMN_EVENT_COMPENSATION);
    }
    return 0;
}

/* The only definition, NULL when there is none. False when there are several. */
static bool find_definition(struct draft *d, const struct draft_element *element,
                            const struct xml_node **out)
{
    *out = NULL;
    XML_EACH_CHILD(element->xml, child)
    {
        if (kind_of_definition(child) == BPMN_EVENT_NONE) {
            continue;
        }
        if (*out != NULL) {
            compile_error(d->compiler, child, "event-several-unsupported",
                          "events with several event definitions are not supported yet; keep one");
            return false;
        }
        *out = child;
    }
    return true;
}

/* The code of an error that an event refers to; data NULL after a report. */
static struct slice error_code(struct draft *d, const struct xml_node *node, bool is_throw)
{
    struct slice reference = xml_attribute(node, "errorRef");
    const struct named *named = ids_find(d->compiler, reference);
    struct slice code;

    if (named == NULL || !xml_is_bpmn(named->xml, "error")) {
        compile_error(d->compiler, node, "error-reference",
                      "the error event refers to no error of this file (errorRef '%.*s'); add an "
                      "error and refer to it",
                      SLICE_ARG(reference));
        return SLICE_EMPTY;
    }
    code = xml_attribute(named->xml, "errorCode");
    if (code.size == 0 && is_throw) {
        compile_error(d->compiler, node, "error-code-missing",
                      "the error '%.*s' has no errorCode; it must be present and not empty",
                      SLICE_ARG(named->id));
        return SLICE_EMPTY;
    }
    if (slice_starts_with(slice_trim(code), SLICE("="))) {
        compile_error(d->compiler, node, "error-code-expression",
                      "the errorCode of '%.*s' is an expression; error codes must be static texts",
                      SLICE_ARG(named->id));
        return SLICE_EMPTY;
    }
    return code.data == NULL ? SLICE("") : code;
}

static void read_error(struct draft *d, struct draft_element *element, const struct xml_node *node,
                       struct bpmn_event *event)
{
    bool is_throw = element->model.kind == BPMN_END_EVENT;
    struct slice code;

    if (slice_trim(xml_attribute(node, "errorRef")).size == 0 && !is_throw) {
        return; /* catches every error */
    }
    code = error_code(d, node, is_throw);
    if (code.data == NULL) {
        element->is_refused = true;
        return;
    }
    /* A catch of an error without code catches every error, too. */
    event->has_error_code = code.size > 0;
    event->error_code = code.size > 0 ? code : SLICE_EMPTY;
}

static void read_link(struct draft *d, struct draft_element *element, const struct xml_node *node)
{
    element->link_name = slice_trim(xml_attribute(node, "name"));
    if (element->link_name.size == 0) {
        compile_error(d->compiler, node, "link-name-missing",
                      "the link has no name; it must be present and not empty");
        element->is_refused = true;
    }
}

static void read_condition(struct draft *d, struct draft_element *element,
                           const struct xml_node *node, struct bpmn_event *event)
{
    const struct xml_node *condition = xml_bpmn_child(node, "condition");

    if (condition == NULL || slice_trim(condition->text).size == 0) {
        compile_error(d->compiler, node, "condition-missing",
                      "the conditional event has no condition; say what it waits for");
        element->is_refused = true;
        return;
    }
    if (extension_of(node, "conditionalFilter") != NULL) {
        compile_error(d->compiler, node, "extension-unsupported",
                      "zeebe:conditionalFilter is not supported yet; remove it: the condition is "
                      "looked at whenever a variable that it can see changes");
    }
    event->condition =
        expression_add(d, condition, condition->text, EXPRESSION_ONLY, "the condition");
}

/* Boundary events and the starts of event subprocesses. */
static void read_interrupting(struct draft *d, struct draft_element *element,
                              enum bpmn_event_kind kind)
{
    bool is_boundary = element->model.kind == BPMN_BOUNDARY_EVENT;
    const char *attribute = is_boundary ? "cancelActivity" : "isInterrupting";

    element->model.interrupting =
        kind != BPMN_EVENT_COMPENSATION && xml_attribute_is_true(element->xml, attribute, true);
    if (kind == BPMN_EVENT_CANCEL && !element->model.interrupting) {
        compile_error(d->compiler, element->xml, "cancel-non-interrupting",
                      "cancel boundary events always interrupt; remove cancelActivity=\"false\"");
    }
    if (kind == BPMN_EVENT_ERROR && !element->model.interrupting) {
        compile_error(d->compiler, element->xml, "error-non-interrupting",
                      "error %s always interrupt; remove %s=\"false\"",
                      is_boundary ? "boundary events" : "event subprocesses", attribute);
    }
}

static void add_event(struct draft *d, struct draft_element *element, const struct xml_node *node,
                      enum bpmn_event_kind kind)
{
    struct bpmn_event *event = vector_push(d->compiler->arena, &d->events, sizeof *event);

    if (event == NULL) {
        return;
    }
    event->kind = kind;
    event->message_name = BPMN_NONE;
    event->correlation_key = BPMN_NONE;
    event->timer = BPMN_NONE;
    event->link_target = BPMN_NONE;
    event->signal_name = BPMN_NONE;
    event->escalation_code = BPMN_NONE;
    event->compensation = BPMN_NONE;
    event->condition = BPMN_NONE;
    element->model.event = d->events.count - 1;
    event->message_id = BPMN_NONE;
    event->time_to_live = BPMN_NONE;
    if (kind == BPMN_EVENT_MESSAGE && bpmn_throws(&element->model)) {
        read_thrown_message(d, element, node, event);
    } else if (kind == BPMN_EVENT_MESSAGE) {
        read_message(d, element, node, event);
    } else if (kind == BPMN_EVENT_TIMER) {
        read_timer(d, element, node, event);
    } else if (kind == BPMN_EVENT_ERROR) {
        read_error(d, element, node, event);
    } else if (kind == BPMN_EVENT_LINK) {
        read_link(d, element, node);
    } else if (kind == BPMN_EVENT_SIGNAL) {
        read_signal(d, element, node, event);
    } else if (kind == BPMN_EVENT_ESCALATION) {
        read_escalation(d, element, node, event);
    } else if (kind == BPMN_EVENT_CONDITIONAL) {
        read_condition(d, element, node, event);
    }
}

void read_event(struct draft *d, struct draft_element *element)
{
    unsigned allowed = kinds_allowed(d, element);
    const struct xml_node *node;
    enum bpmn_event_kind kind;

    if (element->model.kind == BPMN_RECEIVE_TASK) {
        add_event(d, element, element->xml, BPMN_EVENT_MESSAGE);
        return;
    }
    if (allowed == 0) {
        return;
    }
    if (!find_definition(d, element, &node)) {
        element->is_refused = true;
        return;
    }
    kind = node == NULL ? BPMN_EVENT_NONE : kind_of_definition(node);
    if (element->model.kind == BPMN_BOUNDARY_EVENT || draft_is_inner_start(d, element)) {
        read_interrupting(d, element, kind);
    }
    if ((allowed & KIND(kind)) != 0) {
        if (node != NULL) {
            add_event(d, element, node, kind);
        }
        return;
    }
    element->is_refused = true;
    if (node == NULL) {
        compile_error(d->compiler, element->xml, "event-definition-missing",
                      "the event has no event definition; say what it waits for");
    } else {
        compile_error(d->compiler, node, "event-definition-unsupported",
                      "%.*s is not supported at %.*s", SLICE_ARG(node->name),
                      SLICE_ARG(element->xml->name));
    }
}
