/* Which event the body of a multi-instance activity throws, and when (BPMN 2.0.2, 10.3.8,
 * behavior): the boundary event of the activity that catches it is found here. */
#include "compiler_int.h"

static const char *const references[] = {"signalRef", "messageRef", "escalationRef", "errorRef"};

/* The event definition of an event, or NULL. */
static const struct xml_node *definition_of(const struct xml_node *event)
{
    static const char *const names[] = {"signalEventDefinition", "messageEventDefinition",
                                        "escalationEventDefinition", "errorEventDefinition"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct xml_node *definition = xml_bpmn_child(event, names[i]);

        if (definition != NULL) {
            return definition;
        }
    }
    return NULL;
}

static bool is_caught_by(const struct xml_node *thrown, const struct xml_node *caught)
{
    if (thrown == caught) {
        return true;
    }
    if (caught == NULL || !slice_equal(thrown->name, caught->name)) {
        return false;
    }
    for (size_t i = 0; i < sizeof references / sizeof references[0]; i++) {
        struct slice reference = slice_trim(xml_attribute(thrown, references[i]));

        if (reference.size > 0) {
            return slice_equal(reference, slice_trim(xml_attribute(caught, references[i])));
        }
    }
    return false;
}

/* The boundary event of the activity that catches it; BPMN_NONE: none does. */
static uint32_t catcher_of(const struct draft *d, const struct draft_element *activity,
                           const struct xml_node *thrown)
{
    for (uint32_t i = 0; thrown != NULL && i < d->elements.count; i++) {
        const struct draft_element *boundary = draft_element(d, i);

        if (boundary->model.attached_to == activity->model.index &&
            is_caught_by(thrown, definition_of(boundary->xml))) {
            return i;
        }
    }
    return BPMN_NONE;
}

/* The event definition with that id: of a boundary event of the activity, or of the file. */
static const struct xml_node *
find_definition(const struct draft *d, const struct draft_element *activity, struct slice reference)
{
    const struct named *named = ids_find(d->compiler, reference);

    for (uint32_t i = 0; i < d->elements.count; i++) {
        const struct draft_element *boundary = draft_element(d, i);
        const struct xml_node *definition;

        if (boundary->model.attached_to != activity->model.index) {
            continue;
        }
        definition = definition_of(boundary->xml);
        if (definition != NULL &&
            slice_equal(xml_attribute(definition, "id"), slice_trim(reference))) {
            return definition;
        }
    }
    return named == NULL ? NULL : named->xml;
}

static struct bpmn_loop_event *events_new(struct draft *d, struct bpmn_loop *loop, uint32_t count)
{
    struct bpmn_loop_event *events =
        ARENA_ARRAY(d->compiler->arena, struct bpmn_loop_event, count + 1);

    loop->events = events;
    return events;
}

static void add(struct draft *d, const struct xml_node *node, struct bpmn_loop *loop,
                struct bpmn_loop_event event, struct bpmn_loop_event *events)
{
    if (event.boundary == BPMN_NONE) {
        compile_error(d->compiler, node, "behavior-event",
                      "no boundary event of the activity catches the event that it throws; attach "
                      "one with the same signal, message, escalation or error");
        return;
    }
    events[loop->event_count++] = event;
}

/* behavior None or One: the event is named by an attribute. */
static void read_named(struct draft *d, struct draft_element *activity, const struct xml_node *node,
                       const char *attribute)
{
    struct bpmn_loop *loop = &activity->model.loop;
    struct bpmn_loop_event *events = events_new(d, loop, 1);
    struct slice reference = xml_attribute(node, attribute);

    if (events == NULL) {
        return;
    }
    if (slice_trim(reference).size == 0) {
        compile_error(d->compiler, node, "behavior-event",
                      "its behavior throws an event, but %s does not say which", attribute);
        return;
    }
    add(d, node, loop,
        (struct bpmn_loop_event){
            .condition = BPMN_NONE,
            .boundary = catcher_of(d, activity, find_definition(d, activity, reference))},
        events);
}

static void read_complex_one(struct draft *d, struct draft_element *activity,
                             const struct xml_node *node, struct bpmn_loop_event *events)
{
    const struct xml_node *condition = xml_bpmn_child(node, "condition");
    const struct xml_node *event = xml_bpmn_child(node, "event");
    struct bpmn_loop_event read = {.condition = BPMN_NONE};

    if (condition == NULL || slice_trim(condition->text).size == 0 || event == NULL) {
        compile_error(d->compiler, node, "behavior-complex",
                      "a complexBehaviorDefinition needs a condition and an event");
        return;
    }
    read.condition =
        expression_add(d, condition, condition->text, EXPRESSION_ONLY, "the condition");
    read.boundary = catcher_of(d, activity, definition_of(event));
    add(d, node, &activity->model.loop, read, events);
}

static void read_complex(struct draft *d, struct draft_element *activity,
                         const struct xml_node *node)
{
    struct bpmn_loop_event *events;
    uint32_t count = 0;

    XML_EACH_CHILD(node, child)
    {
        count += xml_is_bpmn(child, "complexBehaviorDefinition") ? 1 : 0;
    }
    if (count == 0) {
        compile_error(d->compiler, node, "behavior-complex",
                      "its behavior is Complex, but there is no complexBehaviorDefinition");
    }
    events = events_new(d, &activity->model.loop, count);
    XML_EACH_CHILD(node, child)
    {
        if (events != NULL && xml_is_bpmn(child, "complexBehaviorDefinition")) {
            read_complex_one(d, activity, child, events);
        }
    }
}

static void read_behavior(struct draft *d, struct draft_element *activity)
{
    const struct xml_node *node = xml_bpmn_child(activity->xml, "multiInstanceLoopCharacteristics");
    struct slice behavior = slice_trim(xml_attribute(node, "behavior"));

    if (slice_is(behavior, "None")) {
        activity->model.loop.behavior = BPMN_LOOP_NONE;
        read_named(d, activity, node, "noneBehaviorEventRef");
    } else if (slice_is(behavior, "One")) {
        activity->model.loop.behavior = BPMN_LOOP_ONE;
        read_named(d, activity, node, "oneBehaviorEventRef");
    } else if (slice_is(behavior, "Complex")) {
        activity->model.loop.behavior = BPMN_LOOP_COMPLEX;
        read_complex(d, activity, node);
    } else if (behavior.size > 0 && !slice_is(behavior, "All")) {
        compile_error(d->compiler, node, "behavior-unknown",
                      "BPMN 2.0 knows no behavior '%.*s'; it is None, One, All or Complex",
                      SLICE_ARG(behavior));
    }
}

void rules_of_behavior(struct draft *d)
{
    for (uint32_t i = 0; i < d->elements.count; i++) {
        struct draft_element *element = draft_element(d, i);

        if (element->loop == BPMN_MULTI_INSTANCE_BODY && !element->is_refused) {
            read_behavior(d, element);
        }
    }
}
