/* Operators, lowest precedence first: or, and, comparison, +-, * and /, **, minus. */
#include "syntax/parser_int.h"

struct op_of_token {
    enum feel_token_kind token;
    enum feel_op op;
};

static const struct op_of_token comparisons[] = {
    {TOKEN_EQUAL, OP_EQUAL},     {TOKEN_NOT_EQUAL, OP_NOT_EQUAL},
    {TOKEN_LESS, OP_LESS},       {TOKEN_LESS_EQUAL, OP_LESS_EQUAL},
    {TOKEN_GREATER, OP_GREATER}, {TOKEN_GREATER_EQUAL, OP_GREATER_EQUAL},
    {TOKEN_END, OP_NONE},
};
static const struct op_of_token additions[] = {
    {TOKEN_PLUS, OP_ADD}, {TOKEN_MINUS, OP_SUBTRACT}, {TOKEN_END, OP_NONE}};
static const struct op_of_token multiplications[] = {
    {TOKEN_STAR, OP_MULTIPLY}, {TOKEN_SLASH, OP_DIVIDE}, {TOKEN_END, OP_NONE}};
static const struct op_of_token powers[] = {{TOKEN_POWER, OP_POWER}, {TOKEN_END, OP_NONE}};

static enum feel_op op_here(const struct parser *p, const struct op_of_token *ops)
{
    for (size_t i = 0; ops[i].op != OP_NONE; i++) {
        if (parser_at(p, ops[i].token)) {
            return ops[i].op;
        }
    }
    return OP_NONE;
}

enum feel_op parser_comparison(const struct parser *p)
{
    return op_here(p, comparisons);
}

/* operand {word operand} as one node */
static const struct feel_node *parse_word_chain(struct parser *p, const char *word,
                                                enum feel_node_kind kind,
                                                const struct feel_node *(*operand)(struct parser *))
{
    uint32_t offset = p->token.start;
    const struct feel_node *first = operand(p);
    struct node_list children = {0};

    if (first == NULL || !parser_at_word(p, word)) {
        return first;
    }
    if (!node_list_push(p, &children, first)) {
        return NULL;
    }
    while (parser_take_word(p, word)) {
        if (!node_list_push(p, &children, operand(p))) {
            return NULL;
        }
    }
    return node_make(p, kind, offset, &children);
}

static enum feel_op *op_list_push(struct parser *p, enum feel_op *ops, uint32_t count,
                                  enum feel_op op)
{
    enum feel_op *grown = ops;

    /* A power of two is full: double it. */
    if (count == 0 || (count >= 4 && (count & (count - 1)) == 0)) {
        uint32_t capacity = count == 0 ? 4 : count * 2;

        grown = ARENA_ARRAY(p->arena, enum feel_op, capacity);
        if (grown == NULL) {
            parser_fail_memory(p);
            return NULL;
        }
        for (uint32_t i = 0; i < count; i++) {
            grown[i] = ops[i];
        }
    }
    grown[count] = op;
    return grown;
}

/* operand {sign operand} as one node; the place of a warning is the first sign. */
static const struct feel_node *parse_sign_chain(struct parser *p, const struct op_of_token *signs,
                                                const struct feel_node *(*operand)(struct parser *))
{
    const struct feel_node *first = operand(p);
    struct node_list children = {0};
    enum feel_op *ops = NULL;
    enum feel_op op = op_here(p, signs);
    uint32_t offset = p->token.start;
    struct feel_node *node;

    /* (test, test) has no value that an operator could take. */
    if (first == NULL || first->kind == NODE_TESTS || op == OP_NONE) {
        return first;
    }
    ops = op_list_push(p, NULL, 0, OP_NONE);
    if (ops == NULL || !node_list_push(p, &children, first)) {
        return NULL;
    }
    while (op != OP_NONE) {
        ops = op_list_push(p, ops, children.count, op);
        parser_advance(p);
        if (ops == NULL || !node_list_push(p, &children, operand(p))) {
            return NULL;
        }
        op = op_here(p, signs);
    }
    node = node_make(p, NODE_ARITHMETIC, offset, &children);
    if (node != NULL) {
        node->ops = ops;
    }
    return node;
}

/* Minus binds tighter than **: -3 ** 2 is 9. */
static const struct feel_node *parse_unary(struct parser *p)
{
    uint32_t offset = p->token.start;
    struct node_list operand = {0};
    const struct feel_node *inner;

    if (!parser_at(p, TOKEN_MINUS)) {
        return parse_postfix(p);
    }
    if (!parser_enter(p)) {
        return NULL;
    }
    parser_advance(p);
    inner = parse_unary(p);
    parser_leave(p);
    if (!node_list_push(p, &operand, inner)) {
        return NULL;
    }
    return node_make(p, NODE_NEGATE, offset, &operand);
}

