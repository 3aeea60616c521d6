/* The start events of the newest version of a process, which wait for timers, messages and
 * signals. They wait from the version's deployment until a newer one takes their place, and again
 * when that one is deleted. */
#ifndef FSM_START_EVENT_H
#define FSM_START_EVENT_H

#include "verb/timer.h"

/* What one of them waits for, evaluated. */
struct planned_start {
    uint32_t element;
    bool is_timer;
    bool is_signal; /* neither: a message */
    struct timer_plan timer;
    struct slice message_name; /* or signal name */
};

struct start_plan {
    struct planned_start *items;
    uint32_t count;
};

/* Evaluate all of them; nothing is changed. V_INCIDENT: x->failure says why. */
enum verdict starts_plan(struct exec *x, const struct bpmn_process *process,
                         struct start_plan *out) NODISCARD;
void starts_put_up(struct exec *x, const struct definition *definition,
                   const struct start_plan *plan);
/* Those of the version that is the newest no longer. */
enum verdict starts_take_down(struct exec *x, uint64_t definition_key) NODISCARD;

#endif
