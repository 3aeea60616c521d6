/* From elements to nodes: definitions and what stands in them, but for expressions. */
#include <stdio.h>

#include "base/limits.h"
#include "xml/compiler.h"

struct dmn_node *dmn_read_node(struct compiler *c, struct dmn_node *parent, enum dmn_kind kind,
                               const struct xml_node *xml)
{
    struct dmn_node *node = dmn_node_new(c->arena, kind);
    struct origin *origin;

    if (node == NULL || !dmn_node_add(c->arena, parent, node)) {
        return NULL;
    }
    origin = vector_push(c->arena, &c->origins, sizeof(*origin));
    if (origin != NULL) {
        *origin = (struct origin){node, xml, c->file};
    }
    return node;
}

/* The text between the tags of a child element; data NULL when there is no such child. */
static struct slice child_text(const struct xml_node *xml, const char *name)
{
    const struct xml_node *child = xml_dmn_child(xml, name);

    return child == NULL ? SLICE_EMPTY : child->text;
}

/* An id that nobody wrote. */
static struct slice made_id(struct compiler *c)
{
    char text[32];
    int size = snprintf(text, sizeof(text), "_made_%u", ++c->ids_made);

    return arena_copy(c->arena, slice_make(text, (size_t)size));
}

static struct slice id_of(struct compiler *c, const struct xml_node *xml)
{
    struct slice id = xml_attribute(xml, "id");

    return id.size > 0 ? id : made_id(c);
}

/* The declared type: of the variable, where there is one. */
static struct slice variable_type(const struct xml_node *xml)
{
    const struct xml_node *variable = xml_dmn_child(xml, "variable");

    return variable == NULL ? SLICE_EMPTY : xml_attribute(variable, "typeRef");
}

static struct dmn_node *read_named(struct compiler *c, struct dmn_node *parent, enum dmn_kind kind,
                                   const struct xml_node *xml)
{
    struct dmn_node *node = dmn_read_node(c, parent, kind, xml);

    if (node == NULL) {
        return NULL;
    }
    node->id = id_of(c, xml);
    node->name = slice_trim(xml_attribute(xml, "name"));
    node->type = variable_type(xml);
    if (node->name.size == 0) {
        dmn_note(c, DMN_ERROR, xml, "name-missing", "it has no name: give it one");
    }
    return node;
}

/* --- item definitions --- */

static void read_item(struct compiler *c, struct dmn_node *parent, const struct xml_node *xml)
{
    struct dmn_node *item = dmn_read_node(c, parent, DMN_ITEM, xml);
    const struct xml_node *function = xml_dmn_child(xml, "functionItem");

    if (item == NULL) {
        return;
    }
    item->name = slice_trim(xml_attribute(xml, "name"));
    item->type = slice_trim(child_text(xml, "typeRef"));
    item->flags = xml_attribute_is_true(xml, "isCollection", false) ? DMN_ITEM_COLLECTION : 0;
    XML_EACH_CHILD(xml, child)
    {
        if (xml_is_dmn(child, "itemComponent")) {
            read_item(c, item, child);
        }
    }
    if (function == NULL) {
        return;
    }
    item->flags |= DMN_ITEM_FUNCTION;
    item->type = xml_attribute(function, "outputTypeRef");
    XML_EACH_CHILD(function, child)
    {
        struct dmn_node *parameter;

        if (xml_is_dmn(child, "parameters")) {
            parameter = dmn_read_node(c, item, DMN_PARAMETER, child);
            if (parameter != NULL) {
                parameter->name = xml_attribute(child, "name");
                parameter->type = xml_attribute(child, "typeRef");
            }
        }
    }
}

/* --- requirements, members --- */

static void read_reference(struct compiler *c, struct dmn_node *parent, enum dmn_kind kind,
                           uint32_t flags, const struct xml_node *xml)
{
    struct dmn_node *node = dmn_read_node(c, parent, kind, xml);

    if (node != NULL) {
        node->text = slice_trim(xml_attribute(xml, "href"));
        node->flags = flags;
    }
}

