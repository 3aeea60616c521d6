/* The parser's common ground: tokens, reports, nodes, and the entry points.
 *
 * Recursive descent with a depth that never passes LIMIT_FEEL_DEPTH, so the C stack is bounded
 * whatever the text is. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "syntax/parser_int.h"

/* --- reports --- */

static void error_place(struct feel_error *error, struct slice text, uint32_t offset)
{
    uint32_t line_start = 0;

    error->line = 1;
    error->offset = offset;
    for (uint32_t i = 0; i < offset && i < text.size; i++) {
        if (text.data[i] == '\n') {
            error->line++;
            line_start = i + 1;
        }
    }
    error->column = (uint32_t)utf8_count(slice_sub(text, line_start, offset - line_start)) + 1;
}

void parser_fail(struct parser *p, uint32_t offset, const char *format, ...)
{
    va_list arguments;

    if (p->status != STATUS_OK) {
        return;
    }
    p->status = STATUS_MALFORMED;
    error_place(p->error, p->text, offset);
    va_start(arguments, format);
    vsnprintf(p->error->reason, sizeof(p->error->reason), format, arguments);
    va_end(arguments);
}

void parser_fail_here(struct parser *p, const char *wanted)
{
    struct slice found = feel_token_text(p->text, &p->token);

    if (p->token.kind == TOKEN_ERROR) {
        parser_fail(p, p->token.start, "%s", p->token.reason);
    } else if (p->token.kind == TOKEN_END) {
        parser_fail(p, p->token.start, "%s expected, but the expression ends here", wanted);
    } else {
        size_t shown = found.size < 40 ? found.size : utf8_valid_bytes(slice_sub(found, 0, 40));

        parser_fail(p, p->token.start, "%s expected instead of '%.*s'", wanted, (int)shown,
                    found.data);
    }
}

void parser_fail_limit(struct parser *p, uint32_t offset, const char *reason)
{
    if (p->status == STATUS_OK) {
        parser_fail(p, offset, "%s", reason);
        p->status = STATUS_LIMIT;
    }
}

void parser_fail_memory(struct parser *p)
{
    parser_fail_limit(p, p->token.start, "the expression needs too much memory");
}

/* --- tokens --- */

void parser_advance(struct parser *p)
{
    p->previous_end = p->token.end;
    p->token = feel_lex(p->text, p->token.end);
}

void parser_move(struct parser *p, uint32_t offset)
{
    p->previous_end = offset;
    p->token = feel_lex(p->text, offset);
}

struct feel_token parser_peek(const struct parser *p)
{
    return feel_lex(p->text, p->token.end);
}

bool parser_at(const struct parser *p, enum feel_token_kind kind)
{
    return p->token.kind == kind;
}

bool parser_at_word(const struct parser *p, const char *word)
{
    return p->token.kind == TOKEN_NAME && slice_is(feel_token_text(p->text, &p->token), word);
}

bool parser_take(struct parser *p, enum feel_token_kind kind)
{
    if (!parser_at(p, kind)) {
        return false;
    }
    parser_advance(p);
    return true;
}

bool parser_take_word(struct parser *p, const char *word)
{
    if (!parser_at_word(p, word)) {
        return false;
    }
    parser_advance(p);
    return true;
}

bool parser_expect(struct parser *p, enum feel_token_kind kind, const char *text)
{
    char wanted[16];

    if (parser_take(p, kind)) {
        return true;
    }
    snprintf(wanted, sizeof(wanted), "'%s'", text);
    parser_fail_here(p, wanted);
    return false;
}

bool parser_expect_word(struct parser *p, const char *word)
{
    char wanted[16];

    if (parser_take_word(p, word)) {
        return true;
    }
    snprintf(wanted, sizeof(wanted), "'%s'", word);
    parser_fail_here(p, wanted);
    return false;
}

bool parser_enter(struct parser *p)
{
    if (p->depth >= LIMIT_FEEL_DEPTH) {
        parser_fail_limit(p, p->token.start, "the expression is nested too deeply");
        return false;
    }
    p->depth++;
    return true;
}

void parser_leave(struct parser *p)
{
    p->depth--;
}

/* --- nodes --- */

