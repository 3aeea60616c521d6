/* What may stand in what: the verifier of decoded trees. Evaluation relies on it. */
#include "base/limits.h"
#include "model/node.h"

/* Children in order: each group so many times. */
struct group {
    bool (*holds)(enum dmn_kind kind);
    uint32_t min;
    uint32_t max;
};

#define ANY_NUMBER UINT32_MAX

enum {
    GROUPS_MAX = 3
};

static bool is_model(enum dmn_kind kind)
{
    return kind == DMN_MODEL;
}

static bool is_part(enum dmn_kind kind)
{
    return kind >= DMN_IMPORT && kind <= DMN_SERVICE;
}

static bool is_item_or_parameter(enum dmn_kind kind)
{
    return kind == DMN_ITEM || kind == DMN_PARAMETER;
}

static bool is_requirement(enum dmn_kind kind)
{
    return kind == DMN_REQUIRES;
}

static bool is_member(enum dmn_kind kind)
{
    return kind == DMN_MEMBER;
}

static bool is_function(enum dmn_kind kind)
{
    return kind == DMN_FUNCTION;
}

static bool is_entry(enum dmn_kind kind)
{
    return kind == DMN_ENTRY;
}

static bool is_column(enum dmn_kind kind)
{
    return kind == DMN_COLUMN;
}

static bool is_row(enum dmn_kind kind)
{
    return kind == DMN_ROW;
}

static bool is_binding(enum dmn_kind kind)
{
    return kind == DMN_BINDING;
}

static bool is_parameter(enum dmn_kind kind)
{
    return kind == DMN_PARAMETER;
}

static bool is_input_clause(enum dmn_kind kind)
{
    return kind == DMN_INPUT_CLAUSE;
}

static bool is_output_clause(enum dmn_kind kind)
{
    return kind == DMN_OUTPUT_CLAUSE;
}

static bool is_rule(enum dmn_kind kind)
{
    return kind == DMN_RULE;
}

static bool is_clause_text(enum dmn_kind kind)
{
    return kind == DMN_ALLOWED || kind == DMN_DEFAULT;
}

static bool is_cell(enum dmn_kind kind)
{
    return kind == DMN_CELL;
}

static bool is_result(enum dmn_kind kind)
{
    return kind == DMN_RESULT;
}

static const struct group groups[DMN_KIND_COUNT][GROUPS_MAX] = {
    [DMN_UNIT] = {{is_model, 1, ANY_NUMBER}},
    [DMN_MODEL] = {{is_part, 0, ANY_NUMBER}},
    [DMN_ITEM] = {{is_item_or_parameter, 0, ANY_NUMBER}},
    [DMN_KNOWLEDGE] = {{is_requirement, 0, ANY_NUMBER}, {is_function, 0, 1}},
    [DMN_DECISION] = {{is_requirement, 0, ANY_NUMBER}, {dmn_is_expression, 0, 1}},
    [DMN_SERVICE] = {{is_member, 0, ANY_NUMBER}},
    [DMN_CONTEXT] = {{is_entry, 0, ANY_NUMBER}},
    [DMN_LIST] = {{dmn_is_expression, 0, ANY_NUMBER}},
    [DMN_RELATION] = {{is_column, 0, ANY_NUMBER}, {is_row, 0, ANY_NUMBER}},
    [DMN_INVOCATION] = {{dmn_is_expression, 1, 1}, {is_binding, 0, ANY_NUMBER}},
    [DMN_FUNCTION] = {{is_parameter, 0, ANY_NUMBER}, {dmn_is_expression, 0, 1}},
    [DMN_CONDITIONAL] = {{dmn_is_expression, 3, 3}},
    [DMN_FILTER] = {{dmn_is_expression, 2, 2}},
    [DMN_FOR] = {{dmn_is_expression, 2, 2}},
    [DMN_SOME] = {{dmn_is_expression, 2, 2}},
    [DMN_EVERY] = {{dmn_is_expression, 2, 2}},
    [DMN_TABLE] = {{is_input_clause, 0, ANY_NUMBER},
                   {is_output_clause, 1, ANY_NUMBER},
                   {is_rule, 0, ANY_NUMBER}},
    [DMN_ENTRY] = {{dmn_is_expression, 1, 1}},
    [DMN_ROW] = {{dmn_is_expression, 0, ANY_NUMBER}},
    [DMN_BINDING] = {{dmn_is_expression, 1, 1}},
    [DMN_OUTPUT_CLAUSE] = {{is_clause_text, 0, 2}},
    [DMN_RULE] = {{is_cell, 0, ANY_NUMBER}, {is_result, 0, ANY_NUMBER}},
};

static bool flags_hold(const struct dmn_node *node)
{
    switch ((int)node->kind) {
    case DMN_ITEM:
        return node->flags <= (DMN_ITEM_COLLECTION | DMN_ITEM_FUNCTION);
    case DMN_MEMBER:
        return node->flags < DMN_MEMBER_COUNT;
    case DMN_TABLE:
        return node->flags < DMN_POLICY_COUNT;
    default:
        return node->flags == 0;
    }
}

static uint32_t count_of(const struct dmn_node *node, enum dmn_kind kind)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < node->child_count; i++) {
        count += node->children[i]->kind == kind;
    }
    return count;
}

/* A rule has a cell for each input and a result for each output. */
static bool rules_fit(const struct dmn_node *table)
{
    uint32_t inputs = count_of(table, DMN_INPUT_CLAUSE);
    uint32_t outputs = count_of(table, DMN_OUTPUT_CLAUSE);

    for (uint32_t i = inputs + outputs; i < table->child_count; i++) {
        const struct dmn_node *rule = table->children[i];

        if (count_of(rule, DMN_CELL) != inputs || count_of(rule, DMN_RESULT) != outputs) {
            return false;
        }
    }
    return true;
}

static bool rows_fit(const struct dmn_node *relation)
{
    uint32_t columns = count_of(relation, DMN_COLUMN);

    for (uint32_t i = columns; i < relation->child_count; i++) {
        if (relation->children[i]->child_count != columns) {
            return false;
        }
    }
    return true;
}

static bool children_fit(const struct dmn_node *node)
{
    const struct group *group = groups[node->kind];
    uint32_t at = 0;

    for (int i = 0; i < GROUPS_MAX && group[i].holds != NULL; i++) {
        uint32_t count = 0;

        while (at < node->child_count && count < group[i].max &&
               group[i].holds(node->children[at]->kind)) {
            at++;
            count++;
        }
        if (count < group[i].min) {
            return false;
        }
    }
    return at == node->child_count;
}

static bool node_has_shape(const struct dmn_node *node)
{
    if (!flags_hold(node) || !children_fit(node) || (node->kind == DMN_TABLE && !rules_fit(node)) ||
        (node->kind == DMN_RELATION && !rows_fit(node))) {
        return false;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (!node_has_shape(node->children[i])) {
            return false;
        }
    }
    return true;
}

bool dmn_has_shape(const struct dmn_node *root)
{
    return root->kind == DMN_UNIT && node_has_shape(root) &&
           dmn_part_count(root) <= LIMIT_DMN_PARTS;
}
