/* From the tree to drafts: which processes there are, and in each its elements and flows. What
 * BPMN knows and we do not run is refused here, by name, and kept as a refused element. */
#include "base/limits.h"
#include "compiler_int.h"

static void read_scope(struct draft *d, const struct xml_node *node, uint32_t scope);

const struct xml_node *extensions_of(const struct xml_node *node)
{
    return xml_bpmn_child(node, "extensionElements");
}

const struct xml_node *extension_of(const struct xml_node *node, const char *name)
{
    const struct xml_node *extensions = extensions_of(node);

    return extensions == NULL ? NULL : xml_zeebe_child(extensions, name);
}

/* NULL on a full arena or model; the latter is reported once. */
static struct draft_element *push_element(struct draft *d, const struct xml_node *node,
                                          enum bpmn_kind kind, uint32_t scope)
{
    struct draft_element *element;

    if (d->elements.count > LIMIT_MODEL_ELEMENTS) {
        return NULL;
    }
    if (d->elements.count == LIMIT_MODEL_ELEMENTS) {
        compile_error(d->compiler, d->xml, "model-too-large",
                      "the process has more than %d elements; split it up", LIMIT_MODEL_ELEMENTS);
    }
    element = vector_push(d->compiler->arena, &d->elements, sizeof *element);
    if (element == NULL) {
        return NULL;
    }
    element->model = bpmn_element_blank(kind, xml_attribute(node, "id"), scope);
    element->model.name = xml_attribute(node, "name");
    element->model.line = node->place.line;
    element->model.index = d->elements.count - 1;
    element->xml = node;
    return element;
}

static void push_flow(struct draft *d, const struct xml_node *node)
{
    struct draft_flow *flow = vector_push(d->compiler->arena, &d->flows, sizeof *flow);

    if (flow == NULL) {
        return;
    }
    flow->xml = node;
    flow->model.name = xml_attribute(node, "name");
    flow->model.id = xml_attribute(node, "id");
    flow->model.condition = BPMN_NONE;
    if (flow->model.id.size == 0) {
        /* Nothing but a default could refer to it, but the trace names flows by their id. */
        flow->model.id = arena_printf(d->compiler->arena, "sequenceFlow_%u_%u", node->place.line,
                                      node->place.column);
    }
}

static void refuse_element(struct draft *d, const struct xml_node *node, uint32_t scope)
{
    struct draft_element *element = push_element(d, node, 0, scope);

    if (element != NULL) {
        element->is_refused = true;
    }
}

static void read_element(struct draft *d, const struct xml_node *node, enum bpmn_kind kind,
                         uint32_t scope)
{
    struct draft_element *element;

    if (kind == BPMN_SUB_PROCESS && xml_attribute_is_true(node, "triggeredByEvent", false)) {
        kind = BPMN_EVENT_SUB_PROCESS;
    }
    element = push_element(d, node, kind, scope);
    if (element != NULL && vocabulary_is_scope(node)) {
        read_scope(d, node, element->model.index);
    }
}

static void read_child(struct draft *d, const struct xml_node *node, uint32_t scope)
{
    struct word word = vocabulary_of_scope(node->name);

    switch (word.kind) {
    case WORD_ELEMENT:
        read_element(d, node, word.element, scope);
        break;
    case WORD_FLOW:
        push_flow(d, node);
        break;
    case WORD_UNSUPPORTED:
        compile_error(d->compiler, node, "element-unsupported",
                      "%s is not supported yet; use elements that are (docs/bpmn.md)", word.name);
        refuse_element(d, node, scope);
        break;
    case WORD_UNKNOWN:
        /* A part of the scope itself is looked at with the element. */
        if (vocabulary_of_element(node->name).kind == WORD_UNKNOWN) {
            compile_error(d->compiler, node, "element-unknown",
                          "BPMN 2.0 has no element %.*s in a process; remove it",
                          SLICE_ARG(node->name));
            refuse_element(d, node, scope);
        }
        break;
    case WORD_PASSIVE:
        break;
    }
}

static void read_scope(struct draft *d, const struct xml_node *node, uint32_t scope)
{
    XML_EACH_CHILD(node, child)
    {
        if (child->space == XML_SPACE_BPMN) {
            read_child(d, child, scope);
        }
    }
}

static void read_process(struct compiler *c, const struct xml_node *node)
{
    struct draft *d = vector_push(c->arena, &c->drafts, sizeof *d);

    if (d == NULL) {
        return;
    }
    d->compiler = c;
    d->xml = node;
    if (xml_attribute(node, "id").size == 0) {
        compile_error(c, node, "id-missing", "the process has no id; give it one");
    }
    if (push_element(d, node, BPMN_PROCESS, BPMN_NONE) != NULL) {
        read_scope(d, node, 0);
    }
}

void read_processes(struct compiler *c)
{
    XML_EACH_CHILD(c->root, child)
    {
        if (xml_is_bpmn(child, "process") && xml_attribute_is_true(child, "isExecutable", false)) {
            read_process(c, child);
        }
    }
    if (c->drafts.count == 0) {
        compile_error(c, c->root, "no-executable-process",
                      "there is no executable process; set isExecutable=\"true\" at a process");
    }
}
