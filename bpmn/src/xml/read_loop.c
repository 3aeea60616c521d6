/* Loops (BPMN 2.0.2, 10.3.8): multi-instance, as Zeebe's extension or the standard's cardinality
 * says it, and the standard loop. What they say stays with the activity until lower_loop.c gives it
 * a body. */
#include "compiler_int.h"

#define LOOP_COUNTER SLICE("loopCounter")

/* The name of a variable; data NULL when the attribute is absent. */
static struct slice read_name(struct draft *d, const struct xml_node *node, const char *attribute)
{
    struct slice name = slice_trim(xml_attribute(node, attribute));

    if (name.size == 0) {
        return SLICE_EMPTY;
    }
    if (!expression_is_path(name) || slice_find_byte(name, '.') != SIZE_MAX) {
        compile_error(d->compiler, node, "loop-variable",
                      "the %s '%.*s' is no name of a variable such as item", attribute,
                      SLICE_ARG(name));
    }
    return name;
}

/* Each instance has the variable that it hands out for itself, when the output element reads
 * nothing but one. */
static struct slice output_variable(struct draft *d, const struct bpmn_loop *loop)
{
    const struct bpmn_expression *output;
    const struct slice *names;

    if (loop->output_element == BPMN_NONE) {
        return SLICE_EMPTY;
    }
    output = draft_expression(d, loop->output_element);
    if (output->is_static || !expression_is_path(slice_trim(output->text)) ||
        feel_variables(output->parsed, d->compiler->arena, &names) != 1 ||
        slice_equal(names[0], LOOP_COUNTER) || slice_equal(names[0], loop->input_element)) {
        return SLICE_EMPTY;
    }
    return names[0];
}

static void read_extension(struct draft *d, const struct xml_node *node, struct bpmn_loop *loop)
{
    loop->input_collection = expression_of_attribute(d, node, "inputCollection", EXPRESSION_ONLY);
    loop->input_element = read_name(d, node, "inputElement");
    loop->output_collection = read_name(d, node, "outputCollection");
    loop->output_element = expression_of_attribute(d, node, "outputElement", EXPRESSION_ONLY);
    if ((loop->output_collection.size > 0) !=
        (slice_trim(xml_attribute(node, "outputElement")).size > 0)) {
        compile_error(d->compiler, node, "loop-output",
                      "outputCollection and outputElement belong together; this loop has one of "
                      "them alone");
    }
    if (loop->input_element.size > 0 &&
        slice_trim(xml_attribute(node, "inputCollection")).size == 0) {
        compile_error(d->compiler, node, "loop-input",
                      "there is an inputElement but no inputCollection that it could come from");
    }
    loop->output_variable = output_variable(d, loop);
}

/* An expression, or a whole number that is not negative. */
static uint32_t read_number(struct draft *d, const struct xml_node *node, struct slice text,
                            const char *what)
{
    struct slice trimmed = slice_trim(text);
    int64_t number;

    if (trimmed.size == 0) {
        return BPMN_NONE;
    }
    if (trimmed.data[0] != '=' &&
        (!slice_to_int64(trimmed, &number) || number < 0 || number > INT32_MAX)) {
        compile_error(d->compiler, node, "loop-number",
                      "%s '%.*s' is neither a number from 0 on nor an expression that begins with "
                      "'='",
                      what, SLICE_ARG(trimmed));
        return BPMN_NONE;
    }
    return expression_add(d, node, trimmed, EXPRESSION_OR_STATIC, what);
}

static uint32_t read_condition(struct draft *d, const struct xml_node *node, const char *name,
                               const char *what)
{
    const struct xml_node *condition = xml_bpmn_child(node, name);

    if (condition == NULL || slice_trim(condition->text).size == 0) {
        return BPMN_NONE;
    }
    return expression_add(d, condition, condition->text, EXPRESSION_ONLY, what);
}

