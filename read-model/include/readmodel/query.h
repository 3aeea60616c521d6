/* Searches over the read model.
 *
 * A query names an entity, conditions that must all hold, groups of which one must hold, sorts and
 * a page. The answer is complete or refused, never partial: totalItems is exact. Conditions that an
 * index serves decide which rows are looked at (docs/format.md lists them); all conditions are then
 * tested on each document, so the choice never changes an answer.
 *
 * Order: the sorts given, then the entity's key ascending. Text compares as bytes, its first
 * READMODEL_SORT_TEXT_BYTES; false before true; null after everything else (first when descending).
 * A null field satisfies neq and notIn, exists: false, and nothing else.
 *
 * Filters of process instances over what belongs to them hold when there is one element, one open
 * incident, one job that satisfies all of a group's filters over that entity; exists: false holds
 * when there is none at all. No instance is in a batch operation yet: to filters over these the
 * field is null.
 *
 * Derived rows (readmodel/derived.h) are made for each search, of an origin or of the rows that
 * another query finds, and then filtered, sorted and paged like documents. */
#ifndef READMODEL_QUERY_H
#define READMODEL_QUERY_H

#include "readmodel/readmodel.h"

enum {
    READMODEL_SORT_TEXT_BYTES = 256,
    READMODEL_SORTS_MAX = 16,
    READMODEL_CURSOR_BYTES_MAX = 32768 /* its JSON: all sorts, every byte escaped */
};

/* One value of a condition; which member counts is the field's type's business: KEY: key; INT,
 * DATE_TIME: number; BOOL and the operator exists: boolean; all others: text (VALUE: JSON text;
 * like: the pattern, `*` any run, `?` one character, `\` escapes). */
struct readmodel_operand {
    uint64_t key;
    int64_t number;
    bool boolean;
    struct slice text;
};

struct readmodel_condition {
    uint32_t field;
    enum readmodel_operator op; /* one that the field's filter takes */
    const struct readmodel_operand *operands;
    uint32_t operand_count; /* in, notIn, contains-all: any number; else 1 */
};

/* Which variables a variable condition looks at. */
enum readmodel_variable_scope {
    READMODEL_ANY_SCOPE = 1, /* of the process instance: `variables` */
    READMODEL_ROOT_SCOPE,    /* its root scope: `processInstanceVariables` */
    READMODEL_LOCAL_SCOPE    /* the entity's element instance: `localVariables` */
};

/* A variable with that name whose JSON text satisfies all of the tests exists. */
struct readmodel_variable_condition {
    enum readmodel_variable_scope scope;
    struct slice name;
    const struct readmodel_condition *tests; /* field: FIELD_VARIABLE_VALUE */
    uint32_t test_count;
};

struct readmodel_group {
    const struct readmodel_condition *conditions;
    uint32_t condition_count;
    const struct readmodel_variable_condition *variables;
    uint32_t variable_count;
};

struct readmodel_sort {
    uint32_t field; /* sortable */
    bool descending;
};

struct readmodel_page {
    uint32_t limit;      /* 0 .. LIMIT_PAGE_ITEMS */
    uint64_t from;       /* rows to skip; only without a cursor */
    struct slice after;  /* cursor text; data NULL: none; at most one of after and before */
    struct slice before; /* the page that precedes it, in the same order */
};

/* Where the rows of an entity come from, when not simply from its tables. */
enum readmodel_source {
    READMODEL_OWN_ROWS = 0,
    READMODEL_VISIBLE_VARIABLES,   /* variables that the origin, a user task, sees: all scopes' */
    READMODEL_EFFECTIVE_VARIABLES, /* the same, of each name the nearest */
    READMODEL_INSTANCE_INCIDENTS,  /* of the origin, an instance, and all that it called */
    READMODEL_ELEMENT_INCIDENTS    /* of the origin, an element instance, and all within it */
};

struct readmodel_query {
    enum readmodel_entity entity;
    enum readmodel_source source;
    /* Of the source; or what derived rows are made of: an instance (ELEMENT_STATISTICS,
     * SEQUENCE_FLOW, WAIT_STATISTICS), a definition (VARIABLE_NAME). */
    uint64_t origin;
    /* What derived rows are made of otherwise: instances (ELEMENT_STATISTICS), subscriptions
     * (SUBSCRIPTION_STATISTICS); its page, sorts, expired are not looked at. NULL: the origin's. */
    const struct readmodel_query *base;
    struct readmodel_group all;        /* every condition holds */
    const struct readmodel_group *any; /* and one of these groups; count 0: no such clause */
    uint32_t any_count;
    const struct readmodel_sort *sorts;
    uint32_t sort_count;
    struct readmodel_page page;
    /* Asked now and then while rows are looked at: true ends the search. NULL: never. */
    bool (*expired)(void *ctx);
    void *ctx;
};

struct readmodel_result {
    struct readmodel_document *documents;
    uint32_t count;
    uint64_t total_items;      /* exact */
    bool has_more_total_items; /* always false */
    struct slice start_cursor; /* data NULL when the page is empty */
    struct slice end_cursor;
    /* On STATUS_UNAVAILABLE: the filter (or sort) on the wire. */
    const char *filter;
};

/* Runs the query in the read transaction; the result lives in the arena and borrows from the
 * transaction.
 * Errors: STATUS_INVALID_ARGUMENT  the cursor is none, or of a query with other sorts
 *         STATUS_NOT_FOUND         the source's origin is not there (derived rows are none then)
 *         STATUS_UNAVAILABLE       expired (result->filter)
 *         STATUS_LIMIT             the arena's ceiling: too many rows to skip or to return
 *         STATUS_CORRUPT, STATUS_IO
 * Thread: the transaction's. */
enum status readmodel_search(struct readmodel_read *read, const struct readmodel_query *query,
                             struct arena *arena, struct readmodel_result *result) NODISCARD;

#endif