/* The items in a place of twice the capacity; NULL when the arena is full. */
static void *grow(struct parser *p, const void *items, size_t item_bytes, uint32_t *capacity)
{
    uint32_t more = *capacity == 0 ? 4 : *capacity * 2;
    void *place = arena_alloc(p->arena, more * item_bytes);

    if (place == NULL) {
        parser_fail_memory(p);
        return NULL;
    }
    if (*capacity > 0) {
        memcpy(place, items, *capacity * item_bytes);
    }
    *capacity = more;
    return place;
}

bool node_list_push(struct parser *p, struct node_list *list, const struct feel_node *node)
{
    if (node == NULL) {
        return false;
    }
    if (list->count == list->capacity) {
        const struct feel_node **items =
            grow(p, list->items, sizeof(*list->items), &list->capacity);

        if (items == NULL) {
            return false;
        }
        list->items = items;
    }
    list->items[list->count++] = node;
    list->depth = node->depth > list->depth ? node->depth : list->depth;
    list->uses_input = list->uses_input || node->uses_input;
    return true;
}

bool slice_list_push(struct parser *p, struct slice_list *list, struct slice s)
{
    if (list->count == list->capacity) {
        struct slice *items = grow(p, list->items, sizeof(*items), &list->capacity);

        if (items == NULL) {
            return false;
        }
        list->items = items;
    }
    list->items[list->count++] = s;
    return true;
}

struct feel_node *node_make(struct parser *p, enum feel_node_kind kind, uint32_t offset,
                            const struct node_list *children)
{
    struct feel_node *node;

    if (p->status != STATUS_OK) {
        return NULL;
    }
    if (children->depth >= LIMIT_FEEL_DEPTH) {
        parser_fail_limit(p, offset, "the expression is nested too deeply");
        return NULL;
    }
    node = ARENA_NEW(p->arena, struct feel_node);
    if (node == NULL) {
        parser_fail_memory(p);
        return NULL;
    }
    node->kind = kind;
    node->offset = offset;
    node->children = children->items;
    node->child_count = children->count;
    node->depth = (uint16_t)(children->depth + 1);
    node->uses_input = children->uses_input;
    return node;
}

struct feel_node *node_make_leaf(struct parser *p, enum feel_node_kind kind, uint32_t offset)
{
    return node_make(p, kind, offset, &(struct node_list){0});
}

struct feel_node *node_make_of(struct parser *p, enum feel_node_kind kind, uint32_t offset,
                               const struct feel_node *first, const struct feel_node *second,
                               const struct feel_node *third)
{
    struct node_list children = {0};

    if (!node_list_push(p, &children, first) || !node_list_push(p, &children, second) ||
        (third != NULL && !node_list_push(p, &children, third))) {
        return NULL;
    }
    return node_make(p, kind, offset, &children);
}

/* --- grammar's top --- */

static const struct feel_node *parse_if(struct parser *p)
{
    uint32_t offset = p->token.start;
    const struct feel_node *condition;
    const struct feel_node *then;

    parser_advance(p);
    condition = parse_expression(p);
    if (condition == NULL || !parser_expect_word(p, "then")) {
        return NULL;
    }
    then = parse_expression(p);
    if (then == NULL || !parser_expect_word(p, "else")) {
        return NULL;
    }
    return node_make_of(p, NODE_IF, offset, condition, then, parse_expression(p));
}

/* `some` and `every` are words of the grammar only before a variable. */
static bool at_quantifier(const struct parser *p, const char *word)
{
    return parser_at_word(p, word) &&
           (parser_peek(p).kind == TOKEN_NAME || parser_peek(p).kind == TOKEN_QUOTED_NAME);
}

static const struct feel_node *parse_expression_kind(struct parser *p)
{
    if (parser_at_word(p, "if")) {
        return parse_if(p);
    }
    if (parser_at_word(p, "for")) {
        return parse_iteration(p, NODE_FOR);
    }
    if (at_quantifier(p, "some")) {
        return parse_iteration(p, NODE_SOME);
    }
    if (at_quantifier(p, "every")) {
        return parse_iteration(p, NODE_EVERY);
    }
    return parse_or(p);
}

const struct feel_node *parse_expression(struct parser *p)
{
    bool in_range_end = p->in_range_end;
    const struct feel_node *node;

    if (!parser_enter(p)) {
        return NULL;
    }
    p->in_range_end = false;
    node = parse_expression_kind(p);
    p->in_range_end = in_range_end;
    parser_leave(p);
    return node;
}

/* --- unary tests --- */