static void check_items(struct draft *d, const struct xml_node *node, const struct bpmn_loop *loop)
{
    const struct xml_node *extension = extension_of(node, "loopCharacteristics");
    const struct xml_node *cardinality = xml_bpmn_child(node, "loopCardinality");
    bool has_items =
        extension != NULL && slice_trim(xml_attribute(extension, "inputCollection")).size > 0;
    bool has_cardinality = cardinality != NULL && slice_trim(cardinality->text).size > 0;

    if (!has_items && !has_cardinality) {
        compile_error(d->compiler, node, "loop-input",
                      "nothing says how often it runs; give its zeebe:loopCharacteristics an "
                      "inputCollection, or give it a loopCardinality");
    }
    if (has_items && loop->cardinality != BPMN_NONE) {
        compile_warning(d->compiler, cardinality, "loop-cardinality-ignored",
                        "there is an inputCollection, so the loopCardinality is never looked at");
    }
    if (xml_bpmn_child(node, "loopDataInputRef") != NULL && !has_items) {
        compile_error(d->compiler, node, "loop-data",
                      "loopDataInputRef is not supported; name the list as the inputCollection of "
                      "a zeebe:loopCharacteristics");
    }
}

static void read_multi_instance(struct draft *d, struct draft_element *element,
                                const struct xml_node *node)
{
    struct bpmn_loop *loop = &element->model.loop;
    const struct xml_node *extension = extension_of(node, "loopCharacteristics");
    const struct xml_node *cardinality = xml_bpmn_child(node, "loopCardinality");

    element->loop = BPMN_MULTI_INSTANCE_BODY;
    loop->is_sequential = xml_attribute_is_true(node, "isSequential", false);
    if (extension != NULL) {
        read_extension(d, extension, loop);
    }
    if (cardinality != NULL) {
        loop->cardinality = read_number(d, cardinality, cardinality->text, "the loopCardinality");
    }
    loop->completion_condition =
        read_condition(d, node, "completionCondition", "the completionCondition");
    check_items(d, node, loop);
}

static void read_standard_loop(struct draft *d, struct draft_element *element,
                               const struct xml_node *node)
{
    struct bpmn_loop *loop = &element->model.loop;
    const struct xml_node *condition = xml_bpmn_child(node, "loopCondition");

    element->loop = BPMN_STANDARD_LOOP_BODY;
    loop->tests_before = xml_attribute_is_true(node, "testBefore", false);
    loop->condition = read_condition(d, node, "loopCondition", "the loopCondition");
    loop->maximum = read_number(d, node, xml_attribute(node, "loopMaximum"), "the loopMaximum");
    if ((condition == NULL || slice_trim(condition->text).size == 0) &&
        slice_trim(xml_attribute(node, "loopMaximum")).size == 0) {
        compile_error(d->compiler, node, "loop-endless",
                      "nothing says when the loop ends; give it a loopCondition or a loopMaximum");
    }
}

void read_loop(struct draft *d, struct draft_element *element)
{
    const struct xml_node *multi_instance =
        xml_bpmn_child(element->xml, "multiInstanceLoopCharacteristics");
    const struct xml_node *standard = xml_bpmn_child(element->xml, "standardLoopCharacteristics");
    const struct xml_node *node = multi_instance != NULL ? multi_instance : standard;

    if (node == NULL) {
        return;
    }
    if (!vocabulary_is_activity(element->model.kind)) {
        compile_error(d->compiler, node, "loop-misplaced",
                      "only tasks, subprocesses and call activities can be repeated; remove the "
                      "%.*s",
                      SLICE_ARG(node->name));
        return;
    }
    if (multi_instance != NULL && standard != NULL) {
        compile_error(d->compiler, standard, "loop-several",
                      "the activity has more than one loop marker; keep one");
        return;
    }
    if (multi_instance != NULL) {
        read_multi_instance(d, element, node);
    } else {
        read_standard_loop(d, element, node);
    }
}
