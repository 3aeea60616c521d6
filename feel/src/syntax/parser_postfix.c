/* What follows a value: .name, [filter], (arguments). */
#include "syntax/parser_int.h"

/* Words that may stand behind a finished range, so that they do not begin a filter's predicate. */
static const char *const joining_words[] = {
    "and", "or", "then", "else", "return", "in", "satisfies", "of", "between", "instance", NULL};

/* `[1..3[`: does the bracket close the range, or does it filter the end point? A predicate begins
 * with a value, and nothing that begins a value can follow a range. */
static bool bracket_closes_range(const struct parser *p)
{
    struct feel_token next = parser_peek(p);
    struct slice word = feel_token_text(p->text, &next);

    switch ((int)next.kind) {
    case TOKEN_NUMBER:
    case TOKEN_STRING:
    case TOKEN_QUOTED_NAME:
    case TOKEN_AT:
    case TOKEN_QUESTION:
    case TOKEN_LEFT_PAREN:
    case TOKEN_LEFT_BRACKET:
    case TOKEN_LEFT_BRACE:
    case TOKEN_MINUS:
        return false;
    case TOKEN_NAME:
        for (size_t i = 0; joining_words[i] != NULL; i++) {
            if (slice_is(word, joining_words[i])) {
                return true;
            }
        }
        return false;
    default:
        return true;
    }
}

static const struct feel_node *parse_path(struct parser *p, const struct feel_node *value)
{
    struct node_list children = {0};
    uint32_t offset = p->token.start;
    struct slice name;
    struct feel_node *node;

    parser_advance(p);
    name = parse_component(p);
    if (name.data == NULL || !node_list_push(p, &children, value)) {
        return NULL;
    }
    node = node_make(p, NODE_PATH, offset, &children);
    if (node != NULL) {
        node->name = name;
    }
    return node;
}

static const struct feel_node *parse_filter(struct parser *p, const struct feel_node *value)
{
    uint32_t offset = p->token.start;
    uint32_t mark = p->names.count;
    const struct feel_node *predicate;

    parser_advance(p);
    if (!feel_names_bind(&p->names, SLICE("item"))) {
        parser_fail_memory(p);
        return NULL;
    }
    p->filter_depth++;
    predicate = parse_expression(p);
    p->filter_depth--;
    feel_names_leave(&p->names, mark);
    if (predicate == NULL || !parser_expect(p, TOKEN_RIGHT_BRACKET, "]")) {
        return NULL;
    }
    return node_make_of(p, NODE_FILTER, offset, value, predicate, NULL);
}

static bool parse_argument(struct parser *p, struct node_list *children, struct slice_list *names)
{
    bool named = parser_at_key(p);

    if (children->count > 1 && named != (names->count > 0)) {
        parser_fail(p, p->token.start, "named and positional arguments cannot be mixed");
        return false;
    }
    if (named) {
        struct slice name = parse_key(p);

        if (name.data == NULL || !parser_expect(p, TOKEN_COLON, ":") ||
            !slice_list_push(p, names, name)) {
            return false;
        }
    }
    return node_list_push(p, children, parse_expression(p));
}

static const struct feel_node *parse_call(struct parser *p, const struct feel_node *callee)
{
    struct node_list children = {0};
    struct slice_list names = {0};
    uint32_t offset = callee->offset;
    struct feel_node *node;

    parser_advance(p);
    if (!node_list_push(p, &children, callee)) {
        return NULL;
    }
    if (!parser_at(p, TOKEN_RIGHT_PAREN)) {
        do {
            if (!parse_argument(p, &children, &names)) {
                return NULL;
            }
        } while (parser_take(p, TOKEN_COMMA));
    }
    if (!parser_expect(p, TOKEN_RIGHT_PAREN, ")")) {
        return NULL;
    }
    node = node_make(p, NODE_CALL, offset, &children);
    if (node != NULL) {
        node->names = names.items;
        node->name_count = names.count;
    }
    return node;
}

const struct feel_node *parse_postfix(struct parser *p)
{
    bool in_range_end = p->in_range_end;
    const struct feel_node *node = parse_primary(p);

    while (node != NULL && node->kind != NODE_TESTS) {
        if (parser_at(p, TOKEN_DOT)) {
            node = parse_path(p, node);
        } else if (parser_at(p, TOKEN_LEFT_PAREN)) {
            node = parse_call(p, node);
        } else if (parser_at(p, TOKEN_LEFT_BRACKET) && !(in_range_end && bracket_closes_range(p))) {
            node = parse_filter(p, node);
        } else {
            break;
        }
    }
    return node;
}
