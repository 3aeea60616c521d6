/* What was started and what was worked on, instance by instance: so that nothing is lost or done
 * twice without the run failing. */
#ifndef BENCH_LEDGER_H
#define BENCH_LEDGER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    LEDGER_INSTANCES_MAX = 1 << 23
};

struct ledger_entry {
    int64_t begun_us;
    _Atomic uint32_t jobs_done;
};

struct ledger {
    struct ledger_entry *entries;
    uint32_t jobs_each;
    _Atomic uint64_t next;
    _Atomic uint64_t started;
    _Atomic uint64_t worked; /* instances whose jobs are all done */
    _Atomic uint64_t jobs_done;
    _Atomic uint64_t doubled; /* jobs done more often than the model has them */
};

void ledger_init(struct ledger *ledger, uint32_t jobs_each);
void ledger_deinit(struct ledger *ledger);
/* The number of the next instance; false when there are LEDGER_INSTANCES_MAX. Thread: any. */
bool ledger_take(struct ledger *ledger, uint64_t *number);
/* Before the create is sent. */
void ledger_begin(struct ledger *ledger, uint64_t number, int64_t begun_us);
/* A job of it is done, as the server said. Returns whether it was the last one; *begun_us is set
 * then. Thread: any. */
bool ledger_job_done(struct ledger *ledger, uint64_t number, int64_t *begun_us);

#endif
