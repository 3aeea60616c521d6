/* Variables: rows of a scope, seen by everything inside it. */
#ifndef FSM_VARIABLE_H
#define FSM_VARIABLE_H

#include "engine/exec.h"
#include "row/variable_rows.h"

/* Variables as they are now; in the command's arena. */
struct variable_list {
    struct variable_row *items;
    uint32_t count;
    uint32_t capacity;
    uint64_t bytes; /* of names and values */
};

/* The scope's own, in the order of their keys. */
struct variable_list variables_local(struct exec *x, const struct element_row *scope);
/* The same as one object; data NULL when the arena is full. */
struct slice variables_object(struct exec *x, const struct element_row *scope);
/* All that is seen from there, the nearest of each name. */
struct variable_list variables_visible(struct exec *x, const struct element_row *from);

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
/* A variable where it is: in the nearest scope, from `from` outwards, that has one of its name,
 * else in the process instance. */
void variable_propagate(struct exec *x, struct element_row *from, struct slice name,
                        struct slice value);
/* Each member likewise. */
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

/* An object with one member, in the command's arena; data NULL when that is full. */
struct slice variable_object(struct exec *x, struct slice name, struct slice value);

#endif
