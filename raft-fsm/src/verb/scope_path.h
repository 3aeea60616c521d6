/* The scopes around an element that is activated although no token has come to it: those that are
 * there serve, those that are missing are made, without input mappings and start events.
 *
 *     scope_path_make(x, root, element, NULL, &path)      rows[0] is the process instance
 *     variables_set_local(x, path.rows[i], ...)           what its scopes shall know
 *     row = scope_path_child(x, &path, element)           the element itself, not yet active
 *     scope_path_enter(x, &path)                          scopes that were made become active
 *     push_activate_row(x, row)
 *
 * A failed step rejects the command, and with that everything before it is undone. */
#ifndef FSM_SCOPE_PATH_H
#define FSM_SCOPE_PATH_H

#include "engine/exec.h"

struct scope_path {
    struct element_row **rows; /* from the process instance inwards; in the command's arena */
    uint32_t count;
    uint32_t made_from; /* the rows from here on were made and wait for scope_path_enter */
};

/* How many scopes are around an element; 0: it is the process. */
uint32_t scope_depth(const struct bpmn_process *process, uint32_t element);
/* The scope around the element at that depth, the process at 0, the element itself at its own. */
uint32_t scope_at_depth(const struct bpmn_process *process, uint32_t element, uint32_t depth);
/* The element is the scope, or is somewhere in it. */
bool scope_is_around(const struct bpmn_process *process, uint32_t scope, uint32_t element);

/* Find or make the instances of all scopes around the element. ancestor: a living instance of one
 * of them, below which all are made anew; NULL: there must be one way only. The element is not the
 * process. False: rejected, or x has stopped. */
bool scope_path_make(struct exec *x, struct element_row *root, uint32_t element,
                     struct element_row *ancestor, struct scope_path *out) NODISCARD;
/* An instance of the element in the innermost scope, PENDING. NULL: rejected, or x has stopped. */
struct element_row *scope_path_child(struct exec *x, const struct scope_path *path,
                                     uint32_t element) NODISCARD;
/* Activate the scopes that were made and let them wait for what is at their boundary. False:
 * rejected, or x has stopped. */
bool scope_path_enter(struct exec *x, const struct scope_path *path) NODISCARD;

#endif
