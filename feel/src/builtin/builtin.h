/* The table of built-in functions (docs/feel.md tells how to add a row).
 *
 * A row is one signature; the rows of one name stand together and are tried in order. Before `run`
 * is called the arguments have been matched by place or by name, brought to the types of the row
 * (a list of one is unwrapped for a scalar, a scalar is wrapped for a list) and checked. */
#ifndef FEEL_BUILTIN_BUILTIN_H
#define FEEL_BUILTIN_BUILTIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "feel_value.h"

struct feel_evaluation;

enum {
    FEEL_ARGUMENTS_MAX = 8 /* of a row that is not variadic */
};

struct feel_builtin {
    struct slice name;
    /* Names of the parameters, '|' between them. */
    struct slice parameters;
    /* One letter a parameter, lower case refuses null, upper case takes it:
     *   s string · n number · b boolean · c context · d date or date and time · t time
     *   e date alone · m date and time alone · u days and time duration · r range · f function
     *   l list, anything else is wrapped · x anything
     * A last '*' repeats the letter before it for all further arguments. A first '+' takes one list
     * or several values and hands them over as one list. */
    const char *types;
    uint8_t required;
    bool camunda_only; /* a row of the Camunda dialect alone */
    /* args has one value for each parameter (null where left out); count is how many were given. */
    struct feel_value (*run)(struct feel_evaluation *ev, const struct feel_value *args,
                             uint32_t count);
};

/* The first row of that name, or NULL. */
const struct feel_builtin *feel_builtin_find(struct slice name);
/* The i-th row of the table, NULL behind the last. */
const struct feel_builtin *feel_builtin_at(size_t i);
/* The next row of the same name, or NULL. */
const struct feel_builtin *feel_builtin_next(const struct feel_builtin *row);
/* How many parameters the row names. */
uint32_t feel_builtin_parameter_count(const struct feel_builtin *row);

#endif
