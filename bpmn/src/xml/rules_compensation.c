/* Compensation: the handler of a boundary event is the activity that an association leads to; a
 * throw event names an activity of its scope, or none for all. And what cancels a transaction. */
#include "base/sort.h"
#include "compiler_int.h"

struct association {
    struct slice source;
    struct slice target;
};

struct search {
    struct draft *d;
    struct vector associations; /* struct association, by source */
    bool *is_handler;           /* by element: a boundary event has it */
    bool *has_handler;          /* by element: such an event is attached to it */
};

static void collect_from(struct search *s, const struct xml_node *scope)
{
    XML_EACH_CHILD(scope, child)
    {
        struct association *slot;

        if (!xml_is_bpmn(child, "association")) {
            continue;
        }
        slot = vector_push(s->d->compiler->arena, &s->associations, sizeof *slot);
        if (slot != NULL) {
            slot->source = slice_trim(xml_attribute(child, "sourceRef"));
            slot->target = slice_trim(xml_attribute(child, "targetRef"));
        }
    }
}

static int compare_sources(const void *a, const void *b, void *context)
{
    const struct association *left = a;
    const struct association *right = b;

    (void)context;
    return slice_compare(left->source, right->source);
}

static void collect(struct search *s)
{
    struct association *scratch;

    for (uint32_t i = 0; i < s->d->elements.count; i++) {
        if (vocabulary_is_scope(draft_element(s->d, i)->xml)) {
            collect_from(s, draft_element(s->d, i)->xml);
        }
    }
    scratch = ARENA_ARRAY(s->d->compiler->arena, struct association, s->associations.count + 1);
    if (scratch != NULL) {
        sort_stable(s->associations.items, s->associations.count, sizeof *scratch, compare_sources,
                    NULL, scratch);
    }
}

