/* What all elements have in common: attributes that change their meaning, the parts they may
 * hold, and then what their own kind adds. */
#include "compiler_int.h"

static bool has_quantity(const struct xml_node *node, const char *attribute)
{
    struct slice value = slice_trim(xml_attribute(node, attribute));

    return value.size > 0 && !slice_is(value, "1");
}

static void check_attributes(struct draft *d, const struct draft_element *element)
{
    const struct xml_node *node = element->xml;

    if (has_quantity(node, "startQuantity") || has_quantity(node, "completionQuantity")) {
        compile_error(d->compiler, node, "attribute-unsupported",
                      "startQuantity and completionQuantity other than 1 are not supported");
    }
    if (element->model.kind == BPMN_RECEIVE_TASK &&
        xml_attribute_is_true(node, "instantiate", false)) {
        compile_error(d->compiler, node, "attribute-unsupported",
                      "receive tasks that start a process (instantiate) are not supported yet; use "
                      "a message start event");
    }
}

static void check_part(struct draft *d, struct draft_element *element, const struct xml_node *part)
{
    struct word word = vocabulary_of_element(part->name);

    if (word.kind == WORD_UNSUPPORTED) {
        compile_error(d->compiler, part, "element-unsupported",
                      "%s is not supported yet; use elements that are (docs/bpmn.md)", word.name);
        element->is_refused = true;
    }
    if (word.kind == WORD_UNKNOWN && !vocabulary_is_scope(element->xml)) {
        compile_error(d->compiler, part, "element-unknown", "BPMN 2.0 has no element %.*s here",
                      SLICE_ARG(part->name));
    }
}

static void check_parts(struct draft *d, struct draft_element *element)
{
    XML_EACH_CHILD(element->xml, part)
    {
        if (part->space == XML_SPACE_BPMN) {
            check_part(d, element, part);
        }
    }
}

void read_elements(struct draft *d)
{
    for (uint32_t i = 0; i < d->elements.count; i++) {
        struct draft_element *element = draft_element(d, i);

        if (element->is_refused) {
            continue;
        }
        check_attributes(d, element);
        check_parts(d, element);
        read_extensions(d, element);
        if (!element->is_refused) {
            read_event(d, element);
            read_task(d, element);
            read_loop(d, element);
        }
    }
}