static const struct feel_node *parse_test_list(struct parser *p, bool negated)
{
    struct node_list tests = {0};
    struct feel_node *node;
    uint32_t offset = p->token.start;

    do {
        if (!node_list_push(p, &tests, parse_test(p, true))) {
            return NULL;
        }
    } while (parser_take(p, TOKEN_COMMA));
    node = node_make(p, NODE_UNARY_TESTS, offset, &tests);
    if (node != NULL) {
        node->negated = negated;
    }
    return node;
}

/* not(a, b) as the whole text; NULL, and nothing reported, when it is something else. */
static const struct feel_node *parse_negated_tests(struct parser *p)
{
    struct parser saved = *p;
    struct feel_error error = *p->error;
    const struct feel_node *node;

    parser_advance(p);
    parser_advance(p);
    node = parse_test_list(p, true);
    if (node != NULL && parser_take(p, TOKEN_RIGHT_PAREN) && parser_at(p, TOKEN_END)) {
        return node;
    }
    *p = saved;
    *p->error = error;
    return NULL;
}

static const struct feel_node *parse_unary_tests(struct parser *p)
{
    if (parser_at(p, TOKEN_END)) {
        return node_make_leaf(p, NODE_UNARY_TESTS, 0);
    }
    if (parser_at(p, TOKEN_MINUS) && parser_peek(p).kind == TOKEN_END) {
        parser_advance(p);
        return node_make_leaf(p, NODE_UNARY_TESTS, 0);
    }
    if (parser_at_word(p, "not") && parser_peek(p).kind == TOKEN_LEFT_PAREN) {
        const struct feel_node *node = parse_negated_tests(p);

        if (node != NULL || p->status != STATUS_OK) {
            return node;
        }
    }
    return parse_test_list(p, false);
}

/* --- entry --- */

static bool parser_init_names(struct parser *p, const struct feel_parse_options *options)
{
    p->names.arena = p->arena;
    for (size_t i = 0; i < options->name_count; i++) {
        if (!feel_names_add_given(&p->names, options->names[i])) {
            parser_fail_memory(p);
            return false;
        }
    }
    return true;
}

static enum status check_source(struct slice text, struct feel_error *error)
{
    size_t valid;

    *error = (struct feel_error){.line = 1, .column = 1};
    if (text.size > LIMIT_FEEL_SOURCE_BYTES) {
        snprintf(error->reason, sizeof(error->reason), "the expression is longer than %d bytes",
                 (int)LIMIT_FEEL_SOURCE_BYTES);
        return STATUS_LIMIT;
    }
    valid = utf8_valid_bytes(text);
    if (valid < text.size) {
        error_place(error, slice_sub(text, 0, valid), (uint32_t)valid);
        snprintf(error->reason, sizeof(error->reason), "the text is not UTF-8 here");
        return STATUS_MALFORMED;
    }
    return STATUS_OK;
}

static const struct feel_node *parse_whole(struct parser *p,
                                           const struct feel_parse_options *options)
{
    const struct feel_node *root;

    if (!parser_init_names(p, options)) {
        return NULL;
    }
    parser_move(p, 0);
    root = options->unary_tests ? parse_unary_tests(p) : parse_expression(p);
    if (root != NULL && !parser_at(p, TOKEN_END)) {
        parser_fail_here(p, "an operator or the end");
        return NULL;
    }
    return root;
}

enum status feel_parse(struct arena *arena, struct slice text,
                       const struct feel_parse_options *options, const struct feel_expression **out,
                       struct feel_error *error)
{
    struct parser p = {.arena = arena, .error = error, .tests_offset = UINT32_MAX};
    struct feel_expression *expression;
    const struct feel_node *root;
    enum status st = check_source(text, error);

    *out = NULL;
    if (st != STATUS_OK) {
        return st;
    }
    expression = ARENA_NEW(arena, struct feel_expression);
    p.text = arena_copy(arena, text);
    if (expression == NULL || p.text.data == NULL) {
        parser_fail_memory(&p);
        return p.status;
    }
    root = parse_whole(&p, options);
    if (root == NULL || p.status != STATUS_OK) {
        return p.status != STATUS_OK ? p.status : STATUS_MALFORMED;
    }
    *expression = (struct feel_expression){.text = p.text,
                                           .root = root,
                                           .dialect = options->dialect,
                                           .variables = p.variables,
                                           .variable_count = p.variable_count};
    *out = expression;
    return STATUS_OK;
}
