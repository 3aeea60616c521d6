/* A unit as a tree of nodes, one for each element of DMN that has a meaning. The compiler makes it,
 * the codec stores it, the loader fills in what evaluation needs, and then nobody changes it. */
#ifndef DMN_MODEL_NODE_H
#define DMN_MODEL_NODE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buffer.h"
#include "base/slice.h"
#include "base/status.h"
#include "dmn/dmn.h"
#include "feel_value.h"

/* kind: children · what else is used */
enum dmn_kind {
    DMN_UNIT = 1,  /* models */
    DMN_MODEL,     /* imports, items, inputs, knowledge, decisions, services · id, name, text:
                      namespace */
    DMN_IMPORT,    /* name: prefix, text: namespace */
    DMN_ITEM,      /* items: components; or parameters · name, type, flags: enum dmn_item_flag */
    DMN_INPUT,     /* id, name, type */
    DMN_KNOWLEDGE, /* requirements, function · id, name, type */
    DMN_DECISION,  /* requirements, expression or nothing · id, name, type, text: version tag */
    DMN_SERVICE,   /* members · id, name, type */
    DMN_REQUIRES,  /* text: href */
    DMN_MEMBER,    /* of a service · text: href, flags: enum dmn_member */

    DMN_LITERAL,     /* text, type */
    DMN_CONTEXT,     /* entries · type */
    DMN_LIST,        /* expressions · type */
    DMN_RELATION,    /* columns, rows · type */
    DMN_INVOCATION,  /* called expression, bindings · type */
    DMN_FUNCTION,    /* parameters, body; external without a body · type */
    DMN_CONDITIONAL, /* condition, then, else · type */
    DMN_FILTER,      /* in, match · type */
    DMN_FOR,         /* in, return · name: variable, type */
    DMN_SOME,        /* in, satisfies · name, type */
    DMN_EVERY,       /* the same */
    DMN_TABLE,       /* input clauses, output clauses, rules · flags: enum dmn_policy, type */
    DMN_NOTHING,     /* an expression that is not there: null */

    DMN_ENTRY,         /* expression · name: empty for the result of a context, type */
    DMN_COLUMN,        /* name, type */
    DMN_ROW,           /* expressions */
    DMN_BINDING,       /* expression · name */
    DMN_PARAMETER,     /* name, type */
    DMN_INPUT_CLAUSE,  /* text: the input expression, type · id, name: label */
    DMN_OUTPUT_CLAUSE, /* ALLOWED and DEFAULT, where there are · id, name, type, text: label */
    DMN_ALLOWED,       /* text: output values */
    DMN_DEFAULT,       /* text: default output */
    DMN_RULE,          /* cells, results · id */
    DMN_CELL,          /* text: unary tests */
    DMN_RESULT,        /* text: an output */
    DMN_KIND_COUNT
};

enum dmn_item_flag {
    DMN_ITEM_COLLECTION = 1,
    DMN_ITEM_FUNCTION = 2 /* its children are parameters, its type is the result's */
};

enum dmn_member {
    DMN_MEMBER_OUTPUT,
    DMN_MEMBER_ENCAPSULATED,
    DMN_MEMBER_INPUT_DECISION,
    DMN_MEMBER_INPUT_DATA,
    DMN_MEMBER_COUNT
};

enum dmn_policy {
    DMN_UNIQUE,
    DMN_ANY,
    DMN_PRIORITY,
    DMN_FIRST,
    DMN_RULE_ORDER,
    DMN_OUTPUT_ORDER,
    DMN_COLLECT,
    DMN_COLLECT_SUM,
    DMN_COLLECT_MIN,
    DMN_COLLECT_MAX,
    DMN_COLLECT_COUNT,
    DMN_POLICY_COUNT
};

/* Constants of one column of a decision table with the rules that have them. */
struct dmn_index_entry {
    struct feel_value constant;
    uint32_t rule;
};

