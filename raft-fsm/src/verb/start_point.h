/* Instances that begin at chosen elements instead of their none start event.
 *
 * A point names an element and the scope that takes it in next. A scope that becomes active makes
 * the children that its points lead to: the element itself, or the sub-process that holds it, which
 * takes the point over. Points through one sub-process share it. So nothing exists before its scope
 * is there, and a scope that waits with an incident loses no point. */
#ifndef FSM_START_POINT_H
#define FSM_START_POINT_H

#include "engine/exec.h"

/* Every id is an element where an instance may begin; else the command is rejected. */
bool start_points_are_allowed(struct exec *x, const struct definition *definition,
                              const struct slice *element_ids, uint32_t count);
/* A new process instance begins there, once for each time that an element is named. */
void start_points_set(struct exec *x, struct element_row *root, const struct slice *element_ids,
                      uint32_t count);
/* The scope has become active. False: it has no points, and begins as usual. */
bool start_points_reach(struct exec *x, struct element_row *scope);

#endif
