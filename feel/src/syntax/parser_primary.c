/* Values at the bottom of the grammar: literals, parentheses, ranges, lists, contexts. */
#include "base/sort.h"
#include "syntax/parser_int.h"

/* `..` end bracket, after the start point. */
static const struct feel_node *parse_range_end(struct parser *p, uint32_t offset,
                                               bool start_included, const struct feel_node *start)
{
    bool in_range_end = p->in_range_end;
    const struct feel_node *end;
    struct feel_node *node;
    bool end_included;

    if (start == NULL || !parser_expect(p, TOKEN_DOTS, "..")) {
        return NULL;
    }
    p->in_range_end = true;
    end = parse_operand(p);
    p->in_range_end = in_range_end;
    if (end == NULL) {
        return NULL;
    }
    end_included = parser_at(p, TOKEN_RIGHT_BRACKET);
    if (!end_included && !parser_at(p, TOKEN_RIGHT_PAREN) && !parser_at(p, TOKEN_LEFT_BRACKET)) {
        parser_fail_here(p, "the end of the range, ']', ')' or '[',");
        return NULL;
    }
    parser_advance(p);
    node = node_make_of(p, NODE_RANGE, offset, start, end, NULL);
    if (node != NULL) {
        node->start_included = start_included;
        node->end_included = end_included;
    }
    return node;
}

/* The tests after the first one of `in (test, test)`, up to the closing parenthesis. */
static const struct feel_node *parse_tests(struct parser *p, uint32_t offset,
                                           const struct feel_node *first)
{
    struct node_list tests = {0};

    if (!node_list_push(p, &tests, first)) {
        return NULL;
    }
    while (parser_take(p, TOKEN_COMMA)) {
        if (!node_list_push(p, &tests, parse_test(p, true))) {
            return NULL;
        }
    }
    if (!parser_expect(p, TOKEN_RIGHT_PAREN, ")")) {
        return NULL;
    }
    return node_make(p, NODE_TESTS, offset, &tests);
}

static const struct feel_node *parse_unary_range(struct parser *p, uint32_t offset,
                                                 const struct feel_node *test)
{
    struct node_list end = {0};
    struct feel_node *node;

    if (!parser_expect(p, TOKEN_RIGHT_PAREN, ")") || !node_list_push(p, &end, test->children[0])) {
        return NULL;
    }
    node = node_make(p, NODE_UNARY_RANGE, offset, &end);
    if (node != NULL) {
        node->op = test->op;
    }
    return node;
}

static const struct feel_node *parse_paren(struct parser *p)
{
    uint32_t offset = p->token.start;
    bool tests = p->tests_offset == offset;
    const struct feel_node *inner;

    p->tests_offset = UINT32_MAX;
    parser_advance(p);
    inner = parse_test(p, true);
    if (inner == NULL) {
        return NULL;
    }
    if (tests && (parser_at(p, TOKEN_COMMA) || inner->kind == NODE_TEST)) {
        return parse_tests(p, offset, inner);
    }
    if (inner->kind == NODE_TEST) {
        return parse_unary_range(p, offset, inner);
    }
    if (parser_at(p, TOKEN_DOTS)) {
        return parse_range_end(p, offset, false, inner);
    }
    return parser_expect(p, TOKEN_RIGHT_PAREN, ")") ? inner : NULL;
}

static const struct feel_node *parse_list(struct parser *p)
{
    uint32_t offset = p->token.start;
    struct node_list items = {0};

    parser_advance(p);
    if (parser_take(p, TOKEN_RIGHT_BRACKET)) {
        return node_make(p, NODE_LIST, offset, &items);
    }
    do {
        const struct feel_node *item = parse_expression(p);

        if (item != NULL && items.count == 0 && parser_at(p, TOKEN_DOTS)) {
            return parse_range_end(p, offset, true, item);
        }
        if (!node_list_push(p, &items, item)) {
            return NULL;
        }
    } while (parser_take(p, TOKEN_COMMA));
    if (!parser_expect(p, TOKEN_RIGHT_BRACKET, "]")) {
        return NULL;
    }
    return node_make(p, NODE_LIST, offset, &items);
}

static const struct feel_node *parse_open_range(struct parser *p)
{
    uint32_t offset = p->token.start;

    parser_advance(p);
    return parse_range_end(p, offset, false, parse_operand(p));
}

/* --- contexts --- */

