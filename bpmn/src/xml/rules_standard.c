/* What the standard forbids and no engine would stumble over: references to things of another kind,
 * message flows that cannot be, directions and attributes that contradict what stands there (BPMN
 * 2.0.2, chapters 7 to 10). A file that says such things means something else than it would do. */
#include "base/sort.h"
#include "compiler_int.h"

struct bearer {
    struct slice id;
    const struct xml_node *node;
};

struct standard {
    struct compiler *c;
    struct vector bearers; /* struct bearer, by id once all are there */
    uint32_t *set_of;      /* by bearer: the last set of data that names it, counted from 1 */
    uint32_t set_count;
};

/* So many bearers of one id are looked at: files of some tools give ids twice. */
#define BEARERS_MAX 8

/* --- who bears an id --- */

static void collect(struct standard *s, const struct xml_node *node)
{
    struct slice id = xml_attribute(node, "id");

    if (id.size > 0 && node->space == XML_SPACE_BPMN) {
        struct bearer *slot = vector_push(s->c->arena, &s->bearers, sizeof *slot);

        if (slot != NULL) {
            *slot = (struct bearer){.id = id, .node = node};
        }
    }
    XML_EACH_CHILD(node, child)
    {
        collect(s, child);
    }
}

static int compare_bearers(const void *a, const void *b, void *context)
{
    const struct bearer *left = a;
    const struct bearer *right = b;

    (void)context;
    return slice_compare(left->id, right->id);
}

/* "task" of "tns:task". */
static struct slice local_id(struct slice reference)
{
    struct slice id = slice_trim(reference);
    size_t colon = slice_find_byte(id, ':');

    return colon == SIZE_MAX ? id : slice_from(id, colon + 1);
}

