/* What the files of a search share: the page that is being chosen, and the search itself. */
#ifndef READMODEL_SEARCH_INT_H
#define READMODEL_SEARCH_INT_H

#include "base/arena.h"
#include "base/buffer.h"
#include "readmodel/query.h"
#include "readmodel_int.h"

/* --- matching (match.c) --- */

/* One condition on one value. scratch: for the JSON text of a VALUE. */
bool condition_matches(const struct readmodel_condition *condition, enum readmodel_type type,
                       struct slice value, struct buffer *scratch);
/* `*` any run, `?` one character, `\` escapes; the whole text. */
bool like_matches(struct slice pattern, struct slice text);

/* --- order (order.c) --- */

struct sort_value {
    bool is_null;
    int64_t number;    /* of all but texts */
    struct slice text; /* the first READMODEL_SORT_TEXT_BYTES */
};

/* A row that may be on the page. Followed in memory by its sort values, then by room for the text
 * of those that had to be rendered. */
struct slot {
    uint64_t key;
    struct slice row;
};

/* The best `wanted` rows of those offered, in memory for twice as many at most. */
struct selection {
    const struct readmodel_schema *schema;
    const struct readmodel_sort *sorts;
    uint32_t sort_count;
    bool reversed; /* the page before a cursor is chosen backwards */
    struct arena *arena;
    struct buffer *scratch;
    uint64_t wanted;
    size_t slot_bytes;
    char *slots;
    size_t count;
    size_t capacity;
    bool is_cut;        /* slots beyond `wanted` have been dropped: worst bounds new ones */
    struct slot *worst; /* a copy */
    struct slot *probe;
    struct slot *bound; /* the cursor; NULL: none */
};

/* Errors: STATUS_LIMIT. */
enum status selection_init(struct selection *selection, const struct readmodel_query *query,
                           struct arena *arena, struct buffer *scratch) NODISCARD;
struct slot *slot_at(const struct selection *selection, size_t index);
struct sort_value *slot_values(struct slot *slot);
/* The text of one sort value, wherever it lies. */
struct slice slot_text(const struct selection *selection, const struct slot *slot, uint32_t sort);
enum status selection_offer(struct selection *selection, uint64_t key, struct slice row,
                            const struct slice *fields) NODISCARD;
/* In page order, without the first `from`; from and limit are the query's. */
enum status selection_finish(struct selection *selection) NODISCARD;

/* --- cursors (cursor.c) --- */

/* Fill selection->bound from a cursor text. Errors: STATUS_INVALID_ARGUMENT, STATUS_LIMIT. */
enum status cursor_decode(struct selection *selection, struct slice text) NODISCARD;
/* The cursor of a slot, in the arena. Errors: STATUS_LIMIT. */
enum status cursor_encode(const struct selection *selection, struct slot *slot,
                          struct slice *out) NODISCARD;

/* --- candidates (plan.c) --- */

struct search;
typedef enum status search_visit(void *ctx, uint64_t key, struct slice row,
                                 const struct slice *fields);

struct search {
    struct store_txn *txn;
    const struct readmodel_query *query;
    const struct readmodel_schema *schema;
    struct selection selection;
    search_visit *visit; /* of every row that matches, instead of a page; NULL: the page */
    void *visit_ctx;
    const struct readmodel_query *top; /* whose expired is asked */
    const char *slow;                  /* the filter of a query within, that was too slow */
    struct buffer scratch;
    uint64_t total;
    uint32_t rows;  /* looked at since expired was asked */
    int plan_field; /* what the way was chosen by; READMODEL_NO_FIELD: all rows */
};

/* Look at one row: does it match, is it on the page. Errors: STATUS_UNAVAILABLE: expired. */
enum status search_row(struct search *search, uint64_t key, struct slice row) NODISCARD;
/* The same for a key of the query's entity; a row that is not there is passed over. */
enum status search_key(struct search *search, uint64_t key) NODISCARD;
/* Count a row towards the next look at the clock. */
enum status search_tick(struct search *search) NODISCARD;
/* The condition on that field which names values: eq or a list of in; NULL: none. */
const struct readmodel_condition *search_condition_on(const struct search *search, int field);
/* Choose the way and look at every row on it. */
enum status plan_run(struct search *search) NODISCARD;
/* Calls visit with every row of a table, until it fails. */
enum status table_walk(struct store_txn *txn, uint8_t table,
                       enum status (*visit)(void *ctx, uint64_t key, struct slice row),
                       void *ctx) NODISCARD;
/* Every row of the query that matches, each once, in no order that is promised; within another
 * search, whose time it shares. */
enum status search_each(struct search *within, const struct readmodel_query *query,
                        search_visit *visit, void *ctx) NODISCARD;

/* --- filters over what belongs to an instance (join.c) --- */

enum status join_holds(struct search *search, const struct readmodel_group *group,
                       const struct slice *fields, bool *holds) NODISCARD;
/* The group's filters leave only instances that are open. */
bool join_is_open(const struct readmodel_query *query);
/* As Java hashes the text, which is what clients know a message by. */
int32_t error_hash(struct slice message);

/* --- other sources (source.c), derived rows (derived*.c) --- */

/* Offer every row of the query's source or entity. */
enum status source_run(struct search *search) NODISCARD;

typedef enum status derived_run(struct search *search);
derived_run derived_element_statistics;
derived_run derived_flows;
derived_run derived_definition_statistics;
derived_run derived_version_statistics;
derived_run derived_subscription_statistics;
derived_run derived_error_statistics;
derived_run derived_error_definition_statistics;
derived_run derived_variable_names;
derived_run derived_wait_states;
derived_run derived_wait_statistics;

#endif
