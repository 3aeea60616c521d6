/* Questions to the tree. */
#include "xml/xml.h"

static const struct xml_node *find_child(const struct xml_node *node, enum xml_space space,
                                         struct slice name)
{
    XML_EACH_CHILD(node, child)
    {
        if (child->space == space && slice_equal(child->name, name)) {
            return child;
        }
    }
    return NULL;
}

const struct xml_node *xml_bpmn_child(const struct xml_node *node, const char *name)
{
    return find_child(node, XML_SPACE_BPMN, slice_of(name));
}

const struct xml_node *xml_zeebe_child(const struct xml_node *node, const char *name)
{
    return find_child(node, XML_SPACE_ZEEBE, slice_of(name));
}

const struct xml_node *xml_dmn_child(const struct xml_node *node, const char *name)
{
    return find_child(node, XML_SPACE_DMN, slice_of(name));
}

bool xml_is_bpmn(const struct xml_node *node, const char *name)
{
    return node->space == XML_SPACE_BPMN && slice_is(node->name, name);
}

bool xml_is_zeebe(const struct xml_node *node, const char *name)
{
    return node->space == XML_SPACE_ZEEBE && slice_is(node->name, name);
}

bool xml_is_dmn(const struct xml_node *node, const char *name)
{
    return node->space == XML_SPACE_DMN && slice_is(node->name, name);
}

struct slice xml_attribute(const struct xml_node *node, const char *name)
{
    for (uint32_t i = 0; i < node->attribute_count; i++) {
        const struct xml_attribute *attribute = &node->attributes[i];

        if (attribute->space == XML_SPACE_NONE && slice_is(attribute->name, name)) {
            return attribute->value;
        }
    }
    return SLICE_EMPTY;
}

bool xml_attribute_is_true(const struct xml_node *node, const char *name, bool otherwise)
{
    struct slice value = slice_trim(xml_attribute(node, name));

    if (slice_is(value, "true") || slice_is(value, "1")) {
        return true;
    }
    if (slice_is(value, "false") || slice_is(value, "0")) {
        return false;
    }
    return otherwise;
}

enum status xml_fault_set(struct xml_fault *fault, const char *rule, struct xml_place place,
                          struct slice reason)
{
    fault->rule = rule;
    fault->place = place;
    fault->reason = reason;
    return STATUS_MALFORMED;
}
