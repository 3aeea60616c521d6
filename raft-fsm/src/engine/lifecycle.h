/* The life cycle of element instances: one table of transitions and the guards of the steps.
 *
 *     PENDING ─▶ ACTIVATING ─▶ ACTIVATED ─▶ COMPLETING ─▶ COMPLETED
 *        └────────────┴────────────┴────────────┴──▶ TERMINATING ─▶ TERMINATED
 *
 * PENDING is an element that an event has chosen and that waits for its turn: a boundary event for
 * the end of its activity, an event behind an event-based gateway for the gateway's, a start event
 * for its process. A step that meets a state its guard does
 * not allow is dropped: what comes too late is harmless. */
#ifndef FSM_LIFECYCLE_H
#define FSM_LIFECYCLE_H

#include "engine/exec.h"

enum {
    ELEMENT_PENDING = 0
};

bool lifecycle_allows(uint8_t from, uint8_t to);
/* Move the row to a state that its present one allows, and say so in the trace. */
enum verdict element_move(struct exec *x, struct element_row *row, enum element_state to) NODISCARD;

/* scope: the element's scope, NULL for a process instance. */
bool guard_activate(const struct element_row *scope, const struct element_row *row);
bool guard_complete(const struct element_row *scope, const struct element_row *row);
bool guard_terminate(const struct element_row *row);
/* The element waits for events and may take one. */
bool guard_event(const struct element_row *scope, const struct element_row *row);
/* It may take one at its boundary, though an event subprocess is taking it over: heir, NULL when
 * none is. */
bool guard_boundary(const struct element_row *scope, const struct element_row *row,
                    const struct element_row *heir);

#endif
