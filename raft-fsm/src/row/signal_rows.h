/* signal, signal_sub: signals that are on their way, and who waits for one. */
#ifndef FSM_SIGNAL_ROWS_H
#define FSM_SIGNAL_ROWS_H

#include "row/rows.h"

/* A signal until everyone who waited for it has got it. */
struct signal_row {
    uint64_t key;
    struct slice tenant;
    struct slice name;
    struct slice variables;
};

bool signal_row_get(struct rows *rows, uint64_t key, struct signal_row *out);
void signal_row_put(struct rows *rows, const struct signal_row *row);
void signal_row_delete(struct rows *rows, uint64_t key);

/* An element, or a start event of the newest version of a process, that waits for a signal. */
struct signal_subscription {
    uint64_t key;
    uint64_t element_key; /* 0: a start event */
    uint64_t instance_key;
    uint64_t definition_key;
    uint32_t target; /* element that gets the event */
    struct slice tenant;
    struct slice name;
};

void signal_subscription_put(struct rows *rows, const struct signal_subscription *row);
/* The row as far as its key goes: tenant, name, key. */
void signal_subscription_delete(struct rows *rows, const struct signal_subscription *row);
bool signal_subscription_exists(struct rows *rows, const struct signal_subscription *row);
/* The next one behind after->key of its tenant and name, oldest first. A name as long that it
 * stands in keys as a hash may bring another one's rows: compare. */
bool signal_subscription_after(struct rows *rows, const struct signal_subscription *after,
                               struct signal_subscription *out);
bool signal_subscription_decode(struct rows *rows, uint64_t key, struct slice value,
                                struct signal_subscription *out);

#endif
