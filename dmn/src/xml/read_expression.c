/* Boxed expressions. */
#include "xml/compiler.h"

static void read_expression(struct compiler *c, struct dmn_node *parent,
                            const struct xml_node *xml);

/* --- what several of them have --- */

static struct dmn_node *read_typed(struct compiler *c, struct dmn_node *parent, enum dmn_kind kind,
                                   const struct xml_node *xml)
{
    struct dmn_node *node = dmn_read_node(c, parent, kind, xml);

    if (node != NULL) {
        node->type = xml_attribute(xml, "typeRef");
    }
    return node;
}

/* The expression in a child element of that name. */
static void read_part(struct compiler *c, struct dmn_node *parent, const struct xml_node *xml,
                      const char *name)
{
    const struct xml_node *part = xml_dmn_child(xml, name);

    if (part == NULL) {
        (void)dmn_read_node(c, parent, DMN_NOTHING, xml);
        return;
    }
    dmn_read_expression_in(c, parent, part, DMN_NOTHING);
}

void dmn_read_expression_in(struct compiler *c, struct dmn_node *parent, const struct xml_node *xml,
                            enum dmn_kind otherwise)
{
    XML_EACH_CHILD(xml, child)
    {
        if (dmn_is_expression_xml(child)) {
            read_expression(c, parent, child);
            return;
        }
    }
    if (otherwise != 0) {
        (void)dmn_read_node(c, parent, otherwise, xml);
    }
}

/* --- each of them --- */

static void read_literal(struct compiler *c, struct dmn_node *parent, const struct xml_node *xml)
{
    struct dmn_node *node = read_typed(c, parent, DMN_LITERAL, xml);
    const struct xml_node *text = xml_dmn_child(xml, "text");

    if (node != NULL && text != NULL) {
        node->text = text->text;
    }
}

static void read_context(struct compiler *c, struct dmn_node *parent, const struct xml_node *xml)
{
    struct dmn_node *node = read_typed(c, parent, DMN_CONTEXT, xml);

    XML_EACH_CHILD(xml, child)
    {
        const struct xml_node *variable = xml_dmn_child(child, "variable");
        struct dmn_node *entry;

        if (node == NULL || !xml_is_dmn(child, "contextEntry")) {
            continue;
        }
        entry = dmn_read_node(c, node, DMN_ENTRY, child);
        if (entry == NULL) {
            return;
        }
        if (variable != NULL) {
            entry->name = slice_trim(xml_attribute(variable, "name"));
            entry->type = xml_attribute(variable, "typeRef");
        }
        dmn_read_expression_in(c, entry, child, DMN_NOTHING);
    }
}

static void read_each(struct compiler *c, struct dmn_node *parent, const struct xml_node *xml)
{
    XML_EACH_CHILD(xml, child)
    {
        if (dmn_is_expression_xml(child)) {
            read_expression(c, parent, child);
        }
    }
}

static void read_list(struct compiler *c, struct dmn_node *parent, const struct xml_node *xml)
{
    struct dmn_node *node = read_typed(c, parent, DMN_LIST, xml);

    if (node != NULL) {
        read_each(c, node, xml);
    }
}

static void read_relation(struct compiler *c, struct dmn_node *parent, const struct xml_node *xml)
{
    struct dmn_node *node = read_typed(c, parent, DMN_RELATION, xml);
    uint32_t columns = 0;

    XML_EACH_CHILD(xml, child)
    {
        struct dmn_node *part;

        if (node == NULL || (!xml_is_dmn(child, "column") && !xml_is_dmn(child, "row"))) {
            continue;
        }
        part = dmn_read_node(c, node, xml_is_dmn(child, "column") ? DMN_COLUMN : DMN_ROW, child);
        if (part == NULL) {
            return;
        }
        if (part->kind == DMN_COLUMN) {
            columns++;
            part->name = slice_trim(xml_attribute(child, "name"));
            part->type = xml_attribute(child, "typeRef");
            continue;
        }
        read_each(c, part, child);
        if (part->child_count != columns) {
            dmn_note(c, DMN_ERROR, child, "row-length",
                     "the row has %u cells, the relation has %u columns", part->child_count,
                     columns);
        }
    }
}