/* The first bearer of the id in the order of the file; NULL when nobody bears it. */
static const struct bearer *find(const struct standard *s, struct slice id)
{
    const struct bearer *all = s->bearers.items;
    uint32_t low = 0;
    uint32_t high = s->bearers.count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (slice_compare(all[middle].id, id) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < s->bearers.count && slice_equal(all[low].id, id) ? &all[low] : NULL;
}

static size_t place_of(const struct standard *s, const struct bearer *bearer)
{
    return (size_t)(bearer - (const struct bearer *)s->bearers.items);
}

static const struct xml_node *bearer_of(const struct standard *s, struct slice reference)
{
    const struct bearer *found = find(s, local_id(reference));

    return found == NULL ? NULL : found->node;
}

/* --- references --- */

struct reference {
    const char *name; /* of the attribute, or of the element that holds it as text */
    const char *kind; /* of what it must name */
    bool is_attribute;
    const char *only_at; /* NULL: wherever it stands; elsewhere it is looked at where it is read */
};

static const struct reference references[] = {
    {"messageRef", "message", true, "messageFlow"},
    {"operationRef", "operation", true, NULL},
    {"itemRef", "itemDefinition", true, NULL},
    {"processRef", "process", true, NULL},
    {"definitionalCollaborationRef", "collaboration", true, NULL},
    {"inMessageRef", "message", false, NULL},
    {"outMessageRef", "message", false, NULL},
    {"errorRef", "error", false, NULL},
    {"interfaceRef", "interface", false, NULL},
    {"participantRef", "participant", false, NULL},
    {"dataInputRefs", "dataInput", false, NULL},
    {"dataOutputRefs", "dataOutput", false, NULL},
    {"incoming", "sequenceFlow", false, NULL},
    {"outgoing", "sequenceFlow", false, NULL},
};

/* One right bearer is enough. */
static bool names_kind(const struct standard *s, struct slice id, const char *kind)
{
    const struct bearer *all = s->bearers.items;
    const struct bearer *found = find(s, id);

    for (int i = 0; found != NULL && i < BEARERS_MAX; i++, found++) {
        if (found == all + s->bearers.count || !slice_equal(found->id, id)) {
            return false;
        }
        if (xml_is_bpmn(found->node, kind)) {
            return true;
        }
    }
    return false;
}

static void check_reference(struct standard *s, const struct xml_node *node,
                            const struct reference *reference, struct slice text)
{
    const struct xml_node *named = bearer_of(s, text);

    if (named != NULL && !names_kind(s, local_id(text), reference->kind)) {
        compile_error(s->c, node, "reference-kind", "its %s '%.*s' names a %.*s; it must name a %s",
                      reference->name, SLICE_ARG(slice_trim(text)), SLICE_ARG(named->name),
                      reference->kind);
    }
}

static void check_references(struct standard *s, const struct xml_node *node)
{
    for (size_t i = 0; i < sizeof references / sizeof references[0]; i++) {
        const struct reference *reference = &references[i];

        if (reference->only_at != NULL && !slice_is(node->name, reference->only_at)) {
            continue;
        }
        if (reference->is_attribute) {
            check_reference(s, node, reference, xml_attribute(node, reference->name));
        } else if (slice_is(node->name, reference->name)) {
            check_reference(s, node, reference, node->text);
        }
    }
}

/* --- what a flow element says of its flows --- */

static void check_end(struct standard *s, const struct xml_node *node, const char *part,
                      const char *end)
{
    XML_EACH_CHILD(node, child)
    {
        const struct xml_node *flow = xml_is_bpmn(child, part) ? bearer_of(s, child->text) : NULL;

        if (flow == NULL) {
            continue;
        }
        if (xml_is_bpmn(flow, "sequenceFlow") &&
            !slice_equal(local_id(xml_attribute(flow, end)), xml_attribute(node, "id"))) {
            compile_error(s->c, child, "flow-reference",
                          "it lists '%.*s' as %s, but the %s of that flow is '%.*s'",
                          SLICE_ARG(slice_trim(child->text)), part, end,
                          SLICE_ARG(xml_attribute(flow, end)));
        }
    }
}

/* A list that names flows that are not there. */
static void check_listed(struct standard *s, const struct xml_node *node, const char *part)
{
    XML_EACH_CHILD(node, child)
    {
        if (xml_is_bpmn(child, part) && slice_trim(child->text).size > 0 &&
            bearer_of(s, child->text) == NULL) {
            compile_error(s->c, child, "flow-reference",
                          "it lists '%.*s' as %s, but there is no such sequence flow",
                          SLICE_ARG(slice_trim(child->text)), part);
        }
    }
}

/* --- message flows --- */

static const struct xml_node *process_of(const struct xml_node *node)
{
    while (node != NULL && !xml_is_bpmn(node, "process")) {
        node = node->parent;
    }
    return node;
}

/* The process that a message flow's end lies in or stands for; NULL for a black box. */
static const struct xml_node *pool_process(const struct standard *s, const struct xml_node *end)
{
    if (xml_is_bpmn(end, "participant")) {
        return bearer_of(s, xml_attribute(end, "processRef"));
    }
    return process_of(end);
}

static bool is_interaction_node(const struct xml_node *node)
{
    static const char *const others[] = {"participant",
                                         "startEvent",
                                         "endEvent",
                                         "intermediateCatchEvent",
                                         "boundaryEvent",
                                         "intermediateThrowEvent",
                                         "task",
                                         "manualTask",
                                         "serviceTask",
                                         "sendTask",
                                         "userTask",
                                         "receiveTask",
                                         "scriptTask",
                                         "businessRuleTask",
                                         "callActivity",
                                         "subProcess",
                                         "transaction",
                                         "adHocSubProcess",
                                         "conversation",
                                         "subConversation",
                                         "callConversation"};

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (xml_is_bpmn(node, others[i])) {
            return true;
        }
    }
    return false;
}

static bool is_one_of(const struct xml_node *node, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (xml_is_bpmn(node, *names)) {
            return true;
        }
    }
    return false;
}

static bool has_message(const struct xml_node *event)
{
    return xml_bpmn_child(event, "messageEventDefinition") != NULL ||
           xml_bpmn_child(event, "eventDefinitionRef") != NULL;
}

/* Events and tasks that receive are no source of a message flow, those that send no target; start
 * and end events at one are message events. */