static bool parse_entry(struct parser *p, struct node_list *values, struct slice_list *keys)
{
    struct slice key = parse_key(p);
    bool is_function;

    if (key.data == NULL || !parser_expect(p, TOKEN_COLON, ":") || !slice_list_push(p, keys, key)) {
        return false;
    }
    /* A function may call itself, so its own name is known in it. */
    is_function = parser_at_word(p, "function");
    if (is_function && !feel_names_bind(&p->names, key)) {
        parser_fail_memory(p);
        return false;
    }
    if (!node_list_push(p, values, parse_expression(p))) {
        return false;
    }
    if (!is_function && !feel_names_bind(&p->names, key)) {
        parser_fail_memory(p);
        return false;
    }
    return true;
}

static int compare_keys(const void *a, const void *b, void *context)
{
    (void)context;
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

/* Sets *twice when a key occurs twice; false when out of memory. */
static bool keys_repeat(struct parser *p, const struct slice_list *keys, bool *twice)
{
    struct slice *sorted = ARENA_ARRAY(p->arena, struct slice, keys->count + 1);
    struct slice *scratch = ARENA_ARRAY(p->arena, struct slice, keys->count + 1);

    if (sorted == NULL || scratch == NULL) {
        parser_fail_memory(p);
        return false;
    }
    for (uint32_t i = 0; i < keys->count; i++) {
        sorted[i] = keys->items[i];
    }
    sort_stable(sorted, keys->count, sizeof(*sorted), compare_keys, NULL, scratch);
    for (uint32_t i = 1; i < keys->count; i++) {
        *twice = *twice || slice_equal(sorted[i - 1], sorted[i]);
    }
    return true;
}

static const struct feel_node *parse_context(struct parser *p)
{
    uint32_t offset = p->token.start;
    uint32_t mark = p->names.count;
    struct node_list values = {0};
    struct slice_list keys = {0};
    struct feel_node *node;
    bool twice = false;

    parser_advance(p);
    if (!parser_at(p, TOKEN_RIGHT_BRACE)) {
        do {
            if (!parse_entry(p, &values, &keys)) {
                return NULL;
            }
        } while (parser_take(p, TOKEN_COMMA));
    }
    feel_names_leave(&p->names, mark);
    if (!parser_expect(p, TOKEN_RIGHT_BRACE, "}") || !keys_repeat(p, &keys, &twice)) {
        return NULL;
    }
    node = node_make(p, NODE_CONTEXT, offset, &values);
    if (node != NULL) {
        node->names = keys.items;
        node->name_count = keys.count;
        node->negated = twice;
    }
    return node;
}

/* --- words and dispatch --- */

static const struct feel_node *parse_boolean(struct parser *p, bool value)
{
    return parse_constant(p, (struct feel_value){.type = FEEL_BOOLEAN, .boolean = value});
}

static const struct feel_node *parse_word(struct parser *p)
{
    if (parser_at_word(p, "true")) {
        return parse_boolean(p, true);
    }
    if (parser_at_word(p, "false")) {
        return parse_boolean(p, false);
    }
    if (parser_at_word(p, "null")) {
        return parse_constant(p, (struct feel_value){.type = FEEL_NULL});
    }
    if (parser_at_word(p, "function") && parser_peek(p).kind == TOKEN_LEFT_PAREN) {
        return parse_function(p);
    }
    return parse_name(p);
}

static const struct feel_node *parse_input(struct parser *p)
{
    struct feel_node *node = node_make_leaf(p, NODE_INPUT, p->token.start);

    if (node != NULL) {
        node->uses_input = true;
    }
    parser_advance(p);
    return node;
}

const struct feel_node *parse_primary(struct parser *p)
{
    switch ((int)p->token.kind) {
    case TOKEN_NUMBER:
        return parse_number(p);
    case TOKEN_STRING:
        return parse_string(p);
    case TOKEN_AT:
        return parse_at_literal(p);
    case TOKEN_NAME:
        return parse_word(p);
    case TOKEN_QUOTED_NAME:
        return parse_name(p);
    case TOKEN_QUESTION:
        return parse_input(p);
    case TOKEN_LEFT_PAREN:
        return parse_paren(p);
    case TOKEN_LEFT_BRACKET:
        return parse_list(p);
    case TOKEN_RIGHT_BRACKET:
        return parse_open_range(p);
    case TOKEN_LEFT_BRACE:
        return parse_context(p);
    default:
        parser_fail_here(p, "a value");
        return NULL;
    }
}
