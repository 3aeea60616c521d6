/* FEEL values while an expression is evaluated.
 *
 * A value is copied freely: what it points to lives in the arena of the evaluation (or of the
 * parsed expression, for constants) and never changes once another value can see it. Lists and
 * contexts that come from outside stay in their encoded form until somebody looks inside. */
#ifndef FEEL_VALUE_H
#define FEEL_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/civil.h"
#include "base/decimal.h"
#include "base/iso8601.h"
#include "base/slice.h"
#include "feel/feel.h"

struct feel_node;
struct feel_spec;
struct feel_expression;
struct feel_frame;
struct feel_builtin;
struct feel_list;
struct feel_context;
struct feel_range;
struct feel_function;
struct feel_evaluation;

struct feel_time {
    struct civil_time time;
    struct iso_place place;
};

struct feel_value {
    enum feel_type type;
    union {
        bool boolean;
        decimal128 number;
        struct slice string;
        struct civil_date date;
        const struct feel_time *time;
        const struct iso_date_time *date_time;
        struct span duration;
        int64_t months;
        struct feel_list *list;
        struct feel_context *context;
        const struct feel_range *range;
        const struct feel_function *function;
    };
};

/* A list: items, or the encoded array that they are decoded from at the first look. */
struct feel_list {
    const struct feel_value *items; /* NULL while only encoded (or empty) */
    uint32_t count;
    bool decoded;
    struct slice encoded; /* data NULL: made here */
};

struct feel_entry {
    struct slice key;
    struct feel_value value;
};

/* A context: entries in order, keys unique; encoded as lists are. */
struct feel_context {
    struct feel_entry *entries; /* written only while the context is made */
    uint32_t count;
    bool decoded;
    struct slice encoded;
};

/* start..end, or a unary range. A missing end of a unary range is null. */
struct feel_range {
    struct feel_value start;
    struct feel_value end;
    bool start_included;
    bool end_included;
    uint8_t op; /* enum feel_op of a unary range, OP_NONE otherwise */
};

/* A function of a decision model: business knowledge, a decision service, a boxed function. */
struct feel_native {
    /* args: one a parameter, null where a named argument is missing. */
    struct feel_value (*run)(struct feel_evaluation *ev, const struct feel_native *native,
                             const struct feel_value *args);
    void *ctx;
    const struct slice *names;            /* of the parameters */
    const struct feel_spec *const *types; /* NULL: any; items NULL: any */
    uint32_t count;
};

/* A lambda with the scope that it closes over, a built-in, or a model's. */
struct feel_function {
    const struct feel_node *node;             /* NODE_FUNCTION of a lambda */
    const struct feel_expression *expression; /* that the node belongs to */
    const struct feel_frame *frame;
    const struct feel_builtin *builtin;
    const struct feel_native *native;
};

#define FEEL_VALUE_NULL ((struct feel_value){.type = FEEL_NULL})

#endif