static void check_message_end(struct standard *s, const struct xml_node *flow,
                              const struct xml_node *end, bool is_source)
{
    static const char *const receivers[] = {"startEvent", "intermediateCatchEvent", "boundaryEvent",
                                            "receiveTask", NULL};
    static const char *const senders[] = {"endEvent", "intermediateThrowEvent", "sendTask", NULL};
    static const char *const ends[] = {"startEvent", "endEvent", NULL};
    struct slice id = xml_attribute(flow, "id");
    struct slice end_id = xml_attribute(end, "id");
    const char *role = is_source ? "source" : "target";

    if (!is_interaction_node(end)) {
        compile_error(s->c, flow, "message-flow-end",
                      "the %s of message flow '%.*s' is %.*s '%.*s'; messages flow between pools, "
                      "activities and events",
                      role, SLICE_ARG(id), SLICE_ARG(end->name), SLICE_ARG(end_id));
    } else if (is_one_of(end, is_source ? receivers : senders)) {
        compile_error(s->c, flow, "message-flow-end",
                      "%.*s '%.*s' is never the %s of a message flow such as '%.*s'",
                      SLICE_ARG(end->name), SLICE_ARG(end_id), role, SLICE_ARG(id));
    } else if (is_one_of(end, ends) && !has_message(end) &&
               xml_attribute_is_true(process_of(end), "isExecutable", false)) {
        compile_error(s->c, flow, "message-flow-end",
                      "%.*s '%.*s', the %s of message flow '%.*s', is no message event",
                      SLICE_ARG(end->name), SLICE_ARG(end_id), role, SLICE_ARG(id));
    }
}

static void check_message_flow(struct standard *s, const struct xml_node *flow)
{
    const struct xml_node *source = bearer_of(s, xml_attribute(flow, "sourceRef"));
    const struct xml_node *target = bearer_of(s, xml_attribute(flow, "targetRef"));
    const struct xml_node *from;

    if (source == NULL || target == NULL) {
        return;
    }
    check_message_end(s, flow, source, true);
    check_message_end(s, flow, target, false);
    from = pool_process(s, source);
    if (source == target || (from != NULL && from == pool_process(s, target))) {
        compile_error(s->c, flow, "message-flow-pool",
                      "both ends of message flow '%.*s' lie in one pool; it must lead from one "
                      "pool to another",
                      SLICE_ARG(xml_attribute(flow, "id")));
    }
}

static void check_multiplicity(struct standard *s, const struct xml_node *node)
{
    int64_t minimum = 0;
    int64_t maximum = 1;
    bool reads = slice_to_int64(slice_trim(xml_attribute(node, "minimum")), &minimum) &&
                 slice_to_int64(slice_trim(xml_attribute(node, "maximum")), &maximum);

    if (reads && (minimum < 0 || maximum < 1 || maximum < minimum)) {
        compile_error(s->c, node, "participant-multiplicity",
                      "participant '%.*s' takes part at least %lld and at most %lld times; the "
                      "minimum must not be negative, and the maximum at least 1 and the minimum",
                      SLICE_ARG(xml_attribute(node->parent, "id")), (long long)minimum,
                      (long long)maximum);
    }
}

/* --- attributes --- */

static void check_attributes(struct standard *s, const struct xml_node *node)
{
    if (xml_is_bpmn(node, "sequenceFlow") && !xml_attribute_is_true(node, "isImmediate", true)) {
        compile_error(s->c, node, "flow-not-immediate",
                      "isImmediate=\"false\" allows for activities that are not shown, so the flow "
                      "cannot be executed; remove it");
    }
    if (xml_is_bpmn(node, "process") && slice_is(xml_attribute(node, "processType"), "Public")) {
        compile_error(s->c, node, "process-public",
                      "a public process shows an interface and is never executable; set "
                      "processType to Private or isExecutable to false");
    }
    if (xml_is_bpmn(node, "boundaryEvent") &&
        !xml_attribute_is_true(node, "cancelActivity", true) &&
        xml_bpmn_child(node, "compensateEventDefinition") != NULL) {
        compile_error(s->c, node, "compensation-non-interrupting",
                      "what is compensated has completed, so there is nothing to go on beside; "
                      "remove cancelActivity=\"false\"");
    }
    if (xml_bpmn_child(node, "resourceAssignmentExpression") != NULL &&
        xml_bpmn_child(node, "resourceParameterBinding") != NULL) {
        compile_error(s->c, node, "performer-twice",
                      "%.*s has both resourceParameterBinding and resourceAssignmentExpression; "
                      "one of them must say who it is",
                      SLICE_ARG(node->name));
    }
}

