/* For tests: make the n-th call fail, to prove that a command is all or nothing. */
#ifndef STORE_STORE_FAULT_H
#define STORE_STORE_FAULT_H

#include <stdint.h>

#include "base/status.h"

struct store;

/* Of the calls on write transactions from now on (get, put, delete, cursor moves, begin child,
 * commit), the one after `calls` good ones returns `status` and does nothing; a failed commit ends
 * its transaction as an abort. Once; calls < 0 orders nothing. */
void store_fail_after(struct store *store, int64_t calls, enum status status);
/* Calls still to go before the failure; below 0 when it has happened or none was ordered. */
int64_t store_fail_left(const struct store *store);

#endif
