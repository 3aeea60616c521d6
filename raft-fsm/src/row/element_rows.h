/* element, child: the living element instances, process instances among them.
 *
 * A command works on one struct per element: element_row_find gives the same one every time, it is
 * changed in place, and rows_settle stores what differs from what was loaded. An element that is
 * made and removed in one command leaves nothing. The `child` table orders elements by scope. */
#ifndef FSM_ELEMENT_ROWS_H
#define FSM_ELEMENT_ROWS_H

#include "fsm/trace.h"
#include "row/rows.h"

enum subscription_kind {
    SUBSCRIPTION_TIMER = 1,
    SUBSCRIPTION_MESSAGE = 2,
    SUBSCRIPTION_SIGNAL = 3,
    SUBSCRIPTION_CONDITION = 4
};

/* One thing that an element waits for; its row in `due`, `sub`, `signal_sub` or `condition_sub` is
 * found by what stands here. */
struct element_subscription {
    enum subscription_kind kind;
    uint32_t target; /* element that gets the event: the element itself or a boundary event */
    uint64_t key;    /* of the timer or message subscription */
    int64_t due_ms;  /* timer; of a condition: 1 when it held the last time, else 0 */
    struct slice message_name; /* of a message or a signal */
    struct slice correlation_key;
};

/* An element at which the instance is to begin (verb/start_point.h). */
struct start_point {
    uint64_t scope_key; /* element instance that takes it in next */
    struct slice element_id;
    uint32_t through; /* of this command only: the sub-process that it went into; 0: none */
};

/* What only a process instance has. */
struct instance_part {
    struct slice business_id; /* data NULL: none */
    struct slice *tags;
    uint32_t tag_count;
    uint32_t incident_count;
    struct slice lock_key; /* correlation key of the message that started it; data NULL: no lock */
    struct start_point *start_points; /* not reached yet */
    uint32_t start_point_count;
    struct slice *final_elements; /* ids: the instance is terminated when one of them has ended */
    uint32_t final_element_count;
    uint64_t caller_key; /* call activity that has started it; 0: none */
    uint32_t call_depth; /* so many callers one around the other */
};

/* What a loop body counts (verb/loop.h), and what each of its instances has. */
struct loop_part {
    uint32_t count;         /* of a body: instances there are to be at most */
    uint32_t begun;         /* so many have been begun, */
    uint32_t completed;     /* so many of these completed, */
    uint32_t terminated;    /* and so many terminated */
    uint32_t waiting;       /* outputs that are not in the collection yet, about */
    uint32_t waiting_bytes; /* of these */
    uint32_t counter;       /* of an instance: from 1 on */
    bool has_mapped;        /* its outputs, and failed behind that */
};

struct definition;

struct element_row {
    uint64_t key;
    uint64_t scope_key; /* 0 for a process instance */
    uint64_t instance_key;
    uint64_t definition_key;
    uint32_t element;   /* in the model */
    uint8_t state;      /* enum element_state, or ELEMENT_PENDING (engine/lifecycle.h) */
    bool interrupted;   /* a scope that takes no new tokens: it ends when its children have ended */
    bool has_variables; /* rows in `variable` */
    bool has_joins;     /* rows in `join` */
    uint32_t active_children;
    uint32_t active_flows;   /* tokens on the way between two children, those at joins included */
    uint64_t job_key;        /* its job, user task or called instance; 0: none */
    uint64_t incident_key;   /* 0: none */
    uint64_t interrupted_by; /* event that goes on when this element has ended; 0: none */
    int64_t start_ms;
    struct element_subscription *subscriptions;
    uint32_t subscription_count;
    struct instance_part instance; /* only where scope_key is 0 */
    struct loop_part loop;         /* all 0: it is no loop and in none */

    /* of this command only */
    const struct definition *definition; /* set by who loads the row (engine/exec.h) */
    struct slice stored;                 /* as it is in the store; size 0: not there */
    bool removed;
    bool looks_at_joins;       /* STEP_FIRE_JOINS is pushed and has not run */
    bool looks_at_conditions;  /* STEP_LOOK_AT_CONDITIONS is pushed and has not run */
    bool leaves;               /* a modification ends it ... */
    uint32_t leaving_children; /* ... and so many of its children */
    struct element_row *older;
};

/* NULL when there is no such element, or a sticky fault. */
struct element_row *element_row_find(struct rows *rows, uint64_t key);
/* A zeroed row under a fresh key, in `child`, too, when scope_key is not 0. NULL: sticky fault. */
struct element_row *element_row_new(struct rows *rows, uint64_t key, uint64_t scope_key);
void element_row_remove(struct rows *rows, struct element_row *row);
/* Encode every changed row into the write set; part of rows_settle. */
void element_rows_write(struct rows *rows);

/* Key of the first child of the scope behind `after` (0: the first of all), or 0. */
uint64_t element_child_after(struct rows *rows, uint64_t scope_key, uint64_t after);

/* A stored row is that of a process instance of the definition. */
bool element_row_is_root_of(struct rows *rows, struct slice value, uint64_t definition_key);
/* Read a stored row by itself, for checks. */
bool element_row_decode(struct rows *rows, uint64_t key, struct slice value,
                        struct element_row *out);

/* Room for one more subscription, zeroed; NULL: sticky fault. */
struct element_subscription *element_subscription_add(struct rows *rows, struct element_row *row);
/* NULL: it is not open any more. */
struct element_subscription *element_subscription_find(const struct element_row *row, uint64_t key);
void element_subscription_remove(struct element_row *row, uint64_t key);

#endif