static void check_names(struct standard *s, const struct xml_node *node)
{
    if (xml_is_bpmn(node, "dataState") && slice_trim(xml_attribute(node, "name")).size == 0) {
        compile_error(s->c, node, "data-state-name", "a data state must have a name");
    }
    if (xml_is_bpmn(node, "messagePath") && slice_trim(node->text).size == 0) {
        compile_error(
            s->c, node, "expression-empty",
            "the messagePath is empty; it must say where in the message the value stands");
    }
}

/* --- data in and out of activities --- */

static const struct xml_node *only_set(struct standard *s, const struct xml_node *io,
                                       const char *name)
{
    const struct xml_node *first = NULL;

    XML_EACH_CHILD(io, child)
    {
        if (xml_is_bpmn(child, name) && first != NULL) {
            compile_error(s->c, child, "data-sets", "%.*s '%.*s' must have exactly one %s",
                          SLICE_ARG(io->parent->name), SLICE_ARG(xml_attribute(io->parent, "id")),
                          name);
            return NULL;
        }
        if (xml_is_bpmn(child, name)) {
            first = child;
        }
    }
    return first;
}

/* Of a task that sends or receives a message: one set of one piece of data, of the message's kind.
 */
static void check_message_data(struct standard *s, const struct xml_node *task,
                               const struct xml_node *set)
{
    const struct xml_node *message = bearer_of(s, xml_attribute(task, "messageRef"));
    const struct xml_node *data = NULL;
    uint32_t count = 0;

    XML_EACH_CHILD(set, child)
    {
        if (xml_is_bpmn(child, "dataInputRefs") || xml_is_bpmn(child, "dataOutputRefs")) {
            data = bearer_of(s, child->text);
            count++;
        }
    }
    if (count > 1) {
        compile_error(s->c, set, "message-data",
                      "the task carries one message, so its %.*s must name one piece of data, not "
                      "%u",
                      SLICE_ARG(set->name), count);
    }
    if (count == 1 && data != NULL && message != NULL &&
        xml_attribute(message, "itemRef").size > 0 &&
        !slice_equal(xml_attribute(message, "itemRef"), xml_attribute(data, "itemSubjectRef"))) {
        compile_error(s->c, data, "message-data",
                      "its itemSubjectRef '%.*s' is not the itemRef '%.*s' of the message '%.*s'",
                      SLICE_ARG(xml_attribute(data, "itemSubjectRef")),
                      SLICE_ARG(xml_attribute(message, "itemRef")),
                      SLICE_ARG(xml_attribute(message, "id")));
    }
}

static void check_task_data(struct standard *s, const struct xml_node *task)
{
    bool sends = xml_is_bpmn(task, "sendTask");
    bool receives = xml_is_bpmn(task, "receiveTask");
    const struct xml_node *io = xml_bpmn_child(task, "ioSpecification");
    const struct xml_node *set;

    if (xml_is_bpmn(task, "serviceTask") && bearer_of(s, xml_attribute(task, "operationRef"))) {
        if (io == NULL) {
            compile_error(s->c, task, "data-sets",
                          "a service task with an operationRef must have an ioSpecification with "
                          "one inputSet");
            return;
        }
        (void)only_set(s, io, "inputSet");
        (void)only_set(s, io, "outputSet");
    }
    if (io != NULL && (sends || receives)) {
        set = only_set(s, io, sends ? "inputSet" : "outputSet");
        if (set != NULL) {
            check_message_data(s, task, set);
        }
    }
}

/* What a message holds has a place in the event that sends or receives it. */
static void check_event_data(struct standard *s, const struct xml_node *node)
{
    const struct xml_node *message = xml_is_bpmn(node, "messageEventDefinition")
                                         ? bearer_of(s, xml_attribute(node, "messageRef"))
                                         : NULL;
    const struct xml_node *event = node->parent;
    bool throws = xml_is_bpmn(event, "endEvent") || xml_is_bpmn(event, "intermediateThrowEvent");
    const char *data = throws ? "dataInput" : "dataOutput";

    if (message != NULL && xml_attribute(message, "itemRef").size > 0 &&
        xml_bpmn_child(event, data) == NULL) {
        compile_warning(s->c, node, "event-data",
                        "the message '%.*s' holds data (itemRef), but the event has no %s for it",
                        SLICE_ARG(xml_attribute(message, "id")), data);
    }
}