struct dmn_table_index {
    uint32_t column;
    struct dmn_index_entry *entries; /* in the order of constants, then of rules */
    uint32_t entry_count;
    uint32_t *others; /* rules whose cell is no constant, in order */
    uint32_t other_count;
};

struct dmn_node {
    enum dmn_kind kind;
    uint32_t flags;
    struct slice id;
    struct slice name;
    struct slice type;
    struct slice text;
    struct dmn_node **children;
    uint32_t child_count;
    struct dmn_node *parent;

    /* filled by the loader */
    uint32_t index;          /* of a model's part, in document order within the unit */
    struct dmn_node *target; /* of requirements and members; NULL: nothing is there */
    const struct feel_expression *parsed;
    struct slice broken;                       /* why the text could not be parsed */
    const struct feel_spec *spec;              /* of type; NULL: any */
    const struct dmn_table_index *table_index; /* NULL: every rule is looked at */
    struct feel_spec *own_spec;                /* of an item, while it is filled; spec, too */
    bool is_filled;                            /* an item whose spec is whole */
};

struct dmn_unit {
    struct dmn_node *root;
    struct dmn_node **evaluable; /* decisions, then services */
    uint32_t evaluable_count;
    uint32_t part_count;
};

/* --- tree.c --- */
/* NULL when the arena is full. */
struct dmn_node *dmn_node_new(struct arena *arena, enum dmn_kind kind) NODISCARD;
/* Append; false when the arena is full. Children are few or made by the doubling of their array. */
bool dmn_node_add(struct arena *arena, struct dmn_node *parent, struct dmn_node *child) NODISCARD;
/* How many children in a row are of the kind, from a place on. */
uint32_t dmn_children_of(const struct dmn_node *node, uint32_t from, enum dmn_kind kind);
/* What stands at the top of all models of a unit. */
uint32_t dmn_part_count(const struct dmn_node *unit);
/* Whether nodes of the kind are expressions. */
bool dmn_is_expression(enum dmn_kind kind);
/* The model that the node stands in. */
const struct dmn_node *dmn_model_of(const struct dmn_node *node);
/* What an href names ("#id" or "namespace#id"), seen from a model; NULL: nothing. */
struct dmn_node *dmn_resolve(const struct dmn_node *model, struct slice href);
/* The prefix under which a model knows another one; data NULL: none, it is the same. */
struct slice dmn_prefix_of(const struct dmn_node *model, const struct dmn_node *other);
/* The item definition that a type's name means in a model; NULL: none. */
struct dmn_node *dmn_item_find(const struct dmn_node *model, struct slice type);

/* --- codec.c --- */
void dmn_encode(const struct dmn_node *root, struct buffer *out);
/* Errors: STATUS_CORRUPT, STATUS_LIMIT. */
enum status dmn_decode(struct arena *arena, struct slice encoded, struct dmn_node **out) NODISCARD;

/* --- shape.c --- */
/* Whether every node has the children that its kind has, in their order. */
bool dmn_has_shape(const struct dmn_node *root);

/* --- types.c --- */
/* The spec of a type's name; NULL: any, or nothing of that name. */
const struct feel_spec *dmn_spec_of(const struct dmn_node *model, struct slice type);
/* Build the specs of all item definitions of a unit. False when the arena is full. */
bool dmn_types_fill(struct arena *arena, const struct dmn_node *unit) NODISCARD;

/* --- parse.c --- */
/* Parse every text of a unit with the names that it may use. False when the arena is full. */
bool dmn_texts_parse(struct arena *arena, const struct dmn_node *unit) NODISCARD;

/* --- table_index.c --- */
/* Index the tables below a node, whose texts are parsed. False when the arena is full. */
bool dmn_tables_index(struct arena *arena, struct dmn_node *node) NODISCARD;
/* An order of strings and numbers in which what a cell takes for equal is equal. */
int dmn_constant_order(const struct feel_value *a, const struct feel_value *b);

#endif
