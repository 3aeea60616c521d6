/* Messages: finding who waits for one, and what one may start.
 *
 * A message goes to each process (its id, whatever the version) once: to the oldest subscription
 * of that process, else to its message start event. Messages with one correlation key start one
 * instance of a process at a time; the next one waits, if its time to live allows. */
#ifndef FSM_MESSAGE_H
#define FSM_MESSAGE_H

#include "engine/exec.h"
#include "row/message_rows.h"

/* Hand a message to everyone who waits for it; message is not stored here.
 * first_instance_key: of the first instance that took it, 0 when none did. */
enum verdict message_correlate(struct exec *x, const struct message_row *message,
                               uint64_t *first_instance_key) NODISCARD;
/* Hand out a message that has its key, and keep it until somebody wants it or its time is over. */
enum verdict message_hand_out(struct exec *x, const struct message_row *message) NODISCARD;
/* For one that nothing keeps: its time is over as soon as it was offered. */
void message_forget(struct exec *x, const struct message_row *message);
/* The row in `sub` of a message subscription that the element lists. */
struct subscription_row message_subscription_of(const struct element_row *row,
                                                const struct element_subscription *open);
/* A subscription was opened: take the oldest buffered message for it. While it stays open, a step
 * takes the next. */
void message_take_buffered(struct exec *x, struct element_row *row,
                           const struct subscription_row *subscription);
void message_take_next(struct exec *x, struct element_row *row, uint64_t subscription_key);
/* The instance that held the lock has ended: let go, and start the next instance if a message
 * waits. */
void message_lock_release(struct exec *x, const struct element_row *root);

#endif