/* The first association from there; those behind it may have the same source. */
static uint32_t first_from(const struct search *s, struct slice source)
{
    const struct association *items = s->associations.items;
    uint32_t low = 0;
    uint32_t high = s->associations.count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (slice_compare(items[middle].source, source) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* --- handlers --- */

static bool is_for_compensation(const struct draft_element *element)
{
    return vocabulary_is_activity(element->model.kind) &&
           xml_attribute_is_true(element->xml, "isForCompensation", false);
}

/* The handler that is associated with the boundary event; BPMN_NONE when there is none, or several.
 */
static uint32_t find_handler(const struct search *s, const struct draft_element *boundary)
{
    const struct association *items = s->associations.items;
    uint32_t found = BPMN_NONE;

    for (uint32_t i = first_from(s, boundary->model.id);
         i < s->associations.count && slice_equal(items[i].source, boundary->model.id); i++) {
        const struct named *named = ids_find(s->d->compiler, items[i].target);

        if (named == NULL || named->draft != s->d || named->element == BPMN_NONE ||
            !is_for_compensation(draft_element(s->d, named->element))) {
            continue;
        }
        if (found != BPMN_NONE && found != named->element) {
            return BPMN_NONE;
        }
        found = named->element;
    }
    return found;
}

static void check_handler(struct search *s, const struct draft_element *boundary)
{
    struct compiler *c = s->d->compiler;
    uint32_t index = find_handler(s, boundary);
    const struct draft_element *handler;

    if (boundary->outgoing > 0) {
        compile_error(c, boundary->xml, "compensation-outgoing",
                      "a compensation boundary event has no outgoing sequence flows but an "
                      "association with its handler");
    }
    if (index == BPMN_NONE) {
        compile_error(c, boundary->xml, "compensation-handler-missing",
                      "no handler is associated with it; draw an association to one activity of "
                      "isForCompensation=\"true\"");
        return;
    }
    handler = draft_element(s->d, index);
    if (handler->model.scope != boundary->model.scope) {
        compile_error(c, boundary->xml, "compensation-handler-scope",
                      "its handler '%.*s' lies in another scope", SLICE_ARG(handler->model.id));
    }
    s->is_handler[index] = true;
    draft_event(s->d, boundary->model.event)->compensation = index;
}

static void check_activity(struct search *s, const struct draft_element *element)
{
    struct compiler *c = s->d->compiler;
    const struct draft_element *host;

    if (is_for_compensation(element) && (element->incoming > 0 || element->outgoing > 0)) {
        compile_error(c, element->xml, "compensation-handler-flow",
                      "a compensation handler must have neither incoming nor outgoing sequence "
                      "flows");
    }
    if (is_for_compensation(element) && !s->is_handler[element->model.index]) {
        compile_warning(c, element->xml, "element-dead",
                        "no compensation boundary event is associated with it, so it never runs");
    }
    if (element->model.attached_to == BPMN_NONE) {
        return;
    }
    host = draft_element(s->d, element->model.attached_to);
    if (is_for_compensation(host)) {
        compile_error(c, host->xml, "compensation-handler-boundary",
                      "a compensation handler must have no boundary events; '%.*s' is one",
                      SLICE_ARG(element->model.id));
    }
}

static void find_hosts(struct search *s)
{
    for (uint32_t i = 0; i < s->d->elements.count; i++) {
        const struct draft_element *element = draft_element(s->d, i);

        if (element->model.attached_to != BPMN_NONE &&
            draft_event_kind(s->d, element) == BPMN_EVENT_COMPENSATION) {
            s->has_handler[element->model.attached_to] = true;
        }
    }
}

/* --- throw events --- */

/* What a throw event compensates without more ado: its scope, or the one around its event
 * subprocess. */
static uint32_t scope_compensated(const struct draft *d, const struct draft_element *element)
{
    uint32_t scope = element->model.scope;

    return draft_element(d, scope)->model.kind == BPMN_EVENT_SUB_PROCESS
               ? draft_element(d, scope)->model.scope
               : scope;
}

static void check_activity_reference(struct search *s, const struct draft_element *element,
                                     const struct xml_node *node)
{
    struct draft *d = s->d;
    struct slice reference = slice_trim(xml_attribute(node, "activityRef"));
    const struct named *named = ids_find(d->compiler, reference);
    const struct draft_element *activity;

    if (reference.size == 0) {
        return;
    }
    activity = named == NULL || named->draft != d || named->element == BPMN_NONE
                   ? NULL
                   : draft_element(d, named->element);
    if (activity == NULL || !vocabulary_is_activity(activity->model.kind) ||
        (activity->model.scope != element->model.scope &&
         activity->model.scope != scope_compensated(d, element))) {
        compile_error(d->compiler, element->xml, "compensation-activity",
                      "its activityRef '%.*s' is no activity of its scope", SLICE_ARG(reference));
    } else if (!s->has_handler[activity->model.index] && activity->model.kind != BPMN_SUB_PROCESS) {
        compile_error(d->compiler, element->xml, "compensation-activity",
                      "its activityRef '%.*s' has no compensation boundary event, so there is "
                      "nothing to compensate",
                      SLICE_ARG(reference));
    } else {
        draft_event(d, element->model.event)->compensation = activity->model.index;
    }
}

static void check_throw(struct search *s, const struct draft_element *element)
{
    const struct xml_node *node = xml_bpmn_child(element->xml, "compensateEventDefinition");

    if (!xml_attribute_is_true(node, "waitForCompletion", true)) {
        compile_error(s->d->compiler, element->xml, "compensation-without-waiting",
                      "waitForCompletion=\"false\" is not supported: the event waits for the "
                      "handlers");
    }
    check_activity_reference(s, element, node);
}

static void check_start(struct draft *d, const struct draft_element *element)
{
    const struct xml_node *node = xml_bpmn_child(element->xml, "compensateEventDefinition");
    uint32_t scope = draft_element(d, element->model.scope)->model.scope;

    if (slice_trim(xml_attribute(node, "activityRef")).size > 0) {
        compile_error(d->compiler, element->xml, "compensation-activity",
                      "the start event of a compensation event subprocess waits for its scope; "
                      "remove the activityRef");
    }
    if (draft_element(d, scope)->model.kind != BPMN_SUB_PROCESS) {
        compile_error(d->compiler, element->xml, "compensation-start",
                      "a compensation event subprocess must lie in a subprocess: nothing else is "
                      "compensated as a whole");
    }
}

/* --- transactions --- */

static void check_cancel(struct draft *d, const struct draft_element *element)
{
    bool is_boundary = element->model.kind == BPMN_BOUNDARY_EVENT;
    uint32_t index = is_boundary ? element->model.attached_to : element->model.scope;

    if (index != BPMN_NONE && !xml_is_bpmn(draft_element(d, index)->xml, "transaction")) {
        compile_error(d->compiler, element->xml, "cancel-without-transaction",
                      is_boundary ? "a cancel boundary event must be attached to a transaction"
                                  : "a cancel end event must lie in a transaction");
    }
}

static void check_event(struct search *s, const struct draft_element *element)
{
    enum bpmn_event_kind kind = draft_event_kind(s->d, element);

    if (kind == BPMN_EVENT_CANCEL) {
        check_cancel(s->d, element);
    }
    if (kind != BPMN_EVENT_COMPENSATION) {
        return;
    }
    if (element->model.kind == BPMN_BOUNDARY_EVENT) {
        check_handler(s, element);
    } else if (element->model.kind == BPMN_START_EVENT) {
        check_start(s->d, element);
    } else {
        check_throw(s, element);
    }
}

void rules_of_compensation(struct draft *d)
{
    struct search s = {.d = d,
                       .is_handler = ARENA_ARRAY(d->compiler->arena, bool, d->elements.count),
                       .has_handler = ARENA_ARRAY(d->compiler->arena, bool, d->elements.count)};

    if (s.is_handler == NULL || s.has_handler == NULL) {
        return;
    }
    collect(&s);
    find_hosts(&s);
    for (uint32_t i = 0; i < d->elements.count; i++) {
        if (!draft_element(d, i)->is_refused) {
            check_event(&s, draft_element(d, i));
        }
    }
    for (uint32_t i = 0; i < d->elements.count; i++) {
        if (!draft_element(d, i)->is_refused) {
            check_activity(&s, draft_element(d, i));
        }
    }
}