static void read_invocation(struct compiler *c, struct dmn_node *parent, const struct xml_node *xml)
{
    struct dmn_node *node = read_typed(c, parent, DMN_INVOCATION, xml);

    if (node == NULL) {
        return;
    }
    dmn_read_expression_in(c, node, xml, DMN_NOTHING);
    XML_EACH_CHILD(xml, child)
    {
        const struct xml_node *parameter = xml_dmn_child(child, "parameter");
        struct dmn_node *binding;

        if (!xml_is_dmn(child, "binding")) {
            continue;
        }
        binding = dmn_read_node(c, node, DMN_BINDING, child);
        if (binding == NULL) {
            return;
        }
        if (parameter != NULL) {
            binding->name = slice_trim(xml_attribute(parameter, "name"));
        }
        dmn_read_expression_in(c, binding, child, DMN_NOTHING);
    }
}

void dmn_read_function(struct compiler *c, struct dmn_node *parent, const struct xml_node *xml)
{
    struct dmn_node *node = read_typed(c, parent, DMN_FUNCTION, xml);
    struct slice kind = xml_attribute(xml, "kind");

    if (node == NULL) {
        return;
    }
    XML_EACH_CHILD(xml, child)
    {
        struct dmn_node *parameter;

        if (xml_is_dmn(child, "formalParameter")) {
            parameter = dmn_read_node(c, node, DMN_PARAMETER, child);
            if (parameter != NULL) {
                parameter->name = slice_trim(xml_attribute(child, "name"));
                parameter->type = xml_attribute(child, "typeRef");
            }
        }
    }
    if (kind.size > 0 && !slice_is(kind, "FEEL")) {
        dmn_note(c, DMN_WARNING, xml, "function-external",
                 "functions of kind %.*s are not available: a call gives null", SLICE_ARG(kind));
        return;
    }
    dmn_read_expression_in(c, node, xml, DMN_NOTHING);
}

static void read_conditional(struct compiler *c, struct dmn_node *parent,
                             const struct xml_node *xml)
{
    struct dmn_node *node = read_typed(c, parent, DMN_CONDITIONAL, xml);

    if (node != NULL) {
        read_part(c, node, xml, "if");
        read_part(c, node, xml, "then");
        read_part(c, node, xml, "else");
    }
}

static void read_filter(struct compiler *c, struct dmn_node *parent, const struct xml_node *xml)
{
    struct dmn_node *node = read_typed(c, parent, DMN_FILTER, xml);

    if (node != NULL) {
        read_part(c, node, xml, "in");
        read_part(c, node, xml, "match");
    }
}

static void read_iteration(struct compiler *c, struct dmn_node *parent, const struct xml_node *xml,
                           enum dmn_kind kind)
{
    struct dmn_node *node = read_typed(c, parent, kind, xml);

    if (node != NULL) {
        node->name = slice_trim(xml_attribute(xml, "iteratorVariable"));
        read_part(c, node, xml, "in");
        read_part(c, node, xml, kind == DMN_FOR ? "return" : "satisfies");
    }
}

static void read_for(struct compiler *c, struct dmn_node *parent, const struct xml_node *xml)
{
    read_iteration(c, parent, xml, DMN_FOR);
}

static void read_some(struct compiler *c, struct dmn_node *parent, const struct xml_node *xml)
{
    read_iteration(c, parent, xml, DMN_SOME);
}

static void read_every(struct compiler *c, struct dmn_node *parent, const struct xml_node *xml)
{
    read_iteration(c, parent, xml, DMN_EVERY);
}

static const struct {
    const char *name;
    void (*read)(struct compiler *c, struct dmn_node *parent, const struct xml_node *xml);
} words[] = {
    {"literalExpression", read_literal},
    {"decisionTable", dmn_read_table},
    {"context", read_context},
    {"list", read_list},
    {"relation", read_relation},
    {"invocation", read_invocation},
    {"functionDefinition", dmn_read_function},
    {"conditional", read_conditional},
    {"filter", read_filter},
    {"for", read_for},
    {"some", read_some},
    {"every", read_every},
};

bool dmn_is_expression_xml(const struct xml_node *xml)
{
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (xml_is_dmn(xml, words[i].name)) {
            return true;
        }
    }
    return false;
}

static void read_expression(struct compiler *c, struct dmn_node *parent, const struct xml_node *xml)
{
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (xml_is_dmn(xml, words[i].name)) {
            words[i].read(c, parent, xml);
            return;
        }
    }
}
