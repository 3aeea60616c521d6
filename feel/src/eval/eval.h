/* The evaluator's insides: one evaluation, its budgets, warnings and scopes.
 *
 * Nothing here returns an error. A wrong operand gives null and a warning; a spent budget sets
 * `failed`, after which every evaluation returns null at once until the whole has unwound. */
#ifndef FEEL_EVAL_EVAL_H
#define FEEL_EVAL_EVAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "feel/feel.h"
#include "feel_value.h"
#include "syntax/ast.h"

struct feel_regex_search;

enum {
    FEEL_WARNINGS_MAX = 32
};

enum feel_slot_state {
    SLOT_UNKNOWN, /* not asked yet */
    SLOT_FOUND,
    SLOT_MISSING
};

struct feel_slot {
    enum feel_slot_state state;
    struct feel_value value;
};

enum feel_frame_kind {
    FRAME_VARIABLE, /* name: an iteration variable or parameter */
    FRAME_CONTEXT,  /* a context whose first `visible` entries are names */
    FRAME_ITEM,     /* `item` of a filter, and its entries when it is a context */
    FRAME_PARTIAL   /* `partial` of a for: a list that still grows */
};

/* One step of the scope chain, innermost first. Lives on the C stack; a function that is made
 * copies the chain it closes over. */
struct feel_frame {
    const struct feel_frame *parent;
    enum feel_frame_kind kind;
    uint32_t visible;
    struct slice name;
    struct feel_value value;
};

struct feel_evaluation {
    const struct feel_expression *expression; /* whose text is evaluated now */
    const struct feel_environment *environment;
    struct arena *arena;
    const struct feel_frame *frames;
    struct feel_slot *slots; /* of the expression */
    /* Types that a model names; NULL: there is no model. */
    const struct feel_spec *(*find_type)(void *ctx, struct slice name);
    void *find_type_ctx;
    uint64_t steps;
    uint64_t steps_max;
    uint64_t draws; /* of random numbers so far */
    uint32_t depth;
    uint32_t offset; /* the place that the next warning names */
    bool failed;
    bool quiet; /* no warnings: somebody only tries */
    bool input_known;
    struct feel_value input;
    uint32_t warning_count;
    struct feel_warning *warnings;     /* FEEL_WARNINGS_MAX, made at the first one */
    struct feel_regex_search *regexes; /* compiled patterns, the newest first */
    struct feel_warning *reserve;      /* room for the one that says why it failed */
};

/* Three-valued logic. */
enum feel_truth {
    TRUTH_FALSE,
    TRUTH_TRUE,
    TRUTH_NULL
};

/* --- eval.c --- */
struct feel_value feel_eval(struct feel_evaluation *ev, const struct feel_node *node);
/* A node of another expression, whose names are looked up anew: in the present frames first. */
struct feel_value feel_eval_in(struct feel_evaluation *ev, const struct feel_expression *expression,
                               const struct feel_node *node);
/* Begin an evaluation with environment, arena and expression set; false: no memory, it failed. */
bool feel_evaluation_begin(struct feel_evaluation *ev) NODISCARD;
/* Its result, warnings and spent steps. */
void feel_evaluation_end(struct feel_evaluation *ev, struct feel_value value,
                         struct feel_result *out);

/* --- budget.c: budgets and warnings --- */

