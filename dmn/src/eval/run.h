/* One evaluation of a unit. */
#ifndef DMN_EVAL_RUN_H
#define DMN_EVAL_RUN_H

#include "eval/eval.h"
#include "model/node.h"

enum memo_state {
    MEMO_UNKNOWN,
    MEMO_RUNNING, /* asked for by what it requires itself */
    MEMO_KNOWN
};

struct memo {
    enum memo_state state;
    struct feel_value value;
};

struct run;

/* Where inputs come from, and what was evaluated from them. A call of a decision service has a
 * scope of its own. */
struct scope {
    struct run *run;
    struct memo *memos;         /* by index of the part */
    struct feel_context *given; /* of a service's call; NULL: the environment's */
};

/* A rule that matched. */
struct hit {
    const struct dmn_node *rule;
    struct feel_value value; /* the output, or a context of the outputs in their order */
    uint32_t *ranks;         /* of each output among its output values */
};

struct hits {
    struct hit *items;
    uint32_t count;
};

/* The decision table that was evaluated last; node NULL: none yet. */
struct table_seen {
    const struct dmn_node *node;
    const struct feel_value *values; /* of the inputs */
    struct hits hits;
};

struct run {
    struct feel_evaluation ev;
    const struct dmn_unit *unit;
    const struct dmn_node *model; /* whose names of types count now */
    struct table_seen seen;
    struct dmn_record *record; /* NULL: nobody asks */
};

/* --- run.c --- */
/* NULL when the memory is gone, and the evaluation has failed. */
struct scope *dmn_scope_make(struct run *run, struct feel_context *given);
/* The value of an input, a decision, or a function of the model. */
struct feel_value dmn_run_node(struct scope *scope, const struct dmn_node *node);
/* What a decision or business knowledge requires, by name, and knowledge itself; what is of another
 * file stands in a context under its import's name. NULL: no memory. */
struct feel_context *dmn_requirements_of(struct scope *scope, const struct dmn_node *node);
/* What a node's value is as its declared type; null with a warning when it does not fit. */
struct feel_value dmn_run_coerce(struct run *run, const struct dmn_node *node,
                                 struct feel_value value);

/* --- function.c --- */
/* Business knowledge as a function. */
struct feel_value dmn_function_of_knowledge(struct scope *scope, const struct dmn_node *knowledge);
/* A boxed function that sees the present frames. */
struct feel_value dmn_function_of_node(struct scope *scope, const struct dmn_node *function);
struct feel_value dmn_function_of_service(struct scope *scope, const struct dmn_node *service);
/* The value of a service whose inputs are given by name. */
struct feel_value dmn_service_run(struct scope *scope, const struct dmn_node *service);

/* --- boxed.c --- */
struct feel_value dmn_boxed_eval(struct scope *scope, const struct dmn_node *node);
/* A text of a node; null with a warning when it could not be parsed, null when there is none. */
struct feel_value dmn_boxed_text(struct scope *scope, const struct dmn_node *node);

/* --- table.c --- */
struct feel_value dmn_table_eval(struct scope *scope, const struct dmn_node *table);

/* --- record.c --- */
/* Room for a record of the run's unit; false: no memory. */
bool dmn_record_begin(struct run *run, struct dmn_record *record) NODISCARD;
/* A decision or service has been evaluated in a scope, if somebody asks. */
void dmn_record_add(struct scope *scope, const struct dmn_node *decision, struct feel_value value);

/* --- input.c --- */
/* A value from outside, where dates and the like are texts, as its declared type wants it. */
struct feel_value dmn_input_convert(struct run *run, struct feel_value value,
                                    const struct feel_spec *spec);

#endif
