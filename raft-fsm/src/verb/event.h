/* Events that arrive: at the element that waits for them, or at its boundary. */
#ifndef FSM_EVENT_H
#define FSM_EVENT_H

#include "engine/exec.h"

/* The row waits for events and would take one now. */
bool event_is_welcome(struct exec *x, const struct element_row *row);
/* It would take this one: what is at its boundary may come though an event subprocess is about to
 * take the row over. target: as below. */
bool event_is_welcome_at(struct exec *x, const struct element_row *row, uint32_t target);
/* An event has come for `target`: the row's own element (it completes), one of its boundary events
 * (which goes on, when it interrupts after the end of the row), the start of an event subprocess in
 * it (which begins, when it interrupts after the end of all else in the row), or what stands behind
 * an event-based gateway (which completes, and it goes on). The row must welcome it. payload: an
 * object. */
enum verdict event_arrive(struct exec *x, struct element_row *row, uint32_t target,
                          struct slice payload) NODISCARD;
/* The row has got what it waited for (its event, the end of its job or user task) and completes in
 * a later step, perhaps of a later command: nothing at its boundary comes in between. */
void event_fulfils(struct exec *x, struct element_row *row, struct slice payload);

/* Throw an error: the nearest that catches its code, from `from` outwards, takes it: of one element
 * its event subprocesses before its boundary, an exact code before one for all. No event subprocess
 * catches what is thrown in it. False when nobody does; then `available` says, for people, which
 * codes would have been caught. */
bool error_throw(struct exec *x, struct element_row *from, struct slice code, struct slice payload,
                 struct slice *available);
/* Throw an escalation: who catches it is found in the same way. Nobody needs to:
 * BPMN 2.0.2, 10.5.1. interrupts: who has caught it ends the scope. */
enum verdict escalation_throw(struct exec *x, struct element_row *from, struct slice code,
                              bool *interrupts) NODISCARD;
/* The incident of an error that nobody has caught: always V_INCIDENT. */
enum verdict error_unhandled(struct exec *x, struct slice code, struct slice message,
                             struct slice available) NODISCARD;

#endif
