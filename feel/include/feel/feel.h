/* FEEL (DMN 1.5, 10.3): parse once, evaluate often.
 *
 * FEEL never throws: what goes wrong gives null and a warning with its place. Only a syntax error
 * is an error, at parse time. Values come in and go out as MessagePack (value/value.h); temporal
 * results are strings in canonical ISO text, ranges and functions have no value outside and become
 * null with a warning.
 *
 * Thread: a parsed expression is read-only after feel_parse and may be shared. */
#ifndef FEEL_FEEL_H
#define FEEL_FEEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/slice.h"
#include "base/status.h"

struct feel_expression;

struct feel_error {
    uint32_t line;   /* 1-based within the text */
    uint32_t column; /* 1-based, code points */
    uint32_t offset; /* bytes */
    char reason[200];
};

enum feel_dialect {
    FEEL_DMN,    /* the standard's rules (TCK) */
    FEEL_CAMUNDA /* BPMN models: the rows marked in docs/feel.md differ */
};

struct feel_parse_options {
    enum feel_dialect dialect;
    bool unary_tests; /* text is unary tests (DMN 1.5 rule 15), input value is `?` */
    /* Names with blanks or operators that the text may use, longest match; NULL for none. */
    const struct slice *names;
    size_t name_count;
};

/* Parse text (without the leading '=') into the arena; text is copied.
 * Errors: STATUS_MALFORMED (error tells), STATUS_LIMIT (source bytes, depth, arena). */
enum status feel_parse(struct arena *arena, struct slice text,
                       const struct feel_parse_options *options, const struct feel_expression **out,
                       struct feel_error *error) NODISCARD;

/* How an expression sees its surroundings. All members are borrowed during feel_evaluate. */
struct feel_environment {
    /* Value of a variable, or false when there is none. *value must stay valid until evaluate
     * returns. */
    bool (*find)(void *ctx, struct slice name, struct slice *value);
    void *ctx;
    int64_t now_ms;     /* engine clock, for now() and today() */
    struct slice input; /* `?` for unary tests; empty slice: none */
    uint64_t steps_max; /* budget; 0: LIMIT_FEEL_STEPS */
    /* Of uuid() and random number(): what they give follows from it and from how often they were
     * called in this evaluation. One seed for two evaluations gives the same twice. */
    struct hash128 seed;
};

enum feel_warning_kind {
    FEEL_WARNING_NO_VARIABLE,
    FEEL_WARNING_NO_PROPERTY,
    FEEL_WARNING_TYPE,      /* operands or arguments of a wrong type */
    FEEL_WARNING_ARGUMENTS, /* wrong number or names of arguments */
    FEEL_WARNING_NO_FUNCTION,
    FEEL_WARNING_VALUE, /* right type, impossible value: division by zero, bad date text */
    FEEL_WARNING_BUDGET,
    FEEL_WARNING_ASSERT /* assert(): the evaluation as a whole has failed */
};

struct feel_warning {
    enum feel_warning_kind kind;
    uint32_t line;
    uint32_t column;
    struct slice text; /* a sentence */
};

/* What kind of FEEL value the result was before it became a MessagePack value. */
enum feel_type {
    FEEL_NULL,
    FEEL_BOOLEAN,
    FEEL_NUMBER,
    FEEL_STRING,
    FEEL_DATE,
    FEEL_TIME,
    FEEL_DATE_TIME,
    FEEL_DAYS_DURATION,
    FEEL_MONTHS_DURATION,
    FEEL_LIST,
    FEEL_CONTEXT,
    FEEL_RANGE,
    FEEL_FUNCTION
};

struct feel_result {
    enum feel_type type;
    struct slice value; /* in the arena */
    bool failed;        /* budget exceeded or assert(): in a process an incident; value is null */
    const struct feel_warning *warnings; /* in the arena, at most 32 */
    size_t warning_count;
    uint64_t steps; /* spent */
};

/* Evaluate into the arena (result, warnings and all scratch; the caller resets or rewinds it).
 * Errors: none but faults: an exhausted arena or budget is result.failed. */
enum status feel_evaluate(const struct feel_expression *expression,
                          const struct feel_environment *environment, struct arena *arena,
                          struct feel_result *out) NODISCARD;

/* The names of variables that the expression reads from its environment, each once, in order of
 * first use. */
size_t feel_variables(const struct feel_expression *expression, struct arena *arena,
                      const struct slice **out);

#endif
