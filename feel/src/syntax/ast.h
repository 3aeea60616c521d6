/* The parsed form of an expression: a tree in one arena, read-only after the parse.
 *
 * Every node has its children in one array, so that walks need no knowledge of kinds. Chains of
 * operators (1 + 2 + 3) are one node with many children: depth comes from nesting alone, and it is
 * at most LIMIT_FEEL_DEPTH. */
#ifndef FEEL_SYNTAX_AST_H
#define FEEL_SYNTAX_AST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "feel/feel.h"
#include "feel_value.h"

/* kind: children · what else is used */
enum feel_node_kind {
    NODE_LITERAL,     /* literal */
    NODE_BAD_LITERAL, /* null with a warning · name: its text */
    NODE_NAME,        /* name, slot, builtin or NULL */
    NODE_BUILTIN,     /* a built-in that is called and not shadowed by the text · name, builtin */
    NODE_INPUT,       /* `?` */
    NODE_LIST,        /* items */
    NODE_CONTEXT,     /* values · names: keys */
    NODE_RANGE,       /* start, end · start_included, end_included */
    NODE_UNARY_RANGE, /* end point · op */
    NODE_NEGATE,      /* operand */
    NODE_ARITHMETIC,  /* operands · ops: one for each child, the first unused */
    NODE_AND,         /* operands */
    NODE_OR,          /* operands */
    NODE_COMPARE,     /* left, right · op */
    NODE_BETWEEN,     /* value, low, high */
    NODE_IN,          /* value, test … */
    NODE_TESTS,       /* (test, test) behind `in`; never evaluated by itself */
    NODE_TEST,        /* operand of one test with a sign · op */
    NODE_INSTANCE_OF, /* value · type */
    NODE_IF,          /* condition, then, else */
    NODE_FOR,         /* domains, body last · names: variables */
    NODE_SOME,        /* the same */
    NODE_EVERY,       /* the same */
    NODE_DOMAIN,      /* start, end of `a..b` as the domain of an iteration */
    NODE_FUNCTION,    /* body · names, types: of the parameters; external when without a body */
    NODE_CALL,        /* callee, arguments · names: NULL for positional */
    NODE_PATH,        /* value · name */
    NODE_FILTER,      /* value, predicate */
    NODE_UNARY_TESTS, /* tests; none for `-` · negated */
};

enum feel_op {
    OP_NONE,
    OP_EQUAL,
    OP_NOT_EQUAL,
    OP_LESS,
    OP_LESS_EQUAL,
    OP_GREATER,
    OP_GREATER_EQUAL,
    OP_ADD,
    OP_SUBTRACT,
    OP_MULTIPLY,
    OP_DIVIDE,
    OP_POWER
};

enum feel_spec_kind {
    SPEC_ANY,
    SPEC_SIMPLE, /* simple */
    SPEC_LIST,
    SPEC_RANGE,
    SPEC_CONTEXT,
    SPEC_FUNCTION,
    SPEC_NAMED /* a name that only a model can resolve */
};

/* A type as the text names it. */
struct feel_spec {
    enum feel_spec_kind kind;
    enum feel_type simple;
    struct slice name;
    uint32_t count;            /* list, range: 0 or 1; context: entries; function: parameters */
    bool generic;              /* has its arguments: list<…>, not the bare word */
    const struct slice *names; /* of context entries */
    const struct feel_spec *const *parts; /* of items, entries, parameters */
    const struct feel_spec *result;       /* of a function */
};

struct feel_node {
    enum feel_node_kind kind;
    enum feel_op op;
    uint32_t offset; /* of the place that a warning names */
    uint32_t child_count;
    uint32_t slot; /* of a variable */
    uint16_t depth;
    bool start_included;
    bool end_included;
    bool negated;
    bool uses_input; /* `?` occurs in it */
    const struct feel_node *const *children;
    const struct feel_builtin *builtin;
    union {
        struct feel_value literal;
        struct slice name;
        const struct feel_spec *type;
        const enum feel_op *ops;
        struct {
            const struct slice *names;
            const struct feel_spec *const *types;
            uint32_t name_count;
        };
    };
};

struct feel_expression {
    struct slice text;
    const struct feel_node *root;
    enum feel_dialect dialect;
    const struct slice *variables; /* by slot, in order of first use */
    uint32_t variable_count;
};

#endif
