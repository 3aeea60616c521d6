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

/* The element waits itself for the event that it has: not when that is a link, nor when an
 * event-based gateway waits in its place. */
bool subscription_is_own(const struct bpmn_process *process, const struct bpmn_element *e);
/* The other elements whose events it waits for: at its boundary, those that begin event
 * subprocesses in it, or what stands behind it when it is an event-based gateway. */
uint32_t subscription_other_count(const struct bpmn_element *e);
uint32_t subscription_other(const struct bpmn_process *process, const struct bpmn_element *e,
                            uint32_t i);
/* Evaluate every expression; nothing is changed. */
enum verdict subscriptions_plan(struct exec *x, const struct element_row *row,
                                struct subscription_plan *out) NODISCARD;
/* Open what was planned. A message that waits already is taken at once. */
enum verdict subscriptions_open(struct exec *x, struct element_row *row,
                                const struct subscription_plan *plan) NODISCARD;
/* Close all that is open. */
void subscriptions_close(struct exec *x, struct element_row *row);
/* Close what would begin event subprocesses. */
void subscriptions_close_inner(struct exec *x, struct element_row *row);
/* What of one model stands for what of another: for each element of the former one of the latter,
 * or BPMN_NONE. */
struct element_map {
    const struct bpmn_process *from;
    const uint32_t *targets;
};

/* The row goes over to another definition. First, still in the old one: what has no counterpart is
 * closed, the rest is taken out of the tables. */
void subscriptions_leave(struct exec *x, struct element_row *row, const struct element_map *map);
/* Then, in the new one: the rest goes on at its counterparts, and what is new is opened. was: the
 * row's element before. */
enum verdict subscriptions_arrive(struct exec *x, struct element_row *row, uint32_t was,
                                  const struct element_map *map) NODISCARD;
/* The timer of an element has fired: it is armed again or forgotten. */
void subscription_timer_fired(struct exec *x, struct element_row *row,
                              const struct timer_row *timer);

#endif
