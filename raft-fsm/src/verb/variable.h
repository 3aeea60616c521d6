/* Variables: rows of a scope, seen by everything inside it. */
#ifndef FSM_VARIABLE_H
#define FSM_VARIABLE_H

#include "engine/exec.h"

/* Value of the nearest variable of that name, from the element's own scope outwards. */
bool variable_find(struct exec *x, const struct element_row *from, struct slice name,
                   struct slice *value);
/* The value may be a variable: the object that shows all variables must not be deeper than values
 * may be. */
bool variable_is_flat_enough(struct exec *x, struct slice name, struct slice value);
/* Set one variable in exactly this scope. */
void variable_set(struct exec *x, struct element_row *scope, struct slice name, struct slice value);
/* All members of an object, in exactly this scope. */
void variables_set_local(struct exec *x, struct element_row *scope, struct slice object);
/* Each member where it is: in the nearest scope, from `from` outwards, that has a variable of its
 * name, else in the process instance. */
void variables_propagate(struct exec *x, struct element_row *from, struct slice object);

/* The members of an object one after the other:
 *     for (struct member m = members_of(object); member_next(&m);) { m.name, m.value } */
struct member {
    struct value_reader reader;
    uint32_t left;
    struct slice name;
    struct slice value;
};

struct member members_of(struct slice object);
bool member_next(struct member *member);

#endif
