/* step, incident, banned: what an instance has still to do, what stopped it, and what may never go
 * on. A step is the engine's internal command (engine/steps.h); here it is only carried. */
#ifndef FSM_STEP_ROWS_H
#define FSM_STEP_ROWS_H

#include "row/rows.h"

enum step_kind {
    STEP_ACTIVATE = 1, /* element under scope_key, new or (key) made before */
    STEP_COMPLETE = 2,
    STEP_TERMINATE = 3,
    STEP_TERMINATE_CHILDREN = 4, /* the next of a scope's children, from `after` on */
    STEP_NONE = 5,               /* in an incident of a job: it is the job that goes on */
    STEP_TAKE_MESSAGE = 6,   /* the next buffered message for the element's subscription `after` */
    STEP_DELETE_HISTORY = 7, /* of an instance that is gone; `after`: how many times more */
    STEP_RESOLVE_INCIDENTS = 8, /* of the instance: those behind `after`, up to `key` */
    STEP_FIRE_JOINS = 9,        /* inclusive joins of the scope that wait for nobody any more */
    STEP_BROADCAST_SIGNAL = 10, /* `key`, to those who wait for it behind `after` */
    STEP_RUN_BATCH = 11, /* asks for CONTINUEs under the key of a batch, as long as it stands */
    STEP_BEGIN_INSTANCES = 12, /* the next of the loop body `key` */
    STEP_COMPENSATE = 13, /* what the event `key` throws: entries of `scope_key` before `after` */
    STEP_LOOK_AT_CONDITIONS = 14 /* of those who see the scope `key`, behind `after` */
};

struct step {
    uint8_t kind;
    uint32_t element;
    uint64_t key; /* element instance; 0: not made yet */
    uint64_t scope_key;
    uint64_t instance_key;
    uint64_t after; /* the last child that was told; a message subscription */
    uint32_t flow;  /* by which the token came, or BPMN_NONE */
};

_Static_assert(sizeof(struct step) == 48, "a step is 48 bytes (docs/raft-fsm.md)");

/* Stored steps of an instance, first in first out: sequence is any fresh engine key. */
void step_row_put(struct rows *rows, uint64_t sequence, const struct step *step);
/* Take the first one behind *sequence away, and set *sequence to its own (0: from the first on);
 * false when there is none. Going on from the last one spares a walk over what is taken already. */
bool step_row_take(struct rows *rows, uint64_t instance_key, uint64_t *sequence, struct step *out);
/* Read a stored step by itself, for checks: it concerns history alone and outlives its instance, or
 * it concerns a signal, whose key stands in the place of an instance's. */
bool step_is_of_no_instance(struct rows *rows, struct slice value);
bool step_rows_exist(struct rows *rows, uint64_t instance_key);
void step_rows_delete(struct rows *rows, uint64_t instance_key);
/* The first instance behind `after` that has stored steps; 0: none. */
uint64_t step_instance_after(struct rows *rows, uint64_t after);

#define INCIDENT_TYPE_LIST(X)                                                                      \
    X(IO_MAPPING_ERROR, 1)                                                                         \
    X(JOB_NO_RETRIES, 2)                                                                           \
    X(CONDITION_ERROR, 3)                                                                          \
    X(EXTRACT_VALUE_ERROR, 4)                                                                      \
    X(UNHANDLED_ERROR_EVENT, 5)                                                                    \
    X(MESSAGE_SIZE_EXCEEDED, 6)                                                                    \
    X(FORM_NOT_FOUND, 7)                                                                           \
    X(CALLED_ELEMENT_ERROR, 8)                                                                     \
    X(CALLED_DECISION_ERROR, 9)                                                                    \
    X(DECISION_EVALUATION_ERROR, 10)

#define INCIDENT_ENUM(name, number) INCIDENT_##name = (number),
enum incident_type {
    INCIDENT_TYPE_LIST(INCIDENT_ENUM)
};
#undef INCIDENT_ENUM

/* "IO_MAPPING_ERROR" */
const char *incident_type_name(enum incident_type type);

struct incident_row {
    uint64_t key;
    enum incident_type type;
    struct slice message;
    uint64_t element_key;
    uint64_t instance_key;
    uint64_t job_key; /* 0: the step is what failed */
    int64_t created_ms;
    struct step step; /* what resolving repeats */
};

bool incident_row_get(struct rows *rows, uint64_t key, struct incident_row *out);
void incident_row_put(struct rows *rows, const struct incident_row *row);
/* One that was there when the command began. */
void incident_row_put_again(struct rows *rows, const struct incident_row *row);
void incident_row_delete(struct rows *rows, const struct incident_row *row);
/* Key of the instance's first incident behind `after`, or 0. */
uint64_t incident_after(struct rows *rows, uint64_t instance_key, uint64_t after);

bool banned_row_get(struct rows *rows, uint64_t instance_key);
/* No such row: nothing happens. */
void banned_row_delete(struct rows *rows, uint64_t instance_key);
/* index: of the entry that found the bug. */
void banned_row_put(struct rows *rows, uint64_t instance_key, uint64_t index);

#endif