static const struct feel_node *parse_power(struct parser *p)
{
    return parse_sign_chain(p, powers, parse_unary);
}

static const struct feel_node *parse_multiplicative(struct parser *p)
{
    return parse_sign_chain(p, multiplications, parse_power);
}

const struct feel_node *parse_additive(struct parser *p)
{
    return parse_sign_chain(p, additions, parse_multiplicative);
}

const struct feel_node *parse_operand(struct parser *p)
{
    const struct feel_node *node;

    if (!parser_enter(p)) {
        return NULL;
    }
    node = parse_additive(p);
    parser_leave(p);
    return node;
}

const struct feel_node *parse_test(struct parser *p, bool whole_expression)
{
    enum feel_op op = parser_comparison(p);
    uint32_t offset = p->token.start;
    struct node_list operand = {0};
    struct feel_node *node;

    if (op == OP_NONE) {
        return whole_expression ? parse_expression(p) : parse_additive(p);
    }
    parser_advance(p);
    if (!node_list_push(p, &operand, parse_operand(p))) {
        return NULL;
    }
    node = node_make(p, NODE_TEST, offset, &operand);
    if (node != NULL) {
        node->op = op;
    }
    return node;
}

/* `in` test, or `in` (test, test): the paren of the second form is known by its place. */
static const struct feel_node *parse_in(struct parser *p, uint32_t offset,
                                        const struct feel_node *value)
{
    struct node_list children = {0};
    const struct feel_node *test;

    if (parser_at(p, TOKEN_LEFT_PAREN)) {
        p->tests_offset = p->token.start;
    }
    test = parse_test(p, false);
    p->tests_offset = UINT32_MAX;
    if (test == NULL || !node_list_push(p, &children, value)) {
        return NULL;
    }
    if (test->kind != NODE_TESTS) {
        return node_list_push(p, &children, test) ? node_make(p, NODE_IN, offset, &children) : NULL;
    }
    for (uint32_t i = 0; i < test->child_count; i++) {
        if (!node_list_push(p, &children, test->children[i])) {
            return NULL;
        }
    }
    return node_make(p, NODE_IN, offset, &children);
}

static const struct feel_node *parse_between(struct parser *p, uint32_t offset,
                                             const struct feel_node *value)
{
    const struct feel_node *low = parse_additive(p);

    if (low == NULL || !parser_expect_word(p, "and")) {
        return NULL;
    }
    return node_make_of(p, NODE_BETWEEN, offset, value, low, parse_additive(p));
}

static const struct feel_node *parse_instance_of(struct parser *p, uint32_t offset,
                                                 const struct feel_node *value)
{
    struct node_list children = {0};
    const struct feel_spec *type;
    struct feel_node *node;

    if (!parser_expect_word(p, "of") || !node_list_push(p, &children, value)) {
        return NULL;
    }
    type = parse_type(p);
    node = type == NULL ? NULL : node_make(p, NODE_INSTANCE_OF, offset, &children);
    if (node != NULL) {
        node->type = type;
    }
    return node;
}

static const struct feel_node *parse_compare(struct parser *p, enum feel_op op, uint32_t offset,
                                             const struct feel_node *left)
{
    struct feel_node *node;

    parser_advance(p);
    node = node_make_of(p, NODE_COMPARE, offset, left, parse_additive(p), NULL);
    if (node != NULL) {
        node->op = op;
    }
    return node;
}

static const struct feel_node *parse_comparison(struct parser *p)
{
    const struct feel_node *left = parse_additive(p);

    while (left != NULL) {
        enum feel_op op = parser_comparison(p);
        uint32_t offset = p->token.start;

        if (op != OP_NONE) {
            left = parse_compare(p, op, offset, left);
        } else if (parser_take_word(p, "between")) {
            left = parse_between(p, offset, left);
        } else if (parser_take_word(p, "in")) {
            left = parse_in(p, offset, left);
        } else if (parser_take_word(p, "instance")) {
            left = parse_instance_of(p, offset, left);
        } else {
            break;
        }
    }
    return left;
}

static const struct feel_node *parse_and(struct parser *p)
{
    return parse_word_chain(p, "and", NODE_AND, parse_comparison);
}

const struct feel_node *parse_or(struct parser *p)
{
    return parse_word_chain(p, "or", NODE_OR, parse_and);
}
