/* Signals: everyone who waits for the name gets it, wherever; it is not kept for who comes later.
 *
 * A signal goes to those who waited when it was broadcast, oldest first and a bounded number a
 * step: its row stays until the last has got it. */
#ifndef FSM_SIGNAL_H
#define FSM_SIGNAL_H

#include "engine/exec.h"
#include "row/signal_rows.h"

/* Give the signal a key, which is returned, and push the step that hands it on. */
uint64_t signal_broadcast(struct exec *x, struct signal_row *signal);
/* That step. */
void signal_deliver(struct exec *x, const struct step *step);
/* The row in `signal_sub` of a subscription that the element lists. */
struct signal_subscription signal_subscription_of(const struct element_row *row,
                                                  const struct element_subscription *open);

#endif