static void read_requirements(struct compiler *c, struct dmn_node *parent,
                              const struct xml_node *xml)
{
    XML_EACH_CHILD(xml, child)
    {
        bool required = xml_is_dmn(child, "informationRequirement") ||
                        xml_is_dmn(child, "knowledgeRequirement");

        if (!required) {
            continue;
        }
        XML_EACH_CHILD(child, reference)
        {
            if (xml_is_dmn(reference, "requiredInput") ||
                xml_is_dmn(reference, "requiredDecision") ||
                xml_is_dmn(reference, "requiredKnowledge")) {
                read_reference(c, parent, DMN_REQUIRES, 0, reference);
            }
        }
    }
}

/* --- the parts of a model --- */

static void read_input(struct compiler *c, struct dmn_node *model, const struct xml_node *xml)
{
    (void)read_named(c, model, DMN_INPUT, xml);
}

/* data NULL: none. */
static struct slice version_tag_of(const struct xml_node *xml)
{
    const struct xml_node *extensions = xml_dmn_child(xml, "extensionElements");
    const struct xml_node *tag =
        extensions == NULL ? NULL : xml_zeebe_child(extensions, "versionTag");
    struct slice value = tag == NULL ? SLICE_EMPTY : xml_attribute(tag, "value");

    return value.size == 0 ? SLICE_EMPTY : value;
}

static void read_decision(struct compiler *c, struct dmn_node *model, const struct xml_node *xml)
{
    struct dmn_node *decision = read_named(c, model, DMN_DECISION, xml);

    if (decision != NULL) {
        decision->text = version_tag_of(xml);
        read_requirements(c, decision, xml);
        dmn_read_expression_in(c, decision, xml, 0);
    }
}

static void read_knowledge(struct compiler *c, struct dmn_node *model, const struct xml_node *xml)
{
    struct dmn_node *knowledge = read_named(c, model, DMN_KNOWLEDGE, xml);
    const struct xml_node *logic = xml_dmn_child(xml, "encapsulatedLogic");

    if (knowledge != NULL) {
        read_requirements(c, knowledge, xml);
        if (logic != NULL) {
            dmn_read_function(c, knowledge, logic);
        }
    }
}

static void read_service(struct compiler *c, struct dmn_node *model, const struct xml_node *xml)
{
    static const char *const names[DMN_MEMBER_COUNT] = {
        [DMN_MEMBER_OUTPUT] = "outputDecision",
        [DMN_MEMBER_ENCAPSULATED] = "encapsulatedDecision",
        [DMN_MEMBER_INPUT_DECISION] = "inputDecision",
        [DMN_MEMBER_INPUT_DATA] = "inputData",
    };
    struct dmn_node *service = read_named(c, model, DMN_SERVICE, xml);

    if (service == NULL) {
        return;
    }
    XML_EACH_CHILD(xml, child)
    {
        for (uint32_t kind = 0; kind < DMN_MEMBER_COUNT; kind++) {
            if (xml_is_dmn(child, names[kind])) {
                read_reference(c, service, DMN_MEMBER, kind, child);
            }
        }
    }
}

static void read_import(struct compiler *c, struct dmn_node *model, const struct xml_node *xml)
{
    struct dmn_node *import = dmn_read_node(c, model, DMN_IMPORT, xml);

    if (import != NULL) {
        import->name = slice_trim(xml_attribute(xml, "name"));
        import->text = xml_attribute(xml, "namespace");
    }
}

static const struct {
    const char *name;
    void (*read)(struct compiler *c, struct dmn_node *model, const struct xml_node *xml);
} parts[] = {
    {"import", read_import},
    {"itemDefinition", read_item},
    {"inputData", read_input},
    {"decision", read_decision},
    {"businessKnowledgeModel", read_knowledge},
    {"decisionService", read_service},
};

void dmn_read_definitions(struct compiler *c, const struct xml_node *root)
{
    struct dmn_node *model = dmn_read_node(c, c->unit, DMN_MODEL, root);

    if (model == NULL) {
        return;
    }
    model->id = id_of(c, root);
    model->name = xml_attribute(root, "name");
    model->text = xml_attribute(root, "namespace");
    XML_EACH_CHILD(root, child)
    {
        for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
            if (xml_is_dmn(child, parts[i].name)) {
                parts[i].read(c, model, child);
            }
        }
    }
}
