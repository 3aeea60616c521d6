/* Expressions of a draft: each is parsed where it is found, so that a slip in one is reported with
 * its place inside the text. */
#include "compiler_int.h"

/* A '=' is part of what the user sees, so it counts in columns of the first line. */
static uint32_t shown_column(const struct feel_error *error)
{
    return error->line <= 1 ? error->column + 1 : error->column;
}

static const struct feel_expression *parse(struct draft *d, const struct xml_node *node,
                                           struct slice text, const char *what)
{
    const struct feel_parse_options options = {.dialect = FEEL_CAMUNDA};
    const struct feel_expression *parsed = NULL;
    struct feel_error error = {.line = 1};
    enum status st = feel_parse(d->compiler->arena, text, &options, &parsed, &error);

    if (st == STATUS_OK) {
        return parsed;
    }
    if (st == STATUS_MALFORMED) {
        compile_error(d->compiler, node, "expression-syntax",
                      "%s '=%.*s' is no FEEL expression: %s (line %u, column %u of the expression)",
                      what, SLICE_ARG(text), error.reason, error.line, shown_column(&error));
    } else {
        compile_error(d->compiler, node, "expression-limit",
                      "%s is too long or nested too deeply; split it up", what);
    }
    return NULL;
}

static uint32_t push(struct draft *d, struct bpmn_expression expression)
{
    struct bpmn_expression *slot = vector_push(d->compiler->arena, &d->expressions, sizeof *slot);

    if (slot == NULL) {
        return BPMN_NONE;
    }
    *slot = expression;
    return d->expressions.count - 1;
}

uint32_t expression_add(struct draft *d, const struct xml_node *node, struct slice text,
                        enum expression_rule rule, const char *what)
{
    struct slice trimmed = slice_trim(text);
    struct bpmn_expression expression = {.line = node->place.line};

    if (trimmed.size > 0 && trimmed.data[0] == '=') {
        expression.text = slice_from(trimmed, 1);
        expression.parsed = parse(d, node, expression.text, what);
        return expression.parsed == NULL ? BPMN_NONE : push(d, expression);
    }
    if (rule == EXPRESSION_ONLY) {
        compile_error(d->compiler, node, "expression-expected",
                      "%s must be an expression but is the static text '%.*s'; an expression "
                      "begins with '=' (for example '=%.*s')",
                      what, SLICE_ARG(trimmed), SLICE_ARG(trimmed));
        return BPMN_NONE;
    }
    expression.text = text.data == NULL ? SLICE("") : text;
    expression.is_static = true;
    return push(d, expression);
}

uint32_t expression_of_attribute(struct draft *d, const struct xml_node *node, const char *name,
                                 enum expression_rule rule)
{
    struct slice value = xml_attribute(node, name);

    if (slice_trim(value).size == 0) {
        return BPMN_NONE;
    }
    return expression_add(d, node, value, rule, name);
}

uint32_t expression_add_static(struct draft *d, const struct xml_node *node, const char *text)
{
    return push(d, (struct bpmn_expression){
                       .text = slice_of(text), .is_static = true, .line = node->place.line});
}

const struct bpmn_expression *draft_expression(const struct draft *d, uint32_t index)
{
    return (const struct bpmn_expression *)d->expressions.items + index;
}

bool expression_has_variables(struct draft *d, uint32_t index)
{
    const struct bpmn_expression *expression = draft_expression(d, index);
    const struct slice *names;

    return !expression->is_static &&
           feel_variables(expression->parsed, d->compiler->arena, &names) > 0;
}

static bool is_name_byte(unsigned char c, bool is_first)
{
    bool is_letter =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c >= 0x80;

    return is_letter || (!is_first && ((c >= '0' && c <= '9') || c == '-'));
}

bool expression_is_path(struct slice text)
{
    bool is_first = true;

    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];

        if (c == '.' && !is_first) {
            is_first = true;
            continue;
        }
        if (!is_name_byte(c, is_first)) {
            return false;
        }
        is_first = false;
    }
    return !is_first;
}
