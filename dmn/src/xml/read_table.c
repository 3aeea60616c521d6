/* Decision tables. */
#include "xml/compiler.h"

struct policy_word {
    const char *policy;
    const char *aggregation; /* NULL: none */
    enum dmn_policy value;
};

static const struct policy_word policies[] = {
    {"UNIQUE", NULL, DMN_UNIQUE},
    {"ANY", NULL, DMN_ANY},
    {"PRIORITY", NULL, DMN_PRIORITY},
    {"FIRST", NULL, DMN_FIRST},
    {"RULE ORDER", NULL, DMN_RULE_ORDER},
    {"OUTPUT ORDER", NULL, DMN_OUTPUT_ORDER},
    {"COLLECT", NULL, DMN_COLLECT},
    {"COLLECT", "SUM", DMN_COLLECT_SUM},
    {"COLLECT", "MIN", DMN_COLLECT_MIN},
    {"COLLECT", "MAX", DMN_COLLECT_MAX},
    {"COLLECT", "COUNT", DMN_COLLECT_COUNT},
};

static void read_policy(struct compiler *c, struct dmn_node *table, const struct xml_node *xml)
{
    struct slice policy = xml_attribute(xml, "hitPolicy");
    struct slice aggregation = xml_attribute(xml, "aggregation");

    if (policy.size == 0) {
        policy = SLICE("UNIQUE");
    }
    for (size_t i = 0; i < sizeof(policies) / sizeof(policies[0]); i++) {
        const struct policy_word *word = &policies[i];

        if (slice_is(policy, word->policy) &&
            (word->aggregation == NULL ? aggregation.size == 0
                                       : slice_is(aggregation, word->aggregation))) {
            table->flags = word->value;
            return;
        }
    }
    dmn_note(
        c, DMN_ERROR, xml, "hit-policy-unknown",
        "there is no hit policy '%.*s'%s%.*s: UNIQUE, ANY, PRIORITY, FIRST, RULE ORDER, OUTPUT "
        "ORDER and COLLECT, alone or with SUM, MIN, MAX or COUNT",
        SLICE_ARG(policy), aggregation.size > 0 ? " with aggregation " : "",
        SLICE_ARG(aggregation));
}

/* A node for the text in the child element `text` of xml; where there is none, an empty one. */
static struct dmn_node *read_text(struct compiler *c, struct dmn_node *parent, enum dmn_kind kind,
                                  const struct xml_node *xml)
{
    struct dmn_node *node = dmn_read_node(c, parent, kind, xml);
    const struct xml_node *text = xml_dmn_child(xml, "text");

    if (node != NULL && text != NULL) {
        node->text = text->text;
    }
    return node;
}

static void read_input(struct compiler *c, struct dmn_node *table, const struct xml_node *xml)
{
    const struct xml_node *expression = xml_dmn_child(xml, "inputExpression");
    struct dmn_node *clause;

    if (expression == NULL) {
        dmn_note(c, DMN_ERROR, xml, "input-expression-missing",
                 "the input has no inputExpression: say what is tested");
        return;
    }
    clause = read_text(c, table, DMN_INPUT_CLAUSE, expression);
    if (clause != NULL) {
        clause->id = xml_attribute(xml, "id");
        clause->name = slice_trim(xml_attribute(xml, "label"));
        clause->type = xml_attribute(expression, "typeRef");
    }
}

static void read_output(struct compiler *c, struct dmn_node *table, const struct xml_node *xml,
                        bool is_only)
{
    struct dmn_node *clause = dmn_read_node(c, table, DMN_OUTPUT_CLAUSE, xml);
    const struct xml_node *allowed = xml_dmn_child(xml, "outputValues");
    const struct xml_node *otherwise = xml_dmn_child(xml, "defaultOutputEntry");

    if (clause == NULL) {
        return;
    }
    clause->id = xml_attribute(xml, "id");
    clause->name = slice_trim(xml_attribute(xml, "name"));
    clause->text = slice_trim(xml_attribute(xml, "label"));
    clause->type = xml_attribute(xml, "typeRef");
    if (clause->name.size == 0 && !is_only) {
        dmn_note(c, DMN_ERROR, xml, "output-name-missing",
                 "a table of several outputs needs a name for each");
    }
    if (allowed != NULL) {
        (void)read_text(c, clause, DMN_ALLOWED, allowed);
    }
    if (otherwise != NULL) {
        (void)read_text(c, clause, DMN_DEFAULT, otherwise);
    }
}

static void read_cells(struct compiler *c, struct dmn_node *rule, const struct xml_node *xml,
                       enum dmn_kind kind, uint32_t wanted)
{
    const char *name = kind == DMN_CELL ? "inputEntry" : "outputEntry";
    uint32_t count = 0;

    XML_EACH_CHILD(xml, child)
    {
        if (xml_is_dmn(child, name) && count++ < wanted) {
            (void)read_text(c, rule, kind, child);
        }
    }
    if (count > wanted) {
        dmn_note(c, DMN_ERROR, xml, "rule-length", "the rule has %u %s elements, the table has %u",
                 count, name, wanted);
    }
    for (; count < wanted; count++) {
        (void)dmn_read_node(c, rule, kind, xml); /* a missing cell is "-", a missing output null */
    }
}

static uint32_t count_children(const struct xml_node *xml, const char *name)
{
    uint32_t count = 0;

    XML_EACH_CHILD(xml, child)
    {
        count += xml_is_dmn(child, name);
    }
    return count;
}

static void read_rules(struct compiler *c, struct dmn_node *table, const struct xml_node *xml,
                       uint32_t inputs, uint32_t outputs)
{
    XML_EACH_CHILD(xml, child)
    {
        struct dmn_node *rule;

        if (!xml_is_dmn(child, "rule")) {
            continue;
        }
        rule = dmn_read_node(c, table, DMN_RULE, child);
        if (rule == NULL) {
            return;
        }
        rule->id = xml_attribute(child, "id");
        read_cells(c, rule, child, DMN_CELL, inputs);
        read_cells(c, rule, child, DMN_RESULT, outputs);
    }
}

void dmn_read_table(struct compiler *c, struct dmn_node *parent, const struct xml_node *xml)
{
    struct dmn_node *table = dmn_read_node(c, parent, DMN_TABLE, xml);
    uint32_t inputs = count_children(xml, "input");
    uint32_t outputs = count_children(xml, "output");

    if (table == NULL) {
        return;
    }
    table->type = xml_attribute(xml, "typeRef");
    read_policy(c, table, xml);
    if (outputs == 0) {
        dmn_note(c, DMN_ERROR, xml, "output-missing", "the table has no output");
    }
    if (outputs > 1 && table->flags >= DMN_COLLECT_SUM) {
        dmn_note(c, DMN_ERROR, xml, "aggregation-of-many",
                 "an aggregation needs a table of one output");
    }
    XML_EACH_CHILD(xml, child)
    {
        if (xml_is_dmn(child, "input")) {
            read_input(c, table, child);
        } else if (xml_is_dmn(child, "output")) {
            read_output(c, table, child, outputs == 1);
        }
    }
    read_rules(c, table, xml, inputs, outputs);
}