/* Spend steps; false when the budget is gone. */
bool feel_charge(struct feel_evaluation *ev, uint64_t steps);
/* Spend for looking at so many bytes. */
bool feel_charge_bytes(struct feel_evaluation *ev, size_t bytes);
/* One level deeper, in the tree or in a value; every true needs a feel_leave. */
bool feel_enter(struct feel_evaluation *ev) NODISCARD;
void feel_leave(struct feel_evaluation *ev);
/* Not zeroed; NULL when the memory is gone, and the evaluation has failed. */
void *feel_alloc(struct feel_evaluation *ev, size_t count, size_t item_bytes) NODISCARD;
/* End the evaluation with this reason; the text outlives the evaluation or lies in its arena. */
void feel_fail(struct feel_evaluation *ev, enum feel_warning_kind kind, struct slice text);
void feel_warn(struct feel_evaluation *ev, enum feel_warning_kind kind, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* The same, and the null that the warning is about. */
struct feel_value feel_null(struct feel_evaluation *ev, enum feel_warning_kind kind,
                            const char *format, ...) PRINTF_LIKE(3, 4);
/* "a string", "a list" … for sentences. */
const char *feel_type_text(enum feel_type type);

/* --- values in a word --- */

static inline struct feel_value feel_boolean(bool b)
{
    return (struct feel_value){.type = FEEL_BOOLEAN, .boolean = b};
}

static inline struct feel_value feel_truth_value(enum feel_truth truth)
{
    return truth == TRUTH_NULL ? FEEL_VALUE_NULL : feel_boolean(truth == TRUTH_TRUE);
}

static inline enum feel_truth feel_truth_of(bool b)
{
    return b ? TRUTH_TRUE : TRUTH_FALSE;
}

static inline struct feel_value feel_number(decimal128 d)
{
    return (struct feel_value){.type = FEEL_NUMBER, .number = d};
}

static inline struct feel_value feel_integer(int64_t v)
{
    return feel_number(decimal_from_int64(v));
}

static inline struct feel_value feel_string(struct slice s)
{
    return (struct feel_value){.type = FEEL_STRING, .string = s};
}

static inline bool feel_is_true(struct feel_value v)
{
    return v.type == FEEL_BOOLEAN && v.boolean;
}

static inline bool feel_is_false(struct feel_value v)
{
    return v.type == FEEL_BOOLEAN && !v.boolean;
}

/* --- scope.c --- */
bool feel_scope_find(struct feel_evaluation *ev, const struct feel_node *name,
                     struct feel_value *out);
/* A function that sees the present scope. */
struct feel_value feel_make_function(struct feel_evaluation *ev, const struct feel_node *node);
/* The present scope as it is now, for who keeps it; false when the memory is gone. */
bool feel_frames_keep(struct feel_evaluation *ev, const struct feel_frame **out);

/* --- logic.c --- */
struct feel_value feel_eval_and(struct feel_evaluation *ev, const struct feel_node *node);
struct feel_value feel_eval_or(struct feel_evaluation *ev, const struct feel_node *node);
struct feel_value feel_eval_if(struct feel_evaluation *ev, const struct feel_node *node);
struct feel_value feel_eval_between(struct feel_evaluation *ev, const struct feel_node *node);
struct feel_value feel_eval_compare(struct feel_evaluation *ev, const struct feel_node *node);

/* --- tests.c --- */
struct feel_value feel_eval_membership(struct feel_evaluation *ev, const struct feel_node *node);
struct feel_value feel_eval_unary_tests(struct feel_evaluation *ev, const struct feel_node *node);

/* --- compare.c --- */
/* `=`: TRUTH_NULL, with a warning, for values of different types. */
enum feel_truth feel_equal(struct feel_evaluation *ev, struct feel_value a, struct feel_value b);
/* As filters and list functions ask: different types are simply not equal, nothing is warned. */
bool feel_same(struct feel_evaluation *ev, struct feel_value a, struct feel_value b);
/* <0, 0, >0 in *order; false, nothing warned, when there is no order between them. */
bool feel_order(struct feel_value a, struct feel_value b, int *order) NODISCARD;
/* `<` and the like. */
enum feel_truth feel_compare(struct feel_evaluation *ev, enum feel_op op, struct feel_value a,
                             struct feel_value b);

/* --- range.c --- */
struct feel_value feel_eval_range(struct feel_evaluation *ev, const struct feel_node *node);
struct feel_value feel_eval_unary_range(struct feel_evaluation *ev, const struct feel_node *node);
struct feel_value feel_range_make(struct feel_evaluation *ev, struct feel_range range);
enum feel_truth feel_range_holds(struct feel_evaluation *ev, const struct feel_range *range,
                                 struct feel_value v);

/* --- arithmetic.c --- */
struct feel_value feel_eval_arithmetic(struct feel_evaluation *ev, const struct feel_node *node);
struct feel_value feel_eval_negate(struct feel_evaluation *ev, const struct feel_node *node);
/* A number as arithmetic gives it: 5.0 is 5. */
decimal128 feel_number_tidy(decimal128 d);
struct feel_value feel_arithmetic(struct feel_evaluation *ev, enum feel_op op, struct feel_value a,
                                  struct feel_value b);

/* --- list.c --- */

struct feel_list_builder {
    struct feel_value *items;
    uint32_t count;
    uint32_t capacity;
};

bool feel_list_push(struct feel_evaluation *ev, struct feel_list_builder *list,
                    struct feel_value value);
struct feel_value feel_list_finish(struct feel_evaluation *ev,
                                   const struct feel_list_builder *list);
struct feel_value feel_list_of(struct feel_evaluation *ev, const struct feel_value *items,
                               uint32_t count);
/* The items, decoded if need be; NULL for none or after a failure (then *count is 0). */
const struct feel_value *feel_list_items(struct feel_evaluation *ev, struct feel_list *list,
                                         uint32_t *count);
/* A list as it is, anything else as a list of one. */
const struct feel_value *feel_items_of(struct feel_evaluation *ev, const struct feel_value *value,
                                       uint32_t *count);
struct feel_value feel_eval_list(struct feel_evaluation *ev, const struct feel_node *node);
struct feel_value feel_eval_filter(struct feel_evaluation *ev, const struct feel_node *node);
/* 1-based, negative from the end; false when outside. */
bool feel_list_index(decimal128 position, uint32_t count, uint32_t *out);

/* --- context.c --- */
struct feel_value feel_eval_context(struct feel_evaluation *ev, const struct feel_node *node);
bool feel_context_find(struct feel_evaluation *ev, struct feel_context *context, struct slice key,
                       struct feel_value *out);
/* The entries, decoded if need be. */
const struct feel_entry *feel_context_entries(struct feel_evaluation *ev,
                                              struct feel_context *context, uint32_t *count);
/* An empty context with room for `capacity` entries; NULL when the memory is gone. */
struct feel_context *feel_context_make(struct feel_evaluation *ev, uint32_t capacity);
/* Append; the key must be new and the room must be there. */
void feel_context_put(struct feel_context *context, struct slice key, struct feel_value value);
struct feel_value feel_context_value(struct feel_context *context);
/* What has been made of names that may repeat: the same, or null with a warning when a key occurs
 * twice. */
struct feel_value feel_context_close(struct feel_evaluation *ev, struct feel_context *context);

/* --- path.c --- */
struct feel_value feel_eval_path(struct feel_evaluation *ev, const struct feel_node *node);

/* --- iteration.c --- */
struct feel_value feel_eval_for(struct feel_evaluation *ev, const struct feel_node *node);
struct feel_value feel_eval_quantified(struct feel_evaluation *ev, const struct feel_node *node);

/* --- call.c --- */
struct feel_value feel_eval_call(struct feel_evaluation *ev, const struct feel_node *node);
/* Call a function value by place, or by name when there are names. */
struct feel_value feel_invoke_named(struct feel_evaluation *ev,
                                    const struct feel_function *function, const struct slice *names,
                                    const struct feel_value *args, uint32_t count);
struct feel_value feel_invoke(struct feel_evaluation *ev, const struct feel_function *function,
                              const struct feel_value *args, uint32_t count);
/* How many parameters it takes; UINT32_MAX when that is not one number. */
uint32_t feel_function_arity(const struct feel_function *function);

/* --- types.c --- */
/* The type that a model's name stands for; NULL, with a warning, when there is none. */
const struct feel_spec *feel_named_type(struct feel_evaluation *ev, const struct feel_spec *type);
struct feel_value feel_eval_instance_of(struct feel_evaluation *ev, const struct feel_node *node);
bool feel_conforms(struct feel_evaluation *ev, struct feel_value value,
                   const struct feel_spec *type);
/* DMN 1.5, 10.3.2.9.4: to a list of one, from a list of one, date to date and time. False when the
 * value does not fit. */
bool feel_coerce(struct feel_evaluation *ev, struct feel_value value, const struct feel_spec *type,
                 struct feel_value *out);

/* --- convert.c --- */
/* A whole encoded value; lists and contexts stay encoded inside. */
struct feel_value feel_decode(struct feel_evaluation *ev, struct slice encoded);
/* Into the arena; data NULL when that failed (the evaluation has failed then). */
struct slice feel_encode(struct feel_evaluation *ev, struct feel_value value);

/* --- print.c --- */
/* The text of string(): bare for a string itself. data NULL when the memory is gone. */
struct slice feel_print(struct feel_evaluation *ev, struct feel_value value);

#endif