/* Mark what a set names, and check that what it calls optional or given while executing is among
 * it. */
static void check_set(struct standard *s, const struct xml_node *set, const char *part)
{
    s->set_count++;
    XML_EACH_CHILD(set, child)
    {
        const struct bearer *named =
            slice_is(child->name, part) ? find(s, local_id(child->text)) : NULL;

        if (named != NULL) {
            s->set_of[place_of(s, named)] = s->set_count;
        }
    }
    XML_EACH_CHILD(set, child)
    {
        bool is_subset = slice_starts_with(child->name, SLICE("optional")) ||
                         slice_starts_with(child->name, SLICE("whileExecuting"));
        const struct bearer *named = is_subset ? find(s, local_id(child->text)) : NULL;

        if (named != NULL && s->set_of[place_of(s, named)] != s->set_count) {
            compile_error(s->c, child, "data-subset",
                          "%.*s names '%.*s', which is none of the data of its %.*s",
                          SLICE_ARG(child->name), SLICE_ARG(named->id), SLICE_ARG(set->name));
        }
    }
}

/* Each piece of data belongs to a set. */
static void check_data(struct standard *s, const struct xml_node *data)
{
    const struct bearer *found = find(s, xml_attribute(data, "id"));

    if (found != NULL && s->set_of[place_of(s, found)] == 0) {
        compile_error(s->c, data, "data-without-set", "no set of the %.*s names the %.*s '%.*s'",
                      SLICE_ARG(data->parent->name), SLICE_ARG(data->name), SLICE_ARG(found->id));
    }
}

static void check_specification(struct standard *s, const struct xml_node *io)
{
    XML_EACH_CHILD(io, set)
    {
        if (xml_is_bpmn(set, "inputSet")) {
            check_set(s, set, "dataInputRefs");
        } else if (xml_is_bpmn(set, "outputSet")) {
            check_set(s, set, "dataOutputRefs");
        }
    }
    XML_EACH_CHILD(io, data)
    {
        if (xml_is_bpmn(data, "dataInput") || xml_is_bpmn(data, "dataOutput")) {
            check_data(s, data);
        }
    }
}

/* --- the whole --- */

static void check_node(struct standard *s, const struct xml_node *node)
{
    check_end(s, node, "incoming", "targetRef");
    check_end(s, node, "outgoing", "sourceRef");
    check_listed(s, node, "incoming");
    check_listed(s, node, "outgoing");
    check_attributes(s, node);
    check_task_data(s, node);
    check_event_data(s, node);
    if (xml_is_bpmn(node, "ioSpecification")) {
        check_specification(s, node);
    }
}

/* What lies in a process that is not executable is a drawing: only references must be right. */
static void check_tree(struct standard *s, const struct xml_node *node, bool is_executed)
{
    if (xml_is_bpmn(node, "process")) {
        is_executed = xml_attribute_is_true(node, "isExecutable", false);
    }
    if (node->space == XML_SPACE_BPMN && node->parent != NULL) {
        check_references(s, node);
        if (is_executed) {
            check_node(s, node);
        }
        check_names(s, node);
        if (xml_is_bpmn(node, "messageFlow")) {
            check_message_flow(s, node);
        } else if (xml_is_bpmn(node, "participantMultiplicity")) {
            check_multiplicity(s, node);
        }
    }
    XML_EACH_CHILD(node, child)
    {
        check_tree(s, child, is_executed);
    }
}

void rules_of_standard(struct compiler *c)
{
    struct standard s = {.c = c};
    struct bearer *scratch;

    collect(&s, c->root);
    scratch = ARENA_ARRAY(c->arena, struct bearer, s.bearers.count);
    s.set_of = ARENA_ARRAY(c->arena, uint32_t, (size_t)s.bearers.count + 1);
    if (scratch == NULL || s.set_of == NULL || c->arena->exhausted) {
        return;
    }
    sort_stable(s.bearers.items, s.bearers.count, sizeof *scratch, compare_bearers, NULL, scratch);
    check_tree(&s, c->root, false);
}
