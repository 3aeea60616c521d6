#include "ledger.h"

#include <stdlib.h>

#include "base/assert.h"

void ledger_init(struct ledger *ledger, uint32_t jobs_each)
{
    *ledger = (struct ledger){.jobs_each = jobs_each};
    ledger->entries = CHECK_MEMORY(calloc(LEDGER_INSTANCES_MAX, sizeof(*ledger->entries)));
}

void ledger_deinit(struct ledger *ledger)
{
    free(ledger->entries);
}

bool ledger_take(struct ledger *ledger, uint64_t *number)
{
    *number = atomic_fetch_add(&ledger->next, 1);
    return *number < LEDGER_INSTANCES_MAX;
}

void ledger_begin(struct ledger *ledger, uint64_t number, int64_t begun_us)
{
    ASSERT(number < LEDGER_INSTANCES_MAX);
    ledger->entries[number].begun_us = begun_us;
}

bool ledger_job_done(struct ledger *ledger, uint64_t number, int64_t *begun_us)
{
    struct ledger_entry *entry;
    uint32_t done;

    ASSERT(number < LEDGER_INSTANCES_MAX);
    entry = &ledger->entries[number];
    done = atomic_fetch_add(&entry->jobs_done, 1) + 1;
    atomic_fetch_add(&ledger->jobs_done, 1);
    if (done > ledger->jobs_each) {
        atomic_fetch_add(&ledger->doubled, 1);
    }
    if (done != ledger->jobs_each) {
        return false;
    }
    atomic_fetch_add(&ledger->worked, 1);
    *begun_us = entry->begun_us;
    return true;
}
