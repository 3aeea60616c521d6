/* Finding the living instances of an element of the model.
 *
 * What a search looks at counts against LIMIT_MODIFY_ROWS of the command, together with what the
 * command makes: past it the command is rejected. */
#ifndef FSM_ELEMENT_SEARCH_H
#define FSM_ELEMENT_SEARCH_H

#include "engine/exec.h"

struct element_list {
    struct element_row **rows; /* in the command's arena */
    uint32_t count;
    uint32_t capacity;
};

/* False: x has stopped. */
bool element_list_add(struct exec *x, struct element_list *list, struct element_row *row) NODISCARD;
/* Children of the scope that are instances of the element, in the order of their keys, all but
 * those that nobody has seen yet and those that are ending. False: rejected, or x has stopped. */
bool elements_in_scope(struct exec *x, const struct element_row *scope, uint32_t element,
                       struct element_list *list) NODISCARD;
/* The same over all scopes of a process instance; of the process itself: the instance. */
bool elements_in_instance(struct exec *x, struct element_row *root, uint32_t element,
                          struct element_list *list) NODISCARD;

/* The instance and all that is in it, a scope before what is in it. False: there are more than max
 * (the list then holds one more), or x has stopped. */
bool elements_living(struct exec *x, struct element_row *root, uint32_t max,
                     struct element_list *list) NODISCARD;

/* The element lives: it has been seen, and it is not ending. */
bool element_is_alive(const struct element_row *row);
/* One more element instance was looked at or made, or a variable set. False: rejected. */
bool element_search_counts(struct exec *x) NODISCARD;

#endif
