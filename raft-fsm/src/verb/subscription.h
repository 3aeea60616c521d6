/* What an element instance waits for besides its work: its own event and those of its boundary. */
#ifndef FSM_SUBSCRIPTION_H
#define FSM_SUBSCRIPTION_H

#include "row/due_rows.h"
#include "verb/timer.h"

struct planned_subscription {
    uint32_t target;
    enum subscription_kind kind;
    struct timer_plan timer;
    struct slice message_name;
    struct slice correlation_key;
};

struct subscription_plan {
    struct planned_subscription *items;
    uint32_t count;
};

/* Evaluate every expression; nothing is changed. */
enum verdict subscriptions_plan(struct exec *x, const struct element_row *row,
                                struct subscription_plan *out) NODISCARD;
/* Open what was planned. A message that waits already is taken at once. */
enum verdict subscriptions_open(struct exec *x, struct element_row *row,
                                const struct subscription_plan *plan) NODISCARD;
/* Close all that is open. */
void subscriptions_close(struct exec *x, struct element_row *row);
/* The timer of an element has fired: it is armed again or forgotten. */
void subscription_timer_fired(struct exec *x, struct element_row *row,
                              const struct timer_row *timer);

#endif
