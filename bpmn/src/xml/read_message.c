/* Messages: the name they are published under and the key they are correlated by. */
#include "base/iso8601.h"
#include "compiler_int.h"

static uint32_t read_name(struct draft *d, const struct draft_element *element,
                          const struct xml_node *node, const struct named *message)
{
    struct slice name = xml_attribute(message->xml, "name");
    uint32_t expression;

    if (slice_trim(name).size == 0) {
        compile_error(d->compiler, node, "message-name-missing",
                      "the message '%.*s' has no name; it must be present and not empty",
                      SLICE_ARG(message->id));
        return BPMN_NONE;
    }
    expression = expression_add(d, node, name, EXPRESSION_OR_STATIC, "the message name");
    if (expression != BPMN_NONE && draft_is_outer_start(d, element) &&
        expression_has_variables(d, expression)) {
        compile_error(d->compiler, node, "message-name-variables",
                      "the name of message '%.*s' reads variables; at a start event there are "
                      "none yet",
                      SLICE_ARG(message->id));
    }
    return expression;
}

static uint32_t read_key(struct draft *d, const struct draft_element *element,
                         const struct xml_node *node, const struct named *message)
{
    const struct xml_node *subscription = extension_of(message->xml, "subscription");
    struct slice key =
        subscription == NULL ? SLICE_EMPTY : xml_attribute(subscription, "correlationKey");
    uint32_t expression;

    if (slice_trim(key).size > 0) {
        expression = expression_add(d, node, key, EXPRESSION_OR_STATIC, "the correlation key");
        if (expression != BPMN_NONE && draft_expression(d, expression)->is_static) {
            compile_warning(d->compiler, node, "message-key-static",
                            "the correlation key '%.*s' is the same for every instance; an "
                            "expression begins with '='",
                            SLICE_ARG(key));
        }
        return draft_is_outer_start(d, element) ? BPMN_NONE : expression;
    }
    if (!draft_is_outer_start(d, element)) {
        compile_error(d->compiler, node, "message-key-missing",
                      "the message '%.*s' has no correlation key, so nobody could tell whose it "
                      "is; give it a zeebe:subscription with a correlationKey",
                      SLICE_ARG(message->id));
    }
    return BPMN_NONE;
}

/* The message that is referred to; NULL after a report. */
static const struct named *find_message(struct draft *d, const struct xml_node *node)
{
    struct slice reference = xml_attribute(node, "messageRef");
    const struct named *message = ids_find(d->compiler, reference);

    if (slice_trim(reference).size == 0) {
        compile_error(d->compiler, node, "message-missing",
                      "it refers to no message; add one and refer to it by messageRef");
        return NULL;
    }
    if (message == NULL || !xml_is_bpmn(message->xml, "message")) {
        compile_error(d->compiler, node, "message-unknown",
                      "its messageRef '%.*s' is no message of this file", SLICE_ARG(reference));
        return NULL;
    }
    return message;
}

void read_message(struct draft *d, struct draft_element *element, const struct xml_node *node,
                  struct bpmn_event *event)
{
    const struct named *message = find_message(d, node);

    if (message != NULL) {
        event->message_name = read_name(d, element, node, message);
        event->correlation_key = read_key(d, element, node, message);
    }
}

/* --- thrown --- */

static void read_time_to_live(struct draft *d, const struct xml_node *publish,
                              struct bpmn_event *event)
{
    struct slice text = slice_trim(xml_attribute(publish, "timeToLive"));
    struct iso_duration duration;

    event->time_to_live = expression_of_attribute(d, publish, "timeToLive", EXPRESSION_OR_STATIC);
    if (event->time_to_live != BPMN_NONE && draft_expression(d, event->time_to_live)->is_static &&
        !iso_parse_duration(text, ISO_ANY, &duration)) {
        compile_error(d->compiler, publish, "message-time-to-live",
                      "the timeToLive '%.*s' is no ISO 8601 duration such as PT1H",
                      SLICE_ARG(text));
    }
}

void read_thrown_message(struct draft *d, struct draft_element *element,
                         const struct xml_node *node, struct bpmn_event *event)
{
    const struct xml_node *publish = extension_of(element->xml, "publishMessage");
    bool has_job = extension_of(element->xml, "taskDefinition") != NULL;
    const struct named *message;

    if (publish == NULL) {
        publish = extension_of(node, "publishMessage");
    }
    if ((publish != NULL) == has_job) {
        compile_error(
            d->compiler, element->xml, "message-throw",
            "an event that throws a message needs either a zeebe:taskDefinition (a worker "
            "sends it) or a zeebe:publishMessage (the engine does); this one has %s",
            has_job ? "both" : "neither");
        element->is_refused = true;
        return;
    }
    message = has_job ? NULL : find_message(d, node);
    if (message != NULL) {
        event->message_name = read_name(d, element, node, message);
        event->correlation_key =
            expression_of_attribute(d, publish, "correlationKey", EXPRESSION_OR_STATIC);
        event->message_id = expression_of_attribute(d, publish, "messageId", EXPRESSION_OR_STATIC);
        read_time_to_live(d, publish, event);
    }
}
