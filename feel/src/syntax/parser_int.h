/* What the files of the parser share. Every parse function returns NULL after it has reported an
 * error; the first report wins. */
#ifndef FEEL_SYNTAX_PARSER_INT_H
#define FEEL_SYNTAX_PARSER_INT_H

#include "syntax/ast.h"
#include "syntax/lexer.h"
#include "syntax/names.h"

enum {
    NODE_CHILDREN_MAX = 16384 /* of one node; the source's ceiling keeps it far away */
};

struct parser {
    struct arena *arena;
    struct slice text;
    struct feel_token token; /* the next one, not yet taken */
    uint32_t previous_end;   /* where the last taken token ended */
    struct feel_names names;
    struct feel_error *error;
    enum status status; /* STATUS_OK until the first report */
    uint32_t depth;
    uint32_t filter_depth; /* inside [ ] of so many filters: components are names */
    bool in_range_end;     /* `[` may close the range */
    bool tests_allowed;    /* the paren at tests_offset may hold tests */
    uint32_t tests_offset;
    struct slice *variables;
    uint32_t variable_count;
    uint32_t variable_capacity;
};

/* A growing list of children while they are parsed. */
struct node_list {
    const struct feel_node **items;
    uint32_t count;
    uint32_t capacity;
    uint16_t depth;
    bool uses_input;
};

struct slice_list {
    struct slice *items;
    uint32_t count;
    uint32_t capacity;
};

/* --- parser.c --- */
void parser_fail(struct parser *p, uint32_t offset, const char *format, ...) PRINTF_LIKE(3, 4);
void parser_fail_here(struct parser *p, const char *wanted);
/* The same with STATUS_LIMIT. */
void parser_fail_limit(struct parser *p, uint32_t offset, const char *reason);
void parser_fail_memory(struct parser *p);
void parser_advance(struct parser *p);
/* Continue at `offset`, as if everything before had been taken. */
void parser_move(struct parser *p, uint32_t offset);
bool parser_at(const struct parser *p, enum feel_token_kind kind);
bool parser_at_word(const struct parser *p, const char *word);
/* Take the token if it is there. */
bool parser_take(struct parser *p, enum feel_token_kind kind);
bool parser_take_word(struct parser *p, const char *word);
/* Take it or report. */
bool parser_expect(struct parser *p, enum feel_token_kind kind, const char *text);
bool parser_expect_word(struct parser *p, const char *word);
struct feel_token parser_peek(const struct parser *p);
bool parser_enter(struct parser *p);
void parser_leave(struct parser *p);

bool node_list_push(struct parser *p, struct node_list *list, const struct feel_node *node);
bool slice_list_push(struct parser *p, struct slice_list *list, struct slice s);
/* A node over the list's children; NULL when too deep or out of memory. */
struct feel_node *node_make(struct parser *p, enum feel_node_kind kind, uint32_t offset,
                            const struct node_list *children);
struct feel_node *node_make_leaf(struct parser *p, enum feel_node_kind kind, uint32_t offset);
/* first and second are required; third may be NULL. */
struct feel_node *node_make_of(struct parser *p, enum feel_node_kind kind, uint32_t offset,
                               const struct feel_node *first, const struct feel_node *second,
                               const struct feel_node *third);

const struct feel_node *parse_expression(struct parser *p);

/* --- parser_operators.c --- */
const struct feel_node *parse_or(struct parser *p);
const struct feel_node *parse_additive(struct parser *p);
/* The same one level deeper: for what can nest without a whole expression between. */
const struct feel_node *parse_operand(struct parser *p);
/* One test: a sign and an operand, or an expression. */
const struct feel_node *parse_test(struct parser *p, bool whole_expression);
enum feel_op parser_comparison(const struct parser *p);

/* --- parser_postfix.c --- */
const struct feel_node *parse_postfix(struct parser *p);

/* --- parser_primary.c --- */
const struct feel_node *parse_primary(struct parser *p);

/* --- parser_literal.c --- */
const struct feel_node *parse_number(struct parser *p);
const struct feel_node *parse_string(struct parser *p);
const struct feel_node *parse_at_literal(struct parser *p);
const struct feel_node *parse_constant(struct parser *p, struct feel_value value);
/* The text of the string token that comes, escapes resolved. data NULL after a report. */
struct slice parse_string_text(struct parser *p);

/* --- parser_iteration.c --- */
const struct feel_node *parse_iteration(struct parser *p, enum feel_node_kind kind);
const struct feel_node *parse_function(struct parser *p);

/* --- parser_name.c --- */
/* A variable or function at the present token, bound or free. */
const struct feel_node *parse_name(struct parser *p);
/* The name behind a point. data NULL after a report. */
struct slice parse_component(struct parser *p);
/* A new name up to `:` (keys, parameters, named arguments) or up to the word `in`. */
struct slice parse_key(struct parser *p);
struct slice parse_iteration_variable(struct parser *p);
struct slice parse_parameter(struct parser *p);
/* Whether a name and a colon come next: then an argument is named. */
bool parser_at_key(const struct parser *p);

/* --- parser_type.c --- */
const struct feel_spec *parse_type(struct parser *p);

#endif
